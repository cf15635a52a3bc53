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

/** Whether an answer is the asset itself, and not a page of the network's login in its place. */
function isAsset(answer) {
  return answer.ok && !answer.headers.get("content-type")?.startsWith("text/html");
}

/** Fetches an asset; a second time past the browser's cache if that has something else under its name. */
async function fetchAsset(path) {
  const answer = await fetch(path);
  return isAsset(answer) ? answer : fetch(path, { cache: "reload" });
}

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

/** Deletes what other builds kept, unless one of them is about to follow. */
async function forgetOthers() {
  const names = await caches.keys();
  // Asked after the names: a later build that has a cache among them is on its way by now.
  if (self.registration.installing || self.registration.waiting) return;
  await Promise.all(names.filter((name) => ![CACHE, TEXTS].includes(name)).map((name) => caches.delete(name)));
  const texts = await caches.open(TEXTS);
  for (const request of await texts.keys()) {
    if (!ON_USE.includes(new URL(request.url).pathname)) await texts.delete(request);
  }
}

/** Whether the path is one of the app, whose pages load more of their build later. */
function isOfApp(path) {
  return path === "/" || path === "/app" || path.startsWith("/app/");
}

/** Whether a page that names these assets is of this build, and no other tab has the app, so that no other build is needed. */
async function isAlone(assets) {
  const isOurs = assets.every((path) => SHELL.includes(path) || ON_USE.includes(path));
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return isOurs && tabs.filter(({ url }) => isOfApp(new URL(url).pathname)).length === 1;
}

/** Whether others may be forgotten when this worker becomes the active one. */
let takesOver = false;

/** A page of the app is in use while this worker waits: it takes over where no tab is left that needs the one before. */
async function mayTakeOver(assets) {
  takesOver = await isAlone(assets);
  if (takesOver) await self.skipWaiting();
}

async function begin() {
  if (takesOver) await forgetOthers();
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
  // Forms are printed in Kazakh, whatever language is read.
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

async function asset(request) {
  const { pathname } = new URL(request.url);
  // A page asks so for what could not be read.
  const isAskedAgain = request.cache === "reload";
  const kept = isAskedAgain ? null : await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  const isText = ON_USE.includes(pathname);
  if (isAsset(answer) && (isText || (isAskedAgain && SHELL.includes(pathname)))) {
    try {
      const cache = await caches.open(isText ? TEXTS : CACHE);
      await cache.put(request, answer.clone());
      // Nobody waits for these, and without a network there will be another time.
      if (isText) takeInLanguage(languageOf(pathname)).catch(() => {});
    } catch {
      // A phone without room keeps nothing more, and reads it from the network all the same.
    }
  }
  return answer;
}

/** The newest page where there is a network; then all it names comes from there too. Else the one on the phone. */
async function page(request, path) {
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
self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("message", (event) => {
  const { data } = event;
  if (data.inUse) {
    event.waitUntil(isAlone(data.inUse).then((is) => is && forgetOthers()));
  } else if (data.takeOver) {
    event.waitUntil(mayTakeOver(data.takeOver));
  } else if (data !== "take over") {
    // The language of a page that was loaded before there was a service worker. Earlier builds' workers say the other.
    event.waitUntil(takeInLanguage(data));
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
  } else if (request.mode === "navigate" && isOfApp(pathname)) {
    event.respondWith(page(request, APP_PAGE));
  } else if (request.mode === "navigate" && STATIC.includes(pathname)) {
    event.respondWith(page(request, pathname));
  }
});
