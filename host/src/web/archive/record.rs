//! The records of a ZIP archive, byte by byte (APPNOTE 6.3.10; all numbers are little-endian [4.4.1.1]).

use std::ops::Range;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::layout::Member;

/// What a field of four bytes holds when the number stands in a ZIP64 record instead [4.4.1.4]. The number that looks
/// like the sign needs one too.
const SIGN_32: u64 = 0xFFFF_FFFF;
const SIGN_16: u64 = 0xFFFF;
/// Names are UTF-8 [4.4.4, bit 11].
const FLAGS: u16 = 1 << 11;
/// Version 1.0 reads stored files, 4.5 reads ZIP64 [4.4.3.2].
const PLAIN: u16 = 10;
const WITH_ZIP64: u16 = 45;
/// Made by a Unix [4.4.2.2]: the upper half of the external attributes is a file's mode.
const MADE_BY: u16 = (3 << 8) | WITH_ZIP64;
const REGULAR_FILE: u32 = 0o100_644 << 16;
const EXTENDED_TIMESTAMP: u16 = 0x5455;
const EXTENDED_TIMESTAMP_BYTES: u64 = 9;

/// A moment in the two forms of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// In steps of two seconds, in UTC, between 1980 and 2107 [4.4.6].
    dos_time: u16,
    dos_date: u16,
    /// Seconds since 1970, for the extra field that most readers prefer; it ends in 2038.
    unix_seconds: Option<i32>,
}

impl Times {
    pub fn of(member: &Member) -> Self {
        let moment = Timestamp::from_millisecond(member.modified_ms).unwrap_or_default();
        let civil = moment.to_zoned(TimeZone::UTC).datetime();
        let number = |value: i8| u16::try_from(value).unwrap_or_default();
        let (dos_time, dos_date) = match u16::try_from(civil.year() - 1980) {
            Ok(years @ 0..=127) => (
                (number(civil.hour()) << 11) | (number(civil.minute()) << 5) | (number(civil.second()) / 2),
                (years << 9) | (number(civil.month()) << 5) | number(civil.day()),
            ),
            _ => (0, (1 << 5) | 1),
        };
        Self { dos_time, dos_date, unix_seconds: i32::try_from(moment.as_second()).ok() }
    }

    fn extra_bytes(self) -> u64 {
        if self.unix_seconds.is_some() { EXTENDED_TIMESTAMP_BYTES } else { 0 }
    }

    fn write_extra(self, out: &mut Vec<u8>) {
        if let Some(seconds) = self.unix_seconds {
            out.extend(EXTENDED_TIMESTAMP.to_le_bytes());
            out.extend(5_u16.to_le_bytes());
            // Only the time of the last change follows.
            out.push(1);
            out.extend(seconds.to_le_bytes());
        }
    }
}

/// The numbers of a header that do not fit into their four bytes, in the order of the record [4.5.3].
fn large(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().copied().filter(|number| *number >= SIGN_32).collect()
}

fn small(number: u64) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

fn zip64_bytes(count: usize) -> u64 {
    if count == 0 { 0 } else { 4 + 8 * count as u64 }
}

fn write_zip64(numbers: &[u64], out: &mut Vec<u8>) {
    if numbers.is_empty() {
        return;
    }
    out.extend(1_u16.to_le_bytes());
    out.extend(two(8 * numbers.len() as u64));
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn two(number: u64) -> [u8; 2] {
    u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes()
}

/// Both sizes, which are one: nothing is compressed.
fn sizes(member: &Member) -> [u64; 2] {
    [member.size_bytes, member.size_bytes]
}

pub fn local_header_bytes(member: &Member) -> u64 {
    let extra = zip64_bytes(large(&sizes(member)).len()) + Times::of(member).extra_bytes();
    30 + member.path.len() as u64 + extra
}

/// Local file header [4.3.7].
pub fn local_header(member: &Member, times: Times) -> Vec<u8> {
    let large = large(&sizes(member));
    let mut out = Vec::with_capacity(128 + member.path.len());
    out.extend(0x0403_4B50_u32.to_le_bytes());
    write_common(member, times, !large.is_empty(), &mut out);
    out.extend(two(member.path.len() as u64));
    out.extend(two(zip64_bytes(large.len()) + times.extra_bytes()));
    out.extend(member.path.as_bytes());
    write_zip64(&large, &mut out);
    times.write_extra(&mut out);
    out
}

/// What both headers of a file have in common: version, flags, method (stored), time, sum, sizes.
fn write_common(member: &Member, times: Times, zip64: bool, out: &mut Vec<u8>) {
    out.extend(if zip64 { WITH_ZIP64 } else { PLAIN }.to_le_bytes());
    out.extend(FLAGS.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    out.extend(times.dos_time.to_le_bytes());
    out.extend(times.dos_date.to_le_bytes());
    out.extend(member.crc_32.to_le_bytes());
    out.extend(small(member.size_bytes));
    out.extend(small(member.size_bytes));
}

fn directory_numbers(member: &Member, start: u64) -> Vec<u64> {
    large(&[member.size_bytes, member.size_bytes, start])
}

pub fn directory_header_bytes(member: &Member, start: u64) -> u64 {
    let extra = zip64_bytes(directory_numbers(member, start).len()) + Times::of(member).extra_bytes();
    46 + member.path.len() as u64 + extra
}

/// Central directory header [4.3.12].
pub fn directory_header(member: &Member, times: Times, start: u64) -> Vec<u8> {
    let large = directory_numbers(member, start);
    let mut out = Vec::with_capacity(128 + member.path.len());
    out.extend(0x0201_4B50_u32.to_le_bytes());
    out.extend(MADE_BY.to_le_bytes());
    write_common(member, times, !large.is_empty(), &mut out);
    out.extend(two(member.path.len() as u64));
    out.extend(two(zip64_bytes(large.len()) + times.extra_bytes()));
    // No comment, the first disk, no internal attributes.
    out.extend([0; 6]);
    out.extend(REGULAR_FILE.to_le_bytes());
    out.extend(small(start));
    out.extend(member.path.as_bytes());
    write_zip64(&large, &mut out);
    times.write_extra(&mut out);
    out
}

/// The records behind the directory: with ZIP64 where a number needs it [4.3.14, 4.3.15], and the plain one [4.3.16].
pub fn end(count: u64, directory: Range<u64>) -> Vec<u8> {
    let size_bytes = directory.end - directory.start;
    let mut out = Vec::with_capacity(98);
    if count >= SIGN_16 || size_bytes >= SIGN_32 || directory.start >= SIGN_32 {
        out.extend(0x0606_4B50_u32.to_le_bytes());
        // What follows this number.
        out.extend(44_u64.to_le_bytes());
        out.extend(MADE_BY.to_le_bytes());
        out.extend(WITH_ZIP64.to_le_bytes());
        out.extend([0; 8]);
        for number in [count, count, size_bytes, directory.start] {
            out.extend(number.to_le_bytes());
        }
        out.extend(0x0706_4B50_u32.to_le_bytes());
        out.extend(0_u32.to_le_bytes());
        out.extend(directory.end.to_le_bytes());
        out.extend(1_u32.to_le_bytes());
    }
    out.extend(0x0605_4B50_u32.to_le_bytes());
    out.extend([0; 4]);
    out.extend(two(count));
    out.extend(two(count));
    out.extend(small(size_bytes));
    out.extend(small(directory.start));
    out.extend([0; 2]);
    out
}
