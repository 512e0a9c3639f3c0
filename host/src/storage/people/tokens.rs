//! What programs come with in the name of an account: tokens for the API, and app passwords for mail and WebDAV.

use veillee_access::{Arg, Fragment};
use veillee_ambient::{Millis, Random};

use super::AccountRole;
use super::accounts::address_key;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::audit::{self, Doer, Happening, Note};
use crate::storage::ids::{new_token, token_digest};
use crate::storage::roles::belongings;
use crate::storage::sql::{Ask as _, DatabaseError, Record, Transaction};

/// What every API token begins with: whoever finds one in a file knows what it is. No session's secret holds a `_`.
pub const API_TOKEN_PREFIX: &str = "veillee_";

/// Letters of an app password, in groups as people type them: 73 bits.
const APP_PASSWORD_LETTERS: usize = 16;
const APP_PASSWORD_GROUP: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// For programs that speak the API.
    Api,
    /// For programs that ask for an address and a password.
    AppPassword,
}

impl TokenKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::AppPassword => "app-password",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Api, Self::AppPassword].into_iter().find(|kind| kind.name() == name)
    }
}

/// What a person wants a token to be.
pub struct NewToken<'a> {
    /// Drawn by whoever asks, so that a form that is sent twice makes one.
    pub id: &'a str,
    pub principal: &'a str,
    pub kind: TokenKind,
    pub name: &'a str,
    /// None: every service.
    pub service: Option<&'a str>,
    pub writes: bool,
    /// [`Millis::MAX`]: none.
    pub ends_ms: Millis,
    /// On which it was asked for, as sessions keep it.
    pub device: &'a str,
}

/// A token among those of its person.
#[derive(Clone, Debug)]
pub struct OwnToken {
    pub id: String,
    pub kind: TokenKind,
    pub name: String,
    pub service: Option<String>,
    pub writes: bool,
    pub created_ms: Millis,
    pub ends_ms: Millis,
    /// To within [`limits::TOKEN_TOUCH_MS`]; none before its first use.
    pub used_ms: Option<Millis>,
}

/// A token that somebody came with, and its person as they are now.
#[derive(Clone, Debug)]
pub struct TokenRecord {
    pub principal: String,
    pub person: String,
    pub role: AccountRole,
    pub locale: String,
    pub suspended: bool,
    pub service: Option<String>,
    pub writes: bool,
    pub ends_ms: Millis,
    pub used_ms: Millis,
    /// Of the account.
    pub groups: Vec<String>,
    /// That the association gave to the account.
    pub roles: Vec<String>,
}

