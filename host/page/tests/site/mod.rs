//! A site with one service and a few host elements.

use veillee_page::{Filtered, HostElement, HostElements, Site, filter};

pub(crate) struct Elements;

impl HostElements for Elements {
    fn expand(&self, element: &HostElement) -> Option<String> {
        match element.name.as_str() {
            "veillee-time" => Some(format!("<time>{}</time>", element.text.replace(['<', '>', '&', '"'], ""))),
            "veillee-block" => Some("<div>host</div>".to_owned()),
            "veillee-form" => Some("<form action=\"/album/host\"></form>".to_owned()),
            _ => None,
        }
    }
}

pub(crate) fn pass(main: &str) -> Filtered {
    let site =
        Site { service: "album", asset_base: "/-/plugin/album/d1/", elements: &Elements, outside_mark: "(autre site)" };
    filter(main, &site)
}
