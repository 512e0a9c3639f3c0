//! The columns a query selects: declared fields and the system's.

use veillee_access::{Caller, Collection, FieldType, Fragment, Role};
use veillee_engine::types::{Row, Value};

use super::{ObjectError, values};
use crate::storage::shape::Shape;
use crate::storage::sql::Record;

/// How a selected column is read back.
enum Reading {
    Field(FieldType),
    /// The parent; none at the top.
    Parent,
    Flag,
    Role,
    /// A sum, in hexadecimal digits.
    Sum,
}

/// The checked `select` of a query; the row's id and version come first.
pub(super) struct Columns<'a> {
    shape: &'a Shape,
    names: &'a [String],
    readings: Vec<Reading>,
}

impl<'a> Columns<'a> {
    pub(super) fn parse(shape: &'a Shape, names: &'a [String], most: usize) -> Result<Self, ObjectError> {
        if names.len() > most {
            return Err(ObjectError::invalid(format!("`select` takes at most {most} names")));
        }
        let readings = names.iter().map(|name| reading(shape, name)).collect::<Result<_, _>>()?;
        Ok(Self { shape, names, readings })
    }

    /// Writes `o.id, o.version, …` for a row called `o`.
    pub(super) fn write(&self, out: &mut Fragment, caller: &Caller, now_ms: i64) {
        out.push("o.id, o.version");
        for name in self.names {
            out.push(", ");
            write_one(out, self.shape, name, caller, now_ms);
        }
    }

    pub(super) fn row(&self, record: &Record) -> Result<Row, ObjectError> {
        let mut row = Row { id: record.text(0)?, version: record.count(1)?, values: Vec::new() };
        for (index, reading) in self.readings.iter().enumerate() {
            let column = index + 2;
            row.values.push(match reading {
                Reading::Field(kind) => values::from_record(record, column, *kind)?,
                Reading::Parent => match record.text(column)? {
                    parent if parent.is_empty() => Value::None,
                    parent => Value::Text(parent),
                },
                Reading::Sum => match record.maybe_bytes(column)? {
                    Some(sum) => Value::Text(data_encoding::HEXLOWER.encode(&sum)),
                    None => Value::None,
                },
                Reading::Flag => Value::Boolean(record.flag(column)?),
                Reading::Role => {
                    Role::from_rank(record.int(column)?).map_or(Value::None, |role| Value::Text(role.name().to_owned()))
                }
            });
        }
        Ok(row)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn shape(&self) -> &Shape {
        self.shape
    }
}

fn reading(shape: &Shape, name: &str) -> Result<Reading, ObjectError> {
    Ok(match name {
        "@parent" => Reading::Parent,
        "@author-name" => Reading::Field(FieldType::Text),
        "@created-ms" | "@updated-ms" => Reading::Field(FieldType::Integer),
        "@mine" => Reading::Flag,
        "@role" => Reading::Role,
        "@width" | "@height" if shape.pictured().is_some() => Reading::Field(FieldType::Integer),
        "@taken" if shape.pictured().is_some() => Reading::Field(FieldType::Text),
        _ => match of_blob(shape, name) {
            Some((OfBlob::Size, _)) => Reading::Field(FieldType::Integer),
            Some((OfBlob::Media, _)) => Reading::Field(FieldType::Text),
            Some((OfBlob::Twin, _)) => Reading::Flag,
            Some((OfBlob::Sum, _)) => Reading::Sum,
            None => match shape.fields.get(name) {
                Some(field) => Reading::Field(field.kind),
                None => return Err(ObjectError::invalid(format!("`{}` has no field `{name}`", shape.name))),
            },
        },
    })
}

/// What can be asked about a blob.
enum OfBlob {
    Size,
    Media,
    /// Whether an older object of the same parent has the same bytes.
    Twin,
    Sum,
}

/// `@blob:NAME`, `@media:NAME`, `@twin:NAME`, `@sha-256:NAME`.
fn of_blob<'n>(shape: &Shape, name: &'n str) -> Option<(OfBlob, &'n str)> {
    let (asked, blob) = name.strip_prefix('@')?.split_once(':')?;
    let asked = match asked {
        "blob" => OfBlob::Size,
        "media" => OfBlob::Media,
        "twin" => OfBlob::Twin,
        "sha-256" => OfBlob::Sum,
        _ => return None,
    };
    shape.blobs.contains_key(blob).then_some((asked, blob))
}

