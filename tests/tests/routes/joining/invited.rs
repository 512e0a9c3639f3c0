//! Whoever an administrator invites chooses a name and a password, and that is all.

use veillee::storage::people::AccountRole;
use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World, path_in};

use super::{sign_in_status, take_in};

const MEMBERS: &str = "/-/members";
const INVITE: &str = "/-/members/invitations";
const CHANGE: &str = "/-/members/invitations/change";

async fn invite(anne: &Browser, address: &str) -> Answer {
    let token = anne.get(MEMBERS).await.expect(200).token_of(INVITE);
    anne.post(INVITE, &[("token", &token), ("address", address)]).await
}

async fn change(anne: &Browser, deed: &str) -> Answer {
    let page = anne.get(MEMBERS).await.expect(200);
    let (token, invitation) = (page.token_of(CHANGE), page.hidden("invitation", 0));
    anne.post(CHANGE, &[("token", &token), ("invitation", &invitation), ("deed", deed)]).await
}

async fn somebody_invited_chooses_a_name_and_a_password(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    invite(&anne, "mamie@example.org").await.expect(303);
    let page = anne.get(MEMBERS).await.expect(200).text();
    assert!(page.contains("L’invitation pour mamie@example.org est prête"), "{page}");
    assert!(page.contains("Bonne jusqu’au 7 décembre 2026"), "{page}");
    let mail = world.only_mail().await;
    assert_eq!(mail.to, "mamie@example.org");
    assert!(mail.text.contains("Anne vous invite") && mail.subject.contains("Les Amis d'Alpha"), "{mail:?}");

    let link = path_in(&mail, "/-/join/");
    let mamie = world.browser();
    for _ in 0..3 {
        mamie.get(&link).await.expect(200);
    }
    let page = mamie.get(&link).await.expect(200);
    let token = page.token_of(&link);
    let send = async |name: &str, password: &str| {
        mamie.post(&link, &[("token", &token), ("name", name), ("address", "other@x.fr"), ("password", password)]).await
    };
    assert!(send("Jeanne", "mamie@example.org").await.expect(422).text().contains("ressemble à votre nom"));
    assert!(send("", PASSWORD).await.expect(422).text().contains("Écrivez votre nom"));
    send("Mamie Jeanne", PASSWORD).await.expect(303);
    let page = mamie.get("/-/account").await.expect(200).text();
    assert!(
        page.contains("Mamie Jeanne") && page.contains("mamie@example.org") && !page.contains("other@x.fr"),
        "{page}"
    );
    mamie.get(&link).await.expect(404);
    assert_eq!(sign_in_status(&world, "mamie@example.org", PASSWORD).await, 303);
    let page = anne.get(MEMBERS).await.expect(200).text();
    assert!(page.contains("Mamie Jeanne") && !page.contains("name=\"invitation\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_invited_chooses_a_name_and_a_password_on_sqlite() {
    somebody_invited_chooses_a_name_and_a_password(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_invited_chooses_a_name_and_a_password_on_postgresql() {
    somebody_invited_chooses_a_name_and_a_password(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_sent_anew_withdrawn_and_ends_by_its_date() {
    let world = World::new().await;
    let anne = world.administrator().await;
    invite(&anne, "mamie@example.org").await.expect(303);
    let first = path_in(&world.only_mail().await, "/-/join/");
    change(&anne, "resend").await.expect(303);
    let second = path_in(&world.only_mail().await, "/-/join/");
    let mamie = world.browser();
    mamie.get(&first).await.expect(404);
    mamie.get(&second).await.expect(200);
    change(&anne, "withdraw").await.expect(303);
    mamie.get(&second).await.expect(404);
    assert!(!anne.get(MEMBERS).await.text().contains("name=\"invitation\""));

    invite(&anne, "mamie@example.org").await.expect(303);
    let third = path_in(&world.only_mail().await, "/-/join/");
    world.clock.advance(14 * MILLIS_PER_DAY - 1);
    mamie.get(&third).await.expect(200);
    world.clock.advance(1);
    mamie.get(&third).await.expect(404);
    world.alpha.sweep_mailed_links().await.expect("swept");
    assert!(anne.get(MEMBERS).await.text().contains("Trop ancienne"));
    change(&anne, "resend").await.expect(303);
    let fourth = path_in(&world.only_mail().await, "/-/join/");
    mamie.get(&fourth).await.expect(200);
    take_in(&anne, "closed").await;
    mamie.get(&fourth).await.expect(404);
    assert!(anne.get(MEMBERS).await.text().contains("pas de nouveau compte"));
    world.clock.advance(75 * MILLIS_PER_DAY);
    world.alpha.sweep_mailed_links().await.expect("swept");
    assert!(world.alpha.invitations().await.expect("a database").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_invite_and_only_whom_they_do_not_have() {
    let world = World::new().await;
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let page = anne.get(MEMBERS).await.expect(200);
    assert_eq!(world.browser().get(MEMBERS).await.expect(303).location(), "/-/sign-in?then=/-/members");
    bruno.get(MEMBERS).await.expect(403);
    let token = page.token_of(INVITE);
    for (who, status) in [(&bruno, 400), (&world.browser(), 400)] {
        who.post(INVITE, &[("token", &token), ("address", "x@example.org")]).await.expect(status);
    }
    for (address, sentence) in [
        ("bruno@example.org", "a déjà un compte"),
        ("BRUNO@example.org", "a déjà un compte"),
        ("zo\u{e9}@example.org", "sans accents"),
        ("x@example.org\r\nBcc: all@example.org", "ne semble pas complète"),
    ] {
        let text = invite(&anne, address).await.expect(422).text();
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    assert!(world.mails().await.is_empty());
    // Whoever registers by themselves meanwhile has one account, and the invitation is of no more use.
    invite(&anne, "zoe@example.org").await.expect(303);
    let link = path_in(&world.only_mail().await, "/-/join/");
    take_in(&anne, "open").await;
    let zoe = world.browser();
    let token = zoe.get("/-/join").await.expect(200).token_of("/-/join");
    let own = [("token", token.as_str()), ("name", "Zoé"), ("address", "zoe@example.org"), ("password", PASSWORD)];
    zoe.post("/-/join", &own).await.expect(200);
    let confirm = path_in(&world.only_mail().await, "/-/join/");
    let token = zoe.get(&confirm).await.expect(200).token_of(&confirm);
    zoe.post(&confirm, &[("token", &token), ("password", PASSWORD)]).await.expect(303);
    zoe.get(&link).await.expect(404);
    let account = world.alpha.account_by_address("zoe@example.org").await.expect("a database").expect("an account");
    assert_eq!(account.role, AccountRole::Member);
}
