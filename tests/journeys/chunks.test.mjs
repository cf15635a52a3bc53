// The app consists of main and chunks that are loaded when a page needs them: each is loaded once, and failures are handled.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { test } from "node:test";
import { assertAccessible, newPhone } from "../support/browser.mjs";
import { DIST, chunksOf, copyOfBuild, ownFilesOf, replaceBuild } from "../support/builds.mjs";
import { startGateway } from "../support/gateway.mjs";
import { hasDatabase, opensOffline, until } from "../support/kept.mjs";
import { keepRecords, ownRecord, sentRecord } from "../support/records.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { Applicant, MAY_APPLY, madeUpApplicant, madeUpSpouse } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */
/** @import { Recorder } from "../support/recorder.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
const SENT = "00000000000000f1";
const KEPT = "00000000000000f2";
const FAILED = /Failed to load resource|ERR_|CompileError|TypeError|AggregateError|\/assets\/.*: \d{3}/;
const IMMUTABLE = { "cache-control": "public, max-age=31536000, immutable" };

/**
 * Opens a phone behind a recorder. Without a service worker its only copy of a chunk is in the browser's cache. `keepsApp`
 * allows it a service worker; `app` is the folder of the app, if it is not the one that was built.
 * @param {TestContext} t
 * @param {{ keepsApp?: boolean, app?: string }} [options]
 */
async function newVisitor(t, { keepsApp = false, app } = {}) {
  const gateway = await startGateway(t, { clock: NOW, app });
  const recorder = await startRecorder(t, gateway);
  const serviceWorkers = keepsApp ? "allow" : "block";
  const phone = await newPhone(t, { origin: recorder.origin, locale: "en", clock: NOW, serviceWorkers });
  return { gateway, recorder, phone, page: phone.page, me: new Applicant(phone, { locale: "en" }) };
}

/**
 * Counts the requests for each wasm file.
 * @param {Recorder} recorder
 */
