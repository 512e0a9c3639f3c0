//! Which values a message needs, and of what kind each is.

use std::collections::BTreeMap;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use syn::Result;

use super::broken;
use super::file::Texts;

/// Messages within messages; deeper is a circle.
const DEPTH_MAX: usize = 8;
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What a value can be; the later, the more it must be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Only shown.
    Shown,
    /// Chosen by: one of some words.
    Word,
    /// Chosen by: a number.
    Count,
}

/// The values that a pattern needs.
pub(super) fn of(pattern: &Pattern<String>, texts: &Texts) -> Result<BTreeMap<String, Kind>> {
    let mut needs = BTreeMap::new();
    add_pattern(pattern, texts, DEPTH_MAX, &mut needs)?;
    Ok(needs)
}

/// By what a selector chooses, as the keys of its variants say.
pub(super) fn chosen_by(variants: &[Variant<String>]) -> Kind {
    let of_count = |key: &VariantKey<String>| match key {
        VariantKey::NumberLiteral { .. } => true,
        VariantKey::Identifier { name } => CATEGORIES.contains(&name.as_str()),
    };
    if variants.iter().all(|variant| of_count(&variant.key)) { Kind::Count } else { Kind::Word }
}

fn add_pattern(
    pattern: &Pattern<String>,
    texts: &Texts,
    depth: usize,
    needs: &mut BTreeMap<String, Kind>,
) -> Result<()> {
    let deeper =
        depth.checked_sub(1).ok_or_else(|| broken(&format!("{}: messages name each other in a circle", texts.name)))?;
    pattern.elements.iter().try_for_each(|element| match element {
        PatternElement::TextElement { .. } => Ok(()),
        PatternElement::Placeable { expression } => add(expression, texts, deeper, needs),
    })
}

fn add(expression: &Expression<String>, texts: &Texts, depth: usize, needs: &mut BTreeMap<String, Kind>) -> Result<()> {
    match expression {
        Expression::Select { selector, variants } => {
            let InlineExpression::VariableReference { id } = selector else {
                return Err(broken(&format!("{}: choose by a value, such as `{{ $count -> … }}`", texts.name)));
            };
            let kind = chosen_by(variants);
            let known = needs.entry(id.name.clone()).or_insert(kind);
            *known = kind.max(*known);
            variants.iter().try_for_each(|variant| add_pattern(&variant.value, texts, depth, needs))
        }
        Expression::Inline(inline) => match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => Ok(()),
            InlineExpression::VariableReference { id } => {
                needs.entry(id.name.clone()).or_insert(Kind::Shown);
                Ok(())
            }
            InlineExpression::MessageReference { id, attribute: None } => {
                add_pattern(texts.message(&id.name)?, texts, depth, needs)
            }
            InlineExpression::TermReference { id, attribute: None, arguments: None } => {
                add_pattern(texts.term(&id.name)?, texts, depth, needs)
            }
            InlineExpression::Placeable { expression } => add(expression, texts, depth, needs),
            _ => Err(broken(&format!(
                "{}: functions, attributes and terms with arguments are not known here; hand in the finished value",
                texts.name
            ))),
        },
    }
}
