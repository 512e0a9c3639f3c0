//! How somebody may say who they are at an address: browsers by a cookie, programs by a token, and neither by both.

use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{HeaderMap, Uri};

use crate::identity::{SESSION_COOKIE, is_api_token, read_cookie};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The cookie of a session.
    Cookie,
    /// An API token in `Authorization` (RFC 6750, 2.1). No cookie counts, so that no page of anybody can drive what is behind.
    Token,
}

/// Everything below it takes tokens alone.
const API: &str = "/-/api/";
/// What the services look like is told to everybody.
const OPEN: &str = "/-/api/openapi.json";
/// Takes either: a browser's cookie, or a token and no cookie.
const UPLOADS: &str = "/-/uploads";

impl Door {
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let path = uri.path();
        let uploads = path.strip_prefix(UPLOADS).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let by_token = path.starts_with(API) || (uploads && bearer(headers).is_some());
        if by_token { Self::Token } else { Self::Cookie }
    }

    /// The secret that counts here. A cookie is no way to bring a token, nor a token's header one to bring a session.
    pub fn secret(self, headers: &HeaderMap) -> Option<String> {
        let secret = match self {
            Self::Cookie => read_cookie(cookies(headers), SESSION_COOKIE),
            Self::Token => bearer(headers),
        };
        secret.filter(|secret| is_api_token(secret) == (self == Self::Token)).map(str::to_owned)
    }

    /// Whether nobody is let in here without a token that is good.
    pub fn wants_account(self, uri: &Uri) -> bool {
        self == Self::Token && uri.path() != OPEN
    }

    pub fn cookie<'h>(self, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
        if self == Self::Cookie { read_cookie(cookies(headers), name) } else { None }
    }
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok())
}

/// The scheme is written in any case (RFC 9110, 11.1). Others, such as a proxy's `Basic`, are none of ours.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, secret) = headers.get(AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(authorization: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_str(authorization).unwrap());
        headers.insert(COOKIE, HeaderValue::from_str(&format!("{SESSION_COOKIE}=abc")).unwrap());
        headers
    }

    #[test]
    fn a_token_opens_the_api_and_uploads_and_nothing_else() {
        let came = headers("Bearer veillee_abc");
        let door = |path: &'static str| Door::of(&Uri::from_static(path), &came);
        for path in ["/-/api/v1", "/-/api/v1/album/photo", "/-/api/openapi.json", "/-/uploads", "/-/uploads/x"] {
            assert_eq!(door(path), Door::Token, "{path}");
            assert_eq!(door(path).secret(&came).as_deref(), Some("veillee_abc"), "{path}");
        }
        for path in ["/", "/-/api", "/-/account", "/-/blob/a/b", "/album", "/-/uploadsx"] {
            assert_eq!(door(path), Door::Cookie, "{path}");
            assert_eq!(door(path).secret(&came).as_deref(), Some("abc"), "{path}");
        }
    }

    #[test]
    fn no_secret_goes_the_way_of_the_other() {
        let session = headers("Bearer abc");
        assert_eq!(Door::Token.secret(&session), None);
        let mut token = HeaderMap::new();
        token.insert(COOKIE, HeaderValue::from_str(&format!("{SESSION_COOKIE}=veillee_abc")).unwrap());
        assert_eq!(Door::Cookie.secret(&token), None);
        let uploads = Uri::from_static("/-/uploads");
        for other in ["Basic YTpi", "Bearer", ""] {
            assert_eq!(Door::of(&uploads, &headers(other)), Door::Cookie, "{other}");
        }
        assert_eq!(
            Door::of(&uploads, &headers("bearer  veillee_x ")).secret(&headers("BEARER veillee_x")).unwrap(),
            "veillee_x"
        );
    }
}
