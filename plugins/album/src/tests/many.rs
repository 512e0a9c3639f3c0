//! Several photos at once, and their order.

use super::{page, summer};
use crate::Album;
use veillee_sdk::testing::MemoryDoor;
use veillee_sdk::{Error, Request, Response, Verdict};

/// The captions of the album's page, in their order.
fn captions(door: &mut MemoryDoor, album: &str) -> Vec<String> {
    let (_, main) = page(door, &Request::get(&format!("/{album}")));
    let alts = main.split(" alt=\"").skip(1).filter_map(|rest| rest.split('"').next());
    alts.filter_map(|alt| alt.rsplit(", ").next()).map(|alt| alt.trim_start_matches("IMG ").to_owned()).collect()
}

fn ids(door: &MemoryDoor) -> Vec<String> {
    door.objects("photo").iter().map(|photo| photo.id.clone()).collect()
}

fn choose(album: &str, action: &str, photos: &[&str]) -> Request {
    let request = Request::post(&format!("/{album}/choose")).with_form("do", action);
    photos.iter().fold(request, |request, id| request.with_form("photo", id))
}

#[test]
fn chosen_photos_go_into_the_trash_and_come_back_together() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 4);
    let ids = ids(&door);
    let answer = door.answer(&Album, &choose(&album, "trash", &[&ids[0], &ids[2]]));
    let removed = format!("{}.{}", ids[0], ids[2]);
    assert_eq!(answer, Ok(Response::see_other(format!("/{album}?removed={removed}"))));
    assert_eq!(captions(&mut door, &album), ["2", "4"]);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")).with_query("removed", &removed));
    assert!(main.contains("2 photos are in the trash"), "{main}");
    let undo = Request::post(&format!("/{album}/restore")).with_form("id", &ids[0]).with_form("id", &ids[2]);
    assert!(door.answer(&Album, &undo).is_ok());
    assert_eq!(captions(&mut door, &album), ["1", "2", "3", "4"]);
}

#[test]
fn nothing_chosen_gets_a_kind_word_and_a_refusal_keeps_what_was_ticked() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 2);
    let (status, main) = page(&mut door, &choose(&album, "trash", &[]));
    assert_eq!(status, 422);
    assert!(main.contains("tick at least one photo"), "{main}");
    let mut door = MemoryDoor::new().deny("delete");
    let album = summer(&mut door, 2);
    let ids = ids(&door);
    let (status, main) = page(&mut door, &choose(&album, "trash", &[&ids[1]]));
    assert_eq!((status, main.matches(" checked").count()), (422, 1), "{main}");
    assert!(main.contains("not yours") && door.objects("photo").len() == 2, "{main}");
}

#[test]
fn chosen_photos_are_one_file() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 3);
    let ids = ids(&door);
    let answer = door.answer(&Album, &choose(&album, "download", &[&ids[1], "unknown"]));
    let Ok(Response::Archive { entries, .. }) = answer else { panic!("an archive, not {answer:?}") };
    assert_eq!(
        (entries.len(), entries[0].object.as_str(), entries[0].path.as_str()),
        (1, ids[1].as_str(), "0001 IMG 2")
    );
}

#[test]
fn chosen_photos_move_to_the_end_of_an_album_that_one_may_add_to() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 3);
    let ids = ids(&door);
    let (_, main) = page(&mut door, &choose(&album, "move", &[&ids[0]]));
    assert!(main.contains("Make one first") && !main.contains("<select"), "{main}");
    let other = door.insert("album", None, [("title", "Other".into())]);
    door.insert("photo", Some(&other), [("title", "IMG 9".into()), ("position", 7.into())]);
    let (_, main) = page(&mut door, &choose(&album, "move", &[&ids[0], &ids[1]]));
    assert!(main.contains(&format!("<option value=\"{other}\">Other</option>")), "{main}");
    assert!(!main.contains(&format!("<option value=\"{album}\"")), "{main}");
    let go = Request::post(&format!("/{album}/move")).with_form("to", &other);
    let go = go.with_form("photo", &ids[0]).with_form("photo", &ids[1]);
    let answer = door.answer(&Album, &go);
    assert_eq!(answer, Ok(Response::see_other(format!("/{album}?moved=2&to={other}"))));
    assert_eq!(
        (captions(&mut door, &album), captions(&mut door, &other)),
        (vec!["3".into()], ["9", "1", "2"].map(String::from).to_vec())
    );
    let after = Request::get(&format!("/{album}")).with_query("moved", "2").with_query("to", &other);
    let (_, main) = page(&mut door, &after);
    assert!(main.contains(&format!("<a href=\"/album/{other}\">Other</a>")), "{main}");
}

fn press(door: &mut MemoryDoor, album: &str, button: &str, photo: &str) {
    let answer = door.answer(&Album, &Request::post(&format!("/{album}/order")).with_form(button, photo));
    assert_eq!(answer, Ok(Response::see_other(format!("/{album}/order?{button}={photo}"))));
}

