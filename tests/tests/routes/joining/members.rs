//! The list of accounts: roles, suspension, and somebody who always runs the association.

use veillee::storage::people::{AccountRole, NewAccount};
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World};

use super::sign_in_status;

const MEMBERS: &str = "/-/members";

async fn change(by: &Browser, account: &str, deed: &str) -> Answer {
    let path = format!("{MEMBERS}/{account}");
    let token = by.get(MEMBERS).await.expect(200).token_of(&path);
    by.post(&path, &[("token", &token), ("deed", deed)]).await
}

async fn a_suspended_account_is_out_at_once_and_comes_back_by_its_password(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let account = world.account("bruno@example.org").await;
    bruno.get("/-/account").await.expect(200);
    let page = anne.get(MEMBERS).await.expect(200).text();
    assert!(page.contains("bruno@example.org") && page.contains("Vu le 23 novembre 2026"), "{page}");
    change(&anne, &account, "suspend").await.expect(303);
    bruno.get("/-/account").await.expect(303);
    assert!(world.alpha.sessions_of(&account).await.expect("a database").is_empty());
    assert_eq!(sign_in_status(&world, "bruno@example.org", PASSWORD).await, 422);
    assert!(anne.get(MEMBERS).await.text().contains("Suspendu"));
    change(&anne, &account, "resume").await.expect(303);
    bruno.get("/-/account").await.expect(303);
    bruno.sign_in("bruno@example.org").await;
    bruno.get("/-/account").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_account_is_out_at_once_and_comes_back_by_its_password_on_sqlite() {
    a_suspended_account_is_out_at_once_and_comes_back_by_its_password(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_account_is_out_at_once_and_comes_back_by_its_password_on_postgresql() {
    a_suspended_account_is_out_at_once_and_comes_back_by_its_password(Backend::Postgres).await;
}

async fn somebody_always_runs_the_association(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let [first, second] = [world.account("anne@example.org").await, world.account("bruno@example.org").await];
    change(&anne, &first, "member").await.expect(303);
    let page = anne.get(MEMBERS).await.expect(200).text();
    assert!(page.contains("une personne au moins administre"), "{page}");

    let before = bruno.cookie_header();
    change(&anne, &second, "administrator").await.expect(303);
    bruno.get("/-/account").await.expect(303);
    bruno.sign_in("bruno@example.org").await;
    assert_ne!(before, bruno.cookie_header());
    bruno.get(MEMBERS).await.expect(200);

    // Both at the same moment: one of them stays.
    let (one, two) = tokio::join!(change(&anne, &second, "member"), change(&bruno, &first, "member"));
    assert!(one.status.as_u16() < 500 && two.status.as_u16() < 500, "{one:?} {two:?}");
    assert!(world.alpha.has_administrator().await.expect("a database"));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_always_runs_the_association_on_sqlite() {
    somebody_always_runs_the_association(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_always_runs_the_association_on_postgresql() {
    somebody_always_runs_the_association(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_gives_up_their_role_goes_on_under_a_new_secret() {
    let world = World::new().await;
    let (anne, _) = (world.administrator().await, world.member("Bruno").await);
    let [first, second] = [world.account("anne@example.org").await, world.account("bruno@example.org").await];
    change(&anne, &second, "administrator").await.expect(303);
    let before = anne.cookie_header();
    assert_eq!(change(&anne, &first, "member").await.expect(303).location(), "/-/account");
    assert_ne!(before, anne.cookie_header());
    anne.get("/-/account").await.expect(200);
    anne.get(MEMBERS).await.expect(403);
    let old = world.browser();
    for (name, value) in before.split("; ").filter_map(|pair| pair.split_once('=')) {
        old.set_cookie(name, value);
    }
    old.get("/-/account").await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_the_list_is_good_for_one_account_and_one_administrator() {
    let world = World::new().await;
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let account = world.account("bruno@example.org").await;
    let [own, other] = [format!("{MEMBERS}/{account}"), format!("{MEMBERS}/x")];
    let token = anne.get(MEMBERS).await.expect(200).token_of(&own);
    anne.post(&other, &[("token", &token), ("deed", "suspend")]).await.expect(400);
    bruno.post(&own, &[("token", &token), ("deed", "administrator")]).await.expect(400);
    anne.post(&own, &[("token", &token), ("deed", "delete")]).await.expect(400);
    let elsewhere = world.browser_at("beta.localhost");
    elsewhere.post(&own, &[("token", &token), ("deed", "suspend")]).await.expect(400);
    bruno.get("/-/account").await.expect(200);
}

async fn a_long_list_goes_on(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    for number in 0..150 {
        let (address, name) = (format!("member-{number}@example.org"), format!("Membre {}", number % 7));
        let new = NewAccount { address: &address, name: &name, password: "!", role: AccountRole::Member, locale: "fr" };
        world.alpha.create_account(new).await.expect("an account");
    }
    let mut shown = Vec::new();
    let mut path = MEMBERS.to_owned();
    for _ in 0..2 {
        let page = anne.get(&path).await.expect(200);
        let text = page.text();
        shown.extend(
            text.split("action=\"/-/members/").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned),
        );
        let next = page.attributes("href").into_iter().find(|path| path.starts_with("/-/members?after="));
        path = next.unwrap_or_default();
    }
    assert!(path.is_empty(), "two pages hold all");
    shown.retain(|name| !name.starts_with("invitations"));
    let count = shown.len();
    shown.sort();
    shown.dedup();
    assert_eq!((count, shown.len()), (151, 151));
    anne.get("/-/members?after=x").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_goes_on_on_sqlite() {
    a_long_list_goes_on(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_goes_on_on_postgresql() {
    a_long_list_goes_on(Backend::Postgres).await;
}
