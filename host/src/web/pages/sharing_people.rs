//! A share with one person, who has an account or gets a link of their own; and a share with a group.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use veillee_access::{Permit, Role};

use super::sharing::{Entered, GROUP, INVITE, PERSON, page_again, share_name};
use super::sharing_forms::{back, end_ms};
use super::sharing_link::lasting;
use crate::storage::guests::Sending;
use crate::storage::shares::{NEVER_MS, NewShare, Share, ShareKind};
use crate::views::{LinkEnd, NoticeKind, PersonForm, Told};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::invitation::{self, Invited};
use crate::web::respond::see_other;
use crate::web::shares::{Refusal, WantedPerson, offered_role, permit_to_share, share_with_group, share_with_person};
use crate::web::{form_token, notice};

/// `POST /-/share/<object>/people`
pub async fn share(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, PERSON, &object, body).await?;
    arrival.site.answered.once(&form, shared(&app, &arrival, &object, &headers, &form)).await
}

async fn shared(
    app: &App,
    arrival: &Arrival,
    object: &str,
    headers: &HeaderMap,
    form: &Pairs,
) -> Result<Response, PageError> {
    let permit = permit_to_share(arrival, object).await?;
    let mut person = entered(form)?;
    let PersonForm { name, address, role, .. } = &person;
    let ends_ms = end_ms(person.end, arrival.site.association.clock.now_ms());
    match share_with_person(arrival, &permit, WantedPerson { name, address, role: *role, ends_ms }).await {
        Ok(made) => told(app, arrival, (&permit, &made), &person).await,
        Err(Refusal::Unfit(problem)) => {
            person.problem = Some(problem);
            page_again(app, arrival, &permit, headers, Entered { person, ..Entered::default() }).await
        }
        Err(Refusal::Failed(error)) => Err(error),
    }
}

/// `POST /-/share/<object>/people/<share>/invite`: once more, or for the first time.
pub async fn invite(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((object, share)): Path<(String, String)>,
    body: Body,
) -> Result<Response, PageError> {
    form_token::read(&arrival, INVITE, &share, body).await?;
    let permit = permit_to_share(&arrival, &object).await?;
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
    let permit = permit_to_share(&arrival, &object).await?;
    let new = NewShare { role: role_of(&form)?, ends_ms: NEVER_MS, label: String::new() };
    if !share_with_group(&arrival, &permit, field(&form, "group"), new).await? {
        return Err(PageError::BadRequest);
    }
    Ok(back(&arrival, &object, Told::SharingChanged))
}

fn role_of(form: &Pairs) -> Result<Role, PageError> {
    offered_role(ShareKind::Guest, field(form, "role")).ok_or(PageError::BadRequest)
}

fn entered(form: &Pairs) -> Result<PersonForm, PageError> {
    Ok(PersonForm {
        name: field(form, "name").trim().to_owned(),
        address: field(form, "address").trim().to_owned(),
        role: role_of(form)?,
        end: LinkEnd::from_name(field(form, "ends")).ok_or(PageError::BadRequest)?,
        problem: None,
        form_token: String::new(),
    })
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