function countWasm({ paths }) {
  const counts = new Map();
  for (const path of paths.filter((path) => path.endsWith(".wasm"))) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

/** @param {Recorder} recorder */
function askedTwice(recorder) {
  return [...countWasm(recorder)].filter(([, count]) => count > 1);
}

/**
 * Waits until the condition holds for the recorded requests.
 * @param {Recorder} recorder
 * @param {(paths: string[]) => boolean} isSo
 * @param {string} message
 */
async function untilAsked(recorder, isSo, message) {
  const end = Date.now() + 15_000;
  while (!isSo(recorder.paths)) {
    assert.ok(Date.now() < end, `${message}: ${recorder.paths.filter((path) => path.endsWith(".wasm"))}`);
    await pause(50);
  }
}

/**
 * Follows a link to an address of the app, as if the visible page had one.
 * @param {Page} page
 * @param {string} path
 */
function moveTo(page, path) {
  return page.evaluate((path) => {
    /** @type {HTMLElement} */ (document.querySelector("h1#heading")).dataset.isOld = "";
    const link = Object.assign(document.createElement("a"), { href: path });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
}

/**
 * Returns the heading of the page at this address, once it is shown.
 * @param {Page} page
 * @param {string} path
 */
async function headingAt(page, path) {
  await page.waitForURL((url) => url.pathname === path);
  const heading = page.locator("#main h1#heading:not([data-is-old])", { hasText: /\S/ });
  await heading.waitFor();
  return (await heading.innerText()).trim();
}

/**
 * Goes from the start page to the page for the applicant's name, and types the start of a family name without confirming it.
 * @param {Applicant} me
 */
async function atHalfAName(me) {
  await me.begin({ eligibility: MAY_APPLY, basis: "study" });
  await me.follow("tasks.about_you");
  await me.arrive("name");
  const family = me.page.getByLabel("Family name", { exact: true });
  await family.fill("SYN");
  return { family, path: new URL(me.page.url()).pathname };
}

/**
 * @param {Applicant} me
 * @param {{ isReplaced?: boolean, isLoaded?: boolean }} [options]
 */
async function isMissing(me, { isReplaced = false, isLoaded = false } = {}) {
  await me.arrive("missing", { title: "missing.title", isLoaded });
  await me.sees(me.say(isReplaced ? "missing.replaced" : "missing.text"));
}

test("every page opens by its address, and from a page of another chunk", async (t) => {
  const { phone, page, me } = await newVisitor(t);
  // The gateway does not know the application.
  phone.expectComplaint(/401/);
  await me.isAtTasks({ basis: "family_reunion", person: madeUpApplicant() });
  await me.addMember(madeUpSpouse());
  const links = await page
    .locator(".task a")
    .evaluateAll((/** @type {HTMLAnchorElement[]} */ all) => all.map((link) => new URL(link.href).pathname));
  const draft = new URL(page.url()).pathname.replace(/\/tasks$/, "");
  const events = [];
  await keepRecords(page, [
    sentRecord({ id: SENT, registered: "2026-03-10", events }),
    ownRecord({ id: KEPT, registered: "2026-03-10", events }),
  ]);
  const you = links.find((link) => link.endsWith("/name")).replace(/name$/, "");
  const member = links.find((link) => link.endsWith("/kinship")).replace(/kinship$/, "");
  const steps = ["service", "may-i-apply", "obstacles", "basis", "checklist", "tasks", "facts", "family", "officer", "spelling"];
  const paths = [
    "/app",
    ...[...steps, "where", "answers", "send", "on-paper", "receipt", "keep"].map((step) => `${draft}/${step}`),
    ...["address", "contact", "destination"].map((step) => `${draft}/you/${step}`),
    ...["name", "birth", "citizenship", "paper", "iin", "lines"].map((step) => you + step),
    ...["kinship", "name", "remove"].map((step) => member + step),
    ...links.filter((link) => link.includes("/document/")),
    ...["", `/${SENT}`, `/${SENT}/links`, `/${SENT}/end`].map((end) => `/app/follow${end}`),
    ...["/app/family", `/app/family/${SENT}`, "/app/elsewhere", `/app/elsewhere/${KEPT}`],
    ...["annex-1", "annex-3", "annex-6", "annex-8", "checklist", "checklist-without-names"].map((form) => `/app/print/${SENT}/${form}`),
    ...["/app/terms", "/app/privacy", "/app/report", "/app/wipe", "/app/open"],
  ];
  const nothing = [me.say("missing.title"), me.say("not.found_title")];
  const headings = [];
  for (const path of paths) {
    await page.goto(path);
    const heading = await headingAt(page, path);
    assert.ok(!nothing.includes(heading), `${path}: ${heading}`);
    headings.push(heading);
  }
  for (const [at, path] of paths.entries()) {
    const from = /^\/app(\/d\/[^/]+\/tasks)?$/.test(path) ? "/app/terms" : "/app";
    await page.goto(from);
    await headingAt(page, from);
    await moveTo(page, path);
    assert.equal(await headingAt(page, path), headings[at], path);
    await page.waitForFunction(() => document.activeElement?.id === "heading");
  }
});

test("after the first page can be used, the likely next chunks are fetched once, at low priority", async (t) => {
  const { recorder, page, me, phone } = await newVisitor(t);
  const { start, begin, tasks, main } = await chunksOf();
  const session = await phone.context.newCDPSession(page);
  const priorities = new Map();
  session.on("Network.requestWillBeSent", ({ request }) => priorities.set(new URL(request.url).pathname, request.initialPriority));
  await session.send("Network.enable");
  // The texts are delayed, and with them the first page.
  let letGo;
  const held = new Promise((done) => (letGo = done));
  await page.route("**/assets/core.en.*.txt", async (route) => {
    await held;
    await route.continue();
  });
  const first = new Set([...main, ...start]);
  const next = [...begin, ...tasks].filter((path) => !first.has(path));
  await page.goto("/");
  await untilAsked(recorder, (paths) => [...first].every((path) => paths.includes(path)), "the files of the first page");
  await pause(1_500);
  assert.deepEqual([...countWasm(recorder).keys()].filter((path) => next.includes(path)), [], "fetched before the first page was there");
  letGo();
  await me.arrive("start", { isLoaded: true });
  await untilAsked(recorder, (paths) => next.every((path) => paths.includes(path)), "the files of the next pages");
  await pause(500);
  assert.deepEqual([...countWasm(recorder).keys()].sort(), [...first, ...new Set(next)].sort());
  assert.deepEqual(askedTwice(recorder), []);
  for (const path of next) assert.match(priorities.get(path), /Low/, path);
  for (const path of first) assert.match(priorities.get(path), /High/, path);
});

for (const keepsApp of [false, true]) {
  test(`each wasm file is fetched once in a session with many pages, ${keepsApp ? "with" : "without"} a service worker`, async (t) => {
    const { recorder, page, me } = await newVisitor(t, { keepsApp });
    const { path } = await atHalfAName(me);
    if (keepsApp) await opensOffline(page);
    const draft = path.replace(/\/person\/.*$/, "");
    for (const next of [`${draft}/officer`, `${draft}/send`, "/app/follow", "/app/family", "/app/terms", `${draft}/basis`, path]) {
      await moveTo(page, next);
      await headingAt(page, next);
    }
    for (const next of ["/app", `${draft}/tasks`, "/app/family", path]) {
      await page.goto(next);
      await headingAt(page, next);
    }
    assert.deepEqual(askedTwice(recorder), []);
    // The code of a complaint and of the calendar file is for an application that was sent.
    const isExtra = (path) => path.includes("/extras.");
    const all = new Set(Object.values(await chunksOf()).flat().filter((path) => !isExtra(path)));
    const asked = [...countWasm(recorder).keys()].filter((path) => !path.includes("/worker.") && !isExtra(path));
    assert.deepEqual(asked.sort(), [...all].sort());
  });
}

test("a page whose chunk is not available offline says so, opens when the network is back, and nothing typed is lost", async (t) => {
  const { recorder, phone, page, me } = await newVisitor(t);
  phone.expectComplaint(FAILED);
  const rest = await ownFilesOf("rest");
  recorder.fault = (path) => (rest.includes(path) ? { isAway: true } : null);
  const { family, path } = await atHalfAName(me);
  await phone.context.setOffline(true);
  recorder.fault = null;
  await me.follow("footer.privacy");
  await isMissing(me);
  await me.sees(me.say("missing.kept"));
  await assertAccessible(page);
  await me.press("missing.retry");
  await isMissing(me);
  await phone.context.setOffline(false);
  await me.press("missing.retry");
  await me.arrive("privacy", { title: "footer.privacy" });
  await page.goBack();
  await me.arrive("name");
  assert.equal(new URL(page.url()).pathname, path);
  assert.equal(await family.inputValue(), "SYN");
});

test("the texts of a chunk are requested together with its code, all at once", async (t) => {
  const { recorder, page, me } = await newVisitor(t);
  const held = [];
  const hold = (pattern) => page.route(pattern, (route) => held.push(route));
  await page.goto("/");
  await me.arrive("start", { isLoaded: true });
  for (const file of await ownFilesOf("rest")) await hold(`**${file}`);
  for (const part of ["draft", "follow", "rest"]) await hold(`**/assets/${part}.en.*.txt`);
  const texts = () => held.filter((route) => route.request().url().endsWith(".txt"));
  await me.follow("footer.privacy");
  await me.sees(me.say("shell.loading"));
  const end = Date.now() + 5_000;
  while (texts().length < 3 && Date.now() < end) await pause(50);
  assert.equal(texts().length, 3, "none of them waits for the code or for another");
  for (const route of held) await route.continue();
  await me.arrive("privacy", { title: "footer.privacy" });
  assert.deepEqual(askedTwice(recorder), []);
});

test("a chunk that is gone after a deploy: the page says so, and reloads the app with what was typed", async (t) => {
  const { recorder, phone, page, me } = await newVisitor(t);
  phone.expectComplaint(FAILED);
  const rest = await ownFilesOf("rest");
  recorder.fault = (path) => (rest.includes(path) ? { status: 404 } : null);
  const { family } = await atHalfAName(me);
  // The last letters are not written to the phone's disk: the reload has to carry them over.
  await page.evaluate(() => {
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException("made up: damaged", "UnknownError");
    };
  });
  await family.fill("SYNAQ");
  await me.follow("footer.privacy");
  await isMissing(me, { isReplaced: true });
  await page.getByText(me.say("saved.not_title")).waitFor();
  assert.equal(await page.getByText(me.say("missing.kept")).isVisible(), false, "the last letters are only in this page");
  await assertAccessible(page);
  recorder.fault = null;
  const loaded = page.waitForEvent("load");
  await me.press("missing.reload");
  await loaded;
  await me.arrive("privacy", { title: "footer.privacy", isLoaded: true });
  await page.goBack();
  await me.arrive("name", { isLoaded: true });
  assert.equal(await family.inputValue(), "SYNAQ");
});

const HTML = { status: 200, headers: { "content-type": "text/html", ...IMMUTABLE }, body: "<!doctype html><title>made up</title>" };
const FAULTS = {
  "cut off in the middle": { cut: 0.5 },
  "answered with a page": HTML,
  "answered 503": { status: 503, headers: { "retry-after": "1" } },
  "cut off by a proxy that says it is whole": { status: 200, headers: { "content-type": "application/wasm", ...IMMUTABLE }, body: "\0asm" },
};

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`a chunk that is ${name} once is fetched again automatically`, async (t) => {
    const { recorder, phone, page, me } = await newVisitor(t);
    phone.expectComplaint(FAILED);
    const [file] = await ownFilesOf("rest");
    recorder.fault = (path) => (path === file && countWasm(recorder).get(file) === 1 ? fault : null);
    const missing = page.locator("h1", { hasText: me.say("missing.title") }).waitFor().then(() => "missing", () => "closed");
    await page.goto("/app/privacy");
    const arrived = me.arrive("privacy", { title: "footer.privacy", isLoaded: true }).then(() => "arrived");
    assert.equal(await Promise.race([missing, arrived]), "arrived");
    assert.equal(countWasm(recorder).get(file), 2);
  });

  test(`a chunk that is always ${name} is reported as missing, and Try again opens the page`, async (t) => {
    const { recorder, phone, page, me } = await newVisitor(t);
    phone.expectComplaint(FAILED);
    const [file] = await ownFilesOf("rest");
    recorder.fault = (path) => (path === file ? fault : null);
    await page.goto("/app/privacy");
    await isMissing(me, { isLoaded: true });
    await me.press("missing.retry");
    await isMissing(me);
    recorder.fault = null;
    await me.press("missing.retry");
    await me.arrive("privacy", { title: "footer.privacy" });
  });
}

