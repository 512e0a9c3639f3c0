use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use veillee_access::Arg;

/// The types that the tables of this program are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Text,
    Integer,
    Boolean,
    Real,
    Bytes,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    pub required: bool,
}

/// What a table is called and what its rows hold, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableHead {
    pub name: String,
    pub columns: Vec<Column>,
    /// The columns of the primary key.
    pub key: Vec<String>,
}

/// The values of one row, in the order of the head.
pub type Row = Vec<Arg>;

impl Kind {
    /// Of the name of a column's type, as either database gives it.
    pub fn from_type(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match name.split(' ').next()? {
            "text" => Some(Self::Text),
            "bigint" | "integer" => Some(Self::Integer),
            "boolean" => Some(Self::Boolean),
            "double" | "real" => Some(Self::Real),
            "blob" | "bytea" => Some(Self::Bytes),
            _ => None,
        }
    }

    pub fn null(self) -> Arg {
        match self {
            Self::Text => Arg::NullText,
            Self::Integer => Arg::NullInt,
            Self::Boolean => Arg::NullBool,
            Self::Real => Arg::NullReal,
            Self::Bytes => Arg::NullBytes,
        }
    }
}

impl TableHead {
    /// Names stand in statements, and a file from elsewhere may hold anything.
    pub fn is_plain(&self) -> bool {
        let plain = |name: &str| {
            !name.is_empty()
                && name.len() <= 63
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        plain(&self.name)
            && !self.name.starts_with("sqlite_")
            && !self.columns.is_empty()
            && self.columns.iter().all(|column| plain(&column.name))
            && self.key.iter().all(|name| self.place(name).is_some())
    }

    /// Where a column stands.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// One line of JSON, with its end.
    pub fn write_row(&self, row: &Row, line: &mut Vec<u8>) {
        let values: Vec<Value> = row.iter().map(to_json).collect();
        line.extend_from_slice(Value::Array(values).to_string().as_bytes());
        line.push(b'\n');
    }

    /// None for a line that is no row of this table.
    pub fn read_row(&self, line: &[u8]) -> Option<Row> {
        let values: Vec<Value> = serde_json::from_slice(line).ok()?;
        if values.len() != self.columns.len() {
            return None;
        }
        self.columns.iter().zip(values).map(|(column, value)| from_json(column, value)).collect()
    }
}

fn to_json(value: &Arg) -> Value {
    match value {
        Arg::Int(value) => Value::from(*value),
        Arg::Text(value) => Value::from(value.as_str()),
        Arg::Bool(value) => Value::from(*value),
        // Written so that every number comes back as it was, and those that JSON lacks come back at all.
        Arg::Real(value) => Value::from(format!("{value:?}")),
        Arg::Bytes(value) => Value::from(BASE64.encode(value)),
        Arg::NullInt | Arg::NullText | Arg::NullBool | Arg::NullReal | Arg::NullBytes => Value::Null,
    }
}

fn from_json(column: &Column, value: Value) -> Option<Arg> {
    match (column.kind, value) {
        (kind, Value::Null) => (!column.required).then(|| kind.null()),
        (Kind::Text, Value::String(text)) => Some(Arg::Text(text)),
        (Kind::Integer, Value::Number(number)) => number.as_i64().map(Arg::Int),
        (Kind::Boolean, Value::Bool(truth)) => Some(Arg::Bool(truth)),
        (Kind::Real, Value::String(text)) => text.parse().ok().map(Arg::Real),
        (Kind::Bytes, Value::String(text)) => BASE64.decode(text.as_bytes()).ok().map(Arg::Bytes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_comes_back_as_it_was() {
        let kinds = [Kind::Text, Kind::Integer, Kind::Boolean, Kind::Real, Kind::Bytes];
        let columns = kinds.iter().enumerate().map(|(number, kind)| Column {
            name: format!("c{number}"),
            kind: *kind,
            required: false,
        });
        let head = TableHead { name: "t".to_owned(), columns: columns.collect(), key: vec!["c0".to_owned()] };
        let rows = [
            vec![
                Arg::Text("é\n\"\u{0}".to_owned()),
                Arg::Int(i64::MIN),
                Arg::Bool(true),
                Arg::Real(0.1 + 0.2),
                Arg::Bytes(vec![0, 255]),
            ],
            vec![
                Arg::Text(String::new()),
                Arg::Int(i64::MAX),
                Arg::Bool(false),
                Arg::Real(f64::INFINITY),
                Arg::Bytes(Vec::new()),
            ],
            kinds.iter().map(|kind| kind.null()).collect(),
        ];
        for row in rows {
            let mut line = Vec::new();
            head.write_row(&row, &mut line);
            assert_eq!(head.read_row(&line), Some(row));
        }
        for wrong in ["", "{}", "[1,2,3,4,5]", "[null,null,null,null]", "[\"a\",1,true,\"x\",\"\"]"] {
            assert_eq!(head.read_row(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn a_head_with_names_that_are_no_names_is_refused() {
        let head = |table: &str, column: &str| TableHead {
            name: table.to_owned(),
            columns: vec![Column { name: column.to_owned(), kind: Kind::Text, required: true }],
            key: vec![column.to_owned()],
        };
        assert!(head("o_album__photo", "f_title").is_plain());
        for (table, column) in [("", "a"), ("a", ""), ("a; --", "a"), ("a", "a\""), ("A", "a"), ("sqlite_schema", "a")]
        {
            assert!(!head(table, column).is_plain(), "{table} {column}");
        }
    }
}
