//! Mails on their way: the host gives them to a real server, and another program than ours reads what lies in the mailbox.

use std::cell::RefCell;

use veillee::mail::MailServer;
use veillee::web::Reach;
use veillee_tests::services::{Postfix, ReadMail, postfix, read_mail};
use veillee_tests::world::World;

/// The mailbox of one person at `example.org`.
pub(super) struct Post {
    postfix: Postfix,
    mailbox: &'static str,
    read: RefCell<Vec<Vec<u8>>>,
}

impl Post {
    /// None without a server, and the test is written down as not run.
    pub(super) fn of(mailbox: &'static str) -> Option<Self> {
        Some(Self { postfix: postfix(&[mailbox])?, mailbox, read: RefCell::default() })
    }

    /// A world that sends its mails there, with links that lead to it.
    pub(super) async fn world(&self) -> World {
        let server = MailServer::parse(&self.postfix.address(), "contact@example.org").expect("a server");
        let world = World::new().await.with_mail_server(server).await;
        let reach = Reach { is_https: false, port: world.address.port(), public_port: None };
        world.host.app.reach.set(reach).expect("nobody said so before");
        world
    }

    /// The mail that came since the last one. None without a reader.
    pub(super) async fn next(&self, world: &World) -> Option<ReadMail> {
        while world.host.sender.send_due().await > 0 {}
        let mut read = self.read.borrow_mut();
        let lying = self.postfix.letters(self.mailbox, read.len() + 1);
        let mut new = lying.into_iter().filter(|letter| !read.contains(letter));
        let letter = new.next().expect("one that was not read");
        assert_eq!(new.count(), 0, "one at a time");
        read.push(letter.clone());
        read_mail(&letter)
    }
}
