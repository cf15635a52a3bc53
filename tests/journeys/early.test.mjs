// The screen before the app has started: its language, the first lines about an application, and the start page. The app
// takes it over without a visible change and without losing a press.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { layInDemo } from "../support/family.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant } from "../support/steps.mjs";
import { assertWhole } from "../support/whole.mjs";
import { say } from "../support/words.mjs";

/** @import { TestContext } from "node:test" */
/** @import { BrowserContextOptions, Page } from "playwright-core" */
/** @import { Phone, PhoneOptions } from "../support/browser.mjs" */
/** @import { Gateway } from "../support/gateway.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
/** Phones, each with the language and direction that it should get. */
const PHONES = [
  { locale: "ru", lang: "ru", dir: "ltr" },
  { locale: "kk", lang: "kk", dir: "ltr" },
  { locale: "kk-CN", lang: "kk-Arab", dir: "rtl" },
];
const PROGRAM = /\/assets\/app\.[0-9a-f]{16}\.wasm$/;
const BOOT = /\/assets\/boot\.[0-9a-f]{16}\.js$/;

/**
 * Delays files of the app until the returned function is called.
 * @param {Phone} phone
 * @param {RegExp | string} [files]
 */
async function hold(phone, files = PROGRAM) {
  let release;
  const released = new Promise((done) => (release = done));
  await phone.context.route(files, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/**
 * Opens a phone without a service worker, which would answer requests that a test delays.
 * @param {TestContext} t
 * @param {Gateway} gateway
 * @param {PhoneOptions & BrowserContextOptions} [more]
 */
function freshPhone(t, gateway, more = {}) {
  return newPhone(t, { origin: gateway.origin, clock: NOW, serviceWorkers: "block", ...more });
}

/**
 * Waits until the static screen is gone.
 * @param {Page} page
 */
function takenOver(page) {
  return page.locator("#early").waitFor({ state: "detached" });
}

/**
 * Returns the visible texts with their positions. Only what is on the first screen can have been read.
 * @param {Page} page
 * @param {string} selector
 */
function inSight(page, selector) {
  return page.evaluate((selector) => {
    const seen = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
    return seen
      .map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return { text: one.textContent.trim(), x, y, width, height };
      })
      .filter(({ y }) => y < innerHeight);
  }, selector);
}

const FIRST_LINES = ".brand, .languages summary, .back, h1, .standing p";

/**
 * Returns a family link and a recovery code of an application with a request to the applicant, and of one whose term is
 * running.
 * @param {Gateway} gateway
 */
async function links(gateway) {
  const samples = await layInDemo(gateway);
  const made = [];
  for (const [place, { code, number }] of samples.entries()) {
    const body = JSON.stringify({ id: String(place).padStart(32, "0"), name: "" });
    const headers = { authorization: `Bearer ${code}` };
    const answer = await gateway.request(`/api/v1/applications/${number}/shares`, { method: "POST", body, headers });
    assert.ok(answer.ok);
    const { token } = await answer.json();
    made.push({ code, number, token, share: String(place).padStart(32, "0") });
  }
  return made;
}

/**
 * Asserts that the secret is not in the page, in its address or in the names of stored data.
 * @param {Page} page
 * @param {string} secret
 */
async function assertUnseen(page, secret) {
  const seen = await page.evaluate(() => [
    location.href,
    document.title,
    document.documentElement.outerHTML,
    ...Object.keys(localStorage),
    ...Object.values(localStorage),
  ]);
  assert.deepEqual(seen.filter((text) => text.includes(secret)), []);
}

for (const { locale, lang, dir } of PHONES) {
  test(`family and recovery links show the first lines before the app has started, in ${lang}`, async (t) => {
    const gateway = await startGateway(t, { clock: NOW });
    for (const [place, { code, token }] of (await links(gateway)).entries()) {
      for (const [path, secret, title] of [["/app/family", token, "shared.title"], ["/app/follow", code, "follow.title"]]) {
        const phone = await freshPhone(t, gateway, { locale });
        const { page } = phone;
        const release = await hold(phone);
        await page.goto(`${path}#${secret}`, { waitUntil: "commit" });
        await page.locator("#early .standing").waitFor();
        const language = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
        assert.deepEqual(language, [lang, dir]);
        if (lang !== "kk-Arab") assert.equal(await page.locator("#early h1:visible").innerText(), say(lang, title));
        assert.equal(await page.locator("#early [role=status] .standing").count(), 1, "it is announced, once");
        await assertUnseen(page, secret);
        const before = await inSight(page, FIRST_LINES);
        if (place < 2) {
          await assertWhole(page, `${path} before the program`, lang);
          await assertAccessible(page);
          await shot(page, `early-${path.slice(5)}-${place}.${lang}`);
          await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
          await assertWhole(page, `${path} before the program at 200 %`, lang);
          await shot(page, `early-${path.slice(5)}-${place}-at-200.${lang}`);
          await page.evaluate(() => (document.documentElement.style.fontSize = ""));
        }
        release();
        await takenOver(page);
        const after = await inSight(page, FIRST_LINES);
        // The part about an owner's documents that only the phone knows is added as the last line.
        assert.deepEqual(before.filter((line) => !after.some((same) => isDeepStrictEqual(line, same))), [], `${path} ${lang}`);
        assert.ok(after.length <= before.length + 1, JSON.stringify(after));
        await assertUnseen(page, secret);
        await phone.context.close();
      }
    }
  });
}

