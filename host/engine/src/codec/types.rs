/// What a picture is, by a codec's word: not to be trusted more than the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureFacts {
    /// Media type.
    pub kind: String,
    /// As shown, after turning.
    pub width_px: u32,
    pub height_px: u32,
    /// TIFF 6.0, "Orientation": 1 to 8.
    pub orientation: u8,
    /// Local time of the camera, `2026-05-03T14:05:09`.
    pub taken: Option<String>,
    pub frames: u32,
}

/// A smaller picture to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub max_side_px: u32,
    pub media_type: String,
}

/// A picture that a codec made; nothing about it is checked yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Made {
    pub width_px: u32,
    pub height_px: u32,
    pub bytes: Vec<u8>,
}

/// Bytes of the original that are replaced by others; whether they lie inside of it is not checked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub offset_bytes: u64,
    pub length_bytes: u64,
    pub replacement: Vec<u8>,
}

impl std::fmt::Debug for Made {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} × {}, {} bytes", self.width_px, self.height_px, self.bytes.len())
    }
}
