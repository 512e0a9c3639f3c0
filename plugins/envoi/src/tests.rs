//! The service without a host: what pages say, and what is kept.

mod boxes;

use veillee_sdk::testing::{MemoryDoor, with_every_fault};
use veillee_sdk::{Capability, Error, Receipt, Request, Response, Service as _, Time, Verdict};

use crate::Envoi;

const DAY_MS: i64 = 86_400_000;

/// 2026-11-23T12:00:00Z, for whoever reads French.
fn door() -> MemoryDoor {
    MemoryDoor::new().locale("fr").at(Time::from_ms(1_795_435_200_000))
}

fn page(door: &mut MemoryDoor, request: &Request) -> (u16, String) {
    match door.answer(&Envoi, request) {
        Ok(Response::Page { main, status, .. }) => (status, main),
        other => panic!("a page, not {other:?}"),
    }
}

fn new_transfer(title: &str, ends: &str) -> Request {
    Request::post("/").with_form("title", title).with_form("message", "Bonjour").with_form("ends", ends)
}

/// A transfer with these files; its id.
fn transfer(door: &mut MemoryDoor, files: &[(&str, u64)]) -> String {
    let made = door.answer(&Envoi, &new_transfer("Voyage", "2026-12-01"));
    assert!(matches!(made, Ok(Response::SeeOther(_))), "{made:?}");
    let id = door.objects("transfer").last().expect("a transfer").id.clone();
    if !files.is_empty() {
        let added = door.answer(&Envoi, &Request::post(&format!("/{id}")).with_files("files", files));
        assert_eq!(added, Ok(Response::see_other(format!("/{id}?added={}", files.len()))));
    }
    id
}

#[test]
fn a_new_transfer_says_what_is_wrong_and_keeps_what_was_typed() {
    let mut door = door();
    for (title, ends, sentence) in [
        (" ", "2026-12-01", "Remplissez ce champ"),
        ("Voyage", "2026-11-22", "du 2026-11-23 au 2027-02-21"),
        ("Voyage", "2027-02-22", "du 2026-11-23 au 2027-02-21"),
        ("Voyage", "demain", "du 2026-11-23 au 2027-02-21"),
    ] {
        let (status, main) = page(&mut door, &new_transfer(title, ends));
        assert_eq!(status, 422, "{title} {ends}");
        assert!(main.contains(sentence) && main.contains("Bonjour</textarea>"), "{main}");
        assert!(main.contains(&format!("value=\"{ends}\"")), "{main}");
    }
    assert!(door.objects("transfer").is_empty() && door.jobs.is_empty());
    // Today is a day that is not over.
    assert!(door.answer(&Envoi, &new_transfer("Voyage", "2026-11-23")).is_ok());
}

#[test]
fn a_transfer_ends_with_its_day_and_its_job_waits_for_it() {
    let mut door = door();
    let id = transfer(&mut door, &[]);
    let ends = Time::end_of_day("2026-12-01").expect("a day");
    assert_eq!(door.objects("transfer")[0].value("ends-ms"), ends.into());
    let job = &door.jobs[0];
    assert_eq!((job.name.as_str(), job.about.as_str()), ("end", id.as_str()));
    assert_eq!(job.delay_ms, u64::try_from(ends.ms() - 1_795_435_200_000).expect("later"));
    // Two months are longer than a job can wait: it looks again.
    let far = new_transfer("Loin", "2027-02-21");
    assert!(door.answer(&Envoi, &far).is_ok());
    assert_eq!(door.jobs[1].delay_ms, 30 * u64::try_from(DAY_MS).expect("positive"));
    door.jobs.remove(0);
    assert_eq!(door.run_next(&Envoi), Some(Verdict::Done));
    assert_eq!(door.jobs.len(), 1, "it waits once more: {:?}", door.jobs);
}

