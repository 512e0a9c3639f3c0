//! One try to send a mail, and what follows from how it went.

use std::sync::Arc;

use super::compose::compose;
use super::line::{Line, Trouble};
use super::sender::{Sender, guard};
use super::server::MailServer;
use crate::jobs::Backoff;
use crate::limits;
use crate::observe::metrics;
use crate::storage::Association;
use crate::storage::outbox::{ClaimedMail, MailEnding, MailFault};

/// What became of a mail.
pub(super) struct Outcome {
    pub(super) association: Arc<Association>,
    pub(super) mail: ClaimedMail,
    pub(super) ending: MailEnding,
}

const BACKOFF: Backoff = Backoff {
    first_ms: limits::MAIL_BACKOFF_FIRST_MS,
    factor: limits::MAIL_BACKOFF_FACTOR,
    longest_ms: limits::MAIL_BACKOFF_MAX_MS,
};

impl Sender {
    pub(super) async fn attempt(&self, server: &MailServer, line: &mut Option<Line>, mail: &ClaimedMail) -> MailEnding {
        if self.clock.now_ms() >= mail.ends_ms {
            return MailEnding::Failed { fault: None, detail: String::new() };
        }
        let Some(composed) = compose(mail, &server.from) else {
            return MailEnding::Refused { fault: MailFault::Unwritable, detail: String::new() };
        };
        loop {
            let mut open = match line.take().filter(Line::is_good) {
                Some(open) => open,
                None => match Line::open(server).await {
                    Ok(open) => open,
                    Err(trouble) => return self.after(mail, trouble),
                },
            };
            let was_used = open.is_used();
            match open.send(server, &composed).await {
                Ok(()) => {
                    *line = Some(open);
                    return MailEnding::Sent;
                }
                // The server had hung up after the mail before: no try of this one.
                Err(trouble) if was_used && trouble.is_early && trouble.fault == MailFault::Connection => {}
                Err(trouble) => {
                    open.close().await;
                    return self.after(mail, trouble);
                }
            }
        }
    }

    fn after(&self, mail: &ClaimedMail, trouble: Trouble) -> MailEnding {
        let Trouble { fault, is_final, detail, .. } = trouble;
        if is_final {
            return MailEnding::Refused { fault, detail };
        }
        let next_ms = self.clock.now_ms().saturating_add(BACKOFF.wait_ms(mail.tries, &*self.random));
        if next_ms >= mail.ends_ms {
            return MailEnding::Failed { fault: Some(fault), detail };
        }
        MailEnding::Again { next_ms, fault, detail }
    }

    pub(super) async fn end(&self, outcome: Outcome) {
        let Outcome { association, mail, ending } = &outcome;
        let (word, detail) = match ending {
            MailEnding::Sent => ("sent", ""),
            MailEnding::Again { detail, .. } => ("again", detail.as_str()),
            MailEnding::Refused { detail, .. } => ("refused", detail.as_str()),
            MailEnding::Failed { detail, .. } => ("failed", detail.as_str()),
        };
        metrics::MAILS.add(1, &[("outcome", word)]);
        if *ending != MailEnding::Sent {
            // The words of a server may name people: they stand on the console alone.
            tracing::warn!(association = %association.id, mail = %mail.id, outcome = word, "a mail was not sent");
            tracing::debug!(mail = %mail.id, detail, "what the server said");
        }
        guard(&self.unwritten).push(outcome);
        self.write_down().await;
    }

    /// Writes down what became of mails. What cannot be written now is kept, and its mail not sent again meanwhile.
    pub(super) async fn write_down(&self) {
        let outcomes = std::mem::take(&mut *guard(&self.unwritten));
        for outcome in outcomes {
            match outcome.association.finish_mail(&outcome.mail, &outcome.ending).await {
                Ok(_) => {
                    guard(&self.held).remove(&outcome.mail.id);
                }
                Err(error) => {
                    tracing::error!(mail = %outcome.mail.id, %error, "what became of a mail is written down later");
                    guard(&self.unwritten).push(outcome);
                }
            }
        }
    }
}
