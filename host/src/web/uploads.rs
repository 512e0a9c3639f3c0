//! Files of a plain form: streamed straight into sealed segments. The guest gets a choice, never a byte.
//!
//! Rights come first: the host's upload control prints a token that names container, collection and blob, sealed for this
//! session, before the file input. Without it, or when the caller may not create there, no byte of a file is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use axum::body::Body;
use multer::{Constraints, Field, Multipart, SizeLimit};
use veillee_engine::types::Choice;

use super::arrival::Arrival;
use super::error::PageError;
use super::forms::{Pairs, whole_text};
use super::upload_target;
use crate::limits;
use crate::plugin::{MediaType, SNIFF_BYTES, sniff};
use crate::storage::blobs::Arriving;
use crate::storage::objects::ArrivedFile;
use crate::storage::quota::{self, Room};
use crate::storage::shape::BlobShape;
use crate::storage::uploads::UploadError;

/// What a form with files brought.
#[derive(Default)]
pub struct Brought {
    pub form: Pairs,
    pub choices: Vec<(String, Choice)>,
    pub files: BTreeMap<(usize, u32), ArrivedFile>,
    /// Files that were refused, each with a sentence for the person.
    pub refused: Vec<String>,
    /// What the owner of the target may still take in; none without a limit.
    room: Option<Room>,
    /// Uploads that the form named, by their digest: each counts once.
    uploaded: BTreeSet<Vec<u8>>,
}

/// Names a file that came before the form; see [`take_uploaded`].
const UPLOADED_FIELD: &str = "veillee-uploaded";

/// Reads the whole form. When it ends early, what had arrived is thrown away by the caller of this function.
pub async fn read(
    arrival: &Arrival,
    service: &str,
    body: Body,
    boundary: String,
    brought: &mut Brought,
) -> Result<(), PageError> {
    let size = SizeLimit::new().per_field(limits::FILE_BYTES_MAX);
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, Constraints::new().size_limit(size));
    let mut text_bytes = 0;
    let mut target = None;
    while let Some(part) = patient(parts.next_field()).await? {
        let Some(name) = part.name().map(str::to_owned) else { return Err(PageError::BadRequest) };
        if part.file_name().is_none() {
            let value = text(part, &mut text_bytes).await?;
            if name == upload_target::FIELD {
                let (blob, room) = may_upload(arrival, service, &value).await?;
                (target, brought.room) = (Some(blob), room);
            } else if name == UPLOADED_FIELD {
                take_uploaded(arrival, service, &value, brought).await?;
            } else if brought.form.len() < limits::FORM_FIELDS_MAX {
                brought.form.push((name, value));
            } else {
                return Err(PageError::TooLarge);
            }
            continue;
        }
        let Some(blob) = &target else { return Err(PageError::FormExpired) };
        let received = receive(arrival, &name, part, blob, brought).await;
        if matches!(received, Err(PageError::OverQuota(_))) {
            // To its end, so that the browser hears the answer instead of a cut line.
            while patient(parts.next_field()).await?.is_some() {}
        }
        received?;
    }
    Ok(())
}

/// Opens the control's token and asks whether this caller may create there, before any byte of a file is read.
async fn may_upload(arrival: &Arrival, service: &str, token: &str) -> Result<(BlobShape, Option<Room>), PageError> {
    let target = upload_target::open(arrival, token).filter(|target| target.service == service);
    let target = target.ok_or(PageError::FormExpired)?;
    let blob = upload_target::ask(arrival, &arrival.visit, &target).await?.blob;
    let association = &arrival.site.association;
    let holder = association.moment().shapes.of(&target.into).cloned().ok_or(PageError::NotFound)?;
    let owner = quota::owner_of(&mut association.database(), &holder, &target.into).await?;
    Ok((blob, association.room(&owner.ok_or(PageError::NotFound)?).await?))
}

