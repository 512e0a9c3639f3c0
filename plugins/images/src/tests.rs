//! Pictures made here, with everything in them that must not get out.

use crate::picture::Picture;
use crate::{Edit, decode, probe, render, strip};

const SECRET: &[u8] = b"SECRET 48.8584 N 2.2945 E";

/// No row and no column equals another.
fn gradient(width: u32, height: u32) -> Picture {
    let byte = |value: u32| u8::try_from(value & 0xFF).expect("a byte");
    let pixel =
        |x: u32, y: u32| [byte(x * 255 / width), byte(y * 255 / height), byte((x + y) * 127 / (width + height))];
    let rgb = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    Picture { width, height, rgb }
}

/// EXIF with an orientation and a text that must not get out.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x02\0\x0E\x01\x02\0".to_vec();
    block.extend_from_slice(&u32::try_from(SECRET.len()).expect("short").to_le_bytes());
    block.extend_from_slice(&38_u32.to_le_bytes());
    block.extend_from_slice(b"\x12\x01\x03\0\x01\0\0\0");
    block.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
    block.extend_from_slice(SECRET);
    block
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [&[0xFF, marker], length.as_slice(), body].concat()
}

fn jpeg(orientation: u8, progressive: bool) -> Vec<u8> {
    let picture = gradient(64, 40);
    let mut plain = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut plain, 90);
    encoder.set_progressive(progressive);
    encoder.encode(&picture.rgb, 64, 40, jpeg_encoder::ColorType::Rgb).expect("written");
    let mut bytes = plain[..2].to_vec();
    bytes.extend(segment(0xE1, &[b"Exif\0\0", exif(orientation).as_slice()].concat()));
    bytes.extend(segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()));
    bytes.extend(segment(0xE2, &[b"MPF\0", SECRET].concat()));
    bytes.extend(segment(0xE2, &[b"ICC_PROFILE\0\x01\x01", b"colours".as_slice()].concat()));
    bytes.extend(segment(0xED, SECRET));
    bytes.extend(segment(0xFE, SECRET));
    bytes.extend_from_slice(&plain[2..]);
    bytes.extend_from_slice(SECRET);
    bytes
}

fn png(depth: png::BitDepth, colour: png::ColorType, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut info = png::Info::with_size(64, 40);
    info.bit_depth = depth;
    info.color_type = colour;
    info.exif_metadata = Some(exif(6).into());
    if colour == png::ColorType::Indexed {
        info.palette = Some([10, 20, 30, 200, 100, 50].as_slice().into());
    }
    let mut encoder = png::Encoder::with_info(&mut bytes, info).expect("a header");
    encoder.add_text_chunk("Author".to_owned(), String::from_utf8_lossy(SECRET).into_owned()).expect("text");
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(data).expect("pixels");
    writer.finish().expect("the end");
    bytes.extend_from_slice(SECRET);
    bytes
}

fn pngs() -> Vec<Vec<u8>> {
    use png::{BitDepth, ColorType};
    let size = 64 * 40;
    let ramp = |bytes: usize| (0..bytes).map(|at| u8::try_from(at % 251).expect("a byte")).collect::<Vec<u8>>();
    vec![
        png(BitDepth::Eight, ColorType::Rgb, &gradient(64, 40).rgb),
        png(BitDepth::Eight, ColorType::Rgba, &ramp(size * 4)),
        png(BitDepth::Sixteen, ColorType::Rgb, &ramp(size * 6)),
        png(BitDepth::Sixteen, ColorType::GrayscaleAlpha, &ramp(size * 4)),
        png(BitDepth::Eight, ColorType::Grayscale, &ramp(size)),
        png(BitDepth::One, ColorType::Indexed, &ramp(size / 8)),
    ]
}

fn webp() -> Vec<u8> {
    let mut plain = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut plain);
    encoder.set_exif_metadata(exif(8));
    encoder.set_xmp_metadata(SECRET.to_vec());
    encoder.set_icc_profile(b"colours".to_vec());
    encoder.encode(&gradient(64, 40).rgb, 64, 40, image_webp::ColorType::Rgb8).expect("written");
    plain.extend_from_slice(SECRET);
    plain
}

fn gif(frames: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 64, 40, &[0, 0, 0, 200, 100, 50]).expect("a header");
    encoder.set_repeat(gif::Repeat::Infinite).expect("an order");
    encoder.write_raw_extension(gif::AnyExtension(0xFE), &[SECRET]).expect("a comment");
    encoder.write_raw_extension(gif::AnyExtension(0xFF), &[b"XMP DataXMP", SECRET]).expect("an application");
    for number in 0..frames {
        let pixels: Vec<u8> = (0..32 * 20_u16).map(|at| u8::from((at + number) % 3 == 0)).collect();
        let frame =
            gif::Frame { left: 8, top: 4, width: 32, height: 20, buffer: pixels.into(), ..gif::Frame::default() };
        encoder.write_frame(&frame).expect("a frame");
    }
    drop(encoder);
    bytes.extend_from_slice(SECRET);
    bytes
}

