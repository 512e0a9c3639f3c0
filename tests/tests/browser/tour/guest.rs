//! An album for those who were given its link, in English and in colours that the association chose.

use veillee_tests::world::{Browser, World, camera_jpeg, id_of};

use super::{Stop, photo_id};

pub(super) async fn stops(world: &World) -> (Browser, Vec<Stop>) {
    let anne = world.administrator().await;
    choose_colours(&anne).await;
    let (album, photos) = anne.album_with_photos("Vacances", 3).await;
    anne.post(&format!("{album}/approval"), &[("approval", "yes")]).await.expect(303);
    let link = anne.share_by_link(&album, "contributor", "none").await;
    let guest = world.browser();
    guest.get("/-/language?to=en&then=/").await.expect(303);
    guest.visit(&link).await.expect(200);
    let all = guest.add_photos(&album, &[("mine.jpg", &camera_jpeg(40, 30, 1))]).await;
    let own = all.iter().find(|photo| !photos.contains(photo)).expect("a photo that waits");
    let own = format!("{album}/{}", photo_id(own));
    let locked = locked_link(&anne).await;
    let stops = vec![
        Stop::at("/"),
        Stop::at("/album/"),
        Stop::at(album.as_str()),
        Stop::at(format!("{album}/{}", photo_id(&photos[0]))),
        Stop::at(own.as_str()),
        Stop::at(format!("{own}/trash")),
        Stop::at(format!("{album}/choose")),
        Stop::at("/-/trash"),
        Stop::at(locked),
        // Seen, but not hers to do.
        Stop::answered(format!("/-/share/{}", id_of(&album)), 403),
        Stop::answered("/nothing", 404),
    ];
    (guest, stops)
}

/// A link with a password, to something else.
async fn locked_link(owner: &Browser) -> String {
    let sharing = format!("/-/share/{}", id_of(&owner.album("Réservé").await));
    let links = format!("{sharing}/links");
    let token = owner.get(&sharing).await.expect(200).token_of(&links);
    let terms = [("role", "viewer"), ("ends", "none"), ("label", ""), ("password", "soleil cerise")];
    owner.post(&links, &[vec![("token", token.as_str())], terms.to_vec()].concat()).await.expect(303);
    let values = owner.get(&sharing).await.expect(200).attributes("value");
    values.iter().find_map(|value| value.find("/-/s/").map(|at| value[at..].to_owned())).expect("a link")
}

/// Yellow, which nobody could read on paper: the host moves it.
async fn choose_colours(administrator: &Browser) {
    let action = "/-/settings/colours";
    let token = administrator.get("/-/settings").await.expect(200).token_of(action);
    let fields = [("token", token.as_str()), ("accent", "#ffe000"), ("glow", "#d8efe4"), ("deed", "save")];
    administrator.post(action, &fields).await.expect(303);
}
