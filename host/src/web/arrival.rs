use std::net::IpAddr;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::HeaderValue;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::response::Response;

use super::door::Door;
use super::error::PageError;
use super::notice;
use super::site::Site;
use crate::identity::{Device, SESSION_COOKIE, Visit, cookie};
use crate::limits;
use crate::observe::ledger::{Account, Ledger, Spent};
use crate::storage::audit::{Doer, Note};
use crate::storage::ids::{new_id, new_token};
use crate::storage::people::Proof;
use crate::storage::sql::DatabaseError;
use crate::words::{Locale, Words};

/// A request that found its association and its caller. Cheap to clone.
#[derive(Clone)]
pub struct Arrival(Arc<Arrived>);

/// What is known of the request.
pub struct Arrived {
    pub site: Arc<Site>,
    pub visit: Arc<Visit>,
    /// How the caller could say who they are.
    pub door: Door,
    /// The secret of the session or the token as it came: a running stream asks again with it.
    pub token: Option<String>,
    /// Binds forms of callers without session to their browser, as the browser brought it.
    pub form_cookie: Option<String>,
    /// The same for a browser that brought none, once it is needed.
    pub new_form_cookie: OnceLock<String>,
    pub locale: Locale,
    /// From where; none when that is not known.
    pub client: Option<IpAddr>,
    /// Names this request in the log and on error pages.
    pub reference: String,
    /// See [`Self::nonce`].
    pub nonce: OnceLock<String>,
    /// Only the head of the answer is asked for.
    pub is_head: bool,
    /// Path and query, for links that come back here.
    pub path: String,
    /// Path and query as they were asked for, by a form too.
    pub asked: String,
    /// A sealed sentence that the page before left.
    pub notice: Option<String>,
    /// What the browser says that it is.
    pub agent: Option<HeaderValue>,
    /// See [`Self::kept_device`].
    pub kept_device: OnceLock<String>,
    /// Where what this request costs is counted, once its service is known.
    pub counted: OnceLock<Account>,
}

impl Arrival {
    pub fn new(arrived: Arrived) -> Self {
        Self(Arc::new(arrived))
    }
}

impl Deref for Arrival {
    type Target = Arrived;

    fn deref(&self) -> &Arrived {
        &self.0
    }
}

impl Arrived {
    /// Lets the host's own styles and scripts run on this response, and nothing else. Drawn when first asked for: bytes
    /// need none.
    pub fn nonce(&self) -> &str {
        self.nonce.get_or_init(|| new_id(&*self.site.association.random))
    }

    /// The request is one to this service, which is enabled here.
    pub fn count_for(&self, ledger: &Arc<Ledger>, service: &str) -> &Account {
        self.counted.get_or_init(|| {
            let account = ledger.of(&self.site.association.id, service);
            account.add(&Spent { requests: 1, ..Spent::default() });
            account
        })
    }

    pub fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }

    /// The device that asks, as its browser names it.
    pub fn device(&self) -> Device {
        Device::of(self.agent.as_ref().and_then(|agent| agent.to_str().ok()).unwrap_or_default())
    }

    /// The device that asks, as sessions and the log keep it.
    pub fn kept_device(&self) -> &str {
        self.kept_device.get_or_init(|| self.device().kept())
    }

    /// Whoever asks, on the device that asks, for the log: whatever changes something is told by whom.
    pub fn doer(&self) -> Doer<'_> {
        self.doer_as(self.visit.caller.principal().map_or("", |id| id.0.as_str()))
    }

    /// The same for an account that proved itself by a link or a code, and not by a session.
    pub fn doer_as<'a>(&'a self, id: &'a str) -> Doer<'a> {
        Doer::of(id, self.kept_device())
    }

    /// Notes in the log what changes nothing in the association's database; everything else is noted with its deed.
    pub async fn note(&self, note: Note<'_>) -> Result<(), DatabaseError> {
        self.site.association.note_happening(&Note { doer: self.doer(), ..note }).await
    }

    /// What form tokens are bound to: the session, or the browser of somebody without one.
    pub fn form_binding(&self) -> String {
        match self.visit.session {
            Some(_) => self.visit.session_key(),
            None => self.form_cookie.as_ref().unwrap_or_else(|| self.new_form_cookie()).clone(),
        }
    }

    /// Begins a session of this account on the device that asks; its secret goes along with the response.
    pub async fn sign_in(
        &self,
        headers: &HeaderMap,
        account: &str,
        response: &mut Response,
    ) -> Result<(), DatabaseError> {
        let token = self.site.sessions.start(&self.visit, Some(account), &device_of(headers)).await?;
        keep_session(response, token);
        Ok(())
    }

    /// As [`Self::sign_in`], for a person who showed a second factor.
    pub async fn sign_in_with_factor(
        &self,
        headers: &HeaderMap,
        account: &str,
        response: &mut Response,
    ) -> Result<(), DatabaseError> {
        let token = self.site.sessions.start_with_factor(&self.visit, account, &device_of(headers)).await?;
        keep_session(response, token);
        Ok(())
    }

    /// Gives the session another secret, whose person proved nothing anew.
    pub async fn renew_session(&self, response: &mut Response) -> Result<(), DatabaseError> {
        self.rotate(None, response).await
    }

    /// The person proved who they are once more. The session goes on under another secret: a copy of the old one is not to
    /// gain by it.
    pub async fn prove(&self, proof: Proof, response: &mut Response) -> Result<(), DatabaseError> {
        self.rotate(Some(proof), response).await
    }

    /// A session that ended meanwhile stays ended: the next page asks to sign in.
    async fn rotate(&self, proof: Option<Proof>, response: &mut Response) -> Result<(), DatabaseError> {
        if let Some(token) = self.site.sessions.rotate(&self.visit, proof).await? {
            keep_session(response, token);
        }
        Ok(())
    }

    /// What a browser is given that brought none.
    pub(super) fn new_form_cookie(&self) -> &String {
        self.new_form_cookie.get_or_init(|| new_token(&*self.site.association.random))
    }
}

fn keep_session(response: &mut Response, token: String) {
    notice::append(response, &cookie(SESSION_COOKIE, token, Some(limits::SESSION_LIFE_MS / 1000)));
}

/// What the browser says that it is.
pub fn device_of(headers: &HeaderMap) -> Device {
    let said = headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    Device::of(said.unwrap_or_default())
}

impl<S: Send + Sync> FromRequestParts<S> for Arrival {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| PageError::internal("a request without arrival"))
    }
}
