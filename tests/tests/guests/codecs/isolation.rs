use std::time::Duration;

use veillee::plugin::codecs::{Trouble, examine};
use veillee_engine::limits::MAX_ERROR_CHARS;
use veillee_engine::{CallLimits, Failure, Judged, PictureFacts};
use veillee_tests::world::bad_codec;

use super::Bench;

/// Shorter than real ones, so that the test is; long enough to fill the memory on a slow machine.
fn limits() -> CallLimits {
    CallLimits { cpu: Duration::from_secs(5), wall: Duration::from_secs(10), ..CallLimits::codec() }
}

async fn probe(bench: &Bench, word: &str) -> Judged<PictureFacts> {
    bench.codec.codec.probe(word.as_bytes(), &limits()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_codec_ends_by_its_limits_and_the_next_picture_comes() {
    let bench = Bench::of(&bad_codec()).await;
    for (word, kind) in [
        ("loop", "deadline"),
        ("sleep", "deadline"),
        ("memory", "memory"),
        ("recursion", "stack-overflow"),
        ("panic", "trap"),
    ] {
        let judged = probe(&bench, word).await;
        let failure = judged.outcome.expect_err(word);
        assert_eq!(failure.kind(), kind, "{word}: {}", failure.detail());
        assert!(judged.peak_memory_bytes <= CallLimits::codec().memory_bytes, "{word}");
        let after = probe(&bench, "count").await.outcome.expect("it answers").expect("facts");
        assert_eq!(after.width_px, 1, "a fresh instance knows nothing of the one before");
    }
    let failure = probe(&bench, "panic").await.outcome.expect_err("a panic");
    assert!(failure.detail().contains("this codec gives up"), "{}", failure.detail());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_too_large_is_not_taken() {
    let bench = Bench::of(&bad_codec()).await;
    let wanted = veillee_engine::Wanted { max_side_px: 512, media_type: "image/jpeg".to_owned() };
    let judged = bench.codec.codec.render(b"huge-answer", &[wanted], &limits()).await;
    assert!(matches!(judged.outcome, Err(Failure::ResponseTooLarge { .. })), "{:?}", judged.outcome);
    let sentence = probe(&bench, "long-sentence").await.outcome.expect("an answer").expect_err("a sentence");
    assert_eq!(sentence.chars().count(), MAX_ERROR_CHARS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_codec_sees_a_world_that_never_changes_and_touches_nothing() {
    let bench = Bench::of(&bad_codec()).await;
    let seen = probe(&bench, "world").await.outcome.expect("an answer").expect_err("what it saw");
    tokio::time::sleep(Duration::from_millis(5)).await;
    let again = probe(&bench, "world").await.outcome.expect("an answer").expect_err("what it saw");
    assert_eq!(seen, again, "clocks stand still and random numbers repeat");
    assert!(seen.ends_with(" false"), "no file is read or written: {seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_codec_says_is_believed() {
    let bench = Bench::of(&bad_codec()).await;
    let trouble = async |word: &str| {
        let bytes = format!("GIF89a{word}");
        let wanted = vec![("thumbnail".to_owned(), 512)];
        let found = examine(&bench.codec.codec, &limits(), bytes.as_bytes(), "image/gif", wanted).await;
        assert!(found.made.is_empty(), "{word}: what is no JPEG is never kept");
        (found.facts, found.clean.is_some(), found.trouble.expect("trouble"))
    };
    let (facts, clean, reason) = trouble("markup").await;
    assert_eq!(facts.expect("facts").taken, None, "a moment is a moment or nothing");
    assert!(clean && reason == Trouble::Never("the rendition `thumbnail` is refused: it is no JPEG".to_owned()));
    let (facts, clean, reason) = trouble("other-kind").await;
    assert!(facts.is_none() && !clean, "{reason:?}");
    for word in ["edit-outside", "edit-everything"] {
        assert!(!trouble(word).await.1, "{word}");
    }
    let (.., reason) = trouble("none-made").await;
    assert!(reason.sentence().contains("another number of pictures"), "{reason:?}");
    let (.., reason) = trouble("loop").await;
    assert!(matches!(reason, Trouble::Later(_)), "a slow moment may pass: {reason:?}");
}
