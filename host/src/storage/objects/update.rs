use veillee_access::{Action, Arg, Collection, FieldType, Fragment, Permit, Question, Rule};
use veillee_engine::types::{Fields, Value};

use super::commit::Progress;
use super::decide::decide;
use super::search::index_words;
use super::{ObjectError, values};
use crate::limits;
use crate::storage::pictures;
use crate::storage::shape::Shape;
use crate::storage::sql::Ask as _;

impl Progress<'_, '_> {
    pub(super) async fn update(
        &mut self,
        id: String,
        if_version: Option<u64>,
        fields: &Fields,
    ) -> Result<(String, u64), ObjectError> {
        let shape = self.shape_of(&id)?;
        let permit = self.may_update(&shape, &id, fields).await?;
        let mut update = Fragment::new(format!("UPDATE {} SET updated_ms = ", shape.table()));
        update.int_arg(self.writer.moment.now_ms);
        for (name, value) in fields {
            let field = shape
                .fields
                .get(name)
                .ok_or_else(|| ObjectError::invalid(format!("`{}` has no field `{name}`", shape.name)))?;
            let arg = values::to_arg(name, field, value)?;
            update.push(&format!(", {} = ", Collection::column(name))).bind(arg);
        }
        let version = self.finish_update(update, &permit, if_version).await?;
        self.index_words(&shape, permit.object(), fields).await?;
        self.turn_pictures(&shape, permit.object(), fields.iter().map(|(name, _)| name.as_str())).await?;
        Ok((id, version))
    }

