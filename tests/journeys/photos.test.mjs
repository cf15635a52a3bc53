import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { pdf } from "../support/documents.mjs";
import { atEnd } from "../support/end.mjs";
import { startGateway } from "../support/gateway.mjs";
import { opensOffline } from "../support/kept.mjs";
import { heicNamedAsJpeg, keptPages, pagePhoto, quarters, turnedPhoto } from "../support/photos.mjs";
import { startRecorder } from "../support/recorder.mjs";
import { Applicant, madeUpApplicant, papers } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */
/** @import { Phone } from "../support/browser.mjs" */
/** @import { FilePayload } from "../support/documents.mjs" */
/** @import { Gateway } from "../support/gateway.mjs" */
/** @import { ComingFile } from "../support/steps.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
const DIST = process.env.QANDAS_APP ?? resolve(import.meta.dirname, "../../dist");

/**
 * Opens the page of the passport. `app` is the folder of the app, if it is not the one that was built; `front` starts the
 * server that the phone uses instead of the gateway.
 * @template {{ origin: string }} [Front=Gateway]
 * @param {TestContext} t
 * @param {{
 *   locale?: string,
 *   beforeLoad?: (phone: Phone) => Promise<unknown>,
 *   app?: string,
 *   front?: (t: TestContext, gateway: Gateway) => Front | Promise<Front>,
 * }} [options]
 */
async function atPassport(
  t,
  { locale = "en", beforeLoad = async () => {}, app, front = (_, gateway) => /** @type {any} */ (gateway) } = {},
) {
  const gateway = await startGateway(t, { clock: NOW, app });
  const asked = await front(t, gateway);
  const phone = await newPhone(t, { origin: asked.origin, locale, clock: NOW });
  await beforeLoad(phone);
  const me = new Applicant(phone, { locale });
  await me.isAtTasks({ basis: "family_reunion" });
  await me.openDocument(me.say("person.you"), "identity");
  return { gateway, asked, phone, page: phone.page, me };
}

/**
 * Counts in `qandasTestDecoded` the pictures that the page itself decodes.
 * @param {Phone} phone
 */
function countDecoding(phone) {
  return phone.context.addInitScript(() => {
    globalThis.qandasTestDecoded = 0;
    const decode = globalThis.createImageBitmap;
    globalThis.createImageBitmap = (...parts) => {
      globalThis.qandasTestDecoded += 1;
      return decode(.../** @type {[ImageBitmapSource]} */ (parts));
    };
  });
}

/**
 * Chooses a file and waits until the page shows its findings.
 * @param {Applicant} me
 * @param {ComingFile} file
 */
async function add(me, file) {
  await me.addFile(file);
  await me.sees(me.say("pages.kept"));
  await me.page.locator(".page-item img, .page-item .page-icon").last().waitFor();
}

test("a photo is stored upright whichever way the camera was held", async (t) => {
  const { page, me } = await atPassport(t);
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    await add(me, turnedPhoto(orientation));
    await page.locator(".page-item img").last().waitFor();
    assert.deepEqual(
      await quarters(page),
      { width: 1200, height: 900, colours: ["red", "green", "blue", "white"] },
      `orientation ${orientation}`,
    );
    await page.getByRole("button", { name: me.say("pages.remove"), exact: true }).last().click();
    await page.getByRole("button", { name: me.say("pages.remove_yes"), exact: true }).click();
    await page.locator(".page-item").waitFor({ state: "detached" });
  }
});

