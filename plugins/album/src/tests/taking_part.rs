//! What those do who have no account: bring photos under a first name, give hearts, write into the guest book. And what
//! whoever keeps the album does with it.

use super::{page, summer};
use crate::Album;
use veillee_sdk::testing::MemoryDoor;
use veillee_sdk::{Error, Request, Response, Value};

fn guest() -> MemoryDoor {
    MemoryDoor::new().kind("guest").deny("update")
}

fn bring(album: &str, name: &str, photos: usize) -> Request {
    let files: Vec<(&str, u64)> = (0..photos).map(|_| ("IMG_1.jpg", 5)).collect();
    Request::post(&format!("/{album}")).with_form("by", name).with_files("photos", &files)
}

#[test]
fn a_first_name_is_asked_for_once_and_stands_under_each_photo() {
    let mut door = MemoryDoor::new().kind("guest");
    let album = summer(&mut door, 0);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(main.contains("<label for=\"by\">Your first name</label>"), "{main}");
    assert!(door.answer(&Album, &bring(&album, " Zoé\u{7} ", 2)).is_ok());
    assert_eq!(door.objects("signature").len(), 1);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(main.contains("by Zoé\"") && main.contains("<summary>You are Zoé</summary>"), "{main}");
    // Not typed again, it is still known.
    assert!(door.answer(&Album, &bring(&album, "", 1)).is_ok());
    let by: Vec<Value> = door.objects("photo").iter().map(|photo| photo.value("by")).collect();
    assert_eq!(by, vec![Value::from("Zoé"); 3]);
    assert_eq!((door.objects("signature").len(), door.objects("signature")[0].value("photos")), (1, 3.into()));
}

#[test]
fn those_with_an_account_are_not_asked_who_they_are() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 0);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(!main.contains("name=\"by\""), "{main}");
    assert!(door.answer(&Album, &bring(&album, "", 1)).is_ok());
    assert!(door.objects("signature").is_empty());
}

#[test]
fn no_guest_brings_more_than_the_album_lets_each_bring() {
    let mut door = MemoryDoor::new().kind("guest");
    let album = door.insert("album", None, [("title", "Box".into()), ("each", 3.into())]);
    assert!(door.answer(&Album, &bring(&album, "Zoé", 2)).is_ok());
    let (status, main) = page(&mut door, &bring(&album, "Zoé", 2));
    assert_eq!(status, 422);
    assert!(main.contains("3 photos at most") && main.contains("You have 1 left"), "{main}");
    assert_eq!(door.objects("photo").len(), 2, "nothing of it was added");
    assert!(door.answer(&Album, &bring(&album, "Zoé", 1)).is_ok());
}

#[test]
fn what_others_may_do_is_set_by_whoever_keeps_the_album() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 0);
    let others =
        |each: &str| Request::post(&format!("/{album}/others")).with_form("each", each).with_form("book", "yes");
    for wrong in ["-1", "many", "10001"] {
        let (status, main) = page(&mut door, &others(wrong));
        assert_eq!(status, 422);
        assert!(main.contains(&format!("value=\"{wrong}\"")) && main.contains("between 1 and 10,000"), "{main}");
    }
    assert_eq!(door.answer(&Album, &others("20")), Ok(Response::see_other(format!("/{album}?saved=yes"))));
    let kept = |name| door.objects("album")[0].value(name);
    assert_eq!((kept("each"), kept("book"), kept("quiet")), (20.into(), true.into(), true.into()));
}

