// The page "Report a problem": what failed is on it and in its file, nothing of the person is, and nothing is sent by itself.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { assertAccessible, newMortalPhone, newPhone, whyNoSmallDisk } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { fill } from "../support/room.mjs";
import { Applicant, madeUpApplicant, papers } from "../support/steps.mjs";

const NOW = "2026-03-19T10:00:00+05:00";
const OPERATOR = "SYNAQ operator (made up)";
const MEGABYTES = 90;

/**
 * Waits until the page is shown, and returns its events.
 * @param {Applicant} me
 */
async function arriveAtReport(me) {
  await me.arrive("report", { title: "report.title", end: "/app/report" });
  await me.sees(me.say("report.has_not"));
  return me.page.locator(".events li").allInnerTexts();
}

/**
 * Saves the report to a file and returns its text.
 * @param {Applicant} me
 */
async function saveReport(me) {
  const coming = me.page.waitForEvent("download");
  await me.press("report.save");
  const download = await coming;
  assert.equal(download.suggestedFilename(), "qandas-report.txt");
  return readFile(await download.path(), "utf8");
}

test("without events the report names the version, the browser and the operator, and nothing is sent", async (t) => {
  const gateway = await startGateway(t, { clock: NOW, operator: OPERATOR });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  const me = new Applicant(phone, { locale: "en" });
  const { page } = phone;
  await page.goto("/app/privacy");
  await me.arrive("privacy", { title: "footer.privacy", isLoaded: true });
  await me.follow("report.title");
  const asked = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  assert.deepEqual(await arriveAtReport(me), []);
  await me.sees(me.say("report.none"), me.say("report.send", { operator: OPERATOR }));
  await assertAccessible(page);
  const text = await saveReport(me);
  assert.match(text, /^Qandas problem report, 2026-03-19T05:00:\d\dZ\nversion: \d+\.\d+\.\d+ [0-9a-f]+\nbrowser: Mozilla/);
  assert.match(text, /\nlanguage: en\nstorage persisted: (yes|no)\nstorage: \d+ MB used, \d+ MB free\nevents: 0\n$/);
  await phone.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await me.press("overdue.copy");
  await me.sees(me.say("overdue.copied"));
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.replaceAll("\r", ""), text);
  assert.deepEqual(asked.filter((request) => !request.startsWith("GET /assets/")), []);
  for (const locale of ["ru", "kk-Arab", "kk"]) {
    await me.switchTo(locale);
    await page.locator("#main .answer").first().waitFor();
    await assertAccessible(page);
  }
});

test("a failed request is reported by the pattern of its address, without number, code and name", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  const me = new Applicant(phone, { locale: "en" });
  const { page } = phone;
  const person = madeUpApplicant();
  await me.isAtTasks({ basis: "developing_settlement", person });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.review();
  const { number, code } = await me.send("SYNAQ DARKHAN");
  await me.follow("receipt.follow");
  await me.arrive("follow", { title: "follow.title", values: { number } });
  phone.expectComplaint(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED_ENCODING/);
  await gateway.kill();
  await me.press("follow.again");
  await me.sees(me.say("follow.away", { date: "19.03.2026" }));
  await gateway.start();
  await me.follow("footer.privacy");
  await me.arrive("privacy", { title: "footer.privacy" });
  await me.follow("report.title");
  const events = await arriveAtReport(me);
  const without = (event) => event.split(" ").slice(1).join(" ");
  assert.ok(events.map(without).includes("sending registered"), `${events}`);
  assert.ok(events.map(without).includes("request /api/v1/applications/{number}"), `${events}`);
  await assertAccessible(page);
  const text = await saveReport(me);
  assert.deepEqual(text.trimEnd().split("\n").slice(-events.length), events);
  const { name, born, birthPlace, passport, address, phone: called, settlement } = person;
  for (const typed of [number, code, ...Object.values(name), born, birthPlace, passport.number, address, called, settlement]) {
    assert.ok(!text.includes(typed), `the report has ${typed}`);
  }
});

test("answers that the phone could not store are reported as a storage error, without the answers", async (t) => {
  const why = whyNoSmallDisk();
  if (why !== null) {
    console.log(`not tested: a report of a full phone: ${why}`);
    t.skip(`not tested: ${why}`);
    return;
  }
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newMortalPhone(t, { origin: gateway.origin, locale: "en", clock: NOW, disk: MEGABYTES });
  const me = new Applicant(phone, { locale: "en" });
  const { page } = phone;
  await me.isAtTasks({ basis: "study" });
  await me.follow("tasks.about_you");
  await me.arrive("name");
  const family = page.getByLabel(me.say("name.family"), { exact: true });
  await family.fill("SYNAQ");
  await me.keeps("SYNAQ");
  assert.equal(await fill(page), "QuotaExceededError");
  await family.fill("SYNAQBAI");
  const banner = page.locator(".unsaved");
  await banner.getByText(me.say("saved.no_room")).waitFor();
  await banner.getByRole("link", { name: me.say("report.title") }).click();
  const events = await arriveAtReport(me);
  assert.ok(events.some((event) => event.endsWith("Z storage drafts quota")), `${events}`);
  await assertAccessible(page);
  const text = await saveReport(me);
  assert.ok(text.includes(events.at(-1)));
  assert.ok(!text.includes("SYNAQ"));
});
