import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newMortalPhone, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, madeUpApplicant, papers } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Page, Route } from "playwright-core" */
/** @import { MortalPhone, Phone } from "../support/browser.mjs" */
/** @import { Gateway } from "../support/gateway.mjs" */
/** @import { ComingFile } from "../support/steps.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
const NAME = "SYNAQ DARKHAN";
/** The long form takes nine minutes. The short one also contains what 10 KB/s may break: a request that takes half a minute. */
const SLOW = process.env.QANDAS_LONG ? 5_000_000 : 600_000;

/**
 * Opens a single person's application at the button that sends. `phone` is whether the browser of the phone can be killed.
 * @template {boolean} [Mortal=false]
 * @param {TestContext} t
 * @param {{ locale?: string, file?: ComingFile, phone?: Mortal }} [options]
 */
async function readyToSend(t, { locale = "en", file = papers.photo("SYNAQ passport"), phone: mortal } = {}) {
  const gateway = await startGateway(t, { clock: NOW });
  const make = mortal ? newMortalPhone : newPhone;
  const phone = /** @type {Mortal extends true ? MortalPhone : Phone} */ (
    await make(t, { origin: gateway.origin, locale, clock: NOW })
  );
  const me = new Applicant(phone, { locale });
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await me.addDocument("SYNAQ", "identity", { files: [file] });
  await me.review();
  await me.consent(NAME);
  return { gateway, phone, page: phone.page, me };
}

/**
 * Returns the numbers that the gateway has registered for a recovery code.
 * @param {Gateway} gateway
 * @param {string} code
 */
async function numbersOf(gateway, code) {
  const answer = await gateway.request("/api/v1/applications", { headers: { authorization: `Bearer ${code}` } });
  assert.equal(answer.status, 200);
  return (await answer.json()).numbers;
}

/**
 * Asserts that there is one application, and that the receipt shows it.
 * @param {{ gateway: Gateway, me: Applicant }} there
 */
async function assertRegisteredOnce({ gateway, me }) {
  await me.arrive("receipt", { isLoaded: true });
  const { number, code } = await me.receipt();
  assert.deepEqual(await numbersOf(gateway, code), [number]);
  return { number, code };
}

/** @param {{ page: Page, me: Applicant }} there */
async function assertValuesStay({ page, me }) {
  assert.equal(await page.getByLabel(me.say("field.confirmed_name"), { exact: true }).inputValue(), NAME);
  assert.ok(await page.getByLabel(me.say("send.consent"), { exact: true }).isChecked());
}

/**
 * Asserts that sending has stopped, that the message has the focus, and that these ways out are shown next to the usual ones.
 * @param {{ page: Page, me: Applicant }} there
 * @param {string} words
 * @param {...string} waysOut
 */
async function assertStopped(there, words, ...waysOut) {
  const { page, me } = there;
  await page.waitForFunction(() => document.activeElement?.id === "send-failed");
  await me.sees(words, me.say("send.failed_kept"));
  const panel = page.locator("#send-failed");
  for (const key of ["saved.to_file", "send.print", ...waysOut]) {
    await panel.getByText(me.say(key), { exact: true }).first().waitFor();
  }
  assert.equal(await page.locator("[role=alert]:visible").count(), 1);
  await assertValuesStay(there);
  await assertAccessible(page);
}

/**
 * Asserts that sending waits, says for what, and shows the ways out.
 * @param {{ page: Page, me: Applicant }} there
 * @param {string} key
 */
async function assertWaits(there, key) {
  const { page, me } = there;
  await me.sees(me.say(key), me.say("send.failed_kept"));
  await page.getByRole("button", { name: me.say("send.try_now"), exact: true }).waitFor();
  await page.getByRole("button", { name: me.say("saved.to_file"), exact: true }).waitFor();
  await page.getByRole("link", { name: me.say("send.print"), exact: true }).waitFor();
  await assertValuesStay(there);
  await assertAccessible(page);
}

