//! `/-/members`: who has an account, and who was invited. For the administrators of an association.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use data_encoding::HEXLOWER;
use serde::Deserialize;

use super::account::{account_of, sign_in_first};
use super::console;
use super::settings::administrator;
use super::sign_in::busy_words;
use crate::identity::address_problem;
use crate::limits;
use crate::storage::audit::{Happening, Note};
use crate::storage::people::{AccountRole, LinkPurpose, MailedLink, Member, NewMailedLink, Unchanged};
use crate::storage::settings::SignUp;
use crate::views::{AccountLetter, InvitationRow, MemberRow, Members, NoticeKind, NoticeLink};
use crate::web::account_mail::{self, Recipient, address_of, new_secret};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{field, read_form};
use crate::web::respond::{day, host_page, retry_after, see_other};
use crate::web::step_up::{Wanted, step_up};
use crate::web::{device, form_token, notice};

const PATH: &str = "/-/members";
const INVITE: &str = "members-invite";
const INVITATION: &str = "members-invitation";
const CHANGE: &str = "members-change";
/// Seals where the list goes on: names and ids are nobody else's to put in.
const CURSOR: &str = "veillee members cursor";

#[derive(Deserialize)]
pub struct Place {
    after: Option<String>,
}

/// What was entered, kept when something does not fit.
#[derive(Default)]
struct Entered<'a> {
    address: &'a str,
    problem: Option<String>,
    wait_s: Option<u64>,
}

/// `GET /-/members`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Query(place): Query<Place>,
) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(PATH));
    }
    administrator(&arrival)?;
    page(&app, &arrival, place.after.as_deref(), &Entered::default()).await
}

/// `GET` of an address that a form posts to: somebody came back to it by hand.
pub async fn back() -> Response {
    see_other(PATH)
}

/// `POST /-/members/invitations`: mails an invitation. One that waits for the same address is replaced.
pub async fn invite(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, INVITE, "", body).await?;
    administrator(&arrival)?;
    let (words, address) = (arrival.words(), field(&form, "address").trim());
    let refused = |problem: String| Entered { address, problem: Some(problem), wait_s: None };
    if arrival.site.settings.sign_up() == SignUp::Closed {
        return page(&app, &arrival, None, &Entered::default()).await;
    }
    if let Some(problem) = address_problem(address) {
        return page(&app, &arrival, None, &refused(problem.words(words))).await;
    }
    let association = &arrival.site.association;
    if association.account_by_address(address).await?.is_some() {
        let known = words.say_with("members-invite-known", &[("address", address.into())]);
        return page(&app, &arrival, None, &refused(known)).await;
    }
    if association.invitations().await?.len() >= usize::try_from(limits::INVITATIONS_MAX).unwrap_or(usize::MAX) {
        return page(&app, &arrival, None, &refused(words.say("members-invite-full"))).await;
    }
    if let Err(wait_s) =
        mail(&app, &arrival, address, AccountRole::Member, field(&form, form_token::TOKEN_FIELD)).await?
    {
        let entered = Entered { wait_s: Some(wait_s), ..refused(busy_words(words, wait_s)) };
        return page(&app, &arrival, None, &entered).await;
    }
    Ok(invited(&app, &arrival, address))
}

/// On to the list, which says that the invitation is on its way, or where it waits to be handed on.
fn invited(app: &App, arrival: &Arrival, address: &str) -> Response {
    let (words, to) = (arrival.words(), [("address", address.into())]);
    if app.sends_mail {
        return done(arrival, NoticeKind::Good, words.say_with("members-told-invited", &to));
    }
    let mut response = see_other(PATH);
    let link = NoticeLink { path: console::mail::PATH.to_owned(), words: words.say("members-by-hand-link") };
    notice::leave_good(arrival, &mut response, words.say_with("members-told-by-hand", &to), Some(&link));
    response
}

