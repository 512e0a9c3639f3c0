//! Time and randomness as arguments.
//!
//! Nothing else in the host reads a clock or a random source: `clippy.toml` forbids it. `main` hands [`SystemClock`] and
//! [`SystemRandom`] down; tests hand down [`TestClock`] and [`SeededRandom`], so that every end date is exact and every
//! failure can be replayed from its printed seed.

mod clock;
mod random;

pub use clock::{Clock, MILLIS_PER_DAY, MILLIS_PER_HOUR, MILLIS_PER_MINUTE, Millis, SystemClock, TestClock};
pub use random::{Random, SeededRandom, SystemRandom};
