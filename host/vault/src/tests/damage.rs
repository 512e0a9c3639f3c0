use std::sync::Arc;

use object_store::local::LocalFileSystem;

use super::{Stored, sample};
use crate::sealed::{HEADER_BYTES, SEALED_CHUNK_BYTES};
use crate::{CHUNK_BYTES, Segment, VaultError};

#[tokio::test]
async fn every_flipped_bit_is_noticed() {
    let stored = Stored::in_memory(&sample(200)).await;
    let id = stored.segment(0).id;
    let sealed = stored.sealed(id).await;
    assert_eq!(sealed.len(), 249);
    for bit in 0..sealed.len() * 8 {
        let mut flipped = sealed.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        stored.replace(id, flipped).await;
        stored.assert_damaged(&format!("bit {bit}")).await;
    }
    stored.replace(id, sealed.clone()).await;
    assert_eq!(stored.read_all().await.unwrap(), sample(200));
    println!("{} bits flipped, 0 served", sealed.len() * 8);
}

#[tokio::test]
async fn a_cut_at_every_byte_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(LocalFileSystem::new_with_prefix(folder.path()).unwrap());
    let stored = Stored::put(store, &sample(200)).await;
    let id = stored.segment(0).id;
    let sealed = stored.sealed(id).await;
    for length in 0..sealed.len() {
        stored.replace(id, sealed[..length].to_vec()).await;
        stored.assert_damaged(&format!("cut to {length} bytes")).await;
    }
    println!("{} cuts, 0 served", sealed.len());
}

#[tokio::test]
async fn a_segment_cut_at_a_chunk_is_noticed_even_when_the_list_agrees() {
    let stored = Stored::in_memory(&sample(3 * CHUNK_BYTES)).await;
    let id = stored.segment(0).id;
    let sealed = stored.sealed(id).await;
    for chunks in 1..3 {
        stored.replace(id, sealed[..HEADER_BYTES + chunks * SEALED_CHUNK_BYTES].to_vec()).await;
        let shorter = [Segment { id, clear_bytes: (chunks * CHUNK_BYTES) as u64 }];
        assert!(matches!(stored.read_list(&shorter).await, Err(VaultError::Damaged)));
    }
}

#[tokio::test]
async fn chunks_in_another_order_are_noticed() {
    let stored = Stored::in_memory(&sample(3 * CHUNK_BYTES)).await;
    let id = stored.segment(0).id;
    let sealed = stored.sealed(id).await;
    let chunk = |number: usize| &sealed[HEADER_BYTES + number * SEALED_CHUNK_BYTES..][..SEALED_CHUNK_BYTES];
    for order in [[1, 0, 2], [0, 2, 1], [2, 1, 0], [0, 0, 2], [0, 1, 1]] {
        let mut mixed = sealed[..HEADER_BYTES].to_vec();
        for number in order {
            mixed.extend_from_slice(chunk(number));
        }
        stored.replace(id, mixed).await;
        stored.assert_damaged(&format!("chunks in the order {order:?}")).await;
    }
}

#[tokio::test]
async fn a_missing_segment_is_told_apart_from_a_damaged_one() {
    let stored = Stored::in_memory(&sample(200)).await;
    stored.vault.remove(&stored.segment(0).id).await.unwrap();
    assert!(matches!(stored.read_all().await, Err(VaultError::Missing)));
}

#[tokio::test]
async fn nothing_follows_the_first_damaged_piece() {
    use futures_util::StreamExt;
    let stored = Stored::in_memory(&sample(40 * CHUNK_BYTES)).await;
    let id = stored.segment(0).id;
    let mut sealed = stored.sealed(id).await;
    sealed[HEADER_BYTES + 20 * SEALED_CHUNK_BYTES] ^= 1;
    stored.replace(id, sealed).await;
    let size_bytes = stored.written.size_bytes;
    let reading = stored.vault.read(&stored.key, &super::CONTENT, &stored.written.segments, 0..size_bytes).unwrap();
    let pieces: Vec<_> = reading.collect().await;
    let (last, before) = pieces.split_last().unwrap();
    assert!(matches!(last, Err(VaultError::Damaged)));
    assert!(before.len() <= 20 && before.iter().all(Result::is_ok));
}

#[tokio::test]
async fn a_list_with_an_impossible_length_is_damage_not_a_crash() {
    let stored = Stored::in_memory(&sample(200)).await;
    for clear_bytes in [0, crate::SEGMENT_BYTES as u64 + 1, u64::MAX] {
        let list = [Segment { clear_bytes, ..stored.segment(0) }];
        let read = stored.vault.read(&stored.key, &super::CONTENT, &list, 0..1);
        assert!(matches!(read.err(), Some(VaultError::Damaged)));
    }
    for clear_bytes in [1, 199, 201, 70_000] {
        let list = [Segment { clear_bytes, ..stored.segment(0) }];
        assert!(matches!(stored.read_list(&list).await, Err(VaultError::Damaged)));
    }
}
