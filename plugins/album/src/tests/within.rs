//! Albums within albums.

use super::{page, summer};
use crate::Album;
use veillee_sdk::testing::MemoryDoor;
use veillee_sdk::{Error, Request, Response};

#[test]
fn an_album_is_made_in_another_and_the_way_back_is_shown() {
    let mut door = MemoryDoor::new();
    let sea = summer(&mut door, 1);
    let answer = door.answer(&Album, &Request::post(&format!("/{sea}/albums")).with_form("inner", " The beach "));
    let beach = door.objects("album")[1].clone();
    assert_eq!(answer, Ok(Response::see_other(format!("/{}?new=yes", beach.id))));
    assert_eq!((beach.parent.as_deref(), beach.value("title")), (Some(sea.as_str()), "The beach".into()));
    let caves = door.insert("album", Some(&beach.id), [("title", "Caves".into())]);
    let (_, main) = page(&mut door, &Request::get(&format!("/{caves}")));
    let (first, second) = (format!("href=\"/album/{sea}\">Été"), format!("href=\"/album/{}\">The beach", beach.id));
    assert!(main.find(&first).is_some_and(|at| main.find(&second).is_some_and(|next| at < next)), "{main}");
    let (_, main) = page(&mut door, &Request::get(&format!("/{sea}")));
    assert!(
        main.contains("Albums in this album") && main.contains("The beach</a>") && !main.contains("Caves"),
        "{main}"
    );
}

#[test]
fn an_inner_album_without_a_title_is_asked_for_again_and_says_why() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 1);
    let long = "é".repeat(201);
    for title in ["  ", long.as_str()] {
        let (status, main) = page(&mut door, &Request::post(&format!("/{album}/albums")).with_form("inner", title));
        assert_eq!(status, 422);
        assert!(main.contains("<details open>") && main.contains("role=\"alert\""), "{main}");
        assert_eq!(main.contains(&long), title == long, "what was typed is kept");
    }
    assert_eq!(door.objects("album").len(), 1);
}

#[test]
fn the_list_shows_what_lies_in_no_album_that_one_sees() {
    let mut door = MemoryDoor::new();
    let outer = summer(&mut door, 0);
    door.insert("album", Some(&outer), [("title", "Inside".into())]);
    door.insert("album", Some("private"), [("title", "Shared alone".into())]);
    let (_, main) = page(&mut door, &Request::get("/"));
    assert!(main.contains("Shared alone</a>") && !main.contains("Inside"), "{main}");
}

#[test]
fn the_list_goes_on_past_many_albums_that_lie_in_others() {
    let mut door = MemoryDoor::new();
    let outer = summer(&mut door, 0);
    for number in 0..60 {
        door.insert("album", Some(&outer), [("title", format!("Inner {number}").into())]);
    }
    let (_, main) = page(&mut door, &Request::get("/"));
    assert!(main.contains("Été &lt;2026&gt;</a>") && !main.contains("Inner"), "{main}");
    let (_, main) = page(&mut door, &Request::get(&format!("/{outer}")));
    let cursor = main.split("/albums?after=").nth(1).and_then(|rest| rest.split('"').next()).expect("more of them");
    let more = Request::get(&format!("/{outer}/albums")).with_query("after", cursor);
    let (_, main) = page(&mut door, &more);
    assert!(main.contains("Inner 35</a>") && !main.contains("Inner 36<"), "{main}");
}

#[test]
fn an_album_goes_into_another_and_never_into_itself_or_what_lies_in_it() {
    let mut door = MemoryDoor::new();
    let sea = summer(&mut door, 0);
    let beach = door.insert("album", Some(&sea), [("title", "Beach".into())]);
    let caves = door.insert("album", Some(&beach), [("title", "Caves".into())]);
    let hills = door.insert("album", None, [("title", "Hills".into())]);
    let (_, main) = page(&mut door, &Request::get(&format!("/{beach}/into")));
    assert!(main.contains(&format!("<option value=\"{hills}\">Hills</option>")), "{main}");
    for not in [&sea, &beach, &caves] {
        assert!(!main.contains(&format!("<option value=\"{not}\"")), "{main}");
    }
    let answer = door.answer(&Album, &Request::post(&format!("/{beach}/into")).with_form("to", &hills));
    assert_eq!(answer, Ok(Response::see_other(format!("/{beach}?saved=yes"))));
    let (_, main) = page(&mut door, &Request::get(&format!("/{caves}")));
    assert!(main.contains("› <a href=\"/album/") && main.contains(">Hills</a>") && !main.contains("Été"), "{main}");
}

#[test]
fn nobody_without_the_right_moves_an_album() {
    let mut door = MemoryDoor::new().deny("move");
    let (album, other) = (summer(&mut door, 0), summer(&mut door, 0));
    let go = Request::post(&format!("/{album}/into")).with_form("to", &other);
    assert_eq!(door.answer(&Album, &go), Err(Error::Denied));
}

#[test]
fn when_and_where_are_said_in_words_and_shown() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 0);
    let rename = Request::post(&format!("/{album}/rename")).with_form("version", "1").with_form("title", "Sea");
    let rename = rename.with_form("dates", "Summer 2026").with_form("place", "Étretat & around");
    assert!(door.answer(&Album, &rename).is_ok());
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(main.contains(" · Summer 2026 · Étretat &amp; around</p>"), "{main}");
    let long = Request::post(&format!("/{album}/rename")).with_form("version", "2").with_form("title", "Sea");
    let (status, main) = page(&mut door, &long.with_form("place", &"x".repeat(201)));
    assert_eq!(status, 422);
    assert!(main.contains("aria-invalid=\"true\""), "{main}");
}
