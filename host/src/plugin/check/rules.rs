//! Rules that can never be true, and objects that nobody could ever make.

use std::collections::BTreeSet;

use veillee_access::{Action, Condition, Literal, Role, Rule, StateMove, Term, Who};

use super::Finding;
use crate::storage::shape::Shape;

const STATE: &str = "state";

/// One sentence for each.
pub fn findings(shapes: &[Shape]) -> Vec<Finding> {
    let makeable = makeable(shapes);
    let mut findings = Vec::new();
    for shape in shapes {
        let looking = Looking { shapes, shape };
        if !makeable.contains(shape.name.as_str()) {
            findings.push(looking.never_made());
        }
        let rules = shape.access.rules.iter().map(|(action, rule)| (format!("the rule `{action}`"), rule));
        let fields = shape.access.fields.iter().filter_map(|(name, field)| Some((name, field.write.as_ref()?)));
        let writes = fields.map(|(name, rule)| (format!("`write` of the field `{name}`"), rule));
        for (place, rule) in rules.chain(writes) {
            findings.extend(looking.dead_terms(&place, rule, None));
            findings.extend(looking.owner_alone(&place, rule));
        }
        findings.extend(looking.moves());
    }
    findings
}

/// Collections of which an object can be made: at the top, or in one that can be made.
fn makeable(shapes: &[Shape]) -> BTreeSet<&str> {
    let mut makeable = BTreeSet::new();
    for _ in shapes {
        for shape in shapes {
            let rules = &shape.access.rules;
            let inside = rules.contains_key(&Action::Create)
                && shape.parents.iter().any(|parent| makeable.contains(parent.as_str()));
            if inside || rules.contains_key(&Action::Top) {
                makeable.insert(shape.name.as_str());
            }
        }
    }
    makeable
}

struct Looking<'a> {
    shapes: &'a [Shape],
    shape: &'a Shape,
}

impl Looking<'_> {
    fn never_made(&self) -> Finding {
        let Shape { name, .. } = self.shape;
        let what = if self.shape.access.rules.contains_key(&Action::Create) {
            "nothing that its objects may lie in can ever be made: give its parent a `top` rule"
        } else {
            "nobody may ever make an object of it: give it a `top` rule, or a `parent` and a `create` rule"
        };
        Finding::problem("rules", &format!("in the collection `{name}`, {what}"))
    }

    /// Terms for which there is never a yes. `from`: the state in which the rule of a move is asked.
    fn dead_terms(&self, place: &str, rule: &Rule, from: Option<&str>) -> Vec<Finding> {
        let name = &self.shape.name;
        let dead = rule.terms.iter().zip(1..).filter_map(|(term, number)| {
            let why = self.why_never(term, from)?;
            let what = if rule.terms.len() == 1 { place.to_owned() } else { format!("term {number} of {place}") };
            Some(format!("in the collection `{name}`, {what} can never be true: {why}"))
        });
        dead.map(|sentence| Finding::problem("rules", &sentence)).collect()
    }

    fn why_never(&self, term: &Term, from: Option<&str>) -> Option<String> {
        if let Some(field) = term.contradiction() {
            return Some(format!("`{field}` cannot hold two values at once, so take one of them out"));
        }
        if let Who::Association(role) = &term.who {
            return Some(format!("this host gives nobody the role `{role}` of the association, so use `member`"));
        }
        term.conditions.iter().find_map(|condition| self.condition_never(condition, from))
    }

    fn condition_never(&self, condition: &Condition, from: Option<&str>) -> Option<String> {
        match condition {
            Condition::Equals { field, value: Literal::Text(state) } if field == STATE => {
                if let Some(from) = from.filter(|from| from != state) {
                    return Some(format!("the move starts in the state `{from}`, not `{state}`"));
                }
                (!reaches(self.shape, state)).then(|| no_way(state))
            }
            Condition::Differs { field, value: Literal::Text(state) } if field == STATE => {
                from.filter(|from| from == state).map(|from| format!("the move starts in the state `{from}`"))
            }
            Condition::ParentEquals { field, value: Literal::Text(state) } if field == STATE => {
                (!self.parents().any(|parent| reaches(parent, state))).then(|| no_way(state))
            }
            Condition::Plan(plan) => Some(format!("this host knows no plan `{plan}`, so leave `plan:{plan}` out")),
            Condition::Setting(name) => {
                Some(format!("this host knows no setting `{name}`, so leave `setting:{name}` out"))
            }
            _ => None,
        }
    }

    fn parents(&self) -> impl Iterator<Item = &Shape> {
        self.shapes.iter().filter(|shape| self.shape.parents.contains(&shape.name))
    }

    fn moves(&self) -> Vec<Finding> {
        let Some(machine) = &self.shape.access.state else { return Vec::new() };
        let (name, reachable) = (&self.shape.name, machine.reachable());
        let mut findings = Vec::new();
        for StateMove { from, to, rule } in &machine.moves {
            if !reachable.contains(from.as_str()) {
                let sentence =
                    format!("in the collection `{name}`, the move `{from}>{to}` never happens: {}", no_way(from));
                findings.push(Finding::problem("rules", &sentence));
                continue;
            }
            findings.extend(self.dead_terms(&format!("the move `{from}>{to}`"), rule, Some(from)));
        }
        findings
    }

    /// A role below `owner` comes by a share, and shares are made where a `share` rule lets somebody.
    fn owner_alone(&self, place: &str, rule: &Rule) -> Option<Finding> {
        let asked = rule.terms.iter().find_map(|term| match term.who {
            Who::Role(asked) if asked < Role::Owner => Some(asked),
            _ => None,
        })?;
        if self.can_be_shared(self.shape, self.shapes.len()) {
            return None;
        }
        let name = &self.shape.name;
        let sentence = format!(
            "in the collection `{name}`, {place} asks for the role `{asked}`, but no `share` rule lets anybody give it, so only \
             the owner has it: add a `share` rule where objects are shared, or write `owner`"
        );
        Some(Finding::advice("rules", &sentence))
    }

    /// Whether it, or what it lies in, has a `share` rule. `depth` ends the way of a collection that lies in itself.
    fn can_be_shared(&self, shape: &Shape, depth: usize) -> bool {
        let above = || self.shapes.iter().filter(|parent| shape.parents.contains(&parent.name));
        shape.access.rules.contains_key(&Action::Share)
            || (depth > 0 && above().any(|parent| self.can_be_shared(parent, depth - 1)))
    }
}

