use crate::{Choice, ChoiceRef, Door, Error, Identified, Object, Value};

/// Declared fields with their values. An absent field keeps its value (update) or takes its default (create).
pub type Fields = Vec<(String, Value)>;

/// One step of a change-set: what a [`Door`] is given. All ids are the service's words, to be checked.
///
/// ```
/// use veillee_sdk::{Change, Door, testing::MemoryDoor};
///
/// let mut door = MemoryDoor::new();
/// let id = door.insert("album", None, [("views", 1.into())]);
/// door.commit(&[Change::Add { id, field: "views".into(), amount: 2 }])?;
/// assert_eq!(door.objects("album")[0].value("views"), 3.into());
/// # Ok::<(), veillee_sdk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Makes an object.
    Create {
        /// From [`Door::new_id`].
        id: String,
        /// As declared in `plugin.toml`.
        collection: String,
        /// At the top when there is none.
        parent: Option<String>,
        /// The rest takes its default.
        fields: Fields,
    },
    /// Sets fields.
    Update {
        /// Of the object.
        id: String,
        /// Only when it still has this version.
        if_version: Option<u64>,
        /// The rest stays as it is.
        fields: Fields,
    },
    /// Adds to an integer.
    Add {
        /// Of the object.
        id: String,
        /// An integer field.
        field: String,
        /// May be negative.
        amount: i64,
    },
    /// The object gets the blob that another one has.
    Copy {
        /// Of the object that gets the blob.
        id: String,
        /// As declared in `plugin.toml`, of both objects.
        blob: String,
        /// Of the object that has it.
        source: String,
    },
    /// File number `index` of a choice becomes the object's blob of this name.
    Attach {
        /// Of the object.
        id: String,
        /// As declared in `plugin.toml`.
        blob: String,
        /// What the person chose.
        choice: ChoiceRef,
        /// Counts from 0.
        index: u32,
    },
    /// Lets a blob of an object go, for good.
    Detach {
        /// Of the object.
        id: String,
        /// As declared in `plugin.toml`.
        blob: String,
    },
    /// Puts an object into another parent.
    Move {
        /// Of the object.
        id: String,
        /// The new parent.
        parent: String,
    },
    /// Puts the object, and all that lies in it, into the trash.
    Trash {
        /// Of the object.
        id: String,
    },
    /// Takes it back from the trash.
    Restore {
        /// Of the object.
        id: String,
    },
}

/// An object that this change-set makes: to be used by its later changes. The id to link to is in what
/// [`ChangeSet::commit`] returns.
///
/// ```
/// # use veillee_sdk::{Call, NewId, Request, testing::MemoryDoor};
/// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
/// # let mut call = Call::new("album", &request, &mut door);
/// let mut changes = call.change_set();
/// let album: NewId = changes.create("album", [("title", "Summer".into())]);
/// changes.create_in(&album, "photo", [("title", "Lake".into())]);
/// assert_eq!(changes.commit()?.len(), 2);
/// # Ok::<(), veillee_sdk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewId(String);

/// What a change can be about: an id, or an object made by the same change-set.
///
/// ```
/// use veillee_sdk::Target;
///
/// assert_eq!("4f1c".target(), "4f1c");
/// assert_eq!("4f1c".to_owned().target(), "4f1c");
/// ```
pub trait Target {
    /// As the [`Door`] is given it.
    fn target(&self) -> &str;
}

impl Target for str {
    fn target(&self) -> &str {
        self
    }
}

impl Target for String {
    fn target(&self) -> &str {
        self
    }
}

impl Target for NewId {
    fn target(&self) -> &str {
        &self.0
    }
}

/// An object touched by a change-set, with its new version.
///
/// ```
/// # use veillee_sdk::{Call, Touched, Request, testing::MemoryDoor};
/// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
/// # let mut call = Call::new("album", &request, &mut door);
/// let mut changes = call.change_set();
/// changes.create("album", [("title", "Summer".into())]);
/// let [Touched { id, version }] = &changes.commit()?[..] else { panic!("one object") };
/// assert_eq!((call.get(id, &["title"])?.text(0), *version), ("Summer", 1));
/// # Ok::<(), veillee_sdk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// As the host knows it.
    pub id: String,
    /// The new one.
    pub version: u64,
}

/// Changes that happen together or not at all: nothing happens before [`commit`](Self::commit). At most 500.
///
/// ```
/// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
/// # let request = Request::post("/").with_files("photos", &[("lake.jpg", 5)]);
/// # let mut door = MemoryDoor::new();
/// # door.begin(&request);
/// # let mut call = Call::new("album", &request, &mut door);
/// # let photos = call.choice("photos").unwrap();
/// let mut changes = call.change_set();
/// let album = changes.create("album", [("title", "Summer".into())]);
/// let photo = changes.create_in(&album, "photo", [("title", "Lake".into())]);
/// changes.attach(&photo, "original", photos, 0);
/// let touched = changes.commit()?;
/// assert_eq!(touched[0].version, 1);
/// # Ok::<(), veillee_sdk::Error>(())
/// ```
#[must_use = "nothing happens before `commit`"]
pub struct ChangeSet<'door> {
    door: &'door mut dyn Door,
    changes: Vec<Change>,
}