/// Mails an invitation, or says how many seconds to wait.
async fn mail(
    app: &App,
    arrival: &Arrival,
    address: &str,
    role: AccountRole,
    token: &str,
) -> Result<Result<(), u64>, PageError> {
    // Of the mailbox alone: whoever invites a hundred people does so by one address.
    let attempt = crate::identity::Try { client: None, ..device::mail_attempt(arrival, address) };
    if let Err(wait_s) = app.throttle.enter(&attempt) {
        return Ok(Err(wait_s));
    }
    let secret = new_secret(arrival);
    let join = address_of(app, arrival, &format!("/-/join/{secret}"));
    let link = NewMailedLink {
        token: &secret,
        purpose: LinkPurpose::Invitation,
        principal: "",
        address,
        name: "",
        password: "",
        role,
        locale: arrival.site.locale.name(),
    };
    let letter = AccountLetter::Invitation { by: &account_of(arrival)?.name, join: &join };
    let to = Recipient { address, locale: arrival.site.locale };
    let note = Note::of(Happening::InvitationMade).words(address);
    account_mail::send(app, arrival, &to, letter, (Some(link), Some(note)), token).await?;
    Ok(Ok(()))
}

/// `POST /-/members/invitations/change`: sends one anew, or withdraws it.
pub async fn change_invitation(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    body: Body,
) -> Result<Response, PageError> {
    let form = read_form(body).await?;
    let named = field(&form, "invitation");
    let token = field(&form, form_token::TOKEN_FIELD);
    form_token::check(&arrival, INVITATION, named, token)?;
    administrator(&arrival)?;
    let (words, association) = (arrival.words(), &arrival.site.association);
    let invitations = association.invitations().await?;
    let found = invitations.iter().find(|invitation| name_of(&arrival, invitation) == named);
    let Some(invitation) = found else {
        return Ok(done(&arrival, NoticeKind::Problem, words.say("members-told-invitation-gone")));
    };
    let address = [("address", invitation.address.as_str().into())];
    let told = match field(&form, "deed") {
        "withdraw" => {
            association.withdraw_invitation(&invitation.digest).await?;
            words.say_with("members-told-withdrawn", &address)
        }
        "resend" if arrival.site.settings.sign_up() != SignUp::Closed => {
            if let Err(wait_s) = mail(&app, &arrival, &invitation.address, invitation.role, token).await? {
                return Ok(done(&arrival, NoticeKind::Problem, busy_words(words, wait_s)));
            }
            return Ok(invited(&app, &arrival, &invitation.address));
        }
        _ => return Err(PageError::BadRequest),
    };
    Ok(done(&arrival, NoticeKind::Good, told))
}

/// `POST /-/members/<account>`: its role, or whether it is suspended.
pub async fn change(arrival: Arrival, Path(account): Path<String>, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, CHANGE, &account, body).await?;
    administrator(&arrival)?;
    step_up(&arrival, Wanted::Strongest, PATH).await?;
    let (words, association) = (arrival.words(), &arrival.site.association);
    let member = association.account(&account).await?.ok_or(PageError::NotFound)?;
    let is_self = account_of(&arrival)?.id == account;
    let kept = arrival.visit.session.as_deref().filter(|_| is_self);
    let name = [("name", member.name.as_str().into())];
    let by = arrival.doer();
    let (changed, told) = match field(&form, "deed") {
        "administrator" => (
            association.set_role(&account, AccountRole::Admin, kept, by).await?,
            words.say_with("members-told-administrator", &name),
        ),
        "member" => (
            association.set_role(&account, AccountRole::Member, kept, by).await?,
            words.say_with("members-told-member", &name),
        ),
        "suspend" if !is_self => {
            (association.suspend_member(&account, by).await?, words.say_with("members-told-suspended", &name))
        }
        "resume" => {
            association.resume_member(&account, by).await?;
            (Ok(()), words.say_with("members-told-resumed", &name))
        }
        _ => return Err(PageError::BadRequest),
    };
    match changed {
        Ok(()) => {}
        Err(Unchanged::Unknown) => return Err(PageError::NotFound),
        Err(Unchanged::LastAdministrator) => {
            return Ok(done(&arrival, NoticeKind::Problem, words.say("members-last-administrator")));
        }
    }
    let mut response = done(&arrival, NoticeKind::Good, told);
    if is_self {
        // No longer an administrator: the list is not theirs to see, and the session goes on under a new secret.
        response = see_other("/-/account");
        arrival.renew_session(&mut response).await?;
    }
    Ok(response)
}

