//! The end of guests, who have no account: asked for, or because nothing has been open to them for long.

use std::collections::BTreeMap;

use veillee::limits::{GUEST_KEPT_MS, KEPT_BY_LAW_MS};
use veillee::storage::audit::{Doer, Happening, Note};
use veillee::storage::guests::NewGuest;
use veillee::storage::people::{AccountRole, NewAccount};
use veillee::storage::rights::ErasedList;
use veillee::storage::shares::{NEVER_MS, NewLink, NewShare};
use veillee_access::{Action, Caller, Identity, PrincipalId, Role, Subject};
use veillee_engine::types::Change;
use veillee_tests::model::Sketch;

use super::bench::{Bench, NOW_MS, SERVICE, member, text, truth};
use super::sketches::{album, heart, photo};

on_both!(
    nothing_of_a_guest_is_left_but_what_is_kept_without_a_name,
    a_guest_goes_when_nothing_was_open_to_them_for_ninety_days,
    a_guest_goes_with_what_they_were_invited_to,
    an_erased_guest_who_comes_back_is_erased_again,
    what_a_guest_published_is_kept_by_law_and_who_only_looked_is_not,
);

const NAME: &str = "Jeanne Dupont-Moreau";
const ADDRESS: &str = "Jeanne@grands-meres.example";

struct Scene {
    bench: Bench,
    list: ErasedList,
    ada: Caller,
    album: String,
}

fn note_sketch() -> Sketch {
    Sketch::leaf("note")
        .within(&["photo"])
        .field("word", veillee_access::FieldType::Text)
        .kept_without_name()
        .rule(Action::Create, "viewer")
        .rule(Action::Read, "viewer")
}

async fn scene(bench: Bench) -> Scene {
    bench.adopt(SERVICE, &[album(), photo(), heart(), note_sketch()]).await;
    let new = NewAccount {
        address: "ada@example.org",
        name: "Ada",
        password: "$argon2id$x",
        role: AccountRole::Admin,
        locale: "fr",
    };
    let ada = member(&bench.association.create_account(new).await.expect("an account"));
    let album = bench.create(&ada, "album", None, vec![text("title", "Ada's")]).await.expect("made");
    let list = ErasedList::new(bench.folder.path(), &bench.folder.path().join("key"));
    Scene { bench, list, ada, album }
}

impl Scene {
    async fn invite(&self, ends_ms: i64) -> NewLink {
        let permit = self.bench.permit(&self.ada, Action::Share, &self.album).await.expect("may share");
        let new = NewShare { role: Role::Contributor, ends_ms, label: NAME.to_owned() };
        let guest = NewGuest { name: NAME, address: ADDRESS };
        let link = self.bench.association.share_with_guest(&permit, "ada", guest, new).await.expect("invited");
        let note = Note::new(Happening::ShareGiven, Doer::of("ada", "")).about(&self.album).words(NAME);
        self.bench.association.note_happening(&note).await.expect("noted");
        link
    }

    /// The only one.
    async fn guest(&self) -> String {
        let mut guests = self.bench.association.guests_at(ADDRESS).await.expect("read");
        assert_eq!(guests.len(), 1);
        guests.remove(0).id
    }

    async fn is_there(&self) -> bool {
        !self.bench.association.guests_at(ADDRESS).await.expect("read").is_empty()
    }

    async fn stop(&self, link: &NewLink) {
        let permit = self.bench.permit(&self.ada, Action::Share, &self.album).await.expect("may share");
        self.bench.association.end_share(&permit, "ada", &link.share).await.expect("stopped");
    }

    /// What a round of the house does about guests.
    async fn round(&self) -> (usize, usize) {
        let begun = self.bench.association.erase_idle_guests().await.expect("looked");
        (begun, self.bench.association.erase_due(&self.list).await.expect("erased"))
    }
}

