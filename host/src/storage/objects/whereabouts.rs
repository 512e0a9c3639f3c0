use veillee_access::Fragment;

use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError};

/// Where an object is, for the host itself: this says nothing of anybody's rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Alive {
        container: String,
    },
    /// It is in the trash, or lies in something that is.
    Trash {
        container: String,
    },
    Gone,
}

/// Finds an object without asking for anybody.
pub async fn place_of(association: &Association, id: &str) -> Result<Place, DatabaseError> {
    let shapes = association.moment().shapes;
    let Some(shape) = shapes.of(id) else { return Ok(Place::Gone) };
    let mut select = Fragment::new(format!(
        "SELECT o.container, o.trashed_ms + coalesce((SELECT c.trashed_ms FROM container c WHERE c.id = o.container), 0) \
         FROM {} o WHERE o.id = ",
        shape.table()
    ));
    select.text_arg(id);
    let Some(row) = association.database().row(select).await? else { return Ok(Place::Gone) };
    let container = row.text(0)?;
    Ok(if row.int(1)? == 0 { Place::Alive { container } } else { Place::Trash { container } })
}
