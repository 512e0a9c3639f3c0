//! The colours that an association chose, moved to where they can be read.
//!
//! Somebody chooses one accent and one glow; pages are light or dark. Under each scheme the colour is taken as it is
//! where everything of [`PAIRS`] can be read with it; else it is mixed with black or white, no further than needed, so
//! that it stays the nearest of its kind.

use super::contrast::{Colour, PAIRS, Scheme, token_colour};

/// A colour under both schemes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InBoth {
    pub light: Colour,
    pub dark: Colour,
}

/// What takes the place of the style sheet's own colours. Readable whatever was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub accent: InBoth,
    pub accent_strong: InBoth,
    pub glow: InBoth,
}

/// Under one scheme.
struct Shades {
    accent: Colour,
    accent_strong: Colour,
    glow: Colour,
}

/// How much stronger the accent gets under the pointer, of 255.
const STRONGER: u8 = 51;

impl Theme {
    /// What was not chosen is the style sheet's.
    pub fn new(accent: Option<Colour>, glow: Option<Colour>) -> Self {
        let [light, dark] = Scheme::ALL.map(|scheme| shades(accent, glow, scheme));
        Self {
            accent: InBoth { light: light.accent, dark: dark.accent },
            accent_strong: InBoth { light: light.accent_strong, dark: dark.accent_strong },
            glow: InBoth { light: light.glow, dark: dark.glow },
        }
    }

    /// For the whole page, after the style sheet and in its layer.
    pub fn stylesheet(&self) -> String {
        format!("@layer tokens {{\n  :root {{ {} }}\n}}\n", self.declarations())
    }

    /// For the two panes of the settings page, whatever colours the page around them has.
    pub fn preview_stylesheet(&self) -> String {
        let own = self.declarations();
        format!(
            ".theme-preview {{ display: grid; gap: var(--space-3); inline-size: 100%; \
             grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); }}\n\
             .theme-preview > * {{ {own} display: grid; gap: var(--space-3); justify-items: start; \
             padding: var(--space-4); color: var(--ink); \
             background: radial-gradient(14rem 6rem at 2rem 0, var(--glow), transparent) var(--raised); \
             border: 1px solid var(--line); border-radius: var(--round); }}\n\
             .theme-light {{ color-scheme: light; }}\n.theme-dark {{ color-scheme: dark; }}\n"
        )
    }

    fn declarations(&self) -> String {
        let tokens = [("accent", self.accent), ("accent-strong", self.accent_strong), ("glow", self.glow)];
        tokens.map(|(name, both)| format!("--{name}: light-dark({}, {});", both.light, both.dark)).join(" ")
    }
}

fn shades(accent: Option<Colour>, glow: Option<Colour>, scheme: Scheme) -> Shades {
    let own = |name: &str| token_colour(name, scheme);
    // Away from the ink, and away from the paper.
    let (pale, deep) = match scheme {
        Scheme::Light => (Colour::WHITE, Colour::BLACK),
        Scheme::Dark => (Colour::BLACK, Colour::WHITE),
    };
    let is_new = |name: &str| matches!(name, "accent" | "accent-strong");
    let glow = glow.or_else(|| own("glow")).unwrap_or(pale);
    let glow = mended(glow, pale, |tried| reads("glow", tried, |name| own(name).filter(|_| !is_new(name))));
    let known = |name: &str| match name {
        "glow" => Some(glow),
        "accent" | "accent-strong" => None,
        other => own(other),
    };
    let before = accent.or_else(|| own("accent")).unwrap_or(deep);
    let accent = mended(before, deep, |tried| reads("accent", tried, known));
    let strong = own("accent-strong").filter(|_| Some(accent) == own("accent"));
    let strong = strong.unwrap_or_else(|| accent.mixed(deep, STRONGER));
    Shades { accent, accent_strong: mended(strong, deep, |tried| reads("accent-strong", tried, known)), glow }
}

/// The first colour on the way to the other end that fits.
fn mended(colour: Colour, end: Colour, fits: impl Fn(Colour) -> bool) -> Colour {
    (0..=u8::MAX).map(|parts| colour.mixed(end, parts)).find(|tried| fits(*tried)).unwrap_or(end)
}

