//! The colours of the style sheet can be read, by day and in the evening.

use super::STYLESHEET;

/// What is written on what, and the least contrast (WCAG 2.2, 1.4.3 and 1.4.11).
const PAIRS: &[(&str, &str, f64)] = &[
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

fn colours(token: &str) -> [&'static str; 2] {
    let start = STYLESHEET.split(&format!("--{token}: light-dark(")).nth(1).unwrap_or_else(|| panic!("--{token}"));
    let (light, dark) = start.split_once(')').unwrap().0.split_once(", ").unwrap();
    [light, dark]
}

/// Relative luminance of `#rrggbb` (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let digits = colour.strip_prefix('#').filter(|digits| digits.len() == 6).unwrap_or_else(|| panic!("{colour}"));
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn black_on_white_has_the_greatest_contrast() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.01);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
}

#[test]
fn every_pair_of_colours_can_be_read_in_light_and_dark() {
    for (front, back, least) in PAIRS {
        for (front_colour, back_colour) in colours(front).into_iter().zip(colours(back)) {
            let contrast = contrast(front_colour, back_colour);
            assert!(contrast >= *least, "{front} {front_colour} on {back} {back_colour}: {contrast:.2}, not {least}");
        }
    }
}
