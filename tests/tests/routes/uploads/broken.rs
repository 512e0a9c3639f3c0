//! Forms that are cut, lie about their length, or are no forms.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use veillee_tests::world::{BOUNDARY, Browser, World, jpeg, multipart};

use super::{photos, token};

async fn form(anne: &Browser, album: &str) -> Vec<u8> {
    let token = token(anne, album).await;
    let photo = jpeg(1, 9_000_000);
    multipart(&[("veillee-upload", &token)], "photos", &[("a.jpg", &photo)])
}

fn kind() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// Waits until the host has cleaned up after a cut line, which it does when it notices.
async fn settled(world: &World) -> usize {
    for _ in 0..200 {
        if world.segments() == 0 {
            return 0;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    world.segments()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_cut_leaves_nothing() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let form = form(&anne, &album).await;
    let length = form.len().to_string();
    let head = anne.head("POST", &album, &[("content-type", &kind()), ("content-length", &length)]);
    for part in [1_000, 100_000, 4_500_000, form.len() - 30, form.len() - 1] {
        let mut stream = TcpStream::connect(anne.address()).await.expect("the host listens");
        stream.write_all(head.as_bytes()).await.expect("sent");
        stream.write_all(&form[..part]).await.expect("sent");
        drop(stream);
        assert_eq!(settled(&world).await, 0, "something of an upload cut at {part} stays");
        assert_eq!(photos(&anne.get(&album).await.text()), 0, "{part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_length_that_lies_adds_nothing_and_harms_nobody() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let form = form(&anne, &album).await;
    let short = (form.len() / 2).to_string();
    let head = anne.head("POST", &album, &[("content-type", &kind()), ("content-length", &short)]);
    let answer = anne.send_raw(&[head.as_bytes(), &form[..form.len() / 2]].concat()).await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    for wrong in ["-1", "0x10", "1, 2", "99999999999999999999999"] {
        let head = anne.head("POST", &album, &[("content-type", &kind()), ("content-length", wrong)]);
        let answer = anne.send_raw(&[head.as_bytes(), &form[..1_000]].concat()).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{wrong}: {answer}");
    }
    assert_eq!(settled(&world).await, 0);
    assert_eq!(photos(&anne.get(&album).await.expect(200).text()), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_form_is_refused() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let token = token(&anne, &album).await;
    let whole =
        String::from_utf8(multipart(&[("veillee-upload", &token)], "photos", &[("a.jpg", b"\x7F")])).expect("text");
    let malformed = [
        String::new(),
        "nothing of a form".to_owned(),
        whole.replace("\r\n", "\n"),
        whole.replace("name=\"photos\"; ", ""),
        whole.replace("a.jpg", "a\0b.jpg"),
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\0y\r\n--{BOUNDARY}--\r\n"),
        whole.replace(&format!("--{BOUNDARY}--"), ""),
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--{BOUNDARY}--\r\n"),
        format!("--{BOUNDARY}\r\n{}: x\r\n\r\nx\r\n--{BOUNDARY}--\r\n", "h".repeat(70_000)),
    ];
    for body in malformed {
        let answer = anne.send(hyper::Method::POST, &album, &[("content-type", &kind())], body.clone().into()).await;
        let status = answer.status.as_u16();
        assert!(matches!(status, 400 | 413 | 422), "{status} for {body:.200}");
    }
    for kind in ["multipart/form-data", "multipart/mixed; boundary=x", "application/json", "text/plain"] {
        let body = whole.clone().into();
        anne.send(hyper::Method::POST, &album, &[("content-type", kind)], body).await.expect(400);
    }
    assert_eq!((world.segments(), photos(&anne.get(&album).await.text())), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_text_of_a_form_has_its_limits() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let token = token(&anne, &album).await;
    let photo = jpeg(1, 2_000);
    let files: [(&str, &[u8]); 1] = [("a.jpg", &photo)];
    let long = "x".repeat(256 * 1024 + 1);
    let fields = [("veillee-upload", token.as_str()), ("title", long.as_str())];
    anne.upload(&album, &fields, "photos", &files).await.expect(413);
    let mut many = vec![("veillee-upload", token.as_str())];
    many.extend(std::iter::repeat_n(("title", "x"), 257));
    anne.upload(&album, &many, "photos", &files).await.expect(413);
    anne.post("/album/", &[("title", long.as_str())]).await.expect(413);
    let pairs: Vec<(&str, &str)> = std::iter::repeat_n(("title", "x"), 257).collect();
    anne.post("/album/", &pairs).await.expect(413);
    assert_eq!((world.segments(), photos(&anne.get(&album).await.text())), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_that_came_before_a_broken_one_goes_as_well() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let token = token(&anne, &album).await;
    let (first, second) = (jpeg(1, 300_000), jpeg(2, 300_000));
    let form = multipart(&[("veillee-upload", &token)], "photos", &[("first.jpg", &first), ("second.jpg", &second)]);
    let cut = &form[..form.len() - 1_000];
    let answer = anne.send(hyper::Method::POST, &album, &[("content-type", &kind())], cut.to_vec().into()).await;
    answer.expect(400);
    assert_eq!((world.segments(), photos(&anne.get(&album).await.text())), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_beyond_the_manifest_is_named_kindly_and_leaves_nothing() {
    const PIECE_BYTES: usize = 1024 * 1024;
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let token = token(&anne, &album).await;
    let form = multipart(&[("veillee-upload", &token)], "photos", &[("huge.jpg", b"\xFF\xD8\xFF|")]);
    let place = form.iter().rposition(|byte| *byte == b'|').expect("a mark");
    let (start, end) = (&form[..place], &form[place + 1..]);
    // The manifest says 256 MiB: with the first three bytes this is three more.
    let pieces = 256;
    let length = (start.len() + pieces * PIECE_BYTES + end.len()).to_string();
    let head = anne.head("POST", &album, &[("content-type", &kind()), ("content-length", &length)]);
    let mut stream = TcpStream::connect(anne.address()).await.expect("the host listens");
    stream.write_all(&[head.as_bytes(), start].concat()).await.expect("sent");
    let piece = vec![0; PIECE_BYTES];
    for _ in 0..pieces {
        stream.write_all(&piece).await.expect("sent");
    }
    stream.write_all(end).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 422") && answer.contains("abord au moins une photo"), "{answer}");
    assert_eq!((world.segments(), photos(&anne.get(&album).await.text())), (0, 0));
}
