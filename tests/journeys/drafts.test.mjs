import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { assertAccessible, newPhone } from "../support/browser.mjs";
import { pdf } from "../support/documents.mjs";
import { startGateway } from "../support/gateway.mjs";
import { keepDraft } from "../support/records.mjs";
import { Applicant, MAY_APPLY, madeUpApplicant, papers } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */
/** @import { Phone } from "../support/browser.mjs" */
/** @import { FilePayload } from "../support/documents.mjs" */
/** @import { Gateway } from "../support/gateway.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
const run = promisify(execFile);
const PYTHON = process.env.QANDAS_OUTSIDE ?? "python3";
const READER = join(import.meta.dirname, "../outside/draft_file.py");
const OWN_PASSPHRASE = "төрт кездейсоқ сынақ сөзі";

/**
 * Opens a phone, which `prepare` may change before the app is opened. `gateway` is the gateway of another phone.
 * @param {TestContext} t
 * @param {{ gateway?: Gateway, locale?: string, prepare?: (phone: Phone) => unknown }} [options]
 */
async function newApplicant(t, { gateway, locale = "en", prepare = () => {} } = {}) {
  gateway ??= await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale, clock: NOW });
  await prepare(phone);
  return { gateway, phone, page: phone.page, me: new Applicant(phone, { locale }) };
}

/**
 * Opens the page that asks for the name.
 * @param {TestContext} t
 * @param {{ gateway?: Gateway, locale?: string, prepare?: (phone: Phone) => unknown }} [more]
 */
async function atName(t, more) {
  const there = await newApplicant(t, more);
  await there.me.isAtTasks({ basis: "study" });
  await there.me.follow("tasks.about_you");
  await there.me.arrive("name");
  return { ...there, family: there.page.getByLabel("Family name", { exact: true }) };
}

/** @param {Applicant} me */
async function start(me) {
  await me.page.goto("/");
  await me.arrive("start", { isLoaded: true });
}

/**
 * Goes from the start page to the page about the whole draft with this name.
 * @param {Applicant} me
 * @param {string} name
 */
async function openKeep(me, name) {
  await me.page.locator(".kept li", { hasText: name }).getByRole("link", { name: me.say("start.keep") }).click();
  await me.arrive("keep", { title: "keep.title", isLoaded: true });
  await me.sees(me.say("keep.file_title"));
}

/**
 * Saves the draft to a file with this passphrase and returns its path.
 * @param {Applicant} me
 * @param {string} [passphrase]
 */
async function saveFile(me, passphrase = OWN_PASSPHRASE) {
  await me.type("keep.passphrase", passphrase);
  const coming = me.page.waitForEvent("download");
  await me.press("saved.to_file");
  const download = await coming;
  await me.sees(me.say("keep.done"));
  assert.equal(download.suggestedFilename(), "qandas-2026-03-19.qandas");
  return download.path();
}

/**
 * @param {Applicant} me
 * @param {string | FilePayload} path
 * @param {string} [passphrase]
 */
async function openFile(me, path, passphrase = OWN_PASSPHRASE) {
  await me.page.goto("/app/open");
  await me.arrive("import", { title: "import.title", isLoaded: true });
  const file = typeof path === "string" ? { name: "made-up.qandas", mimeType: "", buffer: await readFile(path) } : path;
  await me.page.locator("#import-file").setInputFiles(file);
  await me.sees(file.name);
  await me.type("keep.passphrase", passphrase);
  await me.press("import.button");
}

/**
 * Returns the id and SHA-256 of each page that the phone stores, sorted.
 * @param {Page} page
 */
function pagesOnPhone(page) {
  return page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
    const database = await done(indexedDB.open("qandas"));
    const rows = () => database.transaction("pages").objectStore("pages");
    const [ids, pages] = [await done(rows().getAllKeys()), await done(rows().getAll())];
    database.close();
    const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const lines = ids.map(async (id, at) => `${id} ${hex(await crypto.subtle.digest("SHA-256", pages[at]))}`);
    return (await Promise.all(lines)).sort();
  });
}

