//! Create, update, trash and restore, alone and as change-sets.

use veillee::limits;
use veillee::storage::objects::ObjectError;
use veillee_access::Role;
use veillee_engine::types::{Change, Value};

use super::bench::{Bench, account, all, integer, member, text, truth, under};
use super::sketches::everything;

on_both!(
    what_was_written_is_read_back,
    a_failing_third_change_undoes_the_first_two,
    a_version_that_is_not_the_present_one_is_a_conflict,
    adding_counts_from_nothing_and_in_any_order,
    unique_sets_hold_among_objects_not_in_the_trash,
    states_start_and_move_as_declared,
    a_field_with_a_rule_of_its_own_is_written_by_those_it_names,
    a_change_set_and_a_query_have_limits,
    a_container_in_the_trash_hides_all_below_and_comes_back_as_it_was,
    a_leaf_in_the_trash_takes_along_what_lies_in_it,
    collections_of_other_services_and_ids_of_other_associations_do_not_exist,
);

async fn what_was_written_is_read_back(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "Été")]).await.expect("made");
    let fields = vec![text("title", "Une"), integer("position", -3), text("note", "")];
    let photo = bench.create(&ada, "photo", Some(&album), fields).await.expect("made");
    let row = bench.get(&ada, &photo, &["title", "note", "position", "stars", "state", "@parent", "@mine", "@role"]);
    let row = row.await.expect("seen");
    let word = |word: &str| Value::Text(word.to_owned());
    assert_eq!(row.version, 1);
    let expected = [word("Une"), word(""), Value::Integer(-3), Value::None, word("shown"), word(&album)];
    assert_eq!(row.values[..6], expected);
    assert_eq!(row.values[6..], [Value::Boolean(true), word("owner")]);
    assert_eq!(bench.update(&ada, &photo, vec![text("note", "n"), integer("stars", 2)]).await.expect("kept"), 2);
    let row = bench.get(&ada, &photo, &["note", "stars", "title"]).await.expect("seen");
    assert_eq!(row.values, [word("n"), Value::Integer(2), word("Une")]);
    for (fields, why) in [
        (vec![text("nothing", "x")], "an unknown field"),
        (vec![integer("title", 1)], "a value of another type"),
        (vec![("position".to_owned(), Value::None)], "an indexed field without value"),
        (vec![text("title", "a\0b")], "a NUL character"),
    ] {
        let refused = bench.update(&ada, &photo, fields).await;
        assert!(matches!(refused, Err(ObjectError::Invalid(_))), "{why}: {refused:?}");
    }
    let untitled = bench.create(&ada, "album", None, vec![text("title", " ")]).await;
    assert!(matches!(untitled, Err(ObjectError::Invalid(_))));
}

async fn a_failing_third_change_undoes_the_first_two(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
    let generation = bench.association.generation();
    let photo = bench.new_id("photo");
    let made = Change::Create {
        id: photo.clone(),
        collection: "photo".to_owned(),
        parent: Some(album.clone()),
        fields: vec![text("title", "lost")],
    };
    let renamed = Change::Update { id: album.clone(), if_version: None, fields: vec![text("title", "Two")] };
    let failing = Change::Trash { id: bench.new_id("photo") };
    let outcome = bench.write(&ada, vec![made, renamed, failing]).await;
    assert!(matches!(outcome, Err(ObjectError::NotFound)), "{outcome:?}");
    assert!(!bench.sees(&ada, &photo).await);
    let row = bench.get(&ada, &album, &["title"]).await.expect("seen");
    assert_eq!((row.version, &row.values[0]), (1, &Value::Text("One".to_owned())));
    assert_eq!(bench.count(&ada, &all("photo")).await.expect("counted"), 0);
    assert_eq!(bench.association.generation(), generation, "what did not happen ends nothing");
}

async fn a_version_that_is_not_the_present_one_is_a_conflict(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let id = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
    let set = |version, title: &str| {
        vec![Change::Update { id: id.clone(), if_version: Some(version), fields: vec![text("title", title)] }]
    };
    assert_eq!(bench.write(&ada, set(1, "Two")).await.expect("kept").versions, [(id.clone(), 2)]);
    let late = bench.write(&ada, set(1, "Three")).await;
    assert!(matches!(late, Err(ObjectError::Conflict)), "{late:?}");
    assert_eq!(bench.get(&ada, &id, &["title"]).await.expect("seen").values, [Value::Text("Two".to_owned())]);
}

