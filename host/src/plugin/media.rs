//! What bytes are, by their first bytes: a name or a header of the sender is never believed.

/// A media type that the host recognises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType(pub &'static str);

/// Bytes that [`sniff`] needs to see.
pub const SNIFF_BYTES: usize = 64;

/// The media type of a content that starts with these bytes (WHATWG MIME Sniffing, 6; AVIF and HEIC by ISO 14496-12, 4.3).
pub fn sniff(start: &[u8]) -> MediaType {
    let known: &[(&[u8], &str)] = &[
        (b"\xFF\xD8\xFF", "image/jpeg"),
        (b"\x89PNG\r\n\x1A\n", "image/png"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"%PDF-", "application/pdf"),
        (b"PK\x03\x04", "application/zip"),
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
    ];
    if let Some((_, media)) = known.iter().find(|(magic, _)| start.starts_with(magic)) {
        return MediaType(media);
    }
    if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
        return MediaType("image/webp");
    }
    if start.get(4..8) == Some(b"ftyp") {
        return match start.get(8..12) {
            Some(b"avif" | b"avis") => MediaType("image/avif"),
            Some(b"heic" | b"heix" | b"hevc" | b"mif1") => MediaType("image/heic"),
            Some(b"qt  ") => MediaType("video/quicktime"),
            Some(_) => MediaType("video/mp4"),
            None => MediaType("application/octet-stream"),
        };
    }
    // EBML with the document type of WebM (RFC 8794, 11.2.4); Matroska is another.
    if start.starts_with(b"\x1A\x45\xDF\xA3") && start.windows(7).any(|bytes| bytes == b"\x42\x82\x84webm") {
        return MediaType("video/webm");
    }
    MediaType("application/octet-stream")
}

impl MediaType {
    /// Shown in the page rather than offered as a download: pictures that no browser executes.
    pub fn is_picture(media_type: &str) -> bool {
        matches!(media_type, "image/jpeg" | "image/png" | "image/gif" | "image/webp" | "image/avif")
    }

    /// The same, and videos.
    pub fn shows_inline(media_type: &str) -> bool {
        Self::is_picture(media_type) || matches!(media_type, "video/mp4" | "video/quicktime" | "video/webm")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        assert_eq!(sniff(b"\xFF\xD8\xFF\xE0\0\0").0, "image/jpeg");
        assert_eq!(sniff(b"RIFF\0\0\0\0WEBPVP8 ").0, "image/webp");
        assert_eq!(sniff(b"\0\0\0\x20ftypavif").0, "image/avif");
        assert_eq!(sniff(b"<svg onload=alert(1)>").0, "application/octet-stream");
        assert_eq!(sniff(b"\0\0\0\x14ftypqt  ").0, "video/quicktime");
        assert_eq!(sniff(b"\0\0\0\x20ftypisom").0, "video/mp4");
        assert_eq!(sniff(b"\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm").0, "video/webm");
        assert_eq!(sniff(b"\x1A\x45\xDF\xA3\x9F\x42\x82\x88matroska").0, "application/octet-stream");
        assert_eq!(sniff(b"II*\0\x08\0\0\0").0, "image/tiff");
        assert_eq!(sniff(b"").0, "application/octet-stream");
    }
}