for (const type of ["application/octet-stream", "text/plain; charset=utf-8", "application/wasm; charset=utf-8"]) {
  test(`wasm served as ${type} works`, async (t) => {
    const { recorder, page, me } = await newVisitor(t);
    recorder.fault = (path) => (path.endsWith(".wasm") ? { headers: { "content-type": type } } : null);
    await page.goto("/app/privacy");
    await me.arrive("privacy", { title: "footer.privacy", isLoaded: true });
    assert.deepEqual(askedTwice(recorder), []);
  });
}

for (const [name, fault] of Object.entries({ ...FAULTS, gone: { status: 404 } })) {
  test(`if main is always ${name}, the plain page says so, and Reload opens the app`, async (t) => {
    const { recorder, phone, page, me } = await newVisitor(t);
    phone.expectComplaint(FAILED);
    const [main] = (await chunksOf()).main;
    recorder.fault = (path) => (path === main ? fault : null);
    await page.goto("/app/privacy");
    await page.locator("#broken").waitFor();
    assert.equal(await page.locator("#app").isVisible(), false);
    recorder.fault = null;
    await page.locator("#broken a").first().click();
    await me.arrive("privacy", { title: "footer.privacy", isLoaded: true });
  });

  test(`main that is ${name} once is fetched again automatically`, async (t) => {
    const { recorder, phone, page, me } = await newVisitor(t);
    phone.expectComplaint(FAILED);
    const [main] = (await chunksOf()).main;
    recorder.fault = (path) => (path === main && countWasm(recorder).get(main) === 1 ? fault : null);
    await page.goto("/app/privacy");
    await me.arrive("privacy", { title: "footer.privacy", isLoaded: true });
    assert.equal(countWasm(recorder).get(main), 2);
  });
}

