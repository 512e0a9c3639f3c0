use serde_json::{Map, Value as Json, json};
use veillee_access::{Action, FieldType};

use super::operations::{Operation, id};
use super::schemas::{name, states};
use super::shares;
use crate::limits;
use crate::storage::shape::{FieldShape, Shape};
use crate::web::api::object::collection_path;
use crate::web::api::values::longest_in_query;

/// `/-/api/v1`
pub fn root() -> Json {
    let schema = json!({ "$ref": "#/components/schemas/Root" });
    json!({ "get": {
        "operationId": "root",
        "summary": "Whose token this is, and what it is good for",
        "responses": {
            "200": { "description": "it is", "content": { "application/json": { "schema": schema } } },
            "401": { "$ref": "#/components/responses/no-token" },
            "429": { "$ref": "#/components/responses/too-many" },
        },
    } })
}

/// Everything that the manifest lets anybody do with a collection.
pub fn of_collection(shape: &Shape, children: &[&Shape], paths: &mut Map<String, Json>) {
    let base = collection_path(shape);
    let may = |action: Action| shape.access.rule(action).is_some();
    let make = Operation::new(shape, "create", "Makes one").takes(&name(shape, "-new"));
    let make = make.answers_object(201, "it is made", &name(shape, "")).done();
    let all = list(shape, Operation::new(shape, "list", "A page of them"), true);
    paths.insert(base.clone(), json!({ "get": all, "post": make }));
    paths.insert(format!("{base}/{{id}}"), one(shape));
    if !states(shape).is_empty() {
        let step = Operation::new(shape, "step", "Moves its state").takes(&name(shape, "-state")).on_version(true);
        let step = step.answers_object(200, "it moved", &name(shape, "")).done();
        paths.insert(format!("{base}/{{id}}/state"), json!({ "parameters": [id("id")], "post": step }));
    }
    if may(Action::Move) {
        let go = Operation::new(shape, "move", "Moves it into another parent").takes(&name(shape, "-place"));
        let go = go.on_version(true).answers_object(200, "it lies there", &name(shape, "")).done();
        paths.insert(format!("{base}/{{id}}/move"), json!({ "parameters": [id("id")], "post": go }));
    }
    if may(Action::Delete) {
        let back = Operation::new(shape, "restore", "Takes it back from the trash");
        let back = back.answers_object(200, "it is back", &name(shape, "")).done();
        paths.insert(format!("{base}/{{id}}/restore"), json!({ "parameters": [id("id")], "post": back }));
    }
    if shape.is_container() && may(Action::Share) {
        shares::paths(shape, &base, paths);
    }
    for child in children {
        let inside = Operation::new(child, &format!("list-in-{}", shape.name), "A page of those that lie in it");
        let make = Operation::new(child, &format!("create-in-{}", shape.name), "Makes one in it");
        let make = make.takes(&name(child, "-child")).answers_object(201, "it is made", &name(child, "")).done();
        let both = json!({ "parameters": [id("id")], "get": list(child, inside, false), "post": make });
        paths.insert(format!("{base}/{{id}}/children/{}", child.name), both);
    }
    for blob in shape.blobs.keys() {
        let send = Operation::new(shape, &format!("send-{blob}"), "Its bytes, whole or a range");
        let send = send
            .answers_bytes()
            .query("download", "whatever it says: offers them as a file", &json!({ "type": "string" }))
            .done();
        let replace = Operation::new(shape, &format!("replace-{blob}"), "Puts bytes in their place");
        let text = json!({ "type": "string", "maxLength": 120 });
        let replace = replace.takes_bytes().on_version(true).query("name", "what the file is called", &text);
        let replace = replace.answers_object(200, "they are in place", &name(shape, "")).done();
        let both = json!({ "parameters": [id("id")], "get": send, "put": replace });
        paths.insert(format!("{base}/{{id}}/blobs/{blob}"), both);
    }
}

/// A method that the rules let nobody use is answered 403, and named all the same.
fn one(shape: &Shape) -> Json {
    let show = Operation::new(shape, "show", "One of them").answers_object(200, "it", &name(shape, "")).done();
    let update = Operation::new(shape, "update", "Sets fields").takes(&name(shape, "-change")).on_version(true);
    let update = update.answers_object(200, "it is changed", &name(shape, "")).done();
    let trash = Operation::new(shape, "trash", "Puts it into the trash").on_version(false);
    let trash = trash.answers_nothing("it is in the trash").done();
    json!({ "parameters": [id("id")], "get": show, "patch": update, "delete": trash })
}

fn list(shape: &Shape, operation: Operation, everywhere: bool) -> Json {
    let number = |most: u32| json!({ "type": "integer", "minimum": 1, "maximum": most });
    let cursor = json!({ "type": "string", "maxLength": limits::QUERY_CHARS_MAX, "pattern": "^[A-Za-z0-9_-]+$" });
    let words = json!({ "type": "string", "maxLength": limits::API_WORDS_CHARS_MAX, "pattern": "^[^\\u0000]*$" });
    let indexed =
        |(_, field): &(&String, &FieldShape)| field.index && matches!(field.kind, FieldType::Integer | FieldType::Text);
    let fields = || shape.fields.iter();
    let keys = fields().filter(indexed).map(|(name, _)| name.clone());
    let keys = ["@created-ms".to_owned(), "@updated-ms".to_owned()].into_iter().chain(keys);
    let orders: Vec<String> = keys.flat_map(|key| [format!("-{key}"), key]).collect();
    let mut operation = operation
        .query("limit", "how many", &number(limits::QUERY_ROWS_MAX))
        .query("after", "`next` of the page before", &cursor)
        .query("words", "that all stand in its texts", &words)
        .query("order", "by what; `-`: the greatest first", &json!({ "enum": orders }))
        .query("count", "count them too, up to this many", &number(limits::COUNT_MAX));
    if everywhere && !shape.parents.is_empty() {
        let parent = json!({ "type": "string", "pattern": "^[a-z2-7]{29}$" });
        operation = operation.query("parent", "only those that lie directly in it", &parent);
    }
    for (field, declared) in fields() {
        if let Some(schema) = in_query(declared) {
            operation = operation.query(&format!("where.{field}"), "equals; several times: any of them", &schema);
        }
    }
    for (field, declared) in fields().filter(indexed) {
        if let Some(schema) = in_query(declared) {
            operation = operation.query(&format!("from.{field}"), "at least", &schema);
            operation = operation.query(&format!("to.{field}"), "at most", &schema);
        }
    }
    operation.answers(200, "a page", &name(shape, "-page")).done()
}

fn in_query(field: &FieldShape) -> Option<Json> {
    let most = limits::INTEGER_MAX.cast_signed();
    Some(match field.kind {
        FieldType::Text => {
            json!({ "type": "string", "maxLength": longest_in_query(field), "pattern": "^[^\\u0000]*$" })
        }
        FieldType::Boolean => json!({ "type": "boolean" }),
        FieldType::Integer => json!({ "type": "integer", "minimum": -most, "maximum": most }),
        FieldType::Real => json!({ "type": "number" }),
        FieldType::Texts | FieldType::Bytes => return None,
    })
}
