use veillee_access::Collection;
use veillee_engine::types::Change;

use crate::storage::shape::Shapes;

/// Whether a change-set can turn somebody's yes into a no, or the bytes behind a yes into others.
pub(super) fn take_access(changes: &[Change], shapes: &Shapes) -> bool {
    let made = |id: &String| changes.iter().any(|change| matches!(change, Change::Create { id: new, .. } if new == id));
    changes.iter().any(|change| match change {
        // Nobody had a yes to what is made in the same set: an upload ends nothing.
        Change::Attach { id, .. } | Change::Copy { id, .. } if made(id) => false,
        change => takes_access(change, shapes),
    })
}

fn takes_access(change: &Change, shapes: &Shapes) -> bool {
    match change {
        Change::Create { .. } => false,
        // Attaching to an object that exists may replace bytes that were allowed to be kept in memory.
        Change::Attach { .. }
        | Change::Detach { .. }
        | Change::Copy { .. }
        | Change::Move { .. }
        | Change::Trash { .. }
        | Change::Restore { .. } => true,
        Change::Add { id, field, .. } => decides(id, std::iter::once(field.as_str()), shapes),
        Change::Update { id, fields, .. } => decides(id, fields.iter().map(|(name, _)| name.as_str()), shapes),
    }
}

fn decides<'a>(id: &str, mut fields: impl Iterator<Item = &'a str>, shapes: &Shapes) -> bool {
    let Some(shape) = shapes.of(id) else { return false };
    let children: Vec<&Collection> = shapes.children(shape).map(|child| &child.access).collect();
    fields.any(|field| shape.access.decides_access(field, &children))
}
