use std::io::{BufRead, Read as _, Write};

use data_encoding::BASE64_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{AgeError, FileKey, derive, limits};

const VERSION: &str = "age-encryption.org/v1";
/// Characters of a line of a stanza's body.
const BODY_CHARS: usize = 64;

/// The file key as one recipient gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stanza {
    /// The kind, then what the kind needs.
    pub(super) arguments: Vec<String>,
    pub(super) body: Vec<u8>,
}

pub(super) struct Header {
    pub(super) stanzas: Vec<Stanza>,
    /// All of it up to and with `---`.
    text: Vec<u8>,
    mac: Vec<u8>,
}

pub(super) fn write(out: &mut impl Write, stanza: &Stanza, file_key: &FileKey) -> Result<(), AgeError> {
    let mut text = format!("{VERSION}\n-> {}\n", stanza.arguments.join(" "));
    let body = BASE64_NOPAD.encode(&stanza.body);
    let mut rest = body.as_str();
    // A body ends with a short line, be it an empty one.
    loop {
        let (line, after) = rest.split_at(rest.len().min(BODY_CHARS));
        text += line;
        text.push('\n');
        rest = after;
        if line.len() < BODY_CHARS {
            break;
        }
    }
    text += "---";
    let mac = mac(file_key, text.as_bytes())?.finalize().into_bytes();
    Ok(out.write_all(format!("{text} {}\n", BASE64_NOPAD.encode(&mac)).as_bytes())?)
}

pub(super) fn read(input: &mut impl BufRead) -> Result<Header, AgeError> {
    let mut header = Header { stanzas: Vec::new(), text: Vec::new(), mac: Vec::new() };
    if line(input)? != VERSION {
        return Err(AgeError::Malformed);
    }
    header.text.extend_from_slice(format!("{VERSION}\n").as_bytes());
    let mut in_body = false;
    for _ in 0..limits::HEADER_LINES_MAX {
        let line = line(input)?;
        if let Some(mac) = line.strip_prefix("--- ").filter(|_| !in_body) {
            header.text.extend_from_slice(b"---");
            header.mac = decode(mac)?;
            return if header.stanzas.is_empty() { Err(AgeError::Malformed) } else { Ok(header) };
        }
        header.text.extend_from_slice(format!("{line}\n").as_bytes());
        match (line.strip_prefix("-> "), header.stanzas.last_mut()) {
            (Some(arguments), _) if !in_body => {
                let arguments = arguments.split(' ').map(str::to_owned).collect();
                header.stanzas.push(Stanza { arguments, body: Vec::new() });
                in_body = true;
            }
            (None, Some(stanza)) if in_body && line.len() <= BODY_CHARS => {
                stanza.body.extend_from_slice(&decode(&line)?);
                in_body = line.len() == BODY_CHARS;
            }
            _ => return Err(AgeError::Malformed),
        }
    }
    Err(AgeError::Malformed)
}

impl Header {
    pub(super) fn check(&self, file_key: &FileKey) -> Result<(), AgeError> {
        mac(file_key, &self.text)?.verify_slice(&self.mac).map_err(|_| AgeError::Changed)
    }
}

fn mac(file_key: &FileKey, text: &[u8]) -> Result<Hmac<Sha256>, AgeError> {
    let key = derive(file_key.as_ref(), &[], b"header")?;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_ref()).map_err(|_| AgeError::Malformed)?;
    mac.update(text);
    Ok(mac)
}

fn line(input: &mut impl BufRead) -> Result<String, AgeError> {
    let mut line = Vec::new();
    input.take(limits::HEADER_LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
    let line = line.strip_suffix(b"\n").ok_or(AgeError::Malformed)?;
    match std::str::from_utf8(line) {
        Ok(text) if text.is_ascii() => Ok(text.to_owned()),
        _ => Err(AgeError::Malformed),
    }
}

fn decode(text: &str) -> Result<Vec<u8>, AgeError> {
    BASE64_NOPAD.decode(text.as_bytes()).map_err(|_| AgeError::Malformed)
}
