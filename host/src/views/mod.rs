//! What people see: typed values in, HTML out. No HTTP, no storage, no clock; every value is escaped by its template.
//!
//! A page is made in two steps: a [`View`] gives the inside of `<main>` (a plugin's page gives it instead, after the
//! page wall), and the [`Shell`] puts the association's house around it.

mod account;
mod account_letter;
mod activity;
mod address;
mod api_guide;
mod assets;
mod confirm;
mod console;
mod contrast;
#[cfg(test)]
mod contrast_tests;
mod design;
mod design_examples;
#[cfg(test)]
mod design_tests;
mod device;
mod elements;
mod error_page;
mod factor;
mod factor_news;
mod forgot;
mod groups;
mod guests;
mod home;
mod leave;
mod legal;
mod letter;
mod link;
mod link_gate;
mod members;
mod message;
mod notice;
mod offline;
mod passkey_element;
mod password;
mod plot;
mod qr;
mod rights;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod samples_front;
mod script;
#[cfg(test)]
mod script_tests;
mod script_words;
mod security;
mod sessions;
mod settings;
#[cfg(test)]
mod settings_samples;
mod sharing;
mod sharing_rows;
mod sharing_sentence;
mod shell;
mod sign_in;
#[cfg(test)]
mod tests;
mod theme;
mod tokens;
mod trash;
mod welcome;

use askama::Template;

pub use account::{Account, AccountRole, Space, SpaceLevel};
pub use account_letter::AccountLetter;
pub use activity::{Activity, ActivityRow, ConsoleActivity};
pub use address::{AddressPage, AddressProblem};
pub use api_guide::{ApiGuide, ProblemRow};
pub use assets::{FAVICON, SAMPLE_LANDSCAPE, SAMPLE_PORTRAIT, STYLESHEET, WORDMARK, WORKER};
pub use confirm::{Confirm, ConfirmDeed};
pub use console::{
    ConsoleJobs, ConsoleLog, ConsoleMail, ConsoleMailText, ConsoleService, ConsoleServices, ConsoleStorage,
    ConsoleUsage, DamagedRow, DayUse, FaultRow, JobList, JobRow, JobSort, LastBackup, LogRow, MailHindrance, MailRow,
    MailStanding, PauseForm, RoomRow, ScrubRow, ServiceDeed, ServiceHealth, ServiceRow, ServiceUse, ServiceUsePage,
    VersionRow, WaitingVersion, Wish,
};
pub use contrast::{Colour, Scheme, token_colour};
pub use design::Design;
pub use design_examples::SamplePictures;
pub use device::device_words;
pub use elements::{ProgressElement, ShareElement, TimeElement, UploadElement};
pub use error_page::{ErrorKind, ErrorPage};
pub use factor::{FactorForms, FactorProblem, ProofAsk, ProofPage, ProofProblem, SignInFactor};
pub use factor_news::{FactorNews, factors_reset_letter};
pub use forgot::Forgot;
pub use groups::{GroupMember, GroupPage, GroupProblem, GroupRow, Groups, RoleRow, Roles};
pub use guests::{GuestErase, GuestErasure, GuestKept, GuestMail, GuestPerson, GuestRow, Guests, SharedRow};
pub use home::{Home, HomeCaller, RecentLink};
pub use leave::Leave;
pub use legal::Legal;
pub use letter::{Letter, LetterButton, Letterhead, WrittenLetter};
pub use link::{LinkLocks, LinkPage, Poster};
pub use link_gate::{LinkGate, LinkGateProblem};
pub use members::{InvitationRow, MemberRow, Members};
pub use message::Message;
pub use notice::{Notice, NoticeKind, NoticeLink, Told};
pub use offline::Offline;
pub use passkey_element::{PasskeyElement, PasskeyProblem};
pub use password::{PasswordPage, PasswordProblem, PasswordWay};
pub use rights::{Erase, EraseProblem, ErasureFate, ErasureRow, Export, ExportIndex, ExportPart, IndexRow, Regret};
pub use script::script;
pub use security::{PasskeyRow, Recovery, RecoveryCard, Security, TotpSetup};
pub use sessions::{SessionRow, Sessions};
pub use settings::{Field, ServiceConsent, ServiceSetting, ServiceSwitch, Settings, SettingsTokens};
pub use sharing::{Audience, GroupForm, LinkEnd, LinkForm, Outer, PersonForm, Sharing, SharingProblem};
pub use sharing_rows::{RowKind, ShareRow};
pub use sharing_sentence::{SharingFacts, sharing_sentence};
pub use shell::{ServiceLink, Shell};
pub use sign_in::{SignIn, SignInProblem};
pub use theme::{InBoth, Theme};
pub use tokens::{MadeToken, TokenEnd, TokenEntered, TokenProblem, TokenRow, Tokens};
pub use trash::{Trash, TrashDelete, TrashObject, TrashRow, TrashState};
pub use welcome::{Welcome, WelcomeProblem, WelcomeWay};

/// HTML that goes out as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusted(String);

impl Trusted {
    /// Takes what the page wall let through. Nothing else may come in here.
    pub fn filtered(html: String) -> Self {
        Self(html)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

/// A page of the host.
pub trait View: Template {
    /// Name of the page, for the tab of the browser.
    fn title(&self) -> String;

    /// The inside of `<main>`.
    fn main(&self) -> Trusted {
        rendered(self)
    }
}

/// Writing to memory fails only if a value's `Display` does, and those of the views do not.
fn rendered(template: &(impl Template + ?Sized)) -> Trusted {
    Trusted(template.render().unwrap_or_default())
}

/// One choice of a `<select>`.
struct Choice {
    value: &'static str,
    words: String,
    chosen: bool,
}

/// A path as the value of a query parameter: only letters, digits and `/-._~` stay.
pub fn as_parameter(path: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(path, PLAIN).to_string()
}
