//! Names in an archive, fit for every system that unpacks it: what a plugin says is only a wish.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;

use crate::limits;

/// Hands out names, each once, told apart as the most careless file system does: without case.
#[derive(Default)]
pub struct Names {
    taken: HashSet<String>,
    /// Folders as they were first written.
    folders: HashMap<String, String>,
    /// The next number for a name that came before.
    next: HashMap<String, u32>,
}

impl Names {
    /// A path for a file. Folders are separated by `/` or `\`; what leads out of the archive is left away.
    pub fn add(&mut self, wish: &str, media_type: &str) -> String {
        let mut steps: Vec<String> = wish.split(['/', '\\']).map(clean).filter(|step| !step.is_empty()).collect();
        let name = with_extension(steps.pop().unwrap_or_else(|| "file".to_owned()), media_type);
        let name = shorten(&name);
        steps.truncate(limits::ARCHIVE_FOLDERS_MAX);
        let mut prefix = String::new();
        for folder in steps {
            prefix = self.folder(&prefix, &shorten(&folder));
        }
        let name = self.free(&prefix, &name);
        prefix + &name
    }

    fn folder(&mut self, prefix: &str, name: &str) -> String {
        let key = key(prefix, name);
        if let Some(known) = self.folders.get(&key) {
            return known.clone();
        }
        let chosen = format!("{prefix}{}/", self.free(prefix, name));
        self.folders.insert(key, chosen.clone());
        chosen
    }

    /// The name, or `name (2).jpg` when it is taken.
    fn free(&mut self, prefix: &str, name: &str) -> String {
        let wanted = key(prefix, name);
        if self.taken.insert(wanted.clone()) {
            return name.to_owned();
        }
        let (stem, extension) = split(name);
        let mut number = self.next.get(&wanted).copied().unwrap_or(2);
        loop {
            let candidate = format!("{stem} ({number}){extension}");
            number += 1;
            if self.taken.insert(key(prefix, &candidate)) {
                self.next.insert(wanted, number);
                return candidate;
            }
        }
    }
}

fn key(prefix: &str, name: &str) -> String {
    format!("{prefix}{name}").to_lowercase()
}

/// One step of a path without what no system allows, shows or can unpack; empty when nothing is left.
pub fn clean(step: &str) -> String {
    let shown = step.nfc().filter(|c| !is_hidden(*c)).map(|c| if is_reserved(c) { '_' } else { c });
    let mut name: String = shown.collect();
    // `C:` became `C_`: a letter alone before a colon is a drive, not a name.
    if step.len() == 2 && step.ends_with(':') {
        name.clear();
    }
    // A leading dot hides a file; a dot or space at the end is dropped by Windows, and two names become one.
    let trimmed = name.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if is_device(trimmed) { format!("_{trimmed}") } else { trimmed.to_owned() }
}

