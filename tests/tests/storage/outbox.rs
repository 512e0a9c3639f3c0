//! The outbox as it is kept: posted once, claimed by one, sealed, and taken up again.

use std::sync::Arc;

use veillee::limits::MAILS_WAITING_MAX;
use veillee::storage::outbox::{MailEnding, MailFault, MailState, NewMail, PostError};
use veillee::storage::sql::Ask as _;
use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::bench::Bench;

on_both!(
    a_key_is_posted_under_once,
    what_does_not_fit_in_a_mail_is_refused,
    more_than_may_wait_are_refused,
    a_mail_is_claimed_by_one_and_ended_by_its_holder_alone,
    what_a_mail_says_lies_in_no_table,
    a_clock_that_goes_back_holds_up_no_mail,
    a_mail_that_cannot_be_read_holds_up_no_other,
    mails_to_somebody_who_is_erased_are_forgotten,
);

fn mail(to: &'static str, key: &'static str) -> NewMail<'static> {
    let (subject, text, html) = ("Bienvenue", "Ouvrir https://a.example/-/s/TOPSECRET", "<p>TOPSECRET</p>");
    NewMail { to, from_name: "Alpha", subject, text, html, key, until_ms: None }
}

async fn a_key_is_posted_under_once(bench: Bench) {
    let association = &bench.association;
    assert!(association.post(&mail("a@example.org", "reset-1")).await.expect("posted"));
    assert!(!association.post(&mail("b@example.org", "reset-1")).await.expect("no error"));
    for _ in 0..2 {
        assert!(association.post(&mail("a@example.org", "")).await.expect("posted"));
    }
    assert_eq!(association.mail_counts().await.expect("counted").waiting, 3);
    // Sent or not: the key is used up.
    while let Some(claimed) = association.claim_mail(&[]).await.expect("asked") {
        assert!(association.finish_mail(&claimed, &MailEnding::Sent).await.expect("written"));
    }
    assert!(!association.post(&mail("a@example.org", "reset-1")).await.expect("no error"));
    assert_eq!(association.mail_counts().await.expect("counted").sent, 3);
}

async fn what_does_not_fit_in_a_mail_is_refused(bench: Bench) {
    let association = &bench.association;
    let post = async |mail: NewMail<'_>| association.post(&mail).await;
    for to in ["", "a", "a@b@example.org", "a@example.org\r\nBcc: b@example.org", "a@exa mple.org"] {
        assert!(matches!(post(NewMail { to, ..mail("x", "") }).await, Err(PostError::Address)), "{to}");
    }
    let (long, big) = ("x".repeat(301), "x".repeat(256 * 1024));
    let good = mail("a@example.org", "");
    let wrong = [
        NewMail { subject: "", ..good },
        NewMail { subject: "a\r\nBcc: b@example.org", ..good },
        NewMail { subject: &long, ..good },
        NewMail { from_name: "a\nb", ..good },
        NewMail { text: &big, ..good },
        NewMail { key: &long, ..good },
    ];
    for wrong in wrong {
        assert!(matches!(post(wrong).await, Err(PostError::Content)));
    }
    assert_eq!(association.mails(9).await.expect("mails"), []);
}

async fn more_than_may_wait_are_refused(bench: Bench) {
    let association = &bench.association;
    let mut transaction = association.database().begin().await.expect("a transaction");
    for _ in 0..MAILS_WAITING_MAX {
        assert!(association.post_in(&mut transaction, &mail("a@example.org", "")).await.expect("posted"));
    }
    transaction.commit().await.expect("durable");
    assert!(matches!(association.post(&mail("a@example.org", "")).await, Err(PostError::Full)));
    let claimed = association.claim_mail(&[]).await.expect("asked").expect("a mail");
    association.finish_mail(&claimed, &MailEnding::Sent).await.expect("written");
    assert!(association.post(&mail("a@example.org", "")).await.expect("there is room again"));
}

