//! Lists: paging, orders, filters, cursors.

use std::collections::BTreeSet;

use veillee::limits;
use veillee::storage::objects::ObjectError;
use veillee_access::Role;
use veillee_engine::types::{Change, Filter, Order, Query, Value};

use super::bench::{Bench, account, all, integer, member, text, truth, under};
use super::sketches::everything;

on_both!(
    a_thousand_rows_are_paged_through_in_every_order,
    a_cursor_opens_for_its_caller_its_query_and_its_day,
    filters_narrow_and_are_checked,
    a_count_stops_where_it_was_told,
);

const ROWS: usize = 1_000;

async fn fill(bench: &Bench, by: &veillee_access::Caller, album: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for batch in 0..ROWS / limits::CHANGES_MAX {
        let mut changes = Vec::new();
        for index in 0..limits::CHANGES_MAX {
            let number = batch * limits::CHANGES_MAX + index;
            let id = bench.new_id("photo");
            ids.insert(id.clone());
            let place = i64::try_from(number % 37).expect("small") - 18;
            let fields = vec![integer("position", place), text("name", &format!("n{}", number % 41))];
            let (collection, parent) = ("photo".to_owned(), Some(album.to_owned()));
            changes.push(Change::Create { id, collection, parent, fields });
        }
        bench.write(by, changes).await.expect("made");
        bench.clock.advance(5);
    }
    ids
}

async fn a_thousand_rows_are_paged_through_in_every_order(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let album = bench.create(&ada, "album", None, vec![text("title", "Many")]).await.expect("made");
    let ids = fill(&bench, &ada, &album).await;
    bench.share(&ada, &album, &account("ben"), Role::Viewer).await;
    for field in ["@created-ms", "@updated-ms", "position", "name"] {
        for descending in [false, true] {
            for query in [all("photo"), under("photo", &album)] {
                let order = Some(Order { field: field.to_owned(), descending });
                let query = Query { order, select: vec![field.to_owned()], ..query };
                let mut keys = Vec::new();
                let mut after = None;
                loop {
                    let page = bench.page(&ben, &query, after.as_deref(), 83).await.expect("a page");
                    keys.extend(page.rows.into_iter().map(|row| (sortable(&row.values[0]), row.id)));
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
                let seen: BTreeSet<String> = keys.iter().map(|(_, id)| id.clone()).collect();
                assert_eq!((keys.len(), &seen), (ROWS, &ids), "{field} {descending}");
                if descending {
                    keys.reverse();
                }
                assert!(keys.is_sorted(), "{field} {descending}");
            }
        }
    }
}

fn sortable(value: &Value) -> (i64, String) {
    match value {
        Value::Integer(number) => (*number, String::new()),
        Value::Text(text) => (0, text.clone()),
        other => panic!("{other:?} is no key"),
    }
}

async fn a_cursor_opens_for_its_caller_its_query_and_its_day(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "Few")]).await.expect("made");
    for _ in 0..3 {
        bench.create(&ada, "photo", Some(&album), vec![]).await.expect("made");
    }
    let query = under("photo", &album);
    let cursor = bench.page(&ada, &query, None, 2).await.expect("a page").next.expect("there is more");
    let refused = |outcome: Result<_, ObjectError>, why: &str| {
        let invalid = matches!(outcome, Err(ObjectError::Invalid(_)));
        assert!(invalid, "{why}");
    };
    let rest = bench.page(&ada, &query, Some(&cursor), 2).await.expect("the second page");
    assert_eq!((rest.rows.len(), rest.next), (1, None));
    refused(bench.page_of("another", &ada, &query, (Some(&cursor), 2)).await, "another caller");
    refused(bench.page(&ada, &all("photo"), Some(&cursor), 2).await, "another query");
    let order = Some(Order { field: "name".to_owned(), descending: true });
    refused(bench.page(&ada, &Query { order, ..query.clone() }, Some(&cursor), 2).await, "another order");
    for place in 0..cursor.len() {
        let mut bytes = cursor.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let tampered = String::from_utf8(bytes).expect("text");
        refused(bench.page(&ada, &query, Some(&tampered), 2).await, "tampered");
    }
    refused(bench.page(&ada, &query, Some(""), 2).await, "empty");
    bench.clock.advance(limits::CURSOR_LIFE_MS - 1);
    assert!(bench.page(&ada, &query, Some(&cursor), 2).await.is_ok(), "a millisecond before");
    bench.clock.advance(1);
    refused(bench.page(&ada, &query, Some(&cursor), 2).await, "a day later");
}

