//! A link is changed and keeps its address; so is a share with a person or a group.

use veillee_access::{Fragment, Permit, Role};
use veillee_ambient::Millis;

use super::association::Association;
use super::audit::{Doer, Happening};
use super::objects::ObjectError;
use super::shares::shareable;
use super::sql::Ask as _;

/// What happens to the password of a link.
#[derive(Clone, Debug, Default)]
pub enum PasswordChange {
    #[default]
    Keep,
    Remove,
    /// An argon2 string. Whoever opened the link is asked anew.
    Set(String),
}

/// What may be changed of a share that has an entry of its own: a link, a guest, an account, a group. What is none stays, even
/// where somebody else changes it at this moment.
#[derive(Clone, Debug, Default)]
pub struct LinkTerms {
    pub role: Option<Role>,
    /// [`NEVER_MS`](super::shares::NEVER_MS) for a link without end.
    pub ends_ms: Option<Millis>,
    pub label: Option<String>,
    pub password: PasswordChange,
    /// 0: as many as one likes.
    pub downloads_max: Option<u32>,
}

impl Association {
    /// Gives a share another role, end, label, password or limit; whoever opened it has the new role from then on. One with all
    /// members or with everyone is not found.
    pub async fn change_link<'a>(
        &self,
        permit: &Permit,
        by: impl Into<Doer<'a>> + Send,
        share: &str,
        terms: &LinkTerms,
    ) -> Result<(), ObjectError> {
        let (container, by) = (shareable(permit)?, by.into());
        // A lower role and an earlier end turn a yes into a no.
        let mut taking = self.begin_taking().await?;
        let mut update = Fragment::new("UPDATE share SET id = id");
        if let Some(role) = terms.role {
            update.push(", role = ").int_arg(role.rank());
        }
        if let Some(ends_ms) = terms.ends_ms {
            update.push(", ends_ms = ").int_arg(ends_ms);
        }
        if let Some(label) = &terms.label {
            update.push(", label = ").text_arg(label);
        }
        if let Some(downloads_max) = terms.downloads_max {
            update.push(", downloads_max = ").int_arg(i64::from(downloads_max));
        }
        match &terms.password {
            PasswordChange::Keep => &mut update,
            PasswordChange::Remove => update.push(", password = '', tries = 0"),
            PasswordChange::Set(kept) => update.push(", tries = 0, password = ").text_arg(kept),
        };
        update.push(" WHERE id = ").text_arg(share).push(" AND container = ").text_arg(container);
        update.push(" AND subject LIKE '%:%' RETURNING label");
        let label = taking.transaction.row(update).await?.ok_or(ObjectError::NotFound)?.text(0)?;
        if matches!(terms.password, PasswordChange::Set(_)) {
            let mut close = Fragment::new("DELETE FROM session_share WHERE share = ");
            close.text_arg(share);
            taking.transaction.execute(close).await?;
        }
        self.note_sharing(&mut taking.transaction, Happening::LinkChanged, (permit, by), &label).await?;
        Ok(self.commit_taking(taking).await?)
    }
}
