//! The rights of people over their data: what an erasure takes and leaves, how long it can be undone, and what a hold hides.

use std::collections::BTreeMap;

use veillee::limits::{KEPT_BY_LAW_MS, REGRET_MS};
use veillee::storage::audit::{Doer, Happening, Note};
use veillee::storage::people::{AccountRole, NewAccount};
use veillee::storage::rights::{Asked, ErasedList};
use veillee_access::{Caller, FieldType, Role};
use veillee_engine::types::Change;
use veillee_tests::model::Sketch;

use super::bench::{Bench, SERVICE, account, member, text, truth};
use super::sketches::{album, article, heart, photo};

on_both!(
    what_is_to_be_erased_is_hidden_at_once_and_comes_back_whole,
    after_thirty_days_what_is_deleted_is_gone_and_what_stays_has_no_name,
    the_last_administrator_is_told_to_hand_over_first,
    an_account_on_hold_keeps_everything_and_shows_nothing,
    whoever_is_there_again_is_erased_again,
    what_the_law_keeps_is_sealed_and_gone_after_a_year,
    a_copy_holds_ones_own_and_nothing_of_others,
);

const NAME: &str = "Ada Lovelace-Byron";
const ADDRESS: &str = "ada@analytical.example";
const BY: Doer<'static> = Doer::OPERATOR;

/// Two accounts, and what they made.
struct Scene {
    bench: Bench,
    list: ErasedList,
    ada: Caller,
    ben: Caller,
    /// Ada's, with a photo of Ben.
    album: String,
    bens_photo_in_it: String,
    /// In an album of Ben.
    photo: String,
    /// A word of Ben under it.
    bens_heart_on_it: String,
    bens_album: String,
    bens_photo: String,
    /// On Ben's photo, kept without a name.
    note: String,
    /// The association's.
    article: String,
}

fn note_sketch() -> Sketch {
    Sketch::leaf("note")
        .within(&["photo"])
        .field("word", FieldType::Text)
        .kept_without_name()
        .rule(veillee_access::Action::Create, "viewer")
        .rule(veillee_access::Action::Read, "viewer")
}

async fn new_account(bench: &Bench, name: &str, address: &str, role: AccountRole) -> String {
    let new = NewAccount { address, name, password: "$argon2id$x", role, locale: "fr" };
    bench.association.create_account(new).await.expect("an account")
}

async fn photo_with_bytes(bench: &Bench, by: &Caller, album: &str) -> String {
    let id = bench.new_id("photo");
    let files = BTreeMap::from([((0, 0), bench.arrive(&vec![5; 100_000]).await)]);
    let fields = vec![text("title", "Ada at the sea"), truth("hearts", true)];
    let made =
        Change::Create { id: id.clone(), collection: "photo".to_owned(), parent: Some(album.to_owned()), fields };
    let attached = Change::Attach { id: id.clone(), blob: "original".to_owned(), choice: 0, index: 0 };
    bench.write_files(by, vec![made, attached], &files).await.expect("made");
    id
}

