//! App passwords: what the fronts of mail and WebDAV ask of them.

use veillee::storage::ids::new_id;
use veillee::storage::people::{NewToken, TokenKind};
use veillee_tests::on_both;
use veillee_tests::world::{Backend, World};

use super::{ALBUMS, Program, problem};

on_both!(an_app_password_opens_one_service_for_one_address, an_app_password_ends_as_it_should);

async fn password(world: &World, address: &str, service: &str, ends_ms: i64) -> (String, String) {
    let principal = world.account(address).await;
    let id = new_id(&*world.alpha.random);
    let kind = TokenKind::AppPassword;
    let new = NewToken {
        id: &id,
        principal: &principal,
        kind,
        name: "téléphone",
        service: Some(service),
        writes: true,
        ends_ms,
        device: "",
    };
    (world.alpha.create_token(new).await.expect("a password"), id)
}

async fn an_app_password_opens_one_service_for_one_address(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    world.administrator().await;
    world.member("Bruno").await;
    world.member_at("beta.localhost", "Carla").await;
    let (secret, _) = password(&world, "anne@example.org", "album", i64::MAX).await;
    let groups: Vec<&str> = secret.split('-').collect();
    assert!(groups.len() == 4 && groups.iter().all(|group| group.len() == 4), "{secret}");
    assert!(secret.chars().all(|c| c == '-' || (c.is_ascii_lowercase() && c != 'l' && c != 'o')), "{secret}");
    let anne = world.account("anne@example.org").await;
    let ask = async |address: &str, typed: &str, service: &str| {
        world.alpha.account_by_app_password(address, typed, service).await.expect("a database")
    };
    let spaced = secret.replace('-', " ").to_uppercase();
    for typed in [secret.as_str(), &secret.replace('-', ""), &spaced, &format!(" {secret}\n")] {
        assert_eq!(ask("Anne@Example.org ", typed, "album").await.as_deref(), Some(anne.as_str()), "{typed}");
    }
    assert_eq!(ask("anne@example.org", &secret, "mail").await, None);
    assert_eq!(ask("bruno@example.org", &secret, "album").await, None);
    for wrong in ["", "a", &secret[..18], &format!("{secret}a"), veillee_tests::world::PASSWORD] {
        assert_eq!(ask("anne@example.org", wrong, "album").await, None, "{wrong}");
    }
    let elsewhere = world.beta.account_by_app_password("anne@example.org", &secret, "album").await;
    assert_eq!(elsewhere.expect("a database"), None);
    // Neither kind does the other's work.
    for bearer in [secret.clone(), format!("veillee_{}", secret.replace('-', ""))] {
        problem(&Program::new(world.browser(), &bearer).get(ALBUMS).await, 401, "no-token");
    }
}

async fn an_app_password_ends_as_it_should(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    world.administrator().await;
    let anne = world.account("anne@example.org").await;
    let ends_ms = world.alpha.clock.now_ms() + 10 * 60 * 1000;
    let (short, _) = password(&world, "anne@example.org", "album", ends_ms).await;
    let (long, id) = password(&world, "anne@example.org", "album", i64::MAX).await;
    let is_good = async |typed: &str| {
        let found = world.alpha.account_by_app_password("anne@example.org", typed, "album").await;
        found.expect("a database").is_some()
    };
    let used = async || {
        let tokens = world.alpha.tokens_of(&anne).await.expect("a database");
        tokens.iter().find(|token| token.id == id).expect("there").used_ms
    };
    assert!(is_good(&short).await && is_good(&long).await);
    let first = world.alpha.clock.now_ms();
    world.clock.advance(5 * 60 * 1000);
    assert!(is_good(&long).await);
    assert_eq!(used().await, Some(first), "noted every five minutes at most");
    world.clock.advance(1);
    assert!(is_good(&long).await);
    assert_eq!(used().await, Some(first + 5 * 60 * 1000 + 1));
    world.clock.advance(5 * 60 * 1000 - 2);
    assert!(is_good(&short).await);
    world.clock.advance(1);
    assert!(!is_good(&short).await);
    world.alpha.suspend(&anne, true).await.expect("suspended");
    assert!(!is_good(&long).await);
    world.alpha.suspend(&anne, false).await.expect("taken back");
    assert!(is_good(&long).await);
    assert!(world.alpha.end_token_of(&anne, &id, "").await.expect("a database"));
    assert!(!is_good(&long).await);
}
