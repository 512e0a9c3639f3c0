//! Colours are seen before they are kept, kept where they can be read, and on every page at once.

use veillee_tests::world::{Browser, World};

use super::send;

/// The style sheets that a page loads.
async fn stylesheets(browser: &Browser, path: &str) -> Vec<String> {
    let page = browser.get(path).await.expect(200).attributes("href");
    page.into_iter().filter(|path| path.contains(".css")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn chosen_colours_are_on_every_page_at_once() {
    let world = World::new().await;
    let anne = world.administrator().await;
    assert_eq!(stylesheets(&world.browser(), "/").await.len(), 1);
    send(&anne, "colours", &[("accent", "#1B4D3E"), ("glow", "#d8efe4"), ("deed", "save")]).await.expect(303);
    let found = stylesheets(&world.browser(), "/").await;
    let [_, theme] = found.as_slice() else { panic!("two style sheets: {found:?}") };
    let sheet = world.browser().get(theme).await.expect(200);
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    assert!(sheet.header("cache-control").contains("immutable"));
    let css = sheet.text();
    assert!(css.contains("--accent: light-dark(#1b4d3e, #"), "{css}");
    assert!(css.contains("--glow: light-dark(#d8efe4, #"), "{css}");
    for path in ["/-/sign-in", "/album"] {
        assert!(stylesheets(&world.browser(), path).await.contains(theme), "{path}");
    }
    world.browser_at("beta.localhost").get(theme).await.expect(404);
    let page = anne.get("/-/settings").await.expect(200).text();
    assert!(page.contains("telle que vous l’avez choisie") && page.contains("value=\"#1b4d3e\""), "{page}");

    send(&anne, "colours", &[("deed", "default")]).await.expect(303);
    assert_eq!(stylesheets(&world.browser(), "/").await.len(), 1);
    world.browser().get(theme).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colour_that_cannot_be_read_is_moved_and_the_page_says_so() {
    let world = World::new().await;
    let anne = world.administrator().await;
    send(&anne, "colours", &[("accent", "#ffe000"), ("glow", "#000000"), ("deed", "save")]).await.expect(303);
    let page = anne.get("/-/settings").await.expect(200).text();
    let said = |start: &str| {
        let rest = page.split(start).nth(1).unwrap_or_else(|| panic!("{start} in {page}"));
        rest.split(',').next().expect("a colour").to_owned()
    };
    let darker = said("Couleur d’accent, en clair\u{a0}: assombrie en ");
    let lighter = said("Couleur de lueur, en clair\u{a0}: éclaircie en ");
    assert!(page.contains("Couleur d’accent, en sombre\u{a0}: telle que vous l’avez choisie"), "{page}");
    let found = stylesheets(&world.browser(), "/").await;
    let css = world.browser().get(found.last().expect("a theme")).await.expect(200).text();
    assert!(css.contains(&format!("--accent: light-dark({darker}, #ffe000)")), "{darker}: {css}");
    assert!(css.contains(&format!("--glow: light-dark({lighter}, #000000)")), "{lighter}: {css}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_changes_nothing() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let form = anne.get("/-/settings").await.expect(200).text();
    let own = form.split("name=\"glow\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a colour");
    let fields = [("accent", "#ffe000"), ("glow", own), ("deed", "preview")];
    let page = send(&anne, "colours", &fields).await.expect(200);
    assert!(page.text().contains("Rien n’est encore enregistré") && page.text().contains("assombrie en #"));
    let preview = page.attributes("href").into_iter().find(|path| path.contains("/preview/")).expect("a preview");
    assert_eq!(preview, "/-/theme/preview/ffe000-.css");
    let css = anne.get(&preview).await.expect(200);
    assert!(css.text().contains(", #ffe000);") && !css.text().contains(":root"), "{}", css.text());
    for wrong in ["x.css", "ffe000-.txt", "ffe000", "ffe000-12345.css", "ffe000-red;%7D.css", "%7D*%7B-.css"] {
        anne.get(&format!("/-/theme/preview/{wrong}")).await.expect(404);
    }
    assert_eq!(stylesheets(&world.browser(), "/").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_colour_becomes_no_style() {
    let world = World::new().await;
    let anne = world.administrator().await;
    for wrong in ["", "red", "#12345", "#fff;}*{display:none", "url(//evil.example)", "#ＦＦＦ"] {
        let page = send(&anne, "colours", &[("accent", "#123456"), ("glow", wrong), ("deed", "save")]).await;
        let page = page.expect(422).text();
        assert!(page.contains("id=\"glow-problem\"") && page.contains("value=\"#123456\""), "{wrong}: {page}");
    }
    assert_eq!(stylesheets(&world.browser(), "/").await.len(), 1);
}
