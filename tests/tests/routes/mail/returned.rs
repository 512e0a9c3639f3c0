//! A mail that a server had taken, and that comes back later.

use veillee::mail::read_returned;
use veillee::storage::outbox::{CameBack, MailFault, MailState};
use veillee_tests::services::postfix;
use veillee_tests::world::{Backend, World};

use super::{at, only_mail, post_to};
use crate::sharing::{invite, page_of};

async fn an_invitation_that_comes_back_is_told_to_its_sharer(backend: Backend) {
    // Jeanne's provider takes her mail and finds out later that she has no mailbox.
    let Some(postfix) = postfix(&["bounces"]) else { return };
    let Some(world) = World::on(backend).await else { return };
    let server = at(&postfix).with_bounces("bounces@example.org").expect("an address");
    let world = world.with_mail_server(server).await;
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    invite(&anne, &album, "Mamie Jeanne", "late@example.org", "viewer").await;
    assert_eq!(world.host.sender.send_due().await, 1);
    assert_eq!(only_mail(&world.alpha).await.state, MailState::Sent);
    let page = anne.get(&page_of(&album)).await.expect(200).text();
    assert!(!page.contains("n’a pas pu être remise"), "{page}");

    let letter = postfix.letters("bounces", 1).remove(0);
    let returned = read_returned(&letter).expect("a report").expect("a failure");
    let sent = only_mail(&world.alpha).await;
    assert_eq!(returned.mails.first(), Some(&sent.id), "{}", String::from_utf8_lossy(&letter));
    let came_back = async || world.alpha.mail_came_back(&sent.id, &returned.detail).await.expect("written");
    assert_eq!(came_back().await, Some(CameBack::Noted));
    assert_eq!(came_back().await, Some(CameBack::Known), "the same news twice");
    assert_eq!(world.beta.mail_came_back(&sent.id, "").await.expect("asked"), None, "of another association");
    let marked = only_mail(&world.alpha).await;
    assert_eq!((marked.state, marked.fault, marked.may_retry), (MailState::Refused, Some(MailFault::Returned), false));
    assert!(marked.detail.starts_with("5.") && marked.detail.contains("nothing leaves this machine"), "{marked:?}");

    let page = anne.get(&page_of(&album)).await.expect(200).text();
    assert!(page.contains("La dernière invitation n’a pas pu être remise"), "{page}");
    let console = anne.get("/-/console/mail").await.expect(200).text();
    assert!(console.contains("Le message est revenu") && console.contains("nothing leaves this machine"), "{console}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_comes_back_is_told_to_its_sharer_on_sqlite() {
    an_invitation_that_comes_back_is_told_to_its_sharer(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_comes_back_is_told_to_its_sharer_on_postgresql() {
    an_invitation_that_comes_back_is_told_to_its_sharer(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_still_on_its_way_has_not_come_back() {
    let world = World::new().await;
    post_to(&world, &world.alpha, "jeanne@example.org", "Bienvenue").await;
    let waiting = only_mail(&world.alpha).await;
    let came_back = world.alpha.mail_came_back(&waiting.id, "5.1.1").await.expect("asked");
    assert_eq!(came_back, Some(CameBack::NotSentYet));
    assert_eq!(only_mail(&world.alpha).await, waiting);
    assert_eq!(world.alpha.mail_came_back("nothing", "5.1.1").await.expect("asked"), None);
}
