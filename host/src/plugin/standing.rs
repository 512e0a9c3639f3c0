use std::sync::Arc;

use veillee_ambient::Millis;

use super::generation::Enabled;

/// Why a service does not answer although it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    Paused {
        reason: String,
        until_ms: Option<Millis>,
    },
    Disabled {
        reason: String,
    },
    /// Its package cannot be loaded: see the log of the start.
    Lost,
}

impl Closed {
    /// A pause ends by itself when its time has come.
    pub fn holds(&self, now_ms: Millis) -> bool {
        match self {
            Self::Paused { until_ms: Some(until_ms), .. } => *until_ms > now_ms,
            Self::Paused { until_ms: None, .. } | Self::Disabled { .. } | Self::Lost => true,
        }
    }
}

/// A service as it stands at this moment: one immutable value, replaced as a whole.
#[derive(Clone, Default)]
pub struct Standing {
    /// The version that answers, or would; none when its package is lost.
    pub enabled: Option<Arc<Enabled>>,
    pub closed: Option<Arc<Closed>>,
}

impl Standing {
    /// What keeps it closed now.
    pub fn closed_at(&self, now_ms: Millis) -> Option<&Arc<Closed>> {
        self.closed.as_ref().filter(|closed| closed.holds(now_ms))
    }
}
