// The Web Worker that prepares photographs: starts the program of crates/photo, which answers the messages of the page.
// `glue` is the script that wasm-bindgen writes.
import init from "glue";

/** @type {MessageEvent[]} */
const early = [];
self.onmessage = (event) => early.push(event);
init({ module_or_path: fetch("/assets/worker.wasm") }).then(
  () => {
    for (const { data, ports } of early) {
      dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
    }
  },
  () => {
    // The page then does the work itself.
    /** @param {MessageEvent} event */
    const refuse = ({ ports }) => ports[0].postMessage(null);
    self.onmessage = refuse;
    early.forEach(refuse);
  },
);
