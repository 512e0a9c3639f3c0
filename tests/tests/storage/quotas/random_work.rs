//! After random work of several people the numbers are what counting anew finds.

use std::collections::BTreeMap;

use veillee::limits;
use veillee_access::{Caller, Role, Subject};
use veillee_ambient::SeededRandom;
use veillee_engine::types::Change;

use super::{album, hard_bytes, limit, photo, used};
use crate::bench::{Bench, Outcome, member, text, truth};
use crate::sketches::everything;
use veillee::storage::quota::Budget;

on_both!(after_random_work_the_numbers_are_what_is_there);

const SEED: u64 = 0x9A07A;
const STEPS: u64 = 300;
const MOST_BYTES: i64 = 6_000;

async fn after_random_work_the_numbers_are_what_is_there(bench: Bench) {
    everything(&bench).await;
    let people = [member("ada"), member("ben"), member("cyd")];
    let random = SeededRandom::new(SEED);
    limit(&bench, &Budget::EachPerson, hard_bytes(MOST_BYTES)).await;
    let mut work = Work { bench: &bench, random, people, albums: Vec::new(), photos: Vec::new() };
    let (mut done, mut refused) = (0, 0);
    for step in 0..STEPS {
        match work.step().await {
            Ok(()) => done += 1,
            Err(_) => refused += 1,
        }
        if step % 25 == 0 {
            assert_eq!(bench.association.audit_usage().await.expect("an audit"), [], "after step {step}");
        }
    }
    assert_eq!(bench.association.audit_usage().await.expect("an audit"), []);
    let (bytes, objects) = used(&bench, &Budget::Whole).await;
    println!("seed {SEED:#x}: {done} steps done, {refused} refused, {objects} objects with {bytes} bytes are left");
    assert!(done > 100 && refused > 10 && bytes > 0);
    for name in ["ada", "ben", "cyd"] {
        assert!(used(&bench, &Budget::Owner(name.to_owned())).await.0 <= MOST_BYTES, "{name}");
    }
}

struct Work<'a> {
    bench: &'a Bench,
    random: SeededRandom,
    people: [Caller; 3],
    albums: Vec<String>,
    photos: Vec<String>,
}

impl Work<'_> {
    fn below(&self, bound: usize) -> usize {
        usize::try_from(self.random.below(bound.max(1) as u64)).expect("small")
    }

    fn any<'v>(&self, from: &'v [String]) -> &'v str {
        from.get(self.below(from.len())).map_or("", String::as_str)
    }

    async fn step(&mut self) -> Outcome<()> {
        let who = self.people[self.below(3)].clone();
        match self.below(12) {
            0 => {
                let made = album(self.bench, &who).await;
                self.bench.share(&who, &made, &Subject::Members, Role::Editor).await;
                self.albums.push(made);
                Ok(())
            }
            1..5 => {
                let made = photo(self.bench, &who, self.any(&self.albums), self.below(900)).await?;
                self.photos.push(made);
                Ok(())
            }
            5 => self.renew(&who).await,
            6 | 7 => self.bench.place(&who, self.any(&self.photos), self.any(&self.albums)).await,
            8 => self.heart(&who).await,
            9 => {
                let all = if self.below(3) == 0 { &self.albums } else { &self.photos };
                self.bench.trash(&who, self.any(all)).await
            }
            10 => {
                let all = if self.below(2) == 0 { &self.albums } else { &self.photos };
                self.bench.restore(&who, self.any(all)).await
            }
            _ => {
                self.bench.clock.advance(limits::TRASH_LIFE_MS / 3);
                self.bench.association.purge_trash().await.map(drop)
            }
        }
    }

    /// Another file in the place of one or two blobs.
    async fn renew(&self, who: &Caller) -> Outcome<()> {
        let bytes = vec![1; self.below(900)];
        let files =
            BTreeMap::from([((0, 0), self.bench.arrive(&bytes).await), ((0, 1), self.bench.arrive(&bytes).await)]);
        let id = self.any(&self.photos).to_owned();
        let attach = |blob: &str, index| Change::Attach { id: id.clone(), blob: blob.to_owned(), choice: 0, index };
        let changes = vec![attach("original", 0), attach("thumbnail", 1)];
        self.bench.write_files(who, changes, &files).await.map(drop)
    }

    async fn heart(&self, who: &Caller) -> Outcome<()> {
        let photo = self.any(&self.photos);
        self.bench.update(who, photo, vec![truth("hearts", true)]).await?;
        self.bench.create(who, "heart", Some(photo), vec![text("word", "yes")]).await.map(drop)
    }
}
