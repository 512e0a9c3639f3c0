use veillee::storage::audit::{Doer, Happening, Note};
use veillee::storage::guests::NewGuest;
use veillee::storage::ids::{new_id, new_token, token_digest};
use veillee::storage::links::{LinkTerms, PasswordChange};
use veillee::storage::outbox::NewMail;
use veillee::storage::people::{
    AccountRole, LinkMail, LinkPurpose, NewAccount, NewMailedLink, NewSession, NewToken, TokenKind,
};
use veillee::storage::settings::Setting;
use veillee::storage::shares::{LinkGuard, NEVER_MS, NewShare};
use veillee::storage::sql::Ask as _;
use veillee_access::{Action, Caller, Fragment, Permit, PrincipalId, Role, Subject};

use super::super::bench::{Bench, member, text};
use super::super::sketches::everything;

/// What changes who may do what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    MakeLink,
    ShareWithGroup,
    InviteGuest,
    ChangeLink,
    EndShare,
    EndShareWith,
    SetPrivate,
    CreateGroup,
    RenameGroup,
    JoinGroup,
    LeaveGroup,
    DeleteGroup,
    GiveRole,
    TakeRole,
    MakeAdministrator,
    Suspend,
    Resume,
    CreateAccount,
    JoinInvited,
    Invite,
    ChangeProfile,
    ChangePassword,
    ResetPassword,
    NotMe,
    SignIn,
    SignOut,
    EndSession,
    EndOtherSessions,
    EnrolTotp,
    MakeToken,
    EndToken,
    Settings,
    MakeSetupLink,
    UseSetupLink,
}

pub const DEEDS: [Deed; 34] = [
    Deed::MakeLink,
    Deed::ShareWithGroup,
    Deed::InviteGuest,
    Deed::ChangeLink,
    Deed::EndShare,
    Deed::EndShareWith,
    Deed::SetPrivate,
    Deed::CreateGroup,
    Deed::RenameGroup,
    Deed::JoinGroup,
    Deed::LeaveGroup,
    Deed::DeleteGroup,
    Deed::GiveRole,
    Deed::TakeRole,
    Deed::MakeAdministrator,
    Deed::Suspend,
    Deed::Resume,
    Deed::CreateAccount,
    Deed::JoinInvited,
    Deed::Invite,
    Deed::ChangeProfile,
    Deed::ChangePassword,
    Deed::ResetPassword,
    Deed::NotMe,
    Deed::SignIn,
    Deed::SignOut,
    Deed::EndSession,
    Deed::EndOtherSessions,
    Deed::EnrolTotp,
    Deed::MakeToken,
    Deed::EndToken,
    Deed::Settings,
    Deed::MakeSetupLink,
    Deed::UseSetupLink,
];

/// Tables that a deed may read or write; without one of them the statement that needs it fails.
pub const TABLES: [&str; 24] = [
    "audit_head",
    "audit_entry",
    "audit_words",
    "generation",
    "share",
    "session_share",
    "share_download",
    "invited_guest",
    "container",
    "container_path",
    "account_group",
    "account_group_member",
    "association_role",
    "principal",
    "account",
    "session",
    "pending_sign_in",
    "mailed_link",
    "mail",
    "totp",
    "account_token",
    "setup_link",
    "association_setting",
    "association_mark",
];

/// One line for each row that a deed may change.
const FACTS: [&str; 13] = [
    "SELECT id || subject || role || ends_ms || label FROM share ORDER BY 1",
    "SELECT id || CASE WHEN private THEN 'private' ELSE '' END FROM container ORDER BY 1",
    "SELECT id || name FROM principal ORDER BY 1",
    "SELECT id || address || password || role || suspended_ms FROM account ORDER BY 1",
    "SELECT coalesce(principal, '') || ends_ms || created_ms FROM session ORDER BY 1",
    "SELECT id || name FROM account_group ORDER BY 1",
    "SELECT account || account_group FROM account_group_member ORDER BY 1",
    "SELECT account || role FROM association_role ORDER BY 1",
    "SELECT name || value FROM association_setting ORDER BY 1",
    "SELECT purpose || principal || address || used_ms || created_ms FROM mailed_link ORDER BY 1",
    "SELECT account || last_step FROM totp ORDER BY 1",
    "SELECT id FROM account_token ORDER BY 1",
    "SELECT 'link' || ends_ms || '/' || used_ms FROM setup_link ORDER BY 1",
];

/// What the database holds at one moment.
#[derive(Debug)]
pub struct Kept {
    pub facts: Vec<String>,
    pub entries: i64,
}

/// What a deed is done to.
#[derive(Default)]
pub struct Prepared {
    /// Of a share, a group, a session, a token …
    pub id: String,
    /// A second secret or name, new each time.
    pub other: String,
}