async fn text(mut part: Field<'_>, text_bytes: &mut usize) -> Result<String, PageError> {
    let mut bytes = Vec::new();
    while let Some(piece) = patient(part.chunk()).await? {
        *text_bytes += piece.len();
        if *text_bytes > limits::FORM_BYTES_MAX {
            return Err(PageError::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    whole_text(String::from_utf8(bytes).map_err(|_| PageError::BadRequest)?)
}

async fn receive(
    arrival: &Arrival,
    control: &str,
    part: Field<'_>,
    blob: &BlobShape,
    brought: &mut Brought,
) -> Result<(), PageError> {
    let name = clean_name(part.file_name().unwrap_or_default());
    // A browser sends one nameless empty part when nothing was chosen.
    let place = choice_place(brought, control);
    has_room(arrival, brought)?;
    match store(arrival, part, blob, brought.room.as_ref()).await? {
        Stored::Kept { content, media_type } => {
            if let Some(room) = &mut brought.room {
                room.left_bytes -= content.size_bytes().min(room.left_bytes);
            }
            put(brought, place, ArrivedFile { name, media_type: media_type.0.to_owned(), content });
        }
        Stored::Empty if name.is_empty() => {}
        refused => brought.refused.push(sentence(arrival, &name, &refused, blob)),
    }
    Ok(())
}

/// Takes a file that came before this form, in pieces: `CONTROL=ID` names the control it was chosen in and its upload.
/// The guest gets it as if it had come with the form.
async fn take_uploaded(arrival: &Arrival, service: &str, value: &str, brought: &mut Brought) -> Result<(), PageError> {
    let (control, id) = value.split_once('=').ok_or(PageError::BadRequest)?;
    let holders = upload_target::holders(arrival, &arrival.visit);
    let (upload, content) = match arrival.site.association.whole_upload(id, &holders).await {
        Ok(found) if found.0.target.service == service => found,
        Ok(_) | Err(UploadError::NotFound | UploadError::Gone) => {
            brought.refused.push(arrival.words().say("upload-gone"));
            return Ok(());
        }
        Err(error) => return Err(super::tus::page_error(error)),
    };
    upload_target::ask(arrival, &arrival.visit, &upload.target).await?;
    if brought.uploaded.insert(upload.digest.clone()) {
        let place = choice_place(brought, control);
        has_room(arrival, brought)?;
        let media_type = upload.media_type.clone().unwrap_or_default();
        put(brought, place, ArrivedFile { name: upload.file_name.clone(), media_type, content });
    }
    Ok(())
}

/// Takes the uploads that a form without files names out of its fields.
pub async fn take_named(arrival: &Arrival, service: &str, brought: &mut Brought) -> Result<(), PageError> {
    let form = std::mem::take(&mut brought.form);
    let (named, form): (Pairs, Pairs) = form.into_iter().partition(|(name, _)| name == UPLOADED_FIELD);
    brought.form = form;
    for (_, value) in named {
        take_uploaded(arrival, service, &value, brought).await?;
    }
    Ok(())
}

fn has_room(arrival: &Arrival, brought: &mut Brought) -> Result<(), PageError> {
    if brought.files.len() < limits::FORM_FILES_MAX {
        return Ok(());
    }
    let most = u64::try_from(limits::FORM_FILES_MAX).unwrap_or(0);
    brought.refused.push(arrival.words().say_with("upload-too-many", &[("most", most.into())]));
    Err(PageError::Invalid(brought.refused.join(" ")))
}

fn put(brought: &mut Brought, place: usize, file: ArrivedFile) {
    let files = &mut brought.choices[place].1.files;
    let index = u32::try_from(files.len()).unwrap_or(u32::MAX);
    files.push((file.name.clone(), file.content.size_bytes()));
    brought.files.insert((place, index), file);
}

fn choice_place(brought: &mut Brought, control: &str) -> usize {
    if let Some(place) = brought.choices.iter().position(|(name, _)| name == control) {
        return place;
    }
    brought.choices.push((control.to_owned(), Choice::default()));
    brought.choices.len() - 1
}

enum Stored {
    Kept { content: crate::storage::blobs::ArrivedContent, media_type: MediaType },
    Empty,
    WrongType,
    TooLarge,
}

async fn store(
    arrival: &Arrival,
    mut part: Field<'_>,
    blob: &BlobShape,
    room: Option<&Room>,
) -> Result<Stored, PageError> {
    let mut start = Vec::new();
    let mut ended = false;
    while start.len() < SNIFF_BYTES && !ended {
        match patient(part.chunk()).await? {
            Some(piece) => start.extend_from_slice(&piece),
            None => ended = true,
        }
    }
    if start.is_empty() {
        return Ok(Stored::Empty);
    }
    let media_type = sniff(&start);
    if !blob.takes(media_type.0) {
        drain(part).await?;
        return Ok(Stored::WrongType);
    }
    let mut arriving = arrival.site.association.arrive();
    let most = Most { file_bytes: blob.max_bytes, room };
    match pour(&mut part, &mut arriving, &start, &most).await {
        Ok(true) => Ok(Stored::Kept { content: arriving.finish().await?, media_type }),
        Ok(false) => {
            arriving.abandon().await;
            drain(part).await?;
            Ok(Stored::TooLarge)
        }
        Err(error) => {
            arriving.abandon().await;
            Err(error)
        }
    }
}

/// What a file may weigh: as a file of its kind, and by the room that is left.
struct Most<'a> {
    file_bytes: u64,
    room: Option<&'a Room>,
}

impl Most<'_> {
    /// Whether so many bytes are still a file of its kind; an error where there is no room for them.
    fn allows(&self, size_bytes: u64) -> Result<bool, PageError> {
        match self.room {
            _ if size_bytes > self.file_bytes => Ok(false),
            Some(room) if size_bytes > room.left_bytes => Err(PageError::OverQuota(room.budget.clone())),
            _ => Ok(true),
        }
    }
}

/// Whether the file fits.
async fn pour(part: &mut Field<'_>, arriving: &mut Arriving, start: &[u8], most: &Most<'_>) -> Result<bool, PageError> {
    let mut size_bytes = start.len() as u64;
    if !most.allows(size_bytes)? {
        return Ok(false);
    }
    arriving.write(start).await?;
    while let Some(piece) = patient(part.chunk()).await? {
        size_bytes += piece.len() as u64;
        if !most.allows(size_bytes)? {
            return Ok(false);
        }
        arriving.write(&piece).await?;
    }
    Ok(true)
}

/// Reads a refused file to its end, so that the browser hears the answer instead of a cut line.
async fn drain(mut part: Field<'_>) -> Result<(), PageError> {
    while patient(part.chunk()).await?.is_some() {}
    Ok(())
}

/// Waits for what comes next, but not for ever.
pub(super) async fn patient<T>(next: impl Future<Output = Result<T, multer::Error>>) -> Result<T, PageError> {
    let patience = Duration::from_millis(limits::UPLOAD_IDLE_MS);
    match tokio::time::timeout(patience, next).await {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. })) => {
            Err(PageError::TooLarge)
        }
        Ok(Err(_)) | Err(_) => Err(PageError::BadRequest),
    }
}