impl<'door> ChangeSet<'door> {
    pub(crate) fn new(door: &'door mut dyn Door) -> Self {
        Self { door, changes: Vec::new() }
    }

    /// A new object at the top.
    pub fn create<'n>(&mut self, collection: &str, fields: impl IntoIterator<Item = (&'n str, Value)>) -> NewId {
        self.add_create(collection, None, named(fields))
    }

    /// A new object in `parent`.
    pub fn create_in<'n>(
        &mut self,
        parent: &(impl Target + ?Sized),
        collection: &str,
        fields: impl IntoIterator<Item = (&'n str, Value)>,
    ) -> NewId {
        self.add_create(collection, Some(parent.target().into()), named(fields))
    }

    /// A new object at the top, from a struct: fields without a value take their default, and what the struct says of the
    /// host's (its id, its version, system columns) does not count.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Object, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let mut call = Call::new("album", &request, &mut door);
    /// #[derive(Object)]
    /// #[object(collection = "album")]
    /// struct Album {
    ///     title: String,
    ///     approval: Option<bool>,
    /// }
    ///
    /// let mut changes = call.change_set();
    /// changes.create_object(&Album { title: "Summer".into(), approval: None });
    /// assert_eq!(changes.commit()?.len(), 1);
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn create_object<T: Object>(&mut self, object: &T) -> NewId {
        self.add_create(T::COLLECTION, None, present(object))
    }

    /// A new object in `parent`, from a struct; see [`create_object`](Self::create_object).
    ///
    /// ```
    /// # use veillee_sdk::{Call, Object, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let album = door.insert("album", None, []);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// #[derive(Object)]
    /// #[object(collection = "photo")]
    /// struct Photo {
    ///     title: String,
    /// }
    ///
    /// let mut changes = call.change_set();
    /// changes.create_object_in(&album, &Photo { title: "Lake".into() });
    /// changes.commit()?;
    /// assert_eq!(call.objects::<Photo>().under(&album).run(None, 10)?.rows[0].title, "Lake");
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn create_object_in<T: Object>(&mut self, parent: &(impl Target + ?Sized), object: &T) -> NewId {
        self.add_create(T::COLLECTION, Some(parent.target().into()), present(object))
    }

    /// Sets the fields that differ between what was read and what it shall be, if the object still has the version that was
    /// read; else `commit` says [`Error::Conflict`]. Nothing happens when nothing differs.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Object, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let id = door.insert("photo", None, [("title", "Lake".into()), ("position", 1.into())]);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// #[derive(Object, Clone)]
    /// #[object(collection = "photo")]
    /// struct Photo {
    ///     id: String,
    ///     version: u64,
    ///     title: String,
    ///     position: i64,
    /// }
    ///
    /// let photo: Photo = call.object(&id)?;
    /// let renamed = Photo { title: "Lake Geneva".into(), ..photo.clone() };
    /// let mut changes = call.change_set();
    /// changes.update_object(&photo, &renamed);
    /// assert_eq!(changes.commit()?[0].version, 2);
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn update_object<T: Object + Identified>(&mut self, read: &T, wanted: &T) -> &mut Self {
        let differ = read.fields().into_iter().zip(wanted.fields());
        let fields = named(differ.filter(|(read, wanted)| read != wanted).map(|(_, wanted)| wanted));
        if fields.is_empty() {
            return self;
        }
        self.push(Change::Update { id: read.id().into(), if_version: Some(read.version()), fields })
    }

    fn add_create(&mut self, collection: &str, parent: Option<String>, fields: Fields) -> NewId {
        let id = self.door.new_id(collection);
        self.changes.push(Change::Create { id: id.clone(), collection: collection.into(), parent, fields });
        NewId(id)
    }

    /// Sets fields.
    pub fn update<'n>(
        &mut self,
        id: &(impl Target + ?Sized),
        fields: impl IntoIterator<Item = (&'n str, Value)>,
    ) -> &mut Self {
        self.push(Change::Update { id: id.target().into(), if_version: None, fields: named(fields) })
    }

    /// Sets fields if the object still has this version; else `commit` says [`Error::Conflict`].
    ///
    /// ```
    /// # use veillee_sdk::{Call, Error, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let id = door.insert("photo", None, [("title", "Lake".into())]);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// let mut changes = call.change_set();
    /// changes.update_if(&id, 1, [("title", "Lake Geneva".into())]);
    /// assert_eq!(changes.commit()?[0].version, 2);
    /// let mut late = call.change_set();
    /// late.update_if(&id, 1, [("title", "Léman".into())]);
    /// assert_eq!(late.commit(), Err(Error::Conflict));
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn update_if<'n>(
        &mut self,
        id: &(impl Target + ?Sized),
        version: u64,
        fields: impl IntoIterator<Item = (&'n str, Value)>,
    ) -> &mut Self {
        self.push(Change::Update { id: id.target().into(), if_version: Some(version), fields: named(fields) })
    }

    /// Adds to an integer field, atomically; needs the right to update.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let id = door.insert("photo", None, [("likes", 1.into())]);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// let mut changes = call.change_set();
    /// changes.add(&id, "likes", 1);
    /// changes.commit()?;
    /// assert_eq!(call.get(&id, &["likes"])?.integer(0), Some(2));
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn add(&mut self, id: &(impl Target + ?Sized), field: &str, amount: i64) -> &mut Self {
        self.push(Change::Add { id: id.target().into(), field: field.into(), amount })
    }

    /// Ties file number `index` of an upload to the object. What is tied to nothing is thrown away after the call.
    pub fn attach(&mut self, id: &(impl Target + ?Sized), blob: &str, choice: &Choice, index: u32) -> &mut Self {
        self.push(Change::Attach { id: id.target().into(), blob: blob.into(), choice: choice.at, index })
    }

    /// Lets a blob of an object go: its key is destroyed with the commit, and there is no way back. The object stays. Where
    /// there is no such blob, nothing happens.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, Value, testing::MemoryDoor};
    /// # let request = Request::post("/").with_files("files", &[("plan.pdf", 5_000)]);
    /// # let mut door = MemoryDoor::new();
    /// # door.begin(&request);
    /// # let mut call = Call::new("envoi", &request, &mut door);
    /// # let files = call.choice("files").expect("files");
    /// let mut changes = call.change_set();
    /// let file = changes.create("file", []);
    /// changes.attach(&file, "file", files, 0);
    /// let id = changes.commit()?[0].id.clone();
    /// let mut changes = call.change_set();
    /// changes.detach(&id, "file");
    /// changes.commit()?;
    /// assert_eq!(call.get(&id, &["@blob:file"])?.value(0), &Value::None);
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn detach(&mut self, id: &(impl Target + ?Sized), blob: &str) -> &mut Self {
        self.push(Change::Detach { id: id.target().into(), blob: blob.into() })
    }

    /// Gives the object the blob that another one has: no byte is sent, both share them. Needs the right to read the other.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let request = Request::post("/").with_files("photos", &[("lake.jpg", 5)]);
    /// # let mut door = MemoryDoor::new();
    /// # let (lake, copy) = (door.insert("photo", None, []), door.insert("photo", None, []));
    /// # door.begin(&request);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// let photos = call.choice("photos").expect("files");
    /// let mut changes = call.change_set();
    /// changes.attach(&lake, "original", photos, 0);
    /// changes.copy(&copy, "original", &lake);
    /// changes.commit()?;
    /// assert_eq!(call.get(&copy, &["@blob:original"])?.integer(0), Some(5));
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn copy(&mut self, id: &(impl Target + ?Sized), blob: &str, source: &(impl Target + ?Sized)) -> &mut Self {
        self.push(Change::Copy { id: id.target().into(), blob: blob.into(), source: source.target().into() })
    }

    /// Moves an object into another parent; shares of the old parents end for it in this moment.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let (summer, winter) = (door.insert("album", None, []), door.insert("album", None, []));
    /// # let photo = door.insert("photo", Some(&summer), []);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// let mut changes = call.change_set();
    /// changes.move_into(&photo, &winter);
    /// changes.commit()?;
    /// assert_eq!(call.query("photo").under(&winter).count(10)?, 1);
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn move_into(&mut self, id: &(impl Target + ?Sized), parent: &(impl Target + ?Sized)) -> &mut Self {
        self.push(Change::Move { id: id.target().into(), parent: parent.target().into() })
    }

    /// Puts the object, and all that lies in it, into the trash.
    pub fn trash(&mut self, id: &(impl Target + ?Sized)) -> &mut Self {
        self.push(Change::Trash { id: id.target().into() })
    }

    /// Takes it back from the trash.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let id = door.insert("album", None, []);
    /// # let mut call = Call::new("album", &request, &mut door);
    /// let mut changes = call.change_set();
    /// changes.trash(&id);
    /// changes.commit()?;
    /// assert_eq!(call.query("album").count(10)?, 0);
    /// let mut changes = call.change_set();
    /// changes.restore(&id);
    /// changes.commit()?;
    /// assert_eq!(call.query("album").count(10)?, 1);
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    pub fn restore(&mut self, id: &(impl Target + ?Sized)) -> &mut Self {
        self.push(Change::Restore { id: id.target().into() })
    }

    fn push(&mut self, change: Change) -> &mut Self {
        self.changes.push(change);
        self
    }

    /// Makes all changes durable; returns the objects touched, in the order of the changes. Errors: that of the first
    /// change that fails, and then none of them happened; [`Error::Denied`] while answering GET. Cost: one transaction.
    pub fn commit(self) -> Result<Vec<Touched>, Error> {
        self.door.commit(&self.changes)
    }
}

fn present<T: Object>(object: &T) -> Fields {
    named(object.fields().into_iter().filter(|(_, value)| *value != Value::None))
}

fn named<'n>(fields: impl IntoIterator<Item = (&'n str, Value)>) -> Fields {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
