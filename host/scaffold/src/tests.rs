use veillee_sdk::testing::MemoryDoor;
use veillee_sdk::{Capability, Error, Request, Response, Service, Value};

use crate::Notes;

fn page(door: &mut MemoryDoor, request: &Request) -> (u16, String) {
    match door.answer(&Notes, request) {
        Ok(Response::Page { main, status, .. }) => (status, main),
        other => panic!("a page, not {other:?}"),
    }
}

#[test]
fn a_note_is_added_listed_and_shared() {
    let mut door = MemoryDoor::new();
    let answer = door.answer(
        &Notes,
        &Request::post("/").with_form("title", " Bread & <salt> "),
    );
    assert_eq!(answer, Ok(Response::see_other("/")));
    let note = door.objects("note")[0].id.clone();
    assert_eq!(
        door.objects("note")[0].value("title"),
        Value::from("Bread & <salt>")
    );
    for path in ["/".to_owned(), format!("/{note}")] {
        let (status, main) = page(&mut door, &Request::get(&path));
        assert!(
            status == 200 && main.contains("Bread &amp; &lt;salt&gt;"),
            "{main}"
        );
        assert!(
            main.contains(&format!("<veillee-share object=\"{note}\">")),
            "{main}"
        );
    }
}

#[test]
fn nothing_and_too_much_are_asked_for_again_and_kept_in_the_form() {
    let mut door = MemoryDoor::new();
    let long = "é".repeat(201);
    for entered in ["  ", long.as_str()] {
        let (status, main) = page(&mut door, &Request::post("/").with_form("title", entered));
        assert!(
            status == 422 && main.contains("role=\"alert\"") && main.contains(entered.trim()),
            "{main}"
        );
    }
    assert!(door.objects("note").is_empty());
}

#[test]
fn who_may_not_add_or_share_meets_neither_form_nor_control() {
    let mut door = MemoryDoor::new().deny("top").deny("share");
    door.insert("note", None, [("title", "Bread".into())]);
    let (_, main) = page(&mut door, &Request::get("/"));
    assert!(
        main.contains("Bread") && !main.contains("<form") && !main.contains("<veillee-share"),
        "{main}"
    );
    assert_eq!(
        door.answer(&Notes, &Request::post("/").with_form("title", "Salt")),
        Err(Error::Denied)
    );
}

#[test]
fn it_speaks_french_too_and_gives_a_reason_for_each_capability() {
    let (_, main) = page(&mut MemoryDoor::new().locale("fr"), &Request::get("/"));
    assert!(main.contains("Pas encore de note."), "{main}");
    let manifest = include_str!("../plugin.toml");
    for capability in Notes::CAPABILITIES
        .iter()
        .map(|capability: &Capability| capability.key())
    {
        assert!(
            manifest.contains(&format!("{capability} = {{ fr")),
            "{capability}"
        );
    }
}
