use veillee_access::Fragment;

use super::{MailFault, MailState};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError};

/// What became of the news that a mail came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameBack {
    /// It is marked as refused from now on.
    Noted,
    /// It was marked before, by the same news or by the server that was to take it.
    Known,
    /// It is on its way by what is known here: it is being written down at this moment that a server has it.
    NotSentYet,
}

impl Association {
    /// A server that had taken a mail says that it cannot be delivered; `detail` is what it said. None for a mail that is not in
    /// this outbox.
    pub async fn mail_came_back(&self, id: &str, detail: &str) -> Result<Option<CameBack>, DatabaseError> {
        let detail: String = detail.chars().filter(|c| !c.is_control()).take(limits::MAIL_DETAIL_CHARS_MAX).collect();
        let mut transaction = self.begin().await?;
        let mut update = Fragment::new("UPDATE mail SET state = 'refused', set_ms = ");
        update.int_arg(self.clock.now_ms()).push(", fault = ").text_arg(MailFault::Returned.name());
        update.push(", detail = ").text_arg(&detail).push(" WHERE state = 'sent' AND id = ").text_arg(id);
        if transaction.execute(update).await? == 1 {
            transaction.commit().await?;
            return Ok(Some(CameBack::Noted));
        }
        let mut select = Fragment::new("SELECT state FROM mail WHERE id = ");
        select.text_arg(id);
        let Some(row) = transaction.row(select).await? else { return Ok(None) };
        Ok(Some(match MailState::from_name(&row.text(0)?) {
            Some(MailState::Waiting | MailState::Sending) => CameBack::NotSentYet,
            _ => CameBack::Known,
        }))
    }
}
