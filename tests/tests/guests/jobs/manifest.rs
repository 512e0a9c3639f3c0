use veillee_engine::pack;
use veillee_tests::world::worker;

use crate::components::{Workshop, bare};
use crate::score::Score;

const MANIFEST: &str = include_str!("../../../worker/plugin.toml");

#[tokio::test(flavor = "multi_thread")]
async fn what_a_manifest_says_of_work_holds_together_or_is_refused() {
    let component = &veillee_tests::world::bare(&worker());
    let (shop, mut score) = (Workshop::new(), Score::of("manifests of work"));
    let many = |what: &str, count: usize| (0..count).map(|n| format!("[{what}{n}]\nX\n")).collect::<Vec<_>>().concat();
    let jobs = many("jobs.j", 33).replace('X', "");
    let schedules = many("schedules.s", 17).replace('X', "every = \"1h\"\nabout = \"album\"");
    let cases = [
        ("[jobs.script]", "[jobs.Script]".to_owned()),
        ("[jobs.script]", "[jobs.script]\ncolour = 1".to_owned()),
        ("[jobs.script]", "[jobs.script]\nattempts = 0".to_owned()),
        ("[jobs.script]", "[jobs.script]\nattempts = 21".to_owned()),
        ("[jobs.script]", "[jobs.script]\nattempts = -1".to_owned()),
        ("[jobs.script]", "[jobs.daily]".to_owned()),
        ("[jobs.script]", format!("[jobs.script]\n{jobs}")),
        ("[jobs.script]", format!("[jobs.script]\n{schedules}")),
        ("at-a-time = 1", "at-a-time = 0".to_owned()),
        ("at-a-time = 1", "at-a-time = 3".to_owned()),
        ("every = \"24h\"", String::new()),
        ("every = \"24h\"", "every = \"24h\"\ncron = \"0 3 * * *\"".to_owned()),
        ("every = \"24h\"", "every = \"59s\"".to_owned()),
        ("every = \"24h\"", "every = \"0m\"".to_owned()),
        ("every = \"24h\"", "every = \"367d\"".to_owned()),
        ("about = \"album\"", "about = \"photo\"".to_owned()),
        ("about = \"album\"", String::new()),
        ("0 3 * * *", "0 0 3 * * *".to_owned()),
        ("0 3 * * *", "0 0 31 2 *".to_owned()),
        ("0 3 * * *", "\\u001b[2J".to_owned()),
        ("\"note.created\"", "\"photo.created\"".to_owned()),
        ("\"note.created\"", "\"note.exploded\"".to_owned()),
        ("\"note.created\"", "\"note\"".to_owned()),
        ("\"note.created\"", format!("{}\"note.created\"", "\"note.created\", ".repeat(64))),
    ];
    for (from, to) in cases {
        assert!(MANIFEST.contains(from), "{from}");
        shop.refuses(&mut score, &to, &pack(component, &MANIFEST.replacen(from, &to, 1), &[])).await;
    }
    assert_eq!(shop.install(&pack(component, MANIFEST, &[])).await.unwrap().duties.jobs.len(), 3);
    score.end();
}

#[test]
fn a_component_that_exports_no_runner_declares_no_jobs() {
    // Every guest of the SDK exports both; so its exports are renamed.
    let mut component = bare();
    for (from, to) in
        [("veillee:jobs/run@0.1.0", "veillee:jabs/run@0.1.0"), ("veillee:events/handler@", "veillee:avents/handler@")]
    {
        let places: Vec<usize> = component
            .windows(from.len())
            .enumerate()
            .filter(|(_, window)| *window == from.as_bytes())
            .map(|(at, _)| at)
            .collect();
        assert!(!places.is_empty(), "{from}");
        for at in places {
            component[at..at + from.len()].copy_from_slice(to.as_bytes());
        }
    }
    let refused = |more: &str| {
        let manifest = format!("{}\n{more}\n", crate::components::MANIFEST);
        let package = pack(&component, &manifest, &[]);
        veillee::plugin::inspect_package(&package).err().map(|error| error.to_string()).unwrap_or_default()
    };
    assert!(refused("[jobs.a]").contains("veillee:jobs/run"), "{}", refused("[jobs.a]"));
    assert!(refused("[schedules.a]\nevery = \"1h\"\nabout = \"note\"").contains("veillee:jobs/run"));
    assert!(refused("[events]\non = [\"note.created\"]").contains("veillee:events/handler"));
    assert_eq!(refused(""), "");
}