/**
 * Returns the lines of the list on the start page.
 * @param {Applicant} me
 * @param {number} count
 */
async function listed(me, count) {
  await me.page.locator(".kept li").nth(count - 1).waitFor();
  assert.equal(await me.page.locator(".kept li").count(), count);
  return me.page.locator(".kept li").allInnerTexts();
}

// ---- Several drafts

test("drafts are listed with name, date and what is left, can be renamed, and are deleted after a question", async (t) => {
  const { me, page, family } = await atName(t);
  await family.fill("SYNAQ");
  await me.keeps("SYNAQ");
  await start(me);
  let [line] = await listed(me, 1);
  assert.match(line, /^SYNAQ\s/);
  assert.match(line, /Saved on 19\.03\.2026 · \d+ answers needed/);
  await assertAccessible(page);
  await openKeep(me, "SYNAQ");
  await assertAccessible(page);
  await me.type("keep.name", "My parents");
  await me.press("keep.name_save");
  await me.sees(me.say("keep.name_saved"));
  await start(me);
  await me.press("start.others");
  await me.arrive("service", { isLoaded: true });
  await page.getByLabel(me.say("service.extend"), { exact: true }).check();
  await me.keeps("extend");
  await start(me);
  const lines = await listed(me, 2);
  assert.ok(lines.some((text) => text.startsWith("My parents")), `${lines}`);
  assert.ok(lines.some((text) => text.startsWith("Extending kandas status: Application without a name")), `${lines}`);

  await openKeep(me, "My parents");
  await me.press("keep.delete_button");
  await me.sees("Delete “My parents”?");
  await assertAccessible(page);
  await me.press("remove.no");
  await me.press("keep.delete_button");
  await me.press("keep.delete_yes");
  await me.arrive("start");
  [line] = await listed(me, 1);
  assert.match(line, /^Extending/);
  await page.reload();
  await listed(me, 1);
  assert.ok(!(await page.locator("#main").innerText()).includes(me.say("unopened.lost_text")));
});

// ---- Saving

test("typed text is written 300 ms after a pause, and within 700 ms while typing goes on", async (t) => {
  const { me, page, family } = await atName(t);
  await me.sees("Saved on this phone");
  // From here on, timers advance only when the test advances them.
  await page.clock.install({ time: new Date(NOW) });
  await page.reload();
  await family.waitFor();
  await page.clock.pauseAt(new Date("2026-03-19T10:01:00+05:00"));
  const isKept = (text) => page.evaluate(() => globalThis.qandasTestDrafts()).then((kept) => kept.includes(text));
  await family.fill("PAUSE");
  await page.clock.runFor(250);
  assert.equal(await isKept("PAUSE"), false);
  await page.clock.runFor(100);
  await me.keeps("PAUSE");
  let typed = "";
  for (let passed = 0; passed < 700; passed += 100) {
    typed += "X";
    await family.fill(typed);
    await page.clock.runFor(100);
  }
  // A letter every 100 ms without a pause: the first one is on the disk.
  await me.keeps('"family":"X');
});

test("typed text is written at once when the page is hidden", async (t) => {
  const { phone, page, family } = await atName(t);
  await page.clock.install({ time: new Date(NOW) });
  await page.reload();
  await family.waitFor();
  await page.clock.pauseAt(new Date("2026-03-19T10:01:00+05:00"));
  await family.fill("HIDDEN");
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await new Applicant(phone, { locale: "en" }).keeps("HIDDEN");
});

