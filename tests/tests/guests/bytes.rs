//! Answers that name bytes of others.

use veillee_tests::world::{World, jpeg};

use crate::data::{notes, write_note};
use crate::score::Score;

#[tokio::test(flavor = "multi_thread")]
async fn bytes_go_to_whoever_may_see_them_and_to_nobody_by_a_guests_word() {
    let world = World::with_hostile(veillee_tests::world::Backend::Sqlite).await.unwrap();
    let anne = world.administrator().await;
    write_note(&anne, "first").await;
    let token = anne.get("/hostile/notes").await.expect(200).hidden("veillee-upload", 0);
    let picture = jpeg(7, 2_000);
    let fields = [("veillee-upload", token.as_str()), ("text", "pictured")];
    anne.upload("/hostile/notes", &fields, "pictures", &[("a.jpg", &picture)]).await.expect(303);
    let all = notes(&anne).await;
    let (note, _) = all.iter().find(|(_, text)| text == "pictured").unwrap();
    let (_, photos) = anne.album_with_photos("Vacances", 1).await;
    let photo = photos[0].split('/').nth(3).unwrap();
    let berthe = world.member_at("beta.localhost", "Berthe").await;
    let (bob, stranger) = (world.member("Bob").await, world.browser());
    let mut score = Score::of("forged blobs");
    for (who, browser) in [("a stranger", &stranger), ("Bob", &bob), ("Berthe", &berthe)] {
        for id in [note.as_str(), photo] {
            let answer = browser.get(&format!("/hostile/forged-blob?id={id}")).await;
            score.check(answer.status == 404 && answer.body != picture, || format!("{who} got {id}"));
        }
    }
    let forged = [
        format!("id={photo}"),
        format!("id={photo}&name=thumbnail"),
        "id=".to_owned(),
        "id=../../host.db".to_owned(),
        format!("id={note}/original"),
        format!("id={note}&name=../original"),
        format!("id={note}&name="),
        format!("id={note}&name=original%00"),
        format!("id={}", "a".repeat(2_000)),
    ];
    for query in &forged {
        let answer = anne.get(&format!("/hostile/forged-blob?{query}")).await;
        // A NUL is refused before anything is asked.
        let refused = if query.contains("%00") { 400 } else { 404 };
        score.check(answer.status == refused, || format!("Anne: {query}: {}", answer.status));
    }
    let own = anne.get(&format!("/hostile/forged-blob?id={note}")).await.expect(200);
    assert_eq!(own.body, picture, "who may see it gets it");
    assert_eq!(own.header("content-type"), "image/jpeg");
    score.end();
}
