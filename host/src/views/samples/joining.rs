//! Pages on the way to an account and back into one, and the list of members.

use jiff::civil::date;

use super::{LONG, page};
use crate::views::*;
use crate::words::Words;

const ADDRESS: &str = "marie-antoinette.de.la.rochefoucauld.montmorency@association-familiale.exemple.fr";

pub(super) fn samples(words: &'static Words) -> Vec<(&'static str, String)> {
    [joining(words), confirming(words), forgetting(words), members(words)].concat()
}

fn joining(words: &'static Words) -> Vec<(&'static str, String)> {
    let join = Welcome {
        words,
        way: WelcomeWay::Join { association_name: LONG },
        action_path: "/-/join",
        name: "Zoé <b>",
        address: ADDRESS,
        problems: &[],
        problem: None,
        form_token: "t",
    };
    let busy = Welcome { problem: Some(words.say("welcome-password-common")), ..join };
    let invited = |problems| Welcome {
        words,
        way: WelcomeWay::Invited { association_name: LONG },
        action_path: "/-/join/abc",
        name: "",
        address: ADDRESS,
        problems,
        problem: None,
        form_token: "t",
    };
    let common = [WelcomeProblem::AddressForeign, WelcomeProblem::PasswordCommon];
    let personal = [WelcomeProblem::PasswordPersonal];
    let guessable = [WelcomeProblem::PasswordGuessable];
    let foreign = Welcome { way: WelcomeWay::Join { association_name: LONG }, ..invited(&common) };
    let plain = |view: &Message<'_>| page(words, view, None, None);
    let sign_in = Some(("/-/sign-in", words.say("sign-in-title")));
    vec![
        ("join-busy", page(words, &busy, None, None)),
        ("join-foreign", page(words, &foreign, None, None)),
        ("join-invited", page(words, &invited(&[]), None, None)),
        ("join-personal", page(words, &invited(&personal), None, None)),
        ("join-guessable", page(words, &invited(&guessable), None, None)),
        ("join-by-invitation", plain(&Message::not_open(words, LONG, true))),
        ("join-closed", plain(&Message::not_open(words, LONG, false))),
        ("mailed", plain(&Message::mailed(words, ("/-/forgot", ADDRESS), true))),
        ("mailed-by-hand", plain(&Message::mailed(words, ("/-/forgot", ADDRESS), false))),
        ("dead-link", plain(&Message::dead_link(words, sign_in))),
    ]
}

fn confirming(words: &'static Words) -> Vec<(&'static str, String)> {
    let confirm = |deed, problem| Confirm {
        words,
        association_name: LONG,
        deed,
        action_path: "/-/join/abc",
        problem,
        form_token: "t",
    };
    let join = ConfirmDeed::Join { name: "Zoé <b>", address: ADDRESS };
    let wrong = Some(words.say("confirm-join-wrong"));
    vec![
        ("confirm-join", page(words, &confirm(join, None), None, None)),
        ("confirm-join-wrong", page(words, &confirm(join, wrong), None, None)),
        ("confirm-address", page(words, &confirm(ConfirmDeed::Address { address: ADDRESS }, None), Some("Zoé"), None)),
        ("alarm", page(words, &confirm(ConfirmDeed::Alarm, None), None, None)),
    ]
}

fn forgetting(words: &'static Words) -> Vec<(&'static str, String)> {
    let forgot = |problem| Forgot { words, address: "zoé <b>", problem, form_token: "t" };
    let reset = |problem| PasswordPage {
        words,
        way: PasswordWay::Mailed { action_path: "/-/reset/abc" },
        address: ADDRESS,
        problem,
        tokens: 0,
        ends_tokens: true,
        form_token: "t",
    };
    let personal = PasswordProblem::New(WelcomeProblem::PasswordPersonal);
    vec![
        ("forgot", page(words, &forgot(None), None, None)),
        ("forgot-wrong", page(words, &forgot(Some(words.say("welcome-address-wrong"))), None, None)),
        ("reset", page(words, &reset(None), None, None)),
        ("reset-personal", page(words, &reset(Some(personal)), None, None)),
    ]
}

fn members(words: &'static Words) -> Vec<(&'static str, String)> {
    let row = |name: &str, is_administrator, is_suspended, is_self| MemberRow {
        path: "/-/members/0123".into(),
        name: name.into(),
        address: ADDRESS.into(),
        is_administrator,
        is_suspended,
        is_self,
        seen: is_self.then(|| date(2026, 11, 23)),
        form_token: "t".into(),
    };
    let rows = [
        row("Anne", true, false, true),
        row("Zoé <b>", true, false, false),
        row("Marie-Antoinette de la Rochefoucauld-Montmorency", false, false, false),
        row("Bruno", false, true, false),
    ];
    let invitation = |ends| InvitationRow {
        name: "0f".into(),
        address: ADDRESS.into(),
        sent: Some(date(2026, 11, 1)),
        ends,
        form_token: "t".into(),
    };
    let invitations = [invitation(Some(date(2026, 11, 15))), invitation(None)];
    let view = |invitations, may_invite, problem| Members {
        words,
        members: &rows,
        invitations,
        may_invite,
        address: "zoé <b>",
        problem,
        next_path: may_invite.then_some("/-/members?after=abc"),
        invite_form_token: "t",
    };
    let foreign = Some(words.say("welcome-address-foreign"));
    vec![
        ("members", page(words, &view(&invitations, true, None), Some("Anne"), None)),
        ("members-wrong", page(words, &view(&[], true, foreign), Some("Anne"), None)),
        ("members-closed", page(words, &view(&invitations, false, None), Some("Anne"), None)),
    ]
}