async fn scene(bench: Bench) -> Scene {
    let kept_article = article().kept_without_name();
    bench.adopt(SERVICE, &[album(), photo(), heart(), note_sketch(), kept_article]).await;
    let ada = member(&new_account(&bench, NAME, ADDRESS, AccountRole::Member).await);
    let ben = member(&new_account(&bench, "Ben", "ben@example.org", AccountRole::Admin).await);
    let made = async |by: &Caller, collection: &str, parent: Option<&str>, fields| {
        bench.create(by, collection, parent, fields).await.expect("made")
    };
    let album = made(&ada, "album", None, vec![text("title", "Ada's")]).await;
    let bens_album = made(&ben, "album", None, vec![text("title", "Ben's")]).await;
    bench.share(&ada, &album, &account(id(&ben)), Role::Contributor).await;
    bench.share(&ben, &bens_album, &account(id(&ada)), Role::Contributor).await;
    let bens_photo_in_it = photo_with_bytes(&bench, &ben, &album).await;
    let photo = photo_with_bytes(&bench, &ada, &bens_album).await;
    let bens_photo = photo_with_bytes(&bench, &ben, &bens_album).await;
    let bens_heart_on_it = made(&ben, "heart", Some(&photo), vec![text("word", "lovely")]).await;
    let note = made(&ada, "note", Some(&bens_photo), vec![text("word", "well done")]).await;
    let article = made(&ada, "article", None, vec![text("title", "How engines work")]).await;
    let label = Note::new(Happening::LinkMade, Doer::of(id(&ada), "")).about(&album).words("To Charles, from Ada");
    bench.association.note_happening(&label).await.expect("noted");
    let list = ErasedList::new(bench.folder.path(), &bench.folder.path().join("key"));
    Scene {
        bench,
        list,
        ada,
        ben,
        album,
        bens_photo_in_it,
        photo,
        bens_heart_on_it,
        bens_album,
        bens_photo,
        note,
        article,
    }
}

fn id(caller: &Caller) -> &str {
    caller.principal().map(|id| id.0.as_str()).expect("somebody")
}

impl Scene {
    /// What Ben, who may see all of it, sees: Ada's album, his photo in it, hers in his album, his word under it, her note.
    async fn ben_sees(&self) -> [bool; 5] {
        let mut seen = [false; 5];
        let all = [&self.album, &self.bens_photo_in_it, &self.photo, &self.bens_heart_on_it, &self.note];
        for (place, object) in all.into_iter().enumerate() {
            seen[place] = self.bench.sees(&self.ben, object).await;
        }
        seen
    }

    async fn ask(&self) -> Asked {
        self.bench.association.ask_erasure(id(&self.ada), BY).await.expect("asked")
    }

    async fn erase_due(&self) -> usize {
        self.bench.association.erase_due(&self.list).await.expect("erased")
    }
}

async fn what_is_to_be_erased_is_hidden_at_once_and_comes_back_whole(bench: Bench) {
    let scene = scene(bench).await;
    let account = id(&scene.ada);
    let token = veillee::storage::people::NewSession { principal: Some(account), life_ms: 1_000, ..Default::default() };
    let token = scene.bench.association.create_session(token).await.expect("a session");
    let digest = veillee::storage::ids::token_digest(&token);
    assert_eq!(scene.ben_sees().await, [true; 5]);
    let generation = scene.bench.association.generation();
    let Asked::Noted(erasure) = scene.ask().await else { panic!("it is noted") };
    assert_eq!(erasure.due_ms - erasure.asked_ms, REGRET_MS);
    assert!(scene.bench.association.generation() > generation, "no remembered yes outlives it");
    assert_eq!(scene.ben_sees().await, [false, false, false, false, true], "what stays is still seen");
    let session = async || scene.bench.association.session(&digest).await.expect("read");
    assert!(session().await.is_none(), "signed out everywhere");
    scene.bench.association.suspend(account, false).await.expect("answered");
    let closed = scene.bench.association.account(account).await.expect("read").expect("there");
    assert!(closed.suspended, "an administrator opens it no more than anybody");
    assert_eq!(scene.ask().await, Asked::Nothing, "twice is once");
    assert_eq!(scene.bench.association.purge_trash().await.expect("purged"), 0, "the trash's purge passes it by");
    scene.bench.clock.advance(REGRET_MS - 1);
    assert_eq!(scene.erase_due().await, 0);
    let undo = async |asked_ms| scene.bench.association.undo_erasure(account, asked_ms, BY).await.expect("answered");
    assert!(!undo(erasure.asked_ms + 1).await, "another wish");
    assert!(undo(erasure.asked_ms).await);
    assert!(!undo(erasure.asked_ms).await, "once is enough");
    assert_eq!(scene.ben_sees().await, [true; 5]);
    assert!(!scene.bench.association.account(account).await.expect("read").expect("there").suspended);
    assert!(session().await.is_none(), "one signs in anew");
    scene.bench.clock.advance(1);
    assert_eq!(scene.erase_due().await, 0);
    scene.bench.is_whole().await;
}

