// Starts the app. It is small and its own file, since the content security policy forbids inline scripts, and since its work
// must not wait for the wasm: request the texts of the language, handle the static screen, and say so when nothing works.
// `glue` is the script that wasm-bindgen writes; the build bundles both into one file.
import init from "glue";
import { load, prefetch } from "./chunks.js";

/** The chunk of each address: the first matching pattern; `*` is any part. src/chunks.rs has the same, and its test compares. */
const PAGES = [
  ["/", "start"],
  ["/app", "start"],
  ["/app/start", "start"],
  ["/app/follow", "follow"],
  ["/app/follow/*", "follow"],
  ["/app/family", "family"],
  ["/app/family/*", "family"],
  ["/app/d/*/tasks", "tasks"],
  ["/app/d/*/service", "begin"],
  ["/app/d/*/may-i-apply", "begin"],
  ["/app/d/*/obstacles", "begin"],
  ["/app/d/*/basis", "begin"],
  ["/app/d/*/checklist", "begin"],
  ["/app/d/*/where", "rest"],
  ["/app/d/*/send", "rest"],
  ["/app/d/*/on-paper", "rest"],
  ["/app/d/*/receipt", "rest"],
  ["/app/d/*/keep", "rest"],
  ["/app/d/*/*", "apply"],
  ["/app/d/*/*/*", "apply"],
  ["/app/d/*/*/*/*", "apply"],
  ["/app/*", "rest"],
  ["/app/*/*", "rest"],
  ["/app/*/*/*", "rest"],
];
/**
 * The texts of a chunk's pages, as src/chunks.rs has them.
 * @type {Record<string, string[]>}
 */
const TEXTS = {
  start: ["core"],
  begin: ["core"],
  tasks: ["core", "draft"],
  apply: ["core", "draft"],
  family: ["core", "follow"],
  follow: ["core", "follow"],
  rest: ["core", "draft", "follow", "rest"],
};
/**
 * The chunks that are likely to be opened after a page of a chunk.
 * @type {Record<string, string[]>}
 */
const NEXT = { start: ["begin", "tasks"], begin: ["tasks", "apply"], tasks: ["apply", "rest"], apply: ["tasks", "rest"], follow: [], family: [], rest: [] };
/** Each build has a cache, and the texts of all builds share one. */
const MOST_CACHES = 2;
const root = document.documentElement;
/** The static screen, until the app has replaced it. */
const early = document.getElementById("early");
const first = document.getElementById("first");
const offersStart = first && !first.hidden;

/** Moves the language of the page to the front in #broken. */
function orderBroken() {
  const own = document.querySelector(`#broken [lang="${root.lang}"]`);
  if (own) own.parentNode.prepend(own);
}

function preloadTexts() {
  const build = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="texts"]')).content;
  for (const part of TEXTS[chunk()] || ["core"]) {
    const texts = document.createElement("link");
    texts.rel = "preload";
    texts.as = "fetch";
    texts.crossOrigin = "anonymous";
    texts.href = `/assets/${part}.${root.lang}.${build}.txt`;
    document.head.append(texts);
  }
}

/** Shows the static screen of the address: the start page if it needs no app, else the message that the app is loading. */
function showScreen() {
  const isStart = offersStart && /^\/(app\/?)?$/.test(location.pathname);
  if (first) {
    first.hidden = !isStart;
    document.getElementById("waiting").hidden = isStart;
  }
}

/**
 * Goes to a page before the app has started; the app then shows the page of the address.
 * @param {string} href
 */
function goEarly(href) {
  history.pushState(null, "", href);
  root.dataset.moved = "";
  scrollTo(0, 0);
  prefetch(chunk());
  // The link that begins an application.
  if (location.search) prefetch("begin");
  // headline.js listens, and the app may do so already.
  dispatchEvent(new PopStateEvent("popstate"));
}

/**
 * Handles clicks on the static screen. Without this script its links and buttons load a page, which would restart the app.
 * @param {MouseEvent & { target: Element }} event
 */
function pressEarly(event) {
  const pressed = /** @type {HTMLButtonElement} */ (event.target.closest("a, button"));
  if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (pressed.name === "language") {
    try {
      localStorage.setItem("qandas.locale", pressed.value);
    } catch {
      // Then the choice is valid until the page is closed.
    }
    // language.js writes the texts.
    root.lang = pressed.value;
    preloadTexts();
  } else {
    goEarly(pressed.getAttribute("href"));
  }
}

