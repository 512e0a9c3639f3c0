use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::boot::HostHandle;
use crate::observe::{Exposition, metrics};
use crate::web;

/// Between two rounds of gathering durations.
const ROUND: Duration = Duration::from_secs(5);

/// The operator's own listener, before it answers.
pub struct Metrics {
    listener: TcpListener,
    exposition: Exposition,
}

impl Metrics {
    /// Counts from here on.
    pub async fn listen(address: SocketAddr) -> Result<Self, String> {
        let failed = |error: &dyn std::fmt::Display| format!("--metrics {address}: {error}");
        let listener = TcpListener::bind(address).await.map_err(|error| failed(&error))?;
        let exposition = Exposition::install().map_err(|error| failed(&error))?;
        Ok(Self { listener, exposition })
    }

    /// Answers until it is dropped.
    pub async fn serve(self, host: HostHandle) {
        let Self { listener, exposition } = self;
        if let Ok(address) = listener.local_addr() {
            tracing::info!(%address, "numbers can be read at /metrics");
        }
        let router = web::metrics_router(exposition.clone());
        let gather = async {
            let mut round = tokio::time::interval(ROUND);
            loop {
                round.tick().await;
                exposition.keep_up();
                metrics::ASSOCIATIONS.set(u64::try_from(host.associations().len()).unwrap_or(u64::MAX), &[]);
            }
        };
        tokio::select! {
            () = web::serve_operator(listener, router, std::future::pending()) => {}
            () = gather => {}
        }
    }
}
