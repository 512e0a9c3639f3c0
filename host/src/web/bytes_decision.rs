use std::sync::Arc;

use veillee_access::Permit;
use veillee_ambient::Millis;

use super::arrival::Arrival;
use super::error::PageError;
use super::site::Site;
use crate::identity::Visit;
use crate::storage::blobs::{self, BlobFacts};
use crate::storage::pictures::{self, Expected};

/// A yes for one blob and one session, with what it takes to send it. It is used only while the sharing generation is the
/// one it was found under, and until its own earliest end.
pub struct Decision {
    permit: Permit,
    /// Until when the caller is who they were found to be.
    caller_until_ms: Millis,
    pub facts: Arc<BlobFacts>,
}

/// Who asks for which blob; enough to ask again.
#[derive(Clone)]
pub struct Asked {
    pub site: Arc<Site>,
    pub token: Option<String>,
    pub object: String,
    pub name: String,
}

impl Asked {
    pub fn new(arrival: &Arrival, object: &str, name: &str) -> Self {
        Self {
            site: arrival.site.clone(),
            token: arrival.token.clone(),
            object: object.to_owned(),
            name: name.to_owned(),
        }
    }

    /// Decides for a caller who has just been recognised; anew when rights changed since.
    pub async fn decide_for(&self, visit: &Visit) -> Result<Arc<Decision>, PageError> {
        if visit.is_of(self.site.association.generation()) { self.remembered(visit).await } else { self.decide().await }
    }

    /// Recognises the caller and decides.
    pub async fn decide(&self) -> Result<Arc<Decision>, PageError> {
        let visit = self.site.sessions.visit(self.token.as_deref()).await?;
        self.remembered(&visit).await
    }

    /// From memory when nothing changed since. A no is never remembered.
    async fn remembered(&self, visit: &Visit) -> Result<Arc<Decision>, PageError> {
        let association = &self.site.association;
        let key = format!("{}/{}/{}", visit.session_key(), self.object, self.name);
        if let Some(known) = self.site.decisions.get(&key)
            && self.still_good(&known)
        {
            return Ok(known);
        }
        // The caller may be older than the facts: a yes must not outlive what the caller was found under.
        let moment = association.moment_under(visit.generation());
        // Rarely taken: boxed, so that what every request moves about stays small.
        let found = Box::pin(blobs::locate(association, &moment, &visit.caller, &self.object, &self.name)).await?;
        let decision =
            Arc::new(Decision { permit: found.permit, caller_until_ms: visit.ends_ms(), facts: found.facts });
        self.site.decisions.insert(key, decision.clone());
        Ok(decision)
    }

    /// Whether a blob that is not there is a picture still to be made. Decided anew each time: nothing of it is
    /// remembered, so that the picture is seen as soon as it is there.
    pub async fn expected_for(&self, visit: &Visit) -> Result<Expected, PageError> {
        if visit.is_of(self.site.association.generation()) {
            return self.expected(visit).await;
        }
        let visit = self.site.sessions.visit(self.token.as_deref()).await?;
        self.expected(&visit).await
    }

    async fn expected(&self, visit: &Visit) -> Result<Expected, PageError> {
        let association = &self.site.association;
        let moment = association.moment_under(visit.generation());
        Ok(Box::pin(pictures::expected(association, &moment, &visit.caller, &self.object, &self.name)).await?)
    }

    pub fn still_good(&self, decision: &Decision) -> bool {
        let association = &self.site.association;
        decision.permit.generation() == association.generation()
            && decision.permit.until_ms().min(decision.caller_until_ms) > association.clock.now_ms()
    }
}
