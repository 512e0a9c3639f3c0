//! Who has an account, and who was invited.

use askama::Template;
use jiff::civil::Date;

use super::View;
use crate::words::Words;

#[derive(Clone, Debug)]
pub struct MemberRow {
    /// Where its forms post to.
    pub path: String,
    pub name: String,
    pub address: String,
    pub is_administrator: bool,
    pub is_suspended: bool,
    /// The account that looks.
    pub is_self: bool,
    /// In universal time; none: never here.
    pub seen: Option<Date>,
    pub form_token: String,
}

#[derive(Clone, Debug)]
pub struct InvitationRow {
    /// What stands for it in the form.
    pub name: String,
    pub address: String,
    pub sent: Option<Date>,
    /// None: it has ended.
    pub ends: Option<Date>,
    pub form_token: String,
}

/// Posts `token` and `address` to `/-/members/invitations`; `token`, `invitation` and `deed` (`resend` or `withdraw`) to
/// `/-/members/invitations/change`; `token` and `deed` (`administrator`, `member`, `suspend` or `resume`) to the path of a row.
#[derive(Template)]
#[template(path = "members.html")]
pub struct Members<'a> {
    pub words: &'static Words,
    pub members: &'a [MemberRow],
    pub invitations: &'a [InvitationRow],
    /// Whether somebody new may be invited.
    pub may_invite: bool,
    /// As entered before, when there was a problem.
    pub address: &'a str,
    pub problem: Option<String>,
    /// Where the list goes on.
    pub next_path: Option<&'a str>,
    pub invite_form_token: &'a str,
}

impl View for Members<'_> {
    fn title(&self) -> String {
        self.words.say("members-title")
    }
}

impl Members<'_> {
    fn role_of(&self, member: &MemberRow) -> String {
        if member.is_administrator {
            self.words.say("account-role-administrator")
        } else {
            self.words.say("account-role-member")
        }
    }

    fn seen_of(&self, member: &MemberRow) -> String {
        match member.seen {
            Some(day) => self.words.say_with("members-seen", &[("day", (&self.words.day(day)).into())]),
            None => self.words.say("members-never-seen"),
        }
    }

    fn state_of(&self, invitation: &InvitationRow) -> String {
        match invitation.ends {
            Some(day) => self.words.say_with("members-invitation-ends", &[("day", (&self.words.day(day)).into())]),
            None => self.words.say("members-invitation-ended"),
        }
    }

    fn sent_of(&self, invitation: &InvitationRow) -> Option<String> {
        Some(self.words.say_with("members-invitation-sent", &[("day", (&self.words.day(invitation.sent?)).into())]))
    }

    /// Value, words and whether it takes something away, of each button of a row.
    fn deeds_of(&self, member: &MemberRow) -> Vec<(&'static str, String, bool)> {
        let words = self.words;
        if member.is_suspended {
            return vec![("resume", words.say("members-resume"), false)];
        }
        let role = if member.is_administrator {
            ("member", words.say("members-make-member"), true)
        } else {
            ("administrator", words.say("members-make-administrator"), false)
        };
        // Nobody shuts themselves out by a slip.
        let suspend = (!member.is_self).then(|| ("suspend", words.say("members-suspend"), true));
        [role].into_iter().chain(suspend).collect()
    }

    /// Read out: every row has the same buttons.
    fn deed_about(&self, deed: &str, name: &str) -> String {
        self.words.say_with("members-deed-of", &[("deed", deed.into()), ("name", name.into())])
    }
}
