use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Problem, Progress, value};
use crate::boot::HostHandle;

/// Stored bytes that are lost.
#[derive(Debug, Serialize, Deserialize)]
pub struct DamageCard {
    pub association: String,
    /// The name of the file under the association's `segments`.
    pub segment: String,
    /// `missing`, `damaged` or `unreadable`.
    pub kind: String,
    /// The objects that hold it.
    pub objects: Vec<String>,
}

/// What a check of all stored bytes found.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ScrubCard {
    pub segments: u64,
    pub bytes: u64,
    pub damages: Vec<DamageCard>,
}

/// Reads and authenticates all stored bytes now.
pub(super) async fn execute(host: &HostHandle, progress: &Progress) -> Result<Value, Problem> {
    let mut card = ScrubCard::default();
    for association in host.associations() {
        let before = card.bytes;
        let pass = association
            .scrub_now(|step| {
                progress.say(format!("{} MiB read", (before + step.pass.bytes) >> 20));
                progress.is_wanted()
            })
            .await
            .map_err(Problem::failure)?;
        card.segments += pass.segments;
        card.bytes += pass.bytes;
        for damage in association.damages().await? {
            card.damages.push(DamageCard {
                association: association.id.clone(),
                segment: damage.segment,
                kind: damage.kind,
                objects: damage.objects,
            });
        }
    }
    value(card)
}
