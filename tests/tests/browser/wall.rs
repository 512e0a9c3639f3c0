//! Pages of the plugin that attacks, in a browser that would run and fetch whatever it is given.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use veillee_tests::services::Script;
use veillee_tests::world::{Backend, Browser, World, id_of};

use crate::page::Page;

/// Where the hostile pages want to go: every name and port of it leads to a listener of ours.
struct Elsewhere {
    port: u16,
    seen: Arc<AtomicU32>,
}

impl Elsewhere {
    async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(AtomicU32::new(0));
        let count = seen.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nelsewhere";
                stream.write_all(answer).await.ok();
            }
        });
        Self { port, seen }
    }

    fn flags(&self) -> Vec<String> {
        let port = self.port;
        let rules = ["evil.example", "*.evil.example"].map(|name| format!("MAP {name} 127.0.0.1:{port}"));
        vec![format!("--host-resolver-rules={}", rules.join(", "))]
    }

    fn connections(&self) -> u32 {
        self.seen.load(Ordering::SeqCst)
    }
}

/// What can be pressed on a plugin's page.
const CONTROLS: &str = "main :is(button, input[type=submit], a[href])";

/// A member in a browser with script, and in one of ours beside it, before an album of her own.
struct Scene {
    world: World,
    anne: Browser,
    album: String,
    page: Page,
    elsewhere: Elsewhere,
}

impl Scene {
    async fn set() -> Option<Self> {
        let world = World::with_hostile(Backend::Sqlite).await?;
        let elsewhere = Elsewhere::listen().await;
        let page = Page::open_with(&world, Script::On, (1280, 900), &elsewhere.flags()).await?;
        let anne = world.administrator().await;
        let album = anne.album("Vacances").await;
        page.sign_in("anne@example.org").await;
        Some(Self { world, anne, album, page, elsewhere })
    }

    /// Shows an attack, and holds it to what must be true of every page of a plugin.
    async fn show(&self, attack: &str, title: &str) {
        self.page.visit(attack).await;
        assert_eq!(self.page.path().await, attack, "the page stayed");
        assert_eq!(self.page.title().await, format!("{title} – Les Amis d'Alpha"), "no script wrote the title");
        self.shell_is_whole().await;
        self.nothing_can_run().await;
    }

    /// The body holds the four parts of the shell and nothing else, and the plugin's page lies within `main`.
    async fn shell_is_whole(&self) {
        let parts = "return [...document.body.children].map(part => part.localName + '.' + part.classList[0])";
        let shell = ["a.shell-skip", "header.shell-header", "main.shell-main", "footer.shell-footer"];
        assert_eq!(self.page.ask(parts).await, json!(shell));
        let owned = "return document.querySelectorAll('head > *, main').length + ':' + document.body.className \
                     + document.body.getAttributeNames().length + document.documentElement.getAttributeNames()";
        let head = self.page.ask("return document.head.children.length").await.as_u64().expect("a number");
        assert_eq!(self.page.ask(owned).await, json!(format!("{}:0lang", head + 1)));
        let clothes = "[class^=shell-], [class*=' shell-']";
        assert_eq!(self.page.count(&format!("main :is({clothes})")).await, 0, "nobody wears the shell's clothes");
    }

    async fn nothing_can_run(&self) {
        let able = "main :is(script, style, link, meta, base, iframe, object, embed, svg, math, template, dialog, \
                    [style], [popover], [popovertarget], [commandfor], [formaction], [form], [ping], [contenteditable], \
                    [type=password], [accesskey], [target])";
        assert_eq!(self.page.count(able).await, 0);
        let handlers = "return [...document.querySelectorAll('main *')].flatMap(element => \
                        element.getAttributeNames().filter(name => name.startsWith('on')))";
        assert_eq!(self.page.ask(handlers).await, json!([]));
        let outward = "return [...document.querySelectorAll('main [href], main [src], main [action]')]\
                       .map(element => element.href || element.src || element.getAttribute('action'))\
                       .filter(address => new URL(address, location).origin !== location.origin)";
        assert_eq!(self.page.ask(outward).await, json!([]), "every address is of this host");
    }

    /// At every point of header and footer lies header or footer.
    async fn shell_is_uncovered(&self) {
        let covered = "let covered = []; for (const part of document.querySelectorAll('body > header, body > footer')) { \
             part.scrollIntoView(); const box = part.getBoundingClientRect(); \
             for (let x = box.left + 2; x < box.right; x += 40) for (let y = box.top + 2; y < box.bottom; y += 10) { \
             const top = document.elementFromPoint(x, y); \
             if (y >= 0 && y < innerHeight && !part.contains(top)) covered.push([x, y, top && top.outerHTML]); } } \
             return covered";
        assert_eq!(self.page.ask(covered).await, json!([]));
    }