test("a revoked or unknown link keeps the waiting line, and the app says what is wrong", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const [{ code, number, token, share }] = await links(gateway);
  const headers = { authorization: `Bearer ${code}` };
  const revoked = await gateway.request(`/api/v1/applications/${number}/shares/${share}`, { method: "DELETE", headers });
  assert.ok(revoked.ok);
  for (const [secret, title] of [[token, "shared.revoked_title"], ["A".repeat(43), "shared.wrong_title"]]) {
    const phone = await freshPhone(t, gateway, { locale: "ru" });
    const { page } = phone;
    phone.expectComplaint(/40[0-9]|410/);
    const release = await hold(phone);
    const answered = page.waitForResponse(/\/shared\/summary/);
    await page.goto(`/app/family#${secret}`, { waitUntil: "commit" });
    assert.ok((await answered).status() >= 400);
    assert.equal(await page.locator("#early .shell-wait").innerText(), say("ru", "static.shell.wait"));
    assert.equal(await page.locator(".standing").count(), 0);
    release();
    await page.locator("h1", { hasText: say("ru", title) }).waitFor();
  }
});

test("without the gateway the last shown lines appear with their day, until the link is deleted", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const [{ code, token }] = await links(gateway);
  for (const [path, secret] of [["/app/family", token], ["/app/follow", code]]) {
    const phone = await freshPhone(t, gateway, { locale: "ru" });
    const { page } = phone;
    await page.goto(`${path}#${secret}`);
    await page.waitForURL(/[0-9a-f]{16}$/);
    await takenOver(page);
    await page.locator(".standing-act").waitFor();
    const lines = await page.locator(".standing p").allInnerTexts();
    const { pathname } = new URL(page.url());
    await assertUnseen(page, secret);
    phone.expectComplaint(/ERR_FAILED|ERR_INTERNET/);
    const away = (route) => route.abort();
    await phone.context.route("**/api/**", away);
    const release = await hold(phone);
    await page.goto(pathname, { waitUntil: "commit" });
    await page.locator("#early .standing").waitFor();
    assert.deepEqual(await page.locator("#early .standing p").allInnerTexts(), lines);
    assert.match(await page.locator("#early .message-warning").innerText(), /19/);
    const before = await inSight(page, `${FIRST_LINES}, .message-warning`);
    await assertAccessible(page);
    await shot(page, `early-kept-${path.slice(5)}.ru`);
    release();
    await takenOver(page);
    assert.deepEqual(await inSight(page, `${FIRST_LINES}, .message-warning`), before);
    await phone.context.unroute("**/api/**", away);
    const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("qandas.headline.")));
    assert.equal((await kept()).length, 1);
    if (path === "/app/family") {
      const me = new Applicant(phone, { locale: "ru" });
      await me.press("shared.forget");
      await me.press("shared.forget_yes");
      await me.arrive("start");
    } else {
      await page.goto("/app/wipe");
      const me = new Applicant(phone, { locale: "ru" });
      await me.press("wipe.button");
      await me.press("keep.delete_yes");
      await page.waitForFunction(() => localStorage.length === 0);
    }
    assert.deepEqual(await kept(), []);
  }
});

test("a recovery link opens an application that the phone follows if the gateway cannot be reached", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const [{ code }] = await links(gateway);
  const phone = await freshPhone(t, gateway, { locale: "ru" });
  const { page } = phone;
  await page.goto(`/app/follow#${code}`);
  await page.locator(".standing-act").waitFor();
  phone.expectComplaint(/ERR_FAILED|ERR_INTERNET/);
  await phone.context.route("**/api/**", (route) => route.abort());
  await page.goto("about:blank");
  await page.goto(`/app/follow#${code}`);
  await page.waitForURL(/[0-9a-f]{16}$/);
  await page.locator(".standing-act").waitFor();
});

for (const { locale, lang, dir } of PHONES) {
  test(`the start page is shown before the app has started, in ${lang}, and nothing moves when the app takes it over`, async (t) => {
    const gateway = await startGateway(t, { clock: NOW });
    const phone = await freshPhone(t, gateway, { locale });
    const { page } = phone;
    const release = await hold(phone);
    await page.goto("/", { waitUntil: "commit" });
    await page.locator("#first .button").waitFor();
    const language = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
    assert.deepEqual(language, [lang, dir]);
    assert.equal(await page.locator(".shell-wait").isVisible(), false);
    if (lang !== "kk-Arab") assert.equal(await page.locator("#first .button").innerText(), say(lang, "start.button"));
    await assertWhole(page, "the start page before the program", lang);
    await assertAccessible(page);
    await shot(page, `early-start.${lang}`);
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await assertWhole(page, "the start page before the program at 200 %", lang);
    await shot(page, `early-start-at-200.${lang}`);
    await page.evaluate(() => (document.documentElement.style.fontSize = ""));
    // All of it, as on a tall screen.
    await page.setViewportSize({ width: 360, height: 1600 });
    const parts = ".brand, .languages li, .languages summary, main h1, main .lede, main .facts li, main .button, main summary, main a, main .link";
    const before = await inSight(page, parts);
    assert.ok(before.length > 20, `${before.length}`);
    release();
    await takenOver(page);
    assert.deepEqual(await inSight(page, parts), before);
  });
}

