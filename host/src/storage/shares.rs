//! Shares: a role on a container for a subject.

use veillee_access::{Action, Arg, Fragment, Permit, Role, Subject};
use veillee_ambient::Millis;

use super::association::Association;
use super::audit::{self, Doer, Happening, Note};
use super::groups::group_name;
use super::guests;
use super::ids::{new_id, new_token, token_digest};
use super::objects::ObjectError;
use super::sql::{Ask, DatabaseError, Record, Transaction};
use crate::limits;

/// The end date of a share that has none.
pub const NEVER_MS: Millis = Millis::MAX;

/// What kind of subject a share is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareKind {
    /// Whoever opened its link.
    Link,
    /// One person without account, by a link of their own.
    Guest,
    Account,
    Group,
    Members,
    Everyone,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    pub id: String,
    pub subject: String,
    pub kind: ShareKind,
    /// Of the account or the group, as it is called now; none: a link, a guest, or nobody any more.
    pub name: Option<String>,
    /// Where an invited guest gets mail.
    pub address: Option<String>,
    pub role: Role,
    pub ends_ms: Millis,
    pub label: String,
    pub created_ms: Millis,
    pub opened_ms: Option<Millis>,
    pub opened_times: u64,
    /// Browsers that opened it, those without a name left out: what looks at links in mails has none.
    pub devices: u64,
    /// When the newest of them came.
    pub device_ms: Option<Millis>,
    /// The newest of them, as sessions keep it; empty: not known.
    pub device: String,
    /// Whoever opens it is asked for a password.
    pub has_password: bool,
    /// 0: as many as one likes.
    pub downloads_max: u64,
    pub downloads: u64,
    /// The last invitation by mail.
    pub sent_ms: Option<Millis>,
    /// The last invitation by mail could not be delivered.
    pub is_undelivered: bool,
    /// The secret of a link, sealed under the association's key.
    token_sealed: Option<String>,
}

/// What a person wants to share.
pub struct NewShare {
    pub role: Role,
    pub ends_ms: Millis,
    pub label: String,
}

/// A link that was just made.
pub struct NewLink {
    pub share: String,
    /// The secret that stands in its address.
    pub token: String,
}

/// Where an opened link leads.
pub struct OpenedLink {
    pub share: String,
    pub container: String,
    pub service: String,
    /// What has to be proved first, as an argon2 string.
    pub password: Option<String>,
}

/// What a share has besides its terms.
#[derive(Default)]
pub(super) struct Bearer<'a> {
    /// The secret of its link.
    pub token: Option<&'a str>,
    /// The invited guest whose link it is.
    pub guest: &'a str,
    /// An argon2 string; empty: none.
    pub password: &'a str,
    pub downloads_max: u32,
}

/// What guards a new link, beyond its secret.
#[derive(Clone, Copy, Debug, Default)]
pub struct LinkGuard<'a> {
    /// An argon2 string; empty: none.
    pub password: &'a str,
    /// 0: as many as one likes.
    pub downloads_max: u32,
}

const TOKEN_PURPOSE: &str = "veillee share link";

