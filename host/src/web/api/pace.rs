use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use quick_cache::sync::Cache;
use veillee_ambient::Millis;

use crate::limits;

/// How fast each token asks. In memory: a host that starts anew begins with full measures.
pub struct Paces(Cache<Vec<u8>, Arc<AtomicI64>>);

impl Default for Paces {
    fn default() -> Self {
        Self(Cache::new(limits::API_PACES_REMEMBERED))
    }
}

const MICROS_PER_SECOND: u64 = 1_000_000;
/// What one request takes of the measure, in microseconds of waiting.
const STEP_US: i64 = (MICROS_PER_SECOND / limits::API_REQUESTS_PER_SECOND).cast_signed();
const MEASURE_US: i64 = STEP_US * limits::API_REQUESTS_AT_ONCE.cast_signed();

impl Paces {
    /// Takes one request of a token's measure; the seconds to wait when it is empty.
    pub fn take(&self, token: &[u8], now_ms: Millis) -> Result<(), u32> {
        let moment_us = now_ms.saturating_mul(1_000);
        let full_again_us = match self.0.get(token) {
            Some(known) => known,
            None => self.0.get_or_insert_with(&token.to_vec(), || Ok::<_, ()>(Arc::default())).unwrap_or_default(),
        };
        let step = |full_us: i64| {
            let next_us = full_us.max(moment_us).saturating_add(STEP_US);
            (next_us.saturating_sub(moment_us) <= MEASURE_US).then_some(next_us)
        };
        let outcome = full_again_us.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step);
        outcome.map(drop).map_err(|full_us| {
            let wait_us = full_us.saturating_add(STEP_US).saturating_sub(moment_us).saturating_sub(MEASURE_US);
            u32::try_from(wait_us / 1_000_000).unwrap_or(u32::MAX).saturating_add(1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_is_emptied_fills_again_and_is_each_tokens_own() {
        let paces = Paces::default();
        for _ in 0..limits::API_REQUESTS_AT_ONCE {
            assert_eq!(paces.take(b"one", 1_000), Ok(()));
        }
        assert_eq!(paces.take(b"one", 1_000), Err(1));
        assert_eq!(paces.take(b"other", 1_000), Ok(()));
        assert_eq!(paces.take(b"one", 1_049), Err(1));
        assert_eq!(paces.take(b"one", 1_050), Ok(()));
        assert_eq!(paces.take(b"one", 1_050), Err(1));
        for _ in 0..limits::API_REQUESTS_PER_SECOND {
            assert_eq!(paces.take(b"one", 2_050), Ok(()));
        }
        assert_eq!(paces.take(b"one", 2_050), Err(1));
        // A clock that goes back asks for patience, not for ever.
        assert!(paces.take(b"one", 0).is_err());
    }
}
