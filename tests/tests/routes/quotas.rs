//! A full room: whose it is said in kind words, nothing kept, everything readable.

use veillee::operator::quotas::{self, Whom};
use veillee::storage::quota::Budget;
use veillee_tests::world::{Backend, World, id_of, jpeg};

async fn limit(world: &World, whom: Whom, bytes: Option<i64>) {
    quotas::set(&world.alpha, &whom, |allowance| allowance.hard_bytes = bytes).await.expect("a limit");
}

fn anne() -> Whom {
    Whom::Address("anne@example.org".to_owned())
}

async fn a_full_room_takes_nothing_more_and_shows_all_it_has(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let browser = world.administrator().await;
    let (album, photos) = browser.album_with_photos("Mariage", 2).await;
    let account = world.account("anne@example.org").await;
    let standing = world.alpha.standing(&Budget::Owner(account.clone())).await.expect("a standing");
    assert_eq!(standing.used.objects, 3);
    let used = standing.used.bytes;
    limit(&world, anne(), Some(used + 1_500)).await;

    // A guest's photo is paid for by the owner of the album.
    let link = browser.share_by_link(&album, "contributor", "none").await;
    let guest = world.browser();
    guest.visit(&link).await.expect(200);
    let token = guest.get(&album).await.expect(200).hidden("veillee-upload", 0);
    let small = jpeg(5, 1_200);
    guest.upload(&album, &[("veillee-upload", &token)], "photos", &[("a.jpg", &small)]).await.expect(303);
    let standing = world.alpha.standing(&Budget::Owner(account.clone())).await.expect("a standing");
    assert_eq!(standing.used.bytes, used + i64::try_from(small.len()).expect("small"));

    let segments = world.segments();
    let refused = guest.upload(&album, &[("veillee-upload", &token)], "photos", &[("b.jpg", &jpeg(6, 5_000))]).await;
    let text = refused.expect(507).text();
    assert!(text.contains("espace de la personne à qui cela appartient est plein"), "{text}");
    assert!(
        !text.contains("octets") && !text.contains("Anne"),
        "how full it is, and whose name, is nobody's business: {text}"
    );
    let token = browser.get(&album).await.expect(200).hidden("veillee-upload", 0);
    let large = jpeg(7, 300_000);
    let files: [(&str, &[u8]); 2] = [("c.jpg", &large), ("d.jpg", &small)];
    let refused = browser.upload(&album, &[("veillee-upload", &token)], "photos", &files).await.expect(507);
    assert!(refused.text().contains("Votre espace est plein"), "{}", refused.text());
    assert_eq!(world.segments(), segments, "nothing of what was refused is kept");

    // The limit is lowered below what is there: all is seen, nothing is lost, nothing comes in.
    limit(&world, anne(), Some(10)).await;
    for photo in &photos {
        browser.get(photo).await.expect(200);
    }
    browser.post("/album/", &[("title", "Encore un")]).await.expect(507);
    let page = browser.get("/-/account").await.expect(200).text();
    assert!(page.contains("<meter") && page.contains("Votre espace est plein"), "{page}");
    let photo = id_of(photos[0].trim_end_matches("/original")).to_owned();
    browser.post(&format!("{album}/{photo}/trash"), &[]).await.expect(303);
    limit(&world, anne(), None).await;
    browser.album("Encore un").await;
    assert_eq!(world.alpha.audit_usage().await.expect("an audit"), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_room_takes_nothing_more_and_shows_all_it_has_on_sqlite() {
    a_full_room_takes_nothing_more_and_shows_all_it_has(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_room_takes_nothing_more_and_shows_all_it_has_on_postgresql() {
    a_full_room_takes_nothing_more_and_shows_all_it_has(Backend::Postgres).await;
}

async fn uploads_side_by_side_never_fill_more_than_the_limit(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let browser = world.administrator().await;
    let album = browser.album("Un").await;
    let photo = jpeg(1, 50_000);
    let size = i64::try_from(photo.len()).expect("small");
    limit(&world, anne(), Some(5 * size + 10)).await;
    let token = browser.get(&album).await.expect(200).hidden("veillee-upload", 0);
    let fields = [("veillee-upload", token.as_str())];
    let files: [(&str, &[u8]); 1] = [("p.jpg", &photo)];
    let send = || browser.upload(&album, &fields, "photos", &files);
    let answers = futures_util::future::join_all((0..12).map(|_| send())).await;
    let count = |status: u16| answers.iter().filter(|answer| answer.status.as_u16() == status).count();
    assert_eq!((count(303), count(507)), (5, 7));
    let account = world.account("anne@example.org").await;
    let standing = world.alpha.standing(&Budget::Owner(account)).await.expect("a standing");
    assert_eq!((standing.used.bytes, standing.used.objects), (5 * size, 6));
    assert_eq!(world.segments(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_side_by_side_never_fill_more_than_the_limit_on_sqlite() {
    uploads_side_by_side_never_fill_more_than_the_limit(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_side_by_side_never_fill_more_than_the_limit_on_postgresql() {
    uploads_side_by_side_never_fill_more_than_the_limit(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_sees_who_holds_what_and_sets_what_each_may() {
    let world = World::new().await;
    let browser = world.administrator().await;
    browser.album_with_photos("Un", 2).await;
    let lines = quotas::show(&world.alpha).await.expect("lines");
    let who: Vec<&str> = lines.iter().map(|line| line.who.as_str()).collect();
    assert_eq!(who, ["anne@example.org", "all"]);
    assert_eq!(lines[0].standing.used, lines[1].standing.used);
    quotas::set(&world.alpha, &Whom::Each, |allowance| allowance.soft_bytes = Some(100)).await.expect("a limit");
    let page = browser.get("/-/account").await.expect(200).text();
    assert!(page.contains("Votre espace est bientôt plein") && !page.contains("<meter"), "{page}");
    let above = quotas::set(&world.alpha, &Whom::Each, |allowance| allowance.hard_bytes = Some(99)).await;
    assert!(matches!(above, Err(quotas::QuotaError::SoftAboveHard)));
    let nobody = quotas::set(&world.alpha, &Whom::Address("x@y.example".to_owned()), |_| {}).await;
    assert!(matches!(nobody, Err(quotas::QuotaError::NoAccount(_))));
    let beta = quotas::show(&world.beta).await.expect("lines");
    assert_eq!(beta[0].standing.used.objects, 0, "another association is another's");
}
