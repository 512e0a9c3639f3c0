use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;
use veillee_ambient::{SystemClock, SystemRandom};

use super::mail::Mail;
use super::metrics::Metrics;
use super::tls::{Tls, bind};
use super::{LogFormat, Place};
use crate::boot::{Config, Host, HostHandle, Started, write_ledger};
use crate::limits;
use crate::observe::memory;
use crate::storage::Association;
use crate::storage::blobs::scrub_slowly;
use crate::web::Reach;
use crate::{control, web};

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address and port to listen on: HTTPS with the options for certificates, else plain HTTP for this machine and a proxy.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    tls: Tls,
    #[command(flatten)]
    mail: Mail,
    /// Folder of plugin packages to enable.
    #[arg(long)]
    plugins: Option<PathBuf>,
    /// Address and port on which Prometheus reads the host's numbers, at `/metrics`. Whoever reaches it reads them: choose
    /// an address of this machine alone, such as 127.0.0.1:9090.
    #[arg(long)]
    metrics: Option<SocketAddr>,
    /// One line of text, or one object of JSON, for each event.
    #[arg(long, default_value = "text")]
    log_format: LogFormat,
    /// What to log: error, warn, info, debug, or `target=level` pairs.
    #[arg(long, default_value = "warn,veillee=info,veillee::request=warn")]
    log: String,
}

