//! Links that are mailed: each for one purpose, for a time, used once.

use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;

use super::AccountRole;
use super::accounts::address_key;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::ids::token_digest;
use crate::storage::sql::{Ask as _, DatabaseError, Record, Transaction};

/// What a mailed link is good for, and for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Whoever registered confirms their address.
    Join,
    /// Whoever was invited registers.
    Invitation,
    /// Another password in place of a forgotten one.
    Reset,
    /// An account gets the address that the link was mailed to.
    Address,
    /// "It wasn't me": the account is shut until its person chose another password.
    Alarm,
}

impl LinkPurpose {
    const ALL: [Self; 5] = [Self::Join, Self::Invitation, Self::Reset, Self::Address, Self::Alarm];

    fn name(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::Address => "address",
            Self::Alarm => "alarm",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// How long the link is good.
    pub fn life_ms(self) -> Millis {
        match self {
            Self::Join | Self::Address => limits::CONFIRMATION_LIFE_MS,
            Self::Invitation => limits::INVITATION_LIFE_MS,
            Self::Reset => limits::RESET_LIFE_MS,
            Self::Alarm => limits::ALARM_LIFE_MS,
        }
    }

    /// A newer link is worth more than an older one of the same purpose. Each mail about what happened keeps its own.
    fn replaces(self) -> bool {
        self != Self::Alarm
    }
}

/// A link to be made. What is not needed for its purpose is empty.
pub struct NewMailedLink<'a> {
    /// The secret that stands in the mail; the database keeps its digest.
    pub token: &'a str,
    pub purpose: LinkPurpose,
    /// The account that it is about.
    pub principal: &'a str,
    /// Where it is mailed to.
    pub address: &'a str,
    pub name: &'a str,
    /// Of somebody who registers, as an argon2 string.
    pub password: &'a str,
    pub role: AccountRole,
    pub locale: &'a str,
}

impl<'a> NewMailedLink<'a> {
    /// About an account that is there.
    pub fn about(account: &'a super::Account, purpose: LinkPurpose, token: &'a str) -> Self {
        Self {
            token,
            purpose,
            principal: &account.id,
            address: &account.address,
            name: "",
            password: "",
            role: account.role,
            locale: &account.locale,
        }
    }
}

/// A link that is good at this moment.
#[derive(Clone, Debug)]
pub struct MailedLink {
    pub digest: Vec<u8>,
    pub purpose: LinkPurpose,
    pub principal: String,
    pub address: String,
    pub name: String,
    pub password: String,
    pub role: AccountRole,
    pub locale: String,
    pub created_ms: Millis,
    pub ends_ms: Millis,
}

impl Association {
    /// The link of a token, while it is good for this purpose. Reading it uses nothing up.
    pub async fn mailed_link(&self, token: &str, purpose: LinkPurpose) -> Result<Option<MailedLink>, DatabaseError> {
        if token.len() > limits::TOKEN_CHARS_MAX {
            return Ok(None);
        }
        let mut select = Fragment::new(format!("{SELECT} WHERE used_ms = 0 AND digest = "));
        select.bind(Arg::Bytes(token_digest(token))).push(" AND purpose = ").text_arg(purpose.name());
        select.push(" AND ends_ms > ").int_arg(self.clock.now_ms());
        self.database().row(select).await?.as_ref().map(link).transpose()
    }

    /// Invitations that nobody used yet, the newest first, those that ended among them; at most
    /// [`limits::INVITATIONS_MAX`].
    pub async fn invitations(&self) -> Result<Vec<MailedLink>, DatabaseError> {
        let mut select = Fragment::new(format!("{SELECT} WHERE used_ms = 0 AND purpose = "));
        select.text_arg(LinkPurpose::Invitation.name()).push(" ORDER BY created_ms DESC, digest LIMIT ");
        select.int_arg(limits::INVITATIONS_MAX);
        self.database().rows(select).await?.iter().map(link).collect()
    }

