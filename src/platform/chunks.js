// Loads the chunks of the app: WebAssembly files that are linked to main when a page needs them (src/chunks.rs).

/** The files of each chunk, inserted by the build; none if the app is one file. */
export const FILES = CHUNKS;

/**
 * Address → the compiled file. A failure is not remembered, so that the next call tries again.
 * @type {Map<string, Promise<WebAssembly.Module>>}
 */
const compiled = new Map();
/**
 * Address → the instance that is linked to main.
 * @type {Map<string, Promise<WebAssembly.Instance>>}
 */
const linked = new Map();

/**
 * Fetches and compiles a file. Without options the request equals that of a preload, so that nothing is fetched twice.
 * @param {string} address
 * @param {RequestInit} options
 */
async function compileOnce(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) {
    const error = /** @type {Error & { status: number }} */ (new Error(`${address}: ${response.status}`));
    error.status = response.status;
    throw error;
  }
  // Streaming compilation rejects other media types, which a server or proxy may send.
  const streams = WebAssembly.compileStreaming && response.headers.get("content-type") === "application/wasm";
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * The second attempt asks the server, since a cache may have a part of the file, or the login page of a network.
 * @param {string} address
 * @param {RequestPriority} [priority]
 */
async function compile(address, priority) {
  try {
    return await compileOnce(address, { priority });
  } catch {
    return compileOnce(address, { priority, cache: "reload" });
  }
}

/**
 * Returns the compiled file at an address, which is fetched once. `priority` is that of the fetch.
 * @param {string} address
 * @param {RequestPriority} [priority]
 */
export function load(address, priority) {
  let running = compiled.get(address);
  if (!running) {
    running = compile(address, priority);
    running.catch(() => compiled.delete(address));
    compiled.set(address, running);
  }
  return running;
}

/**
 * Starts to load the files of a chunk; resolves when they are loaded, and never rejects.
 * @param {string | undefined} chunk
 * @param {RequestPriority} [priority]
 */
export function prefetch(chunk, priority) {
  return Promise.all((FILES[chunk] || []).map((address) => load(address, priority))).catch(() => {});
}

/**
 * The exports of main that the chunks import. This script uses only the table of functions.
 * @typedef {{ __indirect_function_table: WebAssembly.Table } & WebAssembly.ModuleImports} Shared
 */

/**
 * Links a file to main once.
 * @param {string} address
 * @param {() => Shared} shared
 */
function link(address, shared) {
  let running = linked.get(address);
  if (!running) {
    running = load(address).then((code) => WebAssembly.instantiate(code, { main: shared() }));
    running.catch(() => linked.delete(address));
    linked.set(address, running);
  }
  return running;
}

/**
 * Returns the function with which main loads a chunk. `shared` returns what main shares with the chunks; `callback` is the index
 * of a function in main's table, which is called with `data` and whether the chunk is loaded.
 * @param {string} chunk
 * @param {() => Shared} shared
 * @returns {(callback: number, data: number) => Promise<void>}
 */
export function loader(chunk, shared) {
  return async (callback, data) => {
    let success = true;
    try {
      await Promise.all(FILES[chunk].map((address) => link(address, shared)));
    } catch (error) {
      console.error(error);
      success = false;
      // A later build has replaced this one.
      document.documentElement.toggleAttribute("data-replaced", error.status === 404);
    }
    shared().__indirect_function_table.get(callback)(data, success);
  };
}
