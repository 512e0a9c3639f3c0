use std::sync::Arc;

use quick_cache::sync::Cache;
use veillee_ambient::Millis;
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyAuthentication, PasskeyRegistration};

use crate::limits;

/// What a browser was asked to sign, and what its answer is compared with (Web Authentication, 7).
pub enum Ceremony {
    /// A passkey is made.
    Making(PasskeyRegistration),
    /// One of those of a known account is shown.
    Showing(PasskeyAuthentication),
    /// Any passkey of this association is shown; it says whose it is.
    Telling(DiscoverableAuthentication),
}

/// The ceremonies under way, each for one browser and one purpose, for five minutes, once. In memory alone: after a start of
/// the host a person presses the button again.
pub struct Ceremonies {
    under_way: Cache<String, Arc<(Millis, Ceremony)>>,
}

impl Default for Ceremonies {
    fn default() -> Self {
        Self { under_way: Cache::new(limits::CEREMONIES_MAX) }
    }
}

impl Ceremonies {
    /// Takes the place of the one before of the same name.
    pub fn begin(&self, name: String, ceremony: Ceremony, now_ms: Millis) {
        self.under_way.insert(name, Arc::new((now_ms.saturating_add(limits::CEREMONY_LIFE_MS), ceremony)));
    }

    /// The ceremony of this name, for whoever ends it first; none, when it lasted too long.
    pub fn end(&self, name: &str, now_ms: Millis) -> Option<Ceremony> {
        let (_, kept) = self.under_way.remove(name)?;
        let (ends_ms, ceremony) = Arc::into_inner(kept)?;
        (ends_ms > now_ms).then_some(ceremony)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::RelyingParty;

    #[test]
    fn a_ceremony_is_ended_once_by_its_name_and_within_five_minutes() {
        let party = RelyingParty::of("amis.example.org", "Les Amis").unwrap();
        let ceremonies = Ceremonies::default();
        let begin = |name: &str| ceremonies.begin(name.to_owned(), party.ask_anybody().unwrap().1, 1_000);
        begin("a");
        assert!(ceremonies.end("b", 1_000).is_none());
        assert!(ceremonies.end("a", 1_000).is_some() && ceremonies.end("a", 1_000).is_none());
        begin("a");
        assert!(ceremonies.end("a", 1_000 + limits::CEREMONY_LIFE_MS - 1).is_some());
        begin("a");
        assert!(ceremonies.end("a", 1_000 + limits::CEREMONY_LIFE_MS).is_none());
    }
}
