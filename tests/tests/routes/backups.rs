//! One file holds everything, and a host made from it serves the same.

use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;
use veillee::backup::{BackupError, Lock, Unlock};
use veillee_tests::world::{AGE_RECIPIENT, Answer, Backend, Browser, World, check_backup, identity_file, jpeg};

fn to_recipient() -> Lock {
    Lock::Recipient(AGE_RECIPIENT.to_owned())
}

struct Shelf {
    folder: TempDir,
}

impl Shelf {
    fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder") }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("veillee.age")
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("a folder");
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }
}

/// Albums with photos that are rows, files and several segments, one of them shared by a link.
async fn fill(world: &World) -> (Browser, String, Vec<String>, String) {
    let anne = world.administrator().await;
    let album = anne.album("Été à la mer").await;
    let photos = [jpeg(1, 900), jpeg(2, 30_000), jpeg(3, 9_000_000)];
    let files: Vec<(&str, &[u8])> = photos.iter().map(|photo| ("mer.jpg", photo.as_slice())).collect();
    let paths = anne.add_photos(&album, &files).await;
    let other = anne.album("Autre").await;
    anne.add_photos(&other, &[("x.jpg", &jpeg(4, 40_000))]).await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    (anne, album, paths, link)
}

async fn same(old: &Browser, new: &Browser, paths: &[String]) {
    for path in paths {
        let (one, other): (Answer, Answer) = (old.get(path).await.expect(200), new.get(path).await.expect(200));
        assert!(one.body == other.body, "{path}");
        for name in ["etag", "content-type", "content-length"] {
            assert_eq!(one.header(name), other.header(name), "{path}");
        }
    }
}

