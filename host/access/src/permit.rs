use crate::Action;

/// The association's sharing generation: it grows with every change that can turn a yes into a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation(pub u64);

/// The proof that a caller may do one action with one object, found under one generation.
///
/// Storage takes the object's id from it, never from the request. It is not `Clone`: one yes is good for one act.
#[derive(Debug, PartialEq, Eq)]
pub struct Permit {
    object: String,
    action: Action,
    generation: Generation,
    version: u64,
    until_ms: i64,
}

impl Permit {
    pub fn object(&self) -> &str {
        &self.object
    }

    pub fn action(&self) -> Action {
        self.action
    }

    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// The object's version when the decision was made.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The earliest moment at which time alone may turn this yes into a no.
    pub fn until_ms(&self) -> i64 {
        self.until_ms
    }
}

/// Why there is no permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The object does not exist, or the caller may not see it.
    NotFound,
    /// The caller sees it, but may not do this.
    Denied,
}

/// What the database found when it evaluated the predicates for one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub object: String,
    pub version: u64,
    pub readable: bool,
    pub allowed: bool,
    pub until_ms: i64,
}

/// One sentence of access control: may the caller do this action on this object? Asked before the database is, so that
/// the generation in the permit is never younger than the facts.
#[derive(Debug)]
pub struct Question {
    object: String,
    action: Action,
    generation: Generation,
}

impl Question {
    pub fn new(object: &str, action: Action, generation: Generation) -> Self {
        Self { object: object.to_owned(), action, generation }
    }

    /// The only place that makes a [`Permit`].
    pub fn answer(self, verdict: Option<Verdict>) -> Result<Permit, Refusal> {
        match verdict {
            Some(found) if found.object == self.object && found.allowed => Ok(Permit {
                object: self.object,
                action: self.action,
                generation: self.generation,
                version: found.version,
                until_ms: found.until_ms,
            }),
            Some(found) if found.object == self.object && found.readable => Err(Refusal::Denied),
            _ => Err(Refusal::NotFound),
        }
    }
}
