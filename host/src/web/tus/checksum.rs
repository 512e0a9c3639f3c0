//! `Upload-Checksum`: the sum of one request's bytes ("Checksum").

use axum::http::HeaderMap;
use data_encoding::BASE64;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::answer::Refusal;
use super::request::text;

/// `sha1` is what every server must take; it proves that nothing was damaged on the way, and nothing else.
pub(super) const ALGORITHMS: &str = "sha1,sha256";

enum Sum {
    Sha1(Sha1),
    Sha256(Sha256),
}

/// A sum that grows with the bytes and what it must be in the end.
pub(super) struct Checksum {
    sum: Sum,
    wanted: Vec<u8>,
}

impl Checksum {
    /// 400 for an algorithm that is not offered, and for a sum that is none.
    pub(super) fn read(headers: &HeaderMap) -> Result<Option<Self>, Refusal> {
        let Some(header) = text(headers, "upload-checksum")? else { return Ok(None) };
        let (name, value) = header.split_once(' ').unwrap_or((header, ""));
        let (sum, bytes) = match name {
            "sha1" => (Sum::Sha1(Sha1::new()), 20),
            "sha256" => (Sum::Sha256(Sha256::new()), 32),
            _ => return Err(Refusal::bad(&format!("Upload-Checksum takes {ALGORITHMS}"))),
        };
        let wanted = BASE64.decode(value.trim().as_bytes()).ok().filter(|wanted| wanted.len() == bytes);
        let wanted = wanted.ok_or_else(|| Refusal::bad("Upload-Checksum must hold a whole sum in base64"))?;
        Ok(Some(Self { sum, wanted }))
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        match &mut self.sum {
            Sum::Sha1(sum) => sum.update(bytes),
            Sum::Sha256(sum) => sum.update(bytes),
        }
    }

    pub(super) fn holds(self) -> bool {
        match self.sum {
            Sum::Sha1(sum) => sum.finalize().as_slice() == self.wanted,
            Sum::Sha256(sum) => sum.finalize().as_slice() == self.wanted,
        }
    }
}
