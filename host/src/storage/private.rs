use veillee_access::{Action, Fragment, Permit};

use super::association::Association;
use super::audit::{Doer, Happening};
use super::objects::{ObjectError, rebuild_paths};
use super::sql::Ask as _;

/// How a container stands to the one it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inheritance {
    pub outer: String,
    /// It inherits no shares.
    pub private: bool,
}

impl Association {
    /// None for a container that lies in no other. Asked for whoever may share it.
    pub async fn inheritance(&self, permit: &Permit) -> Result<Option<Inheritance>, ObjectError> {
        if permit.action() != Action::Share {
            return Err(ObjectError::Denied);
        }
        let mut select = Fragment::new("SELECT parent, private FROM container WHERE id = ");
        select.text_arg(permit.object());
        let row = self.database().row(select).await?.ok_or(ObjectError::NotFound)?;
        let (outer, private) = (row.text(0)?, row.truth(1)?);
        Ok((!outer.is_empty()).then_some(Inheritance { outer, private }))
    }

    /// Lets a container inherit no shares from those it lies in, or inherit them again. Its own shares stay.
    pub async fn set_private<'a>(
        &self,
        permit: &Permit,
        by: impl Into<Doer<'a>> + Send,
        private: bool,
    ) -> Result<(), ObjectError> {
        let by = by.into();
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
        self.note_sharing(&mut taking.transaction, Happening::InheritanceChanged, (permit, by), "").await?;
        Ok(self.commit_taking(taking).await?)
    }
}
