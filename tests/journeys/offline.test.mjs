import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { newPhone } from "../support/browser.mjs";
import { atEnd } from "../support/end.mjs";
import { startGateway } from "../support/gateway.mjs";
import { keptPaths, opensOffline, until } from "../support/kept.mjs";
import { Applicant, MAY_APPLY } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Gateway } from "../support/gateway.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
const DIST = process.env.QANDAS_APP ?? resolve(import.meta.dirname, "../../dist");

/**
 * @param {TestContext} t
 * @param {Gateway} gateway
 */
async function atName(t, gateway) {
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  const me = new Applicant(phone, { locale: "en" });
  await me.begin({ eligibility: MAY_APPLY, basis: "study" });
  await me.follow("tasks.about_you");
  await me.arrive("name");
  return { phone, me, page: phone.page, family: phone.page.getByLabel("Family name", { exact: true }) };
}

test("without a network the app opens at any address, with what was typed, and stores what is typed then", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const { phone, me, page, family } = await atName(t, gateway);
  await family.fill("SYNAQ");
  await me.keeps("SYNAQ");
  await opensOffline(page);
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/);
  await gateway.kill();
  await phone.context.setOffline(true);
  await page.reload();
  await me.arrive("name", { isLoaded: true });
  assert.equal(await family.inputValue(), "SYNAQ");
  await family.fill("SYNAQBAI");
  await me.keeps("SYNAQBAI");
  await page.reload();
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector("#q0-text"))?.value === "SYNAQBAI");
  // A fresh start, and a page whose texts are loaded separately.
  await page.goto("/app");
  await me.arrive("start", { isLoaded: true });
  await page.locator(".kept a", { hasText: "SYNAQBAI" }).first().click();
  await me.arrive("tasks", { isLoaded: true });
  await page.goto("/app/privacy");
  await me.sees(me.say("privacy.phone_text"));
});

test("after a first visit to only the start page, the later pages open without a network too", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  const me = new Applicant(phone, { locale: "en" });
  await phone.page.goto("/");
  await me.arrive("start", { isLoaded: true });
  await opensOffline(phone.page);
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/);
  await gateway.kill();
  await phone.context.setOffline(true);
  await me.begin({ eligibility: MAY_APPLY, basis: "study" });
  await me.sees(me.say("tasks.finish"));
});

test("the service worker stores only files of the build, texts of the languages in use, and no response of the gateway", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const { me, page } = await atName(t, gateway);
  await opensOffline(page);
  await me.switchTo("ru");
  await until(page, async () => {
    const kept = await (await caches.open("qandas-texts")).keys();
    return kept.some(({ url }) => url.includes("/assets/core.ru.")) && Boolean(await caches.match("/ru/study/"));
  });
  const paths = await keptPaths(page);
  const isStatic = (path) => /^\/(en|ru)\/([a-z-]+\/)?$/.test(path);
  const foreign = paths.filter((path) => !path.startsWith("/assets/") && !["/index.html", "/app.html"].includes(path));
  assert.deepEqual(foreign.filter((path) => !isStatic(path)), []);
  assert.equal(foreign.length, 16, `the static pages of two languages: ${foreign}`);
  const texts = paths.filter((path) => path.endsWith(".txt")).map((path) => path.split("/").at(-1).split(".").slice(0, 2));
  const inLanguage = (language) => texts.filter(([, of]) => of === language).map(([name]) => name).sort();
  assert.deepEqual([...new Set(texts.map(([, language]) => language))].sort(), ["en", "kk", "ru"]);
  // The order is quoted and forms are printed in Kazakh, in every language of the app.
  assert.deepEqual(inLanguage("kk"), ["core", "draft", "follow", "official", "rest"]);
  assert.deepEqual(inLanguage("ru"), ["care", "core", "draft", "follow", "help", "rest"]);
});

