//! A codec for the host's tests. The "picture" is a word that says what to do wrong; behind `GIF89a` it comes as a GIF.
#![cfg(target_family = "wasm")]
#![allow(clippy::disallowed_methods, clippy::panic, reason = "it misbehaves")]

use std::hash::{BuildHasher as _, RandomState};
use std::time::{Instant, SystemTime};

use bindings::exports::veillee::codec::codec;

#[expect(warnings, clippy::all, clippy::pedantic, unsafe_code, reason = "generated")]
mod bindings {
    use super::Bad;

    wit_bindgen::generate!({
        path: "../../wit",
        world: "veillee:service/image-codec",
        generate_all,
    });

    export!(Bad);
}

struct Bad;

/// Lives as long as an instance: the next picture must not find what this one left.
static SEEN: std::sync::Mutex<u32> = std::sync::Mutex::new(0);

fn word(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"GIF89a").unwrap_or(bytes)
}

fn facts(width: u32, taken: Option<String>) -> codec::Facts {
    codec::Facts { kind: "image/gif".to_owned(), width, height: 20, orientation: 1, taken, frames: 1 }
}

fn misbehave(bytes: &[u8]) {
    match word(bytes) {
        b"loop" => loop {
            std::hint::black_box(());
        },
        b"sleep" => std::thread::sleep(std::time::Duration::from_hours(1)),
        b"memory" => {
            let mut hoard = Vec::new();
            loop {
                hoard.push(vec![1_u8; 1024 * 1024]);
            }
        }
        b"recursion" => {
            std::hint::black_box(deeper(1));
        }
        b"panic" => panic!("this codec gives up"),
        _ => {}
    }
}

#[expect(unconditional_recursion, reason = "the stack is to end")]
fn deeper(depth: u64) -> u64 {
    std::hint::black_box(deeper(std::hint::black_box(depth + 1)) + 1)
}

impl codec::Guest for Bad {
    fn probe(bytes: Vec<u8>) -> Result<codec::Facts, String> {
        misbehave(&bytes);
        match word(&bytes) {
            b"long-sentence" => Err("x".repeat(100_000)),
            b"other-kind" => Ok(codec::Facts { kind: "image/png".to_owned(), ..facts(30, None) }),
            b"markup" => Ok(facts(30, Some("<script>alert(1)</script>".to_owned()))),
            b"count" => {
                let mut seen = SEEN.lock().map_err(|_| "poisoned")?;
                *seen += 1;
                Ok(facts(*seen, None))
            }
            b"world" => Err(format!(
                "{:?} {:?} {} {} {}",
                SystemTime::now(),
                Instant::now(),
                RandomState::new().hash_one(7),
                std::env::vars().count() + std::env::args().count(),
                std::fs::read_dir("/").is_ok() || std::fs::write("/tmp/codec", "x").is_ok(),
            )),
            _ => Ok(facts(30, None)),
        }
    }

    fn render(bytes: Vec<u8>, wanted: Vec<codec::Rendition>) -> Result<Vec<codec::Made>, String> {
        let made = |bytes: Vec<u8>| codec::Made { width: 30, height: 20, bytes };
        Ok(match word(&bytes) {
            b"huge-answer" => wanted.iter().map(|_| made(vec![7; 24 * 1024 * 1024])).collect(),
            b"none-made" => Vec::new(),
            _ => wanted.iter().map(|_| made(b"<svg onload=alert(1)>".to_vec())).collect(),
        })
    }

    fn strip(bytes: Vec<u8>) -> Result<Vec<codec::Edit>, String> {
        let edit = |offset_bytes, length_bytes| codec::Edit { offset_bytes, length_bytes, replacement: Vec::new() };
        Ok(match word(&bytes) {
            b"edit-outside" => vec![edit(1_000_000, 5)],
            b"edit-everything" => vec![edit(0, bytes.len() as u64)],
            _ => Vec::new(),
        })
    }
}
