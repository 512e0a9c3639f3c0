use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::draft::Draft;
use super::{checked, done, page};
use crate::limits;
use crate::views::Field;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::settings;
use crate::words::{Words, is_plain};

pub const ACTION: &str = "settings-name";

/// `POST /-/settings/name`
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = checked(&arrival, body, ACTION, "").await?;
    let name = field(&form, "name").trim();
    if let Some(problem) = problem(arrival.words(), name) {
        let typed = Field { value: name.to_owned(), problem: Some(problem) };
        let draft = Draft { name: typed, ..Draft::of(&arrival.site) };
        return page(&app, &arrival, StatusCode::UNPROCESSABLE_ENTITY, draft).await;
    }
    settings::rename(&app, &arrival, name.to_owned()).await?;
    Ok(done(&arrival, arrival.words().say_with("settings-name-saved", &[("name", name.into())])))
}

fn problem(words: &Words, name: &str) -> Option<String> {
    if name.is_empty() || !name.chars().all(is_plain) {
        return Some(words.say("settings-name-missing"));
    }
    let most = limits::NAME_CHARS_MAX;
    (name.chars().count() > most).then(|| words.say_with("settings-name-long", &[("most", most.into())]))
}
