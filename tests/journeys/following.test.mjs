// Following an application: the texts of the page in each state, the drawn calendar, changes, other calendars, no network.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import ICAL from "ical.js";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { hasDatabase } from "../support/kept.mjs";
import { keepRecords, ownRecord, sentRecord } from "../support/records.mjs";
import { Applicant, madeUpApplicant, papers, plain } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { BrowserContextOptions, Locator, Page } from "playwright-core" */
/** @import { PhoneOptions } from "../support/browser.mjs" */

const NOW = "2026-12-10T10:00:00+05:00";
const LANGUAGES = ["kk", "kk-Arab", "kk-Latn", "ru", "en", "uz", "uz-Cyrl", "zh"];
const ID = "00000000000000f1";
const ORACLE = resolve(import.meta.dirname, "../oracle");

/**
 * Opens a phone whose app has created its database, at a made-up time, or at the real one if `clock` is `undefined`.
 * `isIntercepted` tells whether the stream of events stays silent.
 * @param {TestContext} t
 * @param {{ isIntercepted?: boolean } & PhoneOptions & BrowserContextOptions} [options]
 */
async function phoneAt(t, { locale = "en", isIntercepted = true, ...more } = {}) {
  const clock = "clock" in more ? more.clock : NOW;
  const gateway = await startGateway(t, { clock });
  const phone = await newPhone(t, { origin: gateway.origin, locale, ...more, clock });
  // The records here are made up and the gateway does not know them, so the event stream stays silent. links.test.mjs tests
  // streams.
  if (isIntercepted) await phone.page.route("**/api/v1/applications/*/events", () => {});
  await phone.page.goto("/");
  await phone.page.locator(".facts").first().waitFor();
  await hasDatabase(phone.page);
  return { gateway, phone, page: phone.page };
}

/**
 * @param {Page} page
 * @param {string} [id]
 */
async function open(page, id = ID) {
  await page.goto(`/app/follow/${id}`);
  await page.locator(".standing-act").waitFor();
}

/**
 * @param {Page} page
 * @param {string} locale
 */
async function speak(page, locale) {
  await page.evaluate((locale) => localStorage.setItem("qandas.locale", locale), locale);
}

/** @param {Locator} place */
const said = async (place) => plain(await place.innerText());

// ---- What the page says in each state

const registered = { kind: "registered", on: "2026-11-23" };
const accepted = { kind: "accepted", on: "2026-11-24" };
const sent = { kind: "sent_to_bodies", on: "2026-11-24" };
const answers = [
  { kind: "internal_affairs_answered", on: "2026-12-01" },
  { kind: "national_security_answered", on: "2026-12-08" },
];
const refusedToAccept = {
  kind: "refused_to_accept",
  on: "2026-11-24",
  reference: "SYNAQ-8",
  documents: [
    { title: "Жеке куәлік (ойдан шығарылған)", ground: "expired" },
    { title: "Өмірбаян (ойдан шығарылған)", ground: "incomplete" },
  ],
};

