//! The check of stored bytes: every chunk of every segment is authenticated, slowly, again and again.
//!
//! A pass goes through the lists in the order of their keys and keeps its place in the database, so that a restart goes
//! on. What is found damaged stays in a table until a later pass finds it whole or gone.

use std::sync::Arc;
use std::time::Duration;

use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;
use veillee_vault::{ContentId, Segment, SegmentId, VaultError, open_segment};

use super::forget::CollectError;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Record};

/// What one pass has seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScrubPass {
    pub began_ms: Millis,
    /// 0 while the pass is under way.
    pub ended_ms: Millis,
    pub segments: u64,
    pub bytes: u64,
}

/// One step of a pass.
#[derive(Clone, Copy, Debug)]
pub struct ScrubStep {
    pub pass: ScrubPass,
    /// Clear bytes that this step read.
    pub bytes: u64,
    pub damaged: u64,
}

/// A segment that cannot be given back as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The name of its file; of none, when it lies in the database.
    pub segment: String,
    /// `missing`, `damaged` or `unreadable`.
    pub kind: String,
    pub found_ms: Millis,
    /// The objects that hold it.
    pub objects: Vec<String>,
}

struct Listed {
    content: ContentId,
    position: i64,
    segment: Segment,
    key_sealed: Vec<u8>,
}

/// Checks on for ever, one association after the other, so that the pace is that of the whole host.
pub async fn scrub_slowly(associations: impl Fn() -> Vec<Arc<Association>>) {
    loop {
        // A start has better things to do.
        tokio::time::sleep(Duration::from_millis(limits::SCRUB_REST_MS)).await;
        for association in associations() {
            if let Err(error) = association.scrub_if_due().await {
                tracing::warn!(association = %association.id, %error, "the check of stored bytes goes on later");
            }
        }
    }
}

impl Association {
    /// Goes on with the pass under way, or begins one when the last is old enough, at a small pace.
    async fn scrub_if_due(&self) -> Result<(), CollectError> {
        let (running, last) = self.scrub_state().await?;
        let due_ms = last.began_ms.saturating_add(limits::SCRUB_EVERY_MS);
        if running.is_none() && last.ended_ms > 0 && self.clock.now_ms() < due_ms {
            return Ok(());
        }
        loop {
            let step = self.scrub_step().await?;
            if step.pass.ended_ms > 0 {
                return Ok(());
            }
            let pause_ms = (step.bytes * 1000 / limits::SCRUB_BYTES_PER_SECOND).max(limits::SCRUB_PAUSE_MS);
            tokio::time::sleep(Duration::from_millis(pause_ms)).await;
        }
    }

    /// A whole pass from the start at once; `each` hears of every step and says whether to go on. What is left goes on at
    /// the small pace.
    pub async fn scrub_now(&self, mut each: impl FnMut(&ScrubStep) -> bool + Send) -> Result<ScrubPass, CollectError> {
        self.database.execute(Fragment::new("UPDATE scrub SET began_ms = 0")).await?;
        loop {
            let step = self.scrub_step().await?;
            if !each(&step) || step.pass.ended_ms > 0 {
                return Ok(step.pass);
            }
        }
    }

    /// The next few segments; begins a pass when none is under way, ends it behind the last segment.
    pub async fn scrub_step(&self) -> Result<ScrubStep, CollectError> {
        let (pass, content, position) = self.scrub_place().await?;
        let listed = self.listed_after(&content, position).await?;
        let mut step = ScrubStep { pass, bytes: 0, damaged: 0 };
        for one in &listed {
            step.damaged += u64::from(!self.check(one).await?);
            step.bytes += one.segment.clear_bytes;
        }
        step.pass.segments += listed.len() as u64;
        step.pass.bytes += step.bytes;
        if let Some(last) = listed.last() {
            let mut update = Fragment::new("UPDATE scrub SET content = ");
            update.bind(Arg::Bytes(last.content.to_vec())).push(", position = ").int_arg(last.position);
            update.push(", segments = ").int_arg(signed(step.pass.segments));
            update.push(", bytes = ").int_arg(signed(step.pass.bytes));
            self.database.execute(update).await?;
        } else {
            step.pass.ended_ms = self.clock.now_ms().max(1);
            self.end_pass(&step.pass).await?;
        }
        Ok(step)
    }

