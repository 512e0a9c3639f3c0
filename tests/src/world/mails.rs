use veillee::storage::Association;
use veillee::storage::outbox::{ClaimedMail, MailEnding};

use super::World;

impl World {
    /// The mails that the first association has posted since the last call, in their order; they count as sent.
    pub async fn mails(&self) -> Vec<ClaimedMail> {
        mails_of(&self.alpha).await
    }

    /// The only one of them.
    pub async fn only_mail(&self) -> ClaimedMail {
        let mut mails = self.mails().await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        mails.remove(0)
    }
}

pub async fn mails_of(association: &Association) -> Vec<ClaimedMail> {
    let mut mails = Vec::new();
    while let Some(mail) = association.claim_mail(&[]).await.expect("a database") {
        association.finish_mail(&mail, &MailEnding::Sent).await.expect("a database");
        mails.push(mail);
    }
    mails
}

/// The path of the address in a mail's text that begins with this.
pub fn path_in(mail: &ClaimedMail, start: &str) -> String {
    let at = mail.text.find(start).unwrap_or_else(|| panic!("no {start} in {}", mail.text));
    mail.text[at..].split_whitespace().next().unwrap_or_default().to_owned()
}
