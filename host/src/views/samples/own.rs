//! Pages about one's own account, links and trash.

use jiff::civil::date;
use veillee_access::Role;

use super::{TITLE, page};
use crate::views::*;
use crate::words::{Locale, Words};

const URL: &str = "https://amis.exemple.fr/-/s/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4";

pub(super) fn samples(words: &'static Words) -> Vec<(&'static str, String)> {
    [
        accounts(words),
        addresses(words),
        sessions(words),
        tokens(words),
        links(words),
        inner_sharing(words),
        trash(words),
    ]
    .concat()
}

fn accounts(words: &'static Words) -> Vec<(&'static str, String)> {
    let account = Account {
        words,
        name: "Marie-Antoinette de la Rochefoucauld-Montmorency <3",
        name_problem: None,
        language: Locale::En,
        address: "marie-antoinette.de.la.rochefoucauld.montmorency@association-familiale.exemple.fr",
        role: AccountRole::Administrator,
        space: Space { used_bytes: 1_234_000_000, most_bytes: Some(1_500_000_000), level: SpaceLevel::Soft },
        form_token: "t",
        sign_out_form_token: "t",
    };
    let full = Space { used_bytes: 900, most_bytes: Some(800), level: SpaceLevel::Full };
    let free = Space { used_bytes: 0, most_bytes: None, level: SpaceLevel::Free };
    let missing = Some(WelcomeProblem::NameMissing);
    let long = Some(WelcomeProblem::NameLong);
    let full = Account { space: full, name: "", name_problem: missing, ..account };
    let member = Account { space: free, role: AccountRole::Member, name: "Zoé", name_problem: long, ..account };
    let password = |problem| {
        let way = PasswordWay::Known;
        PasswordPage { words, way, address: "zoe@exemple.fr", problem, tokens: 3, ends_tokens: true, form_token: "t" }
    };
    let strange = PasswordPage { way: PasswordWay::Alarm, tokens: 0, ..password(None) };
    let short = PasswordProblem::New(WelcomeProblem::PasswordShort);
    let busy = PasswordProblem::TooMany { wait_seconds: 5 };
    let told = |problem| page(words, &password(problem), Some("Zoé"), None);
    vec![
        ("account", page(words, &account, Some(account.name), None)),
        ("account-full", page(words, &full, Some("Marie-Antoinette"), None)),
        ("account-member", page(words, &member, Some("Zoé"), None)),
        ("password", told(None)),
        ("password-wrong", told(Some(PasswordProblem::Wrong))),
        ("password-short", told(Some(short))),
        ("password-differs", told(Some(PasswordProblem::Differs))),
        ("password-too-many", told(Some(busy))),
        ("password-alarm", page(words, &strange, Some("Zoé"), None)),
    ]
}

fn addresses(words: &'static Words) -> Vec<(&'static str, String)> {
    let address = |problem| AddressPage {
        words,
        present: "marie-antoinette.de.la.rochefoucauld.montmorency@association-familiale.exemple.fr",
        address: "zoé <b>",
        problem,
        form_token: "t",
    };
    let told = |problem| page(words, &address(problem), Some("Zoé"), None);
    let foreign = AddressProblem::New(WelcomeProblem::AddressForeign);
    vec![
        ("address", told(None)),
        ("address-foreign", told(Some(foreign))),
        ("address-same", told(Some(AddressProblem::Same))),
        ("address-wrong", told(Some(AddressProblem::Wrong))),
        ("address-too-many", told(Some(AddressProblem::TooMany { wait_seconds: 90 }))),
    ]
}