impl Association {
    /// Makes a link; whoever opens it has the role.
    pub async fn share_by_link<'a>(
        &self,
        permit: &Permit,
        by: impl Into<Doer<'a>> + Send,
        new: NewShare,
    ) -> Result<NewLink, ObjectError> {
        self.share_by_guarded_link(permit, by, new, LinkGuard::default()).await
    }

    /// Makes a link that also asks for a password, or lets take so many downloads.
    pub async fn share_by_guarded_link<'a>(
        &self,
        permit: &Permit,
        by: impl Into<Doer<'a>> + Send,
        new: NewShare,
        guard: LinkGuard<'_>,
    ) -> Result<NewLink, ObjectError> {
        let (by, label) = (by.into(), new.label.clone());
        let LinkGuard { password, downloads_max } = guard;
        let (id, token) = (new_id(&*self.random), new_token(&*self.random));
        let bearer = Bearer { token: Some(&token), guest: "", password, downloads_max };
        let mut taking = self.begin_taking().await?;
        let transaction = &mut taking.transaction;
        self.insert_share(transaction, permit, (by.id, &id), &Subject::Link(id.clone()), (new, bearer)).await?;
        self.note_sharing(transaction, Happening::LinkMade, (permit, by), &label).await?;
        self.commit_taking(taking).await?;
        Ok(NewLink { share: id, token })
    }

    /// Gives a role to a subject. A subject has one share on a container: giving again replaces it.
    pub async fn share_with<'a>(
        &self,
        permit: &Permit,
        by: impl Into<Doer<'a>> + Send,
        subject: &Subject,
        new: NewShare,
    ) -> Result<(), ObjectError> {
        let (by, label) = (by.into(), new.label.clone());
        // Replacing a share may lower a role, so it moves the generation like taking back.
        let (id, mut taking) = (new_id(&*self.random), self.begin_taking().await?);
        let transaction = &mut taking.transaction;
        self.insert_share(transaction, permit, (by.id, &id), subject, (new, Bearer::default())).await?;
        let called = match subject {
            Subject::Group(group) => group_name(transaction, group).await?,
            _ => label,
        };
        self.note_sharing(transaction, Happening::ShareGiven, (permit, by), &called).await?;
        Ok(self.commit_taking(taking).await?)
    }

    /// In a transaction that takes, because a share that the subject had is replaced.
    pub(super) async fn insert_share(
        &self,
        transaction: &mut Transaction,
        permit: &Permit,
        (by, id): (&str, &str),
        subject: &Subject,
        (new, bearer): (NewShare, Bearer<'_>),
    ) -> Result<(), ObjectError> {
        let container = shareable(permit)?;
        let moment = self.moment();
        let shape = moment.shapes.of(container).filter(|shape| shape.is_container()).ok_or(ObjectError::NotFound)?;
        let mut delete = Fragment::new("DELETE FROM share WHERE container = ");
        delete.text_arg(container).push(" AND subject = ").text_arg(&subject.key());
        transaction.execute(delete).await?;
        let mut count = Fragment::new("SELECT count(*) FROM share WHERE container = ");
        count.text_arg(container);
        let others = transaction.row(count).await?.map_or(Ok(0), |row| row.count(0))?;
        if others >= limits::SHARES_PER_CONTAINER_MAX {
            return Err(ObjectError::Full);
        }
        let token = bearer.token;
        let mut insert = Fragment::new(
            "INSERT INTO share (id, container, service, subject, role, ends_ms, label, created_ms, created_by, \
             token_digest, token_sealed, opened_ms, opened_times, guest, password, downloads_max) VALUES (",
        );
        insert.text_arg(id).push(", ").text_arg(container).push(", ").text_arg(shape.service()).push(", ");
        insert.text_arg(&subject.key()).push(", ").int_arg(new.role.rank()).push(", ").int_arg(new.ends_ms).push(", ");
        insert.text_arg(&new.label).push(", ").int_arg(moment.now_ms).push(", ").text_arg(by).push(", ");
        insert.bind(token.map_or(Arg::NullBytes, |token| Arg::Bytes(token_digest(token)))).push(", ");
        let sealed = token.map(|token| self.key.seal_small(TOKEN_PURPOSE, token.as_bytes(), &*self.random));
        insert.bind(sealed.map_or(Arg::NullText, Arg::Text)).push(", NULL, 0, ").text_arg(bearer.guest).push(", ");
        insert.text_arg(bearer.password).push(", ").int_arg(i64::from(bearer.downloads_max)).push(")");
        transaction.execute(insert).await?;
        Ok(())
    }

    /// Takes a share back: from the moment this returns, no request that starts is let in by it.
    pub async fn end_share<'a>(
        &self,
        permit: &Permit,
        by: impl Into<Doer<'a>> + Send,
        share: &str,
    ) -> Result<(), ObjectError> {
        let (container, by) = (shareable(permit)?, by.into());
        let mut taking = self.begin_taking().await?;
        let transaction = &mut taking.transaction;
        guests::leave_sessions(transaction, container, share, self.clock.now_ms()).await?;
        let mut delete = Fragment::new("DELETE FROM share WHERE id = ");
        delete.text_arg(share).push(" AND container = ").text_arg(container).push(" RETURNING label");
        let ended = transaction.row(delete).await?.ok_or(ObjectError::NotFound)?;
        for table in ["session_share", "share_download"] {
            let mut close = Fragment::new(format!("DELETE FROM {table} WHERE share = "));
            close.text_arg(share);
            transaction.execute(close).await?;
        }
        self.note_sharing(transaction, Happening::LinkStopped, (permit, by), &ended.text(0)?).await?;
        Ok(self.commit_taking(taking).await?)
    }

    /// Notes a change of sharing, under what people call the object and the share: the last step of its transaction.
    pub(super) async fn note_sharing(
        &self,
        transaction: &mut Transaction,
        happening: Happening,
        (permit, by): (&Permit, Doer<'_>),
        called: &str,
    ) -> Result<(), ObjectError> {
        let title = self.title_in(transaction, permit.object()).await?;
        let words: Vec<&str> = [title.as_str(), called].into_iter().filter(|words| !words.is_empty()).collect();
        let words = words.join(" · ");
        let noted = Note::new(happening, by).about(permit.object()).words(&words);
        Ok(audit::note(self, transaction, &noted).await?)
    }

    /// All shares of a container, the newest first.
    pub async fn shares(&self, permit: &Permit) -> Result<Vec<Share>, ObjectError> {
        self.shares_of(shareable(permit)?).await
    }

    /// The shares that let others see an object: those of its container and of the containers it lies in.
    pub async fn shares_reaching(&self, permit: &Permit) -> Result<Vec<Share>, ObjectError> {
        let moment = self.moment();
        let shape = moment.shapes.of(permit.object()).ok_or(ObjectError::NotFound)?;
        let mut select = Fragment::new(format!(
            "{SELECT_SHARE} WHERE s.container IN (SELECT p.ancestor FROM container_path p JOIN {} o \
             ON o.container = p.container WHERE o.id = ",
            shape.table()
        ));
        select.text_arg(permit.object()).push(") AND s.ends_ms > ").int_arg(moment.now_ms);
        let rows = self.database().rows(select).await?;
        Ok(rows.iter().map(share).collect::<Result<_, _>>()?)
    }

    async fn shares_of(&self, container: &str) -> Result<Vec<Share>, ObjectError> {
        let mut select = Fragment::new(format!("{SELECT_SHARE} WHERE s.container = "));
        select.text_arg(container).push(" ORDER BY s.created_ms DESC, s.id");
        let rows = self.database().rows(select).await?;
        Ok(rows.iter().map(share).collect::<Result<_, _>>()?)
    }

    /// The secret of a link, for those who may share: the address is shown again on the sharing page.
    pub fn link_token(&self, share: &Share) -> Option<String> {
        self.open_token(share.token_sealed.as_deref()?)
    }

    pub(super) fn open_token(&self, sealed: &str) -> Option<String> {
        String::from_utf8(self.key.open_small(TOKEN_PURPOSE, sealed).ok()?).ok()
    }

    /// The share behind a link's secret, while it lasts and its container is not in the trash.
    pub async fn link(&self, token: &str) -> Result<OpenedLink, ObjectError> {
        let mut select = Fragment::new(
            "SELECT s.id, s.container, s.service, s.password FROM share s JOIN container c ON c.id = s.container \
             WHERE c.trashed_ms = 0 AND s.token_digest = ",
        );
        select.bind(Arg::Bytes(token_digest(token))).push(" AND s.ends_ms > ").int_arg(self.clock.now_ms());
        let row = self.database().row(select).await?.ok_or(ObjectError::NotFound)?;
        let password = Some(row.text(3)?).filter(|kept| !kept.is_empty());
        Ok(OpenedLink { share: row.text(0)?, container: row.text(1)?, service: row.text(2)?, password })
    }

    /// Whether a link's secret was good until its date came. One that was taken back, or whose container is in the trash, is
    /// not there at all.
    pub async fn link_has_ended(&self, token: &str) -> Result<bool, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT s.id FROM share s JOIN container c ON c.id = s.container WHERE c.trashed_ms = 0 AND s.token_digest = ",
        );
        select.bind(Arg::Bytes(token_digest(token))).push(" AND s.ends_ms <= ").int_arg(self.clock.now_ms());
        Ok(self.database().row(select).await?.is_some())
    }
}

