//! A grandmother is invited to an album, seen coming, and cut, alone; another guest goes on.

use tokio::net::TcpStream;
use veillee::storage::outbox::ClaimedMail;
use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Browser, World, body_of, id_of, jpeg, path_in, read_more, slow_download};

use super::album_of;
use crate::journeys::looking::open_page;
use crate::walk::{Walk, Walker};

const NAME: &str = "Mamie Jeanne";
const ADDRESS: &str = "jeanne@example.org";
const FILM_BYTES: usize = 20 * 1024 * 1024;
/// What came of a film before the guest is cut.
const TASTED_BYTES: usize = 512 * 1024;
/// A browser that tells its name, as those of people do.
const FIREFOX: [(&str, &str); 1] =
    [("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0")];

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_invited_watched_and_cut_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        invite_watch_and_cut(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_invited_watched_and_cut_without_script() {
    for walk in Walk::without_script() {
        invite_watch_and_cut(walk).await;
    }
}

struct Scene {
    world: World,
    owner: Browser,
    anne: Walker,
    jeanne: Walker,
    album: String,
    photos: Vec<String>,
}

async fn invite_watch_and_cut(walk: Walk) {
    let world = World::new().await;
    let Some(anne) = Walker::open(&world, walk, "guest-anne").await else { return };
    let Some(jeanne) = Walker::open(&world, walk, "guest-jeanne").await else { return };
    let owner = world.administrator().await;
    anne.is(&owner).await;
    let (album, photos) = album_of(&owner, "Vacances", &["plage.jpg", "dune.jpg", "phare.jpg"]).await;
    let scene = Scene { world, owner, anne, jeanne, album, photos };

    let louis = scene.another_guest().await;
    scene.anne.visit(&scene.album).await;
    scene.anne.go("main a.veillee-share").await;
    let letter = scene.invite().await;
    scene.come(&letter).await;
    let link = path_in(&letter, "/-/s/");
    scene.watch(&link).await;
    scene.cut(&link).await;
    louis.get(&scene.album).await.expect(200);
    louis.get(&scene.photos[0]).await.expect(200);
    scene.invite_again(&link).await;
    scene.jeanne.leave().await;
    scene.anne.leave().await;
}

impl Scene {
    async fn another_guest(&self) -> Browser {
        let link = self.owner.share_by_link(&self.album, "viewer", "none").await;
        let louis = self.world.browser();
        louis.visit(&link).await.expect(200);
        louis
    }

    /// From the album's page of sharing, where Anne is.
    async fn invite(&self) -> ClaimedMail {
        self.anne.write("#person-name", NAME).await;
        self.anne.write("#person-address", ADDRESS).await;
        self.anne.go("form[action$='/people'] button").await;
        self.anne.reads("L’invitation est partie pour jeanne@example.org", "on its way to jeanne@example.org").await;
        self.anne.reads("un invité", "one guest").await;
        self.row_reads("Pas encore ouvert", "Not opened yet").await;
        let other_way = format!("li.card:has(button[aria-label$='{NAME}']) a[href^='mailto:']");
        assert_eq!(self.anne.person.page.count(&other_way).await, 0, "one way to write to her is enough");
        let letter = self.world.only_mail().await;
        assert_eq!(letter.to, ADDRESS);
        letter
    }

    /// One press, and she sees the photos.
    async fn come(&self, letter: &ClaimedMail) {
        self.jeanne.press_in_letter(letter).await;
        assert_eq!(self.jeanne.path().await, self.album, "the secret does not stay in the address");
        self.jeanne.reads("Vacances", "Vacances").await;
        assert_eq!(self.jeanne.person.page.drawn_images().await.len(), 3, "{}", self.jeanne.text().await);
        open_page(&self.jeanne.person, 1).await;
        self.jeanne.look().await;
        assert_eq!(self.jeanne.person.page.drawn_images().await.len(), 1);
        self.jeanne.go("main a.up").await;
        assert_eq!(self.jeanne.path().await, self.album);
    }

    /// Anne sees when she came, and that the link was passed on; nobody is shut out by that.
    async fn watch(&self, link: &str) {
        self.open_sharing().await;
        self.row_reads("Ouvert une fois", "Opened once").await;
        self.row_reads("aujourd’hui", "today").await;
        self.world.clock.advance(MILLIS_PER_DAY);
        self.open_sharing().await;
        self.row_reads("hier", "yesterday").await;
        let tablet = self.world.browser();
        tablet.get_with(link, &FIREFOX).await.expect(303);
        tablet.get(&self.photos[0]).await.expect(200);
        self.jeanne.visit(&self.album).await;
        assert_eq!(self.jeanne.status().await, 200);
        self.open_sharing().await;
        self.row_reads("2 appareils", "2 devices").await;
    }

    async fn cut(&self, link: &str) {
        let film = jpeg(7, FILM_BYTES);
        let all = self.owner.add_photos(&self.album, &[("film.jpg", &film)]).await;
        let film_path = all.iter().find(|path| !self.photos.contains(path)).expect("the film");
        let beside = self.jeanne.beside(&self.world).await;
        let zip = format!("{}/download", self.album);
        let mut under_way = [download(&beside, film_path).await, download(&beside, &zip).await];

        self.open_sharing().await;
        self.anne.go(&format!("button.danger[aria-label$='{NAME}']")).await;
        assert_eq!(self.anne.person.page.count(&format!("[aria-label$='{NAME}']")).await, 0);
        for (stream, got) in &mut under_way {
            read_more(stream, got, usize::MAX).await;
            assert!(body_of(got).len() < FILM_BYTES - 1_000, "the download under way goes on");
        }
        self.jeanne.person.page.chromium.refresh().await.expect("the page again");
        self.jeanne.look().await;
        assert_eq!(self.jeanne.status().await, 404, "{}", self.jeanne.text().await);
        self.jeanne.finds_nothing_at(link).await;
        let photo = &self.photos[0];
        let thumbnail = photo.replace("/original", "/thumbnail");
        let page = format!("{}/{}", self.album, id_of(photo.trim_end_matches("/original")));
        for path in [&self.album, photo, &thumbnail, &page, &zip, film_path] {
            assert!(!beside.get(path).await.expect(404).text().contains("Vacances"), "{path}");
        }
    }

    /// Another link: the old one does not come back, nor does the device that had it.
    async fn invite_again(&self, old: &str) {
        let letter = self.invite().await;
        assert_ne!(path_in(&letter, "/-/s/"), old);
        self.jeanne.finds_nothing_at(old).await;
        self.jeanne.finds_nothing_at(&self.album).await;
        self.jeanne.press_in_letter(&letter).await;
        assert_eq!(self.jeanne.path().await, self.album);
        assert_eq!(self.jeanne.person.page.drawn_images().await.len(), 4);
    }

    async fn open_sharing(&self) {
        self.anne.visit(&format!("/-/share/{}", id_of(&self.album))).await;
    }

    /// What Anne reads about her guest.
    async fn row_reads(&self, french: &str, english: &str) {
        let row = self.anne.person.page.find(&format!("li.card:has(button[aria-label$='{NAME}'])")).await;
        let text = row.text().await.expect("words");
        assert!(text.contains(self.anne.walk.words(french, english)), "{text}");
    }
}

/// A download that has begun.
async fn download(browser: &Browser, path: &str) -> (TcpStream, Vec<u8>) {
    let (mut stream, mut got) = (slow_download(browser, path).await, Vec::new());
    read_more(&mut stream, &mut got, TASTED_BYTES).await;
    assert!(got.starts_with(b"HTTP/1.1 200"), "{path}");
    (stream, got)
}
