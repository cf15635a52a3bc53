//! An application as a zip archive, written while it is sent: no more of it is in memory than the network has not taken.

use crate::error::{Error, Result};
use crate::http::archive::Archive;
use crate::http::pieces;
use crate::identity::hex;
use crate::service::{Gateway, Package, Packed};
use crate::store::SentFile;
use axum::body::{Body, Bytes};
use crc32fast::Hasher;
use futures_util::stream;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Sender, channel};

/// So many pieces of so many bytes wait to be sent.
const WAITING: usize = 4;
const PIECE: usize = 64 * 1024;

pub async fn archive(gateway: Arc<Gateway>, package: Package) -> Result<Body> {
    let (send, receive) = channel::<Result<Bytes>>(WAITING);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let pieces = Pieces { send: send.clone(), gathered: Vec::with_capacity(PIECE) };
        if let Err(error) = write(&gateway, package, pieces, &runtime) {
            tracing::error!(%error, cause = ?std::error::Error::source(&error).map(ToString::to_string), "a package broke off");
            // Where nobody listens any more, nobody needs to be told.
            let _ = send.blocking_send(Err(error));
        }
    });
    pieces::body(stream::unfold(receive, |mut receive| async {
        receive.recv().await.map(|piece| (piece, receive))
    }))
    .await
}

/// Reads each file twice: its CRC-32, which is part of the local header, is known only after its end.
fn write(gateway: &Gateway, package: Package, pieces: Pieces, runtime: &Handle) -> Result<()> {
    let mut archive = Archive::new(pieces);
    for part in package.parts {
        match part.content {
            Packed::Text(bytes) => {
                archive.begin(&part.name, short(bytes.len() as u64)?, crc32fast::hash(&bytes))?;
                archive.write_all(&bytes)?;
            }
            Packed::File(file) => {
                let mut hash = Sha256::new();
                let mut crc32 = Hasher::new();
                read(gateway, &file, runtime, |piece| {
                    hash.update(piece);
                    crc32.update(piece);
                    Ok(())
                })?;
                if hex(&hash.finalize()) != part.sha256 {
                    return Err(Error::internal("a file is not what it was when it came in"));
                }
                let announced = crc32.finalize();
                archive.begin(&part.name, short(file.length)?, announced)?;
                let mut crc32 = Hasher::new();
                read(gateway, &file, runtime, |piece| {
                    crc32.update(piece);
                    Ok(archive.write_all(piece)?)
                })?;
                if crc32.finalize() != announced {
                    return Err(Error::internal("a file was changed while it was sent"));
                }
            }
        }
    }
    Ok(archive.finish()?.flush()?)
}

/// Gives the bytes of a file, piece by piece.
fn read(
    gateway: &Gateway,
    file: &SentFile,
    runtime: &Handle,
    mut take: impl FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    let mut reading = runtime.block_on(gateway.read_file(file))?;
    loop {
        let piece = runtime.block_on(reading.read())?;
        if piece.is_empty() {
            return Ok(());
        }
        take(&piece)?;
    }
}

fn short(length: u64) -> Result<u32> {
    u32::try_from(length).map_err(Error::internal)
}

/// Gathers what the archive writes into pieces.
struct Pieces {
    send: Sender<Result<Bytes>>,
    gathered: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = std::mem::replace(&mut self.gathered, Vec::with_capacity(PIECE));
        if piece.is_empty() {
            return Ok(());
        }
        self.send.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
