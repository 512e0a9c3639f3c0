use serde::{Deserialize, Serialize};

use crate::storage::association::Association;
use crate::storage::sql::DatabaseError;

const PURPOSE: &str = "veillee mail";

/// What a mail says, twice.
#[derive(Serialize, Deserialize)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) html: String,
}

impl Association {
    pub(super) fn seal_body(&self, id: &str, body: &Body) -> Result<Vec<u8>, DatabaseError> {
        let clear = serde_json::to_vec(body).map_err(|error| DatabaseError::Internal(error.to_string()))?;
        Ok(self.key.seal_value(PURPOSE, id.as_bytes(), &clear, &*self.random))
    }

    pub(super) fn open_body(&self, id: &str, sealed: &[u8]) -> Result<Body, DatabaseError> {
        let unreadable = || DatabaseError::Internal(format!("the body of the mail {id} does not open"));
        let clear = self.key.open_value(PURPOSE, id.as_bytes(), sealed).map_err(|_| unreadable())?;
        serde_json::from_slice(&clear).map_err(|_| unreadable())
    }
}
