//! What axe-core, which looks for what shuts people out, says of every page: nothing serious, by day and by night, on a
//! telephone and on a screen.

use serde_json::{Value, json};
use veillee_tests::services::{Script, axe_core};

use crate::page::Page;
use crate::tour::{Person, Stop, Tour};

const WIDTHS_PX: [u32; 2] = [360, 1280];
const HEIGHT_PX: u32 = 800;
const LIGHTS: [&str; 2] = ["light", "dark"];

/// Rules of all kinds, best practices among them; what is moderate or minor is left to taste.
/// Where pages run no script their timers stand still, and axe waits for nothing but timers.
const ASK: &str = "if (matchMedia('(scripting: none)').matches) \
    window.setTimeout = step => { Promise.resolve().then(step); return 0; }; \
    return axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations \
    .filter(rule => ['serious', 'critical'].includes(rule.impact)) \
    .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} (${node.failureSummary})`)))";

/// What is opened by hand on the page of the elements: how, and how to see that it is open.
const OPENED: [(&str, &str); 4] = [
    ("document.querySelector('veillee-lightbox a').click()", "veillee-lightbox dialog[open]"),
    ("document.querySelector('#p-trash button').click()", "dialog[open]"),
    ("document.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))", "dialog[open] kbd"),
    (
        "const field = document.querySelector('veillee-people [role=combobox]'); field.focus(); field.value = 'a'; \
         field.dispatchEvent(new InputEvent('input', { bubbles: true }))",
        "veillee-people [role=option]",
    ),
];

async fn nothing_serious_is_found_by(person: Person) {
    let Some(axe) = axe_core() else { return };
    let tour = Tour::of(person).await;
    let Some(page) = open(&tour).await else { return };
    let mut complaints = Vec::new();
    for stop in &tour.stops {
        go(&page, stop).await;
        page.ask(&axe).await;
        // Forms that wait behind a click are part of the page.
        page.ask("for (const folded of document.querySelectorAll('main details')) folded.open = true").await;
        complaints.extend(judged(&page, &stop.name()).await);
    }
    page.chromium.quit().await;
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// A browser that is the walker's; None when there is none, and the test is written down as not run.
async fn open(tour: &Tour) -> Option<Page> {
    let page = Page::open(&tour.world, Script::On, (WIDTHS_PX[1], HEIGHT_PX)).await?;
    page.visit("/-/legal").await;
    page.take_cookies_of(&tour.browser).await;
    Some(page)
}

/// The complaints about the page as it is shown now, in every width and light.
async fn judged(page: &Page, name: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for width_px in WIDTHS_PX {
        for light in LIGHTS {
            put_on(page, width_px, light).await;
            let found = serious(page).await.into_iter();
            complaints.extend(found.map(|line| format!("{name}, {width_px} px, {light}: {line}")));
        }
    }
    complaints
}

/// What axe, which the page has been given, finds on it as it is.
pub async fn serious(page: &Page) -> Vec<String> {
    let found = page.ask(ASK).await;
    found.as_array().expect("a list").iter().map(|line| line.as_str().expect("text").to_owned()).collect()
}

async fn go(page: &Page, stop: &Stop) {
    match &stop.form {
        None => page.visit(&stop.path).await,
        Some(fields) => {
            page.visit("/-/legal").await;
            page.send(&stop.path, fields).await;
        }
    }
    assert_eq!(page.status().await, u64::from(stop.status), "{}: {}", stop.name(), page.text().await);
}

async fn put_on(page: &Page, width_px: u32, light: &str) {
    let features = json!([
        { "name": "prefers-color-scheme", "value": light },
        // A colour that is on its way is no colour to judge.
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ]);
    page.chromium.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    let size = json!({ "width": width_px, "height": HEIGHT_PX, "deviceScaleFactor": 1, "mobile": false });
    page.chromium.devtools("Emulation.setDeviceMetricsOverride", size).await;
    let there = format!("return innerWidth === {width_px} && matchMedia('(prefers-color-scheme: {light})').matches");
    page.until(&there).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_serious_before_the_doors() {
    nothing_serious_is_found_by(Person::Visitor).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_serious_on_pages_of_a_guest_in_other_colours() {
    nothing_serious_is_found_by(Person::Guest).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_serious_on_pages_of_an_owner() {
    nothing_serious_is_found_by(Person::Owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_serious_on_pages_of_an_administrator() {
    nothing_serious_is_found_by(Person::Administrator).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_serious_in_the_console() {
    nothing_serious_is_found_by(Person::Keeper).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_nothing_serious_in_what_the_elements_open() {
    let Some(axe) = axe_core() else { return };
    let tour = Tour::of(Person::Owner).await;
    let Some(page) = open(&tour).await else { return };
    let elements = tour.stops.iter().find(|stop| stop.path.starts_with("/hostile/elements")).expect("the page");
    let mut complaints = Vec::new();
    for (script, opened) in OPENED {
        page.visit(&elements.path).await;
        page.ask(&axe).await;
        page.ask(script).await;
        page.until(&format!("return document.querySelector('{opened}') !== null")).await;
        complaints.extend(judged(&page, opened).await);
    }
    page.chromium.quit().await;
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// Else silence would prove nothing.
#[tokio::test(flavor = "multi_thread")]
async fn axe_finds_what_is_broken_on_purpose() {
    let Some(axe) = axe_core() else { return };
    let tour = Tour::of(Person::Visitor).await;
    let Some(page) = Page::open(&tour.world, Script::On, (WIDTHS_PX[0], HEIGHT_PX)).await else { return };
    page.visit("/-/sign-in").await;
    page.ask(&axe).await;
    page.ask("document.querySelector('label[for=address]').remove()").await;
    let found = page.ask(ASK).await;
    assert!(matches!(&found, Value::Array(lines) if lines.len() == 1), "{found}");
    page.chromium.quit().await;
}
