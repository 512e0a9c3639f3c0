use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::rustls::{ProtocolVersion, version};
use veillee_tests::services::TestAuthority;

use super::{NAME, Secure, parsed};

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_reads_over_tls_and_is_told_to_come_back_by_it() {
    let secure = Secure::new().await;
    let answer = secure.client().get(secure.https, NAME, "/-/sign-in").await.expect("trust").expect(200);
    assert!(answer.text().contains("action=\"/-/sign-in\""));
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-") && cookie.contains("; Secure"), "{cookie}");
    // Told by every answer, whatever it is.
    let missing = secure.client().get(secure.https, NAME, "/nothing").await.expect("trust").expect(404);
    assert_eq!(missing.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test(flavor = "multi_thread")]
async fn http_2_is_spoken_over_tls_1_3_and_1_2_with_those_who_can() {
    let secure = Secure::new().await;
    for (offered, told) in [(&version::TLS13, ProtocolVersion::TLSv1_3), (&version::TLS12, ProtocolVersion::TLSv1_2)] {
        for (protocols, chosen) in [(vec!["h2", "http/1.1"], "h2"), (vec!["http/1.1"], "http/1.1")] {
            let mut client = secure.client();
            (client.versions, client.protocols) = (vec![offered], protocols);
            let stream = client.connect(secure.https, NAME).await.expect("trust");
            let (_, connection) = stream.get_ref();
            assert_eq!(connection.protocol_version(), Some(told));
            assert_eq!(connection.alpn_protocol(), Some(chosen.as_bytes()));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_http_2_the_host_is_named_in_the_address_and_heard_everywhere() {
    let secure = Secure::new().await;
    let mut client = secure.client();
    client.protocols = vec!["h2"];
    let stream = TokioIo::new(client.connect(secure.https, NAME).await.expect("trust"));
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await.expect("HTTP/2");
    tokio::spawn(connection);
    let origin = format!("https://{NAME}:{}", secure.https.port());
    let path = format!("{origin}/-/sign-in");
    let mut ask = async |method: &str, from: &str| {
        let request = Request::builder().method(method).uri(&path).header("origin", from);
        let answer = sender.send_request(request.body(Full::new(Bytes::new())).expect("a request"));
        answer.await.expect("an answer").status().as_u16()
    };
    assert_eq!(ask("GET", &origin).await, 200);
    // A form without its token, of this site and of another.
    assert_eq!(ask("POST", &origin).await, 400);
    assert_eq!(ask("POST", "https://evil.example").await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_without_certificate_is_shown_none_of_others() {
    let secure = Secure::new().await;
    for name in ["other.example.org", "alpha.localhost", "example.org", "a.chorale.example.org"] {
        let error = secure.client().connect(secure.https, name).await.expect_err("no certificate");
        // The host breaks off; the client saw nothing that it could have judged.
        assert!(!error.to_string().contains("certificate not valid for name"), "{name}: {error}");
    }
    let mut silent = secure.client();
    silent.tells_name = false;
    silent.connect(secure.https, NAME).await.expect_err("no certificate without a name");
    secure.client().connect(secure.https, "CHORALE.example.org").await.expect("the name in capitals");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_no_name_is_shown_the_certificate_of_an_address() {
    let secure = Secure::new().await;
    let both = [&[NAME][..], &["127.0.0.1"]].map(|names| parsed(&secure.authority.issue(names, 2100)));
    secure.certificates.replace_files(both.into());
    secure.client().connect(secure.https, "127.0.0.1").await.expect("the one for the address");
    secure.client().connect(secure.https, NAME).await.expect("the one for the name");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_star_stands_for_one_label() {
    let secure = Secure::new().await;
    secure.certificates.replace_files(vec![parsed(&secure.authority.issue(&["*.example.org"], 2100))]);
    secure.client().get(secure.https, NAME, "/").await.expect("trust").expect(200);
    for name in ["example.org", "a.b.example.org"] {
        secure.client().connect(secure.https, name).await.expect_err("not covered");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_connects_and_says_nothing_is_cut_and_others_go_on() {
    let secure = Secure::new().await;
    let mut silent = TcpStream::connect(secure.https).await.expect("the host listens");
    let mut slow = TcpStream::connect(secure.https).await.expect("the host listens");
    slow.write_all(&[22, 3, 1]).await.expect("three bytes of a greeting");
    let mut heard = Vec::new();
    for _ in 0..20 {
        secure.client().get(secure.https, NAME, "/").await.expect("trust").expect(200);
    }
    let mut plain = TcpStream::connect(secure.plain).await.expect("the host listens");
    silent.read_to_end(&mut heard).await.ok();
    slow.read_to_end(&mut heard).await.ok();
    plain.read_to_end(&mut heard).await.ok();
    assert!(heard.is_empty(), "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_on_the_port_of_https_hears_no_page() {
    let secure = Secure::new().await;
    let answer =
        secure.world.browser_at(NAME).moved_to(secure.https).send_raw(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(!answer.contains("HTTP/1.1"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_believe_the_authority_goes_away() {
    let secure = Secure::new().await;
    let stranger = TestAuthority::new();
    stranger.client().connect(secure.https, NAME).await.expect_err("no trust");
    // The tests' own client does judge: what it believes above means something.
    secure.client().connect(secure.https, NAME).await.expect("trust");
}
