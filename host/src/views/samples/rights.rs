//! The pages of people's rights, and what happened, with sample values.

use jiff::civil::date;

use super::{LONG, TITLE, page};
use crate::views::*;
use crate::words::Words;

pub(super) fn samples(words: &'static Words) -> Vec<(&'static str, String)> {
    [activity(words), erase(words), export(words)].concat()
}

fn activity(words: &'static Words) -> Vec<(&'static str, String)> {
    let row = |what: &str, about: &str, who: &str, device: Option<&str>| ActivityRow {
        at_ms: 1_795_435_200_000,
        what: what.into(),
        about: about.into(),
        who: who.into(),
        device: device.map(Into::into),
    };
    let rows = [
        row("Connexion", "", "", Some("Firefox sur Linux")),
        row("Lien de partage créé", TITLE, "", None),
        row("Compte mis en attente", "", "Par la personne qui s’occupe du serveur · Compte : <b>Zoé</b>", None),
    ];
    let console = |rows, is_newest, older_path| ConsoleActivity { words, rows, is_newest, older_path };
    let shown = |view: &ConsoleActivity<'_>| page(words, view, Some("Jeanne Moreau"), None);
    vec![
        ("activity", page(words, &Activity { words, rows: &rows }, Some("Zoé"), None)),
        ("activity-empty", page(words, &Activity { words, rows: &[] }, Some("Zoé"), None)),
        ("console-activity", shown(&console(&rows, true, Some("/-/console/activity?before=7")))),
        ("console-activity-older", shown(&console(&rows, false, None))),
        ("console-activity-empty", shown(&console(&[], true, None))),
    ]
}

fn erase(words: &'static Words) -> Vec<(&'static str, String)> {
    let row = |kind: &str, count, fate| ErasureRow { kind: kind.into(), count, fate };
    let rows = [
        row("Album", 12, ErasureFate::DeletedWhole),
        row(LONG, 12_345, ErasureFate::Deleted),
        row("Commentaire <i>", 1, ErasureFate::Kept),
    ];
    let view = |rows, problem| Erase { words, address: "zoe@exemple.fr", rows, problem, form_token: "t" };
    let shown = |problem| page(words, &view(&rows, problem), Some("Zoé"), None);
    let regret =
        Regret { words, action_path: "/-/account/regret/abc", ends: Some(date(2026, 12, 30)), form_token: "t" };
    vec![
        ("erase", shown(None)),
        ("erase-wrong", shown(Some(EraseProblem::Wrong))),
        ("erase-last-administrator", shown(Some(EraseProblem::LastAdministrator))),
        ("erase-too-many", shown(Some(EraseProblem::TooMany { wait_seconds: 5 }))),
        ("erase-nothing", page(words, &view(&[], None), Some("Zoé"), None)),
        ("regret", page(words, &regret, None, None)),
    ]
}

fn export(words: &'static Words) -> Vec<(&'static str, String)> {
    let part = |number, count| ExportPart { path: format!("/-/account/export/{number}.zip"), number, count };
    let several = [part(1, 5_000), part(2, 1)];
    let one = [part(1, 0)];
    vec![
        ("export", page(words, &Export { words, parts: &several }, Some("Zoé"), None)),
        ("export-nothing", page(words, &Export { words, parts: &one }, Some("Zoé"), None)),
    ]
}