async fn filters_narrow_and_are_checked(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "Few")]).await.expect("made");
    let mut ids = Vec::new();
    for place in 0..6 {
        let mut fields = vec![integer("position", place), text("note", if place < 3 { "low" } else { "high" })];
        if place == 5 {
            fields.push(truth("hearts", true));
        }
        ids.push(bench.create(&ada, "photo", Some(&album), fields).await.expect("made"));
    }
    let note = |value: Value| Filter::Equals { field: "note".to_owned(), value };
    let word = |word: &str| Value::Text(word.to_owned());
    let between = |field: &str, low: i64, high: i64| Filter::Between {
        field: field.to_owned(),
        low: Value::Integer(low),
        high: Value::Integer(high),
    };
    let any = |values: Vec<Value>| Filter::AnyOf { field: "position".to_owned(), values };
    let hearts = |value: Value| Filter::Equals { field: "hearts".to_owned(), value };
    let cases: [(Vec<Filter>, &[usize]); 7] = [
        (vec![note(word("low"))], &[0, 1, 2]),
        (vec![note(word("none of them"))], &[]),
        (vec![between("position", 2, 4)], &[2, 3, 4]),
        (vec![between("position", 2, 4), note(word("low"))], &[2]),
        (vec![any(vec![Value::Integer(0), Value::Integer(5), Value::Integer(9)])], &[0, 5]),
        (vec![hearts(Value::Boolean(true))], &[5]),
        (vec![hearts(Value::None)], &[0, 1, 2, 3, 4]),
    ];
    for (filters, expected) in cases {
        for query in [all("photo"), under("photo", &album)] {
            let order = Some(Order { field: "position".to_owned(), descending: false });
            let query = Query { filters: filters.clone(), order, ..query };
            let expected: Vec<String> = expected.iter().map(|&place| ids[place].clone()).collect();
            assert_eq!(bench.list(&ada, &query, 2).await.expect("listed"), expected, "{filters:?}");
            let counted = bench.count(&ada, &query).await.expect("counted");
            assert_eq!(counted as usize, expected.len(), "{filters:?}");
        }
    }
    let low = || note(word("low"));
    for (filters, why) in [
        (vec![between("stars", 0, 1)], "`between` without an index"),
        (vec![low(); limits::QUERY_FILTERS_MAX + 1], "too many filters"),
        (vec![any(vec![Value::Integer(1); limits::ANY_OF_MAX + 1])], "too many values"),
        (vec![any(vec![])], "no value"),
        (vec![Filter::Equals { field: "position".to_owned(), value: word("1") }], "a value of another type"),
        (vec![Filter::Equals { field: "nothing".to_owned(), value: word("1") }], "an unknown field"),
        (vec![Filter::Equals { field: "id".to_owned(), value: word("1") }], "a column of the core"),
    ] {
        let refused = bench.page(&ada, &Query { filters, ..all("photo") }, None, 5).await;
        assert!(matches!(refused, Err(ObjectError::Invalid(_))), "{why}: {refused:?}");
    }
    let order = Some(Order { field: "note".to_owned(), descending: false });
    let refused = bench.page(&ada, &Query { order, ..all("photo") }, None, 5).await;
    assert!(matches!(refused, Err(ObjectError::Invalid(_))), "an order without index");
    let select = vec!["title".to_owned(); limits::SELECT_MAX + 1];
    let refused = bench.page(&ada, &Query { select, ..all("photo") }, None, 5).await;
    assert!(matches!(refused, Err(ObjectError::Invalid(_))), "too many columns");
}

async fn a_count_stops_where_it_was_told(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "Many")]).await.expect("made");
    fill(&bench, &ada, &album).await;
    assert_eq!(bench.count(&ada, &all("photo")).await.expect("counted") as usize, ROWS);
    assert_eq!(bench.count(&member("eve"), &all("photo")).await.expect("counted"), 0);
    let moment = bench.moment();
    let session = "session";
    let reader =
        veillee::storage::objects::Reader::new(&bench.association, &moment, &ada, super::bench::SERVICE, session);
    let mut ask = bench.association.database();
    let counted = veillee::storage::objects::count(&mut ask, &reader, &all("photo"), 201).await;
    assert_eq!(counted.expect("counted"), 201);
    let page = bench.page(&ada, &all("photo"), None, 5_000).await.expect("a page");
    assert_eq!(page.rows.len(), limits::QUERY_ROWS_MAX as usize);
}
