//! People without account: what is kept about them, for themselves and for administrators, and its end.

use veillee::backup::{Lock, Unlock};
use veillee::limits::GUEST_LINK_LIFE_MS;
use veillee::storage::rights::ErasedList;
use veillee_tests::world::{AGE_RECIPIENT, Answer, Backend, Browser, World, identity_file, jpeg, path_in};

use super::sharing::invite;

const PATH: &str = "/-/guest";
const MAIL: &str = "/-/guest/mail";
const LIST: &str = "/-/members/guests";
const ADDRESS: &str = "jeanne@example.org";

/// Asks for the letter, and returns the path that stands in it.
async fn letter(world: &World, browser: &Browser, fields: &[(&str, &str)]) -> (Answer, String) {
    world.mails().await;
    let token = browser.get(PATH).await.expect(200).token_of(MAIL);
    let page = browser.post(MAIL, &[vec![("token", token.as_str())], fields.to_vec()].concat()).await.expect(200);
    let mail = world.only_mail().await;
    // As one of those who invited wrote it.
    assert!(mail.to.eq_ignore_ascii_case(ADDRESS), "{}", mail.to);
    (page, path_in(&mail, "/-/guest/by-mail/"))
}

async fn erase_by(browser: &Browser, way: &str) -> Answer {
    let token = browser.get(way).await.expect(200).token_of(way);
    browser.post(way, &[("token", &token)]).await
}

