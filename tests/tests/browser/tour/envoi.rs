//! Transfers and deposit boxes as their owner sees them, with their forms as they come back.

use veillee_tests::world::Browser;

use super::Stop;

pub(super) async fn stops(owner: &Browser) -> Vec<Stop> {
    let new = [("title", "Photos du voyage"), ("message", "Bonne lecture"), ("ends", "2026-12-01")];
    let transfer = owner.post("/envoi/", &new).await.expect(303).location();
    let token = owner.get(&transfer).await.expect(200).hidden("veillee-upload", 0);
    let files = [("Le film.mkv", b"un film".as_slice()), ("plan.txt", b"un plan".as_slice())];
    owner.upload(&transfer, &[("veillee-upload", &token)], "files", &files).await.expect(303);
    let file = owner.get(&transfer).await.expect(200).attributes("href");
    let file = file.into_iter().find_map(|link| link.strip_suffix("/replace").map(str::to_owned)).expect("a file");
    let ended = owner.post("/envoi/", &[("title", "Fini"), ("ends", "2026-12-01")]).await.expect(303).location();
    owner.post(&format!("{ended}/end"), &[]).await.expect(303);
    let asked = [("title", "Vos photos"), ("ends", "2026-12-01"), ("files", "10"), ("gigabytes", "1")];
    let deposit_box = owner.post("/envoi/boxes", &asked).await.expect(303).location();
    vec![
        Stop::at("/envoi/"),
        Stop::wrong("/envoi/", &[("title", ""), ("ends", "hier")], 422),
        Stop::at(transfer.as_str()),
        Stop::at(format!("{transfer}/change")),
        Stop::wrong(format!("{transfer}/change"), &[("title", "Autre"), ("ends", "2026-12-02"), ("version", "0")], 409),
        Stop::at(format!("{transfer}/end")),
        Stop::at(format!("{file}/replace")),
        Stop::at(format!("{file}/remove")),
        Stop::at(ended),
        Stop::at("/envoi/boxes"),
        Stop::wrong("/envoi/boxes", &[("title", "Photos"), ("ends", "2026-12-01"), ("files", "0")], 422),
        Stop::at(deposit_box.as_str()),
        Stop::at(format!("{deposit_box}/close")),
    ]
}
