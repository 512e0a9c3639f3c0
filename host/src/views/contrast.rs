//! Whether a colour can be read on another: relative luminance and contrast ratio (WCAG 2.2, section 8), and what the
//! style sheet writes on what.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use super::STYLESHEET;

/// What is written on what, by the tokens of the style sheet, and the least contrast (WCAG 2.2, 1.4.3 and 1.4.11).
pub(super) const PAIRS: &[(&str, &str, f64)] = &[
    ("ink", "paper", 7.0),
    ("ink", "raised", 7.0),
    ("ink", "sunken", 7.0),
    ("ink", "glow", 7.0),
    ("ink-quiet", "paper", 4.5),
    ("ink-quiet", "raised", 4.5),
    ("ink-quiet", "sunken", 4.5),
    ("ink-quiet", "glow", 4.5),
    ("accent", "paper", 4.5),
    ("accent", "good-paper", 4.5),
    ("accent", "caution-paper", 4.5),
    ("accent", "danger-paper", 4.5),
    ("accent", "raised", 4.5),
    ("accent", "sunken", 4.5),
    ("accent", "glow", 4.5),
    ("accent-strong", "sunken", 4.5),
    ("accent-strong", "glow", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("on-accent", "danger", 4.5),
    ("good", "good-paper", 4.5),
    ("caution", "caution-paper", 4.5),
    ("danger", "danger-paper", 4.5),
    ("danger", "raised", 4.5),
    ("danger", "paper", 4.5),
    ("line-control", "raised", 3.0),
    ("line-control", "paper", 3.0),
    ("line-control", "sunken", 3.0),
];

/// An opaque colour of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    pub const BLACK: Self = Self { red: 0, green: 0, blue: 0 };
    pub const WHITE: Self = Self { red: 255, green: 255, blue: 255 };

    /// `#rrggbb` or `#rgb` (CSS Color 4, 5.2).
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let doubled: String = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let channel = |at: usize| u8::from_str_radix(doubled.get(at..at + 2)?, 16).ok();
        Some(Self { red: channel(0)?, green: channel(2)?, blue: channel(4)? })
    }

    /// From 0 for black to 1 for white (WCAG 2.2, "relative luminance").
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// From 1 for the same colour to 21 for black on white (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// So many parts of 255 of the other colour in this one.
    pub(super) fn mixed(self, other: Self, parts: u8) -> Self {
        let (theirs, ours) = (u32::from(parts), 255 - u32::from(parts));
        let channel = |own: u8, other: u8| {
            let mixed = (u32::from(own) * ours + u32::from(other) * theirs + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self {
            red: channel(self.red, other.red),
            green: channel(self.green, other.green),
            blue: channel(self.blue, other.blue),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// By day or in the evening: as the person's device asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];
}

/// A colour of the style sheet under one scheme; none, when it has no such token.
pub fn token_colour(name: &str, scheme: Scheme) -> Option<Colour> {
    static TOKENS: LazyLock<BTreeMap<&str, [Colour; 2]>> = LazyLock::new(|| tokens(STYLESHEET));
    TOKENS.get(name).map(|[light, dark]| if scheme == Scheme::Light { *light } else { *dark })
}

/// Every `--name: light-dark(#light, #dark)`.
fn tokens(stylesheet: &'static str) -> BTreeMap<&'static str, [Colour; 2]> {
    let colours = |rest: &str| {
        let (light, dark) = rest.split_once(')')?.0.split_once(',')?;
        Some([Colour::parse(light)?, Colour::parse(dark)?])
    };
    let found = stylesheet.split("--").filter_map(|piece| {
        let (name, rest) = piece.split_once(": light-dark(")?;
        Some((name, colours(rest)?))
    });
    found.collect()
}
