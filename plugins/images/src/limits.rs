//! What a picture may cost, weighed by its header before anything is allocated.

/// Beyond, decoding takes longer than a call may.
const MAX_PIXELS: u64 = 200_000_000;
/// Of the 256 MiB of an instance; the rest is for the answer and for what the decoders need beside the pixels.
const BUDGET_BYTES: u64 = 208 * 1024 * 1024;

/// Whether a picture of this size may be decoded, when that takes `needed_bytes` beside the `file_bytes` of the file.
pub(crate) fn check(width: u32, height: u32, needed_bytes: u64, file_bytes: usize) -> Result<(), String> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 {
        return Err("the picture has no pixels".to_owned());
    }
    let file_bytes = u64::try_from(file_bytes).unwrap_or(u64::MAX);
    if pixels > MAX_PIXELS || needed_bytes.saturating_add(file_bytes) > BUDGET_BYTES {
        return Err(format!("the picture has {width} × {height} pixels, which is too large to be decoded here"));
    }
    Ok(())
}
