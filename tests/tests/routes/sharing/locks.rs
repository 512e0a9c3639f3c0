//! Links with a password, and links that let take so many downloads.

use veillee_tests::world::{Backend, World, jpeg};

use super::{guarded_link, page_of, prove, send};

const PASSWORD: &str = "soleil cerise";

async fn a_password_guards_pages_and_bytes_alike(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 1).await;
    let (page, link) = guarded_link(&anne, &album, PASSWORD, "").await;
    let visitor = world.browser();
    let gate = visitor.get(&link).await.expect(200).text();
    assert!(gate.contains("Un mot de passe est demandé") && !gate.contains("Vacances"), "{gate}");
    for path in [&album, &photos[0], &format!("{album}/download")] {
        visitor.get(path).await.expect(404);
    }
    let refused = prove(&visitor, &link, "soleil citron").await.expect(422).text();
    assert!(refused.contains("Ce mot de passe ne va pas") && !refused.contains("soleil citron"), "{refused}");
    visitor.get(&photos[0]).await.expect(404);
    assert_eq!(prove(&visitor, &link, PASSWORD).await.expect(303).location(), album);
    for path in [&album, &photos[0], &format!("{album}/download")] {
        visitor.get(path).await.expect(200);
    }
    // It is known from now on, on this browser alone.
    visitor.get(&link).await.expect(303);
    world.browser().get(&link).await.expect(200);
    let validator = visitor.get(&photos[0]).await.header("etag").to_owned();

    // Another password closes what was opened with the old one: for the next byte, whatever was kept.
    let token = anne.get(&page).await.expect(200).token_of(&page);
    let terms = [("token", token.as_str()), ("role", "viewer"), ("ends", ""), ("label", ""), ("downloads", "")];
    anne.post(&page, &[terms.to_vec(), vec![("password", "pomme et poire")]].concat()).await.expect(303);
    for (name, value) in [("range", "bytes=0-9"), ("if-none-match", validator.as_str()), ("accept", "*/*")] {
        visitor.get_with(&photos[0], &[(name, value)]).await.expect(404);
    }
    visitor.get(&album).await.expect(404);
    prove(&visitor, &link, PASSWORD).await.expect(422);
    prove(&visitor, &link, "pomme et poire").await.expect(303);
    visitor.get(&photos[0]).await.expect(200);

    // Without a password it opens as any link, and who was in stays in.
    anne.post(&page, &[terms.to_vec(), vec![("password", ""), ("unlock", "yes")]].concat()).await.expect(303);
    visitor.get(&photos[0]).await.expect(200);
    world.browser().visit(&link).await.expect(200);
    // And with one again, everybody is asked.
    anne.post(&page, &[terms.to_vec(), vec![("password", PASSWORD)]].concat()).await.expect(303);
    visitor.get(&photos[0]).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_guards_pages_and_bytes_alike_on_sqlite() {
    a_password_guards_pages_and_bytes_alike(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_guards_pages_and_bytes_alike_on_postgresql() {
    a_password_guards_pages_and_bytes_alike(Backend::Postgres).await;
}

async fn whoever_guesses_waits_longer_each_time(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let (_, link) = guarded_link(&anne, &album, PASSWORD, "").await;
    let (_, other) = guarded_link(&anne, &album, PASSWORD, "").await;
    let thief = world.browser();
    for _ in 0..5 {
        prove(&thief, &link, "not this one").await.expect(422);
    }
    // Even the right one has to wait, from whichever browser, to the millisecond; another link does not.
    for wait_ms in [1_000, 2_000] {
        prove(&world.browser(), &link, PASSWORD).await.expect(429);
        prove(&world.browser(), &other, PASSWORD).await.expect(303);
        world.clock.advance(wait_ms - 1);
        prove(&thief, &link, PASSWORD).await.expect(429);
        world.clock.advance(1);
        prove(&thief, &link, "nor this").await.expect(422);
    }
    world.clock.advance(4_000);
    prove(&world.browser(), &link, PASSWORD).await.expect(303);
    prove(&world.browser(), &link, "forgotten").await.expect(422);
    prove(&world.browser(), &link, PASSWORD).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_waits_longer_each_time_on_sqlite() {
    whoever_guesses_waits_longer_each_time(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_waits_longer_each_time_on_postgresql() {
    whoever_guesses_waits_longer_each_time(Backend::Postgres).await;
}

async fn a_link_lets_take_so_many_downloads_and_looking_takes_none(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 3).await;
    let (page, link) = guarded_link(&anne, &album, "", "2").await;
    let (first, second) = (world.browser(), world.browser());
    for visitor in [&first, &second] {
        visitor.visit(&link).await.expect(200);
        visitor.send(hyper::Method::HEAD, &photos[0], &[], bytes::Bytes::new()).await.expect(200);
    }
    let validator = first.get_with(&photos[0], &[("range", "bytes=0-99")]).await.expect(206).header("etag").to_owned();
    // Going on, taking it again, or only asking whether it changed is the same download.
    first.get_with(&photos[0], &[("range", "bytes=100-")]).await.expect(206);
    first.get(&format!("{}?download=1", photos[0])).await.expect(200);
    first.get_with(&photos[0], &[("if-none-match", &validator)]).await.expect(304);
    second.get(&format!("{album}/download")).await.expect(200);
    for (who, path) in [(&first, &photos[1]), (&second, &photos[0]), (&first, &format!("{album}/download"))] {
        let page = who.get(path).await.expect(410);
        assert!(page.text().contains("plus rien télécharger"), "{}", page.text());
    }
    first.get(&photos[0]).await.expect(200);
    first.get(&album).await.expect(200);
    assert!(anne.get(&page_of(&album)).await.expect(200).text().contains("2 téléchargements sur 2"));
    // The owner, and whoever comes by another way, is not counted.
    anne.get(&photos[1]).await.expect(200);
    let free = anne.share_by_link(&album, "viewer", "none").await;
    first.visit(&free).await.expect(200);
    first.get(&photos[1]).await.expect(200);
    // Allowed more, it goes on.
    let token = anne.get(&page).await.expect(200).token_of(&page);
    let terms = [("token", token.as_str()), ("role", "viewer"), ("ends", ""), ("label", ""), ("password", "")];
    anne.post(&page, &[terms.to_vec(), vec![("downloads", "3")]].concat()).await.expect(303);
    second.get(&photos[0]).await.expect(200);
    second.get(&photos[1]).await.expect(410);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_lets_take_so_many_downloads_and_looking_takes_none_on_sqlite() {
    a_link_lets_take_so_many_downloads_and_looking_takes_none(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_lets_take_so_many_downloads_and_looking_takes_none_on_postgresql() {
    a_link_lets_take_so_many_downloads_and_looking_takes_none(Backend::Postgres).await;
}

async fn of_many_who_ask_for_the_last_download_one_gets_it(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let photos = anne.add_photos(&album, &[("a.jpg", &jpeg(1, 3_000))]).await;
    let (_, link) = guarded_link(&anne, &album, "", "3").await;
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (visitor, path) = (world.browser(), photos[0].clone());
        visitor.visit(&link).await.expect(200);
        asking.spawn(async move { visitor.get(&path).await.status.as_u16() });
    }
    let mut answers = asking.join_all().await;
    answers.sort_unstable();
    assert_eq!(answers, [200, 200, 200, 410, 410, 410, 410, 410]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_ask_for_the_last_download_one_gets_it_on_sqlite() {
    of_many_who_ask_for_the_last_download_one_gets_it(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_ask_for_the_last_download_one_gets_it_on_postgresql() {
    of_many_who_ask_for_the_last_download_one_gets_it(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_guard_a_link_is_said_and_what_was_typed_stays() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let (page, link) = guarded_link(&anne, &album, PASSWORD, "7").await;
    let long = "x".repeat(201);
    let wrong = [
        ("court", "", "au moins 8 caractères"),
        (long.as_str(), "", "au plus 200 caractères"),
        ("", "0", "nombre entier"),
        ("", "-1", "nombre entier"),
        ("", "1000001", "nombre entier"),
        ("", "deux", "nombre entier"),
    ];
    for (password, downloads, said) in wrong {
        let guards = [("password", password), ("downloads", downloads), ("label", "Presse <b>")];
        let fields = [vec![("role", "depositor"), ("ends", "week")], guards.to_vec()].concat();
        let refused = send(&anne, &album, "links", &fields).await.expect(422);
        let token = anne.get(&page).await.expect(200).token_of(&page);
        let fields = [vec![("token", token.as_str()), ("role", "viewer"), ("ends", "")], guards.to_vec()].concat();
        let changed = anne.post(&page, &fields).await.expect(422);
        for answer in [refused, changed] {
            let (text, values) = (answer.text(), answer.attributes("value"));
            assert!(text.contains(said) && text.contains("Presse &#60;b&#62;"), "{said}: {text}");
            assert!(values.iter().any(|value| value == password || value == downloads), "{text}");
        }
    }
    // Nothing of it was made or changed.
    assert_eq!(anne.get(&page_of(&album)).await.text().matches("name=\"share\"").count(), 1);
    prove(&world.browser(), &link, PASSWORD).await.expect(303);
    let other = world.browser();
    let token = other.get(&link).await.expect(200).token_of(&link);
    other.fresh().post(&link, &[("token", &token), ("password", PASSWORD)]).await.expect(400);
    other.post(&format!("{link}x"), &[("token", &token), ("password", PASSWORD)]).await.expect(404);
}
