//! Writing past the cache of the system (`O_DIRECT`): copying a segment into the cache takes more of the processor than
//! sealing it, and the disk has to have it at once anyway.

use std::fs::File;
use std::io::{self, Seek as _, Write as _};

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

use crate::limits::PAST_CACHE_BYTES;

/// Length, place in the file and place in memory are multiples of this: the block size of every usual disk.
const BLOCK_BYTES: usize = 4096;

/// What is copied to an aligned place and handed to the disk in one go.
const PIECE_BYTES: usize = 1024 * 1024;

/// Writes the content of a new file: past the cache if it is large and its file system can do that, else through it.
pub(crate) fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    if bytes.len() < PAST_CACHE_BYTES || pass_cache(file, true).is_err() {
        return file.write_all(bytes);
    }
    let (blocks, rest) = bytes.split_at(bytes.len() / BLOCK_BYTES * BLOCK_BYTES);
    let written = write_blocks(file, blocks);
    pass_cache(file, false)?;
    match written {
        Ok(()) => file.write_all(rest),
        // A disk of larger blocks.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
            file.rewind()?;
            file.write_all(bytes)
        }
        Err(error) => Err(error),
    }
}

fn write_blocks(file: &mut File, blocks: &[u8]) -> io::Result<()> {
    let mut room = vec![0; PIECE_BYTES + BLOCK_BYTES];
    let start = room.as_ptr().align_offset(BLOCK_BYTES);
    for piece in blocks.chunks(PIECE_BYTES) {
        let aligned = &mut room[start..start + piece.len()];
        aligned.copy_from_slice(piece);
        file.write_all(aligned)?;
    }
    Ok(())
}

fn pass_cache(file: &File, pass: bool) -> io::Result<()> {
    let mut flags = fcntl_getfl(file)?;
    flags.set(OFlags::DIRECT, pass);
    Ok(fcntl_setfl(file, flags)?)
}
