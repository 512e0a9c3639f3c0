use std::collections::BTreeMap;

use crate::{Action, Condition, FieldType, Literal, RULE_TERMS_MAX, Role, Rule, RuleError, Term, Who};

/// What names in a rule can refer to.
pub struct Scope<'a> {
    pub action: Action,
    pub fields: &'a BTreeMap<String, FieldType>,
    /// The fields that every possible parent has; none for a collection without parent.
    pub parent_fields: Option<&'a BTreeMap<String, FieldType>>,
    pub association_roles: &'a [String],
}

/// Reads a rule: terms joined by ` | `; a term is one role, then conditions that must all hold.
pub fn parse_rule(text: &str, scope: &Scope<'_>) -> Result<Rule, RuleError> {
    if text.trim().is_empty() {
        return Err(RuleError::Empty);
    }
    let terms = text.split('|').map(|term| parse_term(term, scope)).collect::<Result<Vec<_>, _>>()?;
    if terms.len() > RULE_TERMS_MAX {
        return Err(RuleError::TooLong);
    }
    Ok(Rule { terms })
}

fn parse_term(text: &str, scope: &Scope<'_>) -> Result<Term, RuleError> {
    let mut words = text.split_whitespace();
    let who = scope.who(words.next().ok_or(RuleError::Empty)?)?;
    let conditions = words.map(|word| scope.condition(word)).collect::<Result<Vec<_>, _>>()?;
    if conditions.len() > RULE_TERMS_MAX {
        return Err(RuleError::TooLong);
    }
    Ok(Term { who, conditions })
}

impl Scope<'_> {
    fn who(&self, word: &str) -> Result<Who, RuleError> {
        let who = match word {
            "author" => Who::Author,
            "visitor" => Who::Visitor,
            "account" => Who::Account,
            "member" => Who::Member,
            _ => match Role::from_name(word) {
                Some(role) => Who::Role(role),
                None if self.association_roles.iter().any(|role| role == word) => Who::Association(word.to_owned()),
                None => return Err(RuleError::UnknownRole(word.to_owned())),
            },
        };
        if self.action == Action::Top && matches!(who, Who::Role(_) | Who::Author) {
            return Err(RuleError::NoContainerYet { role: word.to_owned() });
        }
        Ok(who)
    }

    pub(crate) fn condition(&self, word: &str) -> Result<Condition, RuleError> {
        if let Some(feature) = word.strip_prefix("plan:") {
            return Ok(Condition::Plan(feature.to_owned()));
        }
        if let Some(setting) = word.strip_prefix("setting:") {
            return Ok(Condition::Setting(setting.to_owned()));
        }
        let condition = self.value_condition(word)?;
        let about_parent = condition.is_about_parent();
        let about_object = !about_parent;
        if (self.action == Action::Top) || (self.action == Action::Create && about_object) {
            return Err(RuleError::NoObjectYet { action: self.action.name(), condition: word.to_owned() });
        }
        if about_parent && self.parent_fields.is_none() {
            return Err(RuleError::NoParent(word.to_owned()));
        }
        Ok(condition)
    }

    fn value_condition(&self, word: &str) -> Result<Condition, RuleError> {
        let unknown = || RuleError::UnknownCondition(word.to_owned());
        if let Some((field, value)) = word.split_once("!=") {
            let value = literal(field, value, self.fields)?;
            return Ok(Condition::Differs { field: field.to_owned(), value });
        }
        let (name, value) = word.split_once('=').ok_or_else(unknown)?;
        if let Some(field) = name.strip_prefix("parent.") {
            let fields = self.parent_fields.ok_or_else(|| RuleError::NoParent(word.to_owned()))?;
            return Ok(Condition::ParentEquals { field: field.to_owned(), value: literal(field, value, fields)? });
        }
        match name {
            "within" => Ok(Condition::WithinMs(duration_ms(value)?)),
            "before" => match value.strip_prefix("parent.") {
                Some(field) => {
                    let fields = self.parent_fields.ok_or_else(|| RuleError::NoParent(word.to_owned()))?;
                    moment(field, fields).map(|field| Condition::ParentBefore { field })
                }
                None => moment(value, self.fields).map(|field| Condition::Before { field }),
            },
            _ => Ok(Condition::Equals { field: name.to_owned(), value: literal(name, value, self.fields)? }),
        }
    }
}

/// The name of a field that holds a moment.
fn moment(field: &str, fields: &BTreeMap<String, FieldType>) -> Result<String, RuleError> {
    match fields.get(field) {
        Some(FieldType::Integer) => Ok(field.to_owned()),
        Some(kind) => {
            Err(RuleError::WrongValue { field: field.to_owned(), value: "now".to_owned(), kind: kind.name() })
        }
        None => Err(RuleError::UnknownField(field.to_owned())),
    }
}

fn literal(field: &str, value: &str, fields: &BTreeMap<String, FieldType>) -> Result<Literal, RuleError> {
    let kind = *fields.get(field).ok_or_else(|| RuleError::UnknownField(field.to_owned()))?;
    let wrong = || RuleError::WrongValue { field: field.to_owned(), value: value.to_owned(), kind: kind.name() };
    match kind {
        FieldType::Text => Ok(Literal::Text(value.to_owned())),
        FieldType::Boolean => value.parse().map(Literal::Boolean).map_err(|_| wrong()),
        FieldType::Integer => value.parse().map(Literal::Integer).map_err(|_| wrong()),
        FieldType::Real | FieldType::Texts | FieldType::Bytes => Err(wrong()),
    }
}

fn duration_ms(text: &str) -> Result<i64, RuleError> {
    let wrong = || RuleError::WrongDuration(text.to_owned());
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
    let number: i64 = number.parse().map_err(|_| wrong())?;
    let unit_ms = match unit {
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(wrong()),
    };
    if (1..=36_500).contains(&number) { Ok(number * unit_ms) } else { Err(wrong()) }
}
