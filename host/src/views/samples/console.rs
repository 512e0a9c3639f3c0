//! The pages of the console with sample values.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::{LONG, TITLE, page};
use crate::views::*;
use crate::words::Words;

const NOW_MS: i64 = 1_795_435_200_000;

pub(super) fn samples(words: &'static Words) -> Vec<(&'static str, String)> {
    [services(words), service(words), log(words), usage(words), jobs(words), mail(words), storage(words)].concat()
}

fn shown(words: &'static Words, view: &impl View) -> String {
    page(words, view, Some("Jeanne Moreau"), None)
}

fn services(words: &'static Words) -> Vec<(&'static str, String)> {
    let healths = [
        ("Album", ServiceHealth::Open),
        ("Envoi", ServiceHealth::Paused),
        (TITLE, ServiceHealth::Disabled),
        (LONG, ServiceHealth::Resting),
        ("Agenda", ServiceHealth::Lost),
    ];
    let row = |(title, health): (&str, ServiceHealth)| ServiceRow {
        name: "album".into(),
        title: title.into(),
        version: "1.2.0".into(),
        health,
        waits: health == ServiceHealth::Open,
        failures: 12_345,
    };
    let rows = healths.map(row);
    vec![
        ("console", shown(words, &ConsoleServices { words, rows: &rows })),
        ("console-empty", shown(words, &ConsoleServices { words, rows: &[] })),
    ]
}

fn version(number: &str) -> VersionRow {
    VersionRow { version: number.into(), digest: "0123456789abcdef".repeat(4) }
}

fn wish(means: &str) -> Wish {
    Wish { means: means.into(), reason: "Pour <montrer> ce qui est à vous.".into() }
}

fn fault(kind: &str, detail: Option<&str>) -> FaultRow {
    FaultRow {
        at_ms: NOW_MS,
        kind: kind.into(),
        reference: "7F3A91C2".into(),
        path: detail.map(|_| "/0123/<b>".into()),
        detail: detail.map(Into::into),
    }
}

fn service(words: &'static Words) -> Vec<(&'static str, String)> {
    let kinds = ["trap", "deadline", "memory", "host-calls"];
    let view = |health| ConsoleService {
        words,
        name: "album",
        service_title: TITLE,
        health,
        reason: "Une mise à jour <3",
        until_ms: Some(NOW_MS),
        is_operators: false,
        fell_back: true,
        current: version("1.2.0"),
        previous: Some(version("1.1.0")),
        waiting: Some(WaitingVersion { version: version("1.3.0"), wishes: vec![wish("dire qui peut voir")] }),
        wishes: vec![wish("lire"), Wish { means: "écrire".into(), reason: String::new() }],
        refused: vec![wish("écrire des lignes")],
        keeps: vec!["Garde « album », vu par : tout le monde".into()],
        calls: 1_234,
        failures: 4,
        faults: kinds.map(|kind| fault(kind, Some("panicked at <src>\n  1: main"))).into(),
        reads_guest_words: true,
        pause: PauseForm {
            reason: Field { value: "a\"b".into(), problem: Some(words.say("console-pause-reason")) },
            lasts: "4h".into(),
        },
        deeds: vec![
            ServiceDeed::Resume,
            ServiceDeed::Pause,
            ServiceDeed::Disable,
            ServiceDeed::RollBack,
            ServiceDeed::Agree,
        ],
        form_token: "t",
    };
    let plain = ConsoleService {
        is_operators: true,
        fell_back: false,
        previous: None,
        waiting: None,
        wishes: Vec::new(),
        refused: Vec::new(),
        keeps: Vec::new(),
        calls: 0,
        failures: 0,
        faults: vec![fault("trap", None)],
        reads_guest_words: false,
        pause: PauseForm::default(),
        deeds: Vec::new(),
        ..view(ServiceHealth::Disabled)
    };
    let off = ConsoleService { deeds: vec![ServiceDeed::Enable], reason: "", ..view(ServiceHealth::Disabled) };
    vec![
        ("console-service-resting", shown(words, &view(ServiceHealth::Resting))),
        ("console-service-lost", shown(words, &view(ServiceHealth::Lost))),
        ("console-service-off", shown(words, &off)),
        ("console-service-operators", shown(words, &plain)),
    ]
}

fn log(words: &'static Words) -> Vec<(&'static str, String)> {
    let levels = ["error", "warn", "info", "debug"];
    let row = |level| LogRow { at_ms: NOW_MS, level, message: "panicked at <src/lib.rs>".into() };
    let view = |rows| ConsoleLog { words, name: "album", service_title: "Album <b>", rows, most: 200 };
    vec![
        ("console-log", shown(words, &view(Some(levels.map(row).into())))),
        ("console-log-empty", shown(words, &view(Some(Vec::new())))),
        ("console-log-operators", shown(words, &view(None))),
    ]
}

fn usage(words: &'static Words) -> Vec<(&'static str, String)> {
    let days: Vec<Date> = (0..30).map(|day| date(2026, 10, 25) + day.days()).collect();
    let of_day = |day: u64| DayUse {
        requests: day * day * 1_000,
        errors: day % 4,
        cpu_us: day * 700_000,
        peak_memory_bytes: 3_400_000 + day,
        received_bytes: 0,
        sent_bytes: 45_000_000 * (day % 7),
    };
    let uses: Vec<DayUse> = (0..30).map(of_day).collect();
    let row = |title: &str| ServiceUse { name: "album".into(), title: title.into(), sum: of_day(29) };
    let rows = [row("Album"), row(LONG)];
    vec![
        ("console-usage", shown(words, &ConsoleUsage { words, days: 30, rows: &rows })),
        ("console-usage-empty", shown(words, &ConsoleUsage { words, days: 30, rows: &[] })),
        (
            "console-usage-service",
            shown(words, &ServiceUsePage { words, service_title: TITLE, days: &days, uses: &uses }),
        ),
    ]
}