fn write_of_blob(out: &mut Fragment, shape: &Shape, asked: &OfBlob, blob: &str) {
    match asked {
        OfBlob::Size => {
            out.push("(SELECT k.size_bytes FROM blob b JOIN content k ON k.id = b.content WHERE b.object = o.id");
            out.push(" AND b.name = ").text_arg(blob).push(")");
        }
        OfBlob::Media => {
            out.push("(SELECT b.media_type FROM blob b WHERE b.object = o.id AND b.name = ").text_arg(blob).push(")");
        }
        OfBlob::Twin => {
            out.push("CAST(CASE WHEN EXISTS (SELECT 1 FROM blob b JOIN content k ON k.id = b.content");
            out.push(" JOIN content s ON s.sha_256 = k.sha_256 AND s.size_bytes = k.size_bytes");
            out.push(" JOIN blob c ON c.content = s.id AND c.name = b.name");
            out.push(" WHERE b.object = o.id AND b.name = ").text_arg(blob);
            // A column, not a condition: SQLite would begin with all that the parent holds, for each row anew.
            out.push(
                " AND (SELECT CASE WHEN e.parent = o.parent AND e.trashed_ms = 0 AND (e.created_ms < o.created_ms",
            );
            out.push(" OR (e.created_ms = o.created_ms AND e.id < o.id)) THEN 1 ELSE 0 END");
            out.push(&format!(" FROM {} e WHERE e.id = c.object) = 1) THEN 1 ELSE 0 END AS bigint)", shape.table()));
        }
        OfBlob::Sum => {
            out.push("(SELECT k.sha_256 FROM blob b JOIN content k ON k.id = b.content WHERE b.object = o.id");
            out.push(" AND b.name = ").text_arg(blob).push(")");
        }
    }
}

fn write_one(out: &mut Fragment, shape: &Shape, name: &str, caller: &Caller, now_ms: i64) {
    let me = caller.principal().map_or("", |id| id.0.as_str());
    match name {
        "@parent" => out.push("o.parent"),
        "@created-ms" => out.push("o.created_ms"),
        "@updated-ms" => out.push("o.updated_ms"),
        "@author-name" => out.push("(SELECT n.name FROM principal n WHERE n.id = o.author)"),
        "@mine" => out.push("CAST(CASE WHEN o.author = ").text_arg(me).push(" THEN 1 ELSE 0 END AS bigint)"),
        "@role" => {
            let subjects: Vec<_> = caller.personal_subjects().into_iter().chain(caller.public_subjects()).collect();
            out.push("CAST(CASE WHEN o.owner = ").text_arg(me).push(" THEN 5 ELSE coalesce((SELECT max(s.role)");
            out.push(" FROM container_path p JOIN share s ON s.container = p.ancestor");
            out.push(" WHERE p.container = o.container AND s.subject IN ").list_arg(&subjects);
            out.push(" AND s.ends_ms > ").int_arg(now_ms).push("), 0) END AS bigint)")
        }
        "@width" | "@height" | "@taken" => {
            out.push("(SELECT i.").push(&name[1..]).push(" FROM picture i WHERE i.object = o.id AND i.blob = ");
            out.text_arg(shape.pictured().unwrap_or_default()).push(")")
        }
        _ => match of_blob(shape, name) {
            Some((asked, blob)) => {
                write_of_blob(out, shape, &asked, blob);
                out
            }
            None => out.push(&format!("o.{}", Collection::column(name))),
        },
    };
}
