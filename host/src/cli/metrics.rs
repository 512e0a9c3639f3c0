use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::boot::HostHandle;
use crate::observe::{Exposition, metrics};
use crate::web;

/// Between two looks at what is counted nowhere.
const ROUND: Duration = Duration::from_secs(5);

/// The operator's own listener, before it answers.
pub struct Metrics {
    listener: TcpListener,
    exposition: Exposition,
}

impl Metrics {
    /// Counts from here on.
    pub async fn listen(address: SocketAddr) -> Result<Self, String> {
        let bound = TcpListener::bind(address).await;
        let listener = bound.map_err(|error| format!("--metrics {address}: {error}"))?;
        Ok(Self { listener, exposition: Exposition::start() })
    }

    /// Answers until it is dropped.
    pub async fn serve(self, host: HostHandle) {
        let Self { listener, exposition } = self;
        let router = web::metrics_router(exposition);
        let look = async {
            let mut round = tokio::time::interval(ROUND);
            loop {
                round.tick().await;
                metrics::ASSOCIATIONS.set(u64::try_from(host.associations().len()).unwrap_or(u64::MAX), &[]);
            }
        };
        tokio::select! {
            () = web::serve_operator(listener, router, std::future::pending()) => {}
            () = look => {}
        }
    }
}
