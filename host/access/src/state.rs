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
