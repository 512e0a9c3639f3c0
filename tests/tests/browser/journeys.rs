//! Every journey of an album, each told once and walked twice: in English on a screen, with the keyboard alone on pages with
//! their script; and in French on a telephone, by plain touches on pages without script. A soak walks every language, width
//! and light.

mod approving;
mod arriving;
mod choosing;
mod filling;
pub mod looking;
mod ordering;
pub mod person;
mod removing;
mod sharing;
mod taking_part;

use person::{Hands, Person};
use veillee_tests::world::{Browser, World, id_of, jpeg};

use crate::walk::Walk;

/// Anne's album with some photos.
struct Scene {
    world: World,
    anne: Browser,
    person: Person,
    album: String,
    /// Their ids, in the order of the album.
    photos: Vec<String>,
}

impl Scene {
    async fn set(walk: Walk, count: u32) -> Option<Self> {
        let world = World::new().await;
        let anne = world.administrator().await;
        let album = anne.album("Vacances").await;
        let mut paths = Vec::new();
        for nth in 0..count {
            // Each at a moment of its own, by which they are sorted.
            world.clock.advance(60_000);
            paths = anne.add_photos(&album, &[(&format!("photo-{nth}.jpg"), &jpeg(nth, 3_000))]).await;
        }
        let photos = paths.iter().map(|path| id_of(path.trim_end_matches("/original")).to_owned()).collect();
        let person = walk.person(&world, &anne).await?;
        person.page.visit(&album).await;
        Some(Self { world, anne, person, album, photos })
    }

    /// As the album's page shows them to its owner.
    async fn order(&self) -> Vec<String> {
        let page = self.anne.get(&self.album).await.expect(200);
        let shown = page.attributes("src").into_iter();
        shown.filter_map(|path| path.strip_suffix("/thumbnail").map(|path| id_of(path).to_owned())).collect()
    }

    async fn leave(self) {
        self.person.leave().await;
        drop(self.world);
    }
}

/// Photos of the page that is shown.
async fn photos_shown(person: &Person) -> u64 {
    person.page.count("main .photos > li").await
}
