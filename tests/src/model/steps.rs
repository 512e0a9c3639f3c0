//! How a random world comes to be: things are made, shared, moved, put away and taken back.

use veillee_access::Action;

use super::generate::{COLORS, Dice, GROUPS, MINUTES, PEOPLE};
use super::{Object, Share, Step, To, World};

const TITLES: [&str; 5] = ["été à la mer", "Winter garden", "Les jardins", "la mer", ""];

pub(super) fn grow(dice: &Dice<'_>, world: &mut World) {
    for _ in 0..5 + dice.below(6) {
        if let Some(object) = new_object(dice, world) {
            world.take(Step::Create(world.objects.len(), object));
        }
    }
    let containers: Vec<usize> =
        (0..world.objects.len()).filter(|&object| world.collection(object).container).collect();
    for &container in &containers {
        if dice.percent(25) {
            world.take(Step::SetPrivate(container, true));
        }
    }
    for _ in 0..=dice.below(5) {
        share(dice, world, dice.pick(&containers));
    }
    for _ in 0..dice.below(6) {
        change(dice, world);
    }
}

/// Boxes lie at most four deep; everything else wherever it fits.
fn new_object(dice: &Dice<'_>, world: &World) -> Option<Object> {
    // The first object of each world is a box at the top.
    let collection = if world.objects.is_empty() { 0 } else { dice.below(world.collections.len()) };
    let declared = &world.collections[collection];
    let fits = |parent: &usize| {
        let deep = declared.container && world.outwards(*parent).count() >= 4;
        declared.parents.contains(&world.objects[*parent].collection) && !deep
    };
    let parents: Vec<usize> = (0..world.objects.len()).filter(fits).collect();
    let at_top = declared.container && (parents.is_empty() || dice.percent(30));
    let parent = match (at_top, parents.is_empty()) {
        (true, _) => None,
        (false, false) => Some(dice.pick(&parents)),
        (false, true) => return None,
    };
    let author = dice.pick(&PEOPLE);
    let age_ms = dice.pick(&[0, 1, MINUTES[0] * 60_000 - 1, MINUTES[0] * 60_000, MINUTES[1] * 60_000, 9_000_000_000]);
    let created_ms = world.now_ms - age_ms;
    let outer = parent.map(|parent| &world.objects[parent]);
    let own = if declared.owned_by_association { "association" } else { author };
    let start = if outer.is_some_and(|outer| outer.open == Some(true)) { "b" } else { "a" };
    Some(Object {
        collection,
        parent,
        author,
        owner: outer.map_or(own, |outer| outer.owner),
        created_ms,
        updated_ms: created_ms,
        private: false,
        trashed: false,
        color: dice.pick(&[None, Some(COLORS[0]), Some(COLORS[1])]),
        open: dice.pick(&[None, Some(true), Some(false)]),
        rank: i64::try_from(dice.below(3)).expect("small"),
        ends_ms: dice.pick(&[None, Some(world.now_ms - 1), Some(world.now_ms), Some(world.now_ms + 1)]),
        title: dice.pick(&TITLES),
        state: declared.states.then_some(start),
        bytes: dice.percent(15),
    })
}

fn share(dice: &Dice<'_>, world: &mut World, container: usize) {
    let place = world.shares.len();
    let to = match dice.below(6) {
        0 | 1 => To::Account(dice.pick(&PEOPLE)),
        2 => To::Group(dice.pick(&GROUPS)),
        3 => To::Link(place),
        4 => To::Members,
        _ => To::Everyone,
    };
    // A second share for the same subject would replace the first one.
    if world.shares.iter().any(|share| share.container == container && share.to == to) {
        return;
    }
    let now_ms = world.now_ms;
    let ends_ms = dice.pick(&[i64::MAX, i64::MAX, i64::MAX, now_ms + 1, now_ms, now_ms - 1]);
    world.shares.push(Share { container, to, role: 1 + dice.below(5), ends_ms });
    world.take(Step::Share(place));
}

fn change(dice: &Dice<'_>, world: &mut World) {
    let object = dice.below(world.objects.len());
    match dice.below(6) {
        0 | 1 if world.is_alive(object) => world.take(Step::Trash(object)),
        2 if world.objects[object].trashed => {
            let parent = world.objects[object].parent;
            if parent.is_none_or(|parent| world.is_alive(parent)) {
                world.take(Step::Restore(object));
            }
        }
        3 | 4 => {
            let into = dice.below(world.objects.len());
            if world.can_move(object, into) {
                world.take(Step::Move { object, into });
            }
        }
        5 if world.is_alive(object) => {
            if world.objects[object].state == Some("b") {
                world.take(Step::Finish(object));
            } else if world.collection(object).container && world.objects[object].private {
                world.take(Step::SetPrivate(object, false));
            }
        }
        _ => {}
    }
    debug_assert!(world.collections.iter().all(|collection| collection.rules.contains_key(&Action::Move)));
}
