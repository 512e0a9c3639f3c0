//! Letters of an association on their way to its outbox.

use veillee_ambient::Millis;

use super::app::App;
use super::site::Site;
use crate::storage::outbox::NewMail;
use crate::storage::settings::Setting;
use crate::views::{Colour, Letter, Letterhead, Theme, WrittenLetter};
use crate::words::{Locale, Words};

/// Writes a letter as this association sends it, in the language of who will read it.
pub fn write(app: &App, site: &Site, locale: Locale, letter: &Letter) -> WrittenLetter {
    let [accent, glow] = [Setting::Accent, Setting::Glow].map(|setting| Colour::parse(site.settings.value(setting)));
    letter.write(&Letterhead {
        words: Words::of(locale),
        association: &site.name,
        origin: &app.origin_of(site),
        theme: Theme::new(accent, glow),
    })
}

/// A written letter to an address, for [`Association::post`](crate::storage::Association::post) or
/// [`post_in`](crate::storage::Association::post_in); posted once under its key, unless that is empty.
pub fn mail<'a>(written: &'a WrittenLetter, to: &'a str, key: &'a str, until_ms: Option<Millis>) -> NewMail<'a> {
    let WrittenLetter { from_name, subject, text, html } = written;
    NewMail { to, from_name, subject, text, html, key, until_ms }
}
