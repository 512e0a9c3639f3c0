//! Bytes on their way when access ends, by every way of losing it and every road to them: whole, from the middle, in an archive.

use tokio::net::TcpStream;
use tokio::time::Instant;
use veillee::storage::audit::Doer;
use veillee_ambient::MILLIS_PER_DAY;
use veillee_engine::types::Change;
use veillee_tests::world::{Backend, Browser, World, id_of, jpeg};

use super::{guarded_link, invite, page_of, prove, send, share_of, stop};
use crate::race::stream::{body, read};

const PHOTO_BYTES: usize = 20 * 1024 * 1024;
/// What a slow reader takes before access ends.
const TASTED_BYTES: usize = 512 * 1024;

struct Stage {
    world: World,
    anne: Browser,
    album: String,
    photo: String,
    attic: String,
    size_bytes: usize,
}

/// A download under way.
struct Download {
    road: &'static str,
    stream: TcpStream,
    got: Vec<u8>,
}

impl Download {
    async fn begin(browser: &Browser, road: &'static str, path: &str, headers: &[(&str, &str)]) -> Self {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(64 * 1024).expect("a small buffer");
        let mut stream = socket.connect(browser.address()).await.expect("the host listens");
        let head = browser.head("GET", path, headers);
        tokio::io::AsyncWriteExt::write_all(&mut stream, head.as_bytes()).await.expect("sent");
        let mut download = Self { road, stream, got: Vec::new() };
        read(&mut download.stream, &mut download.got, TASTED_BYTES).await;
        let start = String::from_utf8_lossy(&download.got[..15.min(download.got.len())]).into_owned();
        assert!(start.starts_with("HTTP/1.1 20"), "{road}: {start}");
        download
    }

    /// Reads to the end; how many bytes of the body came.
    async fn finish(mut self) -> usize {
        read(&mut self.stream, &mut self.got, usize::MAX).await;
        body(&self.got).len()
    }
}

impl Stage {
    async fn new(world: World) -> Self {
        let anne = world.administrator().await;
        let (album, attic) = (anne.album("Film").await, anne.album("Grenier").await);
        let bytes = jpeg(7, PHOTO_BYTES);
        let photo = anne.add_photos(&album, &[("long.jpg", &bytes)]).await.remove(0);
        Self { world, anne, album, photo, attic, size_bytes: bytes.len() }
    }

    async fn downloads(&self, browser: &Browser) -> Vec<Download> {
        let archive = format!("{}/download", self.album);
        vec![
            Download::begin(browser, "whole", &self.photo, &[]).await,
            Download::begin(browser, "range", &self.photo, &[("range", "bytes=1000-")]).await,
            Download::begin(browser, "download", &format!("{}?download=1", self.photo), &[]).await,
            Download::begin(browser, "archive", &archive, &[]).await,
        ]
    }

    /// Lets somebody download by every road, takes away, and wants every road cut; `bystander` goes on to the end.
    async fn play(&self, way: &str, victim: &Browser, bystander: Option<&Browser>, deed: impl Future<Output = ()>) {
        self.play_with(way, (victim, None), bystander, deed).await;
    }

    /// The same for somebody whose program, with this token, downloads as well.
    async fn play_with(
        &self,
        way: &str,
        (victim, token): (&Browser, Option<&str>),
        bystander: Option<&Browser>,
        deed: impl Future<Output = ()>,
    ) {
        let mut theirs = self.downloads(victim).await;
        if let Some(token) = token {
            let photo = id_of(self.photo.trim_end_matches("/original"));
            let path = format!("/-/api/v1/album/photo/{photo}/blobs/original");
            let bearer = format!("Bearer {token}");
            theirs.push(Download::begin(&victim.fresh(), "api", &path, &[("authorization", &bearer)]).await);
        }
        let other = match bystander {
            Some(browser) => Some(Download::begin(browser, "bystander", &self.photo, &[]).await),
            None => None,
        };
        deed.await;
        let acknowledged = Instant::now();
        for download in theirs {
            let road = download.road;
            let came = download.finish().await;
            println!("{way}, {road}: {came} bytes came, cut after {} ms", acknowledged.elapsed().as_millis());
            assert!(came < self.size_bytes - 1_000, "{way}, {road}: all of it came");
        }
        if let Some(download) = other {
            assert_eq!(download.finish().await, self.size_bytes, "{way}: somebody else's download was cut");
        }
    }

    async fn change(&self, page: &str, fields: &[(&str, &str)]) {
        let token = self.anne.get(page).await.expect(200).token_of(page);
        self.anne.post(page, &[vec![("token", token.as_str())], fields.to_vec()].concat()).await.expect(303);
    }
}

