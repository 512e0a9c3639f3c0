use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use multer::{Constraints, Field, Multipart, SizeLimit};

use super::draft::Draft;
use super::{administrator, done, page};
use crate::limits;
use crate::plugin::codecs::{Codecs, NotClean, Trouble};
use crate::plugin::{SNIFF_BYTES, sniff};
use crate::storage::settings::Mark;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{FormKind, form_kind};
use crate::web::look::MARK_TYPES;
use crate::web::uploads::patient;
use crate::web::{form_token, settings};
use crate::words::Words;

pub const ACTION: &str = "settings-mark";
const REMOVE: &str = "remove";

/// Why a file is no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MarkError {
    Missing,
    Svg,
    Type,
    /// In bytes.
    Heavy,
    /// In pixels.
    Wide,
    /// Its parts do not fit together.
    Broken,
    /// Nothing here can take out what its file says beside the picture.
    NoCodec,
    /// Another try may help.
    Later,
}

/// `POST /-/settings/mark`
pub async fn submit(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let FormKind::Multipart(boundary) = form_kind(&headers)? else { return Err(PageError::BadRequest) };
    let (file, deed) = read(&arrival, body, boundary).await?;
    let words = arrival.words();
    if deed == REMOVE {
        settings::set_mark(&app, &arrival, None).await?;
        return Ok(done(&arrival, words.say("settings-mark-removed")));
    }
    match clean_mark(&app.codecs, file).await {
        Ok(mark) => {
            settings::set_mark(&app, &arrival, Some(mark)).await?;
            Ok(done(&arrival, words.say("settings-mark-saved")))
        }
        Err(error) => {
            let draft = Draft { mark_problem: Some(sentence(words, error)), ..Draft::of(&arrival.site) };
            page(&app, &arrival, StatusCode::UNPROCESSABLE_ENTITY, draft).await
        }
    }
}

/// The file and the deed. No byte of the file is read before the token is good, and none is kept beyond the limit: the
/// rest of a heavy one is read all the same, so that the browser hears the answer instead of a cut line.
async fn read(arrival: &Arrival, body: Body, boundary: String) -> Result<(Vec<u8>, String), PageError> {
    let whole = SizeLimit::new().whole_stream(limits::UPLOAD_DRAIN_BYTES as u64);
    let mut parts =
        Multipart::with_constraints(body.into_data_stream(), boundary, Constraints::new().size_limit(whole));
    let (mut file, mut deed, mut is_checked) = (Vec::new(), String::new(), false);
    while let Some(part) = patient(parts.next_field()).await? {
        let name = part.name().unwrap_or_default().to_owned();
        if !is_checked && name != form_token::TOKEN_FIELD {
            return Err(PageError::FormExpired);
        }
        let value = content(part).await?;
        match name.as_str() {
            form_token::TOKEN_FIELD => {
                form_token::check(arrival, ACTION, "", &String::from_utf8_lossy(&value))?;
                administrator(arrival)?;
                is_checked = true;
            }
            "mark" => file = value,
            "deed" => deed = String::from_utf8_lossy(&value).into_owned(),
            _ => {}
        }
    }
    if is_checked { Ok((file, deed)) } else { Err(PageError::FormExpired) }
}

/// At most one byte more than a mark may have.
async fn content(mut part: Field<'_>) -> Result<Vec<u8>, PageError> {
    let mut kept = Vec::new();
    while let Some(piece) = patient(part.chunk()).await? {
        let room = (limits::MARK_BYTES_MAX + 1).saturating_sub(kept.len());
        kept.extend_from_slice(piece.get(..room).unwrap_or(&piece));
    }
    Ok(kept)
}

