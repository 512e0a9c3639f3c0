use serde_json::{Map, Value as Json, json};

use crate::storage::shape::Shape;
use crate::web::api::problem::Kind;
use crate::words::Words;

/// What may go wrong with any request that brings a token.
const ALWAYS: [Kind; 9] = [
    Kind::Malformed,
    Kind::NoToken,
    Kind::Denied,
    Kind::NotFound,
    Kind::TooLarge,
    Kind::Invalid,
    Kind::TooMany,
    Kind::Failed,
    Kind::Closed,
];

/// Each kind of problem as a response, by its name.
pub fn problems(words: &Words) -> Map<String, Json> {
    let response = |kind: Kind| {
        let content = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
        let mut response = json!({ "description": kind.title(words), "content": content });
        if kind == Kind::NoToken {
            response["headers"] = json!({ "WWW-Authenticate": { "schema": { "type": "string" } } });
        }
        (kind.name().to_owned(), response)
    };
    Kind::ALL.into_iter().map(response).collect()
}

/// An operation under construction.
pub struct Operation(Json);

impl Operation {
    pub fn new(shape: &Shape, verb: &str, what: &str) -> Self {
        let id = format!("{verb}-{}-{}", shape.service(), shape.name);
        let mut responses = Map::new();
        for kind in ALWAYS {
            responses.insert(kind.status().as_u16().to_string(), problem(kind));
        }
        Self(json!({ "operationId": id, "summary": what, "tags": [shape.service()], "responses": responses }))
    }

    /// A good answer with a body.
    pub fn answers(mut self, status: u16, what: &str, schema: &str) -> Self {
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        self.0["responses"][status.to_string()] =
            json!({ "description": what, "content": { "application/json": { "schema": schema } } });
        self
    }

    /// A good answer with an object, whose version is its tag.
    pub fn answers_object(self, status: u16, what: &str, schema: &str) -> Self {
        let mut operation = self.answers(status, what, schema);
        let mut headers = json!({ "ETag": { "schema": { "type": "string" } } });
        if status == 201 {
            headers["Location"] = json!({ "schema": { "type": "string" } });
        }
        operation.0["responses"][status.to_string()]["headers"] = headers;
        operation
    }

    /// A good answer with what was made, whose path is told.
    pub fn answers_made(self, what: &str, schema: &str) -> Self {
        let mut operation = self.answers(201, what, schema);
        operation.0["responses"]["201"]["headers"] = json!({ "Location": { "schema": { "type": "string" } } });
        operation
    }

    /// A good answer with bytes, whole or in part.
    pub fn answers_bytes(mut self) -> Self {
        for (status, what) in [(200, "the bytes"), (206, "a part of them")] {
            self.0["responses"][status.to_string()] = json!({ "description": what, "content": { "*/*": {} } });
        }
        for (status, what) in [(304, "they are what you have"), (416, "there is no such part")] {
            self.0["responses"][status.to_string()] = json!({ "description": what });
        }
        self
    }

    pub fn answers_nothing(mut self, what: &str) -> Self {
        self.0["responses"]["204"] = json!({ "description": what });
        self
    }

    pub fn takes(mut self, schema: &str) -> Self {
        let schema = json!({ "$ref": format!("#/components/schemas/{schema}") });
        self.0["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
        self.may_fail(&[Kind::Conflict, Kind::MediaType, Kind::Full])
    }

    pub fn takes_bytes(mut self) -> Self {
        self.0["requestBody"] =
            json!({ "required": true, "content": { "application/octet-stream": { "schema": { "type": "string" } } } });
        self.may_fail(&[Kind::Conflict, Kind::MediaType, Kind::Full])
    }

    /// It wants `If-Match`, or takes it.
    pub fn on_version(mut self, required: bool) -> Self {
        self = self.parameter(json!({
            "name": "If-Match", "in": "header", "required": required,
            "description": "the object's ETag, or *", "schema": { "type": "string", "pattern": "^(\\*|\"[0-9]{1,15}\")$" },
        }));
        let kinds: &[Kind] = if required { &[Kind::Stale, Kind::NeedsVersion] } else { &[Kind::Stale] };
        self.may_fail(kinds).may_fail(&[Kind::Conflict])
    }

    pub fn may_fail(mut self, kinds: &[Kind]) -> Self {
        for kind in kinds {
            self.0["responses"][kind.status().as_u16().to_string()] = problem(*kind);
        }
        self
    }

    pub fn parameter(mut self, parameter: Json) -> Self {
        match self.0["parameters"].as_array_mut() {
            Some(known) => known.push(parameter),
            None => self.0["parameters"] = json!([parameter]),
        }
        self
    }

    pub fn query(self, name: &str, what: &str, schema: &Json) -> Self {
        self.parameter(json!({ "name": name, "in": "query", "description": what, "schema": schema }))
    }

    pub fn done(self) -> Json {
        self.0
    }
}

fn problem(kind: Kind) -> Json {
    json!({ "$ref": format!("#/components/responses/{}", kind.name()) })
}

/// An object's id in an address.
pub fn id(name: &str) -> Json {
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1, "maxLength": 64 } })
}