/** Each state by its name: the record, and the first lines in English. */
const STATES = {
  registered: {
    record: { registered: "2026-12-10", events: [{ kind: "registered", on: "2026-12-10" }] },
    says: ["Registered", "Latest lawful date: Wednesday, 3 February 2027", "35 working days left", "You do not need to do anything."],
  },
  "being-checked": {
    record: { registered: "2026-11-23", events: [registered, accepted, sent] },
    says: ["Being checked", "Latest lawful date: Friday, 15 January 2027", "22 working days left", "You do not need to do anything."],
  },
  "before-the-commission": {
    record: { registered: "2026-11-23", events: [registered, accepted, sent, ...answers] },
    says: ["Being checked", "22 working days left"],
  },
  "with-the-commission": {
    record: {
      registered: "2026-11-23",
      events: [registered, accepted, sent, ...answers, { kind: "handed_to_commission", on: "2026-12-09" }],
    },
    says: ["With the Commission", "22 working days left", "You do not need to do anything."],
  },
  "not-accepted": {
    record: { registered: "2026-11-23", events: [registered, refusedToAccept] },
    isSent: true,
    says: ["Not accepted", "Ended on 24 November 2026, after 1 working day", "You need to act: fix the documents below."],
    below: ["Receipt No. SYNAQ-8", "Жеке куәлік (ойдан шығарылған) – expired", "Fix and send again"],
  },
  "stage-overdue": {
    record: { registered: "2026-11-23", events: [registered] },
    says: [
      "Registered",
      "Latest lawful date: Friday, 15 January 2027",
      "The term of the stage “Check of the documents” ended on 24 November 2026.",
      "What you can do now is written below.",
    ],
    below: [
      "You can do this from 25 November 2026",
      "Ask this body: Local executive body. Where is the application and why is it late?",
      "Administrative Procedural Code (another law)",
      "The form and the wording are ours.",
    ],
  },
  "whole-overdue": {
    record: {
      registered: "2026-09-01",
      events: [
        { kind: "registered", on: "2026-09-01" },
        { kind: "accepted", on: "2026-09-02" },
        { kind: "sent_to_bodies", on: "2026-09-02" },
        { kind: "internal_affairs_received", on: "2026-09-02" },
        { kind: "national_security_received", on: "2026-09-02" },
      ],
    },
    says: ["Being checked", "The legal term ended on Tuesday, 20 October 2026: 36 working days overdue.", "What you can do now is written below."],
    below: ["You can do this from 1 October 2026"],
  },
  granted: {
    record: { registered: "2026-11-02", events: [{ kind: "registered", on: "2026-11-02" }, { kind: "granted", on: "2026-12-07" }] },
    says: ["Decided", "Decision: granted", "Ended on 7 December 2026, after 25 working days", "You do not need to do anything."],
  },
  refused: {
    record: { registered: "2026-11-02", events: [{ kind: "registered", on: "2026-11-02" }, { kind: "refused", on: "2026-12-07" }] },
    says: ["Decided", "Decision: refused", "What you can do now is written below."],
    below: ["The order does not say how to appeal a refusal."],
  },
  withdrawn: {
    record: { registered: "2026-11-23", events: [registered, { kind: "withdrawn", on: "2026-12-01" }] },
    says: ["Withdrawn", "We no longer count the terms."],
  },
  extension: {
    record: { service: "extend", registered: "2026-12-08", events: [{ kind: "registered", on: "2026-12-08" }] },
    says: ["Registered", "Latest lawful date: Tuesday, 15 December 2026", "3 working days left"],
    // Without stages, the start of the term has its mark too.
    below: ["Annex 2 to the Rules, row 3, as amended by order No. 539 (our reading)"],
  },
  "came-in-the-day-before": {
    record: { registered: "2026-12-10", events: [{ kind: "registered", on: "2026-12-10", came_in: "2026-12-09" }] },
    says: ["Registered", "Latest lawful date: Wednesday, 3 February 2027"],
    below: [
      "Counted after the day it came in, as the order says: 10 December 2026. The date above counts after the registration (our reading)",
    ],
  },
  duplicate: {
    record: { service: "duplicate_certificate", registered: "2026-12-08", events: [{ kind: "registered", on: "2026-12-08" }] },
    says: ["Registered", "The order gives no term for this service."],
  },
  corrected: {
    record: {
      registered: "2026-11-23",
      events: [
        { ...registered, event_id: "gateway" },
        { kind: "registered", on: "2026-11-25", event_id: "authority", replaces: "gateway", reference: "SYNAQ-9" },
        { kind: "accepted", on: "2026-11-26" },
      ],
    },
    isSent: true,
    says: ["Being checked", "Latest lawful date: Tuesday, 19 January 2027", "24 working days left"],
    below: [
      "The day of registration was corrected from 23 November 2026 to 25 November 2026.",
      "23 November 2026 Registered (corrected, no longer counts)",
      "The authority’s number: SYNAQ-9",
      "reported 23.11.2026, 10:00",
    ],
  },
  "sent-again": {
    record: {
      registered: "2026-12-09",
      events: [registered, refusedToAccept, { kind: "registered", on: "2026-12-09" }],
    },
    isSent: true,
    says: ["Registered", "Latest lawful date: Tuesday, 2 February 2027", "34 working days left"],
    below: ["Acceptance of the documents refused (earlier submission)"],
  },
  contradictory: {
    record: {
      registered: "2026-11-23",
      events: [registered, { kind: "granted", on: "2026-12-07" }, { kind: "refused", on: "2026-12-08" }],
    },
    says: ["Decided", "Decision: refused"],
    below: ["The reports contradict each other", "Both a grant and a refusal were reported."],
  },
  "unknown-number": {
    record: { registered: "2026-11-23", events: [registered, accepted, sent] },
    isSent: true,
    isUnknown: true,
    says: ["Being checked", "22 working days left"],
    below: ["The service does not know this number. This is what the phone has saved."],
  },
  "gateway-away": {
    record: { registered: "2026-11-23", events: [registered, accepted, sent] },
    isSent: true,
    isAway: true,
    says: ["Being checked", "22 working days left"],
    below: ["No connection to the service. The information is as of 23.11.2026.", "Last change: 23.11.2026", "Last checked 23.11.2026, 10:00 (Astana)"],
  },
};

