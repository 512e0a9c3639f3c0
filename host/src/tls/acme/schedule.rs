use veillee_ambient::{Millis, Random};

use crate::limits;
use crate::tls::Certificate;

/// When a certificate is renewed: after two thirds of its life, earlier by up to a twenty-fourth of it at random, so that
/// what came together is not renewed together. For one of 90 days that is a month before its end.
pub fn renewal_ms(certificate: &Certificate, random: &dyn Random) -> Millis {
    let life_ms = certificate.ends_ms().saturating_sub(certificate.begins_ms()).max(0);
    certificate.begins_ms() + life_ms / 3 * 2 - drawn_below(life_ms / 24, random)
}

/// The wait after so many failures in a row, from 1: three times longer each time, a tenth more or less at random.
/// Authorities count failures: Let's Encrypt takes five of one name in an hour.
pub fn retry_wait_ms(failures: u32, random: &dyn Random) -> Millis {
    let mut wait_ms = limits::ACME_RETRY_FIRST_MS;
    for _ in 1..failures {
        wait_ms = wait_ms.saturating_mul(limits::ACME_RETRY_FACTOR).min(limits::ACME_RETRY_MAX_MS);
    }
    wait_ms - wait_ms / 10 + drawn_below(wait_ms / 5, random)
}

fn drawn_below(bound: Millis, random: &dyn Random) -> Millis {
    i64::from_le_bytes(random.bytes()).rem_euclid(bound.max(1))
}

/// Whether an authority can look at a host of this name: a name with a dot that is not of this machine or network alone
/// (RFC 6761, 6762, 8375), not an address.
pub fn is_orderable(name: &str) -> bool {
    const OWN: [&str; 6] = ["localhost", "local", "internal", "test", "invalid", "home.arpa"];
    let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte));
    let is_own =
        OWN.iter().any(|own| name.strip_suffix(own).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    let is_address = name.parse::<std::net::IpAddr>().is_ok();
    is_plain && !is_own && !is_address && name.contains('.') && name.split('.').all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use veillee_ambient::SeededRandom;

    use super::*;

    #[test]
    fn each_wait_is_longer_and_few_fall_into_the_first_hour() {
        let random = SeededRandom::new(3);
        let waits: Vec<Millis> = (1..=12).map(|failures| retry_wait_ms(failures, &random)).collect();
        assert!(
            waits.windows(2).all(|two| two[1] > two[0] || two[1] >= limits::ACME_RETRY_MAX_MS * 9 / 10),
            "{waits:?}"
        );
        assert!(waits.iter().all(|wait| *wait <= limits::ACME_RETRY_MAX_MS * 11 / 10), "{waits:?}");
        let mut at_ms = 0;
        let in_first_hour = waits.iter().take_while(|wait| {
            at_ms += **wait;
            at_ms < 60 * 60 * 1000
        });
        assert!(1 + in_first_hour.count() < 5);
    }

    #[test]
    fn names_that_nobody_else_can_reach_are_not_ordered() {
        for name in ["chorale.example.org", "xn--fte-bma.example.org", "a-b.example"] {
            assert!(is_orderable(name), "{name}");
        }
        for name in [
            "",
            "localhost",
            "amis.localhost",
            "nas",
            "nas.local",
            "pi.home.arpa",
            "127.0.0.1",
            "::1",
            "../a.b",
            "a..b",
            ".a.b",
            "a.b.",
            "A.example.org",
            "*.example.org",
            "x.test",
        ] {
            assert!(!is_orderable(name), "{name}");
        }
    }
}
