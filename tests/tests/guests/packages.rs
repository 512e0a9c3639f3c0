//! Bad packages at the door: one sentence each, nothing half-made kept, the host alive.

use veillee_ambient::{Random, SeededRandom};
use veillee_engine::limits::{MAX_ASSET_BYTES, MAX_ASSETS, MAX_MANIFEST_BYTES, MAX_PACKAGE_BYTES};
use veillee_engine::pack;
use veillee_tests::world::{Backend, World, album, hostile, png};

use crate::components::{
    CORE_HEADER, HEADER, MANIFEST, Workshop, bare, component, custom, is_sentence, leb, patched, section, with_assets,
};
use crate::score::Score;

/// What is no package, by what it is.
fn no_packages() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("an empty file", Vec::new()),
        ("a text", b"bonjour".to_vec()),
        ("a page", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("a manifest", MANIFEST.as_bytes().to_vec()),
        ("an archive", b"PK\x03\x04 and more".to_vec()),
        ("a program", b"\x7fELF\x02\x01\x01\0".to_vec()),
        ("a core module", CORE_HEADER.to_vec()),
        ("half a header", HEADER[..5].to_vec()),
        ("a bare header", HEADER.to_vec()),
        ("another version", vec![0, b'a', b's', b'm', 0x0e, 0, 1, 0]),
        ("zeros", vec![0; 4_096]),
        ("one byte too many", vec![0; MAX_PACKAGE_BYTES + 1]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_package_is_refused_with_a_sentence() {
    let shop = Workshop::new();
    let mut score = Score::of("no packages");
    for (what, bytes) in no_packages() {
        shop.refuses(&mut score, what, &bytes).await;
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_cut_anywhere_is_refused() {
    let shop = Workshop::new();
    let package = hostile();
    let mut score = Score::of("cut packages");
    let (steps, tail) = (60, 40);
    let places = (0..steps).map(|step| package.len() * step / steps).chain(package.len() - tail..package.len());
    for end in places {
        shop.refuses(&mut score, &format!("cut at {end}"), &package[..end]).await;
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn noise_and_flipped_bits_are_refused_or_harmless() {
    let shop = Workshop::new();
    let random = SeededRandom::new(20_261_123);
    let random: &dyn Random = &random;
    let mut score = Score::of("noise and flipped bits");
    for _ in 0..40 {
        let noise: Vec<u8> = (0..16).flat_map(|_| random.bytes::<32>()).collect();
        shop.refuses(&mut score, "noise", &noise).await;
        shop.refuses(&mut score, "noise behind a header", &[&HEADER[..], &noise].concat()).await;
        shop.refuses(&mut score, "noise behind a component", &[hostile(), noise].concat()).await;
    }
    let package = hostile();
    let mut harmless = Vec::new();
    for _ in 0..300 {
        let bit = usize::try_from(u64::from_le_bytes(random.bytes())).unwrap() % (package.len() * 8);
        let mut bent = package.clone();
        bent[bit / 8] ^= 1 << (bit % 8);
        match veillee::plugin::inspect_package(&bent) {
            Ok(_) => harmless.push(bent),
            Err(error) => score.check(is_sentence(&error.to_string()), || error.to_string()),
        }
    }
    println!("flipped bits: {} of 300 make another sound package", harmless.len());
    survives(&mut score, harmless.into_iter().take(4).collect()).await;
    score.end();
}

/// Sound packages with a wrong bit run as the strangers they are.
async fn survives(score: &mut Score, packages: Vec<Vec<u8>>) {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.browser();
    for bytes in packages {
        let Ok(plugin) = world.host.app.plugins.install(&bytes).await else { continue };
        if plugin.manifest.name != "hostile" {
            continue;
        }
        world.enable(&plugin, &plugin.capabilities, veillee_engine::CallLimits::web()).await;
        for path in ["/hostile/calm", "/hostile/notes", "/hostile/", "/hostile/guessed-id?id=x"] {
            let status = browser.get(path).await.status.as_u16();
            score.check([200, 403, 404, 422, 500, 502].contains(&status), || format!("{path}: {status}"));
        }
        browser.get("/album").await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sections_that_are_missing_twice_there_or_of_the_wrong_kind_are_refused() {
    let shop = Workshop::new();
    let mut score = Score::of("sections");
    let manifest = |content: &[u8]| custom("veillee:manifest", content);
    let api = |version: &str| custom("veillee:api", version.as_bytes());
    let good = MANIFEST.as_bytes();
    let long = vec![b'#'; MAX_MANIFEST_BYTES + 1];
    let tails = [
        ("nothing", Vec::new()),
        ("no manifest", api("0.1.0")),
        ("no version of the interface", manifest(good)),
        ("two manifests", [api("0.1.0"), manifest(good), manifest(good)].concat()),
        ("two versions", [api("0.1.0"), api("0.1.0"), manifest(good)].concat()),
        ("a manifest in Latin-1", [api("0.1.0"), manifest(b"name = \"\xe9t\xe9\"")].concat()),
        ("a manifest in UTF-16", [api("0.1.0"), manifest(b"\xff\xfen\0a\0")].concat()),
        ("a manifest beyond the section's limit", [api("0.1.0"), manifest(&long)].concat()),
        ("a manifest beyond the host's limit", [api("0.1.0"), manifest(&long[..70_000])].concat()),
        ("an empty manifest", [api("0.1.0"), manifest(b"")].concat()),
        ("a later interface", [api("0.2.0"), manifest(good)].concat()),
        ("an interface of the year 3000", [api("9999.0.0"), manifest(good)].concat()),
        ("an interface without number", [api("latest"), manifest(good)].concat()),
        ("an interface with an escape", [api("0.1.\u{1b}[2J"), manifest(good)].concat()),
        ("an interface beyond its limit", [api(&"0.1.".repeat(20)), manifest(good)].concat()),
    ];
    for (what, tail) in tails {
        shop.refuses(&mut score, what, &[bare(), tail].concat()).await;
    }
    shop.refuses(&mut score, "packed twice", &pack(&hostile(), MANIFEST, &[])).await;
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_ships_pictures_and_fonts_and_nothing_that_runs() {
    let shop = Workshop::new();
    let mut score = Score::of("assets");
    let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    let script: &[u8] = b"document.title = 'owned'";
    let page: &[u8] = b"<!doctype html><script>alert(1)</script>";
    let bad: [(&str, &[u8]); 16] = [
        ("evil.js", script),
        ("evil.mjs", script),
        ("evil.css", b"body{display:none}"),
        ("evil.svg", svg),
        ("evil.html", page),
        ("sun.png", script),
        ("sun.png", svg),
        ("sun.jpg", page),
        ("sun.gif", b"%PDF-1.7 alert"),
        ("font.woff2", script),
        ("empty.png", b""),
        ("../sun.png", &png()),
        ("/sun.png", &png()),
        (".sun.png", &png()),
        ("a b.png", &png()),
        ("sun.png\0.js", &png()),
    ];
    for (name, bytes) in bad {
        shop.refuses(&mut score, name, &with_assets(&[(name, bytes)])).await;
    }
    shop.refuses(&mut score, "one asset twice", &with_assets(&[("a.png", &png()), ("a.png", &png())])).await;
    let large = vec![0x89; MAX_ASSET_BYTES + 1];
    shop.refuses(&mut score, "a large asset", &with_assets(&[("a.png", &large)])).await;
    let names: Vec<String> = (0..=MAX_ASSETS).map(|number| format!("a{number}.png")).collect();
    let picture = png();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), picture.as_slice())).collect();
    shop.refuses(&mut score, "many assets", &with_assets(&many)).await;
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_with_a_script_in_it_is_delivered_as_a_picture() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let mut score = Score::of("pictures that would be scripts");
    let gif = b"GIF89a=1;document.title='owned';//".to_vec();
    let plugin = world.host.app.plugins.install(&with_assets(&[("a.png", &png()), ("b.gif", &gif)])).await.unwrap();
    world.enable(&plugin, &plugin.capabilities, veillee_engine::CallLimits::web()).await;
    for (name, media) in [("a.png", "image/png"), ("b.gif", "image/gif")] {
        let answer = world.browser().get(&format!("/-/plugin/hostile/{}/{name}", plugin.digest)).await.expect(200);
        score.check(answer.header("content-type") == media, || format!("{name}: {:?}", answer.headers));
        score.check(answer.header("x-content-type-options") == "nosniff", || format!("{name}: {:?}", answer.headers));
        let policy = answer.header("content-security-policy");
        score
            .check(policy.contains("default-src 'none'") && policy.contains("sandbox"), || format!("{name}: {policy}"));
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_host_does_not_offer_is_refused_by_its_name() {
    let shop = Workshop::new();
    let mut score = Score::of("imports");
    let foreign = [
        "wasi:sockets/tcp@0.2.0",
        "wasi:sockets/ip-name-lookup@0.2.6",
        "wasi:http/outgoing-handler@0.2.0",
        "wasi:keyvalue/store@0.2.0",
        "wasi:nn/graph@0.2.0",
        "veillee:objects/admin@0.1.0",
        "veillee:log/log@0.2.0",
        "veillee:host/shell@0.1.0",
        "evil:host/read@0.1.0",
    ];
    for import in foreign {
        let package = pack(&component(&[import], &[]), MANIFEST, &[]);
        let sentence = shop.refuses(&mut score, import, &package).await;
        score.check(sentence.contains(import), || format!("{import}: {sentence}"));
    }
    for (from, to) in [("veillee:log/log", "veillee:lag/log"), ("veillee:objects/read", "veillee:objects/raed")] {
        let sentence = shop.refuses(&mut score, to, &patched(from, to)).await;
        score.check(sentence.contains(to), || format!("{to}: {sentence}"));
    }
    // Interfaces by their right names, functions by wrong ones: seen when the compiled package is linked.
    for (from, to) in [("may-create", "may-delete"), ("sentence", "sentense")] {
        shop.refuses(&mut score, to, &patched(from, to)).await;
    }
    shop.refuses(&mut score, "no pages", &pack(&component(&[], &[]), MANIFEST, &[])).await;
    score.end();
}

/// A core module that starts by looping for ever (or, with `body`, otherwise).
fn starting(body: &[u8]) -> Vec<u8> {
    let code = [&[1][..], &leb(body.len() + 1), &[0], body].concat();
    [&CORE_HEADER[..], &section(1, &[1, 0x60, 0, 0]), &section(3, &[1, 0]), &section(8, &[0]), &section(10, &code)]
        .concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_package_runs_while_it_is_installed() {
    let shop = Workshop::new();
    let mut score = Score::of("start functions and monsters");
    // loop br 0 end end; unreachable end.
    for (what, body) in [("a loop", &[0x03, 0x40, 0x0c, 0, 0x0b, 0x0b][..]), ("a trap", &[0, 0x0b])] {
        let package = pack(&component(&[], &[starting(body)]), &without_reasons(), &[]);
        shop.refuses(&mut score, what, &package).await;
    }
    let memory = [&CORE_HEADER[..], &section(5, &[&[1, 0][..], &leb(65_536)].concat())].concat();
    let table = [&CORE_HEADER[..], &section(4, &[&[1, 0x70, 0][..], &leb(9_000_000)].concat())].concat();
    let many = vec![CORE_HEADER.to_vec(); 900];
    for (what, modules) in [("4 GiB of memory", vec![memory]), ("a vast table", vec![table]), ("900 modules", many)] {
        let package = pack(&component(&[], &modules), &without_reasons(), &[]);
        shop.refuses(&mut score, what, &package).await;
    }
    let nested = (0..2_000).fold(HEADER.to_vec(), |inner, _| [&HEADER[..], &section(4, &inner)].concat());
    shop.refuses(&mut score, "components in components", &pack(&nested, &without_reasons(), &[])).await;
    let imports: Vec<String> = (0..300).map(|patch| format!("veillee:log/log@0.1.{patch}")).collect();
    let imports: Vec<&str> = imports.iter().map(String::as_str).collect();
    shop.refuses(&mut score, "300 imports", &pack(&component(&imports, &[]), &without_reasons(), &[])).await;
    score.end();
}

fn without_reasons() -> String {
    let lines = MANIFEST.lines().filter(|line| !line.contains("= { fr = \"Pour"));
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_refused_everything_goes_on_serving() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let plugins = &world.host.app.plugins;
    let mut score = Score::of("a serving host");
    let mut packages = no_packages();
    packages.push(("a lie", pack(&bare(), &without_reasons(), &[])));
    packages.push(("evil.js", with_assets(&[("evil.js", b"1")])));
    packages.push(("a false import", patched("veillee:log/log", "veillee:lag/log")));
    for (what, bytes) in packages {
        score.check(plugins.install(&bytes).await.is_err(), || format!("{what}: installed"));
        world.browser().get("/hostile/calm").await.expect(200);
    }
    let names: Vec<String> =
        plugins.services(&world.alpha.id).iter().map(|service| service.plugin.manifest.name.clone()).collect();
    assert_eq!(names, ["album", "envoi", "hello", "hostile"]);
    plugins.install(&album()).await.expect("a good package is taken");
    score.end();
}
