//! The seven sentences that the rule language was made for.

use std::collections::BTreeMap;

use veillee::storage::blobs;
use veillee::storage::objects::ObjectError;
use veillee_access::{Action, Caller, Role, Subject};
use veillee_engine::types::Change;

use super::bench::{Bench, account, all, guest, member, text, truth, under, with_link};
use super::sketches::everything;

on_both!(
    an_upload_only_guest_sees_their_own_pending_photo_and_not_anothers,
    approving_shows_a_photo_to_viewers_and_its_old_validator_counts_only_then,
    the_count_of_hearts_is_seen_and_those_who_gave_them_are_not,
    a_draft_and_its_pictures_are_invisible_to_members,
    a_proposed_article_is_visible_to_reviewers_only,
    a_state_is_not_written_past_its_moves,
    a_class_teacher_approves_without_a_role_of_the_association,
);

async fn strict_album(bench: &Bench) -> String {
    everything(bench).await;
    let fields = vec![text("title", "Class"), truth("approval", true)];
    bench.create(&member("ada"), "album", None, fields).await.expect("made")
}

async fn with_bytes(bench: &Bench, caller: &Caller, id: &str) {
    let files = BTreeMap::from([((0, 0), bench.arrive(b"a picture").await)]);
    let change = Change::Attach { id: id.to_owned(), blob: "original".to_owned(), choice: 0, index: 0 };
    bench.write_files(caller, vec![change], &files).await.expect("attached");
}

async fn an_upload_only_guest_sees_their_own_pending_photo_and_not_anothers(bench: Bench) {
    let album = strict_album(&bench).await;
    let link = bench.link(&member("ada"), &album, Role::Depositor).await;
    let (gus, gil) = (with_link(guest("gus"), &link), with_link(guest("gil"), &link));
    let own = bench.create(&gus, "photo", Some(&album), vec![]).await.expect("made");
    let others = bench.create(&gil, "photo", Some(&album), vec![]).await.expect("made");
    with_bytes(&bench, &gus, &own).await;
    assert!(bench.sees(&gus, &own).await && !bench.sees(&gus, &others).await);
    assert!(!bench.sees(&gus, &album).await, "nor the album");
    assert_eq!(bench.list(&gus, &under("photo", &album), 9).await.expect("listed"), std::slice::from_ref(&own));
    assert_eq!(bench.list(&gus, &all("photo"), 9).await.expect("listed"), std::slice::from_ref(&own));
    assert_eq!(bench.count(&gus, &all("photo")).await.expect("counted"), 1);
    assert!(bench.bytes(&gus, &own, "original").await.is_ok());
    assert!(matches!(bench.bytes(&gil, &own, "original").await, Err(ObjectError::NotFound)));
}

