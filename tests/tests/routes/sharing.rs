//! The page of sharing: people with links of their own, accounts, groups, links with a password or a number of downloads; and
//! what each of them may see, until it is stopped.

mod closed;
mod groups;
mod guests;
mod locks;
pub mod options;
mod streams;

use veillee_tests::world::{Answer, Browser, World, id_of};

/// A browser that tells its name, as those of people do.
pub const FIREFOX: [(&str, &str); 1] =
    [("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0")];

pub fn page_of(album: &str) -> String {
    format!("/-/share/{}", id_of(album))
}

/// Sends a form of the page of sharing; `form` is what follows the page's path.
pub async fn send(owner: &Browser, album: &str, form: &str, fields: &[(&str, &str)]) -> Answer {
    let page = page_of(album);
    let action = format!("{page}/{form}");
    let token = owner.get(&page).await.expect(200).token_of(&action);
    owner.post(&action, &[vec![("token", token.as_str())], fields.to_vec()].concat()).await
}

/// Invites somebody, and returns the path of their own page and of their link, which nobody with an account has.
pub async fn invite(owner: &Browser, album: &str, name: &str, address: &str, role: &str) -> (String, Option<String>) {
    let fields = [("name", name), ("address", address), ("role", role), ("ends", "none")];
    let back = send(owner, album, "people", &fields).await.expect(303).location();
    let (_, share) = back.split_once("?new=").expect("the new share");
    let own_page = format!("{}/people/{share}", page_of(album));
    let values = owner.get(&own_page).await.expect(200).attributes("value");
    let link = values.iter().find_map(|value| value.find("/-/s/").map(|at| value[at..].to_owned()));
    (own_page, link)
}

/// The share that a page is about.
pub fn share_of(own_page: &str) -> &str {
    id_of(own_page)
}

/// Stops one share by its id.
pub async fn stop(owner: &Browser, album: &str, share: &str) -> Answer {
    let page = page_of(album);
    let text = owner.get(&page).await.expect(200).text();
    let mark = format!("name=\"share\" value=\"{share}\"");
    let before = text.split(&mark).next().expect("the share is listed");
    let token = before.rsplit("name=\"token\" value=\"").next().and_then(|rest| rest.split('"').next());
    owner.post(&format!("{page}/stop"), &[("token", token.expect("a token")), ("share", share)]).await
}

/// Makes a link with what guards it, and returns the path of its page and the link.
pub async fn guarded_link(owner: &Browser, album: &str, password: &str, downloads: &str) -> (String, String) {
    let fields =
        [("role", "viewer"), ("ends", "none"), ("label", ""), ("password", password), ("downloads", downloads)];
    let back = send(owner, album, "links", &fields).await.expect(303).location();
    let (_, share) = back.split_once("?new=").expect("the new share");
    let own_page = format!("{}/links/{share}", page_of(album));
    let values = owner.get(&own_page).await.expect(200).attributes("value");
    let link = values.iter().find_map(|value| value.find("/-/s/").map(|at| value[at..].to_owned()));
    (own_page, link.expect("a link"))
}

/// Proves a password at the door of a link.
pub async fn prove(browser: &Browser, link: &str, password: &str) -> Answer {
    let token = browser.get(link).await.expect(200).token_of(link);
    browser.post(link, &[("token", &token), ("password", password)]).await
}

/// The addresses and subjects of what waits in the outbox, the newest first.
pub async fn mails(world: &World) -> Vec<(String, String)> {
    let mails = world.alpha.mails(50).await.expect("the outbox");
    mails.into_iter().map(|mail| (mail.to, mail.subject)).collect()
}
