use super::*;

fn fault(path: &str) -> Fault {
    let text = |text: &str| text.to_owned();
    Fault { at_ms: 0, path: text(path), reference: text("r"), kind: text("trap"), detail: text("d") }
}

fn fail(health: &Arc<Health>, now_ms: Millis, caller: &str, path: &str) -> Advice {
    health.admit(now_ms).expect("let through").settle(now_ms, caller, Some(fault(path)))
}

fn answer(health: &Arc<Health>, now_ms: Millis, caller: &str) -> Advice {
    health.admit(now_ms).expect("let through").settle(now_ms, caller, None)
}

fn fail_run(health: &Arc<Health>, now_ms: Millis, actor: &str, about: &str) -> Advice {
    health.admit_run(now_ms).expect("let through").settle(now_ms, actor, Some(fault(&format!("job copy {about}"))))
}

fn broken() -> (Arc<Health>, Advice) {
    let health = Arc::new(Health::default());
    let mut last = Advice::Fine;
    for number in 0..limits::BUDGET_FAILURES {
        assert_eq!(last, Advice::Fine, "failure {number}");
        last = fail(&health, 1_000, &format!("caller {number}"), &format!("/{number}"));
    }
    (health, last)
}

#[test]
fn many_callers_on_many_paths_make_it_rest() {
    let (health, advice) = broken();
    let until_ms = 1_000 + limits::REST_FIRST_MS;
    assert_eq!(advice, Advice::Rest { until_ms });
    assert_eq!(health.admit(until_ms - 1).err(), Some(until_ms));
    assert!(!health.gave_up());
}

#[test]
fn one_caller_alone_and_one_path_alone_count_for_little() {
    let health = Arc::new(Health::default());
    for number in 0..1_000 {
        assert_eq!(fail(&health, 1_000, "one", &format!("/{number}")), Advice::Fine);
        assert_eq!(fail(&health, 1_000, &format!("caller {number}"), "/poison"), Advice::Fine);
    }
    assert_eq!(health.report().failures, 2_000);
    assert_eq!(health.report().faults.len(), limits::FAULTS_KEPT);
}

#[test]
fn a_first_page_that_fails_for_everybody_is_enough() {
    let health = Arc::new(Health::default());
    let advices: Vec<Advice> = (0..6).map(|number| fail(&health, 0, &number.to_string(), "/")).collect();
    assert!(matches!(advices.last(), Some(Advice::Rest { .. })), "{advices:?}");
}

#[test]
fn good_answers_outweigh_failures_until_they_are_old() {
    let health = Arc::new(Health::default());
    for _ in 0..100 {
        answer(&health, 1_000, "somebody");
    }
    let fail_often = |now_ms, times: usize| {
        let advices = (0..times).map(|n| fail(&health, now_ms, &n.to_string(), &format!("/{n}")));
        advices.collect::<Vec<_>>().pop()
    };
    assert_eq!(fail_often(2_000, 9), Some(Advice::Fine));
    // Failures of the minute before do not count any more, nor do the good answers of two minutes before.
    let later_ms = 2_000 + 2 * limits::BUDGET_WINDOW_MS;
    assert_eq!(fail_often(later_ms, 5), Some(Advice::Fine));
    assert_eq!(answer(&health, later_ms, "a"), Advice::Fine);
    assert!(matches!(fail(&health, later_ms, "a", "/a"), Advice::Rest { .. }));
}

#[test]
fn after_the_rest_one_call_tries_it_out() {
    let (health, _) = broken();
    let now_ms = 1_000 + limits::REST_FIRST_MS;
    let probe = health.admit(now_ms).expect("a probe");
    assert_eq!(health.admit(now_ms).err(), Some(now_ms + limits::PROBE_RETRY_MS));
    // A probe whose line was cut tells nothing, and the next one may try.
    drop(probe);
    assert_eq!(answer(&health, now_ms, "a"), Advice::Fine);
    assert_eq!(answer(&health, now_ms, "a"), Advice::Fine);
    assert_eq!(health.report().resting_until_ms, None);
}

#[test]
fn each_rest_is_twice_as_long_until_the_longest_and_an_operator_ends_it() {
    let (health, _) = broken();
    let mut now_ms = 1_000 + limits::REST_FIRST_MS;
    let mut rest_ms = limits::REST_FIRST_MS;
    for _ in 0..12 {
        rest_ms = (rest_ms * 2).min(limits::REST_LONGEST_MS);
        assert_eq!(fail(&health, now_ms, "a", "/"), Advice::GiveUp { until_ms: now_ms + rest_ms });
        now_ms += rest_ms;
    }
    assert!(health.gave_up());
    health.recover();
    assert!(!health.gave_up() && health.admit(0).is_ok());
    assert_eq!(health.report().faults.len(), limits::FAULTS_KEPT);
}

#[test]
fn runs_that_fail_for_everybody_make_it_rest_and_those_of_one_or_about_one_object_do_not() {
    let health = Arc::new(Health::default());
    for number in 0..1_000 {
        assert_eq!(fail_run(&health, 1_000, "account a", &format!("object {number}")), Advice::Fine);
        assert_eq!(fail_run(&health, 1_000, &format!("account {number}"), "one object"), Advice::Fine);
    }
    let (health, mut last) = (Arc::new(Health::default()), Advice::Fine);
    for number in 0..limits::BUDGET_FAILURES {
        assert_eq!(last, Advice::Fine, "failure {number}");
        last = fail_run(&health, 1_000, &format!("account {}", number % 3), &format!("object {number}"));
    }
    assert_eq!(last, Advice::Rest { until_ms: 1_000 + limits::REST_FIRST_MS });
}

#[test]
fn a_failed_run_never_says_that_a_rest_was_in_vain_and_a_good_one_ends_it() {
    let (health, _) = broken();
    let now_ms = 1_000 + limits::REST_FIRST_MS;
    assert_eq!(health.admit_run(now_ms - 1).err(), Some(now_ms));
    for _ in 0..10 {
        assert_eq!(fail_run(&health, now_ms, "account a", "object"), Advice::Fine);
    }
    assert!(!health.gave_up());
    assert_eq!(health.report().resting_until_ms, Some(now_ms));
    let run = health.admit_run(now_ms).expect("a run");
    assert_eq!(run.settle(now_ms, "account b", None), Advice::Fine);
    assert_eq!(health.report().resting_until_ms, None);
}

#[test]
fn no_call_waits_for_a_run_that_tries_a_rest_out_and_its_good_end_undoes_no_later_rest() {
    let (health, _) = broken();
    let now_ms = 1_000 + limits::REST_FIRST_MS;
    let run = health.admit_run(now_ms).expect("a run");
    let Advice::GiveUp { until_ms } = fail(&health, now_ms, "a", "/") else { panic!("it failed after its rest") };
    assert_eq!(run.settle(now_ms, "account b", None), Advice::Fine);
    assert_eq!(health.report().resting_until_ms, Some(until_ms));
}