test("the status line names the day on which Safari deletes, and no day in other browsers", async (t) => {
  const safari = (phone) =>
    phone.context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, "vendor", { get: () => "Apple Computer, Inc." });
    });
  const { me, page, family } = await atName(t, { prepare: safari });
  await family.fill("SYNAQ");
  await me.sees("Saved on this phone, 10:00 If you do not open it by 26.03.2026, this browser will delete it.");
  await assertAccessible(page);
  const { me: other, family: theirs } = await atName(t);
  await theirs.fill("SYNAQ");
  await other.sees("Saved on this phone, 10:00");
  assert.ok(!(await other.said()).includes("will delete it"));
});

test("storage that the browser has emptied is reported on the start page and at the draft's address, never an empty form", async (t) => {
  const { me, page, family } = await atName(t);
  await family.fill("SYNAQ");
  await me.keeps("SYNAQ");
  const address = page.url();
  await page.goto("/kk/");
  await page.evaluate(
    () =>
      new Promise((done, fail) => {
        const request = indexedDB.deleteDatabase("qandas");
        request.onsuccess = done;
        request.onerror = fail;
      }),
  );
  await page.goto(address);
  await me.arrive("lost", { title: "unopened.lost_title", isLoaded: true });
  await me.sees(me.say("unopened.lost_text"));
  await assertAccessible(page);
  await start(me);
  await me.sees(me.say("unopened.lost_text"));
  await assertAccessible(page);
  await page.reload();
  await me.sees(me.say("unopened.lost_text"));
  await me.press("start.accept_loss");
  await page.reload();
  await me.arrive("start", { isLoaded: true });
  await page.locator(".facts").waitFor();
  assert.ok(!(await me.said()).includes(me.say("unopened.lost_text")));
});

test("a phone that refuses its database says so at the start and while asking, with a file as the way out", async (t) => {
  const refuse = (phone) =>
    phone.context.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("made up: private mode", "InvalidStateError");
      };
    });
  const { gateway, me, page } = await newApplicant(t, { prepare: refuse });
  await start(me);
  await me.sees(me.say("unopened.storage_text"));
  await assertAccessible(page);
  await me.press("start.button");
  await me.arrive("eligibility");
  await me.yesOrNo("field.citizen_now", false);
  await me.sees(me.say("saved.failed"));
  await assertAccessible(page);
  await me.press("saved.to_file");
  await me.arrive("keep", { title: "keep.title" });
  const file = await saveFile(me);
  const { me: other, page: theirs } = await newApplicant(t, { gateway });
  await openFile(other, file);
  await other.press("import.keep");
  await other.arrive("tasks");
  await other.keeps('"citizen_now":false');
  assert.ok(theirs);
});

test("a database that fails midway loses nothing of the open draft: the encrypted file has it", async (t) => {
  const { gateway, me, page, family } = await atName(t);
  await me.sees("Saved on this phone");
  await page.evaluate(() => {
    IDBDatabase.prototype.transaction = () => {
      throw new DOMException("made up: damaged", "UnknownError");
    };
  });
  await family.fill("SYNAQ");
  await me.sees(me.say("saved.failed"));
  await me.press("saved.to_file");
  await me.arrive("keep", { title: "keep.title" });
  await me.sees("SYNAQ");
  const file = await saveFile(me);
  const { me: other, page: theirs } = await newApplicant(t, { gateway });
  await openFile(other, file);
  await other.sees(me.say("import.found"), "SYNAQ");
  await other.press("import.keep");
  await other.arrive("tasks");
  await start(other);
  assert.match((await listed(other, 1))[0], /^SYNAQ/);
  assert.ok(theirs);
});

test("a full phone says that it cannot save, and saves again when there is space", async (t) => {
  const { me, page, family } = await atName(t);
  await me.sees("Saved on this phone");
  // Like a browser without space: the request is accepted, and the transaction is aborted.
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    globalThis.qandasTestIsFull = true;
    IDBObjectStore.prototype.put = function (...entry) {
      const request = put.apply(this, entry);
      if (globalThis.qandasTestIsFull) this.transaction.abort();
      return request;
    };
  });
  await family.fill("SYNAQ");
  await me.sees(me.say("saved.failed"));
  await assertAccessible(page);
  await page.evaluate(() => {
    globalThis.qandasTestIsFull = false;
  });
  await family.fill("SYNAQBAI");
  await me.keeps("SYNAQBAI");
  await me.sees("Saved on this phone");
});

