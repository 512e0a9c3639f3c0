use crate::{Arg, Caller, Collection, Condition, Fragment, Literal, Role, Rule, Term, Who};

/// One rule and one caller, compiled to one SQL condition about a row called `o`.
///
/// The condition uses the columns every collection has (`id`, `parent`, `container`, `author`, `owner`, `created_ms`),
/// its declared fields (`f_…`), and the tables `share`, `container_path` and `container`. What depends on the caller
/// alone is decided here and leaves no SQL. The `now` of the condition is a bound value.
pub struct Predicate<'a> {
    collection: &'a Collection,
    terms: Vec<&'a Term>,
    caller: &'a Caller,
    about: About,
    names: Names,
}

#[derive(Clone, Copy, PartialEq)]
enum About {
    /// `o` is the object itself.
    Object,
    /// `o` is the parent in which an object is to be made: `parent.field` speaks of `o`.
    Parent,
}

/// Where the container of `o` is taken from.
#[derive(Clone, Copy)]
pub enum Anchor<'a> {
    /// From the row: the role is looked up per row.
    Row,
    /// All rows lie in this container (a placeholder): the role is looked up once.
    Container(&'a str),
}

/// A set of rows that together with the other branches covers everything the predicate may allow. A list runs one
/// limited, indexed query per branch instead of a scan.
#[derive(Clone, Debug, PartialEq)]
pub enum Branch {
    /// Rows in containers that shares with the caller's own subjects reach.
    Reach,
    /// Rows in containers shared with everyone or every member.
    Public,
    /// Rows whose owner the caller is.
    Owner,
    /// Rows whose author the caller is.
    Author,
    /// Rows for which this term of the rule holds whoever asks; the condition stands for itself.
    Anyone(Term),
    /// Rows in the containers of the tree that the caller is kept to.
    Tree,
    /// The object at the root of that tree, and rows directly in it.
    Root,
    UnderRoot,
}

/// Placeholders bound once and used many times.
struct Names {
    subjects: String,
    now: String,
    me: Option<String>,
    root: Option<String>,
}

impl<'a> Predicate<'a> {
    /// Binds the caller's subjects, id and the time to `out`; later calls must write to the same fragment.
    pub fn new(
        collection: &'a Collection,
        rule: Option<&'a Rule>,
        caller: &'a Caller,
        now_ms: i64,
        out: &mut Fragment,
    ) -> Self {
        let rule = rule.filter(|_| caller.reach.covers(&collection.service));
        let terms = rule.map(|rule| rule.terms.iter().filter(|term| possible(term, caller)).collect());
        let names = Names::bind(caller, now_ms, out);
        Self { collection, terms: terms.unwrap_or_default(), caller, about: About::Object, names }
    }

    /// The same rule read as `create`: `o` is the parent, `collection` the child's.
    #[must_use]
    pub fn about_parent(mut self) -> Self {
        self.about = About::Parent;
        self
    }

    /// Nothing can satisfy the rule for this caller.
    pub fn is_never(&self) -> bool {
        self.terms.is_empty()
    }

    /// Writes the whole condition, in parentheses.
    pub fn write(&self, out: &mut Fragment, anchor: Anchor<'_>) {
        if let Some(root) = &self.names.root {
            out.push(&format!("(o.id = {root} OR o.parent = {root} OR o.container IN ("));
            write_tree(out, root);
            out.push(")) AND ");
        }
        out.push("(");
        for (index, term) in self.terms.iter().enumerate() {
            out.push(if index == 0 { "" } else { " OR " });
            self.write_term(out, term, anchor);
        }
        out.push(if self.terms.is_empty() { "1 = 0)" } else { ")" });
    }

    /// The rows are neither in the trash nor in a container that is.
    pub fn write_alive(&self, out: &mut Fragment, anchor: Anchor<'_>) {
        out.push("o.trashed_ms = 0 AND (SELECT c.trashed_ms FROM container c WHERE c.id = ");
        out.push(container(anchor)).push(") = 0");
    }

    /// The earliest end of a share that speaks for this caller on the object's chain, as a scalar.
    pub fn write_until(&self, out: &mut Fragment) {
        out.push("coalesce((SELECT min(s.ends_ms)");
        self.write_shares(out, Anchor::Row);
        out.push(&format!("), {})", i64::MAX));
    }

    /// The same, and no later than the moment that `condition` names, if that is still to come, as a scalar.
    pub fn write_until_moment(&self, out: &mut Fragment, condition: &Condition) {
        let now = &self.names.now;
        out.push("CASE WHEN ");
        self.write_moment(out, condition);
        out.push(&format!(" > {now} AND "));
        self.write_moment(out, condition);
        out.push(" < ");
        self.write_until(out);
        out.push(" THEN ");
        self.write_moment(out, condition);
        out.push(" ELSE ");
        self.write_until(out);
        out.push(" END");
    }