const CALLS = {
  service: ["GET", "**/api/v1/service"],
  create: ["POST", "**/api/v1/files"],
  piece: ["PATCH", "**/api/v1/files/*"],
  apply: ["POST", "**/api/v1/applications"],
};

/**
 * Answers a request instead of the gateway for as long as `answering.on`.
 * @param {Page} page
 * @param {keyof typeof CALLS} call
 * @param {(route: Route) => Promise<void>} fulfil
 */
async function answerFor(page, call, fulfil) {
  const [method, address] = CALLS[call];
  const answering = { on: true, times: 0 };
  await page.route(address, (route) => {
    if (!answering.on || route.request().method() !== method) return route.fallback();
    answering.times += 1;
    return fulfil(route);
  });
  return answering;
}

/**
 * @param {number} status
 * @param {string} code
 * @param {Record<string, unknown>} [more]
 */
const refusal = (status, code, more = {}) => ({
  status,
  contentType: "application/json",
  body: JSON.stringify({ code, detail: "made up", ...more }),
});

const SERVICE = { now: NOW, day: "2026-03-20", edition: "order-539", calendar: "x", operator: "", kind: "trial", test_clock: true };

/**
 * A response of the gateway, or of something before it.
 * @typedef {{ status: number, contentType?: string, headers?: Record<string, string>, body: string }} Reply
 */

/**
 * The reaction of the app to each response, at the request at which it may come: words on the page, and the ways out.
 * @type {[call: keyof typeof CALLS, answer: Reply, words: string, ...waysOut: string[]][]}
 */
const STOPS = [
  ["service", refusal(401, "unauthorized"), "(401)"],
  ["service", { status: 403, body: "<html>Forbidden</html>" }, "(403)"],
  ["service", refusal(426, "version"), "send.failed_outdated", "send.reload"],
  ["create", refusal(401, "unauthorized"), "(401)"],
  ["create", { status: 403, body: "" }, "(403)"],
  ["create", { status: 404, body: "" }, "(404)"],
  ["create", refusal(412, "tus-version"), "send.failed_outdated", "send.reload"],
  ["create", refusal(413, "too-large"), "is larger than 20 MB", "document.identity"],
  ["create", refusal(507, "storage-full"), "send.failed_storage"],
  ["piece", refusal(415, "unsupported-media"), "is neither a picture nor a PDF", "document.identity"],
  ["piece", refusal(413, "too-large"), "is larger than 20 MB", "document.identity"],
  ["piece", refusal(507, "storage-full"), "send.failed_storage"],
  ["apply", refusal(401, "unauthorized"), "(401)"],
  ["apply", { status: 403, body: "<html>Forbidden</html>" }, "(403)"],
  ["apply", refusal(404, "not-found"), "(404)"],
  ["apply", refusal(409, "not-refused"), "send.failed_not_refused", "receipt.follow"],
  ["apply", refusal(409, "edition-changed", { service: SERVICE }), "send.failed_outdated", "send.reload"],
  ["apply", refusal(413, "too-large"), "(413)"],
  ["apply", refusal(415, "unsupported-media"), "(415)"],
  ["apply", refusal(426, "version"), "send.failed_outdated", "send.reload"],
  ["apply", refusal(507, "storage-full"), "send.failed_storage"],
];

/**
 * The words of the app while it waits after a response.
 * @type {[call: keyof typeof CALLS, answer: Reply, words: string][]}
 */
const WAITS = [
  ["service", { status: 200, contentType: "text/html", body: "<title>Log in</title>" }, "send.waiting_portal"],
  ["create", { status: 200, contentType: "text/html", body: "<title>Log in</title>" }, "send.waiting_portal"],
  ["create", { status: 429, headers: { "retry-after": "2" }, body: "" }, "send.waiting_busy"],
  ["piece", { status: 502, body: "<html>Bad gateway</html>" }, "send.waiting_busy"],
  ["apply", { status: 200, contentType: "text/html", body: "<title>Log in</title>" }, "send.waiting_portal"],
  ["apply", refusal(429, "too-many"), "send.waiting_busy"],
  ["apply", refusal(500, "internal"), "send.waiting_busy"],
  ["apply", { status: 503, headers: { "retry-after": "1" }, body: "" }, "send.waiting_busy"],
];

