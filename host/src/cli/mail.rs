use std::path::{Path, PathBuf};

use clap::Args;
use zeroize::Zeroizing;

use crate::limits;
use crate::mail::{MailServer, SignIn};

/// Through which server mails go out.
#[derive(Args)]
pub struct Mail {
    #[expect(clippy::doc_markdown, reason = "help shows it as it stands")]
    /// Server that takes mails: smtps://NAME, or smtp://NAME for STARTTLS, with :PORT where it is an unusual one; smtp-plain://NAME
    /// speaks without TLS, for a server on this machine. Without it, administrators read the mails on their console.
    #[arg(long, value_name = "ADDRESS", requires = "smtp_from")]
    smtp: Option<String>,
    /// Mail address that mails come from; the name of the association stands before it.
    #[arg(long, value_name = "MAIL ADDRESS", requires = "smtp")]
    smtp_from: Option<String>,
    /// Mail address that mails come back to when they cannot be delivered, each with an id behind a `+`; what arrives there is
    /// given to `veillee mail bounce`. Without it, they come back to --smtp-from.
    #[arg(long, value_name = "MAIL ADDRESS", requires = "smtp")]
    smtp_bounces: Option<String>,
    /// Name under which to sign in at the server.
    #[arg(long, value_name = "NAME", requires = "smtp_password_file")]
    smtp_user: Option<String>,
    /// File whose first line is the password, which only its owner may read.
    #[arg(long, value_name = "FILE", requires = "smtp_user")]
    smtp_password_file: Option<PathBuf>,
    /// Certificate that vouches for an authority of your own, in PEM.
    #[arg(long, value_name = "FILE", requires = "smtp")]
    smtp_root: Option<PathBuf>,
}

impl Mail {
    /// Each error is a sentence for the operator.
    pub fn server(&self) -> Result<Option<MailServer>, String> {
        let (Some(address), Some(from)) = (&self.smtp, &self.smtp_from) else { return Ok(None) };
        let mut server = MailServer::parse(address, from).map_err(|error| match error {
            crate::mail::ServerError::From => format!("--smtp-from {error}"),
            error => format!("--smtp: {error}"),
        })?;
        if let Some(bounces) = &self.smtp_bounces {
            server = server.with_bounces(bounces).map_err(|error| format!("--smtp-bounces {error}"))?;
        }
        if let (Some(user), Some(file)) = (&self.smtp_user, &self.smtp_password_file) {
            let sign_in = SignIn { user: user.clone(), password: password(file)? };
            server = server.signing_in(sign_in).map_err(|error| format!("--smtp: {error}"))?;
        }
        if let Some(file) = &self.smtp_root {
            server.root = Some(std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?);
            if !server.has_good_root() {
                return Err(format!("{}: that is no certificate in PEM", file.display()));
            }
        }
        Ok(Some(server))
    }
}

fn password(file: &Path) -> Result<Zeroizing<String>, String> {
    use std::io::Read as _;
    use std::os::unix::fs::MetadataExt as _;
    let failed = |error: std::io::Error| format!("{}: {error}", file.display());
    let opened = std::fs::File::open(file).map_err(failed)?;
    if opened.metadata().map_err(failed)?.mode() & 0o077 != 0 {
        return Err(format!("{}: others may read the password: chmod 600 {}", file.display(), file.display()));
    }
    let mut text = Zeroizing::new(String::new());
    let most = u64::try_from(limits::PASSWORD_BYTES_MAX).unwrap_or(u64::MAX);
    opened.take(most).read_to_string(&mut text).map_err(failed)?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(format!("{}: the first line is empty: it takes the password", file.display()));
    }
    Ok(Zeroizing::new(line.to_owned()))
}