fn jobs(words: &'static Words) -> Vec<(&'static str, String)> {
    let row = |sort, attempt, due_ms| JobRow {
        id: "0123".into(),
        sort,
        service_title: TITLE.into(),
        name: "prepare".into(),
        created_ms: NOW_MS,
        due_ms,
        attempt,
        error: (attempt > 1).then(|| "the plugin <gave> up".into()),
        form_token: "t".into(),
    };
    let list = |rows: Vec<JobRow>| JobList { rows, is_cut: true };
    let dead = list(vec![row(JobSort::Job, 8, None)]);
    let running = list(vec![row(JobSort::Schedule, 1, Some(NOW_MS))]);
    let waiting = list(vec![row(JobSort::Event, 0, None), row(JobSort::Job, 0, Some(NOW_MS))]);
    let none = JobList::default();
    let full = ConsoleJobs {
        words,
        dead: &dead,
        running: &running,
        waiting: &waiting,
        dropped: &dead,
        reads_guest_words: false,
    };
    let empty =
        ConsoleJobs { words, dead: &none, running: &none, waiting: &none, dropped: &none, reads_guest_words: true };
    vec![("console-jobs", shown(words, &full)), ("console-jobs-empty", shown(words, &empty))]
}

fn mail(words: &'static Words) -> Vec<(&'static str, String)> {
    let row = |standing, hindrance: Option<MailHindrance>, may_be_read| MailRow {
        id: "0123".into(),
        to: "mamie.jeanne@exemple.fr".into(),
        subject: TITLE.into(),
        standing,
        created_ms: NOW_MS,
        tries: u32::from(hindrance.is_some()),
        hindrance,
        detail: hindrance.map(|_| "550 5.1.1 <b>unknown</b>".into()).unwrap_or_default(),
        may_be_read,
        may_retry: true,
        form_token: "t".into(),
    };
    let waiting = MailStanding::Waiting { next_ms: NOW_MS };
    let hindrances = [
        (waiting, MailHindrance::Connection),
        (waiting, MailHindrance::Encryption),
        (waiting, MailHindrance::SignIn),
        (MailStanding::Sending, MailHindrance::Stopped),
        (MailStanding::Failed, MailHindrance::Sender),
        (MailStanding::Refused, MailHindrance::Recipient),
        (MailStanding::Refused, MailHindrance::Content),
        (MailStanding::Refused, MailHindrance::Unwritable),
        (MailStanding::Refused, MailHindrance::Returned),
    ];
    let mut sent: Vec<MailRow> = hindrances.map(|(standing, why)| row(standing, Some(why), false)).into();
    sent.push(row(MailStanding::Sent { at_ms: NOW_MS }, None, false));
    let kept = [row(waiting, None, true)];
    let text = ConsoleMailText {
        words,
        subject: TITLE,
        to: "mamie.jeanne@exemple.fr",
        created_ms: NOW_MS,
        text: "Bonjour <b>Jeanne</b>,\n\nOuvrir :\nhttps://a.example/-/x\n\n-- \nA",
    };
    let view = |rows, sends_mail| ConsoleMail { words, rows, is_cut: true, sends_mail };
    vec![
        ("console-mail", shown(words, &view(&sent, true))),
        ("console-mail-off", shown(words, &view(&kept, false))),
        ("console-mail-empty", shown(words, &view(&[], true))),
        ("console-mail-text", shown(words, &text)),
    ]
}

fn storage(words: &'static Words) -> Vec<(&'static str, String)> {
    let room = |level, hard_bytes| RoomRow {
        used_bytes: 38_000_000_000,
        reserved_bytes: 12_000_000,
        objects: 12_345,
        soft_bytes: Some(35_000_000_000),
        hard_bytes,
        level,
    };
    let full = ConsoleStorage {
        words,
        whole: room(SpaceLevel::Full, Some(38_000_000_000)),
        counted_ms: NOW_MS,
        own: room(SpaceLevel::Soft, None),
        each_person_bytes: Some(5_000_000_000),
        scrub: ScrubRow {
            running: Some((NOW_MS, 12_000_000)),
            last: Some((NOW_MS, 38_000_000_000)),
            damaged: 2,
            objects: vec![
                DamagedRow {
                    kind: "Photo".into(),
                    seen: Some(("/album/0123".into(), TITLE.into())),
                    id: "0124".into(),
                },
                DamagedRow { kind: "Photo".into(), seen: None, id: "0125".into() },
            ],
            is_cut: true,
        },
        last_backup: LastBackup::EndedAt(NOW_MS),
    };
    let empty = RoomRow {
        used_bytes: 0,
        reserved_bytes: 0,
        objects: 0,
        soft_bytes: None,
        hard_bytes: None,
        level: SpaceLevel::Free,
    };
    let first = ConsoleStorage {
        words,
        whole: empty,
        counted_ms: NOW_MS,
        own: empty,
        each_person_bytes: None,
        scrub: ScrubRow::default(),
        last_backup: LastBackup::Never,
    };
    let several = ConsoleStorage {
        words,
        whole: empty,
        counted_ms: NOW_MS,
        own: empty,
        each_person_bytes: None,
        scrub: ScrubRow::default(),
        last_backup: LastBackup::Operators,
    };
    vec![
        ("console-storage", shown(words, &full)),
        ("console-storage-first", shown(words, &first)),
        ("console-storage-several", shown(words, &several)),
    ]
}
