//! `/-/account/tokens`: made once, shown once, ended at once.

use veillee::storage::audit::Happening;
use veillee_tests::on_both;
use veillee_tests::world::{Answer, Backend, Browser, World};

use super::{ALBUMS, EVERYTHING, Program, problem, token};

on_both!(a_token_is_made_shown_once_used_and_ended, a_form_that_is_sent_twice_makes_one_token);

const PATH: &str = "/-/account/tokens";

fn fields<'a>(page: &'a Made, kind: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("token", page.token.as_str()), ("id", page.id.as_str()), ("kind", kind)], more].concat()
}

/// What a printed form holds.
struct Made {
    token: String,
    id: String,
}

async fn form(browser: &Browser) -> Made {
    let page = browser.get(PATH).await.expect(200);
    // The last forms are those that make one.
    let text = page.text();
    let rest = text.split(&format!("action=\"{PATH}\"")).nth(1).expect("a form");
    let hidden = |name: &str| {
        let value = rest.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.expect("a value").to_owned()
    };
    Made { token: hidden("token"), id: hidden("id") }
}

const BACKUP: [(&str, &str); 4] =
    [("name", "Sauvegarde <3"), ("service", "album"), ("access", "write"), ("ends", "month")];

fn secret(page: &Answer) -> String {
    let shown = page.attributes("value").into_iter().find(|value| value.starts_with("veillee_"));
    shown.expect("a secret")
}

async fn a_token_is_made_shown_once_used_and_ended(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    assert!(anne.get(PATH).await.expect(200).text().contains("Aucun programme"));
    let printed = form(&anne).await;
    let made = anne.post(PATH, &fields(&printed, "api", &BACKUP)).await.expect(200);
    let secret = secret(&made);
    assert!(made.text().contains("Sauvegarde &#60;3"));
    let page = anne.get(PATH).await.expect(200);
    assert!(!page.text().contains(&secret) && page.text().contains("Pas encore utilisé"));
    let program = Program::new(world.browser(), &secret);
    program.get(ALBUMS).await.expect(200);
    assert!(anne.get(PATH).await.expect(200).text().contains("moins de 10 minutes"));
    // 30 days.
    world.clock.advance(30 * 24 * 60 * 60 * 1000);
    problem(&program.get(ALBUMS).await, 401, "no-token");
    let anne = {
        anne.forget_cookies();
        anne.sign_in("anne@example.org").await;
        anne
    };
    let printed = form(&anne).await;
    let other = fields(&printed, "api", &[("name", "b"), ("service", ""), ("access", "read"), ("ends", "none")]);
    let made = anne.post(PATH, &other).await.expect(200);
    let program = Program::new(world.browser(), &self::secret(&made));
    program.get(ALBUMS).await.expect(200);
    let page = anne.get(PATH).await.expect(200);
    let end = format!("{PATH}/end");
    let (id, sealed) = (page.hidden("id", 0), page.token_of(&end));
    anne.post(&end, &[("token", &sealed), ("id", &id)]).await.expect(303);
    problem(&program.get(ALBUMS).await, 401, "no-token");
    let noted = world.alpha.own_activity(&world.account("anne@example.org").await).await.expect("a database");
    let noted: Vec<Happening> = noted.iter().filter_map(|entry| entry.happening).collect();
    assert_eq!(noted[0], Happening::TokenRevoked, "{noted:?}");
    assert_eq!(noted.iter().filter(|happening| **happening == Happening::TokenMade).count(), 2, "{noted:?}");
    // Gone already is no mistake; another's id is none of theirs.
    assert!(anne.post(&end, &[("token", &sealed), ("id", &id)]).await.expect(303).location() == PATH);
    anne.post(&end, &[("token", &sealed), ("id", "other")]).await.expect(400);
}

