use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

pub(crate) const CHANNELS: usize = 3;
/// Good enough that nobody sees a difference at the size shown, and a quarter of the bytes of a camera's own quality.
const QUALITY: u8 = 82;

/// Pixels in rows from the top, red, green and blue, 8 bits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgb: Vec<u8>,
}

/// The size that fits into a square of `max_side` in the same proportions, never larger than before.
pub(crate) fn fitting(width: u32, height: u32, max_side: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= max_side {
        return (width, height);
    }
    let scaled = |side: u32| {
        let exact = (u64::from(side) * u64::from(max_side) * 2 + u64::from(longer)) / (u64::from(longer) * 2);
        u32::try_from(exact).unwrap_or(max_side).clamp(1, max_side)
    };
    (scaled(width), scaled(height))
}

impl Picture {
    pub(crate) fn new(width: u32, height: u32, rgb: Vec<u8>) -> Result<Self, String> {
        if rgb.len() != width as usize * height as usize * CHANNELS || rgb.is_empty() {
            return Err("the picture has other pixels than its header says".to_owned());
        }
        Ok(Self { width, height, rgb })
    }

    /// The picture in a square of `max_side`; itself, when it fits already.
    pub(crate) fn fit(self, max_side: u32) -> Result<Self, String> {
        let (width, height) = fitting(self.width, self.height, max_side);
        self.resized(width, height)
    }

    pub(crate) fn resized(self, width: u32, height: u32) -> Result<Self, String> {
        if (width, height) == (self.width, self.height) {
            return Ok(self);
        }
        let failed = |error: &dyn std::fmt::Display| format!("the picture cannot be made smaller: {error}");
        let mut rgb = vec![0; width as usize * height as usize * CHANNELS];
        // Typed, so that the code for a dozen other layouts of pixels is neither compiled nor shipped.
        let from = TypedImageRef::<U8x3>::from_buffer(self.width, self.height, &self.rgb);
        let to = TypedImage::<U8x3>::from_buffer(width, height, &mut rgb);
        let (from, mut to) = (from.map_err(|error| failed(&error))?, to.map_err(|error| failed(&error))?);
        // As sharp as bicubic for half of the work.
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Hamming));
        Resizer::new().resize_typed(&from, &mut to, &options).map_err(|error| failed(&error))?;
        Ok(Self { width, height, rgb })
    }

    /// A baseline JPEG without anything but the picture.
    pub fn to_jpeg(&self) -> Result<Vec<u8>, String> {
        let side = |pixels: u32| u16::try_from(pixels).map_err(|_| "the picture is too large for a JPEG".to_owned());
        let mut bytes = Vec::with_capacity(self.rgb.len() / 8);
        let mut encoder = Encoder::new(&mut bytes, QUALITY);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder
            .encode(&self.rgb, side(self.width)?, side(self.height)?, ColorType::Rgb)
            .map_err(|error| format!("the picture cannot be written: {error}"))?;
        Ok(bytes)
    }
}

/// A pixel with alpha, laid on white.
pub(crate) fn on_white([red, green, blue, alpha]: [u8; 4]) -> [u8; CHANNELS] {
    let blend = |colour: u8| {
        let mixed = u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127;
        u8::try_from(mixed / 255).unwrap_or(u8::MAX)
    };
    [blend(red), blend(green), blend(blue)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proportions_stay_and_nothing_grows() {
        assert_eq!(fitting(4_000, 3_000, 2_000), (2_000, 1_500));
        assert_eq!(fitting(3_000, 4_000, 512), (384, 512));
        assert_eq!(fitting(300, 200, 512), (300, 200));
        assert_eq!(fitting(65_535, 1, 512), (512, 1));
        assert_eq!(fitting(1, 1, 512), (1, 1));
    }

    #[test]
    fn what_is_not_there_is_white() {
        assert_eq!(on_white([10, 20, 30, 255]), [10, 20, 30]);
        assert_eq!(on_white([10, 20, 30, 0]), [255, 255, 255]);
        assert_eq!(on_white([0, 0, 0, 128]), [127, 127, 127]);
    }
}
