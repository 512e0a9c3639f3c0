//! A field of the struct, and where its value comes from.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, Field, GenericArgument, Ident, PathArguments, Result, Type};

use super::attributes;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The object's id: of the row, not of its values.
    Id,
    /// The object's version, likewise.
    Version,
    /// A field that the manifest declares.
    Declared(String),
    /// A column of the host: read, and never written.
    System(String),
}

pub(super) struct Column {
    pub(super) field: Ident,
    pub(super) kind: Type,
    pub(super) place: Place,
}

impl Column {
    pub(super) fn of(field: &Field) -> Result<Self> {
        let said = attributes::of_field(field)?;
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new_spanned(field, "a field of an object has a name"));
        };
        let place = match (&said.name, &said.column) {
            (Some(name), _) => Place::Declared(name.value()),
            (_, Some(column)) => Place::System(column.value()),
            (None, None) => own_place(&ident)?,
        };
        let wanted = match place {
            Place::Id => Some("String"),
            Place::Version => Some("u64"),
            Place::Declared(_) | Place::System(_) => None,
        };
        if let Some(wanted) = wanted.filter(|wanted| last_name(&field.ty).is_none_or(|name| name != *wanted)) {
            let message = format!(
                "`{ident}` is the {ident} that the host gives each object: write `{ident}: {wanted}`. For a declared field of \
                 this name add `#[object(name = \"{ident}\")]`"
            );
            return Err(Error::new_spanned(&field.ty, message));
        }
        Ok(Self { field: ident, kind: field.ty.clone(), place })
    }

    /// Its name in `select`.
    pub(super) fn selected(&self) -> Option<&str> {
        match &self.place {
            Place::Declared(name) | Place::System(name) => Some(name),
            Place::Id | Place::Version => None,
        }
    }

    /// How the struct's field is made of a row. Values come in the order of `select`.
    pub(super) fn taken(&self, collection: &str) -> TokenStream {
        let Self { field, kind, place } = self;
        match place {
            Place::Id => quote!(#field: id),
            Place::Version => quote!(#field: version),
            Place::Declared(name) | Place::System(name) => {
                let read = quote_spanned!(kind.span()=> <#kind as ::veillee_sdk::FieldValue>::read);
                quote!(#field: #read(values.next().unwrap_or_default(), #collection, #name)?)
            }
        }
    }

    /// The pair that is written.
    pub(super) fn given(&self) -> Option<TokenStream> {
        let Self { field, kind, place } = self;
        let Place::Declared(name) = place else { return None };
        let give = quote_spanned!(kind.span()=> <#kind as ::veillee_sdk::FieldValue>::to_value);
        Some(quote!((#name, #give(&self.#field))))
    }

    /// The kind of value in a manifest's words, and whether it may be absent; none for a type that is not known here.
    pub(super) fn declared_kind(&self) -> Option<(&'static str, bool)> {
        match last_name(&self.kind)?.as_str() {
            "Option" => Some((plain_kind(&inner(&self.kind)?)?, true)),
            _ => Some((plain_kind(&self.kind)?, false)),
        }
    }
}

fn own_place(ident: &Ident) -> Result<Place> {
    let name = ident.to_string().trim_start_matches("r#").to_owned();
    match name.as_str() {
        "id" => Ok(Place::Id),
        "version" => Ok(Place::Version),
        _ => {
            let name = name.replace('_', "-");
            attributes::check(ident, &name)?;
            Ok(Place::Declared(name))
        }
    }
}

fn plain_kind(kind: &Type) -> Option<&'static str> {
    match last_name(kind)?.as_str() {
        "bool" => Some("boolean"),
        "i32" | "i64" | "u32" | "Time" => Some("integer"),
        "f64" => Some("real"),
        "String" => Some("text"),
        "Vec" => match last_name(&inner(kind)?)?.as_str() {
            "String" => Some("texts"),
            "u8" => Some("bytes"),
            _ => None,
        },
        _ => None,
    }
}

fn last_name(kind: &Type) -> Option<String> {
    let Type::Path(path) = kind else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

/// The `T` of `Option<T>` and its kin.
fn inner(kind: &Type) -> Option<Type> {
    let Type::Path(path) = kind else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    let Some(GenericArgument::Type(inner)) = arguments.args.first() else { return None };
    Some(inner.clone())
}
