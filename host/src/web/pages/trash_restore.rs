use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use veillee_engine::types::Change;

use super::trash::RESTORE;
use crate::storage::objects::{ObjectError, Trashed, Writer};
use crate::views::{NoticeKind, NoticeLink};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::respond::see_other;
use crate::web::standing::open_service;
use crate::web::{form_token, notice};

/// `POST /-/trash/<object>/restore`: back to where it was, as its service would do it. From the list it leads to the list, from
/// an undo to the object's place.
pub async fn restore(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, RESTORE, &object, body).await?;
    let (_, found) = arrival.site.association.trashed_object(&arrival.visit.caller, &object).await?;
    open_service(&app, &arrival, &found.service)?;
    let words = arrival.words();
    let refused = put_back(&arrival, &found).await?;
    let place = format!("/{}/{}", found.service, found.container);
    let to_list = refused.is_some() || field(&form, "then") == "list";
    let mut response = see_other(if to_list { "/-/trash" } else { &place });
    if let Some(sentence) = refused {
        notice::leave(&arrival, &mut response, NoticeKind::Problem, &[sentence]);
    } else {
        let link = to_list.then(|| NoticeLink { path: place.clone(), words: words.say("trash-open") });
        notice::leave_good(&arrival, &mut response, words.say("trash-told-restored"), link.as_ref());
    }
    Ok(response)
}

/// A sentence for the person when something is in the way.
async fn put_back(arrival: &Arrival, found: &Trashed) -> Result<Option<String>, PageError> {
    let words = arrival.words();
    if found.held {
        return Ok(Some(words.say("trash-held")));
    }
    let association = &arrival.site.association;
    let (files, taken) = (BTreeMap::new(), BTreeSet::new());
    let writer = Writer {
        association,
        moment: association.moment(),
        caller: arrival.visit.caller.clone(),
        service: &found.service,
        session: arrival.visit.session.clone(),
        guest_name: "",
        files: &files,
        taken: &taken,
    };
    match writer.commit(vec![Change::Restore { id: found.id.clone() }]).await {
        Ok(_) => Ok(None),
        // What it lies in was removed a moment ago.
        Err(ObjectError::Invalid(_)) => Ok(Some(words.say("trash-held"))),
        Err(ObjectError::Conflict) => Ok(Some(words.say("trash-told-taken"))),
        Err(error) => Err(error.into()),
    }
}
