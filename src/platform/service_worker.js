// The service worker: what the app is made of lies on the phone, so that it opens without a network. It takes in files of the
// build and nothing else; what the gateway answers about applications never passes through here.
//
// The build puts the names in the place of these, by what the files hold.
const BUILD = "{{build}}";
/** What is taken in at once: pages, wasm, scripts, style. */
const SHELL = ["{{shell}}"];
/** What is taken in when it is used: texts of each language. */
const ON_USE = ["{{on-use}}"];
/** The pages that are read without the app, of all languages: taken in with the language. */
const STATIC = ["{{static}}"];

const CACHE = `qandas-${BUILD}`;
/** Texts outlive a build: a language in use is taken over from one to the next. */
const TEXTS = "qandas-texts";
const FIRST_PAGE = "/index.html";
const APP_PAGE = "/app.html";
/** A network that gives no page within so many milliseconds is none. */
const PATIENCE = 4000;

/** `/assets/core.ru.0123.txt` → `/assets/core.ru`. */
function withoutHash(path) {
  return path.split(".").slice(0, -2).join(".");
}

async function takeIn() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: path.startsWith("/assets/") ? "default" : "no-cache" })));
  // The texts of this build in the languages that were in use before it.
  const texts = await caches.open(TEXTS);
  const used = new Set((await texts.keys()).map((request) => withoutHash(new URL(request.url).pathname)));
  await texts.addAll(ON_USE.filter((path) => used.has(withoutHash(path))));
  const languages = new Set([...used].map(languageOf));
  await cache.addAll(STATIC.filter((path) => languages.has(path.split("/")[1])));
}

/** When no tab of the build before is left. */
async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => ![CACHE, TEXTS].includes(name)).map((name) => caches.delete(name)));
  const texts = await caches.open(TEXTS);
  for (const request of await texts.keys()) {
    if (!ON_USE.includes(new URL(request.url).pathname)) await texts.delete(request);
  }
  await self.clients.claim();
}

/** `/assets/core.ru.0123.txt` → `ru`. */
function languageOf(path) {
  return path.split(".")[1];
}

/** What the pages say in a language: whoever reads one of these texts may come to need the others without a network. */
async function takeInLanguage(language) {
  const texts = await caches.open(TEXTS);
  const kept = new Set((await texts.keys()).map((request) => new URL(request.url).pathname));
  const inLanguage = (name, language) => ON_USE.filter((path) => path.includes(`/${name}.`) && languageOf(path) === language);
  // Where a language has no explanations of its own the Kazakh ones are shown, and the order is quoted in Kazakh.
  const said = ["core", "draft", "follow", "rest", "care", "help", "official"].flatMap((name) => {
    const own = inLanguage(name, language);
    return own.length > 0 ? own : inLanguage(name, "kk");
  });
  await texts.addAll(said.filter((path) => !kept.has(path)));
  const cache = await caches.open(CACHE);
  const pages = STATIC.filter((path) => path.startsWith(`/${language}/`));
  const there = await Promise.all(pages.map((path) => cache.match(path)));
  await cache.addAll(pages.filter((_, at) => !there[at]));
}

async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  const { pathname } = new URL(request.url);
  if (answer.ok && ON_USE.includes(pathname)) {
    try {
      const texts = await caches.open(TEXTS);
      await texts.put(request, answer.clone());
      // Nobody waits for these, and without a network there will be another time.
      takeInLanguage(languageOf(pathname)).catch(() => {});
    } catch {
      // A phone without room keeps nothing more, and reads it from the network all the same.
    }
  }
  return answer;
}

/** The newest page where there is a network; then all it names comes from there too. Else the one on the phone. */
async function page(request, path) {
  // With the last tab of the build before gone, the next start is the moment for the new one.
  const { waiting } = self.registration;
  if (waiting && (await self.clients.matchAll()).length < 2) waiting.postMessage("take over");
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(fail, PATIENCE, new Error("the network is too slow"));
  });
  try {
    const answer = await Promise.race([fetch(request), late]);
    if (answer.status < 500) return answer;
  } catch {
    // Then from the phone.
  } finally {
    clearTimeout(timer);
  }
  return (await caches.match(path, { cacheName: CACHE })) ?? Response.error();
}

self.addEventListener("install", (event) => event.waitUntil(takeIn()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => {
  if (event.data === "take over") {
    self.skipWaiting();
  } else {
    // The language of a page that was loaded before there was a service worker.
    event.waitUntil(takeInLanguage(event.data));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname.startsWith("/assets/")) {
    event.respondWith(asset(request));
  } else if (request.mode === "navigate" && ["/", "/app", "/app/"].includes(pathname)) {
    event.respondWith(page(request, FIRST_PAGE));
  } else if (request.mode === "navigate" && pathname.startsWith("/app/")) {
    event.respondWith(page(request, APP_PAGE));
  } else if (request.mode === "navigate" && STATIC.includes(pathname)) {
    event.respondWith(page(request, pathname));
  }
});
