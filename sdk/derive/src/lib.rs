//! The macros of the SDK. They are documented where a service meets them, in `veillee_sdk`.
//!
//! All of their work is done while compiling: of TOML and Fluent nothing is left in the component.
#![deny(missing_docs)]

mod folder;
mod object;
mod texts;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// See `veillee_sdk::Object`.
#[proc_macro_derive(Object, attributes(object))]
pub fn object(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let manifest = folder::read("plugin.toml");
    object::expand(&input, manifest.as_ref()).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// See `veillee_sdk::texts`.
#[proc_macro]
pub fn texts(input: TokenStream) -> TokenStream {
    let folder = parse_macro_input!(input as texts::Folder);
    texts::expand(&folder).unwrap_or_else(|error| error.to_compile_error()).into()
}