for (const [name, { record, isSent, isUnknown, isAway, says, below = [] }] of Object.entries(STATES)) {
  test(`${name}: the first lines are above the fold in every language, and axe finds nothing`, async (t) => {
    const { phone, page } = await phoneAt(t);
    const kept = isSent ? sentRecord({ id: ID, ...record }) : ownRecord({ id: ID, ...record });
    await keepRecords(page, [kept]);
    if (isUnknown) phone.expectComplaint(/404/);
    if (isAway) phone.expectComplaint(/ERR_FAILED/);
    if (isAway) await page.route("**/api/v1/applications/*", (route) => route.abort());
    else if (isUnknown) {
      const body = JSON.stringify({ code: "not-found", detail: "made up" });
      await page.route("**/api/v1/applications/*", (route) => route.fulfill({ status: 404, contentType: "application/json", body }));
    } else if (isSent) {
      // A made-up response of the gateway: it knows what the phone has stored.
      await page.route("**/api/v1/applications/*", (route) => route.fulfill({ json: kept.last[0] }));
    }
    for (const locale of LANGUAGES) {
      await speak(page, locale);
      await open(page);
      if (isUnknown || isAway) await page.locator(".message-warning").first().waitFor();
      const fold = await page.evaluate(() => {
        const box = document.querySelector(".standing").getBoundingClientRect();
        return { top: box.top, bottom: box.bottom, scrolled: scrollY, width: document.documentElement.scrollWidth };
      });
      assert.equal(fold.scrolled, 0);
      assert.ok(fold.bottom <= 640, `${locale}: the first lines end at ${fold.bottom} of 640`);
      assert.ok(fold.width <= 360, `${locale}: ${fold.width} wide`);
      await assertAccessible(page);
      if (["kk", "kk-Arab", "ru"].includes(locale)) await shot(page, `follow-${name}.${locale}`);
      if (locale !== "en") continue;
      const first = await said(page.locator(".standing"));
      for (const text of says) assert.ok(first.includes(text), `"${text}" is not in: ${first}`);
      const all = await said(page.locator("#main"));
      for (const text of below) assert.ok(all.includes(text), `"${text}" is not in: ${all}`);
    }
  });
}

// ---- The days drawn

/**
 * Returns what the open calendar draws: each day of the span with its number, and its text for screen readers.
 * @param {Locator} calendar
 */
function drawn(calendar) {
  return calendar.locator(".month td:has(time)").evaluateAll((cells) =>
    cells.map((cell) => ({
      day: cell.querySelector("time").dateTime,
      number: cell.querySelector(".cell-number")?.textContent ?? "",
      words: cell.querySelector(".unseen").textContent,
    })),
  );
}

