use crate::RULE_TERMS_MAX;

/// Why a rule of a manifest does not compile. Each message is one sentence for the author of the plugin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("the rule is empty: write at least one role, or leave the action out to forbid it")]
    Empty,
    #[error("the rule has more than {RULE_TERMS_MAX} terms or a term has more than {RULE_TERMS_MAX} conditions")]
    TooLong,
    #[error(
        "`{0}` is not a role: use depositor, viewer, contributor, editor, owner, author, visitor, account, member or a role listed in `roles`"
    )]
    UnknownRole(String),
    #[error(
        "`{0}` is not a condition: use field=value, field!=value, parent.field=value, plan:feature, setting:name, within=24h, before=field or before=parent.field"
    )]
    UnknownCondition(String),
    #[error("the rule names the field `{0}`, which the collection does not declare")]
    UnknownField(String),
    #[error("`{value}` is not a value of the {kind} field `{field}`")]
    WrongValue { field: String, value: String, kind: &'static str },
    #[error("`{0}` asks for a parent, but the collection declares none")]
    NoParent(String),
    #[error("`{0}` is not a duration: use whole minutes, hours or days, such as 30m, 24h or 7d")]
    WrongDuration(String),
    #[error("`{condition}` cannot stand in a `{action}` rule, because no object exists yet")]
    NoObjectYet { action: &'static str, condition: String },
    #[error("`{role}` cannot stand in a `top` rule: at the top there is no container to have a role on")]
    NoContainerYet { role: String },
    #[error("the state rule `{0}` is not of the form `from>to: rule`")]
    WrongMove(String),
    #[error("a collection with states needs the start state as one word of lower-case letters, not `{0}`")]
    WrongState(String),
}
