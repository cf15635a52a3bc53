//! Asks a worker to prepare photographs (`crates/photo`); the page prepares them itself if there is no worker.

use super::page;
pub use photo::PictureProblem;
use photo::{Prepared, Scaling, message};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageEvent};

/// Time after which a worker that has not answered is considered dead, in milliseconds.
const PATIENCE: i32 = 60_000;

thread_local! {
    static WORKER: RefCell<Option<web_sys::Worker>> = const { RefCell::new(None) };
}

/// Starts the worker, so that it is ready before the first photograph.
pub fn warm_up() {
    // Without a worker the page does the work itself.
    let _ = worker();
}

/// Converts a photograph to the form that is stored. `header` is the beginning of the file, which contains its size.
pub async fn prepare(file: &Blob, header: &[u8]) -> Result<Prepared, PictureProblem> {
    let scaling = Scaling::for_header(header);
    if let Some(answer) = ask_worker(file, scaling).await {
        return answer;
    }
    photo::prepare(file, scaling).await
}

fn worker() -> Option<web_sys::Worker> {
    if let Some(worker) = WORKER.with_borrow(Clone::clone) {
        return Some(worker);
    }
    let worker = web_sys::Worker::new(&page::meta("worker")?).ok()?;
    // A worker that fails before it is asked would never answer; the next request starts another one.
    let failed = Closure::once_into_js(|| WORKER.set(None));
    worker.set_onerror(Some(failed.unchecked_ref()));
    WORKER.set(Some(worker.clone()));
    Some(worker)
}

/// Asks the worker; `None` if it gave no answer: there is none, or it has died.
async fn ask_worker(file: &Blob, scaling: Scaling) -> Option<Result<Prepared, PictureProblem>> {
    let worker = worker()?;
    let channel = web_sys::MessageChannel::new().ok()?;
    let question = message::write_question(file, scaling);
    worker.post_message_with_transfer(&question, &js_sys::Array::of1(&channel.port2())).ok()?;
    let port = channel.port1();
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        port.set_onmessage(Some(&resolve));
        // If the worker dies, every waiting request receives the error event. A settled promise ignores it. Without the
        // listener the limit below ends the wait.
        let _ = worker.add_event_listener_with_callback("error", &resolve);
        if let Some(window) = web_sys::window() {
            // Without the limit the request waits for the worker's own answer.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE);
        }
    });
    let first = JsFuture::from(promise).await.ok()?;
    port.close();
    let Some(answer) = first.dyn_ref::<MessageEvent>() else {
        // It has died of this photograph, or hangs: the next one gets a new worker.
        worker.terminate();
        WORKER.set(None);
        return None;
    };
    message::read_answer(&answer.data())
}