/// A collection without states has no field of that name, or an ordinary one that may hold anything.
fn reaches(shape: &Shape, state: &str) -> bool {
    shape.access.state.as_ref().is_none_or(|machine| machine.reachable().contains(state))
}

fn no_way(state: &str) -> String {
    format!("no way leads to the state `{state}`, so add a move to it, or mend its name")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plugin::{Level, Manifest, shapes};

    const HEAD: &str = "name = \"notes\"\nversion = \"0.1.0\"\ntitle = { fr = \"N\", en = \"N\" }\n\
                        description = { fr = \"N.\", en = \"N.\" }\nroles = [\"treasurer\"]\n";
    /// Nothing to mend in it.
    const GOOD: &str = r#"
        [collections.list]
        rules = { top = "member", read = "viewer", update = "editor", share = "owner" }
        fields.approval = { type = "boolean", write = "editor" }
        [collections.note]
        parent = ["list"]
        rules = { create = "depositor", read = "viewer state=shown | author", delete = "author within=24h" }
        state = { start = "shown", start-if = "pending parent.approval=true", moves = ["pending>shown: editor"] }
    "#;

    fn found(collections: &str) -> Vec<Finding> {
        let manifest = Manifest::parse(&format!("{HEAD}{collections}")).expect("a manifest");
        findings(&shapes(&manifest).expect("shapes"))
    }

    #[track_caller]
    fn one_problem(from: &str, to: &str, wanted: &str) {
        assert_ne!(GOOD.replace(from, to), GOOD);
        let findings = found(&GOOD.replace(from, to));
        let [only] = findings.as_slice() else { panic!("one finding: {findings:?}") };
        assert!(only.level == Level::Problem && only.sentence.contains(wanted), "{only:?}");
    }

    #[test]
    fn good_rules_are_left_alone() {
        assert_eq!(found(GOOD), []);
    }

    #[test]
    fn a_term_that_can_never_be_true_is_named() {
        one_problem("viewer state=shown", "viewer state=shown state=pending", "term 1 of the rule `read`");
        one_problem("state=shown |", "state=shwon |", "no way leads to the state `shwon`");
        one_problem("update = \"editor\"", "update = \"treasurer\"", "role `treasurer`");
        one_problem("update = \"editor\"", "update = \"editor plan:large\"", "`plan:large`");
        one_problem("write = \"editor\"", "write = \"editor setting:x\"", "`write` of the field `approval`");
    }

    #[test]
    fn a_move_that_never_happens_is_named() {
        one_problem(
            "pending>shown: editor",
            "pending>shown: editor state=shown",
            "the move starts in the state `pending`",
        );
        one_problem("moves = [", "moves = [\"gone>shown: owner\", ", "the move `gone>shown` never happens");
    }

    #[test]
    fn what_nobody_could_ever_make_is_named() {
        let without_top = GOOD.replace("top = \"member\", ", "");
        let sentences: Vec<String> = found(&without_top).into_iter().map(|found| found.sentence).collect();
        assert_eq!(sentences.len(), 2, "{sentences:?}");
        assert!(sentences[0].contains("give it a `top` rule") && sentences[1].contains("its parent"), "{sentences:?}");
    }

    #[test]
    fn a_role_that_nobody_can_give_is_advised_about() {
        let findings = found("[collections.note]\nrules = { top = \"member\", read = \"viewer\" }\n");
        let [only] = findings.as_slice() else { panic!("one finding: {findings:?}") };
        assert!(only.level == Level::Advice && only.sentence.contains("`viewer`"), "{only:?}");
        assert_eq!(found("[collections.note]\nrules = { top = \"member\", read = \"owner\" }\n"), []);
    }
}
