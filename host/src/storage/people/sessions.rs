use data_encoding::HEXLOWER;
use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;

use super::AccountRole;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::audit::{self, Doer, Happening, Note};
use crate::storage::guests::{GUEST_IS_GONE, speaks_until};
use crate::storage::ids::{new_token, token_digest};
use crate::storage::objects::ObjectError;
use crate::storage::roles::belongings;
use crate::storage::shares::OpenedLink;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// A session as the database knows it.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    pub principal: Option<String>,
    pub name: Option<String>,
    pub account: Option<(AccountRole, String)>,
    pub suspended: bool,
    pub proofs: Proofs,
    /// Its first digest in hexadecimal, once it got another; empty before.
    pub root: String,
    pub created_ms: Millis,
    pub seen_ms: Millis,
    pub ends_ms: Millis,
    /// When it stops speaking for the principal: the last share of an invited guest ends. [`Millis::MAX`] for others.
    pub speaks_until_ms: Millis,
    /// Opened shares that still exist.
    pub shares: Vec<String>,
    /// Those of them that let take so many downloads.
    pub limited: Vec<String>,
    /// Of an account.
    pub groups: Vec<String>,
    /// That the association gave to an account.
    pub roles: Vec<String>,
}

/// When the person of a session last proved who they are; 0: never in this session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proofs {
    /// By the password, or by a passkey.
    pub proved_ms: Millis,
    /// By a second factor.
    pub factor_ms: Millis,
}

/// What a person just proved who they are with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    Password,
    /// A code, beside a password that was proved before.
    Factor,
    /// Something one has and something one is or knows, at once.
    Passkey,
}

impl Proof {
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["proved_ms"],
            Self::Factor => &["factor_ms"],
            Self::Passkey => &["proved_ms", "factor_ms"],
        }
    }
}

/// What a new session starts with.
#[derive(Default)]
pub struct NewSession<'a> {
    pub principal: Option<&'a str>,
    /// The digest of the session it takes the place of: opened shares move over, the old token is worth nothing.
    pub replaces: Option<&'a [u8]>,
    pub life_ms: Millis,
    /// The device it is on, in a form that `identity` reads; empty: unknown.
    pub device: &'a str,
    /// What its person proved at this moment.
    pub proofs: Proofs,
}

impl Association {
    /// Makes a session and returns the token for its cookie; the database keeps only a digest.
    pub async fn create_session(&self, new: NewSession<'_>) -> Result<String, DatabaseError> {
        let token = new_token(&*self.random);
        let digest = token_digest(&token);
        let now_ms = self.clock.now_ms();
        let insert = {
            let mut insert = Fragment::new(
                "INSERT INTO session (digest, principal, created_ms, seen_ms, ends_ms, device, proved_ms, factor_ms) \
                 VALUES (",
            );
            insert.bind(Arg::Bytes(digest.clone())).push(", ");
            insert.bind(new.principal.map_or(Arg::NullText, |id| Arg::Text(id.to_owned()))).push(", ");
            insert.int_arg(now_ms).push(", ").int_arg(now_ms).push(", ").int_arg(now_ms.saturating_add(new.life_ms));
            insert.push(", ").text_arg(new.device).push(", ").int_arg(new.proofs.proved_ms);
            insert.push(", ").int_arg(new.proofs.factor_ms).push(")");
            insert
        };
        let signed_in = new.principal.map(|id| Doer::of(id, new.device));
        let signed_in = signed_in.map(|by| Note::new(Happening::SignedIn, by));
        let Some(old) = new.replaces else {
            let mut transaction = self.begin().await?;
            transaction.execute(insert).await?;
            if let Some(signed_in) = &signed_in {
                audit::note(self, &mut transaction, signed_in).await?;
            }
            transaction.commit().await?;
            self.note_seen(&digest).await?;
            return Ok(token);
        };
        let mut taking = self.begin_taking().await?;
        taking.transaction.execute(insert).await?;
        let mut carry = Fragment::new("INSERT INTO session_share (session, share, opened_ms) SELECT ");
        carry.bind(Arg::Bytes(digest.clone())).push(", share, opened_ms FROM session_share WHERE session = ");
        carry.bind(Arg::Bytes(old.to_vec()));
        taking.transaction.execute(carry).await?;
        delete_session(&mut taking.transaction, old).await?;
        if let Some(signed_in) = &signed_in {
            audit::note(self, &mut taking.transaction, signed_in).await?;
        }
        self.commit_taking(taking).await?;
        self.note_seen(&digest).await?;
        Ok(token)
    }

