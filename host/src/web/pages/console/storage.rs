use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Administrator, is_alone};
use crate::limits;
use crate::storage::objects::{Damaged, Seen};
use crate::storage::quota::{Budget, Level, Standing};
use crate::views::{ConsoleStorage, DamagedRow, LastBackup, RoomRow, ScrubRow, SpaceLevel};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::pages::trash::kind;
use crate::web::respond::host_page;

/// `GET /-/console/storage`
pub async fn show(State(app): State<Arc<App>>, Administrator(arrival): Administrator) -> Result<Response, PageError> {
    let association = &arrival.site.association;
    let holding = app.holdings.of(association).await?;
    let each = association.allowance(&Budget::EachPerson).await?;
    let view = ConsoleStorage {
        words: arrival.words(),
        whole: room(&holding.whole),
        counted_ms: holding.counted_ms,
        own: room(&holding.own),
        each_person_bytes: each.hard_bytes.map(unsigned),
        scrub: scrub(&app, &arrival).await?,
        last_backup: last_backup(&app).await?,
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

fn room(standing: &Standing) -> RoomRow {
    RoomRow {
        used_bytes: unsigned(standing.used.bytes + standing.reserved_bytes),
        reserved_bytes: unsigned(standing.reserved_bytes),
        objects: unsigned(standing.used.objects),
        soft_bytes: standing.allowance.soft_bytes.map(unsigned),
        hard_bytes: standing.allowance.hard_bytes.map(unsigned),
        level: match standing.level() {
            Level::Free => SpaceLevel::Free,
            Level::Soft => SpaceLevel::Soft,
            Level::Hard => SpaceLevel::Full,
        },
    }
}

fn unsigned(amount: i64) -> u64 {
    u64::try_from(amount).unwrap_or(0)
}

async fn scrub(app: &App, arrival: &Arrival) -> Result<ScrubRow, PageError> {
    let association = &arrival.site.association;
    let (running, last) = association.scrub_state().await?;
    // One more is asked for than is shown: so it is known that there are more.
    let mut found = association.damaged_objects(&arrival.visit.caller, limits::CONSOLE_DAMAGED + 1).await?;
    let is_cut = found.len() > limits::CONSOLE_DAMAGED;
    found.truncate(limits::CONSOLE_DAMAGED);
    Ok(ScrubRow {
        running: running.map(|pass| (pass.began_ms, pass.bytes)),
        last: (last.ended_ms > 0).then_some((last.ended_ms, last.bytes)),
        damaged: association.damage_count().await?,
        objects: found.into_iter().map(|object| damaged(app, arrival, object)).collect(),
        is_cut,
    })
}

fn damaged(app: &App, arrival: &Arrival, object: Damaged) -> DamagedRow {
    let Damaged { id, service, collection, seen } = object;
    DamagedRow {
        id,
        kind: kind(app, arrival, &service, &collection),
        seen: seen.map(|Seen { title, container }| (format!("/{service}/{container}"), title)),
    }
}

async fn last_backup(app: &App) -> Result<LastBackup, PageError> {
    if !is_alone(app) {
        return Ok(LastBackup::Operators);
    }
    Ok(app.hosts.last_backup_ms().await?.map_or(LastBackup::Never, LastBackup::EndedAt))
}
