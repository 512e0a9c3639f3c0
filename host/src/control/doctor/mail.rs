use super::Finding;
use crate::boot::HostHandle;
use crate::mail::{Encryption, Line};
use crate::storage::outbox::MailCounts;
use crate::storage::sql::DatabaseError;

const CHECK: &str = "mail";

/// Whether the server for mail answers and lets us in, and whether mails did not arrive.
pub async fn examine(host: &HostHandle) -> Result<Vec<Finding>, DatabaseError> {
    let mut counts = MailCounts::default();
    for association in host.associations() {
        let own = association.mail_counts().await?;
        counts.waiting += own.waiting;
        counts.failed += own.failed;
        counts.refused += own.refused;
    }
    let mut findings = vec![server(host, counts).await];
    let lost = counts.failed + counts.refused;
    if lost > 0 {
        let says = format!("{lost} of the last 30 days did not arrive");
        findings.push(Finding::warning(CHECK, says, "administrators see which, and why, at /-/console/mail"));
    }
    Ok(findings)
}

async fn server(host: &HostHandle, counts: MailCounts) -> Finding {
    let Some(server) = host.sender.server() else {
        // The options are those of `serve`: a command that took the place of the host has none.
        if host.app.reach.get().is_none() {
            return Finding::ok(
                CHECK,
                format!("{} wait; the running host knows whether its server answers", counts.waiting),
            );
        }
        let says = "no server is given: administrators read mails on their console";
        if counts.waiting == 0 {
            return Finding::ok(CHECK, says);
        }
        let says = format!("{says}; {} wait there", counts.waiting);
        return Finding::warning(
            CHECK,
            says,
            "hand them on from /-/console/mail, or give `veillee serve` an --smtp server",
        );
    };
    let place = server.place();
    match Line::open(server).await {
        Ok(line) => {
            line.close().await;
            let how = match server.encryption {
                Encryption::Implicit | Encryption::StartTls => "by TLS",
                Encryption::None => "without TLS",
            };
            Finding::ok(CHECK, format!("{place} answers {how}; {} wait", counts.waiting))
        }
        Err(trouble) => Finding::problem(
            CHECK,
            format!("{place}: {}", trouble.detail),
            "see the options --smtp of `veillee serve`; mails wait up to three days meanwhile",
        ),
    }
}
