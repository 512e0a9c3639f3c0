use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use crate::identity::{LANGUAGE_COOKIE, cookie};
use crate::web::error::PageError;
use crate::web::notice::append;
use crate::web::respond::{own_path, see_other};
use crate::words::Locale;

const YEAR_S: i64 = 365 * 24 * 60 * 60;

#[derive(Deserialize)]
pub struct Choice {
    to: String,
    then: Option<String>,
}

/// `GET /-/language?to=en&then=/…`: a choice of this browser, which changes nothing else.
pub async fn choose(Query(choice): Query<Choice>) -> Result<Response, PageError> {
    let locale = Locale::from_name(&choice.to).ok_or(PageError::BadRequest)?;
    let mut response = see_other(own_path(choice.then.as_deref().unwrap_or("/")));
    append(&mut response, &cookie(LANGUAGE_COOKIE, locale.name().to_owned(), Some(YEAR_S)));
    Ok(response)
}