test("if the browser closes the database, as Safari does in the background, saving continues unnoticed", async (t) => {
  const record = (phone) =>
    phone.context.addInitScript(() => {
      globalThis.qandasTestConnections = new Set();
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = function (...how) {
        globalThis.qandasTestConnections.add(this);
        return transaction.apply(this, how);
      };
    });
  const { me, page, family } = await atName(t, { prepare: record });
  await family.fill("SYNAQ");
  await me.keeps("SYNAQ");
  await page.evaluate(() => {
    for (const connection of globalThis.qandasTestConnections) connection.close();
  });
  await family.fill("SYNAQBAI");
  await me.keeps("SYNAQBAI");
  await me.sees("Saved on this phone");
});

test("of two drafts that are opened one right after the other the second one is shown and written", async (t) => {
  const { me, page, family } = await atName(t);
  await family.fill("SYNAQ");
  await me.keeps("SYNAQ");
  const address = new URL(page.url()).pathname;
  const [, first] = /\/d\/([0-9a-z]+)\//.exec(address);
  const second = "00000000000000aa";
  const record = JSON.parse(await page.evaluate(() => globalThis.qandasTestDrafts()));
  const copy = JSON.stringify({ ...record, id: second }).replaceAll("SYNAQ", "ULGI");
  await page.goto("/app/terms");
  await keepDraft(page, copy);
  // The lock of the first draft arrives late, as it does while another tab is being closed.
  await page.evaluate(
    ([first, ...addresses]) => {
      const { request } = LockManager.prototype;
      LockManager.prototype.request = function (name, ...rest) {
        const wait = name.endsWith(first) ? 1_000 : 0;
        return new Promise((done) => setTimeout(done, wait)).then(() => request.call(this, name, ...rest));
      };
      for (const href of addresses) document.body.append(Object.assign(document.createElement("a"), { href, textContent: href }));
    },
    [first, address, address.replace(first, second)],
  );
  for (const href of [address, address.replace(first, second)]) {
    await page.evaluate((href) => /** @type {HTMLElement} */ (document.querySelector(`body > a[href="${href}"]`)).click(), href);
    await page.waitForTimeout(200);
  }
  await page.waitForTimeout(2_000);
  assert.ok(page.url().includes(second));
  assert.equal(await family.inputValue(), "ULGI");
  await family.fill("ULGIBAI");
  await me.keeps("ULGIBAI");
  const kept = (await page.evaluate(() => globalThis.qandasTestDrafts())).split("\n").map((text) => JSON.parse(text));
  assert.deepEqual(kept.map(({ id, draft }) => [id, draft.people[0].name.family]).sort(), [[second, "ULGIBAI"], [first, "SYNAQ"]].sort());
});

// ---- Two tabs

test("the number is stored in a draft that another tab took over while it was sent, and that tab continues to write", async (t) => {
  const { gateway, me, phone, page } = await newApplicant(t);
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.review();
  let go;
  const released = new Promise((done) => {
    go = done;
  });
  await page.route("**/api/v1/applications", async (route) => {
    await released;
    await route.continue();
  });
  await me.consent("SYNAQ DARKHAN");
  await me.press("send.button");
  await me.sees(me.say("send.registering"));
  const other = await phone.newTab();
  await other.goto(page.url().replace(/[^/]+$/, "tasks"));
  const they = new Applicant({ page: other, origin: gateway.origin }, { locale: "en" });
  await they.press("saved.continue_here");
  await other.getByText(me.say("saved.reading")).waitFor({ state: "hidden" });
  await they.follow("tasks.about_you");
  await they.arrive("name");
  const family = other.getByLabel("Family name", { exact: true });
  await family.fill("SYNAQBAI");
  await they.keeps("SYNAQBAI");
  go();
  await me.arrive("receipt", { isLoaded: true });
  const { number } = await me.receipt();
  await they.keeps(`"number":"${number}"`);
  await family.fill("SYNAQBAIEV");
  await they.keeps("SYNAQBAIEV");
  await they.keeps(`"number":"${number}"`);
  await they.sees("Saved on this phone");
});

