use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::draft::Draft;
use super::{checked, done, page};
use crate::storage::settings::Setting;
use crate::views::{Colour, Field};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::settings;
use crate::words::Words;

pub const ACTION: &str = "settings-colours";

/// `POST /-/settings/colours`: shows colours, keeps them, or goes back to those of the style sheet.
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = checked(&arrival, body, ACTION, "").await?;
    let (deed, words) = (field(&form, "deed"), arrival.words());
    if deed == "default" {
        keep(&app, &arrival, [None, None]).await?;
        return Ok(done(&arrival, words.say("settings-colours-defaulted")));
    }
    let [accent, glow] = ["accent", "glow"].map(|name| typed(words, field(&form, name)));
    let mut draft = Draft { accent, glow, ..Draft::of(&arrival.site) };
    if draft.accent.problem.is_some() || draft.glow.problem.is_some() {
        return page(&app, &arrival, StatusCode::UNPROCESSABLE_ENTITY, draft).await;
    }
    match deed {
        "save" => {
            keep(&app, &arrival, draft.chosen()).await?;
            Ok(done(&arrival, words.say("settings-colours-saved")))
        }
        "preview" => {
            draft.is_preview = true;
            page(&app, &arrival, StatusCode::OK, draft).await
        }
        _ => Err(PageError::BadRequest),
    }
}

/// A colour as it is kept, or what was typed with what is wrong with it.
fn typed(words: &Words, text: &str) -> Field {
    match Colour::parse(text) {
        Some(colour) => Field::of(colour.to_string()),
        None => Field { value: text.to_owned(), problem: Some(words.say("settings-colour-wrong")) },
    }
}

async fn keep(app: &Arc<App>, arrival: &Arrival, [accent, glow]: [Option<Colour>; 2]) -> Result<(), PageError> {
    let kept = |colour: Option<Colour>| colour.map(|colour| colour.to_string()).unwrap_or_default();
    let choices = vec![(Setting::Accent, kept(accent)), (Setting::Glow, kept(glow))];
    settings::set(app, arrival, choices).await
}
