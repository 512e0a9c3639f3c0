//! Who owns, who looks, and what there is to see.

use hyper::Method;
use veillee_tests::world::{Browser, World, id_of};

use super::round::{Ask, NOT_THERE};

pub struct Stage {
    pub world: World,
    pub anne: Browser,
    /// A member, by whose account the ways that end an account are tried.
    pub bruno: Browser,
    /// Visitors, each with a session of their own.
    pub visitors: Vec<Browser>,
    /// Where a photo may move to: nobody but its owner sees it.
    pub attic: String,
}

/// An album with a photo of a few kilobytes.
pub struct Album {
    pub path: String,
    pub photo: String,
    pub validator: String,
}

impl Stage {
    pub async fn new(world: World) -> Self {
        let anne = world.administrator().await;
        let bruno = world.member("Bruno").await;
        let visitors = (0..4).map(|_| world.browser()).collect();
        let attic = anne.album("Grenier").await;
        Self { world, anne, bruno, visitors, attic }
    }

    pub async fn album(&self) -> Album {
        let (path, photos) = self.anne.album_with_photos("Vacances", 2).await;
        let photo = photos[0].clone();
        let validator = self.anne.get(&photo).await.expect(200).header("etag").to_owned();
        Album { path, photo, validator }
    }
}

impl Album {
    /// All roads to the photo for whoever brings these cookies.
    pub fn roads_to_bytes(&self, cookies: &str) -> Vec<Ask> {
        let ask = |kind, method: Method, header: Option<(&'static str, String)>| Ask {
            kind,
            method,
            path: self.photo.clone(),
            cookies: cookies.to_owned(),
            headers: header.into_iter().collect(),
            refusals: NOT_THERE,
        };
        vec![
            ask("bytes", Method::GET, None),
            ask("range", Method::GET, Some(("range", "bytes=100-199".to_owned()))),
            ask("conditional", Method::GET, Some(("if-none-match", self.validator.clone()))),
            ask("head", Method::HEAD, None),
            Ask { path: format!("{}?download=1", self.photo), ..ask("download", Method::GET, None) },
        ]
    }

    /// The pages of album and photo, and the photo itself.
    pub fn roads(&self, cookies: &str) -> Vec<Ask> {
        let mut roads = self.roads_to_bytes(cookies);
        let photo = self.photo.trim_end_matches("/original");
        let pages = [
            ("album page", self.path.clone()),
            ("photo page", format!("{}/{}", self.path, id_of(photo))),
            ("bytes by the album", format!("{}/{}/download", self.path, id_of(photo))),
        ];
        roads.extend(pages.map(|(kind, path)| Ask {
            kind,
            method: Method::GET,
            path,
            cookies: cookies.to_owned(),
            headers: Vec::new(),
            refusals: NOT_THERE,
        }));
        roads
    }
}
