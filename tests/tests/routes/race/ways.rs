//! The ways to lose access.

use hyper::Method;
use veillee_ambient::MILLIS_PER_DAY;
use veillee_engine::types::Change;
use veillee_tests::world::{Browser, id_of};

use super::round::{Ask, NOT_THERE};
use super::stage::{Album, Stage};

#[derive(Clone, Copy, Debug)]
pub enum Way {
    LinkTakenBack,
    LinkEnded,
    AlbumTrashed,
    PhotoTrashed,
    PhotoMoved,
    MembersShutOut,
    PublicShutOut,
    Suspended,
    SignedOut,
}

/// What was given, and the deed that takes it away, prepared to the last click.
pub struct Given {
    pub asks: Vec<Ask>,
    deed: Deed,
}

enum Deed {
    Form { by: Browser, path: String, fields: Vec<(&'static str, String)> },
    Days(i64),
    Move { photo: String },
    Suspend { account: String },
}

impl Stage {
    pub async fn give(&self, way: Way) -> Given {
        let album = self.album().await;
        match way {
            Way::LinkTakenBack => {
                let asks = self.by_link(&album, "none", Album::roads).await;
                Given { asks, deed: self.stop_form(&album).await }
            }
            Way::LinkEnded => Given { asks: self.by_link(&album, "week", Album::roads).await, deed: Deed::Days(7) },
            Way::AlbumTrashed => {
                let asks = self.by_link(&album, "none", Album::roads).await;
                Given { asks, deed: self.form(format!("{}/trash", album.path), Vec::new()) }
            }
            Way::PhotoTrashed => {
                let asks = self.by_link(&album, "none", Album::roads_to_bytes).await;
                let photo = id_of(album.photo.trim_end_matches("/original"));
                Given { asks, deed: self.form(format!("{}/{photo}/trash", album.path), Vec::new()) }
            }
            Way::PhotoMoved => {
                let asks = self.by_link(&album, "none", Album::roads_to_bytes).await;
                let photo = id_of(album.photo.trim_end_matches("/original")).to_owned();
                Given { asks, deed: Deed::Move { photo } }
            }
            Way::MembersShutOut => self.audience(&album, "members", &self.bruno.cookie_header()).await,
            Way::PublicShutOut => self.audience(&album, "everyone", "").await,
            Way::Suspended => {
                self.share_with_members(&album).await;
                // The suspension before ended the session.
                self.bruno.forget_cookies();
                self.bruno.sign_in("bruno@example.org").await;
                let account = self.world.account("bruno@example.org").await;
                Given { asks: album.roads(&self.bruno.cookie_header()), deed: Deed::Suspend { account } }
            }
            Way::SignedOut => {
                self.share_with_members(&album).await;
                self.bruno.forget_cookies();
                self.bruno.sign_in("bruno@example.org").await;
                let cookies = self.bruno.cookie_header();
                let token = self.bruno.get("/-/account").await.expect(200).token_of("/-/sign-out");
                let by = self.bruno.fresh();
                for (name, value) in cookies.split("; ").filter_map(|pair| pair.split_once('=')) {
                    by.set_cookie(name, value);
                }
                let deed = Deed::Form { by, path: "/-/sign-out".to_owned(), fields: vec![("token", token)] };
                Given { asks: album.roads(&cookies), deed }
            }
        }
    }

    /// Resolves when the whole acknowledgement has arrived.
    pub async fn take(&self, given: &Given) {
        match &given.deed {
            Deed::Form { by, path, fields } => {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                by.post(path, &fields).await.expect(303);
            }
            Deed::Days(days) => self.world.clock.advance(days * MILLIS_PER_DAY),
            Deed::Move { photo } => {
                let change = Change::Move { id: photo.clone(), parent: id_of(&self.attic).to_owned() };
                self.world.change_as("anne@example.org", vec![change]).await;
            }
            Deed::Suspend { account } => self.world.alpha.suspend(account, true).await.expect("suspended"),
        }
    }

    /// Lets the next round begin.
    pub async fn recover(&self, given: &Given) {
        if let Deed::Suspend { account } = &given.deed {
            self.world.alpha.suspend(account, false).await.expect("taken back");
        }
    }

    /// Shares by link, opens the link as each visitor, and lists their roads and the link itself.
    async fn by_link(&self, album: &Album, ends: &str, roads: fn(&Album, &str) -> Vec<Ask>) -> Vec<Ask> {
        let link = self.anne.share_by_link(&album.path, "viewer", ends).await;
        let mut asks = Vec::new();
        for visitor in &self.visitors {
            visitor.visit(&link).await.expect(200);
            let cookies = visitor.cookie_header();
            asks.extend(roads(album, &cookies));
            // The link outlives a single photo.
            if roads(album, &cookies).iter().any(|ask| ask.kind == "album page") {
                let (path, headers) = (link.clone(), Vec::new());
                asks.push(Ask { kind: "link", method: Method::GET, path, cookies, headers, refusals: NOT_THERE });
            }
        }
        asks
    }

    fn form(&self, path: String, fields: Vec<(&'static str, String)>) -> Deed {
        let by = self.anne.fresh();
        for (name, value) in self.anne.cookie_header().split("; ").filter_map(|pair| pair.split_once('=')) {
            by.set_cookie(name, value);
        }
        Deed::Form { by, path, fields }
    }

    async fn stop_form(&self, album: &Album) -> Deed {
        let page_path = format!("/-/share/{}", id_of(&album.path));
        let page = self.anne.get(&page_path).await.expect(200);
        let action = format!("{page_path}/stop");
        let fields = vec![("token", page.token_of(&action)), ("share", page.hidden("share", 0))];
        self.form(action, fields)
    }

    async fn share_with_members(&self, album: &Album) {
        let page_path = format!("/-/share/{}", id_of(&album.path));
        let action = format!("{page_path}/members");
        let token = self.anne.get(&page_path).await.expect(200).token_of(&action);
        self.anne.post(&action, &[("token", &token), ("role", "viewer")]).await.expect(303);
    }

    async fn audience(&self, album: &Album, audience: &str, cookies: &str) -> Given {
        let action = format!("/-/share/{}/{audience}", id_of(&album.path));
        let page = self.anne.get(&format!("/-/share/{}", id_of(&album.path))).await.expect(200);
        let token = page.token_of(&action);
        self.anne.post(&action, &[("token", &token), ("role", "viewer")]).await.expect(303);
        let fields = vec![("token", token), ("role", "none".to_owned())];
        Given { asks: album.roads(cookies), deed: self.form(action, fields) }
    }
}
