//! Transfers and deposit boxes, as their owner sees them.

use tempfile::TempDir;

use crate::camera::Camera;

pub async fn take(camera: &Camera) {
    camera.take_at("envoi-empty", "/envoi/").await;
    camera.write("form[action='/envoi/'] input[name=title]", "Photos du voyage").await;
    camera.write("form[action='/envoi/'] textarea", "Bonne lecture !").await;
    camera.click("form[action='/envoi/'] button").await;
    let transfer = camera.path().await;
    camera.take("envoi-transfer-empty").await;
    send_files(camera, &transfer).await;
    camera.take("envoi-transfer").await;
    camera.take_at("envoi-change", &format!("{transfer}/change")).await;
    camera.take_at("envoi-end", &format!("{transfer}/end")).await;
    camera.take_at("envoi", "/envoi/").await;
    camera.take_at("envoi-boxes-empty", "/envoi/boxes").await;
    camera.write("form[action='/envoi/boxes'] input[name=title]", "Vos photos de la fête").await;
    camera.click("form[action='/envoi/boxes'] button").await;
    let deposit_box = camera.path().await;
    camera.take("envoi-box").await;
    camera.take_at("envoi-box-close", &format!("{deposit_box}/close")).await;
}

async fn send_files(camera: &Camera, transfer: &str) {
    let folder = TempDir::new().expect("a folder");
    let names = [
        "Le film de la fête.mkv",
        "Compte rendu de l’assemblée générale extraordinaire du 12 septembre 2026.pdf",
        "a.txt",
    ];
    let mut paths = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let path = folder.path().join(name);
        std::fs::write(&path, vec![7; 1_500_000 / (number * number * 100 + 1)]).expect("a file on the disk");
        paths.push(path.to_str().expect("a plain path").to_owned());
    }
    camera.write("input[type=file]", &paths.join("\n")).await;
    camera.click(&format!("form[action='{transfer}'] button:not(veillee-upload *)")).await;
    camera.until("return location.search.includes('added')").await;
}
