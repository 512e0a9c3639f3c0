//! A copy of everything that is one's own.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{IF_RANGE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::account::{account_of, sign_in_first};
use crate::limits;
use crate::storage::audit::{Happening, Note};
use crate::views::{Export, ExportPart};
use crate::web::app::App;
use crate::web::archive;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::export::{Part, Whose, gather};
use crate::web::respond::host_page;
use crate::web::step_up::{Wanted, step_up};

const PATH: &str = "/-/account/export";

/// `GET /-/account/export`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    let Some(account) = &arrival.visit.account else { return Ok(sign_in_first(PATH)) };
    step_up(&arrival, Wanted::Strongest, PATH).await?;
    let parts = parts(&arrival, &account.id, PATH).await?;
    Ok(host_page(&app, &arrival, StatusCode::OK, &Export { words: arrival.words(), parts: &parts }))
}

/// The archives of a person's copy, below this path: one at least.
pub async fn parts(arrival: &Arrival, person: &str, path: &str) -> Result<Vec<ExportPart>, PageError> {
    let own = arrival.site.association.own_objects(person).await?;
    let mut counts: Vec<usize> = own.chunks(limits::EXPORT_PART_OBJECTS).map(<[String]>::len).collect();
    if counts.is_empty() {
        counts.push(0);
    }
    let part = |(place, count): (usize, usize)| ExportPart {
        path: format!("{path}/{}.zip", place + 1),
        number: place + 1,
        count,
    };
    Ok(counts.into_iter().enumerate().map(part).collect())
}

/// `GET /-/account/export/<part>.zip`: whole, or from where a download was cut. Each file is decided for its person while it
/// is sent. A download that was begun goes on without another proof: whoever names its validator had it begun.
pub async fn send(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let account = account_of(&arrival)?.id.clone();
    let proved = step_up(&arrival, Wanted::Strongest, PATH).await;
    if !goes_on(&headers) {
        proved.clone()?;
    }
    let sent = send_copy(&app, &arrival, &account, (&file, &headers)).await?;
    if sent.status() != StatusCode::PARTIAL_CONTENT {
        proved?;
    }
    Ok(sent)
}

/// Whether it asks for the rest of what it says that it has (RFC 9110, 13.1.5). Only if that is so, the answer is a part.
fn goes_on(headers: &HeaderMap) -> bool {
    headers.contains_key(RANGE) && headers.contains_key(IF_RANGE)
}

/// One archive of the copy of whoever asks: an account or a guest.
pub async fn send_copy(
    app: &App,
    arrival: &Arrival,
    person: &str,
    (file, headers): (&str, &HeaderMap),
) -> Result<Response, PageError> {
    let number: usize = file.strip_suffix(".zip").and_then(|number| number.parse().ok()).ok_or(PageError::NotFound)?;
    let association = &arrival.site.association;
    let own = association.own_objects(person).await?;
    let parts = own.len().div_ceil(limits::EXPORT_PART_OBJECTS).max(1);
    if number == 0 || number > parts {
        return Err(PageError::NotFound);
    }
    let ids: Vec<String> =
        own.into_iter().skip((number - 1) * limits::EXPORT_PART_OBJECTS).take(limits::EXPORT_PART_OBJECTS).collect();
    let whose = Whose {
        app,
        site: &arrival.site,
        locale: arrival.locale,
        person,
        caller: &arrival.visit.caller,
        moment: association.moment_under(arrival.visit.generation()),
    };
    let gathered = gather(&whose, Part { number, parts }, &ids).await?;
    if !headers.contains_key(RANGE) {
        arrival.note(Note::of(Happening::ExportMade)).await?;
    }
    archive::send_with_pages(arrival, headers, &gathered.name, gathered.pages, gathered.wishes).await
}
