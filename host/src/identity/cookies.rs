//! The host's cookies. All carry the prefix `__Host-`: sent only to this very host, over a secure connection or to this
//! machine itself, and out of reach of scripts.

use cookie::{Cookie, SameSite};

/// The opaque token of a session.
pub const SESSION_COOKIE: &str = "__Host-veillee-session";
/// Between the password and the second factor of a sign-in; it opens nothing by itself.
pub const PENDING_COOKIE: &str = "__Host-veillee-pending";
/// Binds the forms of callers without session, such as sign-in, to their browser.
pub const FORM_COOKIE: &str = "__Host-veillee-form";
/// Shows that an account was signed in on this browser: strangers who guess elsewhere do not slow it down.
pub const DEVICE_COOKIE: &str = "__Host-veillee-device";
/// A sealed sentence for the next page.
pub const NOTICE_COOKIE: &str = "__Host-veillee-notice";
/// The language chosen by hand.
pub const LANGUAGE_COOKIE: &str = "__Host-veillee-language";

/// The value of a `Set-Cookie` header (RFC 6265). Without a life it ends with the browser.
pub fn cookie(name: &'static str, value: String, life_s: Option<i64>) -> String {
    let mut built = Cookie::build((name, value)).path("/").secure(true).http_only(true).same_site(SameSite::Lax);
    if let Some(life_s) = life_s {
        built = built.max_age(cookie::time::Duration::seconds(life_s));
    }
    built.build().to_string()
}

pub fn clear_cookie(name: &'static str) -> String {
    cookie(name, String::new(), Some(0))
}

/// A cookie's value in `Cookie` headers. The first of several with one name counts.
pub fn read_cookie<'a>(headers: impl Iterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    headers
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name && !value.is_empty()).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_bound_to_this_host_and_out_of_reach_of_scripts() {
        let header = cookie(SESSION_COOKIE, "abc".to_owned(), Some(60));
        for part in ["__Host-veillee-session=abc", "HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=60"] {
            assert!(header.contains(part), "{part} is missing in {header}");
        }
        assert!(!header.contains("Domain"));
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let headers = ["a=1; x__Host-veillee-session=no", "__Host-veillee-session=yes; b=2"];
        assert_eq!(read_cookie(headers.into_iter(), SESSION_COOKIE), Some("yes"));
        assert_eq!(read_cookie(["__Host-veillee-session="].into_iter(), SESSION_COOKIE), None);
    }
}