async fn adding_counts_from_nothing_and_in_any_order(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
    let photo = bench.create(&ada, "photo", Some(&album), vec![]).await.expect("made");
    let add = |amount| {
        let change = Change::Add { id: photo.clone(), field: "stars".to_owned(), amount };
        bench.write(&ada, vec![change])
    };
    let (one, two, three) = tokio::join!(add(5), add(-2), add(10));
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(bench.get(&ada, &photo, &["stars"]).await.expect("seen").values, [Value::Integer(13)]);
    // Beyond what an integer field holds nothing is added, by one step or by their sum (decision 0011).
    let most = (1_i64 << 53) - 1;
    for amount in [i64::MAX, i64::MIN, most + 1, most] {
        assert!(matches!(add(amount).await, Err(ObjectError::Invalid(_))), "{amount}");
    }
    add(most - 13).await.expect("to the very edge");
    assert_eq!(bench.get(&ada, &photo, &["stars"]).await.expect("seen").values, [Value::Integer(most)]);
    let wrong = Change::Add { id: photo.clone(), field: "title".to_owned(), amount: 1 };
    assert!(matches!(bench.write(&ada, vec![wrong]).await, Err(ObjectError::Invalid(_))));
}

async fn unique_sets_hold_among_objects_not_in_the_trash(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let album = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
    bench.share(&ada, &album, &account("ben"), Role::Viewer).await;
    let photo = bench.create(&ada, "photo", Some(&album), vec![truth("hearts", true)]).await.expect("made");
    let first = bench.create(&ben, "heart", Some(&photo), vec![]).await.expect("made");
    let again = bench.create(&ben, "heart", Some(&photo), vec![]).await;
    assert!(matches!(again, Err(ObjectError::Conflict)), "{again:?}");
    bench.create(&ada, "heart", Some(&photo), vec![]).await.expect("another author");
    bench.trash(&ben, &first).await.expect("trashed");
    bench.create(&ben, "heart", Some(&photo), vec![]).await.expect("the first one is gone");
    let back = bench.restore(&ben, &first).await;
    assert!(matches!(back, Err(ObjectError::Conflict)), "{back:?}");
    assert_eq!(bench.count(&ada, &under("heart", &photo)).await.expect("counted"), 2);
}

async fn states_start_and_move_as_declared(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let fields = vec![text("title", "One"), truth("approval", true)];
    let strict = bench.create(&ada, "album", None, fields).await.expect("made");
    let open = bench.create(&ada, "album", None, vec![text("title", "Two")]).await.expect("made");
    for album in [&strict, &open] {
        bench.share(&ada, album, &account("ben"), Role::Contributor).await;
    }
    let pending = bench.create(&ben, "photo", Some(&strict), vec![]).await.expect("made");
    let shown = bench.create(&ben, "photo", Some(&open), vec![]).await.expect("made");
    let state = async |id: &str| bench.get(&ada, id, &["state"]).await.expect("seen").values[0].clone();
    assert_eq!(state(&pending).await, Value::Text("pending".to_owned()));
    assert_eq!(state(&shown).await, Value::Text("shown".to_owned()));
    let chosen = bench.create(&ben, "photo", Some(&strict), vec![text("state", "shown")]).await;
    assert!(matches!(chosen, Err(ObjectError::Invalid(_))), "nobody chooses where it starts: {chosen:?}");
    let own = bench.update(&ben, &pending, vec![text("state", "shown")]).await;
    assert!(matches!(own, Err(ObjectError::Denied)), "{own:?}");
    let hidden_in_others = bench.update(&ben, &pending, vec![text("title", "x"), text("state", "shown")]).await;
    assert!(matches!(hidden_in_others, Err(ObjectError::Denied)), "{hidden_in_others:?}");
    bench.update(&ada, &pending, vec![text("state", "shown")]).await.expect("an editor approves");
    let nowhere = bench.update(&ada, &pending, vec![text("state", "gone")]).await;
    assert!(matches!(nowhere, Err(ObjectError::Denied)), "{nowhere:?}");
    let stranger = bench.update(&member("eve"), &pending, vec![text("state", "pending")]).await;
    assert!(matches!(stranger, Err(ObjectError::NotFound)), "{stranger:?}");
    assert_eq!(state(&pending).await, Value::Text("shown".to_owned()));
}