/** @param {Locator} calendar */
function listed(calendar) {
  return calendar.locator(".day-list tbody tr").evaluateAll((/** @type {HTMLTableRowElement[]} */ rows) =>
    rows.map((row) => ({
      day: row.querySelector("time").dateTime,
      number: row.cells[0].textContent,
      words: row.cells[2].textContent,
    })),
  );
}

test("the calendar and the list say the same of every day, in each direction and at 320 px", async (t) => {
  const { page } = await phoneAt(t);
  await keepRecords(page, [ownRecord({ id: ID, ...STATES["being-checked"].record })]);
  for (const locale of ["en", "kk-Arab", "ru", "zh"]) {
    await speak(page, locale);
    await page.setViewportSize({ width: 320, height: 640 });
    await open(page);
    const whole = page.locator("details.days").last();
    await whole.locator("> summary").click();
    await whole.locator(".as-list summary").click();
    const [cells, rows] = [await drawn(whole), await listed(whole)];
    assert.deepEqual(cells.map(({ day, number }) => [day, number]), rows.map(({ day, number }) => [day, number]));
    for (const [index, { words, number }] of cells.entries()) {
      assert.ok(words.endsWith(rows[index].words), `${words} / ${rows[index].words}`);
      assert.equal(number !== "", words !== rows[index].words, "the text has a number if and only if one is drawn");
    }
    assert.equal(cells[0].day, "2026-11-23");
    const numbered = cells.filter(({ number }) => number !== "");
    assert.deepEqual(numbered.map(({ number }) => Number(number)), Array.from({ length: 35 }, (_, index) => index + 1));
    assert.equal(numbered.at(-1).day, "2027-01-15");
    const of = (day) => cells.find((cell) => cell.day === day).words;
    if (locale === "en") {
      assert.match(of("2026-12-16"), /Independence Day/);
      assert.match(of("2026-12-12"), /weekend/);
      assert.match(of("2026-12-10"), /working day 13, today/);
      assert.match(of("2027-01-15"), /working day 35, latest lawful date, calendar of the year not yet official/);
    }
    // Monday comes first: on the left, or on the right in a right-to-left script.
    const places = await whole.locator(".month").first().locator("thead th").evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().left));
    const sorted = [...places].sort((one, other) => (locale === "kk-Arab" ? other - one : one - other));
    assert.deepEqual(places, sorted);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
    await assertAccessible(page);
    await shot(page, `follow-days.${locale}`);
    await page.setViewportSize({ width: 360, height: 640 });
  }
});

test("an open calendar stays open when the page refreshes, and when something new arrives", async (t) => {
  const { page } = await phoneAt(t);
  const kept = sentRecord({ id: ID, ...STATES["being-checked"].record });
  const status = kept.last[0];
  await page.route("**/api/v1/applications/*", (route) => route.fulfill({ json: status }));
  await keepRecords(page, [kept]);
  await open(page);
  const whole = page.locator("details.days").last();
  await whole.locator("> summary").click();
  await whole.locator(".calendar").waitFor();
  await whole.locator("time").first().evaluate((time) => (time.dataset.mark = "the same"));
  await page.getByRole("button", { name: "Check again" }).click();
  await page.waitForFunction(
    () => /** @type {HTMLElement} */ (document.querySelector("#main")).innerText.includes("Last checked 10.12.2026"),
  );
  assert.equal(await whole.locator("time").first().evaluate((time) => time.dataset.mark), "the same", "nothing was redrawn");
  status.events.push({ event_id: "new", kind: "internal_affairs_answered", on: "2026-12-10", at: "2026-12-10T05:00:00Z" });
  await page.getByRole("button", { name: "Check again" }).click();
  await page.locator(".news").waitFor();
  assert.ok(await page.locator("details.days").last().locator(".calendar").isVisible(), "it has closed");
});

// ---- Overdue

