//! Mail out: what is posted arrives, once, as both its forms; what cannot be sent now is sent later; what can never be sent is
//! said.

mod faulty;
mod killed;
mod returned;
mod servers;

use veillee::mail::MailServer;
use veillee::storage::Association;
use veillee::storage::outbox::{MailFault, MailRecord, MailState};
use veillee::views::{Letter, LetterButton};
use veillee::web::post;
use veillee::words::Locale;
use veillee_ambient::MILLIS_PER_HOUR;
use veillee_tests::services::{Postfix, postfix, read_mail};
use veillee_tests::world::{Backend, World};

use faulty::{Deed, Faulty, Step};

const LINK: &str = "https://alpha.example/-/confirm/c2VjcmV0?a=1&b=2";

fn letter(subject: &str) -> Letter {
    Letter {
        subject: subject.to_owned(),
        paragraphs: vec!["Bonjour Mamie Jeanne,".to_owned(), format!("Voici l’été : {}.", "très ".repeat(60))],
        button: Some(LetterButton { words: "Confirmer cette adresse".to_owned(), address: LINK.to_owned() }),
        footnote: Some("Vous n’attendiez rien ? Jetez ce message.".to_owned()),
    }
}

/// Posts a letter as a page would.
async fn post_to(world: &World, association: &Association, to: &str, subject: &str) {
    let sites = world.host.sites();
    let site = sites.iter().find(|site| site.association.id == association.id).expect("a site");
    let written = post::write(&world.host.app, site, Locale::Fr, &letter(subject));
    assert!(association.post(&post::mail(&written, to, "", None)).await.expect("posted"));
}

async fn only_mail(association: &Association) -> MailRecord {
    let mails = association.mails(2).await.expect("mails");
    let [mail] = mails.as_slice() else { panic!("one mail: {mails:?}") };
    mail.clone()
}

fn at(postfix: &Postfix) -> MailServer {
    MailServer::parse(&postfix.address(), "contact@example.org").expect("a server")
}

