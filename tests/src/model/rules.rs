use std::fmt;

/// A rule as the model understands it; its text is what the product reads.
#[derive(Clone, Debug, Default)]
pub struct Rule(pub Vec<Term>);

#[derive(Clone, Debug)]
pub struct Term {
    pub who: Who,
    pub conditions: Vec<Condition>,
}

#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// 1 depositor, 2 viewer, 3 contributor, 4 editor, 5 owner.
    Role(usize),
    Author,
    Visitor,
    Account,
    Member,
    Association(&'static str),
}

#[derive(Clone, Copy, Debug)]
pub enum Condition {
    Color(&'static str),
    NotColor(&'static str),
    Open(bool),
    NotOpen(bool),
    Rank(i64),
    NotRank(i64),
    State(&'static str),
    ParentColor(&'static str),
    ParentOpen(bool),
    ParentRank(i64),
    Plan(&'static str),
    Setting(&'static str),
    WithinMinutes(i64),
    BeforeEnds,
}

pub(super) const ROLES: [&str; 6] = ["", "depositor", "viewer", "contributor", "editor", "owner"];

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, term) in self.0.iter().enumerate() {
            write!(out, "{}{term}", if index == 0 { "" } else { " | " })?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.who {
            Who::Role(rank) => out.write_str(ROLES[rank])?,
            Who::Author => out.write_str("author")?,
            Who::Visitor => out.write_str("visitor")?,
            Who::Account => out.write_str("account")?,
            Who::Member => out.write_str("member")?,
            Who::Association(role) => out.write_str(role)?,
        }
        self.conditions.iter().try_for_each(|condition| write!(out, " {condition}"))
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Color(color) => write!(out, "color={color}"),
            Self::NotColor(color) => write!(out, "color!={color}"),
            Self::Open(open) => write!(out, "open={open}"),
            Self::NotOpen(open) => write!(out, "open!={open}"),
            Self::Rank(rank) => write!(out, "rank={rank}"),
            Self::NotRank(rank) => write!(out, "rank!={rank}"),
            Self::State(state) => write!(out, "state={state}"),
            Self::ParentColor(color) => write!(out, "parent.color={color}"),
            Self::ParentOpen(open) => write!(out, "parent.open={open}"),
            Self::ParentRank(rank) => write!(out, "parent.rank={rank}"),
            Self::Plan(feature) => write!(out, "plan:{feature}"),
            Self::Setting(setting) => write!(out, "setting:{setting}"),
            Self::WithinMinutes(minutes) => write!(out, "within={minutes}m"),
            Self::BeforeEnds => write!(out, "before=ends"),
        }
    }
}
