//! The elements that are open, innermost last, and what closing them writes.

use crate::elements::{self, Element, Place};
use crate::limits;

struct Open {
    element: &'static Element,
    /// Its tags are not written; it is here so that its end tag closes nothing else.
    ghost: bool,
    /// Leads to another site, so that the mark is written before its end tag.
    outside: bool,
}

#[derive(Default)]
pub(crate) struct Stack(Vec<Open>);

impl Stack {
    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= limits::DEPTH
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn push(&mut self, element: &'static Element, outside: bool) {
        self.0.push(Open { element, ghost: false, outside });
    }

    pub(crate) fn push_ghost(&mut self, element: &'static Element) {
        self.0.push(Open { element, ghost: true, outside: false });
    }

    /// Closes the innermost element; gives what to write: its name, and whether the mark comes before it.
    pub(crate) fn pop(&mut self) -> Option<(&'static str, bool)> {
        let open = self.0.pop()?;
        (!open.ghost).then_some((open.element.name, open.outside))
    }

    /// The element that text and tags go into.
    pub(crate) fn innermost(&self) -> Option<&'static Element> {
        self.0.iter().rev().find(|open| !open.ghost).map(|open| open.element)
    }

    pub(crate) fn holds(&self, name: &str) -> bool {
        self.0.iter().any(|open| open.element.name == name)
    }

    pub(crate) fn name_at(&self, at: usize) -> Option<&'static str> {
        self.0.get(at).map(|open| open.element.name)
    }

    /// Between the tags of a table but not in a cell or caption: no place for text or for other elements.
    pub(crate) fn is_between_cells(&self) -> bool {
        self.innermost().is_some_and(|inner| {
            inner.place == Place::Table || (inner.place == Place::TablePart && !elements::is_boundary(inner.name))
        })
    }

    pub(crate) fn is_among_options(&self) -> bool {
        self.0.iter().rev().any(|open| open.element.place == Place::Options)
    }

    /// The innermost table, with the depth it has.
    pub(crate) fn innermost_table(&self) -> Option<usize> {
        self.0.iter().rposition(|open| open.element.place == Place::Table)
    }

    /// The innermost element that `wanted` accepts, without looking out of a boundary.
    pub(crate) fn in_scope(&self, wanted: impl Fn(&Element) -> bool) -> Option<usize> {
        for (at, open) in self.0.iter().enumerate().rev() {
            if wanted(open.element) {
                return Some(at);
            }
            // A ghost is no boundary: a browser reading what was written would not see one.
            if !open.ghost && elements::is_boundary(open.element.name) {
                return None;
            }
        }
        None
    }

    /// What the end tag of this name closes.
    pub(crate) fn closed_by(&self, name: &str) -> Option<usize> {
        let element = elements::find(name)?;
        match element.place {
            Place::Heading => self.in_scope(|open| open.place == Place::Heading),
            Place::TablePart => {
                let table = self.innermost_table()?;
                self.0.iter().rposition(|open| open.element.name == name).filter(|at| *at > table)
            }
            _ => self.in_scope(|open| open.name == name),
        }
    }

    /// The container that an item belongs to: one of `containers`, or for `<dl>` a `<div>` right inside it.
    pub(crate) fn container(&self, containers: &[&str]) -> Option<usize> {
        let at = self.in_scope(|open| containers.contains(&open.name))?;
        let grouped = containers.contains(&"dl") && self.name_at(at + 1) == Some("div");
        Some(if grouped { at + 1 } else { at })
    }
}
