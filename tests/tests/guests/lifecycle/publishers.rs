//! The key of the first install, or an operator who says otherwise.

use veillee::operator::OperatorError;
use veillee::plugin::{new_signing_key, sign_package};
use veillee_ambient::SeededRandom;
use veillee_tests::world::World;

use super::version;
use crate::components::{Workshop, custom};
use crate::score::Score;

fn signed(seed: u64, package: &[u8]) -> Vec<u8> {
    sign_package(&new_signing_key(&SeededRandom::new(seed)).0, package).expect("signed").0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_of_another_publisher_is_taken_only_to_adopt_it() {
    let world = World::new().await;
    let operator = &world.host.app.operator;
    let mut score = Score::of("publishers");
    let mut install = async |what: &str, package: Vec<u8>, adopt: bool, taken: bool| {
        let outcome = operator.install(&package, adopt).await;
        score.check(outcome.is_ok() == taken, || format!("{what}: {:?}", outcome.as_ref().err()));
        if let Err(error) = outcome {
            score.check(matches!(error, OperatorError::Publisher { .. }), || error.to_string());
            score.check(crate::components::is_sentence(&error.to_string()), || error.to_string());
        }
    };
    let (alice, bob) = (|number| signed(1, &version(number)), |number| signed(2, &version(number)));
    install("the first, by Alice", alice("1.0.0"), false, true).await;
    install("the same again", alice("1.0.0"), false, true).await;
    install("the next of Alice", alice("1.1.0"), false, true).await;
    install("one of Bob", bob("1.2.0"), false, false).await;
    install("one without signature", version("1.2.0"), false, false).await;
    install("one of Bob, adopted", bob("1.2.0"), true, true).await;
    install("Alice again", alice("1.3.0"), false, false).await;
    install("the next of Bob", bob("1.3.0"), false, true).await;
    install("without signature, adopted", version("1.4.0"), true, true).await;
    install("signed after unsigned", bob("1.5.0"), false, false).await;
    install("unsigned as before", version("1.5.0"), false, true).await;
    score.end();
    let packages = operator.packages().await.unwrap();
    assert!(packages.iter().filter(|package| package.name == "hostile").count() == 6, "{packages:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_that_does_not_fit_or_does_not_stand_last_is_refused() {
    let shop = Workshop::new();
    let package = signed(1, &version("1.0.0"));
    let mut score = Score::of("bad signatures");
    for at in [8, package.len() / 2, package.len() - 96, package.len() - 64, package.len() - 1] {
        let mut changed = package.clone();
        changed[at] ^= 1;
        shop.refuses(&mut score, &format!("byte {at} changed"), &changed).await;
    }
    let more = [package.clone(), custom("note", b"after")].concat();
    shop.refuses(&mut score, "something after the signature", &more).await;
    let twice = [package.clone(), package[package.len() - 116..].to_vec()].concat();
    shop.refuses(&mut score, "two signatures", &twice).await;
    let short = [version("1.0.0"), custom("veillee:signature", &[7; 95])].concat();
    shop.refuses(&mut score, "a short signature", &short).await;
    let noise = [version("1.0.0"), custom("veillee:signature", &[7; 96])].concat();
    shop.refuses(&mut score, "a made-up signature", &noise).await;
    shop.refuses(&mut score, "cut behind the package", &package[..package.len() - 3]).await;
    assert!(shop.install(&package).await.expect("a good one").publisher.is_some());
    score.end();
}
