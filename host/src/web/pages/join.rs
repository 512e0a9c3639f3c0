//! Somebody new: by themselves, or invited.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::sign_in::{BUSY_S, busy_words};
use crate::identity::{PasswordError, check_person};
use crate::storage::people::{AccountRole, LinkPurpose, MailedLink, NewAccount, NewMailedLink};
use crate::storage::settings::SignUp;
use crate::storage::sql::DatabaseError;
use crate::views::{AccountLetter, Confirm, ConfirmDeed, Message, Told, Welcome, WelcomeProblem, WelcomeWay};
use crate::web::account_mail::{self, Recipient, address_of, new_secret};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{host_page, retry_after, see_other};
use crate::web::{device, form_token, notice};

const JOIN: &str = "join";

/// What was entered, kept when something does not fit.
#[derive(Default)]
struct Entered {
    name: String,
    address: String,
    problems: Vec<WelcomeProblem>,
    /// Seconds to wait.
    wait_s: Option<u64>,
}

impl Entered {
    fn of(form: &Pairs) -> Self {
        let [name, address] = ["name", "address"].map(|name| field(form, name).trim().to_owned());
        Self { name, address, ..Self::default() }
    }
}

/// `GET /-/join`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Response {
    if arrival.site.settings.sign_up() != SignUp::Open {
        return not_open(&app, &arrival);
    }
    page(&app, &arrival, &Entered::default(), &Way::Join)
}

/// `POST /-/join`. A known and an unknown address get the same page, by the same work: one hash, one mail.
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, JOIN, "", body).await?;
    if arrival.site.settings.sign_up() != SignUp::Open {
        return Ok(not_open(&app, &arrival));
    }
    let mut entered = Entered::of(&form);
    let pass = match app.throttle.enter(&device::mail_attempt(&arrival, &entered.address)) {
        Ok(pass) => pass,
        Err(wait_s) => {
            entered.wait_s = Some(wait_s);
            return Ok(page(&app, &arrival, &entered, &Way::Join));
        }
    };
    let Some(hash) = hashed(&app, &arrival, &form, &mut entered).await? else {
        // Nobody is written to.
        pass.forget();
        return Ok(page(&app, &arrival, &entered, &Way::Join));
    };
    mail_confirmation(&app, &arrival, &form, (&entered, &hash)).await?;
    Ok(host_page(
        &app,
        &arrival,
        StatusCode::OK,
        &Message::mailed(arrival.words(), ("/-/join", &entered.address), app.sends_mail),
    ))
}

async fn mail_confirmation(
    app: &App,
    arrival: &Arrival,
    form: &Pairs,
    (entered, hash): (&Entered, &str),
) -> Result<(), PageError> {
    let account = arrival.site.association.account_by_address(&entered.address).await?;
    let secret = new_secret(arrival);
    let confirm = address_of(app, arrival, &format!("/-/join/{secret}"));
    let forgot = address_of(app, arrival, "/-/forgot");
    let token = field(form, form_token::TOKEN_FIELD);
    if let Some(account) = &account {
        let letter = AccountLetter::JoinKnown { forgot: &forgot };
        return account_mail::send(app, arrival, &Recipient::of(account, arrival), letter, (None, None), token).await;
    }
    let link = NewMailedLink {
        token: &secret,
        purpose: LinkPurpose::Join,
        principal: "",
        address: &entered.address,
        name: &entered.name,
        password: hash,
        role: AccountRole::Member,
        locale: arrival.locale.name(),
    };
    let to = Recipient::stranger(&entered.address, arrival);
    account_mail::send(app, arrival, &to, AccountLetter::Join { confirm: &confirm }, (Some(link), None), token).await
}

/// A link that was mailed to somebody new.
enum Way {
    Join,
    Confirm(String, MailedLink),
    Invited(String, MailedLink),
}

impl Way {
    /// None for a link that is worth nothing, or not while the association takes in nobody so.
    async fn of(arrival: &Arrival, token: &str) -> Result<Option<Self>, PageError> {
        let (association, sign_up) = (&arrival.site.association, arrival.site.settings.sign_up());
        if sign_up == SignUp::Closed {
            return Ok(None);
        }
        if let Some(link) = association.mailed_link(token, LinkPurpose::Invitation).await? {
            return Ok(Some(Self::Invited(token.to_owned(), link)));
        }
        let link = association.mailed_link(token, LinkPurpose::Join).await?;
        Ok(link.filter(|_| sign_up == SignUp::Open).map(|link| Self::Confirm(token.to_owned(), link)))
    }

    /// Binds the form to its link.
    fn object(&self) -> &str {
        match self {
            Self::Join => "",
            Self::Confirm(token, _) | Self::Invited(token, _) => token,
        }
    }
}

/// `GET /-/join/<token>`: uses nothing up, since programs that look through mail open it too.
pub async fn show_link(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let Some(way) = Way::of(&arrival, &token).await? else { return Ok(dead(&app, &arrival)) };
    let entered = match &way {
        Way::Invited(_, link) => Entered { address: link.address.clone(), ..Entered::default() },
        Way::Join | Way::Confirm(..) => Entered::default(),
    };
    Ok(page(&app, &arrival, &entered, &way))
}

