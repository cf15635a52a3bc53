// Waits for what the phone stores: its database, the app and its texts.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

/** @import { Page } from "playwright-core" */

const LIMIT = 15_000;

/**
 * Waits until `question`, an asynchronous function that the page evaluates with `about`, returns true. `waitForFunction` is
 * only for synchronous functions: if the function returns a promise, it calls it once and takes any result.
 * @template About
 * @param {Page} page
 * @param {(about: About) => boolean | Promise<boolean>} question
 * @param {About} [about]
 */
export async function until(page, question, about) {
  const end = Date.now() + LIMIT;
  while (!(await page.evaluate(/** @type {(about: any) => boolean | Promise<boolean>} */ (question), about))) {
    assert.ok(Date.now() < end, `not within ${LIMIT} ms: ${question}, about ${JSON.stringify(about)}`);
    await pause(50);
  }
}

/**
 * Waits until the app has created its database.
 * @param {Page} page
 */
export function hasDatabase(page) {
  return until(page, async () => (await indexedDB.databases()).some(({ name, version }) => name === "qandas" && version > 0));
}

/**
 * Waits until the service worker has stored the app and the texts of its language, so that the app opens without a network.
 * @param {Page} page
 */
export async function opensOffline(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await until(page, async () => {
    const kept = (await caches.keys()).includes("qandas-texts") ? await (await caches.open("qandas-texts")).keys() : [];
    return ["core", "draft", "follow", "rest", "care", "help", "official"].every((name) => kept.some(({ url }) => url.includes(`/assets/${name}.`)));
  });
  await until(page, async () => Boolean(await caches.match(`/${document.documentElement.lang}/contacts/`)));
}

/**
 * Returns everything that the service worker stores, by path.
 * @param {Page} page
 */
export function keptPaths(page) {
  return page.evaluate(async () => {
    const paths = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
    }
    return paths;
  });
}
