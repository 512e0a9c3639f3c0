//! Every component with its markup, for those who write pages.

use askama::Template;

use super::design_examples::{SamplePictures, live, markup};
use super::{Trusted, View};
use crate::words::Words;

/// One page for authors. It shows nothing of the association.
#[derive(Template)]
#[template(path = "design.html")]
pub struct Design<'a> {
    pub words: &'static Words,
    pub pictures: SamplePictures<'a>,
    pub favicon_path: &'a str,
    pub wordmark_path: &'a str,
}

/// A component: what it is for, how it looks, how it is written.
struct Component {
    name: &'static str,
    title: String,
    purpose: String,
    live: Trusted,
    markup: &'static str,
}

impl View for Design<'_> {
    fn title(&self) -> String {
        self.words.say("design-title")
    }
}

impl Design<'_> {
    fn components(&self) -> Vec<Component> {
        let texts = [self.words_and_ways(), self.forms_and_answers(), self.lists_and_pictures()];
        texts.into_iter().flatten().map(|(name, title, purpose)| self.component(name, title, purpose)).collect()
    }

    fn component(&self, name: &'static str, title: String, purpose: String) -> Component {
        let markup = markup(name);
        // The examples are part of the program.
        let live = Trusted::filtered(live(self.words, markup, self.pictures));
        Component { name, title, purpose, live, markup }
    }

    fn words_and_ways(&self) -> Vec<(&'static str, String, String)> {
        let words = self.words;
        vec![
            ("text", words.say("design-text"), words.say("design-text-purpose")),
            ("rooms", words.say("design-rooms"), words.say("design-rooms-purpose")),
            ("buttons", words.say("design-buttons"), words.say("design-buttons-purpose")),
            ("ways", words.say("design-ways"), words.say("design-ways-purpose")),
        ]
    }

    fn forms_and_answers(&self) -> Vec<(&'static str, String, String)> {
        let words = self.words;
        vec![
            ("form", words.say("design-form"), words.say("design-form-purpose")),
            ("search", words.say("design-search"), words.say("design-search-purpose")),
            ("notices", words.say("design-notices"), words.say("design-notices-purpose")),
            ("badges", words.say("design-badges"), words.say("design-badges-purpose")),
            ("answer", words.say("design-answer"), words.say("design-answer-purpose")),
            ("empty", words.say("design-empty"), words.say("design-empty-purpose")),
            ("progress", words.say("design-progress"), words.say("design-progress-purpose")),
            ("dialog", words.say("design-dialog"), words.say("design-dialog-purpose")),
        ]
    }

    fn lists_and_pictures(&self) -> Vec<(&'static str, String, String)> {
        let words = self.words;
        vec![
            ("cards", words.say("design-cards"), words.say("design-cards-purpose")),
            ("rows", words.say("design-rows"), words.say("design-rows-purpose")),
            ("facts", words.say("design-facts"), words.say("design-facts-purpose")),
            ("table", words.say("design-table"), words.say("design-table-purpose")),
            ("photos", words.say("design-photos"), words.say("design-photos-purpose")),
            ("picture", words.say("design-picture"), words.say("design-picture-purpose")),
            ("plot", words.say("design-plot"), words.say("design-plot-purpose")),
            ("elements", words.say("design-elements"), words.say("design-elements-purpose")),
        ]
    }
}
