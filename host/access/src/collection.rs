use std::collections::BTreeMap;

use crate::{Action, Rule, StateMachine};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    Text,
    Boolean,
    Integer,
    Real,
    Texts,
    Bytes,
}

impl FieldType {
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Real => "real",
            Self::Texts => "texts",
            Self::Bytes => "bytes",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Text, Self::Boolean, Self::Integer, Self::Real, Self::Texts, Self::Bytes]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// A value written in a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Text(String),
    Boolean(bool),
    Integer(i64),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub kind: FieldType,
    /// Who may write it, when that differs from the collection's `update` rule. Checked on top of `update`.
    pub write: Option<Rule>,
}

/// The rules of a collection, by action.
pub type Rules = BTreeMap<Action, Rule>;

/// What access has to know of a collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// Its table, a name made by storage and safe to stand in SQL.
    pub table: String,
    /// The tables of the collections its objects may lie in.
    pub parent_tables: Vec<String>,
    pub service: String,
    /// Shares sit on its objects: each is its own container.
    pub container: bool,
    pub fields: BTreeMap<String, Field>,
    pub rules: Rules,
    pub state: Option<StateMachine>,
}

impl Collection {
    /// The rule of an action; `count` falls back to `read`.
    pub fn rule(&self, action: Action) -> Option<&Rule> {
        match action {
            Action::Count => self.rules.get(&Action::Count).or_else(|| self.rules.get(&Action::Read)),
            _ => self.rules.get(&action),
        }
    }

    /// The column of a declared field.
    pub fn column(field: &str) -> String {
        format!("f_{}", field.replace('-', "_"))
    }

    /// Whether a change of this field can take somebody's access away, here or on objects below.
    pub fn decides_access(&self, field: &str, children: &[&Self]) -> bool {
        let moves = self.state.iter().flat_map(|state| state.moves.iter().map(|step| &step.rule));
        self.rules.values().chain(moves).any(|rule| rule.own_fields().any(|name| name == field))
            || children
                .iter()
                .any(|child| child.rules.values().any(|rule| rule.parent_fields().any(|name| name == field)))
            || field == "state"
    }
}
