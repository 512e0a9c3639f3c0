//! An account is erased by its person, who may think better of it for thirty days; and stays erased after a restore.

use veillee::backup::{Lock, Unlock};
use veillee::limits::REGRET_MS;
use veillee::storage::audit::Doer;
use veillee::storage::rights::ErasedList;
use veillee_tests::world::{AGE_RECIPIENT, Answer, Backend, Browser, PASSWORD, World, identity_file};

use super::{needs_its_own_token, only_accounts_have_it};

const PATH: &str = "/-/account/erase";

async fn erase(browser: &Browser, password: &str) -> Answer {
    let token = browser.get(PATH).await.expect(200).token_of(PATH);
    browser.post(PATH, &[("token", &token), ("password", password)]).await
}

async fn sign_in(browser: &Browser, password: &str) -> Answer {
    let token = browser.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
    let fields = [("token", token.as_str()), ("then", "/"), ("address", "bruno@example.org"), ("password", password)];
    browser.post("/-/sign-in", &fields).await
}

/// The way back in the letter that was posted last.
async fn way_in_letter(world: &World) -> String {
    let mails = world.alpha.mails(10).await.expect("read");
    let mail = mails.iter().find(|mail| mail.to == "bruno@example.org").expect("a letter");
    let text = world.alpha.mail_text(&mail.id).await.expect("read").expect("its text");
    let start = text.find("/-/account/regret/").expect("an address");
    text[start..].split_whitespace().next().expect("an address").to_owned()
}

async fn keep(browser: &Browser, way: &str) -> Answer {
    let page = browser.get(way).await.expect(200);
    assert!(page.text().contains("Garder votre compte"), "{}", page.text());
    browser.post(way, &[("token", &page.token_of(way))]).await
}