    pub async fn session(&self, digest: &[u8]) -> Result<Option<SessionRecord>, DatabaseError> {
        let mut select = Fragment::new(format!(
            "SELECT s.principal, p.name, a.role, a.locale, coalesce(a.suspended_ms, 0), s.seen_ms, s.ends_ms, {}, \
             s.created_ms, s.proved_ms, s.factor_ms, s.root \
             FROM session s LEFT JOIN principal p ON p.id = s.principal LEFT JOIN account a ON a.id = s.principal \
             LEFT JOIN invited_guest g ON g.id = s.principal WHERE s.digest = ",
            speaks_until()
        ));
        select.bind(Arg::Bytes(digest.to_vec())).push(" AND s.ends_ms > ").int_arg(self.clock.now_ms());
        let mut ask = self.database();
        let Some(row) = ask.row(select).await? else { return Ok(None) };
        let mut opened = Fragment::new(
            "SELECT o.share, s.downloads_max FROM session_share o JOIN share s ON s.id = o.share WHERE o.session = ",
        );
        opened.bind(Arg::Bytes(digest.to_vec())).push(" ORDER BY o.opened_ms DESC LIMIT ");
        opened.int_arg(i64::from(crate::limits::OPENED_SHARES_MAX));
        let (mut shares, mut limited) = (Vec::new(), Vec::new());
        for opened in ask.rows(opened).await? {
            if opened.int(1)? > 0 {
                limited.push(opened.text(0)?);
            }
            shares.push(opened.text(0)?);
        }
        let role = row.maybe_text(2)?.as_deref().and_then(AccountRole::from_name);
        let (groups, roles) = match (row.maybe_text(0)?, role) {
            (Some(account), Some(_)) => belongings(&mut ask, &account).await?,
            _ => Default::default(),
        };
        Ok(Some(SessionRecord {
            principal: row.maybe_text(0)?,
            name: row.maybe_text(1)?,
            account: role.zip(row.maybe_text(3)?),
            suspended: row.int(4)? != 0,
            seen_ms: row.int(5)?,
            ends_ms: row.int(6)?,
            speaks_until_ms: row.int(7)?,
            created_ms: row.int(8)?,
            proofs: Proofs { proved_ms: row.int(9)?, factor_ms: row.int(10)? },
            root: row.text(11)?,
            shares,
            limited,
            groups,
            roles,
        }))
    }

