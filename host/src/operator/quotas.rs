//! How much each may keep: looked at and set.

use crate::storage::Association;
use crate::storage::quota::{ASSOCIATION_OWNER, Allowance, Budget, Standing};
use crate::storage::sql::DatabaseError;

/// Who is meant, in an operator's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The account with this mail address.
    Address(String),
    /// Each person who has no limit of their own.
    Each,
    /// What belongs to the association itself.
    Association,
    /// Everybody and everything together.
    All,
}

impl Whom {
    /// `each`, `association`, `all`, or a mail address.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "each" => Some(Self::Each),
            "association" => Some(Self::Association),
            "all" => Some(Self::All),
            address if address.contains('@') => Some(Self::Address(address.to_owned())),
            _ => None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum QuotaError {
    #[error("no account has the address {0}")]
    NoAccount(String),
    #[error("the soft limit must not be above the hard one")]
    SoftAboveHard,
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// One line of what is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// A mail address, a guest's name, or `association`, `all`.
    pub who: String,
    pub standing: Standing,
}

/// Everybody who holds something, the largest first; then all together.
pub async fn show(association: &Association) -> Result<Vec<Line>, QuotaError> {
    let mut lines = Vec::new();
    for owner in association.payers().await? {
        let standing = association.standing(&Budget::Owner(owner.clone())).await?;
        let who = association.payer_name(&owner).await?;
        lines.push(Line { who, standing });
    }
    lines.push(Line { who: "all".to_owned(), standing: association.standing(&Budget::Whole).await? });
    Ok(lines)
}

/// What stands for one of them.
pub async fn show_one(association: &Association, whom: &Whom) -> Result<Standing, QuotaError> {
    let budget = budget(association, whom).await?;
    Ok(association.standing(&budget).await?)
}

/// Sets the limits of one of them as `change` makes them of those that stand.
pub async fn set(
    association: &Association,
    whom: &Whom,
    change: impl FnOnce(&mut Allowance) + Send,
) -> Result<Allowance, QuotaError> {
    let budget = budget(association, whom).await?;
    let mut allowance = association.allowance(&budget).await?;
    change(&mut allowance);
    let above = |soft: Option<i64>, hard: Option<i64>| soft.zip(hard).is_some_and(|(soft, hard)| soft > hard);
    if above(allowance.soft_bytes, allowance.hard_bytes) || above(allowance.soft_objects, allowance.hard_objects) {
        return Err(QuotaError::SoftAboveHard);
    }
    association.set_allowance(&budget, allowance).await?;
    Ok(allowance)
}

async fn budget(association: &Association, whom: &Whom) -> Result<Budget, QuotaError> {
    Ok(match whom {
        Whom::Each => Budget::EachPerson,
        Whom::Association => Budget::Owner(ASSOCIATION_OWNER.to_owned()),
        Whom::All => Budget::Whole,
        Whom::Address(address) => {
            let account = association.account_by_address(address).await?;
            Budget::Owner(account.ok_or_else(|| QuotaError::NoAccount(address.clone()))?.id)
        }
    })
}

/// Bytes of a size as an operator writes it: `500MB`, `1.5 GB`, `2000000`. Units are decimal, as on a disk's box.
pub fn parse_size(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let power: u32 = match unit.trim().to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "KB" | "K" => 3,
        "MB" | "M" => 6,
        "GB" | "G" => 9,
        "TB" | "T" => 12,
        _ => return None,
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || part.len() > power as usize || part.contains('.') {
        return None;
    }
    let padded = format!("{whole}{part:0<width$}", width = power as usize);
    padded.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_as_people_write_it() {
        for (text, bytes) in [
            ("0", 0),
            ("500MB", 500_000_000),
            ("1.5 GB", 1_500_000_000),
            ("2tb", 2_000_000_000_000),
            ("12 k", 12_000),
            ("7B", 7),
        ] {
            assert_eq!(parse_size(text), Some(bytes), "{text}");
        }
        for wrong in ["", "GB", "1.5", "1.2.3GB", "-1", "1 PB", "1e9", "99999999999999999999", "1.2345KB"] {
            assert_eq!(parse_size(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn whom_is_a_word_or_an_address() {
        assert_eq!(Whom::parse("each"), Some(Whom::Each));
        assert_eq!(Whom::parse("a@b.example"), Some(Whom::Address("a@b.example".to_owned())));
        assert_eq!(Whom::parse("anne"), None);
    }
}
