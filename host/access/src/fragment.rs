/// A bound value of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    Int(i64),
    Text(String),
    Bool(bool),
    Real(f64),
    Bytes(Vec<u8>),
    /// An absent value, with the type its column has.
    NullInt,
    NullText,
    NullBool,
    NullReal,
    NullBytes,
}

/// A piece of SQL with its bound values. The text holds no value: values are always bound, as `$1`, `$2` …
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fragment {
    pub text: String,
    pub args: Vec<Arg>,
}

impl Fragment {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), args: Vec::new() }
    }

    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Binds a value and writes its placeholder.
    pub fn bind(&mut self, arg: Arg) -> &mut Self {
        self.args.push(arg);
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
        self
    }

    pub fn text_arg(&mut self, value: &str) -> &mut Self {
        self.bind(Arg::Text(value.to_owned()))
    }

    pub fn int_arg(&mut self, value: i64) -> &mut Self {
        self.bind(Arg::Int(value))
    }

    /// Binds a list, padded to a power of two (eight at least) by repeating the last value, so that the number of
    /// different statements, and with it the database's plan cache, stays small.
    pub fn list_arg(&mut self, values: &[String]) -> &mut Self {
        let padded = values.len().max(8).next_power_of_two();
        self.push("(");
        for index in 0..padded {
            if index > 0 {
                self.push(", ");
            }
            let value = values.get(index).or(values.last()).map_or("", String::as_str);
            self.text_arg(value);
        }
        self.push(")")
    }
}
