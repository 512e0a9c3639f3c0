//! How much an account may have under way at a time.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use veillee_tests::world::Backend;

use super::{EVERYTHING, Program, Scene, problem, program, scene};

/// An upload that the host began to read: it asked for the body and got none yet.
async fn begun(scene: &Scene, program: &Program) -> TcpStream {
    let browser = scene.world.browser();
    let headers = [
        ("authorization", program.authorization.as_str()),
        ("if-match", "*"),
        ("content-length", "3"),
        ("expect", "100-continue"),
    ];
    let head = browser.head("PUT", &format!("{}/blobs/original", scene.photo_path()), &headers);
    let mut stream = TcpStream::connect(browser.address()).await.expect("the host listens");
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut got = [0; 12];
    stream.read_exact(&mut got).await.expect("an answer");
    assert_eq!(&got, b"HTTP/1.1 100", "{}", String::from_utf8_lossy(&got));
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_so_many_requests_under_way_whichever_token_they_come_with() {
    let scene = scene(Backend::Sqlite, 1).await.expect("SQLite");
    let other = program(&scene.world, "anne@example.org", EVERYTHING).await;
    scene.world.member("Bruno").await;
    let bruno = program(&scene.world, "bruno@example.org", EVERYTHING).await;
    let most = veillee::limits::API_FLIGHTS_MAX;
    let mut under_way = Vec::new();
    for n in 1..most {
        under_way.push(begun(&scene, if n % 2 == 0 { &scene.program } else { &other }).await);
    }
    scene.program.get("/-/api/v1").await.expect(200);
    under_way.push(begun(&scene, &other).await);
    for program in [&scene.program, &other] {
        let refused = program.get("/-/api/v1").await;
        let told = problem(&refused, 429, "too-many");
        assert_eq!(refused.header("retry-after"), "1", "{told}");
    }
    bruno.get("/-/api/v1").await.expect(200);
    scene.anne.get("/album").await.expect(200);
    // One that is answered makes room for one.
    let mut first = under_way.remove(0);
    first.write_all(b"abc").await.expect("sent");
    let mut answer = Vec::new();
    first.read_to_end(&mut answer).await.expect("an answer to its end");
    assert!(String::from_utf8_lossy(&answer).contains("415"), "{}", String::from_utf8_lossy(&answer));
    scene.program.get("/-/api/v1").await.expect(200);
    under_way.push(begun(&scene, &other).await);
    problem(&scene.program.get("/-/api/v1").await, 429, "too-many");
}