async fn after_thirty_days_what_is_deleted_is_gone_and_what_stays_has_no_name(bench: Bench) {
    let scene = scene(bench).await;
    let trashed = photo_with_bytes(&scene.bench, &scene.ada, &scene.album).await;
    scene.bench.trash(&scene.ada, &trashed).await.expect("trashed");
    let Asked::Noted(erasure) = scene.ask().await else { panic!("it is noted") };
    scene.bench.clock.advance(REGRET_MS);
    let late = scene.bench.association.undo_erasure(id(&scene.ada), erasure.asked_ms, BY).await;
    assert!(!late.expect("answered"), "the days are over");
    assert_eq!(scene.erase_due().await, 1);
    assert_eq!(scene.erase_due().await, 0);
    assert_eq!(scene.ben_sees().await, [false, false, false, false, true]);
    assert!(
        scene.bench.sees(&scene.ben, &scene.bens_album).await && scene.bench.sees(&scene.ben, &scene.bens_photo).await
    );
    assert_eq!(scene.bench.number("SELECT count(*) FROM o_album__photo").await, 1, "rows, not only sight of them");
    assert_eq!(scene.bench.number("SELECT count(*) FROM o_album__heart").await, 0);
    assert_eq!(scene.bench.number("SELECT count(*) FROM content").await, 1, "the keys went with them");
    let rows = scene.bench.all_rows().await;
    for word in [NAME, "Lovelace", ADDRESS, "analytical", "To Charles"] {
        assert!(!rows.to_lowercase().contains(&word.to_lowercase()), "{word} stands in\n{rows}");
    }
    let notes = "SELECT count(*) FROM o_album__note n WHERE n.author <> '' AND NOT EXISTS \
                 (SELECT 1 FROM principal p WHERE p.id = n.author)";
    assert_eq!(scene.bench.number(notes).await, 1, "the note is nobody's");
    let left = scene.bench.all_rows().await;
    let told: Vec<&str> = left.lines().filter(|line| line.contains(id(&scene.ada))).collect();
    assert!(
        told.iter().all(|line| line.starts_with("audit_entry")
            || line.starts_with("erased")
            || line.starts_with("kept_by_law")),
        "{told:#?}"
    );
    assert!(scene.list.of("test").expect("read").contains(id(&scene.ada)));
    scene.bench.is_whole().await;
}

async fn the_last_administrator_is_told_to_hand_over_first(bench: Bench) {
    let scene = scene(bench).await;
    let asked = async |account: &str| scene.bench.association.ask_erasure(account, BY).await.expect("answered");
    assert_eq!(asked(id(&scene.ben)).await, Asked::LastAdministrator);
    new_account(&scene.bench, "Eve", "eve@example.org", AccountRole::Admin).await;
    assert!(matches!(asked(id(&scene.ben)).await, Asked::Noted(_)));
    assert_eq!(asked("nobody").await, Asked::Nothing);
}

async fn an_account_on_hold_keeps_everything_and_shows_nothing(bench: Bench) {
    let scene = scene(bench).await;
    let hold = async |held| scene.bench.association.hold(id(&scene.ada), held, BY).await.expect("answered");
    assert!(!hold(false).await);
    assert!(hold(true).await);
    assert!(!hold(true).await, "twice is once");
    assert_eq!(scene.ben_sees().await, [false; 5]);
    assert!(scene.bench.association.account(id(&scene.ada)).await.expect("read").expect("there").suspended);
    scene.bench.clock.advance(REGRET_MS * 4);
    assert_eq!(scene.bench.association.purge_trash().await.expect("purged"), 0);
    assert_eq!(scene.erase_due().await, 0);
    // A wish to be erased that is taken back leaves the hold.
    let Asked::Noted(erasure) = scene.ask().await else { panic!("it is noted") };
    assert!(scene.bench.association.undo_erasure(id(&scene.ada), erasure.asked_ms, BY).await.expect("answered"));
    assert_eq!(scene.ben_sees().await, [false; 5]);
    assert!(hold(false).await);
    assert_eq!(scene.ben_sees().await, [true; 5]);
    assert!(!scene.bench.association.account(id(&scene.ada)).await.expect("read").expect("there").suspended);
    scene.bench.is_whole().await;
}

