// Photographs on a slow phone: the time that one takes, the response of the page meanwhile, and the cost in memory and
// storage.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { newPhone } from "../support/browser.mjs";
import { atEnd } from "../support/end.mjs";
import { startGateway } from "../support/gateway.mjs";
import { keptPages, pagePhoto } from "../support/photos.mjs";
import { Applicant, MAY_APPLY } from "../support/steps.mjs";

const NOW = "2026-03-19T10:00:00+05:00";

test("a photo of 12 megapixels is stored within three seconds on a slow phone, which stays responsive", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  const remember = `for (const name of ["instantiate", "instantiateStreaming"]) {
    const old = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await old.apply(WebAssembly, given);
      const all = Object.values((made.instance ?? made).exports);
      // Chunks use the memory of main.
      globalThis.testMemory = all.find((value) => value instanceof WebAssembly.Memory) ?? globalThis.testMemory;
      return made;
    };
  }\n`;
  await phone.context.addInitScript({ content: remember });
  await phone.context.route("**/assets/worker.*.js", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: remember + (await answer.text()) });
  });
  const { page } = phone;
  const me = new Applicant(phone, { locale: "en" });
  await me.begin({ eligibility: MAY_APPLY, basis: "family_reunion" });
  await me.openDocument(me.say("person.you"), "identity");
  const folder = await mkdtemp(join(tmpdir(), "qandas-photos-"));
  atEnd(t, () => rm(folder, { recursive: true }));
  const files = [];
  for (let page = 0; page < 5; page += 1) {
    const { name, buffer } = await pagePhoto({ name: `page-${page}.jpg`, text: `${page} of a made-up paper`, width: 4000, height: 3000 });
    files.push(join(folder, name));
    await writeFile(files.at(-1), buffer);
  }
  const session = await phone.context.newCDPSession(page);
  await page.evaluate(() => {
    globalThis.testLong = [];
    new PerformanceObserver((list) => globalThis.testLong.push(...list.getEntries().map(({ duration }) => duration))).observe({
      entryTypes: ["longtask"],
    });
    document.querySelector("#paper-file").addEventListener("change", () => (globalThis.testStart = performance.now()), true);
    new MutationObserver(() => {
      /** @type {HTMLImageElement & { testSeen?: boolean }} */
      const image = document.querySelector(".page-item:last-child img");
      if (image && !image.testSeen) {
        image.testSeen = true;
        image.decode().then(() => (globalThis.testEnd = performance.now()));
      }
    }).observe(document.querySelector("#main"), { childList: true, subtree: true });
  });
  const memory = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    let bytes = usedSize + (await page.evaluate(() => globalThis.testMemory.buffer.byteLength));
    for (const worker of page.workers()) {
      bytes += await worker.evaluate(() => {
        const { memory } = /** @type {Performance & { memory?: { usedJSHeapSize: number } }} */ (performance);
        return (globalThis.testMemory?.buffer.byteLength ?? 0) + (memory?.usedJSHeapSize ?? 0);
      });
    }
    return bytes;
  };
  const before = await memory();
  await session.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  const times = [];
  for (const [place, file] of files.entries()) {
    await page.evaluate(() => (globalThis.testEnd = 0));
    // By its path, as with a file dialog: the bytes do not pass through the page's own thread.
    await page.locator("#paper-file").setInputFiles(file);
    await page.locator(".page-item").nth(place).waitFor();
    times.push(await page.waitForFunction(() => globalThis.testEnd && globalThis.testEnd - globalThis.testStart).then((time) => time.jsonValue()));
  }
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  assert.equal(page.workers().length, 1, "the photos were scaled off the page's own thread");
  const growth = (await memory()) - before;
  const longest = Math.max(0, ...(await page.evaluate(() => globalThis.testLong)));
  const sizes = (await keptPages(page)).map((bytes) => bytes.length).sort((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)];
  t.diagnostic(
    `chosen to shown ${times.map(Math.round).join(", ")} ms; longest task ${Math.round(longest)} ms; memory grew by ` +
      `${(growth / 1e6).toFixed(1)} MB; kept ${sizes.map((size) => Math.round(size / 1000)).join(", ")} KB`,
  );
  assert.ok(Math.max(...times) <= 3000, `${times}`);
  assert.ok(growth <= 80_000_000, `${growth}`);
  assert.ok(median <= 300_000, `${sizes}`);
});
