//! Invited guests: a person without account, with a link of their own.

use veillee_access::{Fragment, Permit, Subject};
use veillee_ambient::Millis;

use super::association::Association;
use super::audit::{Doer, Happening};
use super::ids::{new_id, new_token};
use super::objects::ObjectError;
use super::shares::{Bearer, NewLink, NewShare, shareable};
use super::sql::{Ask as _, DatabaseError, Transaction};
use crate::limits;

/// Who is invited.
#[derive(Clone, Copy, Debug)]
pub struct NewGuest<'a> {
    pub name: &'a str,
    /// Empty: the link is handed over by its sharer.
    pub address: &'a str,
}

/// Whether an invitation may go out by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sending {
    Now {
        /// Under this key, so that the share shows what became of it.
        key: String,
    },
    /// This person got one just now, or got many.
    TooSoon,
    /// This sharer sent very many today.
    TooMany,
}

/// The key of an invitation's mail begins so; the share and the number of the invitation follow.
pub(super) const INVITATION_KEY: &str = "invitation:";

/// True of a session whose guest has no share left that lasts; the moment is to be bound next, and two parentheses closed after
/// it.
pub(super) const GUEST_IS_GONE: &str = "principal IN (SELECT g.id FROM invited_guest g WHERE NOT EXISTS \
     (SELECT 1 FROM share h WHERE h.guest = g.id AND h.ends_ms > ";

impl Association {
    /// Invites a person by a link of their own. With an address that was invited here before, it is the same person again, by
    /// another link: the old one stays worth nothing, and so do the devices that opened it. `Conflict` when that person has a
    /// share here that lasts.
    pub async fn share_with_guest<'a>(
        &self,
        permit: &Permit,
        by: impl Into<Doer<'a>> + Send,
        guest: NewGuest<'_>,
        new: NewShare,
    ) -> Result<NewLink, ObjectError> {
        let (container, by, label) = (shareable(permit)?, by.into(), new.label.clone());
        let mut taking = self.begin_taking().await?;
        let transaction = &mut taking.transaction;
        let known = self.known_guest(transaction, container, guest.address).await?;
        let person = match known {
            Some((_, true)) => return Err(ObjectError::Conflict),
            Some((person, false)) => {
                let mut rename = Fragment::new("UPDATE principal SET name = ");
                rename.text_arg(guest.name).push(" WHERE id = ").text_arg(&person);
                transaction.execute(rename).await?;
                forget_in_sessions(transaction, &person).await?;
                person
            }
            None => self.insert_guest(transaction, container, guest).await?,
        };
        let (id, token) = (new_id(&*self.random), new_token(&*self.random));
        let bearer = Bearer { token: Some(&token), guest: &person, ..Bearer::default() };
        self.insert_share(transaction, permit, (by.id, &id), &Subject::Link(id.clone()), (new, bearer)).await?;
        self.note_sharing(transaction, Happening::ShareGiven, (permit, by), &label).await?;
        self.commit_taking(taking).await?;
        Ok(NewLink { share: id, token })
    }

    /// Whoever was invited into this container under this address, and whether a share of theirs lasts.
    async fn known_guest(
        &self,
        transaction: &mut Transaction,
        container: &str,
        address: &str,
    ) -> Result<Option<(String, bool)>, DatabaseError> {
        if address.is_empty() {
            return Ok(None);
        }
        let mut select =
            Fragment::new("SELECT g.id, (SELECT count(*) FROM share h WHERE h.guest = g.id AND h.ends_ms > ");
        select.int_arg(self.clock.now_ms()).push(") FROM invited_guest g WHERE g.container = ").text_arg(container);
        select.push(" AND g.address_key = ").text_arg(&address_key(address));
        let row = transaction.row(select).await?;
        row.map(|row| Ok((row.text(0)?, row.int(1)? > 0))).transpose()
    }

    async fn insert_guest(
        &self,
        transaction: &mut Transaction,
        container: &str,
        guest: NewGuest<'_>,
    ) -> Result<String, DatabaseError> {
        let (id, now_ms) = (new_id(&*self.random), self.clock.now_ms());
        let mut principal = Fragment::new("INSERT INTO principal (id, kind, name, created_ms) VALUES (");
        principal.text_arg(&id).push(", 'guest', ").text_arg(guest.name).push(", ").int_arg(now_ms).push(")");
        transaction.execute(principal).await?;
        let mut insert =
            Fragment::new("INSERT INTO invited_guest (id, container, address, address_key, created_ms) VALUES (");
        insert.text_arg(&id).push(", ").text_arg(container).push(", ").text_arg(guest.address).push(", ");
        insert.text_arg(&address_key(guest.address)).push(", ").int_arg(now_ms).push(")");
        transaction.execute(insert).await?;
        Ok(id)
    }

    /// Notes that an invitation to this share goes out by mail, if it may.
    pub async fn note_invitation(&self, permit: &Permit, share: &str, by: &str) -> Result<Sending, ObjectError> {
        let container = shareable(permit)?;
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut today =
            Fragment::new("SELECT CAST(coalesce(sum(sent_times), 0) AS bigint) FROM share WHERE created_by = ");
        today.text_arg(by).push(" AND sent_ms > ").int_arg(now_ms.saturating_sub(veillee_ambient::MILLIS_PER_DAY));
        let sent = transaction.row(today).await?.map_or(Ok(0), |row| row.count(0))?;
        if sent >= limits::INVITATIONS_PER_DAY_MAX {
            return Ok(Sending::TooMany);
        }
        let mut update = Fragment::new("UPDATE share SET sent_times = sent_times + 1, sent_ms = ");
        update.int_arg(now_ms).push(" WHERE id = ").text_arg(share).push(" AND container = ").text_arg(container);
        update.push(" AND ends_ms > ").int_arg(now_ms).push(" AND sent_ms <= ");
        update.int_arg(now_ms.saturating_sub(limits::INVITATION_AGAIN_MS)).push(" AND sent_times < ");
        update.int_arg(i64::try_from(limits::INVITATION_TIMES_MAX).unwrap_or(i64::MAX)).push(" RETURNING sent_times");
        let Some(row) = transaction.row(update).await? else { return Ok(Sending::TooSoon) };
        let key = format!("{INVITATION_KEY}{share}:{}", row.count(0)?);
        transaction.commit().await?;
        Ok(Sending::Now { key })
    }
}

