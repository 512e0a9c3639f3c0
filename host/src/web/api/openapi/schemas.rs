use serde_json::{Map, Value as Json, json};
use veillee_access::FieldType;

use super::shares;
use crate::limits;
use crate::storage::shape::{FieldShape, Shape};

/// `album-photo`: names of schemas are unique over all services.
pub fn name(shape: &Shape, of: &str) -> String {
    format!("{}-{}{of}", shape.service(), shape.name)
}

/// What is the same for every service.
pub fn common() -> Map<String, Json> {
    let problem = json!({
        "type": "object",
        "required": ["type", "title", "status", "reference"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "field": { "type": "string", "description": "the one that does not fit" },
            "reference": { "type": "string", "description": "names the request in the host's log" },
        },
    });
    let root = json!({
        "type": "object",
        "required": ["association", "account", "writes", "services"],
        "properties": {
            "association": { "type": "string" },
            "account": { "type": "string" },
            "writes": { "type": "boolean" },
            "services": { "type": "array", "items": { "type": "object" } },
        },
    });
    let common = [("Problem", problem), ("Root", root)].into_iter().chain(shares::schemas());
    common.map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// What goes in and out of one collection.
pub fn of_collection(shape: &Shape, schemas: &mut Map<String, Json>) {
    schemas.insert(name(shape, ""), object(shape));
    schemas.insert(name(shape, "-page"), page(shape));
    let writable = || shape.fields.iter().filter(|(name, _)| !shape.is_state(name));
    let fields = || -> Map<String, Json> { writable().map(|(name, field)| (name.clone(), taken(field))).collect() };
    let needed: Vec<&String> = writable()
        .filter(|(_, field)| field.default.is_none() && (field.required || field.index))
        .map(|(name, _)| name)
        .collect();
    let new = json!({ "type": "object", "additionalProperties": false, "required": needed, "properties": fields() });
    let whole = if needed.is_empty() { json!([]) } else { json!(["fields"]) };
    let mut made = json!({ "fields": new });
    if !shape.parents.is_empty() {
        made["parent"] = json!({ "type": ["string", "null"] });
    }
    schemas.insert(
        name(shape, "-new"),
        json!({ "type": "object", "additionalProperties": false, "required": whole, "properties": made }),
    );
    schemas.insert(
        name(shape, "-child"),
        json!({ "type": "object", "additionalProperties": false, "required": whole, "properties": { "fields": new } }),
    );
    let changed =
        json!({ "type": "object", "additionalProperties": false, "minProperties": 1, "properties": fields() });
    schemas.insert(
        name(shape, "-change"),
        json!({
            "type": "object", "additionalProperties": false, "required": ["fields"], "properties": { "fields": changed },
        }),
    );
    schemas.insert(
        name(shape, "-state"),
        json!({
            "type": "object", "additionalProperties": false, "required": ["state"],
            "properties": { "state": { "enum": states(shape) } },
        }),
    );
    schemas.insert(
        name(shape, "-place"),
        json!({
            "type": "object", "additionalProperties": false, "required": ["parent"],
            "properties": { "parent": { "type": "string" } },
        }),
    );
}

pub fn states(shape: &Shape) -> Vec<&str> {
    shape.access.state.as_ref().map(|machine| machine.reachable().into_iter().collect()).unwrap_or_default()
}

fn object(shape: &Shape) -> Json {
    let fields: Map<String, Json> = shape.fields.iter().map(|(name, field)| (name.clone(), shown(field))).collect();
    let blob = json!({
        "type": ["object", "null"],
        "required": ["size_bytes", "path"],
        "properties": { "size_bytes": { "type": "integer" }, "path": { "type": "string" } },
    });
    let blobs: Map<String, Json> = shape.blobs.keys().map(|name| (name.clone(), blob.clone())).collect();
    let mut object = json!({
        "type": "object",
        // Whoever made or changed one and may not see it is told no more.
        "required": ["id", "version", "collection", "path"],
        "properties": {
            "id": { "type": "string" },
            "version": { "type": "integer" },
            "collection": { "const": shape.name },
            "path": { "type": "string" },
            "parent": { "type": ["string", "null"] },
            "created_ms": { "type": "integer" },
            "updated_ms": { "type": "integer" },
            "author_name": { "type": ["string", "null"] },
            "mine": { "type": "boolean" },
            "role": { "enum": ["depositor", "viewer", "contributor", "editor", "owner", null] },
            "fields": { "type": "object", "properties": fields },
            "blobs": { "type": "object", "properties": blobs },
        },
    });
    if shape.pictured().is_some() {
        object["properties"]["picture"] = json!({
            "type": "object",
            "properties": {
                "width": { "type": ["integer", "null"] },
                "height": { "type": ["integer", "null"] },
                "taken": { "type": ["string", "null"] },
            },
        });
    }
    object
}

fn page(shape: &Shape) -> Json {
    let items = json!({ "$ref": format!("#/components/schemas/{}", name(shape, "")) });
    json!({
        "type": "object",
        "required": ["objects", "next"],
        "properties": {
            "objects": { "type": "array", "items": items, "maxItems": limits::QUERY_ROWS_MAX },
            "next": { "type": ["string", "null"], "description": "`after` of the next page" },
            "count": { "type": "integer" },
        },
    })
}

fn kind(field: &FieldShape) -> &'static str {
    match field.kind {
        FieldType::Text | FieldType::Bytes => "string",
        FieldType::Boolean => "boolean",
        FieldType::Integer => "integer",
        FieldType::Real => "number",
        FieldType::Texts => "array",
    }
}

fn shown(field: &FieldShape) -> Json {
    let mut schema = json!({ "type": [kind(field), "null"] });
    if field.kind == FieldType::Texts {
        schema["items"] = json!({ "type": "string" });
    }
    schema
}

/// What a field takes; no more than storage does.
fn taken(field: &FieldShape) -> Json {
    let always = field.required || field.index;
    let mut schema = json!({ "type": if always { json!(kind(field)) } else { json!([kind(field), "null"]) } });
    let bounds = match field.kind {
        FieldType::Text if field.required => {
            json!({ "maxLength": field.max_chars, "pattern": "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$" })
        }
        FieldType::Text => json!({ "maxLength": field.max_chars, "pattern": "^[^\\u0000]*$" }),
        FieldType::Integer => {
            let most = limits::INTEGER_MAX.cast_signed();
            json!({ "minimum": -most, "maximum": most })
        }
        FieldType::Texts => json!({
            "maxItems": limits::TEXTS_MAX,
            "items": { "type": "string", "pattern": "^[^\\u0000\\u001f]*$" },
        }),
        FieldType::Bytes => {
            json!({ "contentEncoding": "base64", "pattern": "^(?:[A-Za-z0-9+/]{4})*$", "maxLength": 65_536 })
        }
        FieldType::Boolean | FieldType::Real => json!({}),
    };
    if let (Some(schema), Some(bounds)) = (schema.as_object_mut(), bounds.as_object()) {
        schema.extend(bounds.clone());
    }
    schema
}
