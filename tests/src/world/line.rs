use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use veillee::boot::HostHandle;
use veillee::web;

use super::World;

/// What leads to a host. Dropped, it takes no more connections.
pub struct Line {
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Line {
    pub(super) fn open(listener: TcpListener, host: &HostHandle) -> Self {
        let (stop, stopped) = oneshot::channel();
        let router = web::router(host.app.clone());
        let served = tokio::spawn(web::serve(listener, router, async {
            stopped.await.ok();
        }));
        Self { stop, served }
    }
}

impl World {
    /// From now on nobody answers at the address, as without a network. The host lives on.
    pub async fn cut(&mut self) {
        let Some(Line { stop, served }) = self.line.take() else { return };
        stop.send(()).ok();
        served.await.expect("the host lets everybody finish");
    }

    /// The host answers at the same address again.
    pub async fn mend(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("the port is still free");
        self.line = Some(Line::open(listener, &self.host));
    }
}