/// Until when a session may speak for its principal, as a column: the last end of an invited guest's shares, nothing when they have
/// none, and no end for anybody else. `s` is the session, `g` its invited guest if it has one.
pub(super) fn speaks_until() -> String {
    format!(
        "CASE WHEN g.id IS NULL THEN {} ELSE coalesce((SELECT max(h.ends_ms) FROM share h WHERE h.guest = g.id), 0) END",
        Millis::MAX
    )
}

/// The devices of the guest whose share this is stop being theirs: an invitation made anew does not bring them back.
pub(super) async fn leave_sessions(
    transaction: &mut Transaction,
    container: &str,
    share: &str,
    now_ms: Millis,
) -> Result<(), DatabaseError> {
    let mut select = Fragment::new("SELECT guest FROM share WHERE guest <> '' AND id = ");
    select.text_arg(share).push(" AND container = ").text_arg(container);
    let Some(row) = transaction.row(select).await? else { return Ok(()) };
    let guest = row.text(0)?;
    let mut ended = Fragment::new("UPDATE invited_guest SET ended_ms = ");
    ended.int_arg(now_ms).push(" WHERE id = ").text_arg(&guest);
    transaction.execute(ended).await?;
    forget_in_sessions(transaction, &guest).await
}

/// Their devices are those of a visitor, who keeps what else was opened on them.
pub(super) async fn forget_in_sessions(transaction: &mut Transaction, guest: &str) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE session SET principal = NULL WHERE principal = ");
    update.text_arg(guest);
    transaction.execute(update).await?;
    Ok(())
}

/// Addresses are compared without case, as those of accounts are.
fn address_key(address: &str) -> String {
    address.trim().to_lowercase()
}