    /// The moment of a condition that names one; 0, which is long over, when there is none.
    fn write_moment(&self, out: &mut Fragment, condition: &Condition) {
        match condition {
            Condition::Before { field } => {
                out.push(&format!("coalesce(o.{}, 0)", Collection::column(field)));
            }
            Condition::ParentBefore { field } => self.write_parent_moment(out, field),
            _ => {
                out.push("0");
            }
        }
    }

    fn write_parent_moment(&self, out: &mut Fragment, field: &str) {
        let column = Collection::column(field);
        if self.about == About::Parent {
            out.push(&format!("coalesce(o.{column}, 0)"));
            return;
        }
        out.push("coalesce(");
        for table in &self.collection.parent_tables {
            out.push(&format!("(SELECT q.{column} FROM {table} q WHERE q.id = o.parent), "));
        }
        out.push("0)");
    }

    /// Which branches a list has to ask; none, when everything is to be scanned because anybody may see anything.
    pub fn branches(&self) -> Option<Vec<Branch>> {
        if self.names.root.is_some() {
            return Some(vec![Branch::Tree, Branch::Root, Branch::UnderRoot]);
        }
        let mut branches = Vec::new();
        for term in &self.terms {
            match &term.who {
                Who::Role(_) => {
                    branches.extend([Branch::Reach, Branch::Public]);
                    branches.extend(self.names.me.is_some().then_some(Branch::Owner));
                }
                Who::Author => branches.push(Branch::Author),
                Who::Visitor | Who::Account | Who::Member | Who::Association(_) => {
                    let narrowing = |c: &Condition| matches!(c, Condition::Equals { .. });
                    if !term.conditions.iter().any(narrowing) {
                        return None;
                    }
                    branches.push(Branch::Anyone((*term).clone()));
                }
            }
        }
        let mut kept: Vec<Branch> = Vec::new();
        for branch in branches {
            if !kept.contains(&branch) {
                kept.push(branch);
            }
        }
        Some(kept)
    }

    /// The condition that makes a branch small. It only narrows: the whole predicate is always asked as well.
    /// [`Branch::Reach`], [`Branch::Public`] and [`Branch::Tree`] are about containers and are written by
    /// [`Self::write_reach`].
    pub fn write_branch(&self, out: &mut Fragment, branch: &Branch) {
        let me = self.names.me.as_deref().unwrap_or("''");
        let root = self.names.root.as_deref().unwrap_or("''");
        match branch {
            Branch::Owner => out.push(&format!("o.owner = {me}")),
            Branch::Author => out.push(&format!("o.author = {me}")),
            Branch::Anyone(term) => {
                self.write_conditions(out, term);
                out
            }
            Branch::Root => out.push(&format!("o.id = {root}")),
            Branch::UnderRoot => out.push(&format!("o.parent = {root}")),
            Branch::Reach | Branch::Public | Branch::Tree => out.push("1 = 1"),
        };
    }

    /// A subquery of the containers that shares reach, or that lie in the caller's tree, as a column `container`.
    pub fn write_reach(&self, out: &mut Fragment, branch: &Branch) {
        if *branch == Branch::Tree {
            write_tree(out, self.names.root.as_deref().unwrap_or("''"));
            return;
        }
        let subjects = match branch {
            Branch::Public => self.caller.public_subjects(),
            _ => self.caller.personal_subjects(),
        };
        let rank = self.lowest_rank();
        out.push("SELECT DISTINCT p.container FROM share s JOIN container_path p ON p.ancestor = s.container");
        out.push(" WHERE s.subject IN ").list_arg(&subjects);
        out.push(" AND s.service = ").text_arg(&self.collection.service);
        out.push(&format!(" AND s.role >= {rank} AND s.ends_ms > {}", self.names.now));
    }

    fn lowest_rank(&self) -> i64 {
        let ranks = self.terms.iter().filter_map(|term| match term.who {
            Who::Role(role) => Some(role.rank()),
            _ => None,
        });
        ranks.min().unwrap_or(1)
    }

    fn write_term(&self, out: &mut Fragment, term: &Term, anchor: Anchor<'_>) {
        out.push("(");
        // What costs no look-up comes first: both databases stop at the first that decides.
        if !term.conditions.is_empty() {
            self.write_conditions(out, term);
            out.push(" AND ");
        }
        match &term.who {
            Who::Role(role) => {
                out.push("(");
                if let Some(me) = &self.names.me {
                    out.push(&format!("o.owner = {me} OR "));
                }
                out.push("coalesce((SELECT max(").push(counted_rank(*role)).push(")");
                self.write_shares(out, anchor);
                out.push(&format!("), 0) >= {})", role.rank()));
            }
            Who::Author => {
                out.push(&format!("o.author = {}", self.names.me.as_deref().unwrap_or("''")));
            }
            Who::Visitor | Who::Account | Who::Member | Who::Association(_) => {
                out.push("1 = 1");
            }
        }
        out.push(")");
    }

