use super::Letter;
use crate::words::Words;

/// What changed about how one signs in, told by a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorNews {
    TotpEnrolled,
    TotpRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryMade,
    RecoveryUsed,
}

impl FactorNews {
    pub fn words(self, words: &Words) -> String {
        match self {
            Self::TotpEnrolled => words.say("news-totp-enrolled"),
            Self::TotpRemoved => words.say("news-totp-removed"),
            Self::PasskeyAdded => words.say("news-passkey-added"),
            Self::PasskeyRemoved => words.say("news-passkey-removed"),
            Self::RecoveryMade => words.say("news-recovery-made"),
            Self::RecoveryUsed => words.say("news-recovery-used"),
        }
    }
}

/// The operator took all second factors from an account, because its person asked for it.
pub fn factors_reset_letter(words: &Words, association: &str) -> Letter {
    Letter {
        subject: words.say_with("news-subject", &[("association", association.into())]),
        paragraphs: vec![words.say("news-reset"), words.say("news-reset-more")],
        button: None,
        footnote: None,
    }
}
