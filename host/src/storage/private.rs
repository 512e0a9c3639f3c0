use veillee_access::{Action, Fragment, Permit};

use super::association::Association;
use super::objects::{ObjectError, rebuild_paths};

impl Association {
    /// Lets a container inherit no shares from those it lies in, or inherit them again. Its own shares stay.
    pub async fn set_private(&self, permit: &Permit, private: bool) -> Result<(), ObjectError> {
        if permit.action() != Action::Share {
            return Err(ObjectError::Denied);
        }
        let mut taking = self.begin_taking().await?;
        let mut update = Fragment::new("UPDATE container SET private = ");
        update.push(if private { "true" } else { "false" }).push(" WHERE id = ").text_arg(permit.object());
        if taking.transaction.execute(update).await? != 1 {
            return Err(ObjectError::NotFound);
        }
        rebuild_paths(&mut taking.transaction, permit.object()).await?;
        Ok(self.commit_taking(taking).await?)
    }
}
