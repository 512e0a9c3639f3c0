//! Whatever is set when something is shared reads back the same when it is changed.

use veillee_tests::world::{Backend, Browser, World};

use super::{guarded_link, invite, page_of, send};

/// What the fields of a page of a share hold: role, last day, label, downloads, and whether it is locked.
pub async fn fields(owner: &Browser, page: &str) -> [String; 5] {
    let text = owner.get(page).await.expect(200).text();
    let value = |id: &str| {
        let field = text.split(&format!("id=\"{id}\"")).nth(1).and_then(|rest| rest.split('>').next());
        let value = field.and_then(|field| field.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
        value.unwrap_or_default().to_owned()
    };
    let role = text.split(" selected>").next().and_then(|before| before.rsplit("value=\"").next());
    let role = role.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let locked = if text.contains("id=\"unlock\"") { "locked" } else { "open" };
    [role, value("ends"), value("label"), value("downloads"), locked.to_owned()]
}

async fn every_option_of_a_link_reads_back_as_it_was_set(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let days = [("none", ""), ("week", "2026-11-30"), ("month", "2026-12-23"), ("year", "2027-11-23")];
    for role in ["viewer", "contributor", "depositor"] {
        for (ends, day) in days {
            for (password, lock) in [("", "open"), ("soleil cerise", "locked")] {
                for downloads in ["", "1", "1000000"] {
                    let set = [
                        ("role", role),
                        ("ends", ends),
                        ("label", "Presse & amis"),
                        ("password", password),
                        ("downloads", downloads),
                    ];
                    let back = send(&anne, &album, "links", &set).await.expect(303).location();
                    let share = back.split_once("?new=").expect("a share").1.to_owned();
                    let page = format!("{}/links/{share}", page_of(&album));
                    let expected = [role, day, "Presse &#38; amis", downloads, lock].map(str::to_owned);
                    assert_eq!(fields(&anne, &page).await, expected);
                    // Saved as it stands, it is the same.
                    let token = anne.get(&page).await.expect(200).token_of(&page);
                    let same = [
                        ("token", token.as_str()),
                        ("role", role),
                        ("ends", day),
                        ("label", "Presse & amis"),
                        ("password", ""),
                        ("downloads", downloads),
                    ];
                    anne.post(&page, &same).await.expect(303);
                    assert_eq!(fields(&anne, &page).await, expected);
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_of_a_link_reads_back_as_it_was_set_on_sqlite() {
    every_option_of_a_link_reads_back_as_it_was_set(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_of_a_link_reads_back_as_it_was_set_on_postgresql() {
    every_option_of_a_link_reads_back_as_it_was_set(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_of_a_person_reads_back_as_it_was_set() {
    let world = World::new().await;
    let anne = world.administrator().await;
    world.member("Bruno").await;
    let days = [("none", ""), ("week", "2026-11-30"), ("month", "2026-12-23"), ("year", "2027-11-23")];
    for address in ["", "jeanne@example.org", "bruno@example.org"] {
        for role in ["viewer", "contributor", "depositor", "editor"] {
            for (ends, day) in days {
                let album = anne.album("Vacances").await;
                let set = [("name", "Mamie Jeanne"), ("address", address), ("role", role), ("ends", ends)];
                let back = send(&anne, &album, "people", &set).await.expect(303).location();
                let share = back.split_once("?new=").expect("a share").1.to_owned();
                let page = format!("{}/people/{share}", page_of(&album));
                let expected = [role, day, "Mamie Jeanne", "", "open"].map(str::to_owned);
                assert_eq!(fields(&anne, &page).await, expected);
                let token = anne.get(&page).await.expect(200).token_of(&page);
                let same = [("token", token.as_str()), ("role", role), ("ends", day), ("label", "Mamie Jeanne")];
                anne.post(&page, &same).await.expect(303);
                assert_eq!(fields(&anne, &page).await, expected);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_share_is_for_those_who_share_and_for_its_own_container() {
    let world = World::new().await;
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let (album, his) = (anne.album("Vacances").await, bruno.album("À lui").await);
    let (person, link) = invite(&anne, &album, "Jeanne", "", "viewer").await;
    let (locked, _) = guarded_link(&anne, &album, "soleil cerise", "3").await;
    let guest = world.browser();
    guest.visit(&link.expect("a link")).await.expect(200);
    for page in [&person, &locked] {
        guest.get(page).await.expect(403);
        bruno.get(page).await.expect(404);
        bruno.get(&page.replace(&page_of(&album), &page_of(&his))).await.expect(404);
        let fields = [("role", "viewer"), ("ends", ""), ("label", "")];
        crate::account::needs_its_own_token(&anne, page, &fields).await;
    }
    assert!(
        !anne.get(&locked).await.expect(200).text().contains("argon2"),
        "what is kept of a password is told to nobody"
    );
}
