//! The collections that the contract sketches.

use veillee_access::{Action, FieldType};
use veillee_engine::types::Value;
use veillee_tests::model::Sketch;

use super::bench::{Bench, SERVICE};

pub(crate) fn album() -> Sketch {
    Sketch::container("album")
        .within(&["album"])
        .field("title", FieldType::Text)
        .required("title")
        .searched("title")
        .field("approval", FieldType::Boolean)
        .written_by("approval", "editor")
        .rule(Action::Top, "member")
        .rule(Action::Create, "contributor")
        .rule(Action::Read, "viewer")
        .rule(Action::Update, "editor")
        .rule(Action::Delete, "owner")
        .rule(Action::Move, "owner")
        .rule(Action::Share, "owner")
}

pub(crate) fn photo() -> Sketch {
    Sketch::leaf("photo")
        .within(&["album"])
        .field("title", FieldType::Text)
        .searched("title")
        .field("note", FieldType::Text)
        .indexed("position", FieldType::Integer, Value::Integer(0))
        .indexed("name", FieldType::Text, Value::Text(String::new()))
        .field("stars", FieldType::Integer)
        .field("hearts", FieldType::Boolean)
        .blob("original")
        .blob("thumbnail")
        .rule(Action::Create, "depositor")
        .rule(Action::Read, "viewer state=shown | author | editor")
        .rule(Action::Update, "editor | author")
        .rule(Action::Delete, "editor | author within=24h")
        .rule(Action::Move, "editor")
        .states("shown", Some("pending parent.approval=true"), &["pending>shown: editor", "shown>pending: editor"])
}

pub(crate) fn heart() -> Sketch {
    Sketch::leaf("heart")
        .within(&["photo"])
        .field("word", FieldType::Text)
        .unique(&["parent", "author"])
        .rule(Action::Create, "viewer parent.hearts=true")
        .rule(Action::Read, "author | editor")
        .rule(Action::Count, "viewer")
        .rule(Action::Delete, "author | editor")
}

pub(crate) fn article() -> Sketch {
    let read = "visitor state=published | author | reviewer state=proposed | editor";
    let moves = [
        "draft>proposed: author",
        "proposed>published: reviewer | author setting:open-publishing",
        "proposed>draft: reviewer",
    ];
    Sketch::container("article")
        .of_the_association()
        .field("title", FieldType::Text)
        .searched("title")
        .blob("original")
        .rule(Action::Top, "member")
        .rule(Action::Read, read)
        .rule(Action::Update, "author state=draft | reviewer")
        .rule(Action::Delete, "author state=draft | reviewer")
        .rule(Action::Share, "author")
        .states("draft", None, &moves)
}

pub(crate) async fn everything(bench: &Bench) {
    bench.adopt(SERVICE, &[album(), photo(), heart(), article()]).await;
}
