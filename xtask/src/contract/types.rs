//! Types that have a name: what they are made of.

use std::fmt::Write as _;

use wit_parser::{Docs, InterfaceId, Type, TypeDefKind, TypeId};

use super::reference::Reference;
use super::{prose, signature};

/// A part of a type: its name, what it carries, its meaning.
type Part<'wit> = (&'wit str, Option<Type>, &'wit Docs);

pub(super) fn write(reference: &Reference<'_>, interface: InterfaceId, id: TypeId, page: &mut String) {
    let definition = &reference.resolve.types[id];
    let _ = match definition.kind {
        TypeDefKind::Type(of) => writeln!(page, "\nAnother name for {}.", signature::of(reference, of)),
        TypeDefKind::List(_) | TypeDefKind::Tuple(_) | TypeDefKind::Option(_) => {
            writeln!(page, "\nAnother name for {}.", signature::unnamed(reference, id))
        }
        ref kind => writeln!(page, "\n{} {}.", article(kind), kind.as_str()),
    };
    page.push_str(&prose::paragraphs(&definition.docs));
    match &definition.kind {
        TypeDefKind::Record(record) => {
            let parts = record.fields.iter().map(|field| (field.name.as_str(), Some(field.ty), &field.docs));
            table(reference, ["field", "type"], &parts.collect::<Vec<_>>(), page);
        }
        TypeDefKind::Variant(variant) => {
            let parts = variant.cases.iter().map(|case| (case.name.as_str(), case.ty, &case.docs));
            table(reference, ["case", "carries"], &parts.collect::<Vec<_>>(), page);
        }
        TypeDefKind::Enum(of) => {
            let parts = of.cases.iter().map(|case| (case.name.as_str(), None, &case.docs));
            table(reference, ["case", "carries"], &parts.collect::<Vec<_>>(), page);
        }
        TypeDefKind::Flags(of) => {
            let parts = of.flags.iter().map(|flag| (flag.name.as_str(), None, &flag.docs));
            table(reference, ["flag", "carries"], &parts.collect::<Vec<_>>(), page);
        }
        TypeDefKind::Resource => methods(reference, interface, id, page),
        _ => {}
    }
}

fn article(kind: &TypeDefKind) -> &'static str {
    if kind.as_str().starts_with(['a', 'e', 'i', 'o']) { "An" } else { "A" }
}

/// A column that would be empty is left out.
fn table(reference: &Reference<'_>, [name, carries]: [&str; 2], parts: &[Part<'_>], page: &mut String) {
    let has_types = parts.iter().any(|(_, of, _)| of.is_some());
    let has_docs = parts.iter().any(|(_, _, docs)| docs.contents.is_some());
    let row = |cells: [&str; 3]| {
        let shown = [true, has_types, has_docs];
        let cells = cells.into_iter().zip(shown).filter(|(_, is_shown)| *is_shown).map(|(cell, _)| cell);
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let _ = write!(page, "\n{}{}", row([name, carries, "meaning"]), row(["---"; 3]));
    for (name, of, docs) in parts {
        let of = of.map(|of| signature::of(reference, of)).unwrap_or_default();
        page.push_str(&row([&format!("`{name}`"), &of, &prose::cell(docs)]));
    }
}

fn methods(reference: &Reference<'_>, interface: InterfaceId, id: TypeId, page: &mut String) {
    for function in reference.interface(interface).functions.values() {
        if function.kind.resource() == Some(id) {
            let _ = writeln!(page, "\n- {}", signature::function(reference, function));
            let docs = prose::one_line(&function.docs);
            if !docs.is_empty() {
                let _ = writeln!(page, "\n  {docs}");
            }
        }
    }
}
