use std::collections::BTreeSet;

use crate::{Rule, RuleError, parse::Scope, parse_rule};

/// How the field `state` of a collection starts and moves.
#[derive(Clone, Debug, PartialEq)]
pub struct StateMachine {
    pub start: String,
    /// Another start, when a field of the parent says so: (state, parent's field, value).
    pub start_if: Option<(String, crate::Condition)>,
    pub moves: Vec<StateMove>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StateMove {
    pub from: String,
    pub to: String,
    pub rule: Rule,
}

impl StateMachine {
    pub fn step(&self, from: &str, to: &str) -> Option<&StateMove> {
        self.moves.iter().find(|step| step.from == from && step.to == to)
    }

    /// The states that an object can ever be in: the starts, and what moves lead to from there.
    pub fn reachable(&self) -> BTreeSet<&str> {
        let other_start = self.start_if.as_ref().map(|(state, _)| state.as_str());
        let mut reached: BTreeSet<&str> = other_start.into_iter().chain([self.start.as_str()]).collect();
        // Each round follows at least one move that was not followed before.
        for _ in &self.moves {
            let next = self.moves.iter().filter(|step| reached.contains(step.from.as_str()));
            reached.extend(next.map(|step| step.to.as_str()).collect::<Vec<_>>());
        }
        reached
    }
}

/// Reads `start`, `start-if` ("pending parent.approval=true") and `moves` ("pending>shown: editor").
pub fn parse_state(
    start: &str,
    start_if: Option<&str>,
    moves: &[String],
    scope: &Scope<'_>,
) -> Result<StateMachine, RuleError> {
    let start = state_name(start)?;
    let start_if = start_if.map(|text| parse_start_if(text, scope)).transpose()?;
    let moves = moves.iter().map(|text| parse_move(text, scope)).collect::<Result<_, _>>()?;
    Ok(StateMachine { start, start_if, moves })
}

fn parse_start_if(text: &str, scope: &Scope<'_>) -> Result<(String, crate::Condition), RuleError> {
    let (state, condition) = text.trim().split_once(' ').ok_or_else(|| RuleError::UnknownCondition(text.to_owned()))?;
    let condition = scope.condition(condition.trim())?;
    match condition {
        crate::Condition::ParentEquals { .. } => Ok((state_name(state)?, condition)),
        _ => Err(RuleError::UnknownCondition(text.to_owned())),
    }
}

fn parse_move(text: &str, scope: &Scope<'_>) -> Result<StateMove, RuleError> {
    let wrong = || RuleError::WrongMove(text.to_owned());
    let (step, rule) = text.split_once(':').ok_or_else(wrong)?;
    let (from, to) = step.split_once('>').ok_or_else(wrong)?;
    Ok(StateMove { from: state_name(from)?, to: state_name(to)?, rule: parse_rule(rule, scope)? })
}

fn state_name(text: &str) -> Result<String, RuleError> {
    let name = text.trim();
    let fits = !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if fits { Ok(name.to_owned()) } else { Err(RuleError::WrongState(name.to_owned())) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::Action;

    #[test]
    fn the_reachable_states_are_the_starts_and_where_moves_lead_from_there() {
        let fields = BTreeMap::from([("approval".to_owned(), crate::FieldType::Boolean)]);
        let scope =
            Scope { action: Action::Update, fields: &fields, parent_fields: Some(&fields), association_roles: &[] };
        let moves = ["shown>old: owner", "pending>shown: editor", "gone>shown: owner"].map(str::to_owned);
        let reachable = |start_if: Option<&str>| {
            let machine = parse_state("draft", start_if, &moves, &scope).expect("a machine");
            machine.reachable().into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(reachable(None), ["draft"]);
        assert_eq!(reachable(Some("pending parent.approval=true")), ["draft", "old", "pending", "shown"]);
    }
}