test("large photos come out no larger than 2000 pixels and not black, and without their location", async (t) => {
  const { page, me } = await atPassport(t);
  for (const [width, height, orientation] of [[4000, 3000, 6], [8000, 6000, 1]]) {
    const photo = await turnedPhoto(orientation, orientation === 6 ? { width: height, height: width } : { width, height });
    assert.ok(photo.buffer.includes("SYNAQ-SECRET-PLACE"));
    await add(me, photo);
    const { width: across, height: down, colours } = await quarters(page);
    assert.deepEqual([Math.max(across, down), Math.min(across, down)], [2000, 1500]);
    assert.equal(across > down, orientation === 1);
    assert.deepEqual(colours, ["red", "green", "blue", "white"]);
  }
  const kept = await keptPages(page);
  assert.equal(kept.length, 2);
  for (const bytes of kept) {
    assert.ok(!bytes.includes("Exif") && !bytes.includes("SYNAQ-SECRET-PLACE"));
    assert.deepEqual([...bytes.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  }
});

test("the bytes of a file and not its name decide what it is, and the message says what to do", async (t) => {
  const { page, me } = await atPassport(t);
  const refused = async (file, key) => {
    await page.locator("#paper-file").setInputFiles(file);
    await me.sees(`${file.name}: ${me.say(key)}`);
    await assertAccessible(page);
    assert.equal(await page.locator(".page-item").count(), 0);
  };
  await refused(heicNamedAsJpeg(), "file.heic");
  const locked = pdf({ name: "locked.pdf" });
  locked.buffer = Buffer.from(locked.buffer.toString("latin1").replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 9 0 R"), "latin1");
  await refused(locked, "file.encrypted");
  const broken = pdf({ name: "broken.pdf" });
  broken.buffer = broken.buffer.subarray(0, broken.buffer.length - 30);
  await refused(broken, "file.broken_pdf");
  const pageless = pdf({ name: "pageless.pdf" });
  pageless.buffer = Buffer.from(pageless.buffer.toString("latin1").replace("/Type /Page /Parent", "/Type /Leaf /Parent"), "latin1");
  await refused(pageless, "file.broken_pdf");
  const torn = await pagePhoto({ name: "torn.jpg" });
  torn.buffer = torn.buffer.subarray(0, 3000);
  await refused(torn, "file.damaged");
  await add(me, { ...pdf(), name: "scan.jpg" });
  const [kept] = await keptPages(page);
  assert.equal(kept.subarray(0, 5).toString(), "%PDF-");
  // 60 page objects: more than any single paper has.
  const many = pdf({ name: "many.pdf" });
  const pages = Array.from({ length: 59 }, (_, at) => `${at + 20} 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n`).join("");
  many.buffer = Buffer.from(many.buffer.toString("latin1").replace("xref\n", `${pages}xref\n`), "latin1");
  await add(me, many);
  await me.sees(me.say("pages.many", { n: 60 }));
});

test("each defect of a photo is shown next to it, and a good one shows none", async (t) => {
  const { page, me } = await atPassport(t);
  const advice = () => page.locator(".page-item").last().locator(".page-advice");
  await add(me, pagePhoto({ text: "A good page" }));
  assert.equal(await advice().count(), 0, await advice().allInnerTexts().then(String));
  /** @type {[string, Promise<FilePayload>][]} */
  const defects = [
    ["pages.dark", pagePhoto({ text: "Dark", light: 0.15 })],
    ["pages.blurred", pagePhoto({ text: "Blurred", blur: 3 })],
    ["pages.blank", pagePhoto({ text: "Blank", lines: 0 })],
    ["pages.cut", pagePhoto({ text: "Cut", shift: 0.25 })],
    ["pages.small", pagePhoto({ text: "Small", scale: 0.28 })],
    ["pages.twin", pagePhoto({ text: "A good page", scale: 0.75, quality: 0.6 })],
  ];
  for (const [key, file] of defects) {
    await add(me, file);
    await advice().waitFor();
    assert.ok((await advice().innerText()).includes(me.say(key)), `${key}: ${await advice().innerText()}`);
    await assertAccessible(page);
  }
  // The same file again.
  await add(me, pagePhoto({ text: "A good page" }));
  await advice().waitFor();
  assert.ok((await advice().innerText()).includes(me.say("pages.twin")));
  assert.equal(await page.locator(".page-item").count(), 8);
});

test("a bad photo that is kept anyway is on the officer's list; once retaken, it is not", async (t) => {
  const { page, me } = await atPassport(t);
  await add(me, pagePhoto({ name: "first.jpg", text: "First" }));
  await add(me, pagePhoto({ name: "dark.jpg", text: "Dark", light: 0.15 }));
  await add(me, pagePhoto({ name: "last.jpg", text: "Last" }));
  await page.getByRole("button", { name: me.say("pages.keep"), exact: true }).click();
  await me.sees(me.say("pages.kept_anyway"));
  await me.choose("field.language", "language.kazakh_or_russian");
  await me.keeps("too_dark");
  await page.reload();
  await me.sees(me.say("pages.dark"), me.say("pages.kept_anyway"));
  const officer = page.url().replace(/document.*$/, "officer");
  const address = page.url();
  await page.goto(officer);
  await me.sees(me.say("defect.unreadable"));
  await page.goto(address);
  const dialog = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: me.say("pages.again"), exact: true }).click();
  await (await dialog).setFiles(await pagePhoto({ name: "light.jpg", text: "Light" }));
  await page.locator(".page-item bdi", { hasText: "light.jpg" }).waitFor();
  // In place of the old one.
  assert.deepEqual(await page.locator(".page-item bdi").allInnerTexts(), ["first.jpg", "light.jpg", "last.jpg"]);
  await me.sees(me.say("pages.kept"));
  assert.equal((await keptPages(page)).length, 3);
  await page.goto(officer);
  await me.arrive("officer", { isLoaded: true });
  assert.ok(!(await me.said()).includes(me.say("defect.unreadable")));
});

/**
 * Returns the path of the only file that the only worker of the page has loaded.
 * @param {Page} page
 */
async function programOfWorker(page) {
  const workers = page.workers();
  assert.equal(workers.length, 1);
  const loaded = await workers[0].evaluate(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname));
  assert.equal(loaded.length, 1, `${loaded}`);
  return loaded[0];
}

