//! Which objects hold what the check of stored bytes found damaged.

use veillee_access::{Action, Caller, Fragment};

use super::trashed::title;
use super::{ObjectError, decide};
use crate::storage::association::{Association, Moment};
use crate::storage::shape::Shape;
use crate::storage::sql::Ask as _;

/// An object of whose bytes some cannot be read any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    pub id: String,
    pub service: String,
    pub collection: String,
    /// What the caller sees of it; none when they may not.
    pub seen: Option<Seen>,
}

/// An object in the eyes of somebody who may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What people call it, or the name of its file; may be empty.
    pub title: String,
    /// Where its page is: the container it lies in, or itself.
    pub container: String,
}

impl Association {
    /// The objects that hold what was found damaged and not healed since, at most `count`. Two queries for each of them.
    pub async fn damaged_objects(&self, caller: &Caller, count: usize) -> Result<Vec<Damaged>, ObjectError> {
        let moment = self.moment();
        let select = Fragment::new(format!(
            "SELECT DISTINCT b.object FROM scrub_damage d JOIN blob b ON b.content = d.content ORDER BY b.object LIMIT {count}"
        ));
        let mut found = Vec::new();
        for row in self.database().rows(select).await? {
            let id = row.text(0)?;
            let Some(shape) = moment.shapes.of(&id) else { continue };
            let (service, collection) = (shape.service().to_owned(), shape.name.clone());
            let seen = self.seen(&moment, caller, shape, &id).await?;
            found.push(Damaged { id, service, collection, seen });
        }
        Ok(found)
    }

    async fn seen(
        &self,
        moment: &Moment,
        caller: &Caller,
        shape: &Shape,
        id: &str,
    ) -> Result<Option<Seen>, ObjectError> {
        let mut database = self.database();
        match decide(&mut database, moment, caller, Action::Read, id, None).await {
            Ok(_) => {}
            Err(ObjectError::Database(error)) => return Err(error.into()),
            Err(_) => return Ok(None),
        }
        let mut select = Fragment::new("SELECT o.container, ");
        select.push(&title(shape)).push(&format!(" FROM {} o WHERE o.id = ", shape.table())).text_arg(id);
        let row = database.row(select).await?;
        row.map(|row| Ok(Seen { container: row.text(0)?, title: row.text(1)? })).transpose()
    }
}
