//! Two clicks at once on the button of a form make one thing, or the second is answered kindly; nobody gets two mails.

use veillee_tests::on_both;
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World, totp_code};

use crate::factors::{RECOVERY, SECURITY, TOTP, now_ms, secret_on, sign_in};
use crate::sharing::{guarded_link, invite, page_of, prove};

on_both!(
    a_link_is_made_once_and_both_are_led_to_it,
    a_person_is_invited_once_and_gets_one_mail,
    an_invitation_is_mailed_once,
    an_account_is_erased_once,
    an_application_is_enrolled_once,
    of_two_sets_of_codes_one_is_good,
    a_password_and_an_address_are_changed_once,
);

/// The same form twice at once. Neither is an error of the host.
async fn both(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> [Answer; 2] {
    let (one, two) = tokio::join!(browser.post(path, fields), browser.post(path, fields));
    for answer in [&one, &two] {
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.text());
    }
    [one, two]
}

fn statuses(answers: &[Answer; 2]) -> [u16; 2] {
    let mut both = [answers[0].status.as_u16(), answers[1].status.as_u16()];
    both.sort_unstable();
    both
}

async fn shares(owner: &Browser, album: &str) -> usize {
    owner.get(&page_of(album)).await.expect(200).text().matches("name=\"share\" value=").count()
}

async fn a_link_is_made_once_and_both_are_led_to_it(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let (page, action) = (page_of(&album), format!("{}/links", page_of(&album)));
    let token = anne.get(&page).await.expect(200).token_of(&action);
    let fields = |label| {
        [
            ("token", token.as_str()),
            ("role", "viewer"),
            ("ends", "week"),
            ("label", label),
            ("password", "soleil cerise"),
        ]
    };
    let made = both(&anne, &action, &fields("Presse")).await;
    assert_eq!(statuses(&made), [303, 303]);
    assert_eq!(made[0].location(), made[1].location(), "both lead to the link");
    assert_eq!(shares(&anne, &album).await, 1);
    // Later too, from a page that was left open; with another name it is another link.
    assert_eq!(anne.post(&action, &fields("Presse")).await.expect(303).location(), made[0].location());
    assert_eq!(shares(&anne, &album).await, 1);
    anne.post(&action, &fields("Amis")).await.expect(303);
    assert_eq!(shares(&anne, &album).await, 2);
    // A form that was refused is heard again.
    let short = [("token", token.as_str()), ("role", "viewer"), ("ends", "week"), ("password", "court")];
    assert_eq!(statuses(&both(&anne, &action, &short).await), [422, 422]);

    // Stopped twice, and another password set twice.
    let (own, link) = guarded_link(&anne, &album, "soleil cerise", "").await;
    let token = anne.get(&own).await.expect(200).token_of(&own);
    let terms = [("token", token.as_str()), ("role", "viewer"), ("ends", ""), ("label", ""), ("downloads", "")];
    let changed = both(&anne, &own, &[terms.to_vec(), vec![("password", "pomme et poire")]].concat()).await;
    assert_eq!(statuses(&changed), [303, 303]);
    prove(&world.browser(), &link, "pomme et poire").await.expect(303);
    let listed = anne.get(&page).await.expect(200);
    let (share, stop) = (listed.hidden("share", 0), format!("{page}/stop"));
    let token = listed.token_of(&stop);
    let stopped = both(&anne, &stop, &[("token", &token), ("share", &share)]).await;
    assert!([[303, 303], [303, 404]].contains(&statuses(&stopped)), "{stopped:?}");
    assert_eq!(shares(&anne, &album).await, 2);
}

async fn a_person_is_invited_once_and_gets_one_mail(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    world.member("Bruno").await;
    for (address, mails) in [("", 0), ("jeanne@example.org", 1), ("bruno@example.org", 1)] {
        let album = anne.album("Vacances").await;
        let (page, action) = (page_of(&album), format!("{}/people", page_of(&album)));
        let token = anne.get(&page).await.expect(200).token_of(&action);
        let fields =
            [("token", token.as_str()), ("name", "Jeanne"), ("address", address), ("role", "viewer"), ("ends", "none")];
        let made = both(&anne, &action, &fields).await;
        assert_eq!(statuses(&made), [303, 303]);
        assert_eq!(made[0].location(), made[1].location());
        assert_eq!(shares(&anne, &album).await, 1, "{address}");
        assert_eq!(world.mails().await.len(), mails, "{address}");
        // From two pages at once: one is told that the person is there already, unless nothing tells the two apart.
        let other = anne.get(&page).await.expect(200).token_of(&action);
        let again = [&[("token", other.as_str())][..], &fields[1..]].concat();
        let answer = anne.post(&action, &again).await;
        assert_eq!(answer.status.as_u16(), if address.is_empty() { 303 } else { 422 }, "{address}");
        assert!(world.mails().await.is_empty());
    }
}

