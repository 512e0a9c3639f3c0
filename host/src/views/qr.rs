//! An address as a square that telephones read (ISO/IEC 18004).

use askama::Template;
use qrcodegen::{QrCode, QrCodeEcc};

use super::{Trusted, rendered};

/// Modules of white around the code (ISO/IEC 18004, 9.1).
const QUIET_MODULES: i32 = 4;

/// Black on white whatever the theme: not every telephone reads light on dark.
#[derive(Template)]
#[template(path = "qr.html")]
struct Drawing<'a> {
    side: i32,
    path: String,
    label: &'a str,
}

/// Read out as `label`. None for a text of more than about 2,300 bytes.
pub(super) fn qr_code(text: &str, label: &str) -> Option<Trusted> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET_MODULES;
    Some(rendered(&Drawing { side, path: path(&code), label }))
}

/// One rectangle for each run of dark modules in a row.
fn path(code: &QrCode) -> String {
    (0..code.size()).flat_map(|y| row(code, y)).collect()
}

fn row(code: &QrCode, y: i32) -> Vec<String> {
    let (mut pieces, mut x) = (Vec::new(), 0);
    while x < code.size() {
        let end = (x..code.size()).find(|at| !code.get_module(*at, y)).unwrap_or(code.size());
        if end > x {
            let (left, top, run) = (x + QUIET_MODULES, y + QUIET_MODULES, end - x);
            pieces.push(format!("M{left} {top}h{run}v1h-{run}z"));
        }
        x = end + 1;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_the_code_and_nothing_else() {
        let code = QrCode::encode_text("https://amis.exemple.fr/-/s/Zm9v", QrCodeEcc::Medium).unwrap();
        let mut drawn = std::collections::BTreeSet::new();
        for piece in path(&code).split('M').skip(1) {
            let (place, run) = piece.split_once('h').unwrap();
            let (left, top) = place.split_once(' ').unwrap();
            let (left, top): (i32, i32) = (left.parse().unwrap(), top.parse().unwrap());
            let run: i32 = run.split_once('v').unwrap().0.parse().unwrap();
            drawn.extend((left..left + run).map(|x| (x - QUIET_MODULES, top - QUIET_MODULES)));
        }
        let all = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        assert_eq!(drawn, all.filter(|(x, y)| code.get_module(*x, *y)).collect());
        // The three corners that a reader looks for.
        let far = code.size() - 7;
        for (x, y) in [(0, 0), (far, 0), (0, far)] {
            assert!((0..7).all(|step| drawn.contains(&(x + step, y)) && drawn.contains(&(x, y + step))));
        }
    }

    #[test]
    fn a_text_that_is_too_long_has_no_code() {
        assert!(qr_code(&"x".repeat(3_000), "").is_none());
    }

    #[test]
    fn a_label_stays_text() {
        let html = qr_code("x", "\"><script>").unwrap().into_string();
        assert!(!html.contains("<script"), "{html}");
    }
}
