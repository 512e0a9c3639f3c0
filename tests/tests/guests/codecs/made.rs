use veillee::plugin::codecs::Trouble;
use veillee::storage::pictures::Facts;
use veillee_engine::CallLimits;
use veillee_tests::services::exiftool;
use veillee_tests::world::camera_jpeg;

use super::Bench;

/// What no clean copy and no rendition may tell.
pub fn tells_too_much(lines: &[String]) -> Option<&String> {
    let forbidden =
        ["GPS", "Serial", "Artist", "Author", "Creator", "Rights", "Make ", "Model ", "Anne", "SN-4711", "XMP"];
    lines.iter().find(|line| forbidden.iter().any(|word| line.contains(word)))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_of_a_camera_becomes_upright_pictures_and_a_clean_copy() {
    let bench = Bench::images().await;
    for orientation in [1, 6] {
        let photo = camera_jpeg(3_000, 2_000, orientation);
        let found = bench.examine(&photo, "image/jpeg").await;
        assert_eq!(found.trouble, None);
        assert!(found.peak_memory_bytes < CallLimits::codec().memory_bytes);
        let (width_px, height_px) = if orientation < 5 { (3_000, 2_000) } else { (2_000, 3_000) };
        let taken = Some("2026-05-03T14:05:09".to_owned());
        assert_eq!(found.facts, Some(Facts { width_px, height_px, frames: 1, taken }));
        let sizes: Vec<(u32, u32)> = found
            .made
            .iter()
            .map(|(_, bytes)| images::probe(bytes).map(|facts| (facts.width, facts.height)).expect("a JPEG"))
            .collect();
        let wide = [(2_000, 1_333), (512, 341)];
        assert_eq!(sizes, if orientation < 5 { wide } else { wide.map(|(width, height)| (height, width)) });
        let clean = found.clean.expect("a clean copy").edits.apply(&photo).expect("applied");
        assert_eq!(images::decode(&photo, 9_000), images::decode(&clean, 9_000), "the pixels are the same");
        assert_eq!(images::probe(&clean).expect("a JPEG").orientation, orientation);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn exiftool_finds_a_place_in_the_original_and_none_in_what_is_made_of_it() {
    let bench = Bench::images().await;
    let photo = camera_jpeg(800, 600, 6);
    let Some(lines) = exiftool(&photo) else { return };
    assert!(lines.iter().any(|line| line.contains("GPSLatitude")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("SN-4711")), "{lines:?}");
    let found = bench.examine(&photo, "image/jpeg").await;
    let clean = found.clean.expect("a clean copy").edits.apply(&photo).expect("applied");
    for bytes in found.made.iter().map(|(_, bytes)| bytes).chain([&clean]) {
        let lines = exiftool(bytes).expect("it ran above");
        assert_eq!(tells_too_much(&lines), None, "{lines:?}");
        assert!(lines.iter().any(|line| line.contains("ImageWidth")), "it did look: {lines:?}");
    }
}

/// Headers that promise more than any machine has, and little data that grows: refused before room is taken.
#[tokio::test(flavor = "multi_thread")]
async fn bombs_and_impossible_headers_are_refused_in_a_sentence() {
    let bench = Bench::images().await;
    let mut jpeg = camera_jpeg(64, 64, 1);
    let frame = jpeg.windows(4).position(|four| four == [0xFF, 0xC0, 0, 17]).expect("a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    let gif = [
        b"GIF89a".as_slice(),
        &[0xFF; 4],
        &[0x80, 0, 0, 0, 0, 0, 1, 1, 1],
        b"\x2C\0\0\0\0\xFF\xFF\xFF\xFF\0\x02\x02\x44\x01\0;",
    ]
    .concat();
    let webp = b"RIFF\x1E\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\xFF\0\xFF\xFF\0VP8L\0\0\0\0".to_vec();
    let cases = [(jpeg, "image/jpeg"), (gif, "image/gif"), (webp, "image/webp"), (png_bomb(), "image/png")];
    for (bytes, media_type) in cases {
        let found = bench.examine(&bytes, media_type).await;
        let Some(Trouble::Never(sentence)) = &found.trouble else { panic!("{media_type}: {:?}", found.trouble) };
        assert!(sentence.contains("too large") || sentence.contains("cannot be read"), "{media_type}: {sentence}");
        assert!(found.made.is_empty());
        assert!(found.peak_memory_bytes < 64 * 1024 * 1024, "{media_type}: {} bytes", found.peak_memory_bytes);
    }
}

/// A header of 65,535 × 65,535 pixels of 64 bits, and hardly any data.
fn png_bomb() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1A\n".to_vec();
    for (kind, data) in [
        (b"IHDR", &[0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 16, 6, 0, 0, 0][..]),
        (b"IDAT", &[0x78, 0x9C, 0x63, 0, 0, 0, 1, 0, 1]),
        (b"IEND", &[]),
    ] {
        let named = [kind.as_slice(), data].concat();
        bytes.extend_from_slice(&u32::try_from(data.len()).expect("short").to_be_bytes());
        bytes.extend_from_slice(&named);
        bytes.extend_from_slice(&crc32fast::hash(&named).to_be_bytes());
    }
    bytes
}
