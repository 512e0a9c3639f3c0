//! The host's own forms: only what this very host printed for this session, this deed and this object does anything.

use veillee_ambient::{MILLIS_PER_HOUR, MILLIS_PER_MINUTE};
use veillee_tests::world::{Backend, Browser, PASSWORD, World, id_of};

/// A form as its page printed it, ready to be sent.
struct Form {
    by: Browser,
    path: String,
    fields: Vec<(&'static str, String)>,
    token: String,
}

impl Form {
    async fn send(&self, token: Option<&str>, headers: &[(&str, &str)]) -> u16 {
        let mut fields: Vec<(&str, &str)> = self.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if let Some(token) = token {
            fields.push(("token", token));
        }
        self.by.post_with(&self.path, &fields, headers).await.status.as_u16()
    }
}

fn twin(browser: &Browser) -> Browser {
    let twin = browser.fresh();
    for (name, value) in browser.cookie_header().split("; ").filter_map(|pair| pair.split_once('=')) {
        twin.set_cookie(name, value);
    }
    twin
}

/// The routes of sharing and of the ways in and out, for this browser and this album of theirs, which one link shares. Those of
/// accounts and of the trash are tried where those are tested.
async fn forms(world: &World, owner: &Browser, album: &str) -> Vec<Form> {
    let share = format!("/-/share/{}", id_of(album));
    let page = owner.get(&share).await.expect(200);
    let role = |role: &str| vec![("role", role.to_owned())];
    let mut forms = Vec::new();
    let link = format!("links/{}", page.hidden("share", 0));
    let terms = [("role", "contributor"), ("ends", ""), ("label", "")];
    let terms = terms.map(|(name, value)| (name, value.to_owned())).to_vec();
    let token = owner.get(&format!("{share}/{link}")).await.expect(200).token_of(&format!("{share}/{link}"));
    forms.push(Form { by: twin(owner), path: format!("{share}/{link}"), fields: terms, token });
    let actions = [
        ("links", vec![("role", "viewer".to_owned()), ("ends", "none".to_owned()), ("label", String::new())]),
        ("members", role("viewer")),
        ("everyone", role("viewer")),
        ("stop", vec![("share", page.hidden("share", 0))]),
    ];
    for (name, fields) in actions {
        let path = format!("{share}/{name}");
        forms.push(Form { by: twin(owner), token: page.token_of(&path), path, fields });
    }
    let token = owner.get("/-/account").await.expect(200).token_of("/-/sign-out");
    forms.push(Form { by: twin(owner), path: "/-/sign-out".to_owned(), fields: Vec::new(), token });

    let stranger = world.browser();
    let token = stranger.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
    let text = |name, value: &str| (name, value.to_owned());
    let fields = vec![text("then", "/"), text("address", "bruno@example.org"), text("password", PASSWORD)];
    forms.push(Form { by: stranger, path: "/-/sign-in".to_owned(), fields, token });

    let newcomer = world.browser();
    let path = format!("/-/welcome/{}", world.alpha.create_setup_link(MILLIS_PER_HOUR * 24).await.expect("a link"));
    let token = newcomer.get(&path).await.expect(200).token_of(&path);
    let fields = vec![text("name", "Zoé"), text("address", "zoe@example.org"), text("password", PASSWORD)];
    forms.push(Form { by: newcomer, path, fields, token });
    forms
}

async fn only_the_token_printed_for_it_moves_a_form(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let bruno = world.member("Bruno").await;
    let album = anne.album("Anne").await;
    anne.share_by_link(&album, "viewer", "none").await;
    let second = anne.album("Encore").await;
    anne.share_by_link(&second, "viewer", "none").await;
    let his = bruno.album("Bruno").await;
    bruno.share_by_link(&his, "viewer", "none").await;

    let anne_again = world.browser();
    anne_again.sign_in("anne@example.org").await;
    let foreign = [
        forms(&world, &bruno, &his).await,
        forms(&world, &anne, &second).await,
        forms(&world, &anne_again, &album).await,
    ];
    let mine = forms(&world, &anne, &album).await;
    let mut tried = 0;
    for (place, form) in mine.iter().enumerate() {
        let others = foreign.iter().flatten().filter(|other| other.path != "/-/sign-out" || form.path != "/-/sign-out");
        let mut wrong: Vec<String> = others.map(|other| other.token.clone()).collect();
        let own = mine.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, other)| other.token.clone());
        wrong.extend(own);
        wrong.extend([String::new(), "x".to_owned(), format!("{}A", form.token), form.token[1..].to_owned()]);
        for token in &wrong {
            // A sign-out form of the same session is the same form.
            assert_eq!(form.send(Some(token), &[]).await, 400, "{} took a token that is not its own", form.path);
        }
        assert_eq!(form.send(None, &[]).await, 400, "{} needs no token", form.path);
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "nonsense"),
            ("origin", "https://evil.example"),
            ("origin", "http://beta.localhost"),
            ("origin", "null"),
        ] {
            assert_eq!(form.send(Some(&form.token), &[(name, value)]).await, 403, "{} with {name} {value}", form.path);
        }
        tried += wrong.len() + 7;
    }
    println!("forms {backend:?}: {} routes, {tried} wrong tries, 0 let through", mine.len());

    world.clock.advance(12 * MILLIS_PER_HOUR - MILLIS_PER_MINUTE);
    let sign_out = mine.iter().position(|form| form.path == "/-/sign-out").expect("a form");
    let last = mine.iter().skip(sign_out).chain(mine.iter().take(sign_out)).skip(1);
    for form in last.chain([&mine[sign_out]]) {
        assert_eq!(form.send(Some(&form.token), &[]).await, 303, "{} with its own token", form.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_token_printed_for_it_moves_a_form_on_sqlite() {
    only_the_token_printed_for_it_moves_a_form(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_token_printed_for_it_moves_a_form_on_postgresql() {
    only_the_token_printed_for_it_moves_a_form(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_yesterday_does_nothing() {
    let world = World::new().await;
    let anne = world.administrator().await;
    world.member("Bruno").await;
    let album = anne.album("Anne").await;
    anne.share_by_link(&album, "viewer", "none").await;
    let mine = forms(&world, &anne, &album).await;
    world.clock.advance(12 * MILLIS_PER_HOUR);
    for form in &mine {
        assert_eq!(form.send(Some(&form.token), &[]).await, 400, "{}", form.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_a_plugins_words_holds_no_token_of_the_host() {
    let world = World::with_hostile(Backend::Sqlite).await.expect("SQLite is built in");
    let anne = world.administrator().await;
    let (album, _) = anne.album_with_photos("Anne", 1).await;
    let paths =
        ["/album", "/album/", album.as_str(), &format!("{album}/trash"), "/hello", "/hostile/", "/hostile/host-forms"];
    for path in paths {
        let page = anne.get(path).await.expect(200).text();
        assert!(!page.contains("name=\"token\""), "{path}: {page}");
        assert!(!page.contains("/-/sign-out"), "{path} leads to a deed of the host: {page}");
    }
}
