//! Asks WASI for what a plugin does not get: files, environment, arguments, network.

use std::net::{TcpStream, ToSocketAddrs as _};

use veillee_sdk::{Call, Error, Response};

use crate::loot::Loot;

pub fn attack(_call: &mut Call<'_>) -> Result<Response, Error> {
    let mut loot = Loot::default();
    for path in ["/", ".", "/etc", "/proc/self"] {
        let names = std::fs::read_dir(path).map(Iterator::count);
        loot.read(path, names.map_err(refused));
    }
    for path in ["/etc/passwd", "host.db", "/proc/self/environ", "/dev/urandom"] {
        loot.read(path, std::fs::read(path).map(|bytes| bytes.len()).map_err(refused));
    }
    loot.write("/tmp/hostile", std::fs::write("/tmp/hostile", "was here").map_err(refused));
    loot.more_than_nothing("environment", Ok(environment()));
    loot.more_than_nothing("arguments", Ok(std::env::args().collect::<Vec<_>>()));
    for address in ["127.0.0.1:80", "127.0.0.1:5432", "169.254.169.254:80"] {
        loot.read(address, TcpStream::connect(address).map(drop).map_err(refused));
    }
    let resolved = "localhost:80".to_socket_addrs().map(Iterator::count);
    loot.read("localhost", resolved.map_err(refused));
    Ok(loot.page("outside"))
}

#[expect(clippy::disallowed_methods, reason = "that it reads nothing is what is tested")]
fn environment() -> Vec<(String, String)> {
    std::env::vars().collect()
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn refused(error: std::io::Error) -> Error {
    Error::Other(error.to_string())
}
