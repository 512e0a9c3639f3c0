//! One request at a time is at an upload. A newer one asks the one before it to stop, and waits until that has put away
//! what it has: a client whose line died comes back at once, not after the dead line's time-out.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as TurnLock, OwnedMutexGuard, watch};

use crate::limits;

/// The uploads that requests are at, by digest. As many entries as requests, at most.
#[derive(Default)]
pub struct Turns {
    places: Mutex<HashMap<Vec<u8>, Arc<Place>>>,
}

struct Place {
    turn: Arc<TurnLock<()>>,
    /// The number of the newest request.
    newest: watch::Sender<u64>,
}

/// Being at an upload, until it is dropped.
pub(super) struct Turn {
    number: u64,
    newest: watch::Receiver<u64>,
    /// Given back before the seat is left.
    _guard: OwnedMutexGuard<()>,
    _seat: Seat,
}

/// Keeps the place in the table while somebody is at it or waits for it.
struct Seat {
    turns: Arc<Turns>,
    key: Vec<u8>,
    place: Arc<Place>,
}

impl Turns {
    /// Ends the turn of whoever is at the upload, and waits for it; none after [`limits::UPLOAD_TAKE_OVER_MS`].
    pub(super) async fn take(self: &Arc<Self>, key: &[u8]) -> Option<Turn> {
        let seat = self.sit(key);
        let mut number = 0;
        seat.place.newest.send_modify(|newest| {
            *newest += 1;
            number = *newest;
        });
        let newest = seat.place.newest.subscribe();
        let patience = Duration::from_millis(limits::UPLOAD_TAKE_OVER_MS);
        let guard = tokio::time::timeout(patience, seat.place.turn.clone().lock_owned()).await.ok()?;
        Some(Turn { number, newest, _guard: guard, _seat: seat })
    }

    fn sit(self: &Arc<Self>, key: &[u8]) -> Seat {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(Place { turn: Arc::default(), newest: watch::Sender::new(0) });
        let place = places.entry(key.to_vec()).or_insert_with(new).clone();
        Seat { turns: self.clone(), key: key.to_vec(), place }
    }

    #[cfg(test)]
    fn count(&self) -> usize {
        self.places.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Turn {
    /// Resolves once a newer request wants the upload.
    pub(super) async fn ends(&mut self) {
        let number = self.number;
        if self.newest.wait_for(|newest| *newest > number).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut places = self.turns.places.lock().unwrap_or_else(PoisonError::into_inner);
        // The table's own and this one: nobody else has a seat here.
        if Arc::strong_count(&self.place) == 2 {
            places.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_newer_turn_ends_the_one_before_and_nothing_is_left_behind() {
        let turns = Arc::new(Turns::default());
        let mut first = turns.take(b"upload").await.expect("a turn");
        let other = turns.take(b"another").await.expect("uploads do not wait for each other");
        let next = tokio::spawn({
            let turns = turns.clone();
            async move { turns.take(b"upload").await.is_some() }
        });
        first.ends().await;
        assert!(!next.is_finished(), "the newer one waits until the older has stopped");
        drop(first);
        assert!(next.await.expect("no panic"));
        assert_eq!(turns.count(), 1);
        drop(other);
        assert_eq!(turns.count(), 0);
    }
}