async fn a_field_with_a_rule_of_its_own_is_written_by_those_it_names(bench: Bench) {
    let sketch = super::sketches::album().rule(veillee_access::Action::Update, "contributor");
    bench.adopt(super::bench::SERVICE, &[sketch]).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let album = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
    bench.share(&ada, &album, &account("ben"), Role::Contributor).await;
    bench.update(&ben, &album, vec![text("title", "Two")]).await.expect("a contributor renames");
    let refused = bench.update(&ben, &album, vec![text("title", "Three"), truth("approval", true)]).await;
    assert!(matches!(refused, Err(ObjectError::Denied)), "{refused:?}");
    bench.update(&ada, &album, vec![truth("approval", true)]).await.expect("the owner is an editor");
    let fields = vec![text("title", "Inner"), truth("approval", false)];
    let at_birth = bench.create(&ben, "album", Some(&album), fields).await;
    assert!(matches!(at_birth, Err(ObjectError::Denied)), "nor by making a new one: {at_birth:?}");
    bench.create(&ben, "album", Some(&album), vec![text("title", "Inner")]).await.expect("without it");
}

async fn a_change_set_and_a_query_have_limits(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
    let renamings = |count: usize| -> Vec<Change> {
        let one = Change::Update { id: album.clone(), if_version: None, fields: vec![text("title", "x")] };
        vec![one; count]
    };
    bench.write(&ada, renamings(limits::CHANGES_MAX)).await.expect("as many as there may be");
    let more = bench.write(&ada, renamings(limits::CHANGES_MAX + 1)).await;
    assert!(matches!(more, Err(ObjectError::Invalid(_))), "{more:?}");
    let mut outer = album;
    for depth in 1..limits::CONTAINER_DEPTH_MAX {
        outer = bench.create(&ada, "album", Some(&outer), vec![text("title", "In")]).await.expect("made");
        if depth == 7 {
            let permit = bench.permit(&ada, veillee_access::Action::Share, &outer).await.expect("may");
            bench.association.set_private(&permit, "somebody", true).await.expect("private");
        }
    }
    let deeper = bench.create(&ada, "album", Some(&outer), vec![text("title", "In")]).await;
    assert!(matches!(deeper, Err(ObjectError::Invalid(_))), "private ones count too: {deeper:?}");
}

async fn a_container_in_the_trash_hides_all_below_and_comes_back_as_it_was(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let outer = bench.create(&ada, "album", None, vec![text("title", "Outer")]).await.expect("made");
    let inner = bench.create(&ada, "album", Some(&outer), vec![text("title", "Inner")]).await.expect("made");
    let kept = bench.create(&ada, "photo", Some(&inner), vec![truth("hearts", true)]).await.expect("made");
    let heart = bench.create(&ada, "heart", Some(&kept), vec![]).await.expect("made");
    let gone = bench.create(&ada, "photo", Some(&inner), vec![]).await.expect("made");
    let gone_album = bench.create(&ada, "album", Some(&outer), vec![text("title", "Gone")]).await.expect("made");
    let in_gone_album = bench.create(&ada, "photo", Some(&gone_album), vec![]).await.expect("made");
    bench.trash(&ada, &gone).await.expect("trashed");
    bench.trash(&ada, &gone_album).await.expect("trashed");
    bench.trash(&ada, &outer).await.expect("trashed");
    for id in [&outer, &inner, &kept, &heart, &gone, &gone_album, &in_gone_album] {
        assert!(!bench.sees(&ada, id).await);
    }
    for collection in ["album", "photo", "heart"] {
        assert_eq!(bench.list(&ada, &all(collection), 50).await.expect("listed"), Vec::<String>::new());
        assert_eq!(bench.count(&ada, &all(collection)).await.expect("counted"), 0);
    }
    let into_the_trash = bench.create(&ada, "photo", Some(&inner), vec![]).await;
    assert!(matches!(into_the_trash, Err(ObjectError::NotFound)), "{into_the_trash:?}");
    for below in [&inner, &kept, &gone, &gone_album] {
        assert!(bench.restore(&ada, below).await.is_err(), "what lies in the trash does not come back alone");
    }
    assert!(matches!(bench.restore(&member("eve"), &outer).await, Err(ObjectError::NotFound)));
    bench.restore(&ada, &outer).await.expect("restored");
    for id in [&outer, &inner, &kept, &heart] {
        assert!(bench.sees(&ada, id).await);
    }
    for id in [&gone, &gone_album, &in_gone_album] {
        assert!(!bench.sees(&ada, id).await, "put away before");
    }
    assert_eq!(bench.list(&ada, &all("photo"), 50).await.expect("listed"), [kept]);
    bench.restore(&ada, &gone_album).await.expect("restored");
    assert!(bench.sees(&ada, &in_gone_album).await);
}

