//! What the administrators of an association chose for it. Its name is kept with the host's associations.

use std::collections::BTreeMap;

use bytes::Bytes;
use veillee_access::{Arg, Fragment};

use super::association::Association;
use super::audit::{self, Doer, Happening, Note};
use super::sql::{Ask, DatabaseError, Record, Transaction};

/// A choice that has a text. The empty text is the same as no choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `#rrggbb`, as it was chosen.
    Accent,
    /// `#rrggbb`, as it was chosen.
    Glow,
    /// The tag of the language for whoever names none.
    Language,
    /// A [`SignUp`] by its name.
    SignUp,
    /// A mail address.
    Contact,
    /// Lines: who answers for what stands here.
    Publisher,
    /// Lines: who keeps the machine.
    Hosting,
}

impl Setting {
    fn name(self) -> &'static str {
        match self {
            Self::Accent => "accent",
            Self::Glow => "glow",
            Self::Language => "language",
            Self::SignUp => "sign-up",
            Self::Contact => "contact",
            Self::Publisher => "publisher",
            Self::Hosting => "hosting",
        }
    }
}

/// How somebody comes to an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignUp {
    /// Whoever wants.
    Open,
    #[default]
    ByInvitation,
    /// Nobody new.
    Closed,
}

impl SignUp {
    /// From the widest on.
    const ALL: [Self; 3] = [Self::Open, Self::ByInvitation, Self::Closed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::ByInvitation => "by-invitation",
            Self::Closed => "closed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }

    /// Whether people come to an account who would not by the other way.
    pub fn lets_in_more_than(self, other: Self) -> bool {
        let place = |way| Self::ALL.iter().position(|each| *each == way);
        place(self) < place(other)
    }
}

/// The picture beside the name of an association.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub media_type: String,
    pub content: Bytes,
}

/// All choices of one association.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    values: BTreeMap<String, String>,
    pub mark: Option<Mark>,
}

impl Settings {
    /// Empty when nothing was chosen.
    pub fn value(&self, setting: Setting) -> &str {
        self.values.get(setting.name()).map_or("", String::as_str)
    }

    pub fn sign_up(&self) -> SignUp {
        SignUp::from_name(self.value(Setting::SignUp)).unwrap_or_default()
    }

    /// The reason under which an administrator switched a service off, the last time one did.
    pub fn switched_off(&self, service: &str) -> Option<&str> {
        self.values.get(&switched_off(service)).map(String::as_str)
    }
}

/// Names of services hold no colon, nor do those of other settings.
fn switched_off(service: &str) -> String {
    format!("switched-off:{service}")
}

impl Association {
    pub async fn settings(&self) -> Result<Settings, DatabaseError> {
        read(&mut self.database()).await
    }

    /// Writes choices, all or none, and gives all as they are from now on.
    pub async fn set(&self, choices: &[(Setting, String)], by: Doer<'_>) -> Result<Settings, DatabaseError> {
        let mut transaction = self.begin().await?;
        for (setting, value) in choices {
            keep(&mut transaction, setting.name(), value).await?;
        }
        let settings = read(&mut transaction).await?;
        audit::note(self, &mut transaction, &Note::new(Happening::SettingsChanged, by)).await?;
        transaction.commit().await?;
        Ok(settings)
    }

    /// Puts a mark in place of the one before, or takes it away.
    pub async fn set_mark(&self, mark: Option<&Mark>, by: Doer<'_>) -> Result<Settings, DatabaseError> {
        let mut transaction = self.begin().await?;
        transaction.execute(Fragment::new("DELETE FROM association_mark")).await?;
        if let Some(Mark { media_type, content }) = mark {
            let mut insert = Fragment::new("INSERT INTO association_mark (id, media_type, content) VALUES (1, ");
            insert.text_arg(media_type).push(", ").bind(Arg::Bytes(content.to_vec())).push(")");
            transaction.execute(insert).await?;
        }
        let settings = read(&mut transaction).await?;
        audit::note(self, &mut transaction, &Note::new(Happening::SettingsChanged, by)).await?;
        transaction.commit().await?;
        Ok(settings)
    }

    /// Remembers that an administrator switched a service off, so that an administrator may switch it on again: what an
    /// operator closed stays closed.
    pub async fn note_switched_off(&self, service: &str, reason: &str) -> Result<Settings, DatabaseError> {
        let mut transaction = self.begin().await?;
        keep(&mut transaction, &switched_off(service), reason).await?;
        let settings = read(&mut transaction).await?;
        transaction.commit().await?;
        Ok(settings)
    }
}

async fn keep(transaction: &mut Transaction, name: &str, value: &str) -> Result<(), DatabaseError> {
    let mut upsert = Fragment::new("INSERT INTO association_setting (name, value) VALUES (");
    upsert.text_arg(name).push(", ").text_arg(value);
    upsert.push(") ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    transaction.execute(upsert).await?;
    Ok(())
}

async fn read(ask: &mut impl Ask) -> Result<Settings, DatabaseError> {
    let rows = ask.rows(Fragment::new("SELECT name, value FROM association_setting")).await?;
    let values = rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect::<Result<_, DatabaseError>>()?;
    let mark = ask.row(Fragment::new("SELECT media_type, content FROM association_mark WHERE id = 1")).await?;
    Ok(Settings { values, mark: mark.as_ref().map(mark_of).transpose()? })
}

fn mark_of(row: &Record) -> Result<Mark, DatabaseError> {
    Ok(Mark { media_type: row.text(0)?, content: row.bytes(1)?.into() })
}