fn sessions(words: &'static Words) -> Vec<(&'static str, String)> {
    let session = |browser, system, used_seconds_ago| SessionRow {
        name: "0f".into(),
        browser,
        system,
        used_seconds_ago,
        since: Some(date(2026, 3, 1)),
        is_this: false,
        end_form_token: "t".into(),
    };
    let this = SessionRow { is_this: true, ..session(Some("Firefox"), Some("Linux"), 0) };
    let many = [
        this.clone(),
        session(Some("Samsung Internet"), Some("Android"), 60),
        session(None, Some("Windows"), 1_800),
        session(Some("Chrome"), None, 3_700),
        session(None, None, 90_000),
        SessionRow { since: None, ..session(None, None, 900_000) },
    ];
    let view = |sessions| Sessions { words, sessions, end_others_form_token: "t", not_me_form_token: "t" };
    vec![
        ("sessions", page(words, &view(&many), Some("Zoé"), None)),
        ("sessions-alone", page(words, &view(&[this]), Some("Zoé"), None)),
    ]
}

fn tokens(words: &'static Words) -> Vec<(&'static str, String)> {
    let token = TokenRow {
        id: "t1".into(),
        name: TITLE.into(),
        is_app_password: false,
        service_title: None,
        writes: true,
        used_seconds_ago: Some(4_000),
        ends: Some(date(2027, 3, 1)),
        has_ended: false,
        end_form_token: "t".into(),
    };
    let over = TokenRow { writes: false, used_seconds_ago: None, has_ended: true, ..token.clone() };
    let service_title = Some("Albums".to_owned());
    let app = TokenRow { is_app_password: true, service_title, ends: None, ..token.clone() };
    let tokens = [token, over, app];
    let services = [("album".to_owned(), "Albums".to_owned())];
    let made = |is_app_password| MadeToken {
        name: TITLE,
        secret: if is_app_password { "abcd-efgh-ijkm-npqr" } else { "veillee_mfrggzdfmztwq2lknnwg23tpobyxe43u" },
        is_app_password,
        address: "zoe@exemple.fr",
    };
    let view = |made, entered| Tokens {
        words,
        tokens: &tokens,
        made,
        services: &services,
        entered,
        new_id: "t2",
        form_token: "t",
    };
    let entered = |is_app_password, problem| {
        let (service, end) = ("album", TokenEnd::Year);
        Some(TokenEntered { is_app_password, name: TITLE, service, writes: true, end, problem: Some(problem) })
    };
    let empty = Tokens { tokens: &[], services: &[], ..view(None, None) };
    let missing = view(None, entered(false, TokenProblem::NameMissing));
    let long = view(None, entered(true, TokenProblem::NameLong));
    let many = view(None, entered(false, TokenProblem::TooMany));
    vec![
        ("tokens", page(words, &view(None, None), Some("Zoé"), None)),
        ("tokens-none", page(words, &empty, Some("Zoé"), None)),
        ("tokens-made", page(words, &view(Some(made(false)), None), Some("Zoé"), None)),
        ("tokens-made-password", page(words, &view(Some(made(true)), None), Some("Zoé"), None)),
        ("tokens-missing", page(words, &missing, Some("Zoé"), None)),
        ("tokens-long", page(words, &long, Some("Zoé"), None)),
        ("tokens-many", page(words, &many, Some("Zoé"), None)),
    ]
}

