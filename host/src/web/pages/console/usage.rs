use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use veillee_ambient::MILLIS_PER_DAY;

use super::Administrator;
use crate::limits;
use crate::observe::ledger::{Entry, Spent};
use crate::views::{ConsoleUsage, DayUse, ServiceUse, ServiceUsePage};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::respond::{day, host_page};
use crate::web::standing::service_title;

/// `GET /-/console/usage`
pub async fn show(State(app): State<Arc<App>>, Administrator(arrival): Administrator) -> Result<Response, PageError> {
    let mut sums: BTreeMap<String, DayUse> = BTreeMap::new();
    for entry in entries(&arrival).await? {
        add(sums.entry(entry.service).or_default(), &entry.spent);
    }
    let row = |(name, sum): (String, DayUse)| ServiceUse { title: service_title(&app, &arrival, &name), name, sum };
    let rows: Vec<ServiceUse> = sums.into_iter().map(row).collect();
    let view = ConsoleUsage { words: arrival.words(), days: limits::CONSOLE_DAYS, rows: &rows };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// `GET /-/console/usage/<service>`
pub async fn show_service(
    State(app): State<Arc<App>>,
    Administrator(arrival): Administrator,
    Path(service): Path<String>,
) -> Result<Response, PageError> {
    let mut by_day: BTreeMap<i64, DayUse> = BTreeMap::new();
    for entry in entries(&arrival).await?.into_iter().filter(|entry| entry.service == service) {
        add(by_day.entry(entry.day).or_default(), &entry.spent);
    }
    // What was never here, or not for a month, is not there.
    if by_day.is_empty() && app.plugins.standing(&arrival.site.association.id, &service).is_none() {
        return Err(PageError::NotFound);
    }
    let days: Vec<Date> = span(&arrival).filter_map(|number| day(number * MILLIS_PER_DAY)).collect();
    let uses: Vec<DayUse> = span(&arrival).map(|number| by_day.remove(&number).unwrap_or_default()).collect();
    let service_title = &service_title(&app, &arrival, &service);
    let view = ServiceUsePage { words: arrival.words(), service_title, days: &days, uses: &uses };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// The days that are shown, today the last.
fn span(arrival: &Arrival) -> Range<i64> {
    let tomorrow = arrival.site.association.clock.now_ms().div_euclid(MILLIS_PER_DAY) + 1;
    tomorrow - i64::try_from(limits::CONSOLE_DAYS).unwrap_or(1)..tomorrow
}

async fn entries(arrival: &Arrival) -> Result<Vec<Entry>, PageError> {
    Ok(arrival.site.association.ledger(span(arrival)).await?)
}

/// Of the peak the highest counts.
fn add(sum: &mut DayUse, spent: &Spent) {
    sum.requests += spent.requests;
    sum.errors += spent.errors;
    sum.cpu_us += spent.cpu_us;
    sum.peak_memory_bytes = sum.peak_memory_bytes.max(spent.peak_memory_bytes);
    sum.received_bytes += spent.received_bytes;
    sum.sent_bytes += spent.sent_bytes;
}
