//! A host that is killed while it sends.

use std::sync::Arc;
use std::time::Duration;

use veillee::boot::{Config, Host};
use veillee::plugin::Compiler;
use veillee::storage::outbox::{MailState, NewMail};
use veillee_ambient::{SystemClock, SystemRandom};
use veillee_tests::services::postfix;
use veillee_tests::world::{Real, program, shelf};

use super::faulty::{Deed, Faulty, Step};

/// The host of a folder, with nobody else at it.
async fn host(real: &Real) -> Host {
    let config = Config {
        data: real.data.clone(),
        master_key: real.data.with_extension("key"),
        database: None,
        plugins: None,
        shelf: shelf(),
        compiler: Compiler { program: program() },
        password_places: 1,
        mail: None,
    };
    let host = Host::boot(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await.expect("the host boots");
    if host.associations().is_empty() {
        host.create_first_association(None).await.expect("an association");
    }
    host
}

async fn post(real: &Real, subject: &str) {
    let host = host(real).await;
    let mail = NewMail {
        to: "jeanne@example.org",
        from_name: "Les Amis d'Alpha",
        subject,
        text: "Bonjour",
        html: "<p>Bonjour</p>",
        key: "",
        until_ms: None,
    };
    assert!(host.associations()[0].post(&mail).await.expect("posted"));
    host.close().await;
}

async fn states(real: &Real) -> Vec<(MailState, u32)> {
    let host = host(real).await;
    let mails = host.associations()[0].mails(9).await.expect("mails");
    host.close().await;
    mails.iter().map(|mail| (mail.state, mail.tries)).collect()
}

/// Until something is so; a test that waits in vain ends with its program.
async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_was_on_its_way_when_the_host_was_killed_is_sent_once_by_the_next() {
    let Some(postfix) = postfix(&["jeanne"]) else { return };
    let (real, faulty) = (Real::new(), Faulty::start().await);
    post(&real, "Une fois").await;
    faulty.set(Some((Step::Recipient, Deed::Stall)));
    let stalls = format!("smtp-plain://127.0.0.1:{}", faulty.port);
    let from = ["--smtp-from", "contact@example.org"];
    let first = real.serve(&["--smtp", &stalls, from[0], from[1]]);
    until(|| faulty.has_seen(Step::Recipient)).await;
    first.kill();
    assert_eq!(states(&real).await, [(MailState::Sending, 1)]);

    let second = real.serve(&["--smtp", &postfix.address(), from[0], from[1]]);
    postfix.letters("jeanne", 1);
    assert!(second.stop().success());
    assert_eq!(states(&real).await, [(MailState::Sent, 2)]);

    // The next start sends what came since, and nothing twice.
    post(&real, "Une autre").await;
    let third = real.serve(&["--smtp", &postfix.address(), from[0], from[1]]);
    postfix.letters("jeanne", 2);
    assert!(third.stop().success());
    assert_eq!(postfix.all_letters("jeanne").len(), 2);
    assert_eq!(faulty.taken().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_answer_was_lost_with_the_host_comes_again_as_the_very_same() {
    let (real, faulty) = (Real::new(), Faulty::start().await);
    post(&real, "La même").await;
    faulty.set(Some((Step::End, Deed::Stall)));
    let address = format!("smtp-plain://127.0.0.1:{}", faulty.port);
    let arguments = ["--smtp", &address, "--smtp-from", "contact@example.org"];
    let first = real.serve(&arguments);
    until(|| faulty.has_seen(Step::End)).await;
    first.kill();
    faulty.set(None);
    let second = real.serve(&arguments);
    until(|| faulty.taken().len() == 2).await;
    assert!(second.stop().success());
    let taken = faulty.taken();
    assert_eq!(taken[0].message, taken[1].message);
    assert_eq!(states(&real).await, [(MailState::Sent, 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_host_sends_at_once_what_is_posted_and_the_doctor_asks_the_server() {
    let Some(mut postfix) = postfix(&["jeanne"]) else { return };
    let real = Real::new();
    post(&real, "Maintenant").await;
    let served = real.serve(&["--smtp", &postfix.address(), "--smtp-from", "contact@example.org"]);
    postfix.letters("jeanne", 1);
    let says = |findings: &serde_json::Value| {
        let all = findings["findings"].as_array().expect("findings").clone();
        all.iter().find(|finding| finding["check"] == "mail").expect("about mail").clone()
    };
    let well = says(&real.json(&["doctor"]));
    assert_eq!(well["state"], "ok", "{well}");
    assert!(well["says"].as_str().is_some_and(|text| text.contains("answers without TLS")), "{well}");
    postfix.stop();
    let output = real.run(&["doctor", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let ill = says(&serde_json::from_slice(&output.stdout).expect("JSON"));
    assert_eq!(ill["state"], "problem", "{ill}");
    assert!(served.stop().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_given_wrongly_is_refused_at_the_start() {
    let real = Real::new();
    let file = real.folder.path().join("password");
    std::fs::write(&file, "hunter2hunter2\n").expect("room");
    let file = file.to_str().expect("a name");
    for (arguments, said) in [
        (&["--smtp", "mail.example.org", "--smtp-from", "a@example.org"][..], "--smtp: begins with smtps://"),
        (&["--smtp", "smtps://mail.example.org", "--smtp-from", "a"], "--smtp-from takes a mail address"),
        (
            &["--smtp", "smtps://m", "--smtp-from", "a@b.fr", "--smtp-user", "a", "--smtp-password-file", file],
            "chmod 600",
        ),
        (&["--smtp", "smtps://m", "--smtp-from", "a@b.fr", "--smtp-root", file], "no certificate in PEM"),
    ] {
        let output = real.run(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat());
        let error = veillee_tests::world::refused(&output, 1);
        assert!(error.contains(said) && !error.contains("hunter2"), "{error}");
    }
}
