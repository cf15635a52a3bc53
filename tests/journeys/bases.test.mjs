import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Keyboard, Touch } from "../support/hands.mjs";
import { Applicant, MAY_APPLY, madeUpApplicant, papers } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Person } from "../support/steps.mjs" */

// The afternoon of 20 March 2026. 35 working days later, by kz_days.json (23–25 March, 1, 7 and 11 May off), is 18 May.
const NOW = "2026-03-20T15:00:00+05:00";
const LATEST = {
  kk: "дүйсенбі, 2026 жылғы 18 мамыр",
  ru: "понедельник, 18 мая 2026 г.",
  en: "Monday, 18 May 2026",
};

/**
 * Opens a new phone for a single person with a basis, at the task list with all questions about themselves answered.
 * @param {TestContext} t
 * @param {{ locale: string, basis: string, Hand: typeof Touch | typeof Keyboard, person?: Person }} options
 */
async function aloneWith(t, { locale, basis, Hand, person = madeUpApplicant() }) {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale, clock: NOW });
  const me = new Applicant(phone, { locale, Hand, onPage: whatIsSeen(Hand) });
  await me.begin({ eligibility: MAY_APPLY, basis });
  await me.aboutApplicant(person);
  return me;
}

/**
 * Checks the contents of pages only with the first kind of hand.
 * @param {typeof Touch | typeof Keyboard} Hand
 */
function whatIsSeen(Hand) {
  return Hand === Touch ? (page) => assertAccessible(page) : undefined;
}

/**
 * Adds the documents that every basis requires.
 * @param {Applicant} me
 */
async function commonDocuments(me) {
  await me.addDocument("SYNAQ", "autobiography", { text: "Made-up life of a sample person." });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.addDocument("SYNAQ", "nationality", { files: [papers.pdf("SYNAQ birth certificate")] });
}

/**
 * Sends an application in which the officer's check finds nothing.
 * @param {Applicant} me
 */
async function sendsWithoutDefects(me) {
  await me.review();
  assert.equal(await me.page.locator("form .message-warning").count(), 0, "the page warns of defects");
  await me.send("SYNAQ DARKHAN");
  await me.sees(LATEST[me.locale]);
}

/**
 * Sends an application although the page says for how many documents it would be refused.
 * @param {Applicant} me
 * @param {number} count
 */
async function sendsWithDefects(me, count) {
  await me.review();
  await me.sees(me.say("send.defects", { n: count }));
  await me.send("SYNAQ DARKHAN");
  await me.sees(LATEST[me.locale]);
}

for (const [how, Hand] of Object.entries({ "by touch": Touch, "by the keyboard alone": Keyboard })) {
  test(`${how}, settling in a region of the list needs the common documents, and an unlisted region shows a warning`, async (t) => {
    const beforeTheLastContinue = async (me) => {
      // The list as known in the app: the warning names its regions and its day, and blocks nothing.
      const regions = ["abai", "aqmola", "atyrau", "west", "qostanai", "pavlodar", "north", "east"];
      const warning = me.page.locator("[role=status] .message-warning");
      await warning.waitFor();
      const said = await warning.innerText();
      for (const region of regions) assert.ok(said.includes(me.say(`region.${region}`)), region);
      await assertAccessible(me.page);
      await me.select("field.region", "region.pavlodar");
      await warning.waitFor({ state: "detached" });
      await me.select("field.region", "region.almaty_city");
      await warning.waitFor();
    };
    const person = madeUpApplicant({ region: "almaty_city", beforeTheLastContinue });
    const me = await aloneWith(t, { Hand, locale: "kk", basis: "settlement_region", person });
    await commonDocuments(me);
    await sendsWithoutDefects(me);
  });

  test(`${how}, settling in a developing settlement is sent with documents missing, after the warning`, async (t) => {
    const me = await aloneWith(t, { Hand, locale: "en", basis: "developing_settlement" });
    assert.equal(await me.page.getByRole("link", { name: me.say("tasks.facts"), exact: true }).count(), 0);
    await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
    await sendsWithDefects(me, 2);
  });

  test(`${how}, work for an employer needs the preliminary contract`, async (t) => {
    const me = await aloneWith(t, { Hand, locale: "ru", basis: "employment" });
    await me.facts("employment", { work: "employer", employer: "ЖШС «Үлгі»", position: "Слесарь" });
    await commonDocuments(me);
    await me.addDocument("SYNAQ", "contract", { files: [papers.pdf("SYNAQ contract")], expires: "1.9.2026" });
    await sendsWithoutDefects(me);
  });

  test(`${how}, work as a sole trader needs the registration instead of a contract`, async (t) => {
    const me = await aloneWith(t, { Hand, locale: "kk", basis: "employment" });
    await me.facts("employment", { work: "sole_trader", trade: "Үлгі наубайхана" });
    assert.equal(await me.page.getByRole("link", { name: me.say("document.contract"), exact: true }).count(), 0);
    await me.addDocument("SYNAQ", "trader", { files: [papers.photo("SYNAQ registration")] });
    await sendsWithDefects(me, 3);
  });

  test(`${how}, study needs a certificate with the last day of its validity`, async (t) => {
    const me = await aloneWith(t, { Hand, locale: "en", basis: "study" });
    await me.facts("study", { institution: "ULGI University (made up)", programme: "History" });
    await commonDocuments(me);
    // It expires before the last lawful day of the term: a warning, but no ground for refusal.
    await me.addDocument("SYNAQ", "study", { files: [papers.pdf("SYNAQ certificate")], expires: "30.4.2026" });
    assert.match(await me.tasksOf("SYNAQ").innerText(), /Expires soon/);
    await sendsWithoutDefects(me);
  });
}
