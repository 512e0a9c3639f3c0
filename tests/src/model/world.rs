use std::collections::BTreeMap;

use veillee_access::Action;

use super::Rule;

/// Everything a decision can depend on.
#[derive(Debug)]
pub struct World {
    pub now_ms: i64,
    pub collections: Vec<Collection>,
    pub objects: Vec<Object>,
    pub shares: Vec<Share>,
    pub callers: Vec<Caller>,
    /// How the world came to be, in order.
    pub steps: Vec<Step>,
}

#[derive(Debug)]
pub struct Collection {
    pub service: usize,
    pub name: &'static str,
    pub container: bool,
    /// Places in [`World::collections`].
    pub parents: Vec<usize>,
    pub owned_by_association: bool,
    /// Starts at `a`, or at `b` in an open parent; goes to `c`.
    pub states: bool,
    pub rules: BTreeMap<Action, Rule>,
}

#[derive(Clone, Debug)]
pub struct Object {
    pub collection: usize,
    /// A place in [`World::objects`].
    pub parent: Option<usize>,
    pub author: &'static str,
    pub owner: &'static str,
    pub created_ms: i64,
    pub updated_ms: i64,
    pub private: bool,
    /// Put into the trash itself; what lies in it is not marked.
    pub trashed: bool,
    pub color: Option<&'static str>,
    pub open: Option<bool>,
    pub rank: i64,
    pub ends_ms: Option<i64>,
    pub title: &'static str,
    pub state: Option<&'static str>,
    pub bytes: bool,
}

#[derive(Clone, Debug)]
pub struct Share {
    pub container: usize,
    pub to: To,
    pub role: usize,
    pub ends_ms: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum To {
    Account(&'static str),
    Group(&'static str),
    /// Whoever opened this share: a place in [`World::shares`].
    Link(usize),
    Members,
    Everyone,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Visitor,
    Guest,
    /// An account that is not in good standing.
    Account,
    Member,
}

#[derive(Clone, Debug)]
pub struct Caller {
    pub kind: Kind,
    /// A visitor's is not asked.
    pub person: &'static str,
    pub groups: Vec<&'static str>,
    /// Places in [`World::shares`].
    pub links: Vec<usize>,
    pub roles: Vec<&'static str>,
    pub features: Vec<&'static str>,
    pub settings: Vec<&'static str>,
}

/// Numbers are places in [`World::objects`] and [`World::shares`].
#[derive(Clone, Debug)]
pub enum Step {
    /// The object as it is at birth.
    Create(usize, Object),
    SetPrivate(usize, bool),
    Share(usize),
    /// To the state `c`.
    Finish(usize),
    Move {
        object: usize,
        into: usize,
    },
    Trash(usize),
    Restore(usize),
}

impl World {
    pub fn collection(&self, object: usize) -> &Collection {
        &self.collections[self.objects[object].collection]
    }

    /// The object and all it lies in, from the inside out.
    pub fn outwards(&self, object: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(object), |&inner| self.objects[inner].parent)
    }

    pub fn is_alive(&self, object: usize) -> bool {
        self.outwards(object).all(|outer| !self.objects[outer].trashed)
    }

    pub fn lies_in(&self, object: usize, outer: usize) -> bool {
        self.outwards(object).any(|step| step == outer)
    }
}
