use veillee_access::{Action, Anchor, Caller, Collection, Fragment, Permit, Predicate, Question, Rule, Verdict};

use super::ObjectError;
use crate::storage::association::Moment;
use crate::storage::shape::Shape;
use crate::storage::sql::{Ask, DatabaseError, Record};

/// May this caller do this action with this object? For `create`, the object is the parent and `child` the collection of
/// what is to be made in it. One indexed query.
pub async fn decide(
    ask: &mut impl Ask,
    moment: &Moment,
    caller: &Caller,
    action: Action,
    object: &str,
    child: Option<&Shape>,
) -> Result<Permit, ObjectError> {
    let question = Question::new(object, action, moment.generation);
    let Some(shape) = moment.shapes.of(object) else { return Ok(question.answer(None)?) };
    let mut statement = Fragment::new("");
    write_decision(&mut statement, moment, caller, shape, action, child);
    statement.push(&format!(" FROM {} o WHERE o.id = ", shape.table())).text_arg(object);
    let record = ask.row(statement).await?;
    Ok(question.answer(record.as_ref().map(verdict).transpose()?)?)
}

/// Writes `SELECT id, version, readable, allowed, until` about a row called `o`, for [`verdict`] to read.
pub(in crate::storage) fn write_decision(
    out: &mut Fragment,
    moment: &Moment,
    caller: &Caller,
    shape: &Shape,
    action: Action,
    child: Option<&Shape>,
) {
    let asked = child.map_or(&shape.access, |child| &child.access);
    let rule = asked.rule(action).filter(|_| caller.reach.allows(action));
    write_parts(out, moment, caller, shape, &Asked { of: asked, rule, parent: child.is_some() });
}

/// The same for one rule that belongs to no action: of a field, of a move.
pub(in crate::storage) fn write_rule_decision(
    out: &mut Fragment,
    moment: &Moment,
    caller: &Caller,
    shape: &Shape,
    rule: &Rule,
) {
    let rule = Some(rule).filter(|_| caller.reach.allows(Action::Update));
    write_parts(out, moment, caller, shape, &Asked { of: &shape.access, rule, parent: false });
}

/// The rule that is asked, and whether the row is the parent of what it speaks of.
struct Asked<'a> {
    of: &'a Collection,
    rule: Option<&'a Rule>,
    parent: bool,
}

fn write_parts(out: &mut Fragment, moment: &Moment, caller: &Caller, shape: &Shape, asked: &Asked<'_>) {
    let access = &shape.access;
    out.push("SELECT o.id, o.version, ");
    let read = write_bound(out, |out| Predicate::new(access, access.rule(Action::Read), caller, moment.now_ms, out));
    write_case(out, &read);
    out.push(", ");
    // Most questions are whether somebody may read: the same condition is not worked out twice.
    let is_read = !asked.parent && asked.rule == access.rule(Action::Read);
    let other = (!is_read).then(|| {
        let allowed = write_bound(out, |out| Predicate::new(asked.of, asked.rule, caller, moment.now_ms, out));
        if asked.parent { allowed.about_parent() } else { allowed }
    });
    match &other {
        Some(allowed) => write_case(out, allowed),
        None => {
            out.push(AS_READABLE);
        }
    }
    let allowed = other.as_ref().unwrap_or(&read);
    out.push(", ");
    match asked.rule.filter(|rule| rule.depends_on_time()).map(Rule::single_moment) {
        None => read.write_until(out),
        Some(Some(condition)) => allowed.write_until_moment(out, condition),
        Some(None) => {
            out.push("CAST(").int_arg(moment.now_ms).push(" AS bigint)");
        }
    }
}

/// In the place of `allowed`, where the rule that is asked is the one to read.
const AS_READABLE: &str = "CAST(NULL AS bigint)";

/// Binding a predicate writes no text of its own.
fn write_bound<'a>(out: &mut Fragment, make: impl FnOnce(&mut Fragment) -> Predicate<'a>) -> Predicate<'a> {
    let text = out.text.len();
    let predicate = make(out);
    out.text.truncate(text);
    predicate
}

fn write_case(out: &mut Fragment, predicate: &Predicate<'_>) {
    out.push("CAST(CASE WHEN ");
    predicate.write(out, Anchor::Row);
    out.push(" AND ");
    predicate.write_alive(out, Anchor::Row);
    out.push(" THEN 1 ELSE 0 END AS bigint)");
}

pub(in crate::storage) fn verdict(record: &Record) -> Result<Verdict, DatabaseError> {
    let readable = record.flag(2)?;
    Ok(Verdict {
        object: record.text(0)?,
        version: record.count(1)?,
        readable,
        allowed: record.maybe_int(3)?.map_or(readable, |allowed| allowed != 0),
        until_ms: record.int(4)?,
    })
}

/// May this caller make an object of this collection outside any other? The rule speaks of the caller alone; whoever is
/// kept to one tree may not.
pub fn may_create_at_top(shape: &Shape, caller: &Caller, now_ms: i64) -> bool {
    let mut scratch = Fragment::default();
    caller.within.is_none()
        && caller.reach.allows(Action::Top)
        && !Predicate::new(&shape.access, shape.access.rule(Action::Top), caller, now_ms, &mut scratch).is_never()
}
