//! Steps that these journeys have in common.

use serde_json::{Value, json};
use thirtyfour::Key;
use veillee_tests::services::ReadMail;
use veillee_tests::world::{Browser, PASSWORD};

use crate::journeys::person::Hands;
use crate::walk::Walker;

impl Walker {
    /// The same as in another browser, whoever that is, at the page of their account.
    pub(super) async fn become_like(&self, browser: &Browser) {
        self.is(browser).await;
        self.go(".shell-account a").await;
        assert_eq!(self.path().await, "/-/account");
    }

    /// Uses a form's button while the browser sees for itself that a field is not yet right: nothing is sent, and the hands are
    /// at that field.
    pub(super) async fn is_held_back(&self, button: &str, field: &str) {
        match self.walk.hands() {
            Hands::Mouse => self.person.press(button).await,
            Hands::Keyboard => {
                self.person.tab_to(button).await;
                self.person.key(Key::Enter).await;
            }
        }
        self.person.focus_is_at(&format!("{field}:invalid")).await;
    }

    /// The page came back with words about a field, and the hands are there.
    pub(super) async fn is_to_mend(&self, field: &str, french: &str, english: &str) {
        self.answers(422).await;
        self.reads(french, english).await;
        self.person.focus_is_at(&format!("{field}[aria-invalid=true]")).await;
        let described = format!(
            "return document.querySelector('{field}').getAttribute('aria-describedby').split(' ') \
             .map(id => document.getElementById(id)?.textContent ?? '').join(' ').includes({})",
            Value::from(self.walk.words(french, english))
        );
        assert_eq!(self.ask(&described).await, json!(true), "the words belong to {field}");
    }

    pub(super) async fn answers(&self, status: u64) {
        assert_eq!(self.status().await, status, "{}", self.text().await);
    }

    pub(super) async fn holds(&self, selector: &str, value: &str) {
        let held = format!("return document.querySelector('{selector}').value");
        assert_eq!(self.ask(&held).await, Value::from(value), "{selector}");
    }

    pub(super) async fn sees(&self, selector: &str, count: u64) {
        assert_eq!(self.person.page.count(selector).await, count, "{selector}: {}", self.text().await);
    }

    /// Opens a mail that was delivered, as a program for mail shows it, and presses its button.
    pub(super) async fn follow(&self, letter: &ReadMail) {
        let file = tempfile::Builder::new().suffix(".html").tempfile().expect("a file");
        std::fs::write(file.path(), &letter.html).expect("room");
        self.visit(&format!("file://{}", file.path().display())).await;
        // The outline of what has the focus is that of the program for mail.
        self.person.page.click("a.button").await;
        self.look().await;
    }

    pub(super) async fn comes_in(&self, address: &str) {
        self.sign_in(address, PASSWORD).await;
        assert_eq!(self.path().await, "/", "{}", self.text().await);
    }

    pub(super) async fn signs_out(&self) {
        self.go(".shell-account a").await;
        self.go("form[action='/-/sign-out'] button").await;
        self.reads("Votre visite est terminée", "You are signed out").await;
        self.sees(".shell-account a[href^='/-/sign-in']", 1).await;
    }
}
