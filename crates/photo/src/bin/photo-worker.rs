//! The Web Worker that prepares photographs. It answers every message of the page until the page terminates it.

use photo::message;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let answer = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let Ok(port) = event.ports().get(0).dyn_into::<MessagePort>() else { return };
        let Some((file, scaling)) = message::read_question(&event.data()) else { return };
        spawn_local(async move {
            let answer = photo::prepare(&file, scaling).await;
            // A page that was closed does not wait for an answer.
            let _ = port.post_message(&message::write_answer(&answer));
        });
    });
    scope.set_onmessage(Some(answer.as_ref().unchecked_ref()));
    answer.forget();
}
