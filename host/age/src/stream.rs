use std::io::{self, BufRead, Read, Write};

use chacha20poly1305::aead::inout::InOutBuf;
use chacha20poly1305::{AeadInOut as _, ChaCha20Poly1305, Key as CipherKey, KeyInit as _, Nonce, Tag};

use super::Key;

const CHUNK_BYTES: usize = 64 * 1024;
const TAG_BYTES: usize = 16;

/// STREAM: a chunk's nonce is its number (11 bytes, big-endian), and 1 for the last one.
struct Chunks {
    cipher: ChaCha20Poly1305,
    number: u64,
}

impl Chunks {
    fn new(key: &Key) -> Self {
        Self { cipher: ChaCha20Poly1305::new(&CipherKey::from(**key)), number: 0 }
    }

    /// Here and not where the writer is known: what is generic is made in another crate, and not optimised there.
    fn seal(&mut self, chunk: &mut Vec<u8>, last: bool) -> io::Result<()> {
        let nonce = self.nonce(last);
        let sealed = self.cipher.encrypt_inout_detached(&nonce, &[], InOutBuf::from(&mut chunk[..]));
        let tag = sealed.map_err(|_| io::Error::other("a chunk cannot be sealed"))?;
        chunk.extend_from_slice(&tag);
        Ok(())
    }

    fn open(&mut self, chunk: &mut Vec<u8>, last: bool) -> io::Result<()> {
        let first = self.number == 0;
        let (body, tag) = chunk.split_last_chunk_mut::<TAG_BYTES>().ok_or_else(damaged)?;
        // Only a file of nothing ends with an empty chunk.
        if body.is_empty() && !first {
            return Err(damaged());
        }
        let (nonce, tag) = (self.nonce(last), Tag::from(*tag));
        let opened = self.cipher.decrypt_inout_detached(&nonce, &[], InOutBuf::from(body), &tag);
        opened.map_err(|_| damaged())?;
        chunk.truncate(chunk.len() - TAG_BYTES);
        Ok(())
    }

    fn nonce(&mut self, last: bool) -> Nonce {
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&self.number.to_be_bytes());
        nonce[11] = u8::from(last);
        self.number += 1;
        Nonce::from(nonce)
    }
}

/// Seals what is written to it. Without [`Sealer::finish`] the file does not open to its end.
pub struct Sealer<W> {
    out: W,
    chunks: Chunks,
    clear: Vec<u8>,
}

impl<W: Write> Sealer<W> {
    pub(super) fn new(out: W, key: &Key) -> Self {
        Self { out, chunks: Chunks::new(key), clear: Vec::with_capacity(CHUNK_BYTES + TAG_BYTES) }
    }

    /// Seals the last chunk, and gives back what was written to.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn finish(mut self) -> io::Result<W> {
        self.seal(true)?;
        Ok(self.out)
    }

    fn seal(&mut self, last: bool) -> io::Result<()> {
        self.chunks.seal(&mut self.clear, last)?;
        self.out.write_all(&self.clear)?;
        self.clear.clear();
        Ok(())
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk waits for what follows: only then it is known not to be the last.
        if self.clear.len() == CHUNK_BYTES && !bytes.is_empty() {
            self.seal(false)?;
        }
        let count = bytes.len().min(CHUNK_BYTES - self.clear.len());
        self.clear.extend_from_slice(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Opens what is read through it. The end is an error unless the last chunk was the last one.
pub struct Opener<R> {
    input: R,
    chunks: Chunks,
    clear: Vec<u8>,
    /// Of the open chunk, what was read.
    read: usize,
    ended: bool,
}

impl<R: BufRead> Opener<R> {
    pub(super) fn new(input: R, key: &Key) -> Self {
        Self { input, chunks: Chunks::new(key), clear: Vec::new(), read: 0, ended: false }
    }

    fn open_next(&mut self) -> io::Result<()> {
        self.clear.clear();
        self.read = 0;
        let most = u64::try_from(CHUNK_BYTES + TAG_BYTES).map_err(|_| damaged())?;
        self.input.by_ref().take(most).read_to_end(&mut self.clear)?;
        let last = self.clear.len() < CHUNK_BYTES + TAG_BYTES || self.input.fill_buf()?.is_empty();
        self.chunks.open(&mut self.clear, last)?;
        self.ended = last;
        Ok(())
    }
}

impl<R: BufRead> Read for Opener<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.read == self.clear.len() {
            if self.ended {
                return Ok(0);
            }
            self.open_next()?;
        }
        let count = out.len().min(self.clear.len() - self.read);
        out[..count].copy_from_slice(&self.clear[self.read..self.read + count]);
        self.read += count;
        Ok(count)
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the file was cut or changed")
}
