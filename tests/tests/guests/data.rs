//! Ids that nobody gave, collections of others, other associations, made-up cursors.

use veillee_tests::world::{Backend, Browser, World, id_of};

use crate::score::Score;

/// Anne has a note, an album with photos, and a link to something else of hers in strange hands.
struct Scene {
    world: World,
    anne: Browser,
    note: String,
    album: String,
    photo: String,
    photo_path: String,
    attackers: Vec<(&'static str, Browser)>,
}

const SECRET: &str = "the secret of Anne";

async fn scene(backend: Backend) -> Option<Scene> {
    let world = World::with_hostile(backend).await?;
    let anne = world.administrator().await;
    let note = write_note(&anne, SECRET).await;
    let other_note = write_note(&anne, "for everybody with the link").await;
    let (album, photos) = anne.album_with_photos("Vacances", 2).await;
    let other_album = anne.album("Autre").await;
    let note_link = anne.share_by_link(&other_note, "contributor", "none").await;
    let album_link = anne.share_by_link(&other_album, "contributor", "none").await;
    let linked = world.browser();
    linked.visit(&note_link).await;
    linked.visit(&album_link).await.expect(200);
    let photo = photos[0].trim_start_matches("/-/blob/").split('/').next().unwrap().to_owned();
    let (album, photo_path) = (id_of(&album).to_owned(), photos[0].clone());
    let attackers = vec![("a stranger", world.browser()), ("a member", world.member("Bob").await), ("a link", linked)];
    Some(Scene { world, anne, note, album, photo, photo_path, attackers })
}

/// Makes a note and returns its id.
pub async fn write_note(browser: &Browser, text: &str) -> String {
    browser.post("/hostile/notes", &[("text", text)]).await.expect(303);
    let notes = notes(browser).await;
    let (id, _) = notes.iter().find(|(_, found)| found == text).unwrap_or_else(|| panic!("no {text} in {notes:?}"));
    id.clone()
}

/// The notes that somebody sees: id and text.
pub async fn notes(browser: &Browser) -> Vec<(String, String)> {
    let page = browser.get("/hostile/notes").await.expect(200).text();
    let items = page
        .split("<main")
        .nth(1)
        .unwrap()
        .split("</main>")
        .next()
        .unwrap()
        .split("<li>")
        .skip(1)
        .filter_map(|rest| rest.split("</li>").next());
    items
        .filter_map(|item| item.split_once(' '))
        .map(|(id, text)| (id.to_owned(), text.replace("&quot;", "\"")))
        .collect()
}

impl Scene {
    /// Whatever was tried: Anne's things are as they were, and nobody else has got any.
    async fn nothing_changed(&self) {
        let mut texts: Vec<String> = notes(&self.anne).await.into_iter().map(|(_, text)| text).collect();
        texts.sort();
        assert_eq!(texts, ["for everybody with the link", SECRET]);
        let page = self.anne.get(&format!("/album/{}", self.album)).await.expect(200).text();
        assert!(page.contains("Vacances") && page.matches("/thumbnail").count() >= 2, "{page}");
        self.anne.get(&self.photo_path).await.expect(200);
        assert_eq!(notes(&self.attackers[0].1).await, []);
        assert_eq!(notes(&self.attackers[1].1).await, []);
        let open: Vec<String> = notes(&self.attackers[2].1).await.into_iter().map(|(_, text)| text).collect();
        assert_eq!(open, ["for everybody with the link"]);
    }
}

/// GET and POST of an attack.
async fn attack(score: &mut Score, who: &str, browser: &Browser, path: &str) {
    let what = format!("{who}: {path}");
    score.honest(&what, &browser.get(path).await);
    score.honest(&what, &browser.post(path, &[]).await);
}

async fn an_id_that_nobody_gave_opens_nothing(backend: Backend) {
    let Some(scene) = scene(backend).await else { return };
    let mut score = Score::of(&format!("guessed ids on {backend:?}"));
    for (who, browser) in &scene.attackers {
        for id in [&scene.note, &scene.album, &scene.photo] {
            attack(&mut score, who, browser, &format!("/hostile/guessed-id?id={id}")).await;
        }
        browser.get(&format!("/-/share/{}", scene.note)).await.expect(404);
    }
    // Not even for the one who may see them: they are another plugin's.
    for id in [&scene.album, &scene.photo] {
        attack(&mut score, "Anne", &scene.anne, &format!("/hostile/guessed-id?id={id}")).await;
    }
    scene.nothing_changed().await;
    let own = scene.anne.get(&format!("/hostile/guessed-id?id={}", scene.note)).await.expect(200).text();
    assert!(own.contains("leaked: get text") && own.contains(SECRET), "the attack reads what it may: {own}");
    assert!(!own.contains("changed: "), "{own}");
    let own = scene.anne.post(&format!("/hostile/guessed-id?id={}", scene.note), &[]).await.expect(200).text();
    assert!(own.contains("changed: update text"), "the attack writes what it may: {own}");
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_nobody_gave_opens_nothing_on_sqlite() {
    an_id_that_nobody_gave_opens_nothing(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_nobody_gave_opens_nothing_on_postgresql() {
    an_id_that_nobody_gave_opens_nothing(Backend::Postgres).await;
}

async fn collections_of_others_and_tables_of_the_core_do_not_exist(backend: Backend) {
    let Some(scene) = scene(backend).await else { return };
    let mut score = Score::of(&format!("other collections on {backend:?}"));
    for (who, browser) in &scene.attackers {
        attack(&mut score, who, browser, "/hostile/other-collection").await;
    }
    attack(&mut score, "Anne", &scene.anne, "/hostile/other-collection").await;
    scene.nothing_changed().await;
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn collections_of_others_and_tables_of_the_core_do_not_exist_on_sqlite() {
    collections_of_others_and_tables_of_the_core_do_not_exist(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn collections_of_others_and_tables_of_the_core_do_not_exist_on_postgresql() {
    collections_of_others_and_tables_of_the_core_do_not_exist(Backend::Postgres).await;
}

async fn an_id_of_another_association_is_nothing_here(backend: Backend) {
    let Some(scene) = scene(backend).await else { return };
    let world = &scene.world;
    let berthe = world.member_at("beta.localhost", "Berthe").await;
    let secret = write_note(&berthe, "the secret of Berthe").await;
    let (album, photos) = berthe.album_with_photos("Loin", 1).await;
    let photo = photos[0].split('/').nth(3).unwrap();
    // Berthe's own cookies at the wrong door, too.
    let astray = world.browser();
    for pair in berthe.cookie_header().split("; ") {
        let (name, value) = pair.split_once('=').unwrap();
        astray.set_cookie(name, value);
    }
    let mut score = Score::of(&format!("other association on {backend:?}"));
    let callers = [("Bob", &scene.attackers[1].1), ("Anne", &scene.anne), ("Berthe astray", &astray)];
    for (who, browser) in callers {
        for id in [secret.as_str(), id_of(&album), photo] {
            for association in [world.beta.id.as_str(), "beta.localhost"] {
                let path = format!("/hostile/other-association?id={id}&association={association}");
                attack(&mut score, who, browser, &path).await;
            }
            attack(&mut score, who, browser, &format!("/hostile/guessed-id?id={id}")).await;
        }
        score.check(browser.get(&photos[0]).await.status == 404, || format!("{who} got {}", photos[0]));
        score.check(browser.get(&album).await.status == 404, || format!("{who} got {album}"));
    }
    assert_eq!(notes(&berthe).await.len(), 1);
    berthe.get(&album).await.expect(200);
    berthe.get(&photos[0]).await.expect(200);
    scene.nothing_changed().await;
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_another_association_is_nothing_here_on_sqlite() {
    an_id_of_another_association_is_nothing_here(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_another_association_is_nothing_here_on_postgresql() {
    an_id_of_another_association_is_nothing_here(Backend::Postgres).await;
}

async fn a_cursor_that_was_made_up_or_bent_opens_nothing(backend: Backend) {
    let Some(world) = World::with_hostile(backend).await else { return };
    let bob = world.member("Bob").await;
    for number in 0..3 {
        write_note(&bob, &format!("note {number}")).await;
    }
    let mut score = Score::of(&format!("cursors on {backend:?}"));
    for after in ["", "AAAA", "%27%20OR%201%3D1", "1", "9223372036854775807"] {
        score.honest(after, &bob.get(&format!("/hostile/forged-cursor?after={after}")).await);
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_was_made_up_or_bent_opens_nothing_on_sqlite() {
    a_cursor_that_was_made_up_or_bent_opens_nothing(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_was_made_up_or_bent_opens_nothing_on_postgresql() {
    a_cursor_that_was_made_up_or_bent_opens_nothing(Backend::Postgres).await;
}
