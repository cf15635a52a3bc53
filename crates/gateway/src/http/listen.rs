//! Connections: accepted, limited in time and number, and shut down gracefully.

use crate::http::address::Peer;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, Sleep, sleep};
use tower_service::Service as _;

/// The time limit for the head of a request, and for an idle connection.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);
/// The time after which a connection is closed if the client reads nothing of a response.
const WRITE_TIMEOUT: Duration = Duration::from_mins(1);
/// The maximum size of a request head in bytes. Larger heads are answered with 431.
const MAX_HEAD: usize = 32 * 1024;
const MAX_HEADERS: usize = 64;
/// The maximum number of open connections. The system's limit of open files can lower it. Further connections wait to be
/// accepted.
const MAX_CONNECTIONS: usize = 8_192;
/// The number of open files that do not belong to connections, such as the database and the log.
const OWN_FILES: usize = 64;
/// The pause after `accept` failed, which happens when too many files are open.
const ACCEPT_RETRY: Duration = Duration::from_millis(100);

/// Accepts connections until `stop` is set, and returns when all of them have ended.
pub async fn serve(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let permits = Arc::new(Semaphore::new(max_connections(open_files())));
    let ending = GracefulShutdown::new();
    loop {
        let permit = Arc::clone(&permits).acquire_owned();
        let accepted = async { (permit.await, listener.accept().await) };
        let (permit, accepted) = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            accepted = accepted => accepted,
        };
        let Ok((stream, peer)) = accepted else {
            sleep(ACCEPT_RETRY).await;
            continue;
        };
        // Responses are small and the client waits for them. Without TCP_NODELAY they are only slower.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer.ip()));
            router.clone().call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .max_header_size(MAX_HEAD)
            .max_headers(MAX_HEADERS)
            .serve_connection(TokioIo::new(WriteTimeoutStream::new(stream)), service);
        let connection = ending.watch(connection);
        tokio::spawn(async move {
            // A broken connection is noticed by the client.
            let _ = connection.await;
            drop(permit);
        });
    }
    drop(listener);
    ending.shutdown().await;
}

/// Returns the maximum number of connections for a limit of open files. Each connection counts as two files, because a handler
/// may open one.
fn max_connections(open_files: usize) -> usize {
    let connections = (open_files.saturating_sub(OWN_FILES) / 2).clamp(1, MAX_CONNECTIONS);
    if connections < MAX_CONNECTIONS {
        tracing::warn!(
            connections,
            "the number of connections is reduced by the system's limit of open files"
        );
    }
    connections
}

/// Raises the limit of open files to its maximum and returns it. The initial limit is often much lower.
#[cfg(unix)]
fn open_files() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    let allowed = if raised.is_ok() { limit.maximum } else { limit.current };
    allowed.and_then(|files| files.try_into().ok()).unwrap_or(usize::MAX)
}

#[cfg(not(unix))]
fn open_files() -> usize {
    usize::MAX
}

/// A connection whose writes fail if the client reads nothing for [`WRITE_TIMEOUT`].
struct WriteTimeoutStream {
    stream: TcpStream,
    timeout: Option<Pin<Box<Sleep>>>,
}

impl WriteTimeoutStream {
    fn new(stream: TcpStream) -> Self {
        Self { stream, timeout: None }
    }

    /// Returns the result of a write; starts the timeout while the write is pending, and fails when it has elapsed.
    fn with_timeout<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.timeout = None;
            return written;
        }
        let timeout = self
            .timeout
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + WRITE_TIMEOUT)));
        ready!(timeout.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for WriteTimeoutStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for WriteTimeoutStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.with_timeout(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.with_timeout(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.with_timeout(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
