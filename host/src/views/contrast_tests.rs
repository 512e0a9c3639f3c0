//! The colours of the style sheet can be read, by day and in the evening.

use super::contrast::{Colour, PAIRS, Scheme, token_colour};

fn colour(text: &str) -> Colour {
    Colour::parse(text).unwrap_or_else(|| panic!("{text}"))
}

#[test]
fn black_on_white_has_the_greatest_contrast() {
    assert!((Colour::BLACK.contrast(Colour::WHITE) - 21.0).abs() < 0.01);
    assert!((colour("#777777").contrast(Colour::WHITE) - 4.48).abs() < 0.01);
    assert!((colour("#777777").contrast(colour("#777777")) - 1.0).abs() < 0.01);
}

#[test]
fn a_colour_is_six_digits_or_three_and_nothing_else() {
    assert_eq!(colour(" #ABC ").to_string(), "#aabbcc");
    assert_eq!(colour("#8f4a00").to_string(), "#8f4a00");
    for wrong in ["", "#", "8f4a00", "#8f4a0", "#8f4a000", "#+f4a00", "#8f4a0g", "red", "#é0é", "#8f4a00;}", "#ａｂｃ"]
    {
        assert_eq!(Colour::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn every_pair_of_colours_can_be_read_in_light_and_dark() {
    for (front, back, least) in PAIRS {
        for scheme in Scheme::ALL {
            let found = |name| token_colour(name, scheme).unwrap_or_else(|| panic!("--{name}"));
            let (front_colour, back_colour) = (found(front), found(back));
            let contrast = front_colour.contrast(back_colour);
            assert!(contrast >= *least, "{front} {front_colour} on {back} {back_colour}: {contrast:.2}, not {least}");
        }
    }
}