async fn every_way_of_losing_access_cuts_every_download_under_way_and_no_other(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let stage = Stage::new(world).await;
    let (anne, album) = (&stage.anne, stage.album.as_str());
    let visitor = || stage.world.browser();
    let other_link = anne.share_by_link(album, "viewer", "none").await;
    let other = visitor();
    other.visit(&other_link).await.expect(200);

    let (page, link) = invite(anne, album, "Jeanne", "", "viewer").await;
    let jeanne = visitor();
    jeanne.visit(&link.expect("a link")).await.expect(200);
    let cut = async { drop(stop(anne, album, share_of(&page)).await.expect(303)) };
    stage.play("a guest is cut", &jeanne, Some(&other), cut).await;

    let (page, link) = guarded_link(anne, album, "soleil cerise", "").await;
    let proved = visitor();
    prove(&proved, &link, "soleil cerise").await.expect(303);
    let fields = [("role", "viewer"), ("ends", ""), ("label", ""), ("password", "pomme poire"), ("downloads", "")];
    stage.play("another password", &proved, Some(&other), stage.change(&page, &fields)).await;

    prove(&proved, &link, "pomme poire").await.expect(303);
    let lower = [("role", "depositor"), ("ends", ""), ("label", "")];
    stage.play("a lower role", &proved, Some(&other), stage.change(&page, &lower)).await;

    let ending = anne.share_by_link(album, "viewer", "week").await;
    let late = visitor();
    late.visit(&ending).await.expect(200);
    let expire = async { stage.world.clock.advance(7 * MILLIS_PER_DAY) };
    stage.play("an end date", &late, Some(&other), expire).await;

    let bruno = stage.world.member("Bruno").await;
    let (page, _) = invite(anne, album, "Bruno", "bruno@example.org", "viewer").await;
    let account = stage.world.account("bruno@example.org").await;
    let (token, _) = crate::api::token(&stage.world.alpha, "bruno@example.org", crate::api::READING).await;
    let program = Some(token.as_str());
    let suspend = async { stage.world.alpha.suspend(&account, true).await.expect("suspended") };
    stage.play_with("a suspension", (&bruno, program), Some(&other), suspend).await;
    stage.world.alpha.suspend(&account, false).await.expect("taken back");
    bruno.forget_cookies();
    bruno.sign_in("bruno@example.org").await;
    let left_out = async { drop(stop(anne, album, share_of(&page)).await.expect(303)) };
    stage.play_with("a person left out", (&bruno, program), Some(&other), left_out).await;
    let group = stage.world.alpha.create_group("Chorale", Doer::OPERATOR).await.expect("a group");
    stage.world.alpha.join_group(&group, &account, Doer::OPERATOR).await.expect("joined");
    send(anne, album, "groups", &[("group", &group), ("role", "viewer")]).await.expect(303);
    let leave = async { stage.world.alpha.leave_group(&group, &account, Doer::OPERATOR).await.expect("left") };
    stage.play_with("leaving a group", (&bruno, program), Some(&other), leave).await;

    what_is_done_to_the_album_itself(&stage, &other).await;
}

async fn what_is_done_to_the_album_itself(stage: &Stage, other: &Browser) {
    let (anne, album) = (&stage.anne, stage.album.as_str());
    let photo = id_of(stage.photo.trim_end_matches("/original")).to_owned();
    let shift = |parent: &str| Change::Move { id: photo.clone(), parent: id_of(parent).to_owned() };
    let away = async { stage.world.change_as("anne@example.org", vec![shift(&stage.attic)]).await };
    stage.play("a move", other, Some(anne), away).await;
    stage.world.change_as("anne@example.org", vec![shift(album)]).await;
    let owner = stage.world.account("anne@example.org").await;
    let hold = async { assert!(stage.world.alpha.hold(&owner, true, Doer::OPERATOR).await.expect("held")) };
    stage.play("a hold on the owner", other, None, hold).await;
    stage.world.alpha.hold(&owner, false, Doer::OPERATOR).await.expect("released");
    anne.forget_cookies();
    anne.sign_in("anne@example.org").await;
    let trash = async { drop(anne.post(&format!("{album}/trash"), &[]).await.expect(303)) };
    stage.play("the trash", other, None, trash).await;
    anne.get(&page_of(album)).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_of_losing_access_cuts_every_download_under_way_and_no_other_on_sqlite() {
    Box::pin(every_way_of_losing_access_cuts_every_download_under_way_and_no_other(Backend::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_of_losing_access_cuts_every_download_under_way_and_no_other_on_postgresql() {
    Box::pin(every_way_of_losing_access_cuts_every_download_under_way_and_no_other(Backend::Postgres)).await;
}
