//! `texts!`: one function for each message of `locales/fr.ftl` and `locales/en.ftl`.

mod file;
mod message;
mod needs;
#[cfg(test)]
mod tests;
mod write;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr, Result};

use crate::folder;
use file::Texts;
use message::Message;

/// The folder under the package that holds the two files.
pub(crate) struct Folder(String);

impl Parse for Folder {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            return Ok(Self("locales".to_owned()));
        }
        let folder: LitStr = input.parse()?;
        Ok(Self(folder.value()))
    }
}

/// The two languages of the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    French,
    English,
}

pub(crate) fn expand(Folder(folder): &Folder) -> Result<TokenStream> {
    let [french, english] = [("fr", Language::French), ("en", Language::English)].map(|(tag, language)| {
        let name = format!("{folder}/{tag}.ftl");
        let file = folder::read(&name).ok_or_else(|| {
            broken(&format!(
                "there is no `{name}` in this package: `texts!` reads one file for French and one for English"
            ))
        })?;
        Ok::<_, Error>((file.path, Texts::read(&name, &file.text, language)?))
    });
    let ((french_path, french), (english_path, english)) = (french?, english?);
    let functions = functions(&french, &english)?;
    // So that a change of a text compiles the package anew.
    Ok(quote! {
        const _: (&str, &str) = (::core::include_str!(#french_path), ::core::include_str!(#english_path));
        #(#functions)*
    })
}

fn functions(french: &Texts, english: &Texts) -> Result<Vec<TokenStream>> {
    let missing =
        |from: &Texts, to: &Texts| from.keys().find(|key| !to.holds(key)).map(|key| (key.to_owned(), to.name.clone()));
    if let Some((key, name)) = missing(french, english).or_else(|| missing(english, french)) {
        return Err(broken(&format!("`{key}` is missing in {name}: both languages say the same things")));
    }
    french.keys().map(|key| Message::of(key, french, english)?.function()).collect()
}

fn broken(message: &str) -> Error {
    Error::new(Span::call_site(), message)
}
