//! Passkeys: a browser is asked, and its answer is taken (Web Authentication). The script of `<veillee-passkey>` speaks with
//! these two addresses, in JSON: `publicKey` is for the browser, `then` is where to go on, `problem` is a sentence to show.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::account::account_of;
use super::security::{PATH, after_enrolment, tell_changed};
use super::sign_in_factor::{come_in, first_step, forget_pending, pending_token};
use crate::identity::{Ceremony, PasskeyError, RelyingParty};
use crate::limits;
use crate::storage::audit::{Happening, Note};
use crate::storage::factors::{KeptPasskey, NewPasskey};
use crate::storage::people::Proof;
use crate::storage::sql::DatabaseError;
use crate::views::{FactorNews, PasskeyProblem, Told};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::layers::host;
use crate::web::respond::own_path;
use crate::web::step_up::{self, Wanted, step_up};
use crate::web::{factor_news, form_token, notice};

pub const ACTION: &str = "passkey";

/// What a passkey is made or shown for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// One more for one's own account.
    Add,
    /// Signing in by it alone.
    SignIn,
    /// The second factor, after the password.
    Factor,
    /// Proving once more who one is.
    Confirm,
}

impl Purpose {
    fn from_name(name: &str) -> Result<Self, PageError> {
        match name {
            "add" => Ok(Self::Add),
            "sign-in" => Ok(Self::SignIn),
            "factor" => Ok(Self::Factor),
            "confirm" => Ok(Self::Confirm),
            _ => Err(PageError::NotFound),
        }
    }
}

/// One ceremony of one browser.
struct Stage<'a> {
    app: &'a App,
    arrival: &'a Arrival,
    headers: &'a HeaderMap,
    purpose: Purpose,
    party: RelyingParty,
    /// Names the ceremony.
    name: String,
}

/// `POST /-/passkeys/<purpose>/begin`
pub async fn begin(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    uri: Uri,
    Path(purpose): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    form_token::read(&arrival, ACTION, &purpose, body).await?;
    let Some(stage) = stage(&app, &arrival, &uri, &headers, &purpose)? else {
        return Ok(problem(&arrival, PasskeyProblem::NotHere));
    };
    match stage.ask().await {
        Ok((options, ceremony)) => {
            let now_ms = arrival.site.association.clock.now_ms();
            arrival.site.ceremonies.begin(stage.name, ceremony, now_ms);
            Ok(answer(StatusCode::OK, &json!({ "publicKey": options })))
        }
        Err(error) => failed(&arrival, error),
    }
}

/// `POST /-/passkeys/<purpose>/end`: the browser's `credential`, and `then`.
pub async fn end(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    uri: Uri,
    Path(purpose): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, ACTION, &purpose, body).await?;
    let Some(stage) = stage(&app, &arrival, &uri, &headers, &purpose)? else {
        return Ok(problem(&arrival, PasskeyProblem::NotHere));
    };
    let now_ms = arrival.site.association.clock.now_ms();
    let Some(ceremony) = arrival.site.ceremonies.end(&stage.name, now_ms) else {
        return Ok(problem(&arrival, PasskeyProblem::Late));
    };
    let taken = match stage.purpose {
        Purpose::Add => stage.add(&ceremony, &form).await,
        Purpose::SignIn => stage.sign_in(ceremony, &form).await,
        Purpose::Factor => stage.second_step(ceremony, &form).await,
        Purpose::Confirm => stage.confirm(ceremony, &form).await,
    };
    match taken {
        Ok(response) => Ok(response),
        Err(error) => failed(&arrival, error),
    }
}

/// None where browsers know no passkeys.
fn stage<'a>(
    app: &'a App,
    arrival: &'a Arrival,
    uri: &Uri,
    headers: &'a HeaderMap,
    purpose: &str,
) -> Result<Option<Stage<'a>>, PageError> {
    let name = format!("{purpose}|{}", arrival.form_binding());
    let purpose = Purpose::from_name(purpose)?;
    let party = host(headers, uri).and_then(|host| RelyingParty::of(host, &arrival.site.name));
    Ok(party.map(|party| Stage { app, arrival, headers, purpose, party, name }))
}

/// Why a ceremony came to nothing.
enum Failure {
    Page(PageError),
    /// A sentence for the person.
    Problem(PasskeyProblem),
    /// The sign-in under way has ended; where it would have led to.
    StartAgain(String),
}

impl From<PageError> for Failure {
    fn from(error: PageError) -> Self {
        Self::Page(error)
    }
}

impl From<DatabaseError> for Failure {
    fn from(error: DatabaseError) -> Self {
        Self::Page(error.into())
    }
}

impl From<PasskeyError> for Failure {
    fn from(error: PasskeyError) -> Self {
        match error {
            PasskeyError::Refused => Self::Problem(PasskeyProblem::Refused),
            PasskeyError::Internal(detail) => Self::Page(PageError::Internal(detail)),
        }
    }
}

