//! What stands in `#[object(…)]`.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, DeriveInput, Error, Field, LitStr, Result};

/// The collection, as the struct's attribute says.
pub(super) fn collection(input: &DeriveInput) -> Result<LitStr> {
    let mut found = None;
    each(&input.attrs, |meta| {
        if !meta.path.is_ident("collection") {
            return Err(meta.error("on a struct, say `#[object(collection = \"…\")]` and nothing else"));
        }
        found = Some(meta.value()?.parse::<LitStr>()?);
        Ok(())
    })?;
    let missing = "say which collection of `plugin.toml` this is: `#[object(collection = \"photo\")]`";
    let collection = found.ok_or_else(|| Error::new_spanned(&input.ident, missing))?;
    check(&collection, &collection.value())?;
    Ok(collection)
}

/// What a field's attribute may say.
#[derive(Default)]
pub(super) struct OfField {
    /// The declared field, when it is not the struct's own with hyphens.
    pub(super) name: Option<LitStr>,
    /// A system column.
    pub(super) column: Option<LitStr>,
}

pub(super) fn of_field(field: &Field) -> Result<OfField> {
    let mut said = OfField::default();
    each(&field.attrs, |meta| {
        if meta.path.is_ident("name") {
            said.name = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("column") {
            said.column = Some(meta.value()?.parse()?);
        } else {
            return Err(meta.error(
                "on a field, say `name = \"…\"` for a field of `plugin.toml`, or `column = \"@…\"` for a system column",
            ));
        }
        Ok(())
    })?;
    if let (Some(name), Some(_)) = (&said.name, &said.column) {
        return Err(Error::new_spanned(name, "a declared field is no system column: say one of the two"));
    }
    if let Some(name) = &said.name {
        check(name, &name.value())?;
    }
    if let Some(column) = said.column.as_ref().filter(|column| !column.value().starts_with('@')) {
        let message = "a system column begins with `@`, such as `@created-ms`; for a declared field say `name = \"…\"`";
        return Err(Error::new_spanned(column, message));
    }
    Ok(said)
}

/// As the host takes names in a manifest.
pub(super) fn check(at: &impl quote::ToTokens, name: &str) -> Result<()> {
    let letters = name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    let shape =
        name.starts_with(|first: char| first.is_ascii_lowercase()) && !name.ends_with('-') && !name.contains("--");
    if letters && shape && name.len() <= 40 {
        return Ok(());
    }
    let message = format!(
        "`{name}` is not a name of a manifest: use 1 to 40 lower-case letters, digits and single hyphens, starting with a letter"
    );
    Err(Error::new_spanned(at, message))
}

fn each(attributes: &[Attribute], mut read: impl FnMut(ParseNestedMeta<'_>) -> Result<()>) -> Result<()> {
    let ours = attributes.iter().filter(|attribute| attribute.path().is_ident("object"));
    ours.into_iter().try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}
