//! Which attributes an element may carry, and the rule for the value of each.

use crate::Site;
use crate::address::{self, Link};
use crate::dropped::DroppedKind;
use crate::limits;
use crate::values;

/// How a value is checked and written.
#[derive(Clone, Copy)]
enum Rule {
    Flag,
    Words,
    Short,
    Integer(u32),
    Number,
    OneOf(&'static [&'static str]),
    Id,
    Ids,
    ControlName,
    /// Upper and lower case are different numberings, so this keyword is not folded.
    Numbering,
    Classes,
    FileName,
    Keys,
    Action,
    Image,
    ImageSet,
}

const TRUTH: &[&str] = &["true", "false", "mixed"];
const ROLES: &[&str] = &[
    "alert",
    "article",
    "cell",
    "columnheader",
    "complementary",
    "definition",
    "feed",
    "figure",
    "form",
    "group",
    "heading",
    "img",
    "list",
    "listitem",
    "log",
    "meter",
    "navigation",
    "none",
    "note",
    "presentation",
    "progressbar",
    "region",
    "row",
    "rowgroup",
    "rowheader",
    "search",
    "separator",
    "status",
    "table",
    "term",
    "timer",
    "toolbar",
];
const FILL_IN: &[&str] = &[
    "off",
    "on",
    "name",
    "honorific-prefix",
    "given-name",
    "additional-name",
    "family-name",
    "nickname",
    "email",
    "tel",
    "organization",
    "street-address",
    "address-line1",
    "address-line2",
    "address-line3",
    "address-level1",
    "address-level2",
    "postal-code",
    "country",
    "country-name",
    "language",
    "url",
];
const INPUT_TYPES: &[&str] = &[
    "text",
    "search",
    "email",
    "url",
    "tel",
    "number",
    "range",
    "date",
    "time",
    "datetime-local",
    "month",
    "week",
    "checkbox",
    "radio",
    "hidden",
    "submit",
    "reset",
    "color",
];
/// One letter, pressed together with the keys that the browser asks for.
const ACCESS_KEYS: &[&str] = &[
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w",
    "x", "y", "z",
];
const CURRENT: &[&str] = &["page", "step", "location", "date", "time", "true", "false"];
const KEYBOARDS: &[&str] = &["none", "text", "decimal", "numeric", "tel", "search", "email", "url"];
const LARGEST: u32 = 999_999_999;

/// The checked value of an attribute, or why it does not pass.
pub(crate) fn check(element: &str, name: &str, value: &str, site: &Site<'_>) -> Result<String, DroppedKind> {
    let rule = global(name).or_else(|| own(element, name)).ok_or(DroppedKind::Attribute)?;
    let checked = match rule {
        Rule::Flag => Some(String::new()),
        Rule::Words => values::words(value),
        Rule::Short => values::short(value),
        Rule::Integer(largest) => values::integer(value, largest),
        Rule::Number => values::number(value),
        Rule::OneOf(keywords) => values::one_of(value, keywords),
        Rule::Id => values::id(value),
        Rule::Ids => values::ids(value),
        Rule::ControlName => values::control_name(value),
        Rule::Numbering => matches!(value, "1" | "a" | "A" | "i" | "I").then(|| value.to_owned()),
        Rule::Classes => values::classes(value),
        Rule::FileName => values::file_name(value),
        Rule::Keys => values::keys(value),
        Rule::Action => return address::action(value, site).ok_or(DroppedKind::Address),
        Rule::Image => return address::image(value, site).ok_or(DroppedKind::Address),
        Rule::ImageSet => return address::image_set(value, site).ok_or(DroppedKind::Address),
    };
    checked.ok_or(DroppedKind::Attribute)
}

/// The address of a link; apart from `check` because it changes the element around it.
pub(crate) fn check_link(value: &str) -> Result<Link, DroppedKind> {
    address::link(value).ok_or(DroppedKind::Address)
}

/// Whether an `<input>` of this type may stand on a plugin's page. A password or a file is asked for by host elements.
pub(crate) fn is_input_type(value: &str) -> bool {
    INPUT_TYPES.contains(&value.to_ascii_lowercase().as_str())
}

fn global(name: &str) -> Option<Rule> {
    Some(match name {
        "id" => Rule::Id,
        "class" => Rule::Classes,
        "lang" => Rule::Short,
        "dir" => Rule::OneOf(&["ltr", "rtl", "auto"]),
        "title" | "aria-label" | "aria-description" | "aria-valuetext" => Rule::Words,
        "hidden" => Rule::OneOf(&["", "hidden", "until-found"]),
        "tabindex" => Rule::OneOf(&["0", "-1"]),
        "translate" => Rule::OneOf(&["yes", "no"]),
        "role" => Rule::OneOf(ROLES),
        "aria-labelledby" | "aria-describedby" | "aria-controls" | "aria-details" | "aria-errormessage" => Rule::Ids,
        "aria-hidden" | "aria-expanded" | "aria-atomic" | "aria-busy" | "aria-required" | "aria-disabled"
        | "aria-readonly" | "aria-checked" | "aria-pressed" | "aria-selected" | "aria-multiline" => Rule::OneOf(TRUTH),
        "aria-current" => Rule::OneOf(CURRENT),
        "aria-invalid" => Rule::OneOf(&["true", "false", "grammar", "spelling"]),
        "aria-live" => Rule::OneOf(&["off", "polite", "assertive"]),
        "aria-sort" => Rule::OneOf(&["ascending", "descending", "none", "other"]),
        "aria-orientation" => Rule::OneOf(&["horizontal", "vertical"]),
        "aria-level" | "aria-setsize" | "aria-posinset" | "aria-valuemin" | "aria-valuemax" | "aria-valuenow"
        | "aria-colcount" | "aria-colindex" | "aria-rowcount" | "aria-rowindex" => Rule::Number,
        _ => return None,
    })
}

