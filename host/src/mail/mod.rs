//! What waits in the outboxes of all associations is handed to one server, by SMTP.
//!
//! The rows are storage's (`storage/outbox/`), the texts are made by `views::letter`. Here: what is known of the server, a mail
//! as it travels, one connection, and who sends what when. What "sent once" means by SMTP:
//! docs/decisions/0033-mail-out.md.

mod attempt;
mod compose;
mod line;
mod returned;
mod sender;
mod server;

pub use line::{Line, Trouble};
pub use returned::{Returned, Unread, read_returned};
pub use sender::{Sender, SenderParts};
pub use server::{Encryption, MailServer, ServerError, SignIn};
