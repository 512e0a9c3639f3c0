//! A person without account, with a link of their own.

use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Backend, World, jpeg};

use super::{FIREFOX, invite, mails, page_of, send, share_of, stop};

async fn a_guest_is_invited_seen_and_cut_alone(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances & été", 1).await;
    let (page, link) = invite(&anne, &album, "Mamie Jeanne", "jeanne@example.org", "contributor").await;
    let link = link.expect("a link of her own");
    let (_, other) = invite(&anne, &album, "Papi Louis", "", "viewer").await;
    let other = other.expect("a link of his own");
    assert_ne!(link, other);
    let sent = mails(&world).await;
    assert_eq!(
        sent,
        [("jeanne@example.org".to_owned(), "Anne partage «\u{a0}Vacances & été\u{a0}» avec vous".to_owned())]
    );
    let mail = world.alpha.mails(1).await.expect("the outbox").remove(0).id;
    let text = world.alpha.mail_text(&mail).await.expect("the outbox").expect("what it says");
    assert!(text.contains(&link) && text.contains("Mamie Jeanne"), "{text}");

    let (jeanne, louis) = (world.browser(), world.browser());
    jeanne.get_with(&link, &FIREFOX).await.expect(303);
    louis.get_with(&other, &FIREFOX).await.expect(303);
    for guest in [&jeanne, &louis] {
        guest.get(&album).await.expect(200);
        guest.get(&photos[0]).await.expect(200);
        guest.get(&page).await.expect(403);
    }
    assert!(jeanne.get(&album).await.text().contains("veillee-upload"), "she may add");
    assert!(!louis.get(&album).await.text().contains("veillee-upload"), "he may look");
    let own = jeanne.add_photos(&album, &[("a.jpg", &jpeg(9, 3_000))]).await;
    assert_eq!(own.len(), 2);

    // What the sharer sees the day after, when the link was passed on.
    world.clock.advance(MILLIS_PER_DAY);
    let seen = anne.get(&page_of(&album)).await.expect(200).text();
    assert!(seen.contains("hier pour la dernière fois"), "{seen}");
    assert!(!seen.contains("appareils"), "one device is not worth a word: {seen}");
    world.browser().get_with(&link, &FIREFOX).await.expect(303);
    // What looks at links in mails is no device.
    world.browser().get(&link).await.expect(303);
    world.browser().send(hyper::Method::HEAD, &link, &[], bytes::Bytes::new()).await.expect(303);
    let seen = anne.get(&page_of(&album)).await.expect(200).text();
    assert!(seen.contains("Ouvert sur 2 appareils, le plus récent le 24 novembre 2026"), "{seen}");
    assert!(seen.replace('\u{a0}', " ").contains("nouvel appareil aujourd’hui : Firefox sur Linux"), "{seen}");
    let noted = anne.get("/-/account/activity").await.expect(200).text();
    assert_eq!(noted.matches("Lien ouvert sur un nouvel appareil").count(), 1, "{noted}");
    world.clock.advance(2 * MILLIS_PER_DAY);
    let seen = anne.get(&page_of(&album)).await.expect(200).text();
    assert!(seen.contains("Ouvert sur un nouvel appareil il y a 2 jours"), "{seen}");

    stop(&anne, &album, share_of(&page)).await.expect(303);
    for path in [&album, &photos[0], &own[0], &own[1], &link] {
        jeanne.get(path).await.expect(404);
    }
    louis.get(&album).await.expect(200);
    louis.get(&photos[0]).await.expect(200);

    // Invited anew, by another link: neither the old one nor the device that had it come back.
    let (_, again) = invite(&anne, &album, "Mamie Jeanne", "Jeanne@Example.org", "viewer").await;
    let again = again.expect("another link");
    assert_ne!(again, link);
    jeanne.get(&link).await.expect(404);
    jeanne.get(&album).await.expect(404);
    let tablet = world.browser();
    tablet.visit(&again).await.expect(200);
    tablet.get(&photos[0]).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_invited_seen_and_cut_alone_on_sqlite() {
    a_guest_is_invited_seen_and_cut_alone(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_invited_seen_and_cut_alone_on_postgresql() {
    a_guest_is_invited_seen_and_cut_alone(Backend::Postgres).await;
}

async fn a_guest_is_the_author_of_what_they_added_on_every_device_until_their_share_ends(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, _) = anne.album_with_photos("Noël", 1).await;
    let fields = [("name", "Jeanne"), ("address", "jeanne@example.org"), ("role", "depositor"), ("ends", "week")];
    let back = send(&anne, &album, "people", &fields).await.expect(303).location();
    let values = anne.get(&back).await.expect(200).attributes("value");
    let link = values.iter().find_map(|value| value.find("/-/s/").map(|at| value[at..].to_owned())).expect("a link");
    let (phone, tablet, stranger) = (world.browser(), world.browser(), world.browser());
    phone.visit(&link).await.expect(200);
    tablet.visit(&link).await.expect(200);
    let own = phone.add_photos(&album, &[("a.jpg", &jpeg(9, 3_000))]).await;
    assert_eq!(own.len(), 1, "a depositor sees their own alone");
    tablet.get(&own[0]).await.expect(200);
    stranger.get(&own[0]).await.expect(404);
    // A member who opens the link stays who they are.
    let bruno = world.member("Bruno").await;
    bruno.visit(&link).await.expect(200);
    assert!(bruno.get("/-/account").await.expect(200).text().contains("bruno@example.org"));
    bruno.get(&own[0]).await.expect(404);

    world.clock.advance(7 * MILLIS_PER_DAY - 1);
    tablet.get(&own[0]).await.expect(200);
    world.clock.advance(1);
    for device in [&phone, &tablet] {
        for path in [&link, &album, &own[0]] {
            let page = device.get(path).await.expect(410);
            assert!(!page.text().contains("Noël"), "it says that it ended and nothing else: {}", page.text());
        }
    }
    stranger.get(&link).await.expect(410);
    stranger.get(&own[0]).await.expect(404);
    anne.get(&own[0]).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_the_author_of_what_they_added_on_every_device_until_their_share_ends_on_sqlite() {
    a_guest_is_the_author_of_what_they_added_on_every_device_until_their_share_ends(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_the_author_of_what_they_added_on_every_device_until_their_share_ends_on_postgresql() {
    a_guest_is_the_author_of_what_they_added_on_every_device_until_their_share_ends(Backend::Postgres).await;
}

async fn an_address_with_an_account_is_shared_with_the_account(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let (album, photos) = anne.album_with_photos("Vacances", 1).await;
    let (page, link) = invite(&anne, &album, "Bruno", "BRUNO@example.org", "viewer").await;
    assert_eq!(link, None, "who has an account needs no link");
    bruno.get(&album).await.expect(200);
    bruno.get(&photos[0]).await.expect(200);
    world.browser().get(&album).await.expect(404);
    assert_eq!(mails(&world).await.remove(0).0, "bruno@example.org");
    let listed = anne.get(&page_of(&album)).await.expect(200).text();
    assert!(listed.contains("Bruno") && listed.contains("une personne que l’on a choisie"), "{listed}");
    // Suspended, then not any more.
    let account = world.account("bruno@example.org").await;
    world.alpha.suspend(&account, true).await.expect("suspended");
    bruno.get(&photos[0]).await.expect(404);
    world.alpha.suspend(&account, false).await.expect("taken back");
    bruno.forget_cookies();
    bruno.sign_in("bruno@example.org").await;
    bruno.get(&photos[0]).await.expect(200);
    stop(&anne, &album, share_of(&page)).await.expect(303);
    bruno.get(&album).await.expect(404);
    bruno.get(&photos[0]).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_an_account_is_shared_with_the_account_on_sqlite() {
    an_address_with_an_account_is_shared_with_the_account(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_an_account_is_shared_with_the_account_on_postgresql() {
    an_address_with_an_account_is_shared_with_the_account(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_said_and_what_was_typed_stays() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let long = "x".repeat(10_000);
    invite(&anne, &album, "Jeanne", "jeanne@example.org", "viewer").await;
    let wrong = [
        ("", "zoe@example.org", "Écrivez son nom"),
        (long.as_str(), "", "Ce nom est trop long"),
        ("Zoé", "zoe", "Cette adresse ne va pas"),
        ("Zoé", "zoe@example.org\r\nBcc: all@example.org", "Cette adresse ne va pas"),
        ("Zoé\u{202e}", "zoe@example.org", "Écrivez son nom"),
        ("Anne", "anne@example.org", "votre propre adresse"),
        ("Mamie", "JEANNE@example.org", "déjà invitée"),
    ];
    for (name, address, said) in wrong {
        let fields = [("name", name), ("address", address), ("role", "contributor"), ("ends", "month")];
        let page = send(&anne, &album, "people", &fields).await.expect(422);
        let text = page.text();
        assert!(text.contains(said), "{said}: {text}");
        for option in ["value=\"contributor\" selected", "value=\"month\" selected"] {
            assert!(text.contains(option), "{option}: {text}");
        }
        if name.len() < 100 && !address.contains('\r') {
            assert!(page.attributes("value").contains(&address.to_owned()), "{address}: {text}");
        }
    }
    let unknown = [("name", "Zoé"), ("address", ""), ("role", "owner"), ("ends", "none")];
    send(&anne, &album, "people", &unknown).await.expect(400);
    assert_eq!(mails(&world).await.len(), 1, "nobody else was written to");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_sent_again_but_not_at_once_and_not_for_ever() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let (page, link) = invite(&anne, &album, "Jeanne", "jeanne@example.org", "viewer").await;
    let form = format!("people/{}/invite", share_of(&page));
    let mut sent = 1;
    for _ in 0..12 {
        let back = send(&anne, &album, &form, &[]).await.expect(303).location();
        assert!(anne.get(&back).await.expect(200).text().contains("déjà partie"));
        world.clock.advance(60_000);
        send(&anne, &album, &form, &[]).await.expect(303);
        sent = (sent + 1).min(10);
        let mails = world.alpha.mails(50).await.expect("the outbox");
        assert_eq!(mails.len(), sent);
        let text = world.alpha.mail_text(&mails[0].id).await.expect("the outbox").expect("what it says");
        assert!(text.contains(link.as_deref().expect("a link")), "it is the same link: {text}");
    }
    // Nobody else sends it, nor by a token for something else.
    let token = anne.get(&page_of(&album)).await.expect(200).token_of(&format!("{}/{form}", page_of(&album)));
    let action = format!("{}/{form}", page_of(&album));
    world.member("Bruno").await.post(&action, &[("token", &token)]).await.expect(400);
    crate::account::needs_its_own_token(&anne, &action, &[]).await;
}