fn caller(guest: &str, link: &NewLink) -> Caller {
    let opened = vec![Subject::Link(link.share.clone())];
    Caller { identity: Identity::Guest(PrincipalId(guest.to_owned())), opened, ..Caller::visitor() }
}

async fn photo_of(bench: &Bench, by: &Caller, album: &str) -> String {
    let id = bench.new_id("photo");
    let files = BTreeMap::from([((0, 0), bench.arrive(&vec![5; 100_000]).await)]);
    let fields = vec![text("title", "The sea"), truth("hearts", true)];
    let made =
        Change::Create { id: id.clone(), collection: "photo".to_owned(), parent: Some(album.to_owned()), fields };
    let attached = Change::Attach { id: id.clone(), blob: "original".to_owned(), choice: 0, index: 0 };
    bench.write_files(by, vec![made, attached], &files).await.expect("made");
    id
}

async fn nothing_of_a_guest_is_left_but_what_is_kept_without_a_name(bench: Bench) {
    let scene = scene(bench).await;
    let link = scene.invite(NEVER_MS).await;
    let guest = scene.guest().await;
    let jeanne = caller(&guest, &link);
    let hers = photo_of(&scene.bench, &jeanne, &scene.album).await;
    let adas = photo_of(&scene.bench, &scene.ada, &scene.album).await;
    let note = scene.bench.create(&jeanne, "note", Some(&adas), vec![text("word", "well done")]).await.expect("made");
    let generation = scene.bench.association.generation();
    let by = Doer::of(&guest, "");
    assert!(scene.bench.association.erase_guest(&guest, by).await.expect("begun"));
    assert!(!scene.bench.association.erase_guest(&guest, by).await.expect("answered"), "twice is once");
    assert!(
        !scene.bench.association.erase_guest(id(&scene.ada), by).await.expect("answered"),
        "an account is no guest"
    );
    assert!(scene.bench.association.generation() > generation, "no remembered yes outlives it");
    assert!(scene.bench.association.link(&link.token).await.is_err());
    assert!(!scene.bench.sees(&scene.ada, &hers).await, "hidden at once");
    assert!(scene.bench.sees(&scene.ada, &note).await, "what stays is still seen");
    let again = scene.invite(NEVER_MS).await;
    assert_ne!(scene.guest().await, guest, "invited again meanwhile, somebody new begins");
    assert_eq!(scene.round().await, (0, 1));
    assert_eq!(scene.round().await, (0, 0));
    assert!(scene.bench.association.link(&again.token).await.is_ok(), "the new invitation stays");
    let other = scene.guest().await;
    assert!(scene.bench.association.erase_guest(&other, Doer::HOST).await.expect("begun"));
    assert_eq!(scene.round().await, (0, 1));
    assert_eq!(scene.bench.number("SELECT count(*) FROM o_album__photo").await, 1, "rows, not only sight of them");
    assert_eq!(scene.bench.number("SELECT count(*) FROM content").await, 1, "the keys went with them");
    let rows = scene.bench.all_rows().await;
    for word in [NAME, "Dupont", ADDRESS, "grands-meres"] {
        assert!(!rows.to_lowercase().contains(&word.to_lowercase()), "{word} stands in\n{rows}");
    }
    let told: Vec<&str> = rows.lines().filter(|line| line.contains(&guest)).collect();
    assert!(
        told.iter().all(|line| ["audit_entry", "erased", "kept_by_law"].iter().any(|table| line.starts_with(table))),
        "{told:#?}"
    );
    assert!(scene.bench.sees(&scene.ada, &note).await, "the note is nobody's");
    assert!(scene.list.of("test").expect("read").contains(&guest));
    scene.bench.is_whole().await;
}

fn id(caller: &Caller) -> &str {
    caller.principal().map(|id| id.0.as_str()).expect("somebody")
}

