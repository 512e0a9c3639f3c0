use super::*;

fn fault(path: &str) -> Option<Fault> {
    let text = |text: &str| text.to_owned();
    Some(Fault { at_ms: 0, path: text(path), reference: text("r"), kind: text("trap"), detail: text("d") })
}

fn call(health: &Arc<Health>, now_ms: Millis, caller: &str, failed: Option<Fault>) -> Advice {
    health.admit(now_ms).ok().expect("let through").settle(now_ms, caller, failed)
}

fn broken() -> (Arc<Health>, Advice) {
    let health = Arc::new(Health::default());
    let mut last = Advice::Fine;
    for number in 0..limits::BUDGET_FAILURES {
        assert_eq!(last, Advice::Fine, "failure {number}");
        last = call(&health, 1_000, &format!("caller {number}"), fault(&format!("/{number}")));
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
        assert_eq!(call(&health, 1_000, "one", fault(&format!("/{number}"))), Advice::Fine);
        assert_eq!(call(&health, 1_000, &format!("caller {number}"), fault("/poison")), Advice::Fine);
    }
    assert_eq!(health.report().failures, 2_000);
    assert_eq!(health.report().faults.len(), limits::FAULTS_KEPT);
}

#[test]
fn a_first_page_that_fails_for_everybody_is_enough() {
    let health = Arc::new(Health::default());
    let advices: Vec<Advice> = (0..6).map(|number| call(&health, 0, &number.to_string(), fault("/"))).collect();
    assert!(matches!(advices.last(), Some(Advice::Rest { .. })), "{advices:?}");
}

#[test]
fn good_answers_outweigh_failures_until_they_are_old() {
    let health = Arc::new(Health::default());
    for _ in 0..100 {
        call(&health, 1_000, "somebody", None);
    }
    let fail =
        |now_ms, many: usize| (0..many).map(|n| call(&health, now_ms, &n.to_string(), fault(&format!("/{n}")))).last();
    assert_eq!(fail(2_000, 9), Some(Advice::Fine));
    // Failures of the minute before do not count any more, nor do the good answers of two minutes before.
    let later_ms = 2_000 + 2 * limits::BUDGET_WINDOW_MS;
    assert_eq!(fail(later_ms, 5), Some(Advice::Fine));
    assert_eq!(call(&health, later_ms, "a", None), Advice::Fine);
    assert!(matches!(call(&health, later_ms, "a", fault("/a")), Advice::Rest { .. }));
}

#[test]
fn after_the_rest_one_call_tries_it_out() {
    let (health, _) = broken();
    let now_ms = 1_000 + limits::REST_FIRST_MS;
    let probe = health.admit(now_ms).ok().expect("a probe");
    assert_eq!(health.admit(now_ms).err(), Some(now_ms + limits::PROBE_RETRY_MS));
    // A probe whose line was cut tells nothing, and the next one may try.
    drop(probe);
    assert_eq!(call(&health, now_ms, "a", None), Advice::Fine);
    assert_eq!(call(&health, now_ms, "a", None), Advice::Fine);
    assert_eq!(health.report().resting_until_ms, None);
}

#[test]
fn each_rest_is_twice_as_long_until_the_longest_and_an_operator_ends_it() {
    let (health, _) = broken();
    let mut now_ms = 1_000 + limits::REST_FIRST_MS;
    let mut rest_ms = limits::REST_FIRST_MS;
    for _ in 0..12 {
        rest_ms = (rest_ms * 2).min(limits::REST_LONGEST_MS);
        assert_eq!(call(&health, now_ms, "a", fault("/")), Advice::GiveUp { until_ms: now_ms + rest_ms });
        now_ms += rest_ms;
    }
    assert!(health.gave_up());
    health.recover();
    assert!(!health.gave_up() && health.admit(0).is_ok());
    assert_eq!(health.report().faults.len(), limits::FAULTS_KEPT);
}