#[test]
fn a_heart_is_given_once_taken_back_and_counted() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 1);
    let photo = door.objects("photo")[0].id.clone();
    let heart = |value: &str| Request::post(&format!("/{album}/{photo}/heart")).with_form("heart", value);
    let given = |door: &MemoryDoor| door.objects("heart").iter().map(|heart| heart.value("given")).collect::<Vec<_>>();
    for value in ["yes", "yes"] {
        assert_eq!(door.answer(&Album, &heart(value)), Ok(Response::see_other(format!("/{album}/{photo}"))));
        assert_eq!(door.objects("heart").len(), 1);
    }
    let (_, main) = page(&mut door, &Request::get("/hearts"));
    assert!(main.contains(&format!("href=\"/album/{album}/{photo}\"")), "a favourite: {main}");
    assert!(door.answer(&Album, &heart("no")).is_ok());
    assert_eq!(given(&door), [Value::from(false)]);
    let (_, main) = page(&mut door, &Request::get("/hearts"));
    assert!(main.contains("Nothing yet"), "{main}");
    assert!(door.answer(&Album, &heart("yes")).is_ok());
    assert_eq!(given(&door), [Value::from(true)]);
}

#[test]
fn a_quiet_album_takes_no_hearts() {
    let mut door = MemoryDoor::new();
    let album = door.insert("album", None, [("title", "Quiet".into()), ("quiet", true.into())]);
    let photo = door.insert("photo", Some(&album), [("position", 1.into())]);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}/{photo}")));
    assert!(!main.contains("/heart\""), "{main}");
    let give = Request::post(&format!("/{album}/{photo}/heart")).with_form("heart", "yes");
    assert_eq!(door.answer(&Album, &give), Err(Error::Denied));
}

#[test]
fn only_who_keeps_the_album_reads_of_whom_the_hearts_are() {
    for (mut door, sees) in [(MemoryDoor::new(), true), (guest(), false)] {
        let album = summer(&mut door, 1);
        let photo = door.objects("photo")[0].id.clone();
        door.insert("heart", Some(&photo), [("given", true.into()), ("by", "Jeanne".into())]);
        let names = door.answer(&Album, &Request::get(&format!("/{album}/{photo}/hearts")));
        match names {
            Ok(Response::Page { main, .. }) => assert!(sees && main.contains("<li>Jeanne</li>"), "{main}"),
            other => assert!(!sees && other == Err(Error::Denied), "{other:?}"),
        }
    }
}

#[test]
fn words_of_the_guest_book_are_kept_when_they_cannot_be_taken() {
    let mut door = MemoryDoor::new().kind("guest");
    let album = door.insert("album", None, [("title", "Book".into()), ("book", true.into())]);
    let write = |text: &str| Request::post(&format!("/{album}/book")).with_form("text", text).with_form("by", "Zoé");
    let long = "é".repeat(1_001);
    for (text, said) in [("  ", "a few words first"), (long.as_str(), "1,000 characters")] {
        let (status, main) = page(&mut door, &write(text));
        assert_eq!(status, 422);
        assert!(main.contains(said) && main.contains("value=\"Zoé\"") && main.contains(text.trim()), "{main}");
    }
    assert_eq!(door.answer(&Album, &write("Merci <3")), Ok(Response::see_other(format!("/{album}/book?written=yes"))));
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}/book")));
    assert!(main.contains("<p>Merci &lt;3</p>") && main.contains(", by Zoé"), "{main}");
}

#[test]
fn words_are_hidden_shown_removed_and_brought_back() {
    let mut door = MemoryDoor::new();
    let album = door.insert("album", None, [("title", "Book".into()), ("book", true.into())]);
    let message = door.insert("message", Some(&album), [("text", "Hello".into()), ("state", "shown".into())]);
    let deed = |deed: &str| Request::post(&format!("/{album}/book/{message}")).with_form("do", deed);
    for (name, state) in [("hide", "pending"), ("show", "shown")] {
        assert!(door.answer(&Album, &deed(name)).is_ok());
        assert_eq!(door.objects("message")[0].value("state"), state.into());
    }
    let answer = door.answer(&Album, &deed("trash"));
    assert_eq!(answer, Ok(Response::see_other(format!("/{album}/book?removed={message}"))));
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}/book")).with_query("removed", &message));
    assert!(main.contains("30 days") && !main.contains("Hello"), "{main}");
    let undo = Request::post(&format!("/{album}/book/restore")).with_form("id", &message);
    for _ in 0..2 {
        assert!(door.answer(&Album, &undo).is_ok());
        assert_eq!(door.objects("message").len(), 1);
    }
    let other = summer(&mut door, 0);
    let elsewhere = Request::post(&format!("/{other}/book/{message}")).with_form("do", "trash");
    assert_eq!(door.answer(&Album, &elsewhere), Err(Error::NotFound));
}

