use std::error::Error;
use std::io;

use crate::VaultError;

impl From<object_store::Error> for VaultError {
    fn from(error: object_store::Error) -> Self {
        if matches!(error, object_store::Error::NotFound { .. }) {
            return Self::Missing;
        }
        from_boxed(Box::new(error))
    }
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        from_boxed(Box::new(error))
    }
}

impl From<tokio::task::JoinError> for VaultError {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Io(Box::new(error))
    }
}

fn from_boxed(error: Box<dyn Error + Send + Sync>) -> VaultError {
    if is_full(error.as_ref()) { VaultError::Full } else { VaultError::Io(error) }
}

/// The store hides the system's error under layers of its own.
fn is_full(error: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
}
