//! An album as a story: words, cover, approval, undo.

use super::{page, summer};
use crate::Album;
use veillee_sdk::testing::MemoryDoor;
use veillee_sdk::{Request, Response};

#[test]
fn a_card_shows_the_chosen_cover_else_the_first_photo_and_counts() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 3);
    let ids: Vec<String> = door.objects("photo").iter().map(|photo| photo.id.clone()).collect();
    let cover = |door: &mut MemoryDoor, id: &str| {
        let (_, main) = page(door, &Request::get("/"));
        assert!(main.contains(&format!("<img src=\"/-/blob/{id}/thumbnail\"")) && main.contains("3 photos"), "{main}");
    };
    cover(&mut door, &ids[0]);
    let answer = door.answer(&Album, &Request::post(&format!("/{album}/{}/cover", ids[2])));
    assert_eq!(answer, Ok(Response::see_other(format!("/{album}/{}?saved=yes", ids[2]))));
    cover(&mut door, &ids[2]);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}/{}", ids[2])));
    assert!(main.contains("This is the cover") && !main.contains("/cover\""), "{main}");
}

#[test]
fn a_cover_that_is_gone_gives_way_to_the_first_photo() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 2);
    let ids: Vec<String> = door.objects("photo").iter().map(|photo| photo.id.clone()).collect();
    assert!(door.answer(&Album, &Request::post(&format!("/{album}/{}/cover", ids[1]))).is_ok());
    assert!(door.answer(&Album, &Request::post(&format!("/{album}/{}/trash", ids[1]))).is_ok());
    let (_, main) = page(&mut door, &Request::get("/"));
    assert!(main.contains(&format!("/-/blob/{}/thumbnail", ids[0])) && !main.contains(&ids[1]), "{main}");
}

#[test]
fn what_is_said_to_those_who_do_not_see_a_photo_is_what_is_known() {
    let mut door = MemoryDoor::new().locale("fr");
    let album = door.insert("album", None, [("title", "Été".into())]);
    let taken = [("position", 1.into()), ("@taken", "2026-05-03T14:05:09".into()), ("@author-name", "Anna".into())];
    let photo = door.insert("photo", Some(&album), taken);
    let alt = |door: &mut MemoryDoor, words: &str| {
        let (_, main) = page(door, &Request::get(&format!("/{album}")));
        assert!(main.contains(&format!("alt=\"{words}\"")), "{words}: {main}");
    };
    alt(&mut door, "Photo 1 sur 1, 3 mai 2026, par Anna");
    let describe = |version: &str, title: &str, alt: &str| {
        let request = Request::post(&format!("/{album}/{photo}")).with_form("version", version);
        request.with_form("title", title).with_form("alt", alt)
    };
    assert!(door.answer(&Album, &describe("1", "Le lac", "")).is_ok());
    alt(&mut door, "Photo 1 sur 1, Le lac");
    assert!(door.answer(&Album, &describe("2", "Le lac", "Un lac au soleil couchant")).is_ok());
    alt(&mut door, "Un lac au soleil couchant");
    let long = "é".repeat(501);
    let (status, main) = page(&mut door, &describe("3", "Autre", &long));
    assert_eq!(status, 422);
    assert!(main.contains(&long) && main.contains("value=\"Autre\"") && main.contains("500 caractères"), "{main}");
}

#[test]
fn a_picture_of_any_shape_has_its_place_before_it_comes() {
    let mut door = MemoryDoor::new();
    let album = door.insert("album", None, [("title", "Shapes".into())]);
    for (width, height) in [(4_000, 3_000), (300, 900), (100, 50)] {
        door.insert("photo", Some(&album), [("@width", width.into()), ("@height", height.into())]);
    }
    door.insert("photo", Some(&album), []);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    for size in ["width=\"512\" height=\"384\"", "width=\"170\" height=\"512\"", "width=\"100\" height=\"50\""] {
        assert!(main.contains(size), "{size}: {main}");
    }
    assert_eq!(main.matches("<img ").count(), main.matches(" width=\"").count());
}

