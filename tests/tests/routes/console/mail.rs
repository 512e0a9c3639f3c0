//! What is written to people, as administrators see it.

use veillee::mail::MailServer;
use veillee::storage::outbox::NewMail;
use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Browser, World};

const PAGE: &str = "/-/console/mail";
const LINK: &str = "https://alpha.example/-/reset/c2VjcmV0";

async fn post(world: &World, to: &str, subject: &str) -> String {
    let text = format!("Bonjour,\n\nOuvrir <ce lien> :\n{LINK}");
    let (html, from_name) = ("<p>Bonjour</p>", "Alpha");
    let mail = NewMail { to, from_name, subject, text: &text, html, key: "", until_ms: None };
    assert!(world.alpha.post(&mail).await.expect("posted"));
    let mails = world.alpha.mails(99).await.expect("mails");
    mails.into_iter().find(|mail| mail.subject == subject).expect("it is there").id
}

async fn press(browser: &Browser, mail: &str, deed: &str) {
    let action = format!("{PAGE}/{mail}");
    let token = browser.get(PAGE).await.expect(200).token_of(&action);
    assert_eq!(browser.post(&action, &[("token", &token), ("deed", deed)]).await.expect(303).location(), PAGE);
}

fn away() -> MailServer {
    MailServer::parse("smtp-plain://127.0.0.1:1", "contact@example.org").expect("a server")
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_server_administrators_read_each_mail_and_hand_its_link_on() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let empty = anne.get(PAGE).await.expect(200).text();
    assert!(empty.contains("Aucun message n’a encore été écrit") && empty.contains("Rien ne part d’ici"), "{empty}");
    let mail = post(&world, "jeanne@exemple.fr", "Mot de passe <oublié>").await;
    assert_eq!(world.host.sender.send_due().await, 0);
    let page = anne.get(PAGE).await.expect(200).text();
    for shown in ["jeanne@exemple.fr", "Mot de passe &#60;oublié&#62;", "Lire le message", "En attente"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains(LINK), "whoever looks through the list reads nothing: {page}");
    assert!(!page.contains("Réessayer maintenant"), "nobody could send it: {page}");
    let own = format!("{PAGE}/{mail}");
    let page = anne.get(&own).await.expect(200).text();
    for shown in [LINK, "jeanne@exemple.fr", "Mot de passe &#60;oublié&#62;", "Ouvrir &#60;ce lien&#62;"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    press(&anne, &mail, "discard").await;
    let page = anne.get(PAGE).await.expect(200).text();
    assert!(page.contains("ce message est jeté") && !page.contains("Lire le message"), "{page}");
    assert_eq!(anne.get(&own).await.expect(303).location(), PAGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_a_mail_is_for_sees_who_read_it_and_nobody_else_does() {
    const SAID: &str = "E-mail lu par une personne qui administre l’association";
    let world = World::new().await;
    let (anne, bruno, zoe) = (world.administrator().await, world.member("Bruno").await, world.member("Zoe").await);
    let mail = post(&world, "Bruno@example.org", "Mot de passe oublié").await;
    let own = format!("{PAGE}/{mail}");
    anne.get(PAGE).await.expect(200);
    anne.send(hyper::Method::HEAD, &own, &[], bytes::Bytes::new()).await.expect(303);
    bruno.get(&own).await.expect(403);
    assert!(!bruno.get("/-/account/activity").await.expect(200).text().contains(SAID), "nobody read it yet");
    assert!(anne.get(&own).await.expect(200).text().contains(LINK));
    let seen = bruno.get("/-/account/activity").await.expect(200).text();
    assert!(seen.contains(SAID) && seen.contains("Anne") && !seen.contains("c2VjcmV0"), "{seen}");
    assert!(!zoe.get("/-/account/activity").await.expect(200).text().contains(SAID));
    let entries = world.alpha.activity(None, 1).await.expect("the log");
    assert_eq!(
        (entries[0].about.as_str(), entries[0].words.as_str()),
        (mail.as_str(), ""),
        "which one, and no word of it"
    );
    assert!(anne.get("/-/console/activity").await.expect(200).text().contains(SAID));

    // With a server there is nothing to read.
    let world = World::new().await.with_mail_server(away()).await;
    let anne = world.administrator().await;
    let mail = post(&world, "bruno@example.org", "Bienvenue").await;
    assert_eq!(anne.get(&format!("{PAGE}/{mail}")).await.expect(303).location(), PAGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_server_nobody_but_the_recipient_reads_a_mail() {
    let world = World::new().await.with_mail_server(away()).await;
    let anne = world.administrator().await;
    let mail = post(&world, "jeanne@exemple.fr", "Bienvenue").await;
    assert_eq!(world.host.sender.send_due().await, 1);
    let page = anne.get(PAGE).await.expect(200).text();
    assert!(page.contains("Le serveur d’e-mail ne répond pas") && page.contains("Bienvenue"), "{page}");
    assert!(!page.contains(LINK) && !page.contains("Rien ne part d’ici"), "{page}");

    assert_eq!(world.host.sender.send_due().await, 0);
    press(&anne, &mail, "retry").await;
    assert!(anne.get(PAGE).await.expect(200).text().contains("ce message part maintenant"));
    assert_eq!(world.host.sender.send_due().await, 1, "it is due at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_promises_a_mail_only_where_mails_go_out() {
    let world = World::new().await;
    let ask = async |browser: Browser| {
        let token = browser.get("/-/forgot").await.expect(200).hidden("token", 0);
        browser.post("/-/forgot", &[("token", &token), ("address", "jeanne@exemple.fr")]).await.expect(200).text()
    };
    let page = ask(world.browser()).await;
    assert!(page.contains("Demandez votre lien") && !page.contains("Un message est parti"), "{page}");
    let world = world.with_mail_server(away()).await;
    let page = ask(world.browser()).await;
    assert!(page.contains("Un message est parti vers jeanne@exemple.fr"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_are_seen_and_moved_by_administrators_of_this_association_alone() {
    let world = World::new().await;
    let (anne, bob, visitor) = (world.administrator().await, world.member("Bob").await, world.browser());
    let mail = post(&world, "jeanne@exemple.fr", "Bienvenue").await;
    let action = format!("{PAGE}/{mail}");
    assert_eq!(visitor.get(PAGE).await.expect(303).location(), "/-/sign-in?then=/-/console");
    bob.get(PAGE).await.expect(403);
    let token = anne.get(PAGE).await.expect(200).token_of(&action);
    for other in [&bob, &visitor] {
        for token in ["", "x", token.as_str()] {
            other.post(&action, &[("token", token), ("deed", "discard")]).await.expect(400);
        }
    }
    anne.post(&action, &[("token", &token), ("deed", "explode")]).await.expect(400);
    bob.get(&action).await.expect(403);
    assert_eq!(world.alpha.mails(9).await.expect("mails").len(), 1);
    assert_eq!(world.beta.mails(9).await.expect("mails").len(), 0);

    // Pressed twice: the second is told.
    for told in ["est jeté", "rien n’a été fait"] {
        anne.post(&action, &[("token", &token), ("deed", "discard")]).await.expect(303);
        let page = anne.get(PAGE).await.expect(200).text();
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_fifty_are_shown_and_old_ones_are_forgotten() {
    let world = World::new().await;
    let anne = world.administrator().await;
    for number in 0..51 {
        world.clock.advance(1);
        post(&world, "jeanne@exemple.fr", &format!("Lettre {number}.")).await;
    }
    let page = anne.get(PAGE).await.expect(200).text();
    assert!(page.contains("Lettre 50.") && !page.contains("Lettre 0."), "{page}");
    assert!(page.contains("Voici les 50 plus récents"), "{page}");
    world.clock.advance(3 * MILLIS_PER_DAY);
    world.alpha.sweep_mails().await.expect("swept");
    let page = anne.get(PAGE).await.expect(200).text();
    assert!(page.contains("Pas parti") && page.contains("Lire le message"), "{page}");
    world.clock.advance(7 * MILLIS_PER_DAY);
    world.alpha.sweep_mails().await.expect("swept");
    assert!(!anne.get(PAGE).await.expect(200).text().contains("Lire le message"));
    world.clock.advance(30 * MILLIS_PER_DAY);
    world.alpha.sweep_mails().await.expect("swept");
    assert_eq!(world.alpha.mails(9).await.expect("mails").len(), 0);
}