/// A mark that says nothing of where, when and by whom it was taken: everybody sees it.
async fn clean_mark(codecs: &Codecs, file: Vec<u8>) -> Result<Mark, MarkError> {
    let mark = mark_of(file)?;
    let clean = codecs.clean(&mark.media_type, mark.content.to_vec()).await.map_err(|error| match error {
        NotClean::NoCodec => MarkError::NoCodec,
        NotClean::Trouble(Trouble::Never(_)) => MarkError::Broken,
        NotClean::Trouble(Trouble::Later(_)) => MarkError::Later,
    })?;
    // A codec may answer anything.
    mark_of(clean)
}

/// What a file is, by its bytes: its name and what the browser calls it count for nothing.
fn mark_of(file: Vec<u8>) -> Result<Mark, MarkError> {
    if file.is_empty() {
        return Err(MarkError::Missing);
    }
    let media_type = sniff(file.get(..SNIFF_BYTES).unwrap_or(&file)).0;
    if !MARK_TYPES.contains(&media_type) {
        return Err(if looks_like_svg(&file) { MarkError::Svg } else { MarkError::Type });
    }
    if file.len() > limits::MARK_BYTES_MAX {
        return Err(MarkError::Heavy);
    }
    let size = imagesize::blob_size(&file).map_err(|_| MarkError::Type)?;
    if size.width == 0 || size.height == 0 {
        return Err(MarkError::Type);
    }
    // A small file can unfold to a picture that fills the memory of every browser.
    let most = usize::try_from(limits::MARK_SIDE_PX_MAX).unwrap_or(usize::MAX);
    if size.width.max(size.height) > most {
        return Err(MarkError::Wide);
    }
    Ok(Mark { media_type: media_type.to_owned(), content: file.into() })
}

/// Enough to say the right sentence; it is refused either way.
fn looks_like_svg(file: &[u8]) -> bool {
    let start = file.get(..1_024).unwrap_or(file);
    String::from_utf8_lossy(start).to_lowercase().contains("<svg")
}

fn sentence(words: &Words, error: MarkError) -> String {
    match error {
        MarkError::Missing => words.say("settings-mark-missing"),
        MarkError::Svg => words.say("settings-mark-svg"),
        MarkError::Type => words.say("settings-mark-type"),
        MarkError::Heavy => {
            let most = words.size(limits::MARK_BYTES_MAX as u64);
            words.say_with("settings-mark-heavy", &[("most", most.as_str().into())])
        }
        MarkError::Broken => words.say("settings-mark-broken"),
        MarkError::NoCodec => words.say("settings-mark-no-codec"),
        MarkError::Later => words.say("settings-mark-later"),
        MarkError::Wide => words.say_with("settings-mark-wide", &[("side", limits::MARK_SIDE_PX_MAX.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The head of a PNG with these sides.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
        bytes.extend_from_slice(&width.to_be_bytes());
        bytes.extend_from_slice(&height.to_be_bytes());
        bytes.extend_from_slice(&[8, 6, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    #[test]
    fn a_mark_is_what_its_bytes_say() {
        assert_eq!(mark_of(png(512, 512)).unwrap().media_type, "image/png");
        for (file, error) in [
            (Vec::new(), MarkError::Missing),
            (b"<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>".to_vec(), MarkError::Svg),
            (b"<html><script>alert(1)</script>".to_vec(), MarkError::Type),
            (b"GIF89a\x01\0\x01\0".to_vec(), MarkError::Type),
            (b"\x89PNG\r\n\x1A\n<svg onload=alert(1)>".to_vec(), MarkError::Wide),
            (b"\xFF\xD8\xFF".to_vec(), MarkError::Type),
            (b"RIFF\0\0\0\0WEBP".to_vec(), MarkError::Type),
            (png(0, 10), MarkError::Type),
            (png(limits::MARK_SIDE_PX_MAX + 1, 1), MarkError::Wide),
            (png(1, u32::MAX), MarkError::Wide),
            ([png(10, 10), vec![0; limits::MARK_BYTES_MAX]].concat(), MarkError::Heavy),
        ] {
            let shown = String::from_utf8_lossy(&file[..file.len().min(40)]).into_owned();
            assert_eq!(mark_of(file).err(), Some(error), "{shown}");
        }
    }
}
