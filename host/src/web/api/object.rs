//! An object as the API shows it: whole, with a version that is its `ETag`.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Map, Value as Json, json};
use veillee_engine::types::{Row, Value};

use super::values::to_json;
use crate::storage::shape::Shape;
use crate::web::headers::BYTES_POLICY;

const SYSTEM: [(&str, &str); 6] = [
    ("@parent", "parent"),
    ("@created-ms", "created_ms"),
    ("@updated-ms", "updated_ms"),
    ("@author-name", "author_name"),
    ("@mine", "mine"),
    ("@role", "role"),
];

const PICTURE: [(&str, &str); 3] = [("@width", "width"), ("@height", "height"), ("@taken", "taken")];

/// Everything that is known of an object of this collection.
pub fn select(shape: &Shape) -> Vec<String> {
    let picture = PICTURE.iter().filter(|_| shape.pictured().is_some());
    let known = SYSTEM.iter().chain(picture).map(|(name, _)| (*name).to_owned());
    let blobs = shape.blobs.keys().map(|name| format!("@blob:{name}"));
    known.chain(blobs).chain(shape.fields.keys().cloned()).collect()
}

/// The row of a query for [`select`].
pub fn to_object(shape: &Shape, row: Row) -> Json {
    let mut object = Map::new();
    let path = format!("{}/{}", collection_path(shape), row.id);
    object.insert("id".to_owned(), json!(row.id));
    object.insert("version".to_owned(), json!(row.version));
    object.insert("collection".to_owned(), json!(shape.name));
    let mut values = row.values.into_iter();
    for ((_, name), value) in SYSTEM.iter().zip(values.by_ref()) {
        object.insert((*name).to_owned(), to_json(&value));
    }
    if shape.pictured().is_some() {
        let facts = PICTURE.iter().zip(values.by_ref());
        let picture: Map<_, _> = facts.map(|((_, name), value)| ((*name).to_owned(), to_json(&value))).collect();
        object.insert("picture".to_owned(), picture.into());
    }
    let blobs = shape.blobs.keys().zip(values.by_ref());
    let blobs: Map<_, _> = blobs.map(|(name, size)| (name.clone(), blob(&path, name, &size))).collect();
    let fields: Map<_, _> =
        shape.fields.keys().zip(values).map(|(name, value)| (name.clone(), to_json(&value))).collect();
    object.insert("blobs".to_owned(), blobs.into());
    object.insert("fields".to_owned(), fields.into());
    object.insert("path".to_owned(), json!(path));
    object.into()
}

fn blob(object: &str, name: &str, size: &Value) -> Json {
    match size {
        Value::Integer(size_bytes) => json!({ "size_bytes": size_bytes, "path": format!("{object}/blobs/{name}") }),
        _ => Json::Null,
    }
}

pub fn collection_path(shape: &Shape) -> String {
    format!("/-/api/v1/{}/{}", shape.service(), shape.name)
}

pub fn respond(status: StatusCode, body: &Json) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(axum::http::header::CONTENT_SECURITY_POLICY, BYTES_POLICY);
    response
}

/// One object, with its version to be named by the next change.
pub fn respond_object(status: StatusCode, version: u64, object: &Json) -> Response {
    let mut response = respond(status, object);
    tag(&mut response, version);
    response
}

pub fn tag(response: &mut Response, version: u64) {
    if let Ok(value) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(ETAG, value);
    }
}
