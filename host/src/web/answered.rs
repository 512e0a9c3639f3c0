//! Forms that make something, sent twice by an impatient finger: they make one thing, and both lead to it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::http::header::LOCATION;
use axum::response::Response;
use quick_cache::sync::Cache;
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

use super::error::PageError;
use super::forms::Pairs;
use super::respond::see_other;
use crate::limits;

/// Where a form led; none while it has made nothing. Held while it is being answered.
type Place = Arc<Mutex<Option<String>>>;

/// What the forms of an association led to, the latest [`limits::FORMS_REMEMBERED`]. In memory: the second click comes at once.
pub struct Answered {
    places: Cache<[u8; 32], Place>,
}

impl Answered {
    /// Runs `make` for a form with these fields, of which one is a token that no other print of the form has. The same
    /// form sent again waits, is led to where the first one was and makes nothing; after a refusal it is heard anew.
    pub async fn once(
        &self,
        form: &Pairs,
        make: impl Future<Output = Result<Response, PageError>>,
    ) -> Result<Response, PageError> {
        let Ok(place) = self.places.get_or_insert_with(&key(form), || Ok::<_, Infallible>(Place::default()));
        let mut place = place.lock().await;
        if let Some(location) = &*place {
            return Ok(see_other(location));
        }
        let answer = make.await?;
        *place = answer.headers().get(LOCATION).and_then(|location| location.to_str().ok()).map(str::to_owned);
        Ok(answer)
    }
}

impl Default for Answered {
    fn default() -> Self {
        Self { places: Cache::new(limits::FORMS_REMEMBERED) }
    }
}

/// Another for each other field, whatever they hold.
fn key(form: &Pairs) -> [u8; 32] {
    let mut hash = Sha256::new();
    for text in form.iter().flat_map(|(name, value)| [name, value]) {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    hash.finalize().into()
}
