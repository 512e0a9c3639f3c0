//! What was added lately and may be opened by who asks: the containers at the top of each open service.

use veillee_engine::types::{Query, Row, Value};

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use crate::limits;
use crate::plugin::Enabled;
use crate::storage::objects::{self, Reader};
use crate::storage::shape::Shape;
use crate::views::RecentLink;

/// The newest first, over all services. One indexed query for each collection that is looked through, and those are at
/// most [`limits::RECENT_COLLECTIONS_MAX`].
pub async fn recent(app: &App, arrival: &Arrival) -> Result<Vec<RecentLink>, PageError> {
    let association = &arrival.site.association;
    let now_ms = association.clock.now_ms();
    let standings = app.plugins.standings(&association.id);
    let open = standings.iter().filter(|(_, standing)| standing.closed_at(now_ms).is_none());
    let services = open.filter_map(|(_, standing)| standing.enabled.as_deref());
    let collections = services.flat_map(|enabled| titled(enabled).map(move |(shape, field)| (enabled, shape, field)));
    let mut found: Vec<(i64, RecentLink)> = Vec::new();
    for (enabled, shape, field) in collections.take(limits::RECENT_COLLECTIONS_MAX) {
        let service_title = enabled.plugin.manifest.title.of(arrival.locale);
        let rows = newest(arrival, shape, field).await?;
        found.extend(rows.iter().filter_map(|row| link(row, shape, service_title)));
    }
    found.sort_by_key(|(created_ms, _)| std::cmp::Reverse(*created_ms));
    Ok(found.into_iter().take(limits::RECENT_LINKS_MAX).map(|(_, link)| link).collect())
}

/// Collections of containers at the top, with the field that names their objects.
fn titled(enabled: &Enabled) -> impl Iterator<Item = (&Shape, &'static str)> {
    let at_top = enabled.shapes.iter().filter(|shape| shape.is_container() && shape.parents.is_empty());
    at_top.filter_map(|shape| {
        let field = ["title", "name"].into_iter().find(|name| shape.fields.contains_key(*name))?;
        Some((&**shape, field))
    })
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

fn link(row: &Row, shape: &Shape, service_title: &str) -> Option<(i64, RecentLink)> {
    let [Value::Text(title), Value::Integer(created_ms)] = row.values.as_slice() else { return None };
    let path = format!("/{}/{}", shape.service(), row.id);
    let link = RecentLink { title: title.clone(), path, service_title: service_title.to_owned() };
    (!title.is_empty()).then_some((*created_ms, link))
}