test("the complaint has the facts in Kazakh or Russian, and can be copied and printed by itself", async (t) => {
  const { phone, page } = await phoneAt(t, { locale: "zh", permissions: ["clipboard-read", "clipboard-write"] });
  await keepRecords(page, [sentRecord({ id: ID, registered: "2026-11-23", events: [registered] })]);
  await page.route("**/api/v1/applications/*", (route) => route.abort());
  phone.expectComplaint(/ERR_FAILED/);
  await open(page);
  const letter = page.locator(".overdue > .letter");
  await letter.waitFor();
  assert.equal(await letter.getAttribute("lang"), "kk");
  const kazakh = await said(letter);
  for (const fact of ["№ SYNAQ-0001", "2026 жылғы 23 қараша", "2026 жылғы 24 қараша", "Қағидалардың 5-1-тармағы", "12 жұмыс күні"]) {
    assert.ok(kazakh.includes(fact), `${fact} is not in: ${kazakh}`);
  }
  await page.getByRole("button", { name: "俄文" }).click();
  await page.locator('.overdue > .letter[lang="ru"]').waitFor();
  const russian = await said(letter);
  for (const fact of ["23 ноября 2026 г.", "24 ноября 2026 г.", "п. 5-1", "12 рабочих дней"]) {
    assert.ok(russian.includes(fact), `${fact} is not in: ${russian}`);
  }
  await page.getByRole("button", { name: "复制文本" }).click();
  await page.getByText("已复制。").waitFor();
  assert.equal(plain(await page.evaluate(() => navigator.clipboard.readText())), russian);
  await page.getByText("同样内容，您的语言").click();
  assert.match(await said(page.locator(".letter-own .letter")), /关于超过期限的投诉/);
  await assertAccessible(page);
  await page.evaluate(() => {
    globalThis.print = () => {
      globalThis.printed = document.querySelector(".only-letter") !== null;
    };
  });
  await page.locator(".overdue").getByRole("button", { name: "打印" }).click();
  await page.waitForFunction(() => globalThis.printed === true);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => document.querySelector("#main > div").classList.add("only-letter"));
  assert.equal(await page.locator(".standing").isVisible(), false);
  assert.ok(await letter.isVisible());
});

// ---- Made elsewhere

test("an application made elsewhere is entered, its days are counted on the phone, it is corrected and deleted, and no server is asked", async (t) => {
  const { phone, page } = await phoneAt(t);
  const me = new Applicant(phone, { locale: "en" });
  const asked = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/") && pathname !== "/api/v1/service") asked.push(pathname);
  });
  await me.follow("start.elsewhere");
  await page.locator("form.question").waitFor();
  await assertAccessible(page);
  await me.press("elsewhere.save");
  await page.waitForFunction(() => document.activeElement?.id === "errors");
  assert.deepEqual((await page.locator("#errors li").allInnerTexts()).map(plain), [
    "Where did you apply: choose an answer",
    "What did you ask for: choose an answer",
    "Day of registration: enter day, month and year",
  ]);
  await assertAccessible(page);
  await me.choose("elsewhere.where", "elsewhere.foreign_institution");
  await me.choose("elsewhere.what", "service.grant");
  await me.date("elsewhere.registered", "11.12.2026");
  await me.press("elsewhere.save");
  await me.sees("Day of registration: this day has not come yet");
  await me.date("elsewhere.registered", "31.12.2021");
  await me.press("elsewhere.save");
  await me.sees("our calendar covers the years 2022 to 2028");
  await me.date("elsewhere.registered", "23.11.2026");
  await me.select("elsewhere.event", "event.accepted");
  await me.date("elsewhere.event_day", "22.11.2026");
  await me.press("elsewhere.add");
  await me.sees("Day of the event: this is before the day of registration (23 November 2026)");
  await me.date("elsewhere.event_day", "24.11.2026");
  await me.press("elsewhere.add");
  await me.sees("Remove: Accepted for consideration – 24 November 2026");
  await assertAccessible(page);
  await shot(page, "elsewhere.en");
  await me.press("elsewhere.save");
  await me.arrive("follow", { title: "follow.title" });
  await me.sees("Being checked", "Latest lawful date: Friday, 15 January 2027", "22 working days left", "At a foreign institution of Kazakhstan");
  await me.sees("You keep this record yourself. It is only on this phone; no authority reports here.");
  await assertAccessible(page);

  await page.getByRole("link", { name: me.say("shell.name") }).click();
  await me.arrive("start");
  await me.follow("start.elsewhere_kept");
  await me.follow("elsewhere.edit");
  await page.locator("form.question li").waitFor();
  await me.date("elsewhere.registered", "25.11.2026");
  await me.press("elsewhere.remove", { event: "Accepted for consideration – 24 November 2026" });
  await me.press("elsewhere.save");
  await me.arrive("follow", { title: "follow.title" });
  await me.sees("Latest lawful date: Tuesday, 19 January 2027");
  assert.equal(await page.locator(".news").count(), 0, "the person who entered it needs no news");

  await me.press("elsewhere.delete");
  await me.press("elsewhere.delete_yes");
  await me.arrive("start");
  assert.equal(await page.locator(".kept").count(), 0);
  assert.deepEqual(asked, []);
});