pub struct Stage {
    bench: Bench,
    ada: Caller,
    album: String,
    /// An account.
    bruno: String,
}

const DEVICE: &str = "Firefox/Linux";
const BY: Doer<'static> = Doer { id: "ada", device: DEVICE };

fn new_share(label: &str) -> NewShare {
    NewShare { role: Role::Viewer, ends_ms: NEVER_MS, label: label.to_owned() }
}

type Outcome = Result<(), String>;

fn told<T, E: std::fmt::Display>(outcome: Result<T, E>) -> Outcome {
    outcome.map(drop).map_err(|error| error.to_string())
}

fn mail() -> NewMail<'static> {
    let (subject, text, html) = ("Votre compte", "Bonjour", "<p>Bonjour</p>");
    NewMail { to: "bruno@example.org", from_name: "Alpha", subject, text, html, key: "", until_ms: None }
}

impl Stage {
    pub async fn new(bench: Bench) -> Self {
        everything(&bench).await;
        let ada = member("ada");
        let album = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
        let mut bruno = String::new();
        for (address, role) in [("bruno@example.org", AccountRole::Member), ("carla@example.org", AccountRole::Admin)] {
            let new = NewAccount { address, name: "Bruno", password: "!", role, locale: "fr" };
            let made = bench.association.create_account(new).await.expect("made");
            bruno = if bruno.is_empty() { made } else { bruno };
        }
        Self { bench, ada, album, bruno }
    }

    /// Both at one moment.
    pub async fn kept(&self) -> Kept {
        let mut moment = self.bench.association.database().begin_reading().await.expect("a moment");
        let mut facts = Vec::new();
        for select in FACTS {
            let rows = moment.rows(Fragment::new(select)).await.expect("read");
            facts.extend(rows.iter().map(|row| row.text(0).expect("a line")));
        }
        let count =
            moment.row(Fragment::new("SELECT count(*) FROM audit_entry")).await.expect("counted").expect("a row");
        Kept { facts, entries: count.int(0).expect("a number") }
    }

    pub async fn run(&self, statement: &str) {
        self.bench.association.database().execute(Fragment::new(statement)).await.expect("done");
    }

    pub async fn fits(&self) {
        assert_eq!(self.bench.association.verify_audit().await.expect("walked").fault, None);
    }

    async fn permit(&self) -> Permit {
        self.bench.permit(&self.ada, Action::Share, &self.album).await.expect("may share")
    }

