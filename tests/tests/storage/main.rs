//! What storage promises, on SQLite and on PostgreSQL, and random worlds against a plain model.

#![expect(clippy::expect_used, reason = "a test stops where it cannot go on")]
#![allow(clippy::panic, reason = "a test stops where it cannot go on")]

mod bench;
mod sketches;

/// Each named test runs on both databases.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                super::$name(crate::bench::Bench::sqlite().await).await;
            })+
        }

        mod postgres {
            $(#[tokio::test]
            async fn $name() {
                if let Some(bench) = crate::bench::Bench::postgres().await {
                    super::$name(bench).await;
                }
            })+
        }
    };
}

mod audit;
mod blobs;
mod changes;
mod deeds;
mod grouped;
mod guest_rights;
mod ledger;
mod lists;
mod outbox;
mod pictures;
mod places;
mod quotas;
mod random_worlds;
mod rights;
mod scrub;
mod settings;
mod sharing;
mod tables;
mod uploads;
mod whole;
mod words;
mod worlds_of_the_contract;
