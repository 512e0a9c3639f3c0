//! Asks the product and the model the same questions.

use veillee::storage::blobs;
use veillee::storage::objects::{self, ObjectError, Reader};
use veillee_access::{Action, Caller, Identity, PrincipalId, Reach, Subject};
use veillee_ambient::SeededRandom;
use veillee_engine::types::{Order, Query};
use veillee_tests::model::{self, Kind};

use super::build::{Stage, service};

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) worlds: u64,
    pub(super) decisions: u64,
    pub(super) allowed: u64,
    pub(super) lists: u64,
    pub(super) rows: u64,
}

impl Tally {
    pub(super) fn add(&mut self, other: &Self) {
        self.worlds += other.worlds;
        self.decisions += other.decisions;
        self.allowed += other.allowed;
        self.lists += other.lists;
        self.rows += other.rows;
    }

    fn decided(&mut self, allowed: bool) {
        self.decisions += 1;
        self.allowed += u64::from(allowed);
    }
}

const ACTIONS: [Action; 6] = [Action::Read, Action::Count, Action::Update, Action::Delete, Action::Move, Action::Share];

/// Words, and the titles they find.
const WORDS: [(&str, &[&str]); 5] = [
    ("mer", &["été à la mer", "la mer"]),
    ("gardens", &["Winter garden"]),
    ("jardin", &["Les jardins"]),
    ("ÉTÉ mer", &["été à la mer"]),
    ("win", &["Winter garden"]),
];

pub(super) async fn compare(stage: &Stage<'_>) -> Tally {
    let mut tally = Tally { worlds: 1, ..Tally::default() };
    let random = SeededRandom::new(stage.seed ^ 0xA5A5);
    for caller in &stage.world.callers {
        let asking = Asking { stage, model: caller, real: real(stage, caller), random: &random };
        for object in 0..stage.world.objects.len() {
            asking.one(object, &mut tally).await;
        }
        for collection in 0..stage.world.collections.len() {
            asking.lists(collection, &mut tally).await;
        }
    }
    tally
}

fn real(stage: &Stage<'_>, caller: &model::Caller) -> Caller {
    let id = PrincipalId(caller.person.to_owned());
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let groups = caller.groups.iter().map(|&group| Subject::Group(group.to_owned()));
    Caller {
        identity: match caller.kind {
            Kind::Visitor => Identity::Visitor,
            Kind::Guest => Identity::Guest(id),
            Kind::Account => Identity::Account { id, member: false },
            Kind::Member => Identity::Account { id, member: true },
        },
        opened: groups.chain(caller.links.iter().map(|&link| Subject::Link(stage.links[link].clone()))).collect(),
        association_roles: owned(&caller.roles),
        features: owned(&caller.features),
        settings: owned(&caller.settings),
        within: None,
        reach: Reach::default(),
    }
}

struct Asking<'a> {
    stage: &'a Stage<'a>,
    model: &'a model::Caller,
    real: Caller,
    random: &'a SeededRandom,
}

