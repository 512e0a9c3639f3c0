use std::fs;
use std::io::Read as _;
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::{POLL, START_POLLS, TestAuthority, free_address, not_run, program};

/// A machine that does much else answers late.
const GREETING_WAIT: Duration = Duration::from_secs(10);

/// A running Postfix with a queue and a configuration of its own, which takes mail for `example.org` and delivers it into
/// folders; nothing leaves this machine, and what is for `late@example.org` comes back after it was taken. Dropping it stops the server.
pub struct Postfix {
    /// Where it listens on 127.0.0.1, and offers STARTTLS.
    pub port: u16,
    /// Vouches for its certificate, which is for `localhost`, in PEM.
    pub root: PathBuf,
    folder: TempDir,
    daemons: PathBuf,
    server: Option<Child>,
}

/// Folders of the queue, as `postfix-files` of Postfix has them.
const QUEUE: [&str; 11] =
    ["active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"];

/// Nobody's, on Debian: who owns the mailboxes.
const NOBODY: u32 = 65_534;

const SERVICES: &str = "cleanup unix n - n - 0 cleanup\nqmgr unix n - n 300 1 qmgr\ntlsmgr unix - - n 1000? 1 tlsmgr\n\
    rewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\ndefer unix - - n - 0 bounce\n\
    trace unix - - n - 0 bounce\nproxymap unix - - n - - proxymap\nerror unix - - n - - error\n\
    retry unix - - n - - error\nvirtual unix - n n - - virtual\nanvil unix - - n - 1 anvil\n\
    postlog unix-dgram n - n - 1 postlogd\n";

/// Starts Postfix with these mailboxes of `example.org`, or gives `None` (then the test is written down as not run).
///
/// # Panics
/// When Postfix is installed and does not start.
pub fn postfix(mailboxes: &[&str]) -> Option<Postfix> {
    let path = program("VEILLEE_POSTFIX", "Postfix")?;
    // It gives up the rights of root itself, and starts without them for nobody.
    let Some(owner) = id("-u", "postfix").filter(|_| id("-u", "").is_some_and(|own| own == 0)) else {
        not_run("Postfix starts for root alone");
        return None;
    };
    let group = id("-g", "postdrop").unwrap_or(owner);
    let folder = TempDir::new().expect("a temporary folder");
    let (chain, key) = TestAuthority::new().leave(folder.path());
    let port = free_address().port();
    let daemons = postconf(&path, "daemon_directory");
    let main = main_cf(folder.path(), &daemons, mailboxes, (&chain, &key));
    lay_out(folder.path(), (owner, group));
    fs::write(folder.path().join("etc/main.cf"), main).expect("room");
    let listener = format!("127.0.0.1:{port} inet n - n - - smtpd\n");
    fs::write(folder.path().join("etc/master.cf"), listener + SERVICES).expect("room");
    let root = folder.path().join("root.pem");
    let mut postfix = Postfix { port, root, folder, daemons, server: None };
    postfix.start();
    Some(postfix)
}

impl Postfix {
    /// Where it is, for `--smtp`.
    pub fn address(&self) -> String {
        format!("smtp-plain://127.0.0.1:{}", self.port)
    }

    /// The same with STARTTLS.
    pub fn tls_address(&self) -> String {
        format!("smtp://localhost:{}", self.port)
    }

    /// Starts it, also once more after [`Self::stop`]: what it had taken is there.
    pub fn start(&mut self) {
        let server = Command::new(self.daemons.join("master"))
            .arg("-c")
            .arg(self.folder.path().join("etc"))
            .arg("-d")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // It ends its own group, and shall not end ours.
            .process_group(0)
            .spawn()
            .expect("Postfix runs");
        self.server = Some(server);
        for _ in 0..START_POLLS {
            if self.greets() {
                return;
            }
            thread::sleep(POLL);
        }
        panic!("Postfix does not answer: {}", self.log());
    }

    /// Whether it takes mails: it listens before it has somebody who answers (RFC 5321, 3.1).
    fn greets(&self) -> bool {
        let Ok(mut connection) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let mut greeting = [0; 4];
        let heard =
            connection.set_read_timeout(Some(GREETING_WAIT)).and_then(|()| connection.read_exact(&mut greeting));
        heard.is_ok() && greeting == *b"220 "
    }

    pub fn stop(&mut self) {
        let Some(mut server) = self.server.take() else { return };
        let _ = Command::new("kill").arg(server.id().to_string()).status();
        let _ = server.wait();
    }

    /// What lies in a mailbox, once so many letters do.
    ///
    /// # Panics
    /// When they do not come.
    pub fn letters(&self, mailbox: &str, count: usize) -> Vec<Vec<u8>> {
        for _ in 0..START_POLLS {
            if self.lying(mailbox).len() >= count {
                break;
            }
            thread::sleep(POLL);
        }
        let found = self.lying(mailbox);
        assert!(found.len() >= count, "{} of {count} letters came: {}", found.len(), self.log());
        found
    }

