use std::sync::Arc;
use std::time::Duration;

use tokio::sync::OwnedSemaphorePermit;
use tokio::task::JoinSet;

use super::{Codecs, Examination, Trouble};
use crate::limits;
use crate::storage::Association;
use crate::storage::objects::ObjectError;
use crate::storage::pictures::{DuePicture, Examined, Kept, MadeRendition, Next};
use crate::words::plain_line;

/// Makes the pictures of one association, for as long as it is polled. Costs nothing while there are none: it sleeps until
/// a blob arrives, a codec is installed or something comes due. One place is taken for each picture, in the order of
/// asking, so that a thousand photos of one association do not keep another's waiting.
pub async fn attend(codecs: Arc<Codecs>, association: Arc<Association>) {
    let mut installed = codecs.installed.subscribe();
    let mut running = JoinSet::new();
    if let Err(error) = association.release_pictures().await {
        tracing::warn!(association = %association.id, %error, "claims of an earlier run stay until they end");
    }
    loop {
        let nap = match next(&codecs, &association).await {
            Ok(Turn::Work(due, place)) => {
                running.spawn(work(codecs.clone(), association.clone(), *due, place));
                continue;
            }
            Ok(Turn::Rest(nap)) => nap,
            Ok(Turn::Stop) => return,
            Err(error) => {
                tracing::warn!(association = %association.id, %error, "pictures wait for the database");
                Some(nap_until(limits::PICTURE_RETRY_MS))
            }
        };
        while running.try_join_next().is_some() {}
        tokio::select! {
            () = association.pictures_bell.notified() => {}
            changed = installed.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(nap.unwrap_or_default()), if nap.is_some() => {}
        }
    }
}

enum Turn {
    Work(Box<DuePicture>, OwnedSemaphorePermit),
    Rest(Option<Duration>),
    Stop,
}

/// A place first, a picture then: what waits for a place is nobody's yet.
async fn next(codecs: &Codecs, association: &Association) -> Result<Turn, ObjectError> {
    let Some(place) = codecs.place().await else { return Ok(Turn::Stop) };
    Ok(match association.next_picture(&codecs.media()).await? {
        Next::Picture(due) => Turn::Work(due, place),
        Next::At(at_ms) => Turn::Rest(Some(nap_until(at_ms.saturating_sub(association.clock.now_ms())))),
        Next::Nothing => Turn::Rest(None),
    })
}

/// Not for long: the clock of the machine may be moved.
fn nap_until(in_ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(in_ms).unwrap_or(0).clamp(1, limits::PICTURE_NAP_MS))
}

/// The place is given back at the end.
async fn work(codecs: Arc<Codecs>, association: Arc<Association>, due: DuePicture, _place: OwnedSemaphorePermit) {
    let outcome = match examined(&codecs, &association, &due).await {
        Ok(examined) => {
            if let Some(reason) = &examined.given_up {
                tracing::warn!(association = %association.id, object = due.object, reason, "a picture is given up");
            }
            association.keep_picture(&due, examined).await
        }
        Err(reason) => association.postpone_picture(&due, &reason).await.map(|()| Kept::Yes).map_err(ObjectError::from),
    };
    if let Err(error) = outcome {
        tracing::warn!(association = %association.id, object = due.object, %error, "what was made of a picture is not kept");
        // The claim ends by itself when this cannot be written either.
        association.postpone_picture(&due, &line(&due, &error.to_string())).await.ok();
    }
}

/// What to keep, or the reason for another try.
async fn examined(codecs: &Codecs, association: &Association, due: &DuePicture) -> Result<Examined, String> {
    let never = |sentence: &str| Examined { given_up: Some(line(due, sentence)), ..Examined::default() };
    if due.facts.size_bytes > limits::PICTURE_BYTES_MAX {
        let most = limits::PICTURE_BYTES_MAX / (1024 * 1024);
        return Ok(never(&format!("the file is larger than {most} MiB, and no picture is made of it")));
    }
    let media_type = due.facts.media_type.clone();
    let codec = codecs.codec(&media_type).ok_or_else(|| line(due, "its codec was taken away"))?;
    let bytes = due.facts.read_to_end(association).await.map_err(|error| line(due, &error.to_string()))?;
    let found = codecs.examine(codec, bytes, media_type, due.wanted.clone()).await;
    let found = found.ok_or_else(|| line(due, "the host stopped"))?;
    let found = codecs.turned(found, &due.wanted, due.turn).await.ok_or_else(|| line(due, "the host stopped"))?;
    let Examination { facts, made, clean, trouble, .. } = found;
    let given_up = match trouble {
        Some(Trouble::Later(sentence)) => return Err(line(due, &sentence)),
        Some(Trouble::Never(sentence)) => Some(line(due, &sentence)),
        None => None,
    };
    let mut sealed = Vec::with_capacity(made.len());
    for (name, bytes) in made {
        let content = seal(association, &bytes).await.map_err(|error| line(due, &error))?;
        sealed.push(MadeRendition { name, media_type: "image/jpeg", content });
    }
    Ok(Examined { facts, made: sealed, clean, given_up })
}

async fn seal(association: &Association, bytes: &[u8]) -> Result<crate::storage::blobs::ArrivedContent, String> {
    let mut arriving = association.arrive();
    match arriving.write(bytes).await {
        Ok(()) => arriving.finish().await.map_err(|error| error.to_string()),
        Err(error) => {
            arriving.abandon().await;
            Err(error.to_string())
        }
    }
}

/// A sentence that names the file.
fn line(due: &DuePicture, sentence: &str) -> String {
    plain_line(&format!("{}: {sentence}", due.facts.file_name), limits::PICTURE_REASON_CHARS_MAX)
}
