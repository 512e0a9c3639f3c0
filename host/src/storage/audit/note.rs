use veillee_access::{Arg, Fragment};

use super::Happening;
use super::chain::{HASH_BYTES, HEAD_SEAL, SALT_BYTES, Written, head_facts, words_digest};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Who did something: an id that says nothing by itself, and the device as sessions keep it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doer<'a> {
    pub id: &'a str,
    pub device: &'a str,
}

impl<'a> Doer<'a> {
    /// Stands for whoever has the machine, in the place of an account's id.
    pub const OPERATOR: Doer<'static> = Doer { id: "operator", device: "" };
    /// Stands for what the host does by itself.
    pub const HOST: Doer<'static> = Doer { id: "host", device: "" };

    /// An account or a guest; the empty id is a visitor's.
    pub fn of(id: &'a str, device: &'a str) -> Self {
        Self { id, device }
    }
}

/// Somebody on a device that is not known.
impl<'a> From<&'a str> for Doer<'a> {
    fn from(id: &'a str) -> Self {
        Self::of(id, "")
    }
}

impl<'a> From<&'a String> for Doer<'a> {
    fn from(id: &'a String) -> Self {
        Self::of(id, "")
    }
}

/// What is to be noted.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    pub happening: Happening,
    pub doer: Doer<'a>,
    /// The account whom it happened to, when it is not the doer's own.
    pub person: &'a str,
    /// An id or a name of ours: of an object, a service, a setting. Never a person's word.
    pub about: &'a str,
    /// What people call it, such as a link's label: kept beside the chain, forgotten with the person.
    pub words: &'a str,
}

impl<'a> Note<'a> {
    pub fn new(happening: Happening, doer: Doer<'a>) -> Self {
        Self { happening, doer, person: "", about: "", words: "" }
    }

    /// Whose doing it is, is filled in by whoever knows the request.
    pub fn of(happening: Happening) -> Self {
        Self::new(happening, Doer::default())
    }

    #[must_use]
    pub fn person(self, person: &'a str) -> Self {
        Self { person, ..self }
    }

    #[must_use]
    pub fn about(self, about: &'a str) -> Self {
        Self { about, ..self }
    }

    #[must_use]
    pub fn words(self, words: &'a str) -> Self {
        Self { words, ..self }
    }
}

impl Association {
    /// Notes something in a transaction of its own: for what changes nothing else in this database, such as a password that
    /// did not fit, or a service, which is the host's to open and close.
    pub async fn note_happening(&self, happened: &Note<'_>) -> Result<(), DatabaseError> {
        let mut transaction = self.begin().await?;
        note(self, &mut transaction, happened).await?;
        transaction.commit().await
    }
}

/// Writes an entry behind the last one. The head's row is held from here to the commit: whoever else notes something waits,
/// so this comes last. Ids and words are cut at [`limits::AUDIT_CHARS_MAX`].
pub async fn note(
    association: &Association,
    transaction: &mut Transaction,
    happened: &Note<'_>,
) -> Result<(), DatabaseError> {
    let step = Fragment::new("UPDATE audit_head SET number = number + 1 WHERE id = 1 RETURNING number, hash");
    let head = transaction.row(step).await?.ok_or_else(no_head)?;
    let (number, previous) = (head.int(0)?, head.bytes(1)?);
    let words = cut(happened.words);
    let salt = if words.is_empty() { [0; SALT_BYTES] } else { association.random.bytes::<SALT_BYTES>() };
    let written = Written {
        number,
        at_ms: association.clock.now_ms(),
        happening: happened.happening.name().to_owned(),
        doer: cut(happened.doer.id),
        person: cut(happened.person),
        about: cut(happened.about),
        device: cut(happened.doer.device),
        words_digest: if words.is_empty() { Vec::new() } else { words_digest(&salt, &words) },
    };
    let hash = written.hash(&previous);
    transaction.execute(insert(&written, &hash)).await?;
    if !words.is_empty() {
        let mut beside = Fragment::new("INSERT INTO audit_words (number, salt, words) VALUES (");
        beside.int_arg(number).push(", ").bind(Arg::Bytes(salt.to_vec())).push(", ").text_arg(&words).push(")");
        transaction.execute(beside).await?;
    }
    let mut seal = Fragment::new("UPDATE audit_head SET hash = ");
    seal.bind(Arg::Bytes(hash.to_vec())).push(", seal = ");
    seal.bind(Arg::Bytes(association.mark(HEAD_SEAL, &head_facts(number, &hash)).to_vec())).push(" WHERE id = 1");
    transaction.execute(seal).await?;
    Ok(())
}

/// Gives a log its first entry, if it has none.
pub(in crate::storage) async fn begin(association: &Association) -> Result<(), DatabaseError> {
    let head = association.database().row(Fragment::new("SELECT number FROM audit_head WHERE id = 1")).await?;
    if head.as_ref().map(|head| head.int(0)).transpose()?.is_some_and(|number| number > 0) {
        return Ok(());
    }
    let mut transaction = association.begin().await?;
    let mut first = Fragment::new("INSERT INTO audit_head (id, number, hash, seal) VALUES (1, 0, ");
    first.bind(Arg::Bytes(vec![0; HASH_BYTES])).push(", ").bind(Arg::Bytes(Vec::new()));
    first.push(") ON CONFLICT (id) DO NOTHING");
    transaction.execute(first).await?;
    note(association, &mut transaction, &Note::new(Happening::LogBegun, Doer::HOST)).await?;
    transaction.commit().await
}

fn insert(written: &Written, hash: &[u8]) -> Fragment {
    let mut insert = Fragment::new(
        "INSERT INTO audit_entry (number, at_ms, happening, doer, person, about, device, words_digest, hash) VALUES (",
    );
    insert.int_arg(written.number).push(", ").int_arg(written.at_ms);
    for text in [&written.happening, &written.doer, &written.person, &written.about, &written.device] {
        insert.push(", ").text_arg(text);
    }
    insert
        .push(", ")
        .bind(Arg::Bytes(written.words_digest.clone()))
        .push(", ")
        .bind(Arg::Bytes(hash.to_vec()))
        .push(")");
    insert
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(limits::AUDIT_CHARS_MAX).collect()
}

pub(super) fn no_head() -> DatabaseError {
    DatabaseError::Internal("the audit log has no head".to_owned())
}
