//! Groups and roles, which administrators keep.

use veillee_tests::world::{Answer, Backend, Browser, World, id_of};

use super::{page_of, send, share_of, stop};

/// Makes a group and returns its path.
async fn group(anne: &Browser, name: &str) -> String {
    let token = anne.get("/-/groups").await.expect(200).token_of("/-/groups");
    anne.post("/-/groups", &[("token", &token), ("name", name)]).await.expect(303).location()
}

async fn deed(anne: &Browser, group: &str, fields: &[(&str, &str)]) -> Answer {
    let token = anne.get(group).await.expect(200).token_of(group);
    anne.post(group, &[vec![("token", token.as_str())], fields.to_vec()].concat()).await
}

async fn what_is_shared_with_a_group_is_seen_by_whoever_is_in_it(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let (album, photos) = anne.album_with_photos("Concert", 1).await;
    assert!(!anne.get(&page_of(&album)).await.text().contains("/groups"), "without a group there is no form");
    let choir = group(&anne, "Chorale <b>").await;
    let added = deed(&anne, &choir, &[("deed", "add"), ("address", "bruno@example.org")]).await.expect(303);
    assert_eq!(added.location(), choir);
    bruno.get(&album).await.expect(404);
    send(&anne, &album, "groups", &[("group", id_of(&choir)), ("role", "contributor")]).await.expect(303);
    bruno.get(&photos[0]).await.expect(200);
    assert!(bruno.get(&album).await.expect(200).text().contains("veillee-upload"), "he may add");
    world.member("Zoé").await.get(&album).await.expect(404);
    let page = anne.get(&page_of(&album)).await.expect(200).text();
    assert!(page.contains("Vous et un groupe") && page.contains("Chorale &#60;b&#62;"), "{page}");

    let account = world.account("bruno@example.org").await;
    deed(&anne, &choir, &[("deed", "remove"), ("account", &account)]).await.expect(303);
    bruno.get(&photos[0]).await.expect(404);
    deed(&anne, &choir, &[("deed", "add"), ("address", "bruno@example.org")]).await.expect(303);
    bruno.get(&photos[0]).await.expect(200);
    let share = anne.get(&page_of(&album)).await.expect(200).hidden("share", 0);
    stop(&anne, &album, share_of(&share)).await.expect(303);
    bruno.get(&photos[0]).await.expect(404);
    send(&anne, &album, "groups", &[("group", id_of(&choir)), ("role", "viewer")]).await.expect(303);
    bruno.get(&photos[0]).await.expect(200);
    assert_eq!(deed(&anne, &choir, &[("deed", "delete")]).await.expect(303).location(), "/-/groups");
    bruno.get(&photos[0]).await.expect(404);
    anne.get(&choir).await.expect(404);
    assert!(!anne.get(&page_of(&album)).await.text().contains("Chorale"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shared_with_a_group_is_seen_by_whoever_is_in_it_on_sqlite() {
    what_is_shared_with_a_group_is_seen_by_whoever_is_in_it(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shared_with_a_group_is_seen_by_whoever_is_in_it_on_postgresql() {
    what_is_shared_with_a_group_is_seen_by_whoever_is_in_it(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_and_roles_are_kept_by_administrators_alone() {
    let world = World::new().await;
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let choir = group(&anne, "Chorale").await;
    for path in ["/-/groups", choir.as_str(), "/-/roles"] {
        anne.get(path).await.expect(200);
        bruno.get(path).await.expect(403);
        assert!(world.browser().get(path).await.expect(303).location().starts_with("/-/sign-in"));
    }
    for (path, fields) in [
        ("/-/groups", vec![("name", "Danse")]),
        (choir.as_str(), vec![("deed", "delete")]),
        ("/-/roles", vec![("deed", "give"), ("role", "x"), ("address", "bruno@example.org")]),
    ] {
        crate::account::needs_its_own_token(&anne, path, &fields).await;
        bruno.post(path, &fields).await.expect(400);
    }
    world.browser_at("beta.localhost").get(&choir).await.expect(303);
    assert!(anne.get("/-/account").await.expect(200).text().contains("/-/groups"));
    assert!(!bruno.get("/-/account").await.expect(200).text().contains("/-/groups"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_said_and_what_was_typed_stays() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let choir = group(&anne, "Chorale").await;
    let dance = group(&anne, "Danse").await;
    for (name, said) in [("", "Donnez un nom"), ("CHORALE ", "déjà ce nom"), ("a\u{202e}b", "Donnez un nom")] {
        let token = anne.get("/-/groups").await.expect(200).token_of("/-/groups");
        let page = anne.post("/-/groups", &[("token", &token), ("name", name)]).await.expect(422);
        assert!(page.text().contains(said), "{name}: {}", page.text());
        let page = deed(&anne, &dance, &[("deed", "rename"), ("name", name)]).await.expect(422);
        assert!(page.text().contains(said) && page.attributes("value").contains(&name.trim().to_owned()));
    }
    let page = deed(&anne, &choir, &[("deed", "add"), ("address", "nobody@example.org")]).await.expect(422);
    assert!(
        page.text().contains("Aucun compte") && page.attributes("value").contains(&"nobody@example.org".to_owned())
    );
    deed(&anne, &choir, &[("deed", "rename"), ("name", "Chœur")]).await.expect(303);
    assert!(anne.get("/-/groups").await.text().contains("Chœur"));
    deed(&anne, &choir, &[("deed", "burn")]).await.expect(400);
    // Twice the same is the same.
    for _ in 0..2 {
        deed(&anne, &choir, &[("deed", "add"), ("address", "anne@example.org")]).await.expect(303);
    }
    assert!(anne.get("/-/groups").await.text().contains("Une personne"));
}

async fn a_role_counts_from_the_next_request_and_no_longer(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let account = world.account("bruno@example.org").await;
    let roles = async || {
        let site = world.host.app.site("alpha.localhost").expect("it answers");
        let cookies = bruno.cookie_header();
        let token =
            cookies.split("; ").find_map(|pair| pair.strip_prefix("__Host-veillee-session=")).expect("a session");
        let visit = site.sessions.visit(Some(token)).await.expect("a visit");
        visit.caller.association_roles.iter().cloned().collect::<Vec<_>>()
    };
    assert!(roles().await.is_empty());
    world.alpha.give_role(&account, "reviewer", veillee::storage::audit::Doer::OPERATOR).await.expect("given");
    assert_eq!(roles().await, ["reviewer"]);
    world.alpha.give_role(&account, "reviewer", veillee::storage::audit::Doer::OPERATOR).await.expect("given again");
    world
        .alpha
        .give_role("nobody", "reviewer", veillee::storage::audit::Doer::OPERATOR)
        .await
        .expect("nothing happens");
    assert_eq!(world.alpha.accounts_with_role("reviewer").await.expect("asked").len(), 1);
    world.alpha.suspend(&account, true).await.expect("suspended");
    assert!(roles().await.is_empty(), "suspended, they speak for nobody");
    world.alpha.suspend(&account, false).await.expect("taken back");
    bruno.forget_cookies();
    bruno.sign_in("bruno@example.org").await;
    assert_eq!(roles().await, ["reviewer"]);
    world.alpha.take_role(&account, "reviewer", veillee::storage::audit::Doer::OPERATOR).await.expect("taken");
    assert!(roles().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_counts_from_the_next_request_and_no_longer_on_sqlite() {
    a_role_counts_from_the_next_request_and_no_longer(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_counts_from_the_next_request_and_no_longer_on_postgresql() {
    a_role_counts_from_the_next_request_and_no_longer(Backend::Postgres).await;
}