/// Control characters, and those that change the direction or show nothing.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// What Windows allows in no name.
fn is_reserved(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

/// Names that Windows keeps for devices, whatever follows a dot.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = |word: &str| {
        stem.strip_prefix(word).is_some_and(|rest| {
            let mut digits = rest.chars();
            matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
        })
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

/// A picture's name ends as pictures of its kind do; other files get an ending when they have none.
fn with_extension(name: String, media_type: &str) -> String {
    let (known, strict): (&[&str], bool) = match media_type {
        "image/jpeg" => (&["jpg", "jpeg", "jpe", "jfif"], true),
        "image/png" => (&["png"], true),
        "image/gif" => (&["gif"], true),
        "image/webp" => (&["webp"], true),
        "image/avif" => (&["avif", "avifs"], true),
        "image/heic" => (&["heic", "heif", "hif"], true),
        "application/pdf" => (&["pdf"], true),
        // Many formats are one of these inside.
        "application/zip" => (&["zip"], false),
        "image/tiff" => (&["tif", "tiff"], false),
        "video/mp4" => (&["mp4"], false),
        "video/quicktime" => (&["mov"], false),
        "video/webm" => (&["webm"], false),
        _ => return name,
    };
    let (_, extension) = split(&name);
    let extension = extension.trim_start_matches('.').to_lowercase();
    let fits = if strict { known.contains(&extension.as_str()) } else { !extension.is_empty() };
    if fits { name } else { format!("{name}.{}", known[0]) }
}

/// The name and its ending with the dot; no ending when what follows the last dot is none.
fn split(name: &str) -> (&str, &str) {
    let Some(dot) = name.rfind('.').filter(|dot| *dot > 0) else { return (name, "") };
    let ending = &name[dot + 1..];
    let plain = (1..=10).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if plain { name.split_at(dot) } else { (name, "") }
}

/// At most [`limits::ARCHIVE_NAME_BYTES_MAX`] bytes; the ending stays.
fn shorten(name: &str) -> String {
    if name.len() <= limits::ARCHIVE_NAME_BYTES_MAX {
        return name.to_owned();
    }
    let (stem, extension) = split(name);
    let mut end = limits::ARCHIVE_NAME_BYTES_MAX - extension.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{extension}", stem[..end].trim_end_matches(['.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(wish: &str) -> String {
        Names::default().add(wish, "application/octet-stream")
    }

    #[test]
    fn nothing_leads_out_of_the_archive() {
        for (wish, name) in [
            ("../../etc/passwd", "etc/passwd"),
            ("/etc/passwd", "etc/passwd"),
            ("..\\..\\windows\\system.ini", "windows/system.ini"),
            ("C:\\photos\\mer.jpg", "photos/mer.jpg"),
            ("c:mer.jpg", "c_mer.jpg"),
            ("\\\\server\\share\\x", "server/share/x"),
            ("a/./b/../c", "a/b/c"),
            ("a//b/", "a/b"),
            ("a/.\u{200B}./b", "a/b"),
            ("a/. ./b", "a/b"),
            ("a/.../b", "a/b"),
        ] {
            assert_eq!(alone(wish), name, "{wish:?}");
        }
        for wish in ["", "/", "..", "../..", "C:", ". . .", "\u{202E}"] {
            assert_eq!(alone(wish), "file", "{wish:?}");
        }
    }

    #[test]
    fn a_name_is_one_that_every_system_takes() {
        for (wish, name) in [
            ("NUL", "_NUL"),
            ("nul.txt", "_nul.txt"),
            ("com1", "_com1"),
            ("Com¹.jpg", "_Com¹.jpg"),
            ("com10", "com10"),
            ("aux .txt", "_aux .txt"),
            ("console", "console"),
            ("trailing. . ", "trailing"),
            (" .hidden", "hidden"),
            ("quoi ? \"oui\" <x>|*", "quoi _ _oui_ _x___"),
            ("a\0b\r\nc\t", "abc"),
            ("gpj.\u{202E}exe", "gpj.exe"),
            ("e\u{0301}te\u{0301}", "été"),
        ] {
            assert_eq!(alone(wish), name, "{wish:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending_and_whole_characters() {
        let name = alone(&format!("{}.jpeg", "é".repeat(300)));
        assert!(name.len() <= limits::ARCHIVE_NAME_BYTES_MAX && name.ends_with("é.jpeg"), "{name}");
        let name = alone(&"x".repeat(5_000));
        assert_eq!(name.len(), limits::ARCHIVE_NAME_BYTES_MAX);
        let deep = alone(&"a/".repeat(1_000));
        assert_eq!(deep.matches('/').count(), limits::ARCHIVE_FOLDERS_MAX);
    }

    #[test]
    fn a_picture_ends_as_one() {
        for (wish, media_type, name) in [
            ("lac", "image/jpeg", "lac.jpg"),
            ("lac.JPEG", "image/jpeg", "lac.JPEG"),
            ("lac.exe", "image/jpeg", "lac.exe.jpg"),
            ("M. Dupont", "image/png", "M. Dupont.png"),
            ("v1.2", "image/webp", "v1.2.webp"),
            ("lettre.docx", "application/zip", "lettre.docx"),
            ("paquet", "application/zip", "paquet.zip"),
            ("film.mov", "video/mp4", "film.mov"),
            ("notes", "application/octet-stream", "notes"),
        ] {
            assert_eq!(Names::default().add(wish, media_type), name, "{wish:?}");
        }
    }

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        let wishes = ["a.jpg", "A.JPG", "a.jpg", "a (2).jpg", "x", "x/y", "x/Y", "X/z", "d/e", "d", "nom.", "nom"];
        let given: Vec<String> = wishes.map(|wish| names.add(wish, "")).into();
        assert_eq!(
            given,
            [
                "a.jpg",
                "A (2).JPG",
                "a (3).jpg",
                "a (2) (2).jpg",
                "x",
                "x (2)/y",
                "x (2)/Y (2)",
                "x (2)/z",
                "d/e",
                "d (2)",
                "nom",
                "nom (2)",
            ]
        );
        let mut names = Names::default();
        let many: HashSet<String> =
            (0..20_000).map(|_| names.add("même nom.jpg", "image/jpeg").to_lowercase()).collect();
        assert_eq!(many.len(), 20_000);
    }
}
