//! `#[derive(Object)]`: a struct's fields are the fields of a collection.

mod attributes;
mod column;
mod manifest;
#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Result};

use crate::folder::File;
use column::{Column, Place};
use manifest::Declared;

/// As `wit/deps/objects/read.wit` says for `select`.
const COLUMNS_MAX: usize = 32;

pub(crate) fn expand(input: &DeriveInput, manifest: Option<&File>) -> Result<TokenStream> {
    let collection = attributes::collection(input)?;
    let columns = columns(input)?;
    if let Some(file) = manifest {
        Declared::read(file, &collection)?.check(&columns)?;
    }
    let watched = manifest.map(|File { path, .. }| {
        quote!(
            const _: &[u8] = ::core::include_bytes!(#path);
        )
    });
    let collection = collection.value();
    let name = &input.ident;
    let selected: Vec<&str> = columns.iter().filter_map(Column::selected).collect();
    let taken = columns.iter().map(|column| column.taken(&collection));
    let given = columns.iter().filter_map(Column::given);
    let identified = identified(input, &columns);
    Ok(quote! {
        #watched

        impl ::veillee_sdk::FromRow for #name {
            fn from_row(row: ::veillee_sdk::Row) -> ::core::result::Result<Self, ::veillee_sdk::Error> {
                let ::veillee_sdk::Row { id, version, values } = row;
                let _ = (&id, version);
                let mut values = values.into_iter();
                let _ = &mut values;
                ::core::result::Result::Ok(Self { #(#taken),* })
            }
        }

        impl ::veillee_sdk::Object for #name {
            const COLLECTION: &'static str = #collection;
            const SELECT: &'static [&'static str] = &[#(#selected),*];

            fn fields(&self) -> ::std::vec::Vec<(&'static str, ::veillee_sdk::Value)> {
                ::std::vec![#(#given),*]
            }
        }

        #identified
    })
}

fn columns(input: &DeriveInput) -> Result<Vec<Column>> {
    const WANTED: &str =
        "`Object` stands on a struct with named fields, one for each field of the collection that is used";
    let Data::Struct(data) = &input.data else { return Err(Error::new_spanned(&input.ident, WANTED)) };
    let Fields::Named(fields) = &data.fields else { return Err(Error::new_spanned(&input.ident, WANTED)) };
    if !input.generics.params.is_empty() {
        let message =
            "an object has no type parameters and no lifetimes: let its fields own their values, such as `String`";
        return Err(Error::new_spanned(&input.generics, message));
    }
    let columns = fields.named.iter().map(Column::of).collect::<Result<Vec<Column>>>()?;
    let mut names = std::collections::BTreeSet::new();
    for column in &columns {
        if let Some(name) = column.selected().filter(|name| !names.insert((*name).to_owned())) {
            return Err(Error::new_spanned(&column.field, format!("`{name}` stands here twice: leave one out")));
        }
    }
    if names.len() > COLUMNS_MAX {
        let message = format!(
            "at most {COLUMNS_MAX} fields are read at a time, these are {}: make two structs of what two pages need",
            names.len()
        );
        return Err(Error::new_spanned(&input.ident, message));
    }
    Ok(columns)
}

/// With an id and a version, what was read can be changed.
fn identified(input: &DeriveInput, columns: &[Column]) -> Option<TokenStream> {
    let of = |place: Place| columns.iter().find(|column| column.place == place).map(|column| &column.field);
    let (id, version) = (of(Place::Id)?, of(Place::Version)?);
    let name = &input.ident;
    Some(quote! {
        impl ::veillee_sdk::Identified for #name {
            fn id(&self) -> &str {
                &self.#id
            }

            fn version(&self) -> u64 {
                self.#version
            }
        }
    })
}
