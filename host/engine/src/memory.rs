use wasmtime::ResourceLimiter;

/// All linear memories and tables of one call together.
pub(crate) struct MemoryLimiter {
    limit_bytes: usize,
    limit_table_elements: usize,
    used_bytes: usize,
    used_table_elements: usize,
    /// The guest asked for more than it may have: what follows is usually an abort of its allocator.
    pub(crate) refused: bool,
}

impl MemoryLimiter {
    pub(crate) fn new(limit_bytes: usize, limit_table_elements: usize) -> Self {
        Self { limit_bytes, limit_table_elements, used_bytes: 0, used_table_elements: 0, refused: false }
    }

    /// Linear memory never shrinks, so what is used is also the peak.
    pub(crate) fn peak_bytes(&self) -> usize {
        self.used_bytes
    }
}

impl ResourceLimiter for MemoryLimiter {
    fn memory_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let after = self.used_bytes.saturating_add(desired.saturating_sub(current));
        if after > self.limit_bytes {
            self.refused = true;
            return Ok(false);
        }
        self.used_bytes = after;
        Ok(true)
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.refused = true;
        Ok(())
    }

    fn table_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        let after = self.used_table_elements.saturating_add(desired.saturating_sub(current));
        if after > self.limit_table_elements {
            self.refused = true;
            return Ok(false);
        }
        self.used_table_elements = after;
        Ok(true)
    }
}
