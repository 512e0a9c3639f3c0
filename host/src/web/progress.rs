//! What a page may show of running jobs.

use std::collections::BTreeMap;

use veillee_access::Action;

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use crate::jobs::Progress;
use crate::storage::objects::{self, ObjectError};

/// By object.
pub type Shown = BTreeMap<String, Progress>;

/// The jobs of this service about objects that the caller may see, for a page that asks for them. Costs a decision for
/// each job of the service that runs at this moment, and nothing for other pages.
pub async fn visible(app: &App, arrival: &Arrival, service: &str, html: &str) -> Result<Shown, PageError> {
    let mut shown = Shown::new();
    if !html.contains("veillee-progress") {
        return Ok(shown);
    }
    let association = &arrival.site.association;
    let moment = association.moment_under(arrival.visit.generation());
    for (object, progress) in app.board.of(&association.id) {
        let mine = moment.shapes.of(&object).is_some_and(|shape| shape.service() == service);
        if !mine || !html.contains(&object) {
            continue;
        }
        let caller = &arrival.visit.caller;
        match objects::decide(&mut association.database(), &moment, caller, Action::Read, &object, None).await {
            Ok(_) => drop(shown.insert(object, progress)),
            Err(ObjectError::Database(error)) => return Err(error.into()),
            Err(_) => {}
        }
    }
    Ok(shown)
}
