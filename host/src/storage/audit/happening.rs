/// Something that an account's person, or an administrator, may want to know of later. To add one: a variant, its name, its
/// place in [`Happening::ALL`], and its words in `views/activity.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The first entry of a log.
    LogBegun,
    SetupLinkMade,
    AccountMade,
    /// An administrator or the operator closed an account to its person.
    AccountSuspended,
    AccountResumed,
    /// What an account owns is kept and not shown (GDPR, article 18).
    AccountHeld,
    AccountReleased,
    ProfileChanged,
    AddressConfirmed,
    AddressChanged,
    InvitationMade,
    InvitationTaken,
    SignedIn,
    /// A password or a second factor did not fit.
    SignInFailed,
    SignedOut,
    SessionEnded,
    OtherSessionsEnded,
    /// A person said of a session or a message that it was not theirs.
    NotMe,
    PasswordChanged,
    ResetAsked,
    ResetDone,
    FactorAdded,
    FactorRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    PasskeyAdded,
    PasskeyRemoved,
    LinkMade,
    LinkChanged,
    LinkStopped,
    LinkOpenedOnNewDevice,
    ShareGiven,
    ShareStopped,
    /// A container follows the sharing of what it lies in, or no longer.
    InheritanceChanged,
    GroupChanged,
    RoleGiven,
    RoleTaken,
    TokenMade,
    TokenRevoked,
    /// An administrator read what a mail to somebody says.
    MailRead,
    /// All tokens and app passwords of an account, together with its password.
    TokensEnded,
    ExportMade,
    ErasureAsked,
    ErasureUndone,
    AccountErased,
    /// Somebody without account, whom a personal link was for.
    GuestErased,
    SettingsChanged,
    ServiceEnabled,
    ServicePaused,
    ServiceDisabled,
    ServiceChanged,
    BackupRestored,
}

impl Happening {
    pub const ALL: [Self; 52] = [
        Self::LogBegun,
        Self::SetupLinkMade,
        Self::AccountMade,
        Self::AccountSuspended,
        Self::AccountResumed,
        Self::AccountHeld,
        Self::AccountReleased,
        Self::ProfileChanged,
        Self::AddressConfirmed,
        Self::AddressChanged,
        Self::InvitationMade,
        Self::InvitationTaken,
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::SessionEnded,
        Self::OtherSessionsEnded,
        Self::NotMe,
        Self::PasswordChanged,
        Self::ResetAsked,
        Self::ResetDone,
        Self::FactorAdded,
        Self::FactorRemoved,
        Self::RecoveryCodesMade,
        Self::RecoveryCodeUsed,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::LinkMade,
        Self::LinkChanged,
        Self::LinkStopped,
        Self::LinkOpenedOnNewDevice,
        Self::ShareGiven,
        Self::ShareStopped,
        Self::InheritanceChanged,
        Self::GroupChanged,
        Self::RoleGiven,
        Self::RoleTaken,
        Self::TokenMade,
        Self::TokenRevoked,
        Self::MailRead,
        Self::TokensEnded,
        Self::ExportMade,
        Self::ErasureAsked,
        Self::ErasureUndone,
        Self::AccountErased,
        Self::GuestErased,
        Self::SettingsChanged,
        Self::ServiceEnabled,
        Self::ServicePaused,
        Self::ServiceDisabled,
        Self::ServiceChanged,
        Self::BackupRestored,
    ];

    /// As the log keeps it, for good.
    pub fn name(self) -> &'static str {
        match self {
            Self::LogBegun => "log-begun",
            Self::SetupLinkMade => "setup-link-made",
            Self::AccountMade => "account-made",
            Self::AccountSuspended => "account-suspended",
            Self::AccountResumed => "account-resumed",
            Self::AccountHeld => "account-held",
            Self::AccountReleased => "account-released",
            Self::ProfileChanged => "profile-changed",
            Self::AddressConfirmed => "address-confirmed",
            Self::AddressChanged => "address-changed",
            Self::InvitationMade => "invitation-made",
            Self::InvitationTaken => "invitation-taken",
            Self::SignedIn => "signed-in",
            Self::SignInFailed => "sign-in-failed",
            Self::SignedOut => "signed-out",
            Self::SessionEnded => "session-ended",
            Self::OtherSessionsEnded => "other-sessions-ended",
            Self::NotMe => "not-me",
            Self::PasswordChanged => "password-changed",
            Self::ResetAsked => "reset-asked",
            Self::ResetDone => "reset-done",
            Self::FactorAdded => "factor-added",
            Self::FactorRemoved => "factor-removed",
            Self::RecoveryCodesMade => "recovery-codes-made",
            Self::RecoveryCodeUsed => "recovery-code-used",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRemoved => "passkey-removed",
            Self::LinkMade => "link-made",
            Self::LinkChanged => "link-changed",
            Self::LinkStopped => "link-stopped",
            Self::LinkOpenedOnNewDevice => "link-opened-on-new-device",
            Self::ShareGiven => "share-given",
            Self::ShareStopped => "share-stopped",
            Self::InheritanceChanged => "inheritance-changed",
            Self::GroupChanged => "group-changed",
            Self::RoleGiven => "role-given",
            Self::RoleTaken => "role-taken",
            Self::TokenMade => "token-made",
            Self::TokenRevoked => "token-revoked",
            Self::MailRead => "mail-read",
            Self::TokensEnded => "tokens-ended",
            Self::ExportMade => "export-made",
            Self::ErasureAsked => "erasure-asked",
            Self::ErasureUndone => "erasure-undone",
            Self::AccountErased => "account-erased",
            Self::GuestErased => "guest-erased",
            Self::SettingsChanged => "settings-changed",
            Self::ServiceEnabled => "service-enabled",
            Self::ServicePaused => "service-paused",
            Self::ServiceDisabled => "service-disabled",
            Self::ServiceChanged => "service-changed",
            Self::BackupRestored => "backup-restored",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|happening| happening.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Happening;

    #[test]
    fn every_happening_is_read_back_by_its_own_name() {
        for happening in Happening::ALL {
            assert_eq!(Happening::from_name(happening.name()), Some(happening));
        }
        assert_eq!(Happening::from_name("something"), None);
    }
}
