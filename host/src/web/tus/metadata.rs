//! `Upload-Metadata`: pairs of a key and a value in base64 ("Creation, Headers").

use std::collections::BTreeMap;

use data_encoding::BASE64;

use super::answer::Refusal;
use crate::limits;

/// The pairs of the header. Values that are no UTF-8 are refused: all that this host reads is text.
pub(super) fn parse(header: &str) -> Result<BTreeMap<String, String>, Refusal> {
    if header.len() > limits::UPLOAD_METADATA_BYTES_MAX {
        let most = limits::UPLOAD_METADATA_BYTES_MAX;
        return Err(Refusal::bad(&format!("Upload-Metadata has more than {most} bytes")));
    }
    let mut pairs = BTreeMap::new();
    if header.trim().is_empty() {
        return Ok(pairs);
    }
    for pair in header.split(',') {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let clear = BASE64.decode(value.trim().as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let clear = clear.filter(|text| !key.is_empty() && !text.contains('\0'));
        let clear = clear.ok_or_else(|| Refusal::bad("Upload-Metadata must be pairs of a key and UTF-8 in base64"))?;
        if pairs.insert(key.to_owned(), clear).is_some() {
            return Err(Refusal::bad("Upload-Metadata has a key twice"));
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_read_strictly() {
        let read = parse("filename bWVyLmpwZw==,is_confidential, target  YQ==").expect("pairs");
        assert_eq!(read["filename"], "mer.jpg");
        assert_eq!((read["is_confidential"].as_str(), read["target"].as_str()), ("", "a"));
        assert!(parse("").expect("no pairs").is_empty());
        for wrong in ["a bWVy,a bWVy", "a bWV", ",", "a bWVy,", "a /w==", "a AA==", &"a".repeat(5_000)] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
