//! The end of an uninstalled service's data: rows, words, shares and keys go, the files follow.

use std::collections::BTreeMap;

use veillee_access::Fragment;

use super::association::Association;
use super::blobs::{Bill, forget_blobs};
use super::objects::ObjectError;
use super::quota::{Amounts, Charges};
use super::shape::Shape;
use super::sql::{Ask as _, DatabaseError, Transaction};
use crate::limits;

impl Association {
    /// Destroys everything a service kept, a batch at a time, and says how many objects went. Nobody sees them since it
    /// was uninstalled, so no decision changes. Killed in between, the next round goes on. The numbers of its
    /// collections are never given again.
    pub async fn purge_service(&self, service: &str) -> Result<usize, ObjectError> {
        let mut select = Fragment::new("SELECT number, name FROM collection WHERE service = ");
        select.text_arg(service);
        let mut purged = 0;
        for row in self.database().rows(select).await? {
            let (number, name) = (row.int(0)?, row.text(1)?);
            purged += self.purge_collection(number, &Shape::table_name(service, &name)).await?;
        }
        let mut transaction = self.begin().await?;
        for rest in [
            "share_download WHERE share IN (SELECT id FROM share WHERE service = $1)",
            "session_share WHERE share IN (SELECT id FROM share WHERE service = $1)",
            "share WHERE service = $1",
            "container_path WHERE container IN (SELECT id FROM container WHERE service = $1)",
            "container WHERE service = $1",
            "adopted WHERE service = $1",
            "job WHERE service = $1",
            "schedule WHERE service = $1",
        ] {
            let mut delete = Fragment::new(format!("DELETE FROM {rest}"));
            delete.args.push(veillee_access::Arg::Text(service.to_owned()));
            transaction.execute(delete).await?;
        }
        transaction.commit().await?;
        Ok(purged)
    }

    async fn purge_collection(&self, number: i64, table: &str) -> Result<usize, ObjectError> {
        let mut purged = 0;
        loop {
            let mut transaction = self.begin().await?;
            // A number may have been given without the table being made.
            if !exists(&mut transaction, table).await? {
                return Ok(purged);
            }
            let select = Fragment::new(format!("SELECT id, owner FROM {table} LIMIT {}", limits::PURGE_BATCH));
            let rows = transaction.rows(select).await?;
            let owners: BTreeMap<String, String> =
                rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect::<Result<_, DatabaseError>>()?;
            let ids: Vec<String> = owners.keys().cloned().collect();
            if ids.is_empty() {
                transaction.execute(Fragment::new(format!("DROP TABLE {table}"))).await?;
                for rest in ["word", "field"] {
                    let mut delete = Fragment::new(format!("DELETE FROM {rest} WHERE collection = "));
                    delete.int_arg(number);
                    transaction.execute(delete).await?;
                }
                transaction.commit().await?;
                return Ok(purged);
            }
            let (shapes, mut charges) = (self.moment().shapes, Charges::default());
            for owner in owners.values() {
                charges.add(owner, Amounts::objects(-1));
            }
            let mut bill = Bill { shapes: &shapes, charges: &mut charges, owners: &owners };
            forget_blobs(&mut transaction, &mut bill, &ids, None, self.clock.now_ms()).await?;
            charges.record(&mut transaction).await?;
            for rows in ["receipt WHERE object".to_owned(), format!("{table} WHERE id")] {
                let mut delete = Fragment::new(format!("DELETE FROM {rows} IN "));
                delete.list_arg(&ids);
                transaction.execute(delete).await?;
            }
            transaction.commit().await?;
            purged += ids.len();
        }
    }
}

async fn exists(transaction: &mut Transaction, table: &str) -> Result<bool, ObjectError> {
    let mut columns = Fragment::new(transaction.dialect().columns_of_table());
    columns.args.push(veillee_access::Arg::Text(table.to_owned()));
    Ok(transaction.row(columns).await?.is_some())
}