fn links(words: &'static Words) -> Vec<(&'static str, String)> {
    let locks = |has_password, problem: bool| LinkLocks {
        has_password,
        password: if problem { "court".into() } else { String::new() },
        password_problem: problem.then_some(SharingProblem::PasswordShort),
        downloads: if problem { "-3".into() } else { "20".into() },
        downloads_problem: problem.then_some(SharingProblem::DownloadsWrong),
        taken: if problem { 0 } else { 3 },
    };
    let (kept, refused) = (locks(true, false), locks(false, true));
    let link = LinkPage {
        words,
        object_title: TITLE,
        url: Some(URL),
        back_path: "/-/share/0123",
        action_path: "/-/share/0123/links/s1",
        stop_path: "/-/share/0123/stop",
        share_id: "s1",
        kind: RowKind::Link,
        locks: Some(&kept),
        label: TITLE,
        role: Role::Editor,
        offered_roles: &[Role::Viewer, Role::Contributor, Role::Depositor],
        ends: "2027-03-01",
        ends_is_wrong: false,
        form_token: "t",
        stop_form_token: "t",
    };
    let wrong = LinkPage { ends: "hier <b>", ends_is_wrong: true, label: "", url: None, role: Role::Viewer, ..link };
    let locked = LinkPage { locks: Some(&refused), ..link };
    let guest = LinkPage { kind: RowKind::Guest, locks: None, label: "Mamie Jeanne", ..link };
    let group = LinkPage { kind: RowKind::Group, locks: None, label: "Chorale", url: None, ..link };
    let gate = |problem| LinkGate {
        words,
        association_name: "Les Amis de Prévert",
        action_path: "/-/s/abc",
        problem,
        form_token: "t",
    };
    let gates = [None, Some(LinkGateProblem::Wrong), Some(LinkGateProblem::TooMany { wait_seconds: 60 })].map(gate);
    let poster = |role| Poster {
        words,
        association_name: "Les Amis de Prévert",
        object_title: TITLE,
        url: URL,
        role,
        back_path: "/-/share/0123/links/s1",
    };
    let sheet = |role| page(words, &poster(role), Some("Zoé"), None);
    vec![
        ("link", page(words, &link, Some("Zoé"), None)),
        ("link-wrong", page(words, &wrong, Some("Zoé"), None)),
        ("link-locked", page(words, &locked, Some("Zoé"), None)),
        ("link-of-guest", page(words, &guest, Some("Zoé"), None)),
        ("share-of-group", page(words, &group, Some("Zoé"), None)),
        ("link-gate", page(words, &gates[0], None, None)),
        ("link-gate-wrong", page(words, &gates[1], None, None)),
        ("link-gate-too-many", page(words, &gates[2], None, None)),
        ("poster", sheet(Role::Viewer)),
        ("poster-add", sheet(Role::Depositor)),
        ("poster-look-and-add", sheet(Role::Contributor)),
    ]
}

/// Of what lies in something that is shared.
fn inner_sharing(words: &'static Words) -> Vec<(&'static str, String)> {
    let outer = |title: &str, is_private: bool| Outer {
        title: title.into(),
        path: (!is_private).then(|| "/-/share/4567".into()),
        is_private,
        form_token: "t".into(),
    };
    let inner = |outer| Sharing {
        words,
        association_name: "Les Amis de Prévert",
        object_title: TITLE,
        back_path: "/album/0123",
        action_path: "/-/share/0123",
        sentence: "Vous.",
        offered_roles: &[Role::Viewer],
        shares: &[],
        person_roles: &[Role::Viewer],
        person: super::person_form(None),
        link: super::link_form(None),
        groups: None,
        members: None,
        everyone: None,
        outer: Some(outer),
    };
    vec![
        ("sharing-inner", page(words, &inner(outer(TITLE, false)), Some("Zoé"), None)),
        ("sharing-private", page(words, &inner(outer("", true)), Some("Zoé"), None)),
    ]
}

fn trash(words: &'static Words) -> Vec<(&'static str, String)> {
    let row = |title: &str, state| TrashRow {
        path: "/-/trash/0123".into(),
        title: title.into(),
        kind: "Album".into(),
        state,
        removed: Some(date(2026, 11, 1)),
        ends: Some(date(2026, 12, 1)),
        restore_form_token: "t".into(),
    };
    let rows = [row(TITLE, TrashState::Ready), row("", TrashState::Held), row("Noël", TrashState::Paused)];
    let list = |rows, is_cut| page(words, &Trash { words, rows, is_cut }, Some("Zoé"), None);
    let object = |row| page(words, &TrashObject { words, row }, Some("Zoé"), None);
    let delete = TrashDelete { words, row: &rows[0], form_token: "t" };
    vec![
        ("trash", list(&rows, true)),
        ("trash-empty", list(&[], false)),
        ("trash-object", object(&rows[0])),
        ("trash-held", object(&rows[1])),
        ("trash-delete", page(words, &delete, Some("Zoé"), None)),
    ]
}