    /// What was made of a blob is made anew when the field that says how it is turned was set.
    async fn turn_pictures<'f>(
        &mut self,
        shape: &Shape,
        id: &str,
        mut fields: impl Iterator<Item = &'f str>,
    ) -> Result<(), ObjectError> {
        let pictured = shape.blobs.iter().find_map(|(name, blob)| Some((name, blob.turn.as_deref()?)));
        let Some((blob, turn)) = pictured else { return Ok(()) };
        if fields.any(|field| field == turn) {
            pictures::enqueue_turned(&mut self.transaction, id, blob).await?;
            self.pictures_due = true;
        }
        Ok(())
    }

    pub(super) async fn add(&mut self, id: String, name: &str, amount: i64) -> Result<(String, u64), ObjectError> {
        let shape = self.shape_of(&id)?;
        match shape.fields.get(name) {
            Some(field) if field.kind == FieldType::Integer => {}
            _ => return Err(ObjectError::invalid(format!("`{name}` is not an integer field of `{}`", shape.name))),
        }
        let outside = || ObjectError::invalid(format!("`{name}` would lie outside of ±{}", limits::INTEGER_MAX));
        if amount.unsigned_abs() > limits::INTEGER_MAX {
            return Err(outside());
        }
        let permit = self.may_update(&shape, &id, &vec![(name.to_owned(), Value::Integer(amount))]).await?;
        let column = Collection::column(name);
        let mut update = Fragment::new(format!("UPDATE {} SET {column} = coalesce({column}, 0) + ", shape.table()));
        update.int_arg(amount).push(", updated_ms = ").int_arg(self.writer.moment.now_ms);
        let version = self.finish_update(update, &permit, None).await?;
        // Both were within: their sum fits in the column, and a refusal takes it back.
        let mut select = Fragment::new(format!("SELECT {column} FROM {} WHERE id = ", shape.table()));
        select.text_arg(permit.object());
        let sum = self.transaction.row(select).await?.ok_or(ObjectError::Conflict)?.int(0)?;
        if sum.unsigned_abs() > limits::INTEGER_MAX {
            return Err(outside());
        }
        self.turn_pictures(&shape, permit.object(), std::iter::once(name)).await?;
        Ok((id, version))
    }

    async fn finish_update(
        &mut self,
        mut update: Fragment,
        permit: &Permit,
        if_version: Option<u64>,
    ) -> Result<u64, ObjectError> {
        update.push(", version = version + 1 WHERE trashed_ms = 0 AND id = ").text_arg(permit.object());
        if let Some(version) = if_version {
            update.push(" AND version = ").int_arg(i64::try_from(version).unwrap_or(i64::MAX));
        }
        update.push(" RETURNING version");
        Ok(self.transaction.row(update).await?.ok_or(ObjectError::Conflict)?.count(0)?)
    }

    /// A permit to write these fields: the `update` rule, each field's own rule, and for `state` the rule of the move.
    async fn may_update(&mut self, shape: &Shape, id: &str, fields: &Fields) -> Result<Permit, ObjectError> {
        let state = fields.iter().find(|(name, _)| shape.is_state(name));
        let only_state = state.is_some() && fields.len() == 1;
        let mut permit = None;
        if let Some((_, value)) = state {
            permit = Some(self.may_step(shape, id, value).await?);
        }
        if !only_state {
            let moment = &self.writer.moment;
            permit = Some(decide(&mut self.transaction, moment, &self.caller, Action::Update, id, None).await?);
        }
        for (name, _) in fields {
            if let Some(rule) = shape.access.fields.get(name).and_then(|field| field.write.as_ref()) {
                self.allows(shape, id, rule).await?;
            }
        }
        permit.ok_or_else(|| ObjectError::invalid("an update names at least one field"))
    }

    async fn may_step(&mut self, shape: &Shape, id: &str, to: &Value) -> Result<Permit, ObjectError> {
        let Value::Text(to) = to else { return Err(ObjectError::invalid("`state` is a word of the manifest")) };
        let mut select = Fragment::new(format!("SELECT f_state FROM {} WHERE id = ", shape.table()));
        select.text_arg(id);
        let row = self.transaction.row(select).await?.ok_or(ObjectError::NotFound)?;
        let from = row.text(0)?;
        let step = shape.access.state.as_ref().and_then(|machine| machine.step(&from, to));
        if let Some(step) = step {
            return self.allows(shape, id, &step.rule.clone()).await;
        }
        // Whether the object exists is told only to those who see it.
        let moment = &self.writer.moment;
        decide(&mut self.transaction, moment, &self.caller, Action::Read, id, None).await?;
        Err(ObjectError::Denied)
    }

    /// Asks one rule about one object.
    pub(super) async fn allows(&mut self, shape: &Shape, id: &str, rule: &Rule) -> Result<Permit, ObjectError> {
        let moment = &self.writer.moment;
        let question = Question::new(id, Action::Update, moment.generation);
        let mut statement = Fragment::default();
        super::decide::write_rule_decision(&mut statement, moment, &self.caller, shape, rule);
        statement.push(&format!(" FROM {} o WHERE o.id = ", shape.table())).text_arg(id);
        let record = self.transaction.row(statement).await?;
        Ok(question.answer(record.as_ref().map(super::decide::verdict).transpose()?)?)
    }

    /// `Stale` when the object has another version by now; else it keeps this one until the transaction ends.
    pub(super) async fn expect_version(&mut self, id: &str, version: u64) -> Result<(), ObjectError> {
        let shape = self.shape_of(id)?;
        // Written, not only read: of two who expect the same version the second waits for the first.
        let mut hold = Fragment::new(format!("UPDATE {} SET version = version WHERE id = ", shape.table()));
        hold.text_arg(id).push(" AND version = ").int_arg(i64::try_from(version).unwrap_or(i64::MAX));
        if self.transaction.execute(hold).await? == 1 { Ok(()) } else { Err(ObjectError::Stale) }
    }

    /// Counts a change of something that belongs to the object but is no field of it.
    pub(in crate::storage) async fn touch(&mut self, shape: &Shape, id: &str) -> Result<u64, ObjectError> {
        let mut update = Fragment::new(format!("UPDATE {} SET version = version + 1, updated_ms = ", shape.table()));
        update.int_arg(self.writer.moment.now_ms).push(" WHERE trashed_ms = 0 AND id = ").text_arg(id);
        update.push(" RETURNING version");
        Ok(self.transaction.row(update).await?.ok_or(ObjectError::NotFound)?.count(0)?)
    }

    /// Keeps the words of the object's text fields findable.
    pub(super) async fn index_words(&mut self, shape: &Shape, id: &str, fields: &Fields) -> Result<(), ObjectError> {
        let searched = |name: &str| shape.fields.get(name).is_some_and(|field| field.search);
        if !fields.iter().any(|(name, _)| searched(name)) {
            return Ok(());
        }
        let columns: Vec<String> =
            shape.fields.iter().filter(|(_, field)| field.search).map(|(name, _)| Collection::column(name)).collect();
        let mut select = Fragment::new(format!("SELECT {} FROM {} WHERE id = ", columns.join(", "), shape.table()));
        select.text_arg(id);
        let row = self.transaction.row(select).await?.ok_or(ObjectError::NotFound)?;
        let texts = (0..columns.len()).map(|index| row.maybe_text(index)).collect::<Result<Vec<_>, _>>()?;
        let texts: Vec<&str> = texts.iter().flatten().map(String::as_str).collect();
        let mut delete = Fragment::new("DELETE FROM word WHERE object = ");
        delete.text_arg(id);
        self.transaction.execute(delete).await?;
        let words = index_words(&texts);
        for batch in words.into_iter().collect::<Vec<_>>().chunks(100) {
            let mut insert = Fragment::new("INSERT INTO word (collection, word, object) VALUES ");
            for (index, word) in batch.iter().enumerate() {
                insert.push(if index == 0 { "(" } else { ", (" }).int_arg(i64::from(shape.number)).push(", ");
                insert.text_arg(word).push(", ").bind(Arg::Text(id.to_owned())).push(")");
            }
            self.transaction.execute(insert).await?;
        }
        Ok(())
    }
}
