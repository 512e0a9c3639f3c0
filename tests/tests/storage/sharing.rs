//! Shares: who they speak for, until when, and what taking one back does.

use std::collections::BTreeMap;

use veillee::storage::links::{LinkTerms, PasswordChange};
use veillee::storage::objects::ObjectError;
use veillee::storage::people::NewSession;
use veillee::storage::shares::NewShare;
use veillee::storage::{blobs, ids};
use veillee_access::{Action, Caller, Identity, PrincipalId, Role, Subject};
use veillee_engine::types::Change;

use super::bench::{Bench, NOW_MS, account, all, member, text, with_link};
use super::sketches::everything;

on_both!(
    a_share_speaks_for_its_subject_alone,
    a_share_ends_to_the_millisecond,
    a_link_opens_through_the_session_that_opened_it,
    a_visitor_becomes_a_guest_with_the_first_thing_they_make,
    what_takes_access_moves_the_generation_and_nothing_else_does,
    a_take_back_waits_for_the_write_under_way_and_stops_the_next,
);

async fn shared_album(bench: &Bench) -> (Caller, String, String) {
    everything(bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
    let photo = bench.create(&ada, "photo", Some(&album), vec![]).await.expect("made");
    (ada, album, photo)
}

async fn a_share_speaks_for_its_subject_alone(bench: Bench) {
    let (ada, album, photo) = shared_album(&bench).await;
    let guest = Caller { identity: Identity::Guest(PrincipalId("gus".to_owned())), ..Caller::visitor() };
    let suspended = Caller {
        identity: Identity::Account { id: PrincipalId("sam".to_owned()), member: false },
        ..Caller::visitor()
    };
    let in_group = Caller { opened: vec![Subject::Group("choir".to_owned())], ..member("cleo") };
    let with_link = with_link(Caller::visitor(), &Subject::Link("some".to_owned()));
    let callers = [Caller::visitor(), guest, suspended, member("ben"), in_group, with_link];
    let cases: [(Subject, [bool; 6]); 5] = [
        (Subject::Everyone, [true; 6]),
        (Subject::Members, [false, false, false, true, true, false]),
        (account("sam"), [false, false, true, false, false, false]),
        (Subject::Group("choir".to_owned()), [false, false, false, false, true, false]),
        (Subject::Link("some".to_owned()), [false, false, false, false, false, true]),
    ];
    for (subject, expected) in cases {
        bench.share(&ada, &album, &subject, Role::Viewer).await;
        for (caller, expected) in callers.iter().zip(expected) {
            assert_eq!(bench.sees(caller, &photo).await, expected, "{subject:?} {caller:?}");
            let listed = bench.list(caller, &all("photo"), 9).await.expect("listed");
            assert_eq!(listed.len(), usize::from(expected), "{subject:?} {caller:?}");
        }
        bench.unshare(&ada, &album).await;
        for caller in &callers {
            assert!(!bench.sees(caller, &photo).await, "taken back: {subject:?} {caller:?}");
        }
    }
    bench.share(&ada, &album, &account("ben"), Role::Editor).await;
    assert!(bench.may(&member("ben"), Action::Update, &photo).await);
    bench.share(&ada, &album, &account("ben"), Role::Viewer).await;
    assert!(!bench.may(&member("ben"), Action::Update, &photo).await, "giving again replaces");
    let permit = bench.permit(&ada, Action::Share, &album).await.expect("may share");
    assert_eq!(bench.association.shares(&permit).await.expect("the shares").len(), 1);
}

async fn a_share_ends_to_the_millisecond(bench: Bench) {
    let (ada, album, photo) = shared_album(&bench).await;
    let ben = member("ben");
    bench.share_until(&ada, &album, &account("ben"), Role::Viewer, NOW_MS + 1_000).await;
    let permit = bench.permit(&ben, Action::Read, &photo).await.expect("may read");
    assert_eq!(permit.until_ms(), NOW_MS + 1_000, "a yes knows how long it is good");
    bench.clock.advance(999);
    assert!(bench.sees(&ben, &photo).await);
    bench.clock.advance(1);
    assert!(!bench.sees(&ben, &photo).await);
    assert!(bench.list(&ben, &all("photo"), 9).await.expect("listed").is_empty());
    assert_eq!(bench.count(&ben, &all("photo")).await.expect("counted"), 0);
    bench.clock.advance(-1);
    assert!(bench.sees(&ben, &photo).await);
}

async fn a_link_opens_through_the_session_that_opened_it(bench: Bench) {
    let (ada, album, photo) = shared_album(&bench).await;
    let permit = bench.permit(&ada, Action::Share, &album).await.expect("may share");
    let new = NewShare { role: Role::Viewer, ends_ms: NOW_MS + 60_000, label: "family".to_owned() };
    let token = bench.association.share_by_link(&permit, "ada", new).await.expect("a link").token;
    let opened = bench.association.link(&token).await.expect("it leads somewhere");
    assert_eq!(opened.container, album);
    assert!(matches!(bench.association.link("another").await, Err(ObjectError::NotFound)));
    for lasting_or_unknown in [token.as_str(), "another"] {
        assert!(!bench.association.link_has_ended(lasting_or_unknown).await.expect("asked"));
    }
    let session = bench.association.create_session(NewSession { life_ms: 9_000_000, ..NewSession::default() });
    let digest = ids::token_digest(&session.await.expect("a session"));
    let caller = async || {
        let record = bench.association.session(&digest).await.expect("asked").expect("the session lasts");
        Caller { opened: record.shares.into_iter().map(Subject::Link).collect(), ..Caller::visitor() }
    };
    assert!(!bench.sees(&caller().await, &photo).await);
    assert!(bench.association.open_share(&digest, &opened).await.expect("opened"));
    assert!(bench.sees(&caller().await, &photo).await);
    let share = bench.association.shares(&permit).await.expect("the shares").remove(0);
    assert_eq!((share.opened_times, share.label.as_str()), (1, "family"));
    assert_eq!(bench.association.link_token(&share), Some(token.clone()), "it can be shown again");
    let replaces = Some(digest.as_slice());
    let new = NewSession { principal: Some("ben"), replaces, life_ms: 9_000_000, ..NewSession::default() };
    let next = bench.association.create_session(new);
    let next = ids::token_digest(&next.await.expect("a session"));
    assert!(bench.association.session(&digest).await.expect("asked").is_none(), "the old token is worth nothing");
    let carried = bench.association.session(&next).await.expect("asked").expect("the session lasts");
    assert_eq!(carried.shares, std::slice::from_ref(&opened.share));
    let caller = Caller { opened: vec![Subject::Link(opened.share.clone())], ..Caller::visitor() };
    bench.trash(&ada, &album).await.expect("trashed");
    assert!(matches!(bench.association.link(&token).await, Err(ObjectError::NotFound)));
    bench.restore(&ada, &album).await.expect("restored");
    bench.clock.advance(59_999);
    assert!(bench.sees(&caller, &photo).await && bench.association.link(&token).await.is_ok());
    bench.clock.advance(1);
    assert!(!bench.sees(&caller, &photo).await);
    assert!(matches!(bench.association.link(&token).await, Err(ObjectError::NotFound)));
    assert!(bench.association.link_has_ended(&token).await.expect("asked"), "its holder is told that it ended");
    bench.trash(&ada, &album).await.expect("trashed");
    assert!(!bench.association.link_has_ended(&token).await.expect("asked"), "what is in the trash is not there");
    bench.restore(&ada, &album).await.expect("restored");
    bench.association.end_share(&permit, "somebody", &share.id).await.expect("taken back");
    assert!(!bench.association.link_has_ended(&token).await.expect("asked"), "what was taken back is not there");
}

async fn a_visitor_becomes_a_guest_with_the_first_thing_they_make(bench: Bench) {
    let (ada, album, _) = shared_album(&bench).await;
    let link = bench.link(&ada, &album, Role::Depositor).await;
    let visitor = with_link(Caller::visitor(), &link);
    let session = bench.association.create_session(NewSession { life_ms: 9_000_000, ..NewSession::default() });
    let digest = ids::token_digest(&session.await.expect("a session"));
    let photo = bench.new_id("photo");
    let made = |id: &str| Change::Create {
        id: id.to_owned(),
        collection: "photo".to_owned(),
        parent: Some(album.clone()),
        fields: vec![],
    };
    let without = bench.write(&visitor, vec![made(&photo)]).await;
    assert!(matches!(without, Err(ObjectError::Denied)), "without a session nobody could be recognised: {without:?}");
    let files = BTreeMap::new();
    let second = bench.new_id("photo");
    let writer = bench.writer(&visitor, Some(digest.clone()), &files);
    let done = writer.commit(vec![made(&photo), made(&second)]).await.expect("made");
    let guest = done.new_guest.expect("the visitor has become somebody");
    let record = bench.association.session(&digest).await.expect("asked").expect("the session lasts");
    assert_eq!((record.principal.as_deref(), record.name.as_deref()), (Some(guest.0.as_str()), Some("Ada")));
    let guest = Caller { identity: Identity::Guest(guest), ..visitor.clone() };
    assert!(bench.sees(&guest, &photo).await && bench.sees(&guest, &second).await, "they see their own");
    assert!(!bench.sees(&visitor, &photo).await, "another opener of the link does not");
    let mut listed = bench.list(&guest, &all("photo"), 9).await.expect("listed");
    listed.sort();
    let mut both = [photo, second];
    both.sort();
    assert_eq!(listed, both);
    let again = bench.writer(&guest, Some(digest), &files).commit(vec![made(&bench.new_id("photo"))]).await;
    assert_eq!(again.expect("made").new_guest, None);
}

async fn what_takes_access_moves_the_generation_and_nothing_else_does(bench: Bench) {
    let (ada, album, photo) = shared_album(&bench).await;
    let other = bench.create(&ada, "album", None, vec![text("title", "Two")]).await.expect("made");
    let mut last = bench.association.generation();
    let mut moved = |what: &str, expected: bool| {
        let now = bench.association.generation();
        assert_eq!(now > last, expected, "{what}");
        last = now;
    };
    bench.create(&ada, "photo", Some(&album), vec![text("title", "x")]).await.expect("made");
    moved("a new photo", false);
    bench.update(&ada, &photo, vec![text("title", "y")]).await.expect("kept");
    moved("a new title", false);
    bench.update(&ada, &photo, vec![text("state", "pending")]).await.expect("kept");
    moved("a state", true);
    bench.place(&ada, &photo, &other).await.expect("moved");
    moved("a move", true);
    bench.trash(&ada, &photo).await.expect("trashed");
    moved("the trash", true);
    bench.share(&ada, &album, &account("ben"), Role::Viewer).await;
    moved("a share that may replace another", true);
    bench.unshare(&ada, &album).await;
    moved("a share taken back", true);
    bench.association.suspend("ben", true).await.expect("suspended");
    moved("a suspended account", true);
    let permit = bench.permit(&ada, Action::Share, &album).await.expect("may share");
    let new = NewShare { role: Role::Contributor, ends_ms: NOW_MS + 60_000, label: String::new() };
    let made = bench.association.share_by_link(&permit, "ada", new).await.expect("a link");
    moved("a link that may replace another", true);
    let terms = LinkTerms {
        role: Some(Role::Viewer),
        ends_ms: Some(NOW_MS + 1_000),
        label: Some("family".to_owned()),
        password: PasswordChange::Keep,
        downloads_max: Some(0),
    };
    bench.association.change_link(&permit, "somebody", &made.share, &terms).await.expect("changed");
    moved("other terms of a link", true);
    let opened = bench.association.link(&made.token).await.expect("the address stays");
    assert_eq!(opened.share, made.share);
    let other = bench.permit(&ada, Action::Share, &other).await.expect("may share");
    let foreign = bench.association.change_link(&other, "somebody", &made.share, &terms).await;
    assert!(matches!(foreign, Err(ObjectError::NotFound)), "a link of another container: {foreign:?}");
    moved("a failure to change a link", false);
    let files = BTreeMap::from([((0, 0), bench.arrive(b"one").await), ((0, 1), bench.arrive(b"two").await)]);
    let id = bench.new_id("photo");
    let (collection, parent) = ("photo".to_owned(), Some(album.clone()));
    let made = Change::Create { id: id.clone(), collection, parent, fields: vec![] };
    let attach = |index| Change::Attach { id: id.clone(), blob: "original".to_owned(), choice: 0, index };
    bench.write_files(&ada, vec![made, attach(0)], &files).await.expect("made");
    moved("an upload", false);
    bench.write_files(&ada, vec![attach(1)], &files).await.expect("replaced");
    moved("other bytes", true);
    assert!(bench.trash(&ada, &photo).await.is_err());
    moved("a failure", false);
}

async fn a_take_back_waits_for_the_write_under_way_and_stops_the_next(bench: Bench) {
    let (ada, album, photo) = shared_album(&bench).await;
    let ben = member("ben");
    bench.share(&ada, &album, &account("ben"), Role::Editor).await;
    let write = async {
        let mut written = 0;
        loop {
            match bench.update(&ben, &photo, vec![text("title", "again")]).await {
                Ok(_) => written += 1,
                Err(ObjectError::NotFound) => return written,
                Err(error) => panic!("{error}"),
            }
        }
    };
    let take_back = async {
        // Some writes are through before, one may be under way, none comes after.
        while bench.get(&ada, &photo, &[]).await.expect("seen").version < 6 {
            tokio::task::yield_now().await;
        }
        bench.unshare(&ada, &album).await;
        let version = bench.get(&ada, &photo, &[]).await.expect("seen").version;
        assert!(matches!(
            blobs::locate(&bench.association, &bench.moment(), &ben, &photo, "original").await,
            Err(ObjectError::NotFound)
        ));
        version
    };
    let (written, version) = tokio::join!(write, take_back);
    assert!(written >= 5);
    let after = bench.get(&ada, &photo, &[]).await.expect("seen").version;
    assert_eq!((after, version), (written + 1, written + 1), "no write after the take-back returned");
}
