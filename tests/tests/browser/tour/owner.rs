//! Albums as their owner sees them, with every form as it is and as it comes back.

use veillee_ambient::MILLIS_PER_MINUTE;
use veillee_tests::world::{Browser, World, id_of};

use super::{Stop, photo_id};

pub(super) async fn stops(world: &World) -> (Browser, Vec<Stop>) {
    let anne = world.administrator().await;
    let empty = anne.album("Anticonstitutionnellementanticonstitutionnellement").await;
    let (album, photos) = anne.album_with_photos("Vacances", 4).await;
    let photo = format!("{album}/{}", photo_id(&photos[1]));
    let removed = anne.post(&format!("{album}/{}/trash", photo_id(&photos[3])), &[]).await.expect(303).location();
    let long = "x".repeat(1_000);
    let ids: Vec<&str> = photos[..3].iter().map(|photo| photo_id(photo)).collect();
    let mut stops = vec![
        Stop::at("/album/"),
        Stop::wrong("/album/", &[("title", "")], 422),
        Stop::at(empty.as_str()),
        Stop::at(album.as_str()),
        Stop::at(removed),
        Stop::wrong(format!("{album}/rename"), &[("title", ""), ("version", "1")], 422),
        Stop::wrong(format!("{album}/rename"), &[("title", "À la mer"), ("version", "0")], 409),
        Stop::at(format!("{album}/trash")),
        Stop::at(format!("{album}/choose")),
        Stop::wrong(format!("{album}/choose"), &[("do", "trash")], 422),
        Stop::wrong(format!("{album}/choose"), &[("do", "move"), ("photo", ids[0])], 200),
        Stop::at(format!("{album}/order")),
        Stop::at(format!("{album}/sheet")),
        Stop::at(format!("{album}/into")),
        Stop::wrong(format!("{album}/albums"), &[("inner", "")], 422),
        Stop::wrong(format!("{album}/others"), &[("each", "many")], 422),
        Stop::at(format!("{album}/review")),
        Stop::at(format!("{album}/book")),
        Stop::wrong(format!("{album}/book"), &[("text", "")], 422),
        Stop::at("/album/hearts"),
        Stop::at(format!("{photo}/hearts")),
        Stop::at(photo.as_str()),
        Stop::wrong(photo.as_str(), &[("title", &long), ("alt", ""), ("version", "1")], 422),
        Stop::at(format!("{photo}/trash")),
        Stop::at(format!("/hostile/elements?photos={}", ids.join(","))),
        Stop::at(format!("/-/share/{}", id_of(&empty))),
    ];
    share(&anne, &album, &mut stops).await;
    stops.extend(super::envoi::stops(&anne).await);
    // So late that what is dangerous asks again who it is.
    world.clock.advance(15 * MILLIS_PER_MINUTE);
    let confirm = "/-/confirm?then=/-/settings";
    let token = anne.get(confirm).await.expect(200).token_of("/-/confirm");
    stops.push(Stop::at(confirm));
    stops.push(Stop::wrong("/-/confirm", &[("token", &token), ("then", "/-/settings"), ("code", "x")], 422));
    (anne, stops)
}

/// The page that says who can see, with a link and all members on it, and what belongs to the link.
async fn share(owner: &Browser, album: &str, stops: &mut Vec<Stop>) {
    let sharing = format!("/-/share/{}", id_of(album));
    let members = format!("{sharing}/members");
    let token = owner.get(&sharing).await.expect(200).token_of(&members);
    owner.post(&members, &[("token", &token), ("role", "viewer")]).await.expect(303);
    owner.share_by_link(album, "contributor", "week").await;
    let paths = owner.get(&sharing).await.expect(200).attributes("href");
    let link = paths.into_iter().find(|path| path.starts_with(&format!("{sharing}/links/"))).expect("its page");
    let token = owner.get(&link).await.expect(200).token_of(&link);
    let wrong = |ends| {
        let fields = [("token", token.as_str()), ("role", "viewer"), ("ends", ends), ("label", "Famille")];
        Stop::wrong(link.as_str(), &fields, 422)
    };
    let person = people(owner, &sharing, stops).await;
    stops.extend([
        Stop::at(sharing),
        Stop::at(person),
        Stop::at(link.as_str()),
        wrong("tomorrow"),
        wrong("2020-02-29"),
        Stop::at(format!("{link}/poster")),
    ]);
}

/// A guest on the page of sharing, and the forms for people and links that came back; gives the guest's own page.
async fn people(owner: &Browser, sharing: &str, stops: &mut Vec<Stop>) -> String {
    let (people, links) = (format!("{sharing}/people"), format!("{sharing}/links"));
    let page = owner.get(sharing).await.expect(200);
    let (token, link_token) = (page.token_of(&people), page.token_of(&links));
    let person = |name, address| {
        [("token", token.as_str()), ("name", name), ("address", address), ("role", "viewer"), ("ends", "week")]
    };
    let back = owner.post(&people, &person("Mamie Jeanne", "jeanne@example.org")).await.expect(303).location();
    let share = back.split_once("?new=").expect("a share").1;
    let link = [
        ("token", link_token.as_str()),
        ("role", "viewer"),
        ("ends", "none"),
        ("label", ""),
        ("password", "court"),
        ("downloads", ""),
    ];
    stops.extend([
        Stop::wrong(people.as_str(), &person("", ""), 422),
        Stop::wrong(people.as_str(), &person("Jeanne", "jeanne"), 422),
        Stop::wrong(links.as_str(), &link, 422),
    ]);
    format!("{people}/{share}")
}
