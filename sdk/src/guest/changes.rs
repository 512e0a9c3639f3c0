//! A recorded change-set, told to the host's own.

use super::bindings::veillee::{objects::write, types::choices};
use super::convert::give_fields;
use crate::{Change, Error};

/// Begins every name that stands for an object until the host gave it an id; no id of the host holds a colon.
pub(super) const NEW_ID: &str = "new:";

/// The ids that the host gave to the new objects of a change-set.
#[derive(Default)]
pub(super) struct Made(Vec<(String, String)>);

impl Made {
    /// The host's id for a name of the change-set; any other id is passed on as it is.
    fn id<'a>(&'a self, id: &'a str) -> &'a str {
        let made = self.0.iter().find(|(name, _)| id.starts_with(NEW_ID) && name == id);
        made.map_or(id, |(_, id)| id)
    }
}

pub(super) fn give_change(
    set: &write::ChangeSet,
    made: &mut Made,
    choices: &[choices::Choice],
    change: &Change,
) -> Result<(), Error> {
    match change {
        Change::Create { id, collection, parent, fields } => {
            let parent = parent.as_deref().map(|parent| made.id(parent).to_owned());
            let given = set.create(collection, parent.as_deref(), &give_fields(fields));
            made.0.push((id.clone(), given));
        }
        Change::Update { id, if_version, fields } => set.update(made.id(id), *if_version, &give_fields(fields)),
        Change::Add { id, field, amount } => set.add(made.id(id), field, *amount),
        Change::Attach { id, blob, choice, index } => {
            let choice = choices.get(choice.0).ok_or_else(|| Error::Invalid("there is no such choice".into()))?;
            set.attach(made.id(id), blob, choice, *index);
        }
        Change::Detach { id, blob } => set.detach(made.id(id), blob),
        Change::Copy { id, blob, source } => set.copy(made.id(id), blob, made.id(source)),
        Change::Move { id, parent } => set.move_(made.id(id), made.id(parent)),
        Change::Trash { id } => set.trash(made.id(id)),
        Change::Restore { id } => set.restore(made.id(id)),
    }
    Ok(())
}