test("each refusal at each call keeps the values, names a way out, and Send again registers once", async (t) => {
  const there = await readyToSend(t);
  const { phone, page, me } = there;
  phone.expectComplaint(/Failed to load resource/);
  for (const [call, answer, words, ...waysOut] of STOPS) {
    const answering = await answerFor(page, call, (route) => route.fulfill(answer));
    await me.press("send.button");
    const said = words.startsWith("send.") ? me.say(words) : words;
    try {
      await assertStopped(there, said, ...waysOut);
    } catch (error) {
      error.message = `${answer.status} at ${call}: ${error.message}`;
      throw error;
    }
    assert.ok(answering.times > 0);
    answering.on = false;
  }
  await me.press("send.button");
  await assertRegisteredOnce(there);
});

test("temporary failures are waited out at each call, and sending continues automatically", async (t) => {
  const there = await readyToSend(t);
  const { phone, page, me } = there;
  phone.expectComplaint(/Failed to load resource/);
  const answering = [];
  for (const [call, answer] of WAITS) answering.push(await answerFor(page, call, (route) => route.fulfill(answer)));
  await me.press("send.button");
  // The route added last is used first. Each request is let through in the order in which the app sends it.
  for (const name of ["service", "create", "piece", "apply"]) {
    for (let place = WAITS.length - 1; place >= 0; place -= 1) {
      const [call, , words] = WAITS[place];
      if (call !== name) continue;
      while (answering[place].times === 0) await page.waitForTimeout(50);
      await assertWaits(there, words);
      answering[place].on = false;
      await page.getByRole("button", { name: me.say("send.try_now"), exact: true }).click();
    }
  }
  await assertRegisteredOnce(there);
});

test("problems that the gateway finds link to their questions", async (t) => {
  const there = await readyToSend(t);
  const { phone, page, me } = there;
  phone.expectComplaint(/422/);
  const problems = [{ field: "settlement", kind: "missing" }];
  const answering = await answerFor(page, "apply", (route) => route.fulfill(refusal(422, "problems", { problems })));
  await me.press("send.button");
  await assertStopped(there, me.say("send.failed_problems"));
  await page.locator("#send-failed li a").click();
  await me.arrive("destination", { end: "/you/destination" });
  answering.on = false;
  await me.goOn();
  await me.arrive("send", { end: "/send" });
  await me.press("send.button");
  await assertRegisteredOnce(there);
});

test("files that the gateway has lost are sent again silently, and files that the phone has lost are named", async (t) => {
  const there = await readyToSend(t);
  const { phone, page, me } = there;
  phone.expectComplaint(/409|410|404/);
  await page.evaluate(async () => {
    const open = indexedDB.open("qandas");
    await new Promise((done) => (open.onsuccess = done));
    const pages = open.result.transaction("pages", "readwrite").objectStore("pages");
    await new Promise((done) => (pages.clear().onsuccess = done));
    open.result.close();
  });
  await me.press("send.button");
  await assertStopped(there, "is no longer on the phone", "document.identity");
  await me.sees(me.say("send.file_lost"));
  await page.locator("#send-failed").getByRole("link", { name: me.say("document.identity"), exact: true }).click();
  await me.arrive("document-identity", { title: "document.identity" });
  await me.addFile(papers.photo("SYNAQ passport anew"));
});

test("a gateway that is down at Send loses nothing, and sending continues when it is back", async (t) => {
  const there = await readyToSend(t);
  const { gateway, phone, me } = there;
  phone.expectComplaint(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET/);
  await gateway.kill();
  await me.press("send.button");
  await assertWaits(there, "send.waiting_network");
  await gateway.start();
  await assertRegisteredOnce(there);
});

