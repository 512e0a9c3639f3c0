use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::{ClaimedMail, MailFault, MailState};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::DatabaseError;

/// What became of a try to send a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailEnding {
    /// A server has it.
    Sent,
    /// Once more at this time.
    Again { next_ms: Millis, fault: MailFault, detail: String },
    /// Nobody can be reached there.
    Refused { fault: MailFault, detail: String },
    /// Tried for long enough, or too late for what it says.
    Failed { fault: Option<MailFault>, detail: String },
}

impl Association {
    /// Ends a try. False when the mail is no longer the holder's.
    pub async fn finish_mail(&self, mail: &ClaimedMail, ending: &MailEnding) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut update = Fragment::new("UPDATE mail SET holder = '', lease_until_ms = 0, set_ms = ");
        update.int_arg(now_ms).push(", state = ");
        match ending {
            MailEnding::Sent => {
                // Nobody needs it twice, and it holds links that let somebody in.
                update.text_arg(MailState::Sent.name()).push(", fault = '', detail = '', body = NULL, sent_ms = ");
                update.int_arg(now_ms);
            }
            MailEnding::Again { next_ms, fault, detail } => {
                update.text_arg(MailState::Waiting.name()).push(", next_ms = ").int_arg(*next_ms);
                write_fault(&mut update, Some(*fault), detail);
            }
            MailEnding::Refused { fault, detail } => {
                update.text_arg(MailState::Refused.name());
                write_fault(&mut update, Some(*fault), detail);
            }
            MailEnding::Failed { fault, detail } => {
                update.text_arg(MailState::Failed.name());
                write_fault(&mut update, *fault, detail);
            }
        }
        update.push(" WHERE state = 'sending' AND id = ").text_arg(&mail.id);
        update.push(" AND holder = ").text_arg(&mail.holder);
        Ok(self.database.execute(update).await? == 1)
    }
}

/// Without a fault, that of the last try stays.
fn write_fault(update: &mut Fragment, fault: Option<MailFault>, detail: &str) {
    let Some(fault) = fault else { return };
    let detail: String = detail.chars().take(limits::MAIL_DETAIL_CHARS_MAX).collect();
    update.push(", fault = ").text_arg(fault.name()).push(", detail = ").text_arg(&detail);
}
