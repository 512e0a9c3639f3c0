/// A value of a declared field. Times are integers, in milliseconds since 1970-01-01T00:00:00Z, and the field's name
/// says so (`taken-ms`).
///
/// ```
/// use veillee_sdk::Value;
///
/// assert_eq!(Value::from("Mont Blanc"), Value::Text("Mont Blanc".into()));
/// assert_eq!(Value::from(None::<i64>), Value::None);
/// assert_eq!(Value::from(true), Value::Boolean(true));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// No value.
    #[default]
    None,
    /// Yes or no.
    Boolean(bool),
    /// Between -(2^53 - 1) and 2^53 - 1.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// At most the field's `max-chars`, 100,000 at most.
    Text(String),
    /// At most 64 texts.
    Texts(Vec<String>),
    /// At most 64 KiB: larger content belongs into a blob.
    Bytes(Vec<u8>),
}

macro_rules! value_from {
    ($($from:ty => $kind:ident),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from(plain: $from) -> Self {
                Self::$kind(plain.into())
            }
        })*
    };
}

value_from! {
    bool => Boolean, i64 => Integer, i32 => Integer, u32 => Integer, f64 => Real,
    String => Text, &str => Text, &String => Text, Vec<String> => Texts, Vec<u8> => Bytes,
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(plain: Option<T>) -> Self {
        plain.map_or(Self::None, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn plain_values_become_the_kind_of_their_field() {
        assert_eq!(Value::from(7), Value::Integer(7));
        assert_eq!(Value::from(0.5), Value::Real(0.5));
        assert_eq!(Value::from(vec![1_u8, 2]), Value::Bytes(vec![1, 2]));
        assert_eq!(Value::from(vec!["a".to_owned()]), Value::Texts(vec!["a".into()]));
        assert_eq!(Value::from(Some("a")), Value::Text("a".into()));
    }
}
