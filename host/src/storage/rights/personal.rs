//! Which rows of which tables are about one person.
//!
//! A test reads the columns of all tables of the core: one that is called after a person and stands neither here nor in
//! [`ELSEWHERE`] stops it.

/// Rows that go with an account or a guest: table, and the column with their id.
pub(super) const OF_AN_ACCOUNT: &[(&str, &str)] = &[
    ("session", "principal"),
    ("account_token", "principal"),
    ("job", "actor"),
    ("mailed_link", "principal"),
    ("receipt", "principal"),
    ("usage_limit", "owner"),
    ("totp", "account"),
    ("recovery_code", "account"),
    ("passkey", "account"),
    ("pending_sign_in", "account"),
    ("factor_failures", "account"),
    ("account_group_member", "account"),
    ("association_role", "account"),
    ("account_hold", "account"),
    ("erasure", "account"),
    ("share", "guest"),
    ("invited_guest", "id"),
    ("account", "id"),
    ("principal", "id"),
];

/// Columns with the id of a person that an erasure leaves, or treats in another way.
#[cfg(test)]
pub(super) const ELSEWHERE: [(&str, &str); 8] = [
    // The chain of the log: an id that names nobody any more.
    ("audit_entry", "person"),
    // That somebody was erased is all that is left of them.
    ("erased", "account"),
    // Handed to the association, or gone with the tree.
    ("container", "owner"),
    // What is counted goes to whoever has the objects; room that is held ends by itself.
    ("usage", "owner"),
    ("reservation", "owner"),
    // The digest of a session, which goes; what was held ends by itself.
    ("upload", "holder"),
    // Whose turn it is at a mail or a job: a worker of the host.
    ("mail", "holder"),
    ("job", "holder"),
];

/// Names of columns that hold the id of a person.
#[cfg(test)]
pub(super) const NAMES: [&str; 7] = ["account", "principal", "person", "owner", "holder", "actor", "guest"];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use veillee_access::{Arg, Fragment};

    use super::{ELSEWHERE, NAMES, OF_AN_ACCOUNT};
    use crate::storage::schema::apply_core;
    use crate::storage::sql::{Ask as _, Database};

    #[tokio::test]
    async fn every_column_with_a_person_is_thought_of() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::sqlite(&folder.path().join("a.db")).await.unwrap();
        let mut transaction = database.begin().await.unwrap();
        apply_core(&mut transaction).await.unwrap();
        let mut forgotten = BTreeSet::new();
        for row in transaction.rows(Fragment::new(transaction.dialect().tables())).await.unwrap() {
            let table = row.text(0).unwrap();
            let mut columns = Fragment::new(transaction.dialect().columns_of_table());
            columns.args.push(Arg::Text(table.clone()));
            for row in transaction.rows(columns).await.unwrap() {
                let column = row.text(0).unwrap();
                let known = |list: &[(&str, &str)]| list.iter().any(|(of, name)| *of == table && *name == column);
                if NAMES.contains(&column.as_str()) && !known(OF_AN_ACCOUNT) && !known(&ELSEWHERE) {
                    forgotten.insert(format!("{table}.{column}"));
                }
            }
        }
        assert_eq!(forgotten, BTreeSet::new(), "say in OF_AN_ACCOUNT or ELSEWHERE what an erasure does with it");
    }
}
