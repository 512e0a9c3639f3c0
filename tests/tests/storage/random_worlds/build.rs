//! Makes a random world through the product's own doors.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use veillee::storage::objects::{self, ArrivedFile, Writer};
use veillee::storage::shape::Shape;
use veillee::storage::shares::NewShare;
use veillee::storage::{Moment, ids};
use veillee_access::{Action, Caller, FieldType, Fragment, Identity, Permit, PrincipalId, Role, Subject};
use veillee_engine::types::{Change, Fields, Value};
use veillee_tests::model::{BUILD, Collection, Object, Sketch, Step, To, World};

use crate::bench::{Bench, truth};

/// A world and where its things are in the product.
pub(super) struct Stage<'a> {
    pub(super) bench: &'a Bench,
    pub(super) seed: u64,
    pub(super) world: &'a World,
    pub(super) moment: Moment,
    pub(super) ids: Vec<String>,
    /// The ids of link shares; of others, nothing.
    pub(super) links: Vec<String>,
}

pub(super) fn service(number: usize) -> String {
    format!("s{number}")
}

pub(super) async fn build<'a>(bench: &'a Bench, seed: u64, world: &'a World) -> Stage<'a> {
    let services = world.collections.iter().map(|collection| collection.service).max().unwrap_or(0);
    for number in 0..=services {
        let own = world.collections.iter().filter(|collection| collection.service == number);
        let sketches: Vec<Sketch> = own.map(|collection| sketch(world, collection)).collect();
        bench.adopt(&service(number), &sketches).await;
    }
    let links = vec![String::new(); world.shares.len()];
    let mut stage = Stage { bench, seed, world, moment: bench.moment(), ids: Vec::new(), links };
    for step in &world.steps {
        stage.take(step).await;
    }
    stage.moment = bench.moment();
    stage
}

fn sketch(world: &World, collection: &Collection) -> Sketch {
    let sketch = if collection.container { Sketch::container(collection.name) } else { Sketch::leaf(collection.name) };
    let parents: Vec<&str> = collection.parents.iter().map(|&parent| world.collections[parent].name).collect();
    let mut sketch = sketch
        .within(&parents)
        .field("color", FieldType::Text)
        .field("open", FieldType::Boolean)
        .indexed("rank", FieldType::Integer, Value::Integer(0))
        .field("ends", FieldType::Integer)
        .indexed("title", FieldType::Text, Value::Text(String::new()))
        .searched("title")
        .blob("original");
    if collection.states {
        let start_if = (!parents.is_empty()).then_some("b parent.open=true");
        sketch = sketch.states("a", start_if, &["b>c: account plan:build"]);
    }
    if collection.owned_by_association {
        sketch = sketch.of_the_association();
    }
    collection.rules.iter().fold(sketch, |sketch, (action, rule)| sketch.rule(*action, &rule.to_string()))
}

fn builder(person: &str) -> Caller {
    Caller {
        identity: Identity::Account { id: PrincipalId(person.to_owned()), member: false },
        features: BTreeSet::from([BUILD.to_owned()]),
        ..Caller::visitor()
    }
}

