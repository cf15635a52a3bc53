// Family links: what a test does with them, and records of all requests, titles and addresses of a phone.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { browser } from "./browser.mjs";

/** @import { Page } from "playwright-core" */
/** @import { Phone } from "./browser.mjs" */
/** @import { Gateway } from "./gateway.mjs" */

const readCode = createRequire(import.meta.url)("jsqr");
const PROGRAM = process.env.QANDAS_GATEWAY ?? resolve(import.meta.dirname, "../../target/release/qandas-gateway");

/**
 * Adds made-up applications in every stage to the gateway. Returns for each its description, its recovery code and its
 * number.
 * @param {Gateway} gateway
 */
export async function layInDemo(gateway) {
  const settings = ["demo", "--data-dir", gateway.data, "--test-clock", gateway.clockFile, "--origin", gateway.origin];
  const { stdout } = await promisify(execFile)(PROGRAM, settings);
  const lines = stdout.trim().split("\n").map((line) => /^(.*?)\s+\S+#(\S+)$/.exec(line));
  /** @type {{ what: string, code: string, number: string }[]} */
  const samples = [];
  for (const [, what, code] of lines) {
    const answer = await gateway.request("/api/v1/applications", { headers: { authorization: `Bearer ${code}` } });
    const { numbers } = await answer.json();
    samples.push({ what, code, number: numbers[0] });
  }
  return samples;
}

/**
 * Reads the QR code on the page as a camera does: takes a screenshot of it and passes it to an independent reader.
 * @param {Page} page
 * @returns {Promise<string | undefined>}
 */
export async function readQr(page) {
  const picture = await page.locator(".qr").screenshot();
  const darkroom = await (await browser()).newPage();
  try {
    const { width, height, pixels } = await darkroom.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const drawn = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = new OffscreenCanvas(drawn.width, drawn.height);
      const context = canvas.getContext("2d");
      context.drawImage(drawn, 0, 0);
      const { data } = context.getImageData(0, 0, drawn.width, drawn.height);
      return { width: drawn.width, height: drawn.height, pixels: [...data] };
    }, picture.toString("base64"));
    return (readCode.default ?? readCode)(Uint8ClampedArray.from(pixels), width, height)?.data;
  } finally {
    await darkroom.close();
  }
}

/**
 * A recorded request. Its headers are complete when the promise resolves.
 * @typedef {{ url: string, method: string, body: string, headers: Promise<Record<string, string>> }} RecordedRequest
 */

/**
 * Records every request of a phone, and every title and address that its pages had, even briefly.
 * @param {Phone} phone
 */
export async function listenIn(phone) {
  /** @type {{ requests: RecordedRequest[], titles: Set<string>, addresses: Set<string> }} */
  const kept = { requests: [], titles: new Set(), addresses: new Set() };
  await phone.context.exposeBinding("qandasTestRendered", (_, { title, address }) => {
    kept.titles.add(title);
    kept.addresses.add(address);
  });
  await phone.context.addInitScript(() => {
    const record = () => globalThis.qandasTestRendered({ title: document.title, address: location.href });
    for (const change of /** @type {const} */ (["pushState", "replaceState"])) {
      const original = history[change];
      history[change] = function (...values) {
        original.apply(this, values);
        record();
      };
    }
    new MutationObserver(record).observe(document, { subtree: true, childList: true, characterData: true });
  });
  phone.context.on("request", (request) => {
    const headers = request.allHeaders().catch(() => request.headers());
    kept.requests.push({ url: request.url(), method: request.method(), body: request.postData() ?? "", headers });
  });
  return kept;
}

/**
 * Returns the stored data of followed links as one text.
 * @param {Page} page
 * @returns {Promise<string>}
 */
export function keptOfLinks(page) {
  return page.evaluate(
    () =>
      new Promise((done, fail) => {
        const open = indexedDB.open("qandas");
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction("shared").objectStore("shared").getAll();
          all.onerror = () => fail(all.error);
          all.onsuccess = () => {
            open.result.close();
            done(all.result.join("\n"));
          };
        };
      }),
  );
}

/**
 * Makes the page believe that it is hidden, or visible again.
 * @param {Page} page
 * @param {boolean} hidden
 */
export function setHidden(page, hidden) {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}
