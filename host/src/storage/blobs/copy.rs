use veillee_access::{Action, Arg, Fragment};

use super::attach::check;
use super::forget::{Bill, forget_blobs};
use crate::storage::ids;
use crate::storage::objects::{ObjectError, Progress, decide};
use crate::storage::pictures;
use crate::storage::quota::{Amounts, payers, referring};
use crate::storage::sql::Ask as _;

/// What a blob row says of the bytes that both objects share from now on.
struct Source {
    content: Vec<u8>,
    media_type: String,
    file_name: String,
    size_bytes: u64,
}

impl Progress<'_, '_> {
    /// Gives an object the blob that another one has: a second reference to the same content.
    pub(in crate::storage) async fn copy_blob(
        &mut self,
        id: String,
        name: &str,
        source: &str,
    ) -> Result<(String, u64), ObjectError> {
        let shape = self.shape_of(&id)?;
        let made_now = self.created.contains(&id);
        let moment = &self.writer.moment;
        if !made_now {
            decide(&mut self.transaction, moment, &self.caller, Action::Update, &id, None).await?;
        }
        self.shape_of(source)?;
        decide(&mut self.transaction, moment, &self.caller, Action::Read, source, None).await?;
        if id == source {
            return Err(ObjectError::invalid("an object cannot get its own blob"));
        }
        let found = self.hold(source, name).await?;
        check(&shape, name, &found.media_type, found.size_bytes)?;
        let now_ms = self.writer.moment.now_ms;
        let owner = self.owner_of(&shape, &id).await?;
        let shapes = self.writer.moment.shapes.clone();
        let mut bill = Bill { shapes: &shapes, charges: &mut self.charges, owners: &self.owners };
        forget_blobs(&mut self.transaction, &mut bill, std::slice::from_ref(&id), Some(name), now_ms).await?;
        // Whoever pays for these bytes already pays no second time.
        let others = referring(&mut self.transaction, &found.content).await?;
        if !payers(&mut self.transaction, &shapes, &others).await?.contains(&owner) {
            self.charges.add(&owner, Amounts::bytes(i64::try_from(found.size_bytes).unwrap_or(i64::MAX)));
        }
        let validator = ids::new_id(&*self.writer.association.random);
        let mut insert = Fragment::new(
            "INSERT INTO blob (object, name, content, media_type, file_name, validator, created_ms) VALUES (",
        );
        insert.text_arg(&id).push(", ").text_arg(name).push(", ").bind(Arg::Bytes(found.content));
        insert.push(", ").text_arg(&found.media_type).push(", ").text_arg(&found.file_name).push(", ");
        insert.text_arg(&validator).push(", ").int_arg(now_ms).push(")");
        self.transaction.execute(insert).await?;
        pictures::enqueue(&mut self.transaction, &shape, &id, name, &found.media_type).await?;
        self.pictures_due = true;
        let version = if made_now { 1 } else { self.touch(&shape, &id).await? };
        Ok((id, version))
    }

    /// A write, not a look: a purge of the source waits until the second reference is there, and then leaves the bytes.
    async fn hold(&mut self, source: &str, name: &str) -> Result<Source, ObjectError> {
        let mut hold = Fragment::new("UPDATE blob SET name = name WHERE object = ");
        hold.text_arg(source).push(" AND name = ").text_arg(name).push(" RETURNING content, media_type, file_name");
        let row = self.transaction.row(hold).await?.ok_or(ObjectError::NotFound)?;
        let content = row.bytes(0)?;
        let mut select = Fragment::new("SELECT size_bytes FROM content WHERE id = ");
        select.bind(Arg::Bytes(content.clone()));
        let size = self.transaction.row(select).await?.ok_or(ObjectError::NotFound)?;
        Ok(Source { content, media_type: row.text(1)?, file_name: row.text(2)?, size_bytes: size.count(0)? })
    }
}
