/// <reference lib="webworker" />
// The service worker: it stores the files of the app on the phone, so that the app opens offline. It stores files of the build
// and nothing else; the gateway's answers about applications never pass through it.
//
// The build replaces these placeholders by names with content hashes.
const BUILD = "{{build}}";
/** Stored at installation: pages, wasm, scripts, style. */
const SHELL = ["{{shell}}"];
/** Stored when used: the texts of each language. */
const ON_USE = ["{{on-use}}"];
/** The pages that are read without the app, in all languages: stored with the language. */
const STATIC = ["{{static}}"];

/** The global scope of this script; the type check takes `self` for that of a page. */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

const CACHE = `qandas-${BUILD}`;
/** Texts outlive a build: a language in use is carried over to the next build. */
const TEXTS = "qandas-texts";
const FIRST_PAGE = "/index.html";
const APP_PAGE = "/app.html";
/** A network that delivers no page within this number of milliseconds counts as absent. */
const PATIENCE = 4000;

/**
 * `/assets/core.ru.0123.txt` → `/assets/core.ru`.
 * @param {string} path
 */
function withoutHash(path) {
  return path.split(".").slice(0, -2).join(".");
}

/**
 * Returns whether a response is the asset itself and not the login page of a network.
 * @param {Response} answer
 */
function isAsset(answer) {
  return answer.ok && !answer.headers.get("content-type")?.startsWith("text/html");
}

/**
 * Fetches an asset; a second time bypassing the browser's cache if that has something else under its name.
 * @param {string} path
 */
async function fetchAsset(path) {
  const answer = await fetch(path);
  return isAsset(answer) ? answer : fetch(path, { cache: "reload" });
}

/**
 * Fetches assets and stores them; fails if one of them cannot be had.
 * @param {Cache} cache
 * @param {string[]} paths
 */
async function takeInAssets(cache, paths) {
  await Promise.all(
    paths.map(async (path) => {
      const answer = await fetchAsset(path);
      if (!isAsset(answer)) throw new TypeError(`${path}: ${answer.status}`);
      await cache.put(path, answer);
    }),
  );
}

async function takeIn() {
  const cache = await caches.open(CACHE);
  const isPage = (path) => !path.startsWith("/assets/");
  await cache.addAll(SHELL.filter(isPage).map((path) => new Request(path, { cache: "no-cache" })));
  await takeInAssets(
    cache,
    SHELL.filter((path) => !isPage(path)),
  );
  // The texts of this build in the languages that were in use before it.
  const texts = await caches.open(TEXTS);
  const used = new Set((await texts.keys()).map((request) => withoutHash(new URL(request.url).pathname)));
  await takeInAssets(
    texts,
    ON_USE.filter((path) => used.has(withoutHash(path))),
  );
  const languages = new Set([...used].map(languageOf));
  await cache.addAll(STATIC.filter((path) => languages.has(path.split("/")[1])));
}

/** Deletes what other builds stored, unless one of them is about to take over. */
async function forgetOthers() {
  const names = await caches.keys();
  // Checked after the names were read: a later build that has a cache among them is being installed by now.
  if (worker.registration.installing || worker.registration.waiting) return;
  await Promise.all(names.filter((name) => ![CACHE, TEXTS].includes(name)).map((name) => caches.delete(name)));
  const texts = await caches.open(TEXTS);
  for (const request of await texts.keys()) {
    if (!ON_USE.includes(new URL(request.url).pathname)) await texts.delete(request);
  }
}

/**
 * Returns whether the path belongs to the app, whose pages load more of their build later.
 * @param {string} path
 */
function isOfApp(path) {
  return path === "/" || path === "/app" || path.startsWith("/app/");
}

/**
 * Returns whether a page with these assets is of this build and no other tab has the app, so that no other build is needed.
 * @param {string[]} assets
 */
async function isAlone(assets) {
  const isOurs = assets.every((path) => SHELL.includes(path) || ON_USE.includes(path));
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return isOurs && tabs.filter(({ url }) => isOfApp(new URL(url).pathname)).length === 1;
}

/** True if the caches of other builds may be deleted when this worker becomes active. */
let takesOver = false;

/**
 * Handles a page of the app in use while this worker waits: takes over if no tab needs the previous worker any more.
 * @param {string[]} assets
 */
