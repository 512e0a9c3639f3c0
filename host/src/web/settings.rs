//! Changes of an association's settings: written down first, then seen by every request that starts.

use std::sync::Arc;

use tracing::Instrument as _;

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use super::site::Site;
use crate::storage::audit::{Happening, Note};
use crate::storage::settings::{Mark, Setting};
use crate::storage::sql::DatabaseError;

/// Gives the association another name. That stands in the host's database: the log of the association says so afterwards.
pub async fn rename(app: &Arc<App>, arrival: &Arrival, name: String) -> Result<(), PageError> {
    let (app, arrival) = (app.clone(), arrival.clone());
    to_its_end(async move {
        let site = &arrival.site;
        let _turn = site.changing.lock().await;
        app.hosts.rename(&site.association.id, &name).await?;
        app.sites.change(&site.association.id, |now| now.renamed(name));
        arrival.note(Note::of(Happening::SettingsChanged)).await?;
        Ok::<_, DatabaseError>(())
    })
    .await
}

/// Writes choices, all or none.
pub async fn set(app: &Arc<App>, arrival: &Arrival, choices: Vec<(Setting, String)>) -> Result<(), PageError> {
    let (app, arrival) = (app.clone(), arrival.clone());
    to_its_end(async move {
        let site = &arrival.site;
        let _turn = site.changing.lock().await;
        let settings = site.association.set(&choices, arrival.doer()).await?;
        app.sites.change(&site.association.id, |now| now.with(settings));
        Ok::<_, DatabaseError>(())
    })
    .await
}

/// Puts a mark in place of the one before, or takes it away.
pub async fn set_mark(app: &Arc<App>, arrival: &Arrival, mark: Option<Mark>) -> Result<(), PageError> {
    let (app, arrival) = (app.clone(), arrival.clone());
    to_its_end(async move {
        let site = &arrival.site;
        let _turn = site.changing.lock().await;
        let settings = site.association.set_mark(mark.as_ref(), arrival.doer()).await?;
        app.sites.change(&site.association.id, |now| now.with(settings));
        Ok::<_, DatabaseError>(())
    })
    .await
}

/// Remembers that an administrator switched a service off.
pub async fn note_switched_off(app: &App, site: &Site, service: &str, reason: &str) -> Result<(), DatabaseError> {
    let _turn = site.changing.lock().await;
    let settings = site.association.note_switched_off(service, reason).await?;
    app.sites.change(&site.association.id, |now| now.with(settings));
    Ok(())
}

/// What began is carried out, even when the browser that asked for it goes away in between.
pub async fn to_its_end<T, E>(work: impl Future<Output = Result<T, E>> + Send + 'static) -> Result<T, PageError>
where
    T: Send + 'static,
    E: Into<PageError> + Send + 'static,
{
    tokio::spawn(work.in_current_span()).await.map_err(PageError::internal)?.map_err(Into::into)
}
