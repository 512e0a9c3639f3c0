//! Makes place for an element the way a browser would, in writing: so that the tree checked here is the tree it builds.
//! HTML standard, 13.2.6.4.7 ("in body") and the table modes after it.

use crate::elements::{Element, Place};
use crate::wall::Wall;

impl Place {
    /// Whether a browser closes an open paragraph before the element.
    pub(crate) fn ends_paragraph(self) -> bool {
        matches!(self, Self::Block | Self::Heading | Self::Form | Self::Table | Self::Item(_))
    }
}

impl Wall<'_> {
    /// Closes what must be closed before the element; `false` when it has no place here.
    pub(crate) fn make_place(&mut self, element: &'static Element) -> bool {
        if element.place == Place::Choice {
            return self.place_choice(element.name);
        }
        if self.stack.is_among_options() {
            return false;
        }
        if element.place == Place::TablePart {
            return self.place_table_part(element.name);
        }
        if self.stack.is_between_cells() {
            return false;
        }
        match element.place {
            Place::Single | Place::Form if self.stack.holds(element.name) => {
                if !self.stack.is_full() {
                    self.stack.push_ghost(element);
                }
                false
            }
            Place::Phrase | Place::Options | Place::Single => true,
            Place::Item(containers) => self.place_item(containers),
            Place::Heading => {
                if let Some(at) = self.stack.in_scope(|open| open.place == Place::Heading) {
                    self.close_from(at);
                }
                self.close_paragraph();
                true
            }
            Place::Block | Place::Form | Place::Table => {
                self.close_paragraph();
                true
            }
            Place::TablePart | Place::Choice => false,
        }
    }

    pub(crate) fn close_paragraph(&mut self) {
        if let Some(at) = self.stack.in_scope(|open| open.name == "p") {
            self.close_from(at);
        }
    }

    fn place_item(&mut self, containers: &[&str]) -> bool {
        let Some(container) = self.stack.container(containers) else { return false };
        self.close_from(container + 1);
        true
    }

    /// An option or a group of options, right inside the list or, for an option, inside a group.
    fn place_choice(&mut self, name: &str) -> bool {
        let Some(list) = self.stack.in_scope(|open| open.place == Place::Options) else { return false };
        let in_group = self.stack.name_at(list + 1) == Some("optgroup");
        if name == "optgroup" && self.stack.name_at(list) == Some("datalist") {
            return false;
        }
        let keeps_group = name == "option" && in_group;
        self.close_from(list + 1 + usize::from(keeps_group));
        true
    }

    /// A part of a table in its place of the innermost table; rows and groups left out by the plugin are opened.
    fn place_table_part(&mut self, name: &str) -> bool {
        let Some(table) = self.stack.innermost_table() else { return false };
        let child = self.stack.name_at(table + 1);
        let in_section = matches!(child, Some("tbody" | "thead" | "tfoot"));
        match name {
            "col" if child == Some("colgroup") => {
                self.close_from(table + 2);
                true
            }
            "col" => {
                self.close_from(table + 1);
                self.open_implied("colgroup")
            }
            "tr" | "td" | "th" => {
                let in_row = self.stack.name_at(table + 2) == Some("tr");
                let keeps = usize::from(in_section) + usize::from(in_section && in_row && name != "tr");
                self.close_from(table + 1 + keeps);
                (in_section || self.open_implied("tbody"))
                    && (name == "tr" || (in_section && in_row) || self.open_implied("tr"))
            }
            _ => {
                self.close_from(table + 1);
                true
            }
        }
    }
}