#[test]
fn the_first_rows_are_fetched_at_once_and_the_others_when_they_are_near() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 20);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    assert_eq!((main.matches("<img ").count(), main.matches("loading=\"lazy\"").count()), (20, 8));
}

#[test]
fn a_page_of_an_album_of_ten_thousand_photos_stays_small() {
    let mut door = MemoryDoor::new().locale("fr");
    let album = door.insert("album", None, [("title", "Tout".into())]);
    for position in 1..=10_000 {
        door.insert("photo", Some(&album), [("position", position.into()), ("@author-name", "Anna".into())]);
    }
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(main.contains("10\u{202f}000 photos"), "{}", &main[..600]);
    // Ids of a real host are some 25 characters longer, and stand five times for each photo.
    let bytes = main.len() + 60 * 5 * 25;
    assert!(bytes < 27_000, "{bytes}");
}

#[test]
fn words_about_an_album_are_shown_in_lines_and_kept_when_the_title_is_missing() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 0);
    let rename = |title: &str, description: &str| {
        let request = Request::post(&format!("/{album}/rename")).with_form("version", "1");
        request.with_form("title", title).with_form("description", description)
    };
    let (status, main) = page(&mut door, &rename(" ", "The sea <3"));
    assert_eq!(status, 422);
    assert!(main.contains("The sea &lt;3</textarea>") && main.contains("give the album a title"), "{main}");
    assert!(door.answer(&Album, &rename("Sea", "The sea\r\n\r\nThe sun")).is_ok());
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(main.contains("<p>The sea</p><p>The sun</p>"), "{main}");
}

#[test]
fn what_went_into_the_trash_comes_back_by_one_button() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 2);
    let photo = door.objects("photo")[1].id.clone();
    assert!(door.answer(&Album, &Request::post(&format!("/{album}/{photo}/trash"))).is_ok());
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")).with_query("removed", &photo));
    assert!(main.contains(&format!("action=\"/album/{album}/restore\"")) && main.contains("30 days"), "{main}");
    let undo = Request::post(&format!("/{album}/restore")).with_form("id", &photo);
    // Pressed twice, the second time changes nothing.
    for _ in 0..2 {
        assert_eq!(door.answer(&Album, &undo), Ok(Response::see_other(format!("/{album}"))));
        assert_eq!(door.objects("photo").len(), 2);
    }
    assert!(door.answer(&Album, &Request::post(&format!("/{album}/trash"))).is_ok());
    let (_, main) = page(&mut door, &Request::get("/").with_query("removed", &album));
    assert!(main.contains("action=\"/album/restore\""), "{main}");
    assert_eq!(door.answer(&Album, &Request::post("/restore").with_form("id", &album)), Ok(Response::see_other("/")));
    assert_eq!((door.objects("album").len(), door.objects("photo").len()), (1, 2));
}

#[test]
fn photos_of_guests_wait_when_the_album_asks_for_it_and_those_of_editors_do_not() {
    let mut door = MemoryDoor::new();
    let album = summer(&mut door, 0);
    let approval = Request::post(&format!("/{album}/approval")).with_form("approval", "yes");
    assert_eq!(door.answer(&Album, &approval), Ok(Response::see_other(format!("/{album}?saved=yes"))));
    let upload = Request::post(&format!("/{album}")).with_files("photos", &[("mine.jpg", 1)]);
    assert!(door.answer(&Album, &upload).is_ok());
    assert_eq!(door.objects("photo")[0].value("state"), "shown".into(), "the caller may say yes, so nobody is asked");
    let waiting = door.insert("photo", Some(&album), [("state", "pending".into()), ("position", 9.into())]);
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}")));
    assert!(main.contains("1 photo waits for your yes") && main.contains("/choose?state=pending\""), "{main}");
    let (_, main) = page(&mut door, &Request::get(&format!("/{album}/choose")).with_query("state", "pending"));
    assert!(main.contains(&waiting) && !main.contains("alt=\"Photo 1 of 2, mine\""), "{main}");
    let yes = Request::post(&format!("/{album}/choose")).with_form("do", "approve").with_form("photo", &waiting);
    assert!(door.answer(&Album, &yes).is_ok());
    assert_eq!(door.objects("photo")[1].value("state"), "shown".into());
}
