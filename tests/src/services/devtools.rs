use hyper::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::common::requestdata::RequestData;
use thirtyfour::session::http::CmdResponse;
use thirtyfour::{SessionId, WebDriver};

use super::Chromium;

/// A command of the Chrome `DevTools` Protocol, which `WebDriver` passes on.
#[derive(Debug)]
struct Command<'a> {
    name: &'a str,
    parameters: Value,
}

impl FormatRequestData for Command<'_> {
    fn format_request(&self, session_id: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session_id}/goog/cdp/execute"))
            .add_body(json!({ "cmd": self.name, "params": self.parameters }))
    }
}

/// A device that keeps passkeys, and says yes to everything (Web Authentication, 11).
#[derive(Debug)]
struct AddAuthenticator;

impl FormatRequestData for AddAuthenticator {
    fn format_request(&self, session_id: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("/session/{session_id}/webauthn/authenticator")).add_body(json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserConsenting": true, "isUserVerified": true,
        }))
    }
}

/// Whether that device finds its person when it looks for them.
#[derive(Debug)]
struct SetUserVerified<'a> {
    device: &'a str,
    knows: bool,
}

impl FormatRequestData for SetUserVerified<'_> {
    fn format_request(&self, session_id: &SessionId) -> RequestData {
        let path = format!("/session/{session_id}/webauthn/authenticator/{}/uv", self.device);
        RequestData::new(Method::POST, path).add_body(json!({ "isUserVerified": self.knows }))
    }
}

impl Chromium {
    /// Gives this browser a device that keeps passkeys, and its name. It has none yet.
    ///
    /// # Panics
    /// When the browser refuses.
    pub async fn add_authenticator(&self) -> String {
        let driver: &WebDriver = self;
        let answer = driver.cmd(AddAuthenticator).await.and_then(CmdResponse::value);
        answer.unwrap_or_else(|error| panic!("the browser takes no device: {error}"))
    }

    /// Lets the device know whoever holds it from now on, or nobody: then it refuses.
    ///
    /// # Panics
    /// When the browser has no such device.
    pub async fn let_authenticator_know(&self, device: &str, knows: bool) {
        let driver: &WebDriver = self;
        let answer = driver.cmd(SetUserVerified { device, knows }).await;
        answer.unwrap_or_else(|error| panic!("the device does not listen: {error}"));
    }

    /// What `WebDriver` has no words for: `Emulation.setEmulatedMedia` and its kin.
    ///
    /// # Panics
    /// When the browser refuses the command.
    pub async fn devtools(&self, name: &str, parameters: Value) {
        let driver: &WebDriver = self;
        let answer = driver.cmd(Command { name, parameters }).await;
        answer.unwrap_or_else(|error| panic!("the browser refused {name}: {error}"));
    }
}