test("an application whose response was lost because the gateway was killed is found again, not registered twice", async (t) => {
  const there = await readyToSend(t);
  const { gateway, phone, page, me } = there;
  phone.expectComplaint(/ERR_FAILED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET/);
  let registered = null;
  await page.route("**/api/v1/applications", async (route) => {
    if (route.request().method() !== "POST" || registered) return route.fallback();
    const answer = await route.fetch();
    registered = await answer.json();
    await gateway.kill();
    return route.abort();
  });
  await me.press("send.button");
  await assertWaits(there, "send.waiting_network");
  // The phone reloads the page midway, and sending continues automatically.
  await gateway.start();
  await page.reload();
  const { number } = await assertRegisteredOnce(there);
  assert.equal(number, registered.number);
});

test("a double press, two tabs and a reload make one application", async (t) => {
  const there = await readyToSend(t);
  const { gateway, phone, page, me } = there;
  let posts = 0;
  phone.context.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/v1/applications")) posts += 1;
  });
  const second = await phone.newTab();
  await second.goto(page.url());
  const button = (tab) => tab.getByRole("button", { name: me.say("send.button"), exact: true });
  // One tab writes a draft, and the same tab sends it.
  await second.getByText(me.say("saved.reading")).waitFor();
  await second.waitForFunction(() => /** @type {HTMLButtonElement} */ (document.querySelector("form button[type=submit]")).disabled);
  await button(page).dblclick();
  const { number, code } = await assertRegisteredOnce(there);
  await second.getByRole("button", { name: me.say("saved.continue_here"), exact: true }).click();
  await second.getByText(me.say("saved.reading")).waitFor({ state: "hidden" });
  await page.reload();
  await assertRegisteredOnce(there);
  assert.deepEqual(await numbersOf(gateway, code), [number]);
  assert.equal(posts, 1);
});

// The tests wait most of the time, so they run at the same time.
test("on a slow line", { concurrency: true, timeout: SLOW / 5 + 60_000 }, async (t) => {
  await Promise.all([
    t.test("a file of 5 MB arrives at 100 KB/s, and continues where it was after the network was gone", arrivesAfterCuts),
    t.test(`a file of ${SLOW / 1000} KB arrives at 10 KB/s`, { timeout: SLOW / 5 + 60_000 }, arrivesSlowly),
  ]);
});

/** @param {TestContext} t */
async function arrivesAfterCuts(t) {
  const there = await readyToSend(t, { file: pdfOf(5_000_000) });
  const { phone, page, me } = there;
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/);
  const setOffline = await slowLine(page, 100_000);
  let sent = 0;
  page.on("requestfinished", (request) => {
    if (request.method() === "PATCH") sent += request.postDataBuffer()?.length ?? 0;
  });
  await me.press("send.button");
  // The last twentieth is a single piece; most of it is on its way after two seconds.
  for (const [part, longer] of [[0.01, 0], [0.5, 0], [0.95, 2_000]]) {
    while (((await progress(page)) ?? 0) < part) await page.waitForTimeout(50);
    await page.waitForTimeout(longer);
    await setOffline(true);
    await me.sees(me.say("send.waiting_network"));
    await setOffline(false);
  }
  // After the last byte: the response to the application itself is lost at first.
  let cut = 0;
  await page.route("**/api/v1/applications", async (route) => {
    if (route.request().method() !== "POST" || cut > 0) return route.fallback();
    cut += 1;
    await route.fetch();
    return route.abort();
  });
  await hasReceipt(page, 90_000);
  await assertRegisteredOnce(there);
  assert.equal(cut, 1);
  // What had arrived was not sent again: at most three pieces more than the file has.
  assert.ok(sent < 5_000_000 + 4 * 256 * 1024, `${sent} bytes were sent`);
}

/** @param {TestContext} t */
async function arrivesSlowly(t) {
  const there = await readyToSend(t, { file: pdfOf(SLOW) });
  const { page, me } = there;
  await slowLine(page, 10_000);
  await me.press("send.button");
  await hasReceipt(page, SLOW / 5);
  await assertRegisteredOnce(there);
}

