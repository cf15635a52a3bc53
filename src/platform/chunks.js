// Loads the chunks of the app: WebAssembly files that are linked to main when a page needs them (src/chunks.rs).

/** The files of each chunk, filled in by the build; none where the app is one file. */
export const FILES = CHUNKS;

/** Address → the compiled file. A failure is forgotten, so that the next call tries again. */
const compiled = new Map();
/** Address → the instance that is linked to main. */
const linked = new Map();

async function fetched(address) {
  // The mode of a preload, so that nothing is fetched twice.
  const once = async (cache) => {
    const response = await fetch(address, { cache });
    if (!response.ok) {
      const error = new Error(`${address}: ${response.status}`);
      error.status = response.status;
      throw error;
    }
    return response;
  };
  try {
    return await once("default");
  } catch {
    return once("reload");
  }
}

async function compile(address) {
  try {
    const response = await fetched(address);
    // Where the server or a proxy gives another media type, streaming refuses.
    const streams = WebAssembly.compileStreaming && response.headers.get("content-type") === "application/wasm";
    return await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  } catch (error) {
    if (error.status === 404) {
      // A newer version of the app has taken the place of this one.
      document.documentElement.dataset.replaced = "";
    }
    throw error;
  }
}

function module(address) {
  let running = compiled.get(address);
  if (!running) {
    running = compile(address);
    running.catch(() => compiled.delete(address));
    compiled.set(address, running);
  }
  return running;
}

/** Starts to load the files of a chunk; resolves when they are there, and never rejects. */
export function prefetch(chunk) {
  return Promise.all((FILES[chunk] || []).map(module)).catch(() => {});
}

/** Links a file to main, once. */
function link(address, shared) {
  let running = linked.get(address);
  if (!running) {
    running = module(address).then((code) => WebAssembly.instantiate(code, { main: shared() }));
    running.catch(() => linked.delete(address));
    linked.set(address, running);
  }
  return running;
}

/**
 * What main calls to load a chunk. `shared` gives what main shares with the chunks; `callback` is the place of a function in
 * main's table, which gets `data` and whether the chunk is there.
 */
export function loader(chunk, shared) {
  return async (callback, data) => {
    let success = true;
    try {
      await Promise.all(FILES[chunk].map((address) => link(address, shared)));
    } catch (error) {
      console.error(error);
      success = false;
    }
    shared().__indirect_function_table.get(callback)(data, success);
  };
}
