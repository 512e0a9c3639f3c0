use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use veillee_tests::world::{PASSWORD, Real, Served, json, plugins};

use super::{account, wait};

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn scrape(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET /metrics HTTP/1.1\r\nHost: any\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// The value of the series with this name and these labels.
fn value(text: &str, series: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {series} in {text}")).parse().unwrap()
}

#[test]
fn the_operators_listener_tells_what_was_done_and_names_nobody() {
    let real = Real::new();
    json(&real.run_with(&account("anne@example.org", "admin"), PASSWORD));
    let address = free_address();
    let (metrics, folder) = (address.to_string(), plugins());
    let served = real.serve(&["--metrics", &metrics, "--plugins", folder.to_str().unwrap()]);
    wait(async {
        let anne = served.browser_at("localhost");
        anne.sign_in("anne@example.org").await;
        anne.get("/hello/").await.expect(200);
        for path in ["/", "/nothing", "/-/blob/aaaa/original", "/-/s/a-very-secret-token"] {
            anne.get(path).await;
        }
        let odd = hyper::Method::from_bytes(b"VANISH").unwrap();
        anne.send(odd, "/", &[], bytes::Bytes::new()).await;
        served.browser_at("nobody.example.org").get("/").await.expect(404);
    });
    let text = scrape(address);
    assert!(text.starts_with("HTTP/1.1 200 OK"), "{text}");
    assert!(value(&text, "veillee_requests_total{route=\"/\",method=\"GET\",status=\"200\"}") >= 1.0);
    for line in [
        "veillee_requests_total{route=\"service\",method=\"GET\",status=\"404\"}",
        "veillee_requests_total{route=\"none\",method=\"GET\",status=\"404\"}",
        "veillee_requests_total{route=\"/-/s/{token}\",method=\"GET\",status=\"404\"}",
        "veillee_requests_total{route=\"/-/blob/{object}/{name}\",method=\"GET\",status=\"404\"}",
        "veillee_request_seconds_count{route=\"/-/s/{token}\"}",
    ] {
        assert!((value(&text, line) - 1.0).abs() < f64::EPSILON, "{line}");
    }
    assert!(text.contains("method=\"other\"") && !text.contains("VANISH"), "{text}");
    assert!((value(&text, "veillee_calls_total{service=\"hello\"}") - 1.0).abs() < f64::EPSILON);
    assert!(value(&text, "veillee_received_bytes_total") > 100.0);
    assert!(value(&text, "veillee_sent_bytes_total") > 1_000.0);
    assert!(value(&text, "process_resident_memory_bytes") > 1e6);
    assert!(value(&text, "veillee_associations") >= 1.0);
    for secret in ["secret-token", "aaaa", "anne", "nobody.example"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    // Numbers are the operator's: not even the path exists for people, and nothing else exists here.
    wait(async { served.browser_at("localhost").get("/metrics").await.expect(404) });
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    drop(served);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_log_of_json_is_one_object_a_line_and_names_the_request() {
    let real = Real::new();
    let mut command = real.command(&["serve", "--listen", "127.0.0.1:0", "--log-format", "json", "--log", "info"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let port: u16 = line.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    let served = Served::of(child, port);
    wait(async { served.browser_at("localhost").get("/-/legal").await.expect(200) });
    let log = served.log_until_stopped();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    let request = lines.iter().find(|line| line["target"] == "veillee::request").expect("a line of the request");
    assert_eq!((&request["path"], &request["status"]), (&"/-/legal".into(), &200.into()));
    assert_eq!(request["reference"].as_str().map(str::len), Some(10), "{request}");
}