/**
 * Counts the drafts that the phone stores.
 * @param {Page} page
 */
const drafts = (page) => page.evaluate(async () => (await globalThis.qandasTestDrafts()).split("\n").filter(Boolean).length);

test("a press on the start page before the app has started acts once", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const presses = [
    { key: "start.button", name: "eligibility", made: 1 },
    { key: "start.others", name: "service", made: 1 },
    { key: "start.recover", title: "recover.title" },
    { key: "start.code", title: "shared.code_title" },
    { key: "start.elsewhere", title: "elsewhere.title" },
    { key: "start.import", title: "import.title" },
  ];
  for (const { key, name, title, made = 0 } of presses) {
    const phone = await freshPhone(t, gateway, { locale: "ru" });
    const { page } = phone;
    const me = new Applicant(phone, { locale: "ru" });
    const release = await hold(phone);
    await page.goto("/", { waitUntil: "commit" });
    const link = page.locator("#first").getByRole("link", { name: say("ru", key), exact: true });
    await link.waitFor();
    await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /\/boot\./.test(name)));
    const loads = [];
    page.on("framenavigated", () => loads.push(page.url()));
    await link.dblclick();
    await page.locator("#early .shell-wait").waitFor();
    release();
    await me.arrive(name, name ? {} : { title });
    if (made) assert.equal(await drafts(page), made, key);
    await page.goBack();
    await me.arrive("start");
    if (made) assert.equal(await drafts(page), made, `${key}, and back`);
    await page.reload();
    await me.arrive("start", { isLoaded: true });
    if (made) assert.equal(await drafts(page), made, `${key}, and loaded again`);
  }
});

test("before the start script has loaded, the links and the main button load a page that acts once", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await freshPhone(t, gateway, { locale: "ru" });
  const { page } = phone;
  const me = new Applicant(phone, { locale: "ru" });
  const release = await hold(phone, BOOT);
  await page.goto("/", { waitUntil: "commit" });
  await page.locator("#first .button").click();
  await page.waitForURL(/begin=grant/, { waitUntil: "commit" });
  release();
  await me.arrive("eligibility");
  assert.equal(await drafts(page), 1);
  await page.goBack();
  await me.arrive("start");
  assert.equal(await drafts(page), 1);
});

test("a language chosen before the app has started applies to the screen and to the app", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const [{ token }] = await links(gateway);
  for (const address of ["/", `/app/family#${token}`]) {
    for (const early of [true, false]) {
      const phone = await freshPhone(t, gateway, { locale: "ru" });
      const { page } = phone;
      const release = await hold(phone, early ? BOOT : PROGRAM);
      await page.goto(address, { waitUntil: "commit" });
      await page.locator(early ? "#early .brand" : address === "/" ? "#first .button" : "#early .standing").waitFor();
      if (address !== "/") await page.locator(".languages summary").click();
      await page.locator(".languages").getByRole("button", { name: "English" }).click();
      const title = address === "/" ? say("en", "start.title") : say("en", "shared.title");
      if (!early || address === "/") await page.locator("#early h1:visible", { hasText: title }).waitFor();
      release();
      await takenOver(page);
      await page.locator("h1", { hasText: title }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
      if (address !== "/") await page.locator(".standing").waitFor();
    }
  }
});

test("what is opened and focused on the static screen stays so in the app", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await freshPhone(t, gateway, { locale: "en" });
  const { page } = phone;
  const release = await hold(phone);
  await page.goto("/", { waitUntil: "commit" });
  await page.locator("#first .term summary").click();
  await page.locator("#first a", { hasText: say("en", "start.recover") }).focus();
  release();
  await takenOver(page);
  await page.locator("#main .term[open] .hint bdi").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent.slice(0, 80)), say("en", "start.recover"));
});

test("a phone with stored data waits for the app to show it", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const [{ token }] = await links(gateway);
  const visits = [
    async (page, me) => {
      await page.goto("/");
      await me.press("start.button");
      await me.arrive("eligibility");
      await me.keeps("grant");
    },
    async (page) => {
      await page.goto(`/app/family#${token}`);
      await takenOver(page);
      await page.locator(".standing").waitFor();
    },
  ];
  for (const visit of visits) {
    const phone = await freshPhone(t, gateway, { locale: "ru" });
    const { page } = phone;
    await visit(page, new Applicant(phone, { locale: "ru" }));
    const release = await hold(phone);
    await page.goto("/", { waitUntil: "commit" });
    await page.locator("#early .shell-wait").waitFor();
    assert.equal(await page.locator("#first").isVisible(), false);
    release();
    await page.locator(".kept li").waitFor();
  }
});
