use veillee_ambient::{Millis, Random};

use crate::limits;

/// How waits grow with each failure.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    pub first_ms: Millis,
    pub factor: i64,
    pub longest_ms: Millis,
}

impl Backoff {
    /// How long to wait after the `attempt`-th start failed (counted from 1): so many times longer each time, a tenth more or
    /// less at random.
    pub fn wait_ms(self, attempt: u32, random: &dyn Random) -> Millis {
        let mut wait_ms = self.first_ms;
        for _ in 1..attempt {
            wait_ms = wait_ms.saturating_mul(self.factor).min(self.longest_ms);
        }
        let spread = wait_ms / 5;
        let drawn = i64::from(u32::from_le_bytes(random.bytes())) % (spread + 1);
        wait_ms - spread / 2 + drawn
    }
}

/// Of a job: see [`Backoff::wait_ms`].
pub fn backoff_ms(attempt: u32, random: &dyn Random) -> Millis {
    let backoff = Backoff {
        first_ms: limits::JOB_BACKOFF_FIRST_MS,
        factor: limits::JOB_BACKOFF_FACTOR,
        longest_ms: limits::JOB_BACKOFF_MAX_MS,
    };
    backoff.wait_ms(attempt, random)
}

#[cfg(test)]
mod tests {
    use veillee_ambient::SeededRandom;

    use super::*;

    #[test]
    fn each_wait_is_longer_and_none_is_longer_than_the_longest() {
        let random = SeededRandom::new(7);
        let mut before = 0;
        for attempt in 1..=20 {
            let wait = backoff_ms(attempt, &random);
            assert!(wait > before || wait >= limits::JOB_BACKOFF_MAX_MS * 9 / 10, "{attempt}: {wait}");
            assert!(wait <= limits::JOB_BACKOFF_MAX_MS * 11 / 10, "{attempt}: {wait}");
            before = wait;
        }
    }

    #[test]
    fn what_failed_together_does_not_come_back_together() {
        let random = SeededRandom::new(7);
        let waits: std::collections::BTreeSet<Millis> = (0..50).map(|_| backoff_ms(3, &random)).collect();
        assert!(waits.len() > 25, "{waits:?}");
    }
}
