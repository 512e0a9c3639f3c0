use crate::picture::{CHANNELS, Picture};

/// Takes a picture row by row and keeps averages of squares, so that a large one is never held whole.
pub(crate) struct Reducer {
    width: usize,
    factor: usize,
    out_width: usize,
    out_height: usize,
    /// Sums of the rows since the last line that went out.
    sums: Vec<u32>,
    rows: usize,
    rgb: Vec<u8>,
}

impl Reducer {
    /// The largest whole factor that leaves at least `max_side`.
    pub(crate) fn factor(width: u32, height: u32, max_side: u32) -> u32 {
        (width.max(height) / max_side.max(1)).max(1)
    }

    pub(crate) fn new(width: u32, height: u32, factor: u32) -> Self {
        let (width, height, factor) = (width as usize, height as usize, factor as usize);
        let (out_width, out_height) = (width.div_ceil(factor), height.div_ceil(factor));
        let rgb = Vec::with_capacity(out_width * out_height * CHANNELS);
        Self { width, factor, out_width, out_height, sums: vec![0; out_width * CHANNELS], rows: 0, rgb }
    }

    /// The next row, of `width` pixels.
    pub(crate) fn push(&mut self, row: &[u8]) {
        if self.factor == 1 {
            self.rgb.extend_from_slice(row);
            return;
        }
        for (sums, pixels) in self.sums.chunks_exact_mut(CHANNELS).zip(row.chunks(self.factor * CHANNELS)) {
            for pixel in pixels.chunks_exact(CHANNELS) {
                for (sum, value) in sums.iter_mut().zip(pixel) {
                    *sum += u32::from(*value);
                }
            }
        }
        self.rows += 1;
        if self.rows == self.factor {
            self.flush();
        }
    }

    fn flush(&mut self) {
        for (place, sums) in self.sums.chunks_exact_mut(CHANNELS).enumerate() {
            let columns = self.factor.min(self.width - place * self.factor);
            let count = u32::try_from(columns * self.rows).unwrap_or(u32::MAX);
            for sum in sums {
                self.rgb.push(u8::try_from((*sum + count / 2) / count).unwrap_or(u8::MAX));
                *sum = 0;
            }
        }
        self.rows = 0;
    }

    pub(crate) fn finish(mut self) -> Result<Picture, String> {
        if self.rows > 0 {
            self.flush();
        }
        let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        Picture::new(side(self.out_width), side(self.out_height), self.rgb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_become_their_averages_up_to_the_edges() {
        let mut reducer = Reducer::new(5, 3, 2);
        for row in [[0_u8, 10, 20, 30, 50], [10, 20, 30, 40, 60], [1, 3, 5, 7, 9]] {
            reducer.push(&row.iter().flat_map(|value| [*value; CHANNELS]).collect::<Vec<_>>());
        }
        let picture = reducer.finish().unwrap_or_else(|error| panic!("{error}"));
        let seen: Vec<u8> = picture.rgb.chunks(CHANNELS).map(|pixel| pixel[0]).collect();
        assert_eq!((picture.width, picture.height, seen), (3, 2, vec![10, 30, 55, 2, 6, 9]));
    }

    #[test]
    fn a_picture_that_lacks_rows_is_no_picture() {
        let mut reducer = Reducer::new(2, 4, 1);
        reducer.push(&[0; 6]);
        assert!(reducer.finish().is_err());
    }
}