async fn a_form_that_is_sent_twice_makes_one_token(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let printed = form(&anne).await;
    let sent = fields(&printed, "api", &BACKUP);
    let answers = futures_util::future::join_all((0..4).map(|_| anne.post(PATH, &sent))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 200 | 303)));
    assert!(anne.get(PATH).await.expect(200).text().contains("déjà créé"));
    let account = world.account("anne@example.org").await;
    assert_eq!(world.alpha.tokens_of(&account).await.expect("a database").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_said_and_what_was_entered_stays() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let long = "x".repeat(101);
    for (name, sentence) in [("", "Écrivez un nom"), (" ", "Écrivez un nom"), (long.as_str(), "100 caractères")] {
        for kind in ["api", "app-password"] {
            let printed = form(&anne).await;
            let wrong = [("name", name), ("service", "album"), ("access", "write"), ("ends", "year")];
            let page = anne.post(PATH, &fields(&printed, kind, &wrong)).await.expect(422);
            let text = page.text();
            assert!(text.contains(sentence) && text.contains("<option value=\"album\" selected>"), "{text}");
            assert!(kind != "api" || text.contains("<option value=\"year\" selected>"), "{text}");
            assert!(kind != "api" || text.contains("<option value=\"write\" selected>"), "{text}");
        }
    }
    let printed = form(&anne).await;
    for wrong in [
        fields(&printed, "session", &BACKUP),
        fields(&printed, "api", &[("name", "a"), ("service", "nothing"), ("access", "read"), ("ends", "year")]),
        fields(&printed, "api", &[("name", "a"), ("service", "album"), ("access", "read"), ("ends", "never")]),
        fields(&printed, "app-password", &[("name", "a"), ("service", "")]),
    ] {
        anne.post(PATH, &wrong).await.expect(400);
    }
    let forged = [("token", printed.token.as_str()), ("id", "x"), ("kind", "api"), ("name", "a"), ("ends", "year")];
    anne.post(PATH, &forged).await.expect(400);
    let bruno = world.member("Bruno").await;
    bruno.post(PATH, &fields(&printed, "api", &BACKUP)).await.expect(400);
    world.browser().get(PATH).await.expect(303);
    let account = world.account("anne@example.org").await;
    assert!(world.alpha.tokens_of(&account).await.expect("a database").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_fifty_tokens_at_most() {
    let world = World::new().await;
    let anne = world.administrator().await;
    for _ in 0..50 {
        token(&world.alpha, "anne@example.org", EVERYTHING).await;
    }
    let printed = form(&anne).await;
    let page = anne.post(PATH, &fields(&printed, "api", &BACKUP)).await.expect(422);
    assert!(page.text().contains("50 accès"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ended_is_shown_for_a_month_and_then_forgotten() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let ends_ms = world.alpha.clock.now_ms() + 1_000;
    token(&world.alpha, "anne@example.org", super::Wanted { ends_ms, ..EVERYTHING }).await;
    world.clock.advance(1_000);
    assert!(anne.get(PATH).await.expect(200).text().contains("Fini depuis le"));
    assert_eq!(world.alpha.sweep_tokens().await.expect("swept"), 0);
    world.clock.advance(30 * 24 * 60 * 60 * 1000);
    assert_eq!(world.alpha.sweep_tokens().await.expect("swept"), 1);
}

/// Neither secret stands in the database as it is.
#[tokio::test(flavor = "multi_thread")]
async fn the_database_holds_no_secret_of_a_program() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let secret = token(&world.alpha, "anne@example.org", EVERYTHING).await.0;
    let printed = form(&anne).await;
    let page =
        anne.post(PATH, &fields(&printed, "app-password", &[("name", "a"), ("service", "album")])).await.expect(200);
    let groups = |value: &String| value.len() == 19 && value.matches('-').count() == 3;
    let password = page.attributes("value").into_iter().find(groups).expect("an app password");
    let folder = world.folder.path().join("data");
    let mut looked = 0;
    for entry in walk(&folder) {
        let bytes = std::fs::read(&entry).expect("a file");
        looked += bytes.len();
        for secret in [secret.as_str(), &secret[8..], &password, &password.replace('-', "")] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} stands in {}", entry.display());
        }
    }
    assert!(looked > 100_000, "{looked} bytes");
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
