use tokio::sync::mpsc;

/// Where a long command tells how far it is, and hears whether anybody still waits.
pub struct Progress {
    told: mpsc::Sender<String>,
}

impl Progress {
    pub fn new(told: mpsc::Sender<String>) -> Self {
        Self { told }
    }

    /// Tells one line. When the person reads slower than the work goes on, lines are left out.
    pub fn say(&self, line: impl Into<String>) {
        self.told.try_send(line.into()).ok();
    }

    /// Whether the person still waits. What only they need (an export, a backup) stops when not.
    pub fn is_wanted(&self) -> bool {
        !self.told.is_closed()
    }
}
