//! Request bodies with a minimum rate: their bytes are counted, and a body that arrives too slowly fails.

use axum::BoxError;
use axum::body::{Body, Bytes};
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// The period over which the rate is measured.
const WINDOW: Duration = Duration::from_secs(30);
/// The minimum number of bytes in each period: a tenth of the slowest mobile network, and a hundred times what keeping a
/// connection open takes.
const MIN_BYTES: usize = 4_096;

/// A body that reports the number of bytes in each frame to `count` and fails below the minimum rate.
pub struct MinRateBody<F> {
    body: Body,
    count: F,
    /// The number of bytes that arrived in the current period.
    received: usize,
    window: Option<Pin<Box<Sleep>>>,
}

impl<F: Fn(usize) + Send + Unpin + 'static> MinRateBody<F> {
    pub fn wrap(body: Body, count: F) -> Body {
        Body::new(Self { body, count, received: 0, window: None })
    }
}

impl<F: Fn(usize) + Send + Unpin> http_body::Body for MinRateBody<F> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            if let Some(Ok(frame)) = &frame {
                let length = frame.data_ref().map_or(0, Bytes::len);
                (self.count)(length);
                self.received += length;
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        // The period starts when a handler waits for the body: a body that nobody reads cannot be too slow.
        let mut window = self.window.take().unwrap_or_else(new_window);
        while window.as_mut().poll(context).is_ready() {
            if self.received < MIN_BYTES {
                return Poll::Ready(Some(Err("the body arrives too slowly".into())));
            }
            self.received = 0;
            window = new_window();
        }
        self.window = Some(window);
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn new_window() -> Pin<Box<Sleep>> {
    Box::pin(sleep_until(Instant::now() + WINDOW))
}
