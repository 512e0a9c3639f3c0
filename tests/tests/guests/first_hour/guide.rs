//! Reads the guide.

const GUIDE: &str = include_str!("../../../../docs/first-hour.md");
/// Where the guide says that the SDK lies.
pub const SDK: &str = "/home/you/veillee/sdk";

/// The guide's grey boxes: what stands before each, its language, its text.
fn boxes() -> Vec<(&'static str, &'static str, String)> {
    let mut boxes = Vec::new();
    let (mut before, mut open): (&str, Option<(&str, String)>) = ("", None);
    for line in GUIDE.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => open = Some((language, String::new())),
            (None, None) if !line.is_empty() => before = line,
            (None, None) => {}
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (Some(_), Some(_)) => boxes.extend(open.take().map(|(language, text)| (before, language, text))),
        }
    }
    assert!(open.is_none(), "a box of the guide is not closed");
    boxes
}

/// Files by path: each stands in a box below its name, alone on a line in bold.
pub fn files() -> Vec<(String, String)> {
    let named = |line: &str| Some(line.strip_prefix("**`")?.strip_suffix("`**")?.to_owned());
    boxes().into_iter().filter_map(|(before, _, text)| Some((named(before)?, text))).collect()
}

/// What is typed, line by line.
pub fn commands() -> Vec<String> {
    let typed = boxes().into_iter().filter(|(_, language, _)| *language == "sh");
    typed.flat_map(|(_, _, text)| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}