/// Whether everything written in a token, or on it, can be read; with colours that are not known yet there is no
/// quarrel.
fn reads(name: &str, colour: Colour, known: impl Fn(&str) -> Option<Colour>) -> bool {
    PAIRS.iter().all(|(front, back, least)| {
        let other = match name {
            name if name == *front => known(back),
            name if name == *back => known(front),
            _ => None,
        };
        other.is_none_or(|other| colour.contrast(other) >= *least)
    })
}

#[cfg(test)]
mod tests {
    use veillee_ambient::{Random, SeededRandom};

    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    /// Everything that a page writes, with this theme in place of the style sheet's colours.
    fn can_be_read(theme: &Theme) -> Result<(), String> {
        for scheme in Scheme::ALL {
            let of = |both: InBoth| if scheme == Scheme::Light { both.light } else { both.dark };
            let shown = |name: &str| match name {
                "accent" => of(theme.accent),
                "accent-strong" => of(theme.accent_strong),
                "glow" => of(theme.glow),
                other => token_colour(other, scheme).unwrap(),
            };
            for (front, back, least) in PAIRS {
                let contrast = shown(front).contrast(shown(back));
                if contrast < *least {
                    return Err(format!("{scheme:?}: {front} on {back}: {contrast:.2}, not {least}"));
                }
            }
        }
        Ok(())
    }

    #[test]
    fn without_a_choice_a_theme_is_the_style_sheet() {
        let theme = Theme::new(None, None);
        let own = |name| InBoth {
            light: token_colour(name, Scheme::Light).unwrap(),
            dark: token_colour(name, Scheme::Dark).unwrap(),
        };
        assert_eq!(theme, Theme { accent: own("accent"), accent_strong: own("accent-strong"), glow: own("glow") });
    }

    #[test]
    fn whatever_is_chosen_can_be_read() {
        let random = SeededRandom::new(7);
        let drawn = || {
            let [red, green, blue] = random.array();
            colour(&format!("#{red:02x}{green:02x}{blue:02x}"))
        };
        let corners =
            ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#808080"];
        let corners = corners.map(colour);
        let corners = corners.iter().flat_map(|accent| corners.iter().map(move |glow| (*accent, *glow)));
        for (accent, glow) in corners.chain(std::iter::repeat_with(|| (drawn(), drawn())).take(100)) {
            for theme in
                [Theme::new(Some(accent), Some(glow)), Theme::new(Some(accent), None), Theme::new(None, Some(glow))]
            {
                can_be_read(&theme).unwrap_or_else(|why| panic!("accent {accent}, glow {glow}: {why}"));
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_was_chosen() {
        let theme = Theme::new(Some(colour("#1b4d3e")), Some(colour("#d8efe4")));
        assert_eq!((theme.accent.light, theme.glow.light), (colour("#1b4d3e"), colour("#d8efe4")));
        assert!(theme.accent.dark.luminance() > theme.accent.light.luminance());
        assert!(theme.glow.dark.luminance() < theme.glow.light.luminance());
    }

    #[test]
    fn a_colour_is_moved_no_further_than_it_must() {
        let yellow = colour("#ffe000");
        let theme = Theme::new(Some(yellow), None);
        let moved = theme.accent.light;
        let (parts, _) = (0..=255)
            .map(|parts| (parts, yellow.mixed(Colour::BLACK, parts)))
            .find(|(_, tried)| *tried == moved)
            .expect("it lies between the colour and black");
        let just_before = yellow.mixed(Colour::BLACK, parts - 1);
        let others = ["paper", "raised", "sunken", "glow"].map(|name| token_colour(name, Scheme::Light).unwrap());
        assert!(others.iter().any(|other| just_before.contrast(*other) < 4.5), "{just_before} was good already");
        assert_eq!(theme.accent.dark, yellow, "yellow can be read in the dark");
    }

    #[test]
    fn a_style_sheet_of_a_theme_holds_colours_and_nothing_of_anybody() {
        let css = Theme::new(Some(colour("#abc")), None).stylesheet();
        assert!(css.starts_with("@layer tokens {") && css.contains("--accent: light-dark(#"), "{css}");
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        let preview = Theme::new(None, None).preview_stylesheet();
        assert_eq!(preview.matches('{').count(), preview.matches('}').count());
        assert!(!preview.contains(":root"), "a preview changes nothing around it: {preview}");
    }
}
