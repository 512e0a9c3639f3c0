//! What came into a box.

use veillee_sdk::{ARCHIVE_ENTRIES_MAX, Call, Choice, Error, Object, Page, Response, Size};

use crate::boxes::{self, DepositBox};
use crate::files::{amount, entry, name};
use crate::limits::{COUNT_TRIES, FILES_PER_CHANGE_SET, FILES_PER_PAGE, FILES_PER_READING, WHO_MAX_CHARS};
use crate::texts;

/// As `plugin.toml` declares it.
#[derive(Object, Clone)]
#[object(collection = "deposit")]
pub(crate) struct Deposit {
    pub(crate) id: String,
    pub(crate) name: String,
    /// As whoever put it in called themselves.
    pub(crate) who: Option<String>,
    #[object(column = "@parent")]
    pub(crate) put_into: Option<String>,
    #[object(column = "@created-ms")]
    pub(crate) created: veillee_sdk::Time,
    #[object(column = "@blob:file")]
    pub(crate) size_bytes: Option<i64>,
    #[object(column = "@sha-256:file")]
    pub(crate) sum: Option<String>,
}

/// The latest first.
pub(crate) fn page(call: &mut Call<'_>, deposit_box: &str, after: Option<&str>) -> Result<Page<Deposit>, Error> {
    call.objects::<Deposit>().under(deposit_box).run(after, FILES_PER_PAGE)
}

pub(crate) fn add(call: &mut Call<'_>, deposit_box: DepositBox) -> Result<Response, Error> {
    let Some(choice) = call.choice("files").filter(|choice| !choice.files.is_empty()) else {
        let sentence = texts::choose_first(call);
        return boxes::show(call, deposit_box, Some(sentence));
    };
    let id = deposit_box.id.clone();
    if let Some(sentence) = refusal(call, &deposit_box, choice) {
        return boxes::show(call, deposit_box, Some(&sentence));
    }
    match keep(call, deposit_box, choice)? {
        None => Ok(Response::see_other(format!("/{id}?received={}", choice.files.len()))),
        // Others filled it meanwhile.
        Some((deposit_box, sentence)) => boxes::show(call, deposit_box, Some(&sentence)),
    }
}

/// Why a box does not take these files.
fn refusal(call: &mut Call<'_>, deposit_box: &DepositBox, choice: &Choice) -> Option<String> {
    if deposit_box.is_closed(call.now()) {
        return Some(texts::box_is_closed(call).to_owned());
    }
    let files_left = deposit_box.files_left();
    if amount(choice.files.len() as u64) > files_left {
        return Some(texts::too_many_files(call, files_left));
    }
    let size_bytes: u64 = choice.files.iter().map(|file| file.size_bytes).sum();
    let bytes_left = deposit_box.bytes_left();
    (size_bytes > bytes_left).then(|| texts::too_many_bytes(call, Size::from_bytes(bytes_left).words(call)))
}

/// Counts and keeps together, so that a box never takes more than it should; whoever is slower counts again. The box as it is
/// and a sentence, when it is full by then.
fn keep(
    call: &mut Call<'_>,
    mut deposit_box: DepositBox,
    choice: &Choice,
) -> Result<Option<(DepositBox, String)>, Error> {
    let who = call.form_field("who").map(str::trim).filter(|who| !who.is_empty());
    let who: Option<String> = who.map(|who| who.chars().take(WHO_MAX_CHARS).collect());
    let (mut index, mut tries) = (0, 0);
    for files in choice.files.chunks(FILES_PER_CHANGE_SET) {
        let size_bytes = amount(files.iter().map(|file| file.size_bytes).sum());
        loop {
            let counted = [
                ("deposits", (deposit_box.deposits + amount(files.len() as u64)).into()),
                ("deposited-bytes", (deposit_box.deposited_bytes + size_bytes).into()),
            ];
            let mut changes = call.change_set();
            changes.update_if(&deposit_box.id, deposit_box.version, counted);
            for (file, index) in files.iter().zip(index..) {
                let fields = [("name", name(&file.name).into()), ("who", who.as_deref().into())];
                let made = changes.create_in(&deposit_box.id, "deposit", fields);
                changes.attach(&made, "file", choice, index);
            }
            match changes.commit() {
                Err(Error::Conflict) if tries < COUNT_TRIES => tries += 1,
                done => {
                    done?;
                    break;
                }
            }
            deposit_box = boxes::one(call, &deposit_box.id)?;
            if index == 0
                && let Some(sentence) = refusal(call, &deposit_box, choice)
            {
                return Ok(Some((deposit_box, sentence)));
            }
        }
        deposit_box = boxes::one(call, &deposit_box.id)?;
        index += u32::try_from(files.len()).unwrap_or(u32::MAX);
    }
    Ok(None)
}

/// All that came, each file under the name of whoever sent it.
pub(crate) fn download(call: &mut Call<'_>, deposit_box: &DepositBox) -> Result<Response, Error> {
    let (mut entries, mut after) = (Vec::new(), None);
    loop {
        let query = call.objects::<Deposit>().under(&deposit_box.id);
        let page = query.run(after.as_deref(), FILES_PER_READING)?;
        for deposit in page.rows {
            let mut one = entry(deposit.id, &deposit.name);
            if let Some(who) = deposit.who {
                one.path = format!("{}/{}", who.replace(['/', '\\'], "-"), one.path);
            }
            entries.push(one);
        }
        after = page.next;
        if after.is_none() || entries.len() > ARCHIVE_ENTRIES_MAX {
            return Ok(Response::Archive { name: deposit_box.title.clone(), entries });
        }
    }
}

pub(crate) fn download_one(call: &mut Call<'_>, deposit_box: &DepositBox, id: &str) -> Result<Response, Error> {
    let deposit: Deposit = call.object(id).map_err(|error| match error {
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })?;
    let is_here = deposit.put_into.as_deref() == Some(deposit_box.id.as_str());
    if is_here { Ok(Response::download(deposit.id, "file")) } else { Err(Error::NotFound) }
}
