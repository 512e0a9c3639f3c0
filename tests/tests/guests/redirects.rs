//! Redirects that would lead out of the service or carry headers.

use veillee_tests::world::{Backend, World};

use crate::score::Score;

/// More than the attack has; beyond its list it sends a path of a megabyte.
const TARGETS: usize = 40;

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_stays_in_its_service_and_carries_no_header() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.member("Bob").await;
    let mut score = Score::of("header smuggling");
    let (mut inside, mut refused) = (0, 0);
    for method in ["GET", "POST"] {
        for n in 0..TARGETS {
            let path = format!("/hostile/header-smuggling?n={n}");
            let answer = if method == "GET" { browser.get(&path).await } else { browser.post(&path, &[]).await };
            match answer.status.as_u16() {
                303 => inside += 1,
                502 => refused += 1,
                other => panic!("{path} said {other}"),
            }
            let location = answer.location();
            score.check(location.is_empty() == (answer.status == 502) && stays(&location), || {
                format!("{n}: {location}")
            });
            score.check(answer.headers.get("x-smuggled").is_none(), || format!("{n}: a header of its own"));
            score.check(!answer.header("set-cookie").contains("stolen"), || format!("{n}: a cookie of its own"));
            let of_guest = answer.text().replacen("<script type=\"module\" src=\"/-/asset/", "", 1);
            score.check(!of_guest.contains("<script"), || format!("{n}: a body of its own"));
        }
    }
    println!("redirects: {inside} stayed inside, {refused} refused");
    browser.get("/-/account").await.expect(200);
    assert!(browser.post("/hostile/notes", &[]).await.expect(303).location() == "/hostile/notes", "a good one goes on");
    score.end();
}

/// Decoded as often as anybody might, it is still a path below `/hostile`.
fn stays(location: &str) -> bool {
    if location.is_empty() {
        return true;
    }
    let mut decoded = location.to_ascii_lowercase();
    for _ in 0..3 {
        decoded = decoded.replace("%2e", ".").replace("%2f", "/").replace("%5c", "\\").replace("%25", "%");
    }
    let path = decoded.split(['?', '#']).next().unwrap_or_default();
    let below = path == "/hostile" || path.starts_with("/hostile/");
    below
        && !path.contains("//")
        && !path.contains('\\')
        && !path.split('/').any(|step| step == ".." || step == ".")
        && decoded.chars().all(|c| !c.is_control())
}