async fn a_guest_goes_when_nothing_was_open_to_them_for_ninety_days(bench: Bench) {
    let scene = scene(bench).await;
    // Ended by its date.
    let ends_ms = NOW_MS + 1_000;
    scene.invite(ends_ms).await;
    scene.bench.clock.advance(1_000 + GUEST_KEPT_MS - 1);
    assert_eq!(scene.round().await, (0, 0));
    assert!(scene.is_there().await);
    scene.bench.clock.advance(1);
    assert_eq!(scene.round().await, (1, 1));
    assert!(!scene.is_there().await);
    // Taken back.
    let link = scene.invite(NEVER_MS).await;
    scene.bench.clock.advance(GUEST_KEPT_MS * 2);
    assert_eq!(scene.round().await, (0, 0), "what has no end lasts");
    scene.stop(&link).await;
    scene.bench.clock.advance(GUEST_KEPT_MS - 1);
    assert_eq!(scene.round().await, (0, 0));
    // Invited anew on the last day, it is the same person.
    let guest = scene.guest().await;
    let link = scene.invite(NEVER_MS).await;
    scene.bench.clock.advance(1);
    assert_eq!(scene.round().await, (0, 0));
    assert_eq!(scene.guest().await, guest);
    scene.stop(&link).await;
    scene.bench.clock.advance(GUEST_KEPT_MS);
    assert_eq!(scene.round().await, (1, 1));
    assert!(!scene.is_there().await);
    scene.bench.is_whole().await;
}

async fn a_guest_goes_with_what_they_were_invited_to(bench: Bench) {
    let scene = scene(bench).await;
    scene.invite(NEVER_MS).await;
    let guest = scene.guest().await;
    scene.bench.trash(&scene.ada, &scene.album).await.expect("trashed");
    assert_eq!(scene.round().await, (0, 0), "it can still come back");
    scene.bench.clock.advance(veillee::limits::TRASH_LIFE_MS);
    assert!(scene.bench.association.purge_trash().await.expect("purged") > 0);
    assert_eq!(scene.round().await, (1, 1));
    assert!(!scene.bench.all_rows().await.contains("Dupont"));
    assert!(scene.list.of("test").expect("read").contains(&guest));
    scene.bench.is_whole().await;
}

async fn an_erased_guest_who_comes_back_is_erased_again(bench: Bench) {
    let scene = scene(bench).await;
    let link = scene.invite(NEVER_MS).await;
    let guest = scene.guest().await;
    let hers = photo_of(&scene.bench, &caller(&guest, &link), &scene.album).await;
    scene.list.add("test", &guest, 5).expect("written");
    assert_eq!(scene.bench.association.erase_again(&scene.list).await.expect("looked"), 1);
    assert!(scene.bench.association.link(&link.token).await.is_err(), "before anybody is answered");
    assert_eq!(scene.round().await, (0, 1));
    assert!(!scene.bench.sees(&scene.ada, &hers).await);
    assert_eq!(scene.bench.association.erase_again(&scene.list).await.expect("looked"), 0);
    assert!(!scene.bench.all_rows().await.contains("Dupont"));
    scene.bench.is_whole().await;
}

async fn what_a_guest_published_is_kept_by_law_and_who_only_looked_is_not(bench: Bench) {
    let scene = scene(bench).await;
    let kept = async || scene.bench.association.kept_by_law().await.expect("opened");
    scene.invite(NEVER_MS).await;
    scene.bench.association.erase_guest(&scene.guest().await, Doer::HOST).await.expect("begun");
    scene.round().await;
    assert!(kept().await.is_empty());
    let link = scene.invite(NEVER_MS).await;
    let guest = scene.guest().await;
    photo_of(&scene.bench, &caller(&guest, &link), &scene.album).await;
    scene.bench.association.erase_guest(&guest, Doer::HOST).await.expect("begun");
    scene.round().await;
    let one = kept().await.remove(0);
    assert_eq!((one.account.as_str(), one.name.as_str(), one.address.as_str()), (guest.as_str(), NAME, ADDRESS));
    scene.bench.clock.advance(KEPT_BY_LAW_MS);
    assert!(kept().await.is_empty());
}
