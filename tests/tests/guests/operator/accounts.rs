use veillee_tests::world::{PASSWORD, Real, finish, json, refused};

use super::{account, signs_in, wait, with_association};

#[test]
fn accounts_and_associations_are_made_by_a_stopped_host_and_by_a_running_one() {
    let real = with_association();
    let made = json(&real.run_with(&account("anne@example.org", "admin"), &format!("{PASSWORD}\n")));
    assert_eq!((&made["role"], &made["name"]), (&"admin".into(), &"anne".into()));

    let served = real.serve(&[]);
    signs_in(&served, "localhost", "anne@example.org");
    json(&real.run_with(&account("bob@example.org", "member"), PASSWORD));
    signs_in(&served, "localhost", "bob@example.org");

    // An association that comes while the host runs answers at once, under a name added later too.
    let other = real.json(&["association", "create", "--name", "Chorale", "--domain", "chorale.localhost"]);
    let id = other["id"].as_str().unwrap();
    real.json(&["association", "add-domain", id, "Quai.localhost"]);
    for host in ["chorale.localhost", "quai.localhost"] {
        wait(async { served.browser_at(host).get("/").await.expect(200) });
    }
    let by_domain = [account("carla@example.org", "admin"), vec!["--association", "quai.localhost"]].concat();
    let made = json(&real.run_with(&by_domain, PASSWORD));
    assert_eq!(made["association"], id);
    signs_in(&served, "chorale.localhost", "carla@example.org");
    assert!(served.stop().success());

    let listed = real.json(&["association", "list"]);
    let names: Vec<&str> = listed.as_array().unwrap().iter().filter_map(|card| card["name"].as_str()).collect();
    assert_eq!(names, ["Les Amis", "Chorale"]);
    assert_eq!(listed[1]["domains"], serde_json::json!(["chorale.localhost", "quai.localhost"]));
    let text = String::from_utf8(real.run(&["association", "list"]).stdout).unwrap();
    assert!(text.lines().count() == 2 && text.contains("chorale.localhost, quai.localhost"), "{text}");
}

#[test]
fn the_first_account_of_a_fresh_folder_makes_the_first_association() {
    let real = Real::new();
    json(&real.run_with(&account("anne@example.org", "admin"), PASSWORD));
    let served = real.serve(&[]);
    signs_in(&served, "localhost", "anne@example.org");
}

#[test]
fn a_mistake_ends_with_two_says_one_sentence_and_makes_nothing() {
    let real = with_association();
    let judge = || {
        let try_it = |address: &str, password: &str| refused(&real.run_with(&account(address, "admin"), password), 2);
        assert!(try_it("anne@example.org", "onze signes").contains("at least 12 characters"));
        assert!(try_it("anne@example.org", "").contains("at least 12 characters"));
        assert!(try_it("anne@example.org", &"x".repeat(201)).contains("at most 200 characters"));
        assert!(try_it("nobody", PASSWORD).contains("no mail address"));
        let unknown = [account("anne@example.org", "member"), vec!["--association", "nowhere.org"]].concat();
        assert!(refused(&real.run_with(&unknown, PASSWORD), 2).contains("association list"));
        for domain in ["localhost", "https://a.org", "a.org:80"] {
            refused(&real.run(&["association", "create", "--name", "B", "--domain", domain]), 2);
        }
        refused(&real.run(&["association", "create", "--name", " ", "--domain", "b.org"]), 2);
        refused(&real.run(&["association", "add-domain", "unknown", "b.org"]), 2);
        refused(&real.run(&["association", "add-domain", "localhost", "localhost"]), 2);
        assert!(refused(&real.run(&account("a@b.org", "admin")[..6]), 2).contains("--password-stdin"));
        assert_eq!(real.json(&["association", "list"]).as_array().unwrap().len(), 1);
    };
    judge();
    let served = real.serve(&[]);
    judge();
    // Nothing of it stands: the address is still free.
    json(&real.run_with(&account("anne@example.org", "admin"), PASSWORD));
    let taken = refused(&real.run_with(&account("Anne@Example.org", "admin"), PASSWORD), 2);
    assert!(taken.contains("has an account already"));
    drop(served);

    let nowhere = Real::new();
    assert!(refused(&nowhere.run(&["association", "list"]), 2).contains("--data"));
    assert!(!nowhere.data.exists());
}

#[test]
fn commands_at_the_same_time_wait_for_each_other() {
    let real = with_association();
    let judge = |round: &str| {
        let addresses: Vec<String> = (0..4).map(|number| format!("{round}{}@example.org", number / 2)).collect();
        let running: Vec<_> =
            addresses.iter().map(|address| real.start_with(&account(address, "member"), PASSWORD)).collect();
        let ended: Vec<_> = running.into_iter().map(finish).collect();
        let made = ended.iter().filter(|output| output.status.success()).count();
        let taken = ended.iter().filter(|output| output.status.code() == Some(2)).count();
        assert_eq!((made, taken), (2, 2), "{ended:?}");
    };
    judge("stopped");
    let _served = real.serve(&[]);
    judge("running");
}
