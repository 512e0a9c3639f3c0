//! The plain model: may they?

use veillee_access::Action;

use super::{Caller, Condition, Kind, Object, Rule, Share, Term, To, Who, World};

impl World {
    pub fn may(&self, caller: &Caller, action: Action, object: usize) -> bool {
        let rules = &self.collection(object).rules;
        let rule = match action {
            Action::Count => rules.get(&Action::Count).or_else(|| rules.get(&Action::Read)),
            _ => rules.get(&action),
        };
        self.is_alive(object) && rule.is_some_and(|rule| self.holds(rule, caller, object, self.objects[object].parent))
    }

    pub fn may_create(&self, caller: &Caller, collection: usize, parent: usize) -> bool {
        let rule = self.collections[collection].rules.get(&Action::Create);
        self.is_alive(parent) && rule.is_some_and(|rule| self.holds(rule, caller, parent, Some(parent)))
    }

    pub fn may_create_at_top(&self, caller: &Caller, collection: usize) -> bool {
        let Some(rule) = self.collections[collection].rules.get(&Action::Top) else { return false };
        rule.0.iter().any(|term| {
            let who = match term.who {
                Who::Role(_) | Who::Author => false,
                who => self.is(who, caller, 0),
            };
            let spoken_for = |condition: &Condition| match condition {
                Condition::Plan(feature) => caller.features.contains(feature),
                Condition::Setting(setting) => caller.settings.contains(setting),
                _ => false,
            };
            who && term.conditions.iter().all(spoken_for)
        })
    }

    /// `object` is asked about the caller, `parent` is what `parent.` speaks of.
    fn holds(&self, rule: &Rule, caller: &Caller, object: usize, parent: Option<usize>) -> bool {
        let parent = parent.map(|parent| &self.objects[parent]);
        let term = |term: &Term| {
            let fits = |condition: &Condition| self.fits(*condition, caller, &self.objects[object], parent);
            self.is(term.who, caller, object) && term.conditions.iter().all(fits)
        };
        rule.0.iter().any(term)
    }

    fn is(&self, who: Who, caller: &Caller, object: usize) -> bool {
        match who {
            Who::Role(1) => self.roles(caller, object).any(|role| role != 2),
            Who::Role(rank) => self.roles(caller, object).any(|role| role >= rank),
            Who::Author => caller.kind != Kind::Visitor && self.objects[object].author == caller.person,
            Who::Visitor => true,
            Who::Account => matches!(caller.kind, Kind::Account | Kind::Member),
            Who::Member => caller.kind == Kind::Member,
            Who::Association(role) => caller.roles.contains(&role),
        }
    }

    /// All roles on the way outwards, up to and including a private container. Role 2 sees and does not add.
    fn roles(&self, caller: &Caller, object: usize) -> impl Iterator<Item = usize> + use<> {
        let mut roles = Vec::new();
        if caller.kind != Kind::Visitor && self.objects[object].owner == caller.person {
            roles.push(5);
        }
        for outer in self.outwards(object) {
            for share in self.shares.iter().filter(|share| share.container == outer) {
                if share.ends_ms > self.now_ms && speaks_for(share, caller) {
                    roles.push(share.role);
                }
            }
            if self.collection(outer).container && self.objects[outer].private {
                break;
            }
        }
        roles.into_iter()
    }

    fn fits(&self, condition: Condition, caller: &Caller, object: &Object, parent: Option<&Object>) -> bool {
        match condition {
            Condition::Color(color) => object.color == Some(color),
            Condition::NotColor(color) => object.color != Some(color),
            Condition::Open(open) => object.open == Some(open),
            Condition::NotOpen(open) => object.open != Some(open),
            Condition::Rank(rank) => object.rank == rank,
            Condition::NotRank(rank) => object.rank != rank,
            Condition::State(state) => object.state == Some(state),
            Condition::ParentColor(color) => parent.is_some_and(|parent| parent.color == Some(color)),
            Condition::ParentOpen(open) => parent.is_some_and(|parent| parent.open == Some(open)),
            Condition::ParentRank(rank) => parent.is_some_and(|parent| parent.rank == rank),
            Condition::Plan(feature) => caller.features.contains(&feature),
            Condition::Setting(setting) => caller.settings.contains(&setting),
            Condition::WithinMinutes(minutes) => self.now_ms - object.created_ms < minutes * 60_000,
            Condition::BeforeEnds => object.ends_ms.is_some_and(|ends_ms| self.now_ms < ends_ms),
        }
    }
}

fn speaks_for(share: &Share, caller: &Caller) -> bool {
    match share.to {
        To::Account(person) => matches!(caller.kind, Kind::Account | Kind::Member) && caller.person == person,
        To::Group(group) => caller.groups.contains(&group),
        To::Link(place) => caller.links.contains(&place),
        To::Members => caller.kind == Kind::Member,
        To::Everyone => true,
    }
}