async fn a_letter_arrives_in_both_forms(backend: Backend) {
    let Some(postfix) = postfix(&["jeanne"]) else { return };
    let Some(world) = World::on(backend).await else { return };
    let world = world.with_mail_server(at(&postfix)).await;
    let alpha = &world.alpha;
    post_to(&world, alpha, "jeanne@example.org", "Réinitialiser votre mot de passe, où que vous soyez — à l’été").await;
    let posted = only_mail(alpha).await;
    assert_eq!((posted.state, posted.tries), (MailState::Waiting, 0));
    assert_eq!(world.host.sender.send_due().await, 1);

    let arrived = postfix.letters("jeanne", 1);
    let Some(read) = read_mail(&arrived[0]) else { return };
    assert_eq!(read.header("subject"), "Réinitialiser votre mot de passe, où que vous soyez — à l’été");
    assert_eq!(read.header("from"), "Les Amis d'Alpha <contact@example.org>");
    assert_eq!(read.header("to"), "jeanne@example.org");
    assert_eq!(read.header("message-id"), format!("<{}@example.org>", posted.id));
    assert_eq!(read.header("auto-submitted"), "auto-generated");
    assert_eq!(read.header("date"), "Mon, 23 Nov 2026 12:00:00 +0000");
    for absent in ["reply-to", "list-id", "bcc", "user-agent", "x-mailer"] {
        assert_eq!(read.header(absent), "", "{absent}");
    }
    assert_eq!(read.parts, ["multipart/alternative", "text/plain", "text/html"]);
    let said = letter("");
    for said in said.paragraphs.iter().chain(&said.footnote) {
        assert!(read.text.contains(said.as_str()) && read.html.contains(said.as_str()), "{said}: {read:?}");
    }
    assert!(read.text.lines().any(|line| line == LINK), "{}", read.text);
    assert!(read.html.contains(&format!("href=\"{}\"", LINK.replace('&', "&#38;"))), "{}", read.html);

    // What it said is forgotten, that there was one is not.
    let sent = only_mail(alpha).await;
    assert_eq!((sent.state, sent.sent_ms.is_some(), sent.fault), (MailState::Sent, true, None));
    assert_eq!(alpha.mail_text(&sent.id).await.expect("read"), None);
    assert_eq!(world.host.sender.send_due().await, 0);
    assert_eq!(postfix.all_letters("jeanne").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_arrives_in_both_forms_on_sqlite() {
    a_letter_arrives_in_both_forms(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_arrives_in_both_forms_on_postgresql() {
    a_letter_arrives_in_both_forms(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recipient_that_does_not_exist_is_marked_and_the_others_get_theirs() {
    let Some(postfix) = postfix(&["jeanne"]) else { return };
    let world = World::new().await.with_mail_server(at(&postfix)).await;
    post_to(&world, &world.alpha, "nobody@example.org", "Un").await;
    world.clock.advance(1);
    post_to(&world, &world.alpha, "jeanne@example.org", "Deux").await;
    assert_eq!(world.host.sender.send_due().await, 2);
    postfix.letters("jeanne", 1);
    let mails = world.alpha.mails(9).await.expect("mails");
    let states: Vec<_> = mails.iter().map(|mail| (mail.subject.as_str(), mail.state, mail.fault)).collect();
    let refused = (MailState::Refused, Some(MailFault::Recipient));
    assert_eq!(states, [("Deux", MailState::Sent, None), ("Un", refused.0, refused.1)]);
    assert!(mails[1].detail.contains("550 5.1.1") && mails[1].detail.contains("nobody@example.org"), "{mails:?}");
    world.clock.advance(30 * MILLIS_PER_HOUR);
    assert_eq!(world.host.sender.send_due().await, 0, "it is not tried again by itself");

    // Somebody mended the mailbox: an administrator presses the button.
    assert!(world.alpha.retry_mail(&mails[1].id).await.expect("written"));
    assert_eq!(world.host.sender.send_due().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_while_the_server_is_down_is_sent_when_it_is_up() {
    let Some(mut postfix) = postfix(&["jeanne"]) else { return };
    let world = World::new().await.with_mail_server(at(&postfix)).await;
    postfix.stop();
    post_to(&world, &world.alpha, "jeanne@example.org", "Patience").await;
    assert_eq!(world.host.sender.send_due().await, 1);
    let waits = only_mail(&world.alpha).await;
    assert_eq!((waits.state, waits.tries, waits.fault), (MailState::Waiting, 1, Some(MailFault::Connection)));
    let wait_ms = waits.next_ms.expect("a time") - waits.created_ms;
    assert!((54_000..=66_000).contains(&wait_ms), "about a minute: {wait_ms}");
    postfix.start();
    assert_eq!(world.host.sender.send_due().await, 0, "not before its time");
    world.clock.advance(wait_ms);
    assert_eq!(world.host.sender.send_due().await, 1);
    postfix.letters("jeanne", 1);
    assert_eq!(only_mail(&world.alpha).await.state, MailState::Sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_tried_less_and_less_often_for_three_days_and_then_given_up() {
    let faulty = Faulty::start().await;
    faulty.set(Some((Step::Recipient, Deed::Say("450 4.2.0 greylisted, come back"))));
    let world = World::new().await.with_mail_server(faulty.server()).await;
    post_to(&world, &world.alpha, "jeanne@example.org", "Encore").await;
    let mut waits = Vec::new();
    let last = loop {
        assert_eq!(world.host.sender.send_due().await, 1);
        let mail = only_mail(&world.alpha).await;
        let Some(next_ms) = mail.next_ms else { break mail };
        waits.push(next_ms - world.alpha.clock.now_ms());
        world.clock.advance(next_ms - world.alpha.clock.now_ms());
    };
    assert_eq!((last.state, last.fault), (MailState::Failed, Some(MailFault::Recipient)));
    assert!(last.detail.contains("greylisted"), "{last:?}");
    assert!((10..=16).contains(&waits.len()), "{waits:?}");
    assert!(waits.windows(2).all(|pair| pair[1] > pair[0] * 2 || pair[1] > 9 * MILLIS_PER_HOUR), "{waits:?}");
    let tried_ms: i64 = waits.iter().sum();
    assert!((48 * MILLIS_PER_HOUR..72 * MILLIS_PER_HOUR).contains(&tried_ms), "{waits:?}");
    assert_eq!(faulty.taken().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_link_has_ended_is_not_sent() {
    let faulty = Faulty::start().await;
    faulty.set(Some((Step::Greeting, Deed::Say("421 4.3.2 not now"))));
    let world = World::new().await.with_mail_server(faulty.server()).await;
    let site = world.host.sites().remove(0);
    let written = post::write(&world.host.app, &site, Locale::Fr, &letter("Trente minutes"));
    let until_ms = world.alpha.clock.now_ms() + 30 * 60_000;
    world.alpha.post(&post::mail(&written, "jeanne@example.org", "", Some(until_ms))).await.expect("posted");
    assert_eq!(world.host.sender.send_due().await, 1);
    faulty.set(None);
    world.clock.advance(30 * 60_000);
    assert_eq!(world.host.sender.send_due().await, 1);
    let mail = only_mail(&world.alpha).await;
    assert_eq!((mail.state, mail.may_retry, mail.fault), (MailState::Failed, false, Some(MailFault::Connection)));
    assert_eq!(faulty.taken().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn associations_take_turns() {
    let faulty = Faulty::start().await;
    let world = World::new().await.with_mail_server(faulty.server()).await;
    for number in 0..4 {
        post_to(&world, &world.alpha, &format!("a{number}@example.org"), "A").await;
    }
    post_to(&world, &world.beta, "b@example.org", "B").await;
    assert_eq!(world.host.sender.send_due().await, 5);
    let place = faulty.taken().iter().position(|taken| taken.recipient.contains("b@example.org"));
    assert!(place.is_some_and(|place| place < 2), "{:?}", faulty.taken());
}
