//! Pictures that a person turned: the original stays as it is, what was made of it is turned.
//!
//! The host decodes nothing. It writes the turn into the made JPEG, as a camera would (TIFF 6.0, "Orientation"), and asks the
//! codec for JPEG to make the same picture upright.

use veillee_engine::{CallLimits, Wanted};

use super::examine::{JPEG, answer, checked_pictures};
use super::{Codecs, Examination, LoadedCodec, Trouble};

/// The orientation that a viewer undoes by a quarter, a half and three quarters of a turn to the right.
const ORIENTATIONS: [u8; 4] = [1, 6, 3, 8];

impl Codecs {
    /// What a codec made, turned to the right by so many quarters. None when the host stops.
    pub(super) async fn turned(
        &self,
        mut found: Examination,
        wanted: &[(String, u32)],
        turn: u8,
    ) -> Option<Examination> {
        let orientation = ORIENTATIONS[usize::from(turn % 4)];
        if orientation == 1 || found.made.is_empty() {
            return Some(found);
        }
        if let Some(facts) = &mut found.facts
            && turn % 2 == 1
        {
            (facts.width_px, facts.height_px) = (facts.height_px, facts.width_px);
        }
        let Some(codec) = self.codec(JPEG) else {
            found.made = Vec::new();
            found.trouble = Some(Trouble::Later("no codec turns pictures".to_owned()));
            return Some(found);
        };
        let wanted = wanted.to_vec();
        self.threads.run(async move { turn_all(&codec, found, &wanted, orientation).await }).await
    }
}

async fn turn_all(
    codec: &LoadedCodec,
    mut found: Examination,
    wanted: &[(String, u32)],
    orientation: u8,
) -> Examination {
    let mut turned = Vec::new();
    for (name, bytes) in std::mem::take(&mut found.made) {
        let side = wanted.iter().find(|(wanted, _)| *wanted == name).map_or(0, |(_, side)| *side);
        let asked = [Wanted { max_side_px: side, media_type: JPEG.to_owned() }];
        let judged = codec.codec.render(&with_orientation(&bytes, orientation), &asked, &CallLimits::codec()).await;
        let made = answer(&mut found, judged).and_then(|made| checked_pictures(made, vec![(name, side)]));
        match made {
            Ok(made) => turned.extend(made),
            Err(trouble) => {
                found.trouble = Some(trouble);
                return found;
            }
        }
    }
    found.made = turned;
    found
}

/// A JPEG with an Exif segment that says how it is to be turned and nothing else (Exif 2.32, 4.7.2).
fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let head = [0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x22];
    let block = [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
    let picture = jpeg.get(2..).unwrap_or_default();
    [head.as_slice(), b"Exif\0\0", &block, picture].concat()
}

#[cfg(test)]
mod tests {
    use super::with_orientation;

    #[test]
    fn the_segment_is_as_long_as_it_says_and_the_picture_follows() {
        let turned = with_orientation(&[0xFF, 0xD8, 0xFF, 0xD9], 6);
        let length = usize::from(u16::from_be_bytes([turned[4], turned[5]]));
        assert_eq!(&turned[4 + length..], [0xFF, 0xD9]);
        assert_eq!(&turned[6..12], b"Exif\0\0");
        assert_eq!(turned[30], 6);
    }
}
