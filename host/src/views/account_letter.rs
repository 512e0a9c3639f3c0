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
        let letter =
            |subject, paragraphs, button, footnote| Letter { subject, paragraphs, button, footnote: Some(footnote) };
        // Somebody asked for it, and it may be a mistake: nothing happened yet.
        let harmless = |subject, paragraphs, button| letter(subject, paragraphs, button, say("mail-nothing-done"));
        // It is done: whoever did not do it has a button.
        let done = |subject, mut paragraphs: Vec<String>, alarm: &str| {
            paragraphs.push(say("mail-alarm-text"));
            letter(subject, paragraphs, button(say("mail-alarm-button"), alarm), say("mail-alarm-footnote"))
        };
        match self {
            Self::Join { confirm } => {
                let way_on = button(say("mail-join-button"), confirm);
                letter(say("mail-join-subject"), vec![say("mail-join-text")], way_on, say("mail-join-footnote"))
            }
            Self::JoinKnown { forgot } => {
                let told = vec![say("mail-join-known-text"), say("mail-join-known-more")];
                harmless(say("mail-join-known-subject"), told, button(say("mail-join-known-button"), forgot))
            }
            Self::Invitation { by, join } => {
                let values = [("by", by.into()), ("association", association.into())];
                let told = vec![words.say_with("mail-invitation-text", &values), say("mail-invitation-more")];
                let way_on = button(say("mail-invitation-button"), join);
                letter(say("mail-invitation-subject"), told, way_on, say("mail-invitation-footnote"))
            }
            Self::Reset { reset } => {
                let way_on = button(say("mail-reset-button"), reset);
                harmless(say("mail-reset-subject"), vec![say("mail-reset-text")], way_on)
            }
            Self::ResetUnknown => {
                let told = vec![say("mail-reset-unknown-text"), say("mail-reset-unknown-more")];
                harmless(say("mail-reset-subject"), told, None)
            }
            Self::PasswordChanged { ends_tokens, alarm } => {
                let tokens = ends_tokens.then(|| say("mail-password-tokens"));
                let told = [Some(say("mail-password-text")), tokens].into_iter().flatten().collect();
                done(say("mail-password-subject"), told, alarm)
            }
            Self::NewAddress { confirm } => {
                let way_on = button(say("mail-address-button"), confirm);
                harmless(say("mail-address-subject"), vec![say("mail-address-text")], way_on)
            }
            Self::NewAddressTaken => harmless(say("mail-address-subject"), vec![say("mail-address-taken-text")], None),
            Self::AddressChanged { alarm } => {
                done(say("mail-address-changed-subject"), vec![say("mail-address-changed-text")], alarm)
            }
            Self::Factors { news, alarm } => done(say("news-subject"), vec![news.words(words)], alarm),
            Self::Guest { page } => {
                let way_on = button(say("mail-guest-button"), page);
                harmless(say("mail-guest-subject"), vec![say("mail-guest-text")], way_on)
            }
            Self::GuestUnknown => {
                let told = vec![say("mail-guest-unknown-text"), say("mail-guest-unknown-more")];
                harmless(say("mail-guest-subject"), told, None)
            }
        }
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