    /// The pass under way, if any, and the last whole one.
    pub async fn scrub_state(&self) -> Result<(Option<ScrubPass>, ScrubPass), DatabaseError> {
        let select = Fragment::new(
            "SELECT began_ms, segments, bytes, last_began_ms, last_ended_ms, last_segments, last_bytes FROM scrub",
        );
        let Some(row) = self.database().row(select).await? else { return Ok((None, ScrubPass::default())) };
        let running = ScrubPass { began_ms: row.int(0)?, ended_ms: 0, segments: row.count(1)?, bytes: row.count(2)? };
        let last =
            ScrubPass { began_ms: row.int(3)?, ended_ms: row.int(4)?, segments: row.count(5)?, bytes: row.count(6)? };
        Ok(((running.began_ms > 0).then_some(running), last))
    }

    /// What was found damaged and not healed since, the newest first.
    pub async fn damages(&self) -> Result<Vec<Damage>, DatabaseError> {
        let select = Fragment::new(format!(
            "SELECT segment, kind, found_ms, content FROM scrub_damage ORDER BY found_ms DESC, segment LIMIT {}",
            limits::DAMAGES_SHOWN_MAX
        ));
        let mut damages = Vec::new();
        for row in self.database().rows(select).await? {
            let mut holders = Fragment::new("SELECT object FROM blob WHERE content = ");
            holders.bind(Arg::Bytes(row.bytes(3)?)).push(" ORDER BY object LIMIT 10");
            let objects = self.database().rows(holders).await?;
            damages.push(Damage {
                segment: data_encoding::HEXLOWER.encode(&row.bytes(0)?),
                kind: row.text(1)?,
                found_ms: row.int(2)?,
                objects: objects.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?,
            });
        }
        Ok(damages)
    }

    /// How many segments were found damaged and not healed since, up to [`limits::DAMAGES_SHOWN_MAX`].
    pub async fn damage_count(&self) -> Result<usize, DatabaseError> {
        let select = Fragment::new(format!("SELECT position FROM scrub_damage LIMIT {}", limits::DAMAGES_SHOWN_MAX));
        Ok(self.database().rows(select).await?.len())
    }

    /// Where the pass under way stands; a new one begins before the first segment.
    async fn scrub_place(&self) -> Result<(ScrubPass, Vec<u8>, i64), DatabaseError> {
        let select = Fragment::new("SELECT began_ms, segments, bytes, content, position FROM scrub WHERE began_ms > 0");
        if let Some(row) = self.database().row(select).await? {
            let (began_ms, segments, bytes) = (row.int(0)?, row.count(1)?, row.count(2)?);
            return Ok((ScrubPass { began_ms, ended_ms: 0, segments, bytes }, row.bytes(3)?, row.int(4)?));
        }
        let began_ms = self.clock.now_ms().max(1);
        let mut begin = Fragment::new(
            "INSERT INTO scrub (id, began_ms, content, position, segments, bytes, last_began_ms, last_ended_ms, \
             last_segments, last_bytes) VALUES (1, ",
        );
        begin.int_arg(began_ms).push(", ").bind(Arg::Bytes(Vec::new())).push(", 0, 0, 0, 0, 0, 0, 0)");
        begin.push(" ON CONFLICT (id) DO UPDATE SET began_ms = excluded.began_ms, content = excluded.content, ");
        begin.push("position = 0, segments = 0, bytes = 0");
        self.database.execute(begin).await?;
        Ok((ScrubPass { began_ms, ..ScrubPass::default() }, Vec::new(), 0))
    }

