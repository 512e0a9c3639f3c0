//! The first page of an association.

use askama::Template;

use super::{ServiceLink, View};
use crate::words::Words;

/// The services that the caller may enter, one large link each.
#[derive(Template)]
#[template(path = "home.html")]
pub struct Home<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    pub services: &'a [ServiceLink],
    pub signed_in: bool,
}

impl View for Home<'_> {
    fn title(&self) -> String {
        self.association_name.to_owned()
    }
}