test("explanations and the pages that need no app can be read without a network, also where a language has no explanations", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "uz", clock: NOW });
  const me = new Applicant(phone, { locale: "uz" });
  const { page } = phone;
  await page.goto("/");
  await me.arrive("start", { isLoaded: true });
  await opensOffline(page);
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/);
  await gateway.kill();
  await phone.context.setOffline(true);
  await page.goto("/app/terms");
  await me.arrive("terms", { title: "terms.title", isLoaded: true });
  // In Kazakh, because there are no explanations in Uzbek.
  await me.sees("қандас мәртебесі");
  for (const path of ["/uz/", "/uz/study/", "/uz/following/", "/uz/contacts/"]) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
    assert.ok((await page.locator("main").innerText()).length > 100, path);
  }
});

test("a form that was never opened can be printed without a network, in Kazakh", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const { phone, me, page, family } = await atName(t, gateway);
  await family.fill("SYNAQ");
  await opensOffline(page);
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/);
  await gateway.kill();
  await phone.context.setOffline(true);
  const [, id] = /\/d\/([^/]+)\//.exec(page.url());
  await page.goto(`/app/print/${id}/annex-1`);
  await me.sees("Қандас мәртебесін беру туралы");
});

/**
 * Simulates a later build in the folder, as far as a browser can tell: another style sheet. The existing files stay.
 * @param {string} app
 */
async function deploy(app) {
  const assets = await readdir(join(app, "assets"));
  const old = assets.find((name) => /^style\..*\.css$/.test(name));
  const made = "style.0123456789abcdef.css";
  await cp(join(app, "assets", old), join(app, "assets", made));
  for (const name of ["index.html", "app.html", "sw.js"]) {
    const path = join(app, name);
    let text = (await readFile(path, "utf8")).replaceAll(old, made);
    if (name === "sw.js") text = text.replace(/"[0-9a-f]{16}"/, '"fedcba9876543210"');
    for (const ending of [".br", ".gz"]) await rm(path + ending, { force: true });
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }
  return made;
}

test("a later build does not disturb an open form, and a fresh start gets it, without a network too", async (t) => {
  const app = await mkdtemp(join(tmpdir(), "qandas-dist-"));
  atEnd(t, () => rm(app, { recursive: true, force: true }));
  await cp(DIST, app, { recursive: true });
  const gateway = await startGateway(t, { clock: NOW, app });
  const { phone, me, page, family } = await atName(t, gateway);
  await opensOffline(page);
  await family.fill("SYNAQ");
  const before = await page.evaluate(() => caches.keys());
  const made = await deploy(app);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
  });
  await until(page, async () => (await navigator.serviceWorker.getRegistration()).waiting !== null);
  // The form stays as it was, with the texts of its own build.
  assert.equal(await family.inputValue(), "SYNAQ");
  await family.fill("SYNAQBAI");
  await me.switchTo("ru");
  await me.keeps("SYNAQBAI");
  assert.ok(!(await page.content()).includes(made));
  const both = await page.evaluate(() => caches.keys());
  assert.ok(before.every((name) => both.includes(name)), `${before} became ${both}`);

  await page.goto("/app");
  await me.arrive("start", { isLoaded: true });
  assert.ok((await page.content()).includes(made));
  await until(page, async () => !(await navigator.serviceWorker.getRegistration()).waiting);
  await until(page, async () => (await caches.keys()).filter((name) => name !== "qandas-texts").length === 1);
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/);
  await gateway.kill();
  await phone.context.setOffline(true);
  await page.reload();
  await me.arrive("start", { isLoaded: true });
  assert.ok((await page.content()).includes(made));
  await page.locator(".kept a", { hasText: "SYNAQBAI" }).first().click();
  await me.arrive("tasks", { isLoaded: true });
});

test("an insecure page registers no service worker", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  await phone.context.addInitScript(() => delete /** @type {{ serviceWorker?: unknown }} */ (Navigator.prototype).serviceWorker);
  await phone.page.goto("/");
  await new Applicant(phone, { locale: "en" }).arrive("start", { isLoaded: true });
  const answer = await gateway.request("/sw.js");
  assert.equal(answer.headers.get("cache-control"), "no-cache");
  assert.match(answer.headers.get("content-type"), /javascript/);
  assert.match(answer.headers.get("content-security-policy"), /worker-src 'self'/);
});
