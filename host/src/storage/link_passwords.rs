//! Tries at the password of a link: after a few wrong ones the next has to wait, longer each time.
//!
//! Counted for each link, not for each address: whoever tries holds the link, and a school behind one address is not locked out by
//! another link. Wrong tries that run side by side are few: [`Passwords`](crate::identity::Passwords) hashes few at a time.

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::association::Association;
use super::sql::{Ask as _, DatabaseError};
use crate::limits;

impl Association {
    /// How long the next try at a link's password has to wait from now; 0 when it need not.
    pub async fn link_wait_ms(&self, share: &str) -> Result<Millis, DatabaseError> {
        let mut select = Fragment::new("SELECT tries, tried_ms FROM share WHERE id = ");
        select.text_arg(share);
        let Some(row) = self.database().row(select).await? else { return Ok(0) };
        let (tries, tried_ms, now_ms) = (row.count(0)?, row.int(1)?, self.clock.now_ms());
        if tried_ms > now_ms {
            // The clock was put back: from now on the wait is as long as it ever is, and it ends.
            let mut update = Fragment::new("UPDATE share SET tried_ms = ");
            update.int_arg(now_ms).push(" WHERE id = ").text_arg(share);
            self.database().execute(update).await?;
        }
        Ok(wait_left_ms(tries, now_ms.saturating_sub(tried_ms)))
    }

    /// Counts a wrong password; those of long ago are forgotten.
    pub async fn count_wrong_password(&self, share: &str) -> Result<(), DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut update = Fragment::new("UPDATE share SET tries = CASE WHEN tried_ms > ");
        update
            .int_arg(now_ms.saturating_sub(limits::LINK_TRIES_LIFE_MS))
            .push(" THEN tries + 1 ELSE 1 END, tried_ms = ");
        update.int_arg(now_ms).push(" WHERE id = ").text_arg(share);
        let mut transaction = self.begin().await?;
        transaction.execute(update).await?;
        transaction.commit().await
    }

    /// After a good password.
    pub async fn forget_wrong_passwords(&self, share: &str) -> Result<(), DatabaseError> {
        let mut update = Fragment::new("UPDATE share SET tries = 0 WHERE tries > 0 AND id = ");
        update.text_arg(share);
        let mut transaction = self.begin().await?;
        transaction.execute(update).await?;
        transaction.commit().await
    }
}

/// After so many wrong passwords, the last of them so long ago.
fn wait_left_ms(tries: u64, ago_ms: Millis) -> Millis {
    let Some(over) = tries.checked_sub(u64::from(limits::LINK_TRIES_FREE)) else { return 0 };
    // A try that is yet to come, because the clock was put back, was just now.
    let ago_ms = ago_ms.max(0);
    if ago_ms >= limits::LINK_TRIES_LIFE_MS {
        return 0;
    }
    let doublings = u32::try_from(over).unwrap_or(u32::MAX).min(30);
    let wait_ms = (limits::LINK_WAIT_FIRST_MS << doublings).min(limits::LINK_WAIT_LONGEST_MS);
    (wait_ms - ago_ms).max(0)
}

#[cfg(test)]
mod tests {
    use super::wait_left_ms;
    use crate::limits::{LINK_TRIES_FREE, LINK_TRIES_LIFE_MS, LINK_WAIT_LONGEST_MS};

    #[test]
    fn the_first_tries_are_free_and_each_further_one_waits_twice_as_long() {
        let free = u64::from(LINK_TRIES_FREE);
        assert_eq!(wait_left_ms(0, 0), 0);
        assert_eq!(wait_left_ms(free - 1, 0), 0);
        assert_eq!([0, 1, 2, 3].map(|more| wait_left_ms(free + more, 0)), [1_000, 2_000, 4_000, 8_000]);
        assert_eq!(wait_left_ms(free + 2, 1_500), 2_500);
        assert_eq!(wait_left_ms(u64::MAX, 0), LINK_WAIT_LONGEST_MS);
        assert_eq!(wait_left_ms(u64::MAX, -5_000), LINK_WAIT_LONGEST_MS);
        assert_eq!(wait_left_ms(u64::MAX, LINK_TRIES_LIFE_MS), 0);
    }
}
