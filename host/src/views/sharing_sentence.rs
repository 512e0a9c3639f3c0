//! "Who can see this?" in one sentence.

use veillee_access::Role;

use crate::words::Words;

/// Who may see an object, counted. What is ended or stopped does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharingFacts {
    /// The reader of the sentence owns the object.
    pub owner_is_you: bool,
    /// Shown when `owner_is_you` is false: a person or the association.
    pub owner_name: String,
    /// Links that let see.
    pub links: u32,
    /// Links of depositors, who add without seeing.
    pub deposit_links: u32,
    /// Accounts it is shared with.
    pub people: u32,
    /// Guests it is shared with.
    pub guests: u32,
    /// Groups it is shared with.
    pub groups: u32,
    /// People and groups who add without seeing.
    pub deposit_people: u32,
    pub members: Option<Role>,
    pub everyone: Option<Role>,
}

/// One sentence about seeing, and one more for each door that only lets add.
pub fn sharing_sentence(words: &Words, facts: &SharingFacts) -> String {
    let mut sentences = vec![seeing(words, facts)];
    if facts.everyone == Some(Role::Depositor) {
        sentences.push(words.say("sentence-deposit-everyone"));
    } else if facts.members == Some(Role::Depositor) {
        sentences.push(words.say("sentence-deposit-members"));
    }
    if facts.deposit_links > 0 && facts.everyone.is_none() {
        sentences.push(words.say_with("sentence-deposit-links", &[("count", facts.deposit_links.into())]));
    }
    if facts.deposit_people > 0 && facts.everyone.is_none() {
        sentences.push(words.say_with("sentence-deposit-people", &[("count", facts.deposit_people.into())]));
    }
    sentences.join(" ")
}

fn seeing(words: &Words, facts: &SharingFacts) -> String {
    let sees = |role: Option<Role>| role.is_some_and(|role| role >= Role::Viewer);
    if sees(facts.everyone) {
        return words.say("sentence-everyone");
    }
    let owner = if facts.owner_is_you { words.say("sentence-you") } else { facts.owner_name.clone() };
    let mut who = vec![owner];
    let count = |count: u32| [("count", count.into())];
    if facts.people > 0 {
        who.push(words.say_with("sentence-people", &count(facts.people)));
    }
    if facts.guests > 0 {
        who.push(words.say_with("sentence-guests", &count(facts.guests)));
    }
    if facts.groups > 0 {
        who.push(words.say_with("sentence-groups", &count(facts.groups)));
    }
    if sees(facts.members) {
        who.push(words.say("sentence-members"));
    }
    if facts.links > 0 {
        who.push(words.say_with("sentence-links", &count(facts.links)));
    }
    let Some((last, first)) = who.split_last().filter(|(_, first)| !first.is_empty()) else {
        return words.say_with("sentence-only", &[("who", (&who[0]).into())]);
    };
    let first = first.join(", ");
    capitalised(&words.say_with("sentence-list", &[("first", (&first).into()), ("last", last.into())]))
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{Role, SharingFacts, sharing_sentence};
    use crate::words::{Locale, Words};

    fn in_both(facts: &SharingFacts) -> (String, String) {
        (sharing_sentence(Words::of(Locale::Fr), facts), sharing_sentence(Words::of(Locale::En), facts))
    }

    fn yours() -> SharingFacts {
        SharingFacts { owner_is_you: true, ..SharingFacts::default() }
    }

    #[test]
    fn what_is_not_shared_is_seen_by_its_owner_only() {
        assert_eq!(in_both(&yours()), ("Seulement vous.".into(), "Only you.".into()));
        let facts = SharingFacts { owner_name: "Jeanne".into(), ..SharingFacts::default() };
        assert_eq!(in_both(&facts), ("Seulement Jeanne.".into(), "Only Jeanne.".into()));
    }

    #[test]
    fn links_are_counted_from_the_second_on() {
        let (fr, en) = in_both(&SharingFacts { links: 1, ..yours() });
        assert_eq!(
            (fr.as_str(), en.as_str()),
            ("Vous et toute personne qui a le lien.", "You and anyone who has the link.")
        );
        let (fr, _) = in_both(&SharingFacts { links: 2, ..yours() });
        assert_eq!(fr, "Vous et toute personne qui a le lien (2 liens).");
    }

    #[test]
    fn all_doors_stand_in_one_sentence() {
        let facts = SharingFacts { people: 1, guests: 2, members: Some(Role::Viewer), links: 1, ..yours() };
        let (fr, en) = in_both(&facts);
        assert_eq!(
            fr,
            "Vous, une personne que l’on a choisie, 2 invités, tous les membres et toute personne qui a le lien."
        );
        assert_eq!(en, "You, one person who was chosen, 2 guests, all members and anyone who has the link.");
    }

    #[test]
    fn everyone_swallows_the_rest() {
        let facts = SharingFacts { links: 3, everyone: Some(Role::Viewer), ..yours() };
        assert_eq!(in_both(&facts).0, "Tout le monde, même sans compte.");
    }

    #[test]
    fn who_only_adds_is_not_said_to_see() {
        let (fr, en) = in_both(&SharingFacts { deposit_links: 1, ..yours() });
        assert_eq!(fr, "Seulement vous. Un lien permet d’ajouter sans voir.");
        assert_eq!(en, "Only you. One link lets people add without seeing.");
        let facts = SharingFacts { everyone: Some(Role::Depositor), members: Some(Role::Viewer), ..yours() };
        assert_eq!(in_both(&facts).1, "You and all members. Everyone can add without seeing.");
    }
}
