//! Mails about accounts, with the links that stand in them.

use data_encoding::HEXLOWER;

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use super::post;
use crate::storage::audit::{Happening, Note};
use crate::storage::ids::new_token;
use crate::storage::outbox::PostError;
use crate::storage::people::{Account, LinkMail, LinkPurpose, NewMailedLink};
use crate::views::{AccountLetter, FactorNews, WrittenLetter};
use crate::words::{Locale, Words};

/// A secret for a link that is to be mailed.
pub fn new_secret(arrival: &Arrival) -> String {
    new_token(&*arrival.site.association.random)
}

/// The whole address of a path, as it stands in a mail.
pub fn address_of(app: &App, arrival: &Arrival, path: &str) -> String {
    format!("{}{path}", app.origin_of(&arrival.site))
}

/// To whom something is written, and in which language.
pub struct Recipient<'a> {
    pub address: &'a str,
    pub locale: Locale,
}

impl<'a> Recipient<'a> {
    /// Of the account itself: what somebody typed may only look like it.
    pub fn of(account: &'a Account, arrival: &Arrival) -> Self {
        let locale = Locale::from_name(&account.locale).unwrap_or(arrival.locale);
        Self { address: &account.address, locale }
    }

    /// Somebody without account, in the language in which they asked.
    pub fn stranger(address: &'a str, arrival: &Arrival) -> Self {
        Self { address, locale: arrival.locale }
    }
}

/// Mails a letter, with its link if it has one, and notes it in the log where that is asked for. A form that is sent twice
/// posts one mail: `form_token` is its own.
pub async fn send(
    app: &App,
    arrival: &Arrival,
    to: &Recipient<'_>,
    letter: AccountLetter<'_>,
    (link, note): (Option<NewMailedLink<'_>>, Option<Note<'_>>),
    form_token: &str,
) -> Result<(), PageError> {
    let association = &arrival.site.association;
    let written = write(app, arrival, to.locale, letter);
    let key = HEXLOWER.encode(&association.mark("veillee mail of a form", form_token.as_bytes()));
    let note = note.map(|note| Note { doer: arrival.doer(), ..note });
    let until_ms = link.as_ref().map(|link| association.clock.now_ms().saturating_add(link.purpose.life_ms()));
    let mail = post::mail(&written, to.address, &key, until_ms);
    match association.mail_link(&LinkMail { link, mail, note }).await {
        // An account from before addresses were looked at so closely: nothing can be sent there, and the page is as ever.
        Err(error @ PostError::Address) => {
            tracing::warn!(association = %association.id, %error, "an account cannot be written to");
            Ok(())
        }
        sent => Ok(sent?),
    }
}

fn write(app: &App, arrival: &Arrival, locale: Locale, letter: AccountLetter<'_>) -> WrittenLetter {
    post::write(app, &arrival.site, locale, &letter.letter(Words::of(locale), &arrival.site.name))
}

/// What was done to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    PasswordChanged {
        /// Tokens and app passwords too.
        ends_tokens: bool,
    },
    /// By a mailed link.
    PasswordReset {
        /// As above.
        ends_tokens: bool,
    },
    AddressChanged,
    Factors(FactorNews),
}

/// Tells an account what was done to it, with a link for when it was not its person who did it; the log says so as well.
pub struct Warning<'a> {
    account: &'a Account,
    /// None: whoever did it noted it.
    note: Option<Note<'a>>,
    secret: String,
    written: WrittenLetter,
}

impl<'a> Warning<'a> {
    /// To the address that the account has in `account`.
    pub fn new(app: &App, arrival: &'a Arrival, account: &'a Account, done: Done) -> Self {
        let secret = new_secret(arrival);
        let alarm = address_of(app, arrival, &format!("/-/not-me/{secret}"));
        let letter = match done {
            Done::PasswordChanged { ends_tokens } | Done::PasswordReset { ends_tokens } => {
                AccountLetter::PasswordChanged { ends_tokens, alarm: &alarm }
            }
            Done::AddressChanged => AccountLetter::AddressChanged { alarm: &alarm },
            Done::Factors(news) => AccountLetter::Factors { news, alarm: &alarm },
        };
        let written = write(app, arrival, Recipient::of(account, arrival).locale, letter);
        let by = arrival.doer_as(&account.id);
        let note = match done {
            Done::PasswordChanged { .. } => Some(Note::new(Happening::PasswordChanged, by)),
            Done::PasswordReset { .. } => Some(Note::new(Happening::ResetDone, by)),
            Done::AddressChanged => Some(Note::new(Happening::AddressChanged, by)),
            Done::Factors(_) => None,
        };
        Self { account, note, secret, written }
    }

    pub fn mail(&self) -> LinkMail<'_> {
        let link = NewMailedLink::about(self.account, LinkPurpose::Alarm, &self.secret);
        let mail = post::mail(&self.written, &self.account.address, "", None);
        LinkMail { link: Some(link), mail, note: self.note }
    }
}