impl Association {
    /// Whether this session opened a link to an object or to what it lies in, and the link's date has come. What is in the trash
    /// is not there at all.
    pub async fn opened_share_has_ended(&self, session: &[u8], object: &str) -> Result<bool, DatabaseError> {
        let moment = self.moment();
        let Some(shape) = moment.shapes.of(object) else { return Ok(false) };
        let mut select = Fragment::new(format!(
            "SELECT 1 FROM {} o JOIN container_path p ON p.container = o.container \
             JOIN container c ON c.id = o.container AND c.trashed_ms = 0 JOIN share s ON s.container = p.ancestor \
             JOIN session_share e ON e.share = s.id WHERE o.trashed_ms = 0 AND o.id = ",
            shape.table()
        ));
        select.text_arg(object).push(" AND s.ends_ms <= ").int_arg(moment.now_ms);
        select.push(" AND e.session = ").bind(Arg::Bytes(session.to_vec())).push(" LIMIT 1");
        Ok(self.database().row(select).await?.is_some())
    }
}

const SELECT_SHARE: &str = "SELECT s.id, s.subject, s.role, s.ends_ms, s.label, s.created_ms, s.opened_ms, s.opened_times, s.token_sealed, \
     s.guest, g.address, coalesce(p.name, a.name), s.devices, s.device_ms, s.password, s.downloads_max, s.downloads, \
     s.sent_ms, s.device, coalesce(m.state, '') FROM share s LEFT JOIN invited_guest g ON g.id = s.guest \
     LEFT JOIN mail m ON s.sent_times > 0 AND m.key <> '' AND m.key = 'invitation:' || s.id || ':' || s.sent_times \
     LEFT JOIN principal p ON s.subject LIKE 'account:%' AND p.id = substr(s.subject, 9) \
     LEFT JOIN account_group a ON s.subject LIKE 'group:%' AND a.id = substr(s.subject, 7)";