/// Why a token was not made.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    #[error("an account has at most {} tokens", limits::TOKENS_PER_ACCOUNT_MAX)]
    TooMany,
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Association {
    /// Makes a token and returns its secret, which nobody can show again; `Taken` when one of this id was made before.
    pub async fn create_token(&self, new: NewToken<'_>) -> Result<String, TokenError> {
        let (secret, digest) = match new.kind {
            TokenKind::Api => {
                let secret = format!("{API_TOKEN_PREFIX}{}", new_token(&*self.random));
                let digest = token_digest(&secret);
                (secret, digest)
            }
            TokenKind::AppPassword => {
                let letters = new_app_password(&*self.random);
                (in_groups(&letters), app_password_digest(&letters))
            }
        };
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut count = Fragment::new("SELECT count(*) FROM account_token WHERE principal = ");
        count.text_arg(new.principal);
        if transaction.row(count).await?.map_or(Ok(0), |row| row.int(0))? >= limits::TOKENS_PER_ACCOUNT_MAX {
            return Err(TokenError::TooMany);
        }
        let mut insert = Fragment::new(
            "INSERT INTO account_token (id, principal, kind, name, digest, service, writes, created_ms, ends_ms, used_ms) \
             VALUES (",
        );
        insert.text_arg(new.id).push(", ").text_arg(new.principal).push(", ").text_arg(new.kind.name()).push(", ");
        insert.text_arg(new.name).push(", ").bind(Arg::Bytes(digest)).push(", ");
        insert.text_arg(new.service.unwrap_or_default()).push(", ").bind(Arg::Bool(new.writes)).push(", ");
        insert.int_arg(now_ms).push(", ").int_arg(new.ends_ms).push(", 0)");
        transaction.execute(insert).await?;
        let doer = Doer::of(new.principal, new.device);
        let made = Note::new(Happening::TokenMade, doer).about(new.id).words(new.name);
        audit::note(self, &mut transaction, &made).await?;
        transaction.commit().await?;
        Ok(secret)
    }

    /// All tokens of an account, ended ones too until they are swept, the newest first.
    pub async fn tokens_of(&self, principal: &str) -> Result<Vec<OwnToken>, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT id, kind, name, service, writes, created_ms, ends_ms, used_ms FROM account_token WHERE principal = ",
        );
        select.text_arg(principal).push(" ORDER BY created_ms DESC, id LIMIT ");
        select.int_arg(limits::TOKENS_PER_ACCOUNT_MAX);
        self.database().rows(select).await?.iter().map(own_token).collect()
    }

    /// Ends a token of this account for good, for the next byte of a running download too; whether there was one. Those of
    /// others are out of reach.
    pub async fn end_token_of(&self, principal: &str, id: &str, device: &str) -> Result<bool, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let mut delete = Fragment::new("DELETE FROM account_token WHERE id = ");
        delete.text_arg(id).push(" AND principal = ").text_arg(principal);
        let ended = taking.transaction.execute(delete).await?;
        if ended > 0 {
            let revoked = Note::new(Happening::TokenRevoked, Doer::of(principal, device)).about(id);
            audit::note(self, &mut taking.transaction, &revoked).await?;
        }
        self.commit_taking(taking).await?;
        Ok(ended > 0)
    }

    /// The API token with this digest that has not ended.
    pub async fn token(&self, digest: &[u8]) -> Result<Option<TokenRecord>, DatabaseError> {
        let mut select = Fragment::new(format!("{SELECT_TOKEN} WHERE t.kind = 'api' AND t.digest = "));
        select.bind(Arg::Bytes(digest.to_vec())).push(" AND t.ends_ms > ").int_arg(self.clock.now_ms());
        let mut ask = self.database();
        let Some(row) = ask.row(select).await? else { return Ok(None) };
        let mut found = token(&row)?;
        (found.groups, found.roles) = belongings(&mut ask, &found.principal).await?;
        Ok(Some(found))
    }

    /// Whose app password this is: the account with the address, while the password lasts, for this service alone. Spaces,
    /// dashes and capitals are as people type them. The same work and the same answer for what is unknown.
    pub async fn account_by_app_password(
        &self,
        address: &str,
        password: &str,
        service: &str,
    ) -> Result<Option<String>, DatabaseError> {
        let digest = app_password_digest(password);
        let mut select = Fragment::new(format!(
            "{SELECT_TOKEN} WHERE t.kind = 'app-password' AND a.suspended_ms = 0 AND a.address_key = "
        ));
        select.text_arg(&address_key(address)).push(" AND t.service = ").text_arg(service).push(" AND t.digest = ");
        select.bind(Arg::Bytes(digest.clone())).push(" AND t.ends_ms > ").int_arg(self.clock.now_ms());
        let Some(row) = self.database().row(select).await? else { return Ok(None) };
        let found = token(&row)?;
        if self.clock.now_ms().saturating_sub(found.used_ms) > limits::TOKEN_TOUCH_MS {
            self.touch_token(&digest).await?;
        }
        Ok(Some(found.principal))
    }

    /// Notes that a token was used.
    pub async fn touch_token(&self, digest: &[u8]) -> Result<(), DatabaseError> {
        let mut update = Fragment::new("UPDATE account_token SET used_ms = ");
        update.int_arg(self.clock.now_ms()).push(" WHERE digest = ").bind(Arg::Bytes(digest.to_vec()));
        self.database.execute(update).await.map(drop)
    }

    /// Forgets tokens that ended some time ago.
    pub async fn sweep_tokens(&self) -> Result<u64, DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM account_token WHERE ends_ms <= ");
        delete.int_arg(self.clock.now_ms().saturating_sub(limits::TOKEN_ENDED_LIFE_MS));
        self.database.execute(delete).await
    }
}

