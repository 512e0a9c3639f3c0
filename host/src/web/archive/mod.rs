//! A service's answer `archive`: many blobs as one ZIP file, streamed, with a length known beforehand, so that a download
//! that was cut goes on where it stopped.
//!
//! [`layout`] says where each byte lies, [`names`] what the files are called, `plan` what this caller gets, `sending` moves
//! the bytes. No guest runs once its answer is there; memory does not grow with the contents.

pub mod layout;
pub mod names;
pub mod pages;
mod plan;
mod record;
mod sending;
#[cfg(test)]
mod tests;
mod writing;

use std::io;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::response::Response;
use veillee_access::Caller;

use self::pages::Pages;
use self::plan::Plan;
use self::sending::Sending;
use super::arrival::Arrival;
use super::bytes_head::BytesHead;
use super::downloads;
use super::error::PageError;
use super::export::Gathered;
use crate::limits;
use crate::storage::{Association, Moment};

/// What a service asks for: an object, the name of one of its blobs, and a path in the archive.
pub type Wish = (String, String, String);

/// Decides about each entry and streams what the caller may see; the rest is left out without a word. A service without
/// anything to send is answered as if there were nothing.
pub async fn send(
    arrival: &Arrival,
    headers: &HeaderMap,
    service: &str,
    name: &str,
    wishes: Vec<Wish>,
) -> Result<Response, PageError> {
    if wishes.len() > limits::ARCHIVE_ENTRIES_MAX {
        let most = limits::ARCHIVE_ENTRIES_MAX;
        return Err(PageError::Invalid(arrival.words().say_with("archive-too-many", &[("most", most.into())])));
    }
    let plan = Plan::new(arrival, service, wishes).await?;
    if plan.layout.members().is_empty() {
        return Err(PageError::NotFound);
    }
    respond(arrival, headers, name, plan).await
}

/// Writes pages and the blobs that a caller may see into a file, and says how many bytes that were.
pub async fn write_with_pages(
    association: &Association,
    (moment, caller): (&Moment, &Caller),
    gathered: Gathered,
    file: &mut tokio::fs::File,
) -> io::Result<u64> {
    let plan =
        Plan::of(association, (moment, caller), gathered.pages, gathered.wishes).await.map_err(io::Error::other)?;
    writing::write(association, (moment, caller), &plan, file).await
}

async fn respond(arrival: &Arrival, headers: &HeaderMap, name: &str, plan: Plan) -> Result<Response, PageError> {
    let mut response = Response::new(Body::empty());
    let validator = plan.validator.clone();
    let head = BytesHead {
        media_type: "application/zip",
        validator: &validator,
        size_bytes: plan.layout.size_bytes(),
        file_name: Some(&file_name(name)),
    };
    if let Some(range) = head.write(&mut response, headers)? {
        Box::pin(downloads::take(arrival, &plan.wanted, &format!("archive {validator}"))).await?;
        let sending = Sending::new(arrival.site.clone(), arrival.token.clone(), plan, range);
        *response.body_mut() = Body::from_stream(sending.pieces());
    }
    Ok(response)
}

/// Streams pages of the host about one account, then the blobs that its person may see.
pub async fn send_with_pages(
    arrival: &Arrival,
    headers: &HeaderMap,
    name: &str,
    pages: Pages,
    wishes: Vec<Wish>,
) -> Result<Response, PageError> {
    respond(arrival, headers, name, Plan::with_pages(arrival, pages, wishes).await?).await
}

/// What the person's device will call it.
fn file_name(name: &str) -> String {
    let cleaned = names::clean(&name.replace(['/', '\\'], " "));
    let stem = cleaned.strip_suffix(".zip").unwrap_or(&cleaned);
    let stem: String = stem.chars().take(limits::ARCHIVE_FILE_NAME_CHARS_MAX).collect();
    let stem = stem.trim();
    format!("{}.zip", if stem.is_empty() { "archive" } else { stem })
}