/**
 * Returns a page of each chunk, with its heading.
 * @param {Applicant} me
 * @param {string} draft
 */
function pagesOfChunks(me, draft) {
  return [
    ["/app", "start.title"],
    [`${draft}/basis`, "basis.title"],
    [`${draft}/tasks`, "tasks.title"],
    [`${draft}/family`, "family.title"],
    ["/app/follow", "recover.title"],
    ["/app/family", "shared.code_title"],
    ["/app/privacy", "footer.privacy"],
    [`${draft}/send`, "send.title"],
  ].map(([path, title]) => [path, me.say(title)]);
}

/**
 * Returns the caches of builds, without that of the texts.
 * @param {Page} page
 */
function buildCaches(page) {
  return page.evaluate(async () => (await caches.keys()).filter((name) => name !== "qandas-texts"));
}

test("an old tab without a service worker: after a deploy each page opens or asks for a reload, and the answer is kept", async (t) => {
  const app = await copyOfBuild(t);
  const { recorder, phone, page, me } = await newVisitor(t, { app });
  phone.expectComplaint(FAILED);
  const rest = await ownFilesOf("rest", app);
  recorder.fault = (path) => (rest.includes(path) ? { isAway: true } : null);
  const { path } = await atHalfAName(me);
  await replaceBuild(app);
  recorder.fault = null;
  const missing = [];
  for (const [next, heading] of pagesOfChunks(me, path.replace(/\/person\/.*$/, ""))) {
    await moveTo(page, next);
    const found = await headingAt(page, next);
    if (found === heading) continue;
    await isMissing(me, { isReplaced: true });
    missing.push(next);
  }
  assert.ok(missing.includes("/app/privacy") && missing.includes("/app/family"), `did not load: ${missing}`);
  assert.ok(!missing.includes("/app"), `did not load: ${missing}`);
  const loaded = page.waitForEvent("load");
  await me.press("missing.reload");
  await loaded;
  await page.goto(path);
  await me.arrive("name", { isLoaded: true });
  assert.equal(await page.getByLabel("Family name", { exact: true }).inputValue(), "SYN");
});

