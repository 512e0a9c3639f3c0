use std::collections::{BTreeMap, BTreeSet};

use veillee::limits;
use veillee::storage::Association;
use veillee::storage::shape::{BlobShape, FieldShape, OnErasure, Shape};
use veillee_access::{Action, Collection, Field, FieldType, Scope, parse_rule, parse_state};
use veillee_engine::types::Value;

/// A collection as a manifest would declare it, in few words.
#[derive(Clone, Default)]
pub struct Sketch {
    name: String,
    parents: Vec<String>,
    container: bool,
    fields: BTreeMap<String, FieldShape>,
    writes: Vec<(String, String)>,
    rules: Vec<(Action, String)>,
    state: Option<(String, Option<String>, Vec<String>)>,
    unique: Vec<Vec<String>>,
    blobs: Vec<String>,
    owned_by_association: bool,
    on_erasure: OnErasure,
}

impl Sketch {
    pub fn container(name: &str) -> Self {
        Self { name: name.to_owned(), container: true, ..Self::default() }
    }

    pub fn leaf(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn within(mut self, parents: &[&str]) -> Self {
        self.parents = parents.iter().map(|&name| name.to_owned()).collect();
        self
    }

    #[must_use]
    pub fn field(mut self, name: &str, kind: FieldType) -> Self {
        self.fields.insert(name.to_owned(), plain(kind));
        self
    }

    /// A field that is never absent and can be ordered by.
    #[must_use]
    pub fn indexed(mut self, name: &str, kind: FieldType, default: Value) -> Self {
        self.fields.insert(name.to_owned(), FieldShape { index: true, default: Some(default), ..plain(kind) });
        self
    }

    /// The words of these fields are found.
    #[must_use]
    pub fn searched(self, name: &str) -> Self {
        self.change(name, |field| field.search = true)
    }

    #[must_use]
    pub fn required(self, name: &str) -> Self {
        self.change(name, |field| field.required = true)
    }

    #[must_use]
    pub fn written_by(mut self, name: &str, rule: &str) -> Self {
        self.writes.push((name.to_owned(), rule.to_owned()));
        self
    }

    #[must_use]
    pub fn rule(mut self, action: Action, text: &str) -> Self {
        self.rules.push((action, text.to_owned()));
        self
    }

    #[must_use]
    pub fn states(mut self, start: &str, start_if: Option<&str>, moves: &[&str]) -> Self {
        self.fields.insert("state".to_owned(), plain(FieldType::Text));
        let moves = moves.iter().map(|&step| step.to_owned()).collect();
        self.state = Some((start.to_owned(), start_if.map(str::to_owned), moves));
        self
    }

    #[must_use]
    pub fn unique(mut self, columns: &[&str]) -> Self {
        self.unique.push(columns.iter().map(|&name| name.to_owned()).collect());
        self
    }

    #[must_use]
    pub fn blob(mut self, name: &str) -> Self {
        self.blobs.push(name.to_owned());
        self
    }

    #[must_use]
    pub fn without_blob(mut self, name: &str) -> Self {
        self.blobs.retain(|blob| blob != name);
        self
    }

    #[must_use]
    pub fn of_the_association(mut self) -> Self {
        self.owned_by_association = true;
        self
    }

    #[must_use]
    pub fn kept_without_name(mut self) -> Self {
        self.on_erasure = OnErasure::KeepWithoutName;
        self
    }

    fn change(mut self, name: &str, how: impl FnOnce(&mut FieldShape)) -> Self {
        how(self.fields.get_mut(name).expect("the field is declared before"));
        self
    }

    fn kinds(&self) -> BTreeMap<String, FieldType> {
        self.fields.iter().map(|(name, field)| (name.clone(), field.kind)).collect()
    }

    fn shape(&self, number: u16, service: &str, roles: &[String], all: &[Self]) -> Shape {
        let kinds = self.kinds();
        let parents: Vec<&Self> = all.iter().filter(|other| self.parents.contains(&other.name)).collect();
        let shared = parents.first().map(|first| {
            let mut fields = first.kinds();
            fields.retain(|name, kind| parents.iter().all(|parent| parent.kinds().get(name) == Some(kind)));
            fields
        });
        let scope = |action| Scope { action, fields: &kinds, parent_fields: shared.as_ref(), association_roles: roles };
        let rule = |action: Action, text: &str| {
            parse_rule(text, &scope(action)).unwrap_or_else(|error| panic!("{service}.{} `{text}`: {error}", self.name))
        };
        let write = |name: &String| self.writes.iter().find(|(field, _)| field == name);
        let field = |(name, kind): (&String, &FieldType)| {
            let write = write(name).map(|(_, text)| rule(Action::Update, text));
            (name.clone(), Field { kind: *kind, write })
        };
        let state = self.state.as_ref().map(|(start, start_if, moves)| {
            parse_state(start, start_if.as_deref(), moves, &scope(Action::Update)).expect("the states are in order")
        });
        let blob = BlobShape {
            media: vec!["image/jpeg".to_owned()],
            max_bytes: 10_000_000,
            renditions: BTreeMap::new(),
            receipts: false,
            turn: None,
        };
        Shape {
            number,
            name: self.name.clone(),
            access: Collection {
                table: Shape::table_name(service, &self.name),
                parent_tables: self.parents.iter().map(|name| Shape::table_name(service, name)).collect(),
                service: service.to_owned(),
                container: self.container,
                fields: kinds.iter().map(field).collect(),
                rules: self.rules.iter().map(|(action, text)| (*action, rule(*action, text))).collect(),
                state,
            },
            fields: self.fields.clone(),
            parents: self.parents.clone(),
            unique: self.unique.clone(),
            blobs: self.blobs.iter().map(|name| (name.clone(), blob.clone())).collect(),
            owned_by_association: self.owned_by_association,
            on_erasure: self.on_erasure,
            events: BTreeSet::new(),
        }
    }
}

fn plain(kind: FieldType) -> FieldShape {
    let max_chars = limits::TEXT_CHARS_MAX;
    FieldShape { kind, max_chars, required: false, default: None, search: false, index: false }
}

/// Brings a service's collections into an association, as its manifest would.
pub async fn adopt(association: &Association, service: &str, roles: &[&str], sketches: &[Sketch]) {
    let roles: Vec<String> = roles.iter().map(|&role| role.to_owned()).collect();
    let mut shapes = Vec::new();
    for sketch in sketches {
        let number = association.collection_number(service, &sketch.name).await.expect("a number is free");
        shapes.push(sketch.shape(number, service, &roles, sketches));
    }
    association.adopt(shapes).await.expect("the shapes fit");
}
