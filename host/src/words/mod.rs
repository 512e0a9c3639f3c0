//! What the host says, in French and in English: one `.ftl` file per area and language, embedded in the program.

mod amounts;
mod line;
mod locale;
mod speech;
#[cfg(test)]
mod tests;

pub use line::{is_plain, plain_line};
pub use locale::Locale;
pub use speech::{Value, Words};
