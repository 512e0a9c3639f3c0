mod many;
mod story;
mod taking_part;
mod within;

use veillee_sdk::testing::MemoryDoor;
use veillee_sdk::{Capability, Error, Request, Response, Service, Value};

use crate::Album;

fn page(door: &mut MemoryDoor, request: &Request) -> (u16, String) {
    match door.answer(&Album, request) {
        Ok(Response::Page { main, status, .. }) => (status, main),
        other => panic!("a page, not {other:?}"),
    }
}

fn summer(door: &mut MemoryDoor, photos: i64) -> String {
    let album = door.insert("album", None, [("title", "Été <2026>".into())]);
    for position in 1..=photos {
        let title = format!("IMG {position}");
        door.insert("photo", Some(&album), [("title", title.into()), ("position", position.into())]);
    }
    album
}

#[test]
fn a_new_album_opens_right_away() {
    let mut door = MemoryDoor::new();
    let answer = door.answer(&Album, &Request::post("/").with_form("title", "  Summer "));
    let albums = door.objects("album");
    assert_eq!(answer, Ok(Response::see_other(format!("/{}", albums[0].id))));
    assert_eq!(albums[0].value("title"), Value::from("Summer"));
}

#[test]
fn an_album_without_a_title_or_with_too_long_a_one_is_asked_for_again() {
    let mut door = MemoryDoor::new();
    let long = "é".repeat(201);
    for (title, kept) in [("  ", "value=\"\""), (long.as_str(), long.as_str())] {
        let (status, main) = page(&mut door, &Request::post("/").with_form("title", title));
        assert_eq!(status, 422);
        assert!(main.contains("role=\"alert\"") && main.contains(kept), "{main}");
    }
    assert!(door.objects("album").is_empty());
}

#[test]
fn the_list_is_paged_newest_first_and_escapes_titles() {
    let mut door = MemoryDoor::new().locale("fr");
    summer(&mut door, 0);
    for number in 0..50 {
        door.insert("album", None, [("title", format!("Album {number}").into())]);
    }
    let (_, first) = page(&mut door, &Request::get("/"));
    assert!(first.contains("Album 49") && !first.contains("Été"));
    let cursor = first.split("?after=").nth(1).and_then(|rest| rest.split('"').next()).expect("a next page");
    let (_, second) = page(&mut door, &Request::get("/").with_query("after", cursor));
    assert!(second.contains("Album 25<") && second.contains("Album 2<") && !second.contains("Album 26<"), "{second}");
}

#[test]
fn uploaded_files_become_photos_in_their_order() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 2);
    let request = Request::post(&format!("/{album}"))
        .with_files("photos", &[("lake.at.dawn.jpg", 5), (".hidden", 6), ("plain", 7)]);
    assert_eq!(door.answer(&Album, &request), Ok(Response::see_other(format!("/{album}?added=3&at=3"))));
    let photos = door.objects("photo");
    let added: Vec<_> = photos[2..]
        .iter()
        .map(|photo| (photo.value("title"), photo.value("position"), photo.value("@blob:original")))
        .collect();
    let expected = [("lake.at.dawn", 3, 5), (".hidden", 4, 6), ("plain", 5, 7)];
    assert_eq!(added, expected.map(|(title, position, bytes)| (title.into(), position.into(), bytes.into())));
}

#[test]
fn an_upload_larger_than_a_change_set_arrives_whole() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 0);
    let request = Request::post(&format!("/{album}")).with_files("photos", &[("a.jpg", 1); 501]);
    assert!(door.answer(&Album, &request).is_ok());
    let photos = door.objects("photo");
    assert_eq!((photos.len(), photos[500].value("position")), (501, 501.into()));
    assert!(photos.iter().all(|photo| photo.blobs.len() == 1));
}

#[test]
fn an_upload_of_nothing_gets_a_kind_word() {
    let mut door = MemoryDoor::new().locale("fr");
    let album = summer(&mut door, 0);
    let (status, main) = page(&mut door, &Request::post(&format!("/{album}")));
    assert_eq!(status, 422);
    assert!(main.contains("Choisissez d’abord au moins une photo."), "{main}");
}