// ---- The calendar file

/** @param {Page} page */
async function calendarFile(page) {
  await page.evaluate(() => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (/** @type {Blob} */ blob) => {
      globalThis.qandasTestType = blob.type;
      return make(blob);
    };
  });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the calendar file" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  assert.equal(await page.evaluate(() => globalThis.qandasTestType), "text/calendar;charset=utf-8");
  assert.doesNotMatch(text, /METHOD|X-WR-CALNAME/);
  for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, `${line} is too long`);
  const file = new ICAL.Component(ICAL.parse(text));
  const events = file.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  return { text, file, events: new Map(events.map((event) => [event.uid.replace(/^.*?-|@.*$/g, ""), event])) };
}

test("the calendar file is read by an independent parser, and a later one moves its earlier entries", async (t) => {
  const { page } = await phoneAt(t);
  const record = STATES["being-checked"].record;
  const kept = sentRecord({ id: ID, ...record });
  const status = kept.last[0];
  await page.route("**/api/v1/applications/*", (route) => route.fulfill({ json: status }));
  await keepRecords(page, [kept]);
  await open(page);
  const first = await calendarFile(page);
  assert.equal(first.file.getFirstPropertyValue("version"), "2.0");
  assert.deepEqual([...first.events.keys()], ["whole", "internal_affairs", "national_security", "to_commission", "commission"]);
  assert.doesNotMatch(first.text, /SYNAQ/, "nothing names the application by default");
  const day = (event) => event.startDate.toString();
  const whole = first.events.get("whole");
  assert.equal(day(whole), "2027-01-15");
  assert.equal(whole.endDate.toString(), "2027-01-16");
  assert.ok(whole.startDate.isDate);
  assert.equal(whole.summary, "Latest lawful date: Granting kandas status");
  assert.match(whole.description, /Annex 2 to the Rules, row 3, as amended by order No\. 539/);
  const stamp = whole.component.getFirstPropertyValue("dtstamp");
  assert.match(stamp.toString(), /^2026-12-10T05:0\d:\d\dZ$/);
  const alarms = whole.component.getAllSubcomponents("valarm").map((alarm) => alarm.getFirstPropertyValue("trigger").toString());
  assert.deepEqual(alarms, ["-PT15H", "PT9H"]);
  const ahead = first.events.get("commission");
  assert.equal(ahead.component.getFirstPropertyValue("status"), "TENTATIVE");
  assert.match(ahead.summary, /^Projected/);
  assert.equal(ahead.component.getAllSubcomponents("valarm").length, 0);
  assert.ok([...first.events.values()].every((event) => event.sequence === 0));

  const same = await calendarFile(page);
  assert.ok([...same.events.values()].every((event) => event.sequence === 0), "nothing has moved");

  // Made up: the bodies answered early, and the registration was a day later than first reported.
  status.events.push(
    { event_id: "later", kind: "registered", on: "2026-11-24", replaces: "e0", at: "2026-12-10T05:00:00Z" },
    { event_id: "one", kind: "internal_affairs_answered", on: "2026-12-09", at: "2026-12-10T05:00:00Z" },
    { event_id: "two", kind: "national_security_answered", on: "2026-12-09", at: "2026-12-10T05:00:00Z" },
  );
  await page.getByRole("button", { name: "Check again" }).click();
  await page.locator(".news").waitFor();
  await page.getByLabel("Include the application number").check();
  const second = await calendarFile(page);
  const now = (key) => second.events.get(key);
  assert.equal(now("whole").uid, whole.uid);
  assert.deepEqual([day(now("whole")), now("whole").sequence], ["2027-01-18", 1]);
  assert.equal(now("to_commission").sequence, 1);
  assert.equal(now("to_commission").component.getFirstPropertyValue("status"), "CONFIRMED");
  assert.equal(now("internal_affairs").component.getFirstPropertyValue("status"), "CANCELLED");
  assert.equal(now("internal_affairs").sequence, 1);
  assert.match(second.text.replaceAll("\r\n ", ""), /SYNAQ-0001/);
});