    /// Lets a session use a share, and counts the opening. A session of nobody becomes that of the guest whose personal link it
    /// is; any other keeps who it is and has the share besides. A browser that tells its name counts as a device. False, and
    /// nothing is opened, when the link has another password than the one that was proved, or is not there any more.
    pub async fn open_share(&self, session: &[u8], link: &OpenedLink) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let session = || Arg::Bytes(session.to_vec());
        let share = link.share.as_str();
        // Whoever changes a password waits for this, or this sees the change.
        let mut transaction = self.begin().await?;
        let mut kept = Fragment::new("SELECT password FROM share WHERE id = ");
        kept.text_arg(share);
        let kept = transaction.row(kept).await?.map(|row| row.text(0)).transpose()?;
        if kept.is_none_or(|kept| kept != link.password.as_deref().unwrap_or_default()) {
            return Ok(false);
        }
        let mut newest = None;
        let mut insert = Fragment::new("INSERT INTO session_share (session, share, opened_ms) VALUES (");
        insert.bind(session()).push(", ").text_arg(share).push(", ").int_arg(now_ms);
        insert.push(") ON CONFLICT (session, share) DO NOTHING");
        if transaction.execute(insert).await? == 1 {
            newest = count_device(&mut transaction, session(), (share, now_ms)).await?;
        } else {
            let mut again = Fragment::new("UPDATE session_share SET opened_ms = ");
            again.int_arg(now_ms).push(" WHERE session = ").bind(session()).push(" AND share = ").text_arg(share);
            transaction.execute(again).await?;
        }
        let mut become_guest =
            Fragment::new("UPDATE session SET principal = (SELECT h.guest FROM share h WHERE h.id = ");
        become_guest.text_arg(share).push(") WHERE digest = ").bind(session()).push(" AND (principal IS NULL OR ");
        become_guest.push(GUEST_IS_GONE).int_arg(now_ms).push(")))");
        become_guest
            .push(" AND EXISTS (SELECT 1 FROM share h WHERE h.guest <> '' AND h.id = ")
            .text_arg(share)
            .push(")");
        transaction.execute(become_guest).await?;
        let mut count = Fragment::new("UPDATE share SET opened_times = opened_times + 1, opened_ms = ");
        count.int_arg(now_ms).push(" WHERE id = ").text_arg(share);
        transaction.execute(count).await?;
        if let Some(newest) = newest.filter(NewestDevice::is_worth_noting) {
            self.note_new_device(&mut transaction, link, &newest).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// For whoever shares it, under what they call the object and the link.
    async fn note_new_device(
        &self,
        transaction: &mut Transaction,
        link: &OpenedLink,
        newest: &NewestDevice,
    ) -> Result<(), DatabaseError> {
        // What has no title is called by its link alone.
        let title = match self.title_in(transaction, &link.container).await {
            Ok(title) => title,
            Err(ObjectError::Database(error)) => return Err(error),
            Err(_) => String::new(),
        };
        let words: Vec<&str> = [title.as_str(), &newest.label].into_iter().filter(|words| !words.is_empty()).collect();
        let words = words.join(" · ");
        let opened = Note::new(Happening::LinkOpenedOnNewDevice, Doer::of(&newest.guest, &newest.device));
        audit::note(self, transaction, &opened.person(&newest.sharer).about(&link.container).words(&words)).await
    }

    /// Notes that a session was used; its idle end moves with it.
    pub async fn touch_session(&self, digest: &[u8], ends_ms: Millis) -> Result<(), DatabaseError> {
        let mut update = Fragment::new("UPDATE session SET seen_ms = ");
        update.int_arg(self.clock.now_ms()).push(", ends_ms = ").int_arg(ends_ms).push(" WHERE digest = ");
        update.bind(Arg::Bytes(digest.to_vec()));
        self.database.execute(update).await?;
        self.note_seen(digest).await
    }

    /// Notes when the account of a session was last here.
    async fn note_seen(&self, digest: &[u8]) -> Result<(), DatabaseError> {
        let mut update = Fragment::new("UPDATE account SET seen_ms = ");
        update.int_arg(self.clock.now_ms()).push(" WHERE id IN (SELECT principal FROM session WHERE digest = ");
        update.bind(Arg::Bytes(digest.to_vec())).push(")");
        self.database.execute(update).await?;
        Ok(())
    }

    /// Gives the session of an account another token, and notes what its person proved just now; whoever has the old token is
    /// nobody from then on. None when the session ended meanwhile, or has another token already: what was ended does not come
    /// back.
    pub async fn rotate_session(
        &self,
        digest: &[u8],
        principal: &str,
        proof: Option<Proof>,
    ) -> Result<Option<String>, DatabaseError> {
        let token = new_token(&*self.random);
        let new = token_digest(&token);
        let now_ms = self.clock.now_ms();
        let mut taking = self.begin_taking().await?;
        let mut update = Fragment::new("UPDATE session SET digest = ");
        update.bind(Arg::Bytes(new.clone())).push(", root = CASE root WHEN '' THEN ");
        update.text_arg(&HEXLOWER.encode(digest)).push(" ELSE root END");
        for column in proof.map_or(&[][..], Proof::columns) {
            update.push(", ").push(column).push(" = ").int_arg(now_ms);
        }
        update.push(" WHERE digest = ").bind(Arg::Bytes(digest.to_vec()));
        update.push(" AND principal = ").text_arg(principal).push(" AND ends_ms > ").int_arg(now_ms);
        if taking.transaction.execute(update).await? == 0 {
            return Ok(None);
        }
        let old = || Arg::Bytes(digest.to_vec());
        let mut downloads = Fragment::new("UPDATE share_download SET session = ");
        downloads.bind(Arg::Bytes(new.clone())).push(" WHERE session = ").bind(old());
        downloads.push(" AND share IN (SELECT share FROM session_share WHERE session = ").bind(old()).push(")");
        taking.transaction.execute(downloads).await?;
        let mut shares = Fragment::new("UPDATE session_share SET session = ");
        shares.bind(Arg::Bytes(new)).push(" WHERE session = ").bind(old());
        taking.transaction.execute(shares).await?;
        self.commit_taking(taking).await?;
        Ok(Some(token))
    }

    /// Ends a session for good: its person signs out.
    pub async fn end_session(&self, digest: &[u8], by: Doer<'_>) -> Result<(), DatabaseError> {
        let mut taking = self.begin_taking().await?;
        if delete_session(&mut taking.transaction, digest).await? > 0 {
            audit::note(self, &mut taking.transaction, &Note::new(Happening::SignedOut, by)).await?;
        }
        self.commit_taking(taking).await
    }

    /// Forgets sessions that ended by themselves, a batch at a time.
    pub async fn sweep_sessions(&self) -> Result<u64, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut shares =
            Fragment::new("DELETE FROM session_share WHERE session IN (SELECT digest FROM session WHERE ends_ms <= ");
        shares.int_arg(now_ms).push(")");
        transaction.execute(shares).await?;
        let mut sessions = Fragment::new("DELETE FROM session WHERE ends_ms <= ");
        sessions.int_arg(now_ms);
        let swept = transaction.execute(sessions).await?;
        let mut pending = Fragment::new("DELETE FROM pending_sign_in WHERE ends_ms <= ");
        pending.int_arg(now_ms);
        transaction.execute(pending).await?;
        transaction.commit().await?;
        Ok(swept)
    }
}

