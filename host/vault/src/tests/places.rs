//! A segment opens at its own place only.

use std::collections::HashSet;

use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use aes_gcm::{Aes256Gcm, Key};
use veillee_ambient::SystemRandom;

use super::{CONTENT, Stored, random, sample};
use crate::sealed::HEADER_BYTES;
use crate::{ContentKey, SEGMENT_BYTES, Segment, VaultError};

#[tokio::test]
async fn segments_in_another_order_are_noticed() {
    let stored = Stored::in_memory(&sample(3 * SEGMENT_BYTES)).await;
    let [first, second, third] = stored.written.segments[..] else { panic!("three segments") };
    for list in [vec![second, first, third], vec![first, third], vec![second, third], vec![first, first, third]] {
        assert!(matches!(stored.read_list(&list).await, Err(VaultError::Damaged)));
    }
}

#[tokio::test]
async fn segments_swapped_in_the_store_are_noticed() {
    let stored = Stored::in_memory(&sample(2 * SEGMENT_BYTES)).await;
    let [first, second] = stored.written.segments[..] else { panic!("two segments") };
    let (one, two) = (stored.sealed(first.id).await, stored.sealed(second.id).await);
    stored.replace(first.id, two).await;
    stored.replace(second.id, one).await;
    stored.assert_damaged("swapped").await;
}

#[tokio::test]
async fn a_segment_of_an_earlier_try_does_not_replace_a_later_one() {
    let stored = Stored::in_memory(&sample(200)).await;
    let mut again = stored.vault.writer(&stored.key, &CONTENT, random());
    again.write(&sample(200)).await.unwrap();
    let again: Segment = again.finish().await.unwrap().segments[0];
    stored.replace(stored.segment(0).id, stored.sealed(again.id).await).await;
    stored.assert_damaged("the same bytes under another id").await;
}

#[tokio::test]
async fn another_key_or_another_content_opens_nothing() {
    let mut stored = Stored::in_memory(&sample(200)).await;
    let mut other_content = CONTENT;
    other_content[0] ^= 1;
    let read = stored.vault.read_small(&stored.key, &other_content, &stored.written.segments).await;
    assert!(matches!(read, Err(VaultError::Damaged)));
    stored.key = ContentKey::new(&SystemRandom);
    stored.assert_damaged("another key").await;
}

#[tokio::test]
async fn a_segment_of_another_content_is_noticed() {
    let stored = Stored::in_memory(&sample(200)).await;
    let foreign = Stored::in_memory(&sample(200)).await;
    stored.replace(stored.segment(0).id, foreign.sealed(foreign.segment(0).id).await).await;
    stored.assert_damaged("foreign").await;
}

/// The construction is the published one: an independent implementation opens it.
#[tokio::test]
async fn the_crate_aead_stream_opens_a_segment() {
    let clear = sample(2 * crate::CHUNK_BYTES + 7);
    let stored = Stored::in_memory(&clear).await;
    let id = stored.segment(0).id;
    let sealed = stored.sealed(id).await;
    let mut derived = [0; 39];
    blake3::Hasher::new_derive_key("veillee vault 2: key and nonce prefix of a segment")
        .update(stored.key.as_bytes())
        .update(&sealed[1..HEADER_BYTES])
        .update(&CONTENT)
        .update(&0_u32.to_be_bytes())
        .update(id.as_bytes())
        .finalize_xof()
        .fill(&mut derived);
    let (key, prefix) = derived.split_first_chunk::<32>().unwrap();
    let prefix: [u8; 7] = prefix.try_into().unwrap();
    let stream = StreamBE32::<Aes256Gcm>::new(&Key::<Aes256Gcm>::from(*key), &prefix.into());
    let mut opened = Vec::new();
    for (number, chunk) in (0_u32..).zip(sealed[HEADER_BYTES..].chunks(crate::CHUNK_BYTES + 16)) {
        let mut chunk = chunk.to_vec();
        stream.decrypt_in_place(number, number == 2, b"", &mut chunk).unwrap();
        opened.append(&mut chunk);
    }
    assert!(opened == clear);
}

#[tokio::test]
async fn no_salt_comes_twice() {
    let stored = Stored::in_memory(&sample(2 * SEGMENT_BYTES)).await;
    let mut salts = HashSet::new();
    for _ in 0..500 {
        let mut writer = stored.vault.writer(&stored.key, &CONTENT, random());
        writer.write(b"the same bytes").await.unwrap();
        let segment = writer.finish().await.unwrap().segments[0];
        assert!(salts.insert(stored.sealed(segment.id).await[1..HEADER_BYTES].to_vec()));
    }
    for segment in &stored.written.segments {
        assert!(salts.insert(stored.sealed(segment.id).await[1..HEADER_BYTES].to_vec()));
    }
}
