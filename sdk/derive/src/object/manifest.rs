//! The struct against `plugin.toml`: a name that is not declared there, or a value of another kind, ends the compilation.

use proc_macro2::Span;
use syn::{Error, LitStr, Result};
use toml::{Table, Value};

use super::column::{Column, Place};
use crate::folder::File;

/// The fields of one collection.
pub(super) struct Declared {
    collection: String,
    fields: Table,
    /// A collection with states has a field for them.
    has_state: bool,
}

impl Declared {
    pub(super) fn read(file: &File, collection: &LitStr) -> Result<Self> {
        let broken = |reason: &dyn std::fmt::Display| Error::new(Span::call_site(), format!("plugin.toml: {reason}"));
        let manifest: Table = file.text.parse().map_err(|error: toml::de::Error| broken(&error.message()))?;
        let collections = manifest.get("collections").and_then(Value::as_table);
        let name = collection.value();
        let Some(own) = collections.and_then(|all| all.get(&name)).and_then(Value::as_table) else {
            let known = names(collections.map(Table::keys));
            let message = format!("plugin.toml declares no collection `{name}`: it has {known}");
            return Err(Error::new_spanned(collection, message));
        };
        let fields = own.get("fields").and_then(Value::as_table).cloned().unwrap_or_default();
        Ok(Self { collection: name, fields, has_state: own.contains_key("state") })
    }

    pub(super) fn check(&self, columns: &[Column]) -> Result<()> {
        columns.iter().try_for_each(|column| match &column.place {
            Place::Declared(name) => self.check_field(column, name),
            Place::Id | Place::Version | Place::System(_) => Ok(()),
        })
    }

    fn check_field(&self, column: &Column, name: &str) -> Result<()> {
        let collection = &self.collection;
        let Some(declared) = self.fields.get(name).and_then(Value::as_table) else {
            if name == "state" && self.has_state {
                return Ok(());
            }
            let known = names(Some(self.fields.keys()));
            let message = format!("plugin.toml declares no field `{name}` in `{collection}`: it has {known}");
            return Err(Error::new_spanned(&column.field, message));
        };
        let (Some(kind), Some((own, optional))) =
            (declared.get("type").and_then(Value::as_str), column.declared_kind())
        else {
            return Ok(());
        };
        if kind != own {
            let wanted = rust_type(kind);
            let message = format!("`{name}` of `{collection}` is of type `{kind}` in plugin.toml: write {wanted}");
            return Err(Error::new_spanned(&column.kind, message));
        }
        let is_true = |key: &str| declared.get(key).and_then(Value::as_bool) == Some(true);
        let always = is_true("required") || is_true("index") || declared.contains_key("default");
        if always || optional {
            return Ok(());
        }
        let message = format!(
            "`{name}` of `{collection}` may have no value: write `Option<…>`, or let plugin.toml say `required = true` or a \
             `default`"
        );
        Err(Error::new_spanned(&column.kind, message))
    }
}

fn rust_type(kind: &str) -> &'static str {
    match kind {
        "boolean" => "`bool`",
        "integer" => "`i64`, `u32` or `Time`",
        "real" => "`f64`",
        "text" => "`String`",
        "texts" => "`Vec<String>`",
        "bytes" => "`Vec<u8>`",
        _ => "a type that holds it",
    }
}

fn names<'a>(names: Option<impl Iterator<Item = &'a String>>) -> String {
    let quoted: Vec<String> = names.into_iter().flatten().map(|name| format!("`{name}`")).collect();
    if quoted.is_empty() { "none".to_owned() } else { quoted.join(", ") }
}
