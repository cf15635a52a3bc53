// Delivery of the app's files to a phone: caching, loading each file once, and the first paint.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { test } from "node:test";
import { newPhone } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { keptPaths, opensOffline } from "../support/kept.mjs";
import { startRecorder } from "../support/recorder.mjs";

/** @import { Page } from "playwright-core" */

const NOW = "2026-03-19T10:00:00+05:00";
const DIST = process.env.QANDAS_APP ?? resolve(import.meta.dirname, "../../dist");
/** A family link that the gateway does not know, which loads the same files as any other. */
const FAMILY_LINK = `/app/family#${"A".repeat(43)}`;
const HASHED = /\.[0-9a-f]{16}\.\w+$/;

/**
 * Waits until the app has replaced the loading screen.
 * @param {Page} page
 */
async function hasStarted(page) {
  await page.locator(".shell-wait").first().waitFor({ state: "detached" });
  await page.locator("h1").first().waitFor();
}

test("only files that are named by their content are cached without revalidation", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const files = await readdir(DIST, { recursive: true, withFileTypes: true });
  const names = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(relative(DIST, parentPath), name));
  const paths = names.filter((name) => !/\.(br|gz)$/.test(name)).map((name) => `/${name}`).concat("/", "/app/follow", "/kk/");
  assert.ok(["/sw.js", "/robots.txt", "/build.json", "/index.html"].every((path) => paths.includes(path)), `${paths}`);
  for (const path of paths) {
    const answer = await gateway.request(path);
    assert.equal(answer.status, 200, path);
    const caching = HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
    assert.equal(answer.headers.get("cache-control"), caching, path);
    assert.equal(HASHED.test(path), path.startsWith("/assets/"), path);
  }
});

test("a missing asset is not answered with a page, and the service worker does not store the answer", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  const { page } = phone;
  await page.goto("/");
  await opensOffline(page);
  // From here on the service worker answers.
  await page.reload();
  await hasStarted(page);
  assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null));
  phone.expectComplaint(/404 \(Not Found\).*\/assets\/none\./);
  for (const path of ["/assets/none.000000.wasm", "/assets/none.000000.js"]) {
    for (const accept of ["*/*", "text/html"]) {
      const ask = async ({ path, accept }) => {
        const answer = await fetch(path, { headers: { accept } });
        return { status: answer.status, caching: answer.headers.get("cache-control"), body: await answer.text() };
      };
      const { status, caching, body } = await page.evaluate(ask, { path, accept });
      assert.deepEqual({ status, caching }, { status: 404, caching: "no-store" }, `${path}, ${accept}`);
      assert.doesNotMatch(body, /<html|<script/i, `${path}, ${accept}`);
    }
  }
  assert.deepEqual((await keptPaths(page)).filter((path) => path.includes("none.")), []);
});

/**
 * Counts the requests to the gateway for each wasm file, script and text.
 * @param {string[]} paths
 */
function countLoads(paths) {
  const counts = {};
  for (const path of paths.filter((path) => /\.(wasm|js|txt)$/.test(path))) counts[path] = (counts[path] ?? 0) + 1;
  return counts;
}

for (const [what, address] of [["a cold start", "/"], ["a deep link", "/app/terms"], ["a family link", FAMILY_LINK]]) {
  for (const [how, hasCache] of [["with the browser's cache and the service worker", true], ["with neither", false]]) {
    test(`${what} loads every wasm file, script and text once, ${how}`, async (t) => {
      const gateway = await startGateway(t, { clock: NOW });
      const front = await startRecorder(t, gateway);
      const phone = await newPhone(t, {
        origin: front.origin,
        locale: "en",
        clock: NOW,
        serviceWorkers: hasCache ? "allow" : "block",
      });
      const { page } = phone;
      if (!hasCache) {
        const session = await phone.context.newCDPSession(page);
        await session.send("Network.enable");
        await session.send("Network.setCacheDisabled", { cacheDisabled: true });
      }
      if (address === FAMILY_LINK) phone.expectComplaint(/40[0-9] \(.*\/api\//);
      await page.goto(address);
      await hasStarted(page);
      if (hasCache) await opensOffline(page);
      await page.waitForLoadState("networkidle");
      const counts = countLoads(front.paths);
      for (const kind of [/\.wasm$/, /\.js$/, /\.txt$/]) assert.ok(Object.keys(counts).some((path) => kind.test(path)));
      assert.deepEqual(Object.entries(counts).filter(([, times]) => times !== 1), []);
    });
  }
}

test("without a network the first painted text is in the chosen language and direction", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "ru", clock: NOW });
  const { page } = phone;
  await phone.context.addInitScript(() => {
    // Frames are produced only once the browser paints.
    const look = () => {
      const text = document.body?.innerText.trim();
      const { lang, dir } = document.documentElement;
      if (text) globalThis.qandasTestPainted = { lang, dir, text };
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const html = await readFile(join(DIST, "index.html"), "utf8");
  const texts = JSON.parse(/id="texts">(.*?)<\/script>/s.exec(html)[1])["kk-Arab"];
  const textOf = (markup) => texts[Number(new RegExp(`${markup}[^>]*data-text="(\\d+)"`).exec(html)[1])];
  const [waiting, title] = [textOf('class="shell-wait'), textOf('<h1 id="heading"')];
  await page.goto("/ru/");
  await page.evaluate(() => localStorage.setItem("qandas.locale", "kk-Arab"));
  await page.goto("/");
  await hasStarted(page);
  await opensOffline(page);
  await page.goto("/ru/");
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/);
  await gateway.kill();
  await phone.context.setOffline(true);
  // After a link was opened, the phone has stored data that only the app can show.
  for (const [address, expected] of [["/", title], [FAMILY_LINK, waiting], ["/", waiting], [FAMILY_LINK, waiting]]) {
    // A new document, whatever the previous address.
    await page.goto("about:blank");
    await page.goto(address);
    await hasStarted(page);
    const { lang, dir, text } = await page.evaluate(() => globalThis.qandasTestPainted);
    assert.deepEqual({ lang, dir }, { lang: "kk-Arab", dir: "rtl" }, `${address}: ${text}`);
    assert.ok(text.includes(expected), `${address}: ${text}`);
  }
});
