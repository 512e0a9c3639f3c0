//! Guests as they are listed: for themselves, and for administrators.

use veillee_access::{Arg, Fragment, Role};
use veillee_ambient::Millis;

use super::address_key;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Record};

/// A person without account: invited by a link of their own, or the author of something that came by another link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    pub id: String,
    /// As whoever invited them wrote it; words of the host for who came by a link for many.
    pub name: String,
    /// Empty: the link was handed over.
    pub address: String,
    pub created_ms: Millis,
}

/// A share by link that lasts.
#[derive(Clone, Debug)]
pub struct GuestShare {
    pub share: String,
    /// Whose personal link it is; empty: a link for many.
    pub guest: String,
    pub container: String,
    pub service: String,
    pub role: Role,
    pub created_ms: Millis,
    pub ends_ms: Millis,
    /// Who made it, as they are called now; none: nobody any more.
    pub by: Option<String>,
    /// The secret of its link.
    pub token: Option<String>,
}

const SELECT_GUEST: &str = "SELECT p.id, p.name, coalesce(g.address, ''), p.created_ms FROM principal p \
                            LEFT JOIN invited_guest g ON g.id = p.id WHERE p.kind = 'guest'";

impl Association {
    /// Whose personal links a session opened, and who added something in it.
    pub async fn guests_of_session(&self, session: &[u8]) -> Result<Vec<Guest>, DatabaseError> {
        let digest = || Arg::Bytes(session.to_vec());
        let mut select = Fragment::new(SELECT_GUEST);
        select.push(" AND (p.id IN (SELECT principal FROM session WHERE digest = ").bind(digest());
        select.push(") OR p.id IN (SELECT h.guest FROM session_share e JOIN share h ON h.id = e.share ");
        select.push("WHERE e.session = ").bind(digest()).push(")) ORDER BY p.created_ms, p.id");
        self.read_guests(select).await
    }

    /// Everybody who was invited under this address: one guest for each container.
    pub async fn guests_at(&self, address: &str) -> Result<Vec<Guest>, DatabaseError> {
        let key = address_key(address);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let mut select = Fragment::new(SELECT_GUEST);
        select.push(" AND g.address_key = ").text_arg(&key).push(" ORDER BY p.created_ms, p.id LIMIT ");
        select.int_arg(limits::GUEST_SHARES_LISTED_MAX);
        self.read_guests(select).await
    }

    /// An invited guest.
    pub async fn guest(&self, id: &str) -> Result<Option<Guest>, DatabaseError> {
        let mut select = Fragment::new(SELECT_GUEST);
        select.push(" AND g.id = ").text_arg(id);
        Ok(self.read_guests(select).await?.pop())
    }

    /// Invited guests by name, whose name or address holds the words, from behind the one with this name and id; at most
    /// [`limits::GUESTS_LISTED_MAX`] and one more, which says that there are others.
    pub async fn guests(&self, words: &str, after: Option<(&str, &str)>) -> Result<Vec<Guest>, DatabaseError> {
        let mut select = Fragment::new(SELECT_GUEST);
        select.push(" AND g.id IS NOT NULL");
        let words = words.trim();
        if !words.is_empty() {
            let plain = pattern(words);
            let lower = pattern(&words.to_lowercase());
            select.push(" AND (g.address_key LIKE ").text_arg(&lower).push(" ESCAPE '!' OR p.name LIKE ");
            select.text_arg(&plain).push(" ESCAPE '!' OR lower(p.name) LIKE ").text_arg(&lower).push(" ESCAPE '!')");
        }
        if let Some((name, id)) = after {
            select.push(" AND (p.name > ").text_arg(name).push(" OR (p.name = ").text_arg(name);
            select.push(" AND p.id > ").text_arg(id).push("))");
        }
        select.push(" ORDER BY p.name, p.id LIMIT ").int_arg(limits::GUESTS_LISTED_MAX.saturating_add(1));
        self.read_guests(select).await
    }

    async fn read_guests(&self, select: Fragment) -> Result<Vec<Guest>, DatabaseError> {
        let guest = |row: &Record| {
            Ok(Guest { id: row.text(0)?, name: row.text(1)?, address: row.text(2)?, created_ms: row.int(3)? })
        };
        self.database().rows(select).await?.iter().map(guest).collect()
    }

    /// The lasting shares that a session opened, the newest first, at most [`limits::GUEST_SHARES_LISTED_MAX`].
    pub async fn shares_opened(&self, session: &[u8]) -> Result<Vec<GuestShare>, DatabaseError> {
        let opened = |select: &mut Fragment| {
            select.push("s.id IN (SELECT share FROM session_share WHERE session = ");
            select.bind(Arg::Bytes(session.to_vec())).push(")");
        };
        self.lasting_shares(opened).await
    }

    /// The lasting shares of these guests, as [`shares_opened`](Self::shares_opened).
    pub async fn shares_of_guests(&self, guests: &[Guest]) -> Result<Vec<GuestShare>, DatabaseError> {
        if guests.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<String> = guests.iter().map(|guest| guest.id.clone()).collect();
        self.lasting_shares(|select| {
            select.push("s.guest IN ").list_arg(&ids);
        })
        .await
    }

    /// What is in the trash is not there at all.
    async fn lasting_shares(&self, condition: impl FnOnce(&mut Fragment)) -> Result<Vec<GuestShare>, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT s.id, s.guest, s.container, s.service, s.role, s.created_ms, s.ends_ms, p.name, s.token_sealed \
             FROM share s JOIN container c ON c.id = s.container LEFT JOIN principal p ON p.id = s.created_by \
             WHERE c.trashed_ms = 0 AND s.ends_ms > ",
        );
        select.int_arg(self.clock.now_ms()).push(" AND ");
        condition(&mut select);
        select.push(" ORDER BY s.created_ms DESC, s.id LIMIT ").int_arg(limits::GUEST_SHARES_LISTED_MAX);
        let share = |row: &Record| {
            let role = Role::from_rank(row.int(4)?);
            Ok(GuestShare {
                share: row.text(0)?,
                guest: row.text(1)?,
                container: row.text(2)?,
                service: row.text(3)?,
                role: role.ok_or_else(|| DatabaseError::Internal("a share without role".to_owned()))?,
                created_ms: row.int(5)?,
                ends_ms: row.int(6)?,
                by: row.maybe_text(7)?,
                token: row.maybe_text(8)?.and_then(|sealed| self.open_token(&sealed)),
            })
        };
        self.database().rows(select).await?.iter().map(share).collect()
    }
}

/// Of words that stand anywhere in a text; what stands for others in a pattern stands for itself.
fn pattern(words: &str) -> String {
    let mut pattern = String::from("%");
    for letter in words.chars().take(limits::GUEST_SEARCH_CHARS_MAX) {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
