use veillee_ambient::SeededRandom;
use veillee_tests::world::{Backend, Browser};

use super::kills::{Found, Scenario, rounds, run};
use super::program::{self, House, careful, header};

/// Albums made by four connections at once, so that their commits are shared, and links that are made and taken back.
#[derive(Default)]
struct ChangeSets {
    next: u32,
    /// Titles of this round that were sent, each with the path that was acknowledged.
    albums: Vec<(String, Option<String>)>,
    shared: String,
    link: String,
    taken_back: bool,
}

const AT_ONCE: usize = 4;

impl Scenario for ChangeSets {
    const NAME: &'static str = "change-sets";

    fn kill_within_ms(&self) -> u64 {
        500
    }

    async fn prepare(&mut self, _: &House, browser: &Browser) {
        self.albums.clear();
        self.taken_back = false;
        self.shared = program::album(browser, "Partagé").await;
        self.link = browser.share_by_link(&self.shared, "viewer", "none").await;
        let visitor = browser.fresh();
        visitor.visit(&self.link).await.expect(200);
    }

    async fn act(&mut self, _: &House, browser: &Browser, _: &SeededRandom) {
        let first = self.next;
        self.next += 400;
        let writers = (0..AT_ONCE).map(async |writer| {
            let mut made = Vec::new();
            for number in 0..100 {
                let title = format!("Album-{}", first + u32::try_from(writer * 100 + number).expect("small"));
                let answer = careful::post(browser, "/album/", &format!("title={title}")).await;
                let path = answer.filter(|(status, _)| status.as_u16() == 303);
                let path = path.and_then(|(_, answer)| header(&answer, "location").map(str::to_owned));
                let went_on = path.is_some();
                made.push((title, path));
                if !went_on {
                    break;
                }
            }
            made
        });
        let share = take_back(browser, &self.shared);
        let (made, taken_back) = tokio::join!(futures_util::future::join_all(writers), share);
        self.albums = made.concat();
        self.taken_back = taken_back;
    }

    async fn judge(&mut self, _: &House, browser: &Browser, found: &mut Found) {
        for (title, path) in &self.albums {
            let Some(path) = path else { continue };
            let page = program::page(browser, path).await;
            if page.status.as_u16() == 200 && page.text().contains(title.as_str()) {
                found.acknowledged += 1;
            } else {
                found.lost += 1;
            }
        }
        let link = browser.fresh().visit(&self.link).await.status.as_u16();
        match (self.taken_back, link) {
            (true, 404) => found.acknowledged += 1,
            (true, _) => found.lost += 1,
            (false, 404) => found.unheard += 1,
            (false, _) => {}
        }
    }
}

/// Whether it was acknowledged.
async fn take_back(browser: &Browser, album: &str) -> bool {
    let page_path = format!("/-/share/{}", veillee_tests::world::id_of(album));
    let Some((_, page)) = careful::send(browser, "GET", &page_path, "text/plain", b"").await else { return false };
    let action = format!("{page_path}/stop");
    let field = |text: &str, name: &str| {
        let rest = text.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        rest.split('"').next().map(str::to_owned)
    };
    let Some(form) = page.split(&format!("action=\"{action}\"")).nth(1) else { return false };
    let (Some(token), Some(share)) = (field(form, "token"), field(form, "share")) else { return false };
    let answer = careful::post(browser, &action, &format!("token={token}&share={share}")).await;
    answer.is_some_and(|(status, _)| status.as_u16() == 303)
}

#[tokio::test(flavor = "multi_thread")]
async fn soak_change_sets_survive_a_kill_on_sqlite() {
    run(ChangeSets::default(), Backend::Sqlite, rounds()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn soak_change_sets_survive_a_kill_on_postgresql() {
    run(ChangeSets::default(), Backend::Postgres, rounds() / 3).await;
}
