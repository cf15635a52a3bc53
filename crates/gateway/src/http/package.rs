//! An application as a zip archive, streamed: only the part that the network has not accepted yet is in memory.

use crate::error::{Error, Result};
use crate::http::streaming;
use crate::http::zip_writer::ZipWriter;
use crate::service::{ApplicationArchive, EntryContent, Gateway};
use crate::store::SentFile;
use axum::body::{Body, Bytes};
use crc32fast::Hasher;
use futures_util::stream;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Sender, channel};

/// The maximum number of chunks that wait to be sent.
const QUEUED_CHUNKS: usize = 4;
/// The minimum size of a chunk in bytes, except for the last one.
const CHUNK: usize = 64 * 1024;

/// Returns the archive as a response body.
pub async fn archive(gateway: Arc<Gateway>, package: ApplicationArchive) -> Result<Body> {
    let (send, receive) = channel::<Result<Bytes>>(QUEUED_CHUNKS);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || {
        let chunks = ChunkSender { send: send.clone(), buffer: Vec::with_capacity(CHUNK) };
        if let Err(error) = write(&gateway, package, chunks, &runtime) {
            tracing::error!(%error, cause = ?std::error::Error::source(&error).map(ToString::to_string), "a package cannot be sent completely");
            // The send fails if the client has disconnected.
            let _ = send.blocking_send(Err(error));
        }
    });
    streaming::body(stream::unfold(receive, |mut receive| async {
        receive.recv().await.map(|chunk| (chunk, receive))
    }))
    .await
}

/// Writes the archive. Each file is read twice, because the local header contains its CRC-32.
fn write(
    gateway: &Gateway,
    package: ApplicationArchive,
    chunks: ChunkSender,
    runtime: &Handle,
) -> Result<()> {
    let mut archive = ZipWriter::new(chunks);
    for entry in package.entries {
        match entry.content {
            EntryContent::Text(bytes) => {
                archive.begin(&entry.name, short(bytes.len() as u64)?, crc32fast::hash(&bytes))?;
                archive.write_all(&bytes)?;
            }
            EntryContent::File(file) => {
                let mut hash = Sha256::new();
                let mut crc32 = Hasher::new();
                read(gateway, &file, runtime, |chunk| {
                    hash.update(chunk);
                    crc32.update(chunk);
                    Ok(())
                })?;
                if const_hex::encode(hash.finalize()) != entry.sha256 {
                    return Err(Error::internal("a stored file does not match its hash"));
                }
                let announced = crc32.finalize();
                archive.begin(&entry.name, short(file.length)?, announced)?;
                let mut crc32 = Hasher::new();
                read(gateway, &file, runtime, |chunk| {
                    crc32.update(chunk);
                    Ok(archive.write_all(chunk)?)
                })?;
                if crc32.finalize() != announced {
                    return Err(Error::internal("a stored file changed while it was sent"));
                }
            }
        }
    }
    Ok(archive.finish()?.flush()?)
}

/// Passes the bytes of a file to `take`, chunk by chunk.
fn read(
    gateway: &Gateway,
    file: &SentFile,
    runtime: &Handle,
    mut take: impl FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    let mut reading = runtime.block_on(gateway.read_file(file))?;
    loop {
        let chunk = runtime.block_on(reading.read())?;
        if chunk.is_empty() {
            return Ok(());
        }
        take(&chunk)?;
    }
}

fn short(length: u64) -> Result<u32> {
    u32::try_from(length).map_err(Error::internal)
}

/// Buffers what the archive writes and sends it in chunks.
struct ChunkSender {
    send: Sender<Result<Bytes>>,
    buffer: Vec<u8>,
}

impl Write for ChunkSender {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK));
        if chunk.is_empty() {
            return Ok(());
        }
        self.send.blocking_send(Ok(chunk.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
