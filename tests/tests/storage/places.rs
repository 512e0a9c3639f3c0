//! Containers in containers: inheriting, keeping private, moving.

use veillee::storage::objects::ObjectError;
use veillee_access::{Action, Role};

use super::bench::{Bench, account, all, member, text, truth, under};
use super::sketches::everything;

on_both!(
    containers_inherit_from_those_they_lie_in_unless_private,
    moving_a_leaf_changes_who_sees_it_and_all_that_lies_in_it,
    moving_a_container_changes_who_sees_all_below,
    a_move_needs_a_yes_on_both_sides_and_makes_no_circle,
    nothing_comes_back_into_a_container_that_is_removed,
);

async fn album(bench: &Bench, outer: Option<&str>) -> String {
    bench.create(&member("ada"), "album", outer, vec![text("title", "One")]).await.expect("made")
}

async fn photo(bench: &Bench, album: &str) -> String {
    bench.create(&member("ada"), "photo", Some(album), vec![truth("hearts", true)]).await.expect("made")
}

async fn containers_inherit_from_those_they_lie_in_unless_private(bench: Bench) {
    everything(&bench).await;
    let (ada, ben, zoe) = (member("ada"), member("ben"), member("zoe"));
    let outer = album(&bench, None).await;
    let middle = album(&bench, Some(&outer)).await;
    let inner = album(&bench, Some(&middle)).await;
    let photo = photo(&bench, &inner).await;
    bench.share(&ada, &outer, &account("ben"), Role::Viewer).await;
    bench.share(&ada, &inner, &account("zoe"), Role::Viewer).await;
    assert!(bench.sees(&ben, &photo).await && bench.sees(&zoe, &photo).await);
    assert!(!bench.sees(&zoe, &middle).await, "a share reaches inwards only");
    assert_eq!(bench.list(&ben, &all("photo"), 9).await.expect("listed"), std::slice::from_ref(&photo));
    let permit = bench.permit(&ada, Action::Share, &middle).await.expect("may");
    let stands = async || bench.association.inheritance(&permit).await.expect("asked").expect("it lies in another");
    assert_eq!((stands().await.outer, stands().await.private), (outer.clone(), false));
    bench.association.set_private(&permit, "somebody", true).await.expect("private");
    assert!(stands().await.private);
    let top = bench.permit(&ada, Action::Share, &outer).await.expect("may share");
    assert_eq!(bench.association.inheritance(&top).await.expect("asked"), None);
    assert!(bench.sees(&ben, &outer).await && !bench.sees(&ben, &middle).await && !bench.sees(&ben, &photo).await);
    assert!(bench.list(&ben, &all("photo"), 9).await.expect("listed").is_empty());
    assert!(bench.sees(&zoe, &photo).await, "its own shares stay");
    assert!(bench.sees(&ada, &photo).await, "and so does the owner");
    let newer = album(&bench, Some(&inner)).await;
    assert!(!bench.sees(&ben, &newer).await && bench.sees(&zoe, &newer).await);
    bench.association.set_private(&permit, "somebody", false).await.expect("open again");
    assert!(bench.sees(&ben, &photo).await && bench.sees(&ben, &newer).await);
    let look = bench.permit(&ben, Action::Read, &middle).await.expect("may read");
    let refused = bench.association.set_private(&look, "somebody", true).await;
    assert!(matches!(refused, Err(ObjectError::Denied)));
}

async fn moving_a_leaf_changes_who_sees_it_and_all_that_lies_in_it(bench: Bench) {
    everything(&bench).await;
    let (ada, ben, zoe) = (member("ada"), member("ben"), member("zoe"));
    let (from, to) = (album(&bench, None).await, album(&bench, None).await);
    bench.share(&ada, &from, &account("ben"), Role::Viewer).await;
    bench.share(&ada, &to, &account("zoe"), Role::Editor).await;
    let photo = photo(&bench, &from).await;
    let heart = bench.create(&ben, "heart", Some(&photo), vec![]).await.expect("made");
    assert!(bench.sees(&ben, &photo).await && !bench.sees(&zoe, &heart).await);
    let before = bench.association.generation();
    bench.place(&ada, &photo, &to).await.expect("moved");
    assert!(bench.association.generation() > before);
    assert!(!bench.sees(&ben, &photo).await && bench.sees(&zoe, &photo).await);
    assert!(bench.sees(&zoe, &heart).await, "an editor sees the hearts");
    assert!(bench.sees(&ben, &heart).await, "its author still sees what he wrote");
    assert_eq!(bench.list(&zoe, &under("photo", &to), 9).await.expect("listed"), std::slice::from_ref(&photo));
    assert!(bench.list(&ada, &under("photo", &from), 9).await.expect("listed").is_empty());
}

