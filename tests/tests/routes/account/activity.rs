//! What happened, for whom it concerns.

use veillee::storage::audit::{Doer, Happening, Note};
use veillee_tests::world::{Backend, PASSWORD, World, id_of};

use super::only_accounts_have_it_read;

const PATH: &str = "/-/account/activity";
const FIREFOX: (&str, &str) = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0");

async fn an_account_reads_what_happened_to_it_and_nothing_of_others(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (bruno, zoe) = (world.member("Bruno").await, world.member("Zoe").await);
    only_accounts_have_it_read(&world, PATH).await;
    assert!(zoe.get(PATH).await.expect(200).text().contains("Compte créé"));
    let elsewhere = world.browser();
    let page = elsewhere.get("/-/sign-in").await.expect(200);
    let send = async |password: &str| {
        let token = page.token_of("/-/sign-in");
        let fields =
            [("token", token.as_str()), ("then", "/"), ("address", "bruno@example.org"), ("password", password)];
        elsewhere.post_with("/-/sign-in", &fields, &[FIREFOX]).await
    };
    send("not the password").await.expect(422);
    send(PASSWORD).await.expect(303);
    let album = bruno.album("Vacances").await;
    bruno.share_by_link(&album, "viewer", "none").await;
    bruno.take_back(&album, 0).await;
    let account = world.account_id("bruno").await;
    let note = Note::new(Happening::AccountResumed, Doer::OPERATOR).person(&account);
    world.alpha.note_happening(&note).await.expect("noted");

    let page = bruno.get(PATH).await.expect(200).text();
    let order = ["Compte rouvert", "Partage arrêté", "Lien de partage créé", "Connexion", "Essai de connexion refusé"];
    let places: Vec<usize> = order.iter().map(|said| page.find(&format!("<h2>{said}</h2>")).expect(said)).collect();
    assert!(places.is_sorted(), "the newest first: {page}");
    for said in ["Firefox sur Linux", "« Vacances »", "Par la personne qui s’occupe du serveur"] {
        assert!(page.replace('\u{a0}', " ").contains(said), "{said}: {page}");
    }
    let of_zoe = zoe.get(PATH).await.expect(200).text();
    assert!(order[..3].iter().all(|said| !of_zoe.contains(said)), "{of_zoe}");
    bruno.get("/-/language?to=en").await.expect(303);
    assert!(bruno.get(PATH).await.expect(200).text().contains("Sharing stopped"));
    bruno.get(&format!("/-/share/{}", id_of(&album))).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_reads_what_happened_to_it_and_nothing_of_others_on_sqlite() {
    an_account_reads_what_happened_to_it_and_nothing_of_others(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_reads_what_happened_to_it_and_nothing_of_others_on_postgresql() {
    an_account_reads_what_happened_to_it_and_nothing_of_others(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_leaf_through_what_happened_in_their_association() {
    let world = World::new().await;
    let anne = world.administrator().await;
    world.member("Bruno").await.get("/-/console/activity").await.expect(403);
    let other = world.member_at("beta.localhost", "Zoe").await;
    other.album("x").await;
    let bruno = world.account_id("bruno").await;
    for _ in 0..60 {
        let note = Note::new(Happening::SignedIn, Doer::of(&bruno, "Firefox/Linux"));
        world.alpha.note_happening(&note).await.expect("noted");
    }
    let page = anne.get("/-/console/activity").await.expect(200);
    assert_eq!(page.text().matches("<h2>Connexion</h2>").count(), 50);
    assert!(page.text().contains("Par Bruno"), "{}", page.text());
    let older = page.attributes("href").into_iter().find(|path| path.contains("before=")).expect("older ones");
    let page = anne.get(&older).await.expect(200);
    assert_eq!(page.text().matches("<h2>Connexion</h2>").count(), 12, "theirs, when they came in");
    assert!(page.text().contains("Ouverture de ce journal") && page.text().contains("Le plus récent"));
    assert!(!page.attributes("href").iter().any(|path| path.contains("before=")), "there is no more");
    anne.get("/-/console/activity?before=x").await.expect(400);
}
