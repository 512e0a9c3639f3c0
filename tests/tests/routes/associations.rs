//! Two associations in one host: nothing of one is worth anything at the other.

use veillee::storage::people::{AccountRole, NewAccount};
use veillee_tests::world::{Backend, Browser, PASSWORD, World, id_of, jpeg};

/// The same cookies at the other association: browsers never do this, thieves would.
fn carried_over(world: &World, browser: &Browser) -> Browser {
    let other = world.browser_at("beta.localhost");
    for (name, value) in browser.cookie_header().split("; ").filter_map(|pair| pair.split_once('=')) {
        other.set_cookie(name, value);
    }
    other
}

async fn nothing_of_one_association_opens_the_other(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let carla = world.member_at("beta.localhost", "Carla").await;
    let (album, photos) = anne.album_with_photos("Alpha", 2).await;
    let link = anne.share_by_link(&album, "contributor", "none").await;
    let upload = anne.get(&album).await.hidden("veillee-upload", 0);
    let share = format!("/-/share/{}", id_of(&album));
    let page = anne.get(&share).await.expect(200);
    let (everyone, share_id) = (page.token_of(&format!("{share}/everyone")), page.hidden("share", 0));

    let thief = carried_over(&world, &anne);
    assert!(thief.get("/-/account").await.expect(303).location().starts_with("/-/sign-in"));
    for browser in [&thief, &carla] {
        for path in [&album, &photos[0], &share, &link] {
            browser.get(path).await.expect(404);
        }
        browser.post(&format!("{share}/everyone"), &[("token", &everyone), ("role", "viewer")]).await.expect(400);
        browser.post(&format!("{share}/stop"), &[("token", &everyone), ("share", &share_id)]).await.expect(400);
        let his = carla.album("Bêta").await;
        let photo = jpeg(1, 1_000);
        let files: [(&str, &[u8]); 1] = [("a.jpg", &photo)];
        browser.upload(&his, &[("veillee-upload", &upload)], "photos", &files).await.expect(400);
        browser.post(&format!("{album}/rename"), &[("title", "Pris"), ("version", "1")]).await.expect(404);
        browser.post(&format!("{album}/trash"), &[]).await.expect(404);
    }
    assert!(anne.get(&album).await.expect(200).text().contains("Alpha"));
    assert!(!carla.get("/album").await.expect(200).text().contains("Alpha"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_one_association_opens_the_other_on_sqlite() {
    nothing_of_one_association_opens_the_other(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_one_association_opens_the_other_on_postgresql() {
    nothing_of_one_association_opens_the_other(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_turns_pages_for_its_caller_and_association_only() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let bruno = world.member("Bruno").await;
    for number in 0..51 {
        anne.album(&format!("Album {number}")).await;
    }
    let next =
        |page: &str| page.split("?after=").nth(1).and_then(|rest| rest.split(['"', '&']).next()).map(str::to_owned);
    let cursor = next(&anne.get("/album").await.expect(200).text()).expect("a next page");
    let path = format!("/album/?after={cursor}");
    assert!(anne.get(&path).await.expect(200).text().contains("Album "));
    for browser in [carried_over(&world, &anne), bruno, world.browser()] {
        let answer = browser.get(&path).await;
        assert!(answer.status.is_client_error(), "{}: {}", answer.status, answer.text());
        assert!(!answer.text().contains("Album "));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_in_two_associations_is_two_people() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let other = "cinq autres mots bien simples";
    let hash = world.host.app.passwords.hash(other).await.expect("a hash");
    let new = NewAccount {
        address: "ANNE@example.org",
        name: "Anne de Bêta",
        password: &hash,
        role: AccountRole::Member,
        locale: "fr",
    };
    world.beta.create_account(new).await.expect("an account");
    let there = world.browser_at("beta.localhost");
    for (password, status) in [(PASSWORD, 422), (other, 303)] {
        let token = there.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
        let fields =
            [("token", token.as_str()), ("then", "/"), ("address", "anne@example.org"), ("password", password)];
        there.post("/-/sign-in", &fields).await.expect(status);
    }
    assert!(there.get("/-/account").await.expect(200).text().contains("Anne de Bêta"));
    assert!(!anne.get("/-/account").await.expect(200).text().contains("Bêta"));
    let album = anne.album("Alpha").await;
    there.get(&album).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_name_that_nobody_has_shows_nothing() {
    let world = World::new().await;
    let anne = world.administrator().await;
    for host in
        ["unknown.localhost", "localhost", "alpha.localhost.evil.example", "xalpha.localhost", "", "[::1]", "a b"]
    {
        for path in ["/", "/-/sign-in", "/album"] {
            let stranger = world.browser_at(host);
            let answer = stranger.get(path).await;
            assert!(matches!(answer.status.as_u16(), 400 | 404), "{host} {path}: {}", answer.status);
            assert!(!answer.text().contains("Alpha"), "{host} {path}");
        }
    }
    for host in ["ALPHA.localhost", "alpha.localhost:8080"] {
        let same = world.browser_at(host);
        assert!(same.get("/").await.expect(200).text().contains("Alpha"));
    }
    drop(anne);
}