async fn moving_a_container_changes_who_sees_all_below(bench: Bench) {
    everything(&bench).await;
    let (ada, ben, zoe) = (member("ada"), member("ben"), member("zoe"));
    let (from, to) = (album(&bench, None).await, album(&bench, None).await);
    let moved = album(&bench, Some(&from)).await;
    let below = album(&bench, Some(&moved)).await;
    let photo = photo(&bench, &below).await;
    bench.share(&ada, &from, &account("ben"), Role::Viewer).await;
    bench.share(&ada, &to, &account("zoe"), Role::Viewer).await;
    bench.place(&ada, &moved, &to).await.expect("moved");
    for id in [&moved, &below, &photo] {
        assert!(!bench.sees(&ben, id).await && bench.sees(&zoe, id).await);
    }
    bench.trash(&ada, &to).await.expect("trashed");
    assert!(!bench.sees(&ada, &photo).await, "the trash follows the new place");
}

async fn a_move_needs_a_yes_on_both_sides_and_makes_no_circle(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let outer = album(&bench, None).await;
    let inner = album(&bench, Some(&outer)).await;
    for into in [&outer, &inner] {
        let circle = bench.place(&ada, &outer, into).await;
        assert!(matches!(circle, Err(ObjectError::Invalid(_))), "{circle:?}");
    }
    let photo = photo(&bench, &inner).await;
    let bens = bench.create(&ben, "album", None, vec![text("title", "Ben's")]).await.expect("made");
    assert!(matches!(bench.place(&ada, &photo, &bens).await, Err(ObjectError::NotFound)));
    assert!(matches!(bench.place(&ben, &photo, &bens).await, Err(ObjectError::NotFound)));
    bench.share(&ben, &bens, &account("ada"), Role::Viewer).await;
    assert!(matches!(bench.place(&ada, &inner, &bens).await, Err(ObjectError::Denied)));
    bench.share(&ben, &bens, &account("ada"), Role::Contributor).await;
    let given_away = bench.place(&ada, &inner, &bens).await;
    assert!(matches!(given_away, Err(ObjectError::Invalid(_))), "nobody is made to pay: {given_away:?}");
    bench.place(&ada, &photo, &bens).await.expect("moved");
    assert!(matches!(bench.place(&ada, &photo, &photo).await, Err(ObjectError::Invalid(_))));
    let sketch = veillee_tests::model::Sketch::leaf("remark").within(&["photo", "remark"]);
    let sketch = sketch.rule(Action::Create, "viewer").rule(Action::Read, "viewer").rule(Action::Move, "viewer");
    bench.adopt(super::bench::SERVICE, &[super::sketches::album(), super::sketches::photo(), sketch]).await;
    let first = bench.create(&ada, "remark", Some(&photo), vec![]).await.expect("made");
    let second = bench.create(&ada, "remark", Some(&first), vec![]).await.expect("made");
    let circle = bench.place(&ada, &first, &second).await;
    assert!(matches!(circle, Err(ObjectError::Invalid(_))), "{circle:?}");
}

async fn nothing_comes_back_into_a_container_that_is_removed(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let outer = album(&bench, None).await;
    let inner = album(&bench, Some(&outer)).await;
    let deep = album(&bench, Some(&inner)).await;
    bench.trash(&ada, &deep).await.expect("trashed");
    bench.trash(&ada, &outer).await.expect("trashed");
    let refused = bench.restore(&ada, &deep).await;
    assert!(matches!(refused, Err(ObjectError::Invalid(_))), "two containers further out: {refused:?}");
    bench.restore(&ada, &outer).await.expect("restored");
    assert!(!bench.sees(&ada, &deep).await);
    bench.restore(&ada, &deep).await.expect("restored");
    assert!(bench.sees(&ada, &deep).await);
}