#[test]
fn photos_that_wait_are_decided_on_one_after_the_other() {
    let mut door = MemoryDoor::new().locale("fr");
    let album = summer(&mut door, 0);
    for position in 1..=3 {
        door.insert("photo", Some(&album), [("state", "pending".into()), ("position", position.into())]);
    }
    let ids: Vec<String> = door.objects("photo").iter().map(|photo| photo.id.clone()).collect();
    let review = format!("/{album}/review");
    let decide = |deed: &str, id: &str| Request::post(&review).with_form("do", deed).with_form("photo", id);
    let (_, main) = page(&mut door, &Request::get(&review));
    assert!(main.contains("3 photos attendent.") && main.contains(&format!("/-/blob/{}/preview", ids[0])), "{main}");
    assert!(main.contains("aria-keyshortcuts=\"o\" autofocus"), "{main}");
    let shown = door.answer(&Album, &decide("show", &ids[0]));
    assert_eq!(shown, Ok(Response::see_other(format!("{review}?shown={}", ids[0]))));
    let (_, main) = page(&mut door, &Request::get(&review).with_query("shown", &ids[0]));
    assert!(main.contains("value=\"hide\"") && main.contains(&format!("/-/blob/{}/preview", ids[1])), "{main}");
    let removed = door.answer(&Album, &decide("trash", &ids[1]));
    assert_eq!(removed, Ok(Response::see_other(format!("{review}?removed={}", ids[1]))));
    // Decided by somebody else meanwhile: on to the next.
    assert_eq!(door.answer(&Album, &decide("show", &ids[1])), Ok(Response::see_other(review.clone())));
    assert!(door.answer(&Album, &decide("show", &ids[2])).is_ok());
    let (_, main) = page(&mut door, &Request::get(&review));
    assert!(main.contains("Tout est vu."), "{main}");
    assert!(door.answer(&Album, &decide("hide", &ids[0])).is_ok(), "a yes is taken back");
    assert_eq!(door.objects("photo")[0].value("state"), "pending".into());
}

#[test]
fn a_photo_is_turned_a_quarter_at_a_time_either_way() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 1);
    let photo = door.objects("photo")[0].id.clone();
    for (to, expected) in [("right", 1), ("left", 0), ("left", 3), ("right", 0)] {
        let turn = Request::post(&format!("/{album}/{photo}/turn")).with_form("to", to);
        assert_eq!(door.answer(&Album, &turn), Ok(Response::see_other(format!("/{album}/{photo}?turned=yes"))));
        assert_eq!(door.objects("photo")[0].value("turn"), expected.into(), "{to}");
    }
}

#[test]
fn a_photo_without_words_says_kindly_what_is_read_until_somebody_writes() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 1);
    let photo = door.objects("photo")[0].id.clone();
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}/{photo}")));
    assert!(main.contains("hears “Photo 1 of 1, IMG 1” for now"), "{main}");
    let describe = Request::post(&format!("/{album}/{photo}")).with_form("version", "1");
    assert!(door.answer(&Album, &describe.with_form("alt", "A lake")).is_ok());
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}/{photo}")));
    assert!(!main.contains("for now"), "{main}");
}

#[test]
fn a_contact_sheet_numbers_its_photos() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 61);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}/sheet")));
    assert!(main.contains("<small>1 IMG 1</small>") && main.contains("<small>60 IMG 60</small>"), "{main}");
    assert!(main.contains("rel=\"next\" href=\"/album/"), "the rest is one page further: {main}");
}
