//! The running host's side.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::lines::{self, Reply};
use super::{Listener, Progress, execute};
use crate::boot::HostHandle;
use crate::limits;

/// Answers orders until `stop` resolves, then lets those under way finish, for a while.
pub async fn serve(listener: Listener, host: HostHandle, stop: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(limits::CONTROL_CONNECTIONS_MAX));
    let mut running = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            Some(_) = running.join_next() => continue,
            () = &mut stop => break,
        };
        let Some((stream, place)) = accepted else { continue };
        let host = host.clone();
        running.spawn(async move {
            if let Err(error) = answer(stream, &host).await {
                tracing::debug!(%error, "nobody waits for the answer of a command");
            }
            drop(place);
        });
    }
    drop(listener);
    let patience = Duration::from_millis(limits::STOP_MS);
    let all = async { while running.join_next().await.is_some() {} };
    if timeout(patience, all).await.is_err() {
        tracing::warn!("commands still running were cut");
    }
}

async fn accept(
    listener: &Listener,
    places: &Arc<Semaphore>,
) -> Option<(UnixStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok(stream) => Some((stream, place)),
        Err(error) => {
            tracing::debug!(%error, "no command was accepted");
            tokio::time::sleep(Duration::from_millis(20)).await;
            None
        }
    }
}

async fn answer(mut stream: UnixStream, host: &HostHandle) -> io::Result<()> {
    let patience = Duration::from_millis(limits::CONTROL_ORDER_MS);
    let (line, files) = timeout(patience, lines::receive_order(&stream)).await??;
    let order = match lines::parse(&line, files) {
        Ok(order) => order,
        Err(problem) => return reply(&mut stream, &Reply::Problem(problem)).await,
    };
    let (telling, mut told) = mpsc::channel(limits::CONTROL_PROGRESS_LINES);
    let progress = Progress::new(telling);
    let work = execute(host, order, &progress);
    tokio::pin!(work);
    let (mut reader, mut writer) = stream.split();
    let mut somebody_waits = true;
    let mut byte = [0];
    let done = loop {
        tokio::select! {
            done = &mut work => break done,
            Some(line) = told.recv(), if somebody_waits => {
                somebody_waits = reply(&mut writer, &Reply::Progress(line)).await.is_ok();
            }
            // After its order, the other side sends nothing: what can be read is its end.
            _ = reader.read(&mut byte), if somebody_waits => somebody_waits = false,
        }
        if !somebody_waits {
            told.close();
        }
    };
    // What was told last may still lie there.
    while let Ok(line) = told.try_recv() {
        reply(&mut writer, &Reply::Progress(line)).await?;
    }
    let last = match done {
        Ok(value) => Reply::Done(value),
        Err(problem) => Reply::Problem(problem),
    };
    reply(&mut writer, &last).await
}

async fn reply(writer: &mut (impl tokio::io::AsyncWrite + Unpin), reply: &Reply) -> io::Result<()> {
    let mut line = serde_json::to_vec(reply)?;
    line.push(b'\n');
    let patience = Duration::from_millis(limits::CONTROL_ORDER_MS);
    timeout(patience, writer.write_all(&line)).await?
}
