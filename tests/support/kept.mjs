// Waiting for what the phone keeps: its database, the app and its texts.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

const LIMIT = 15_000;

/**
 * Until what the page answers to an asynchronous question, `about` something if need be, is true. `waitForFunction` is for questions that are answered at
 * once: it asks one time only when the answer is a promise, whatever that promises.
 */
export async function until(page, question, about) {
  const end = Date.now() + LIMIT;
  while (!(await page.evaluate(question, about))) {
    assert.ok(Date.now() < end, `not within ${LIMIT} ms: ${question}, about ${JSON.stringify(about)}`);
    await pause(50);
  }
}

/** Until the app has made its database. */
export function hasDatabase(page) {
  return until(page, async () => (await indexedDB.databases()).some(({ name, version }) => name === "qandas" && version > 0));
}

/** Until the service worker keeps the app and the texts of its language, so that it opens without a network. */
export async function opensOffline(page) {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await until(page, async () => {
    const kept = (await caches.keys()).includes("qandas-texts") ? await (await caches.open("qandas-texts")).keys() : [];
    return ["core", "draft", "follow", "rest", "care", "help", "official"].every((name) => kept.some(({ url }) => url.includes(`/assets/${name}.`)));
  });
  await until(page, async () => Boolean(await caches.match(`/${document.documentElement.lang}/contacts/`)));
}

/** Everything that the service worker keeps, by path. */
export function keptPaths(page) {
  return page.evaluate(async () => {
    const paths = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
    }
    return paths;
  });
}
