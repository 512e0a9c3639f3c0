use std::io::{Read as _, Write as _};

use veillee_ambient::{Random, SystemRandom};

use super::*;

const RECIPIENT: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
const IDENTITY: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

fn passphrase(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

fn sealed(clear: &[u8], recipient: &Recipient) -> Vec<u8> {
    let mut sealer = seal(Vec::new(), recipient, &SystemRandom).unwrap();
    sealer.write_all(clear).unwrap();
    sealer.finish().unwrap()
}

fn opened(file: &[u8], identity: Identity) -> Result<Vec<u8>, AgeError> {
    let mut clear = Vec::new();
    open(file, &[identity])?.read_to_end(&mut clear)?;
    Ok(clear)
}

fn sample(size_bytes: usize) -> Vec<u8> {
    let mut bytes = vec![0; size_bytes];
    let random: &dyn Random = &SystemRandom;
    random.fill(&mut bytes);
    bytes
}

#[test]
fn what_was_sealed_for_a_key_opens_with_it_alone_at_every_size() {
    let recipient = Recipient::parse(RECIPIENT).unwrap();
    for size_bytes in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
        let clear = sample(size_bytes);
        let file = sealed(&clear, &recipient);
        assert!(opened(&file, Identity::parse(IDENTITY).unwrap()).unwrap() == clear, "{size_bytes}");
        let other = Identity::X25519(Zeroizing::new([7; 32]));
        assert!(matches!(opened(&file, other), Err(AgeError::WrongKey)));
        let other = opened(&file, Identity::Passphrase(passphrase("a")));
        assert!(matches!(other, Err(AgeError::OtherKind)));
    }
}

#[test]
fn a_passphrase_opens_and_another_does_not() {
    let file = sealed(b"words", &Recipient::Passphrase(passphrase("quatre mots")));
    assert_eq!(opened(&file, Identity::Passphrase(passphrase("quatre mots"))).unwrap(), b"words");
    let wrong = opened(&file, Identity::Passphrase(passphrase("quatre maux")));
    assert!(matches!(wrong, Err(AgeError::WrongKey)), "{wrong:?}");
    let made_with = format!(" {}\n", crate::limits::SCRYPT_LOG_N);
    let costly = String::from_utf8_lossy(&file).replacen(&made_with, " 30\n", 1).into_bytes();
    let costly = opened(&costly, Identity::Passphrase(passphrase("quatre mots")));
    assert!(matches!(costly, Err(AgeError::TooMuchWork)), "{costly:?}");
}

#[test]
fn a_file_that_is_cut_or_changed_anywhere_is_noticed() {
    let file = sealed(&sample(140_000), &Recipient::parse(RECIPIENT).unwrap());
    let open = |file: &[u8]| opened(file, Identity::parse(IDENTITY).unwrap());
    for place in (0..400).chain((400..file.len()).step_by(997)).chain([file.len() - 1]) {
        assert!(open(&file[..place]).is_err(), "cut at {place}");
        let mut changed = file.clone();
        changed[place] ^= 1;
        assert!(open(&changed).is_err(), "changed at {place}");
    }
    assert!(open(&[file.as_slice(), b"more"].concat()).is_err());
}

#[test]
fn keys_are_told_by_their_checksum() {
    assert!(Recipient::parse(RECIPIENT).is_some() && Identity::parse(IDENTITY).is_some());
    for wrong in ["", "age1", RECIPIENT.trim_end_matches('j'), &RECIPIENT.replace('z', "y"), IDENTITY, "age1é"] {
        assert!(Recipient::parse(wrong).is_none(), "{wrong}");
    }
    let mixed = RECIPIENT.replacen("age", "AGE", 1);
    assert!(Recipient::parse(&mixed).is_none());
}
