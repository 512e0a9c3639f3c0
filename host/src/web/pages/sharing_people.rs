//! A share with one person, who has an account or gets a link of their own; and a share with a group.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use veillee_access::{Permit, Role, Subject};

use super::sharing::{Entered, GROUP, INVITE, PERSON, PERSON_OFFERED, page_again, permit, share_name};
use super::sharing_forms::{back, by, end_ms, note};
use super::sharing_link::lasting;
use crate::identity::is_whole_address;
use crate::limits;
use crate::storage::audit::Happening;
use crate::storage::guests::{NewGuest, Sending};
use crate::storage::objects::ObjectError;
use crate::storage::shares::{NEVER_MS, NewShare, Share};
use crate::views::{LinkEnd, NoticeKind, PersonForm, SharingProblem, Told};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::invitation::{self, Invited};
use crate::web::respond::see_other;
use crate::web::{form_token, notice};
use crate::words::is_plain;

/// `POST /-/share/<object>/people`
pub async fn share(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, PERSON, &object, body).await?;
    let permit = permit(&arrival, &object).await?;
    let mut person = entered(&form)?;
    person.problem = person.problem.or(own_address(&arrival, &person.address).await?);
    if person.problem.is_none() {
        match give(&arrival, &permit, &person).await {
            Ok(made) => {
                note(&arrival, Happening::ShareGiven, &permit, &made.label).await?;
                return told(&app, &arrival, (&permit, &made), &person).await;
            }
            Err(ObjectError::Conflict) => person.problem = Some(SharingProblem::InvitedAlready),
            Err(error) => return Err(error.into()),
        }
    }
    page_again(&app, &arrival, &permit, &headers, Entered { person, ..Entered::default() }).await
}

/// `POST /-/share/<object>/people/<share>/invite`: once more, or for the first time.
pub async fn invite(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((object, share)): Path<(String, String)>,
    body: Body,
) -> Result<Response, PageError> {
    form_token::read(&arrival, INVITE, &share, body).await?;
    let permit = permit(&arrival, &object).await?;
    let made = lasting(&arrival, &permit, &share).await?;
    let words = arrival.words();
    let (kind, line) = match invitation::send(&app, &arrival, &permit, &made).await? {
        Invited::Sent(address) => {
            (NoticeKind::Good, words.say_with("person-told-invited", &[("address", (&address).into())]))
        }
        Invited::Not(Sending::TooMany) => (NoticeKind::Problem, words.say("person-told-many")),
        Invited::Not(_) => (NoticeKind::Problem, words.say("person-told-soon")),
        Invited::Nowhere => return Err(PageError::BadRequest),
    };
    let mut response = see_other(&format!("/-/share/{object}"));
    notice::leave(&arrival, &mut response, kind, &[line]);
    Ok(response)
}

/// `POST /-/share/<object>/groups`
pub async fn group(arrival: Arrival, Path(object): Path<String>, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, GROUP, &object, body).await?;
    let permit = permit(&arrival, &object).await?;
    let association = &arrival.site.association;
    let role = offered_role(&form)?;
    let group = association.group(field(&form, "group")).await?.ok_or(PageError::BadRequest)?;
    let new = NewShare { role, ends_ms: NEVER_MS, label: String::new() };
    association.share_with(&permit, by(&arrival)?, &Subject::Group(group.id), new).await?;
    note(&arrival, Happening::ShareGiven, &permit, &group.name).await?;
    Ok(back(&arrival, &object, Told::SharingChanged))
}

fn offered_role(form: &Pairs) -> Result<Role, PageError> {
    Role::from_name(field(form, "role")).filter(|role| PERSON_OFFERED.contains(role)).ok_or(PageError::BadRequest)
}

fn entered(form: &Pairs) -> Result<PersonForm, PageError> {
    let (name, address) = (field(form, "name").trim(), field(form, "address").trim());
    let problem = if name.is_empty() || !name.chars().all(is_plain) {
        Some(SharingProblem::NameMissing)
    } else if name.chars().count() > limits::NAME_CHARS_MAX {
        Some(SharingProblem::NameLong)
    } else {
        (!address.is_empty() && !is_whole_address(address)).then_some(SharingProblem::AddressWrong)
    };
    Ok(PersonForm {
        name: name.to_owned(),
        address: address.to_owned(),
        role: offered_role(form)?,
        end: LinkEnd::from_name(field(form, "ends")).ok_or(PageError::BadRequest)?,
        problem,
        form_token: String::new(),
    })
}

async fn own_address(arrival: &Arrival, address: &str) -> Result<Option<SharingProblem>, PageError> {
    if address.is_empty() {
        return Ok(None);
    }
    let account = arrival.site.association.account_by_address(address).await?;
    let own = arrival.visit.account.as_ref().map(|own| own.id.as_str());
    Ok(account.filter(|account| Some(account.id.as_str()) == own).map(|_| SharingProblem::Yourself))
}

/// To the account with this address, else to a guest. `Conflict` for whoever has a share here that lasts.
async fn give(arrival: &Arrival, permit: &Permit, person: &PersonForm) -> Result<Share, ObjectError> {
    let association = &arrival.site.association;
    let by = arrival.visit.caller.principal().map(|id| id.0.as_str()).ok_or(ObjectError::Denied)?;
    let now_ms = association.clock.now_ms();
    let (name, address) = (person.name.as_str(), person.address.as_str());
    let new = NewShare { role: person.role, ends_ms: end_ms(person.end, now_ms), label: name.to_owned() };
    let account = if address.is_empty() { None } else { association.account_by_address(address).await? };
    let subject = account.map(|account| Subject::Account(veillee_access::PrincipalId(account.id)));
    let made = if let Some(subject) = &subject {
        let lasting = |share: &Share| share.subject == subject.key() && share.ends_ms > now_ms;
        if association.shares(permit).await?.iter().any(lasting) {
            return Err(ObjectError::Conflict);
        }
        association.share_with(permit, by, subject, new).await?;
        None
    } else {
        Some(association.share_with_guest(permit, by, NewGuest { name, address }, new).await?.share)
    };
    let is_made = |share: &Share| match (&made, &subject) {
        (Some(id), _) => share.id == *id,
        (None, Some(subject)) => share.subject == subject.key(),
        (None, None) => false,
    };
    association.shares(permit).await?.into_iter().find(is_made).ok_or(ObjectError::NotFound)
}

/// Back to the page, where what was made stands out; an invitation goes out where there is an address.
async fn told(
    app: &App,
    arrival: &Arrival,
    (permit, made): (&Permit, &Share),
    person: &PersonForm,
) -> Result<Response, PageError> {
    let words = arrival.words();
    let name = [("name", share_name(made).into())];
    let invited = invitation::send(app, arrival, permit, made).await?;
    let (kind, line) = match invited {
        Invited::Sent(_) if made.address.is_none() => (NoticeKind::Good, words.say_with("person-told-account", &name)),
        Invited::Sent(_) => {
            let address = [("address", (&person.address).into())];
            (NoticeKind::Good, words.say_with("person-told-invited", &address))
        }
        Invited::Not(_) => (NoticeKind::Problem, words.say_with("person-told-unsent", &name)),
        Invited::Nowhere => (NoticeKind::Good, words.say_with("person-told-link", &name)),
    };
    let mut response = see_other(&format!("/-/share/{}?new={}", permit.object(), made.id));
    notice::leave(arrival, &mut response, kind, &[line]);
    Ok(response)
}
