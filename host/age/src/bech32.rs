//! Bech32 (BIP 173): how keys are written as text.

const CHARACTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const CHECK_CHARS: usize = 6;

/// The 32 bytes behind `PREFIX1…`, in capitals or not but not mixed; none for any other text.
pub(super) fn decode(text: &str, prefix: &str) -> Option<[u8; 32]> {
    if text.chars().any(|c| c.is_ascii_lowercase()) && text.chars().any(|c| c.is_ascii_uppercase()) {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let (found, data) = text.rsplit_once('1')?;
    if found != prefix.to_ascii_lowercase() {
        return None;
    }
    let value = |c: u8| CHARACTERS.iter().position(|known| *known == c).and_then(|at| u8::try_from(at).ok());
    let values: Vec<u8> = data.bytes().map(value).collect::<Option<_>>()?;
    if checksum(found, &values) != 1 {
        return None;
    }
    let (mut bytes, mut bits, mut waiting) = (Vec::with_capacity(32), 0_u32, 0_u32);
    for value in &values[..values.len().checked_sub(CHECK_CHARS)?] {
        bits = bits << 5 | u32::from(*value);
        waiting += 5;
        if waiting >= 8 {
            waiting -= 8;
            bytes.push(u8::try_from(bits >> waiting & 0xFF).ok()?);
            bits &= (1 << waiting) - 1;
        }
    }
    // What is left over is padding.
    if bits == 0 && waiting < 5 { bytes.try_into().ok() } else { None }
}

fn checksum(prefix: &str, values: &[u8]) -> u32 {
    const FACTORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    let mut sum = 1_u32;
    for value in high.chain([0]).chain(low).chain(values.iter().copied()) {
        let top = sum >> 25;
        sum = (sum & 0x01ff_ffff) << 5 ^ u32::from(value);
        for (bit, factor) in FACTORS.iter().enumerate() {
            if top >> bit & 1 == 1 {
                sum ^= factor;
            }
        }
    }
    sum
}
