//! Who an object is shared with: what the page of sharing can do, by the same deeds. What a link's address opens is a right to
//! give away, so that a token that only looks does not see it.

mod told;
mod wanted;

use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value as Json, json};
use veillee_access::{Permit, Subject};

use super::asked::{Asked, ToWrite};
use super::object::{collection_path, respond};
use super::problem::{Kind, Problem, Unfit};
use super::values::unfit;
use crate::limits;
use crate::sharing::sentence;
use crate::storage::guests::Sending;
use crate::storage::shares::{NewShare, Share, ShareKind};
use crate::web::error::PageError;
use crate::web::invitation::{self, Invited};
use crate::web::shares::{
    self, Refusal, WantedLink, WantedPerson, make_link, permit_to_share, share_with_group, share_with_person,
};
use told::{Secret, to_json};
use wanted::{Inheriting, Made, Wanted};

/// `GET /-/api/v1/{service}/{collection}/{id}/shares`
pub async fn show(ToWrite(asked): ToWrite, headers: HeaderMap) -> Result<Response, Problem> {
    let permit = permit(&asked).await?;
    all(&asked, &permit, &headers).await
}

/// `PATCH` of the same: whether the object follows the sharing of what it lies in.
pub async fn inherit(ToWrite(asked): ToWrite, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let permit = permit(&asked).await?;
    let wanted: Inheriting = asked.said(&headers, body).await?;
    if asked.association().inheritance(&permit).await?.is_none() {
        return Err(conflict("private", asked.arrival.words().say("api-share-outermost")));
    }
    shares::set_private(&asked.arrival, &permit, wanted.private).await?;
    all(&asked, &permit, &headers).await
}

/// `POST` of the same: with a link, a person, a group, all members or everyone.
pub async fn make(ToWrite(asked): ToWrite, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let permit = permit(&asked).await?;
    let wanted: Wanted = asked.said(&headers, body).await?;
    let made = wanted.made(&asked)?;
    let (app, arrival) = (asked.app(), &asked.arrival);
    let (mut secret, mut invited) = (Secret::OfLinks, None);
    let share = match made {
        Made::Link(link) => {
            let id = make_link(app, arrival, &permit, link).await.map_err(|refusal| refused(&asked, refusal))?;
            found(&asked, &permit, |share| share.id == id).await?
        }
        Made::Person { name, address, role, ends_ms } => {
            let person = WantedPerson { name: &name, address: &address, role, ends_ms };
            let share =
                share_with_person(arrival, &permit, person).await.map_err(|refusal| refused(&asked, refusal))?;
            invited = Some(invitation::send(app, arrival, &permit, &share).await?);
            secret = Secret::OfAll;
            found(&asked, &permit, |other| other.id == share.id).await?
        }
        Made::Group { group, role, ends_ms } => {
            let new = NewShare { role, ends_ms, label: String::new() };
            if !share_with_group(arrival, &permit, &group, new).await? {
                return Err(unfit("group", arrival.words().say("api-share-group")));
            }
            let key = Subject::Group(group).key();
            found(&asked, &permit, |share| share.subject == key).await?
        }
        Made::Audience { subject, role } => {
            shares::set_audience(arrival, &permit, &subject, Some(role)).await?;
            found(&asked, &permit, |share| share.subject == subject.key()).await?
        }
    };
    let mut told = to_json(&asked, &headers, &share, secret);
    if let Some(invited) = invited {
        told["invitation"] = told::invitation(&invited);
    }
    let mut response = respond(StatusCode::CREATED, &told);
    if let Ok(path) = HeaderValue::from_str(&format!("{}/{}", path(&asked), share.id)) {
        response.headers_mut().insert(LOCATION, path);
    }
    Ok(response)
}

/// `GET /-/api/v1/{service}/{collection}/{id}/shares/{share}`
pub async fn show_one(ToWrite(asked): ToWrite, headers: HeaderMap) -> Result<Response, Problem> {
    let permit = permit(&asked).await?;
    one(&asked, &permit, &headers).await
}

/// `PATCH` of the same. Its address stays.
pub async fn change(ToWrite(asked): ToWrite, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let permit = permit(&asked).await?;
    let share = lasting(&asked, &permit).await?;
    let wanted: wanted::Change = asked.said(&headers, body).await?;
    let change = wanted.of(&asked, &share)?;
    let changed = shares::change(asked.app(), &asked.arrival, &permit, &share, change).await;
    changed.map_err(|refusal| refused(&asked, refusal))?;
    one(&asked, &permit, &headers).await
}