/// The drill: a restored host beside the old one serves the same.
async fn drill(from: Backend, to: Backend) {
    let Some(world) = World::on(from).await else { return };
    let shelf = Shelf::new();
    let (anne, album, paths, link) = fill(&world).await;
    let summary = world.back_up(&shelf.file(), &to_recipient(), true).await.expect("copied");
    assert_eq!((summary.copied.associations, summary.copied.segments, summary.absent.len()), (2, 6, 0));
    assert_eq!(shelf.names(), ["veillee.age"], "no draft is left");
    let report = check_backup(&shelf.file()).await.expect("whole");
    assert_eq!(report.read.segments, 6);
    assert_eq!(report.read.rows, summary.copied.rows);
    assert!(report.authenticated && report.damaged == 0 && report.absent == 0, "{report:?}");

    let unlock = Unlock::IdentityFile(identity_file(&shelf.file()));
    let Some((restored, report)) = World::restored(&shelf.file(), &unlock, to).await else { return };
    assert_eq!(report.read.segments, 6);
    let beside = restored.browser();
    beside.sign_in("anne@example.org").await;
    assert!(beside.get(&album).await.expect(200).text().contains("Été à la mer"));
    same(&anne, &beside, &paths).await;
    let (guest, other) = (world.browser(), restored.browser());
    guest.visit(&link).await.expect(200);
    other.visit(&link).await.expect(200);
    same(&guest, &other, &paths).await;
    // It is a host like any other.
    let more = beside.add_photos(&album, &[("neu.jpg", &jpeg(9, 1_000))]).await;
    assert_eq!(more.len(), 4);
    let again = shelf.folder.path().join("again.age");
    restored.back_up(&again, &to_recipient(), true).await.expect("copied");
    assert_eq!(check_backup(&again).await.expect("whole").read.segments, 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_host_serves_the_same_on_sqlite() {
    drill(Backend::Sqlite, Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_host_serves_the_same_on_postgresql() {
    drill(Backend::Postgres, Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_sqlite_comes_back_on_postgresql() {
    drill(Backend::Sqlite, Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_postgresql_comes_back_on_sqlite() {
    drill(Backend::Postgres, Backend::Sqlite).await;
}

async fn while_photos_come_and_go(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let shelf = Shelf::new();
    let (anne, album, ..) = fill(&world).await;
    let busy = async {
        for number in 0..15_u32 {
            let album = anne.album("Vite").await;
            let size = [700, 60_000, 4_500_000][usize::try_from(number % 3).expect("small")];
            anne.add_photos(&album, &[("p.jpg", &jpeg(100 + number, size))]).await;
            world.alpha.collect_doomed().await.expect("collected");
        }
    };
    let copies = async {
        for number in 0..4 {
            let file = shelf.folder.path().join(format!("{number}.age"));
            world.back_up(&file, &to_recipient(), true).await.expect("copied");
            let report = check_backup(&file).await.expect("whole");
            assert_eq!((report.damaged, report.absent), (0, 0));
        }
    };
    tokio::join!(busy, copies);
    anne.get(&album).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_whole_while_photos_come_on_sqlite() {
    while_photos_come_and_go(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_whole_while_photos_come_on_postgresql() {
    while_photos_come_and_go(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passphrase_opens_what_it_locked_and_nothing_else_does() {
    let world = World::new().await;
    let shelf = Shelf::new();
    let (_, album, ..) = fill(&world).await;
    let lock = Lock::Passphrase("quatre mots simples ici".to_owned());
    world.back_up(&shelf.file(), &lock, true).await.expect("copied");
    let read = async |unlock: Unlock| veillee::backup::read(&shelf.file(), &unlock, None, None, &mut |_| ()).await;
    let wrong = read(Unlock::Passphrase("quatre mots simples là".to_owned())).await;
    assert!(matches!(wrong, Err(BackupError::WrongLock)), "{wrong:?}");
    let other = read(Unlock::IdentityFile(identity_file(&shelf.file()))).await;
    assert!(matches!(other, Err(BackupError::Locked(_))), "{other:?}");
    let unlock = Unlock::Passphrase("quatre mots simples ici".to_owned());
    assert!(read(unlock).await.expect("opened").authenticated);
    let bytes = std::fs::read(shelf.file()).expect("read");
    for clear in ["Été à la mer", "anne@example.org", "databases/host", album.rsplit('/').next().expect("an id")] {
        assert!(!bytes.windows(clear.len()).any(|part| part == clear.as_bytes()), "{clear} stands in the file");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_key_a_backup_is_compared_and_opens_with_the_key_that_is_given() {
    let world = World::new().await;
    let shelf = Shelf::new();
    fill(&world).await;
    world.back_up(&shelf.file(), &to_recipient(), false).await.expect("copied");
    let report = check_backup(&shelf.file()).await.expect("whole");
    assert!(!report.authenticated && report.read.segments == 6);
    let unlock = Unlock::IdentityFile(identity_file(&shelf.file()));
    let key = Some(world.host.master().clone());
    let report = veillee::backup::read(&shelf.file(), &unlock, key, None, &mut |_| ()).await.expect("opened");
    assert!(report.authenticated);
    let other = veillee_vault::MasterKey::load_or_create(
        &shelf.folder.path().join("other.key"),
        &veillee_ambient::SystemRandom,
    );
    let wrong = veillee::backup::read(&shelf.file(), &unlock, Some(other.expect("a key")), None, &mut |_| ()).await;
    assert!(matches!(wrong, Err(BackupError::WrongKey)), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_is_cut_or_changed_anywhere_is_refused() {
    let world = World::new().await;
    let shelf = Shelf::new();
    fill(&world).await;
    world.back_up(&shelf.file(), &to_recipient(), true).await.expect("copied");
    let whole = std::fs::read(shelf.file()).expect("read");
    let mut refused = 0;
    for percent in 0..100 {
        let place = whole.len() * percent / 100;
        std::fs::write(shelf.file(), &whole[..place]).expect("written");
        assert!(check_backup(&shelf.file()).await.is_err(), "cut at {percent} %");
        refused += 1;
    }
    for number in 0..40 {
        let place = (whole.len() - 1) * number / 39;
        let mut changed = whole.clone();
        changed[place] ^= 0x10;
        std::fs::write(shelf.file(), changed).expect("written");
        assert!(check_backup(&shelf.file()).await.is_err(), "changed at {place}");
        refused += 1;
    }
    println!("{refused} of {refused} broken backups refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_before_a_backup_is_said_by_it() {
    let world = World::new().await;
    let shelf = Shelf::new();
    fill(&world).await;
    let segments = world.folder.path().join("data/associations").join(&world.alpha.id).join("segments");
    let mut files: Vec<PathBuf> = std::fs::read_dir(segments)
        .expect("segments")
        .flat_map(|folder| std::fs::read_dir(folder.expect("a folder").path()).expect("a folder"))
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    std::fs::remove_file(&files[0]).expect("removed");
    let mut bytes = std::fs::read(&files[1]).expect("read");
    bytes[100] ^= 1;
    std::fs::write(&files[1], bytes).expect("written");
    let summary = world.back_up(&shelf.file(), &to_recipient(), true).await.expect("copied");
    assert_eq!(summary.absent.len(), 1);
    let report = check_backup(&shelf.file()).await.expect("whole as it is");
    assert_eq!((report.absent, report.damaged), (1, 1));
    assert!(files[1].to_string_lossy().ends_with(report.damaged_names[0].rsplit('/').next().expect("a name")));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_put_over_what_is_there() {
    let world = World::new().await;
    let shelf = Shelf::new();
    fill(&world).await;
    world.back_up(&shelf.file(), &to_recipient(), true).await.expect("copied");
    let again = world.back_up(&shelf.file(), &to_recipient(), true).await;
    assert!(matches!(again, Err(BackupError::Exists(_))), "{again:?}");
    let unlock = Unlock::IdentityFile(identity_file(&shelf.file()));
    let target = |data: PathBuf, key_file: PathBuf| veillee::backup::Target {
        layout: veillee::storage::layout::Layout { data, database: None },
        key_file,
        random: std::sync::Arc::new(veillee_ambient::SystemRandom),
    };
    let full = shelf.folder.path().join("full");
    std::fs::create_dir(&full).expect("made");
    std::fs::write(full.join("a"), "a").expect("written");
    let refused = target(full.clone(), shelf.folder.path().join("a.key"));
    let refused = veillee::backup::read(&shelf.file(), &unlock, None, Some(&refused), &mut |_| ()).await;
    assert!(matches!(refused, Err(BackupError::NotEmpty(_))), "{refused:?}");
    assert_eq!(std::fs::read_dir(&full).expect("a folder").count(), 1);
    let other_key = shelf.folder.path().join("other.key");
    veillee_vault::MasterKey::load_or_create(&other_key, &veillee_ambient::SystemRandom).expect("a key");
    let refused = target(shelf.folder.path().join("new"), other_key);
    let refused = veillee::backup::read(&shelf.file(), &unlock, None, Some(&refused), &mut |_| ()).await;
    assert!(matches!(refused, Err(BackupError::OtherKey(_))), "{refused:?}");
    assert!(!shelf.folder.path().join("new").exists(), "the folder appears whole or not at all");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_age_opens_our_files_and_we_open_its() {
    let Some(age) = veillee_tests::services::age() else { return };
    let world = World::new().await;
    let shelf = Shelf::new();
    let (_, album, ..) = fill(&world).await;
    world.back_up(&shelf.file(), &to_recipient(), true).await.expect("copied");
    let (clear, again) = (shelf.folder.path().join("clear.tar"), shelf.folder.path().join("again.age"));
    let run = |arguments: &[&std::ffi::OsStr]| {
        let output = Command::new(&age).args(arguments).output().expect("age runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let identity = identity_file(&shelf.file());
    run(&["-d".as_ref(), "-i".as_ref(), identity.as_ref(), "-o".as_ref(), clear.as_ref(), shelf.file().as_ref()]);
    let listed = Command::new("tar").arg("-tf").arg(&clear).output().expect("tar runs");
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(listed.starts_with("start.json\nmaster.key\n") && listed.ends_with("manifest.json\n"), "{listed}");
    let rows = std::fs::read(&clear).expect("read");
    let id = album.rsplit('/').next().expect("an id");
    assert!(rows.windows(id.len()).any(|part| part == id.as_bytes()), "rows are readable without us");
    run(&["-r".as_ref(), AGE_RECIPIENT.as_ref(), "-o".as_ref(), again.as_ref(), clear.as_ref()]);
    assert_eq!(check_backup(&again).await.expect("opened").read.segments, 6);
}
