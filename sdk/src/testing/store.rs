use crate::{Error, Fields, Value};

/// An object as the in-memory host keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// As a service sees it.
    pub id: String,
    /// As the service named it.
    pub collection: String,
    /// None at the top.
    pub parent: Option<String>,
    /// Counts from 1.
    pub version: u64,
    /// As they were written last.
    pub fields: Fields,
    /// Names and sizes in bytes.
    pub blobs: Vec<(String, u64)>,
    /// Whether it is in the trash.
    pub trashed: bool,
    /// The order in which objects were made stands for time.
    pub created: i64,
}

impl Object {
    /// A declared field or a system column; none when there is no such thing.
    pub fn value(&self, name: &str) -> Value {
        match name {
            "@parent" => self.parent.as_deref().into(),
            "@created-ms" | "@updated-ms" => self.created.into(),
            "@mine" => true.into(),
            "@role" => "owner".into(),
            _ => self.field_or_blob(name),
        }
    }

    fn field_or_blob(&self, name: &str) -> Value {
        // No bytes are kept here: any blob has the same sum, 64 zeros.
        if let Some(blob) = name.strip_prefix("@sha-256:") {
            return self.blobs.iter().any(|(name, _)| name == blob).then(|| "0".repeat(64)).into();
        }
        if let Some(blob) = name.strip_prefix("@blob:") {
            let size_bytes = self.blobs.iter().find(|(name, _)| name == blob).map(|&(_, size_bytes)| size_bytes);
            return size_bytes.and_then(|size_bytes| i64::try_from(size_bytes).ok()).into();
        }
        self.fields.iter().find(|(field, _)| field == name).map_or(Value::None, |(_, value)| value.clone())
    }

    pub(super) fn set(&mut self, fields: &Fields) {
        self.version += 1;
        for (name, value) in fields {
            self.fields.retain(|(field, _)| field != name);
            self.fields.push((name.clone(), value.clone()));
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Store {
    pub(super) objects: Vec<Object>,
    ids: u32,
}

impl Store {
    pub(super) fn next_id(&mut self) -> String {
        self.ids += 1;
        format!("id{}", self.ids)
    }

    pub(super) fn insert(&mut self, id: String, collection: &str, parent: Option<String>, fields: Fields) {
        let created = i64::try_from(self.objects.len()).unwrap_or(i64::MAX);
        let (collection, blobs) = (collection.to_owned(), Vec::new());
        self.objects.push(Object { id, collection, parent, version: 1, fields, blobs, trashed: false, created });
    }

    pub(super) fn find(&self, id: &str) -> Result<&Object, Error> {
        self.objects.iter().find(|object| object.id == id && !object.trashed).ok_or(Error::NotFound)
    }

    pub(super) fn find_mut(&mut self, id: &str) -> Result<&mut Object, Error> {
        self.objects.iter_mut().find(|object| object.id == id && !object.trashed).ok_or(Error::NotFound)
    }

    /// Puts an object and all that lies in it into the trash, or takes it back.
    pub(super) fn set_trashed(&mut self, id: &str, trashed: bool) -> Result<(), Error> {
        let object = self.objects.iter_mut().find(|object| object.id == id && object.trashed != trashed);
        let object = object.ok_or(Error::NotFound)?;
        object.trashed = trashed;
        object.version += 1;
        let lies_in_it = |object: &&Object| object.parent.as_deref() == Some(id) && object.trashed != trashed;
        let inside: Vec<String> = self.objects.iter().filter(lies_in_it).map(|object| object.id.clone()).collect();
        inside.iter().try_for_each(|id| self.set_trashed(id, trashed))
    }
}
