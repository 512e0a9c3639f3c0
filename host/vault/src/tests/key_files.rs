use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use veillee_ambient::SystemRandom;

use crate::{KeyFileError, MasterKey, WrappingKey};

/// Two master keys are the same if one opens what the other sealed.
fn same(one: &MasterKey, other: &MasterKey) -> bool {
    let wrapped = one.wrap(&WrappingKey::new(&SystemRandom), b"", &SystemRandom);
    other.unwrap(&wrapped, b"").is_ok()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_key_file_is_made_once_for_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    assert!(matches!(MasterKey::load(&path).err(), Some(KeyFileError::Absent { .. })));
    let made = MasterKey::load_or_create(&path, &SystemRandom).unwrap();
    assert_eq!(mode(&path), 0o600);
    assert!(same(&made, &MasterKey::load_or_create(&path, &SystemRandom).unwrap()));
    assert!(same(&made, &MasterKey::load(&path).unwrap()));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no draft is left");
}

#[test]
fn a_key_file_open_to_others_is_refused_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    MasterKey::load_or_create(&path, &SystemRandom).unwrap();
    for exposed in [0o640, 0o604, 0o620, 0o602, 0o660, 0o644, 0o666, 0o777] {
        fs::set_permissions(&path, Permissions::from_mode(exposed)).unwrap();
        let error = MasterKey::load_or_create(&path, &SystemRandom).err().unwrap();
        let sentence = error.to_string();
        assert!(sentence.contains(&format!("(mode {exposed:04o})")) && sentence.contains("chmod 600"), "{sentence}");
    }
    fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    MasterKey::load(&path).unwrap();
}

#[test]
fn a_file_that_holds_no_key_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    for text in
        [String::new(), "\n".into(), "ab".repeat(31), "ab".repeat(33), "zz".repeat(32), "ab".repeat(32) + "\n\n"]
    {
        fs::write(&path, &text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let error = MasterKey::load_or_create(&path, &SystemRandom).err();
        assert!(matches!(error, Some(KeyFileError::Malformed { .. })), "{text:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn two_that_make_the_key_at_the_same_time_get_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    let keys: Vec<MasterKey> = std::thread::scope(|scope| {
        let makers: Vec<_> =
            (0..8).map(|_| scope.spawn(|| MasterKey::load_or_create(&path, &SystemRandom).unwrap())).collect();
        makers.into_iter().map(|maker| maker.join().unwrap()).collect()
    });
    assert!(keys.iter().all(|key| same(&keys[0], key)));
}

#[test]
fn a_folder_that_does_not_exist_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = MasterKey::load_or_create(&folder.path().join("nowhere/master.key"), &SystemRandom).err().unwrap();
    assert!(matches!(error, KeyFileError::Io { .. }), "{error}");
}
