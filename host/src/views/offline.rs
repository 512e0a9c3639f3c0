//! What a browser shows in place of its own page when nobody answers.

use askama::Template;

use super::rendered;
use crate::words::Words;

/// A whole page that needs nothing beside itself, since nothing else can be had when it is shown. A browser keeps it for
/// whoever uses it: it names the association and nobody, and runs nothing. Its one button asks for the same address again.
#[derive(Template)]
#[template(path = "offline.html")]
pub struct Offline<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    /// Each stands in an element of its own, as it is: its digest in the policy lets it through.
    pub stylesheets: &'a [&'a str],
    /// The mark as a `data:` address.
    pub mark: Option<&'a str>,
}

impl Offline<'_> {
    pub fn html(&self) -> String {
        rendered(self).into_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::STYLESHEET;
    use crate::words::Locale;

    #[test]
    fn the_page_without_a_network_has_its_words_and_asks_for_nothing() {
        for locale in Locale::ALL {
            let page = Offline {
                words: Words::of(locale),
                association_name: "L'Amicale <b>du</b> Phare",
                stylesheets: &[STYLESHEET],
                mark: Some("data:image/png;base64,AAAA"),
            };
            let html = page.html();
            assert!(!html.contains('⟦') && html.contains(&format!("<html lang=\"{}\">", locale.name())), "{html}");
            assert!(html.contains("Amicale &#60;b&#62;du&#60;/b&#62; Phare"), "{html}");
            assert_eq!(html.matches("<style>").count(), html.matches("</style>").count());
            for forbidden in ["<script", " style=", "src=\"/", "rel=\"stylesheet\"", "url(", "@import"] {
                assert!(!html.contains(forbidden), "{forbidden}");
            }
        }
    }
}
