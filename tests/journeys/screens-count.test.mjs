// No question twice: counts the screens of a single person from the start page to the receipt.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newPhone } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, MAY_APPLY, madeUpApplicant, papers } from "../support/steps.mjs";

const NOW = "2026-03-19T10:00:00+05:00";
const MOST = 30;

test("a single adult who settles in a designated region needs at most 30 screens", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "kk", clock: NOW });
  const screens = [];
  const asked = new Map();
  const onPage = async (page, name) => {
    screens.push(name);
    // The questions of a screen: each label except those of files, of buttons next to them, and of the choices of a question.
    const labels = await page.evaluate(() => {
      const own = [...document.querySelectorAll("main .field > label, main legend")];
      return own.map((/** @type {HTMLElement} */ label) => label.innerText.trim());
    });
    for (const label of labels) asked.set(label, new Set([...(asked.get(label) ?? []), name]));
  };
  const me = new Applicant(phone, { locale: "kk", onPage });
  await me.begin({ eligibility: MAY_APPLY, basis: "settlement_region" });
  await me.aboutApplicant(madeUpApplicant({ region: "abai" }));
  await me.addDocument("DARKHAN", "autobiography", { text: "Ойдан шығарылған өмірбаян." });
  await me.addDocument("DARKHAN", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.openDocument("DARKHAN", "nationality");
  await me.press("document.use_passport");
  await me.goOn();
  await me.arrive("tasks", { end: "/tasks" });
  await me.review();
  // The officer's check would find nothing: this is the whole way, not a shorter one.
  assert.equal(await phone.page.locator("#all-the-same").count(), 0);
  await me.send("SYNAQ DARKHAN ULGI");
  t.diagnostic(`${screens.length} screens: ${screens.join(", ")}`);
  assert.ok(screens.length <= MOST, `${screens.length} screens: ${screens.join(", ")}`);
  const twice = [...asked].filter(([label, pages]) => pages.size > 1 && !label.startsWith(me.say("field.language")));
  assert.deepEqual(twice.map(([label, pages]) => `${label}: ${[...pages].join(", ")}`), []);
});
