//! What an association writes to somebody about their account.

use super::{FactorNews, Letter, LetterButton};
use crate::words::Words;

/// Each with the addresses that its button needs.
#[derive(Clone, Copy, Debug)]
pub enum AccountLetter<'a> {
    /// To an address that registered.
    Join { confirm: &'a str },
    /// The same, to one that has an account.
    JoinKnown { forgot: &'a str },
    /// To somebody whom an administrator invites.
    Invitation { by: &'a str, join: &'a str },
    /// To an account whose password was forgotten.
    Reset { reset: &'a str },
    /// The same, to an address without account.
    ResetUnknown,
    /// The password was changed, or chosen anew, and with it what programs come in with may have ended.
    PasswordChanged { ends_tokens: bool, alarm: &'a str },
    /// To the address that an account shall have.
    NewAddress { confirm: &'a str },
    /// The same, where it belongs to another account.
    NewAddressTaken,
    /// To the address that an account had.
    AddressChanged { alarm: &'a str },
    /// Something changed about its second factors.
    Factors { news: FactorNews, alarm: &'a str },
    /// To a guest who wants to know what is kept about them.
    Guest { page: &'a str },
    /// The same, to an address that is no guest's.
    GuestUnknown,
}

impl AccountLetter<'_> {
    pub fn letter(self, words: &Words, association: &str) -> Letter {
        let say = |key: &str| words.say_with(key, &[("association", association.into())]);
        let button = |words: String, address: &str| Some(LetterButton { words, address: address.to_owned() });
        let (subject, paragraphs, button, footnote) = match self {
            Self::Join { confirm } => (
                say("mail-join-subject"),
                vec![say("mail-join-text")],
                button(say("mail-join-button"), confirm),
                Some(say("mail-join-footnote")),
            ),
            Self::JoinKnown { forgot } => (
                say("mail-join-known-subject"),
                vec![say("mail-join-known-text"), say("mail-join-known-more")],
                button(say("mail-join-known-button"), forgot),
                Some(say("mail-nothing-done")),
            ),
            Self::Invitation { by, join } => (
                say("mail-invitation-subject"),
                vec![
                    words.say_with("mail-invitation-text", &[("by", by.into()), ("association", association.into())]),
                    say("mail-invitation-more"),
                ],
                button(say("mail-invitation-button"), join),
                Some(say("mail-invitation-footnote")),
            ),
            Self::Reset { reset } => (
                say("mail-reset-subject"),
                vec![say("mail-reset-text")],
                button(say("mail-reset-button"), reset),
                Some(say("mail-nothing-done")),
            ),
            Self::ResetUnknown => (
                say("mail-reset-subject"),
                vec![say("mail-reset-unknown-text"), say("mail-reset-unknown-more")],
                None,
                Some(say("mail-nothing-done")),
            ),
            Self::PasswordChanged { ends_tokens, alarm } => (
                say("mail-password-subject"),
                [Some(say("mail-password-text")), ends_tokens.then(|| say("mail-password-tokens"))]
                    .into_iter()
                    .flatten()
                    .chain([say("mail-alarm-text")])
                    .collect(),
                button(say("mail-alarm-button"), alarm),
                Some(say("mail-alarm-footnote")),
            ),
            Self::NewAddress { confirm } => (
                say("mail-address-subject"),
                vec![say("mail-address-text")],
                button(say("mail-address-button"), confirm),
                Some(say("mail-nothing-done")),
            ),
            Self::NewAddressTaken => (
                say("mail-address-subject"),
                vec![say("mail-address-taken-text")],
                None,
                Some(say("mail-nothing-done")),
            ),
            Self::AddressChanged { alarm } => (
                say("mail-address-changed-subject"),
                vec![say("mail-address-changed-text"), say("mail-alarm-text")],
                button(say("mail-alarm-button"), alarm),
                Some(say("mail-alarm-footnote")),
            ),
            Self::Factors { news, alarm } => (
                say("news-subject"),
                vec![news.words(words), say("mail-alarm-text")],
                button(say("mail-alarm-button"), alarm),
                Some(say("mail-alarm-footnote")),
            ),
            Self::Guest { page } => (
                say("mail-guest-subject"),
                vec![say("mail-guest-text")],
                button(say("mail-guest-button"), page),
                Some(say("mail-nothing-done")),
            ),
            Self::GuestUnknown => (
                say("mail-guest-subject"),
                vec![say("mail-guest-unknown-text"), say("mail-guest-unknown-more")],
                None,
                Some(say("mail-nothing-done")),
            ),
        };
        Letter { subject, paragraphs, button, footnote }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Locale;

    #[test]
    fn every_letter_has_all_its_words_and_names_the_association() {
        const AT: &str = "https://a.example/-/x";
        let letters = [
            AccountLetter::Join { confirm: AT },
            AccountLetter::JoinKnown { forgot: AT },
            AccountLetter::Invitation { by: "Anne", join: AT },
            AccountLetter::Reset { reset: AT },
            AccountLetter::ResetUnknown,
            AccountLetter::PasswordChanged { ends_tokens: true, alarm: AT },
            AccountLetter::NewAddress { confirm: AT },
            AccountLetter::NewAddressTaken,
            AccountLetter::AddressChanged { alarm: AT },
            AccountLetter::Factors { news: FactorNews::TotpEnrolled, alarm: AT },
            AccountLetter::Guest { page: AT },
            AccountLetter::GuestUnknown,
        ];
        for locale in Locale::ALL {
            for letter in letters {
                let written = letter.letter(Words::of(locale), "Les Amis d’Alpha");
                let all = format!("{written:?}");
                assert!(!all.contains('⟦') && !all.contains("{$"), "{all}");
                assert!(written.subject.contains("Les Amis d’Alpha"), "{all}");
                assert!(written.button.is_none_or(|button| button.address == AT));
            }
        }
    }
}
