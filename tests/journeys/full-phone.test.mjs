// A phone without storage space: nothing is falsely called saved, typed text stays visible, and it is saved once there is
// space.
//
// The browser has a small disk of its own, which the page fills until the browser refuses. The browser then accepts each
// request and aborts the transaction at its end, which a replaced function of the page could not simulate.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newMortalPhone, newPhone, shot, whyNoSmallDisk } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { until } from "../support/kept.mjs";
import { fill, makeRoom } from "../support/room.mjs";
import { Applicant, madeUpApplicant, papers } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Locator, Page } from "playwright-core" */
/** @import { Phone } from "../support/browser.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
const MEGABYTES = 90;
const WHY_NOT = whyNoSmallDisk();

/**
 * Defines a test with a browser on a small disk. It is skipped with a message if there cannot be one.
 * @param {string} name
 * @param {(t: TestContext) => Promise<void>} work
 */
function onSmallDisk(name, work) {
  test(name, async (t) => {
    if (WHY_NOT !== null) {
      console.log(`not tested: ${name}: ${WHY_NOT}`);
      t.skip(`not tested: ${WHY_NOT}`);
      return;
    }
    await work(t);
  });
}

/**
 * @param {TestContext} t
 * @param {{ locale?: string }} [options]
 */
async function newApplicant(t, { locale = "en" } = {}) {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newMortalPhone(t, { origin: gateway.origin, locale, clock: NOW, disk: MEGABYTES });
  return { gateway, phone, page: phone.page, me: new Applicant(phone, { locale }) };
}

/**
 * @param {TestContext} t
 * @param {{ locale?: string }} [more]
 */
async function atName(t, more) {
  const there = await newApplicant(t, more);
  await there.me.isAtTasks({ basis: "study" });
  await there.me.follow("tasks.about_you");
  await there.me.arrive("name");
  return { ...there, family: there.page.getByLabel(there.me.say("name.family"), { exact: true }) };
}

/**
 * Opens a single person's application at the button that sends.
 * @param {TestContext} t
 */
async function readyToSend(t) {
  const there = await newApplicant(t);
  const { me } = there;
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.review();
  await me.consent("SYNAQ DARKHAN");
  await me.keeps("SYNAQ DARKHAN");
  return there;
}

/** @param {Page} page */
async function assertFull(page) {
  assert.equal(await fill(page), "QuotaExceededError");
}

/**
 * Returns the keys of a store of the app's database; runs in the page.
 * @param {string} store
 */
function keysOf(store) {
  return new Promise((done, fail) => {
    const open = indexedDB.open("qandas");
    open.onerror = () => fail(open.error);
    open.onsuccess = () => {
      const keys = open.result.transaction(store).objectStore(store).getAllKeys();
      keys.onerror = () => fail(keys.error);
      keys.onsuccess = () => {
        open.result.close();
        done(keys.result);
      };
    };
  });
}

/**
 * Returns the message at the top of every page.
 * @param {Page} page
 */
function banner(page) {
  return page.locator(".unsaved");
}

/**
 * @param {Applicant} me
 * @param {Locator} place
 * @param {...string} keys
 */
async function sees(me, place, ...keys) {
  for (const key of keys) await place.getByText(me.say(key), { exact: true }).waitFor();
}

/**
 * Waits until the page says that everything is saved.
 * @param {{ page: Page, me: Applicant }} there
 */
async function becomesSaved({ page, me }) {
  await banner(page).waitFor({ state: "hidden" });
  await until(page, () => !document.querySelector(".saved-not"));
  assert.equal(await page.getByText(me.say("saved.failed"), { exact: true }).count(), 0);
}

onSmallDisk("an answer that the phone cannot store is reported as not saved on every page until it is stored", async (t) => {
  const there = await atName(t);
  const { page, me, family } = there;
  await family.fill("SYNAQ");
  await me.keeps("SYNAQ");
  await assertFull(page);
  await family.fill("SYNAQBAI");
  await sees(me, banner(page), "saved.not_title", "saved.only_here", "saved.other_browser", "saved.to_file");
  await banner(page).getByText(me.say("saved.no_room")).waitFor();
  await me.sees(me.say("saved.failed"));
  assert.ok(!(await me.said()).includes("Saved on this phone"));
  assert.ok(!(await page.evaluate(() => globalThis.qandasTestDrafts())).includes("SYNAQBAI"), "the disk has no space for it");
  await assertAccessible(page);
  // The message stays after Continue, on pages with questions and on pages without.
  await me.goOn();
  await me.arrive("birth");
  await sees(me, banner(page), "saved.not_title");
  await me.sees(me.say("saved.failed"));
  await page.goBack();
  await me.arrive("name");
  assert.equal(await family.inputValue(), "SYNAQBAI");
  await sees(me, banner(page), "saved.not_title");
  // Closing the page asks for confirmation.
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  assert.equal(await family.inputValue(), "SYNAQBAI");

  await makeRoom(page);
  await becomesSaved(there);
  await me.sees("Saved on this phone");
  await page.reload();
  await me.arrive("name", { isLoaded: true });
  assert.equal(await family.inputValue(), "SYNAQBAI");
});