test("photographs are prepared by the worker, whose own program is fetched once", async (t) => {
  const { asked, page, me } = await atPassport(t, { beforeLoad: countDecoding, front: startRecorder });
  await add(me, pagePhoto({ text: "First" }));
  await add(me, pagePhoto({ text: "Second" }));
  assert.equal(await page.evaluate(() => globalThis.qandasTestDecoded), 0);
  const program = await programOfWorker(page);
  assert.match(program, /^\/assets\/worker\.[0-9a-f]{16}\.wasm$/);
  assert.equal(asked.paths.filter((path) => path === program).length, 1);
});

test("without a network photographs are prepared by the worker too", async (t) => {
  const { gateway, phone, page, me } = await atPassport(t, { beforeLoad: countDecoding });
  await opensOffline(page);
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/);
  await gateway.kill();
  await phone.context.setOffline(true);
  await page.reload();
  await me.arrive("document", { title: "document.identity", isLoaded: true });
  await add(me, pagePhoto());
  assert.equal(await page.evaluate(() => globalThis.qandasTestDecoded), 0);
  const program = await programOfWorker(page);
  assert.ok(await page.evaluate(async (path) => Boolean(await caches.match(path)), program), "only the browser's cache had it");
});

/** @type {[string, RegExp][]} */
const FILES_OF_WORKER = [["program", /^worker\.[0-9a-f]{16}\.wasm/], ["script", /^worker\.[0-9a-f]{16}\.js/]];
for (const [what, missing] of FILES_OF_WORKER) {
  test(`if the worker's ${what} is not available, the page prepares photographs itself, and nothing is lost`, async (t) => {
    const app = await mkdtemp(join(tmpdir(), "qandas-dist-"));
    atEnd(t, () => rm(app, { recursive: true, force: true }));
    await cp(DIST, app, { recursive: true });
    const names = (await readdir(join(app, "assets"))).filter((name) => missing.test(name));
    assert.ok(names.length > 0);
    await Promise.all(names.map((name) => rm(join(app, "assets", name))));
    const { phone, page, me } = await atPassport(t, { beforeLoad: countDecoding, app });
    phone.expectComplaint(/404 \(Not Found\).*\/assets\/worker\./);
    await add(me, turnedPhoto(6));
    await page.locator(".page-item img").last().waitFor();
    assert.deepEqual(await quarters(page), { width: 1200, height: 900, colours: ["red", "green", "blue", "white"] });
    await add(me, pagePhoto({ text: "Dark", light: 0.15 }));
    await me.sees(me.say("pages.dark"));
    assert.ok((await page.evaluate(() => globalThis.qandasTestDecoded)) >= 2);
    assert.equal((await keptPages(page)).length, 2);
    await page.reload();
    await me.arrive("document", { title: "document.identity", isLoaded: true });
    assert.equal(await page.locator(".page-item").count(), 2);
  });
}

test("a page that the browser draws empty is rejected, and the message says what to do", async (t) => {
  // Without a worker the photo is drawn here, where drawing can be made to fail as it does on some phones.
  const { page, me } = await atPassport(t, {
    beforeLoad: (phone) =>
      phone.context.addInitScript(() => {
        delete globalThis.Worker;
        const draw = OffscreenCanvasRenderingContext2D.prototype.drawImage;
        OffscreenCanvasRenderingContext2D.prototype.drawImage = function (bitmap, ...rest) {
          if (bitmap.width < 1000) draw.call(this, bitmap, ...rest);
        };
      }),
  });
  const file = await pagePhoto();
  await page.locator("#paper-file").setInputFiles(file);
  await me.sees(`page.jpg: ${me.say("file.drawn_empty")}`);
  await add(me, pagePhoto({ name: "smaller.jpg", scale: 0.38 }));
});

