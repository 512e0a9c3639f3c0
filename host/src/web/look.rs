//! The colours and the mark of an association: made once when they are chosen, sent under addresses that change with
//! them.

use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use bytes::Bytes;

use super::arrival::Arrival;
use super::assets::{digest, for_ever};
use super::error::PageError;
use crate::storage::settings::{Setting, Settings};
use crate::views::{Colour, Theme};

/// The pictures that a mark can be: no browser executes them.
pub const MARK_TYPES: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

const STYLESHEET_TYPE: &str = "text/css; charset=utf-8";

/// What settings make of every page.
pub struct Look {
    theme: Option<Sent>,
    mark: Option<Sent>,
}

struct Sent {
    path: String,
    media_type: &'static str,
    content: Bytes,
}

impl Look {
    pub fn of(settings: &Settings) -> Self {
        let [accent, glow] = [Setting::Accent, Setting::Glow].map(|setting| Colour::parse(settings.value(setting)));
        let theme = (accent.is_some() || glow.is_some()).then(|| {
            let css = Theme::new(accent, glow).stylesheet();
            let path = format!("/-/theme/{}.css", digest(css.as_bytes()));
            Sent { path, media_type: STYLESHEET_TYPE, content: css.into() }
        });
        let mark = settings.mark.as_ref().and_then(|mark| {
            let media_type = MARK_TYPES.into_iter().find(|known| *known == mark.media_type)?;
            Some(Sent { path: format!("/-/mark/{}", digest(&mark.content)), media_type, content: mark.content.clone() })
        });
        Self { theme, mark }
    }

    pub fn theme_path(&self) -> Option<&str> {
        self.theme.as_ref().map(|sent| sent.path.as_str())
    }

    /// The text of the style sheet with the association's own colours.
    pub(super) fn theme(&self) -> Option<&str> {
        self.theme.as_ref().and_then(|sent| std::str::from_utf8(&sent.content).ok())
    }

    /// Media type and content of the association's own mark.
    pub(super) fn mark(&self) -> Option<(&'static str, &[u8])> {
        self.mark.as_ref().map(|sent| (sent.media_type, sent.content.as_ref()))
    }

    pub fn mark_path(&self) -> Option<&str> {
        self.mark.as_ref().map(|sent| sent.path.as_str())
    }
}

/// `GET /-/theme/<digest>.css`
pub async fn send_theme(arrival: Arrival, Path(file): Path<String>) -> Result<Response, PageError> {
    send(arrival.site.look.theme.as_ref(), &format!("/-/theme/{file}"))
}

/// `GET /-/mark/<digest>`
pub async fn send_mark(arrival: Arrival, Path(digest): Path<String>) -> Result<Response, PageError> {
    send(arrival.site.look.mark.as_ref(), &format!("/-/mark/{digest}"))
}

fn send(sent: Option<&Sent>, asked: &str) -> Result<Response, PageError> {
    let sent = sent.filter(|sent| sent.path == asked).ok_or(PageError::NotFound)?;
    Ok(for_ever(sent.media_type, sent.content.clone()))
}

/// The address of a style sheet that shows two colours on the page of settings.
pub fn preview_path(accent: Option<Colour>, glow: Option<Colour>) -> String {
    let name = |colour: Option<Colour>| colour.map_or(String::new(), |colour| colour.to_string());
    format!("/-/theme/preview/{}-{}.css", name(accent).replace('#', ""), name(glow).replace('#', ""))
}

/// `GET /-/theme/preview/<accent>-<glow>.css`: six digits each, or nothing for the style sheet's own colour.
pub async fn send_preview(Path(file): Path<String>) -> Result<Response, PageError> {
    let (accent, glow) = file.strip_suffix(".css").and_then(|name| name.split_once('-')).ok_or(PageError::NotFound)?;
    let colour = |digits: &str| match digits {
        "" => Ok(None),
        digits => Colour::parse(&format!("#{digits}")).map(Some).ok_or(PageError::NotFound),
    };
    let mut response = Response::new(Theme::new(colour(accent)?, colour(glow)?).preview_stylesheet().into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(STYLESHEET_TYPE));
    Ok(response)
}