onSmallDisk("if local storage is full too, nothing is called saved, and a page that would lose the answers is not loaded", async (t) => {
  const there = await newApplicant(t);
  const { page, me } = there;
  await page.goto(`${there.phone.origin}/`);
  await me.arrive("start", { isLoaded: true });
  await me.press("start.button");
  await me.arrive("eligibility");
  await me.yesOrNo("field.citizen_now", false);
  await me.keeps('"citizen_now":false');
  await assertFull(page);
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("made up", "QuotaExceededError");
    };
  });
  await me.yesOrNo("field.citizen_before", false);
  await sees(me, banner(page), "saved.not_title");
  // The page that sends belongs to the other module, which would have to be loaded.
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = location.pathname.replace(/[^/]+$/, "tasks");
    link.textContent = "made up";
    document.querySelector("#main").append(link);
  });
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.getByRole("link", { name: "made up" }).click();
  await page.waitForTimeout(1_500);
  if ((await page.evaluate(() => performance.timeOrigin)) !== before) assert.fail("a page was loaded, and the answer is lost");
  await sees(me, banner(page), "saved.not_title");
  await makeRoom(page);
  await me.keeps('"citizen_before":false');
  await becomesSaved(there);
});

onSmallDisk("an answer in local storage is carried over if the database has no space, and is still reported as not saved", async (t) => {
  const there = await atName(t);
  const { page, me, family } = there;
  await assertFull(page);
  await family.fill("SYNAQBAI");
  await sees(me, banner(page), "saved.not_title");
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await me.arrive("name", { isLoaded: true });
  assert.equal(await family.inputValue(), "SYNAQBAI");
  await sees(me, banner(page), "saved.not_title");
  await makeRoom(page);
  await becomesSaved(there);
  await me.keeps("SYNAQBAI");
});

onSmallDisk("another draft is not opened over answers that are only in this page", async (t) => {
  const there = await atName(t);
  const { page, me, family } = there;
  await assertFull(page);
  await family.fill("SYNAQBAI");
  await sees(me, banner(page), "saved.not_title");
  const address = new URL(page.url()).pathname;
  await page.evaluate((address) => {
    const link = document.createElement("a");
    link.href = address.replace(/[0-9a-z]{16}/, "0000000000000001");
    link.textContent = "made up";
    document.querySelector("#main").append(link);
  }, address);
  await page.getByRole("link", { name: "made up" }).click();
  await me.sees(me.say("saved.blocked"));
  await assertAccessible(page);
  await me.follow("saved.back");
  await me.arrive("eligibility");
  await page.evaluate(() => history.go(-2));
  await me.arrive("name");
  assert.equal(await family.inputValue(), "SYNAQBAI");
  await makeRoom(page);
  await becomesSaved(there);
  await me.keeps("SYNAQBAI");
});

onSmallDisk("a photo that the phone cannot store is not listed, is reported as not stored, and is stored once there is space", async (t) => {
  const { page, me } = await newApplicant(t);
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await me.openDocument("SYNAQ", "identity");
  await assertFull(page);
  await page.locator("#paper-file").setInputFiles(await papers.photo("SYNAQ passport"));
  const file = /^“.+” is not saved yet/;
  await page.locator("#main").getByText(file).waitFor();
  await page.locator("#main").getByText(me.say("saved.no_room")).waitFor();
  assert.equal(await page.locator(".page-item").count(), 0);
  assert.ok(!(await me.said()).includes(me.say("pages.kept")));
  await assertAccessible(page);
  await makeRoom(page);
  await page.locator(".page-item").waitFor();
  await me.sees(me.say("pages.kept"));
  await page.reload();
  await page.locator(".page-item img").waitFor();
  assert.equal(await page.locator(".page-item").count(), 1);
});

onSmallDisk("sending from a full phone sends nothing, says why, and sends once when there is space", async (t) => {
  const there = await readyToSend(t);
  const { gateway, page, me } = there;
  const posted = [];
  page.on("request", (request) => {
    if (request.method() === "POST") posted.push(request.url());
  });
  await assertFull(page);
  await me.press("send.button");
  await me.sees(me.say("send.failed_phone"));
  assert.ok(!(await me.said()).includes(me.say("send.failed_kept")), "not all answers are on this phone");
  await sees(me, banner(page), "saved.not_title");
  assert.deepEqual(posted, []);
  await makeRoom(page);
  await becomesSaved(there);
  await me.press("send.button");
  await me.arrive("receipt", { end: "/receipt" });
  const { number, code } = await me.receipt();
  const answer = await gateway.request("/api/v1/applications", { headers: { authorization: `Bearer ${code}` } });
  assert.deepEqual((await answer.json()).numbers, [number]);
});