#[test]
fn files_are_counted_with_their_sizes_and_listed_as_they_were_chosen() {
    let mut door = door();
    let id = transfer(&mut door, &[("b.pdf", 1_500_000), ("a<b>.txt", 500_000)]);
    let (status, main) = page(&mut door, &Request::get(&format!("/{id}")));
    assert_eq!(status, 200);
    assert!(main.contains("2 fichiers, 2\u{a0}Mo. Disponible jusqu’au"), "{main}");
    let (first, second) = (main.find("b.pdf").expect("listed"), main.find("a&lt;b&gt;.txt").expect("listed"));
    assert!(first < second && main.contains("1,5\u{a0}Mo"), "{main}");
    assert!(main.contains("Personne n’a encore pris de fichier."), "{main}");
    let (_, list) = page(&mut door, &Request::get("/"));
    assert!(list.contains("Voyage") && list.contains("2 fichiers, 2\u{a0}Mo") && list.contains("Ouvert"), "{list}");
    let (status, main) = page(&mut door, &Request::post(&format!("/{id}")));
    assert_eq!(status, 422);
    assert!(main.contains("Choisissez d’abord au moins un fichier."), "{main}");
}

#[test]
fn another_file_takes_the_place_of_one_behind_the_same_address() {
    let mut door = door();
    let id = transfer(&mut door, &[("plan.pdf", 1_000)]);
    let file = door.objects("file")[0].id.clone();
    let (_, form) = page(&mut door, &Request::get(&format!("/{id}/{file}/replace")));
    assert!(form.contains(&format!("<veillee-upload into=\"{file}\" collection=\"file\"")), "{form}");
    let other = Request::post(&format!("/{id}/{file}/replace")).with_files("files", &[("plan-2.pdf", 3_000)]);
    assert_eq!(door.answer(&Envoi, &other), Ok(Response::see_other(format!("/{id}?replaced=yes"))));
    let kept = door.objects("file")[0].clone();
    assert_eq!((kept.value("name"), kept.value("@blob:file")), ("plan-2.pdf".into(), 3_000.into()));
    assert_eq!(door.objects("transfer")[0].value("size-bytes"), 3_000.into());
    let (status, _) = page(&mut door, &Request::post(&format!("/{id}/{file}/replace")));
    assert_eq!(status, 422);
}

#[test]
fn a_file_is_removed_after_a_question_and_for_good() {
    let mut door = door();
    let id = transfer(&mut door, &[("plan.pdf", 1_000), ("photo.jpg", 2_000)]);
    let file = door.objects("file")[0].id.clone();
    let path = format!("/{id}/{file}/remove");
    let (_, question) = page(&mut door, &Request::get(&path));
    assert!(question.contains("Retirer « plan.pdf »") || question.contains("Retirer «\u{a0}plan.pdf"), "{question}");
    assert_eq!(door.answer(&Envoi, &Request::post(&path)), Ok(Response::see_other(format!("/{id}?removed-file=yes"))));
    assert_eq!(door.objects("file").len(), 1);
    let transfer = door.objects("transfer")[0].clone();
    assert_eq!((transfer.value("files"), transfer.value("size-bytes")), (1.into(), 2_000.into()));
}

#[test]
fn a_file_is_found_in_its_own_transfer_only() {
    let mut door = door();
    let (id, other) = (transfer(&mut door, &[("plan.pdf", 1_000)]), transfer(&mut door, &[]));
    let file = door.objects("file")[0].id.clone();
    let here = door.answer(&Envoi, &Request::get(&format!("/{id}/{file}")));
    assert_eq!(here, Ok(Response::download(&file, "file")));
    for path in [format!("/{other}/{file}"), format!("/{other}/{file}/replace"), format!("/{other}/{file}/remove")] {
        assert_eq!(door.answer(&Envoi, &Request::get(&path)), Err(Error::NotFound), "{path}");
    }
}

