//! Photos made here: real enough to be shown, no picture of anybody.

/// A whole baseline JPEG of 8×8 grey pixels, padded by a comment to about `size_bytes`, different for each `seed`.
pub fn jpeg(seed: u32, size_bytes: usize) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    let mut left = size_bytes.saturating_sub(300).max(16);
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    while left > 0 {
        let piece = left.min(60_000);
        out.extend_from_slice(&[0xFF, 0xFE]);
        out.extend_from_slice(&u16::try_from(piece + 2).expect("fits").to_be_bytes());
        for _ in 0..piece {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            out.push(u8::try_from(state >> 24).expect("a byte"));
        }
        left -= piece;
    }
    out.extend_from_slice(&GREY);
    out
}

/// The same picture in other bytes for each `seed`, by a comment behind its first marker: an album keeps no photo twice.
pub fn remarked(jpeg: &[u8], seed: u32) -> Vec<u8> {
    let (first, rest) = jpeg.split_at(2);
    let comment = [&[0xFF, 0xFE, 0, 6][..], &seed.to_be_bytes()].concat();
    [first, &comment, rest].concat()
}

/// Quantisation, frame, Huffman tables and scan of an 8×8 grey picture.
const GREY: [u8; 143] = {
    let mut bytes = [1_u8; 143];
    let head: [u8; 5] = [0xFF, 0xDB, 0x00, 0x43, 0x00];
    let frame: [u8; 13] = [0xFF, 0xC0, 0x00, 0x0B, 8, 0, 8, 0, 8, 1, 1, 0x11, 0];
    let dc: [u8; 22] = [0xFF, 0xC4, 0x00, 0x14, 0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let ac: [u8; 22] = [0xFF, 0xC4, 0x00, 0x14, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let scan: [u8; 13] = [0xFF, 0xDA, 0x00, 0x08, 1, 1, 0x00, 0, 63, 0, 0x3F, 0xFF, 0xD9];
    let mut at = 0;
    let mut i = 0;
    while i < head.len() {
        bytes[at] = head[i];
        at += 1;
        i += 1;
    }
    at += 64;
    let rest: [&[u8]; 4] = [&frame, &dc, &ac, &scan];
    let mut r = 0;
    while r < rest.len() {
        let mut j = 0;
        while j < rest[r].len() {
            bytes[at] = rest[r][j];
            at += 1;
            j += 1;
        }
        r += 1;
    }
    bytes
};

/// The smallest whole PNG: one grey pixel.
pub fn png() -> Vec<u8> {
    vec![
        0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
        0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9C, 0x63, 0x68, 0, 0, 0, 0x82,
        0, 0x81, 0x77, 0xCD, 0x72, 0xB6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE, 0x42, 0x60, 0x82,
    ]
}
