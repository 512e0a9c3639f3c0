use std::sync::Arc;

use veillee_access::Action;
use veillee_engine::types::{Error, Page, Query, Row};

use super::errors::to_guest;
use crate::plugin::call::Call;
use crate::storage::objects::{self, ObjectError, Reader};
use crate::storage::shape::Shape;

const CAPABILITY: &str = "objects-read";

pub(in crate::plugin) async fn get(call: &mut Call, id: &str, select: &[String]) -> Result<Row, Error> {
    call.granted(CAPABILITY)?;
    call.reads += 1;
    let session = call.visit.session_key();
    let reader = Reader::new(&call.association, &call.moment, &call.caller, &call.service, &session);
    objects::get(&mut call.association.database(), &reader, id, select).await.map_err(to_guest)
}

pub(in crate::plugin) async fn run(
    call: &mut Call,
    query: &Query,
    after: Option<&str>,
    limit: u32,
) -> Result<Page, Error> {
    call.granted(CAPABILITY)?;
    call.reads += 1;
    let session = call.visit.session_key();
    let reader = Reader::new(&call.association, &call.moment, &call.caller, &call.service, &session);
    objects::run(&mut call.association.database(), &reader, query, after, limit).await.map_err(to_guest)
}

pub(in crate::plugin) async fn count(call: &mut Call, query: &Query, up_to: u32) -> Result<u32, Error> {
    call.granted(CAPABILITY)?;
    call.reads += 1;
    let session = call.visit.session_key();
    let reader = Reader::new(&call.association, &call.moment, &call.caller, &call.service, &session);
    objects::count(&mut call.association.database(), &reader, query, up_to).await.map_err(to_guest)
}

pub(in crate::plugin) async fn may(call: &mut Call, id: &str, action: &str) -> Result<bool, Error> {
    call.granted(CAPABILITY)?;
    call.reads += 1;
    let (action, collection) = match action.split_once(':') {
        Some(("create", collection)) => (Some(Action::Create), Some(collection)),
        Some(_) => (None, None),
        None => (Action::from_name(action), None),
    };
    let Some(action) = action else { return Ok(false) };
    let Some(shape) = call.moment.shapes.of(id).filter(|shape| shape.service() == call.service).cloned() else {
        return Ok(false);
    };
    let mut database = call.association.database();
    let children: Vec<_> = match action {
        Action::Create => {
            let wanted = |child: &&Arc<Shape>| collection.is_none_or(|collection| child.name == collection);
            call.moment.shapes.children(&shape).filter(wanted).cloned().map(Some).collect()
        }
        _ => vec![None],
    };
    // To create "in this object" means any of the collections that may lie in it, unless one is named.
    for child in children {
        let asked = objects::decide(&mut database, &call.moment, &call.caller, action, id, child.as_deref()).await;
        match asked {
            Ok(_) => return Ok(true),
            Err(ObjectError::NotFound | ObjectError::Denied) => {}
            Err(error) => return Err(to_guest(error)),
        }
    }
    Ok(false)
}

pub(in crate::plugin) fn may_create(call: &Call, collection: &str) -> Result<bool, Error> {
    call.granted(CAPABILITY)?;
    let shape = call.moment.shapes.named(&call.service, collection);
    Ok(shape.is_some_and(|shape| objects::may_create_at_top(shape, &call.caller, call.moment.now_ms)))
}
