use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Answers that an authority looks for at `/.well-known/acme-challenge/TOKEN` (RFC 8555, 8.3). Cheap to clone.
#[derive(Clone, Default)]
pub struct Challenges(Arc<RwLock<HashMap<String, String>>>);

impl Challenges {
    pub fn answer(&self, token: &str) -> Option<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
    }

    /// Answers from here on, until what is given back is dropped.
    pub(super) fn post(&self, token: &str, answer: &str) -> Posted {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(token.to_owned(), answer.to_owned());
        Posted { challenges: self.clone(), token: token.to_owned() }
    }
}

/// An answer that can be fetched while this lives.
pub(super) struct Posted {
    challenges: Challenges,
    token: String,
}

impl Drop for Posted {
    fn drop(&mut self) {
        self.challenges.0.write().unwrap_or_else(PoisonError::into_inner).remove(&self.token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_there_for_as_long_as_its_order_runs() {
        let challenges = Challenges::default();
        let posted = challenges.post("token", "token.thumb");
        assert_eq!(challenges.answer("token").as_deref(), Some("token.thumb"));
        assert_eq!(challenges.answer("other"), None);
        drop(posted);
        assert_eq!(challenges.answer("token"), None);
    }
}
