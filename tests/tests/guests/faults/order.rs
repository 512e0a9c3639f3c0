//! What is on the disk when the answer leaves, read from the calls that the program makes.

use veillee_tests::world::{Backend, jpeg};

use super::program::{House, pause};
use super::strace::Watch;

/// The calls of one log in the order in which they ended well.
struct Calls {
    lines: Vec<String>,
}

impl Calls {
    /// Takes calls that were interrupted by others' lines together again.
    fn parse(log: &str) -> Self {
        let mut open = std::collections::HashMap::new();
        let mut lines = Vec::new();
        for line in log.lines() {
            let (thread, call) = line.split_once(' ').expect("a thread and a call");
            let call = call.trim_start();
            if let Some(start) = call.strip_suffix(" <unfinished ...>") {
                open.insert(thread.to_owned(), start.to_owned());
            } else if call.starts_with("<...") {
                let rest = call.split_once("resumed>").map_or("", |(_, rest)| rest);
                lines.push(open.remove(thread).unwrap_or_default() + rest);
            } else {
                lines.push(call.to_owned());
            }
        }
        Self { lines }
    }

    /// Where a call of one of these names on this place ended, after `from`.
    fn find(&self, from: usize, names: &[&str], place: impl Fn(&str) -> bool) -> Option<usize> {
        let wanted = |line: &String| {
            names.iter().any(|name| line.starts_with(&format!("{name}("))) && place(line) && !line.contains("= -1")
        };
        (from..self.lines.len()).find(|at| wanted(&self.lines[*at]))
    }

    #[track_caller]
    fn expect(&self, from: usize, what: &str, names: &[&str], place: impl Fn(&str) -> bool) -> usize {
        self.find(from, names, place)
            .unwrap_or_else(|| panic!("{what} is missing after line {from} of\n{}", self.lines.join("\n")))
    }
}

const TRACED: &str = "trace=write,pwrite64,fsync,fdatasync,sendto,sendmsg,writev";

/// The last name of the path that strace shows for the first descriptor: of a segment 32 digits, of its folder two.
fn last_name(line: &str) -> &str {
    let path = line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(path, _)| path);
    path.rsplit_once('/').map_or("", |(_, name)| name)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_leaves_after_everything_it_speaks_of_is_on_the_disk() {
    let house = House::on(Backend::Sqlite).await.expect("SQLite is built in");
    let running = house.start();
    let anne = running.administrator(&house).await;
    let album = anne.album("Un").await;
    for size_bytes in [4_000, 200_000] {
        let log = house.folder.path().join("calls");
        let token = anne.get(&album).await.expect(200).hidden("veillee-upload", 0);
        pause(100).await;
        let Some(watch) = Watch::on(&running, &["-e", TRACED], &log) else { return };
        let photo = jpeg(1, size_bytes);
        anne.upload(&album, &[("veillee-upload", &token)], "photos", &[("a.jpg", &photo)]).await.expect(303);
        watch.end();
        let calls = Calls::parse(&std::fs::read_to_string(&log).expect("a log"));
        let mut at = 0;
        let in_segments = |line: &str| line.contains("/segments/");
        if size_bytes > 16 * 1024 {
            let in_file = |line: &str| in_segments(line) && last_name(line).len() == 32;
            at = calls.expect(at, "the write of a segment", &["write"], in_file);
            at = calls.expect(at, "the sync of the segment", &["fsync", "fdatasync"], in_file);
            at = calls.expect(at, "the sync of its folder", &["fsync"], |line| {
                in_segments(line) && last_name(line).len() == 2
            });
        } else {
            assert_eq!(calls.find(0, &["write", "fsync"], in_segments), None, "a small photo has no file");
        }
        let is_log = |line: &str| line.contains("association.db-wal");
        at = calls.expect(at, "the write of the commit", &["pwrite64"], is_log);
        at = calls.expect(at, "the sync of the commit", &["fdatasync", "fsync"], is_log);
        let is_answer = |line: &str| line.contains("HTTP/1.1 303");
        let sends = ["sendto", "sendmsg", "write", "writev"];
        let answer = calls.expect(at, "the answer after it", &sends, is_answer);
        assert_eq!(calls.find(0, &sends, is_answer), Some(answer), "nothing was told before");
        let syncs = calls.lines[..answer].iter().filter(|line| line.starts_with("fsync") || line.starts_with("fdata"));
        println!("a photo of {size_bytes} bytes: {} syncs before the answer", syncs.count());
    }
    running.stop();
}
