use super::{colours, language, legal, mark, name, sign_up};
use crate::limits;
use crate::storage::settings::{Setting, SignUp};
use crate::views::{Colour, Field, Scheme, ServiceSetting, Settings, SettingsTokens, Theme, token_colour};
use crate::web::arrival::Arrival;
use crate::web::form_token;
use crate::web::look::preview_path;
use crate::web::site::Site;
use crate::words::Locale;

/// What the fields of the page show: what is kept, until a handler puts in what was typed.
pub struct Draft {
    pub name: Field,
    pub mark_problem: Option<String>,
    pub accent: Field,
    pub glow: Field,
    pub is_preview: bool,
    pub contact: Field,
    pub publisher: Field,
    pub hosting: Field,
    pub has_own_colours: bool,
    pub language: Locale,
    pub sign_up: SignUp,
}

impl Draft {
    pub fn of(site: &Site) -> Self {
        let kept = |setting| site.settings.value(setting).to_owned();
        let colour = |setting, name| match kept(setting) {
            own if own.is_empty() => token_colour(name, Scheme::Light).unwrap_or(Colour::BLACK).to_string(),
            own => own,
        };
        Self {
            name: Field::of(&site.name),
            mark_problem: None,
            accent: Field::of(colour(Setting::Accent, "accent")),
            glow: Field::of(colour(Setting::Glow, "glow")),
            is_preview: false,
            contact: Field::of(kept(Setting::Contact)),
            publisher: Field::of(kept(Setting::Publisher)),
            hosting: Field::of(kept(Setting::Hosting)),
            has_own_colours: [Setting::Accent, Setting::Glow].map(kept).iter().any(|value| !value.is_empty()),
            language: site.locale,
            sign_up: site.settings.sign_up(),
        }
    }

    /// The colours that were chosen. The style sheet's own is no choice: its dark sister would be lost.
    pub fn chosen(&self) -> [Option<Colour>; 2] {
        [(&self.accent, "accent"), (&self.glow, "glow")].map(|(field, name)| {
            Colour::parse(&field.value).filter(|colour| Some(*colour) != token_colour(name, Scheme::Light))
        })
    }

    pub fn preview_path(&self) -> String {
        let [accent, glow] = self.chosen();
        preview_path(accent, glow)
    }

    pub fn view<'a>(self, arrival: &'a Arrival, services: &'a [ServiceSetting], preview_path: &'a str) -> Settings<'a> {
        let [accent, glow] = self.chosen();
        let is_whole = self.accent.problem.is_none() && self.glow.problem.is_none();
        let token = |action| form_token::make(arrival, action, "");
        Settings {
            words: arrival.words(),
            name: self.name,
            mark_path: arrival.site.look.mark_path(),
            mark_problem: self.mark_problem,
            mark_bytes_max: limits::MARK_BYTES_MAX as u64,
            mark_side_max_px: limits::MARK_SIDE_PX_MAX,
            accent: self.accent,
            glow: self.glow,
            theme: is_whole.then(|| Theme::new(accent, glow)),
            is_preview: self.is_preview,
            has_own_colours: self.has_own_colours,
            preview_path,
            nonce: arrival.nonce(),
            language: self.language,
            sign_up: self.sign_up.name(),
            services,
            contact: self.contact,
            publisher: self.publisher,
            hosting: self.hosting,
            tokens: SettingsTokens {
                name: token(name::ACTION),
                mark: token(mark::ACTION),
                colours: token(colours::ACTION),
                language: token(language::ACTION),
                legal: token(legal::ACTION),
                sign_up: token(sign_up::ACTION),
            },
        }
    }
}
