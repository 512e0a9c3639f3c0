//! A delivered page, read roughly but strictly: what the page wall let through must be of one plain form.

/// The parts of a whole document.
pub struct Document<'a> {
    pub before: &'a str,
    pub main: &'a str,
    pub after: &'a str,
}

const START: &str = "<main id=\"main\" class=\"shell-main\" tabindex=\"-1\">";

/// A start tag: name and attributes, values unescaped.
#[derive(Debug)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

impl<'a> Document<'a> {
    /// One `<main>`, the shell's header before it, the shell's footer after it.
    pub fn of(text: &'a str) -> Self {
        let folded = text.to_ascii_lowercase();
        assert_eq!(folded.matches("<main").count(), 1, "{text}");
        assert_eq!(folded.matches("</main").count(), 1, "{text}");
        let (before, rest) = text.split_once(START).expect("the shell's main");
        let (main, after) = rest.split_once("</main>").expect("the end of main");
        assert!(before.contains("<header class=\"shell-header\">"), "{before}");
        assert!(after.contains("<footer class=\"shell-footer\">") && after.trim_end().ends_with("</html>"), "{after}");
        assert!(!main.contains("shell-footer") && !main.contains("shell-header"), "{main}");
        Self { before, main, after }
    }
}

/// Every start tag; fails on anything but plain tags with quoted values, and when tags are not balanced.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(end) = rest.strip_prefix('/') {
            let (name, after) = end.split_once('>').expect("an end tag");
            assert_eq!(open.pop().as_deref(), Some(name), "unbalanced near {end:.60}");
            rest = after;
            continue;
        }
        let (tag, after) = start_tag(rest);
        if !VOID.contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        found.push(tag);
        rest = after;
    }
    assert_eq!(open, Vec::<String>::new(), "left open in {html}");
    found
}

const VOID: [&str; 6] = ["br", "col", "hr", "img", "input", "wbr"];

fn start_tag(html: &str) -> (Tag, &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let end = html.find(|c: char| !plain(c)).expect("the end of a name");
    let (name, mut rest) = html.split_at(end);
    assert!(!name.is_empty(), "a tag without a name: {html:.60}");
    let mut attributes = Vec::new();
    loop {
        if let Some(after) = rest.strip_prefix('>') {
            return (Tag { name: name.to_owned(), attributes }, after);
        }
        rest = rest.strip_prefix(' ').unwrap_or_else(|| panic!("no plain tag: {html:.120}"));
        let end = rest.find(|c: char| !plain(c)).expect("the end of an attribute");
        let (attribute, after) = rest.split_at(end);
        assert!(!attribute.is_empty(), "{html:.120}");
        let (value, after) = match after.strip_prefix("=\"") {
            Some(value) => value.split_once('"').expect("a closed value"),
            None => ("", after),
        };
        attributes.push((attribute.to_owned(), unescaped(value)));
        rest = after;
    }
}

fn unescaped(value: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(value.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

/// What no page of the service `service` may hold.
pub fn offences(main: &str, service: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in tags(main) {
        if FORBIDDEN.contains(&tag.name.as_str()) || tag.name.contains('-') && !AROUND.contains(&tag.name.as_str()) {
            found.push(format!("<{}>", tag.name));
        }
        for (name, value) in &tag.attributes {
            if !harmless(&tag, name, value, service) {
                found.push(format!("<{} {name}=\"{value}\">", tag.name));
            }
        }
    }
    found
}

/// Elements of the host that a plugin may put around its own HTML.
const AROUND: [&str; 9] = [
    "veillee-autosave",
    "veillee-confirm",
    "veillee-copy",
    "veillee-lightbox",
    "veillee-people",
    "veillee-picker",
    "veillee-preview",
    "veillee-reorder",
    "veillee-shortcuts",
];

const FORBIDDEN: [&str; 37] = [
    "script",
    "style",
    "meta",
    "base",
    "link",
    "iframe",
    "object",
    "embed",
    "dialog",
    "template",
    "noscript",
    "svg",
    "math",
    "frame",
    "frameset",
    "portal",
    "title",
    "html",
    "head",
    "body",
    "main",
    "marquee",
    "blink",
    "slot",
    "plaintext",
    "xmp",
    "audio",
    "source",
    "applet",
    "noembed",
    "noframes",
    "canvas",
    "map",
    "area",
    "param",
    "track",
    "image",
];

fn harmless(tag: &Tag, name: &str, value: &str, service: &str) -> bool {
    let folded = value.trim().to_ascii_lowercase();
    let elsewhere = ["//", "\\", "javascript:", "data:", "vbscript:", "blob:", "http:", "https:"];
    let points_out = elsewhere.iter().any(|start| folded.starts_with(start)) || folded.contains("..");
    let inside = format!("/{service}");
    match name {
        "href" => !points_out && (!folded.starts_with("/-/") || folded.starts_with("/-/blob/") || leaves(tag, &folded)),
        "src" | "srcset" => folded.starts_with("/-/blob/") || folded.starts_with(&format!("/-/plugin/{service}/")),
        "action" => {
            let rest = folded.strip_prefix(&inside);
            let own = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
            !points_out && !folded.contains("%2e") && (own || folded.starts_with('?'))
        }
        "type" => !["password", "file", "image"].contains(&folded.as_str()),
        "method" => folded == "get" || folded == "post",
        "id" => folded != "main" && !folded.starts_with("veillee") && !CLOBBERS.contains(&value),
        "name" => !folded.starts_with("veillee") && (tag.name == "input" || !CLOBBERS.contains(&value)),
        "class" => !folded.split(' ').any(|class| class.starts_with("shell-") || class.starts_with("veillee")),
        "autocomplete" => !folded.contains("password") && !folded.contains("username"),
        "target" | "rel" => {
            leaves(tag, tag.attribute("href").unwrap_or_default()) && !folded.split(' ').any(|word| word == "opener")
        }
        _ => !name.starts_with("on") && !name.starts_with("data-") && !GONE.contains(&name),
    }
}

/// Out of the association only by the host's page that says so.
fn leaves(tag: &Tag, address: &str) -> bool {
    tag.name == "a" && address.starts_with("/-/leave?to=")
}

/// Names under which scripts of a page find their own things; a control's name is found in its own form only.
const CLOBBERS: [&str; 8] =
    ["__proto__", "attributes", "parentNode", "innerHTML", "document", "body", "location", "currentScript"];

const GONE: [&str; 24] = [
    "style",
    "formaction",
    "formmethod",
    "formtarget",
    "form",
    "popover",
    "popovertarget",
    "command",
    "commandfor",
    "ping",
    "srcdoc",
    "is",
    "slot",
    "part",
    "exportparts",
    "autofocus",
    "accesskey",
    "contenteditable",
    "nonce",
    "draggable",
    "shadowrootmode",
    "http-equiv",
    "inert",
    "background",
];
