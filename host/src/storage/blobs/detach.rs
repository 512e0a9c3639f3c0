use veillee_access::Action;

use super::forget::{Bill, forget_blobs};
use crate::storage::objects::{ObjectError, Progress, decide};

impl Progress<'_, '_> {
    /// Lets a blob of an object go: its key is destroyed in this transaction, unless another object has the same bytes.
    pub(in crate::storage) async fn detach(&mut self, id: String, name: &str) -> Result<(String, u64), ObjectError> {
        let shape = self.shape_of(&id)?;
        let moment = &self.writer.moment;
        decide(&mut self.transaction, moment, &self.caller, Action::Update, &id, None).await?;
        if !shape.blobs.contains_key(name) {
            return Err(ObjectError::invalid(format!("`{}` declares no blob `{name}`", shape.name)));
        }
        // Who pays is asked first: what is dropped is taken off their account.
        self.owner_of(&shape, &id).await?;
        let (now_ms, shapes) = (self.writer.moment.now_ms, self.writer.moment.shapes.clone());
        let mut bill = Bill { shapes: &shapes, charges: &mut self.charges, owners: &self.owners };
        forget_blobs(&mut self.transaction, &mut bill, std::slice::from_ref(&id), Some(name), now_ms).await?;
        let version = self.touch(&shape, &id).await?;
        Ok((id, version))
    }
}
