use std::collections::BTreeMap;

use veillee_ambient::Millis;

/// Whose turn it is: associations one after the other, so that one with ten thousand jobs delays another's one job by a
/// single job. An association that said it has nothing to do is not asked before its time, or before it rings.
#[derive(Default)]
pub struct Rota {
    places: BTreeMap<String, Place>,
    last: String,
}

struct Place {
    rests_until_ms: Millis,
    /// Counts the rings: a rest that was decided before the last one does not hold.
    rung: u64,
}

/// One association's turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub association: String,
    rung: u64,
}

impl Rota {
    /// There may be work now.
    pub fn ring(&mut self, association: &str) {
        let place = self.places.entry(association.to_owned()).or_insert(Place { rests_until_ms: 0, rung: 0 });
        place.rests_until_ms = Millis::MIN;
        place.rung += 1;
    }

    pub fn ring_all(&mut self) {
        for place in self.places.values_mut() {
            place.rests_until_ms = Millis::MIN;
            place.rung += 1;
        }
    }

    /// The next association that may have work.
    pub fn next(&mut self, now_ms: Millis) -> Option<Turn> {
        let behind =
            self.places.range::<String, _>((std::ops::Bound::Excluded(self.last.clone()), std::ops::Bound::Unbounded));
        let before = self.places.range::<String, _>(..=self.last.clone());
        let (association, place) = behind.chain(before).find(|(_, place)| place.rests_until_ms <= now_ms)?;
        let turn = Turn { association: association.clone(), rung: place.rung };
        self.last.clone_from(&turn.association);
        Some(turn)
    }

    /// It had nothing to do in its turn, and has nothing before this time.
    pub fn rest(&mut self, turn: &Turn, until_ms: Millis) {
        if let Some(place) = self.places.get_mut(&turn.association).filter(|place| place.rung == turn.rung) {
            place.rests_until_ms = until_ms;
        }
    }

    pub fn remove(&mut self, association: &str) {
        self.places.remove(association);
    }

    /// When the first of them wants to be asked.
    pub fn soonest_ms(&self) -> Option<Millis> {
        self.places.values().map(|place| place.rests_until_ms).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(rota: &mut Rota, count: usize) -> Vec<String> {
        (0..count).filter_map(|_| rota.next(100)).map(|turn| turn.association).collect()
    }

    #[test]
    fn associations_take_turns() {
        let mut rota = Rota::default();
        for name in ["c", "a", "b"] {
            rota.ring(name);
        }
        assert_eq!(turns(&mut rota, 5), ["a", "b", "c", "a", "b"]);
    }

    #[test]
    fn who_rests_is_asked_at_its_time_or_when_it_rings() {
        let mut rota = Rota::default();
        for name in ["a", "b"] {
            rota.ring(name);
        }
        let turn = rota.next(100).expect("a turn");
        rota.rest(&turn, 200);
        assert_eq!(turns(&mut rota, 2), ["b", "b"]);
        assert_eq!(rota.soonest_ms(), Some(Millis::MIN));
        let turn = rota.next(100).expect("a turn");
        rota.rest(&turn, 150);
        assert_eq!(rota.soonest_ms(), Some(150));
        assert_eq!(rota.next(149), None);
        assert!(rota.next(150).is_some());
        rota.ring("a");
        assert_eq!(turns(&mut rota, 1), ["a"]);
    }

    #[test]
    fn a_ring_while_somebody_looks_is_not_lost() {
        let mut rota = Rota::default();
        rota.ring("a");
        let turn = rota.next(100).expect("a turn");
        rota.ring("a");
        rota.rest(&turn, 1_000);
        assert_eq!(turns(&mut rota, 1), ["a"]);
    }
}
