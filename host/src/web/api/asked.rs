use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Path};
use axum::http::HeaderMap;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use veillee_engine::types::{Change, Row};

use super::problem::Problem;
use super::{body, object};
use crate::plugin::Enabled;
use crate::storage::objects::{self, ArrivedFile, Committed, Reader, Writer};
use crate::storage::shape::Shape;
use crate::storage::{Association, Moment};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::counting;
use crate::web::error::PageError;
use crate::web::standing::open_service;

/// A request about objects of one collection, by somebody with a token that reaches it.
pub struct Asked {
    app: Arc<App>,
    pub arrival: Arrival,
    pub shape: Arc<Shape>,
    pub place: Place,
    enabled: Arc<Enabled>,
}

/// What the address names; empty where it names none.
#[derive(Clone, serde::Deserialize)]
pub struct Place {
    pub service: String,
    pub collection: String,
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub child: String,
    #[serde(default)]
    pub share: String,
    /// Of a blob.
    #[serde(default)]
    pub name: String,
}

/// A request that looks.
pub struct ToRead(pub Asked);

/// A request that changes something, or is told what only those are told who may: nothing for a token that reads only.
pub struct ToWrite(pub Asked);

/// Which version a change is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Whatever it is.
    Any,
    Version(u64),
}

impl Asked {
    /// A service that is not there is not found, one that the token is not for is denied, one that is closed says so. An object
    /// that the address names is one of the collection, which says nothing yet about who may see it.
    async fn of(parts: &mut Parts, app: &Arc<App>, writes: bool) -> Result<Self, Problem> {
        let arrival = Arrival::from_request_parts(parts, app).await?;
        let place = Path::<Place>::from_request_parts(parts, app).await;
        let Path(place) = place.map_err(|_| PageError::BadRequest)?;
        let association = &arrival.site.association;
        app.plugins.standing(&association.id, &place.service).ok_or(PageError::NotFound)?;
        let reach = &arrival.visit.caller.reach;
        if !reach.covers(&place.service) {
            return Err(Problem::OutOfReach);
        }
        arrival.count_for(&app.ledger, &place.service);
        let enabled = open_service(app, &arrival, &place.service)?;
        let shape = enabled.shapes.iter().find(|shape| shape.name == place.collection).cloned();
        let shape = shape.ok_or(PageError::NotFound)?;
        if writes && reach.reads_only {
            return Err(Problem::OutOfReach);
        }
        let asked = Self { app: app.clone(), arrival, shape, place, enabled };
        if !asked.place.id.is_empty() {
            asked.is_mine(&asked.place.id)?;
        }
        Ok(asked)
    }

    /// The same request, about another collection of the service.
    pub fn about(self, collection: &str) -> Result<Self, Problem> {
        let shape = self.enabled.shapes.iter().find(|shape| shape.name == collection).cloned();
        Ok(Self { shape: shape.ok_or(PageError::NotFound)?, ..self })
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn association(&self) -> &Association {
        &self.arrival.site.association
    }

    /// The facts as they stand now, for a caller who was found earlier; the collections are those of the version that answers.
    pub fn moment(&self) -> Moment {
        let mut moment = self.association().moment_under(self.arrival.visit.generation());
        if let Some(own) = moment.shapes.overlaid(&self.enabled.shapes) {
            moment.shapes = Arc::new(own);
        }
        moment
    }

    /// An object is asked for under its own collection, and is not there under another.
    fn is_mine(&self, id: &str) -> Result<(), Problem> {
        let moment = self.moment();
        let mine = moment.shapes.of(id).is_some_and(|shape| shape.number == self.shape.number);
        if mine { Ok(()) } else { Err(PageError::NotFound.into()) }
    }

    /// The whole object, for those who may see it.
    pub async fn read(&self, id: &str) -> Result<Row, Problem> {
        let (moment, session) = (self.moment(), self.arrival.visit.session_key());
        let caller = &self.arrival.visit.caller;
        let reader = Reader::new(self.association(), &moment, caller, self.shape.service(), &session);
        let select = object::select(&self.shape);
        Ok(objects::get(&mut self.association().database(), &reader.of_whole_objects(), id, &select).await?)
    }

    /// What the caller takes the object to be, compared with what it is. One that they do not see is not found first.
    pub async fn expected(&self, headers: &HeaderMap) -> Result<Option<Expected>, Problem> {
        let row = self.read(&self.place.id).await?;
        let Some(expected) = expected(headers)? else { return Ok(None) };
        if expected.contains(&Expected::Any) {
            return Ok(Some(Expected::Any));
        }
        let here = Expected::Version(row.version);
        if expected.contains(&here) { Ok(Some(here)) } else { Err(Problem::Stale) }
    }

    /// The body, counted for the service as it arrives.
    pub fn counted(&self, body: Body) -> Body {
        counting::received(self.arrival.count_for(&self.app.ledger, self.shape.service()), body)
    }

    /// What the body says.
    pub async fn said<T: DeserializeOwned>(&self, headers: &HeaderMap, body: Body) -> Result<T, Problem> {
        body::read(headers, self.counted(body)).await
    }

    /// One change-set in the caller's name; pages write through the same.
    pub async fn commit(
        &self,
        expected: Option<(&str, Expected)>,
        changes: Vec<Change>,
        files: &BTreeMap<(usize, u32), ArrivedFile>,
    ) -> Result<Committed, Problem> {
        let taken = BTreeSet::new();
        let writer = Writer {
            association: self.association(),
            moment: self.moment(),
            caller: self.arrival.visit.caller.clone(),
            service: self.shape.service(),
            session: self.arrival.visit.session.clone(),
            guest_name: "",
            files,
            taken: &taken,
        };
        let version = match expected {
            Some((id, Expected::Version(version))) => Some((id, version)),
            _ => None,
        };
        Ok(writer.commit_expecting(version, changes).await?)
    }
}

impl FromRequestParts<Arc<App>> for ToRead {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        Ok(Self(Asked::of(parts, app, false).await?))
    }
}

impl FromRequestParts<Arc<App>> for ToWrite {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        Ok(Self(Asked::of(parts, app, true).await?))
    }
}

/// The versions that `If-Match` names (RFC 9110, 13.1.1); none without the header. Weak tags and those of others match nothing.
fn expected(headers: &HeaderMap) -> Result<Option<Vec<Expected>>, Problem> {
    let mut found = None;
    for value in headers.get_all(IF_MATCH) {
        let tags = value.to_str().ok().and_then(|text| text.split(',').map(|tag| expectation(tag.trim())).collect());
        let tags: Vec<Option<Expected>> =
            tags.ok_or_else(|| Problem::Malformed("`If-Match` is `*` or an ETag in its quotes".to_owned()))?;
        found.get_or_insert_with(Vec::new).extend(tags.into_iter().flatten());
    }
    Ok(found)
}

/// One tag of the list; none when it is no tag, and none inside for one that no version has.
#[expect(clippy::option_option, reason = "no tag, and the tag of no version, are answered otherwise")]
fn expectation(tag: &str) -> Option<Option<Expected>> {
    if tag == "*" {
        return Some(Some(Expected::Any));
    }
    let (weak, tag) = tag.strip_prefix("W/").map_or((false, tag), |tag| (true, tag));
    let inside = tag.strip_prefix('"')?.strip_suffix('"').filter(|inside| !inside.contains('"'))?;
    let version = inside.parse().ok().filter(|_| !weak && inside.bytes().all(|byte| byte.is_ascii_digit()));
    Some(version.map(Expected::Version))
}
