//! A disk that fills up: writing is refused with a kind word, reading goes on, and room brings everything back.

use std::path::PathBuf;
use std::process::Command;

use veillee_tests::services::not_run;
use veillee_tests::world::{Backend, jpeg, program};

use super::program::{House, Running, careful};

/// Room for a host that has just started, and a few photos.
const DISK: &str = "24m";

/// The program in a mount namespace of its own, where its data folder is a small disk.
fn start(house: &House) -> Option<Running> {
    let works = Command::new("unshare").args(["--user", "--map-root-user", "--mount", "true"]).status();
    if !works.is_ok_and(|status| status.success()) {
        not_run("this system lets nobody make a small disk (unshare)");
        return None;
    }
    std::fs::create_dir(house.data()).expect("a folder");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c"]);
    command.arg(format!("mount -t tmpfs -o size={DISK} none \"$0\" && exec \"$@\""));
    command.arg(house.data()).arg(program());
    Some(house.start_under(command))
}

/// The data folder as the program sees it.
fn seen_by(running: &Running, house: &House) -> PathBuf {
    let inside = house.data();
    let inside = inside.strip_prefix("/").expect("a whole path");
    PathBuf::from(format!("/proc/{}/root", running.child.id())).join(inside)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_writing_kindly_reads_on_and_comes_back() {
    let house = House::on(Backend::Sqlite).await.expect("SQLite is built in");
    let Some(running) = start(&house) else { return };
    let anne = running.administrator(&house).await;
    let album = anne.album("Un").await;
    let kept = jpeg(1, 300_000);
    let small = jpeg(2, 2_000);
    let paths = anne.add_photos(&album, &[("a.jpg", &kept), ("b.jpg", &small)]).await;
    assert_eq!(paths.len(), 2);
    let token = anne.get(&album).await.expect(200).hidden("veillee-upload", 0);
    let filler = seen_by(&running, &house).join("filler");
    // A write that ends with the disk full is no failure here: it is what is wanted.
    std::fs::write(&filler, vec![1; 64 * 1024 * 1024]).expect_err("the disk is small");
    let (mut refused, mut read) = (0, 0);
    for number in 0..20_u32 {
        let photo = jpeg(10 + number, 400_000);
        let (status, text) =
            careful::upload(&anne, &album, &token, &[("c.jpg", &photo)]).await.expect("the program answers");
        assert_eq!(status.as_u16(), 507, "{text}");
        assert!(text.contains("<h1") && !text.contains("SQLITE"), "{text}");
        let (status, text) =
            careful::post(&anne, "/album/", &format!("title=Plein-{number}")).await.expect("an answer");
        assert!(matches!(status.as_u16(), 303 | 507), "{status}: {text}");
        refused += u32::from(status.as_u16() == 507);
        for (path, photo) in paths.iter().zip([&kept, &small]) {
            let body = anne.get(path).await.expect(200).body;
            read += u32::from([&kept, &small].iter().any(|known| body == known.as_slice()) && !photo.is_empty());
        }
        assert_eq!(anne.get(&album).await.expect(200).text().matches("src=\"/-/blob/").count(), 2, "nothing half-made");
    }
    println!("a full disk: 20 uploads and {refused} of 20 albums refused with 507, {read} of 40 photos read meanwhile");
    assert_eq!(read, 40);
    std::fs::remove_file(&filler).expect("room again");
    let after = anne.add_photos(&album, &[("d.jpg", &jpeg(99, 400_000)), ("e.jpg", &jpeg(98, 1_000))]).await;
    assert_eq!(after.len(), 4, "writing goes on without a restart");
    running.stop();
}
