//! Pictures: what they are, smaller ones, and the same without their metadata.
//!
//! A pure function of the bytes, made for a sandbox with a fresh instance for each call. `probe` and `strip` walk the
//! structure of the file (`*_parts`) and decode nothing; `render` decodes as little as the wanted size needs.
//! Everything that the header promises is weighed against [`limits`] before it is allocated.

mod edits;
mod exif;
mod gif;
mod gif_parts;
mod jpeg;
mod jpeg_parts;
mod limits;
mod picture;
mod png;
mod png_parts;
mod reduce;
#[cfg(target_family = "wasm")]
mod sandbox;
#[cfg(test)]
mod tests;
mod turn;
mod webp;
mod webp_parts;

pub use edits::Edit;
pub use picture::Picture;

/// What a picture is; see `facts` in `wit/deps/codec/codec.wit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub kind: &'static str,
    pub width: u32,
    pub height: u32,
    pub orientation: u8,
    pub taken: Option<String>,
    pub frames: u32,
}

/// A made JPEG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Gif,
    Jpeg,
    Png,
    Webp,
}

fn kind(bytes: &[u8]) -> Result<Kind, String> {
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        Ok(Kind::Jpeg)
    } else if bytes.starts_with(png_parts::MAGIC) {
        Ok(Kind::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Ok(Kind::Webp)
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Ok(Kind::Gif)
    } else {
        Err("this is no JPEG, PNG, WebP or GIF".to_owned())
    }
}

/// Reads what the picture is, from its headers.
pub fn probe(bytes: &[u8]) -> Result<Facts, String> {
    let found = match kind(bytes)? {
        Kind::Jpeg => jpeg_parts::facts(bytes)?,
        Kind::Png => png_parts::facts(bytes)?,
        Kind::Webp => webp_parts::facts(bytes)?,
        Kind::Gif => gif_parts::facts(bytes)?,
    };
    if found.width == 0 || found.height == 0 {
        return Err("the picture has no pixels".to_owned());
    }
    if turn::swaps(found.orientation) {
        return Ok(Facts { width: found.height, height: found.width, ..found });
    }
    Ok(found)
}

/// Makes a JPEG for each side wanted, from one decoding, in the order wanted.
pub fn render(bytes: &[u8], max_sides: &[u32]) -> Result<Vec<Made>, String> {
    let largest = max_sides.iter().copied().max().ok_or("no picture is wanted")?.max(1);
    let orientation = probe(bytes)?.orientation;
    let mut picture = turn::upright(decode(bytes, largest)?, orientation);
    let mut by_size: Vec<usize> = (0..max_sides.len()).collect();
    by_size.sort_by_key(|place| std::cmp::Reverse(max_sides[*place]));
    let mut made = vec![None; max_sides.len()];
    // Each from the one before it: the smaller ones cost next to nothing.
    for place in by_size {
        picture = picture.fit(max_sides[place].max(1))?;
        made[place] = Some(Made { width: picture.width, height: picture.height, bytes: picture.to_jpeg()? });
    }
    Ok(made.into_iter().flatten().collect())
}

/// The pixels as stored, not turned, no larger than a side of `max_side` asks for; alpha on white; the first frame.
pub fn decode(bytes: &[u8], max_side: u32) -> Result<Picture, String> {
    let picture = match kind(bytes)? {
        Kind::Jpeg => jpeg::decode(bytes, max_side)?,
        Kind::Png => png::decode(bytes, max_side)?,
        Kind::Webp => webp::decode(bytes)?,
        Kind::Gif => gif::decode(bytes)?,
    };
    picture.fit(max_side)
}

/// What to take out so that nothing but the picture, its colours and its orientation are left.
pub fn strip(bytes: &[u8]) -> Result<Vec<Edit>, String> {
    let edits = match kind(bytes)? {
        Kind::Jpeg => jpeg_parts::strip(bytes)?,
        Kind::Png => png_parts::strip(bytes)?,
        Kind::Webp => webp_parts::strip(bytes)?,
        Kind::Gif => gif_parts::strip(bytes)?,
    };
    Ok(edits.finish())
}
