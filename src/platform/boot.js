// Starts the app. It is small and its own file, since the content security policy forbids inline scripts, and since what
// it does must not wait for the wasm: choose the language, ask for that language's texts, and say so when nothing works.
// `glue` is the script that wasm-bindgen writes; the build bundles both into one file.
import init from "glue";
import { load, prefetch } from "./chunks.js";

// These three tables are those of src/i18n, whose tests compare them. The last locale is for whoever checks the pages.
const LOCALES = ["kk", "kk-Arab", "kk-Latn", "ru", "en", "uz", "uz-Cyrl", "zh", "en-XA"];
const RIGHT_TO_LEFT = ["kk-Arab"];
const CHOICES = [
  ["kk-cyrl", "kk"],
  ["kk-latn", "kk-Latn"],
  ["kk-arab", "kk-Arab"],
  ["kk-cn", "kk-Arab"],
  ["kk-ir", "kk-Arab"],
  ["kk-af", "kk-Arab"],
  ["kk-mn", "kk"],
  ["kk", "kk"],
  ["ru", "ru"],
  ["en", "en"],
  ["uz-cyrl", "uz-Cyrl"],
  ["uz", "uz"],
  ["zh", "zh"],
];
/** The chunk of an address, by the first pattern that fits; `*` is any part. src/chunks.rs has the same, and its test compares. */
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
/** What is likely to be opened after a page of a chunk. */
const NEXT = { start: ["begin", "tasks"], begin: ["tasks", "apply"], tasks: ["apply", "rest"], apply: ["tasks", "rest"], follow: [], family: [], rest: [] };
/** A build has a cache, and the texts of all builds have one. */
const MOST_CACHES = 2;
const STORED_LOCALE = "qandas.locale";
const BROUGHT = "qandas.brought";

/**
 * Takes the secret that a link brought out of the address before anything else is done. It waits in this tab alone until
 * the app has started and takes it, also when the page had to be loaded again.
 */
function takeSecret() {
  if (!/^\/app\/(follow|family)\/?#[\w-]{26,}$/.test(location.pathname + location.hash)) {
    return;
  }
  try {
    sessionStorage.setItem(BROUGHT, location.hash.slice(1));
    history.replaceState(history.state, "", location.pathname + location.search);
  } catch {
    // Without storage the app takes it from the address itself.
  }
}

/** The locale for one of the phone's languages, if we have it. */
function wanted(tag) {
  const found = CHOICES.find(([start]) => `${tag.toLowerCase()}-`.startsWith(`${start}-`));
  return found && found[1];
}

/** The locale that a static page asks for in the address, which is then the chosen one; the address forgets it. */
function asked() {
  const tag = new URLSearchParams(location.search).get("language");
  if (!LOCALES.includes(tag)) {
    return null;
  }
  history.replaceState(history.state, "", location.pathname + location.hash);
  try {
    localStorage.setItem(STORED_LOCALE, tag);
  } catch {
    // Then it holds until the page is closed.
  }
  return tag;
}

/** The locale chosen before, else the first of the phone's languages that we have, else Kazakh. */
function locale() {
  let stored = null;
  try {
    stored = localStorage.getItem(STORED_LOCALE);
  } catch {
    // Storage may be forbidden; then the phone's own languages decide.
  }
  const phone = [].concat(navigator.languages || navigator.language || []).map(wanted);
  return asked() || (LOCALES.includes(stored) ? stored : phone.find(Boolean) || LOCALES[0]);
}

/** What goes with the language of the page: which way it runs, and what it says while there is no app. */
function followLanguage() {
  const root = document.documentElement;
  root.dir = RIGHT_TO_LEFT.includes(root.lang) ? "rtl" : "ltr";
  for (const line of document.querySelectorAll(".shell-wait")) {
    line.hidden = line.lang !== root.lang;
  }
  const first = document.querySelector(`#broken [lang="${root.lang}"]`);
  if (first) {
    first.parentNode.prepend(first);
  }
}

function useLocale(tag) {
  document.documentElement.lang = tag;
  followLanguage();
  // The app changes the language of the page when another is chosen.
  new MutationObserver(followLanguage).observe(document.documentElement, { attributeFilter: ["lang"] });
  const catalog = document.createElement("link");
  catalog.rel = "preload";
  catalog.as = "fetch";
  catalog.crossOrigin = "anonymous";
  catalog.href = document.querySelector(`meta[name="catalog-${tag}"]`).content;
  document.head.append(catalog);
}

function showBroken() {
  const broken = document.getElementById("broken");
  document.getElementById("app").hidden = true;
  broken.setAttribute("role", "main");
  broken.hidden = false;
}

// The app shows the block itself when it panics. This is for what leaves it no time to: no memory, no stack.
for (const kind of ["error", "unhandledrejection"]) {
  addEventListener(kind, (event) => {
    if (typeof WebAssembly === "object" && (event.error || event.reason) instanceof WebAssembly.RuntimeError) {
      showBroken();
    }
  });
}

/** The chunk with the page of this address. */
function chunk() {
  const parts = location.pathname.split("/").filter(Boolean);
  const fits = (pattern) => {
    const wanted = pattern.split("/").filter(Boolean);
    return wanted.length === parts.length && wanted.every((part, at) => part === "*" || part === parts[at]);
  };
  const found = PAGES.find(([pattern]) => fits(pattern));
  return found && found[1];
}

/** Resolves when the app has put its page in the place of what the document came with. */
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

/** When the page can be used: what the next pages need, so that it is there when they are opened. */
async function loadNext(first) {
  for (const next of NEXT[first] || []) {
    await prefetch(next, "low");
  }
  keepForOffline();
}

/** Has the app and the texts of this language kept on the phone. Browsers have no service worker on insecure pages. */
function keepForOffline() {
  const workers = navigator.serviceWorker;
  if (workers) {
    workers.register("/sw.js").catch(() => {});
    workers.ready.then(async ({ active, installing, waiting }) => {
      active.postMessage(document.documentElement.lang);
      if (waiting) {
        waiting.postMessage({ takeOver: assets() });
      } else if (!installing && (await caches.keys()).length > MOST_CACHES) {
        active.postMessage({ inUse: assets() });
      }
    });
  }
}

/** The assets that this page names, by which a service worker knows whether the page is of its build. */
function assets() {
  const named = document.querySelectorAll("script[type=module], link[rel=stylesheet], #app-wasm, meta[content^='/assets/']");
  return [...named].map((element) => element.getAttribute("src") || element.getAttribute("href") || element.content);
}

takeSecret();
useLocale(locale());
if (typeof WebAssembly === "object") {
  const first = chunk();
  prefetch(first);
  init({ module_or_path: load(document.getElementById("app-wasm").getAttribute("href")) }).catch((error) => {
    console.error(error);
    showBroken();
  });
  shown().then(() => loadNext(first));
} else {
  console.error("This browser has no WebAssembly.");
  showBroken();
}