async fn a_mail_is_claimed_by_one_and_ended_by_its_holder_alone(bench: Bench) {
    let association = Arc::new(bench.association);
    association.post(&mail("a@example.org", "")).await.expect("posted");
    let first = association.claim_mail(&[]).await.expect("asked").expect("a mail");
    assert_eq!((first.tries, first.text.as_str()), (1, "Ouvrir https://a.example/-/s/TOPSECRET"));
    assert_eq!(association.claim_mail(&[]).await.expect("asked"), None);

    // Its lease runs out: whoever still sends it holds it, a host that was killed does not.
    bench.clock.advance(20 * 60_000);
    assert_eq!(association.claim_mail(std::slice::from_ref(&first.id)).await.expect("asked"), None);
    let second = association.claim_mail(&[]).await.expect("asked").expect("a mail");
    assert_eq!((second.id.as_str(), second.tries), (first.id.as_str(), 2));
    assert!(!association.finish_mail(&first, &MailEnding::Sent).await.expect("asked"), "it is not theirs any more");
    assert!(!association.discard_mail(&first.id).await.expect("asked"), "it is being sent");
    assert!(!association.retry_mail(&first.id).await.expect("asked"));
    let again = MailEnding::Again {
        next_ms: association.clock.now_ms() + 60_000,
        fault: MailFault::Connection,
        detail: "x".repeat(9_000),
    };
    assert!(association.finish_mail(&second, &again).await.expect("written"));
    assert_eq!(association.claim_mail(&[]).await.expect("asked"), None);
    let waits = association.mails(1).await.expect("mails").remove(0);
    assert_eq!((waits.state, waits.fault, waits.detail.len()), (MailState::Waiting, Some(MailFault::Connection), 500));

    // A start knows that nobody sends anything.
    bench.clock.advance(60_000);
    association.claim_mail(&[]).await.expect("asked").expect("a mail");
    association.end_mail_leases().await.expect("written");
    let third = association.claim_mail(&[]).await.expect("asked").expect("a mail");
    assert!(association.finish_mail(&third, &MailEnding::Sent).await.expect("written"));
    assert_eq!(association.mails(1).await.expect("mails")[0].state, MailState::Sent);
}

async fn what_a_mail_says_lies_in_no_table(bench: Bench) {
    let association = &bench.association;
    association.post(&mail("a@example.org", "")).await.expect("posted");
    let id = association.mails(1).await.expect("mails").remove(0).id;
    let mut ask = association.database();
    let row = ask.row(Fragment::new("SELECT body FROM mail")).await.expect("asked").expect("a row");
    let body = row.bytes(0).expect("bytes");
    assert!(body.len() > 40 && !body.windows(9).any(|window| window == b"TOPSECRET"));
    assert_eq!(
        association.mail_text(&id).await.expect("read").as_deref(),
        Some("Ouvrir https://a.example/-/s/TOPSECRET")
    );
    assert_eq!(association.mail_text("nothing").await.expect("asked"), None);
    let claimed = association.claim_mail(&[]).await.expect("asked").expect("a mail");
    association.finish_mail(&claimed, &MailEnding::Sent).await.expect("written");
    assert_eq!(association.mail_text(&id).await.expect("asked"), None);
}

async fn a_clock_that_goes_back_holds_up_no_mail(bench: Bench) {
    let association = &bench.association;
    let day_ms: Millis = 24 * 60 * 60 * 1000;
    bench.clock.advance(365 * day_ms);
    association.post(&mail("a@example.org", "")).await.expect("posted");
    bench.clock.advance(-365 * day_ms);
    assert!(association.claim_mail(&[]).await.expect("asked").is_some());
}

async fn a_mail_that_cannot_be_read_holds_up_no_other(bench: Bench) {
    let association = &bench.association;
    for to in ["a@example.org", "b@example.org"] {
        association.post(&mail(to, "")).await.expect("posted");
        bench.clock.advance(1);
    }
    let broken = association.mails(2).await.expect("mails").remove(1).id;
    let mut spoil = Fragment::new("UPDATE mail SET body = NULL WHERE id = ");
    spoil.text_arg(&broken);
    association.database().execute(spoil).await.expect("written");
    let claimed = association.claim_mail(&[]).await.expect("asked").expect("the other one");
    assert_eq!(claimed.to, "b@example.org");
    let states: Vec<_> = association.mails(2).await.expect("mails").into_iter().map(|mail| mail.state).collect();
    assert_eq!(states, [MailState::Sending, MailState::Failed]);
}

async fn mails_to_somebody_who_is_erased_are_forgotten(bench: Bench) {
    let association = &bench.association;
    for to in ["Jeanne@Example.org", "jeanne@example.org", "other@example.org"] {
        association.post(&mail(to, "")).await.expect("posted");
    }
    let mut transaction = association.database().begin().await.expect("a transaction");
    assert_eq!(association.forget_mails_to(&mut transaction, " jeanne@example.org").await.expect("written"), 2);
    transaction.commit().await.expect("durable");
    let left: Vec<_> = association.mails(9).await.expect("mails").into_iter().map(|mail| mail.to).collect();
    assert_eq!(left, ["other@example.org"]);
}
