//! Deposit boxes.

use super::{door, page};
use crate::Envoi;
use veillee_sdk::testing::MemoryDoor;
use veillee_sdk::{Error, Request, Response};

fn new_box(files: &str, gigabytes: &str) -> Request {
    let request = Request::post("/boxes").with_form("title", "Vos photos").with_form("ends", "2026-12-01");
    request.with_form("files", files).with_form("gigabytes", gigabytes)
}

fn a_box(door: &mut MemoryDoor, files: &str) -> String {
    assert!(door.answer(&Envoi, &new_box(files, "1")).is_ok());
    door.objects("box").last().expect("a box").id.clone()
}

#[test]
fn a_box_is_made_within_its_limits() {
    let mut door = door();
    for (files, gigabytes) in [("0", "1"), ("10001", "1"), ("5", "0"), ("5", "beaucoup")] {
        let (status, main) = page(&mut door, &new_box(files, gigabytes));
        assert_eq!(status, 422, "{files} {gigabytes}");
        assert!(main.contains("Vos photos"), "{main}");
    }
    assert!(door.objects("box").is_empty());
    let id = a_box(&mut door, "3");
    assert_eq!(door.objects("box")[0].value("bytes-max"), 1_000_000_000.into());
    let (_, list) = page(&mut door, &Request::get("/boxes"));
    assert!(list.contains(&format!("/envoi/{id}")) && list.contains("Ouverte"), "{list}");
}

#[test]
fn a_stranger_puts_files_in_and_reads_nothing_back() {
    let mut owner = door();
    let id = a_box(&mut owner, "3");
    owner.insert("deposit", Some(&id), [("name", "secret.pdf".into())]);
    let mut stranger = owner.deny("share");
    let (_, main) = page(&mut stranger, &Request::get(&format!("/{id}")));
    assert!(main.contains("encore 3 fichiers, 1\u{a0}Go en tout"), "{main}");
    assert!(!main.contains("secret.pdf") && !main.contains("<veillee-share"), "{main}");
    let put =
        Request::post(&format!("/{id}")).with_form("who", " Zoé ").with_files("files", &[("a.jpg", 5), ("b.jpg", 6)]);
    assert_eq!(stranger.answer(&Envoi, &put), Ok(Response::see_other(format!("/{id}?received=2"))));
    let (_, thanks) = page(&mut stranger, &Request::get(&format!("/{id}")).with_query("received", "2"));
    assert!(thanks.contains("Vos 2 fichiers sont bien arrivés") && !thanks.contains("a.jpg"), "{thanks}");
    let one = stranger.objects("box")[0].clone();
    assert_eq!((one.value("deposits"), one.value("deposited-bytes")), (2.into(), 11.into()));
    assert_eq!(stranger.objects("deposit")[1].value("who"), "Zoé".into());
}

#[test]
fn a_box_takes_no_file_and_no_byte_too_many() {
    let mut owner = door();
    let id = a_box(&mut owner, "2");
    let mut stranger = owner.deny("share");
    let put =
        |files: &[(&str, u64)]| Request::post(&format!("/{id}")).with_form("who", "Zoé").with_files("files", files);
    let (status, main) = page(&mut stranger, &put(&[("a", 1), ("b", 1), ("c", 1)]));
    assert_eq!(status, 422);
    assert!(main.contains("ne prend plus que 2 fichiers") && main.contains("value=\"Zoé\""), "{main}");
    let (status, main) = page(&mut stranger, &put(&[("a", 1_000_000_001)]));
    assert_eq!(status, 422);
    assert!(main.contains("ne prend plus que 1\u{a0}Go en tout"), "{main}");
    assert!(stranger.objects("deposit").is_empty());
    assert!(stranger.answer(&Envoi, &put(&[("a", 1), ("b", 1)])).is_ok());
    let (_, main) = page(&mut stranger, &Request::get(&format!("/{id}")));
    assert!(main.contains("Cette boîte est pleine.") && !main.contains("<veillee-upload"), "{main}");
}

#[test]
fn a_closed_box_says_so_and_keeps_what_came() {
    let mut owner = door();
    let id = a_box(&mut owner, "2");
    let put = Request::post(&format!("/{id}")).with_files("files", &[("a.jpg", 5)]);
    assert!(owner.answer(&Envoi, &put).is_ok());
    let (_, question) = page(&mut owner, &Request::get(&format!("/{id}/close")));
    assert!(question.contains("name=\"erase\" value=\"yes\""), "{question}");
    let closed = owner.answer(&Envoi, &Request::post(&format!("/{id}/close")));
    assert_eq!(closed, Ok(Response::see_other(format!("/{id}?saved=yes"))));
    let (_, main) = page(&mut owner, &Request::get(&format!("/{id}")));
    assert!(main.contains("Fermée le") && main.contains("a.jpg"), "{main}");
    let erased = owner.answer(&Envoi, &Request::post(&format!("/{id}/close")).with_form("erase", "yes"));
    assert_eq!(erased, Ok(Response::see_other("/boxes")));
    assert!(owner.objects("deposit").is_empty());
    assert_eq!(owner.answer(&Envoi, &Request::get(&format!("/{id}"))), Err(Error::NotFound));
}

#[test]
fn what_came_is_one_archive_with_a_folder_for_each_sender() {
    let mut owner = door();
    let id = a_box(&mut owner, "5");
    let named = Request::post(&format!("/{id}")).with_form("who", "Zoé/Léa").with_files("files", &[("a.jpg", 5)]);
    let nameless = Request::post(&format!("/{id}")).with_files("files", &[("b.jpg", 5)]);
    assert!(owner.answer(&Envoi, &named).is_ok() && owner.answer(&Envoi, &nameless).is_ok());
    let answer = owner.answer(&Envoi, &Request::get(&format!("/{id}/download")));
    let Ok(Response::Archive { entries, .. }) = answer else { panic!("an archive, not {answer:?}") };
    let paths: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths, ["b.jpg", "Zoé-Léa/a.jpg"]);
}
