//! Pages about second factors.

use jiff::civil::date;

use super::{LONG, TITLE, page};
use crate::views::*;
use crate::words::Words;

pub(super) fn samples(words: &'static Words) -> Vec<(&'static str, String)> {
    [security(words), steps(words), recovery(words)].concat()
}

fn security(words: &'static Words) -> Vec<(&'static str, String)> {
    let row = |id: &str, name: &str, used| PasskeyRow {
        id: id.into(),
        name: name.into(),
        since: Some(date(2026, 3, 1)),
        used,
        rename_form_token: "t".into(),
        remove_form_token: "t".into(),
    };
    let rows = [row("a", TITLE, None), row("b", "Android", Some(date(2026, 11, 1)))];
    let view = |totp_since, passkeys, recovery_codes, has_factor| Security {
        words,
        totp_since,
        totp_used: totp_since,
        totp_remove_form_token: "t",
        passkeys,
        passkey_token: "t",
        recovery_codes,
        has_factor,
    };
    let setup = |is_replacing, is_wrong| TotpSetup {
        words,
        address: "otpauth://totp/Amis:zoe%40exemple%2Efr?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Amis",
        secret: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
        secret_sealed: "s",
        is_replacing,
        is_wrong,
        form_token: "t",
    };
    let shown = |view: Security<'_>| page(words, &view, Some("Zoé"), None);
    let set_up = |is_replacing, is_wrong| page(words, &setup(is_replacing, is_wrong), Some("Zoé"), None);
    vec![
        ("security", shown(view(Some(date(2026, 3, 1)), &rows, 10, true))),
        ("security-short", shown(view(None, &rows, 1, true))),
        ("security-empty", shown(view(None, &[], 0, false))),
        ("totp", set_up(false, false)),
        ("totp-wrong", set_up(true, true)),
    ]
}

fn steps(words: &'static Words) -> Vec<(&'static str, String)> {
    let forms = |has_totp, has_passkey: bool, problem| FactorForms {
        has_totp,
        has_recovery: true,
        passkey_token: has_passkey.then(|| "t".to_owned()),
        problem,
    };
    let step = |forms| page(words, &SignInFactor { words, then: "/", forms, form_token: "t" }, None, None);
    let confirm = |ask, problem| {
        let wrong = (problem == Some(ProofProblem::WrongRecovery)).then_some(FactorProblem::WrongRecovery);
        let forms = forms(true, true, wrong);
        let (address, then) = ("zoe@exemple.fr", "/-/account/security");
        let view = ProofPage { words, address, then, with_factor: true, ask, forms, problem, form_token: "t" };
        page(words, &view, Some("Zoé"), None)
    };
    let busy = FactorProblem::TooMany { wait_seconds: 3_000 };
    vec![
        ("factor", step(forms(true, true, None))),
        ("factor-wrong", step(forms(true, false, Some(FactorProblem::Wrong)))),
        ("factor-recovery-wrong", step(forms(true, true, Some(FactorProblem::WrongRecovery)))),
        ("factor-passkey", step(forms(false, true, Some(busy)))),
        ("proof", confirm(ProofAsk::Password, None)),
        ("proof-wrong", confirm(ProofAsk::Password, Some(ProofProblem::WrongPassword))),
        ("proof-factor", confirm(ProofAsk::Factor, None)),
        ("proof-factor-wrong", confirm(ProofAsk::Factor, Some(ProofProblem::WrongCode))),
        ("proof-recovery-wrong", confirm(ProofAsk::Factor, Some(ProofProblem::WrongRecovery))),
        ("proof-too-many", confirm(ProofAsk::Factor, Some(ProofProblem::TooMany { wait_seconds: 60 }))),
    ]
}

fn recovery(words: &'static Words) -> Vec<(&'static str, String)> {
    let codes: Vec<String> = (0..10).map(|number| format!("0a1b-2c3d-4e5{number}")).collect();
    let card = RecoveryCard {
        words,
        association_name: LONG,
        address: "zoe@exemple.fr",
        codes: &codes,
        made: Some(date(2026, 11, 23)),
    };
    let before = |left| page(words, &Recovery { words, left, form_token: "t" }, Some("Zoé"), None);
    vec![
        ("recovery", before(0)),
        ("recovery-again", before(1)),
        ("recovery-card", page(words, &card, Some("Zoé"), None)),
    ]
}