#[test]
fn everything_or_what_was_ticked_is_one_archive() {
    let mut door = door();
    let id = transfer(&mut door, &[("plan.pdf", 1), ("a/b.txt", 2), ("c.txt", 3)]);
    let ids: Vec<String> = door.objects("file").iter().map(|file| file.id.clone()).collect();
    let path = format!("/{id}/download");
    let Ok(Response::Archive { name, entries }) = door.answer(&Envoi, &Request::get(&path)) else {
        panic!("an archive")
    };
    let paths: Vec<&str> = entries.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!((name.as_str(), &paths[..]), ("Voyage", &["plan.pdf", "a-b.txt", "c.txt"][..]));
    let chosen = Request::get(&path).with_query("file", &ids[2]).with_query("file", "unknown");
    let Ok(Response::Archive { entries, .. }) = door.answer(&Envoi, &chosen) else { panic!("an archive") };
    assert_eq!(entries.iter().map(|entry| &entry.object).collect::<Vec<_>>(), [&ids[2]]);
}

#[test]
fn when_it_has_ended_the_bytes_go_and_the_names_stay_for_the_sender() {
    let mut door = door();
    let id = transfer(&mut door, &[("plan.pdf", 1_000)]);
    let (_, question) = page(&mut door, &Request::get(&format!("/{id}/end")));
    assert!(question.contains(&format!("action=\"/envoi/{id}/end\"")), "{question}");
    let ended = Ok(Response::see_other(format!("/{id}?ended=yes")));
    assert_eq!(door.answer(&Envoi, &Request::post(&format!("/{id}/end"))), ended);
    assert_eq!(door.jobs.len(), 1, "the job of before is taken back");
    assert_eq!(door.run_next(&Envoi), Some(Verdict::Done));
    assert!(door.objects("file")[0].blobs.is_empty());
    let (_, main) = page(&mut door, &Request::get(&format!("/{id}")));
    assert!(main.contains("Terminé le") && main.contains("plan.pdf"), "{main}");
    assert!(!main.contains("<veillee-upload") && !main.contains("<veillee-share"), "{main}");
    // What is over is not opened again.
    for path in ["change", "end"] {
        assert_eq!(door.answer(&Envoi, &Request::get(&format!("/{id}/{path}"))), Err(Error::NotFound));
    }
    assert_eq!(door.answer(&Envoi, &Request::post(&format!("/{id}/forget"))), Ok(Response::see_other("/")));
    assert!(door.objects("transfer").is_empty());
}

#[test]
fn whoever_comes_too_late_is_told_kindly() {
    let mut door = door().deny("share");
    let fields = [
        ("title", "Voyage".into()),
        ("ends-ms", 1_795_435_200_000_i64.into()),
        ("files", 1.into()),
        ("size-bytes", 1.into()),
        ("@author-name", "Zoé".into()),
    ];
    let id = door.insert("transfer", None, fields);
    let (status, main) = page(&mut door, &Request::get(&format!("/{id}")));
    assert_eq!(status, 200);
    assert!(main.contains("Cet envoi est terminé") && main.contains("Demandez à Zoé"), "{main}");
}

#[test]
fn a_receiver_sees_who_sent_it_and_no_button_of_the_senders() {
    let mut maker = door();
    let id = transfer(&mut maker, &[("plan.pdf", 1_000), ("photo.jpg", 2_000)]);
    let mut reader = maker.deny("share").deny("create").deny("update");
    let (_, main) = page(&mut reader, &Request::get(&format!("/{id}")));
    assert!(main.contains("Télécharger les 2 fichiers (3\u{a0}ko)"), "{main}");
    assert!(main.contains("type=\"checkbox\" name=\"file\"") && main.contains("Bonjour"), "{main}");
    for hidden in ["/change", "/end", "/replace", "<veillee-upload", "<veillee-share", "Qui a pris quoi"] {
        assert!(!main.contains(hidden), "{hidden}: {main}");
    }
    assert_eq!(reader.answer(&Envoi, &Request::get(&format!("/{id}/change"))), Err(Error::Denied));
}

