//! Tables of raw figures and ratios, the same on screen and in the document.

/// What a measurement found.
pub(crate) struct Report {
    title: &'static str,
    parts: Vec<String>,
}

impl Report {
    pub(crate) fn new(title: &'static str) -> Self {
        Self { title, parts: Vec::new() }
    }

    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.parts.push(text.into());
    }

    pub(crate) fn table(&mut self, table: &Table) {
        self.parts.push(table.text());
    }

    /// One line that compares with what was asked for, missed or not.
    pub(crate) fn goal(&mut self, what: &str, found: f64, goal: Goal) {
        let (met, sign, wanted) = match goal {
            Goal::AtLeast(wanted) => (found >= wanted, "at least", wanted),
            Goal::AtMost(wanted) => (found <= wanted, "at most", wanted),
        };
        let word = if met { "met" } else { "**missed**" };
        self.parts.push(format!("- {what}: **{found:.2}** (goal: {sign} {wanted}) — {word}"));
    }

    pub(crate) fn text(&self, started: &str, load: &str) -> String {
        let mut text =
            format!("## {}\n\nMeasured {started}; load of the machine before it began: {load}.\n", self.title);
        let mut in_list = false;
        for part in &self.parts {
            let is_item = part.starts_with("- ");
            text.push_str(if in_list && is_item { "" } else { "\n" });
            text.push_str(part);
            text.push('\n');
            in_list = is_item;
        }
        text
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(heads: &[&str]) -> Self {
        Self { rows: vec![heads.iter().map(|&head| head.to_owned()).collect()] }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Markdown, aligned for reading as it is.
    fn text(&self) -> String {
        let columns = self.rows[0].len();
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let line = |row: &Vec<String>| -> String {
            let cells = row.iter().zip(&widths).enumerate().map(|(place, (cell, &width))| {
                if place == 0 { format!(" {cell:<width$} ") } else { format!(" {cell:>width$} ") }
            });
            format!("|{}|", cells.collect::<Vec<_>>().join("|"))
        };
        let rule = widths.iter().enumerate().map(|(place, &width)| {
            if place == 0 { "-".repeat(width + 2) } else { format!("{}:", "-".repeat(width + 1)) }
        });
        let rule = format!("|{}|", rule.collect::<Vec<_>>().join("|"));
        let mut lines = vec![line(&self.rows[0]), rule];
        lines.extend(self.rows[1..].iter().map(line));
        lines.join("\n")
    }
}
