//! What administrators choose for their association: who may, and that it counts at once for everybody.

mod colours;
mod mark;
mod services;

use veillee_tests::world::{Answer, Backend, Browser, World};

/// Sends a form of the page as it was printed for this browser.
async fn send(browser: &Browser, form: &str, fields: &[(&str, &str)]) -> Answer {
    let action = format!("/-/settings/{form}");
    let token = browser.get("/-/settings").await.expect(200).token_of(&action);
    let fields: Vec<(&str, &str)> = [("token", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
    browser.post(&action, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_for_administrators_alone() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (bruno, visitor) = (world.member("Bruno").await, world.browser());
    let page = anne.get("/-/settings").await.expect(200);
    assert!(anne.get("/-/account").await.expect(200).text().contains("href=\"/-/settings\""));
    assert!(!bruno.get("/-/account").await.expect(200).text().contains("href=\"/-/settings\""));
    for path in ["/-/settings", "/-/settings/services/album"] {
        assert!(visitor.get(path).await.expect(303).location().starts_with("/-/sign-in"), "{path}");
        bruno.get(path).await.expect(403);
    }
    for form in ["name", "colours", "language", "legal", "services/album"] {
        let action = format!("/-/settings/{form}");
        let token = page.token_of(&action);
        for other in [&bruno, &visitor] {
            other.post(&action, &[("name", "Volé"), ("deed", "off"), ("language", "en")]).await.expect(400);
            let fields = [("token", token.as_str()), ("name", "Volé"), ("deed", "off"), ("language", "en")];
            other.post(&action, &fields).await.expect(400);
        }
        // A token of one form moves no other.
        let foreign = page.token_of(if form == "name" { "/-/settings/legal" } else { "/-/settings/name" });
        anne.post(&action, &[("token", &foreign), ("name", "Autre")]).await.expect(400);
        assert_eq!(anne.get(&action).await.expect(303).location(), "/-/settings");
    }
    assert!(visitor.get("/").await.expect(200).text().contains("Alpha"));
    visitor.get("/album").await.expect(200);
}

async fn a_new_name_stands_on_every_page_at_once_and_outlives_the_host(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let name = "L'Amicale <b>du</b> Phare";
    let answer = send(&anne, "name", &[("name", &format!("  {name} "))]).await.expect(303);
    assert_eq!(answer.location(), "/-/settings");
    assert!(anne.get("/-/settings").await.expect(200).text().contains("C’est fait"));
    let shown = "Amicale &#60;b&#62;du&#60;/b&#62; Phare";
    for path in ["/", "/-/sign-in", "/-/legal", "/album", "/nothing"] {
        let text = world.browser().get(path).await.text();
        assert!(text.contains(shown) && !text.contains("Alpha"), "{path}: {text}");
    }
    assert!(world.browser_at("beta.localhost").get("/").await.expect(200).text().contains("Bêta"));
    let world = world.restart().await;
    assert!(world.browser().get("/").await.expect(200).text().contains(shown));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_stands_on_every_page_at_once_and_outlives_the_host_on_sqlite() {
    a_new_name_stands_on_every_page_at_once_and_outlives_the_host(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_stands_on_every_page_at_once_and_outlives_the_host_on_postgresql() {
    a_new_name_stands_on_every_page_at_once_and_outlives_the_host(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_stays_in_its_field_with_a_sentence_beside_it() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let long = "x".repeat(101);
    for name in ["", "   ", "a\u{202E}b", &long] {
        let page = send(&anne, "name", &[("name", name)]).await.expect(422).text();
        assert!(page.contains("id=\"name-problem\""), "{name}: {page}");
        assert!(page.contains(&format!("value=\"{}\" aria-invalid=\"true\" autofocus", name.trim())), "{name}: {page}");
    }
    let typed = [("contact", "pas une adresse"), ("publisher", "Anne <3"), ("hosting", "Chez nous")];
    let page = send(&anne, "legal", &typed).await.expect(422).text();
    for kept in ["value=\"pas une adresse\"", "Anne &#60;3", "Chez nous", "id=\"contact-problem\""] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
    let heavy = "x".repeat(2_001);
    let page = send(&anne, "legal", &[("contact", ""), ("publisher", &heavy)]).await.expect(422).text();
    assert!(page.contains("id=\"publisher-problem\"") && page.contains(&heavy), "{page}");
    let visitor = world.browser();
    assert!(visitor.get("/").await.expect(200).text().contains("Alpha"));
    assert!(!visitor.get("/-/legal").await.expect(200).text().contains("Chez nous"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_legal_page_says_who_answers_for_the_site() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let fields = [
        ("contact", "contact+tous@example.org"),
        ("publisher", "Les Amis\r\n12, rue <du> Lac\r\n"),
        ("hosting", "Nous-mêmes"),
    ];
    send(&anne, "legal", &fields).await.expect(303);
    let page = world.browser().get("/-/legal").await.expect(200).text();
    assert!(page.contains("href=\"mailto:contact%2Btous@example.org\""), "{page}");
    assert!(page.contains("Les Amis<br>12, rue &#60;du&#62; Lac</p>") && page.contains("Nous-mêmes"), "{page}");
    send(&anne, "legal", &[("contact", ""), ("publisher", ""), ("hosting", "")]).await.expect(303);
    let page = world.browser().get("/-/legal").await.expect(200).text();
    assert!(!page.contains("mailto:") && !page.contains("Nous-mêmes"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_of_the_association_is_for_whoever_names_none() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let language = async |headers: &[(&str, &str)]| {
        let page = world.browser().get_with("/", headers).await.expect(200).text();
        page.split("<html lang=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a language").to_owned()
    };
    assert_eq!(language(&[]).await, "fr");
    send(&anne, "language", &[("language", "en")]).await.expect(303);
    assert_eq!(language(&[]).await, "en");
    assert_eq!(language(&[("accept-language", "de")]).await, "en");
    assert_eq!(language(&[("accept-language", "*")]).await, "en");
    assert_eq!(language(&[("accept-language", "fr")]).await, "fr");
    anne.get("/-/language?to=fr").await.expect(303);
    assert!(anne.get("/").await.expect(200).text().contains("<html lang=\"fr\">"));
    send(&anne, "language", &[("language", "tlh")]).await.expect(400);
    assert_eq!(language(&[]).await, "en");
}