/**
 * Opens and focuses in the app what was open and focused on the static screen.
 * @param {HTMLElement | null} focused
 */
function takeOver(focused) {
  /** @param {HTMLElement} old */
  const twin = (old) =>
    [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#app a, #app button, #app summary"))].find(
      (one) => one.textContent.trim() === old.textContent.trim() && one.lang === old.lang,
    );
  for (const old of early.querySelectorAll("details")) {
    const summary = twin(old.querySelector("summary"));
    // Clicked instead of opened, because the app then loads the content.
    if (summary && /** @type {HTMLDetailsElement} */ (summary.parentNode).open !== old.open) summary.click();
  }
  const next = focused && document.activeElement === document.body && twin(focused);
  if (next) next.focus({ preventScroll: true });
}

function mindEarly() {
  let focused = null;
  early.addEventListener("focusin", (event) => (focused = event.target));
  early.addEventListener("click", pressEarly);
  addEventListener("popstate", showScreen);
  new MutationObserver((_, observer) => {
    if (early.isConnected) return;
    observer.disconnect();
    removeEventListener("popstate", showScreen);
    takeOver(focused);
  }).observe(document.getElementById("app"), { childList: true });
}

function showBroken() {
  const broken = document.getElementById("broken");
  document.getElementById("app").hidden = true;
  broken.setAttribute("role", "main");
  broken.hidden = false;
}

// The app shows the block itself when it panics. This is for what leaves it no time to: no memory, no stack.
for (const kind of ["error", "unhandledrejection"]) {
  addEventListener(kind, (/** @type {ErrorEvent & PromiseRejectionEvent} */ event) => {
    if (typeof WebAssembly === "object" && (event.error || event.reason) instanceof WebAssembly.RuntimeError) {
      showBroken();
    }
  });
}

/**
 * Returns the chunk with the page of this address.
 * @returns {string | undefined}
 */
function chunk() {
  const parts = location.pathname.split("/").filter(Boolean);
  const fits = (pattern) => {
    const wanted = pattern.split("/").filter(Boolean);
    return wanted.length === parts.length && wanted.every((part, at) => part === "*" || part === parts[at]);
  };
  const found = PAGES.find(([pattern]) => fits(pattern));
  return found?.[1];
}

/**
 * Resolves when the app has replaced the content of the document with its page.
 * @returns {Promise<void>}
 */
function shown() {
  const place = document.getElementById("app");
  const before = place.firstElementChild;
  return new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (!before.isConnected) {
        observer.disconnect();
        done();
      }
    });
    observer.observe(place, { childList: true });
  });
}

/**
 * Loads what the next pages need when this page can be used, so that it is there when they are opened.
 * @param {string | undefined} own - The chunk of this page.
 */
async function loadNext(own) {
  for (const next of NEXT[own] || []) {
    await prefetch(next, "low");
  }
  keepForOffline();
}

/** Stores the app and the texts of this language for offline use. Browsers have no service worker on insecure pages. */
function keepForOffline() {
  const workers = navigator.serviceWorker;
  if (workers) {
    workers.register("/sw.js").catch(() => {});
    workers.ready.then(async ({ active, installing, waiting }) => {
      active.postMessage(root.lang);
      if (waiting) {
        waiting.postMessage({ takeOver: assets() });
      } else if (!installing && (await caches.keys()).length > MOST_CACHES) {
        active.postMessage({ inUse: assets() });
      }
    });
  }
}

/**
 * Returns the assets that this page names; they tell a service worker whether the page is of its build.
 * @returns {string[]}
 */
function assets() {
  // The texts of its language represent all texts, which have one hash.
  const named = document.querySelectorAll("script[type=module], link[rel=stylesheet], link[as=fetch], meta[content^='/assets/']");
  return [...named].map(
    (element) => element.getAttribute("src") || element.getAttribute("href") || /** @type {HTMLMetaElement} */ (element).content,
  );
}

orderBroken();
// The app changes the language of the page when another is chosen.
new MutationObserver(orderBroken).observe(root, { attributeFilter: ["lang"] });
preloadTexts();
mindEarly();
if (typeof WebAssembly === "object") {
  const own = chunk();
  prefetch(own);
  init({ module_or_path: load(document.getElementById("app-wasm").getAttribute("href")) }).catch((error) => {
    console.error(error);
    showBroken();
  });
  shown().then(() => loadNext(own));
} else {
  console.error("This browser has no WebAssembly.");
  showBroken();
}
