use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::error::PageError;
use super::site::Site;
use crate::identity::Visit;
use crate::storage::ids::new_token;
use crate::words::{Locale, Words};

/// A request that found its association and its caller.
#[derive(Clone)]
pub struct Arrival {
    pub site: Arc<Site>,
    pub visit: Arc<Visit>,
    /// The session's secret as the cookie brought it: a running stream asks again with it.
    pub token: Option<String>,
    /// Binds forms of callers without session to their browser; made anew when the browser brought none.
    pub form_cookie: String,
    pub form_cookie_is_new: bool,
    pub locale: Locale,
    /// Names this request in the log and on error pages.
    pub reference: String,
    /// Lets the host's own styles and scripts run, and nothing else.
    pub nonce: String,
    /// Path and query, for links that come back here.
    pub path: String,
    /// A sealed sentence that the page before left.
    pub notice: Option<String>,
}

impl Arrival {
    pub fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }

    /// What form tokens are bound to: the session, or the browser of somebody without one.
    pub fn form_binding(&self) -> String {
        match self.visit.session {
            Some(_) => self.visit.session_key(),
            None => self.form_cookie.clone(),
        }
    }

    pub(super) fn new_form_cookie(site: &Site) -> String {
        new_token(&*site.association.random)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Arrival {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let arrival = parts.extensions.get::<Arc<Self>>();
        arrival.map(|arrival| (**arrival).clone()).ok_or_else(|| PageError::internal("a request without arrival"))
    }
}