test("a tab that dies while the camera is open loses nothing, and leads back to the page", async (t) => {
  const { gateway, phone, page, me } = await atPassport(t);
  phone.expectComplaint(/crashed/);
  await add(me, pagePhoto({ text: "Before" }));
  await me.choose("field.language", "language.kazakh_or_russian");
  const address = page.url();
  // Typed and not yet written when the camera is opened.
  const dialog = page.waitForEvent("filechooser");
  await me.type("field.holder", "SYNAQ DARKHAN");
  await page.getByText(me.say("pages.photo"), { exact: true }).click();
  await dialog;
  const before = await page.evaluate(() => globalThis.qandasTestDrafts());
  assert.ok(before.includes("SYNAQ DARKHAN"), "it was written before the camera opened");
  const [bytes] = await keptPages(page);
  const session = await phone.context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => {});
  await crashed;
  phone.page = await phone.newTab();
  await phone.page.goto(`${gateway.origin}/`);
  await me.arrive("start", { isLoaded: true });
  await assertAccessible(phone.page);
  await me.follow("start.photo");
  await me.arrive("document", { title: "document.identity", isLoaded: true });
  assert.equal(phone.page.url(), address);
  await me.sees(me.say("pages.returned"));
  await assertAccessible(phone.page);
  const answers = (text) => JSON.parse(text).draft;
  assert.deepEqual(answers(await phone.page.evaluate(() => globalThis.qandasTestDrafts())), answers(before));
  assert.deepEqual(await keptPages(phone.page), [bytes]);
  // The message is shown once.
  await phone.page.reload();
  await phone.page.locator(".page-item").waitFor();
  assert.ok(!(await me.said()).includes(me.say("pages.returned")));
});

test("a page that is already stored is reused for another line without a second file, and removing it says so", async (t) => {
  const { page, me, gateway } = await atPassport(t);
  await add(me, papers.pdf("SYNAQ booklet"));
  await me.date("field.document_expires", "31.1.2030");
  await me.choose("field.language", "language.kazakh_or_russian");
  await me.goOn();
  await me.arrive("tasks", { end: "/tasks" });
  await me.openDocument(me.say("person.you"), "kinship");
  await page.getByText(me.say("pages.reuse"), { exact: true }).click();
  await assertAccessible(page);
  await page.locator(".reuse-list button").first().click();
  await page.locator(".page-item").waitFor();
  assert.equal((await keptPages(page)).length, 1);
  assert.ok(await me.group("field.language").getByLabel(me.say("language.kazakh_or_russian"), { exact: true }).isChecked());
  await page.getByRole("button", { name: me.say("pages.remove"), exact: true }).click();
  await me.sees(`${me.say("document.identity")} (${me.say("person.you")})`);
  await assertAccessible(page);
  await page.getByRole("button", { name: me.say("pages.remove_no"), exact: true }).click();
  await me.goOn();
  await me.arrive("tasks", { end: "/tasks" });
  // The remaining questions are answered; then the package has the file once for two documents.
  await me.aboutApplicant(madeUpApplicant());
  await me.facts("family_reunion", { relativeName: "SYNAQ", relativeIs: "sibling", home: "own" });
  await me.review();
  const { number } = await me.send("SYNAQ DARKHAN");
  const draft = JSON.parse(await page.evaluate(() => globalThis.qandasTestDrafts())).draft;
  const named = draft.documents.flatMap(({ pages }) => pages.map(({ id }) => id));
  assert.equal(named.length, 2);
  assert.equal(new Set(named).size, 1);
  assert.ok(number, gateway.origin);
});

test("the dates of a passport are asked where it is photographed and compared with the term at once", async (t) => {
  const { page, me } = await atPassport(t);
  await me.sees("The latest date under the term, if registered today: 15 May 2026");
  await add(me, pagePhoto());
  await me.date("field.document_expires", "1.5.2026");
  await me.sees("01.05.2026");
  await assertAccessible(page);
});

test("on expensive data connections, sending shows its size and leaves the choice", async (t) => {
  const { page, me } = await atPassport(t, {
    beforeLoad: (phone) =>
      phone.context.addInitScript(() => {
        Object.defineProperty(navigator, "connection", { value: { saveData: true, effectiveType: "4g" } });
      }),
  });
  await add(me, pagePhoto());
  await me.date("field.document_expires", "31.1.2030");
  await me.choose("field.language", "language.kazakh_or_russian");
  await me.goOn();
  await me.arrive("tasks", { end: "/tasks" });
  await me.review();
  await me.sees(me.say("cost.dear", { n: 1 }), me.say("cost.now"));
  await assertAccessible(page);
  await me.follow("cost.later");
  await me.arrive("tasks", { end: "/tasks" });
});

for (const locale of ["ru", "kk", "kk-Arab"]) {
  test(`the page of a document in ${locale}, with a photo that is too dark`, async (t) => {
    const { page, me } = await atPassport(t, { locale: locale === "kk-Arab" ? "kk" : locale });
    await add(me, pagePhoto({ text: "Dark", light: 0.15 }));
    if (locale === "kk-Arab") {
      await page.locator(".languages summary").click().catch(() => {});
      await page.locator('.languages button[lang="kk-Arab"]').click();
      await page.waitForFunction(() => document.documentElement.lang === "kk-Arab");
    }
    await page.locator(".page-advice").waitFor();
    await assertAccessible(page);
    await shot(page, `photo-dark-${locale}`);
  });
}