#[test]
fn what_went_wrong_is_read_before_all_the_photos() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 18);
    let empty = Request::post(&format!("/{album}"));
    let late = Request::post(&format!("/{album}/rename")).with_form("title", "Autumn").with_form("version", "0");
    for request in [empty, late] {
        let (_, main) = page(&mut door, &request);
        let place = |text: &str| main.find(text).expect("on the page");
        assert!(place("role=\"alert\"") < place("<ul class=\"photos"), "{main}");
        assert_eq!(main.matches("<veillee-upload ").count(), 1);
    }
}

/// The address of the link of this class, as a request for it.
fn follow(main: &str, class: &str) -> Option<Request> {
    let link = main.split(&format!("<a class=\"{class}\"")).nth(1)?;
    let address = link.split("href=\"/album").nth(1)?.split('"').next()?.replace("&amp;", "&");
    let (path, query) = address.split_once('?').unwrap_or((address.as_str(), ""));
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    Some(pairs.fold(Request::get(path), |request, (name, value)| request.with_query(name, value)))
}

#[test]
fn photos_are_counted_across_pages_and_pages_turn_both_ways() {
    let mut door = MemoryDoor::new().locale("fr");
    let album = summer(&mut door, 130);
    let (_, first) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(
        first.contains("alt=\"Photo 1 sur 130, IMG 1\"") && first.contains("<span>1 à 60 sur 130</span>"),
        "{first}"
    );
    assert_eq!(follow(&first, "prev"), None);
    let (_, second) = page(&mut door, &follow(&first, "next").expect("a next page"));
    assert!(second.contains("alt=\"Photo 61 sur 130, IMG 61\"") && second.contains("61 à 120 sur 130"), "{second}");
    let (_, third) = page(&mut door, &follow(&second, "next").expect("a last page"));
    assert!(third.contains("alt=\"Photo 130 sur 130, IMG 130\""), "{third}");
    assert_eq!(follow(&third, "next"), None);
    let (_, back) = page(&mut door, &follow(&second, "prev").expect("the page before"));
    assert!(back.contains("alt=\"Photo 1 sur 130, IMG 1\"") && !back.contains("IMG 61"), "{back}");
}

#[test]
fn controls_show_only_what_the_caller_may_do() {
    let controls =
        [("create", "<veillee-upload "), ("share", "<veillee-share "), ("update", "/rename\""), ("delete", "/trash\"")];
    for (denied, _) in controls {
        let mut door = MemoryDoor::new().deny(denied);
        let album = summer(&mut door, 1);
        let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
        for (action, control) in controls {
            assert_eq!(main.contains(control), action != denied, "{control} without {denied}: {main}");
        }
    }
}

#[test]
fn an_empty_album_invites_those_who_may_add() {
    let mut door = MemoryDoor::new().locale("fr");
    let album = summer(&mut door, 0);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(main.contains("Pas encore de photo. Ajoutez-en, puis partagez l’album."));
    assert!(main.contains("Vous seul pouvez le voir."));
}

#[test]
fn renaming_what_somebody_else_renamed_keeps_the_entered_text() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 0);
    let rename = |title, version| {
        Request::post(&format!("/{album}/rename")).with_form("title", title).with_form("version", version)
    };
    let saved = Ok(Response::see_other(format!("/{album}?saved=yes")));
    assert_eq!(door.answer(&Album, &rename("Winter", "1")), saved);
    let (status, main) = page(&mut door, &rename("Autumn", "1"));
    assert_eq!(status, 409);
    assert!(main.contains("value=\"Autumn\"") && main.contains("<h1>Winter</h1>"), "{main}");
    assert!(main.contains("name=\"version\" value=\"2\""), "saving again must win: {main}");
    assert_eq!(door.answer(&Album, &rename("Autumn", "2")), saved);
    assert_eq!(door.objects("album")[0].value("title"), "Autumn".into());
}

#[test]
fn a_photo_knows_its_neighbours_even_at_equal_positions() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 0);
    for position in [1, 2, 2, 2, 3] {
        door.insert("photo", Some(&album), [("position", position.into())]);
    }
    let ids: Vec<String> = door.objects("photo").iter().map(|photo| photo.id.clone()).collect();
    for (place, id) in ids.iter().enumerate() {
        let (_, main) = page(&mut door, &Request::get(&format!("/{album}/{id}")));
        let link = |rel: &str, place: Option<usize>| {
            let id = place.and_then(|place| ids.get(place));
            id.map(|id| format!("aria-keyshortcuts=\"{rel}\" href=\"/album/{album}/{id}\""))
        };
        assert!(main.contains(&format!("<h1>Photo {} of 5</h1>", place + 1)), "{main}");
        for (rel, place) in [("ArrowLeft", place.checked_sub(1)), ("ArrowRight", Some(place + 1))] {
            match link(rel, place) {
                Some(link) => assert!(main.contains(&link), "{link}: {main}"),
                None => assert!(!main.contains(rel), "no {rel}: {main}"),
            }
        }
    }
}