async fn approving_shows_a_photo_to_viewers_and_its_old_validator_counts_only_then(bench: Bench) {
    let album = strict_album(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    bench.share(&ada, &album, &account("ben"), Role::Viewer).await;
    let photo = bench.create(&ada, "photo", Some(&album), vec![]).await.expect("made");
    with_bytes(&bench, &ada, &photo).await;
    let locate = async |caller: &Caller| {
        let located = blobs::locate(&bench.association, &bench.moment(), caller, &photo, "original").await;
        located.map(|located| located.facts.validator.clone())
    };
    let validator = locate(&ada).await.expect("the author sees it");
    assert!(!bench.sees(&ben, &photo).await && locate(&ben).await.is_err());
    bench.update(&ada, &photo, vec![text("state", "shown")]).await.expect("approved");
    assert!(bench.sees(&ben, &photo).await);
    assert_eq!(locate(&ben).await.expect("seen"), validator, "the bytes are the same");
    bench.update(&ada, &photo, vec![text("state", "pending")]).await.expect("hidden again");
    assert!(!bench.sees(&ben, &photo).await && locate(&ben).await.is_err());
}

async fn the_count_of_hearts_is_seen_and_those_who_gave_them_are_not(bench: Bench) {
    everything(&bench).await;
    let (ada, ben, cleo) = (member("ada"), member("ben"), member("cleo"));
    let album = bench.create(&ada, "album", None, vec![text("title", "Open")]).await.expect("made");
    bench.share(&ada, &album, &Subject::Members, Role::Viewer).await;
    let photo = bench.create(&ada, "photo", Some(&album), vec![truth("hearts", true)]).await.expect("made");
    let closed = bench.create(&ada, "photo", Some(&album), vec![]).await.expect("made");
    let heart = bench.create(&ben, "heart", Some(&photo), vec![]).await.expect("made");
    let refused = bench.create(&ben, "heart", Some(&closed), vec![]).await;
    assert!(matches!(refused, Err(ObjectError::Denied)), "{refused:?}");
    for query in [all("heart"), under("heart", &photo)] {
        assert_eq!(bench.count(&cleo, &query).await.expect("counted"), 1);
        assert!(bench.list(&cleo, &query, 9).await.expect("listed").is_empty());
        assert_eq!(bench.list(&ben, &query, 9).await.expect("listed"), std::slice::from_ref(&heart));
        assert_eq!(bench.list(&ada, &query, 9).await.expect("listed"), std::slice::from_ref(&heart));
        assert_eq!(bench.count(&Caller::visitor(), &query).await.expect("counted"), 0);
    }
    assert!(!bench.sees(&cleo, &heart).await);
}

async fn a_draft_and_its_pictures_are_invisible_to_members(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let article = bench.create(&ada, "article", None, vec![text("title", "Knots")]).await.expect("made");
    with_bytes(&bench, &ada, &article).await;
    for caller in [&ben, &reviewer(), &Caller::visitor()] {
        assert!(!bench.sees(caller, &article).await);
        assert!(bench.bytes(caller, &article, "original").await.is_err());
        assert!(bench.list(caller, &all("article"), 9).await.expect("listed").is_empty());
    }
    assert!(bench.bytes(&ada, &article, "original").await.is_ok());
    assert_eq!(bench.list(&ada, &all("article"), 9).await.expect("listed"), [article]);
}

fn reviewer() -> Caller {
    Caller { association_roles: ["reviewer".to_owned()].into(), ..member("rita") }
}

async fn a_proposed_article_is_visible_to_reviewers_only(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let article = bench.create(&ada, "article", None, vec![text("title", "Knots")]).await.expect("made");
    with_bytes(&bench, &ada, &article).await;
    bench.update(&ada, &article, vec![text("state", "proposed")]).await.expect("proposed");
    assert!(bench.sees(&reviewer(), &article).await);
    assert!(bench.bytes(&reviewer(), &article, "original").await.is_ok());
    assert_eq!(bench.list(&reviewer(), &all("article"), 9).await.expect("listed"), std::slice::from_ref(&article));
    assert!(!bench.sees(&member("ben"), &article).await);
    bench.update(&reviewer(), &article, vec![text("state", "published")]).await.expect("published");
    for caller in [member("ben"), Caller::visitor()] {
        assert!(bench.sees(&caller, &article).await);
        assert_eq!(bench.list(&caller, &all("article"), 9).await.expect("listed"), std::slice::from_ref(&article));
    }
    assert!(!bench.may(&ada, Action::Update, &article).await, "an author changes drafts only");
}

async fn a_state_is_not_written_past_its_moves(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let born = bench.create(&ada, "article", None, vec![text("title", "x"), text("state", "published")]).await;
    assert!(matches!(born, Err(ObjectError::Invalid(_))), "{born:?}");
    let article = bench.create(&ada, "article", None, vec![text("title", "Knots")]).await.expect("made");
    let published = || vec![text("state", "published")];
    let jump = bench.update(&ada, &article, published()).await;
    assert!(matches!(jump, Err(ObjectError::Denied)), "{jump:?}");
    // Judged by the one, written by the other: a field stands once in a change.
    let twice = vec![text("state", "proposed"), text("state", "published")];
    let twice = bench.update(&ada, &article, twice).await;
    assert!(matches!(twice, Err(ObjectError::Invalid(_))), "{twice:?}");
    bench.update(&ada, &article, vec![text("state", "proposed")]).await.expect("proposed");
    let alone = bench.update(&ada, &article, published()).await;
    assert!(matches!(alone, Err(ObjectError::Denied)), "{alone:?}");
    let open = Caller { settings: ["open-publishing".to_owned()].into(), ..ada.clone() };
    bench.update(&open, &article, published()).await.expect("the association lets authors publish");
}

async fn a_class_teacher_approves_without_a_role_of_the_association(bench: Bench) {
    let album = strict_album(&bench).await;
    let (teacher, pupil) = (member("tom"), member("pia"));
    bench.share(&member("ada"), &album, &account("tom"), Role::Editor).await;
    bench.share(&member("ada"), &album, &account("pia"), Role::Contributor).await;
    let photo = bench.create(&pupil, "photo", Some(&album), vec![]).await.expect("made");
    let own = bench.update(&pupil, &photo, vec![text("state", "shown")]).await;
    assert!(matches!(own, Err(ObjectError::Denied)), "{own:?}");
    let outsider = bench.update(&reviewer(), &photo, vec![text("state", "shown")]).await;
    assert!(matches!(outsider, Err(ObjectError::NotFound)), "{outsider:?}");
    bench.update(&teacher, &photo, vec![text("state", "shown")]).await.expect("the teacher approves");
}