fn own(element: &str, name: &str) -> Option<Rule> {
    if name == "aria-keyshortcuts" {
        return matches!(element, "a" | "button" | "input" | "summary").then_some(Rule::Keys);
    }
    match element {
        "a" => match name {
            "download" => Some(Rule::FileName),
            "accesskey" => Some(Rule::OneOf(ACCESS_KEYS)),
            _ => None,
        },
        "img" => of_image(name),
        "video" => of_video(name),
        "form" => of_form(name),
        "input" | "textarea" | "select" | "button" | "output" | "fieldset" => of_control(element, name),
        "label" => (name == "for").then_some(Rule::Id),
        "option" | "optgroup" => match name {
            "value" | "label" => Some(Rule::Words),
            "selected" | "disabled" => Some(Rule::Flag),
            _ => None,
        },
        "table" | "td" | "th" | "col" | "colgroup" => of_table(element, name),
        "progress" | "meter" => {
            matches!(name, "value" | "min" | "max" | "low" | "high" | "optimum").then_some(Rule::Number)
        }
        "time" | "del" | "ins" => (name == "datetime").then_some(Rule::Short),
        "data" => (name == "value").then_some(Rule::Words),
        "veillee-confirm" => matches!(name, "question" | "yes").then_some(Rule::Words),
        "veillee-copy" | "veillee-people" | "veillee-picker" => (name == "label").then_some(Rule::Words),
        "details" => (name == "open").then_some(Rule::Flag),
        "li" => (name == "value").then_some(Rule::Number),
        "ol" => match name {
            "start" => Some(Rule::Number),
            "reversed" => Some(Rule::Flag),
            "type" => Some(Rule::Numbering),
            _ => None,
        },
        _ => None,
    }
}

fn of_image(name: &str) -> Option<Rule> {
    Some(match name {
        "src" => Rule::Image,
        "srcset" => Rule::ImageSet,
        "sizes" => Rule::Short,
        "alt" => Rule::Words,
        "width" | "height" => Rule::Integer(limits::SIDE_PIXELS),
        "loading" => Rule::OneOf(&["lazy", "eager"]),
        "decoding" => Rule::OneOf(&["async", "sync", "auto"]),
        _ => return None,
    })
}

/// Nothing that starts by itself, and nothing but what the host itself sends.
fn of_video(name: &str) -> Option<Rule> {
    Some(match name {
        "src" => Rule::Image,
        "controls" | "playsinline" => Rule::Flag,
        "preload" => Rule::OneOf(&["none", "metadata"]),
        "width" | "height" => Rule::Integer(limits::SIDE_PIXELS),
        _ => return None,
    })
}

fn of_form(name: &str) -> Option<Rule> {
    Some(match name {
        "action" => Rule::Action,
        "method" => Rule::OneOf(&["get", "post"]),
        "enctype" => Rule::OneOf(&["multipart/form-data"]),
        "autocomplete" => Rule::OneOf(&["on", "off"]),
        "novalidate" => Rule::Flag,
        _ => return None,
    })
}

fn of_control(element: &str, name: &str) -> Option<Rule> {
    let rule = match name {
        "name" => Rule::ControlName,
        "disabled" => Rule::Flag,
        "for" if element == "output" => Rule::Ids,
        _ if matches!(element, "output" | "fieldset") => return None,
        "type" if element == "button" => Rule::OneOf(&["submit", "reset", "button"]),
        "value" if matches!(element, "button" | "input") => Rule::Words,
        "autofocus" if element == "button" => Rule::Flag,
        _ if element == "button" => return None,
        "type" if element == "input" => Rule::OneOf(INPUT_TYPES),
        "required" | "readonly" | "multiple" => Rule::Flag,
        "autocomplete" => Rule::OneOf(FILL_IN),
        "size" => Rule::Integer(limits::SPAN_CELLS),
        _ if element == "select" => return None,
        "placeholder" => Rule::Words,
        "maxlength" | "minlength" => Rule::Integer(LARGEST),
        "inputmode" => Rule::OneOf(KEYBOARDS),
        "enterkeyhint" => Rule::OneOf(&["enter", "done", "go", "next", "previous", "search", "send"]),
        "autocapitalize" => Rule::OneOf(&["off", "none", "on", "sentences", "words", "characters"]),
        "spellcheck" => Rule::OneOf(&["true", "false"]),
        "rows" | "cols" if element == "textarea" => Rule::Integer(1000),
        "wrap" if element == "textarea" => Rule::OneOf(&["soft", "hard"]),
        _ if element == "textarea" => return None,
        "checked" | "autofocus" => Rule::Flag,
        "min" | "max" | "step" => Rule::Short,
        "pattern" => Rule::Words,
        "list" => Rule::Id,
        _ => return None,
    };
    Some(rule)
}

fn of_table(element: &str, name: &str) -> Option<Rule> {
    let is_cell = matches!(element, "td" | "th");
    let rule = match name {
        "colspan" | "rowspan" if is_cell => Rule::Integer(limits::SPAN_CELLS),
        "headers" if is_cell => Rule::Ids,
        "scope" if element == "th" => Rule::OneOf(&["row", "col", "rowgroup", "colgroup"]),
        "abbr" if element == "th" => Rule::Words,
        "span" if matches!(element, "col" | "colgroup") => Rule::Integer(limits::SPAN_CELLS),
        _ => return None,
    };
    Some(rule)
}