impl Association {
    /// Ends every token and app password of an account, since somebody else may have made one, and notes it when there were
    /// any. How many were still good.
    pub(super) async fn end_all_tokens(
        &self,
        transaction: &mut Transaction,
        principal: &str,
        by: Doer<'_>,
    ) -> Result<u64, DatabaseError> {
        let good = transaction.row(self.good_tokens(principal)).await?.map_or(Ok(0), |row| row.count(0))?;
        let mut delete = Fragment::new("DELETE FROM account_token WHERE principal = ");
        delete.text_arg(principal);
        transaction.execute(delete).await?;
        if good > 0 {
            let ended = Note::new(Happening::TokensEnded, by);
            audit::note(self, transaction, &ended).await?;
        }
        Ok(good)
    }

    /// How many tokens and app passwords of an account let programs in.
    pub async fn count_tokens_of(&self, principal: &str) -> Result<u64, DatabaseError> {
        self.database().row(self.good_tokens(principal)).await?.map_or(Ok(0), |row| row.count(0))
    }

    fn good_tokens(&self, principal: &str) -> Fragment {
        let mut count = Fragment::new("SELECT count(*) FROM account_token WHERE principal = ");
        count.text_arg(principal).push(" AND ends_ms > ").int_arg(self.clock.now_ms());
        count
    }
}

const SELECT_TOKEN: &str = "SELECT t.principal, p.name, a.role, a.locale, a.suspended_ms, t.service, t.writes, \
                            t.ends_ms, t.used_ms FROM account_token t JOIN account a ON a.id = t.principal \
                            JOIN principal p ON p.id = t.principal";

fn token(row: &Record) -> Result<TokenRecord, DatabaseError> {
    Ok(TokenRecord {
        principal: row.text(0)?,
        person: row.text(1)?,
        role: AccountRole::from_name(&row.text(2)?).unwrap_or(AccountRole::Member),
        locale: row.text(3)?,
        suspended: row.int(4)? != 0,
        service: named(row.text(5)?),
        writes: row.maybe_truth(6)?.unwrap_or(false),
        ends_ms: row.int(7)?,
        used_ms: row.int(8)?,
        groups: Vec::new(),
        roles: Vec::new(),
    })
}

fn own_token(row: &Record) -> Result<OwnToken, DatabaseError> {
    let kind = TokenKind::from_name(&row.text(1)?);
    Ok(OwnToken {
        id: row.text(0)?,
        kind: kind.ok_or_else(|| DatabaseError::Internal("a token of no kind".to_owned()))?,
        name: row.text(2)?,
        service: named(row.text(3)?),
        writes: row.maybe_truth(4)?.unwrap_or(false),
        created_ms: row.int(5)?,
        ends_ms: row.int(6)?,
        used_ms: Some(row.int(7)?).filter(|used_ms| *used_ms > 0),
    })
}

fn named(service: String) -> Option<String> {
    Some(service).filter(|service| !service.is_empty())
}

/// Letters alone, which a telephone types without another keyboard, without l and o, which look like digits.
fn new_app_password(random: &dyn Random) -> String {
    const ALPHABET: &[u8; 24] = b"abcdefghijkmnpqrstuvwxyz";
    let mut letters = String::with_capacity(APP_PASSWORD_LETTERS);
    while letters.len() < APP_PASSWORD_LETTERS {
        // Beyond the last whole round the first letters would come more often.
        let drawn = random.bytes::<1>()[0] & 0x1F;
        letters.extend(ALPHABET.get(usize::from(drawn)).map(|letter| char::from(*letter)));
    }
    letters
}

fn in_groups(letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    letters.chunks(APP_PASSWORD_GROUP).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// Drawn at random, so that a digest that is quick to make says as little as a slow one.
fn app_password_digest(typed: &str) -> Vec<u8> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    token_digest(&format!("app password {}", plain.to_ascii_lowercase()))
}