#[test]
fn the_sender_reads_who_took_what_and_how_often() {
    let mut door = door();
    let id = transfer(&mut door, &[("plan.pdf", 1_000)]);
    let file = door.objects("file")[0].id.clone();
    let taken = |who: &str, times| Receipt {
        object: file.clone(),
        blob: "file".into(),
        who: who.into(),
        at: Time::from_ms(1_795_435_200_000),
        times,
    };
    door.receipts.extend([taken("Mamie <3", 2), taken("", 1)]);
    let (_, main) = page(&mut door, &Request::get(&format!("/{id}")));
    assert!(
        main.contains("Mamie &lt;3") && main.contains("2 fois") && main.contains("Quelqu’un qui a le lien"),
        "{main}"
    );
}

#[test]
fn a_change_by_somebody_faster_is_not_lost_and_what_was_typed_stays() {
    let mut door = door();
    let id = transfer(&mut door, &[]);
    let change = |title: &str, version: &str| {
        let request = Request::post(&format!("/{id}/change")).with_form("title", title).with_form("version", version);
        request.with_form("ends", "2026-12-05")
    };
    let (status, main) = page(&mut door, &change("Autre", "7"));
    assert_eq!(status, 409);
    assert!(main.contains("value=\"Autre\"") && main.contains("Quelqu’un vient de changer"), "{main}");
    assert_eq!(door.answer(&Envoi, &change("Autre", "1")), Ok(Response::see_other(format!("/{id}?saved=yes"))));
    let later = Time::end_of_day("2026-12-05").expect("a day");
    assert_eq!(door.objects("transfer")[0].value("ends-ms"), later.into());
    assert_eq!(door.jobs.len(), 1, "one job waits, for the new end");
}

#[test]
fn what_ended_a_month_ago_is_put_away() {
    let mut door = door();
    let id = transfer(&mut door, &[("plan.pdf", 1)]);
    let job = |door: &mut MemoryDoor| {
        let job = veillee_sdk::NewJob { name: "tidy".into(), about: id.clone(), input: vec![], delay_ms: 0, key: None };
        door.jobs = vec![job];
        door.run_next(&Envoi)
    };
    assert_eq!(job(&mut door), Some(Verdict::Done));
    assert_eq!(door.objects("file")[0].blobs.len(), 1, "not a day too early");
    let mut door = door.at(Time::end_of_day("2026-12-31").expect("a day"));
    assert_eq!(job(&mut door), Some(Verdict::Done));
    assert!(door.objects("transfer").is_empty());
}

#[test]
fn what_fails_is_told_and_nothing_is_half_kept() {
    let mut made = door();
    let id = transfer(&mut made, &[]);
    let upload = Request::post(&format!("/{id}")).with_files("files", &[("a", 1), ("b", 2)]);
    let start = || {
        let mut door = door();
        transfer(&mut door, &[]);
        door
    };
    let tried = with_every_fault(&Envoi, &upload, start, |_, error, answer, door| {
        let harmless = matches!(error, Error::Invalid(_)) && answer.is_ok();
        assert!(harmless || answer.is_err(), "{error:?}: {answer:?}");
        let kept = door.objects("file").len();
        assert!(kept == 0 || kept == 2, "{kept}");
    });
    assert!(tried > 0);
    let mut full = start().room_bytes(1_000);
    let large = Request::post(&format!("/{id}")).with_files("files", &[("a", 5_000)]);
    assert_eq!(full.answer(&Envoi, &large), Err(Error::QuotaExceeded));
}

#[test]
fn every_capability_has_its_reason_in_the_manifest() {
    let manifest = include_str!("../plugin.toml");
    let reasons = manifest.split("[reasons]\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("reasons");
    let keys: Vec<&str> = reasons.lines().filter_map(|line| line.split(" =").next()).collect();
    let named: Vec<&str> = Envoi::CAPABILITIES.iter().copied().map(Capability::key).collect();
    assert_eq!(keys, named);
}
