// The thread on which photographs are made small and looked at: the whole app's wasm, whose `main` finds no window here and
// waits for photographs. `glue` is the script that wasm-bindgen writes.
import init from "glue";

const early = [];
onmessage = (event) => early.push(event);
init({ module_or_path: fetch("/assets/app.wasm") }).then(
  () => {
    for (const { data, ports } of early) {
      dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
    }
  },
  () => {
    // The page then does the work itself.
    onmessage = ({ ports }) => ports[0].postMessage(null);
    early.forEach(onmessage);
  },
);