/**
 * Opens a second tab at the address of the first.
 * @param {{ phone: Phone, page: Page }} there
 */
async function secondTab(there) {
  const page = await there.phone.newTab();
  await page.goto(there.page.url());
  const me = new Applicant({ page, origin: there.phone.origin }, { locale: "en" });
  return { page, me, family: page.getByLabel("Family name", { exact: true }) };
}

test("a second tab is read-only while the first one types, and takes over without losing a keystroke", async (t) => {
  const first = await atName(t);
  await first.family.fill("SYNAQ");
  await first.me.keeps("SYNAQ");
  const second = await secondTab(first);
  await second.page.getByText(first.me.say("saved.reading")).waitFor();
  assert.equal(await second.family.inputValue(), "SYNAQ");
  assert.equal(await second.family.isDisabled(), true);
  await assertAccessible(second.page);
  await first.family.fill("SYNAQBAI");
  const shows = (/** @type {string} */ text) => {
    /** @type {HTMLInputElement} */
    const input = document.querySelector("#q0-text");
    return input?.value === text && input.disabled;
  };
  await second.page.waitForFunction(shows, "SYNAQBAI");
  // Typed without a pause in which it could be written, and taken over at the same moment.
  await first.family.fill("SYNAQBAIEV");
  await second.me.press("saved.continue_here");
  await second.page.getByText(first.me.say("saved.reading")).waitFor({ state: "hidden" });
  await second.page.waitForFunction(() => {
    /** @type {HTMLInputElement} */
    const input = document.querySelector("#q0-text");
    return input?.value === "SYNAQBAIEV" && !input.disabled;
  });
  // Now the first tab is read-only.
  await first.page.getByText(first.me.say("saved.reading")).waitFor();
  await second.family.fill("SYNAQULY");
  await first.page.waitForFunction(shows, "SYNAQULY");
  // A page that is not part of the draft is not read-only.
  await first.page.goto("/app/open");
  await first.me.sees(first.me.say("import.file"));
  assert.equal(await first.page.locator("#passphrase").isDisabled(), false);
  await first.page.goBack();
  await first.page.getByText(first.me.say("saved.reading")).waitFor();
  // And back, from a tab that was closed.
  await second.page.close();
  await first.me.press("saved.continue_here");
  await first.page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#q0-text"))?.disabled === false);
  assert.equal(await first.family.inputValue(), "SYNAQULY");
});

test("a reload of the only tab does not count as a second tab", async (t) => {
  const { me, page, family } = await atName(t);
  for (const typed of ["SYNAQ", "SYNAQBAI", "SYNAQULY"]) {
    await family.fill(typed);
    await page.reload();
    await page.waitForFunction(
      (typed) => /** @type {HTMLInputElement} */ (document.querySelector("#q0-text"))?.value === typed,
      typed,
    );
    assert.ok(!(await page.locator("body").innerText()).includes(me.say("saved.reading")));
    assert.equal(await family.isDisabled(), false);
  }
});

test("without locks the tab that was overtaken stops writing, says so, and continues from the stored draft", async (t) => {
  const noLocks = (phone) =>
    phone.context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
    });
  const first = await atName(t, { prepare: noLocks });
  await first.family.fill("SYNAQ");
  await first.me.keeps("SYNAQ");
  const second = await secondTab(first);
  await second.page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#q0-text"))?.value === "SYNAQ");
  await second.family.fill("SYNAQBAI");
  await second.me.keeps("SYNAQBAI");
  await first.family.fill("OTHER");
  await first.me.sees(first.me.say("saved.overtaken"));
  assert.ok(!(await first.page.evaluate(() => globalThis.qandasTestDrafts())).includes("OTHER"));
  await first.me.press("saved.continue_here");
  await first.page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#q0-text"))?.value === "SYNAQBAI");
});

