use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::observe::metrics::{CONNECTIONS, RECEIVED_BYTES, SENT_BYTES};
use crate::observe::{Held, Series};

/// A connection of somebody, with what goes over it counted.
pub struct Counted {
    stream: TcpStream,
    arrived: Series,
    sent: Series,
    _open: Option<Held>,
}

impl Counted {
    pub fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            arrived: RECEIVED_BYTES.series(&[]),
            sent: SENT_BYTES.series(&[]),
            _open: Some(CONNECTIONS.hold()),
        }
    }

    /// The operator's own look at the numbers is none of them.
    pub fn uncounted(stream: TcpStream) -> Self {
        Self { stream, arrived: Series::default(), sent: Series::default(), _open: None }
    }

    /// Waits until the other side says something or closes; what it says stays to be read.
    pub async fn first_byte(&self) -> io::Result<()> {
        self.stream.peek(&mut [0]).await.map(drop)
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.arrived.fetch_add(bytes(buffer.filled().len() - before), Ordering::Relaxed);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, piece: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, piece))?;
        self.sent.fetch_add(bytes(written), Ordering::Relaxed);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, pieces))?;
        self.sent.fetch_add(bytes(written), Ordering::Relaxed);
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

fn bytes(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
