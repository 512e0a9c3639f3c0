//! Tests that are the same on whatever database: functions of a [`Backend`](crate::world::Backend), named once.

/// Each named test runs on SQLite and on PostgreSQL, as `sqlite::NAME` and `postgres::NAME`.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::world::Backend::Sqlite).await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::world::Backend::Postgres).await;
            })+
        }
    };
}

/// Each named test runs on the database that the run chose, as `either::NAME`.
#[macro_export]
macro_rules! on_either {
    ($($name:ident),+ $(,)?) => {
        mod either {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::world::Backend::chosen()).await;
            })+
        }
    };
}