impl Stage<'_> {
    async fn ask(&self) -> Result<(Value, Ceremony), Failure> {
        let association = &self.arrival.site.association;
        match self.purpose {
            Purpose::SignIn => Ok(self.party.ask_anybody()?),
            Purpose::Add => {
                let card = account_of(self.arrival)?;
                step_up(self.arrival, Wanted::Both, PATH).await?;
                let account = association.account(&card.id).await?.ok_or(PageError::NotFound)?;
                let known = association.passkeys_of(&card.id).await?;
                if i64::try_from(known.len()).unwrap_or(i64::MAX) >= limits::PASSKEYS_MAX {
                    return Err(Failure::Problem(PasskeyProblem::TooMany));
                }
                Ok(self.party.ask_for_new(&card.id, &account.address, &account.name, &known)?)
            }
            Purpose::Factor => {
                let token = pending_token(self.headers).unwrap_or_default();
                let account = association.pending_sign_in(token).await?;
                let account = account.ok_or_else(|| Failure::StartAgain("/".to_owned()))?;
                Ok(self.party.ask_one_of(&association.passkeys_of(&account).await?)?)
            }
            Purpose::Confirm => {
                let account = account_of(self.arrival)?;
                Ok(self.party.ask_one_of(&association.passkeys_of(&account.id).await?)?)
            }
        }
    }

    async fn add(&self, ceremony: &Ceremony, form: &Pairs) -> Result<Response, Failure> {
        let account = account_of(self.arrival)?;
        step_up(self.arrival, Wanted::Both, PATH).await?;
        let found = self.party.take_new(ceremony, field(form, "credential"))?;
        let name = device_name(self.arrival);
        let new = NewPasskey {
            account: &account.id,
            credential: &found.credential,
            host: self.party.host(),
            name: &name,
            public_key: &found.public_key,
        };
        let note = Note::new(Happening::PasskeyAdded, self.arrival.doer_as(&account.id));
        match self.arrival.site.association.add_passkey(&new, &note).await {
            Err(DatabaseError::Taken) => return Err(Failure::Problem(PasskeyProblem::Known)),
            Err(DatabaseError::Full) => return Err(Failure::Problem(PasskeyProblem::TooMany)),
            added => drop(added?),
        }
        let mut response = go(after_enrolment(self.arrival, &account.id).await?);
        self.arrival.prove(Proof::Factor, &mut response).await?;
        tell_changed(self.arrival, &mut response, self.arrival.words().say("passkey-told-added"));
        factor_news::tell(self.app, self.arrival, &account.id, FactorNews::PasskeyAdded).await;
        Ok(response)
    }

    async fn sign_in(&self, ceremony: Ceremony, form: &Pairs) -> Result<Response, Failure> {
        let passkey = self.checked(ceremony, form, None).await?;
        let account = self.arrival.site.association.account(&passkey.account).await?;
        let account = account.filter(|account| !account.suspended).ok_or(Failure::Problem(PasskeyProblem::Refused))?;
        let mut response = go(own_path(field(form, "then")));
        self.arrival.sign_in_with_factor(self.headers, &account.id, &mut response).await?;
        notice::tell(self.arrival, &mut response, Told::SignedIn);
        Ok(response)
    }

    async fn second_step(&self, ceremony: Ceremony, form: &Pairs) -> Result<Response, Failure> {
        let then = own_path(field(form, "then"));
        let again = || Failure::StartAgain(then.to_owned());
        let token = pending_token(self.headers).unwrap_or_default();
        let account = self.arrival.site.association.try_pending_sign_in(token).await?.ok_or_else(again)?;
        self.checked(ceremony, form, Some(&account)).await?;
        let mut response = go(then);
        if !come_in(self.arrival, self.headers, &account, token, &mut response).await? {
            return Err(again());
        }
        Ok(response)
    }

    async fn confirm(&self, ceremony: Ceremony, form: &Pairs) -> Result<Response, Failure> {
        let account = account_of(self.arrival)?;
        self.checked(ceremony, form, Some(&account.id)).await?;
        let mut response = go(own_path(field(form, "then")));
        self.arrival.prove(Proof::Passkey, &mut response).await?;
        notice::leave_good(self.arrival, &mut response, self.arrival.words().say("proof-told"), None);
        Ok(response)
    }

    /// The passkey that answered, when it did so rightly and is one of `account`, or of anybody.
    async fn checked(&self, ceremony: Ceremony, form: &Pairs, account: Option<&str>) -> Result<KeptPasskey, Failure> {
        let (association, credential) = (&self.arrival.site.association, field(form, "credential"));
        let kept = association.passkey(&RelyingParty::named_credential(credential)?).await?;
        let kept = kept.filter(|kept| account.is_none_or(|account| kept.account == account));
        let kept = kept.ok_or(Failure::Problem(PasskeyProblem::Unknown))?;
        let public_key = self.party.check(ceremony, credential, &kept)?;
        // It was removed while it was shown.
        if !association.use_passkey(&kept.id, &public_key).await? {
            return Err(Failure::Problem(PasskeyProblem::Unknown));
        }
        association.forget_factor_failures(&kept.account).await?;
        Ok(kept)
    }
}

/// What a passkey is called until its person calls it otherwise.
fn device_name(arrival: &Arrival) -> String {
    let device = arrival.device();
    match (device.system, device.browser) {
        (Some(name), _) | (None, Some(name)) => name.to_owned(),
        (None, None) => arrival.words().say("passkey-name-first"),
    }
}

fn failed(arrival: &Arrival, failure: Failure) -> Result<Response, PageError> {
    match failure {
        Failure::Problem(told) => Ok(problem(arrival, told)),
        Failure::Page(PageError::ProofWanted { then, with_factor }) => Ok(go(&step_up::path(&then, with_factor))),
        Failure::Page(error) => Err(error),
        Failure::StartAgain(then) => {
            let mut response = go(&first_step(&then));
            forget_pending(arrival, &mut response);
            Ok(response)
        }
    }
}

fn go(then: &str) -> Response {
    answer(StatusCode::OK, &json!({ "then": then }))
}

fn problem(arrival: &Arrival, problem: PasskeyProblem) -> Response {
    answer(StatusCode::UNPROCESSABLE_ENTITY, &json!({ "problem": problem.words(arrival.words()) }))
}

fn answer(status: StatusCode, value: &Value) -> Response {
    let mut response = (status, value.to_string()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
