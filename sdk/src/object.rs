use crate::{Error, Row, Value};

/// What a row can become. [`Row`] becomes itself, structs by `#[derive(Object)]`.
///
/// ```
/// use veillee_sdk::{Error, FromRow, Row};
///
/// struct Title(String);
///
/// impl FromRow for Title {
///     fn from_row(row: Row) -> Result<Self, Error> {
///         Ok(Self(row.text(0).to_owned()))
///     }
/// }
///
/// let rows = vec![Row { id: "4f1c".into(), version: 1, values: vec!["Lake".into()] }];
/// assert_eq!(Title::from_rows(rows)?[0].0, "Lake");
/// # Ok::<(), veillee_sdk::Error>(())
/// ```
pub trait FromRow: Sized {
    /// Errors: `Other`, when a value is missing or of another kind than the struct says.
    fn from_row(row: Row) -> Result<Self, Error>;

    /// All rows of a page. Errors: that of the first which does not fit.
    fn from_rows(rows: Vec<Row>) -> Result<Vec<Self>, Error> {
        rows.into_iter().map(Self::from_row).collect()
    }
}

impl FromRow for Row {
    fn from_row(row: Row) -> Result<Self, Error> {
        Ok(row)
    }

    fn from_rows(rows: Vec<Row>) -> Result<Vec<Self>, Error> {
        Ok(rows)
    }
}

/// A struct whose fields are fields of a collection: what is read is what the struct holds, by name.
///
/// `#[derive(Object)]` writes it. Each field of the struct is the declared field of the same name, with `-` for `_`
/// (`taken_ms` is `taken-ms`), or what `#[object(name = "…")]` says. `#[object(column = "@…")]` is a system column: read, and
/// never written. A field `id: String` is the object's id, `version: u64` its version; with both, what was read can be given to
/// [`ChangeSet::update_object`](crate::ChangeSet::update_object). The types are those of [`FieldValue`]; what may be absent is
/// an `Option`.
///
/// Where the package has a `plugin.toml`, the struct is compared with it while compiling: a name that is not declared, another
/// type, or a field that may be absent and is no `Option` does not compile, and the error says what to write.
///
/// ```
/// use veillee_sdk::{Call, Error, Object, Request, Time, testing::MemoryDoor};
///
/// #[derive(Object)]
/// #[object(collection = "photo")]
/// struct Photo {
///     id: String,
///     version: u64,
///     title: Option<String>,
///     #[object(name = "taken-ms")]
///     taken: Option<Time>,
///     #[object(column = "@author-name")]
///     author: Option<String>,
/// }
///
/// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
/// # let id = door.insert("photo", None, [("title", "Lake".into()), ("taken-ms", 0.into())]);
/// # let mut call = Call::new("album", &request, &mut door);
/// assert_eq!(Photo::SELECT, ["title", "taken-ms", "@author-name"]);
/// let photo: Photo = call.object(&id)?;
/// assert_eq!(photo.taken, Some(Time::from_ms(0)));
/// # Ok::<(), Error>(())
/// ```
///
/// ```compile_fail
/// #[derive(veillee_sdk::Object)]
/// struct Photo { title: String } // say which collection of `plugin.toml` this is
/// ```
pub trait Object: FromRow {
    /// As declared in `plugin.toml`.
    const COLLECTION: &'static str;
    /// What is read, in the order of the struct's fields.
    const SELECT: &'static [&'static str];

    /// What is written: the declared fields with their values.
    fn fields(&self) -> Vec<(&'static str, Value)>;
}

/// An object that knows its id and its version. Written by `#[derive(Object)]` for a struct that holds both.
///
/// ```
/// use veillee_sdk::{Identified, Object};
///
/// #[derive(Object)]
/// #[object(collection = "photo")]
/// struct Photo {
///     id: String,
///     version: u64,
///     title: String,
/// }
///
/// let photo = Photo { id: "4f1c".into(), version: 3, title: "Lake".into() };
/// assert_eq!((photo.id(), photo.version()), ("4f1c", 3));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not know which object it is",
    note = "add the fields `id: String` and `version: u64`: the host gives both with each row"
)]
pub trait Identified {
    /// The object's id.
    fn id(&self) -> &str;

    /// The version that was read.
    fn version(&self) -> u64;
}

/// A Rust type that a field of a collection can be read into and written from.
///
/// ```
/// use veillee_sdk::{FieldValue, Value};
///
/// assert_eq!(u32::from_value(Value::Integer(7)), Some(7));
/// assert_eq!(u32::from_value(Value::Integer(-7)), None);
/// assert_eq!(Option::<String>::from_value(Value::None), Some(None));
/// assert_eq!("Lake".to_owned().to_value(), Value::Text("Lake".into()));
/// ```
#[diagnostic::on_unimplemented(
    message = "a field of a collection does not hold `{Self}`",
    note = "use bool, i64, i32, u32, f64, String, Vec<String>, Vec<u8>, Time, or an Option of one of them"
)]
pub trait FieldValue: Sized {
    /// The value as this type; none when it is of another kind.
    fn from_value(value: Value) -> Option<Self>;

    /// As it is written.
    fn to_value(&self) -> Value;

    /// The value of this field, with an error that names the field. Errors: `Other`.
    fn read(value: Value, collection: &str, field: &str) -> Result<Self, Error> {
        let is_none = value == Value::None;
        Self::from_value(value).ok_or_else(|| {
            let why = if is_none { "has no value: make it an `Option`" } else { "holds another kind of value" };
            Error::Other(format!("`{field}` of `{collection}` {why}"))
        })
    }
}

macro_rules! field_value {
    ($($kind:ident => $($own:ty),+;)*) => {
        $($(impl FieldValue for $own {
            fn from_value(value: Value) -> Option<Self> {
                if let Value::$kind(plain) = value { plain.try_into().ok() } else { None }
            }

            fn to_value(&self) -> Value {
                self.clone().into()
            }
        })+)*
    };
}

field_value! {
    Boolean => bool;
    Integer => i64, i32, u32;
    Real => f64;
    Text => String;
    Texts => Vec<String>;
    Bytes => Vec<u8>;
}

impl<T: FieldValue> FieldValue for Option<T> {
    fn from_value(value: Value) -> Option<Self> {
        if value == Value::None { Some(None) } else { T::from_value(value).map(Some) }
    }

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::None, T::to_value)
    }
}
