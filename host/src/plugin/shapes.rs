//! From the manifest's words to the shapes that storage keeps.

use std::collections::{BTreeMap, BTreeSet};

use veillee_access::{Action, Collection, Field, FieldType, RuleError, Rules, Scope, parse_rule, parse_state};
use veillee_engine::types::Value;

use super::manifest::{BlobText, CollectionText, FieldText, Manifest, ManifestError, OnErasureText, OwnerText};
use super::manifest_codec::check_renditions;
use crate::limits;
use crate::storage::shape::{BlobShape, FieldShape, OnErasure, Shape};

const STATE: &str = "state";

/// The shapes of all collections, numbered 0: the association gives the numbers.
pub fn shapes(manifest: &Manifest) -> Result<Vec<Shape>, ManifestError> {
    manifest.collections.iter().map(|(name, text)| Reading { manifest, name, text }.shape()).collect()
}

struct Reading<'a> {
    manifest: &'a Manifest,
    name: &'a str,
    text: &'a CollectionText,
}

impl Reading<'_> {
    fn shape(&self) -> Result<Shape, ManifestError> {
        if self.text.fields.len() > limits::FIELDS_MAX {
            return Err(self.problem(format!("it has more than {} fields", limits::FIELDS_MAX)));
        }
        if Shape::table_name(&self.manifest.name, self.name).len() > limits::TABLE_NAME_BYTES_MAX {
            return Err(self.problem("its name and the plugin's together are too long: shorten one of them"));
        }
        let types = self.types(self.text)?;
        let parent_types = self.parent_types()?;
        let service = &self.manifest.name;
        let rules = self.rules(&types, parent_types.as_ref())?;
        let state = self.state(&types, parent_types.as_ref())?;
        let access = Collection {
            table: Shape::table_name(service, self.name),
            parent_tables: self.text.parent.iter().map(|parent| Shape::table_name(service, parent)).collect(),
            service: service.clone(),
            container: rules.contains_key(&Action::Top) || rules.contains_key(&Action::Share),
            fields: self.access_fields(&types, parent_types.as_ref())?,
            rules,
            state,
        };
        self.check_unique(&types)?;
        check_renditions(self.text).map_err(|problem| self.problem(problem))?;
        self.check_parents(access.container)?;
        Ok(Shape {
            number: 0,
            name: self.name.to_owned(),
            access,
            fields: self.fields()?,
            parents: self.text.parent.clone(),
            unique: if self.text.unique.is_empty() { Vec::new() } else { vec![self.text.unique.clone()] },
            blobs: self.text.blobs.iter().map(|(name, blob)| (name.clone(), blob_shape(blob))).collect(),
            owned_by_association: self.text.owner == Some(OwnerText::Association),
            on_erasure: on_erasure(self.text),
            events: BTreeSet::new(),
        })
    }

    fn problem(&self, problem: impl Into<String>) -> ManifestError {
        ManifestError::Collection { collection: self.name.to_owned(), problem: problem.into() }
    }

    fn types(&self, text: &CollectionText) -> Result<BTreeMap<String, FieldType>, ManifestError> {
        let mut types = BTreeMap::new();
        for (name, field) in &text.fields {
            let kind = FieldType::from_name(&field.kind).ok_or_else(|| {
                self.problem(format!(
                    "the field `{name}` has the type `{}`: use text, boolean, integer, real, texts or bytes",
                    field.kind
                ))
            })?;
            types.insert(name.clone(), kind);
        }
        if text.state.is_some() && types.insert(STATE.to_owned(), FieldType::Text).is_some() {
            return Err(self.problem("the field `state` is made by [state] and cannot be declared"));
        }
        Ok(types)
    }

    /// Fields that every possible parent has, with the same type; none for a collection without parent.
    fn parent_types(&self) -> Result<Option<BTreeMap<String, FieldType>>, ManifestError> {
        let mut shared: Option<BTreeMap<String, FieldType>> = None;
        for parent in &self.text.parent {
            let text =
                self.manifest.collections.get(parent).ok_or_else(|| {
                    self.problem(format!("its parent `{parent}` is not a collection of this manifest"))
                })?;
            let types = self.types(text)?;
            shared = Some(match shared {
                None => types,
                Some(shared) => shared.into_iter().filter(|(name, kind)| types.get(name) == Some(kind)).collect(),
            });
        }
        Ok(shared)
    }

    fn scope<'s>(
        &'s self,
        action: Action,
        fields: &'s BTreeMap<String, FieldType>,
        parent_fields: Option<&'s BTreeMap<String, FieldType>>,
    ) -> Scope<'s> {
        Scope { action, fields, parent_fields, association_roles: &self.manifest.roles }
    }

    fn at(&self, place: impl Into<String>) -> impl FnOnce(RuleError) -> ManifestError {
        let (collection, place) = (self.name.to_owned(), place.into());
        move |problem| ManifestError::Rule { collection, place, problem }
    }

    fn rules(
        &self,
        types: &BTreeMap<String, FieldType>,
        parents: Option<&BTreeMap<String, FieldType>>,
    ) -> Result<Rules, ManifestError> {
        let mut rules = Rules::new();
        for (name, text) in &self.text.rules {
            let action = Action::from_name(name).ok_or_else(|| {
                self.problem(format!(
                    "`{name}` is not an action: use top, create, read, count, update, delete, move or share"
                ))
            })?;
            if action == Action::Create && parents.is_none() {
                return Err(self.problem("a `create` rule needs a `parent`: at the top, use `top`"));
            }
            let rule =
                parse_rule(text, &self.scope(action, types, parents)).map_err(self.at(format!("rule `{name}`")))?;
            rules.insert(action, rule);
        }
        if !rules.contains_key(&Action::Read) {
            return Err(self.problem("it has no `read` rule, so nobody could ever see an object of it"));
        }
        Ok(rules)
    }

    fn state(
        &self,
        types: &BTreeMap<String, FieldType>,
        parents: Option<&BTreeMap<String, FieldType>>,
    ) -> Result<Option<veillee_access::StateMachine>, ManifestError> {
        let Some(state) = &self.text.state else { return Ok(None) };
        let scope = self.scope(Action::Update, types, parents);
        parse_state(&state.start, state.start_if.as_deref(), &state.moves, &scope).map(Some).map_err(self.at("state"))
    }

    fn access_fields(
        &self,
        types: &BTreeMap<String, FieldType>,
        parents: Option<&BTreeMap<String, FieldType>>,
    ) -> Result<BTreeMap<String, Field>, ManifestError> {
        let scope = self.scope(Action::Update, types, parents);
        let mut fields = BTreeMap::new();
        for (name, kind) in types {
            let text = self.text.fields.get(name).and_then(|field| field.write.as_deref());
            let write = text.map(|text| parse_rule(text, &scope)).transpose();
            let write = write.map_err(self.at(format!("`write` of the field `{name}`")))?;
            fields.insert(name.clone(), Field { kind: *kind, write });
        }
        Ok(fields)
    }

    fn fields(&self) -> Result<BTreeMap<String, FieldShape>, ManifestError> {
        let mut fields = BTreeMap::new();
        for (name, field) in &self.text.fields {
            fields.insert(name.clone(), self.field(name, field)?);
        }
        if self.text.state.is_some() {
            let state = FieldShape {
                kind: FieldType::Text,
                max_chars: 40,
                required: true,
                default: None,
                search: false,
                index: true,
            };
            fields.insert(STATE.to_owned(), state);
        }
        Ok(fields)
    }

    fn field(&self, name: &str, field: &FieldText) -> Result<FieldShape, ManifestError> {
        let kind = FieldType::from_name(&field.kind).unwrap_or(FieldType::Text);
        let max_chars = field.max_chars.unwrap_or(limits::TEXT_CHARS_MAX);
        if max_chars > limits::TEXT_CHARS_MAX {
            let most = limits::TEXT_CHARS_MAX;
            return Err(self.problem(format!("the field `{name}` may have at most {most} characters")));
        }
        let indexed = field.index || self.text.unique.iter().any(|unique| unique == name);
        if indexed && kind == FieldType::Text && max_chars > limits::INDEXED_CHARS_MAX {
            let most = limits::INDEXED_CHARS_MAX;
            return Err(self.problem(format!("the indexed field `{name}` needs `max-chars` of at most {most}")));
        }
        if field.search && kind != FieldType::Text {
            return Err(self.problem(format!("the field `{name}` cannot be searched: only text can")));
        }
        if field.index && !matches!(kind, FieldType::Text | FieldType::Integer | FieldType::Boolean) {
            return Err(self.problem(format!("the field `{name}` cannot have an index: its type has no order")));
        }
        let given = field.default.as_ref().map(|value| self.default(name, kind, max_chars, value)).transpose()?;
        let default = given.or_else(|| (field.index && !field.required).then(|| zero(kind)));
        Ok(FieldShape { kind, max_chars, required: field.required, default, search: field.search, index: field.index })
    }

    fn default(
        &self,
        name: &str,
        kind: FieldType,
        max_chars: usize,
        value: &toml::Value,
    ) -> Result<Value, ManifestError> {
        match (kind, value) {
            (FieldType::Text, toml::Value::String(text)) if text.chars().count() <= max_chars => {
                Ok(Value::Text(text.clone()))
            }
            (FieldType::Boolean, toml::Value::Boolean(truth)) => Ok(Value::Boolean(*truth)),
            (FieldType::Integer, toml::Value::Integer(number)) if number.unsigned_abs() <= limits::INTEGER_MAX => {
                Ok(Value::Integer(*number))
            }
            (FieldType::Real, toml::Value::Float(number)) if number.is_finite() => Ok(Value::Real(*number)),
            _ => Err(self.problem(format!(
                "the default of the field `{name}` is no value of its type {} and limits",
                kind.name()
            ))),
        }
    }

    /// Shares reach down from container to container: one inside a leaf would be cut off.
    fn check_parents(&self, container: bool) -> Result<(), ManifestError> {
        let is_container =
            |text: &CollectionText| ["top", "share"].iter().any(|action| text.rules.contains_key(*action));
        let leaf = self
            .text
            .parent
            .iter()
            .find(|parent| self.manifest.collections.get(*parent).is_some_and(|text| !is_container(text)));
        match leaf {
            Some(leaf) if container => Err(self
                .problem(format!("it has a `top` or `share` rule, so it cannot lie in `{leaf}`, which has neither"))),
            _ => Ok(()),
        }
    }

    fn check_unique(&self, types: &BTreeMap<String, FieldType>) -> Result<(), ManifestError> {
        let unknown = self
            .text
            .unique
            .iter()
            .find(|name| !(matches!(name.as_str(), "parent" | "author") || types.contains_key(*name)));
        match unknown {
            Some(name) => {
                Err(self.problem(format!("`unique` names `{name}`, which is no field, `parent` or `author`")))
            }
            None => Ok(()),
        }
    }
}

/// What belongs to the association outlives its author, unless the manifest says otherwise.
fn on_erasure(text: &CollectionText) -> OnErasure {
    match (text.on_erasure, text.owner) {
        (Some(OnErasureText::Delete), _) | (None, None) => OnErasure::Delete,
        (Some(OnErasureText::KeepWithoutName), _) | (None, Some(OwnerText::Association)) => OnErasure::KeepWithoutName,
    }
}

fn blob_shape(blob: &BlobText) -> BlobShape {
    BlobShape {
        media: blob.media.clone(),
        max_bytes: blob.max_bytes,
        renditions: blob.renditions.clone(),
        receipts: blob.receipts,
        turn: blob.turn.clone(),
    }
}

/// What an indexed field holds when nothing was given: it always has a value.
fn zero(kind: FieldType) -> Value {
    match kind {
        FieldType::Boolean => Value::Boolean(false),
        FieldType::Integer => Value::Integer(0),
        _ => Value::Text(String::new()),
    }
}
