//! Packages, their interfaces, and the functions of these.

use std::fmt::Write as _;

use wit_parser::InterfaceId;

use super::reference::{Reference, Side};
use super::{prose, signature, types};

pub(super) fn write(reference: &Reference<'_>, page: &mut String) {
    for (package, interfaces) in reference.packages() {
        let _ = writeln!(page, "\n## {}:{}", package.name.namespace, package.name.name);
        page.push_str(&prose::paragraphs(&package.docs));
        for id in interfaces {
            write_interface(reference, id, page);
        }
    }
}

fn write_interface(reference: &Reference<'_>, id: InterfaceId, page: &mut String) {
    let interface = reference.interface(id);
    let _ = writeln!(page, "\n### `{}`", reference.name(id));
    page.push_str(&prose::paragraphs(&interface.docs));
    let full_name = reference.full_name(id);
    let _ = match reference.side(id) {
        Side::Host => writeln!(page, "\nThe host answers: `import {full_name};`"),
        Side::Plugin => writeln!(page, "\nThe plugin answers: `export {full_name};`"),
        Side::Nobody => writeln!(page, "\nTypes alone, of `{full_name}`."),
    };
    for (name, id_of_type) in reference.types(id) {
        let _ = writeln!(page, "\n#### `{}.{name}`", reference.short_name(id));
        types::write(reference, id, id_of_type, page);
    }
    for function in interface.functions.values().filter(|function| function.kind.resource().is_none()) {
        let _ = writeln!(page, "\n#### `{}.{}`", reference.short_name(id), function.name);
        let _ = writeln!(page, "\n{}", signature::function(reference, function));
        page.push_str(&prose::paragraphs(&function.docs));
    }
}
