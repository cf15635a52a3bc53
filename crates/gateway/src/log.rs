//! A non-blocking log writer: a thread of its own writes the lines, so that a reader that stops reading does not block the
//! service.
//!
//! Logging puts a line into a bounded queue. If the queue is full, or the line cannot be written, the line is dropped and
//! counted.

use crate::lock::lock;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The maximum number of queued lines.
const MAX_QUEUED: usize = 1_024;
/// The time that the end of the program waits for the last lines.
const FINISH_TIMEOUT: Duration = Duration::from_secs(1);

/// A writer that takes one whole line in each call and never blocks.
#[derive(Clone)]
pub struct Log(Arc<Queue>);

/// A counter of dropped lines.
#[derive(Clone, Default)]
pub struct LostLines(Arc<AtomicU64>);

#[derive(Default)]
struct Queue {
    pending: Mutex<Pending>,
    changed: Condvar,
    lost: LostLines,
}

#[derive(Default)]
struct Pending {
    lines: VecDeque<Vec<u8>>,
    /// True if the thread has taken a line from the queue and is still writing it.
    writing: bool,
}

impl Log {
    /// Starts the thread that writes to `output`.
    pub fn start(output: impl Write + Send + 'static) -> io::Result<Self> {
        let queue = Arc::<Queue>::default();
        let of_writer = Arc::clone(&queue);
        std::thread::Builder::new().name("log".to_owned()).spawn(move || of_writer.write_out(output))?;
        Ok(Self(queue))
    }

    pub fn lost_lines(&self) -> LostLines {
        self.0.lost.clone()
    }

    /// Waits until all lines are written, one second at most.
    pub fn finish(&self) {
        let pending = self.0.lock();
        let busy = |pending: &mut Pending| pending.writing || !pending.lines.is_empty();
        // Lines that are not written by then are lost when the program ends.
        drop(self.0.changed.wait_timeout_while(pending, FINISH_TIMEOUT, busy));
    }
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut pending = self.0.lock();
        if pending.lines.len() < MAX_QUEUED {
            pending.lines.push_back(line.to_owned());
            self.0.changed.notify_all();
        } else {
            self.0.lost.count();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Queue {
    fn write_out(&self, mut output: impl Write) {
        loop {
            let line = {
                let idle = |pending: &mut Pending| pending.lines.is_empty();
                let mut pending =
                    self.changed.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
                pending.writing = true;
                pending.lines.pop_front()
            };
            if line.is_some_and(|line| output.write_all(&line).and_then(|()| output.flush()).is_err()) {
                // For example because the disk is full; an error message would fail in the same way.
                self.lost.count();
            }
            self.lock().writing = false;
            self.changed.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Pending> {
        lock(&self.pending)
    }
}

impl LostLines {
    fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Instant;

    /// A writer that returns the results that the test sends it, one for each line.
    struct ScriptedWriter(Receiver<io::Result<()>>, Sender<Vec<u8>>);

    impl Write for ScriptedWriter {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            self.0.recv().map_err(io::Error::other)??;
            self.1.send(line.to_owned()).map_err(io::Error::other)?;
            Ok(line.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn logging_does_not_block_and_dropped_lines_are_counted() {
        let (script, results) = channel();
        let (write, written) = channel();
        let mut log = Log::start(ScriptedWriter(results, write)).unwrap();
        log.write_all(b"first").unwrap();
        // Wait until the thread is writing the line, so that the queue is empty again.
        while !log.0.lock().writing {
            std::thread::yield_now();
        }
        let began = Instant::now();
        for number in 0..MAX_QUEUED + 7 {
            log.write_all(number.to_string().as_bytes()).unwrap();
        }
        assert!(began.elapsed() < FINISH_TIMEOUT, "{:?}", began.elapsed());
        assert_eq!(log.lost_lines().get(), 7);
        log.finish();
        assert!((FINISH_TIMEOUT..FINISH_TIMEOUT * 5).contains(&began.elapsed()), "{:?}", began.elapsed());
        // When the reader reads again, the queued lines come in order.
        for _ in 0..=MAX_QUEUED {
            script.send(Ok(())).unwrap();
        }
        log.finish();
        let lines: Vec<Vec<u8>> = written.try_iter().collect();
        assert_eq!(lines.len(), 1 + MAX_QUEUED);
        assert_eq!((lines[0].as_slice(), lines[MAX_QUEUED].as_slice()), (&b"first"[..], &b"1023"[..]));
        // A line that cannot be written is dropped, and the next one is written.
        script.send(Err(io::ErrorKind::StorageFull.into())).unwrap();
        script.send(Ok(())).unwrap();
        log.write_all(b"lost").unwrap();
        log.write_all(b"last").unwrap();
        log.finish();
        assert_eq!(written.try_recv().unwrap(), b"last");
        assert_eq!(log.lost_lines().get(), 8);
    }
}