onSmallDisk("a receipt that the phone cannot store stays visible with number and code until it is stored", async (t) => {
  const { gateway, page, me } = await readyToSend(t);
  await page.route("**/api/v1/applications", async (route) => {
    const response = await route.fetch();
    await assertFull(page);
    await route.fulfill({ response });
  });
  await me.press("send.button");
  await me.sees(me.say("send.unkept"));
  const [number, code] = (await page.locator(".unkept .number").allInnerTexts()).map((text) => text.trim());
  const answer = await gateway.request("/api/v1/applications", { headers: { authorization: `Bearer ${code}` } });
  assert.deepEqual((await answer.json()).numbers, [number]);
  await assertAccessible(page);
  await shot(page, "full-receipt-en");
  // On other pages too.
  await me.follow("shell.back");
  await me.arrive("answers");
  assert.deepEqual(await page.locator(".unkept .number").allInnerTexts(), [number, code]);
  await assertAccessible(page);
  await makeRoom(page);
  await page.locator(".unkept").waitFor({ state: "hidden" });
  await page.locator(".sending-line").click();
  await me.arrive("receipt");
  await page.reload();
  await me.arrive("receipt", { isLoaded: true });
  assert.deepEqual(await me.receipt(), { number, code });
  // The draft has the number too.
  await me.keeps(`"number":"${number}"`);
});

onSmallDisk("the photos of sent applications can be deleted to free space; the applications stay", async (t) => {
  const there = await readyToSend(t);
  const { page, me } = there;
  await me.press("send.button");
  await me.arrive("receipt", { end: "/receipt" });
  const sent = await me.receipt();
  await page.goto(`${there.phone.origin}/`);
  await me.arrive("start", { isLoaded: true });
  await me.press("start.button");
  await me.arrive("eligibility");
  await page.goto(page.url().replace(/[^/]+$/, "tasks"));
  await me.arrive("tasks", { isLoaded: true });
  await me.follow("tasks.about_you");
  await me.arrive("name");
  const family = page.getByLabel(me.say("name.family"), { exact: true });
  await family.fill("ULGI");
  await me.keeps("ULGI");
  await assertFull(page);
  await family.fill("ULGIBAI");
  await sees(me, banner(page), "saved.not_title", "saved.free_hint");
  const offer = banner(page).getByRole("button", { name: /^Delete the photos of sent applications/ });
  await offer.click();
  await offer.waitFor({ state: "hidden" });
  const kept = (store) => page.evaluate(keysOf, store);
  assert.deepEqual(await kept("pages"), []);
  assert.equal((await kept("uploads")).length, 1, "the id of the upload at the gateway is kept");
  // The browser decides when the space of deleted data becomes free.
  await makeRoom(page);
  await becomesSaved(there);
  await me.keeps("ULGIBAI");
  await page.goto(`${there.phone.origin}/`);
  await page.getByRole("link", { name: new RegExp(sent.number) }).waitFor();
});

onSmallDisk("the message about unsaved answers fits on a narrow screen, in the scripts of the languages", async (t) => {
  const { page, me, family } = await atName(t, { locale: "ru" });
  await assertFull(page);
  await family.fill("SYNAQBAI");
  await sees(me, banner(page), "saved.not_title", "saved.only_here");
  // Texts of a language that are not on the phone yet come from the gateway.
  for (const locale of ["ru", "kk", "kk-Arab"]) {
    if (locale !== "ru") await me.switchTo(locale);
    await banner(page).waitFor();
    await assertAccessible(page);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), locale);
    await shot(page, `full-not-saved-${locale}`);
  }
});

// ---- Databases that do not open

/**
 * Opens a phone, which `prepare` may change before the app is opened.
 * @param {TestContext} t
 * @param {(phone: Phone) => Promise<unknown>} [prepare]
 */
async function onPhone(t, prepare = async () => {}) {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  await prepare(phone);
  return { phone, page: phone.page, me: new Applicant(phone, { locale: "en" }) };
}

test("a database that never opens is reported as silent after some seconds, and the person can continue", async (t) => {
  const there = await onPhone(t, (phone) =>
    phone.context.addInitScript(() => {
      IDBFactory.prototype.open = () => /** @type {IDBOpenDBRequest} */ (new EventTarget());
    }),
  );
  const { page, me } = there;
  await page.goto(`${there.phone.origin}/`);
  await me.arrive("start", { isLoaded: true });
  await me.press("start.button");
  await me.arrive("eligibility");
  await sees(me, banner(page), "saved.not_title", "saved.to_file");
  await banner(page).getByText(me.say("saved.silent")).waitFor();
  await me.yesOrNo("field.citizen_now", false);
  await me.sees(me.say("saved.failed"));
  await assertAccessible(page);
});

test("drafts can be read by a build that is older than their database", async (t) => {
  const { page, me } = await onPhone(t);
  await me.isAtTasks({ basis: "study" });
  // A newer build arrives and goes again: the open page lets it upgrade the database.
  await page.evaluate(
    /** @returns {Promise<void>} */
    () =>
      new Promise((done, fail) => {
        const open = indexedDB.open("qandas", 99);
        open.onupgradeneeded = () => open.result.createObjectStore("made-up");
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          open.result.close();
          done();
        };
      }),
  );
  await page.reload();
  await me.arrive("tasks", { isLoaded: true });
  await me.follow("tasks.about_you");
  await me.arrive("name");
  await page.getByLabel("Family name", { exact: true }).fill("SYNAQBAI");
  await me.keeps("SYNAQBAI");
  await me.sees("Saved on this phone");
});