test("an old tab with a service worker: after a deploy and another tab of the later build every page opens from the phone", async (t) => {
  const app = await copyOfBuild(t);
  const { recorder, phone, page, me } = await newVisitor(t, { app, keepsApp: true });
  const { family, path } = await atHalfAName(me);
  await opensOffline(page);
  const [before] = await buildCaches(page);
  await replaceBuild(app);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await until(page, async () => (await navigator.serviceWorker.getRegistration()).waiting !== null);
  const other = await phone.newTab();
  await other.goto("/app");
  await headingAt(other, "/app");
  await pause(2_000);
  assert.ok((await buildCaches(page)).includes(before), "the cache of the old tab's build is gone");
  const from = recorder.paths.length;
  const all = new Set(Object.values(await chunksOf()).flat());
  for (const [next, heading] of pagesOfChunks(me, path.replace(/\/person\/.*$/, ""))) {
    await moveTo(page, next);
    assert.equal(await headingAt(page, next), heading, next);
  }
  assert.deepEqual(recorder.paths.slice(from).filter((path) => all.has(path)), [], "the old tab asked the network for its chunks");
  await moveTo(page, path);
  await me.arrive("name");
  assert.equal(await family.inputValue(), "SYN");
  // After the old tab is closed, the next page of the later build is the only one.
  await page.close();
  await other.reload();
  await headingAt(other, "/app");
  await until(other, async (before) => !(await caches.keys()).includes(before), before);
  assert.equal((await buildCaches(other)).length, 1);
  assert.equal(await other.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting), null);
});