// ---- What changed, with the real gateway

test("changes since the last visit are shown until they are acknowledged: reports, a corrected day, moved days off", async (t) => {
  const clock = "2026-03-19T10:00:00+05:00";
  const { gateway, phone, page } = await phoneAt(t, { clock });
  const me = new Applicant(phone, { locale: "en" });
  await me.isAtTasks({ basis: "settlement_region", person: madeUpApplicant() });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.review();
  const { number, code } = await me.send("SYNAQ DARKHAN");
  await me.follow("receipt.follow");
  await me.arrive("follow", { title: "follow.title" });
  await me.sees("Latest lawful date: Friday, 15 May 2026");
  assert.equal(await page.locator(".news").count(), 0, "the first visit shows no news");

  await gateway.report(number, { event_id: "synaq-accepted", kind: "accepted", on: "2026-03-19" });
  await me.press("follow.again");
  await me.sees("What changed after 19.03.2026", "Accepted for consideration – 19 March 2026");
  await page.reload();
  await me.sees("What changed after 19.03.2026");
  await assertAccessible(page);
  await me.press("news.read");
  await page.locator(".news").waitFor({ state: "detached" });
  await page.reload();
  await me.sees("Being checked", "Last checked 19.03.2026, 10:00 (Astana)");
  assert.equal(await page.locator(".news").count(), 0);

  // The authority reports that it was registered the day before.
  const answer = await gateway.request(`/api/v1/applications/${number}`, { headers: { authorization: `Bearer ${code}` } });
  const { events } = await answer.json();
  const replaces = events.find(({ kind }) => kind === "registered").event_id;
  await gateway.report(number, { event_id: "synaq-registered", kind: "registered", on: "2026-03-18", replaces, reference: "SYNAQ-1" });
  await me.press("follow.again");
  await me.sees(
    "Latest lawful date: Thursday, 14 May 2026",
    "The latest lawful date has moved: it was 15 May 2026, it is now 14 May 2026.",
    "Reason: the day of registration was corrected from 19 March 2026 to 18 March 2026.",
    "The authority’s number: SYNAQ-1",
  );
  await me.press("news.read");
  await page.locator(".news").waitFor({ state: "detached" });

  // Made up: 14 May is off, and Saturday the 16th is a working day instead.
  const transfers = [{ worked: "2026-05-16", off: "2026-05-14" }];
  const year = { year: 2026, status: "official", kurban_ait: "2026-05-27", transfers, source: "made up" };
  await gateway.setCalendar({ version: "made-up-3", years: [year] });
  await me.press("follow.again");
  await me.sees(
    "Latest lawful date: Friday, 15 May 2026",
    "The latest lawful date has moved: it was 14 May 2026, it is now 15 May 2026.",
    "Reason: days off were moved.",
  );
  await assertAccessible(page);
  await shot(page, "follow-news.en");
});

// ---- The oracle

