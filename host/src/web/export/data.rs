//! The data of a copy, for other programs. Moments are written as RFC 3339 has them.

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};
use veillee_ambient::Millis;
use veillee_engine::types::Value;

use super::{Part, Paths, Whose};
use crate::storage::audit::Happening;
use crate::storage::rights::{Copied, ExportedObject};
use crate::storage::sql::DatabaseError;

/// Nothing of it depends on the moment at which it is written.
pub(super) async fn write(
    whose: &Whose<'_>,
    person: &Copied,
    part: Part,
    (objects, paths): (&[ExportedObject], &Paths),
) -> Result<Vec<u8>, DatabaseError> {
    let mut data = Map::new();
    data.insert("format".to_owned(), json!("veillee export 1"));
    data.insert("association".to_owned(), json!(whose.site.name));
    data.insert("part".to_owned(), json!({ "number": part.number, "of": part.parts }));
    if part.number == 1 {
        data.insert(if person.account.is_some() { "account" } else { "guest" }.to_owned(), of_person(person));
        data.insert("shares".to_owned(), shares(whose).await?);
        data.insert("sessions".to_owned(), sessions(whose).await?);
        data.insert("activity".to_owned(), activity(whose).await?);
    }
    data.insert("objects".to_owned(), objects.iter().map(|object| of_object(object, paths)).collect());
    let mut written = serde_json::to_vec_pretty(&data).unwrap_or_default();
    written.push(b'\n');
    Ok(written)
}

fn of_person(person: &Copied) -> Json {
    let mut own = json!({ "id": person.id, "name": person.name, "address": person.address });
    if let (Some((role, language)), Some(own)) = (&person.account, own.as_object_mut()) {
        own.insert("role".to_owned(), json!(role.name()));
        own.insert("language".to_owned(), json!(language));
    }
    own
}

async fn shares(whose: &Whose<'_>) -> Result<Json, DatabaseError> {
    let shares = whose.site.association.shares_made_by(whose.person).await?;
    let one = |share: &crate::storage::rights::MadeShare| {
        let role = veillee_access::Role::from_rank(share.role).map(veillee_access::Role::name);
        json!({ "of": share.container, "label": share.label, "role": role, "made": moment(share.created_ms) })
    };
    Ok(shares.iter().map(one).collect())
}

async fn sessions(whose: &Whose<'_>) -> Result<Json, DatabaseError> {
    let mut sessions = whose.site.association.sessions_of(whose.person).await?;
    sessions.sort_by(|a, b| (a.created_ms, &a.digest).cmp(&(b.created_ms, &b.digest)));
    let one = |session: &crate::storage::people::OwnSession| json!({ "device": session.device, "since": moment(session.created_ms) });
    Ok(sessions.iter().map(one).collect())
}

/// Without the downloads of copies: each would make the next piece another archive.
async fn activity(whose: &Whose<'_>) -> Result<Json, DatabaseError> {
    let entries = whose.site.association.own_activity(whose.person).await?;
    let others = entries.iter().filter(|entry| entry.happening != Some(Happening::ExportMade));
    let one = |entry: &crate::storage::audit::Entry| {
        let what = entry.happening.map(Happening::name);
        json!({ "when": moment(entry.at_ms), "what": what, "about": entry.about, "words": entry.words, "device": entry.device })
    };
    Ok(others.map(one).collect())
}

fn of_object(object: &ExportedObject, paths: &Paths) -> Json {
    let fields: Map<String, Json> = object.fields.iter().map(|(name, value)| (name.clone(), of_value(value))).collect();
    let files = object.blobs.iter().map(|blob| {
        json!({
            "blob": blob.name,
            "name": blob.file_name,
            "media-type": blob.media_type,
            "bytes": blob.size_bytes,
            "path": paths.get(&(object.id.clone(), blob.name.clone())),
        })
    });
    json!({
        "id": object.id,
        "service": object.shape.service(),
        "collection": object.shape.name,
        "in": (!object.parent.is_empty()).then_some(&object.parent),
        "made-by-you": object.is_author,
        "belongs-to-you": object.is_owner,
        "made": moment(object.created_ms),
        "changed": moment(object.updated_ms),
        "in-trash": object.is_in_trash,
        "fields": fields,
        "files": files.collect::<Vec<_>>(),
    })
}

fn of_value(value: &Value) -> Json {
    match value {
        Value::None => Json::Null,
        Value::Boolean(truth) => json!(truth),
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Texts(texts) => json!(texts),
        Value::Bytes(bytes) => json!(data_encoding::BASE64.encode(bytes)),
    }
}

fn moment(at_ms: Millis) -> Option<String> {
    Timestamp::from_millisecond(at_ms).ok().map(|moment| moment.to_string())
}
