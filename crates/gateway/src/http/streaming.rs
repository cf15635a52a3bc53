//! Streamed response bodies.

use crate::error::Result;
use axum::body::{Body, Bytes};
use futures_util::{Stream, StreamExt, stream};
use tokio::task::yield_now;

/// Returns a body that is sent chunk by chunk. The first chunk is read before the head is sent, so that an error at the start
/// becomes a regular refusal. A later error closes the connection, so that the client does not take the part for the whole.
pub async fn body(chunks: impl Stream<Item = Result<Bytes>> + Send + 'static) -> Result<Body> {
    let mut chunks = Box::pin(chunks);
    let first = chunks.next().await.transpose()?;
    let rest = chunks.then(|chunk| async {
        if chunk.is_err() {
            // Lets the previous chunks be sent: on an error the connection is dropped together with its write buffer.
            yield_now().await;
        }
        chunk
    });
    Ok(Body::from_stream(stream::iter(first.map(Ok)).chain(rest)))
}