// ---- The file

test("a file with answers and pages opens on another phone, and next to the same draft both are kept", async (t) => {
  const { gateway, me, page } = await newApplicant(t);
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport"), papers.pdf("SYNAQ visa")] });
  await me.keeps("synaq-visa.pdf");
  await start(me);
  await openKeep(me, "SYNAQ");
  // A passphrase that is too short is rejected; a generated one is offered.
  const offered = await page.getByLabel(me.say("keep.passphrase"), { exact: true }).inputValue();
  assert.match(offered, /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  await me.type("keep.passphrase", "short");
  await me.press("saved.to_file");
  await me.sees(me.say("keep.passphrase_short"));
  await assertAccessible(page);
  const file = await saveFile(me, offered);
  const bytes = await readFile(file);
  assert.ok(!bytes.includes("SYNAQ") && !bytes.includes("%PDF"), "the file is not encrypted");
  // A reader written only from the description finds the answers and the pages, in whatever way the passphrase is typed.
  const kept = await pagesOnPhone(page);
  for (const typed of [offered, offered.toLowerCase().replaceAll("-", " ")]) {
    const read = JSON.parse((await run(PYTHON, [READER, file, typed])).stdout);
    assert.equal(read.draft.draft.people[0].name.family, "SYNAQ");
    assert.equal(read.was_sent, false);
    assert.deepEqual(read.pages.map(({ id, sha256 }) => `${id} ${sha256}`).sort(), kept);
  }
  await assert.rejects(run(PYTHON, [READER, file, "another passphrase"]), /wrong passphrase/);

  const { me: other, page: theirs } = await newApplicant(t, { gateway });
  await openFile(other, file, "another passphrase");
  await other.sees(me.say("import.wrong"));
  await theirs.waitForFunction(() => document.activeElement.id === "passphrase");
  await assertAccessible(theirs);
  await other.type("keep.passphrase", offered.toLowerCase().replaceAll("-", " "));
  await other.press("import.button");
  await other.sees(me.say("import.found"), "SYNAQ DARKHAN ULGI", "2 pages");
  await assertAccessible(theirs);
  await other.press("import.keep");
  await other.arrive("tasks");
  await other.openDocument("SYNAQ", "identity");
  await theirs.locator(".page-item").nth(1).waitFor();
  await theirs.waitForFunction(() => /** @type {HTMLImageElement} */ (document.querySelector(".page-item img"))?.naturalWidth > 0);

  // On the phone that has the draft already, the app asks, and both are kept.
  const before = await page.evaluate(() => globalThis.qandasTestDrafts());
  await openFile(me, file, offered);
  await me.sees("The same application is already on this phone, saved on 19.03.2026.");
  await me.press("import.keep");
  await me.arrive("tasks");
  assert.ok((await page.evaluate(() => globalThis.qandasTestDrafts())).includes(before), "the draft was replaced");
  await start(me);
  assert.equal((await listed(me, 2)).filter((line) => line.includes("copy from a file")).length, 1);
  // Deleting the copy keeps the pages of the other draft.
  await openKeep(me, "copy from a file");
  await me.press("keep.delete_button");
  await me.press("keep.delete_yes");
  await me.arrive("start");
  await page.locator(".kept li a").first().click();
  await me.arrive("tasks");
  await me.openDocument("SYNAQ", "identity");
  await page.waitForFunction(() => /** @type {HTMLImageElement} */ (document.querySelector(".page-item img"))?.naturalWidth > 0);
});

test("a truncated, changed, newer or foreign file is rejected with a message that says what to do, and nothing is kept", async (t) => {
  const { gateway, me, family } = await atName(t);
  await family.fill("SYNAQ");
  await me.keeps("SYNAQ");
  await start(me);
  await openKeep(me, "SYNAQ");
  const bytes = await readFile(await saveFile(me));
  const changed = (place) => {
    const copy = Buffer.from(bytes);
    copy[place] += 1;
    return copy;
  };
  const { me: other, page } = await newApplicant(t, { gateway });
  /** @type {[Buffer, string][]} */
  const files = [
    [bytes.subarray(0, 70), "import.truncated"],
    [changed(20), "import.damaged"],
    [changed(100), "import.damaged"],
    [changed(9), "import.newer"],
    [pdf().buffer, "import.not_ours"],
  ];
  for (const [buffer, said] of files) {
    await openFile(other, { name: "made-up.qandas", mimeType: "", buffer });
    await other.sees(other.say(said));
    await assertAccessible(page);
  }
  await start(other);
  await page.locator(".facts").waitFor();
  assert.equal(await page.locator(".kept").count(), 0);
});

test("one file opened on two phones creates one application, and the second phone shows which", async (t) => {
  const { gateway, me, page } = await newApplicant(t);
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.keeps("kazakh_or_russian");
  await start(me);
  await openKeep(me, "SYNAQ");
  const file = await saveFile(me);
  const { phone, me: other, page: theirs } = await newApplicant(t, { gateway });
  await openFile(other, file);
  await other.sees(me.say("import.found"));
  await other.press("import.keep");
  await other.arrive("tasks");
  for (const who of [me, other]) {
    if (who === me) {
      await start(me);
      await page.locator(".kept li a").first().click();
      await me.arrive("tasks", { isLoaded: true });
    }
    await who.review();
  }
  const { number, code } = await me.send("SYNAQ DARKHAN");
  phone.expectComplaint(/409/);
  await other.consent("DARKHAN SYNAQ");
  await other.press("send.button");
  await other.arrive("receipt");
  await other.sees(me.say("send.changed_after"));
  await assertAccessible(theirs);
  assert.deepEqual(await other.receipt(), { number, code });
  const answer = await gateway.request("/api/v1/applications", { headers: { authorization: `Bearer ${code}` } });
  assert.deepEqual((await answer.json()).numbers, [number]);
});

// ---- The data on the phone

test("deleting everything lists the data, asks, and leaves nothing of the service on the phone", async (t) => {
  const { gateway, me, page, family } = await atName(t);
  await family.fill("SYNAQ");
  await me.keeps("SYNAQ");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.getByRole("link", { name: me.say("footer.wipe") }).click();
  await me.arrive("wipe", { title: "footer.wipe" });
  await me.sees("1 application", me.say("wipe.settings"));
  await assertAccessible(page);
  await me.press("wipe.button");
  await me.sees(me.say("wipe.ask"));
  await me.press("keep.delete_yes");
  await me.sees(me.say("wipe.done"), me.say("wipe.stays"));
  await assertAccessible(page);
  const left = await page.evaluate(async () => ({
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    settings: localStorage.length + sessionStorage.length,
  }));
  assert.deepEqual(left, { databases: [], caches: [], workers: 0, settings: 0 });
  await start(me);
  await page.locator(".facts").waitFor();
  assert.equal(await page.locator(".kept").count(), 0);
  assert.ok(gateway);
});

test("the use of the data can be read on any page, and before consent", async (t) => {
  const { me, page } = await newApplicant(t);
  await start(me);
  await page.getByRole("link", { name: me.say("footer.privacy") }).click();
  await me.arrive("privacy", { title: "footer.privacy", isLoaded: true });
  await me.sees(me.say("privacy.phone_open"), me.say("privacy.service_text"), me.say("privacy.withdraw_sent"));
  await assertAccessible(page);
  await me.begin({ eligibility: MAY_APPLY, basis: "study" });
  await me.review();
  assert.equal(await page.locator("#main").getByRole("link", { name: me.say("footer.privacy") }).count(), 1);
});