fn share(row: &Record) -> Result<Share, DatabaseError> {
    let (subject, guest) = (row.text(1)?, row.text(9)?);
    let moment = |ms: Millis| Some(ms).filter(|ms| *ms > 0);
    Ok(Share {
        id: row.text(0)?,
        kind: kind(&subject, !guest.is_empty()),
        subject,
        name: row.maybe_text(11)?,
        address: row.maybe_text(10)?.filter(|address| !address.is_empty()),
        role: Role::from_rank(row.int(2)?).ok_or_else(|| DatabaseError::Internal("a share without role".to_owned()))?,
        ends_ms: row.int(3)?,
        label: row.text(4)?,
        created_ms: row.int(5)?,
        opened_ms: row.maybe_int(6)?,
        opened_times: row.count(7)?,
        devices: row.count(12)?,
        device_ms: moment(row.int(13)?),
        device: row.text(18)?,
        is_undelivered: matches!(row.text(19)?.as_str(), "refused" | "failed"),
        has_password: !row.text(14)?.is_empty(),
        downloads_max: row.count(15)?,
        downloads: row.count(16)?,
        sent_ms: moment(row.int(17)?),
        token_sealed: row.maybe_text(8)?,
    })
}

fn kind(subject: &str, of_guest: bool) -> ShareKind {
    match subject.split_once(':').map_or(subject, |(kind, _)| kind) {
        "link" if of_guest => ShareKind::Guest,
        "link" => ShareKind::Link,
        "account" => ShareKind::Account,
        "group" => ShareKind::Group,
        "members" => ShareKind::Members,
        _ => ShareKind::Everyone,
    }
}

/// The container of a permit to share. A permit to read is enough to look, so that "who can see this?" is answered.
pub(super) fn shareable(permit: &Permit) -> Result<&str, ObjectError> {
    match permit.action() {
        Action::Share => Ok(permit.object()),
        _ => Err(ObjectError::Denied),
    }
}

/// Who decides on an object and pays for it.
pub struct Owner {
    /// A principal, or `association`.
    pub id: String,
    pub name: String,
}

impl Association {
    pub async fn owner_of(&self, permit: &Permit) -> Result<Owner, ObjectError> {
        let moment = self.moment();
        let shape = moment.shapes.of(permit.object()).ok_or(ObjectError::NotFound)?;
        let mut select = Fragment::new(format!(
            "SELECT o.owner, coalesce(p.name, '') FROM {} o LEFT JOIN principal p ON p.id = o.owner WHERE o.id = ",
            shape.table()
        ));
        select.text_arg(permit.object());
        let row = self.database().row(select).await?.ok_or(ObjectError::NotFound)?;
        Ok(Owner { id: row.text(0)?, name: row.text(1)? })
    }
}

impl Association {
    /// Takes back what a subject was given on a container, if anything.
    pub async fn end_share_with<'a>(
        &self,
        permit: &Permit,
        by: impl Into<Doer<'a>> + Send,
        subject: &Subject,
    ) -> Result<(), ObjectError> {
        let (container, by) = (shareable(permit)?, by.into());
        let mut taking = self.begin_taking().await?;
        let mut delete = Fragment::new("DELETE FROM share WHERE container = ");
        delete.text_arg(container).push(" AND subject = ").text_arg(&subject.key());
        if taking.transaction.execute(delete).await? > 0 {
            self.note_sharing(&mut taking.transaction, Happening::ShareStopped, (permit, by), "").await?;
        }
        self.commit_taking(taking).await?;
        Ok(())
    }

    /// What people call an object: its field `title` or `name`, if it has one.
    pub async fn title_of(&self, permit: &Permit) -> Result<String, ObjectError> {
        self.title_in(&mut self.database(), permit.object()).await
    }

    pub(super) async fn title_in(&self, ask: &mut impl Ask, object: &str) -> Result<String, ObjectError> {
        let moment = self.moment();
        let shape = moment.shapes.of(object).ok_or(ObjectError::NotFound)?;
        let Some(field) = shape.title_field() else { return Ok(String::new()) };
        let column = veillee_access::Collection::column(field);
        let mut select = Fragment::new(format!("SELECT coalesce({column}, '') FROM {} WHERE id = ", shape.table()));
        select.text_arg(object);
        Ok(ask.row(select).await?.ok_or(ObjectError::NotFound)?.text(0)?)
    }
}
