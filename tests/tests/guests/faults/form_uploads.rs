use veillee_ambient::SeededRandom;
use veillee_tests::world::{Backend, Browser, jpeg};

use super::kills::{Found, Scenario, rounds, run};
use super::program::{self, House, careful, originals};

/// Forms with photos, small ones and ones of several segments, each form one change-set.
#[derive(Default)]
struct FormUploads {
    album: String,
    token: String,
    /// Of this round: each form's photos, and whether it was acknowledged.
    forms: Vec<(Vec<Vec<u8>>, bool)>,
    next_photo: u32,
}

impl Scenario for FormUploads {
    const NAME: &'static str = "form uploads";

    fn kill_within_ms(&self) -> u64 {
        400
    }

    async fn prepare(&mut self, _: &House, browser: &Browser) {
        self.album = program::album(browser, "Un").await;
        self.token = program::token(browser, &self.album).await;
        self.forms.clear();
    }

    async fn act(&mut self, _: &House, browser: &Browser, random: &SeededRandom) {
        for _ in 0..12 {
            let photos: Vec<Vec<u8>> = (0..=random.below(2))
                .map(|_| {
                    self.next_photo += 1;
                    let sizes = [800, 6_000, 70_000, 900_000, 5_000_000];
                    jpeg(self.next_photo, sizes[usize::try_from(random.below(5)).expect("small")])
                })
                .collect();
            let files: Vec<(&str, &[u8])> = photos.iter().map(|photo| ("p.jpg", photo.as_slice())).collect();
            let answer = careful::upload(browser, &self.album, &self.token, &files).await;
            let acknowledged = answer.as_ref().is_some_and(|(status, _)| status.as_u16() == 303);
            // On a slow machine a service's limits of time may refuse one: then nothing of it may be there either.
            let answered = answer.as_ref().map(|(status, _)| status.as_u16());
            assert!(matches!(answered, None | Some(303 | 429 | 502)), "{answer:?}");
            self.forms.push((photos, acknowledged));
            if answered.is_none() {
                return;
            }
        }
    }

    async fn judge(&mut self, _: &House, browser: &Browser, found: &mut Found) {
        let page = program::page(browser, &self.album).await.expect(200);
        let mut stored = Vec::new();
        for path in originals(&page) {
            stored.push(browser.get(&path).await.expect(200).body);
        }
        for (photos, acknowledged) in &self.forms {
            let there = photos.iter().filter(|photo| stored.iter().any(|body| body == *photo)).count();
            match (acknowledged, there == photos.len()) {
                (true, true) => found.acknowledged += 1,
                (true, false) => found.lost += 1,
                (false, true) => found.unheard += 1,
                (false, false) => found.half_made += u64::from(there > 0),
            }
            stored.retain(|body| !photos.iter().any(|photo| body == photo));
        }
        // What is shown and was never sent is part of something.
        found.half_made += stored.len() as u64;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn soak_uploads_survive_a_kill_on_sqlite() {
    run(FormUploads::default(), Backend::Sqlite, rounds()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn soak_uploads_survive_a_kill_on_postgresql() {
    run(FormUploads::default(), Backend::Postgres, rounds() / 3).await;
}
