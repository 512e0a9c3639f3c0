//! What a component may import and must export.

use std::fmt::Write as _;

use wit_parser::WorldItem;

use super::anchor::anchor;
use super::prose;
use super::reference::{Reference, interface_of};

pub(super) fn write(reference: &Reference<'_>, page: &mut String) {
    page.push_str("\n## Worlds\n");
    page.push_str(&prose::paragraphs(&reference.resolve.packages[reference.main].docs));
    for world in reference.worlds() {
        let _ = writeln!(page, "\n### World `{}`", world.name);
        page.push_str(&prose::paragraphs(&world.docs));
        page.push('\n');
        for (word, items) in [("May import", &world.imports), ("Exports", &world.exports)] {
            let names = names(reference, items.values());
            if !names.is_empty() {
                let _ = writeln!(page, "- {word}: {names}");
            }
        }
    }
}

fn names<'wit>(reference: &Reference<'_>, items: impl Iterator<Item = &'wit WorldItem>) -> String {
    let links = items.filter_map(interface_of).map(|id| {
        let name = reference.name(id);
        format!("[`{name}`](#{})", anchor(&name))
    });
    links.collect::<Vec<_>>().join(", ")
}
