//! The table of contents: who answers what.

use std::fmt::Write as _;

use super::anchor::anchor;
use super::reference::{Reference, Side};
use wit_parser::InterfaceId;

pub(super) fn write(reference: &Reference<'_>, page: &mut String) {
    page.push_str("\n## Contents\n\n");
    let worlds = reference.worlds().map(|world| {
        let heading = format!("World `{}`", world.name);
        format!("[`{}`](#{})", world.name, anchor(&heading))
    });
    let _ = writeln!(page, "[Worlds](#worlds): {}.\n", worlds.collect::<Vec<_>>().join(", "));
    page.push_str("| interface | who answers | functions | types |\n|---|---|---|---|\n");
    for (_, interfaces) in reference.packages() {
        for id in interfaces {
            let name = reference.name(id);
            let who = match reference.side(id) {
                Side::Host => "the host",
                Side::Plugin => "the plugin",
                Side::Nobody => "",
            };
            let (functions, types) = (functions(reference, id), types(reference, id));
            let _ = writeln!(page, "| [`{name}`](#{}) | {who} | {functions} | {types} |", anchor(&name));
        }
    }
}

fn functions(reference: &Reference<'_>, id: InterfaceId) -> String {
    let free = reference.interface(id).functions.values().filter(|function| function.kind.resource().is_none());
    listed(reference, id, free.map(|function| function.name.as_str()))
}

fn types(reference: &Reference<'_>, id: InterfaceId) -> String {
    listed(reference, id, reference.types(id).map(|(name, _)| name))
}

fn listed<'name>(reference: &Reference<'_>, id: InterfaceId, names: impl Iterator<Item = &'name str>) -> String {
    let interface = reference.short_name(id);
    let links = names.map(|name| format!("[`{name}`](#{})", anchor(&format!("{interface}.{name}"))));
    links.collect::<Vec<_>>().join(", ")
}
