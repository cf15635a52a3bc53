// A family of nine on a slow phone: every page stays fast and short enough to find one's way, and each person is counted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { isQuiet } from "../support/machine.mjs";
import { Applicant, MAY_APPLY, madeUpApplicant, madeUpSpouse } from "../support/steps.mjs";

/** @import { Page } from "playwright-core" */

const NOW = "2026-03-19T10:00:00+05:00";
const SLOWER = 6;
/** The limit from a key press to the frame that shows it, in milliseconds. */
const MOST = 50;
/** The longest time until the screen shows a finished frame. */
const FRAME = 17;
const KEYS = 30;
/** Other programs on the machine only ever add to a time, so the minimum of these rounds counts. */
const ROUNDS = 3;

const CHILDREN = ["ULAN", "ZERE", "AIBEK", "AIGUL", "MARAT", "SAULE", "OLZHAS"];

/**
 * Measures the cost of a key press. `work` is the main thread's own time for it in milliseconds, multiplied by the slowdown
 * of the phone; other programs of a busy machine hardly lengthen it. `seen` are the wall-clock times from the key to the
 * frame on the slowed-down phone; they include whatever else the machine runs.
 * @param {Page} page
 * @param {string} selector
 */
async function typing(page, selector) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
  };
  await page.locator(selector).click();
  await page.keyboard.press("End");
  await page.evaluate(() => {
    globalThis.qandasTestTimes = [];
    addEventListener(
      "keydown",
      (event) => {
        const pressed = event.timeStamp;
        // The message arrives after the frame that shows the effect of the key.
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => {
            globalThis.qandasTestTimes.push(performance.now() - pressed);
            globalThis.qandasTestSeen?.();
          };
          channel.port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
  const type = async () => {
    await page.evaluate(() => (globalThis.qandasTestTimes.length = 0));
    for (let key = 0; key < KEYS; key += 1) {
      await page.keyboard.press("a");
      // One request for each key, because polling would be work too.
      await page.evaluate(
        /** @type {(key: number) => Promise<void>} */
        (key) =>
          new Promise((done) => {
            globalThis.qandasTestSeen = () => globalThis.qandasTestTimes.length > key && done();
            globalThis.qandasTestSeen();
          }),
        key,
      );
    }
  };
  const before = await worked();
  await type();
  const work = (SLOWER * ((await worked()) - before)) / KEYS;
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await type();
    rounds.push((await page.evaluate(() => globalThis.qandasTestTimes)).sort((a, b) => a - b));
  }
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await session.detach();
  const [seen] = rounds.sort((one, other) => usual(one) - usual(other));
  return { work, seen };
}

/**
 * Returns the median of sorted times.
 * @param {number[]} times
 */
function usual(times) {
  return times[Math.floor((times.length - 1) / 2)];
}

test("a family of nine finds its way, and each key is seen at once on a phone six times slower", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "ru", clock: NOW });
  const { page } = phone;
  const me = new Applicant(phone, { locale: "ru" });
  await me.begin({ eligibility: MAY_APPLY, basis: "family_reunion" });
  await me.aboutApplicant(madeUpApplicant());
  await me.addMember(madeUpSpouse());
  for (const [place, given] of CHILDREN.entries()) {
    const passport = { number: `FA000010${place}`, issued: "1.1.2024", expires: "1.1.2034" };
    await me.addMember({ ...madeUpSpouse(), kinship: "child", name: { family: "SYNAQ", given }, passport });
  }
  assert.equal(await page.locator(".jumps li").count(), 9);
  // Each person has an identity document and a proof of nationality to add.
  const left = await page
    .locator(".jumps li")
    .evaluateAll((/** @type {HTMLElement[]} */ all) => all.map((row) => row.innerText.replace(/\s+/g, " ")));
  assert.match(left[2], /^SYNAQ ULAN нужно 2 документа$/);
  await assertAccessible(page);
  await shot(page, "nine-tasks.ru");
  await page.locator(".jumps a", { hasText: "OLZHAS" }).click();
  await page.waitForFunction(() => {
    const { top, bottom } = [...document.querySelectorAll("#main section")]
      .find((/** @type {HTMLElement} */ one) => one.innerText.includes("OLZHAS"))
      .getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  assert.match(page.url(), /\/tasks#p-/);
  await page.goBack();

  const tasks = page.url();
  await page.goto(tasks.replace(/tasks.*$/, "family"));
  await me.arrive("family", { isLoaded: true });
  assert.equal(await page.locator(".task-member").count(), 8);
  await assertAccessible(page);
  await shot(page, "nine-family.ru");

  // The pages on which people type, including the one with the most work for each key.
  const measured = {};
  // Wall-clock times are meaningful only on an idle machine; the main thread's own time always is.
  const quiet = await isQuiet(t);
  const measure = async (name, open, selector) => {
    await page.goto(tasks.replace(/#.*$/, ""));
    await me.arrive("tasks", { isLoaded: true });
    await open();
    await page.locator(selector).waitFor();
    const { work, seen } = await typing(page, selector);
    const [best, rule, worst] = [seen[0], usual(seen), seen.at(-1)].map(Math.round);
    t.diagnostic(`${name}: ${Math.round(work)} ms of work for a key; seen after ${best} ms at best, ${rule} ms as a rule, ${worst} ms at worst`);
    measured[name] = { work, rule };
  };
  await measure("name", () => page.locator(".task a[href$='/kinship']").last().click().then(() => me.goOn()), "#name-given");
  await measure("autobiography", () => me.openDocument("DARKHAN", "autobiography"), "textarea");
  await measure("answers to send", () => page.goto(tasks.replace(/tasks.*$/, "send")), ".input");
  for (const [name, { work, rule }] of Object.entries(measured)) {
    assert.ok(work + FRAME <= MOST, `${name}: a key takes ${work} ms of work`);
    if (quiet) assert.ok(rule <= MOST, `${name}: a key is seen after ${rule} ms`);
  }
});
