// Starts the app. It is small and its own file, since the content security policy forbids inline scripts, and since what
// it does must not wait for the wasm: choose the language, ask for that language's texts, and say so when nothing works.
// `glue` is the script that wasm-bindgen writes; the build bundles both into one file.
import init from "glue";

const LOCALES = ["kk", "ru", "en"];
const STORED_LOCALE = "qandas.locale";

/** The locale chosen before, else the first of the phone's languages that we have, else Kazakh. */
function locale() {
  let stored = null;
  try {
    stored = localStorage.getItem(STORED_LOCALE);
  } catch {
    // Storage may be forbidden; then the phone's own languages decide.
  }
  const spoken = [].concat(navigator.languages || navigator.language || []).map((tag) => tag.split("-")[0]);
  return [stored, ...spoken].find((tag) => LOCALES.includes(tag)) || LOCALES[0];
}

function useLocale(tag) {
  document.documentElement.lang = tag;
  document.documentElement.dir = "ltr";
  for (const line of document.querySelectorAll(".shell-wait")) {
    line.hidden = line.lang !== tag;
  }
  const catalog = document.createElement("link");
  catalog.rel = "preload";
  catalog.as = "fetch";
  catalog.crossOrigin = "anonymous";
  catalog.href = document.querySelector(`meta[name="catalog-${tag}"]`).content;
  document.head.append(catalog);
}

function showBroken() {
  document.getElementById("app").hidden = true;
  document.getElementById("broken").hidden = false;
}

// The app shows the block itself when it panics. This is for what leaves it no time to: no memory, no stack.
for (const kind of ["error", "unhandledrejection"]) {
  addEventListener(kind, (event) => {
    if (typeof WebAssembly === "object" && (event.error || event.reason) instanceof WebAssembly.RuntimeError) {
      showBroken();
    }
  });
}

/** After the small module has started: the whole app, which the later pages need, so that it is there when they are. */
function fetchNext() {
  const next = document.querySelector('meta[name="next"]');
  for (const address of next ? next.content.split(" ") : []) {
    // Into the browser's cache. A prefetch link would do it too, were it not for the content security policy.
    fetch(address, { priority: "low" }).then((response) => response.arrayBuffer(), () => {});
  }
}

useLocale(locale());
if (typeof WebAssembly === "object") {
  // The same address and mode as the preload in the page, so that this takes what is already on its way.
  init({ module_or_path: fetch(document.getElementById("app-wasm").href) }).then(fetchNext, (error) => {
    console.error(error);
    showBroken();
  });
} else {
  console.error("This browser has no WebAssembly.");
  showBroken();
}
