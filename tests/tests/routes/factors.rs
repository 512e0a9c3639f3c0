//! A second factor beside the password, and proving again before what is dangerous.

mod dangerous;
mod passkeys;
mod pending;
mod recovery;
mod step_up;
mod told;
mod totp;
mod ways;

use data_encoding::BASE32_NOPAD;
use serde_json::Value;
use veillee_tests::world::{Answer, Authenticator, Browser, PASSWORD, World, totp_code};

pub(super) const SECURITY: &str = "/-/account/security";
pub(super) const TOTP: &str = "/-/account/security/totp";
pub(super) const RECOVERY: &str = "/-/account/security/recovery";
pub(super) const FACTOR: &str = "/-/sign-in/factor";
pub(super) const CONFIRM: &str = "/-/confirm";
pub(super) const STEP_MS: i64 = 30_000;

pub(super) fn now_ms(world: &World) -> i64 {
    world.alpha.clock.now_ms()
}

/// The secret that a page shows for typing.
pub(super) fn secret_on(page: &Answer) -> Vec<u8> {
    let text = page.text();
    let shown = text.split("<p class=\"address\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a secret");
    BASE32_NOPAD.decode(shown.replace(' ', "").as_bytes()).expect("base 32")
}

/// Enrols an application as a person would, and returns its secret. The code of this step is used up.
pub(super) async fn enrol(world: &World, browser: &Browser) -> Vec<u8> {
    let page = browser.get(TOTP).await.expect(200);
    let secret = secret_on(&page);
    let (token, sealed) = (page.token_of(TOTP), page.hidden("secret", 0));
    let code = totp_code(&secret, now_ms(world));
    browser.post(TOTP, &[("token", &token), ("secret", &sealed), ("code", &code)]).await.expect(303);
    secret
}

/// Makes a set of recovery codes and reads it from the page.
pub(super) async fn recovery_codes(browser: &Browser) -> Vec<String> {
    let token = browser.get(RECOVERY).await.expect(200).token_of(RECOVERY);
    let page = browser.post(RECOVERY, &[("token", &token)]).await.expect(200).text();
    page.split("<code>").skip(1).filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
}

/// The first step of signing in.
pub(super) async fn with_password(browser: &Browser, address: &str, then: &str) -> Answer {
    let token = browser.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
    let fields = [("token", token.as_str()), ("then", then), ("address", address), ("password", PASSWORD)];
    browser.post("/-/sign-in", &fields).await
}

/// The second step: `code` or `recovery`.
pub(super) async fn with_factor(browser: &Browser, name: &str, value: &str) -> Answer {
    let page = browser.get(&format!("{FACTOR}?then=/-/account")).await.expect(200);
    let (token, then) = (page.token_of(FACTOR), page.hidden("then", 0));
    browser.post(FACTOR, &[("token", &token), ("then", &then), (name, value)]).await
}

/// Both steps on a new device; what the second one answers.
pub(super) async fn sign_in(world: &World, address: &str, name: &str, value: &str) -> Answer {
    let browser = world.browser();
    with_password(&browser, address, "/").await.expect(303);
    with_factor(&browser, name, value).await
}

pub(super) async fn is_signed_in(browser: &Browser) -> bool {
    browser.get("/-/account").await.status == 200
}

/// What the element of a page sends along: its token for a purpose.
pub(super) fn passkey_token(page: &Answer, purpose: &str) -> String {
    let text = page.text();
    let element = text.split(&format!("data-purpose=\"{purpose}\"")).nth(1).expect("an element");
    let token = element.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next());
    token.expect("a token").to_owned()
}

pub(super) fn json(answer: &Answer) -> Value {
    assert_eq!(answer.header("content-type"), "application/json", "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("JSON")
}

/// What the host asks a device.
pub(super) async fn begin(browser: &Browser, purpose: &str, token: &str) -> Value {
    let answer = browser.post(&format!("/-/passkeys/{purpose}/begin"), &[("token", token)]).await.expect(200);
    json(&answer)["publicKey"].clone()
}

pub(super) async fn end(browser: &Browser, purpose: &str, token: &str, credential: &str) -> Answer {
    let fields = [("token", token), ("then", "/-/account"), ("credential", credential)];
    browser.post(&format!("/-/passkeys/{purpose}/end"), &fields).await
}

/// Makes a passkey as the page of security does.
pub(super) async fn add_passkey(browser: &Browser) -> Authenticator {
    let mut device = Authenticator::new(&browser.host);
    let token = passkey_token(&browser.get(SECURITY).await.expect(200), "add");
    let options = begin(browser, "add", &token).await;
    let made = device.make(&options);
    end(browser, "add", &token, &made).await.expect(200);
    device
}