async fn whoever_is_there_again_is_erased_again(bench: Bench) {
    let scene = scene(bench).await;
    assert_eq!(scene.bench.association.erase_again(&scene.list).await.expect("looked"), 0);
    scene.list.add("test", id(&scene.ada), 5).expect("written");
    scene.list.add("other", id(&scene.ben), 5).expect("written");
    assert_eq!(scene.bench.association.erase_again(&scene.list).await.expect("looked"), 1);
    assert!(scene.bench.association.account(id(&scene.ada)).await.expect("read").expect("there").suspended);
    assert!(!scene.bench.sees(&scene.ben, &scene.album).await, "before anybody is answered");
    assert!(!scene.bench.association.account(id(&scene.ben)).await.expect("read").expect("there").suspended);
    assert_eq!(scene.erase_due().await, 1);
    assert!(scene.bench.association.account(id(&scene.ada)).await.expect("read").is_none());
    assert_eq!(scene.bench.association.erase_again(&scene.list).await.expect("looked"), 0);
    // An association that moves brings its list along.
    let other = ErasedList::new(&scene.bench.folder.path().join("vault"), &scene.bench.folder.path().join("other.key"));
    scene.bench.association.erase_again(&other).await.expect("looked");
    assert!(other.of("test").expect("read").contains(id(&scene.ada)));
    scene.bench.is_whole().await;
}

async fn what_the_law_keeps_is_sealed_and_gone_after_a_year(bench: Bench) {
    let scene = scene(bench).await;
    scene.ask().await;
    scene.bench.clock.advance(REGRET_MS);
    scene.erase_due().await;
    let kept = async || scene.bench.association.kept_by_law().await.expect("opened");
    let one = kept().await.remove(0);
    assert_eq!((one.name.as_str(), one.address.as_str()), (NAME, ADDRESS));
    scene.bench.clock.advance(KEPT_BY_LAW_MS - 1);
    assert_eq!(scene.bench.association.sweep_kept_by_law().await.expect("swept"), 0);
    assert_eq!(kept().await.len(), 1);
    scene.bench.clock.advance(1);
    assert!(kept().await.is_empty());
    assert_eq!(scene.bench.association.sweep_kept_by_law().await.expect("swept"), 1);
}

async fn a_copy_holds_ones_own_and_nothing_of_others(bench: Bench) {
    let scene = scene(bench).await;
    let own = scene.bench.association.own_objects(id(&scene.ada)).await.expect("listed");
    let expected = [&scene.album, &scene.article, &scene.photo, &scene.bens_photo_in_it, &scene.note];
    assert_eq!(own.len(), expected.len());
    assert!(expected.into_iter().all(|object| own.contains(object)), "{own:?}");
    let mut asked = own.clone();
    asked.push(scene.bens_photo.clone());
    asked.push("x".to_owned());
    let exported = scene.bench.association.exported(id(&scene.ada), &asked).await.expect("read");
    assert_eq!(exported.iter().map(|object| &object.id).collect::<Vec<_>>(), own.iter().collect::<Vec<_>>());
    let photo = exported.iter().find(|object| object.id == scene.photo).expect("there");
    assert_eq!((photo.title(), photo.is_author, photo.is_owner), ("Ada at the sea", true, false));
    assert_eq!(photo.blobs.iter().map(|blob| blob.size_bytes).collect::<Vec<_>>(), [100_000]);
    let bens = exported.iter().find(|object| object.id == scene.bens_photo_in_it).expect("there");
    assert_eq!((bens.is_author, bens.is_owner), (false, true), "it lies in what is hers");
}
