//! Words that are too long, look like others, or hold the end of a line.

use veillee_tests::on_both;
use veillee_tests::world::{Backend, World};

use crate::sharing::{page_of, send};

on_both!(what_is_typed_for_a_person_is_judged_and_kept, no_line_end_reaches_the_head_of_a_mail_or_an_answer);

async fn what_is_typed_for_a_person_is_judged_and_kept(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let long = "x".repeat(10_000);
    let long_address = format!("{long}@example.org");
    for (name, address, sentence) in [
        (long.as_str(), "jeanne@example.org", "100 caractères au plus"),
        ("", "jeanne@example.org", "Donnez"),
        ("Jeanne\u{202e}", "jeanne@example.org", "Donnez"),
        ("Jeanne\r\nBcc: all@example.org", "jeanne@example.org", "Donnez"),
        // The second letter is Cyrillic.
        ("Jeanne", "j\u{435}anne@example.org", "sans accents"),
        ("Jeanne", "\u{212a}arim@example.org", "sans accents"),
        ("Jeanne", "jeanne@ex\u{430}mple.org", "sans accents"),
        ("Jeanne", "jeanne@example.org\r\nBcc: all@example.org", "ne va pas"),
        ("Jeanne", "jeanne@example.org,all@example.org", "ne va pas"),
        ("Jeanne", "jeanne@example.org%0aBcc:all@example.org", "ne va pas"),
        ("Jeanne", long_address.as_str(), "ne va pas"),
    ] {
        let fields = [("name", name), ("address", address), ("role", "viewer"), ("ends", "none")];
        let page = send(&anne, &album, "people", &fields).await.expect(422);
        let text = page.text();
        assert!(text.contains(sentence), "{name:.40} {address:.40}: {text}");
        let kept = page.attributes("value");
        assert!(kept.contains(&name.to_owned()) && kept.contains(&address.to_owned()), "{name:.40}: {kept:.200?}");
    }
    assert!(world.mails().await.is_empty());
    assert_eq!(anne.get(&page_of(&album)).await.text().matches("name=\"share\" value=").count(), 0);
}

async fn no_line_end_reaches_the_head_of_a_mail_or_an_answer(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    for title in ["Vacances\r\nBcc: all@example.org", "Vacances\nBcc: all@example.org", "Vacances\r\n\r\n<b>"] {
        let answer = anne.post("/album/", &[("title", title)]).await;
        // Refused with a sentence, or taken: then it stands in one line wherever it goes.
        if answer.status != 303 {
            assert_eq!(answer.status, 422, "{}", answer.text());
            continue;
        }
        let album = answer.location();
        let fields = [("name", "Jeanne"), ("address", "jeanne@example.org"), ("role", "viewer"), ("ends", "none")];
        let shared = send(&anne, &album, "people", &fields).await.expect(303);
        assert!(!shared.location().contains(['\r', '\n']));
        let mail = world.only_mail().await;
        assert!(mail.subject.contains("Vacances") && !mail.subject.contains(['\r', '\n']), "{mail:?}");
        anne.add_photos(&album, &[("a\u{2028}x.jpg", &veillee_tests::world::jpeg(1, 3_000))]).await;
        let archive = anne.get(&format!("{album}/download")).await.expect(200);
        assert!(archive.headers.get("bcc").is_none(), "{:?}", archive.headers);
        assert!(archive.header("content-disposition").starts_with("attachment"), "{:?}", archive.headers);
    }
    // A label of a link is one line too.
    let album = anne.album("Mer").await;
    let fields = [("role", "viewer"), ("ends", "none"), ("label", "Presse\r\nSet-Cookie: a=b")];
    let made = send(&anne, &album, "links", &fields).await.expect(303);
    assert!(made.headers.get_all("set-cookie").iter().all(|cookie| !cookie.as_bytes().starts_with(b"a=b")));
    // What leads back after signing in holds no line end either.
    for then in ["/%0d%0aSet-Cookie:a=b", "/\r\nSet-Cookie: a=b", "//evil.example/", "/\\evil.example"] {
        let visitor = world.browser();
        let token = visitor.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
        let fields = [
            ("token", token.as_str()),
            ("then", then),
            ("address", "anne@example.org"),
            ("password", veillee_tests::world::PASSWORD),
        ];
        let answer = visitor.post("/-/sign-in", &fields).await.expect(303);
        assert!(answer.location().starts_with('/') && !answer.location().starts_with("//"), "{}", answer.location());
        let cookies = answer.headers.get_all("set-cookie");
        assert!(cookies.iter().all(|cookie| !cookie.as_bytes().starts_with(b"a=b")), "{:?}", answer.headers);
    }
}
