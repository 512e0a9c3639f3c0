//! Random worlds: small, and of every kind that the rule language can tell apart.

use std::collections::BTreeMap;

use veillee_access::Action;
use veillee_ambient::SeededRandom;

use super::rules::{Condition, Rule, Term, Who};
use super::{BUILD, Caller, Collection, Kind, World};

pub(super) const PEOPLE: [&str; 4] = ["p0", "p1", "p2", "p3"];
pub(super) const GROUPS: [&str; 2] = ["g0", "g1"];
const ASSOCIATION_ROLES: [&str; 2] = ["reviewer", "helper"];
pub(super) const COLORS: [&str; 2] = ["red", "blue"];
pub(super) const MINUTES: [i64; 2] = [60, 1_440];

/// Dice with a few shapes.
pub(super) struct Dice<'a>(pub(super) &'a SeededRandom);

impl Dice<'_> {
    pub(super) fn below(&self, bound: usize) -> usize {
        usize::try_from(self.0.below(bound as u64)).expect("small")
    }

    pub(super) fn percent(&self, chance: usize) -> bool {
        self.below(100) < chance
    }

    pub(super) fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub(super) fn some<T: Copy>(&self, from: &[T], chance: usize) -> Vec<T> {
        from.iter().copied().filter(|_| self.percent(chance)).collect()
    }
}

/// The world of a seed: always the same one.
pub fn world(seed: u64, now_ms: i64) -> World {
    let random = SeededRandom::new(seed);
    let dice = Dice(&random);
    let (objects, shares, callers, steps) = (vec![], vec![], vec![], vec![]);
    let mut world = World { now_ms, collections: vec![], objects, shares, callers, steps };
    let services = dice.pick(&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4]);
    for service in 0..services {
        collections(&dice, service, &mut world.collections);
    }
    super::steps::grow(&dice, &mut world);
    for _ in 0..2 {
        let caller = caller(&dice, &world);
        world.callers.push(caller);
    }
    world
}

fn collections(dice: &Dice<'_>, service: usize, all: &mut Vec<Collection>) {
    let first = all.len();
    let mut add = |name, container, parents: Vec<usize>| {
        let states = dice.percent(50);
        let owned_by_association = name == "page" && dice.percent(70);
        let rules = rules(dice, !parents.is_empty(), states);
        all.push(Collection { service, name, container, parents, owned_by_association, states, rules });
    };
    add("box", true, vec![first]);
    let mut shelves = vec![first];
    let mut next = first + 1;
    if dice.percent(40) {
        add("page", true, vec![]);
        shelves.push(next);
        next += 1;
    }
    add("item", false, shelves);
    if dice.percent(60) {
        let choices = [vec![next], vec![next, next + 1], vec![first, next]];
        add("note", false, choices[dice.below(choices.len())].clone());
    }
}

fn rules(dice: &Dice<'_>, has_parent: bool, states: bool) -> BTreeMap<Action, Rule> {
    let mut rules = BTreeMap::new();
    for action in Action::ALL {
        let terms = match action {
            Action::Read => dice.pick(&[1, 1, 2, 2, 3, 5]),
            Action::Count => dice.pick(&[0, 0, 1, 2]),
            _ => dice.pick(&[0, 1, 1, 2, 3]),
        };
        let mut rule = Rule((0..terms).map(|_| term(dice, action, has_parent, states)).collect());
        if !matches!(action, Action::Read | Action::Count) {
            rule.0.push(Term { who: Who::Account, conditions: vec![Condition::Plan(BUILD)] });
        }
        if !rule.0.is_empty() {
            rules.insert(action, rule);
        }
    }
    rules
}

fn term(dice: &Dice<'_>, action: Action, has_parent: bool, states: bool) -> Term {
    let anybody = [Who::Visitor, Who::Account, Who::Member, Who::Association(dice.pick(&ASSOCIATION_ROLES))];
    let who = match dice.below(10) {
        _ if action == Action::Top => dice.pick(&anybody),
        0..=4 => Who::Role(1 + dice.below(5)),
        5 | 6 => Who::Author,
        _ => dice.pick(&anybody),
    };
    // Rules that let anybody in need narrowing, or little is left to hide.
    let most = if matches!(who, Who::Visitor | Who::Account | Who::Member) { 3 } else { 2 };
    let conditions = (0..dice.below(most + 1)).filter_map(|_| condition(dice, action, has_parent, states)).collect();
    Term { who, conditions }
}

fn condition(dice: &Dice<'_>, action: Action, has_parent: bool, states: bool) -> Option<Condition> {
    let color = dice.pick(&COLORS);
    let (open, rank) = (dice.percent(50), i64::try_from(dice.below(3)).expect("small"));
    let of_caller = [Condition::Plan("gold"), Condition::Setting("loud")];
    let of_parent = [Condition::ParentColor(color), Condition::ParentOpen(open), Condition::ParentRank(rank)];
    let of_object = [
        Condition::Color(color),
        Condition::NotColor(color),
        Condition::Open(open),
        Condition::NotOpen(open),
        Condition::Rank(rank),
        Condition::NotRank(rank),
        Condition::WithinMinutes(dice.pick(&MINUTES)),
        Condition::BeforeEnds,
    ];
    match dice.below(10) {
        0 | 1 => Some(dice.pick(&of_caller)),
        2 | 3 if has_parent && action != Action::Top => Some(dice.pick(&of_parent)),
        _ if matches!(action, Action::Top | Action::Create) => None,
        4 if states => Some(Condition::State(dice.pick(&["a", "b", "c"]))),
        _ => Some(dice.pick(&of_object)),
    }
}

fn caller(dice: &Dice<'_>, world: &World) -> Caller {
    let links: Vec<usize> =
        (0..world.shares.len()).filter(|&place| world.shares[place].to == super::To::Link(place)).collect();
    Caller {
        kind: dice.pick(&[Kind::Visitor, Kind::Visitor, Kind::Guest, Kind::Account, Kind::Member, Kind::Member]),
        person: dice.pick(&PEOPLE),
        groups: dice.some(&GROUPS, 30),
        links: dice.some(&links, 50),
        roles: dice.some(&ASSOCIATION_ROLES, 30),
        features: dice.some(&["gold"], 50),
        settings: dice.some(&["loud"], 50),
    }
}
