//! Search: folded, stemmed, from the beginning of the last word.

use veillee_engine::types::Query;

use super::bench::{Bench, all, member, text};
use super::sketches::everything;

on_both!(words_are_found_without_accents_by_their_stem_and_while_being_typed, words_follow_their_object);

async fn found(bench: &Bench, words: &str) -> Vec<String> {
    let query = Query { search: Some(words.to_owned()), select: vec!["title".to_owned()], ..all("photo") };
    let page = bench.page(&member("ada"), &query, None, 50).await.expect("searched");
    let mut titles: Vec<String> = page.rows.iter().map(|row| format!("{:?}", row.values[0])).collect();
    titles.sort();
    let counted = bench.count(&member("ada"), &query).await.expect("counted");
    assert_eq!(counted as usize, titles.len());
    titles
}

async fn words_are_found_without_accents_by_their_stem_and_while_being_typed(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "Words")]).await.expect("made");
    let titles =
        ["Les chevaux à Saint-Émilion", "Gardening in the gardens", "Cœur d'été", "L'ÎLE aux oiseaux", "100 %"];
    for title in titles {
        bench.create(&ada, "photo", Some(&album), vec![text("title", title)]).await.expect("made");
    }
    let cases: [(&str, &[usize]); 16] = [
        ("emilion", &[0]),
        ("ÉMILION", &[0]),
        ("saint-emilion chevaux", &[0]),
        ("cheval", &[0]),
        ("oiseau", &[3]),
        ("garden", &[1]),
        ("gardened", &[1]),
        ("coeur", &[2]),
        ("Cœur ete", &[2]),
        ("île", &[3]),
        ("che", &[0]),
        ("che emilion", &[]),
        ("emilion che", &[0]),
        ("100", &[4]),
        ("%", &[]),
        ("nowhere", &[]),
    ];
    for (words, expected) in cases {
        let mut expected: Vec<String> = expected
            .iter()
            .map(|&place| format!("{:?}", veillee_engine::types::Value::Text(titles[place].to_owned())))
            .collect();
        expected.sort();
        assert_eq!(found(&bench, words).await, expected, "{words}");
    }
}

async fn words_follow_their_object(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "Words")]).await.expect("made");
    let photo = bench.create(&ada, "photo", Some(&album), vec![text("title", "before")]).await.expect("made");
    assert_eq!(found(&bench, "before").await.len(), 1);
    assert_eq!(found(&bench, "words").await.len(), 0, "a word of another collection");
    bench.update(&ada, &photo, vec![text("title", "after")]).await.expect("kept");
    assert_eq!((found(&bench, "before").await.len(), found(&bench, "after").await.len()), (0, 1));
    let query = Query { search: Some("after".to_owned()), ..all("photo") };
    assert!(bench.list(&member("eve"), &query, 5).await.expect("searched").is_empty(), "only what one may see");
    bench.trash(&ada, &photo).await.expect("trashed");
    assert_eq!(found(&bench, "after").await.len(), 0);
}
