//! Whoever guesses waits longer and longer; those beside them do not.

use veillee::storage::people::{AccountRole, NewAccount};
use veillee_tests::world::{Answer, Browser, PASSWORD, World, path_in};

const SIGN_IN: &str = "/-/sign-in";
const SCHOOL: &str = "203.0.113.7";

/// Through a proxy on this machine, which says whom it saw.
async fn try_from(browser: &Browser, client: &str, address: &str, password: &str) -> Answer {
    let token = browser.get(SIGN_IN).await.expect(200).token_of(SIGN_IN);
    let fields = [("token", token.as_str()), ("then", "/"), ("address", address), ("password", password)];
    browser.post_with(SIGN_IN, &fields, &[("sec-fetch-site", "same-origin"), ("x-forwarded-for", client)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_wait_to_the_second_and_a_known_device_does_not() {
    let world = World::new().await;
    world.member("Bruno").await;
    let own = world.browser();
    own.sign_in("bruno@example.org").await;
    let address = "bruno@example.org";
    let stranger = world.browser();
    for _ in 0..9 {
        try_from(&stranger, SCHOOL, address, "not the password").await.expect(422);
    }
    // The right password is not even looked at, and nobody hears which it was.
    let refused = try_from(&stranger, SCHOOL, address, PASSWORD).await.expect(429);
    assert_eq!(refused.header("retry-after"), "2");
    assert!(refused.text().contains("trop d’essais") && refused.attributes("value").contains(&address.to_owned()));
    let unknown = world.browser();
    for _ in 0..9 {
        try_from(&unknown, "203.0.113.8", "nobody@example.org", PASSWORD).await.expect(422);
    }
    assert_eq!(
        try_from(&unknown, "203.0.113.8", "nobody@example.org", PASSWORD).await.expect(429).header("retry-after"),
        "2"
    );

    // From anywhere else it waits too; on the device that is known it does not, although signed out.
    try_from(&world.browser(), "198.51.100.9", address, PASSWORD).await.expect(429);
    let token = own.get("/-/account").await.expect(200).token_of("/-/sign-out");
    own.post("/-/sign-out", &[("token", &token)]).await.expect(303);
    try_from(&own, "198.51.100.9", address, PASSWORD).await.expect(303);

    world.clock.advance(1_999);
    try_from(&stranger, SCHOOL, address, "not the password").await.expect(429);
    world.clock.advance(1);
    try_from(&stranger, SCHOOL, address, "not the password").await.expect(422);
    assert_eq!(try_from(&stranger, SCHOOL, address, "x").await.expect(429).header("retry-after"), "4");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_never_stops_does_not_keep_out_whoever_reads_the_mail() {
    let world = World::new().await;
    world.member("Bruno").await;
    let (stranger, address) = (world.browser(), "bruno@example.org");
    while try_from(&stranger, SCHOOL, address, "not the password").await.status.as_u16() != 429 {}
    let own = world.browser();
    try_from(&own, "198.51.100.9", address, PASSWORD).await.expect(429);
    let token = own.get("/-/forgot").await.expect(200).token_of("/-/forgot");
    own.post("/-/forgot", &[("token", &token), ("address", address)]).await.expect(200);
    let link = path_in(&world.only_mail().await, "/-/reset/");
    let token = own.get(&link).await.expect(200).token_of(&link);
    let new = "cinq mots encore plus simples";
    own.post(&link, &[("token", &token), ("new", new), ("again", new)]).await.expect(303);
    try_from(&world.browser(), "198.51.100.9", address, new).await.expect(429);
    try_from(&own, "198.51.100.9", address, new).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_behind_one_address_signs_in_among_bad_tries() {
    let world = World::new().await;
    let password = world.host.app.passwords.hash(PASSWORD).await.expect("a hash");
    let pupils: Vec<String> = (0..30).map(|number| format!("pupil-{number}@example.org")).collect();
    for address in &pupils {
        let new = NewAccount { address, name: "P", password: &password, role: AccountRole::Member, locale: "fr" };
        world.alpha.create_account(new).await.expect("an account");
    }
    for (number, address) in pupils.iter().enumerate() {
        if number % 3 != 0 {
            for _ in 0..2 {
                try_from(&world.browser(), SCHOOL, address, "mistyped password").await.expect(422);
            }
        }
        try_from(&world.browser(), SCHOOL, address, PASSWORD).await.expect(303);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_that_tries_many_accounts_is_slowed_down_and_others_are_not() {
    let world = World::new().await;
    world.member("Bruno").await;
    let mut tried = 0;
    let refused = loop {
        let answer = try_from(&world.browser(), SCHOOL, &format!("guess-{tried}@example.org"), "x").await;
        if answer.status.as_u16() == 429 {
            break answer;
        }
        answer.expect(422);
        tried += 1;
    };
    assert_eq!((tried, refused.header("retry-after")), (61, "1"));
    // A proxy's client cannot speak for another one.
    let lied = format!("198.51.100.1, {SCHOOL}");
    try_from(&world.browser(), &lied, "bruno@example.org", PASSWORD).await.expect(429);
    try_from(&world.browser(), "198.51.100.1", "bruno@example.org", PASSWORD).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_is_not_flooded_whether_it_has_an_account_or_not() {
    let world = World::new().await;
    world.member("Bruno").await;
    for address in ["bruno@example.org", "nobody@example.org"] {
        let browser = world.browser();
        let ask = async || {
            let token = browser.get("/-/forgot").await.expect(200).token_of("/-/forgot");
            browser.post("/-/forgot", &[("token", &token), ("address", address)]).await
        };
        for _ in 0..4 {
            ask().await.expect(200);
        }
        let refused = ask().await.expect(429);
        assert_eq!(refused.header("retry-after"), "60");
        assert!(refused.attributes("value").contains(&address.to_owned()));
        assert_eq!(world.mails().await.len(), 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_left_open_is_no_way_to_guess_the_password() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    for (path, fields) in [
        (
            "/-/account/password",
            [("present", "x"), ("new", "cinq mots encore plus simples"), ("again", "cinq mots encore plus simples")],
        ),
        ("/-/account/address", [("password", "x"), ("address", "other@example.org"), ("unused", "")]),
        ("/-/account/erase", [("password", "x"), ("unused", ""), ("unused", "")]),
    ] {
        let mut answer = bruno.get(path).await.expect(200);
        for _ in 0..10 {
            let token = answer.token_of(path);
            answer = bruno.post(path, &[vec![("token", token.as_str())], fields.to_vec()].concat()).await;
            if answer.status.as_u16() == 429 {
                break;
            }
        }
        assert!(answer.expect(429).header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
    }
    assert!(world.mails().await.is_empty());
    // Elsewhere its person signs in as ever.
    world.browser().sign_in("bruno@example.org").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_was_hashed_by_lower_limits_is_hashed_anew_at_sign_in() {
    let world = World::new().await;
    // argon2id, 64 KiB and one pass, of PASSWORD.
    let low = "$argon2id$v=19$m=64,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$LOW";
    let low = low.replace("LOW", LOW_HASH);
    let new =
        NewAccount { address: "old@example.org", name: "Old", password: &low, role: AccountRole::Member, locale: "fr" };
    let id = world.alpha.create_account(new).await.expect("an account");
    let kept = async || world.alpha.account(&id).await.expect("a database").expect("an account").password;
    try_from(&world.browser(), SCHOOL, "old@example.org", "not the password").await.expect(422);
    assert_eq!(kept().await, low);
    world.browser().sign_in("old@example.org").await;
    let raised = kept().await;
    assert!(raised.contains(&format!("m={}", veillee::limits::ARGON2_MEMORY_KIB)), "{raised}");
    world.browser().sign_in("old@example.org").await;
    assert_eq!(kept().await, raised);
}

const LOW_HASH: &str = "HJK+lgtw6r5aGjbDorn9LqhkFbz3rCPzX3fXjM+RoDI";
