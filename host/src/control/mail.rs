use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Problem, value};
use crate::boot::HostHandle;
use crate::storage::outbox::CameBack;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailCommand {
    /// A mail came back.
    Bounce {
        /// The ids that it may have, the likeliest first.
        mails: Vec<String>,
        /// What the server said that could not deliver it.
        detail: String,
    },
}

/// The mail that came back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BounceCard {
    pub association: String,
    pub mail: String,
    /// `noted`, `known` or `not-sent-yet`.
    pub outcome: String,
}

/// None, when none of the ids is of a mail of this host.
pub(super) async fn execute(host: &HostHandle, command: MailCommand) -> Result<Value, Problem> {
    let MailCommand::Bounce { mails, detail } = command;
    for mail in mails {
        for association in host.associations() {
            let Some(came_back) = association.mail_came_back(&mail, &detail).await? else { continue };
            let outcome = name(came_back).to_owned();
            return value(Some(BounceCard { association: association.id.clone(), mail, outcome }));
        }
    }
    value(None::<BounceCard>)
}

fn name(came_back: CameBack) -> &'static str {
    match came_back {
        CameBack::Noted => "noted",
        CameBack::Known => "known",
        CameBack::NotSentYet => "not-sent-yet",
    }
}