async fn a_guest_sees_all_that_is_shared_with_them_and_ends_it_by_a_letter(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let (album, photos) = anne.album_with_photos("Vacances & été", 1).await;
    let other = bruno.album("Chez Bruno").await;
    let (_, link) = invite(&anne, &album, "Mamie Jeanne", ADDRESS, "contributor").await;
    let (_, other_link) = invite(&bruno, &other, "Jeanne", "Jeanne@Example.org", "viewer").await;
    let (link, other_link) = (link.expect("a link"), other_link.expect("a link"));
    let jeanne = world.browser();
    jeanne.visit(&link).await.expect(200);
    let all = jeanne.add_photos(&album, &[("a.jpg", &jpeg(9, 3_000))]).await;
    let hers = all.into_iter().find(|photo| !photos.contains(photo)).expect("her photo");
    let inside = jeanne.get(&album).await.expect(200);
    assert!(inside.attributes("href").contains(&PATH.to_owned()), "the way there stands below each page");
    assert!(!anne.get(&album).await.expect(200).attributes("href").contains(&PATH.to_owned()));

    // What a link that can be passed on shows, and what it does not.
    let page = jeanne.get(PATH).await.expect(200);
    let said = page.text();
    for told in ["Mamie Jeanne", "j…@example.org", "Vacances &#38; été", "partagé par Anne", "Peut regarder et ajouter"]
    {
        assert!(said.contains(told), "{told} in {said}");
    }
    assert!(page.attributes("href").contains(&album), "each is one step away");
    assert!(!said.contains(ADDRESS) && !said.contains("Chez Bruno"), "{said}");
    assert!(!page.attributes("action").contains(&PATH.to_owned()), "the button stands in a letter");
    let copy = jeanne.get("/-/guest/export/1.zip").await.expect(200);
    assert!(copy.body.starts_with(b"PK"));
    jeanne.get("/-/guest/export/2.zip").await.expect(404);
    world.browser().get("/-/guest/export/1.zip").await.expect(404);

    let (sent, way) = letter(&world, &jeanne, &[]).await;
    assert!(!sent.text().contains(ADDRESS), "{}", sent.text());
    // Looking changes nothing: mail scanners open what is in a letter.
    let computer = world.browser();
    for _ in 0..3 {
        let page = computer.get(&way).await.expect(200);
        let said = page.text();
        assert!(said.contains(ADDRESS) && said.contains("Vacances") && said.contains("Chez Bruno"), "{said}");
        assert!([&link, &other_link].iter().all(|link| page.attributes("href").contains(link)), "{said}");
    }
    computer.visit(&other_link).await.expect(200);
    for wrong in ["", "x"] {
        computer.post(&way, &[("token", wrong)]).await.expect(400);
    }
    anne.get(&hers).await.expect(200);

    assert_eq!(erase_by(&computer, &way).await.expect(303).location(), PATH);
    assert!(computer.get(PATH).await.expect(200).text().contains("vos liens n’ouvrent plus rien"));
    for (who, path) in [(&jeanne, &album), (&jeanne, &photos[0]), (&computer, &other), (&anne, &hers)] {
        who.get(path).await.expect(404);
    }
    for link in [&link, &other_link] {
        world.browser().get(link).await.expect(404);
    }
    anne.get(&photos[0]).await.expect(200);
    assert_eq!(world.alpha.erase_due(&world.host.erased).await.expect("erased"), 2);
    assert!(world.alpha.guests("", None).await.expect("read").is_empty());
    assert!(world.alpha.mails(50).await.expect("read").iter().all(|mail| !mail.to.eq_ignore_ascii_case(ADDRESS)));
    assert_eq!(world.alpha.verify_audit().await.expect("walked").fault, None);
    let page = jeanne.get(PATH).await.expect(200).text();
    assert!(page.contains("rien n’est gardé de vous") && !page.contains("Jeanne"), "{page}");
    assert!(computer.get(&way).await.expect(200).attributes("action").iter().all(|action| *action != way));
    world.clock.advance(GUEST_LINK_LIFE_MS);
    computer.get(&way).await.expect(404);
    // Invited again, somebody new comes.
    let (_, again) = invite(&anne, &album, "Mamie Jeanne", ADDRESS, "viewer").await;
    world.browser().visit(&again.expect("a link")).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_sees_all_that_is_shared_with_them_and_ends_it_by_a_letter_on_sqlite() {
    a_guest_sees_all_that_is_shared_with_them_and_ends_it_by_a_letter(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_sees_all_that_is_shared_with_them_and_ends_it_by_a_letter_on_postgresql() {
    a_guest_sees_all_that_is_shared_with_them_and_ends_it_by_a_letter(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_good_for_a_day_to_the_millisecond() {
    let world = World::new().await;
    let anne = world.administrator().await;
    invite(&anne, &anne.album("Noël").await, "Jeanne", ADDRESS, "viewer").await;
    let somebody = world.browser();
    let (_, way) = letter(&world, &somebody, &[("address", "JEANNE@example.org")]).await;
    world.clock.advance(GUEST_LINK_LIFE_MS - 1);
    let token = somebody.get(&way).await.expect(200).token_of(&way);
    world.clock.advance(1);
    somebody.get(&way).await.expect(404);
    somebody.post(&way, &[("token", &token)]).await;
    assert_eq!(world.alpha.guests_at(ADDRESS).await.expect("read").len(), 1, "too late");
    somebody.get("/-/guest/by-mail/x").await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_and_an_unknown_address_get_the_same_page_and_one_letter_each() {
    let world = World::new().await;
    let anne = world.administrator().await;
    invite(&anne, &anne.album("Noël").await, "Jeanne", ADDRESS, "viewer").await;
    world.mails().await;
    let mut pages = Vec::new();
    for address in [ADDRESS, "nobody@example.org"] {
        let browser = world.browser();
        let token = browser.get(PATH).await.expect(200).token_of(MAIL);
        let page = browser.post(MAIL, &[("token", &token), ("address", address)]).await.expect(200).text();
        let said = page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a page");
        pages.push(said.replace(address, "ADDRESS"));
        let mail = world.only_mail().await;
        assert_eq!((mail.to.as_str(), mail.text.contains("/-/guest/by-mail/")), (address, address == ADDRESS));
    }
    assert_eq!(pages[0], pages[1]);
    let browser = world.browser();
    let token = browser.get(PATH).await.expect(200).token_of(MAIL);
    let kept = browser.post(MAIL, &[("token", &token), ("address", "jeanne at home")]).await.expect(422);
    assert!(kept.attributes("value").contains(&"jeanne at home".to_owned()), "what was typed stays");
    browser.post(MAIL, &[("token", "x"), ("address", ADDRESS)]).await.expect(400);
    assert!(world.mails().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_address_is_erased_in_the_browser_that_has_their_link() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (album, _) = anne.album_with_photos("Vacances", 1).await;
    let (_, link) = invite(&anne, &album, "Papi Louis", "", "contributor").await;
    let public = anne.share_by_link(&album, "contributor", "none").await;
    let (louis, passer_by) = (world.browser(), world.browser());
    louis.visit(&link.expect("a link")).await.expect(200);
    passer_by.visit(&public).await.expect(200);
    passer_by.get(PATH).await.expect(200);
    for (guest, number) in [(&louis, 1), (&passer_by, 2)] {
        let before = anne.get(&album).await.expect(200).attributes("src");
        guest.add_photos(&album, &[("a.jpg", &jpeg(number, 3_000))]).await;
        let after = anne.get(&album).await.expect(200).attributes("src");
        let own = after.into_iter().find(|path| !before.contains(path)).expect("their photo");
        let page = guest.get(PATH).await.expect(200);
        assert!(page.text().contains("Photo (1)"), "{}", page.text());
        guest.post(PATH, &[("token", "x")]).await.expect(400);
        let erased = guest.post(PATH, &[("token", &page.token_of(PATH))]).await.expect(303);
        assert_eq!(erased.location(), PATH);
        guest.get(&album).await.expect(404);
        anne.get(&own).await.expect(404);
        assert!(guest.get(PATH).await.expect(200).text().contains("rien n’est gardé de vous"));
    }
    assert_eq!(world.alpha.erase_due(&world.host.erased).await.expect("erased"), 2);
    // The link for many is nobody's own, and goes on.
    world.browser().visit(&public).await.expect(200);
    // An account has a page of its own.
    assert_eq!(anne.get(PATH).await.expect(303).location(), "/-/account");
}

async fn administrators_find_guests_and_erase_them(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let (album, photos) = bruno.album_with_photos("Secret de Bruno", 1).await;
    let open = anne.album("Kermesse").await;
    let (_, link) = invite(&bruno, &album, "Mamie Jeanne", ADDRESS, "viewer").await;
    invite(&anne, &open, "Émile 100%", "emile@example.org", "viewer").await;
    assert_eq!(world.browser().get(LIST).await.expect(303).location(), format!("/-/sign-in?then={LIST}"));
    bruno.get(LIST).await.expect(403);
    let list = anne.get(LIST).await.expect(200);
    let said = list.text();
    for told in ["Mamie Jeanne", ADDRESS, "partagé par Bruno", "Kermesse", "Émile 100%", "après 90 jours"] {
        assert!(said.contains(told), "{told} in {said}");
    }
    assert!(!said.contains("Secret de Bruno"), "an administrator sees no more than any member: {said}");
    assert!(anne.get("/-/members").await.expect(200).attributes("href").contains(&LIST.to_owned()));
    for (words, found) in [("jeanne", 1), ("EMILE@", 1), ("100%25", 1), ("%25", 1), ("zoé", 0), ("a", 2), ("", 2)] {
        let list = anne.get(&format!("{LIST}?words={}", words.replace('é', "%C3%A9"))).await.expect(200);
        let rows = list.attributes("href").into_iter().filter(|path| path.starts_with(&format!("{LIST}/"))).count();
        assert_eq!(rows, found, "{words}");
    }
    let guest = world.alpha.guests_at(ADDRESS).await.expect("read").remove(0).id;
    let path = format!("{LIST}/{guest}");
    bruno.get(&path).await.expect(403);
    bruno.post(&path, &[("token", "x")]).await.expect(400);
    anne.get(&format!("{LIST}/x")).await.expect(404);
    let jeanne = world.browser();
    jeanne.visit(&link.expect("a link")).await.expect(200);
    jeanne.get(&photos[0]).await.expect(200);
    anne.post(&path, &[("token", "x")]).await.expect(400);
    assert_eq!(erase_by(&anne, &path).await.expect(303).location(), LIST);
    let after = anne.get(LIST).await.expect(200).text();
    assert!(after.contains("Mamie Jeanne n’ouvre plus rien") && !after.contains(ADDRESS), "{after}");
    jeanne.get(&photos[0]).await.expect(404);
    anne.get(&path).await.expect(404);
    assert_eq!(world.alpha.erase_due(&world.host.erased).await.expect("erased"), 1);
    let log = anne.get("/-/console/activity").await.expect(200).text();
    assert!(log.contains("Personne sans compte effacée"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_find_guests_and_erase_them_on_sqlite() {
    administrators_find_guests_and_erase_them(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_find_guests_and_erase_them_on_postgresql() {
    administrators_find_guests_and_erase_them(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_many_guests_goes_on_where_it_stopped() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Kermesse").await;
    for number in 0..=veillee::limits::GUESTS_LISTED_MAX {
        invite(&anne, &album, &format!("Invité {number:03}"), "", "viewer").await;
    }
    let rows = |page: &Answer| {
        page.attributes("href").into_iter().filter(|path| path.starts_with(&format!("{LIST}/"))).collect::<Vec<_>>()
    };
    let first = anne.get(&format!("{LIST}?words=invit")).await.expect(200);
    let next = first.attributes("href").into_iter().find(|path| path.contains("after=")).expect("the way on");
    let second = anne.get(&next.replace("&#38;", "&").replace("&amp;", "&")).await.expect(200);
    assert_eq!((rows(&first).len(), rows(&second).len()), (50, 1));
    assert!(!rows(&first).contains(&rows(&second)[0]));
    assert_eq!(rows(&anne.get(&format!("{LIST}?after=x")).await.expect(200)).len(), 50, "a cursor of nobody's is none");
}

async fn an_erased_guest_stays_erased_after_a_restore(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 1).await;
    let (_, link) = invite(&anne, &album, "Mamie Jeanne", ADDRESS, "contributor").await;
    let link = link.expect("a link");
    let jeanne = world.browser();
    jeanne.visit(&link).await.expect(200);
    let guest = world.alpha.guests_at(ADDRESS).await.expect("read").remove(0).id;
    let shelf = tempfile::tempdir().expect("a folder");
    let file = shelf.path().join("veillee.age");
    world.back_up(&file, &Lock::Recipient(AGE_RECIPIENT.to_owned()), true).await.expect("copied");
    let (_, way) = letter(&world, &jeanne, &[]).await;
    erase_by(&jeanne, &way).await.expect(303);
    assert_eq!(world.alpha.erase_due(&world.host.erased).await.expect("erased"), 1);
    let list = ErasedList::beside(&world.host.config.master_key);
    assert!(std::fs::read_to_string(&list).expect("a list").contains(&guest));

    let unlock = Unlock::IdentityFile(identity_file(&file));
    let Some((restored, _)) = World::restored(&file, &unlock, backend).await else { return };
    restored.browser().visit(&link).await.expect(200);
    assert_eq!(ErasedList::take_in(&list, &restored.host.config.master_key).expect("taken in"), 1);
    let restored = restored.restart().await;
    restored.browser().get(&link).await.expect(404);
    assert!(restored.alpha.guests_at(ADDRESS).await.expect("read").is_empty());
    assert_eq!(restored.alpha.erase_due(&restored.host.erased).await.expect("erased"), 1);
    assert_eq!(restored.alpha.verify_audit().await.expect("walked").fault, None);
    let again = restored.browser();
    again.sign_in("anne@example.org").await;
    again.get(&photos[0]).await.expect(200);
    let restored = restored.restart().await;
    assert_eq!(restored.alpha.erase_due(&restored.host.erased).await.expect("looked"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_guest_stays_erased_after_a_restore_on_sqlite() {
    an_erased_guest_stays_erased_after_a_restore(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_guest_stays_erased_after_a_restore_on_postgresql() {
    an_erased_guest_stays_erased_after_a_restore(Backend::Postgres).await;
}
