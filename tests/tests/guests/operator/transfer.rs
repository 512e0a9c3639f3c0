use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use veillee_tests::world::{Backend, PASSWORD, Real, World, finish, jpeg, json, plugins, refused, soak};

use super::{account, wait, with_association};

const PASSPHRASE: &str = "sept mots pour une boite fermee";

/// None when the database is not there: the test is then counted as not run.
fn real_on(backend: Backend) -> Option<Real> {
    match wait(World::database(backend))? {
        None => Some(Real::new()),
        Some(url) => Some(Real::new().with_database(url)),
    }
}

fn export(real: &Real, association: &str, file: &Path) -> Output {
    let path = file.to_str().unwrap();
    real.run_with(&["association", "export", association, path, "--passphrase-stdin", "--json"], PASSPHRASE)
}

fn import(real: &Real, file: &Path, passphrase: &str, more: &[&str]) -> Output {
    let path = file.to_str().unwrap();
    let arguments = [&["association", "import", path, "--passphrase-stdin", "--json"], more].concat();
    real.run_with(&arguments, passphrase)
}

fn ids(real: &Real) -> Vec<String> {
    let listed = real.json(&["association", "list"]);
    listed.as_array().unwrap().iter().map(|card| card["id"].as_str().unwrap().to_owned()).collect()
}

/// Photos that are rows, one file, and several segments.
fn photos() -> [Vec<u8>; 3] {
    [jpeg(1, 900), jpeg(2, 300_000), jpeg(3, 9_000_000)]
}

/// An association with an album: its id, the album's path, and those of its photos.
fn fill(real: &Real, domain: &str) -> (String, String, Vec<String>) {
    let made = real.json(&["association", "create", "--name", "Les Amis de l'\u{c9}t\u{e9}", "--domain", domain]);
    let id = made["id"].as_str().unwrap().to_owned();
    let anne = [account("anne@example.org", "admin"), vec!["--association", &id]].concat();
    json(&real.run_with(&anne, PASSWORD));
    let served = real.serve(&["--plugins", plugins().to_str().unwrap()]);
    let (album, paths) = wait(async {
        let anne = served.browser_at(domain);
        anne.sign_in("anne@example.org").await;
        let album = anne.album("\u{c0} la mer").await;
        let photos = photos();
        let files: Vec<(&str, &[u8])> = photos.iter().map(|photo| ("mer.jpg", photo.as_slice())).collect();
        let paths = anne.add_photos(&album, &files).await;
        assert_eq!(paths.len(), 3);
        (album, paths)
    });
    assert!(served.stop().success());
    (id, album, paths)
}

/// Everything is there as it was, under this name.
fn shows(real: &Real, domain: &str, album: &str, paths: &[String]) {
    let served = real.serve(&["--plugins", plugins().to_str().unwrap()]);
    wait(async {
        let anne = served.browser_at(domain);
        anne.sign_in("anne@example.org").await;
        assert!(anne.get(album).await.expect(200).text().contains("\u{c0} la mer"));
        let mut kept: Vec<Vec<u8>> = photos().into();
        for path in paths {
            let bytes = anne.get(path).await.expect(200).body;
            let place = kept.iter().position(|photo| *photo == bytes).expect("a photo as it was");
            kept.remove(place);
        }
        assert!(kept.is_empty());
        // And it goes on: the same person adds a photo to the same album.
        assert_eq!(anne.add_photos(album, &[("apres.jpg", &jpeg(9, 5_000))]).await.len(), 4);
    });
    assert!(served.stop().success());
}

fn an_association_moves_with_all_it_holds(from: Backend, to: Backend) {
    let (Some(old), Some(new)) = (real_on(from), real_on(to)) else { return };
    let (id, album, paths) = fill(&old, "amis.localhost");
    let file = old.folder.path().join("amis.veillee");
    // Out of a running host, into a running one that has another association already.
    let served = old.serve(&[]);
    let exported = json(&export(&old, "amis.localhost", &file));
    assert_eq!(exported["id"], id);
    // Pictures are made when the host likes, and lie in segments too.
    assert!(exported["segments"].as_u64() >= Some(5), "{exported}");
    drop(served);
    json(&new.run_with(&account("autre@example.org", "admin"), PASSWORD));
    let served = new.serve(&["--plugins", plugins().to_str().unwrap()]);
    let imported = json(&import(&new, &file, PASSPHRASE, &[]));
    assert_eq!((&imported["id"], &imported["domains"][0]), (&exported["id"], &"amis.localhost".into()));
    wait(async { served.browser_at("amis.localhost").get("/").await.expect(200) });
    drop(served);
    assert_eq!(ids(&new).len(), 2);
    shows(&new, "amis.localhost", &album, &paths);
    // A second time it is there already, by a stopped host and under whatever name.
    assert!(refused(&import(&new, &file, PASSPHRASE, &["--domain", "b.localhost"]), 2).contains("here already"));
    shows_still(&old, &id);
}

