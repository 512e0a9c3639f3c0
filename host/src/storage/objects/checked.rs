//! The service's own check of what a change-set leaves, inside of its transaction.

use std::sync::Arc;

use veillee_access::{Collection, Fragment};
use veillee_engine::types::{Change, FieldChange, Fields};

use super::commit::Progress;
use super::{ObjectError, values};
use crate::storage::rules::{FieldRules, RuleRefusal};
use crate::storage::shape::Shape;
use crate::storage::sql::{Ask as _, DatabaseError};

/// An object whose fields change, as it was before the first change; none for one that is made.
pub(super) struct Touched {
    id: String,
    shape: Arc<Shape>,
    before: Option<Fields>,
}

/// The check of the service that writes, and what it is to be asked about.
pub(super) struct Checking {
    rules: Arc<dyn FieldRules>,
    touched: Vec<Touched>,
}

impl Checking {
    pub(super) fn new(rules: Arc<dyn FieldRules>) -> Self {
        Self { rules, touched: Vec::new() }
    }

    fn knows(&self, id: &str) -> bool {
        self.touched.iter().any(|touched| touched.id == id)
    }
}

impl Progress<'_, '_> {
    /// Remembers how an object is before its fields change. Whether it may change is asked later, so that one which is not
    /// there is no error yet.
    pub(super) async fn remember(&mut self, change: &Change) -> Result<(), ObjectError> {
        let Some(checking) = &self.checking else { return Ok(()) };
        let (id, is_new) = match change {
            Change::Create { id, .. } => (id, true),
            Change::Update { id, .. } | Change::Add { id, .. } => (id, false),
            Change::Attach { .. }
            | Change::Detach { .. }
            | Change::Copy { .. }
            | Change::Move { .. }
            | Change::Trash { .. }
            | Change::Restore { .. } => {
                return Ok(());
            }
        };
        if checking.knows(id) {
            return Ok(());
        }
        let Some(shape) = self.writer.moment.shapes.of(id).cloned() else { return Ok(()) };
        let before = if is_new { None } else { self.fields_of(&shape, id).await? };
        if let Some(checking) = &mut self.checking {
            checking.touched.push(Touched { id: id.clone(), shape, before });
        }
        Ok(())
    }

    /// Asks the service about everything that was touched.
    pub(super) async fn check_touched(&mut self) -> Result<(), ObjectError> {
        let Some(Checking { rules, touched }) = self.checking.take() else { return Ok(()) };
        let mut changes = Vec::with_capacity(touched.len());
        for Touched { id, shape, before } in touched {
            if let Some(after) = self.fields_of(&shape, &id).await? {
                changes.push(FieldChange { collection: shape.name.clone(), before, after });
            }
        }
        if changes.is_empty() {
            return Ok(());
        }
        rules.check(changes).await.map_err(|refusal| match refusal {
            RuleRefusal::Sentence(sentence) => ObjectError::Invalid(sentence),
            RuleRefusal::Busy => DatabaseError::Away("no place to check a change-set".to_owned()).into(),
            RuleRefusal::Failed(detail) => DatabaseError::Internal(detail).into(),
        })
    }

    async fn fields_of(&mut self, shape: &Shape, id: &str) -> Result<Option<Fields>, ObjectError> {
        let columns: Vec<String> = shape.fields.keys().map(|name| Collection::column(name)).collect();
        let columns = columns.iter().flat_map(|column| [", ", column.as_str()]).collect::<String>();
        let mut select = Fragment::new(format!("SELECT id{columns} FROM {} WHERE id = ", shape.table()));
        select.text_arg(id);
        let Some(row) = self.transaction.row(select).await? else { return Ok(None) };
        let value = |(place, (name, field)): (usize, (&String, &crate::storage::shape::FieldShape))| {
            Ok((name.clone(), values::from_record(&row, place + 1, field.kind)?))
        };
        shape.fields.iter().enumerate().map(value).collect::<Result<_, ObjectError>>().map(Some)
    }
}
