use veillee_tests::world::Real;

use super::with_association;

const ID: &str = "abcdefghijklmnopqrstuvwx23";

/// What a mail server hands on, about a mail of this id.
fn report(action: &str, id: &str) -> String {
    format!(
        "From: MAILER-DAEMON@example.org\r\nTo: bounces+{id}@example.org\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\nAction: {action}\r\n\
         Status: 5.1.1\r\n\r\n--b--\r\n"
    )
}

fn said(real: &Real, letter: &str, code: i32) -> String {
    let output = real.run_with(&["mail", "bounce"], letter);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.lines().count() <= 1, "one sentence: {said}");
    said
}

#[test]
fn a_mail_server_hears_by_the_code_whether_to_come_again() {
    let real = with_association();
    let served = real.serve(&[]);
    assert!(said(&real, "From: a@example.org\r\n\r\nBonjour\r\n", 65).contains("no report"));
    assert!(said(&real, "", 65).contains("no report"));
    assert!(said(&real, &report("failed", "somebody"), 65).contains("names no mail"));
    assert!(said(&real, &report("failed", ID), 65).contains("no mail of this host"));
    assert_eq!(said(&real, &report("delayed", ID), 0), "");
    assert!(said(&real, &"x".repeat(3 * 1024 * 1024), 65).contains("longer than"));
    assert!(served.stop().success());
    let nowhere = Real::new();
    assert!(said(&nowhere, &report("failed", ID), 75).contains("no data"));
}
