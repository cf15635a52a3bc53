// Measures the cold start of the app against the real gateway: not a test, but the source of the figures in
// docs/PERFORMANCE.md.
//
//   node tests/speed/startup.mjs [RUNS]
//
// QANDAS_APP and QANDAS_GATEWAY name another build and its gateway.
import { loadavg } from "node:os";
import { newPhone } from "../support/browser.mjs";
import { layInDemo } from "../support/family.mjs";
import { startGateway } from "../support/gateway.mjs";
import { hasDatabase } from "../support/kept.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */

const NOW = "2026-03-19T10:00:00+05:00";
const RUNS = Number(process.argv[2] ?? 5);
const LINES = [
  { name: "1.6 Mbit/s, 150 ms, CPU 4x", bytes: 200_000, latency: 150, slower: 4 },
  { name: "400 kbit/s, 400 ms, CPU 6x", bytes: 50_000, latency: 400, slower: 6 },
];
/** The elements of the first lines, and of the page once it can be used. */
const START = { readable: "h1, main .facts", usable: "#main .button" };
const FOLLOWED = { readable: ".standing", usable: "#main .standing" };
const TASKS = { readable: "#main section h2", usable: "#main section h2" };

/**
 * Records when text was first painted, when the first lines were readable, and when the app could be used.
 * @param {{ readable: string, usable: string }} selectors
 */
function collect({ readable, usable }) {
  const times = {};
  globalThis.qandasTimes = times;
  const isSeen = (selector) => [...document.querySelectorAll(selector)].some((one) => one.checkVisibility() && one.textContent.trim());
  const look = () => {
    if (document.body) {
      if (!times.text && document.body.innerText.trim()) times.text = performance.now();
      if (!times.readable && isSeen(readable)) times.readable = performance.now();
      if (!document.getElementById("early") && isSeen(usable)) times.usable = performance.now();
    }
    if (!times.usable) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const ending = [];
/** The parts of a test object that the test helpers need. */
const t = /** @type {TestContext} */ (
  /** @type {unknown} */ ({ passed: true, name: "startup", after: (work) => ending.push(work), diagnostic: () => {} })
);

const gateway = await startGateway(t, { clock: NOW });
const [{ code, number }] = await layInDemo(gateway);
const authorization = `Bearer ${code}`;
const shared = await gateway.request(`/api/v1/applications/${number}/shares`, {
  method: "POST",
  body: JSON.stringify({ id: "1".repeat(32), name: "" }),
  headers: { authorization },
});
const { token } = await shared.json();

/**
 * The storage of a phone before it is opened: empty, or from an earlier visit. Its HTTP cache is empty.
 * @param {string} address
 */
const fresh = (address) => async () => address;
/** @type {[name: string, what: { readable: string, usable: string }, prepare: (page: Page) => Promise<string>][]} */
const visits = [
  ["start", START, fresh("/")],
  ["family link", FOLLOWED, fresh(`/app/family#${token}`)],
  ["recovery link", FOLLOWED, fresh(`/app/follow#${code}`)],
  [
    "own application",
    FOLLOWED,
    async (page) => {
      await page.goto(`/app/follow#${code}`);
      await page.waitForURL(/[0-9a-f]{16}$/);
      await page.locator("#main .standing").waitFor();
      return new URL(page.url()).pathname;
    },
  ],
  [
    "resumed draft",
    TASKS,
    async (page) => {
      await page.goto("/");
      await page.locator("#main button.button").click();
      await page.waitForURL(/may-i-apply$/);
      await hasDatabase(page);
      await page.waitForTimeout(1_500);
      return new URL(page.url()).pathname.replace(/[^/]+$/, "tasks");
    },
  ],
];

/** @param {number[]} times */
function median(times) {
  return times.sort((one, other) => one - other)[Math.floor(times.length / 2)];
}

/**
 * @param {{ readable: string, usable: string }} what
 * @param {{ name: string, latency: number, bytes: number, slower: number }} line
 * @param {(page: Page) => Promise<string>} prepare
 */
async function measure(what, line, prepare) {
  // No service worker: it would store what is to be loaded.
  const phone = await newPhone(t, { origin: gateway.origin, locale: "ru", clock: NOW, serviceWorkers: "block" });
  const { page } = phone;
  const address = await prepare(page);
  await page.goto("about:blank");
  const session = await phone.context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.clearBrowserCache");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: line.latency,
    downloadThroughput: line.bytes,
    uploadThroughput: line.bytes,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: line.slower });
  await page.addInitScript(collect, what);
  await page.goto(address, { waitUntil: "commit", timeout: 60_000 });
  const times = await page.waitForFunction(() => globalThis.qandasTimes?.usable && globalThis.qandasTimes, null, { timeout: 60_000 });
  const found = await times.jsonValue();
  await phone.context.close();
  return found;
}

console.log(`load ${loadavg().map((load) => load.toFixed(1)).join(" ")}, medians of ${RUNS}, seconds\n`);
console.log("| page | line | first text | first lines readable | usable |\n|---|---|---|---|---|");
try {
  for (const line of LINES) {
    for (const [name, what, prepare] of visits) {
      const runs = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await measure(what, line, prepare));
      const seconds = (part) => (median(runs.map((times) => times[part])) / 1000).toFixed(2);
      console.log(`| ${name} | ${line.name} | ${seconds("text")} | ${seconds("readable")} | ${seconds("usable")} |`);
    }
  }
} finally {
  for (const work of ending.reverse()) await work();
}
console.log(`\nload at the end ${loadavg()[0].toFixed(1)}`);
process.exit();
