use hyper::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::common::requestdata::RequestData;
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

impl Chromium {
    /// Gives this browser a device that keeps passkeys. It has none yet.
    ///
    /// # Panics
    /// When the browser refuses.
    pub async fn add_authenticator(&self) {
        let driver: &WebDriver = self;
        let answer = driver.cmd(AddAuthenticator).await;
        answer.unwrap_or_else(|error| panic!("the browser takes no device: {error}"));
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