fn sentence(arrival: &Arrival, name: &str, refused: &Stored, blob: &BlobShape) -> String {
    let words = arrival.words();
    let name = if name.is_empty() { "?" } else { name };
    match refused {
        Stored::Empty => words.say_with("upload-empty", &[("name", name.into())]),
        Stored::WrongType | Stored::Kept { .. } => words.say_with("upload-wrong-type", &[("name", name.into())]),
        Stored::TooLarge => {
            let most = words.size(blob.max_bytes);
            words.say_with("upload-too-large", &[("name", name.into()), ("most", most.as_str().into())])
        }
    }
}

/// The last part of a path, without control and direction characters, at most 120 characters.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let hidden = |c: &char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    let cleaned: String = last.chars().filter(|c| !hidden(c)).collect();
    let trimmed = cleaned.trim().trim_start_matches('.');
    trimmed.chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn a_file_name_is_a_name_and_nothing_else() {
        assert_eq!(clean_name("été à la mer.jpg"), "été à la mer.jpg");
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name("C:\\photos\\mer.jpg"), "mer.jpg");
        assert_eq!(clean_name("a\0b\r\nc.jpg"), "abc.jpg");
        assert_eq!(clean_name("gpj.\u{202E}exe.jpg"), "gpj.exe.jpg");
        assert_eq!(clean_name("...."), "");
        assert_eq!(clean_name(&"x".repeat(300)).chars().count(), 120);
    }
}
