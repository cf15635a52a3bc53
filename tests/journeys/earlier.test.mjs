// A phone and a data folder of an earlier build open in this one, and nothing is lost. They were created by
// tests/fixtures/*/make.mjs.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { assertAccessible, newMortalPhone } from "../support/browser.mjs";
import { atEnd } from "../support/end.mjs";
import { startGateway } from "../support/gateway.mjs";
import { until } from "../support/kept.mjs";
import { Applicant, plain } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */

const FIXTURE = join(import.meta.dirname, "../fixtures/752c638");
const ORIGIN = "http://qandas.localhost";
/** The day after the fixture was made. */
const NOW = "2026-03-20T10:00:00+05:00";

/** @param {TestContext} t */
async function unpack(t) {
  const folder = await mkdtemp(join(tmpdir(), "qandas-earlier-"));
  atEnd(t, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await promisify(execFile)("tar", ["-C", folder, "-xJf", join(FIXTURE, "kept.tar.xz")]);
  return { folder, kept: JSON.parse(await readFile(join(FIXTURE, "kept.json"), "utf8")) };
}

/**
 * Returns the rows of a store, pages as their SHA-256.
 * @param {Page} page
 * @param {string} store
 */
function rows(page, store) {
  return page.evaluate(async (store) => {
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: reject }));
    const database = await done(indexedDB.open("qandas"));
    const all = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([done(all.getAllKeys()), done(all.getAll())]);
    database.close();
    const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const shown = async (value) => (typeof value === "string" ? value : hex(await crypto.subtle.digest("SHA-256", value)));
    return Promise.all(keys.map(async (key, at) => [key, await shown(values[at])]));
  }, store);
}

/**
 * Returns the paths of values in `before` that are missing or different in `after`. Additions are no loss.
 * @param {any} before
 * @param {any} after
 * @param {string} [path]
 */
function lost(before, after, path = "") {
  if (before === null || before === "" || typeof before !== "object") return Object.is(before, after) || before === null || before === "" ? [] : [path];
  if (after === null || typeof after !== "object") return [path];
  return Object.keys(before).flatMap((key) => lost(before[key], after[key], `${path}/${key}`));
}

test("all data of a phone of an earlier build are there and can be continued", async (t) => {
  const { folder, kept } = await unpack(t);
  const gateway = await startGateway(t, { clock: NOW, data: join(folder, "gateway/data") });
  const { port } = new URL(gateway.origin);
  const phone = await newMortalPhone(t, { origin: ORIGIN, locale: "ru", clock: NOW, profile: join(folder, "profile"), port });
  const me = new Applicant(phone, { locale: "ru" });
  const { page } = phone;
  await page.goto(`${ORIGIN}/`);
  await me.arrive("start", { isLoaded: true });
  await me.sees("HALF", "WAITING", "LASTWORD", kept.receipt.number);

  // The application that waited for a network is sent automatically, once.
  const [waitingId] = kept.rows.attempts.find(([, text]) => text.includes("WAITING"));
  await until(page, async (id) => {
    const [draft] = (await globalThis.qandasTestDrafts()).split("\n").map((text) => JSON.parse(text)).filter((draft) => draft.id === id);
    return draft.number !== null;
  }, waitingId);

  // Every answer, including the word that was typed at the last moment.
  const journal = JSON.parse(kept.notes["qandas.journal"]);
  const drafts = new Map((await rows(page, "drafts")).map(([id, text]) => [id, JSON.parse(text)]));
  const stillTrue = ({ revision: _, saved_at: __, number: ___, ...draft }) => draft;
  assert.equal(drafts.size, kept.rows.drafts.length);
  for (const [id, text] of kept.rows.drafts) {
    const before = id === journal.id ? journal : JSON.parse(text);
    assert.deepEqual(lost(stillTrue(before), drafts.get(id)), [], `of draft ${id}`);
  }
  assert.equal(drafts.get(journal.id).draft.people[0].name.family, "LASTWORD");
  assert.deepEqual(await rows(page, "pages"), kept.rows.pages);
  for (const store of ["tracked", "shared", "links"]) {
    const now = new Map((await rows(page, store)).map(([id, text]) => [id, JSON.parse(text)]));
    for (const [id, text] of kept.rows[store]) {
      // The last response of the gateway changes with the day.
      const { last: _, ...before } = JSON.parse(text);
      assert.deepEqual(lost(before, now.get(id)), [], `of ${store} ${id}`);
    }
  }

  const [sentId] = kept.rows.tracked.find(([, text]) => text.includes(kept.receipt.number));
  await page.goto(`${ORIGIN}/app/d/${sentId}/receipt`);
  await page.locator(".number").first().waitFor();
  assert.deepEqual(await me.receipt(), kept.receipt);
  await assertAccessible(page);
  await page.goto(`${ORIGIN}/app/follow/${sentId}`);
  await page.locator(".standing").waitFor();
  await me.sees(kept.receipt.number);
  await page.goto(`${ORIGIN}/app/follow/00000000000e1e00`);
  await page.locator(".standing").waitFor();
  await me.sees("ҮЛГІ-77");
  const [sharedId] = kept.rows.shared[0];
  await page.goto(`${ORIGIN}/app/family/${sharedId}`);
  await page.locator(".standing").waitFor();

  const half = kept.rows.drafts.find(([, text]) => text.includes('"HALF"'))[0];
  await page.goto(`${ORIGIN}/app/d/${half}/tasks`);
  await me.arrive("tasks", { isLoaded: true });
  await me.openDocument("HALF", "identity");
  const pages = page.locator(".page-item");
  await pages.nth(1).waitFor();
  assert.match(plain((await pages.allInnerTexts()).join(" ")), /half-visa\.pdf/);
  await page.waitForFunction(() => /** @type {HTMLImageElement} */ (document.querySelector(".page-item img"))?.naturalWidth > 0);
});

test("a data folder of an earlier build has every application, event and file", async (t) => {
  const { folder, kept } = await unpack(t);
  const data = join(folder, "gateway/data");
  const gateway = await startGateway(t, { clock: NOW, data });
  const owner = { authorization: `Bearer ${kept.receipt.code}` };
  const status = await (await gateway.request(`/api/v1/applications/${kept.receipt.number}`, { headers: owner })).json();
  assert.deepEqual(status.events.map(({ kind }) => kind), ["registered", "accepted"]);
  const draft = await (await gateway.request(`/api/v1/applications/${kept.receipt.number}/draft`, { headers: owner })).text();
  assert.ok(draft.includes("SENT: made up"));
  const token = (await readFile(join(data, "authority.key"), "utf8")).trim();
  const authority = { authorization: `Bearer ${token}` };
  const archive = await gateway.request(`/authority/v1/applications/${kept.receipt.number}/package`, { headers: authority });
  assert.equal(archive.status, 200);
  const bytes = Buffer.from(await archive.arrayBuffer());
  // Files in the package are stored uncompressed.
  assert.ok(bytes.includes(Buffer.from([0xff, 0xd8, 0xff])), "the photograph is not in the package");
});
