//! Writes down each event in the album around the note.

use veillee_sdk::{Call, Event, Value};

pub(crate) fn write_down(call: &mut Call<'_>, event: &Event) -> Result<(), String> {
    let text = call.get(&event.about, &["text"]).map(|row| row.text(0).to_owned()).unwrap_or_default();
    let kind = event.kind.trim_start_matches("note.");
    if text == format!("fail {kind}") {
        return Err(format!("told to fail for {kind}"));
    }
    let data = |name: &str| event.data.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone());
    let Some(Value::Integer(version)) = data("version") else { return Err("an event without version".into()) };
    let blob = match data("blob") {
        Some(Value::Text(blob)) => format!(" {blob}"),
        _ => String::new(),
    };
    // Kept to its tree, an event finds the album around the note and no other.
    let albums = call.query("album").run(None, 2).map_err(|error| error.to_string())?;
    let [album] = albums.rows.as_slice() else { return Err(format!("{} albums in the tree", albums.rows.len())) };
    let line = format!("{} {} #{} v{version}{blob}", event.kind, event.about, event.sequence);
    crate::log(call, &album.id, &line).map_err(|error| error.to_string())
}