/// `DELETE` of the same: answers when no request that starts is let in by it any more.
pub async fn stop(ToWrite(asked): ToWrite) -> Result<Response, Problem> {
    let permit = permit(&asked).await?;
    shares::stop(&asked.arrival, &permit, &asked.place.share).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `POST /-/api/v1/{service}/{collection}/{id}/shares/{share}/invite`: once more, or for the first time.
pub async fn invite(ToWrite(asked): ToWrite, headers: HeaderMap) -> Result<Response, Problem> {
    let permit = permit(&asked).await?;
    let share = lasting(&asked, &permit).await?;
    let words = asked.arrival.words();
    let too_many = |sentence, seconds: i64| {
        let retry_seconds = u64::try_from(seconds).ok();
        Problem::Unfit(Unfit { kind: Kind::TooMany, field: String::new(), sentence, retry_seconds })
    };
    match invitation::send(asked.app(), &asked.arrival, &permit, &share).await? {
        Invited::Sent(_) => one(&asked, &permit, &headers).await,
        Invited::Not(Sending::TooMany) => Err(too_many(words.say("person-told-many"), 24 * 60 * 60)),
        Invited::Not(_) => Err(too_many(words.say("person-told-soon"), limits::INVITATION_AGAIN_MS / 1_000)),
        Invited::Nowhere => Err(conflict("address", words.say("api-share-nobody"))),
    }
}

/// It contradicts what is there.
fn conflict(field: &str, sentence: String) -> Problem {
    Problem::Unfit(Unfit { kind: Kind::Conflict, field: field.to_owned(), sentence, retry_seconds: None })
}

async fn permit(asked: &Asked) -> Result<Permit, Problem> {
    let permit = permit_to_share(&asked.arrival, &asked.place.id).await?;
    // Shares sit on containers alone.
    if asked.shape.is_container() { Ok(permit) } else { Err(PageError::NotFound.into()) }
}

fn path(asked: &Asked) -> String {
    format!("{}/{}/shares", collection_path(&asked.shape), asked.place.id)
}

async fn found(asked: &Asked, permit: &Permit, is_it: impl Fn(&Share) -> bool) -> Result<Share, Problem> {
    let now_ms = asked.association().clock.now_ms();
    let shares = asked.association().shares(permit).await?;
    let share = shares.into_iter().find(|share| share.ends_ms > now_ms && is_it(share));
    Ok(share.ok_or(PageError::NotFound)?)
}

/// The share that the address names.
async fn lasting(asked: &Asked, permit: &Permit) -> Result<Share, Problem> {
    found(asked, permit, |share| share.id == asked.place.share).await
}

async fn one(asked: &Asked, permit: &Permit, headers: &HeaderMap) -> Result<Response, Problem> {
    let share = lasting(asked, permit).await?;
    Ok(respond(StatusCode::OK, &to_json(asked, headers, &share, Secret::OfLinks)))
}

async fn all(asked: &Asked, permit: &Permit, headers: &HeaderMap) -> Result<Response, Problem> {
    let (association, words) = (asked.association(), asked.arrival.words());
    let now_ms = association.clock.now_ms();
    let shares = association.shares(permit).await?;
    let lasting = shares.iter().filter(|share| share.ends_ms > now_ms);
    let shares: Vec<Json> = lasting.map(|share| to_json(asked, headers, share, Secret::OfLinks)).collect();
    let groups = association.groups().await?;
    let groups: Vec<Json> = groups.iter().map(|group| json!({ "id": group.id, "name": group.name })).collect();
    let told = json!({
        "sentence": sentence(association, &asked.arrival.visit.caller, permit, words).await?,
        "shares": shares,
        "private": association.inheritance(permit).await?.map(|inheritance| inheritance.private),
        "groups": groups,
    });
    Ok(respond(StatusCode::OK, &told))
}

/// Why nothing was shared, in the words of the page, about the field that it is about.
fn refused(asked: &Asked, refusal: Refusal) -> Problem {
    use crate::views::SharingProblem as Wrong;
    let problem = match refusal {
        Refusal::Failed(error) => return error.into(),
        Refusal::Unfit(problem) => problem,
    };
    let field = match problem {
        Wrong::NameMissing | Wrong::NameLong => "name",
        Wrong::AddressWrong | Wrong::AddressForeign | Wrong::InvitedAlready | Wrong::Yourself => "address",
        Wrong::PasswordShort | Wrong::PasswordLong => "password",
        Wrong::DownloadsWrong => "downloads_max",
    };
    let kind = if problem == Wrong::InvitedAlready { Kind::Conflict } else { Kind::Invalid };
    let sentence = problem.words(asked.arrival.words());
    Problem::Unfit(Unfit { kind, field: field.to_owned(), sentence, retry_seconds: None })
}
