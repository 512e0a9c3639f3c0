//! Slows down whoever guesses or floods, without shutting out those beside them.
//!
//! Each try counts for the account, for the address that it comes from and for the networks around that. Beyond what is free, each
//! further one has to wait longer, up to a longest wait; what went well does not count. All of it is in memory and bounded: a
//! start forgets it, and so does a flood from very many places, which the limits on hashing then bear.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quick_cache::sync::Cache;
use veillee_ambient::{Clock, Millis};

use crate::limits;

/// What somebody tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// A password, there or on a page that asks for it once more.
    SignIn,
    /// Whatever makes the host write to an address that somebody typed.
    Mail,
}

/// How many tries are free, and how the waits grow beyond.
#[derive(Clone, Copy, Debug)]
struct Rule {
    free: u32,
    first_ms: Millis,
    longest_ms: Millis,
    /// One try is forgotten each time this passes.
    forget_ms: Millis,
}

const SECOND_MS: Millis = 1_000;
const MINUTE_MS: Millis = 60 * SECOND_MS;

/// Of one account by devices that are new to it: guesses of strangers.
const STRANGERS: Rule =
    Rule { free: 8, first_ms: 2 * SECOND_MS, longest_ms: 15 * MINUTE_MS, forget_ms: 10 * MINUTE_MS };
/// Of one account by one device that it was signed in on: whoever guesses elsewhere does not count here.
const KNOWN_DEVICE: Rule =
    Rule { free: 8, first_ms: 2 * SECOND_MS, longest_ms: 5 * MINUTE_MS, forget_ms: 2 * MINUTE_MS };
/// Passwords by one address, which may be that of a whole school, and by the networks around it.
const SIGN_IN_NETWORKS: [Rule; 3] = [
    Rule { free: 60, first_ms: SECOND_MS, longest_ms: 5 * MINUTE_MS, forget_ms: 30 * SECOND_MS },
    Rule { free: 240, first_ms: SECOND_MS, longest_ms: 5 * MINUTE_MS, forget_ms: 8 * SECOND_MS },
    Rule { free: 1_000, first_ms: SECOND_MS, longest_ms: 5 * MINUTE_MS, forget_ms: 2 * SECOND_MS },
];
/// Mails to one address.
const MAILBOX: Rule = Rule { free: 3, first_ms: MINUTE_MS, longest_ms: 60 * MINUTE_MS, forget_ms: 30 * MINUTE_MS };
/// Mails asked for by one address, and by the networks around it.
const MAIL_NETWORKS: [Rule; 3] = [
    Rule { free: 40, first_ms: 10 * SECOND_MS, longest_ms: 10 * MINUTE_MS, forget_ms: 2 * MINUTE_MS },
    Rule { free: 120, first_ms: 10 * SECOND_MS, longest_ms: 10 * MINUTE_MS, forget_ms: 30 * SECOND_MS },
    Rule { free: 400, first_ms: 10 * SECOND_MS, longest_ms: 10 * MINUTE_MS, forget_ms: 10 * SECOND_MS },
];

/// One try.
#[derive(Clone, Copy, Debug)]
pub struct Try<'a> {
    pub association: &'a str,
    pub door: Door,
    /// The mail address as it was typed, whether an account has it or not.
    pub address: &'a str,
    /// A device that this account was signed in on.
    pub device: Option<&'a str>,
    /// None when it is not known, or this machine's own.
    pub client: Option<IpAddr>,
}

type Key = [u8; 16];

pub struct Throttle {
    clock: Arc<dyn Clock>,
    slots: Cache<Key, Arc<Mutex<Slot>>>,
}

#[derive(Debug, Default)]
struct Slot {
    tries: u32,
    /// Up to when tries were forgotten.
    forgotten_ms: Millis,
    until_ms: Millis,
}

/// A try that was let through. It counts, unless it is told that it need not.
#[must_use]
pub struct Pass {
    counted: Vec<Counted>,
}

struct Counted {
    slot: Arc<Mutex<Slot>>,
    before_ms: Millis,
    set_ms: Millis,
}

impl Throttle {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, slots: Cache::new(limits::THROTTLE_REMEMBERED) }
    }

    /// Lets a try through and counts it, or says how many seconds are left to wait. One that is not let through counts for
    /// nothing.
    pub fn enter(&self, attempt: &Try<'_>) -> Result<Pass, u64> {
        let now_ms = self.clock.now_ms();
        let mut pass = Pass { counted: Vec::with_capacity(4) };
        for (key, rule) in rules(attempt) {
            let found = self.slots.get_or_insert_with(&key, || Ok::<_, std::convert::Infallible>(Arc::default()));
            let Ok(slot) = found;
            let counted = lock(&slot).count(rule, now_ms);
            match counted {
                Ok((before_ms, set_ms)) => pass.counted.push(Counted { slot, before_ms, set_ms }),
                Err(wait_ms) => {
                    pass.forget();
                    return Err(u64::try_from(wait_ms).unwrap_or(0).div_ceil(1_000));
                }
            }
        }
        Ok(pass)
    }
}

