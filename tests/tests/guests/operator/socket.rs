use std::io::{Read as _, Write as _};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::time::Duration;

use veillee_tests::services::not_run;
use veillee_tests::world::{PASSWORD, Real, json, program, refused};

use super::{account, with_association};

#[test]
fn what_a_killed_host_leaves_is_in_nobodys_way() {
    let real = with_association();
    for round in 0..3 {
        real.serve(&[]).kill();
        assert!(real.data.join("control.sock").metadata().unwrap().file_type().is_socket());
        // A command on the stopped host passes over it, and the next host takes its place.
        json(&real.run_with(&account(&format!("a{round}@example.org"), "member"), PASSWORD));
        let served = real.serve(&[]);
        json(&real.run_with(&account(&format!("b{round}@example.org"), "member"), PASSWORD));
        if round == 2 {
            assert!(served.stop().success());
            assert!(!real.data.join("control.sock").exists());
        }
    }
}

#[test]
fn a_host_killed_in_the_middle_of_commands_has_done_each_wholly_or_not_at_all() {
    let real = with_association();
    for round in 0..5_u64 {
        let served = real.serve(&[]);
        let named = |number: u64| format!("k{round}-{number}@example.org");
        let running: Vec<_> =
            (0..4).map(|number| real.start_with(&account(&named(number), "member"), PASSWORD)).collect();
        std::thread::sleep(Duration::from_millis(20 * round));
        served.kill();
        for (number, child) in (0..).zip(running) {
            let done = veillee_tests::world::finish(child).status.success();
            let again = real.run_with(&account(&named(number), "member"), PASSWORD);
            // Acknowledged means durable: then it is taken. What was not acknowledged may be either.
            assert!(if done { again.status.code() == Some(2) } else { matches!(again.status.code(), Some(0 | 2)) });
        }
    }
}

#[test]
fn a_data_folder_with_a_very_long_path_is_reached() {
    let name = ["a-folder-whose-name-is-long"; 8].join("/");
    let real = Real::below(&format!("{name}/data"));
    assert!(real.data.as_os_str().len() > 200);
    let served = real.serve(&[]);
    json(&real.run_with(&account("anne@example.org", "admin"), PASSWORD));
    served.kill();
    json(&real.run_with(&account("bob@example.org", "member"), PASSWORD));
}

#[test]
fn the_socket_is_for_the_hosts_user_alone() {
    let real = with_association();
    let _served = real.serve(&[]);
    let socket = real.data.join("control.sock");
    assert_eq!(socket.metadata().unwrap().mode() & 0o7777, 0o600);
    if socket.metadata().unwrap().uid() != 0 {
        return not_run("only root can try as another user");
    }
    // The folders are open and the socket too: the host itself looks at who asks.
    let listed = |expected: &str| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(program());
        let output = command.args(["association", "list", "--data"]).arg(&real.data).output().unwrap();
        let sentence = refused(&output, if expected.contains("user") { 2 } else { 1 });
        assert!(sentence.contains(expected), "{sentence}");
    };
    for folder in [real.folder.path(), &real.data] {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    listed("belongs to another user");
    std::fs::set_permissions(&socket, std::fs::Permissions::from_mode(0o666)).unwrap();
    listed("ended before it answered");
    std::fs::set_permissions(&real.data, std::fs::Permissions::from_mode(0o700)).unwrap();
    listed("belongs to another user");
}

#[test]
fn what_is_no_order_is_refused_and_the_host_goes_on() {
    let real = with_association();
    let _served = real.serve(&[]);
    let say = |bytes: &[u8]| {
        let mut stream = UnixStream::connect(real.data.join("control.sock")).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(bytes).ok();
        stream.shutdown(std::net::Shutdown::Write).ok();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok();
        answer
    };
    for unknown in ["{}\n", "\"association\"\n", "{\"association\":{\"vanish\":{}}}\n", "[[[\n", "\n"] {
        let answer = say(unknown.as_bytes());
        assert!(answer.starts_with("{\"problem\":") && answer.contains("another version"), "{answer}");
    }
    // Cut short, or longer than an order may be.
    assert_eq!(say(b"{\"association\":\"li"), "");
    assert_eq!(say(&vec![b'['; 100_000]), "");
    let many: Vec<UnixStream> = (0..40).map(|_| UnixStream::connect(real.data.join("control.sock")).unwrap()).collect();
    drop(many);
    assert_eq!(real.json(&["association", "list"]).as_array().unwrap().len(), 1);
}