#[test]
fn a_photo_goes_a_step_at_a_time_and_to_the_front() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 4);
    let ids = ids(&door);
    for (button, photo, expected) in [
        ("down", 0, "2 1 3 4"),
        ("up", 3, "2 1 4 3"),
        ("front", 2, "3 2 1 4"),
        ("up", 2, "3 2 1 4"),
        ("down", 3, "3 2 1 4"),
        ("front", 3, "4 3 2 1"),
        ("up", 0, "4 3 1 2"),
    ] {
        press(&mut door, &album, button, &ids[photo]);
        assert_eq!(captions(&mut door, &album).join(" "), expected, "{button} {photo}");
    }
    let again = Request::get(&format!("/{album}/order")).with_query("up", &ids[0]);
    let (_, main) = page(&mut door, &again);
    assert_eq!(main.matches(" autofocus").count(), 1, "{main}");
}

#[test]
fn photos_of_equal_position_are_told_apart_by_a_step() {
    let mut door = MemoryDoor::new();
    let album = door.insert("album", None, [("title", "Ties".into())]);
    for (title, position) in [("a", 1), ("b", 2), ("c", 2), ("d", 2), ("e", 3)] {
        door.insert("photo", Some(&album), [("title", title.into()), ("position", position.into())]);
    }
    let ids = ids(&door);
    for (button, photo, expected) in [("down", 1, "a c b d e"), ("up", 4, "a c b e d"), ("up", 2, "c a b e d")] {
        press(&mut door, &album, button, &ids[photo]);
        assert_eq!(captions(&mut door, &album).join(" "), expected, "{button} {photo}");
    }
}

#[test]
fn a_list_in_another_order_is_the_order_and_what_it_does_not_name_stays() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 70);
    let ids = ids(&door);
    let list = [&ids[2], &ids[0], &ids[2], &"unknown".to_owned(), &ids[69]];
    let request = Request::post(&format!("/{album}/order"));
    let request = list.iter().fold(request, |request, id| request.with_form("order", id));
    let answer = door.answer(&Album, &request);
    assert_eq!(answer, Ok(Response::see_other(format!("/{album}/order?saved=yes"))));
    let shown = captions(&mut door, &album);
    assert_eq!((shown.len(), &shown[..4], shown[59].as_str()), (60, &["3", "1", "2", "4"].map(String::from)[..], "60"));
}

#[test]
fn nobody_orders_an_album_that_they_may_not_change() {
    let mut door = MemoryDoor::new().deny("update");
    let album = summer(&mut door, 2);
    for request in [
        Request::get(&format!("/{album}/order")),
        Request::post(&format!("/{album}/order")),
        Request::post(&format!("/{album}/sort")),
    ] {
        assert_eq!(door.answer(&Album, &request), Err(Error::Denied));
    }
}

#[test]
fn a_small_album_is_sorted_at_once_and_a_large_one_by_a_job() {
    let mut door = MemoryDoor::new();
    let album = door.insert("album", None, [("title", "Dates".into())]);
    for (title, taken) in [("b", "2026-05-03T10:00:00"), ("c", "2026-05-03T11:00:00"), ("a", "2019-01-01T00:00:00")] {
        let fields = [("title", title.into()), ("@taken", taken.into()), ("position", 5.into())];
        door.insert("photo", Some(&album), fields);
    }
    let sort = Request::post(&format!("/{album}/sort"));
    assert_eq!(door.answer(&Album, &sort), Ok(Response::see_other(format!("/{album}?saved=yes"))));
    assert_eq!(captions(&mut door, &album), ["a", "b", "c"]);

    for number in 0..600 {
        let taken = format!("2020-01-01T00:{:02}:{:02}", number / 60, number % 60);
        door.insert(
            "photo",
            Some(&album),
            [("title", "x".into()), ("@taken", taken.into()), ("position", (1_000 - number).into())],
        );
    }
    assert_eq!(door.answer(&Album, &sort), Ok(Response::see_other(format!("/{album}?sorting=yes"))));
    door.progress.clear();
    assert_eq!(door.run_next(&Album), Some(Verdict::Done));
    assert_eq!(door.progress.len(), 2, "one word for each five hundred");
    let mut found =
        door.objects("photo").iter().map(|photo| (photo.value("@taken"), photo.value("position"))).collect::<Vec<_>>();
    found.sort_by_key(|(taken, _)| format!("{taken:?}"));
    assert!(found.iter().zip(1_i64..).all(|((_, position), place)| *position == place.into()), "{found:?}");
}

#[test]
fn chosen_photos_are_copied_to_the_end_of_another_album_and_stay_where_they_are() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 0);
    let upload = Request::post(&format!("/{album}")).with_files("photos", &[("a.jpg", 5), ("b.jpg", 6)]);
    assert!(door.answer(&Album, &upload).is_ok());
    let ids = ids(&door);
    let other = door.insert("album", None, [("title", "Other".into())]);
    let (_, main) = page(&mut door, &choose(&album, "copy", &[&ids[1]]));
    assert!(
        main.contains(&format!("action=\"/album/{album}/copy\"")) && main.contains("stay where they are"),
        "{main}"
    );
    let go = Request::post(&format!("/{album}/copy")).with_form("to", &other).with_form("photo", &ids[1]);
    assert_eq!(door.answer(&Album, &go), Ok(Response::see_other(format!("/{album}?copied=1&to={other}"))));
    assert_eq!((captions(&mut door, &album).len(), captions(&mut door, &other)), (2, vec!["b".to_owned()]));
    assert_eq!(door.objects("photo")[2].blobs, [("original".to_owned(), 6)]);
    let after = Request::get(&format!("/{album}")).with_query("copied", "1").with_query("to", &other);
    let (_, main) = page(&mut door, &after);
    assert!(main.contains("1 photo is copied into <a href="), "{main}");
}
