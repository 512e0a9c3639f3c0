use data_encoding::BASE32_NOPAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Totp};
use veillee_ambient::{Millis, Random};

use crate::limits;

/// As long as the hash it goes into (RFC 4226, 4).
pub const TOTP_SECRET_BYTES: usize = 20;

pub fn new_totp_secret(random: &dyn Random) -> [u8; TOTP_SECRET_BYTES] {
    random.bytes()
}

/// A code as it is compared: people put spaces where their application shows them.
pub fn code_digits(typed: &str) -> String {
    typed.chars().take(limits::CODE_CHARS_MAX).filter(|c| !c.is_whitespace()).collect()
}

/// The step that a code of six digits belongs to (RFC 6238): the present one, the one before or the one after; none, when it
/// does not fit. Whoever takes it uses its step up.
pub fn totp_step(secret: &[u8], code: &str, now_ms: Millis) -> Option<i64> {
    let seconds = u64::try_from(now_ms / 1_000).ok()?;
    let step = totp(secret.try_into().ok()?)?.check(&code_digits(code), seconds)?;
    i64::try_from(step).ok()
}

fn totp(secret: [u8; TOTP_SECRET_BYTES]) -> Option<Totp> {
    let builder = Builder::new().with_secret(secret).with_skew(limits::TOTP_SKEW_STEPS);
    builder.with_step_duration(limits::TOTP_STEP_S).build().ok()
}

/// The address that an authenticator application reads from a QR code.
pub fn totp_address(issuer: &str, account: &str, secret: &[u8]) -> String {
    let written = |text: &str| utf8_percent_encode(&text.replace(':', " "), NON_ALPHANUMERIC).to_string();
    let (issuer, account, secret) = (written(issuer), written(account), BASE32_NOPAD.encode(secret));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}

/// For typing it into an application by hand: groups of four.
pub fn shown_secret(secret: &[u8]) -> String {
    let letters: Vec<char> = BASE32_NOPAD.encode(secret).chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the last six of its eight digits.
    const SECRET: &[u8; TOTP_SECRET_BYTES] = b"12345678901234567890";

    #[test]
    fn a_code_is_that_of_the_rfc_and_fits_one_step_around() {
        for (now_s, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            let step = now_s / 30;
            for (late_steps, found) in [(-2, None), (-1, Some(step)), (0, Some(step)), (1, Some(step)), (2, None)] {
                assert_eq!(totp_step(SECRET, code, (now_s + late_steps * 30) * 1_000), found, "{code} {late_steps}");
            }
        }
    }

    #[test]
    fn spaces_are_left_out_and_nothing_else() {
        assert_eq!(totp_step(SECRET, " 287 082 ", 59_000), Some(1));
        for wrong in ["", "28708", "2870820", "+28708", "287O82", "２８７０８２", "287-082"] {
            assert_eq!(totp_step(SECRET, wrong, 59_000), None, "{wrong}");
        }
        assert_eq!(totp_step(b"short", "287082", 59_000), None);
    }

    #[test]
    fn an_application_is_told_who_it_is_for() {
        let address = totp_address("Les Amis: Prévert", "zoe+a@exemple.fr", SECRET);
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let issuer = "Les%20Amis%20%20Pr%C3%A9vert";
        assert_eq!(address, format!("otpauth://totp/{issuer}:zoe%2Ba%40exemple%2Efr?secret={secret}&issuer={issuer}"));
        assert_eq!(shown_secret(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