test("an old tab that the later build's service worker takes over keeps its chunks, and if they are gone it reloads with the answer", async (t) => {
  const app = await copyOfBuild(t);
  const { phone, page, me } = await newVisitor(t, { app, keepsApp: true });
  phone.expectComplaint(FAILED);
  const { path } = await atHalfAName(me);
  await opensOffline(page);
  await me.keeps("SYN");
  const [before] = await buildCaches(page);
  // A page that was loaded bypassing the service worker is not its client, so the later service worker does not wait.
  const session = await phone.context.newCDPSession(page);
  await session.send("Page.reload", { ignoreCache: true });
  await me.arrive("name", { isLoaded: true });
  await until(page, () => Promise.resolve(!navigator.serviceWorker.controller));
  await replaceBuild(app);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await until(page, async () => Boolean(navigator.serviceWorker.controller) && (await navigator.serviceWorker.getRegistration()).waiting === null);
  const other = await phone.newTab();
  await other.goto("/app");
  await headingAt(other, "/app");
  await pause(2_000);
  assert.equal((await buildCaches(page)).length, 2);
  assert.ok((await buildCaches(page)).includes(before), "the cache of the old tab's build is gone");
  const draft = path.replace(/\/person\/.*$/, "");
  for (const [next, heading] of pagesOfChunks(me, draft).filter(([next]) => next !== "/app/family")) {
    await moveTo(page, next);
    assert.equal(await headingAt(page, next), heading, next);
  }
  await page.evaluate((before) => caches.delete(before), before);
  await session.send("Network.clearBrowserCache");
  await moveTo(page, "/app/family");
  await isMissing(me, { isReplaced: true });
  await me.press("missing.reload");
  await me.arrive("family", { title: "shared.code_title", isLoaded: true });
  await page.goto(path);
  await me.arrive("name", { isLoaded: true });
  assert.equal(await page.getByLabel("Family name", { exact: true }).inputValue(), "SYN");
  // The rest of the earlier build is deleted when a page of the later build is the only one.
  await page.evaluate((before) => caches.open(before), before);
  await page.reload();
  await me.arrive("name", { isLoaded: true });
  await pause(1_000);
  assert.equal((await buildCaches(page)).length, 2);
  await other.close();
  await page.reload();
  await until(page, async (before) => !(await caches.keys()).includes(before), before);
  assert.equal((await buildCaches(page)).length, 1);
});

/**
 * Writes a build to the folder whose pages differ and whose assets are the same.
 * @param {string} app
 */
async function changePages(app) {
  for (const name of ["index.html", "app.html", "sw.js"]) {
    const path = join(app, name);
    for (const coding of [".br", ".gz"]) await rm(path + coding);
    const text = await readFile(path, "utf8");
    await writeFile(path, name === "sw.js" ? text.replace(/"[0-9a-f]{16}"/, '"fedcba9876543210"') : text.replace("</title>", "</title><!-- made up -->"));
  }
}

test("a build that changes only the pages replaces the one before, and its cache is not lost", async (t) => {
  const app = await copyOfBuild(t);
  const { page, phone, gateway, recorder } = await newVisitor(t, { app, keepsApp: true });
  await page.goto("/app");
  await headingAt(page, "/app");
  await opensOffline(page);
  await changePages(app);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await until(page, async () => (await navigator.serviceWorker.getRegistration()).waiting !== null);
  for (let load = 0; load < 3; load += 1) {
    await page.reload();
    await headingAt(page, "/app");
    await pause(500);
  }
  assert.deepEqual(await buildCaches(page), ["qandas-fedcba9876543210"]);
  phone.expectComplaint(FAILED);
  await gateway.kill();
  recorder.fault = () => ({ isAway: true });
  await page.goto("/app/family");
  await headingAt(page, "/app/family");
  assert.match(await page.content(), /made up/);
});

