use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::python;

/// A mail as Python's `email` reads it: a reader that is not ours.
#[derive(Clone, Debug)]
pub struct ReadMail {
    /// Decoded, in lower-case names.
    pub headers: Value,
    pub text: String,
    pub html: String,
    /// The media types of all parts, as they are nested.
    pub parts: Vec<String>,
}

const PROGRAM: &str = "import sys, json, email, email.policy\n\
    m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)\n\
    body = lambda kind: m.get_body((kind,)).get_content() if m.get_body((kind,)) else ''\n\
    json.dump({'headers': {k.lower(): str(v) for k, v in m.items()}, 'text': body('plain'), 'html': body('html'),\n\
    'parts': [p.get_content_type() for p in m.walk()], 'defects': [str(d) for p in m.walk() for d in p.defects]}, sys.stdout)\n";

/// Reads a mail, or `None` (then the test is written down as not run).
///
/// # Panics
/// When Python finds a defect in it.
pub fn read_mail(letter: &[u8]) -> Option<ReadMail> {
    let python = python()?;
    let mut reader = Command::new(python)
        .args(["-c", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python runs");
    reader.stdin.take().expect("its input").write_all(letter).expect("it reads");
    let said = reader.wait_with_output().expect("it ends").stdout;
    let read: Value = serde_json::from_slice(&said).expect("JSON");
    assert_eq!(read["defects"], Value::Array(Vec::new()), "{}", String::from_utf8_lossy(letter));
    let text = |name: &str| read[name].as_str().unwrap_or_default().to_owned();
    let parts = read["parts"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    Some(ReadMail { headers: read["headers"].clone(), text: text("text"), html: text("html"), parts })
}

impl ReadMail {
    /// A header; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].as_str().unwrap_or_default()
    }
}