async fn an_invitation_is_mailed_once(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (members, action) = ("/-/members", "/-/members/invitations");
    let token = anne.get(members).await.expect(200).token_of(action);
    let made = both(&anne, action, &[("token", &token), ("address", "zoe@example.org")]).await;
    assert_eq!(statuses(&made), [303, 303]);
    assert_eq!(world.mails().await.len(), 1);
    let page = anne.get(members).await.expect(200).text();
    assert_eq!(page.matches("name=\"invitation\"").count(), 1, "{page}");

    // Once more to a guest, by the button of their page.
    let album = anne.album("Vacances").await;
    let (own, _) = invite(&anne, &album, "Jeanne", "jeanne@example.org", "viewer").await;
    assert_eq!(world.mails().await.len(), 1);
    world.clock.advance(24 * 60 * 60 * 1_000);
    let action = format!("{own}/invite");
    let token = anne.get(&page_of(&album)).await.expect(200).token_of(&action);
    assert_eq!(statuses(&both(&anne, &action, &[("token", &token)]).await), [303, 303]);
    assert_eq!(world.mails().await.len(), 1);
}

async fn an_account_is_erased_once(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let path = "/-/account/erase";
    let token = bruno.get(path).await.expect(200).token_of(path);
    let erased = both(&bruno, path, &[("token", &token), ("password", PASSWORD)]).await;
    // The second comes in the session that the first one ended, or with it.
    assert!(erased.iter().any(|answer| answer.status == 303), "{erased:?}");
    assert!(erased.iter().all(|answer| [303, 400, 403].contains(&answer.status.as_u16())), "{erased:?}");
    let mails = world.mails().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    let way = veillee_tests::world::path_in(&mails[0], "/-/account/regret/");
    let visitor = world.browser();
    let token = visitor.get(&way).await.expect(200).token_of(&way);
    let kept = both(&visitor, &way, &[("token", &token)]).await;
    assert!([[303, 303], [303, 404], [200, 200], [200, 404]].contains(&statuses(&kept)), "{kept:?}");
    visitor.sign_in("bruno@example.org").await;
    visitor.get("/-/account").await.expect(200);
}

async fn an_application_is_enrolled_once(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let page = bruno.get(TOTP).await.expect(200);
    let (token, sealed, secret) = (page.token_of(TOTP), page.hidden("secret", 0), secret_on(&page));
    let code = totp_code(&secret, now_ms(&world));
    let enrolled = both(&bruno, TOTP, &[("token", &token), ("secret", &sealed), ("code", &code)]).await;
    assert!(enrolled.iter().any(|answer| answer.status == 303), "{enrolled:?}");
    assert!(enrolled.iter().all(|answer| [303, 422].contains(&answer.status.as_u16())), "{enrolled:?}");
    let mails = world.mails().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    // The code was used up by enrolling.
    sign_in(&world, "bruno@example.org", "code", &code).await.expect(422);
    world.clock.advance(60_000);
    sign_in(&world, "bruno@example.org", "code", &totp_code(&secret, now_ms(&world))).await.expect(303);
    bruno.get(SECURITY).await.expect(200);
}

async fn of_two_sets_of_codes_one_is_good(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    crate::factors::enrol(&world, &bruno).await;
    let token = bruno.get(RECOVERY).await.expect(200).token_of(RECOVERY);
    let made = both(&bruno, RECOVERY, &[("token", &token)]).await;
    let sets: Vec<Vec<String>> = made
        .iter()
        .filter(|answer| answer.status == 200)
        .map(|answer| {
            let text = answer.text();
            text.split("<code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
        })
        .collect();
    assert!(!sets.is_empty(), "{made:?}");
    // Ten codes are kept, of one of the two: none of the other is good.
    let mut good = 0;
    for set in &sets {
        assert_eq!(set.len(), 10);
        good += usize::from(sign_in(&world, "bruno@example.org", "recovery", &set[0]).await.status == 303);
    }
    assert_eq!(good, 1);
}

async fn a_password_and_an_address_are_changed_once(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let new = "cinq mots encore plus simples";
    let path = "/-/account/address";
    let token = bruno.get(path).await.expect(200).token_of(path);
    let fields = [("token", token.as_str()), ("address", "new@example.org"), ("password", PASSWORD)];
    assert_eq!(statuses(&both(&bruno, path, &fields).await), [200, 200]);
    let mails = world.mails().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    let path = "/-/account/password";
    let token = bruno.get(path).await.expect(200).token_of(path);
    let fields = [("token", token.as_str()), ("present", PASSWORD), ("new", new), ("again", new)];
    let changed = both(&bruno, path, &fields).await;
    assert!(changed.iter().any(|answer| answer.status == 303), "{changed:?}");
    assert!(changed.iter().all(|answer| [303, 400, 403, 422].contains(&answer.status.as_u16())), "{changed:?}");
    let mails = world.mails().await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(crate::joining::sign_in_status(&world, "bruno@example.org", new).await, 303);
}
