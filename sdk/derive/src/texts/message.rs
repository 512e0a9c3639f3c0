//! A message in both languages as one function.

use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Ident, Result};

use super::broken;
use super::file::Texts;
use super::needs::{self, Kind};
use super::write::Writer;

pub(super) struct Message<'texts> {
    key: &'texts str,
    french: &'texts Texts,
    english: &'texts Texts,
    needs: BTreeMap<String, Kind>,
}

impl<'texts> Message<'texts> {
    pub(super) fn of(key: &'texts str, french: &'texts Texts, english: &'texts Texts) -> Result<Self> {
        let mut needs = needs::of(french.message(key)?, french)?;
        let others = needs::of(english.message(key)?, english)?;
        if !needs.keys().eq(others.keys()) {
            let shown = |needs: &BTreeMap<String, Kind>| {
                needs.keys().map(|name| format!("${name}")).collect::<Vec<_>>().join(", ")
            };
            let (of_french, of_english) = (shown(&needs), shown(&others));
            return Err(broken(&format!(
                "`{key}` names other values in the two languages: {} has {of_french:?}, {} has {of_english:?}",
                french.name, english.name
            )));
        }
        for (name, kind) in others {
            if let Some(known) = needs.get_mut(&name) {
                *known = kind.max(*known);
            }
        }
        Ok(Self { key, french, english, needs })
    }

    pub(super) fn function(&self) -> Result<TokenStream> {
        let name = ident(&self.key.replace('-', "_"));
        let [french, english] = [self.french, self.english].map(|texts| {
            let mut writer = Writer::new(texts, &self.needs);
            writer.add(texts.message(self.key)?)?;
            Ok::<_, syn::Error>(writer)
        });
        let (french, english) = (french?, english?);
        let document = format!("“{}”", english.sketch());
        if let (Some(french), Some(english)) = (french.plain(), english.plain()) {
            return Ok(quote! {
                #[doc = #document]
                pub(crate) fn #name(call: &::veillee_sdk::Call<'_>) -> &'static str {
                    call.say(#french, #english)
                }
            });
        }
        let arguments = self.needs.iter().map(|(name, kind)| {
            let name = argument(name);
            match kind {
                Kind::Shown => quote!(#name: impl ::core::fmt::Display),
                Kind::Word => quote!(#name: impl ::core::convert::AsRef<str>),
                Kind::Count => quote!(#name: impl ::veillee_sdk::Count),
            }
        });
        let counted = self.needs.iter().filter(|(_, kind)| **kind == Kind::Count).map(|(name, _)| {
            let name = argument(name);
            quote!(let #name = ::veillee_sdk::Count::count(#name);)
        });
        let (french, english) = (french.statements(), english.statements());
        Ok(quote! {
            #[doc = #document]
            pub(crate) fn #name(call: &::veillee_sdk::Call<'_>, #(#arguments),*) -> ::std::string::String {
                let mut text = ::std::string::String::new();
                #(#counted)*
                match call.language() {
                    ::veillee_sdk::Language::French => { #french }
                    ::veillee_sdk::Language::English => { #english }
                }
                text
            }
        })
    }
}

/// The argument that holds a value; never the name of something else in the function.
pub(super) fn argument(name: &str) -> Ident {
    let name = name.replace('-', "_");
    ident(if ["call", "text"].contains(&name.as_str()) { format!("the_{name}") } else { name }.as_str())
}

/// A word of Rust may be a key too.
fn ident(name: &str) -> Ident {
    syn::parse_str(name).unwrap_or_else(|_| Ident::new_raw(name, Span::call_site()))
}