impl Pass {
    /// It went well: it counts nowhere, and what was tried on this account before is forgotten.
    pub fn went_well(self) {
        if let Some(account) = self.counted.first() {
            *lock(&account.slot) = Slot::default();
        }
        for counted in self.counted.iter().skip(1) {
            counted.forget();
        }
    }

    /// Nothing was tried after all.
    pub fn forget(self) {
        self.counted.iter().for_each(Counted::forget);
    }
}

impl Counted {
    fn forget(&self) {
        let mut slot = lock(&self.slot);
        slot.tries = slot.tries.saturating_sub(1);
        // A wait that another try set stays.
        if slot.until_ms == self.set_ms {
            slot.until_ms = self.before_ms;
        }
    }
}

impl Slot {
    /// The end of the wait before and after this try, or how long is left.
    fn count(&mut self, rule: Rule, now_ms: Millis) -> Result<(Millis, Millis), Millis> {
        let passed_ms = now_ms.saturating_sub(self.forgotten_ms);
        if self.tries == 0 || passed_ms < 0 {
            self.forgotten_ms = now_ms;
        } else {
            let forgotten = passed_ms / rule.forget_ms;
            self.tries = self.tries.saturating_sub(u32::try_from(forgotten).unwrap_or(u32::MAX));
            self.forgotten_ms = self.forgotten_ms.saturating_add(forgotten.saturating_mul(rule.forget_ms));
        }
        // A clock that went back makes nobody wait longer than the longest wait.
        self.until_ms = self.until_ms.min(now_ms.saturating_add(rule.longest_ms));
        if self.until_ms > now_ms {
            return Err(self.until_ms.saturating_sub(now_ms));
        }
        let before_ms = self.until_ms;
        self.tries = self.tries.saturating_add(1);
        if let Some(beyond) = self.tries.checked_sub(rule.free).filter(|beyond| *beyond > 0) {
            let doubled = rule.first_ms.saturating_mul(1 << (beyond - 1).min(30));
            self.until_ms = now_ms.saturating_add(doubled.min(rule.longest_ms));
        }
        Ok((before_ms, self.until_ms))
    }
}

fn lock(slot: &Mutex<Slot>) -> MutexGuard<'_, Slot> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a try counts for, the account first.
fn rules(attempt: &Try<'_>) -> Vec<(Key, Rule)> {
    let address = attempt.address.trim().to_lowercase();
    let account = match (attempt.door, attempt.device) {
        (Door::Mail, _) => (key(attempt, "mailbox", &address), MAILBOX),
        (Door::SignIn, None) => (key(attempt, "strangers", &address), STRANGERS),
        (Door::SignIn, Some(device)) => (key(attempt, "device", device), KNOWN_DEVICE),
    };
    let networks = if attempt.door == Door::Mail { MAIL_NETWORKS } else { SIGN_IN_NETWORKS };
    let around = attempt.client.map(around).into_iter().flatten();
    let around = around.zip(networks).map(|(network, rule)| (key(attempt, "network", &network), rule));
    [account].into_iter().chain(around).collect()
}

/// An address and the networks around it: what one person holds, what one line may be given, what one site may be given.
fn around(client: IpAddr) -> Vec<String> {
    match client.to_canonical() {
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            vec![address.to_string(), format!("{a}.{b}.{c}.0/24")]
        }
        IpAddr::V6(address) => {
            let bits = u128::from(address);
            [64_u32, 56, 48].map(|length| format!("{:x}/{length}", bits >> (128 - length))).into()
        }
    }
}

/// Of one size, and without the address in the clear.
fn key(attempt: &Try<'_>, kind: &str, name: &str) -> Key {
    let door = if attempt.door == Door::Mail { "mail" } else { "sign-in" };
    let whole = format!("{}|{door}|{kind}|{name}", attempt.association);
    let mut key = Key::default();
    blake3::Hasher::new_derive_key("veillee 2026 throttle").update(whole.as_bytes()).finalize_xof().fill(&mut key);
    key
}

#[cfg(test)]
mod tests {
    use veillee_ambient::TestClock;

    use super::*;

    const SCHOOL: &str = "203.0.113.7";

    fn throttle() -> (Throttle, Arc<TestClock>) {
        let clock = Arc::new(TestClock::at(1_000_000));
        (Throttle::new(clock.clone()), clock)
    }

