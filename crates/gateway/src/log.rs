//! The log's way out: a thread of its own writes it, so that a reader that stops reading does not stop the service.
//!
//! Who logs puts a line into a queue and goes on. Where the queue is full, or the line cannot be written, it is lost and counted.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many lines may wait to be written.
const MOST: usize = 1_024;
/// How long the end of the program waits for the last lines.
const PATIENCE: Duration = Duration::from_secs(1);

/// A writer for whole lines, one a call, that never waits.
#[derive(Clone)]
pub struct Log(Arc<Queue>);

/// The number of lines that were lost so far.
#[derive(Clone, Default)]
pub struct LostLines(Arc<AtomicU64>);

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    lost: LostLines,
}

#[derive(Default)]
struct Waiting {
    lines: VecDeque<Vec<u8>>,
    /// Whether a line was taken out that is not written yet.
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

    /// Waits until all lines are written, but not for long.
    pub fn finish(&self) {
        let waiting = self.0.lock();
        let busy = |waiting: &mut Waiting| waiting.writing || !waiting.lines.is_empty();
        // What could not be written by now is lost with the program.
        drop(self.0.changed.wait_timeout_while(waiting, PATIENCE, busy));
    }
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut waiting = self.0.lock();
        if waiting.lines.len() < MOST {
            waiting.lines.push_back(line.to_owned());
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
                let idle = |waiting: &mut Waiting| waiting.lines.is_empty();
                let mut waiting =
                    self.changed.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
                waiting.writing = true;
                waiting.lines.pop_front()
            };
            if line.is_some_and(|line| output.write_all(&line).and_then(|()| output.flush()).is_err()) {
                // A full disk, for one. Complaining of that in the same place would be in vain.
                self.lost.count();
            }
            self.lock().writing = false;
            self.changed.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Nothing is ever half done under this lock.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Writes a line for each result that it receives, or fails with it.
    struct Told(Receiver<io::Result<()>>, Sender<Vec<u8>>);

    impl Write for Told {
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
    fn a_line_waits_for_nobody_and_one_too_many_is_counted() {
        let (tell, told) = channel();
        let (write, written) = channel();
        let mut log = Log::start(Told(told, write)).unwrap();
        log.write_all(b"first").unwrap();
        // Until it is being written, so that the queue is empty again.
        while !log.0.lock().writing {
            std::thread::yield_now();
        }
        let began = Instant::now();
        for number in 0..MOST + 7 {
            log.write_all(number.to_string().as_bytes()).unwrap();
        }
        assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
        assert_eq!(log.lost_lines().get(), 7);
        log.finish();
        assert!((PATIENCE..PATIENCE * 5).contains(&began.elapsed()), "{:?}", began.elapsed());
        // With the reader back, what waited comes in its order.
        for _ in 0..=MOST {
            tell.send(Ok(())).unwrap();
        }
        log.finish();
        let lines: Vec<Vec<u8>> = written.try_iter().collect();
        assert_eq!(lines.len(), 1 + MOST);
        assert_eq!((lines[0].as_slice(), lines[MOST].as_slice()), (&b"first"[..], &b"1023"[..]));
        // What cannot be written is lost too, and the next line is written.
        tell.send(Err(io::ErrorKind::StorageFull.into())).unwrap();
        tell.send(Ok(())).unwrap();
        log.write_all(b"lost").unwrap();
        log.write_all(b"last").unwrap();
        log.finish();
        assert_eq!(written.try_recv().unwrap(), b"last");
        assert_eq!(log.lost_lines().get(), 8);
    }
}
