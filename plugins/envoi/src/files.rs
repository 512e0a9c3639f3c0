//! What lies in a transfer.

use veillee_sdk::{ARCHIVE_ENTRIES_MAX, ArchiveEntry, Call, Choice, Error, Object, Page, Response};

use crate::limits::{FILES_PER_CHANGE_SET, FILES_PER_PAGE, FILES_PER_READING, NAME_MAX_CHARS};
use crate::transfer::{self, Transfer};
use crate::{pages, texts};

/// As `plugin.toml` declares it.
#[derive(Object, Clone)]
#[object(collection = "file")]
pub(crate) struct File {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) position: i64,
    #[object(column = "@parent")]
    pub(crate) transfer: Option<String>,
    /// None once its bytes are gone.
    #[object(column = "@blob:file")]
    pub(crate) size_bytes: Option<i64>,
    #[object(column = "@sha-256:file")]
    pub(crate) sum: Option<String>,
}

/// In the order in which they were chosen.
pub(crate) fn page(call: &mut Call<'_>, transfer: &str, after: Option<&str>) -> Result<Page<File>, Error> {
    call.objects::<File>().under(transfer).order("position").run(after, FILES_PER_PAGE)
}

/// All of them, at most one more than an archive takes.
pub(crate) fn all(call: &mut Call<'_>, transfer: &str) -> Result<Vec<File>, Error> {
    let (mut files, mut after) = (Vec::new(), None);
    loop {
        let query = call.objects::<File>().under(transfer).order("position");
        let page = query.run(after.as_deref(), FILES_PER_READING)?;
        files.extend(page.rows);
        after = page.next;
        if after.is_none() || files.len() > ARCHIVE_ENTRIES_MAX {
            return Ok(files);
        }
    }
}

/// A file of this very transfer.
fn one(call: &mut Call<'_>, transfer: &str, id: &str) -> Result<File, Error> {
    let file: File = call.object(id).map_err(|error| match error {
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })?;
    if file.transfer.as_deref() == Some(transfer) { Ok(file) } else { Err(Error::NotFound) }
}

pub(crate) fn add(call: &mut Call<'_>, transfer: Transfer) -> Result<Response, Error> {
    let Some(choice) = call.choice("files").filter(|choice| !choice.files.is_empty()) else {
        let sentence = texts::choose_first(call);
        return transfer::show(call, transfer, Some(sentence));
    };
    let last = call.objects::<File>().under(&transfer.id).order_descending("position").run(None, 1)?;
    let start = last.rows.first().map_or(0, |file| file.position) + 1;
    keep(call, &transfer.id, choice, start)?;
    Ok(Response::see_other(format!("/{}?added={}", transfer.id, choice.files.len())))
}

fn keep(call: &mut Call<'_>, transfer: &str, choice: &Choice, start: i64) -> Result<(), Error> {
    let (mut position, mut index) = (start, 0);
    for files in choice.files.chunks(FILES_PER_CHANGE_SET) {
        let mut changes = call.change_set();
        for file in files {
            let fields = [("name", name(&file.name).into()), ("position", position.into())];
            let made = changes.create_in(transfer, "file", fields);
            changes.attach(&made, "file", choice, index);
            position += 1;
            index += 1;
        }
        let size_bytes: u64 = files.iter().map(|file| file.size_bytes).sum();
        changes.add(transfer, "files", amount(files.len() as u64));
        changes.add(transfer, "size-bytes", amount(size_bytes));
        changes.commit()?;
    }
    Ok(())
}

/// A device may send a file without a name.
pub(crate) fn name(given: &str) -> String {
    let name: String = given.trim().chars().take(NAME_MAX_CHARS).collect();
    if name.is_empty() { "file".to_owned() } else { name }
}

pub(crate) fn amount(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// All files, or those that were ticked.
pub(crate) fn download(call: &mut Call<'_>, transfer: &Transfer) -> Result<Response, Error> {
    let chosen: Vec<&str> =
        call.request().query.iter().filter(|(name, _)| name == "file").map(|(_, id)| id.as_str()).collect();
    let mut files = all(call, &transfer.id)?;
    if !chosen.is_empty() {
        files.retain(|file| chosen.contains(&file.id.as_str()));
    }
    let entries = files.into_iter().map(|file| entry(file.id, &file.name)).collect();
    Ok(Response::Archive { name: transfer.title.clone(), entries })
}

/// A name is no folder.
pub(crate) fn entry(object: String, name: &str) -> ArchiveEntry {
    ArchiveEntry { object, blob: "file".into(), path: name.replace(['/', '\\'], "-") }
}

pub(crate) fn download_one(call: &mut Call<'_>, transfer: &Transfer, id: &str) -> Result<Response, Error> {
    let file = one(call, &transfer.id, id)?;
    Ok(Response::download(file.id, "file"))
}

pub(crate) fn replace_form(call: &mut Call<'_>, transfer: &str, id: &str) -> Result<Response, Error> {
    let (transfer, file) = changeable(call, transfer, id)?;
    Ok(pages::files::replace(call, &transfer, &file, None))
}

/// Another file behind the same link; the one before is gone with its key.
pub(crate) fn replace(call: &mut Call<'_>, transfer: &str, id: &str) -> Result<Response, Error> {
    let (transfer, file) = changeable(call, transfer, id)?;
    let choice = call.choice("files");
    let Some((choice, new)) = choice.and_then(|choice| Some((choice, choice.files.first()?))) else {
        let sentence = texts::choose_first(call);
        return Ok(pages::files::replace(call, &transfer, &file, Some(sentence)));
    };
    let mut changes = call.change_set();
    changes.attach(id, "file", choice, 0);
    changes.update(id, [("name", name(&new.name).into())]);
    changes.add(&transfer.id, "size-bytes", amount(new.size_bytes) - file.size_bytes.unwrap_or(0));
    changes.commit()?;
    Ok(Response::see_other(format!("/{}?replaced=yes", transfer.id)))
}

pub(crate) fn ask_to_remove(call: &mut Call<'_>, transfer: &str, id: &str) -> Result<Response, Error> {
    let (transfer, file) = changeable(call, transfer, id)?;
    Ok(pages::confirm::remove(call, &transfer, &file))
}

/// At once and for good: whoever sent the wrong file wants nobody to have it.
pub(crate) fn remove(call: &mut Call<'_>, transfer: &str, id: &str) -> Result<Response, Error> {
    let (transfer, file) = changeable(call, transfer, id)?;
    let mut changes = call.change_set();
    changes.detach(id, "file").trash(id);
    changes.add(&transfer.id, "files", -1).add(&transfer.id, "size-bytes", -file.size_bytes.unwrap_or(0));
    changes.commit()?;
    Ok(Response::see_other(format!("/{}?removed-file=yes", transfer.id)))
}

fn changeable(call: &mut Call<'_>, transfer: &str, id: &str) -> Result<(Transfer, File), Error> {
    let transfer = transfer::one(call, transfer)?;
    let file = one(call, &transfer.id, id)?;
    if !call.may(id, "update") {
        return Err(Error::Denied);
    }
    if transfer.has_ended(call.now()) { Err(Error::NotFound) } else { Ok((transfer, file)) }
}