    fn doer(&self) -> Doer<'_> {
        Doer::of(&self.bruno, DEVICE)
    }

    /// Makes ready what the deed needs, anew each time.
    pub async fn prepare(&self, deed: Deed) -> Prepared {
        self.bench.clock.advance(1_000);
        let (association, random) = (&self.bench.association, &*self.bench.association.random);
        let other = new_token(random);
        let id = match deed {
            Deed::ChangeLink | Deed::EndShare => {
                let permit = self.permit().await;
                let made = association.share_by_link(&permit, BY, new_share("Famille")).await.expect("a link");
                made.share
            }
            Deed::EndShareWith => {
                let (permit, subject) = (self.permit().await, Subject::Account(PrincipalId(self.bruno.clone())));
                association.share_with(&permit, BY, &subject, new_share("Bruno")).await.expect("shared");
                String::new()
            }
            Deed::ShareWithGroup | Deed::RenameGroup | Deed::JoinGroup | Deed::DeleteGroup => {
                association.create_group(&new_id(random), BY).await.expect("a group")
            }
            Deed::LeaveGroup => {
                let group = association.create_group(&new_id(random), BY).await.expect("a group");
                association.join_group(&group, &self.bruno, BY).await.expect("joined");
                group
            }
            Deed::SetPrivate => {
                let permit = self.permit().await;
                association.set_private(&permit, BY, false).await.expect("open");
                String::new()
            }
            Deed::TakeRole => {
                association.give_role(&self.bruno, "reviewer", BY).await.expect("given");
                String::new()
            }
            Deed::GiveRole => {
                association.take_role(&self.bruno, "reviewer", BY).await.expect("taken");
                String::new()
            }
            Deed::MakeAdministrator => {
                association.set_role(&self.bruno, AccountRole::Member, None, BY).await.expect("set").expect("there");
                String::new()
            }
            Deed::Suspend | Deed::ResetPassword | Deed::NotMe | Deed::SignIn => self.opened(deed, &other).await,
            Deed::Resume => {
                association.suspend_member(&self.bruno, BY).await.expect("asked").expect("suspended");
                String::new()
            }
            Deed::JoinInvited => self.mailed(LinkPurpose::Invitation, &other).await,
            Deed::SignOut | Deed::EndSession | Deed::EndOtherSessions => self.session().await,
            Deed::EndToken => {
                association.create_token(self.new_token(&other)).await.expect("a token");
                other.clone()
            }
            Deed::UseSetupLink => association.create_setup_link(60_000).await.expect("a link"),
            _ => String::new(),
        };
        self.make_room().await;
        Prepared { id, other }
    }

    /// The account can be used; a link that was mailed to it, where the deed needs one.
    async fn opened(&self, deed: Deed, secret: &str) -> String {
        self.bench.association.resume_member(&self.bruno, BY).await.expect("resumed");
        match deed {
            Deed::ResetPassword => self.mailed(LinkPurpose::Reset, secret).await,
            Deed::NotMe => self.mailed(LinkPurpose::Alarm, secret).await,
            _ => String::new(),
        }
    }

    /// Nothing is refused because there is too much of it.
    async fn make_room(&self) {
        self.run("DELETE FROM mail").await;
        self.run("DELETE FROM account_token WHERE created_ms < (SELECT max(created_ms) FROM account_token)").await;
        self.run("DELETE FROM share WHERE created_ms < (SELECT max(created_ms) FROM share)").await;
        self.run("DELETE FROM account_group WHERE created_ms < (SELECT max(created_ms) FROM account_group)").await;
        self.run("DELETE FROM account_group_member WHERE account_group NOT IN (SELECT id FROM account_group)").await;
    }

    async fn session(&self) -> String {
        let new =
            NewSession { principal: Some(&self.bruno), life_ms: 9_000_000, device: DEVICE, ..NewSession::default() };
        self.bench.association.create_session(new).await.expect("a session")
    }

    async fn mailed(&self, purpose: LinkPurpose, secret: &str) -> String {
        let link = NewMailedLink { purpose, ..self.new_link(secret) };
        let sent = LinkMail { link: Some(link), mail: mail(), note: None };
        self.bench.association.mail_link(&sent).await.expect("mailed");
        secret.to_owned()
    }

    fn new_link<'a>(&'a self, token: &'a str) -> NewMailedLink<'a> {
        NewMailedLink {
            token,
            purpose: LinkPurpose::Reset,
            principal: &self.bruno,
            address: "bruno@example.org",
            name: "",
            password: "",
            role: AccountRole::Member,
            locale: "fr",
        }
    }

    fn new_token<'a>(&'a self, id: &'a str) -> NewToken<'a> {
        let (principal, kind) = (self.bruno.as_str(), TokenKind::Api);
        NewToken {
            id,
            principal,
            kind,
            name: "Script",
            service: None,
            writes: false,
            ends_ms: NEVER_MS,
            device: DEVICE,
        }
    }

    pub async fn act(&self, deed: Deed, prepared: &Prepared) -> Outcome {
        match deed {
            Deed::MakeLink
            | Deed::ShareWithGroup
            | Deed::InviteGuest
            | Deed::ChangeLink
            | Deed::EndShare
            | Deed::EndShareWith
            | Deed::SetPrivate => self.share(deed, prepared).await,
            Deed::ResetPassword | Deed::NotMe | Deed::JoinInvited | Deed::Invite | Deed::ChangePassword => {
                self.by_mail(deed, prepared).await
            }
            Deed::SignIn
            | Deed::SignOut
            | Deed::EndSession
            | Deed::EndOtherSessions
            | Deed::EnrolTotp
            | Deed::MakeToken
            | Deed::EndToken => self.come_and_go(deed, prepared).await,
            _ => self.administer(deed, prepared).await,
        }
    }

    async fn share(&self, deed: Deed, Prepared { id, other }: &Prepared) -> Outcome {
        let association = &self.bench.association;
        let permit = self.bench.permit(&self.ada, Action::Share, &self.album).await;
        let permit = permit.map_err(|error| error.to_string())?;
        match deed {
            Deed::MakeLink => {
                let guard = LinkGuard { password: "$argon2id$", downloads_max: 3 };
                told(association.share_by_guarded_link(&permit, BY, new_share("Famille"), guard).await)
            }
            Deed::ShareWithGroup => {
                told(association.share_with(&permit, BY, &Subject::Group(id.clone()), new_share("")).await)
            }
            Deed::InviteGuest => {
                let guest = NewGuest { name: "Mamie Jeanne", address: other };
                told(association.share_with_guest(&permit, BY, guest, new_share("Mamie Jeanne")).await)
            }
            Deed::ChangeLink => {
                let password = PasswordChange::Set("$argon2id$".to_owned());
                let (role, ends_ms, downloads_max) = (Some(Role::Depositor), Some(NEVER_MS), Some(0));
                let terms = LinkTerms { role, ends_ms, label: Some(other.clone()), password, downloads_max };
                told(association.change_link(&permit, BY, id, &terms).await)
            }
            Deed::EndShare => told(association.end_share(&permit, BY, id).await),
            Deed::EndShareWith => {
                let subject = Subject::Account(PrincipalId(self.bruno.clone()));
                told(association.end_share_with(&permit, BY, &subject).await)
            }
            _ => told(association.set_private(&permit, BY, true).await),
        }
    }

    async fn by_mail(&self, deed: Deed, Prepared { id, other }: &Prepared) -> Outcome {
        let association = &self.bench.association;
        let find = async |purpose| {
            let link = association.mailed_link(id, purpose).await.map_err(|error| error.to_string())?;
            link.ok_or_else(|| "the link is worth nothing".to_owned())
        };
        let note = |happening| Some(Note::new(happening, self.doer()));
        let another = format!("{other}again");
        let alarm = || NewMailedLink { purpose: LinkPurpose::Alarm, ..self.new_link(&another) };
        let tell = |happening| LinkMail { link: Some(alarm()), mail: mail(), note: note(happening) };
        match deed {
            Deed::ChangePassword => {
                let told_of = tell(Happening::PasswordChanged);
                told(
                    association
                        .change_password((&self.bruno, &token_digest("kept")), other, Some(self.doer()), &told_of)
                        .await,
                )
            }
            Deed::ResetPassword => {
                let told_of = tell(Happening::ResetDone);
                told(association.reset_password(&find(LinkPurpose::Reset).await?, other, self.doer(), &told_of).await)
            }
            Deed::NotMe => {
                let secret = new_token(&*association.random);
                let reset = self.new_link(&secret);
                told(association.raise_alarm(&find(LinkPurpose::Alarm).await?, &reset, self.doer()).await)
            }
            Deed::JoinInvited => {
                let address = format!("{other}@example.org");
                let new = NewAccount {
                    address: &address,
                    name: "Zoé",
                    password: "!",
                    role: AccountRole::Member,
                    locale: "fr",
                };
                told(association.join(&find(LinkPurpose::Invitation).await?, &new, DEVICE).await)
            }
            _ => {
                let link = NewMailedLink { purpose: LinkPurpose::Invitation, principal: "", ..self.new_link(other) };
                let made = note(Happening::InvitationMade);
                told(association.mail_link(&LinkMail { link: Some(link), mail: mail(), note: made }).await)
            }
        }
    }

    async fn come_and_go(&self, deed: Deed, Prepared { id, other }: &Prepared) -> Outcome {
        let (association, by) = (&self.bench.association, self.doer());
        match deed {
            Deed::SignIn => {
                let new = NewSession {
                    principal: Some(&self.bruno),
                    life_ms: 9_000_000,
                    device: DEVICE,
                    ..NewSession::default()
                };
                told(association.create_session(new).await)
            }
            Deed::SignOut => told(association.end_session(&token_digest(id), by).await),
            Deed::EndSession => told(association.end_session_of(by, &token_digest(id)).await),
            Deed::EndOtherSessions => told(association.end_other_sessions(by, &token_digest("kept")).await),
            Deed::EnrolTotp => {
                let note = Note::new(Happening::FactorAdded, by);
                let step = self.bench.moment().now_ms;
                told(association.enrol_totp(&self.bruno, &[7; 20], step, &note).await)
            }
            Deed::MakeToken => told(association.create_token(self.new_token(other)).await),
            _ => told(association.end_token_of(&self.bruno, id, DEVICE).await),
        }
    }

    async fn administer(&self, deed: Deed, Prepared { id, other }: &Prepared) -> Outcome {
        let (association, bruno) = (&self.bench.association, self.bruno.as_str());
        let account =
            |address| NewAccount { address, name: "Zoé", password: "!", role: AccountRole::Admin, locale: "fr" };
        match deed {
            Deed::CreateGroup => told(association.create_group(other, BY).await),
            Deed::RenameGroup => told(association.rename_group(id, other, BY).await),
            Deed::JoinGroup => told(association.join_group(id, bruno, BY).await),
            Deed::LeaveGroup => told(association.leave_group(id, bruno, BY).await),
            Deed::DeleteGroup => told(association.delete_group(id, BY).await),
            Deed::GiveRole => told(association.give_role(bruno, "reviewer", BY).await),
            Deed::TakeRole => told(association.take_role(bruno, "reviewer", BY).await),
            Deed::MakeAdministrator => told(association.set_role(bruno, AccountRole::Admin, None, BY).await),
            Deed::Suspend => told(association.suspend_member(bruno, BY).await),
            Deed::Resume => told(association.resume_member(bruno, BY).await),
            Deed::CreateAccount => told(association.create_account(account(other)).await),
            Deed::ChangeProfile => told(association.set_profile(self.doer(), other, "en").await),
            Deed::Settings => told(association.set(&[(Setting::Contact, other.clone())], BY).await),
            Deed::MakeSetupLink => told(association.create_setup_link(self.bench.moment().now_ms % 1_000_000).await),
            _ => told(association.use_setup_link(id, &account(other), DEVICE).await),
        }
    }
}
