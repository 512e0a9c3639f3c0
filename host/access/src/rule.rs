use crate::{Literal, Role};

/// Terms of which one must hold. An action without a rule is allowed to nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub terms: Vec<Term>,
}

/// One kind of caller, and conditions that must all hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub who: Who,
    pub conditions: Vec<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Has at least this role on the chain of containers.
    Role(Role),
    /// Made the object (for `create`: made the parent).
    Author,
    /// Anyone.
    Visitor,
    /// Anyone who signed in.
    Account,
    /// An account in good standing.
    Member,
    /// Was given this role by the association.
    Association(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    Equals {
        field: String,
        value: Literal,
    },
    Differs {
        field: String,
        value: Literal,
    },
    ParentEquals {
        field: String,
        value: Literal,
    },
    Plan(String),
    Setting(String),
    /// The object is younger than this.
    WithinMs(i64),
    /// This moment, an integer field in milliseconds, has not come yet.
    Before {
        field: String,
    },
    /// The same of an integer field of the parent: all that lies in it ends with it.
    ParentBefore {
        field: String,
    },
}

impl Rule {
    /// Whether an answer can change by the passing of time alone; such an answer is never cached.
    pub fn depends_on_time(&self) -> bool {
        self.conditions().any(Condition::depends_on_time)
    }

    /// The one condition by which the passing of time changes an answer, when there is only one and it names a moment: an
    /// answer is good until then.
    pub fn single_moment(&self) -> Option<&Condition> {
        let mut timed = self.conditions().filter(|condition| condition.depends_on_time());
        let first = timed.next().filter(|condition| !matches!(condition, Condition::WithinMs(_)))?;
        timed.all(|other| other == first).then_some(first)
    }

    /// Fields of the object itself that the rule looks at. Changing one can turn a yes into a no.
    pub fn own_fields(&self) -> impl Iterator<Item = &str> {
        self.conditions().filter_map(|condition| match condition {
            Condition::Equals { field, .. } | Condition::Differs { field, .. } | Condition::Before { field } => {
                Some(field.as_str())
            }
            _ => None,
        })
    }

    /// Fields of the parent that the rule looks at.
    pub fn parent_fields(&self) -> impl Iterator<Item = &str> {
        self.conditions().filter_map(|condition| match condition {
            Condition::ParentEquals { field, .. } | Condition::ParentBefore { field } => Some(field.as_str()),
            _ => None,
        })
    }

    fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.terms.iter().flat_map(|term| &term.conditions)
    }
}

impl Condition {
    /// Whether it can change by the passing of time alone.
    pub fn depends_on_time(&self) -> bool {
        matches!(self, Self::WithinMs(_) | Self::Before { .. } | Self::ParentBefore { .. })
    }

    /// Whether it speaks of the parent.
    pub fn is_about_parent(&self) -> bool {
        matches!(self, Self::ParentEquals { .. } | Self::ParentBefore { .. })
    }
}
