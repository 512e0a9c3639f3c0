use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::draft::Draft;
use super::{checked, done, page};
use crate::limits;
use crate::storage::outbox::is_mail_address;
use crate::storage::settings::Setting;
use crate::views::Field;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::settings;
use crate::words::{Words, is_plain};

pub const ACTION: &str = "settings-legal";

/// `POST /-/settings/legal`
pub async fn submit(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = checked(&arrival, body, ACTION, "").await?;
    let words = arrival.words();
    let contact = address(words, field(&form, "contact"));
    let [publisher, hosting] = ["publisher", "hosting"].map(|name| lines(words, field(&form, name)));
    if [&contact, &publisher, &hosting].iter().any(|field| field.problem.is_some()) {
        let draft = Draft { contact, publisher, hosting, ..Draft::of(&arrival.site) };
        return page(&app, &arrival, StatusCode::UNPROCESSABLE_ENTITY, draft).await;
    }
    let choices = vec![
        (Setting::Contact, contact.value),
        (Setting::Publisher, publisher.value),
        (Setting::Hosting, hosting.value),
    ];
    settings::set(&app, &arrival, choices).await?;
    Ok(done(&arrival, words.say("settings-legal-saved")))
}

fn address(words: &Words, text: &str) -> Field {
    let text = text.trim();
    let good = text.is_empty() || is_mail_address(text) && text.chars().all(is_plain);
    Field { value: text.to_owned(), problem: (!good).then(|| words.say("settings-contact-wrong")) }
}

/// Some lines, as they are kept. Browsers end each with CR LF (HTML, "form submission").
fn lines(words: &Words, text: &str) -> Field {
    let kept =
        |line: &str| line.chars().filter(|character| is_plain(*character)).collect::<String>().trim_end().to_owned();
    let lines: Vec<String> = text.trim().lines().map(kept).collect();
    let value = lines.join("\n");
    let most = limits::NOTICE_CHARS_MAX;
    let is_long = value.chars().count() > most;
    let problem = is_long.then(|| words.say_with("settings-lines-long", &[("most", most.into())]));
    Field { value, problem }
}