async fn a_leaf_in_the_trash_takes_along_what_lies_in_it(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let album = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
    bench.share(&ada, &album, &account("ben"), Role::Viewer).await;
    let photo = bench.create(&ada, "photo", Some(&album), vec![truth("hearts", true)]).await.expect("made");
    let (first, second) = (
        bench.create(&ada, "heart", Some(&photo), vec![]).await.expect("made"),
        bench.create(&ben, "heart", Some(&photo), vec![]).await.expect("made"),
    );
    bench.trash(&ada, &first).await.expect("trashed");
    bench.trash(&ada, &photo).await.expect("trashed");
    assert!(!bench.sees(&ben, &second).await);
    assert_eq!(bench.count(&ben, &all("heart")).await.expect("counted"), 0);
    bench.restore(&ada, &photo).await.expect("restored");
    assert!(bench.sees(&ben, &second).await);
    assert!(!bench.sees(&ada, &first).await);
}

async fn collections_of_other_services_and_ids_of_other_associations_do_not_exist(bench: Bench) {
    everything(&bench).await;
    bench.adopt("other", &[super::sketches::album()]).await;
    let ada = member("ada");
    let number = bench.moment().shapes.named("other", "album").expect("known").number;
    let foreign = veillee::storage::ids::new_object_id(number, &*bench.association.random);
    let made = Change::Create {
        id: foreign.clone(),
        collection: "album".to_owned(),
        parent: None,
        fields: vec![text("title", "x")],
    };
    let files = std::collections::BTreeMap::new();
    let refused = bench.write(&ada, vec![made.clone()]).await;
    assert!(matches!(refused, Err(ObjectError::Invalid(_))), "an id of another collection: {refused:?}");
    let mut writer = bench.writer(&ada, None, &files);
    writer.service = "other";
    writer.commit(vec![made]).await.expect("its own service makes it");
    assert!(matches!(bench.get(&ada, &foreign, &[]).await, Err(ObjectError::NotFound)));
    let fields = vec![text("title", "y")];
    assert!(matches!(bench.update(&ada, &foreign, fields).await, Err(ObjectError::NotFound)));
    assert!(matches!(bench.trash(&ada, &foreign).await, Err(ObjectError::NotFound)));
    assert!(matches!(bench.create(&ada, "photo", Some(&foreign), vec![]).await, Err(ObjectError::NotFound)));
    assert!(matches!(bench.list(&ada, &all("wall"), 5).await, Err(ObjectError::Invalid(_))));
    // The same number, other random bits: an object of another association.
    let elsewhere = bench.new_id("album");
    assert!(matches!(bench.get(&ada, &elsewhere, &[]).await, Err(ObjectError::NotFound)));
    assert!(matches!(bench.restore(&ada, &elsewhere).await, Err(ObjectError::NotFound)));
    for nonsense in ["", "album", "' OR 1 = 1 --", "é"] {
        assert!(matches!(bench.get(&ada, nonsense, &[]).await, Err(ObjectError::NotFound)));
    }
}
