//! A mail as it is read: the same once as text and once as HTML, under the association's name and colours.
//!
//! What reads mail knows little of style sheets and nothing of ours: colours stand on the elements themselves, for the dark in a
//! sheet that those follow who can. Nothing is loaded, so that nobody hears when a mail is opened.

use askama::Template;

use super::contrast::{Colour, Scheme, token_colour};
use super::rendered;
use super::theme::{InBoth, Theme};
use crate::words::Words;

/// What stands around every letter of an association.
#[derive(Clone, Copy)]
pub struct Letterhead<'a> {
    pub words: &'static Words,
    pub association: &'a str,
    /// Where people find it: `https://name`, with its port where it has one.
    pub origin: &'a str,
    pub theme: Theme,
}

/// One thing to do, at an address with `https://` or `http://`.
#[derive(Clone, Debug)]
pub struct LetterButton {
    pub words: String,
    pub address: String,
}

/// What is written. Each text is plain: it is escaped where it must be.
#[derive(Clone, Debug)]
pub struct Letter {
    /// One line.
    pub subject: String,
    pub paragraphs: Vec<String>,
    pub button: Option<LetterButton>,
    /// In small print, under a line: what to do when one expected no such letter.
    pub footnote: Option<String>,
}

/// A letter as it is posted: `storage::outbox::NewMail` takes each part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLetter {
    /// The association's name, to stand before the address that the mail comes from.
    pub from_name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    head: &'a Letterhead<'a>,
    letter: &'a Letter,
    colours: Colours,
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none")]
struct Text<'a> {
    head: &'a Letterhead<'a>,
    letter: &'a Letter,
}

/// Written on the elements, and for those who read in the dark.
struct Colours {
    paper: InBoth,
    raised: InBoth,
    ink: InBoth,
    quiet: InBoth,
    line: InBoth,
    accent: InBoth,
    on_accent: InBoth,
}

impl Colours {
    fn of(theme: &Theme) -> Self {
        let own = |name: &str| InBoth {
            light: token_colour(name, Scheme::Light).unwrap_or(Colour::WHITE),
            dark: token_colour(name, Scheme::Dark).unwrap_or(Colour::BLACK),
        };
        Self {
            paper: own("paper"),
            raised: own("raised"),
            ink: own("ink"),
            quiet: own("ink-quiet"),
            line: own("line"),
            accent: theme.accent,
            on_accent: own("on-accent"),
        }
    }
}

impl Letter {
    pub fn write(&self, head: &Letterhead<'_>) -> WrittenLetter {
        let html = Html { head, letter: self, colours: Colours::of(&head.theme) };
        WrittenLetter {
            from_name: head.association.to_owned(),
            subject: self.subject.clone(),
            text: rendered(&Text { head, letter: self }).into_string(),
            html: rendered(&html).into_string(),
        }
    }
}

impl Letterhead<'_> {
    fn sent_by(&self) -> String {
        self.words.say_with("letter-sent-by", &[("association", self.association.into())])
    }

    /// Before the address, where nothing can be pressed.
    fn button_line(&self, button: &LetterButton) -> String {
        self.words.say_with("letter-button-text", &[("words", (&button.words).into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Locale;

    fn letter() -> Letter {
        Letter {
            subject: "Votre adresse <est-elle> la bonne ?".into(),
            paragraphs: vec!["Bonjour Mamie <b>Jeanne</b>,".into(), "Ouvrez ce lien & confirmez.".into()],
            button: Some(LetterButton {
                words: "Confirmer \"mon\" adresse".into(),
                address: "https://chorale.example.org/-/confirm/abc?x=1&y=2".into(),
            }),
            footnote: Some("Vous n’attendiez rien ? Jetez ce message.".into()),
        }
    }

    fn written(locale: Locale) -> WrittenLetter {
        let theme = Theme::new(Colour::parse("#1b4d3e"), None);
        let words = Words::of(locale);
        let association = "Les Amis d'Alpha & <Bêta>";
        letter().write(&Letterhead { words, association, origin: "https://chorale.example.org", theme })
    }

    #[test]
    fn both_forms_say_the_same() {
        for locale in Locale::ALL {
            let WrittenLetter { text, html, .. } = written(locale);
            let letter = letter();
            let shown = html.replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&").replace("&#34;", "\"");
            let shown = shown.replace("&#39;", "'");
            let button = letter.button.unwrap();
            let said = letter.paragraphs.iter().chain([&button.words, &button.address]).chain(&letter.footnote);
            for said in said.map(String::as_str).chain(["Les Amis d'Alpha & <Bêta>", "https://chorale.example.org"]) {
                assert!(text.contains(said), "{said} in {text}");
                assert!(shown.contains(said), "{said} in {html}");
            }
        }
    }

    #[test]
    fn no_text_is_read_as_markup_and_nothing_is_loaded() {
        let html = written(Locale::Fr).html;
        assert!(!html.contains("<b>") && !html.contains("<est-elle>") && !html.contains("<Bêta>"), "{html}");
        for loading in ["<img", "<script", "url(", "<link", "@import", "src="] {
            assert!(!html.contains(loading), "{loading} in {html}");
        }
    }

    #[test]
    fn the_button_has_the_colour_of_the_association_and_can_be_read() {
        let html = written(Locale::En).html;
        let theme = Theme::new(Colour::parse("#1b4d3e"), None);
        let colours = Colours::of(&theme);
        assert!(html.contains("background-color:#1b4d3e"), "{html}");
        assert!(colours.accent.light.contrast(colours.on_accent.light) >= 4.5);
        assert!(colours.accent.dark.contrast(colours.on_accent.dark) >= 4.5);
        assert!(
            html.contains("prefers-color-scheme: dark") && html.contains(&colours.accent.dark.to_string()),
            "{html}"
        );
    }

    #[test]
    fn a_letter_without_button_and_footnote_is_whole() {
        let theme = Theme::new(None, None);
        let head = Letterhead { words: Words::of(Locale::En), association: "A", origin: "https://a.example", theme };
        let plain = Letter { button: None, footnote: None, ..letter() };
        let WrittenLetter { text, html, .. } = plain.write(&head);
        assert_eq!(
            text,
            "Bonjour Mamie <b>Jeanne</b>,\n\nOuvrez ce lien & confirmez.\n\n-- \nSent by A\nhttps://a.example"
        );
        assert!(!html.contains("class=\"button\""), "{html}");
    }
}
