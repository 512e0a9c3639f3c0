//! Memory that is free and still counted as the host's.

/// Hands what was freed back to the system: glibc keeps it otherwise, 1.7 GiB after a thousand databases were open at once
/// (SQLite's memory, which no allocator of Rust manages). Blocks for as long as it takes to look through the heap: a few
/// milliseconds for a small host. Does nothing with another C library.
pub fn give_back() {
    #[cfg(target_env = "gnu")]
    {
        #[expect(
            unsafe_code,
            reason = "malloc_trim(3) may be called at any time from any thread, and takes no pointer"
        )]
        // SAFETY: as above.
        unsafe {
            libc::malloc_trim(0);
        }
    }
}
