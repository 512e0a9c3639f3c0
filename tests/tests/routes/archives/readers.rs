//! What others make of the archives: Python's `zipfile` and Info-ZIP's `unzip`.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use veillee::web::archive::layout::{Layout, Member, Spot};
use veillee_tests::services::{python, unzip};
use veillee_tests::world::World;

const PIECE_BYTES: usize = 64 * 1024;
const GIB: u64 = 1024 * 1024 * 1024;

/// Prints one line for each entry: name, size, method and sum, then what `testzip` says.
const LIST: &str = "import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    for entry in archive.infolist():
        print(entry.filename, entry.file_size, entry.compress_type, '%08x' % entry.CRC, '%d-%d-%d' % entry.date_time[:3], sep='|')
    print(archive.testzip())";

fn run(program: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("it starts");
    let (out, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}: {out}{wrong}", program.display());
    out.into_owned()
}

fn sum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[tokio::test(flavor = "multi_thread")]
async fn python_and_unzip_find_every_photo_as_it_went_in() {
    let (Some(python), Some(unzip)) = (python(), unzip()) else { return };
    let world = World::new().await;
    let anne = world.administrator().await;
    let photos = super::photos();
    let path = format!("{}/download", super::album(&anne, &photos).await);
    let archive = world.folder.path().join("album.zip");
    std::fs::write(&archive, &anne.get(&path).await.expect(200).body).expect("written");
    let listed = run(&python, &["-c", LIST, &archive.to_string_lossy()]);
    let expected: Vec<String> = (1..)
        .zip(&photos)
        .map(|(number, (name, bytes))| format!("{number:04} {name}|{}|0|{:08x}|2026-11-23", bytes.len(), sum(bytes)))
        .chain(["None".to_owned()])
        .collect();
    assert_eq!(listed.lines().collect::<Vec<_>>(), expected);
    let tested = run(&unzip, &["-t", &archive.to_string_lossy()]);
    assert!(tested.contains("No errors detected"), "{tested}");
    let folder = world.folder.path().join("unpacked");
    run(&unzip, &["-q", &archive.to_string_lossy(), "-d", &folder.to_string_lossy()]);
    for (number, (name, bytes)) in (1..).zip(&photos) {
        let unpacked = std::fs::read(folder.join(format!("{number:04} {name}"))).expect("unpacked under its name");
        assert!(unpacked == *bytes, "{name}");
    }
}

fn zeros(path: &str, size_bytes: u64, crc_32: u32) -> Member {
    Member { path: path.to_owned(), size_bytes, crc_32, modified_ms: 1_795_435_200_000 }
}

/// Writes an archive whose contents are zeros: holes of a sparse file.
fn write_sparse(folder: &Path, layout: &Layout) -> PathBuf {
    let path = folder.join("large.zip");
    let mut file = File::create(&path).expect("a file");
    let mut place = 0;
    while let Some(spot) = layout.at(place, PIECE_BYTES) {
        let bytes = match spot {
            Spot::Content { range, .. } => {
                place += range.end - range.start;
                continue;
            }
            Spot::Header { bytes, .. } | Spot::Directory { bytes, .. } | Spot::End(bytes) => bytes,
        };
        file.seek(SeekFrom::Start(place)).expect("a place");
        file.write_all(&bytes).expect("written");
        place += bytes.len() as u64;
    }
    assert_eq!(place, layout.size_bytes());
    path
}

/// Reads the last entry, which lies behind the large ones, and prints all sizes.
const LAST: &str = "import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    entries = archive.infolist()
    print(len(entries), *[entry.file_size for entry in entries[:4]], len(archive.read(entries[-1])))";

#[test]
fn files_and_archives_beyond_four_gibibytes_are_read_by_others() {
    let (Some(python), Some(unzip)) = (python(), unzip()) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    // The sum of ten zeros.
    let last = zeros("last", 10, sum(&[0; 10]));
    for (sizes, printed) in [
        (vec![4 * GIB - 2, 4 * GIB - 1, 4 * GIB], "4 4294967294 4294967295 4294967296 10 10"),
        (vec![5 * GIB], "2 5368709120 10 10"),
        (vec![2 * GIB, 2 * GIB, 2 * GIB], "4 2147483648 2147483648 2147483648 10 10"),
    ] {
        let large = sizes.iter().enumerate().map(|(n, &size)| zeros(&format!("film {n}"), size, 0));
        let archive = write_sparse(folder.path(), &Layout::new(large.chain([last.clone()]).collect()));
        let archive = archive.to_string_lossy();
        assert_eq!(run(&python, &["-c", LAST, &archive]).trim(), printed);
        let tested = run(&unzip, &["-t", &archive, "last"]);
        assert!(tested.contains("No errors detected"), "{tested}");
    }
}

#[test]
fn as_many_entries_as_fit_and_one_more_are_read_by_others() {
    let (Some(python), Some(unzip)) = (python(), unzip()) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for count in [1, 65_534, 65_535, 65_536, 70_000] {
        let members = (0..count).map(|n| zeros(&format!("d/{n:05}"), 3, sum(&[0; 3]))).collect();
        let archive = write_sparse(folder.path(), &Layout::new(members));
        let archive = archive.to_string_lossy();
        let printed = run(&python, &["-c", LAST, &archive]);
        assert!(printed.starts_with(&format!("{count} 3")) && printed.trim().ends_with(" 3"), "{printed}");
        let last = format!("d/{:05}", count - 1);
        assert!(run(&unzip, &["-t", &archive, &last]).contains("No errors detected"));
    }
}
