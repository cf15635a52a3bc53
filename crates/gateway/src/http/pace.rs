//! Bodies as they come in: their bytes are counted, and those that come too slowly end.

use axum::BoxError;
use axum::body::{Body, Bytes};
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// In each such time,
const WINDOW: Duration = Duration::from_secs(30);
/// so many bytes must come: a tenth of the slowest telephone network, and a hundred times what holding a connection for
/// its own sake takes.
const FEWEST: usize = 4_096;

/// A body with somebody who is told how many bytes each piece has.
pub struct Paced<F> {
    body: Body,
    count: F,
    /// Bytes that came in the window.
    came: usize,
    window: Option<Pin<Box<Sleep>>>,
}

impl<F: Fn(usize) + Send + Unpin + 'static> Paced<F> {
    pub fn wrap(body: Body, count: F) -> Body {
        Body::new(Self { body, count, came: 0, window: None })
    }
}

impl<F: Fn(usize) + Send + Unpin> http_body::Body for Paced<F> {
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
                self.came += length;
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        // Begins when somebody waits: what nobody asks for cannot come too slowly.
        let mut window = self.window.take().unwrap_or_else(new_window);
        while window.as_mut().poll(context).is_ready() {
            if self.came < FEWEST {
                return Poll::Ready(Some(Err("the body comes too slowly".into())));
            }
            self.came = 0;
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
