use std::collections::BTreeMap;

use crate::{Condition, Literal, Term};

impl Term {
    /// A field that would have to hold two values at once, or a value and not that value: the term is true for nobody,
    /// whatever an object holds. A field of the parent is named `parent.FIELD`. None says nothing: there are other ways
    /// for a term never to be true.
    pub fn contradiction(&self) -> Option<String> {
        let mut wanted: BTreeMap<String, &Literal> = BTreeMap::new();
        for condition in &self.conditions {
            let (name, value) = match condition {
                Condition::Equals { field, value } => (field.clone(), value),
                Condition::ParentEquals { field, value } => (format!("parent.{field}"), value),
                _ => continue,
            };
            if wanted.insert(name.clone(), value).is_some_and(|before| before != value) {
                return Some(name);
            }
        }
        self.conditions.iter().find_map(|condition| match condition {
            Condition::Differs { field, value } if wanted.get(field) == Some(&value) => Some(field.clone()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::{Action, FieldType, Scope, parse_rule};

    fn contradiction(term: &str) -> Option<String> {
        let fields = BTreeMap::from([
            ("state".to_owned(), FieldType::Text),
            ("place".to_owned(), FieldType::Integer),
            ("end".to_owned(), FieldType::Integer),
        ]);
        let scope =
            Scope { action: Action::Read, fields: &fields, parent_fields: Some(&fields), association_roles: &[] };
        parse_rule(term, &scope).expect("a rule").terms[0].contradiction()
    }

    #[test]
    fn a_field_cannot_hold_two_values_at_once() {
        assert_eq!(contradiction("viewer state=shown state=pending").as_deref(), Some("state"));
        assert_eq!(contradiction("viewer place=1 before=end place=2").as_deref(), Some("place"));
        assert_eq!(contradiction("viewer parent.state=shown parent.state=gone").as_deref(), Some("parent.state"));
    }

    #[test]
    fn a_field_cannot_hold_and_not_hold_a_value() {
        assert_eq!(contradiction("viewer state!=shown state=shown").as_deref(), Some("state"));
        assert_eq!(contradiction("viewer state=shown state!=shown").as_deref(), Some("state"));
    }

    #[test]
    fn what_can_be_true_is_no_contradiction() {
        for term in [
            "viewer",
            "viewer state=shown state=shown",
            "viewer state=shown state!=pending",
            "viewer state!=shown state!=pending",
            "viewer state=shown parent.state=pending",
            "author within=24h before=end",
            "viewer parent.state=shown before=parent.end",
        ] {
            assert_eq!(contradiction(term), None, "{term}");
        }
    }
}
