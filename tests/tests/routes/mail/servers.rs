//! Servers that cannot be trusted, that refuse, and that break off.

use veillee::mail::{MailServer, SignIn};
use veillee::storage::outbox::{MailFault, MailState};
use veillee_ambient::MILLIS_PER_HOUR;
use veillee_tests::services::postfix;
use veillee_tests::world::World;

use super::faulty::{Deed, Faulty, Step};
use super::{at, only_mail, post_to};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_by_a_connection_that_anybody_could_read() {
    let Some(postfix) = postfix(&["jeanne"]) else { return };
    let strange = MailServer::parse(&postfix.tls_address(), "contact@example.org").expect("a server");
    let world = World::new().await.with_mail_server(strange.clone()).await;
    post_to(&world, &world.alpha, "jeanne@example.org", "Secret").await;
    assert_eq!(world.host.sender.send_due().await, 1);
    let mail = only_mail(&world.alpha).await;
    assert_eq!((mail.state, mail.fault), (MailState::Waiting, Some(MailFault::Encryption)), "{mail:?}");
    assert!(!postfix.log().contains("from=<contact@example.org>"), "{}", postfix.log());

    // A server that offers none.
    let faulty = Faulty::start().await;
    let plain = MailServer { port: faulty.port, ..strange.clone() };
    let world = world.with_mail_server(plain).await;
    world.clock.advance(MILLIS_PER_HOUR);
    assert_eq!(world.host.sender.send_due().await, 1);
    assert_eq!(only_mail(&world.alpha).await.fault, Some(MailFault::Encryption));
    assert!(!faulty.has_seen(Step::Sender));

    // The same one, whose authority we know.
    let root = Some(std::fs::read(&postfix.root).expect("a certificate"));
    let world = world.with_mail_server(MailServer { root, ..strange }).await;
    world.clock.advance(3 * MILLIS_PER_HOUR);
    assert_eq!(world.host.sender.send_due().await, 1);
    postfix.letters("jeanne", 1);
    assert!(postfix.log().contains("TLS connection established"), "{}", postfix.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_password_are_given_to_a_server_that_can_be_trusted_alone() {
    let faulty = Faulty::start_tls().await;
    let sign_in = SignIn { user: "anne".to_owned(), password: "hunter2hunter2".to_owned().into() };
    let strange = faulty.server().signing_in(sign_in).expect("by TLS");
    let world = World::new().await.with_mail_server(strange.clone()).await;
    post_to(&world, &world.alpha, "jeanne@example.org", "Secret").await;
    assert_eq!(world.host.sender.send_due().await, 1);
    assert_eq!(only_mail(&world.alpha).await.fault, Some(MailFault::Encryption));
    assert_eq!(faulty.signed_in(), Vec::<String>::new());

    let trusted = MailServer { root: Some(faulty.root.clone().into_bytes()), ..strange };
    let world = world.with_mail_server(trusted).await;
    faulty.set(Some((Step::SignIn, Deed::Say("535 5.7.8 wrong"))));
    world.clock.advance(MILLIS_PER_HOUR);
    assert_eq!(world.host.sender.send_due().await, 1);
    let mail = only_mail(&world.alpha).await;
    assert_eq!((mail.state, mail.fault), (MailState::Waiting, Some(MailFault::SignIn)), "no mail is lost by a typo");
    assert!(!faulty.has_seen(Step::Sender));

    faulty.set(None);
    world.clock.advance(MILLIS_PER_HOUR);
    assert_eq!(world.host.sender.send_due().await, 1);
    assert_eq!(only_mail(&world.alpha).await.state, MailState::Sent);
    // `anne` and the password, with a zero before each (RFC 4616).
    assert_eq!(faulty.signed_in(), ["AUTH PLAIN AGFubmUAaHVudGVyMmh1bnRlcjI="; 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_breaks_off_gets_the_mail_again_and_delivers_it_once() {
    let Some(postfix) = postfix(&["jeanne"]) else { return };
    let steps = [Step::Greeting, Step::Hello, Step::Sender, Step::Recipient, Step::Data, Step::Middle];
    for (number, step) in steps.into_iter().enumerate() {
        let faulty = Faulty::start().await;
        faulty.set(Some((step, Deed::HangUp)));
        let world = World::new().await.with_mail_server(faulty.server()).await;
        post_to(&world, &world.alpha, "jeanne@example.org", "Une fois").await;
        assert_eq!(world.host.sender.send_due().await, 1, "{step:?}");
        let mail = only_mail(&world.alpha).await;
        assert_eq!((mail.state, mail.fault), (MailState::Waiting, Some(MailFault::Connection)), "{step:?}: {mail:?}");
        let world = world.with_mail_server(at(&postfix)).await;
        world.clock.advance(MILLIS_PER_HOUR);
        assert_eq!(world.host.sender.send_due().await, 1, "{step:?}");
        let mail = only_mail(&world.alpha).await;
        assert_eq!((mail.state, mail.fault), (MailState::Sent, None), "{step:?}: {mail:?}");
        assert_eq!(postfix.letters("jeanne", number + 1).len(), number + 1, "{step:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_silent_after_the_whole_mail_gets_the_very_same_one_again() {
    let faulty = Faulty::start().await;
    faulty.set(Some((Step::End, Deed::HangUp)));
    let world = World::new().await.with_mail_server(faulty.server()).await;
    post_to(&world, &world.alpha, "jeanne@example.org", "Deux fois").await;
    assert_eq!(world.host.sender.send_due().await, 1);
    faulty.set(None);
    world.clock.advance(MILLIS_PER_HOUR);
    assert_eq!(world.host.sender.send_due().await, 1);
    let taken = faulty.taken();
    assert_eq!((taken.len(), &taken[0].message), (2, &taken[1].message), "whoever has both can tell");
    assert!(taken[0].message.contains("Message-ID: <"), "{taken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_refusal_of_this_very_mail_ends_it() {
    let lasting = [
        (Step::Greeting, "554 5.3.2 no service", MailFault::Connection),
        (Step::Sender, "550 5.7.1 not from you", MailFault::Sender),
        (Step::Recipient, "554 5.7.1 <jeanne@example.org>: Relay access denied", MailFault::Sender),
        (Step::Recipient, "450 4.2.0 greylisted", MailFault::Recipient),
        (Step::Recipient, "421 4.3.2 closing", MailFault::Connection),
        (Step::Data, "451 4.3.0 out of room", MailFault::Content),
        (Step::End, "452 4.3.1 out of room", MailFault::Content),
    ];
    let final_ones = [
        (Step::Recipient, "550 5.1.1 unknown", MailFault::Recipient),
        (Step::Recipient, "550 unknown", MailFault::Recipient),
        (Step::End, "552 5.3.4 too big", MailFault::Content),
    ];
    let faulty = Faulty::start().await;
    let world = World::new().await.with_mail_server(faulty.server()).await;
    let cases = lasting.map(|case| (case, MailState::Waiting)).into_iter();
    for ((step, said, fault), state) in cases.chain(final_ones.map(|case| (case, MailState::Refused))) {
        faulty.set(Some((step, Deed::Say(said))));
        post_to(&world, &world.alpha, "jeanne@example.org", "Essai").await;
        assert_eq!(world.host.sender.send_due().await, 1, "{said}");
        let mail = only_mail(&world.alpha).await;
        assert_eq!((mail.state, mail.fault), (state, Some(fault)), "{said}: {mail:?}");
        assert_eq!(mail.detail, said, "in the words of the server");
        assert!(world.alpha.discard_mail(&mail.id).await.expect("written"));
    }
    assert_eq!(faulty.taken().len(), 0);
}