/// `POST /-/join/<token>`: makes the account and uses the link up, both or neither.
pub async fn submit_link(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, JOIN, &token, body).await?;
    let Some(way) = Way::of(&arrival, &token).await? else { return Ok(dead(&app, &arrival)) };
    let (link, name, locale, password) = match &way {
        Way::Join => return Err(PageError::BadRequest),
        Way::Confirm(_, link) => {
            if let Some(refused) = refuse(&app, &arrival, &way, link, field(&form, "password")).await? {
                return Ok(refused);
            }
            (link, link.name.clone(), link.locale.as_str(), link.password.clone())
        }
        Way::Invited(_, link) => {
            let mut entered = Entered { address: link.address.clone(), ..Entered::of(&form) };
            match hashed(&app, &arrival, &form, &mut entered).await? {
                Some(hash) => (link, entered.name, arrival.locale.name(), hash),
                None => return Ok(page(&app, &arrival, &entered, &way)),
            }
        }
    };
    let new = NewAccount { address: &link.address, name: &name, password: &password, role: link.role, locale };
    let id = match arrival.site.association.join(link, &new, arrival.kept_device()).await {
        Ok(Some(id)) => id,
        Ok(None) | Err(DatabaseError::Taken) => return Ok(dead(&app, &arrival)),
        Err(error) => return Err(error.into()),
    };
    let mut response = see_other("/");
    arrival.sign_in(&headers, &id, &mut response).await?;
    device::remember(&arrival, &id, &password, &mut response);
    notice::tell(&arrival, &mut response, Told::Welcomed);
    Ok(response)
}

/// The page with what is wrong, unless whoever confirms knows the password that was chosen.
async fn refuse(
    app: &App,
    arrival: &Arrival,
    way: &Way,
    link: &MailedLink,
    password: &str,
) -> Result<Option<Response>, PageError> {
    let wrong = |wait_s: Option<u64>| {
        let problems = wait_s.is_none().then_some(WelcomeProblem::PasswordShort).into_iter().collect();
        page(app, arrival, &Entered { problems, wait_s, ..Entered::default() }, way)
    };
    let pass = match app.throttle.enter(&device::attempt(arrival, &link.address, None)) {
        Ok(pass) => pass,
        Err(wait_s) => return Ok(Some(wrong(Some(wait_s)))),
    };
    match app.passwords.verify(password, Some(&link.password)).await {
        Ok(true) => pass.went_well(),
        Ok(false) => return Ok(Some(wrong(None))),
        Err(PasswordError::Busy) => {
            pass.forget();
            return Ok(Some(wrong(Some(BUSY_S))));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(None)
}

/// The hash of the chosen password, when all that was entered fits; else what does not stands in `entered`.
async fn hashed(
    app: &App,
    arrival: &Arrival,
    form: &Pairs,
    entered: &mut Entered,
) -> Result<Option<String>, PageError> {
    let password = field(form, "password");
    let person = (entered.name.as_str(), entered.address.as_str(), password);
    let work = async {
        let problems = check_person(&app.passwords, person, &arrival.site.name).await?;
        let hash = if problems.is_empty() { Some(app.passwords.hash(password).await?) } else { None };
        Ok((problems, hash))
    };
    match work.await {
        Ok((problems, hash)) => {
            entered.problems = problems;
            Ok(hash)
        }
        Err(PasswordError::Busy) => {
            entered.wait_s = Some(BUSY_S);
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn page(app: &App, arrival: &Arrival, entered: &Entered, way: &Way) -> Response {
    let (words, association_name) = (arrival.words(), arrival.site.name.as_str());
    let status = match (&entered.wait_s, entered.problems.is_empty()) {
        (Some(_), _) => StatusCode::TOO_MANY_REQUESTS,
        (None, true) => StatusCode::OK,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let action_path = match way {
        Way::Join => "/-/join".to_owned(),
        Way::Confirm(token, _) | Way::Invited(token, _) => format!("/-/join/{token}"),
    };
    let problem = entered.wait_s.map(|wait_s| busy_words(words, wait_s));
    let form_token = &form_token::make(arrival, JOIN, way.object());
    let way = match way {
        Way::Join => WelcomeWay::Join { association_name },
        Way::Invited(..) => WelcomeWay::Invited { association_name },
        Way::Confirm(_, link) => {
            let wrong = (!entered.problems.is_empty()).then(|| words.say("confirm-join-wrong"));
            let deed = ConfirmDeed::Join { name: &link.name, address: &link.address };
            let problem = problem.or(wrong);
            let view = Confirm { words, association_name, deed, action_path: &action_path, problem, form_token };
            return retry_after(host_page(app, arrival, status, &view), entered.wait_s);
        }
    };
    let view = Welcome {
        words,
        way,
        action_path: &action_path,
        name: &entered.name,
        address: &entered.address,
        problems: &entered.problems,
        problem,
        form_token,
    };
    retry_after(host_page(app, arrival, status, &view), entered.wait_s)
}

fn not_open(app: &App, arrival: &Arrival) -> Response {
    let by_invitation = arrival.site.settings.sign_up() == SignUp::ByInvitation;
    let view = Message::not_open(arrival.words(), &arrival.site.name, by_invitation);
    host_page(app, arrival, StatusCode::FORBIDDEN, &view)
}

/// One page for every link that is worth nothing, whatever it once was.
fn dead(app: &App, arrival: &Arrival) -> Response {
    let words = arrival.words();
    let way_on = Some(("/-/sign-in", words.say("sign-in-title")));
    host_page(app, arrival, StatusCode::NOT_FOUND, &Message::dead_link(words, way_on))
}