/// A device that opened a share for the first time.
struct NewestDevice {
    /// As sessions keep it.
    device: String,
    /// That opened the share by now.
    devices: u64,
    /// Who made the share.
    sharer: String,
    /// Whose session it is; empty: nobody's.
    opener: String,
    /// The invited guest whose link it is; empty: no guest's.
    guest: String,
    label: String,
}

impl NewestDevice {
    /// The first device is the one that the link was made for, and a sharer tries their own links. A link that everybody has
    /// would fill the log: after some devices they are counted and no longer noted.
    fn is_worth_noting(&self) -> bool {
        (2..=limits::LINK_DEVICES_NOTED_MAX).contains(&self.devices) && self.opener != self.sharer
    }
}

/// Counts the device of a session that opens a share for the first time, if its browser tells a name: what looks at links in
/// mails has none.
async fn count_device(
    transaction: &mut Transaction,
    session: Arg,
    (share, now_ms): (&str, Millis),
) -> Result<Option<NewestDevice>, DatabaseError> {
    let mut select = Fragment::new(
        "SELECT device, coalesce(principal, '') FROM session WHERE device <> '' AND device NOT LIKE '/%' AND digest = ",
    );
    select.bind(session);
    let Some(row) = transaction.row(select).await? else { return Ok(None) };
    let (device, opener) = (row.text(0)?, row.text(1)?);
    let mut update = Fragment::new("UPDATE share SET devices = devices + 1, device_ms = ");
    update.int_arg(now_ms).push(", device = ").text_arg(&device).push(" WHERE id = ").text_arg(share);
    update.push(" RETURNING devices, created_by, guest, label");
    let Some(row) = transaction.row(update).await? else { return Ok(None) };
    let (devices, sharer, guest, label) = (row.count(0)?, row.text(1)?, row.text(2)?, row.text(3)?);
    Ok(Some(NewestDevice { device, devices, sharer, opener, guest, label }))
}

/// How many there were.
async fn delete_session(transaction: &mut Transaction, digest: &[u8]) -> Result<u64, DatabaseError> {
    let mut ended = 0;
    for table in ["session_share WHERE session", "session WHERE digest"] {
        let mut delete = Fragment::new(format!("DELETE FROM {table} = "));
        delete.bind(Arg::Bytes(digest.to_vec()));
        ended = transaction.execute(delete).await?;
    }
    Ok(ended)
}
