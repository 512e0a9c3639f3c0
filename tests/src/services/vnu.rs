use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::program;

/// The Nu Html Checker.
pub struct Vnu {
    jar: PathBuf,
    java: PathBuf,
}

/// Something to check.
pub struct Document {
    /// By which its errors are known.
    pub name: String,
    /// `html`, `css` or `svg`.
    pub kind: &'static str,
    pub text: String,
}

pub struct MarkupError {
    pub document: String,
    pub line: u64,
    pub message: String,
    /// The text around the place.
    pub extract: String,
}

/// vnu with a Java to run it, or `None` (then the test is written down as not run).
pub fn vnu() -> Option<Vnu> {
    let jar = program("VEILLEE_VNU", "vnu")?.join("node_modules/vnu-jar/build/dist/vnu.jar");
    Some(Vnu { jar, java: program("VEILLEE_JAVA", "Java")? })
}

impl Vnu {
    /// All errors of these documents, without warnings; about three seconds for one start of Java.
    ///
    /// # Panics
    /// When vnu does not run.
    pub fn errors(&self, documents: &[Document]) -> Vec<MarkupError> {
        let folder = TempDir::new().unwrap_or_else(|error| panic!("cannot make a folder: {error}"));
        for (place, document) in documents.iter().enumerate() {
            let file = folder.path().join(format!("{place}.{}", document.kind));
            std::fs::write(&file, &document.text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        }
        let mut vnu = Command::new(&self.java);
        vnu.arg("-jar").arg(&self.jar).args(["--format", "json", "--exit-zero-always"]);
        vnu.args(["--also-check-css", "--also-check-svg"]).arg(folder.path()).stdin(Stdio::null());
        let output = vnu.output().unwrap_or_else(|error| panic!("cannot start {}: {error}", self.java.display()));
        // It speaks on standard error.
        let said = String::from_utf8_lossy(&output.stderr);
        let said: Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"));
        let Value::Array(messages) = &said["messages"] else { panic!("no list of messages: {said}") };
        messages.iter().filter(|message| message["type"] != "info").map(|one| error(one, documents)).collect()
    }
}

fn error(message: &Value, documents: &[Document]) -> MarkupError {
    let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
    let url = text("url");
    let file = url.rsplit('/').next().unwrap_or_default();
    let place = file.split('.').next().and_then(|number| number.parse::<usize>().ok());
    let document = place.and_then(|place| documents.get(place)).map_or(url.clone(), |document| document.name.clone());
    let line = message["lastLine"].as_u64().unwrap_or_default();
    MarkupError { document, line, message: text("message"), extract: text("extract") }
}
