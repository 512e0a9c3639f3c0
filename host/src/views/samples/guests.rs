//! Pages of people without account, and of those who look after them.

use jiff::civil::date;
use veillee_access::Role;

use super::{LONG, TITLE, page};
use crate::views::*;
use crate::words::Words;

pub(super) fn samples(words: &'static Words) -> Vec<(&'static str, String)> {
    [own(words), listed(words)].concat()
}

fn shared(title: Option<&str>, path: Option<&str>) -> SharedRow {
    SharedRow {
        title: title.map(Into::into),
        kind: "Album".into(),
        by: title.map(|_| "Anne <b>".into()),
        role: if path.is_some() { Role::Contributor } else { Role::Viewer },
        since: Some(date(2026, 11, 1)),
        ends: path.map(|_| date(2027, 3, 1)),
        path: path.map(Into::into),
    }
}

fn erasure(action_path: &str) -> GuestErasure {
    let row = |count, fate| ErasureRow { kind: "Photo".into(), count, fate };
    let rows = vec![row(12, ErasureFate::Deleted), row(1, ErasureFate::Kept)];
    GuestErasure { rows, action_path: action_path.into(), form_token: "t".into() }
}

fn own(words: &'static Words) -> Vec<(&'static str, String)> {
    let person = |name: &str, address: &str| GuestPerson { name: name.into(), address: address.into() };
    let people = [person("Mamie Jeanne", "j…@exemple.fr"), person(LONG, "")];
    let shares = [shared(Some(TITLE), Some("/album/0123")), shared(None, Some("/album/4567")), shared(None, None)];
    let copy = [ExportPart { path: "/-/guest/export/1.zip".into(), number: 1, count: 12 }];
    let mail = |is_known, problem| GuestMail {
        is_known,
        address: if is_known { String::new() } else { "jeanne <b>".into() },
        problem,
        form_token: "t".into(),
    };
    let (known, asked) = (mail(true, None), mail(false, None));
    let wrong = mail(false, Some(words.say("welcome-address-wrong")));
    let erasure = erasure("/-/guest");
    let all = GuestKept {
        words,
        association_name: LONG,
        people: &people,
        shares: &shares,
        copy: &copy,
        mail: Some(&known),
        erasure: Some(&erasure),
    };
    let by_mail = GuestKept { people: &people[..1], copy: &[], mail: None, erasure: Some(&erasure), ..all };
    let nobody = GuestKept { people: &[], shares: &[], copy: &[], mail: Some(&asked), erasure: None, ..all };
    let wrong = GuestKept { mail: Some(&wrong), ..nobody };
    let nothing_left = GuestKept { shares: &[], ..by_mail };
    vec![
        ("guest", page(words, &all, None, None)),
        ("guest-by-mail", page(words, &by_mail, None, None)),
        ("guest-nothing-left", page(words, &nothing_left, None, None)),
        ("guest-nobody", page(words, &nobody, None, None)),
        ("guest-wrong", page(words, &wrong, None, None)),
    ]
}

fn listed(words: &'static Words) -> Vec<(&'static str, String)> {
    let row = |name: &str, address: &str, shares: &[SharedRow]| GuestRow {
        name: name.into(),
        address: address.into(),
        since: Some(date(2026, 11, 1)),
        shares: shares.to_vec(),
        path: "/-/members/guests/0123".into(),
    };
    let guests = [
        row("Mamie Jeanne", "jeanne@exemple.fr", &[shared(Some(TITLE), None)]),
        row("<b>", "", &[shared(None, None)]),
        row(LONG, "marie-antoinette.de.la.rochefoucauld.montmorency@association-familiale.exemple.fr", &[]),
    ];
    let view = |guests, search, next| Guests { words, guests, search, next, kept_days: 90 };
    let erasure = erasure("/-/members/guests/0123");
    let erase = GuestErase { words, guest: &guests[0], erasure: &erasure };
    vec![
        ("guests", page(words, &view(&guests, "", Some("abc")), Some("Anne"), None)),
        ("guests-empty", page(words, &view(&[], "", None), Some("Anne"), None)),
        ("guests-not-found", page(words, &view(&[], "zoé <b> & fils", None), Some("Anne"), None)),
        ("guest-erase", page(words, &erase, Some("Anne"), None)),
    ]
}