async fn one_thinks_better_of_it_by_letter_or_by_signing_in(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    only_accounts_have_it(&world, &bruno, PATH).await;
    needs_its_own_token(&bruno, PATH, &[("password", PASSWORD)]).await;
    let (album, photos) = bruno.album_with_photos("À moi", 1).await;
    let link = bruno.share_by_link(&album, "viewer", "none").await;
    let guest = world.browser();
    guest.visit(&link).await.expect(200);
    let page = bruno.get(PATH).await.expect(200).text();
    assert!(page.contains("Album (2)") && page.contains("y compris ce que d’autres y ont ajouté"), "{page}");
    let wrong = erase(&bruno, "not the password").await.expect(422).text();
    assert!(wrong.contains("Rien n’a été effacé") && !wrong.contains("not the password"), "{wrong}");
    guest.get(&photos[0]).await.expect(200);

    erase(&bruno, PASSWORD).await.expect(303);
    bruno.get("/-/account").await.expect(303);
    for who in [&guest, &anne] {
        who.get(&photos[0]).await.expect(404);
    }
    world.browser().get(&link).await.expect(404);
    // Looking changes nothing: mail scanners open what is in a letter.
    let way = way_in_letter(&world).await;
    for _ in 0..3 {
        world.browser().get(&way).await.expect(200);
    }
    guest.get(&photos[0]).await.expect(404);
    let other = world.browser();
    let kept = keep(&other, &way).await.expect(303);
    assert_eq!(kept.location(), "/-/sign-in");
    guest.get(&photos[0]).await.expect(200);
    other.get(&way).await.expect(404);
    assert_eq!(sign_in(&other, PASSWORD).await.expect(303).location(), "/");
    other.get(&photos[0]).await.expect(200);

    erase(&other, PASSWORD).await.expect(303);
    let back = world.browser();
    sign_in(&back, "not the password").await.expect(422);
    let way = sign_in(&back, PASSWORD).await.expect(303).location();
    assert!(way.starts_with("/-/account/regret/"), "{way}");
    back.get("/-/account").await.expect(303);
    back.get("/-/account/regret/x").await.expect(404);
    world.clock.advance(REGRET_MS - 1);
    keep(&back, &way).await.expect(303);
    sign_in(&back, PASSWORD).await.expect(303);
    back.get(&photos[0]).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_thinks_better_of_it_by_letter_or_by_signing_in_on_sqlite() {
    one_thinks_better_of_it_by_letter_or_by_signing_in(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_thinks_better_of_it_by_letter_or_by_signing_in_on_postgresql() {
    one_thinks_better_of_it_by_letter_or_by_signing_in(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_administrator_hands_over_first() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let page = erase(&anne, PASSWORD).await.expect(422).text();
    assert!(page.contains("la seule personne qui administre"), "{page}");
    anne.get("/-/account").await.expect(200);
}

async fn whoever_was_erased_stays_erased_after_a_restore(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let (album, photos) = bruno.album_with_photos("À moi", 1).await;
    bruno.share_by_link(&album, "viewer", "none").await;
    let account = world.account_id("bruno").await;
    let shelf = tempfile::tempdir().expect("a folder");
    let file = shelf.path().join("veillee.age");
    world.back_up(&file, &Lock::Recipient(AGE_RECIPIENT.to_owned()), true).await.expect("copied");

    erase(&bruno, PASSWORD).await.expect(303);
    world.clock.advance(REGRET_MS);
    assert_eq!(world.alpha.erase_due(&world.host.erased).await.expect("erased"), 1);
    sign_in(&world.browser(), PASSWORD).await.expect(422);
    assert!(world.alpha.account(&account).await.expect("read").is_none());
    let list = ErasedList::beside(&world.host.config.master_key);
    assert!(std::fs::read_to_string(&list).expect("a list").contains(&account));

    let unlock = Unlock::IdentityFile(identity_file(&file));
    let Some((restored, _)) = World::restored(&file, &unlock, backend).await else { return };
    let again = restored.browser();
    sign_in(&again, PASSWORD).await.expect(303);
    again.get(&photos[0]).await.expect(200);
    // The old list beside the new key, as `veillee restore --erased` puts it there.
    assert_eq!(ErasedList::take_in(&list, &restored.host.config.master_key).expect("taken in"), 1);
    let restored = restored.restart().await;
    let again = again.moved_to(restored.address);
    again.get("/-/account").await.expect(303);
    again.get(&photos[0]).await.expect(404);
    sign_in(&restored.browser(), PASSWORD).await.expect(422);
    assert_eq!(restored.alpha.erase_due(&restored.host.erased).await.expect("erased"), 1);
    assert!(restored.alpha.account(&account).await.expect("read").is_none());
    assert_eq!(restored.alpha.verify_audit().await.expect("walked").fault, None);
    let restored = restored.restart().await;
    assert_eq!(restored.alpha.erase_due(&restored.host.erased).await.expect("looked"), 0);
    anne.get("/-/account").await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_erased_stays_erased_after_a_restore_on_sqlite() {
    whoever_was_erased_stays_erased_after_a_restore(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_erased_stays_erased_after_a_restore_on_postgresql() {
    whoever_was_erased_stays_erased_after_a_restore(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_account_is_on_hold_hears_so_at_the_door_and_nobody_else_does() {
    let world = World::new().await;
    world.member("Bruno").await;
    let account = world.account_id("bruno").await;
    let door = world.browser();
    assert!(world.alpha.hold(&account, true, Doer::OPERATOR).await.expect("answered"));
    let told = sign_in(&door, PASSWORD).await.expect(422).text();
    assert!(told.contains("mis en attente") && told.contains("value=\"bruno@example.org\""), "{told}");
    let refused = sign_in(&door, "not the password").await.expect(422).text();
    assert!(refused.contains("L’adresse ou le mot de passe ne va pas") && !refused.contains("attente"), "{refused}");
    door.get("/-/account").await.expect(303);
    assert!(world.alpha.hold(&account, false, Doer::OPERATOR).await.expect("answered"));
    sign_in(&door, PASSWORD).await.expect(303);
    door.get("/-/account").await.expect(200);
}