const STANDINGS = {
  not_registered: "Not yet registered",
  registered: "Registered",
  refused_to_accept: "Not accepted",
  being_checked: "Being checked",
  with_commission: "With the Commission",
  granted: "Decided",
  refused: "Decided",
  withdrawn: "Withdrawn",
};
const STAGE_STATES = {
  ahead: "Not started",
  running: "In progress",
  overdue: "Overdue",
  ended: "Ended",
  passed_unreported: "Passed, not reported",
  not_reached: "Not reached",
};

/**
 * @param {string} day
 * @param {Intl.DateTimeFormatOptions} [options]
 */
const english = (day, options = {}) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC", ...options });
/** @param {string} day */
const withWeekday = (day) => `${english(day, { day: undefined, month: undefined, year: undefined, weekday: "long" })}, ${english(day)}`;
/** @param {number} count */
const days = (count) => `${count} working day${count === 1 ? "" : "s"}`;

test("for 50 made-up histories the page shows the dates of the oracle", async (t) => {
  const python = process.env.QANDAS_ORACLE ?? "python3";
  const { stdout } = await promisify(execFile)(python, [`${ORACLE}/pages.py`, "--count", "50"], { maxBuffer: 1e8 });
  const pages = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(pages.length, 50);
  const { gateway, phone, page } = await phoneAt(t);
  const differing = [];
  for (const [index, { history, answer, whole }] of pages.entries()) {
    const id = (0x1000 + index).toString(16).padStart(16, "0");
    const clock = `${history.today}T10:00:00+05:00`;
    await gateway.setClock(clock);
    await phone.setClock(clock);
    const registeredOn = history.events.find(({ kind }) => kind === "registered")?.on ?? history.today;
    await keepRecords(page, [ownRecord({ id, service: history.service, registered: registeredOn, events: history.events })]);
    await open(page, id);
    const misses = [];
    const wants = (said, ...texts) => misses.push(...texts.filter((text) => !said.includes(text)).map((text) => `"${text}" in: ${said}`));
    const first = await said(page.locator(".standing"));
    wants(first, STANDINGS[answer.standing]);
    if (whole?.ended) wants(first, `Ended on ${english(whole.ended)}, after ${days(whole.counted)}`);
    else if (whole?.overdue_by > 0) {
      wants(first, `The legal term ended on ${withWeekday(answer.whole_due)}: ${days(whole.overdue_by)} overdue.`);
    } else if (whole) {
      wants(first, `Latest lawful date: ${withWeekday(answer.whole_due)}`);
      wants(first, whole.left === 0 ? "Today is the last day." : `${days(whole.left)} left`);
    }
    if (whole) {
      const calendar = page.locator("details.days").last();
      await calendar.locator("> summary").click();
      await calendar.locator(".calendar").waitFor();
      const numbered = (await drawn(calendar)).filter(({ number }) => number !== "");
      const expected = whole.days.map((day, place) => `${place + 1} ${day}`);
      if (numbered.map(({ number, day }) => `${number} ${day}`).join() !== expected.join()) misses.push("the days drawn differ");
    }
    const stages = await page.locator(".stage").allInnerTexts();
    if (stages.length !== answer.stages.length) misses.push(`${stages.length} stages of ${answer.stages.length}`);
    for (const [place, stage] of answer.stages.entries()) {
      const text = plain(stages[place] ?? "");
      wants(text, STAGE_STATES[stage.state]);
      if (stage.projected) wants(text, `If all earlier stages take their full time, at the latest: ${english(stage.projected)}`);
      if (stage.entered) wants(text, `Began on ${english(stage.entered)}`);
      if (stage.state === "ended") wants(text, `after ${days(stage.counted)}`);
      if (stage.state === "running" || stage.state === "overdue") wants(text, `Latest lawful date: ${withWeekday(stage.due)}`);
      if (stage.state === "running") wants(text, stage.left === 0 ? "Today is the last day." : `${days(stage.left)} left`);
      if (stage.overdue_by > 0) wants(text, `${days(stage.overdue_by)} overdue`);
    }
    if (misses.length > 0) differing.push({ history: JSON.stringify(history), misses });
  }
  assert.deepEqual(differing, []);
});