    /// What lies in a mailbox once all that Postfix had taken is delivered.
    pub fn all_letters(&self, mailbox: &str) -> Vec<Vec<u8>> {
        let waits = |queue: &str| {
            let folder = self.folder.path().join("queue").join(queue);
            fs::read_dir(folder).is_ok_and(|entries| entries.flatten().any(|entry| entry.path().is_file()))
        };
        for _ in 0..START_POLLS {
            if !["incoming", "active", "deferred"].into_iter().any(waits) {
                break;
            }
            thread::sleep(POLL);
        }
        self.lying(mailbox)
    }

    fn lying(&self, mailbox: &str) -> Vec<Vec<u8>> {
        let folder = self.folder.path().join("mail").join(mailbox).join("new");
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| fs::read(entry.path()).expect("a letter")).collect()
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("data/log")).unwrap_or_default()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        self.stop();
    }
}

impl TestAuthority {
    /// Its own certificate as `root.pem`, and one for `localhost`: the files of chain and key.
    fn leave(&self, folder: &Path) -> (PathBuf, PathBuf) {
        fs::write(folder.join("root.pem"), self.pem()).expect("room");
        self.issue(&["localhost"], 2100).write(folder)
    }
}

fn main_cf(folder: &Path, daemons: &Path, mailboxes: &[&str], (chain, key): (&Path, &Path)) -> String {
    let place = folder.display();
    let boxes: Vec<String> = mailboxes.iter().map(|name| format!("{{ {name}@example.org = {name}/ }}")).collect();
    format!(
        "compatibility_level = 3.6\nqueue_directory = {place}/queue\ndata_directory = {place}/data\n\
         daemon_directory = {}\nmail_owner = postfix\nsetgid_group = postdrop\n\
         inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmyhostname = mail.example.org\nmydestination =\n\
         mynetworks = 127.0.0.0/8\nrecipient_delimiter = +\n\
         virtual_alias_maps = inline:{{ {{ late@example.org = late@gone.example }} }}\nalias_maps =\nalias_database =\n\
         virtual_mailbox_domains = example.org\nvirtual_mailbox_base = {place}/mail\n\
         virtual_mailbox_maps = inline:{{ {} }}\nvirtual_minimum_uid = 1\n\
         virtual_uid_maps = static:{NOBODY}\nvirtual_gid_maps = static:{NOBODY}\n\
         smtpd_tls_security_level = may\nsmtpd_tls_cert_file = {}\nsmtpd_tls_key_file = {}\nsmtpd_tls_loglevel = 1\n\
         default_transport = error:nothing leaves this machine\nrelay_transport = error:nothing leaves this machine\n\
         maillog_file = {place}/data/log\nmaillog_file_prefixes = {place}\n",
        daemons.display(),
        boxes.join(" "),
        chain.display(),
        key.display(),
    )
}

/// The folders with the owners that Postfix wants.
fn lay_out(folder: &Path, (owner, group): (u32, u32)) {
    let open = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("rights");
    // Its parts run as others, who must get this far.
    open(folder, 0o755);
    for name in ["etc", "data", "mail", "queue", "queue/pid"] {
        fs::create_dir(folder.join(name)).expect("a folder");
    }
    chown(folder.join("data"), Some(owner), None).expect("an owner");
    chown(folder.join("mail"), Some(NOBODY), None).expect("an owner");
    for name in QUEUE {
        let path = folder.join("queue").join(name);
        fs::create_dir(&path).expect("a folder");
        chown(&path, Some(owner), None).expect("an owner");
        open(&path, 0o700);
    }
    for (name, mode) in [("public", 0o710), ("maildrop", 0o730)] {
        let path = folder.join("queue").join(name);
        fs::create_dir(&path).expect("a folder");
        chown(&path, Some(owner), Some(group)).expect("an owner");
        open(&path, mode);
    }
}

/// The number of a user (`-u`), of ourselves without a name, or of a group by its entry.
fn id(which: &str, name: &str) -> Option<u32> {
    if which == "-g" {
        let groups = fs::read_to_string("/etc/group").ok()?;
        let line = groups.lines().find(|line| line.starts_with(&format!("{name}:")))?;
        return line.split(':').nth(2)?.parse().ok();
    }
    let mut command = Command::new("id");
    command.arg(which);
    if !name.is_empty() {
        command.arg(name);
    }
    String::from_utf8(command.output().ok()?.stdout).ok()?.trim().parse().ok()
}

fn postconf(postfix: &Path, name: &str) -> PathBuf {
    let said =
        Command::new(postfix.with_file_name("postconf")).args(["-d", "-h", name]).output().expect("postconf runs");
    PathBuf::from(String::from_utf8(said.stdout).expect("text").trim())
}
