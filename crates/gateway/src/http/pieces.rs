//! Answers that are sent piece by piece while they are read.

use crate::error::Result;
use axum::body::{Body, Bytes};
use futures_util::{Stream, StreamExt, stream};
use tokio::task::yield_now;

/// A body whose first piece is read before the head is sent, so that what cannot be read from its beginning on is refused as
/// everything else is. What fails later breaks off, so that nobody takes the part for the whole.
pub async fn body(pieces: impl Stream<Item = Result<Bytes>> + Send + 'static) -> Result<Body> {
    let mut pieces = Box::pin(pieces);
    let first = pieces.next().await.transpose()?;
    let rest = pieces.then(|piece| async {
        if piece.is_err() {
            // What came before goes out first: on an error the connection is dropped with all that waits there.
            yield_now().await;
        }
        piece
    });
    Ok(Body::from_stream(stream::iter(first.map(Ok)).chain(rest)))
}