test("a later build with only other texts keeps those of an old page that is loaded without a network", async (t) => {
  const app = await copyOfBuild(t);
  const { page, phone, recorder } = await newVisitor(t, { app, keepsApp: true });
  phone.expectComplaint(FAILED);
  await page.goto("/app");
  await headingAt(page, "/app");
  await opensOffline(page);
  const texts = () => page.evaluate(async () => (await (await caches.open("qandas-texts")).keys()).map(({ url }) => new URL(url).pathname));
  const before = await texts();
  await replaceBuild(app, (file) => /\.txt(\.br|\.gz)?$/.test(file));
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await until(page, async () => (await navigator.serviceWorker.getRegistration()).waiting !== null);
  recorder.fault = () => ({ isAway: true });
  await page.reload();
  await headingAt(page, "/app");
  await pause(2_000);
  const kept = await texts();
  assert.deepEqual(before.filter((path) => !kept.includes(path)), [], "texts that the page still needs");
  recorder.fault = null;
  await page.reload();
  await headingAt(page, "/app");
  await until(page, async (old) => !(await (await caches.open("qandas-texts")).match(old)), before[0]);
  assert.equal((await buildCaches(page)).length, 1);
});

test("a login page in place of a file is not stored by the service worker, and a broken stored file is replaced", async (t) => {
  const { recorder, phone, page, me } = await newVisitor(t, { keepsApp: true });
  phone.expectComplaint(FAILED);
  const [family] = await ownFilesOf("family");
  recorder.fault = (path) => (path === family ? HTML : null);
  await page.goto("/app");
  await headingAt(page, "/app");
  await pause(2_000);
  const kept = (path) => caches.match(path).then(async (answer) => answer && (await answer.text()).slice(0, 4));
  assert.notEqual(await page.evaluate(kept, family), "<!do");
  recorder.fault = null;
  await page.reload();
  await opensOffline(page);
  assert.equal(await page.evaluate(kept, family), "\0asm");
  // As after an error of the phone's disk.
  await page.evaluate(async (path) => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      if (await cache.match(path)) await cache.put(path, new Response("broken", { headers: { "content-type": "application/wasm" } }));
    }
  }, family);
  await page.goto("/app/family");
  await me.arrive("family", { title: "shared.code_title", isLoaded: true });
  assert.equal(await page.evaluate(kept, family), "\0asm");
});

test("every asset is named by its content, and all files of a chunk are in the service worker's list", async () => {
  const worker = await readFile(join(DIST, "sw.js"), "utf8");
  for (const path of new Set(Object.values(await chunksOf()).flat())) {
    assert.ok(worker.includes(`"${path}"`), `${path} is not in the list`);
    assert.ok((await stat(join(DIST, path))).isFile());
  }
  const files = (await readdir(join(DIST, "assets"))).filter((file) => !/\.(br|gz)$/.test(file));
  // Files of texts are named by the content of all of them.
  const texts = files.filter((file) => file.endsWith(".txt"));
  assert.equal(new Set(texts.map((file) => file.split(".").at(-2))).size, 1);
  for (const file of files.filter((file) => !texts.includes(file))) {
    const hash = createHash("sha256").update(await readFile(join(DIST, "assets", file))).digest("hex");
    assert.equal(file.split(".").at(-2), hash.slice(0, 16), file);
  }
});