    /// Makes an invitation worth nothing; whether there was one.
    pub async fn withdraw_invitation(&self, digest: &[u8]) -> Result<bool, DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM mailed_link WHERE purpose = ");
        delete.text_arg(LinkPurpose::Invitation.name()).push(" AND digest = ").bind(Arg::Bytes(digest.to_vec()));
        let mut transaction = self.begin().await?;
        let withdrawn = transaction.execute(delete).await?;
        transaction.commit().await?;
        Ok(withdrawn > 0)
    }

    /// Forgets links that were used or have ended. An invitation that ended is kept for a while, to be sent anew.
    pub async fn sweep_mailed_links(&self) -> Result<u64, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut delete = Fragment::new("DELETE FROM mailed_link WHERE ends_ms <= ");
        delete.int_arg(now_ms).push(" AND (used_ms <> 0 OR purpose <> ").text_arg(LinkPurpose::Invitation.name());
        delete.push(" OR ends_ms <= ").int_arg(now_ms.saturating_sub(limits::INVITATION_SHOWN_MS)).push(")");
        let mut transaction = self.begin().await?;
        let swept = transaction.execute(delete).await?;
        transaction.commit().await?;
        Ok(swept)
    }

    /// Writes a link. Older ones of the same purpose for the same account or address are worth nothing from then on.
    pub(super) async fn insert_mailed_link(
        &self,
        transaction: &mut Transaction,
        new: &NewMailedLink<'_>,
    ) -> Result<(), DatabaseError> {
        let key = address_key(new.address);
        if new.purpose.replaces() {
            let mut delete = Fragment::new("DELETE FROM mailed_link WHERE purpose = ");
            delete.text_arg(new.purpose.name());
            // An account has one address and one wish; somebody without account has an address alone.
            if new.principal.is_empty() {
                delete.push(" AND address_key = ").text_arg(&key);
            } else {
                delete.push(" AND principal = ").text_arg(new.principal);
            }
            transaction.execute(delete).await?;
        }
        let now_ms = self.clock.now_ms();
        let mut insert = Fragment::new(
            "INSERT INTO mailed_link (digest, purpose, principal, address, address_key, name, password, role, locale, \
             created_ms, ends_ms, used_ms) VALUES (",
        );
        insert.bind(Arg::Bytes(token_digest(new.token)));
        for text in
            [new.purpose.name(), new.principal, new.address, &key, new.name, new.password, new.role.name(), new.locale]
        {
            insert.push(", ").text_arg(text);
        }
        insert.push(", ").int_arg(now_ms).push(", ").int_arg(now_ms.saturating_add(new.purpose.life_ms()));
        insert.push(", 0)");
        transaction.execute(insert).await?;
        Ok(())
    }

    /// Uses a link up; false when somebody was faster, or it ended.
    pub(super) async fn use_up(&self, transaction: &mut Transaction, link: &MailedLink) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut update = Fragment::new("UPDATE mailed_link SET used_ms = ");
        update.int_arg(now_ms).push(", password = '' WHERE used_ms = 0 AND ends_ms > ").int_arg(now_ms);
        update.push(" AND digest = ").bind(Arg::Bytes(link.digest.clone()));
        Ok(transaction.execute(update).await? == 1)
    }
}

/// Makes every link of these purposes about an account worth nothing.
pub(super) async fn cancel_links(
    transaction: &mut Transaction,
    account: &str,
    purposes: &[LinkPurpose],
) -> Result<(), DatabaseError> {
    for purpose in purposes {
        let mut delete = Fragment::new("DELETE FROM mailed_link WHERE used_ms = 0 AND principal = ");
        delete.text_arg(account).push(" AND purpose = ").text_arg(purpose.name());
        transaction.execute(delete).await?;
    }
    Ok(())
}

const SELECT: &str = "SELECT digest, purpose, principal, address, name, password, role, locale, created_ms, ends_ms \
                      FROM mailed_link";

fn link(row: &Record) -> Result<MailedLink, DatabaseError> {
    let purpose = LinkPurpose::from_name(&row.text(1)?);
    Ok(MailedLink {
        digest: row.bytes(0)?,
        purpose: purpose.ok_or_else(|| DatabaseError::Internal("a link for an unknown purpose".to_owned()))?,
        principal: row.text(2)?,
        address: row.text(3)?,
        name: row.text(4)?,
        password: row.text(5)?,
        role: AccountRole::from_name(&row.text(6)?).unwrap_or(AccountRole::Member),
        locale: row.text(7)?,
        created_ms: row.int(8)?,
        ends_ms: row.int(9)?,
    })
}
