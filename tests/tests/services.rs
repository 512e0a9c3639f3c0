//! The counterparts that other tests rely on really are what they claim.

#![expect(clippy::expect_used, reason = "a test stops where it cannot go on")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use thirtyfour::By;
use veillee_tests::services::{Script, chromium, nginx, postgres};

const PAGE: &str = "<!doctype html><html lang=en><title>Page</title><p id=seen>before</p>\
    <script>document.getElementById('seen').textContent = 'after'</script></html>";

/// Answers every request with `body` for as long as the test program runs; gives the port.
fn answer_with(body: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let _ = stream.read(&mut [0; 4096]);
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
                );
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
            });
        }
    });
    port
}

async fn text_seen(script: Script) -> Option<String> {
    let browser = chromium(script, (360, 640)).await?;
    browser.goto(format!("http://127.0.0.1:{}/", answer_with(PAGE))).await.expect("the page opens");
    let seen = browser.find(By::Id("seen")).await.expect("the paragraph");
    let text = seen.text().await.expect("its text");
    let screenshot = browser.screenshot_as_png().await.expect("a screenshot");
    // Width and height stand at byte 16 of a PNG file, as two big-endian numbers.
    assert_eq!(screenshot[16..24], [0, 0, 1, 104, 0, 0, 2, 128], "the viewport is 360 by 640 pixels");
    browser.quit().await;
    Some(text)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_with_script_runs_what_the_page_says() {
    let Some(text) = text_seen(Script::On).await else { return };
    assert_eq!(text, "after");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_script_shows_the_page_as_it_came() {
    let Some(text) = text_seen(Script::Off).await else { return };
    assert_eq!(text, "before");
}

#[test]
fn nginx_passes_a_request_on() {
    let behind = answer_with(PAGE);
    let http =
        format!("server {{ listen 127.0.0.1:{{port}}; location / {{ proxy_pass http://127.0.0.1:{behind}; }} }}");
    let Some(nginx) = nginx(&http) else { return };
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", nginx.port)).expect("nginx listens");
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n").expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.contains("Server: nginx") && answer.ends_with(PAGE), "{answer}");
}

#[tokio::test]
async fn postgresql_answers_and_lets_a_test_have_its_own_schema() {
    use sqlx::Connection;
    let Some(postgres) = postgres() else { return };
    let mut connection = sqlx::PgConnection::connect(&postgres.url).await.expect("a connection");
    let schema = postgres.unused_schema();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE SCHEMA {schema}; DROP SCHEMA {schema}")))
        .execute(&mut connection)
        .await
        .expect("the user may create schemas");
}
