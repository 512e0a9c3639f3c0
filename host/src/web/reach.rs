//! Where people find an association, said without a request.

use std::net::IpAddr;

use super::wire::is_local;

/// How people reach the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Whether the host speaks HTTPS itself.
    pub is_https: bool,
    /// Where it listens.
    pub port: u16,
    /// Where HTTPS is reached from elsewhere, when that is another port than the one it should be.
    pub public_port: Option<u16>,
}

impl Default for Reach {
    fn default() -> Self {
        Self { is_https: false, port: PLAIN_PORT, public_port: None }
    }
}

const PLAIN_PORT: u16 = 80;
const HTTPS_PORT: u16 = 443;

impl Reach {
    /// The address of an association with these names, as it stands in a mail. A name of the world is reached by HTTPS, from
    /// a proxy where the host speaks none; in the clear it would open on this machine only.
    pub fn origin_of(&self, names: &[String]) -> String {
        let name = first_name(names);
        if is_local(name) {
            return self.own_origin(names);
        }
        let port = self.public_port.unwrap_or(if self.is_https { self.port } else { HTTPS_PORT });
        origin(true, name, port)
    }

    /// The address under which the host's own listener is reached.
    pub fn own_origin(&self, names: &[String]) -> String {
        origin(self.is_https, first_name(names), self.port)
    }
}

/// The first name of the world, which no number is; else this machine.
fn first_name(names: &[String]) -> &str {
    let of_world = names.iter().find(|name| !is_local(name) && name.parse::<IpAddr>().is_err());
    let own = || names.iter().find(|name| *name == "localhost");
    of_world.or_else(own).or(names.first()).map_or("localhost", String::as_str)
}

/// As a browser shows it: without the port that it takes by itself.
fn origin(is_https: bool, name: &str, port: u16) -> String {
    let scheme = if is_https { "https" } else { "http" };
    let name = if name.contains(':') { format!("[{name}]") } else { name.to_owned() };
    match (is_https, port) {
        (true, HTTPS_PORT) | (false, PLAIN_PORT) => format!("{scheme}://{name}"),
        _ => format!("{scheme}://{name}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use super::Reach;

    fn origin(names: &[&str], is_https: bool, port: u16, public_port: Option<u16>) -> String {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Reach { is_https, port, public_port }.origin_of(&names)
    }

    #[test]
    fn an_address_names_no_port_that_a_browser_takes_by_itself() {
        assert_eq!(origin(&["chorale.example.org"], true, 443, None), "https://chorale.example.org");
        assert_eq!(origin(&["chorale.example.org"], true, 8443, None), "https://chorale.example.org:8443");
        assert_eq!(origin(&["chorale.example.org"], true, 8443, Some(443)), "https://chorale.example.org");
        assert_eq!(origin(&["localhost"], false, 443, None), "http://localhost:443");
        assert_eq!(origin(&["::1"], false, 8080, None), "http://[::1]:8080");
    }

    #[test]
    fn a_name_of_the_world_comes_before_this_machine_and_is_reached_by_https() {
        let names = ["127.0.0.1", "192.168.1.5", "chorale.example.org", "localhost"];
        assert_eq!(origin(&names, false, 8080, None), "https://chorale.example.org");
        assert_eq!(origin(&["192.168.1.5", "localhost"], false, 8080, None), "http://localhost:8080");
        assert_eq!(origin(&[], false, 8080, None), "http://localhost:8080");
    }
}
