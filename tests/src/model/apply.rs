//! What a step does to a world.

use super::{Step, World};

impl World {
    /// Takes a step, in the model; its meaning is the contract's.
    pub(super) fn take(&mut self, step: Step) {
        match &step {
            Step::Create(_, object) => self.objects.push(object.clone()),
            Step::SetPrivate(object, private) => self.objects[*object].private = *private,
            Step::Share(_) => {}
            Step::Finish(object) => self.objects[*object].state = Some("c"),
            Step::Move { object, into } => self.place(*object, *into),
            Step::Trash(object) => self.objects[*object].trashed = true,
            Step::Restore(object) => self.objects[*object].trashed = false,
        }
        self.steps.push(step);
    }

    /// What lies in the object goes with it, to the new owner's account.
    fn place(&mut self, object: usize, into: usize) {
        let owner = self.objects[into].owner;
        self.objects[object].parent = Some(into);
        self.objects[object].updated_ms = self.now_ms;
        let below: Vec<usize> = (0..self.objects.len()).filter(|&inner| self.lies_in(inner, object)).collect();
        for inner in below {
            self.objects[inner].owner = owner;
        }
    }

    /// Whether the product would let a builder do it.
    pub(super) fn can_move(&self, object: usize, into: usize) -> bool {
        let collection = self.collection(object);
        let same_owner = self.objects[object].owner == self.objects[into].owner;
        let fits = collection.parents.contains(&self.objects[into].collection);
        let alive = self.is_alive(object) && self.is_alive(into);
        fits && alive && !self.lies_in(into, object) && (same_owner || !collection.container)
    }
}
