//! What was added lately and may be opened by who asks: the containers of each open service that may stand at the top.

use std::sync::Arc;

use veillee_access::Action;
use veillee_engine::types::{Query, Row, Value};

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use crate::limits;
use crate::storage::objects::{self, Reader};
use crate::storage::shape::Shape;
use crate::views::RecentLink;

/// The newest first, over all services. One indexed query for each collection that is looked through, and those are at
/// most [`limits::RECENT_COLLECTIONS_MAX`].
pub async fn recent(app: &App, arrival: &Arrival) -> Result<Vec<RecentLink>, PageError> {
    let mut found: Vec<(i64, RecentLink)> = Vec::new();
    for top in top_collections(app, arrival) {
        let rows = newest(arrival, &top.shape, top.field).await?;
        found.extend(rows.iter().filter_map(|row| link(row, &top)));
    }
    found.sort_by_key(|(created_ms, _)| std::cmp::Reverse(*created_ms));
    Ok(found.into_iter().take(limits::RECENT_LINKS_MAX).map(|(_, link)| link).collect())
}

/// A collection of containers that may stand at the top, though some of them lie in others.
struct TopCollection {
    service_title: String,
    shape: Arc<Shape>,
    /// Names its objects.
    field: &'static str,
}

/// Those of the open services.
fn top_collections(app: &App, arrival: &Arrival) -> Vec<TopCollection> {
    let association = &arrival.site.association;
    let now_ms = association.clock.now_ms();
    let mut top_collections = Vec::new();
    for (_, standing) in app.plugins.standings(&association.id) {
        let Some(enabled) = standing.enabled.as_ref().filter(|_| standing.closed_at(now_ms).is_none()) else {
            continue;
        };
        let may_be_top = |shape: &&Arc<Shape>| shape.is_container() && shape.access.rules.contains_key(&Action::Top);
        for shape in enabled.shapes.iter().filter(may_be_top) {
            let field = ["title", "name"].into_iter().find(|name| shape.fields.contains_key(*name));
            let service_title = enabled.plugin.manifest.title.of(arrival.locale).to_owned();
            top_collections.extend(field.map(|field| TopCollection { service_title, shape: shape.clone(), field }));
        }
    }
    top_collections.truncate(limits::RECENT_COLLECTIONS_MAX);
    top_collections
}

async fn newest(arrival: &Arrival, shape: &Shape, field: &str) -> Result<Vec<Row>, PageError> {
    let association = &arrival.site.association;
    let moment = association.moment_under(arrival.visit.generation());
    let session = arrival.visit.session_key();
    let reader = Reader::new(association, &moment, &arrival.visit.caller, shape.service(), &session);
    let query = Query {
        collection: shape.name.clone(),
        select: vec![field.to_owned(), "@created-ms".to_owned()],
        ..Query::default()
    };
    let most = u32::try_from(limits::RECENT_LINKS_MAX).unwrap_or(u32::MAX);
    Ok(objects::run(&mut association.database(), &reader, &query, None, most).await?.rows)
}

fn link(row: &Row, top: &TopCollection) -> Option<(i64, RecentLink)> {
    let [Value::Text(title), Value::Integer(created_ms)] = row.values.as_slice() else { return None };
    let path = format!("/{}/{}", top.shape.service(), row.id);
    let link = RecentLink { title: title.clone(), path, service_title: top.service_title.clone() };
    (!title.is_empty()).then_some((*created_ms, link))
}