fn every() -> Vec<Vec<u8>> {
    let jpegs = (1..=8).flat_map(|orientation| [jpeg(orientation, false), jpeg(orientation, true)]);
    jpegs.chain(pngs()).chain([webp(), gif(1), gif(3)]).collect()
}

fn applied(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    for edit in edits {
        assert!(edit.offset >= at && edit.offset + edit.length <= bytes.len(), "in order and inside");
        out.extend_from_slice(&bytes[at..edit.offset]);
        out.extend_from_slice(&edit.replacement);
        at = edit.offset + edit.length;
    }
    out.extend_from_slice(&bytes[at..]);
    out
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[test]
fn a_clean_picture_is_the_same_picture_and_nothing_else() {
    for bytes in every() {
        let clean = applied(&bytes, &strip(&bytes).expect("stripped"));
        assert!(holds(&bytes, SECRET) && !holds(&clean, SECRET), "what must not get out is out");
        assert!(!holds(&bytes, b"colours") || holds(&clean, b"colours"), "the profile stays");
        let (before, after) = (probe(&bytes).expect("known"), probe(&clean).expect("known"));
        assert_eq!(before, after);
        assert_eq!(decode(&bytes, 4_000), decode(&clean, 4_000), "the pixels stay");
        assert!(
            strip(&clean).expect("stripped").iter().all(|edit| clean[edit.offset..][..edit.length] == edit.replacement)
        );
    }
}

#[test]
fn a_smaller_picture_is_upright_and_fits() {
    for orientation in 1..=8 {
        for progressive in [false, true] {
            let made = render(&jpeg(orientation, progressive), &[16, 32, 500]).expect("made");
            let sizes: Vec<(u32, u32)> = made.iter().map(|made| (made.width, made.height)).collect();
            let wide = [(16, 10), (32, 20), (64, 40)];
            let high = wide.map(|(width, height)| (height, width));
            assert_eq!(sizes, if orientation < 5 { wide } else { high });
            for made in made {
                let facts = probe(&made.bytes).expect("a JPEG");
                assert_eq!((facts.width, facts.height, facts.orientation), (made.width, made.height, 1));
            }
        }
    }
    for bytes in every() {
        let made = render(&bytes, &[20]).expect("made").remove(0);
        assert_eq!(made.width.max(made.height), 20);
    }
}

#[test]
fn headers_that_promise_too_much_are_refused_before_anything_is_allocated() {
    let mut png = pngs().remove(0);
    png[16..24].copy_from_slice(&[0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]);
    let mut jpeg = jpeg(1, false);
    let frame = jpeg.windows(2).position(|two| two == [0xFF, 0xC0]).expect("a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF; 4]);
    let mut webp = webp();
    webp[24..30].copy_from_slice(&[0xFF, 0xFF, 0, 0xFF, 0xFF, 0]);
    let mut gif = gif(1);
    gif[6..10].copy_from_slice(&[0xFF; 4]);
    for bytes in [png, jpeg, webp, gif] {
        let facts = probe(&bytes).expect("the header is whole");
        assert!(facts.width >= 65_535 && facts.height >= 65_535);
        let refused = render(&bytes, &[512]).expect_err("too large");
        assert!(refused.contains("too large to be decoded"), "{refused}");
        strip(&bytes).expect("nothing is decoded");
    }
}

#[test]
fn what_breaks_off_anywhere_is_a_picture_or_a_sentence() {
    for bytes in every() {
        for end in 0..bytes.len() {
            let cut = &bytes[..end];
            let outcome = probe(cut).and_then(|_| render(cut, &[32])).map(drop);
            let sentence = outcome.err().unwrap_or_else(|| "a picture".to_owned());
            assert!(!sentence.is_empty() && sentence.chars().count() <= 300, "{sentence}");
            if let Ok(edits) = strip(cut) {
                assert!(!holds(&applied(cut, &edits), SECRET), "cut at {end}");
            }
        }
    }
}

#[test]
fn frames_are_counted_and_the_first_one_is_shown_on_white() {
    assert_eq!(probe(&gif(3)).expect("known").frames, 3);
    let first = decode(&gif(3), 64).expect("decoded");
    assert_eq!(&first.rgb[..3], [255; 3]);
    let inside = (4 * 64 + 8) * 3;
    assert_eq!(&first.rgb[inside..inside + 6], [200, 100, 50, 0, 0, 0]);
}

#[test]
fn what_is_no_picture_is_said_so() {
    for bytes in [&b""[..], b"%PDF-1.7", b"\xFF\xD8\xFF", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\x89PNG\r\n\x1A\n"] {
        let [probed, rendered, stripped] =
            [probe(bytes).map(drop), render(bytes, &[9]).map(drop), strip(bytes).map(drop)];
        assert!(probed.is_err() && rendered.is_err(), "{bytes:?}: {stripped:?}");
    }
}
