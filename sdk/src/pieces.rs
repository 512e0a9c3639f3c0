//! Pieces that many pages are made of, in the classes that the host dresses. Each is plain HTML: put it where it belongs with
//! [`html!`](crate::html!).

use crate::{Call, Html, Slot, html};

/// A list of cards that lead somewhere: address, name, and what stands below it.
///
/// ```
/// use veillee_sdk::{html, pieces};
///
/// let cards = pieces::cards([("/album/4f1c".to_owned(), "Summer", html!("<small>{} photos</small>", 12))]);
/// assert!(cards.as_str().contains("<li class=\"card\"><a href=\"/album/4f1c\">Summer</a><small>12 photos</small></li>"));
/// ```
pub fn cards<Name: Slot, Rest: Slot>(items: impl IntoIterator<Item = (String, Name, Rest)>) -> Html {
    let mut list = Html::raw("<ul class=\"cards\">");
    for (address, name, rest) in items {
        list.put("<li class=\"card\"><a href=\"{}\">{}</a>{}</li>", &[&address, &name, &rest]);
    }
    list.push(&Html::raw("</ul>"));
    list
}

/// The way to the next page of a list, if there is one: `next` is [`Page::next`](crate::Page::next), `path` the page's own, which
/// finds the cursor in its query field `after`.
///
/// ```
/// # use veillee_sdk::{Call, Request, pieces, testing::MemoryDoor};
/// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
/// # let call = Call::new("album", &request, &mut door);
/// let pager = pieces::pager(&call, "/", Some("c1"), "Older albums");
/// assert_eq!(pager.as_str(), "<p class=\"pager\"><a class=\"next\" href=\"/album/?after=c1\">Older albums</a></p>");
/// assert_eq!(pieces::pager(&call, "/", None, "Older albums").as_str(), "");
/// ```
pub fn pager(call: &Call<'_>, path: &str, next: Option<&str>, words: &str) -> Html {
    let Some(next) = next else { return Html::new() };
    html!("<p class=\"pager\"><a class=\"next\" href=\"{}\">{}</a></p>", call.link(path, &[("after", next)]), words)
}

/// What a list says while it holds nothing: what will be here, and how it comes here.
///
/// ```
/// use veillee_sdk::pieces;
///
/// let empty = pieces::empty("No album yet. Make the first one just below.");
/// assert_eq!(empty.as_str(), "<p class=\"empty\">No album yet. Make the first one just below.</p>");
/// ```
pub fn empty(sentence: &str) -> Html {
    html!("<p class=\"empty\">{}</p>", sentence)
}

/// Good news, read out when the page comes.
///
/// ```
/// assert!(veillee_sdk::pieces::notice("Saved.").as_str().contains("role=\"status\""));
/// ```
pub fn notice(sentence: &str) -> Html {
    html!("<p class=\"notice\" role=\"status\">{}</p>", sentence)
}

/// What went wrong, and what to do about it.
///
/// ```
/// assert!(veillee_sdk::pieces::problem("Please choose a photo first.").as_str().contains("role=\"alert\""));
/// ```
pub fn problem(sentence: &str) -> Html {
    html!("<p class=\"problem\" role=\"alert\">{}</p>", sentence)
}

/// The way back to what a page is part of.
///
/// ```
/// let up = veillee_sdk::pieces::up("/album/", "All albums");
/// assert_eq!(up.as_str(), "<p><a class=\"up\" href=\"/album/\">All albums</a></p>");
/// ```
pub fn up(address: &str, words: &str) -> Html {
    html!("<p><a class=\"up\" href=\"{}\">{}</a></p>", address, words)
}

/// A button that does something: a form of its own, for what has no fields.
///
/// ```
/// # use veillee_sdk::{Call, Request, pieces, testing::MemoryDoor};
/// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
/// # let call = Call::new("hello", &request, &mut door);
/// let button = pieces::button(&call.path("/"), "Say hello");
/// assert_eq!(button.as_str(), "<form method=\"post\" action=\"/hello/\"><button>Say hello</button></form>");
/// ```
pub fn button(action: &str, words: &str) -> Html {
    html!("<form method=\"post\" action=\"{}\"><button>{}</button></form>", action, words)
}