#[test]
fn a_caption_may_be_emptied_and_is_kept_when_somebody_was_faster() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 1);
    let photo = door.objects("photo")[0].id.clone();
    let caption = |title, version| {
        Request::post(&format!("/{album}/{photo}")).with_form("title", title).with_form("version", version)
    };
    let saved = Ok(Response::see_other(format!("/{album}/{photo}?saved=yes")));
    assert_eq!(door.answer(&Album, &caption("", "1")), saved);
    let (status, main) = page(&mut door, &caption("Lake", "1"));
    assert_eq!(status, 409);
    assert!(main.contains("value=\"Lake\""), "{main}");
}

#[test]
fn deleting_asks_first_and_then_leads_back() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 2);
    let photo = door.objects("photo")[0].id.clone();
    for (path, then) in [
        (format!("/{album}/{photo}"), format!("/{album}?removed={photo}")),
        (format!("/{album}"), format!("/?removed={album}")),
    ] {
        let trash = format!("{path}/trash");
        let (_, question) = page(&mut door, &Request::get(&trash));
        assert!(question.contains(&format!("<form method=\"post\" action=\"/album{trash}\">")), "{question}");
        assert_eq!(door.answer(&Album, &Request::post(&trash)), Ok(Response::see_other(then)));
        assert_eq!(door.answer(&Album, &Request::get(&path)), Err(Error::NotFound));
    }
    assert!(door.objects("photo").is_empty());
}

#[test]
fn a_photo_is_found_in_its_own_album_only() {
    let mut door = MemoryDoor::new();
    let (album, other) = (summer(&mut door, 1), summer(&mut door, 0));
    let photo = door.objects("photo")[0].id.clone();
    let download = door.answer(&Album, &Request::get(&format!("/{album}/{photo}/download")));
    assert_eq!(download, Ok(Response::download(&photo, "original")));
    for path in [format!("/{other}/{photo}"), format!("/{other}/{photo}/download")] {
        assert_eq!(door.answer(&Album, &Request::get(&path)), Err(Error::NotFound), "{path}");
    }
}

#[test]
fn every_capability_has_its_reason_in_the_manifest() {
    let manifest = include_str!("../plugin.toml");
    let reasons = manifest.split("[reasons]\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("reasons");
    let keys: Vec<&str> = reasons.lines().filter_map(|line| line.split(" =").next()).collect();
    let named: Vec<&str> = Album::CAPABILITIES.iter().copied().map(Capability::key).collect();
    assert_eq!(keys, named);
}

#[test]
fn the_whole_album_is_one_file_in_the_order_of_its_photos() {
    let mut door = MemoryDoor::new();
    let album = door.insert("album", None, [("title", "Été".into())]);
    for position in (1..=450).rev() {
        let title = match position {
            1 => String::new(),
            2 => "a/b".to_owned(),
            _ => format!("photo {position}"),
        };
        door.insert("photo", Some(&album), [("title", title.into()), ("position", position.into())]);
    }
    let answer = door.answer(&Album, &Request::get(&format!("/{album}/download")));
    let Ok(Response::Archive { name, entries }) = answer else { panic!("an archive, not {answer:?}") };
    assert_eq!((name.as_str(), entries.len()), ("Été", 450));
    let paths: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!((&paths[..3], paths[449]), (&["0001 ", "0002 a-b", "0003 photo 3"][..], "0450 photo 450"));
    assert!(entries.iter().all(|entry| entry.blob == "original" && !entry.object.is_empty()));
    let (_, page) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(page.contains(&format!("href=\"/album/{album}/download\"")), "{page}");
    let empty = door.insert("album", None, [("title", "Empty".into())]);
    let (_, page) = self::page(&mut door, &Request::get(&format!("/{empty}")));
    assert!(!page.contains("/download"), "{page}");
    let nothing = door.answer(&Album, &Request::get("/unknown/download"));
    assert_eq!(nothing, Err(Error::NotFound));
}
