//! Every way of taking access back, prepared to the last click.

use hyper::Method;
use veillee::plugin::Closed;
use veillee::storage::audit::Doer;
use veillee_ambient::MILLIS_PER_DAY;
use veillee_engine::types::Change;
use veillee_tests::world::{Browser, World, id_of};

use super::roads::{Container, Holder, Kind};
use crate::race::round::Ask;
use crate::sharing::{guarded_link, invite, page_of, prove, send, share_of};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    PersonUnshared,
    LinkStopped,
    LinkEnded,
    PasswordChanged,
    RoleLowered,
    GuestCut,
    GroupLeft,
    MovedOut,
    Trashed,
    /// The account that owns and shared it is put on hold.
    OwnerHeld,
    CallerSuspended,
    SignedOut,
    TokenEnded,
    ServicePaused,
    /// The end of a transfer that its sender sets.
    TransferEnded,
    /// Others took all downloads that the link had.
    DownloadsSpent,
}

pub struct Given {
    pub asks: Vec<Ask>,
    deed: Deed,
}

enum Deed {
    Form { by: Browser, path: String, fields: Vec<(&'static str, String)> },
    Days(i64),
    Move { photo: String },
    Suspend(String),
    Hold(String),
    Leave { group: String, account: String },
    Pause(&'static str),
    Token(String),
    Done,
}

pub struct Stage {
    pub world: World,
    pub anne: Browser,
    clara: Browser,
    bruno: Browser,
    attic: String,
}

const PASSWORD: &str = "soleil cerise";

impl Stage {
    pub async fn new(world: World) -> Self {
        let world = world.with_pictures().await;
        let anne = world.administrator().await;
        let (bruno, clara) = (world.member("Bruno").await, world.member("Clara").await);
        bruno.album_with_photos("À lui", 1).await;
        let attic = anne.album("Grenier").await;
        Self { world, anne, clara, bruno, attic }
    }

    pub async fn give(&self, way: Way, kind: Kind) -> Given {
        let owner = if way == Way::OwnerHeld { &self.clara } else { &self.anne };
        let container = match kind {
            Kind::Album => Container::album(owner).await,
            Kind::Transfer => Container::transfer(owner).await,
        };
        match way {
            Way::PersonUnshared => {
                let (page, holder) = self.with_bruno(&container, false).await;
                Given { asks: self.asks(&container, &[holder]).await, deed: self.stop(&container, &page).await }
            }
            Way::LinkStopped
            | Way::LinkEnded
            | Way::Trashed
            | Way::MovedOut
            | Way::ServicePaused
            | Way::TransferEnded => {
                let ends = if way == Way::LinkEnded { "week" } else { "none" };
                self.by_link(way, &container, ends).await
            }
            Way::PasswordChanged | Way::RoleLowered => self.by_locked_link(way, &container).await,
            Way::GuestCut => {
                let (page, link) = invite(owner, &container.path, "Jeanne", "", "viewer").await;
                let holders = self.visitors(&link.expect("a link of her own")).await;
                Given { asks: self.asks(&container, &holders).await, deed: self.stop(&container, &page).await }
            }
            Way::GroupLeft => self.by_group(&container).await,
            Way::OwnerHeld => {
                let link = owner.share_by_link(&container.path, "viewer", "none").await;
                let holders = self.visitors(&link).await;
                let account = self.world.account("clara@example.org").await;
                Given { asks: self.asks(&container, &holders).await, deed: Deed::Hold(account) }
            }
            Way::CallerSuspended => {
                self.bruno.forget_cookies();
                self.bruno.sign_in("bruno@example.org").await;
                let (_, holder) = self.with_bruno(&container, true).await;
                let account = self.world.account("bruno@example.org").await;
                Given { asks: self.asks(&container, &[holder]).await, deed: Deed::Suspend(account) }
            }
            Way::SignedOut => {
                self.bruno.forget_cookies();
                self.bruno.sign_in("bruno@example.org").await;
                let (_, holder) = self.with_bruno(&container, true).await;
                let holder = Holder { token: None, ..holder };
                let asks = self.asks(&container, &[holder]).await;
                let token = self.bruno.get("/-/account").await.expect(200).token_of("/-/sign-out");
                let (by, path) = (same(&self.bruno), "/-/sign-out".to_owned());
                Given { asks, deed: Deed::Form { by, path, fields: vec![("token", token)] } }
            }
            Way::TokenEnded => {
                let (_, holder) = self.with_bruno(&container, false).await;
                let all = self.asks(&container, &[holder]).await;
                let asks = all.into_iter().filter(|ask| ask.kind.ends_with("by the API")).collect();
                let account = self.world.account("bruno@example.org").await;
                let tokens = self.world.alpha.tokens_of(&account).await.expect("a list");
                Given { asks, deed: Deed::Token(tokens[0].id.clone()) }
            }
            Way::DownloadsSpent => self.spent(&container).await,
        }
    }

    /// Resolves when the whole acknowledgement has arrived.
    pub async fn take(&self, given: &Given) {
        let alpha = &self.world.alpha;
        match &given.deed {
            Deed::Form { by, path, fields } => {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                by.post(path, &fields).await.expect(303);
            }
            // To the millisecond: the link ends in seven days, of which none has passed.
            Deed::Days(days) => self.world.clock.advance(days * MILLIS_PER_DAY),
            Deed::Move { photo } => {
                let change = Change::Move { id: photo.clone(), parent: id_of(&self.attic).to_owned() };
                self.world.change_as("anne@example.org", vec![change]).await;
            }
            Deed::Suspend(account) => alpha.suspend(account, true).await.expect("suspended"),
            Deed::Hold(account) => assert!(alpha.hold(account, true, Doer::OPERATOR).await.expect("held")),
            Deed::Leave { group, account } => alpha.leave_group(group, account, Doer::OPERATOR).await.expect("left"),
            Deed::Pause(service) => self.pause(service, true),
            Deed::Token(id) => {
                let account = self.world.account("bruno@example.org").await;
                assert!(alpha.end_token_of(&account, id, "").await.expect("ended"));
            }
            Deed::Done => {}
        }
    }

    /// Lets the next round begin.
    pub async fn recover(&self, given: &Given) {
        let alpha = &self.world.alpha;
        match &given.deed {
            Deed::Suspend(account) => alpha.suspend(account, false).await.expect("taken back"),
            Deed::Hold(account) => {
                alpha.hold(account, false, Doer::OPERATOR).await.expect("released");
                self.clara.forget_cookies();
                self.clara.sign_in("clara@example.org").await;
            }
            Deed::Pause(service) => self.pause(service, false),
            _ => {}
        }
    }

    fn pause(&self, service: &str, is_paused: bool) {
        let closed = is_paused.then(|| Closed::Paused { reason: String::new(), until_ms: None });
        self.world.host.app.plugins.close(&self.world.alpha.id, service, closed);
    }

    async fn asks(&self, container: &Container, holders: &[Holder]) -> Vec<Ask> {
        let mut asks = Vec::new();
        for holder in holders {
            asks.extend(container.asks(&self.world, holder).await);
        }
        asks
    }

    /// Two who opened the link.
    async fn visitors(&self, link: &str) -> Vec<Holder> {
        let mut holders = Vec::new();
        for _ in 0..2 {
            let visitor = self.world.browser();
            visitor.visit(link).await.expect(200);
            holders.push(Holder::of(&visitor));
        }
        holders
    }

    async fn by_link(&self, way: Way, container: &Container, ends: &str) -> Given {
        let link = self.anne.share_by_link(&container.path, "viewer", ends).await;
        let holders = self.visitors(&link).await;
        let mut asks = self.asks(container, &holders).await;
        let (anne, path) = (same(&self.anne), &container.path);
        let form = |path: String| Deed::Form { by: anne, path, fields: Vec::new() };
        let deed = match (way, container.kind) {
            (Way::LinkStopped, _) => {
                let page = self.anne.get(&page_of(path)).await.expect(200);
                let action = format!("{}/stop", page_of(path));
                let fields = vec![("token", page.token_of(&action)), ("share", page.hidden("share", 0))];
                Deed::Form { by: same(&self.anne), path: action, fields }
            }
            (Way::LinkEnded, _) => Deed::Days(7),
            (Way::ServicePaused, kind) => {
                for ask in &mut asks {
                    ask.refusals = &[503];
                }
                Deed::Pause(if kind == Kind::Album { "album" } else { "envoi" })
            }
            (Way::MovedOut, _) => {
                // The album that it left is still there, with its other photo.
                asks.retain(|ask| ask.kind != "archive of an album");
                Deed::Move { photo: container.item.clone() }
            }
            (Way::Trashed, Kind::Album) => form(format!("{path}/trash")),
            // A transfer goes into the trash when it has ended.
            (Way::Trashed | Way::TransferEnded, _) => form(format!("{path}/end")),
            (other, _) => unreachable!("{other:?} is not by a plain link"),
        };
        Given { asks, deed }
    }

    async fn by_locked_link(&self, way: Way, container: &Container) -> Given {
        let (page, link) = guarded_link(&self.anne, &container.path, PASSWORD, "").await;
        let visitor = self.world.browser();
        prove(&visitor, &link, PASSWORD).await.expect(303);
        let asks = self.asks(container, &[Holder::of(&visitor)]).await;
        let token = self.anne.get(&page).await.expect(200).token_of(&page);
        let (role, password) = match way {
            Way::RoleLowered => ("depositor", ""),
            _ => ("viewer", "pomme et poire"),
        };
        let texts = [("role", role), ("ends", ""), ("label", ""), ("downloads", ""), ("password", password)];
        let mut fields: Vec<_> = texts.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        fields.push(("token", token));
        Given { asks, deed: Deed::Form { by: same(&self.anne), path: page, fields } }
    }

    /// Shares with Bruno, who comes with cookies and with a program.
    async fn with_bruno(&self, container: &Container, has_export: bool) -> (String, Holder) {
        let (page, _) = invite(&self.anne, &container.path, "Bruno", "bruno@example.org", "viewer").await;
        let wanted = crate::api::READING;
        let (token, _) = crate::api::token(&self.world.alpha, "bruno@example.org", wanted).await;
        (page, Holder { token: Some(token), has_export, ..Holder::of(&self.bruno) })
    }

    async fn by_group(&self, container: &Container) -> Given {
        let alpha = &self.world.alpha;
        let account = self.world.account("bruno@example.org").await;
        let group = alpha.create_group(&format!("Chorale {}", container.item), Doer::OPERATOR).await.expect("a group");
        alpha.join_group(&group, &account, Doer::OPERATOR).await.expect("joined");
        send(&self.anne, &container.path, "groups", &[("group", &group), ("role", "viewer")]).await.expect(303);
        let (token, _) = crate::api::token(alpha, "bruno@example.org", crate::api::READING).await;
        let holder = Holder { token: Some(token), ..Holder::of(&self.bruno) };
        Given { asks: self.asks(container, &[holder]).await, deed: Deed::Leave { group, account } }
    }

    async fn stop(&self, container: &Container, page: &str) -> Deed {
        let (path, share) = (format!("{}/stop", page_of(&container.path)), share_of(page));
        let text = self.anne.get(&page_of(&container.path)).await.expect(200).text();
        let before = text.split(&format!("name=\"share\" value=\"{share}\"")).next().expect("the share is listed");
        let token = before.rsplit("name=\"token\" value=\"").next().and_then(|rest| rest.split('"').next());
        let fields = vec![("token", token.expect("a token").to_owned()), ("share", share.to_owned())];
        Deed::Form { by: same(&self.anne), path, fields }
    }

    /// A link that allows one download, which somebody took. What can be looked at without taking is no download.
    async fn spent(&self, container: &Container) -> Given {
        let (_, link) = guarded_link(&self.anne, &container.path, "", "1").await;
        let (first, second) = (self.world.browser(), self.world.browser());
        for visitor in [&first, &second] {
            visitor.visit(&link).await.expect(200);
        }
        let blob = if container.kind == Kind::Album { "original" } else { "file" };
        first.get(&format!("/-/blob/{}/{blob}", container.item)).await.expect(200);
        // The owner's validators are those of everybody.
        let looks = ["thumbnail", "preview"];
        let mut asks = container.asks(&self.world, &Holder::of(&self.anne)).await;
        asks.retain(|ask| ask.method != Method::HEAD && !looks.contains(&ask.kind));
        asks.retain(|ask| ask.headers.iter().all(|(name, _)| *name != "if-none-match"));
        for ask in &mut asks {
            ask.cookies = second.cookie_header();
        }
        Given { asks, deed: Deed::Done }
    }
}

/// The same person with the same cookies.
fn same(browser: &Browser) -> Browser {
    browser.moved_to(browser.address())
}