    /// The places of controls among [`CONTROLS`], one for each place they lead to.
    async fn distinct_controls(&self) -> Vec<u64> {
        let script = format!(
            "const seen = new Set(); return [...document.querySelectorAll({})].map((one, nth) => [nth, one.href || \
             one.form && one.form.method + one.form.getAttribute('action')]).filter(([nth, to]) => to && !seen.has(to) \
             && seen.add(to)).map(([nth]) => nth)",
            Value::from(CONTROLS)
        );
        let places = self.page.ask(&script).await;
        places.as_array().expect("a list").iter().map(|nth| nth.as_u64().expect("a number")).collect()
    }

    /// Still signed in, and the album still hers alone.
    async fn nothing_changed(&self, after: &str) {
        let sharing = self.anne.get(&format!("/-/share/{}", id_of(&self.album))).await.expect(200).text();
        assert!(sharing.contains("Seulement vous.") || sharing.contains("Only you."), "{after}: {sharing}");
        self.page.visit("/-/account").await;
        assert_eq!(self.page.path().await, "/-/account", "{after}: still signed in");
        assert!(self.page.text().await.contains("anne@example.org"), "{after}");
        self.anne.get(&self.album).await.expect(200);
    }

    /// No request left; and the listener would have seen one.
    async fn nothing_left(self) {
        assert_eq!(self.elsewhere.connections(), 0, "requests to elsewhere");
        self.page.visit("http://evil.example/").await;
        assert!(
            self.page.text().await.contains("elsewhere") && self.elsewhere.connections() > 0,
            "the listener listens"
        );
        self.page.chromium.quit().await;
        drop(self.world);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugins_page_runs_no_script() {
    let Some(scene) = Scene::set().await else { return };
    for attack in ["/hostile/own-script", "/hostile/own-script?assets=/-/plugin/hostile/digest"] {
        scene.show(attack, "own script").await;
        // Every handler that could have been kept is given its event.
        let poke = "for (const element of document.querySelectorAll('main *')) \
             for (const kind of ['click', 'focus', 'pointerover', 'mouseover', 'toggle', 'load', 'error']) \
             if (!element.closest('a, button, form')) element.dispatchEvent(new Event(kind)); return document.title";
        assert_eq!(scene.page.ask(poke).await, json!("own script – Les Amis d'Alpha"));
    }
    scene.nothing_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugins_page_leads_nowhere_by_itself_and_stays_within_main() {
    let Some(scene) = Scene::set().await else { return };
    scene.show("/hostile/meta-refresh", "meta refresh").await;
    let kept_in = "return document.querySelector('main').contains(document.querySelector('#p-escaped'))";
    assert_eq!(scene.page.ask(kept_in).await, json!(true));
    assert_eq!(scene.page.count("body > footer").await, 1);
    scene.nothing_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugins_page_covers_nothing_of_the_shell() {
    let Some(scene) = Scene::set().await else { return };
    scene.show("/hostile/overlay", "overlay").await;
    scene.shell_is_uncovered().await;
    let buttons = "const all = [...document.querySelectorAll('main button, main summary')].filter(one => !one.form); \
                   all.forEach(button => button.click()); return all.length";
    assert!(scene.page.ask(buttons).await.as_u64().expect("a number") > 0, "there are buttons to press");
    assert_eq!(scene.page.path().await, "/hostile/overlay");
    scene.shell_is_uncovered().await;
    assert_eq!(scene.page.ask("return document.activeElement.closest('main > *') === null").await, json!(true));
    scene.nothing_changed("overlay").await;
    scene.nothing_left().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_and_no_link_of_a_plugins_page_drives_the_host() {
    let Some(scene) = Scene::set().await else { return };
    let attack = format!("/hostile/host-forms?id={}", id_of(&scene.album));
    scene.show(&attack, "host forms").await;
    let (mut refused, mut asked, mut harmless) = (0, 0, 0);
    for nth in scene.distinct_controls().await {
        if scene.page.path().await != attack {
            scene.page.visit(&attack).await;
        }
        scene.page.depart().await;
        scene.page.ask(&format!("document.querySelectorAll({})[{nth}].click()", Value::from(CONTROLS))).await;
        scene.page.arrive().await;
        let (path, status) = (scene.page.path().await, scene.page.status().await);
        assert!(path.starts_with('/'), "{nth}: never leaves the host: {path}");
        let asks = path.starts_with("/-/leave?to=");
        assert!(asks || !path.starts_with("/-/"), "{nth}: reached {path}, which answered {status}");
        match (asks, status) {
            (true, _) => asked += 1,
            (false, 400..) => refused += 1,
            _ => harmless += 1,
        }
    }
    let count = refused + asked + harmless;
    eprintln!("pressed {count}: refused {refused}, asked before leaving {asked}, harmless {harmless}");
    assert!(count > 3 && asked > 0, "there were controls left to press");
    scene.nothing_changed("host forms").await;
    scene.nothing_left().await;
}