impl Serve {
    pub async fn run(self) -> Result<(), String> {
        let filter = EnvFilter::try_new(&self.log).map_err(|error| format!("--log: {error}"))?;
        super::log(filter, self.log_format);
        let metrics = match self.metrics {
            Some(address) => Some(Metrics::listen(address).await?),
            None => None,
        };
        let mail = self.mail.server()?;
        let config = self.place.config(self.plugins).map_err(|problem| problem.sentence)?;
        let config = Config { mail, ..config };
        let booted = Host::boot(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await;
        let host = Arc::new(booted.map_err(|error| error.to_string())?);
        if host.associations().is_empty() {
            host.create_first_association(Some(self.listen.ip())).await.map_err(|error| error.to_string())?;
        }
        let public_port = self.tls.public_port();
        let front = self.tls.prepare(&host).await?;
        let started = host.enable_plugins().await.map_err(|error| error.to_string())?;
        let listener = bind("--listen", self.listen).await?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        let control = control::Listener::bind(&host.config.data)
            .map_err(|error| format!("the control socket cannot be made in the data folder: {error}"))?;
        let reach = Reach { is_https: front.is_https(), port, public_port };
        announce(&host, &started, reach).await?;
        host.app.reach.set(reach).ok();
        let (door, tending) = front.tend(&host, port);
        let housekeeping = tokio::spawn(keep_house(host.clone()));
        let scrubbed = host.clone();
        let scrubbing = tokio::spawn(scrub_slowly(move || scrubbed.associations()));
        let metrics = metrics.map(|metrics| tokio::spawn(metrics.serve(host.clone())));
        let (stop, stopping) = oneshot::channel::<()>();
        let control = tokio::spawn(control::serve(control, host.clone(), async {
            stopping.await.ok();
        }));
        let (stop_books, books_stopped) = oneshot::channel();
        let bookkeeping = tokio::spawn(keep_books(host.clone(), books_stopped));
        host.runner.start().await;
        host.sender.start().await;
        web::serve_at(door, listener, web::router(host.app.clone()), stopped()).await;
        drop((stop, tending));
        control.await.ok();
        host.runner.stop().await;
        host.sender.stop().await;
        housekeeping.abort();
        if let Some(metrics) = metrics {
            metrics.abort();
        }
        // Not cut in the middle: what is being written down would be lost.
        drop(stop_books);
        bookkeeping.await.ok();
        scrubbing.abort();
        host.close().await;
        // Whoever listened may be gone already.
        writeln!(std::io::stdout(), "Stopped.").ok();
        Ok(())
    }
}

async fn announce(host: &Host, started: &Started, reach: Reach) -> Result<(), String> {
    for site in &host.sites() {
        let names = host.app.sites.names_of(&site.association.id);
        let name = names.iter().find(|name| *name == "localhost").or(names.first()).cloned().unwrap_or_default();
        println!("Veillée listens on {}/", reach.own_origin(std::slice::from_ref(&name)));
        if !reach.is_https && !web::is_local(&name) {
            println!("  There people need HTTPS: by a proxy, or by --acme or --tls-certificate.");
        }
    }
    let services = if started.services.is_empty() { "none".to_owned() } else { started.services.join(", ") };
    println!("Services: {services}");
    for note in &started.notes {
        println!("  {note}");
        tracing::warn!(note, "a package of the plugins folder");
    }
    for (name, path) in host.setup_links().await.map_err(|error| error.to_string())? {
        println!();
        println!("Become the administrator of {name} with this link, good once and for 24 hours:");
        println!("  {}{path}", reach.origin_of(&[name]));
    }
    println!();
    println!("Stop with Ctrl+C.");
    Ok(())
}

/// Resolves at Ctrl+C or SIGTERM.
pub(super) async fn stopped() {
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::error!(%error, "SIGTERM cannot be heard");
            std::future::pending().await
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Writes down what services use, and hands memory back, until `stopped` ends.
async fn keep_books(host: HostHandle, mut stopped: oneshot::Receiver<()>) {
    let mut round = tokio::time::interval(Duration::from_millis(limits::LEDGER_WRITE_MS));
    loop {
        tokio::select! {
            _ = round.tick() => {
                write_ledger(&host.app.ledger, &host.associations()).await;
                tokio::task::spawn_blocking(memory::give_back).await.ok();
            }
            _ = &mut stopped => return,
        }
    }
}

/// What has ended is cleared away every now and then: in one association after the other, over the whole time, so that the
/// databases of those that rest are not all open at once.
async fn keep_house(host: HostHandle) {
    let mut round = tokio::time::interval(ROUND);
    for number in 0_u64.. {
        round.tick().await;
        if let Err(error) = host.app.operator.purge_removed().await {
            tracing::warn!(%error, "the data of removed services stays for the next round");
        }
        let associations = host.associations();
        let share = u32::try_from(associations.len()).unwrap_or(u32::MAX).saturating_add(1);
        for association in &associations {
            if let Err(error) = tidy_up(&host, association, number.is_multiple_of(ROUNDS_PER_DAY)).await {
                tracing::warn!(association = %association.id, error, "what has ended stays for the next round");
            }
            tokio::time::sleep(ROUND / share).await;
        }
    }
}

const ROUND: Duration = Duration::from_mins(10);
const ROUNDS_PER_DAY: u64 = 144;

async fn tidy_up(host: &HostHandle, association: &Association, daily: bool) -> Result<(), String> {
    association.sweep_sessions().await.map_err(|error| error.to_string())?;
    association.sweep_tokens().await.map_err(|error| error.to_string())?;
    association.sweep_mailed_links().await.map_err(|error| error.to_string())?;
    association.sweep_uploads().await.map_err(|error| error.to_string())?;
    association.purge_trash().await.map_err(|error| error.to_string())?;
    association.erase_idle_guests().await.map_err(|error| error.to_string())?;
    association.erase_due(&host.erased).await.map_err(|error| error.to_string())?;
    association.sweep_kept_by_law().await.map_err(|error| error.to_string())?;
    association.sweep_reservations().await.map_err(|error| error.to_string())?;
    association.sweep_mails().await.map_err(|error| error.to_string())?;
    association.sweep_jobs().await.map_err(|error| error.to_string())?;
    association.collect_doomed().await.map_err(|error| error.to_string())?;
    if daily {
        association.sweep_orphans().await.map_err(|error| error.to_string())?;
    }
    Ok(())
}