    fn attempt<'a>(address: &'a str, client: &str) -> Try<'a> {
        let client = Some(client.parse().unwrap());
        Try { association: "a", door: Door::SignIn, address, device: None, client }
    }

    fn fail(throttle: &Throttle, attempt: &Try<'_>) -> Result<(), u64> {
        throttle.enter(attempt).map(drop)
    }

    #[test]
    fn waits_grow_and_end_to_the_millisecond() {
        let (throttle, clock) = throttle();
        let guess = attempt("anne@example.org", SCHOOL);
        for _ in 0..9 {
            fail(&throttle, &guess).unwrap();
        }
        for wait_s in [2_u64, 4, 8, 16] {
            assert_eq!(fail(&throttle, &guess), Err(wait_s));
            clock.advance(i64::try_from(wait_s).unwrap() * 1_000 - 1);
            assert_eq!(fail(&throttle, &guess), Err(1));
            clock.advance(1);
            fail(&throttle, &guess).unwrap();
        }
        for _ in 0..20 {
            if let Err(wait_s) = fail(&throttle, &guess) {
                assert!(wait_s <= 15 * 60, "{wait_s}");
                clock.advance(i64::try_from(wait_s).unwrap() * 1_000);
            }
        }
    }

    #[test]
    fn what_a_stranger_tries_does_not_shut_out_a_device_that_is_known() {
        let (throttle, _) = throttle();
        while fail(&throttle, &attempt("anne@example.org", SCHOOL)).is_ok() {}
        let elsewhere = attempt("anne@example.org", "198.51.100.1");
        assert!(fail(&throttle, &elsewhere).is_err());
        throttle.enter(&Try { device: Some("phone"), ..elsewhere }).unwrap().went_well();
    }

    #[test]
    fn what_went_well_counts_for_nothing() {
        let (throttle, _) = throttle();
        for number in 0..5_000 {
            let address = format!("pupil-{number}@example.org");
            throttle.enter(&attempt(&address, SCHOOL)).unwrap().went_well();
        }
        let mut bad = 0;
        while fail(&throttle, &attempt(&format!("guess-{bad}@example.org"), SCHOOL)).is_ok() {
            bad += 1;
        }
        assert_eq!(bad, 61);
        assert!(fail(&throttle, &attempt("other@example.org", "203.0.113.8")).is_ok());
    }

    #[test]
    fn a_good_try_does_not_lift_a_wait_that_others_earned() {
        let (throttle, clock) = throttle();
        let mut pupils = 0;
        while fail(&throttle, &attempt(&format!("guess-{pupils}@example.org"), SCHOOL)).is_ok() {
            pupils += 1;
        }
        clock.advance(1_000);
        let pass = throttle.enter(&attempt("own@example.org", SCHOOL)).unwrap();
        pass.went_well();
        fail(&throttle, &attempt("guess@example.org", SCHOOL)).unwrap();
        assert!(fail(&throttle, &attempt("guess-more@example.org", SCHOOL)).unwrap_err() >= 2);
    }

    #[test]
    fn one_who_holds_a_network_is_slowed_down_as_one() {
        let (throttle, _) = throttle();
        let mut tried = 0_u32;
        let guess = |number: u32| format!("2001:db8:0:{:x}::{number:x}", number % 256);
        while fail(&throttle, &attempt(&format!("{tried}@example.org"), &guess(tried))).is_ok() {
            tried += 1;
        }
        assert_eq!(tried, 241);
        assert!(fail(&throttle, &attempt("x@example.org", "2001:db8:0:100::1")).is_ok(), "another /56");
    }

    #[test]
    fn the_parallel_and_the_associations_are_counted_apart() {
        let (throttle, _) = throttle();
        let guess = attempt("anne@example.org", SCHOOL);
        let passes: Vec<Pass> = (0..9).map(|_| throttle.enter(&guess).unwrap()).collect();
        assert!(throttle.enter(&guess).is_err(), "tries under way count");
        passes.into_iter().for_each(Pass::forget);
        assert!(throttle.enter(&guess).is_ok());
        let (throttle, _) = self::throttle();
        while fail(&throttle, &guess).is_ok() {}
        assert!(fail(&throttle, &Try { association: "b", ..guess }).is_ok());
    }

    #[test]
    fn tries_are_forgotten_one_by_one_and_a_clock_that_goes_back_shuts_nobody_out() {
        let (throttle, clock) = throttle();
        let guess = attempt("anne@example.org", SCHOOL);
        while fail(&throttle, &guess).is_ok() {}
        clock.advance(90 * MINUTE_MS);
        for _ in 0..9 {
            fail(&throttle, &guess).unwrap();
        }
        clock.advance(-1_000_000);
        assert!(fail(&throttle, &guess).unwrap_err() <= 15 * 60);
    }
}