    async fn listed_after(&self, content: &[u8], position: i64) -> Result<Vec<Listed>, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT s.content, s.position, s.id, s.clear_bytes, c.key_sealed FROM segment s \
             JOIN content c ON c.id = s.content WHERE (s.content, s.position) > (",
        );
        select.bind(Arg::Bytes(content.to_vec())).push(", ").int_arg(position);
        select.push(&format!(") ORDER BY s.content, s.position LIMIT {}", limits::SCRUB_BATCH));
        self.database().rows(select).await?.iter().map(listed).collect()
    }

    /// Whether a segment is whole; what is not is written down, what is whole again is struck off.
    async fn check(&self, listed: &Listed) -> Result<bool, CollectError> {
        let kind = match self.authenticate(listed).await {
            Ok(()) => None,
            Err(VaultError::Missing) => Some("missing"),
            Err(VaultError::Damaged) => Some("damaged"),
            Err(error) => {
                tracing::warn!(association = %self.id, segment = %listed.segment.id, %error, "a segment cannot be read");
                Some("unreadable")
            }
        };
        let id = || Arg::Bytes(listed.segment.id.as_bytes().to_vec());
        let Some(kind) = kind else {
            let mut known = Fragment::new("SELECT 1 FROM scrub_damage WHERE segment = ");
            known.bind(id());
            if self.database().row(known).await?.is_some() {
                let mut heal = Fragment::new("DELETE FROM scrub_damage WHERE segment = ");
                heal.bind(id());
                self.database.execute(heal).await?;
            }
            return Ok(true);
        };
        // It may have been forgotten while it was read.
        let mut note =
            Fragment::new("INSERT INTO scrub_damage (segment, content, position, kind, found_ms) SELECT id, ");
        note.push("content, position, ").text_arg(kind).push(", ").int_arg(self.clock.now_ms());
        note.push(" FROM segment WHERE id = ").bind(id());
        note.push(" ON CONFLICT (segment) DO UPDATE SET kind = excluded.kind");
        let noted = self.database.execute(note).await? > 0;
        if noted {
            tracing::error!(association = %self.id, segment = %listed.segment.id, kind, "stored bytes are lost");
        }
        Ok(!noted)
    }

    async fn authenticate(&self, listed: &Listed) -> Result<(), VaultError> {
        let key = self.key.unwrap(&listed.key_sealed, &listed.content).map_err(|_| VaultError::Damaged)?;
        let sealed = self.segments().fetch(&listed.segment).await?;
        let number = u32::try_from(listed.position).map_err(|_| VaultError::Damaged)?;
        let (content, segment) = (listed.content, listed.segment);
        tokio::task::spawn_blocking(move || open_segment(&key, &content, number, segment, sealed)).await??;
        Ok(())
    }

    async fn end_pass(&self, pass: &ScrubPass) -> Result<(), DatabaseError> {
        let mut transaction = self.begin().await?;
        let mut update = Fragment::new("UPDATE scrub SET began_ms = 0, last_began_ms = ");
        update.int_arg(pass.began_ms).push(", last_ended_ms = ").int_arg(pass.ended_ms);
        update.push(", last_segments = ").int_arg(signed(pass.segments));
        update.push(", last_bytes = ").int_arg(signed(pass.bytes));
        transaction.execute(update).await?;
        let gone =
            "DELETE FROM scrub_damage WHERE NOT EXISTS (SELECT 1 FROM segment s WHERE s.id = scrub_damage.segment)";
        transaction.execute(Fragment::new(gone)).await?;
        transaction.commit().await
    }
}

fn listed(row: &Record) -> Result<Listed, DatabaseError> {
    let malformed = |_| DatabaseError::Internal("a segment has a malformed id".to_owned());
    let id: [u8; 16] = row.bytes(2)?.try_into().map_err(malformed)?;
    Ok(Listed {
        content: row.bytes(0)?.try_into().map_err(malformed)?,
        position: row.int(1)?,
        segment: Segment { id: SegmentId::from_bytes(id), clear_bytes: row.count(3)? },
        key_sealed: row.bytes(4)?,
    })
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
