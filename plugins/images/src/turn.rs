//! Turning pictures upright (TIFF 6.0, "Orientation").

use crate::picture::{CHANNELS, Picture};

/// Whether width and height change places.
pub(crate) fn swaps(orientation: u8) -> bool {
    (5..=8).contains(&orientation)
}

/// The picture as it is to be seen.
pub(crate) fn upright(picture: Picture, orientation: u8) -> Picture {
    if !(2..=8).contains(&orientation) {
        return picture;
    }
    let (wide, high) = (picture.width as usize, picture.height as usize);
    let (width, height) = if swaps(orientation) { (high, wide) } else { (wide, high) };
    let mut rgb = Vec::with_capacity(picture.rgb.len());
    for y in 0..height {
        for x in 0..width {
            let (from_x, from_y) = match orientation {
                2 => (wide - 1 - x, y),
                3 => (wide - 1 - x, high - 1 - y),
                4 => (x, high - 1 - y),
                5 => (y, x),
                6 => (y, high - 1 - x),
                7 => (wide - 1 - y, high - 1 - x),
                _ => (wide - 1 - y, x),
            };
            let at = (from_y * wide + from_x) * CHANNELS;
            rgb.extend_from_slice(&picture.rgb[at..at + CHANNELS]);
        }
    }
    let (width, height) =
        if swaps(orientation) { (picture.height, picture.width) } else { (picture.width, picture.height) };
    Picture { width, height, rgb }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `ab` above `cd` above `ef`, stored so that it must be turned.
    fn stored(orientation: u8) -> (u32, u32, &'static str) {
        match orientation {
            2 => (2, 3, "badcfe"),
            3 => (2, 3, "fedcba"),
            4 => (2, 3, "efcdab"),
            5 => (3, 2, "acebdf"),
            6 => (3, 2, "bdface"),
            7 => (3, 2, "fdbeca"),
            8 => (3, 2, "ecafdb"),
            _ => (2, 3, "abcdef"),
        }
    }

    #[test]
    fn every_orientation_comes_out_upright() {
        for orientation in 0..=9 {
            let (width, height, letters) = stored(orientation);
            let rgb = letters.bytes().flat_map(|letter| [letter; CHANNELS]).collect();
            let turned = upright(Picture { width, height, rgb }, orientation);
            let seen: String = turned.rgb.chunks(CHANNELS).map(|pixel| char::from(pixel[0])).collect();
            assert_eq!((turned.width, turned.height, seen.as_str()), (2, 3, "abcdef"), "{orientation}");
        }
    }
}
