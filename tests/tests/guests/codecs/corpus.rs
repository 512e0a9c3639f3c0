//! All real photos of the corpus.

use std::path::{Path, PathBuf};

use images::Picture;
use veillee::plugin::sniff;
use veillee_engine::CallLimits;
use veillee_tests::services::{corpus, exiftool, not_run};

use super::Bench;
use super::made::tells_too_much;

/// Files of these extensions in a folder of the corpus; without the corpus the test is written down as not run.
fn files(folder: &str, extensions: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let paths: Vec<PathBuf> = extensions.iter().flat_map(|extension| corpus(folder, extension)).collect();
    if paths.is_empty() {
        not_run("the corpus of photos is not there");
    }
    paths.into_iter().map(|path| (path.clone(), std::fs::read(&path).expect("readable"))).collect()
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// Means over squares, so that what compression changes does not count.
fn coarse(bytes: &[u8]) -> (u32, u32, Vec<f64>) {
    let Picture { width, height, rgb } = images::decode(bytes, 512).expect("a picture");
    let (columns, rows) = (12_usize, 12_usize);
    let mut sums = vec![(0.0, 0.0); columns * rows];
    for (at, pixel) in rgb.chunks_exact(3).enumerate() {
        let (x, y) = (at % width as usize, at / width as usize);
        let place = (y * rows / height as usize) * columns + x * columns / width as usize;
        sums[place].0 += pixel.iter().map(|value| f64::from(*value)).sum::<f64>() / 3.0;
        sums[place].1 += 1.0;
    }
    (width, height, sums.into_iter().map(|(sum, count)| sum / count).collect())
}

fn difference(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| (left - right).abs()).sum::<f64>() / 144.0
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_of_every_orientation_come_out_alike() {
    let bench = Bench::images().await;
    let mut first: std::collections::BTreeMap<String, (u32, u32, Vec<f64>)> = std::collections::BTreeMap::new();
    let files = files("photos/orientation", &["jpg"]);
    for (path, bytes) in &files {
        let found = bench.examine(bytes, "image/jpeg").await;
        assert_eq!(found.trouble, None, "{}", name(path));
        let made = coarse(&found.made[1].1);
        let kind = name(path).split('_').next().unwrap_or_default().to_owned();
        let known = first.entry(kind).or_insert_with(|| made.clone());
        assert_eq!((made.0, made.1), (known.0, known.1), "{}", name(path));
        let difference = difference(&made.2, &known.2);
        assert!(difference < 4.0, "{} differs by {difference}", name(path));
    }
    eprintln!("{} photos upright", files.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_is_a_picture_or_a_sentence_within_its_memory() {
    let bench = Bench::images().await;
    let mut files = files("photos/formats", &["jpg", "png", "webp", "gif"]);
    files.extend(self::files("photos/orientation", &["jpg"]));
    let (mut pictures, mut most) = (0, 0);
    for (path, bytes) in &files {
        let found = bench.examine(bytes, sniff(bytes).0).await;
        most = most.max(found.peak_memory_bytes);
        assert!(found.peak_memory_bytes < CallLimits::codec().memory_bytes, "{}", name(path));
        match &found.trouble {
            None => {
                pictures += 1;
                assert_eq!(found.made.len(), 2, "{}", name(path));
                let clean = found.clean.expect("a clean copy").edits.apply(bytes).expect("applied");
                assert_eq!(images::decode(bytes, 9_000), images::decode(&clean, 9_000), "{}: same pixels", name(path));
            }
            Some(trouble) => {
                // The third has rubbish before its restart markers; libjpeg guesses on through it with 68 warnings. The last
                // ends where its pixels would begin.
                let known = ["broken", "bomb", "hopper_bad_exif", "ultrahdr"];
                let expected = known.iter().any(|word| name(path).contains(word));
                assert!(expected, "{}: {}", name(path), trouble.sentence());
                eprintln!("{}: {}", name(path), trouble.sentence());
            }
        }
    }
    eprintln!("{pictures} of {} files became pictures; most memory {} MiB", files.len(), most / (1024 * 1024));
}

#[tokio::test(flavor = "multi_thread")]
async fn exiftool_finds_nothing_personal_in_clean_copies_of_real_files() {
    let bench = Bench::images().await;
    let mut clean_copies = 0;
    for (path, bytes) in files("photos/formats", &["jpg", "png", "webp", "gif"]) {
        let found = bench.examine(&bytes, sniff(&bytes).0).await;
        let clean = found.clean.and_then(|clean| clean.edits.apply(&bytes));
        clean_copies += usize::from(clean.is_some());
        for bytes in found.made.iter().map(|(_, bytes)| bytes).chain(&clean) {
            let Some(lines) = exiftool(bytes) else { return };
            let personal = tells_too_much(&lines);
            assert!(personal.is_none_or(|line| line.contains("ICC")), "{}: {personal:?}", name(&path));
        }
    }
    eprintln!("{clean_copies} clean copies");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cut_at_any_percent_is_a_picture_or_a_sentence() {
    let bench = Bench::images().await;
    let small = [
        "exif_gps.jpg",
        "hopper_orientation_6.jpg",
        "hopper.gif",
        "hopper_orientation_6.webp",
        "broken_data_stream.png",
    ];
    let files = files("photos/formats", &["jpg", "png", "webp", "gif"]);
    let (mut pictures, mut sentences) = (0, 0);
    for (path, bytes) in files.iter().filter(|(path, _)| small.contains(&name(path))) {
        for percent in 1..100 {
            let cut = &bytes[..bytes.len() * percent / 100];
            let found = bench.examine(cut, sniff(bytes).0).await;
            assert!(found.peak_memory_bytes < CallLimits::codec().memory_bytes);
            match found.trouble {
                None => pictures += 1,
                Some(trouble) => {
                    let sentence = trouble.sentence();
                    assert!(
                        !sentence.is_empty() && !sentence.contains("fault of its own"),
                        "{}: {sentence}",
                        name(path)
                    );
                    sentences += 1;
                }
            }
        }
    }
    eprintln!("cut files: {pictures} pictures, {sentences} sentences");
}
