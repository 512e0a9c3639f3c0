//! The shape of a collection: what storage knows of a type of object.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use veillee_access::{Collection, FieldType};
use veillee_engine::types::Value;

use super::jobs::EventKind;

/// A field as the manifest declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldShape {
    pub kind: FieldType,
    pub max_chars: usize,
    pub required: bool,
    pub default: Option<Value>,
    /// Its words are found by `search`.
    pub search: bool,
    /// It can be ordered by and compared with `between`; it always has a value.
    pub index: bool,
}

/// A blob name as the manifest declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct BlobShape {
    /// Media types that may be attached; empty: any.
    pub media: Vec<String>,
    pub max_bytes: u64,
    /// Smaller pictures that the host makes of it: blobs of the same object by name, with the longest side in pixels.
    pub renditions: BTreeMap<String, u32>,
    /// Whether it is noted who got its bytes.
    pub receipts: bool,
    /// The integer field with the quarter turns to the right that renditions are turned by.
    pub turn: Option<String>,
}

impl BlobShape {
    /// Whether bytes of this media type may be attached.
    pub fn takes(&self, media_type: &str) -> bool {
        self.media.is_empty() || self.media.iter().any(|allowed| allowed == media_type)
    }
}

/// What becomes of an object when its author's account is erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnErasure {
    #[default]
    Delete,
    /// It stays, belongs to the association, and says no longer whose it was.
    KeepWithoutName,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Stands at the start of every id of the collection; given once per association, never reused.
    pub number: u16,
    pub name: String,
    pub access: Collection,
    pub fields: BTreeMap<String, FieldShape>,
    /// Names of the collections of the same service that its objects may lie in.
    pub parents: Vec<String>,
    /// Sets of columns (fields, `parent`, `author`) that are unique among objects not in the trash.
    pub unique: Vec<Vec<String>>,
    pub blobs: BTreeMap<String, BlobShape>,
    /// Objects belong to the association and outlive their author.
    pub owned_by_association: bool,
    /// What becomes of its objects when their author's account is erased.
    pub on_erasure: OnErasure,
    /// What the plugin wants to hear of its objects.
    pub events: BTreeSet<EventKind>,
}

impl Shape {
    pub fn service(&self) -> &str {
        &self.access.service
    }

    pub fn table(&self) -> &str {
        &self.access.table
    }

    pub fn is_container(&self) -> bool {
        self.access.container
    }

    /// The field that starts as the manifest says, and that nobody gives.
    pub fn is_state(&self, field: &str) -> bool {
        field == "state" && self.access.state.is_some()
    }

    /// Whether an object can be made without a field given: each one has a default, or may be absent.
    pub fn is_made_of_nothing(&self) -> bool {
        self.fields.iter().all(|(name, field)| !field.required || field.default.is_some() || self.is_state(name))
    }

    /// The blob that pictures are made of, which `@width`, `@height` and `@taken` speak of.
    pub fn pictured(&self) -> Option<&str> {
        self.blobs.iter().find(|(_, blob)| !blob.renditions.is_empty()).map(|(name, _)| name.as_str())
    }

    /// The text that people call an object by.
    pub fn title_field(&self) -> Option<&'static str> {
        let is_text = |name: &&str| self.fields.get(*name).is_some_and(|field| field.kind == FieldType::Text);
        ["title", "name"].into_iter().find(is_text)
    }

    /// The table of a collection: safe in SQL because both names are checked when the manifest is read.
    pub fn table_name(service: &str, collection: &str) -> String {
        format!("o_{}__{}", service.replace('-', "_"), collection.replace('-', "_"))
    }
}

/// All collections of an association, as one immutable value.
#[derive(Default)]
pub struct Shapes {
    by_number: HashMap<u16, Arc<Shape>>,
}

impl Shapes {
    pub fn new(shapes: impl IntoIterator<Item = Shape>) -> Self {
        Self { by_number: shapes.into_iter().map(|shape| (shape.number, Arc::new(shape))).collect() }
    }

    /// These shapes, with others added or put in place of those with the same number.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = Shape>) -> Self {
        let mut by_number = self.by_number.clone();
        by_number.extend(more.into_iter().map(|shape| (shape.number, Arc::new(shape))));
        Self { by_number }
    }

    /// These shapes with `own` in place of those with the same number; none when they stand here already.
    #[must_use]
    pub fn overlaid(&self, own: &[Arc<Shape>]) -> Option<Self> {
        let stands = |shape: &Arc<Shape>| self.number(shape.number).is_some_and(|here| Arc::ptr_eq(here, shape));
        if own.iter().all(stands) {
            return None;
        }
        let mut by_number = self.by_number.clone();
        by_number.extend(own.iter().map(|shape| (shape.number, shape.clone())));
        Some(Self { by_number })
    }

    /// These shapes without the collections of a service.
    #[must_use]
    pub fn without(&self, service: &str) -> Self {
        let mut by_number = self.by_number.clone();
        by_number.retain(|_, shape| shape.service() != service);
        Self { by_number }
    }

    pub fn number(&self, number: u16) -> Option<&Arc<Shape>> {
        self.by_number.get(&number)
    }

    /// The shape of the object with this id.
    pub fn of(&self, id: &str) -> Option<&Arc<Shape>> {
        self.by_number.get(&super::ids::collection_number(id)?)
    }

    pub fn named(&self, service: &str, collection: &str) -> Option<&Arc<Shape>> {
        self.by_number.values().find(|shape| shape.service() == service && shape.name == collection)
    }

    pub fn all(&self) -> impl Iterator<Item = Arc<Shape>> + use<> {
        self.by_number.values().cloned().collect::<Vec<_>>().into_iter()
    }

    /// Collections whose objects may lie in objects of `shape`.
    pub fn children<'a>(&'a self, shape: &'a Shape) -> impl Iterator<Item = &'a Arc<Shape>> {
        self.by_number
            .values()
            .filter(move |child| child.service() == shape.service() && child.parents.contains(&shape.name))
    }
}
