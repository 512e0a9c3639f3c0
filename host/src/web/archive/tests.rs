//! The layout by itself: what is written at the edges of its numbers, and that every part is a part of the whole.

use veillee_ambient::SeededRandom;

use super::file_name;
use super::layout::{Layout, Member, Spot};

const PIECE_BYTES: usize = 1_000;
const ZIP64: &[u8] = &[1, 0];

fn member(path: &str, size_bytes: u64) -> Member {
    Member { path: path.to_owned(), size_bytes, crc_32: 0x1234_5678, modified_ms: 1_795_435_201_000 }
}

/// The archive from a place on, every content byte telling its member and place.
fn from(layout: &Layout, mut place: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(spot) = layout.at(place, PIECE_BYTES) {
        let bytes = match spot {
            Spot::Header { bytes, .. } | Spot::Directory { bytes, .. } | Spot::End(bytes) => bytes,
            Spot::Content { member, range } => {
                range.map(|at| u8::try_from((at + 7 * member as u64) % 251).unwrap_or_default()).collect()
            }
        };
        assert!(!bytes.is_empty(), "nothing lies at {place}");
        place += bytes.len() as u64;
        out.extend(bytes);
    }
    out
}

fn number(bytes: &[u8], at: usize, width: usize) -> u64 {
    bytes[at..at + width].iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

#[test]
fn every_part_of_an_archive_is_that_part_of_the_whole() {
    let random = SeededRandom::new(5);
    for _ in 0..50 {
        let count = random.below(60);
        let members =
            (0..count).map(|n| member(&"é".repeat(usize::try_from(1 + n % 9).expect("few")), random.below(200)));
        let layout = Layout::new(members.collect());
        let whole = from(&layout, 0);
        assert_eq!(whole.len() as u64, layout.size_bytes());
        for place in 0..=whole.len() {
            if place % 7 == 0 || place + 100 > whole.len() {
                assert!(from(&layout, place as u64) == whole[place..], "from {place}");
            }
        }
    }
}

#[test]
fn an_archive_of_nothing_is_its_end_record() {
    let layout = Layout::new(Vec::new());
    let mut expected = vec![0; 22];
    expected[..4].copy_from_slice(b"PK\x05\x06");
    assert_eq!((layout.size_bytes(), from(&layout, 0)), (22, expected));
    assert_eq!(layout.at(22, PIECE_BYTES), None);
}

#[test]
fn a_header_says_what_the_standard_wants() {
    let layout = Layout::new(vec![member("été.jpg", 5)]);
    let whole = from(&layout, 0);
    let name = "été.jpg".as_bytes();
    assert_eq!(&whole[..4], b"PK\x03\x04");
    assert_eq!((number(&whole, 4, 2), number(&whole, 6, 2), number(&whole, 8, 2)), (10, 1 << 11, 0));
    // 2026-11-23, 12:00:01: seconds in steps of two.
    assert_eq!((number(&whole, 10, 2), number(&whole, 12, 2)), (12 << 11, (46 << 9) + (11 << 5) + 23));
    assert_eq!((number(&whole, 14, 4), number(&whole, 18, 4), number(&whole, 22, 4)), (0x1234_5678, 5, 5));
    assert_eq!((number(&whole, 26, 2), number(&whole, 28, 2)), (name.len() as u64, 9));
    assert_eq!(&whole[30..30 + name.len()], name);
    let extra = 30 + name.len();
    assert_eq!((&whole[extra..extra + 2], number(&whole, extra + 5, 4)), (&b"UT"[..], 1_795_435_201));
    let directory = extra + 9 + 5;
    assert_eq!(&whole[directory..directory + 4], b"PK\x01\x02");
    assert_eq!(number(&whole, directory + 38, 4), 0o100_644 << 16);
    let end = directory + 46 + name.len() + 9;
    assert_eq!((whole.len(), &whole[end..end + 4]), (end + 22, &b"PK\x05\x06"[..]));
    let directory_bytes = (end - directory) as u64;
    assert_eq!((number(&whole, end + 12, 4), number(&whole, end + 16, 4)), (directory_bytes, directory as u64));
}

/// The local header, the directory and the end of an archive of one large member and one small one behind it.
fn edges(size_bytes: u64) -> (Vec<u8>, Vec<u8>) {
    let layout = Layout::new(vec![member("a", size_bytes), member("b", 1)]);
    let first = header(&layout, 0);
    let second = first.len() as u64 + size_bytes;
    let behind = second + header(&layout, second).len() as u64 + 1;
    (first, from(&layout, behind))
}

fn header(layout: &Layout, place: u64) -> Vec<u8> {
    let bytes = match layout.at(place, PIECE_BYTES) {
        Some(Spot::Header { bytes, .. }) => Some(bytes),
        _ => None,
    };
    bytes.expect("a header")
}

#[test]
fn zip64_begins_where_four_bytes_end() {
    let sign = 0xFFFF_FFFF;
    // One byte below the sign: the size fits, and the small one starts beyond.
    let (header, rest) = edges(sign - 1);
    assert_eq!((header.len(), number(&header, 22, 4)), (31 + 9, sign - 1));
    let second = 46 + 1 + 9;
    assert_eq!(number(&rest, 42, 4), 0, "the first starts at the beginning");
    assert_eq!(
        (number(&rest, second + 42, 4), number(&rest, second + 30, 2)),
        (sign, 12 + 9),
        "ZIP64 for its start alone"
    );
    assert_eq!(&rest[second + 47..second + 49], ZIP64);
    assert_eq!(number(&rest, second + 51, 8), sign - 1 + header.len() as u64);
    // The sign itself is one.
    for size in [sign, sign + 1, 1 << 40] {
        let (header, rest) = edges(size);
        assert_eq!((header.len(), number(&header, 4, 2), number(&header, 22, 4)), (31 + 20 + 9, 45, sign));
        assert_eq!((&header[31..33], number(&header, 33, 2)), (ZIP64, 16), "both sizes, as 4.5.3 wants");
        assert_eq!((number(&header, 35, 8), number(&header, 43, 8)), (size, size));
        assert_eq!((number(&rest, 30, 2), number(&rest, 47 + 2, 2)), (20 + 9, 16), "the start fits and is left out");
        let end = rest.len() - 22 - 20 - 56;
        assert_eq!((&rest[end..end + 4], number(&rest, end + 4, 8)), (&b"PK\x06\x06"[..], 44));
        let locator = rest.len() - 42;
        assert_eq!(&rest[locator..locator + 4], b"PK\x06\x07");
        assert_eq!(number(&rest, rest.len() - 6, 4), sign, "the directory starts beyond");
        assert_eq!((number(&rest, end + 24, 8), number(&rest, end + 32, 8)), (2, 2));
    }
}

#[test]
fn zip64_is_used_for_many_entries_and_not_before() {
    for (count, zip64) in [(65_534, false), (65_535, true), (65_536, true)] {
        let layout = Layout::new((0..count).map(|n| member(&format!("{n:05}"), 0)).collect());
        let whole = from(&layout, 0);
        assert_eq!(whole.len() as u64, layout.size_bytes());
        let end = whole.len() - 22;
        assert_eq!(number(&whole, end + 10, 2), count.min(65_535));
        assert_eq!(&whole[end - 20..end - 16] == b"PK\x06\x07", zip64, "{count}");
        if zip64 {
            let record = usize::try_from(number(&whole, end - 12, 8)).expect("small");
            assert_eq!((&whole[record..record + 4], number(&whole, record + 32, 8)), (&b"PK\x06\x06"[..], count));
        }
    }
}

#[test]
fn a_time_that_a_form_cannot_hold_is_left_out_of_it() {
    let at = |modified_ms| {
        let layout = Layout::new(vec![Member { modified_ms, ..member("a", 0) }]);
        let whole = from(&layout, 0);
        (number(&whole, 12, 2), number(&whole, 28, 2))
    };
    assert_eq!(at(0), ((1 << 5) | 1, 9), "1970 is before the first day of DOS");
    assert_eq!(at(5_000_000_000_000).1, 0, "2128 is behind the last second of Unix in 32 bits");
    assert_eq!(at(i64::MAX).1, 9, "no time at all: 1970");
}

#[test]
fn an_archive_is_called_what_every_system_takes() {
    for (asked, name) in [
        ("Été 2026", "Été 2026.zip"),
        ("a.zip", "a.zip"),
        ("../../x", "x.zip"),
        ("", "archive.zip"),
        ("\u{202E}piz", "piz.zip"),
        ("con", "_con.zip"),
    ] {
        assert_eq!(file_name(asked), name);
    }
    assert_eq!(file_name(&"x".repeat(5_000)).len(), 124);
}
