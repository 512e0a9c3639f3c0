use super::{Letter, LetterButton};
use crate::words::{Locale, Words};

/// What changed about how one signs in, told by a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorNews {
    TotpEnrolled,
    TotpRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryMade,
    RecoveryUsed,
    /// The operator took everything away, because the person asked for it.
    Reset,
}

impl FactorNews {
    /// `address`: of the page that shows what is in place.
    pub fn letter(self, locale: Locale, address: &str) -> Letter {
        let words = Words::of(locale);
        Letter {
            subject: words.say("news-subject"),
            paragraphs: vec![self.sentence(words), words.say("news-yours")],
            button: Some(LetterButton { words: words.say("security-title"), address: address.to_owned() }),
            footnote: Some(words.say("news-not-yours")),
        }
    }

    fn sentence(self, words: &Words) -> String {
        match self {
            Self::TotpEnrolled => words.say("news-totp-enrolled"),
            Self::TotpRemoved => words.say("news-totp-removed"),
            Self::PasskeyAdded => words.say("news-passkey-added"),
            Self::PasskeyRemoved => words.say("news-passkey-removed"),
            Self::RecoveryMade => words.say("news-recovery-made"),
            Self::RecoveryUsed => words.say("news-recovery-used"),
            Self::Reset => words.say("news-reset"),
        }
    }
}
