use sha2::{Digest as _, Sha256};
use veillee_engine::{CallLimits, Codec, Failure, Judged, Made, PictureFacts, Wanted};

use super::jpeg_check::check_jpeg;
use crate::limits;
use crate::storage::pictures::{CleanCopy, EditList, Facts};

pub(super) const JPEG: &str = "image/jpeg";

/// What a codec said of a picture, as far as it could be checked.
#[derive(Default)]
pub struct Examination {
    pub facts: Option<Facts>,
    /// Renditions by name: JPEGs that are what they say.
    pub made: Vec<(String, Vec<u8>)>,
    pub clean: Option<CleanCopy>,
    /// Why something is missing.
    pub trouble: Option<Trouble>,
    pub peak_memory_bytes: usize,
}

/// One sentence, and whether another try may help: a codec is a function of the bytes, so mostly not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    Never(String),
    Later(String),
}

impl Trouble {
    pub fn sentence(&self) -> &str {
        let (Self::Never(sentence) | Self::Later(sentence)) = self;
        sentence
    }
}

/// Asks for facts, for the renditions wanted, and for the way to a clean copy, each in a fresh instance.
pub async fn examine(
    codec: &Codec,
    call: &CallLimits,
    bytes: &[u8],
    media_type: &str,
    wanted: Vec<(String, u32)>,
) -> Examination {
    let mut found = Examination::default();
    match answer(&mut found, codec.probe(bytes, call).await).and_then(|facts| checked_facts(facts, media_type)) {
        Ok(facts) => found.facts = Some(facts),
        Err(trouble) => {
            found.trouble = Some(trouble);
            return found;
        }
    }
    let asked: Vec<Wanted> =
        wanted.iter().map(|(_, side)| Wanted { max_side_px: *side, media_type: JPEG.to_owned() }).collect();
    match answer(&mut found, codec.render(bytes, &asked, call).await).and_then(|made| checked_pictures(made, wanted)) {
        Ok(made) => found.made = made,
        Err(trouble) => found.trouble = Some(trouble),
    }
    match strip(&mut found, codec, call, bytes).await {
        Ok(clean) => found.clean = Some(clean),
        Err(trouble) => found.trouble = found.trouble.or(Some(trouble)),
    }
    found
}

/// The picture without what it says beside itself.
pub(super) async fn clean(codec: &Codec, call: &CallLimits, bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    let copy = strip(&mut Examination::default(), codec, call, bytes).await?;
    copy.edits.apply(bytes).ok_or_else(|| Trouble::Never("it cannot be put together".to_owned()))
}

async fn strip(found: &mut Examination, codec: &Codec, call: &CallLimits, bytes: &[u8]) -> Result<CleanCopy, Trouble> {
    let edits = answer(found, codec.strip(bytes, call).await)?;
    let edits = edits.into_iter().map(|edit| (edit.offset_bytes, edit.length_bytes, edit.replacement));
    clean_copy(edits.collect(), bytes)
}

pub(super) fn answer<T>(found: &mut Examination, judged: Judged<T>) -> Result<T, Trouble> {
    found.peak_memory_bytes = found.peak_memory_bytes.max(judged.peak_memory_bytes);
    match judged.outcome {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(sentence)) => Err(Trouble::Never(sentence)),
        Err(failure) => {
            tracing::warn!(kind = failure.kind(), detail = failure.detail(), "a codec failed");
            Err(match failure {
                Failure::Deadline { .. } => Trouble::Later("the codec took too long".to_owned()),
                Failure::NoRoom { .. } => Trouble::Later("no room for the codec was free".to_owned()),
                Failure::Memory { .. } => Trouble::Never("the codec needed more memory than it may have".to_owned()),
                _ => Trouble::Never("the codec stopped by a fault of its own".to_owned()),
            })
        }
    }
}

fn checked_facts(facts: PictureFacts, media_type: &str) -> Result<Facts, Trouble> {
    let taken = facts.taken.filter(|taken| is_moment(taken));
    if facts.kind != media_type || facts.width_px == 0 || facts.height_px == 0 {
        return Err(Trouble::Never("the codec took the picture for another".to_owned()));
    }
    Ok(Facts { width_px: facts.width_px, height_px: facts.height_px, frames: facts.frames.max(1), taken })
}

/// `2026-05-03T14:05:09`
fn is_moment(text: &str) -> bool {
    let digit_or = |(place, byte): (usize, u8)| match place {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    text.len() == limits::TAKEN_CHARS_MAX && text.bytes().enumerate().all(digit_or)
}

pub(super) fn checked_pictures(made: Vec<Made>, wanted: Vec<(String, u32)>) -> Result<Vec<(String, Vec<u8>)>, Trouble> {
    if made.len() != wanted.len() {
        return Err(Trouble::Never("the codec made another number of pictures than was wanted".to_owned()));
    }
    let mut checked = Vec::with_capacity(made.len());
    for (made, (name, max_side_px)) in made.into_iter().zip(wanted) {
        check_jpeg(&made.bytes, made.width_px, made.height_px, max_side_px)
            .map_err(|problem| Trouble::Never(format!("the rendition `{name}` is refused: {problem}")))?;
        checked.push((name, made.bytes));
    }
    Ok(checked)
}

fn clean_copy(edits: Vec<(u64, u64, Vec<u8>)>, bytes: &[u8]) -> Result<CleanCopy, Trouble> {
    let refused = |reason: String| Trouble::Never(format!("the clean copy is refused: {reason}"));
    let edits = EditList::new(edits, bytes.len() as u64).map_err(|error| refused(error.to_string()))?;
    let clean = edits.apply(bytes).ok_or_else(|| refused("it cannot be put together".to_owned()))?;
    Ok(CleanCopy { edits, sha_256: Sha256::digest(&clean).into(), crc_32: crc32fast::hash(&clean) })
}

#[cfg(test)]
mod tests {
    use super::is_moment;

    #[test]
    fn a_moment_is_one_of_a_camera_and_nothing_else() {
        assert!(is_moment("2026-05-03T14:05:09"));
        for wrong in ["", "2026-05-03 14:05:09", "2026-05-03T14:05:0é", "<b>6-05-03T14:05:09", "2026-05-03T14:05:09Z"]
        {
            assert!(!is_moment(wrong), "{wrong}");
        }
    }
}
