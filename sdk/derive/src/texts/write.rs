//! The statements that write a message.

use std::collections::BTreeMap;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::unicode::unescape_unicode_to_string;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Result;

use super::file::Texts;
use super::message::argument;
use super::needs::{self, Kind};
use super::{Language, broken};

/// A piece of what is written.
enum Part {
    Plain(String),
    Code(TokenStream),
}

pub(super) struct Writer<'texts> {
    texts: &'texts Texts,
    needs: &'texts BTreeMap<String, Kind>,
    parts: Vec<Part>,
}

impl<'texts> Writer<'texts> {
    pub(super) fn new(texts: &'texts Texts, needs: &'texts BTreeMap<String, Kind>) -> Self {
        Self { texts, needs, parts: Vec::new() }
    }

    /// Adds a pattern. Circles were refused when the needs were read.
    pub(super) fn add(&mut self, pattern: &Pattern<String>) -> Result<()> {
        pattern.elements.iter().try_for_each(|element| match element {
            PatternElement::TextElement { value } => {
                self.push(&bound(value, self.texts.language));
                Ok(())
            }
            PatternElement::Placeable { expression } => self.add_expression(expression),
        })
    }

    fn add_expression(&mut self, expression: &Expression<String>) -> Result<()> {
        let texts = self.texts;
        match expression {
            Expression::Select { selector, variants } => self.select(selector, variants),
            Expression::Inline(InlineExpression::StringLiteral { value }) => {
                self.push(&unescape_unicode_to_string(value));
                Ok(())
            }
            Expression::Inline(InlineExpression::NumberLiteral { value }) => {
                self.push(value);
                Ok(())
            }
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                let name = argument(&id.name);
                self.parts.push(Part::Code(match self.needs.get(&id.name) {
                    Some(Kind::Count) => quote!(::veillee_sdk::push_count(&mut text, #name, call.language());),
                    Some(Kind::Word) => quote!(text.push_str(#name.as_ref());),
                    Some(Kind::Shown) | None => quote!(::veillee_sdk::push_shown(&mut text, &#name);),
                }));
                Ok(())
            }
            Expression::Inline(InlineExpression::MessageReference { id, .. }) => self.add(texts.message(&id.name)?),
            Expression::Inline(InlineExpression::TermReference { id, .. }) => self.add(texts.term(&id.name)?),
            Expression::Inline(InlineExpression::Placeable { expression }) => self.add_expression(expression),
            Expression::Inline(InlineExpression::FunctionReference { id, .. }) => {
                Err(broken(&format!("{}: the function `{}` is not known here", texts.name, id.name)))
            }
        }
    }

    fn select(&mut self, selector: &InlineExpression<String>, variants: &[Variant<String>]) -> Result<()> {
        let InlineExpression::VariableReference { id } = selector else { return Ok(()) };
        let (name, by) = (argument(&id.name), needs::chosen_by(variants));
        if by == Kind::Word && self.needs.get(&id.name) == Some(&Kind::Count) {
            let message =
                format!("{}: `${}` is a number in one choice and a word in another", self.texts.name, id.name);
            return Err(broken(&message));
        }
        let mut chain = TokenStream::new();
        let mut otherwise = TokenStream::new();
        for variant in variants {
            let mut inner = Self::new(self.texts, self.needs);
            inner.add(&variant.value)?;
            let statements = inner.statements();
            if variant.default {
                otherwise = statements;
                continue;
            }
            let condition = match (&variant.key, by) {
                (VariantKey::NumberLiteral { value }, Kind::Count) => {
                    let number: i64 = value.parse().map_err(|_| {
                        broken(&format!("{}: choose by whole numbers, not by {value}", self.texts.name))
                    })?;
                    quote!(#name == #number)
                }
                (VariantKey::Identifier { name: category }, Kind::Count) => {
                    quote!(::veillee_sdk::plural(#name, call.language()) == #category)
                }
                (VariantKey::Identifier { name: word } | VariantKey::NumberLiteral { value: word }, _) => {
                    quote!(#name.as_ref() == #word)
                }
            };
            chain.extend(quote!(if #condition { #statements } else));
        }
        self.parts.push(Part::Code(quote!(#chain { #otherwise })));
        Ok(())
    }

    fn push(&mut self, plain: &str) {
        if let Some(Part::Plain(last)) = self.parts.last_mut() {
            last.push_str(plain);
        } else {
            self.parts.push(Part::Plain(plain.to_owned()));
        }
    }

    /// The whole text, when it depends on nothing.
    pub(super) fn plain(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Plain(text)] => Some(text),
            _ => None,
        }
    }

    /// What is written, with `…` for what depends on something: for people.
    pub(super) fn sketch(&self) -> String {
        self.parts.iter().map(|part| if let Part::Plain(text) = part { text } else { "…" }).collect()
    }

    pub(super) fn statements(&self) -> TokenStream {
        let statements = self.parts.iter().map(|part| match part {
            Part::Plain(text) => quote!(text.push_str(#text);),
            Part::Code(code) => code.clone(),
        });
        quote!(#(#statements)*)
    }
}

/// French sets a space before `? ! ; : »` and after `«` that must not break: the files hold a plain one.
fn bound(text: &str, language: Language) -> String {
    if language == Language::English {
        return text.to_owned();
    }
    let pairs = [
        (" ?", "\u{a0}?"),
        (" !", "\u{a0}!"),
        (" ;", "\u{a0};"),
        (" :", "\u{a0}:"),
        (" »", "\u{a0}»"),
        ("« ", "«\u{a0}"),
    ];
    pairs.into_iter().fold(text.to_owned(), |text, (plain, bound)| text.replace(plain, bound))
}
