//! The API for programs, with a token that reads and with one that writes: the rows come from the table of routes.

use bytes::Bytes;
use hyper::Method;

use super::Row;
use super::routes::{is_a_page_or_known, table};
use super::scene::{Scene, Who};

const REACHES: [&str; 2] = ["that reads", "that writes"];

pub async fn rows(scene: &Scene) -> Vec<Row> {
    let mut rows = Vec::new();
    for (route, method) in table().into_iter().filter(|(route, _)| route.starts_with("/-/api/v1")) {
        for (nth, reach) in REACHES.iter().enumerate() {
            let mut cells = Vec::new();
            for who in &scene.people {
                let request = Request::new(scene, &route, &method).await;
                scene.pause(who.is_paused);
                cells.push(request.send(scene, who, (&route, &method), nth).await);
                scene.pause(false);
            }
            let short = route.replace("/-/api/v1", "API").replace("/{service}/{collection}", "/{…}");
            rows.push(Row { name: format!("{method} {short}, a token {reach}"), cells });
        }
    }
    rows
}

/// Where a request goes and what it brings: about something made for it alone when it changes something.
struct Request {
    path: String,
    body: String,
}

impl Request {
    async fn new(scene: &Scene, route: &str, method: &Method) -> Self {
        let rest = route.trim_start_matches("/-/api/v1/{service}/{collection}");
        let album = &scene.album;
        let (collection, id, body) = match (method.as_str(), rest) {
            ("GET", "/{id}/shares" | "/{id}/children/{child}") | ("DELETE", "/{id}/shares/{share}") => {
                ("album", album.clone(), String::new())
            }
            ("GET" | "HEAD", "") => ("album", String::new(), String::new()),
            ("GET" | "HEAD", _) => ("photo", scene.photo.clone(), String::new()),
            ("POST", "") => ("album", String::new(), r#"{"fields":{"title":"Un mot"}}"#.to_owned()),
            ("POST", "/{id}/children/{child}") => ("album", scene.new_album().await, r#"{"fields":{}}"#.to_owned()),
            ("POST", "/{id}/shares") => ("album", scene.new_album().await, r#"{"role":"viewer"}"#.to_owned()),
            ("POST", "/{id}/restore") => ("album", scene.new_trashed().await, String::new()),
            ("POST", "/{id}/state") => ("photo", scene.new_photo().await, r#"{"state":"pending"}"#.to_owned()),
            ("POST", "/{id}/move") => ("photo", scene.new_photo().await, format!(r#"{{"parent":"{album}"}}"#)),
            ("PATCH", "/{id}") => ("photo", scene.new_photo().await, r#"{"fields":{"title":"Un mot"}}"#.to_owned()),
            // A new route: said here when it needs more.
            _ => ("photo", scene.new_photo().await, String::new()),
        };
        let share = if rest.ends_with("{share}") { scene.new_share().await } else { String::new() };
        let path = route
            .replace("{service}", "album")
            .replace("{collection}", collection)
            .replace("{id}", &id)
            .replace("{child}", "photo")
            .replace("{share}", &share)
            .replace("{name}", "original");
        Self { path, body }
    }

    async fn send(self, scene: &Scene, who: &Who, (route, method): (&str, &Method), nth: usize) -> String {
        let bearer = who.tokens.as_ref().map(|tokens| format!("Bearer {}", tokens[nth]));
        let mut headers = vec![("content-type", "application/json"), ("if-match", "*")];
        if let Some(bearer) = &bearer {
            headers.push(("authorization", bearer));
        }
        let picture = veillee_tests::world::jpeg(3, 600);
        let body = if *method == Method::PUT { Bytes::from(picture) } else { Bytes::from(self.body) };
        if *method == Method::GET {
            headers.retain(|(name, _)| *name == "authorization");
        }
        let browser = scene.world.browser_at(who.host);
        let answer = browser.send(method.clone(), &self.path, &headers, body).await;
        is_a_page_or_known(route, &answer);
        answer.status.as_u16().to_string()
    }
}