/// The old host keeps what it has: whoever moved takes the name away when all is well.
fn shows_still(old: &Real, id: &str) {
    assert_eq!(ids(old), [id]);
}

#[test]
fn an_association_moves_with_all_it_holds_from_sqlite_to_postgresql() {
    an_association_moves_with_all_it_holds(Backend::Sqlite, Backend::Postgres);
}

#[test]
fn an_association_moves_with_all_it_holds_from_postgresql_to_sqlite() {
    an_association_moves_with_all_it_holds(Backend::Postgres, Backend::Sqlite);
}

fn what_does_not_come_in_leaves_nothing(backend: Backend) {
    let old = with_association();
    let id = ids(&old)[0].clone();
    json(&old.run_with(&account("anne@example.org", "admin"), PASSWORD));
    let file = old.folder.path().join("amis.veillee");
    json(&export(&old, &id, &file));
    assert_eq!(refused(&export(&old, &id, &file), 2).matches("is there already").count(), 1);
    let short = ["association", "export", &id, "/tmp/never.veillee", "--passphrase-stdin"];
    assert!(refused(&old.run_with(&short, "court"), 2).contains("at least 12"));
    assert!(!Path::new("/tmp/never.veillee").exists() && !Path::new("/tmp/never.veillee.part").exists());

    let Some(new) = real_on(backend) else { return };
    json(&new.run_with(&account("autre@example.org", "admin"), PASSWORD));
    let whole = std::fs::read(&file).unwrap();
    let try_it = |bytes: &[u8], passphrase: &str| {
        let bad: PathBuf = old.folder.path().join("bad.veillee");
        std::fs::write(&bad, bytes).unwrap();
        refused(&import(&new, &bad, passphrase, &["--domain", "amis.localhost"]), 2)
    };
    let mut tries = 0;
    let mut judge = |sentence: String, part: &str| {
        assert!(sentence.contains(part), "{sentence}");
        tries += 1;
    };
    judge(try_it(&whole, "un autre mot de passe"), "does not open");
    judge(try_it(b"not a file of ours", PASSPHRASE), "no backup");
    judge(try_it(b"", PASSPHRASE), "no backup");
    // Each try works out a key of the passphrase, which is slow on purpose.
    let parts = if soak() { 20 } else { 5 };
    for part in 1..parts {
        judge(try_it(&whole[..whole.len() * part / parts], PASSPHRASE), "");
        let mut changed = whole.clone();
        changed[whole.len() * part / parts] ^= 1;
        judge(try_it(&changed, PASSPHRASE), "");
    }
    // Its own name is another's here.
    judge(refused(&import(&new, &file, PASSPHRASE, &[]), 2), "localhost answers for another association");
    assert_eq!(ids(&new).len(), 1);
    let folders = std::fs::read_dir(new.data.join("associations")).unwrap().count();
    assert_eq!(folders, 1, "nothing half-made stays");
    json(&import(&new, &file, PASSPHRASE, &["--domain", "amis.localhost"]));
    assert_eq!(ids(&new).len(), 2);
    println!("import: {tries} refused");
}

#[test]
fn what_does_not_come_in_leaves_nothing_on_sqlite() {
    what_does_not_come_in_leaves_nothing(Backend::Sqlite);
}

#[test]
fn what_does_not_come_in_leaves_nothing_on_postgresql() {
    what_does_not_come_in_leaves_nothing(Backend::Postgres);
}

#[test]
fn an_import_that_is_killed_shows_nothing_and_can_be_given_again() {
    let old = Real::new();
    let (id, album, paths) = fill(&old, "amis.localhost");
    let file = old.folder.path().join("amis.veillee");
    json(&export(&old, &id, &file));
    let Some(new) = real_on(Backend::chosen()) else { return };
    json(&new.run_with(&account("autre@example.org", "admin"), PASSWORD));
    let path = file.to_str().unwrap();
    let arguments = ["association", "import", path, "--passphrase-stdin"];
    let mut done = 0;
    let rounds = if soak() { 10 } else { 4 };
    for round in 0..rounds {
        let served = (round % 2 == 0).then(|| new.serve(&[]));
        let mut child = new.start_with(&arguments, PASSPHRASE);
        std::thread::sleep(Duration::from_millis(150 * (round + 1)));
        match served {
            Some(served) => served.kill(),
            None => child.kill().unwrap(),
        }
        finish(child);
        let known = ids(&new).contains(&id);
        let has_folder = new.data.join("associations").join(&id).exists();
        assert_eq!(known, has_folder, "round {round}");
        if known {
            done = round;
            break;
        }
    }
    if !ids(&new).contains(&id) {
        json(&import(&new, &file, PASSPHRASE, &[]));
    }
    shows(&new, "amis.localhost", &album, &paths);
    println!("import: killed until round {done}");
}
