use veillee_ambient::{Random, SystemRandom};
use zeroize::Zeroizing;

use crate::{ContentKey, MasterKey, OpenError, WrappingKey};

fn master_key() -> MasterKey {
    MasterKey::from_bytes(Zeroizing::new(SystemRandom.array()))
}

#[test]
fn a_chain_of_keys_unwraps_to_the_content_key() {
    let (master, wrapping, content) = (master_key(), WrappingKey::new(&SystemRandom), ContentKey::new(&SystemRandom));
    let wrapped_content = wrapping.wrap(&content, b"content 1", &SystemRandom);
    let wrapped_wrapping = master.wrap(&wrapping, b"association 1", &SystemRandom);
    assert_eq!((wrapped_content.len(), wrapped_wrapping.len()), (73, 73));
    let unwrapped = master.unwrap(&wrapped_wrapping, b"association 1").unwrap();
    assert!(unwrapped.unwrap(&wrapped_content, b"content 1").unwrap().as_bytes() == content.as_bytes());
    assert!(unwrapped.unwrap(&wrapped_content, b"content 2").is_err());
    assert!(master.unwrap(&wrapped_wrapping, b"association 2").is_err());
    assert!(WrappingKey::new(&SystemRandom).unwrap(&wrapped_content, b"content 1").is_err());
    assert!(master_key().unwrap(&wrapped_wrapping, b"association 1").is_err());
}

#[test]
fn a_wrapped_key_opens_with_no_bit_flipped_and_no_byte_cut() {
    let (wrapping, content) = (WrappingKey::new(&SystemRandom), ContentKey::new(&SystemRandom));
    let wrapped = wrapping.wrap(&content, b"", &SystemRandom);
    for bit in 0..wrapped.len() * 8 {
        let mut flipped = wrapped.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(wrapping.unwrap(&flipped, b"").is_err(), "bit {bit}");
    }
    for length in 0..wrapped.len() {
        assert!(wrapping.unwrap(&wrapped[..length], b"").is_err(), "cut to {length}");
    }
}

#[test]
fn a_small_value_opens_for_its_purpose_and_key_only() {
    let (key, master) = (WrappingKey::new(&SystemRandom), master_key());
    for clear in [&b""[..], b"page 2 after id 17", &[0; 3000]] {
        let sealed = key.seal_small("cursor", clear, &SystemRandom);
        assert_eq!(sealed.len(), ((clear.len() + 41) * 4).div_ceil(3));
        assert!(sealed.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
        assert_eq!(key.open_small("cursor", &sealed).unwrap(), clear);
        assert_eq!(key.open_small("flash", &sealed), Err(OpenError));
        assert_eq!(key.open_small("cursor2", &sealed), Err(OpenError));
        assert_eq!(master.open_small("cursor", &sealed), Err(OpenError));
        assert_ne!(key.seal_small("cursor", clear, &SystemRandom), sealed);
    }
    let sealed = master.seal_small("flash", b"saved", &SystemRandom);
    assert_eq!(master.open_small("flash", &sealed).unwrap(), b"saved");
}

#[test]
fn text_that_was_never_sealed_is_refused() {
    let key = WrappingKey::new(&SystemRandom);
    let long = "A".repeat(1_000_000);
    for text in ["", "A", "AQ", "é", "====", "AQ==", " ", "not base64 at all!", &long] {
        assert_eq!(key.open_small("cursor", text), Err(OpenError));
    }
}

#[test]
fn a_wrapped_key_is_no_small_value() {
    let (key, content) = (WrappingKey::new(&SystemRandom), ContentKey::new(&SystemRandom));
    let wrapped = key.wrap(&content, b"", &SystemRandom);
    let text = data_encoding::BASE64URL_NOPAD.encode(&wrapped);
    assert_eq!(key.open_small("wrap content key", &text), Err(OpenError));
}
