//! The columns a query selects: declared fields and the system's.

use veillee_access::{Caller, Collection, FieldType, Fragment, Role};
use veillee_engine::types::{Row, Value};

use super::{ObjectError, values};
use crate::limits;
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
    pub(super) fn parse(shape: &'a Shape, names: &'a [String]) -> Result<Self, ObjectError> {
        if names.len() > limits::SELECT_MAX {
            return Err(ObjectError::invalid(format!("`select` takes at most {} names", limits::SELECT_MAX)));
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
        _ => match name.split_once(':') {
            Some(("@blob", blob)) if shape.blobs.contains_key(blob) => Reading::Field(FieldType::Integer),
            Some(("@sha-256", blob)) if shape.blobs.contains_key(blob) => Reading::Sum,
            _ => match shape.fields.get(name) {
                Some(field) => Reading::Field(field.kind),
                None => return Err(ObjectError::invalid(format!("`{}` has no field `{name}`", shape.name))),
            },
        },
    })
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
        _ => match name.split_once(':') {
            Some((what, blob)) => out
                .push(if what == "@blob" { "(SELECT k.size_bytes" } else { "(SELECT k.sha_256" })
                .push(" FROM blob b JOIN content k ON k.id = b.content WHERE b.object = o.id AND b.name = ")
                .text_arg(blob)
                .push(")"),
            None => out.push(&format!("o.{}", Collection::column(name))),
        },
    };
}
