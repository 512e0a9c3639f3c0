//! What goes over the socket: one order as a line of JSON, with open files beside its first byte; replies as lines.

use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd as _, BorrowedFd};

use rustix::cmsg_space;
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags,
    recvmsg, sendmsg,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::Interest;
use tokio::net::UnixStream;

use super::{Command, Order, Problem};
use crate::limits;

/// One line of what comes back.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Reply {
    Progress(String),
    Done(Value),
    Problem(Problem),
}

pub(super) async fn send_order(stream: &UnixStream, order: &Order) -> io::Result<()> {
    let mut line = serde_json::to_vec(&order.command)?;
    line.push(b'\n');
    let files: Vec<BorrowedFd<'_>> = order.files.iter().map(|file| file.as_fd()).collect();
    let mut sent = 0;
    while sent < line.len() {
        let beside: &[BorrowedFd<'_>] = if sent == 0 { &files } else { &[] };
        sent += stream.async_io(Interest::WRITABLE, || send_piece(stream, &line[sent..], beside)).await?;
    }
    Ok(())
}

fn send_piece(stream: &UnixStream, piece: &[u8], files: &[BorrowedFd<'_>]) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(limits::CONTROL_FILES_MAX))];
    let mut beside = SendAncillaryBuffer::new(&mut space);
    if !files.is_empty() && !beside.push(SendAncillaryMessage::ScmRights(files)) {
        return Err(io::Error::other("too many files for one command"));
    }
    Ok(sendmsg(stream, &[IoSlice::new(piece)], &mut beside, SendFlags::NOSIGNAL)?)
}

/// The line as it came, and the files. What the line means is judged by [`parse`].
pub(super) async fn receive_order(stream: &UnixStream) -> io::Result<(Vec<u8>, Vec<File>)> {
    let (mut line, mut files) = (Vec::new(), Vec::new());
    let mut piece = vec![0; 4_096];
    loop {
        let count = stream.async_io(Interest::READABLE, || receive_piece(stream, &mut piece, &mut files)).await?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        line.extend_from_slice(&piece[..count]);
        if line.len() > limits::CONTROL_ORDER_BYTES_MAX || files.len() > limits::CONTROL_FILES_MAX {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if line.pop_if(|last| *last == b'\n').is_some() {
            return Ok((line, files));
        }
    }
}

fn receive_piece(stream: &UnixStream, piece: &mut [u8], files: &mut Vec<File>) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(limits::CONTROL_FILES_MAX))];
    let mut beside = RecvAncillaryBuffer::new(&mut space);
    let received = recvmsg(stream, &mut [IoSliceMut::new(piece)], &mut beside, RecvFlags::CMSG_CLOEXEC)?;
    for message in beside.drain() {
        if let RecvAncillaryMessage::ScmRights(passed) = message {
            files.extend(passed.map(File::from));
        }
    }
    Ok(received.bytes)
}

pub(super) fn parse(line: &[u8], files: Vec<File>) -> Result<Order, Problem> {
    let command: Command = serde_json::from_slice(line).map_err(|error| {
        tracing::debug!(%error, "an order that is none");
        Problem::failure(
            "the running host does not know this command: it is of another version than this program; restart it",
        )
    })?;
    Ok(Order { command, files })
}