test("a permanent error of a chunk causes no automatic reload, also without session storage, and the draft is unharmed", async (t) => {
  const { recorder, phone, page, me } = await newVisitor(t);
  phone.expectComplaint(FAILED);
  await phone.context.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(globalThis, name, {
        get() {
          throw new DOMException("made up: not allowed", "SecurityError");
        },
      });
    }
  });
  const rest = await ownFilesOf("rest");
  recorder.fault = (path) => (rest.includes(path) ? { status: 404 } : null);
  const { family, path } = await atHalfAName(me);
  await me.keeps("SYN");
  const loads = [];
  const other = await phone.newTab();
  await other.goto("/app/privacy");
  await headingAt(other, "/app/privacy");
  for (const tab of [page, other]) tab.on("load", () => loads.push(tab.url()));
  await me.follow("footer.privacy");
  await isMissing(me, { isReplaced: true });
  await pause(20_000);
  assert.deepEqual(loads, []);
  await isMissing(me, { isReplaced: true, isLoaded: true });
  const loaded = page.waitForEvent("load");
  await me.press("missing.reload");
  await loaded;
  await isMissing(me, { isReplaced: true, isLoaded: true });
  assert.equal(loads.length, 1);
  await page.goto(path);
  await me.arrive("name", { isLoaded: true });
  assert.equal(await family.inputValue(), "SYN");
});

test("a link within the page leaves the page as it is, and each family link on an open page is opened", async (t) => {
  const { phone, page, me } = await newVisitor(t);
  const { family } = await atHalfAName(me);
  await family.evaluate((input) => (input.dataset.mark = "the same"));
  await page.locator("a.skip").evaluate((/** @type {HTMLAnchorElement} */ link) => link.click());
  await page.waitForURL(/#heading$/);
  await pause(500);
  assert.equal(await family.getAttribute("data-mark"), "the same");
  assert.equal(await family.inputValue(), "SYN");
  // The gateway knows neither of them.
  phone.expectComplaint(/40[14]/);
  await page.goto("/app/family");
  await headingAt(page, "/app/family");
  for (const letter of ["a", "b"]) {
    await page.locator("#main h1").evaluate((heading) => (heading.dataset.isOld = ""));
    await page.evaluate((secret) => (location.hash = secret), letter.repeat(43));
    await page.locator("#main h1:not([data-is-old])").waitFor();
    assert.ok(!page.url().includes(letter.repeat(43)), "the secret is in the address");
    await page.goto("/app/family");
    await headingAt(page, "/app/family");
  }
});

/** The controls that can be pressed before the app has started. */
const CONTROLS = "#app :is(a[href], button, summary, input, select):visible";

for (const path of ["/", "/app/family"]) {
  test(`a press at ${path} while main is late loads a page or acts once the app has started, and nothing acts twice`, async (t) => {
    const gateway = await startGateway(t, { clock: NOW });
    const [main] = (await chunksOf()).main;
    const held = async () => {
      const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW, serviceWorkers: "block" });
      let letGo;
      const late = new Promise((done) => (letGo = done));
      await phone.page.route(`**${main}`, async (route) => {
        await late;
        await route.continue();
      });
      await phone.page.goto(path, { waitUntil: "commit" });
      await phone.page.waitForFunction(() => document.documentElement.lang === "en" && document.readyState !== "loading");
      await pause(500);
      return { phone, page: phone.page, letGo };
    };
    const look = await held();
    const controls = await look.page.locator(CONTROLS).count();
    await pause(10_000);
    assert.equal(await look.page.locator("#broken").isVisible(), false, "the app was reported as broken");
    look.letGo();
    await headingAt(look.page, path);
    for (let at = 0; at < controls; at += 1) {
      const { page, letGo } = await held();
      const control = page.locator(CONTROLS).nth(at);
      const what = await control.evaluate((element) => element.outerHTML);
      await control.click();
      await control.click({ timeout: 500 }).catch(() => {
        // The first press has led to another page.
      });
      letGo();
      await page.waitForFunction(() => document.querySelector("#main h1#heading") && !document.querySelector("#main .loading"));
      await pause(500);
      assert.equal(await page.locator("#broken").isVisible(), false, what);
      assert.equal(await page.locator("main:visible").count(), 1, what);
      await hasDatabase(page);
      const drafts = await page.evaluate(() => globalThis.qandasTestDrafts());
      assert.ok(drafts.split("\n").filter(Boolean).length <= 1, `${what} made ${drafts}`);
    }
  });
}