for (const [where, opens] of [["its page", null], ["the start page", "/"]]) {
  test(`kill -9 of the browser in the middle of sending: opened again at ${where}, sending continues automatically and registers once`, async (t) => {
    const there = await readyToSend(t, { phone: true, file: pdfOf(1_500_000) });
    const { gateway, phone, me } = there;
    await slowLine(phone.page, 200_000);
    const address = phone.page.url();
    await me.press("send.button");
    await phone.page.waitForFunction(() => /** @type {HTMLProgressElement} */ (document.querySelector("#progress"))?.value > 0);
    await phone.kill();
    await phone.reopen();
    await phone.page.goto(new URL(opens ?? address, gateway.origin).href);
    if (opens) await phone.page.getByRole("link", { name: me.say("receipt.title"), exact: true }).click();
    await assertRegisteredOnce({ gateway, me });
  });
}

test("Back after the receipt shows the receipt, also without a network", async (t) => {
  const there = await readyToSend(t);
  const { phone, page, me } = there;
  await me.press("send.button");
  const { number } = await assertRegisteredOnce(there);
  await page.goBack();
  await me.arrive("answers", { title: "answers.sent_title" });
  await page.goForward();
  await me.arrive("receipt");
  await phone.context.setOffline(true);
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED/);
  await page.goBack();
  await page.goForward();
  await me.arrive("receipt");
  await me.sees(number, me.say("receipt.next"));
});

test("sending continues while other pages are read, and can be stopped before it has arrived", async (t) => {
  const there = await readyToSend(t);
  const { phone, page, me } = there;
  phone.expectComplaint(/Failed to load resource/);
  const answering = await answerFor(page, "piece", (route) => route.fulfill({ status: 503, body: "" }));
  await me.press("send.button");
  await assertWaits(there, "send.waiting_busy");
  await me.sees(me.say("send.file_moving"));
  for (const locale of ["ru", "kk", "kk-Arab", "en"]) {
    await me.switchTo(locale);
    await shot(page, `sending-waits-${locale}`);
  }
  await me.press("send.stop");
  await me.sees(me.say("send.held"));
  await assertAccessible(page);
  await me.press("send.button");
  await assertWaits(there, "send.waiting_busy");
  await me.follow("send.print");
  await me.arrive("on-paper", { end: "/on-paper", title: "on_paper.title" });
  answering.on = false;
  await page.getByRole("link", { name: me.say("receipt.title"), exact: true }).click({ timeout: 40_000 });
  await assertRegisteredOnce(there);
});

/**
 * Returns a made-up PDF with this number of bytes.
 * @param {number} bytes
 */
function pdfOf(bytes) {
  const file = papers.pdf("SYNAQ passport");
  const end = Buffer.from("\n%%EOF\n");
  const filling = Buffer.alloc(bytes - file.buffer.length - end.length, "% made up\n");
  return { ...file, buffer: Buffer.concat([file.buffer, filling, end]) };
}

/**
 * Limits the network to this number of bytes per second. The returned function disconnects and reconnects it.
 * @param {Page} page
 * @param {number} bytes
 */
async function slowLine(page, bytes) {
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  const setOffline = (offline) =>
    line.send("Network.emulateNetworkConditions", { offline, latency: 100, downloadThroughput: bytes, uploadThroughput: bytes });
  await setOffline(false);
  return setOffline;
}

/** @param {Page} page */
function progress(page) {
  return page.evaluate(() => {
    /** @type {HTMLProgressElement} */
    const bar = document.querySelector("#progress");
    return bar ? bar.value / bar.max : null;
  });
}

/**
 * @param {Page} page
 * @param {number} [timeout]
 */
function hasReceipt(page, timeout) {
  return page.waitForFunction(() => /\/receipt$/.test(location.pathname), null, { timeout });
}
