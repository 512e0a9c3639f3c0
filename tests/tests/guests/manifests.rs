//! Manifests that lie, ramble or do not hold together.

use veillee_engine::pack;

use crate::components::{MANIFEST, Workshop, bare, with_manifest};
use crate::score::Score;

/// The manifest with one thing changed.
fn edited(from: &str, to: &str) -> String {
    assert!(MANIFEST.contains(from), "{from} is not in the manifest");
    MANIFEST.replacen(from, to, 1)
}

/// The manifest with another rule to read.
fn read_rule(rule: &str) -> String {
    edited("read = \"viewer\"", &format!("read = {}", quoted(rule)))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
}

async fn all_refused(theme: &str, manifests: Vec<(String, String)>) {
    let shop = Workshop::new();
    let mut score = Score::of(theme);
    let component = bare();
    for (what, manifest) in manifests {
        shop.refuses(&mut score, &what, &pack(&component, &manifest, &[])).await;
    }
    // The shelf still takes what is good.
    assert_eq!(shop.install(&with_manifest(MANIFEST)).await.unwrap().manifest.name, "hostile");
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manifest_of_another_form_is_refused() {
    let cases = [
        ("version = \"0.1.0\"", ""),
        ("version = \"0.1.0\"", "version = 1"),
        ("version = \"0.1.0\"", "version = \"\""),
        ("version = \"0.1.0\"", "version = \"0.1.0\\u001b[2J\""),
        ("version = \"0.1.0\"", "version = \"0.1.0\"\ncolour = \"red\""),
        ("version = \"0.1.0\"", "version = \"0.1.0\"\nversion = \"0.1.0\""),
        ("title = { fr = \"Hostile\", en = \"Hostile\" }", "title = \"Hostile\""),
        ("title = { fr = \"Hostile\", en = \"Hostile\" }", "title = { fr = \"Hostile\" }"),
        (
            "title = { fr = \"Hostile\", en = \"Hostile\" }",
            "title = { fr = \"Hostile\", en = \"Hostile\", de = \"x\" }",
        ),
        ("en = \"Hostile\" }", "en = \"Hos\\ntile\" }"),
        ("en = \"Hostile\" }", "en = \"\\u202Eelitsoh\" }"),
        ("en = \"Hostile\" }", "en = \" \" }"),
        ("en = \"To flood the log.\"", "en = \"Fine\\r\\u001b[1A\\u001b[2K  log: harmless\""),
        ("[reasons]", "[reasons"),
        ("[reasons]", "[reason]"),
        ("[collections.note]", "[collections.note]\ncolour = 1"),
        ("[collections.note]", "[collections.note]\nparent = \"album\""),
        ("[collections.note]", "[collections.note]\nowner = \"me\""),
        ("required = true,", "required = \"yes\","),
        ("required = true,", "required = true, secret = true,"),
        ("max-chars = 1000", "max-chars = -1"),
        ("max-chars = 1000", "max-chars = \"many\""),
        ("max-bytes = 1048576", "max-bytes = -1"),
        ("max-bytes = 1048576", "max-bytes = 99999999999999999999"),
        ("max-bytes = 1048576", "min-bytes = 1"),
        ("blobs.original = {", "blobs = {"),
    ];
    let mut manifests: Vec<(String, String)> =
        cases.iter().map(|(from, to)| ((*to).to_owned(), edited(from, to))).collect();
    let long = "é".repeat(301);
    manifests.push(("a long title".to_owned(), edited("en = \"Hostile\" }", &format!("en = \"{long}\" }}"))));
    manifests.push(("a tower".to_owned(), format!("a = {}1{}\n{MANIFEST}", "[".repeat(5_000), "]".repeat(5_000))));
    manifests.push(("a tower of tables".to_owned(), format!("{MANIFEST}\n[{}]", vec!["a"; 5_000].join("."))));
    manifests.push(("garbage".to_owned(), "\u{1}\u{2}]]]".to_owned()));
    all_refused("manifest forms", manifests).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_lower_case_letters_digits_and_hyphens() {
    let long = "a".repeat(41);
    let names = [
        "",
        "-",
        "a-",
        "-a",
        "a--b",
        "1a",
        "Hostile",
        "été",
        "a b",
        "a/b",
        "../evil",
        "..",
        ".",
        "a.b",
        "a_b",
        "a\0b",
        "a\nb",
        "a'b",
        "a\"b",
        "a;DROP TABLE share",
        "%2e%2e",
        "\u{430}lbum",
        &long,
    ];
    let mut manifests = Vec::new();
    for name in names {
        let name = quoted(name).replace("\\'", "'").replace("\\u{0}", "\\u0000").replace("\\u{430}", "\u{430}");
        let name = name.replace("\\u{e9}", "é");
        manifests.push((format!("plugin {name}"), edited("name = \"hostile\"", &format!("name = {name}"))));
        manifests.push((
            format!("collection {name}"),
            MANIFEST.replace("[collections.note]", &format!("[collections.{name}]")),
        ));
        manifests.push((format!("field {name}"), edited("fields.place =", &format!("fields.{name} ="))));
        manifests.push((format!("blob {name}"), edited("blobs.original =", &format!("blobs.{name} ="))));
        manifests.push((format!("role {name}"), edited("[reasons]", &format!("roles = [{name}]\n[reasons]"))));
    }
    let (plugin, collection) = ("p".repeat(40), "c".repeat(30));
    let both = MANIFEST.replace("\"hostile\"", &quoted(&plugin)).replace(".note]", &format!(".{collection}]"));
    manifests.push(("names that PostgreSQL would cut".to_owned(), both));
    all_refused("manifest names", manifests).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_does_not_compile_is_refused() {
    let many = vec!["viewer"; 100].join(" | ");
    let rules = [
        "",
        " ",
        "|",
        "viewer |",
        "| viewer",
        "grandmother",
        "viewer editor owner everybody",
        "viewer colour=red",
        "viewer place=abc",
        "viewer place=1.5",
        "viewer place=",
        "viewer =1",
        "viewer parent.approval=true",
        "parent.viewer",
        "viewer within=soon",
        "viewer within=-1h",
        "viewer within=99999999999999999999h",
        "viewer && owner",
        "viewer OR 1=1",
        "viewer' OR '1'='1",
        "viewer; DROP TABLE share",
        "VIEWER",
        "viewer text='a'",
        "role:admin",
        "viewer\u{0}",
        "viewer within=24h within=1h colour=1",
        &many,
    ];
    let mut manifests: Vec<(String, String)> =
        rules.iter().map(|rule| (format!("read = {rule:.60}"), read_rule(rule))).collect();
    let cases = [
        ("top = \"account\"", "top = \"viewer\""),
        ("top = \"account\"", "top = \"owner\""),
        ("top = \"account\"", "top = \"author\""),
        ("top = \"account\"", "top = \"text=a\""),
        ("top = \"account\"", "create = \"account\""),
        ("top = \"account\"", "fly = \"owner\""),
        ("read = \"viewer\", ", ""),
        ("read = \"viewer\"", "read = true"),
        ("index = true }", "index = true, write = \"grandmother\" }"),
        ("index = true }", "index = true, write = \"parent.text=a\" }"),
        ("fields.place", "state = { start = \"shown\", moves = [\"a\"] }\nfields.place"),
        ("fields.place", "state = { start = \"\", moves = [] }\nfields.place"),
        ("fields.place", "state = { start = \"shown\", moves = [\"shown>gone: grandmother\"] }\nfields.place"),
        ("fields.place", "state = { start = \"shown\", start-if = \"gone parent.text=a\" }\nfields.place"),
        ("fields.place", "state = { start = \"shown\" }\nfields.state"),
    ];
    manifests.extend(cases.iter().map(|(from, to)| ((*to).to_owned(), edited(from, to))));
    all_refused("manifest rules", manifests).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_that_does_not_hold_together_is_refused() {
    let cases = [
        ("type = \"integer\"", "type = \"number\""),
        ("type = \"integer\"", "type = \"\""),
        ("type = \"integer\"", "type = \"bigint; DROP TABLE share\""),
        ("type = \"integer\"", "type = \"bytes\""),
        ("type = \"integer\"", "type = \"texts\""),
        ("type = \"integer\"", "type = \"integer\", search = true"),
        ("type = \"integer\"", "type = \"integer\", default = \"a\""),
        ("type = \"integer\"", "type = \"integer\", default = 1.5"),
        ("type = \"integer\"", "type = \"integer\", default = 9223372036854775807"),
        ("type = \"integer\", index = true", "type = \"real\", default = nan"),
        ("type = \"integer\", index = true", "type = \"real\", default = inf"),
        ("type = \"integer\", index = true", "type = \"text\", max-chars = 3, default = \"longer\""),
        ("max-chars = 1000", "max-chars = 100001"),
        ("[collections.note]", "[collections.note]\nparent = [\"album\"]"),
        ("[collections.note]", "[collections.note]\nparent = [\"nobody\"]"),
        ("[collections.note]", "[collections.note]\nunique = [\"nobody\"]"),
        ("[collections.note]", "[collections.note]\nunique = [\"owner\"]"),
        ("max-bytes = 1048576", "max-bytes = 1048576, turn = \"place\""),
        ("max-bytes = 1048576", "max-bytes = 1048576, renditions = { small = 512 }, turn = \"nobody\""),
        ("max-bytes = 1048576", "max-bytes = 1048576, renditions = { small = 512 }, turn = \"text\""),
    ];
    let mut manifests: Vec<(String, String)> =
        cases.iter().map(|(from, to)| ((*to).to_owned(), edited(from, to))).collect();
    let fields: String = (0..65)
        .map(|number| format!("fields.f{number} = {{ type = \"text\" }}\n"))
        .fold(String::new(), |all, line| all + line.as_str());
    manifests.push(("67 fields".to_owned(), format!("{MANIFEST}\n{fields}")));
    let collections = (0..33).fold(String::new(), |all, number| {
        format!("{all}\n[collections.c{number}]\nrules = {{ top = \"account\", read = \"viewer\" }}")
    });
    manifests.push(("34 collections".to_owned(), format!("{MANIFEST}\n{collections}")));
    all_refused("manifest collections", manifests).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_stands_for_each_capability_that_is_imported_and_for_no_other() {
    let mut manifests: Vec<(String, String)> = ["objects-read", "objects-write", "sharing", "caller", "log"]
        .into_iter()
        .map(|capability| {
            let kept = MANIFEST.lines().filter(|line| !line.starts_with(&format!("{capability} =")));
            (format!("no reason for {capability}"), kept.collect::<Vec<_>>().join("\n"))
        })
        .collect();
    for needless in ["network", "objects-admin", "\"wasi:sockets/tcp\"", "\"\"", "\"a\\u001b[2J\"", "\"log \""] {
        let line = format!("[reasons]\n{needless} = {{ fr = \"Parce que.\", en = \"Because.\" }}");
        manifests.push((format!("a reason for {needless}"), edited("[reasons]", &line)));
    }
    all_refused("manifest reasons", manifests).await;
}