async fn page(app: &App, arrival: &Arrival, after: Option<&str>, entered: &Entered<'_>) -> Result<Response, PageError> {
    let association = &arrival.site.association;
    let after = after.and_then(|cursor| place(arrival, cursor));
    let mut members = association.members(after.as_ref().map(|(name, id)| (name.as_str(), id.as_str()))).await?;
    let most = usize::try_from(limits::MEMBERS_LISTED_MAX).unwrap_or(usize::MAX);
    let has_more = members.len() > most;
    members.truncate(most);
    let next_path = members.last().filter(|_| has_more).map(|last| {
        let cursor = association.seal(CURSOR, format!("{}\n{}", last.id, last.name).as_bytes());
        format!("{PATH}?after={cursor}")
    });
    let members: Vec<MemberRow> = members.into_iter().map(|member| member_row(arrival, member)).collect();
    // On the first page alone, beside the form that makes them.
    let invitations = if after.is_none() { association.invitations().await? } else { Vec::new() };
    let invitations: Vec<InvitationRow> = invitations.iter().map(|link| invitation_row(arrival, link)).collect();
    let view = Members {
        words: arrival.words(),
        members: &members,
        invitations: &invitations,
        may_invite: arrival.site.settings.sign_up() != SignUp::Closed,
        address: entered.address,
        problem: entered.problem.clone(),
        next_path: next_path.as_deref(),
        invite_form_token: &form_token::make(arrival, INVITE, ""),
    };
    let status = match (&entered.problem, entered.wait_s) {
        (_, Some(_)) => StatusCode::TOO_MANY_REQUESTS,
        (Some(_), None) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, None) => StatusCode::OK,
    };
    Ok(retry_after(host_page(app, arrival, status, &view), entered.wait_s))
}

/// Name and id of the last account of the page before; none for a cursor that this association did not make.
fn place(arrival: &Arrival, cursor: &str) -> Option<(String, String)> {
    let text = String::from_utf8(arrival.site.association.unseal(CURSOR, cursor)?).ok()?;
    let (id, name) = text.split_once('\n')?;
    Some((name.to_owned(), id.to_owned()))
}

fn member_row(arrival: &Arrival, member: Member) -> MemberRow {
    MemberRow {
        path: format!("{PATH}/{}", member.id),
        is_administrator: member.role == AccountRole::Admin,
        is_suspended: member.suspended,
        is_self: arrival.visit.account.as_ref().is_some_and(|account| account.id == member.id),
        seen: day(member.seen_ms).filter(|_| member.seen_ms > 0),
        form_token: form_token::make(arrival, CHANGE, &member.id),
        name: member.name,
        address: member.address,
    }
}

fn invitation_row(arrival: &Arrival, link: &MailedLink) -> InvitationRow {
    let name = name_of(arrival, link);
    let is_good = link.ends_ms > arrival.site.association.clock.now_ms();
    InvitationRow {
        address: link.address.clone(),
        sent: day(link.created_ms),
        ends: day(link.ends_ms).filter(|_| is_good),
        form_token: form_token::make(arrival, INVITATION, &name),
        name,
    }
}

/// What a page may hold in place of the digest.
fn name_of(arrival: &Arrival, link: &MailedLink) -> String {
    HEXLOWER.encode(&arrival.site.association.mark("veillee name of an invitation", &link.digest))
}

/// On to the page, which says what was done.
fn done(arrival: &Arrival, kind: NoticeKind, sentence: String) -> Response {
    let mut response = see_other(PATH);
    notice::leave(arrival, &mut response, kind, &[sentence]);
    response
}
