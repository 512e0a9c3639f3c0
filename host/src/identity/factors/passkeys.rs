use serde_json::Value;
use webauthn_rs::prelude::{
    AuthenticationResult, Passkey, PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn,
    WebauthnBuilder, WebauthnError,
};

use super::ceremonies::Ceremony;
use crate::storage::factors::KeptPasskey;

#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// What the browser sent is no answer to what it was asked, or not by this passkey.
    #[error("the passkey does not fit")]
    Refused,
    #[error("passkeys do not work here: {0}")]
    Internal(String),
}

impl From<WebauthnError> for PasskeyError {
    /// Whatever it is of the many, a person can only try again.
    fn from(error: WebauthnError) -> Self {
        tracing::debug!(%error, "a passkey was refused");
        Self::Refused
    }
}

/// An association as browsers see it: passkeys are bound to its name (Web Authentication, 4, relying party).
pub struct RelyingParty {
    host: String,
    webauthn: Webauthn,
}

/// A passkey that was made.
pub struct Found {
    pub credential: Vec<u8>,
    /// To be kept.
    pub public_key: String,
}

impl RelyingParty {
    /// `authority`: name and port as in a `Host` header. None under a bare address of a machine, where browsers know no
    /// passkeys.
    pub fn of(authority: &str, name: &str) -> Option<Self> {
        let secure = Url::parse(&format!("https://{authority}")).ok()?;
        let host = secure.domain()?.to_owned();
        let mut builder = WebauthnBuilder::new(&host, &secure).ok()?.rp_name(name);
        let plain = Url::parse(&format!("http://{authority}")).ok()?;
        // In the clear browsers trust names of this machine alone (Secure Contexts, 3.1).
        if host == "localhost" || host.ends_with(".localhost") {
            builder = builder.append_allowed_origin(&plain);
        }
        let webauthn = builder.build().ok()?;
        Some(Self { host, webauthn })
    }

    /// What passkeys made here are bound to.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Asks a browser to make a passkey for an account: options for the script, and what the answer is compared with.
    /// `known`: those that the account has.
    pub fn ask_for_new(
        &self,
        account: &str,
        address: &str,
        name: &str,
        known: &[KeptPasskey],
    ) -> Result<(Value, Ceremony), PasskeyError> {
        let handle = handle(account).ok_or_else(|| PasskeyError::Internal("an account without handle".to_owned()))?;
        let known = self.readable(known)?.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let (asked, state) = self.webauthn.start_passkey_registration(handle, address, name, Some(known))?;
        let mut options = options(&asked)?;
        // It tells whose it is by itself, so that it can sign in alone.
        options["authenticatorSelection"]["residentKey"] = Value::from("required");
        options["authenticatorSelection"]["requireResidentKey"] = Value::from(true);
        Ok((options, Ceremony::Making(state)))
    }

    /// Takes a passkey that was asked for.
    pub fn take_new(&self, ceremony: &Ceremony, answer: &str) -> Result<Found, PasskeyError> {
        let Ceremony::Making(state) = ceremony else { return Err(PasskeyError::Refused) };
        let answer: RegisterPublicKeyCredential = read(answer)?;
        let passkey = self.webauthn.finish_passkey_registration(&answer, state)?;
        Ok(Found { credential: passkey.cred_id().as_slice().to_vec(), public_key: written(&passkey)? })
    }

    /// Asks for one of these passkeys; `Refused` when none of them was made here.
    pub fn ask_one_of(&self, known: &[KeptPasskey]) -> Result<(Value, Ceremony), PasskeyError> {
        let (asked, state) = self.webauthn.start_passkey_authentication(&self.readable(known)?)?;
        Ok((options(&asked)?, Ceremony::Showing(state)))
    }

    /// Asks for any passkey of this association.
    pub fn ask_anybody(&self) -> Result<(Value, Ceremony), PasskeyError> {
        let (asked, state) = self.webauthn.start_discoverable_authentication()?;
        Ok((options(&asked)?, Ceremony::Telling(state)))
    }

    /// Which passkey an answer says that it is by. It is not believed before [`Self::check`].
    pub fn named_credential(answer: &str) -> Result<Vec<u8>, PasskeyError> {
        let answer: PublicKeyCredential = read(answer)?;
        Ok(answer.get_credential_id().to_vec())
    }

    /// Whether an answer to this ceremony is by this passkey of its account; what to keep of it from now on.
    pub fn check(&self, ceremony: Ceremony, answer: &str, kept: &KeptPasskey) -> Result<String, PasskeyError> {
        let answer: PublicKeyCredential = read(answer)?;
        let mut passkey: Passkey = read(&kept.public_key)?;
        let outcome: AuthenticationResult = match ceremony {
            Ceremony::Showing(state) => self.webauthn.finish_passkey_authentication(&answer, &state)?,
            Ceremony::Telling(state) => {
                let (told, _) = self.webauthn.identify_discoverable_authentication(&answer)?;
                if handle(&kept.account) != Some(told) {
                    return Err(PasskeyError::Refused);
                }
                self.webauthn.finish_discoverable_authentication_v2(&answer, state, &passkey)?
            }
            Ceremony::Making(_) => return Err(PasskeyError::Refused),
        };
        // None: the answer is by another passkey of the account.
        passkey
            .update_credential(&outcome)
            .filter(|_| outcome.user_verified())
            .ok_or(PasskeyError::Refused)
            .map(drop)?;
        written(&passkey)
    }

    /// Those that were made under this name: a browser offers no others here.
    fn readable(&self, known: &[KeptPasskey]) -> Result<Vec<Passkey>, PasskeyError> {
        known.iter().filter(|kept| kept.host == self.host).map(|kept| read(&kept.public_key)).collect()
    }
}

/// What an authenticator tells an account by: its id, which is random and says nothing about the person.
fn handle(account: &str) -> Option<Uuid> {
    let bytes = data_encoding::BASE32_NOPAD.decode(account.to_ascii_uppercase().as_bytes()).ok()?;
    Uuid::from_slice(&bytes).ok()
}

fn options(asked: &impl serde::Serialize) -> Result<Value, PasskeyError> {
    let mut whole = serde_json::to_value(asked).map_err(|error| PasskeyError::Internal(error.to_string()))?;
    Ok(whole.get_mut("publicKey").map(Value::take).unwrap_or_default())
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, PasskeyError> {
    serde_json::from_str(text).map_err(|_| PasskeyError::Refused)
}

fn written(passkey: &Passkey) -> Result<String, PasskeyError> {
    serde_json::to_string(passkey).map_err(|error| PasskeyError::Internal(error.to_string()))
}
