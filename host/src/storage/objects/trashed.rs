//! What lies in the trash, for those who may take it back.

use veillee_access::{Action, Anchor, Caller, Fragment, Permit, Predicate, Question, Verdict};
use veillee_ambient::Millis;

use super::ObjectError;
use crate::limits;
use crate::storage::association::{Association, Moment};
use crate::storage::shape::Shape;
use crate::storage::sql::{Ask as _, Record};

/// An object that was put into the trash by itself, with all that lies in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trashed {
    pub id: String,
    pub service: String,
    pub collection: String,
    /// What people call it, or the name of its file; may be empty.
    pub title: String,
    /// Where its page is: the container it lies in, or itself.
    pub container: String,
    pub trashed_ms: Millis,
    /// What it lies in is in the trash too: that comes back first.
    pub held: bool,
    version: u64,
}

impl Trashed {
    /// From this moment on it is purged.
    pub fn ends_ms(&self) -> Millis {
        self.trashed_ms.saturating_add(limits::TRASH_LIFE_MS)
    }
}

impl Association {
    /// What the caller may take back, in all services, the last removed first, at most [`limits::TRASH_LISTED_MAX`]. One query
    /// for each collection, which looks at all that lies in its trash.
    pub async fn trashed(&self, caller: &Caller) -> Result<Vec<Trashed>, ObjectError> {
        let moment = self.moment();
        let mut found = Vec::new();
        for shape in moment.shapes.all() {
            found.extend(self.trashed_of(&moment, caller, &shape, None).await?);
        }
        found.sort_by(|one, other| other.trashed_ms.cmp(&one.trashed_ms).then_with(|| one.id.cmp(&other.id)));
        found.truncate(limits::TRASH_LISTED_MAX);
        Ok(found)
    }

    /// One object of the trash that the caller may take back, with the permit to end it. Everything else is not found.
    pub async fn trashed_object(&self, caller: &Caller, id: &str) -> Result<(Permit, Trashed), ObjectError> {
        let moment = self.moment();
        let question = Question::new(id, Action::Delete, moment.generation);
        let Some(shape) = moment.shapes.of(id) else { return Err(ObjectError::NotFound) };
        let found = self.trashed_of(&moment, caller, shape, Some(id)).await?.pop();
        let object = found.ok_or(ObjectError::NotFound)?;
        let verdict = Verdict {
            object: object.id.clone(),
            version: object.version,
            readable: true,
            allowed: true,
            until_ms: object.ends_ms(),
        };
        Ok((question.answer(Some(verdict))?, object))
    }

    async fn trashed_of(
        &self,
        moment: &Moment,
        caller: &Caller,
        shape: &Shape,
        id: Option<&str>,
    ) -> Result<Vec<Trashed>, ObjectError> {
        let mut select = Fragment::default();
        let rule = |action| shape.access.rule(action);
        let read = Predicate::new(&shape.access, rule(Action::Read), caller, moment.now_ms, &mut select);
        let delete = Predicate::new(&shape.access, rule(Action::Delete), caller, moment.now_ms, &mut select);
        if read.is_never() || delete.is_never() {
            return Ok(Vec::new());
        }
        select.text.clear();
        select.push("SELECT o.id, o.version, o.trashed_ms, o.container, ").push(&title(shape)).push(", ");
        select
            .push(&held(shape))
            .push(&format!(" FROM {} o WHERE o.trashed_ms > 0 AND o.trashed_ms > ", shape.table()));
        // What is about to be purged, or is being purged, does not come back.
        select.int_arg(moment.now_ms.saturating_sub(limits::TRASH_LIFE_MS)).push(" AND o.trashed_root = o.id AND ");
        if let Some(id) = id {
            select.push("o.id = ").text_arg(id).push(" AND ");
        }
        read.write(&mut select, Anchor::Row);
        select.push(" AND ");
        delete.write(&mut select, Anchor::Row);
        select.push(&format!(" ORDER BY o.trashed_ms DESC, o.id LIMIT {}", limits::TRASH_LISTED_MAX));
        let rows = self.database().rows(select).await?;
        rows.iter().map(|row| trashed(shape, row)).collect()
    }
}

fn trashed(shape: &Shape, row: &Record) -> Result<Trashed, ObjectError> {
    Ok(Trashed {
        id: row.text(0)?,
        service: shape.service().to_owned(),
        collection: shape.name.clone(),
        title: row.text(4)?,
        container: row.text(3)?,
        trashed_ms: row.int(2)?,
        held: row.int(5)? != 0,
        version: row.count(1)?,
    })
}

/// A picture without a caption is known by the name of its file; files that the host made of it are not.
pub(super) fn title(shape: &Shape) -> String {
    let own = shape.title_field().map_or_else(
        || "NULL".to_owned(),
        |field| format!("nullif(o.{}, '')", veillee_access::Collection::column(field)),
    );
    format!(
        "coalesce({own}, (SELECT min(b.file_name) FROM blob b WHERE b.object = o.id \
         AND b.name NOT IN (SELECT r.name FROM rendition r WHERE r.object = o.id)), '')"
    )
}

/// The moments at which what it lies in was removed, added up; 0 when all of it is there.
fn held(shape: &Shape) -> String {
    let outer = if shape.is_container() {
        "SELECT u.trashed_ms FROM container c JOIN container u ON u.id = c.parent WHERE c.id = o.id"
    } else {
        "SELECT c.trashed_ms FROM container c WHERE c.id = o.container"
    };
    let parents = shape.access.parent_tables.iter();
    let parents = parents.map(|table| format!("SELECT q.trashed_ms FROM {table} q WHERE q.id = o.parent"));
    let all: Vec<String> = std::iter::once(outer.to_owned()).chain(parents).collect();
    all.iter().map(|select| format!("coalesce(({select}), 0)")).collect::<Vec<_>>().join(" + ")
}