impl Stage<'_> {
    async fn take(&mut self, step: &Step) {
        let id = |object: &usize| self.ids[*object].clone();
        let (object, change, now_ms) = match step {
            Step::Create(_, object) => return self.create(object).await,
            Step::Share(share) => return self.share(*share).await,
            Step::SetPrivate(object, private) => {
                let permit = self.permit(*object).await;
                return self.bench.association.set_private(&permit, "p0", *private).await.expect("private");
            }
            Step::Finish(object) => {
                let fields = vec![("state".to_owned(), Value::Text("c".to_owned()))];
                let now_ms = self.world.objects[*object].updated_ms;
                (object, Change::Update { id: id(object), if_version: None, fields }, now_ms)
            }
            Step::Move { object, into } => {
                (object, Change::Move { id: id(object), parent: id(into) }, self.world.now_ms)
            }
            Step::Trash(object) => (object, Change::Trash { id: id(object) }, self.world.now_ms),
            Step::Restore(object) => (object, Change::Restore { id: id(object) }, self.world.now_ms),
        };
        let collection = self.world.collection(*object);
        self.write(collection.service, "p0", (vec![change], now_ms), &BTreeMap::new()).await;
    }

    async fn create(&mut self, object: &Object) {
        let collection = &self.world.collections[object.collection];
        let id = ids::new_object_id(self.shape(object.collection).number, &*self.bench.association.random);
        let parent = object.parent.map(|parent| self.ids[parent].clone());
        let name = collection.name.to_owned();
        let mut changes = vec![Change::Create { id: id.clone(), collection: name, parent, fields: fields(object) }];
        let mut files = BTreeMap::new();
        if object.bytes {
            files.insert((0, 0), self.bench.arrive(id.as_bytes()).await);
            changes.push(Change::Attach { id: id.clone(), blob: "original".to_owned(), choice: 0, index: 0 });
        }
        self.write(collection.service, object.author, (changes, object.created_ms), &files).await;
        self.ids.push(id);
    }

    async fn write(
        &self,
        number: usize,
        person: &str,
        (changes, now_ms): (Vec<Change>, i64),
        files: &BTreeMap<(usize, u32), ArrivedFile>,
    ) {
        let writer = Writer {
            association: &self.bench.association,
            moment: Moment { now_ms, ..self.bench.moment() },
            caller: builder(person),
            service: &service(number),
            session: None,
            guest_name: "",
            files,
            taken: &BTreeSet::new(),
        };
        if let Err(error) = writer.commit(changes.clone()).await {
            panic!("world {}: {changes:?} was refused: {error}\n{:#?}", self.seed, self.world);
        }
    }

    async fn permit(&self, object: usize) -> Permit {
        let moment = self.bench.moment();
        let mut ask = self.bench.association.database();
        let asked = objects::decide(&mut ask, &moment, &builder("p0"), Action::Share, &self.ids[object], None).await;
        asked.expect("a builder may share")
    }

    async fn share(&mut self, place: usize) {
        let share = &self.world.shares[place];
        let permit = self.permit(share.container).await;
        let role = Role::ALL[share.role - 1];
        let new = NewShare { role, ends_ms: share.ends_ms, label: String::new() };
        let association = &self.bench.association;
        let subject = match share.to {
            To::Account(person) => Subject::Account(PrincipalId(person.to_owned())),
            To::Group(group) => Subject::Group(group.to_owned()),
            To::Members => Subject::Members,
            To::Everyone => Subject::Everyone,
            To::Link(_) => {
                self.links[place] = association.share_by_link(&permit, "p0", new).await.expect("a link").share;
                return;
            }
        };
        association.share_with(&permit, "p0", &subject, new).await.expect("shared");
    }

    pub(super) fn shape(&self, collection: usize) -> Arc<Shape> {
        let collection = &self.world.collections[collection];
        let found = self.moment.shapes.named(&service(collection.service), collection.name);
        found.expect("the collection is known").clone()
    }
}

fn fields(object: &Object) -> Fields {
    let mut fields = vec![
        ("rank".to_owned(), Value::Integer(object.rank)),
        ("title".to_owned(), Value::Text(object.title.to_owned())),
    ];
    fields.extend(object.color.map(|color| ("color".to_owned(), Value::Text(color.to_owned()))));
    fields.extend(object.open.map(|open| truth("open", open)));
    fields.extend(object.ends_ms.map(|ends_ms| ("ends".to_owned(), Value::Integer(ends_ms))));
    fields
}

/// Empties the tables, so that the next world starts alone.
pub(super) async fn clear(bench: &Bench, world: &World) {
    let core = ["container", "container_path", "share", "word", "blob", "content", "segment"].map(str::to_owned);
    let own = world.collections.iter().map(|one| Shape::table_name(&service(one.service), one.name));
    let mut transaction = bench.association.database().begin().await.expect("a transaction");
    for table in core.into_iter().chain(own) {
        transaction.execute(Fragment::new(format!("DELETE FROM {table}"))).await.expect("emptied");
    }
    transaction.commit().await.expect("committed");
}