async function mayTakeOver(assets) {
  takesOver = await isAlone(assets);
  if (takesOver) await worker.skipWaiting();
}

async function begin() {
  if (takesOver) await forgetOthers();
  await worker.clients.claim();
}

/**
 * `/assets/core.ru.0123.txt` → `ru`.
 * @param {string} path
 */
function languageOf(path) {
  return path.split(".")[1];
}

/**
 * Stores all texts of a language: a reader of one of them may need the others offline.
 * @param {string} language
 */
async function takeInLanguage(language) {
  const texts = await caches.open(TEXTS);
  const kept = new Set((await texts.keys()).map((request) => new URL(request.url).pathname));
  const inLanguage = (name, language) => ON_USE.filter((path) => path.includes(`/${name}.`) && languageOf(path) === language);
  // Without explanations in a language the Kazakh ones are shown, and the Rules are quoted in Kazakh.
  const said = ["core", "draft", "follow", "rest", "care", "help", "official"].flatMap((name) => {
    const own = inLanguage(name, language);
    return own.length > 0 ? own : inLanguage(name, "kk");
  });
  // Forms are printed in Kazakh, whatever the language of the reader.
  const printed = ["core", "draft", "follow", "rest"].flatMap((name) => inLanguage(name, "kk"));
  await takeInAssets(
    texts,
    [...new Set([...said, ...printed])].filter((path) => !kept.has(path)),
  );
  const cache = await caches.open(CACHE);
  const pages = STATIC.filter((path) => path.startsWith(`/${language}/`));
  const there = await Promise.all(pages.map((path) => cache.match(path)));
  await cache.addAll(pages.filter((_, at) => !there[at]));
}

/**
 * Returns the stored asset, or that of the network, which is stored if it is a text or was requested again.
 * @param {Request} request
 */
async function asset(request) {
  const { pathname } = new URL(request.url);
  // A page requests this after it could not read a file.
  const isAskedAgain = request.cache === "reload";
  const kept = isAskedAgain ? null : await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  const isText = ON_USE.includes(pathname);
  if (isAsset(answer) && (isText || (isAskedAgain && SHELL.includes(pathname)))) {
    try {
      const cache = await caches.open(isText ? TEXTS : CACHE);
      await cache.put(request, answer.clone());
      // Nobody waits for these, and if the network fails there will be another occasion.
      if (isText) takeInLanguage(languageOf(pathname)).catch(() => {});
    } catch {
      // A phone without space stores nothing more and reads it from the network nevertheless.
    }
  }
  return answer;
}

/**
 * Returns the newest page if there is a network, so that all its assets come from there too; else the stored page.
 * @param {Request} request
 * @param {string} path - That of the stored page.
 */
async function page(request, path) {
  let timer;
  /** @type {Promise<never>} */
  const late = new Promise((_, fail) => {
    timer = setTimeout(fail, PATIENCE, new Error("the network is too slow"));
  });
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer.status < 500) return answer;
  } catch {
    // Then the stored page is used.
  } finally {
    clearTimeout(timer);
  }
  return (await caches.match(path, { cacheName: CACHE })) ?? Response.error();
}

worker.addEventListener("install", (event) => event.waitUntil(takeIn()));
worker.addEventListener("activate", (event) => event.waitUntil(begin()));

worker.addEventListener("message", (event) => {
  const { data } = event;
  if (data.inUse) {
    event.waitUntil(isAlone(data.inUse).then((is) => is && forgetOthers()));
  } else if (data.takeOver) {
    event.waitUntil(mayTakeOver(data.takeOver));
  } else if (data !== "take over") {
    // The language of a page that was loaded before there was a service worker. "take over" comes from workers of earlier
    // builds.
    event.waitUntil(takeInLanguage(data));
  }
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (pathname.startsWith("/assets/")) {
    event.respondWith(asset(request));
  } else if (request.mode === "navigate" && ["/", "/app", "/app/"].includes(pathname)) {
    event.respondWith(page(request, FIRST_PAGE));
  } else if (request.mode === "navigate" && isOfApp(pathname)) {
    event.respondWith(page(request, APP_PAGE));
  } else if (request.mode === "navigate" && STATIC.includes(pathname)) {
    event.respondWith(page(request, pathname));
  }
});