    /// The shares that speak for the caller on the chain of a container.
    fn write_shares(&self, out: &mut Fragment, anchor: Anchor<'_>) {
        out.push(" FROM container_path p JOIN share s ON s.container = p.ancestor WHERE p.container = ");
        out.push(container(anchor));
        out.push(&format!(" AND s.subject IN {} AND s.ends_ms > {}", self.names.subjects, self.names.now));
    }

    fn write_conditions(&self, out: &mut Fragment, term: &Term) {
        out.push("1 = 1");
        for condition in &term.conditions {
            out.push(" AND ");
            self.write_condition(out, condition);
        }
    }

    fn write_condition(&self, out: &mut Fragment, condition: &Condition) {
        let now = &self.names.now;
        match condition {
            Condition::Equals { field, value } => {
                out.push(&format!("o.{} = ", Collection::column(field))).bind(arg(value));
            }
            Condition::Differs { field, value } => {
                let column = Collection::column(field);
                out.push(&format!("(o.{column} IS NULL OR o.{column} <> ")).bind(arg(value)).push(")");
            }
            Condition::ParentEquals { field, value } => self.write_parent_equals(out, field, value),
            Condition::WithinMs(age_ms) => {
                out.push(&format!("o.created_ms > {now} - ")).int_arg(*age_ms);
            }
            Condition::Before { field } => {
                out.push(&format!("o.{} > {now}", Collection::column(field)));
            }
            Condition::ParentBefore { field } => {
                self.write_parent_moment(out, field);
                out.push(&format!(" > {now}"));
            }
            // Decided when the term was kept.
            Condition::Plan(_) | Condition::Setting(_) => {
                out.push("1 = 1");
            }
        }
    }

    fn write_parent_equals(&self, out: &mut Fragment, field: &str, value: &Literal) {
        let column = Collection::column(field);
        if self.about == About::Parent {
            out.push(&format!("o.{column} = ")).bind(arg(value));
            return;
        }
        out.push("(1 = 0");
        for table in &self.collection.parent_tables {
            let parent = format!(" OR (SELECT q.{column} FROM {table} q WHERE q.id = o.parent) = ");
            out.push(&parent).bind(arg(value));
        }
        out.push(")");
    }
}

impl Names {
    fn bind(caller: &Caller, now_ms: i64, out: &mut Fragment) -> Self {
        let subjects: Vec<String> = caller.personal_subjects().into_iter().chain(caller.public_subjects()).collect();
        let before = out.text.len();
        out.list_arg(&subjects);
        let list = out.text.split_off(before);
        out.int_arg(now_ms);
        let now = out.text.split_off(before);
        let me = caller.principal().map(|id| {
            out.text_arg(&id.0);
            out.text.split_off(before)
        });
        let root = caller.within.as_ref().map(|id| {
            out.text_arg(id);
            out.text.split_off(before)
        });
        Self { subjects: list, now, me, root }
    }
}

/// A subquery of a container and all containers below it, private ones too; none when `root` is no container.
fn write_tree(out: &mut Fragment, root: &str) {
    out.push("WITH RECURSIVE tree (id) AS (SELECT c.id FROM container c WHERE c.id = ").push(root);
    out.push(" UNION SELECT c.id FROM container c JOIN tree t ON c.parent = t.id) SELECT id AS container FROM tree");
}

/// A viewer sees and does not add: where a rule asks for a depositor, the role in between does not count.
fn counted_rank(role: Role) -> &'static str {
    match role {
        Role::Depositor => "CASE WHEN s.role = 2 THEN 0 ELSE s.role END",
        _ => "s.role",
    }
}

fn container(anchor: Anchor<'_>) -> &str {
    match anchor {
        Anchor::Row => "o.container",
        Anchor::Container(placeholder) => placeholder,
    }
}

fn arg(value: &Literal) -> Arg {
    match value {
        Literal::Text(text) => Arg::Text(text.clone()),
        Literal::Boolean(truth) => Arg::Bool(*truth),
        Literal::Integer(number) => Arg::Int(*number),
    }
}

/// Whether a term can hold for this caller at all.
fn possible(term: &Term, caller: &Caller) -> bool {
    let who = match &term.who {
        Who::Role(_) | Who::Visitor => true,
        Who::Author => caller.principal().is_some(),
        Who::Account => caller.is_account(),
        Who::Member => caller.is_member(),
        Who::Association(role) => caller.association_roles.contains(role),
    };
    who && term.conditions.iter().all(|condition| match condition {
        Condition::Plan(feature) => caller.features.contains(feature),
        Condition::Setting(setting) => caller.settings.contains(setting),
        _ => true,
    })
}
