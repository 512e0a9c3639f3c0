use std::sync::{Arc, PoisonError, RwLock};

use crate::storage::association::Association;

type Ring = Arc<dyn Fn() + Send + Sync>;

/// Tells whoever runs jobs that there is work, so that nobody has to ask an idle association again and again.
#[derive(Default)]
pub struct Bell(RwLock<Vec<Ring>>);

impl Bell {
    pub(in crate::storage) fn hang(&self, ring: impl Fn() + Send + Sync + 'static) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push(Arc::new(ring));
    }

    pub(in crate::storage) fn ring(&self) {
        for ring in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            ring();
        }
    }
}

impl Association {
    /// `ring` is called after each commit that made work; it must return at once.
    pub fn on_work(&self, ring: impl Fn() + Send + Sync + 'static) {
        self.bell.hang(ring);
    }

    /// There may be work now.
    pub fn ring(&self) {
        self.bell.ring();
    }
}
