//! How a request came: over which wire, and whether what this host sets can come back over it.

use std::net::IpAddr;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::app::host_name;
use super::layers;
use crate::limits;

/// The connection of a request, as the listener saw it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wire {
    /// TLS up to this host.
    pub encrypted: bool,
    /// From a proxy whose word counts.
    pub from_proxy: bool,
    /// The other end of it.
    pub peer: Option<IpAddr>,
}

/// The machine's own addresses are trusted: what a proxy says decides only whether its own client gets a page.
pub fn is_trusted(peer: IpAddr, proxies: &[IpAddr]) -> bool {
    let peer = peer.to_canonical();
    peer.is_loopback() || proxies.iter().any(|proxy| proxy.to_canonical() == peer)
}

/// Who asks, as far as it can be known: behind a trusted proxy, whom the proxy saw. None for this machine itself: a proxy that
/// does not say whom it saw must not make all people one.
pub fn client(parts: &Parts) -> Option<IpAddr> {
    let wire = parts.extensions.get::<Wire>().copied().unwrap_or_default();
    let seen = if wire.from_proxy { forwarded(&parts.headers).or(wire.peer) } else { wire.peer };
    seen.map(|address| address.to_canonical()).filter(|address| !address.is_loopback())
}

/// The last address that a proxy added: those before it are what its client said (X-Forwarded-For).
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let lines = headers.get_all(FORWARDED_FOR).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).next_back()?.parse().ok()
}

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Whether a browser keeps the host's cookies, all of which are marked `Secure` (RFC 6265bis, 5.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// By HTTPS, to this host or to a proxy before it.
    Encrypted,
    /// By a name of this machine itself, which browsers trust without TLS.
    Here,
    /// In the clear, by a name of the world: no cookie is kept, and whoever is on the way reads along.
    Clear,
}

impl Reached {
    pub(super) fn of(parts: &Parts) -> Self {
        if layers::host(&parts.headers, &parts.uri).is_some_and(is_local) {
            return Self::Here;
        }
        let wire = parts.extensions.get::<Wire>().copied().unwrap_or_default();
        let told = wire.from_proxy && parts.headers.get(FORWARDED_PROTO).is_some_and(says_https);
        if wire.encrypted || told { Self::Encrypted } else { Self::Clear }
    }

    /// Tells browsers to come by HTTPS alone from now on (RFC 6797). Not on names of this machine, where other programs
    /// answer on other ports.
    pub(super) fn promise(self, headers: &mut HeaderMap) {
        if self == Self::Encrypted {
            headers.insert(axum::http::header::STRICT_TRANSPORT_SECURITY, hsts());
        }
    }
}

fn says_https(told: &HeaderValue) -> bool {
    told.as_bytes().trim_ascii().eq_ignore_ascii_case(b"https")
}

fn hsts() -> HeaderValue {
    HeaderValue::from_str(&format!("max-age={}", limits::HSTS_SECONDS)).unwrap_or(HeaderValue::from_static("max-age=0"))
}

/// Whether a `Host`, or a bare name or address, is this machine itself: `localhost` (RFC 6761, 6.3) or loopback.
pub fn is_local(host: &str) -> bool {
    let is_loopback = |text: &str| text.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let Some(name) = host_name(host) else { return false };
    name == "localhost" || name.ends_with(".localhost") || is_loopback(&name) || is_loopback(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_told_from_others() {
        for host in
            ["localhost", "LOCALHOST:8080", "alpha.localhost:80", "127.0.0.1", "127.8.0.1:8080", "[::1]:8080", "::1"]
        {
            assert!(is_local(host), "{host}");
        }
        for host in
            ["", "localhost.example.org", "127.0.0.1.example.org", "127.example.org", "192.168.1.2", "[fe80::1]"]
        {
            assert!(!is_local(host), "{host}");
        }
    }

    fn seen(wire: Wire, forwarded: &[&str]) -> String {
        let mut request = axum::http::Request::builder();
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(wire);
        client(&parts).map(|client| client.to_string()).unwrap_or_default()
    }

    #[test]
    fn only_a_trusted_proxy_says_whom_it_saw_and_only_its_last_word_counts() {
        let peer: Option<IpAddr> = Some("192.0.2.9".parse().unwrap());
        let direct = Wire { peer, ..Wire::default() };
        let proxy = Wire { from_proxy: true, ..direct };
        assert_eq!(seen(direct, &["203.0.113.7"]), "192.0.2.9");
        assert_eq!(seen(proxy, &["203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen(proxy, &["10.0.0.1, 203.0.113.7"]), "203.0.113.7");
        assert_eq!(seen(proxy, &["10.0.0.1", "203.0.113.8 , 203.0.113.7"]), "203.0.113.7");
        for nothing in [&[][..], &["unknown"], &["203.0.113.7, "]] {
            assert_eq!(seen(proxy, nothing), "192.0.2.9", "{nothing:?}");
        }
        let here = Wire { from_proxy: true, peer: Some("::ffff:127.0.0.1".parse().unwrap()), ..Wire::default() };
        assert_eq!((seen(here, &[]), seen(here, &["2001:db8::1"])), (String::new(), "2001:db8::1".to_owned()));
    }

    #[test]
    fn a_proxy_is_trusted_by_its_address() {
        let [named, other] = ["10.0.0.2", "10.0.0.3"].map(|text| text.parse::<IpAddr>().unwrap());
        assert!(is_trusted(named, &[named]) && !is_trusted(other, &[named]));
        assert!(is_trusted("::ffff:10.0.0.2".parse().unwrap(), &[named]));
        assert!(is_trusted("127.0.0.1".parse().unwrap(), &[]) && is_trusted("::1".parse().unwrap(), &[]));
    }
}
