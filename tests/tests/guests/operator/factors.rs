//! `veillee account reset-factors`: for whoever lost the telephone, the keys and the card.

use data_encoding::BASE32_NOPAD;
use veillee_ambient::{Clock as _, SystemClock};
use veillee_tests::world::{Browser, PASSWORD, Served, json, refused, totp_code};

use super::{account, signs_in, wait, with_association};

const BOB: &str = "bob@example.org";
const TOTP: &str = "/-/account/security/totp";

/// Enrols an application as a person would.
async fn enrol(browser: &Browser) {
    browser.sign_in(BOB).await;
    let page = browser.get(TOTP).await.expect(200);
    let text = page.text();
    let shown = text.split("<p class=\"address\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a secret");
    let secret = BASE32_NOPAD.decode(shown.replace(' ', "").as_bytes()).expect("base 32");
    let (token, sealed) = (page.token_of(TOTP), page.hidden("secret", 0));
    let code = totp_code(&secret, SystemClock.now_ms());
    browser.post(TOTP, &[("token", &token), ("secret", &sealed), ("code", &code)]).await.expect(303);
}

/// Where the password leads.
fn led(served: &Served) -> String {
    let browser = served.browser_at("localhost");
    wait(async {
        let token = browser.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
        let fields = [("token", token.as_str()), ("then", "/"), ("address", BOB), ("password", PASSWORD)];
        browser.post("/-/sign-in", &fields).await.expect(303).location()
    })
}

#[test]
fn an_operator_takes_the_factors_from_who_lost_them_all_notes_it_and_writes_to_them() {
    let real = with_association();
    json(&real.run_with(&account("anne@example.org", "admin"), PASSWORD));
    json(&real.run_with(&account(BOB, "member"), PASSWORD));
    let served = real.serve(&[]);
    let bob = served.browser_at("localhost");
    wait(enrol(&bob));
    assert!(led(&served).starts_with("/-/sign-in/factor"));

    let anne = served.browser_at("localhost");
    wait(anne.sign_in("anne@example.org"));
    let letters = || {
        let page = wait(anne.get("/-/console/mail")).expect(200).text();
        page.matches("<h2>La protection de votre compte a changé").count()
    };
    assert_eq!(letters(), 1);

    let reset = ["account", "reset-factors", "--email", "Bob@Example.org"];
    let taken = real.json(&reset);
    assert_eq!((&taken["address"], &taken["totp"], &taken["passkeys"]), (&BOB.into(), &true.into(), &0.into()));
    assert_eq!(led(&served), "/");
    signs_in(&served, "localhost", BOB);
    let activity = wait(bob.get("/-/account/activity")).expect(200).text();
    assert!(activity.contains("Validation en deux étapes retirée"), "{activity}");
    assert!(activity.contains("Par la personne qui s’occupe du serveur"), "{activity}");
    assert_eq!(letters(), 2, "one when it came, one when it went");

    // Nothing is there to be taken: nothing is noted and nobody is written to.
    let again = real.json(&reset);
    assert_eq!((&again["totp"], &again["recovery_codes"]), (&false.into(), &0.into()));
    assert_eq!(letters(), 2);
    let unknown = ["account", "reset-factors", "--email", "nobody@example.org"];
    assert!(refused(&real.run(&unknown), 2).contains("has no account"));

    // The same while the host does not run.
    wait(enrol(&bob));
    assert!(served.stop().success());
    assert_eq!(real.json(&reset)["totp"], true);
    let served = real.serve(&[]);
    assert_eq!(led(&served), "/");
}
