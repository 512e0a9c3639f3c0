//! What a copy of one person's own holds: the host's pages about it, and which files go along under which names.

mod data;

use std::collections::{HashMap, HashSet};

use veillee_access::Caller;

use super::app::App;
use super::archive::Wish;
use super::archive::names::Names;
use super::archive::pages::Pages;
use super::respond::day;
use super::site::Site;
use crate::storage::Moment;
use crate::storage::blobs;
use crate::storage::objects::ObjectError;
use crate::storage::rights::{Copied, ExportedObject};
use crate::views::{ExportIndex, IndexRow};
use crate::words::{Locale, Words};

/// Whose copy it is, and who gets it.
pub struct Whose<'a> {
    pub app: &'a App,
    pub site: &'a Site,
    pub locale: Locale,
    pub person: &'a str,
    /// Who reads the files: the person, as the rules know them.
    pub caller: &'a Caller,
    pub moment: Moment,
}

/// Which archive of how many; counts from 1.
#[derive(Clone, Copy)]
pub struct Part {
    pub number: usize,
    pub parts: usize,
}

pub struct Gathered {
    /// What the archive is called.
    pub name: String,
    pub pages: Pages,
    pub wishes: Vec<Wish>,
}

/// The files of objects, each with its path in the archive.
type Paths = HashMap<(String, String), String>;

const INDEX: &str = "index.html";
const DATA: &str = "data.json";

/// Reads objects of the person, and lays out the archive: the same from the same data, so that a download that was cut goes on.
pub async fn gather(whose: &Whose<'_>, part: Part, ids: &[String]) -> Result<Gathered, ObjectError> {
    let association = &whose.site.association;
    let person = association.copied(whose.person).await?.ok_or(ObjectError::NotFound)?;
    let objects = association.exported(whose.person, ids).await?;
    let titles = titles(whose, &objects).await?;
    let (wishes, paths, left_out) = files(whose, &objects, &titles).await?;
    let modified_ms = objects.iter().map(|object| object.updated_ms).max().unwrap_or(0);
    let mut pages = Pages { person: whose.person.to_owned(), ..Pages::default() };
    pages.add(INDEX, modified_ms, index(whose, &person, (&objects, &paths), left_out));
    pages.add(DATA, modified_ms, data::write(whose, &person, part, (&objects, &paths)).await?);
    let name = match part.parts {
        1 => person.name,
        _ => format!("{} {}", person.name, part.number),
    };
    Ok(Gathered { name, pages, wishes })
}

/// What the containers of these objects are called, as far as they are the person's.
async fn titles(whose: &Whose<'_>, objects: &[ExportedObject]) -> Result<HashMap<String, String>, ObjectError> {
    let mut titles: HashMap<String, String> =
        objects.iter().map(|object| (object.id.clone(), object.title().to_owned())).collect();
    let outer: HashSet<String> =
        objects.iter().map(|object| object.parent.clone()).filter(|parent| !titles.contains_key(parent)).collect();
    let outer: Vec<String> = outer.into_iter().collect();
    for object in whose.site.association.exported(whose.person, &outer).await? {
        titles.insert(object.id.clone(), object.title().to_owned());
    }
    Ok(titles)
}

/// Every file that the person may read, under `SERVICE/CONTAINER/NAME`, and how many there are that they may not.
async fn files(
    whose: &Whose<'_>,
    objects: &[ExportedObject],
    titles: &HashMap<String, String>,
) -> Result<(Vec<Wish>, Paths, usize), ObjectError> {
    let pairs: Vec<(String, String)> = objects
        .iter()
        .flat_map(|object| object.blobs.iter().map(|blob| (object.id.clone(), blob.name.clone())))
        .collect();
    let association = &whose.site.association;
    let listed = Box::pin(blobs::survey(association, &whose.moment, whose.caller, &pairs)).await?;
    let readable: HashSet<&(String, String)> =
        pairs.iter().zip(&listed).filter(|(_, listed)| listed.is_some()).map(|(pair, _)| pair).collect();
    let mut names = Names::default();
    for own in [INDEX, DATA] {
        names.add(own, "");
    }
    let (mut wishes, mut paths) = (Vec::new(), Paths::new());
    for object in objects {
        let service = service_title(whose, object.shape.service());
        let folder = titles.get(&object.parent).map_or("", String::as_str);
        for blob in &object.blobs {
            let pair = (object.id.clone(), blob.name.clone());
            if !readable.contains(&pair) {
                continue;
            }
            let steps = [service.as_str(), folder, &blob.file_name].map(|step| step.replace(['/', '\\'], " "));
            let path = names.add(&steps.join("/"), &blob.media_type);
            wishes.push((pair.0.clone(), pair.1.clone(), path.clone()));
            paths.insert(pair, path);
        }
    }
    let left_out = pairs.len() - wishes.len();
    Ok((wishes, paths, left_out))
}

fn index(whose: &Whose<'_>, person: &Copied, (objects, paths): (&[ExportedObject], &Paths), left_out: usize) -> String {
    let row = |object: &ExportedObject| {
        let files = object.blobs.iter().filter_map(|blob| {
            let path = paths.get(&(object.id.clone(), blob.name.clone()))?;
            Some((path.clone(), blob.file_name.clone()))
        });
        IndexRow {
            kind: kind(whose, object),
            title: object.title().to_owned(),
            created: day(object.created_ms),
            files: files.collect(),
        }
    };
    let rows: Vec<IndexRow> = objects.iter().map(row).collect();
    ExportIndex {
        words: Words::of(whose.locale),
        association_name: &whose.site.name,
        name: &person.name,
        address: &person.address,
        rows: &rows,
        left_out,
    }
    .html()
}

/// What people call a service; its name when its package is lost.
fn service_title(whose: &Whose<'_>, service: &str) -> String {
    let standing = whose.app.plugins.standing(&whose.site.association.id, service);
    let enabled = standing.and_then(|standing| standing.enabled);
    enabled.map_or_else(|| service.to_owned(), |enabled| enabled.plugin.manifest.title.of(whose.locale).to_owned())
}

fn kind(whose: &Whose<'_>, object: &ExportedObject) -> String {
    let standing = whose.app.plugins.standing(&whose.site.association.id, object.shape.service());
    let Some(enabled) = standing.and_then(|standing| standing.enabled) else { return object.shape.name.clone() };
    let own = enabled.plugin.manifest.collections.get(&object.shape.name);
    let title = own.and_then(|collection| collection.title.as_ref()).unwrap_or(&enabled.plugin.manifest.title);
    title.of(whose.locale).to_owned()
}
