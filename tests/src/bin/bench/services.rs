//! What services cost an operator: compiling a package, opening a service, and a thousand associations that rest.

use std::fs;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::host::{self, HostProcess};
use crate::report::{Goal, Report, Table};
use crate::samples::{Samples, now};

const SWITCHES: usize = 40;
const ASSOCIATIONS: usize = 1_000;
const SERVICES: usize = 5;
/// Connections that nobody uses are closed within two minutes.
const REST: Duration = Duration::from_secs(130);
const IDLE: Duration = Duration::from_secs(20);
/// Ticks of the clock that `/proc/PID/stat` counts in (proc(5)): 100 a second on every Linux that Rust runs on.
const TICKS_PER_SECOND: f64 = 100.0;

pub(crate) async fn measure() -> Report {
    let mut report = Report::new("Services");
    compile(&mut report).await;
    switch(&mut report).await;
    rest(&mut report).await;
    report
}

/// Each package on a host that never saw it.
async fn compile(report: &mut Report) {
    report.say("`veillee plugin install FILE` on a running host: start of the command, checks, compiling in a process of its own, sync.");
    let mut table = Table::new(&["package", "size KB", "seconds"]);
    for name in ["hello", "album", "images"] {
        let empty = TempDir::new().expect("a temporary folder");
        let host = HostProcess::start(empty.path(), None).await;
        let package = host::plugins().join(format!("{name}.wasm"));
        let started = now();
        host.order(&["plugin", "install", &package.display().to_string(), "--yes"]).await;
        let seconds = started.elapsed().as_secs_f64();
        host.stop().await;
        let size_bytes = fs::metadata(&package).expect("packed").len();
        table.row([name.to_owned(), (size_bytes / 1_000).to_string(), format!("{seconds:.2}")]);
    }
    report.table(&table);
}

/// The album closed and opened again and again.
async fn switch(report: &mut Report) {
    let host = HostProcess::start(&host::plugins(), None).await;
    let (mut enabling, mut commands) = (Samples::default(), Samples::default());
    for _ in 0..SWITCHES {
        host.order(&["plugin", "disable", "album"]).await;
        let started = now();
        host.order(&["plugin", "enable", "album", "--yes"]).await;
        enabling.add(started.elapsed());
        let started = now();
        host.order(&["association", "list"]).await;
        commands.add(started.elapsed());
    }
    host.stop().await;
    report.say(format!(
        "`veillee plugin enable album` on a running host with the album installed, {SWITCHES} times: from the start of the \
         command to its end. A command that only reads (`association list`) takes {:.0} ms.",
        commands.p50_ms()
    ));
    report.say(format!("- p50 {:.0} ms, p99 {:.0} ms", enabling.p50_ms(), enabling.p99_ms()));
    report.goal("enabling an installed plugin, p50 ms", enabling.p50_ms(), Goal::AtMost(50.0));
}

/// Packages under five names: the code of `hello`.
fn five() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let component = fs::read(host::target().join("guests/wasm32-wasip2/guest/hello.wasm")).expect("hello is built");
    let manifest = include_str!("../../../../examples/hello/plugin.toml");
    for number in 1..=SERVICES {
        let own = manifest.replace("name = \"hello\"", &format!("name = \"hello{number}\""));
        assert_ne!(manifest, own, "the name is written otherwise");
        let file = folder.path().join(format!("hello{number}.wasm"));
        fs::write(file, veillee_engine::pack(&component, &own, &[])).expect("written");
    }
    folder
}

async fn rest(report: &mut Report) {
    let plugins = five();
    let host = HostProcess::start(plugins.path(), None).await;
    let alone_mib = host::memory_mib(host.pid(), "VmRSS");
    let started = now();
    for number in 1..ASSOCIATIONS {
        let (name, domain) = (format!("Association {number}"), format!("a{number}.localhost"));
        host.order(&["association", "create", "--name", &name, "--domain", &domain]).await;
    }
    let created = started.elapsed();
    let busy_mib = host::memory_mib(host.pid(), "VmRSS");
    tokio::time::sleep(REST).await;
    let before = cpu_ticks(host.pid());
    tokio::time::sleep(IDLE).await;
    let ticks = cpu_ticks(host.pid()) - before;
    let memory_mib = host::memory_mib(host.pid(), "VmRSS");
    let files = fs::read_dir(format!("/proc/{}/fd", host.pid())).map_or(0, Iterator::count);
    host.stop().await;
    report.say(format!(
        "{ASSOCIATIONS} associations on SQLite, made one after the other by `veillee association create` ({:.0} ms each), with \
         {SERVICES} services enabled in each and nobody there: {memory_mib:.0} MiB resident after {} s ({alone_mib:.0} MiB with one \
         association, {busy_mib:.0} MiB right after the last was made), {files} open files.",
        created.as_secs_f64() * 1_000.0 / f64::from(u32::try_from(ASSOCIATIONS).unwrap_or(u32::MAX)),
        REST.as_secs(),
    ));
    report.goal("memory, MiB", memory_mib, Goal::AtMost(1_024.0));
    report.goal(
        "share of one core while idle, %",
        ticks / TICKS_PER_SECOND / IDLE.as_secs_f64() * 100.0,
        Goal::AtMost(1.0),
    );
}

/// User and system time of all threads so far.
fn cpu_ticks(pid: u32) -> f64 {
    let text = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")).expect("a running process");
    let (_, fields) = text.rsplit_once(')').expect("a name in brackets");
    let mut fields = fields.split_whitespace().skip(11).map(|field| field.parse::<f64>().expect("a number"));
    fields.next().unwrap_or_default() + fields.next().unwrap_or_default()
}