impl Asking<'_> {
    fn differs(&self, what: &str, found: &str, expected: &str) -> ! {
        let Stage { seed, world, ids, .. } = self.stage;
        let rules: Vec<String> = world
            .collections
            .iter()
            .flat_map(|one| {
                one.rules.iter().map(move |(action, rule)| format!("s{}.{} {action} = {rule}", one.service, one.name))
            })
            .collect();
        panic!(
            "VEILLEE_WORLD={seed}: {what}\nfound {found}\nexpected {expected}\ncaller {:#?}\nids {ids:#?}\n{rules:#?}\n{world:#?}",
            self.model
        )
    }

    async fn one(&self, object: usize, tally: &mut Tally) {
        let (world, id) = (self.stage.world, &self.stage.ids[object]);
        let readable = world.may(self.model, Action::Read, object);
        for action in ACTIONS {
            let allowed = world.may(self.model, action, object);
            self.decide((action, object, None), allowed, readable).await;
            tally.decided(allowed);
        }
        for child in 0..world.collections.len() {
            if world.collections[child].parents.contains(&world.objects[object].collection) {
                let allowed = world.may_create(self.model, child, object);
                self.decide((Action::Create, object, Some(child)), allowed, readable).await;
                tally.decided(allowed);
            }
        }
        let name = service(world.collection(object).service);
        let association = &self.stage.bench.association;
        let reader = Reader::new(association, &self.stage.moment, &self.real, &name, "s");
        let got = objects::get(&mut association.database(), &reader, id, &["rank".to_owned()]).await;
        if got.is_ok() != readable {
            self.differs(&format!("get {object}"), &format!("{got:?}"), &readable.to_string());
        }
        let located = blobs::locate(association, &self.stage.moment, &self.real, id, "original").await;
        let expected = readable && world.objects[object].bytes;
        if located.is_ok() != expected || !matches!(located, Ok(_) | Err(ObjectError::NotFound)) {
            let found = located.map_or_else(|error| error.to_string(), |_| "bytes".to_owned());
            self.differs(&format!("bytes of {object}"), &found, &expected.to_string());
        }
        tally.decided(readable);
        tally.decided(expected);
    }

    async fn decide(&self, asked: (Action, usize, Option<usize>), allowed: bool, readable: bool) {
        let (action, object, child) = asked;
        let child = child.map(|child| self.stage.shape(child));
        let mut ask = self.stage.bench.association.database();
        let id = &self.stage.ids[object];
        let found = objects::decide(&mut ask, &self.stage.moment, &self.real, action, id, child.as_deref()).await;
        let agrees = match &found {
            Ok(_) => allowed,
            Err(ObjectError::Denied) => !allowed && readable,
            Err(ObjectError::NotFound) => !allowed && !readable,
            Err(_) => false,
        };
        if !agrees {
            let expected = format!("allowed {allowed}, readable {readable}");
            self.differs(&format!("{asked:?}"), &format!("{found:?}"), &expected);
        }
    }

    async fn lists(&self, collection: usize, tally: &mut Tally) {
        let world = self.stage.world;
        let at_top = objects::may_create_at_top(&self.stage.shape(collection), &self.real, world.now_ms);
        let expected = world.may_create_at_top(self.model, collection);
        if at_top != expected {
            self.differs(&format!("top of {collection}"), &at_top.to_string(), &expected.to_string());
        }
        tally.decided(expected);
        let below = |bound: usize| usize::try_from(self.random.below(bound as u64)).expect("small");
        let parents = world.collections[collection].parents.clone();
        let possible: Vec<usize> =
            (0..world.objects.len()).filter(|&object| parents.contains(&world.objects[object].collection)).collect();
        let under = (!possible.is_empty()).then(|| possible[below(possible.len())]);
        let words = (below(3) == 0).then(|| WORDS[below(WORDS.len())]);
        let under = under.filter(|_| below(2) == 0);
        self.list(collection, under, words, tally).await;
    }

    async fn list(&self, collection: usize, under: Option<usize>, words: Option<(&str, &[&str])>, tally: &mut Tally) {
        let world = self.stage.world;
        let field = ["@created-ms", "@updated-ms", "rank", "title"];
        let field = field[usize::try_from(self.random.below(4)).expect("below four")];
        let descending = self.random.below(2) == 0;
        let query = Query {
            collection: world.collections[collection].name.to_owned(),
            under: under.map(|parent| self.stage.ids[parent].clone()),
            search: words.map(|(words, _)| words.to_owned()),
            order: Some(Order { field: field.to_owned(), descending }),
            ..Query::default()
        };
        let sought = |object: &usize| {
            let found = &world.objects[*object];
            let inside = under.is_none_or(|parent| found.parent == Some(parent));
            found.collection == collection && inside && words.is_none_or(|(_, titles)| titles.contains(&found.title))
        };
        let matching: Vec<usize> = (0..world.objects.len()).filter(sought).collect();
        let mut visible: Vec<usize> =
            matching.iter().copied().filter(|&object| world.may(self.model, Action::Read, object)).collect();
        visible.sort_by_key(|&object| self.key(field, object));
        if descending {
            visible.reverse();
        }
        let expected: Vec<&String> = visible.iter().map(|&object| &self.stage.ids[object]).collect();
        let found = self.pages(collection, &query).await;
        if found.iter().collect::<Vec<_>>() != expected {
            self.differs(&format!("{query:?}"), &format!("{found:#?}"), &format!("{expected:#?} {visible:?}"));
        }
        // Who counts by content counts what they see, whatever else they may count.
        let asked = if query.search.is_some() || !query.filters.is_empty() { Action::Read } else { Action::Count };
        let countable = matching.iter().filter(|&&object| world.may(self.model, asked, object)).count();
        let name = service(world.collections[collection].service);
        let association = &self.stage.bench.association;
        let reader = Reader::new(association, &self.stage.moment, &self.real, &name, "s");
        let counted = objects::count(&mut association.database(), &reader, &query, 1_000).await.expect("counted");
        if counted as usize != countable {
            self.differs(&format!("count of {query:?}"), &counted.to_string(), &countable.to_string());
        }
        tally.lists += 2;
        tally.rows += (expected.len() + countable) as u64;
    }

    fn key(&self, field: &str, object: usize) -> (i64, &'static str, &String) {
        let found = &self.stage.world.objects[object];
        let id = &self.stage.ids[object];
        match field {
            "@created-ms" => (found.created_ms, "", id),
            "@updated-ms" => (found.updated_ms, "", id),
            "rank" => (found.rank, "", id),
            _ => (0, found.title, id),
        }
    }

    async fn pages(&self, collection: usize, query: &Query) -> Vec<String> {
        let name = service(self.stage.world.collections[collection].service);
        let association = &self.stage.bench.association;
        let reader = Reader::new(association, &self.stage.moment, &self.real, &name, "s");
        let limit = u32::try_from(1 + self.random.below(4)).expect("small");
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = objects::run(&mut association.database(), &reader, query, after.as_deref(), limit).await;
            let page = page.unwrap_or_else(|error| self.differs(&format!("{query:?}"), &error.to_string(), "a page"));
            found.extend(page.rows.into_iter().map(|row| row.id));
            after = page.next;
            if after.is_none() || found.len() > 1_000 {
                return found;
            }
        }
    }
}
