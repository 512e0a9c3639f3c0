//! `/-/groups`: named sets of accounts, kept by the administrators of an association.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::account::sign_in_first;
use super::settings::administrator;
use crate::limits;
use crate::storage::groups::{Group, NamedAccount};
use crate::storage::sql::DatabaseError;
use crate::views::{GroupMember, GroupPage, GroupProblem, GroupRow, Groups};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{host_page, see_other};
use crate::web::{form_token, notice};
use crate::words::is_plain;

const PATH: &str = "/-/groups";
const CREATE: &str = "group-create";
const CHANGE: &str = "group-change";

/// `GET /-/groups`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(PATH));
    }
    administrator(&arrival)?;
    list(&app, &arrival, "", None).await
}

/// `POST /-/groups`
pub async fn create(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, CREATE, "", body).await?;
    administrator(&arrival)?;
    let name = field(&form, "name").trim();
    let made = match name_problem(name) {
        Some(problem) => Err(problem),
        None => problem_of(arrival.site.association.create_group(name, arrival.doer()).await)?,
    };
    match made {
        Ok(group) => Ok(told(&arrival, &format!("{PATH}/{group}"), arrival.words().say("groups-told-created"))),
        Err(problem) => list(&app, &arrival, name, Some(problem)).await,
    }
}

/// `GET /-/groups/<group>`
pub async fn show_group(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(group): Path<String>,
) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(PATH));
    }
    administrator(&arrival)?;
    let group = arrival.site.association.group(&group).await?.ok_or(PageError::NotFound)?;
    page(&app, &arrival, &group, &Entered { name: &group.name, ..Entered::default() }).await
}

/// What stands in the fields, and what did not fit.
#[derive(Default)]
struct Entered<'a> {
    name: &'a str,
    address: &'a str,
    name_problem: Option<GroupProblem>,
    address_problem: Option<GroupProblem>,
}

/// `POST /-/groups/<group>`: another name, somebody in, somebody out, or its end.
pub async fn change(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(group): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, CHANGE, &group, body).await?;
    administrator(&arrival)?;
    let association = &arrival.site.association;
    let group = association.group(&group).await?.ok_or(PageError::NotFound)?;
    let (own_path, words) = (format!("{PATH}/{}", group.id), arrival.words());
    match field(&form, "deed") {
        "rename" => rename(&app, &arrival, &group, &form).await,
        "add" => add(&app, &arrival, &group, &form).await,
        "remove" => {
            association.leave_group(&group.id, field(&form, "account"), arrival.doer()).await?;
            Ok(told(&arrival, &own_path, words.say("groups-told-removed")))
        }
        "delete" => {
            association.delete_group(&group.id, arrival.doer()).await?;
            Ok(told(&arrival, PATH, words.say("groups-told-deleted")))
        }
        _ => Err(PageError::BadRequest),
    }
}

async fn rename(app: &App, arrival: &Arrival, group: &Group, form: &Pairs) -> Result<Response, PageError> {
    let name = field(form, "name").trim();
    let renamed = match name_problem(name) {
        Some(problem) => Err(problem),
        None => problem_of(arrival.site.association.rename_group(&group.id, name, arrival.doer()).await)?,
    };
    match renamed {
        Ok(_) => Ok(told(arrival, &format!("{PATH}/{}", group.id), arrival.words().say("groups-told-saved"))),
        Err(problem) => {
            page(app, arrival, group, &Entered { name, name_problem: Some(problem), ..Entered::default() }).await
        }
    }
}

async fn add(app: &App, arrival: &Arrival, group: &Group, form: &Pairs) -> Result<Response, PageError> {
    let association = &arrival.site.association;
    let address = field(form, "address").trim();
    let problem = match association.account_by_address(address).await? {
        None => GroupProblem::Nobody,
        Some(account) => {
            let joined = problem_of(association.join_group(&group.id, &account.id, arrival.doer()).await)?;
            let Err(problem) = joined else {
                let told_of = arrival.words().say_with("groups-told-added", &[("name", (&account.name).into())]);
                return Ok(told(arrival, &format!("{PATH}/{}", group.id), told_of));
            };
            problem
        }
    };
    let entered = Entered { name: &group.name, address, address_problem: Some(problem), ..Entered::default() };
    page(app, arrival, group, &entered).await
}

fn name_problem(name: &str) -> Option<GroupProblem> {
    let fits = !name.is_empty() && name.chars().count() <= limits::NAME_CHARS_MAX && name.chars().all(is_plain);
    (!fits).then_some(GroupProblem::NameMissing)
}

/// What the person can mend, apart from what they cannot.
fn problem_of<T>(outcome: Result<T, DatabaseError>) -> Result<Result<T, GroupProblem>, PageError> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(DatabaseError::Taken) => Ok(Err(GroupProblem::NameTaken)),
        Err(DatabaseError::Full) => Ok(Err(GroupProblem::Full)),
        Err(error) => Err(error.into()),
    }
}

async fn list(app: &App, arrival: &Arrival, name: &str, problem: Option<GroupProblem>) -> Result<Response, PageError> {
    let groups = arrival.site.association.groups().await?;
    let row =
        |group: Group| GroupRow { path: format!("{PATH}/{}", group.id), name: group.name, members: group.members };
    let view = Groups {
        words: arrival.words(),
        groups: &groups.into_iter().map(row).collect::<Vec<_>>(),
        name,
        problem,
        form_token: &form_token::make(arrival, CREATE, ""),
    };
    Ok(host_page(app, arrival, status(problem), &view))
}

async fn page(app: &App, arrival: &Arrival, group: &Group, entered: &Entered<'_>) -> Result<Response, PageError> {
    let association = &arrival.site.association;
    let members = rows(association.group_members(&group.id).await?);
    let mut offered = rows(association.accounts_by_name().await?);
    offered.retain(|person| members.iter().all(|member| member.id != person.id));
    let view = GroupPage {
        words: arrival.words(),
        name: &group.name,
        members: &members,
        offered: &offered,
        action_path: &format!("{PATH}/{}", group.id),
        entered_name: entered.name,
        entered_address: entered.address,
        name_problem: entered.name_problem,
        address_problem: entered.address_problem,
        form_token: &form_token::make(arrival, CHANGE, &group.id),
    };
    Ok(host_page(app, arrival, status(entered.name_problem.or(entered.address_problem)), &view))
}

pub fn status(problem: Option<GroupProblem>) -> StatusCode {
    if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}

pub fn rows(accounts: Vec<NamedAccount>) -> Vec<GroupMember> {
    let row = |NamedAccount { id, name, address }| GroupMember { id, name, address };
    accounts.into_iter().map(row).collect()
}

pub fn told(arrival: &Arrival, path: &str, sentence: String) -> Response {
    let mut response = see_other(path);
    notice::leave_good(arrival, &mut response, sentence, None);
    response
}
