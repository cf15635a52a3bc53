// The requests of Annex 6: extending the status, and duplicates.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Keyboard, Touch } from "../support/hands.mjs";
import { Applicant, madeUpApplicant, papers } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */

// 20 March 2026. 23 to 25 March are off, so that the fifth working day after it is Wednesday 1 April.
const NOW = "2026-03-20T15:00:00+05:00";

/**
 * @param {TestContext} t
 * @param {{ service: string, locale: string, Hand: typeof Touch | typeof Keyboard }} options
 */
async function applicantFor(t, { service, locale, Hand }) {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale, clock: NOW });
  // The contents of pages are checked only with the first kind of hand.
  const onPage = Hand === Touch ? (page) => assertAccessible(page) : undefined;
  const me = new Applicant(phone, { locale, Hand, onPage });
  await me.beginOther(service);
  await me.aboutApplicant(madeUpApplicant());
  return { gateway, phone, me, page: phone.page };
}

/**
 * @param {Applicant} me
 * @param {string} number
 */
async function follow(me, number) {
  await me.follow("receipt.follow");
  await me.arrive("follow", { title: "follow.title", values: { number } });
}

for (const [how, Hand] of Object.entries({ "by touch": Touch, "by the keyboard alone": Keyboard })) {
  test(`${how}, an extension asks for its own two papers, is due after five working days and is followed to the decision`, async (t) => {
    const { gateway, me, page } = await applicantFor(t, { service: "extend", locale: "en", Hand });
    // Neither the basis nor "may I apply" is asked.
    for (const key of ["eligibility.title", "tasks.basis", "tasks.facts"]) {
      assert.equal(await page.getByRole("link", { name: me.say(key), exact: true }).count(), 0, key);
    }
    await me.addDocument("SYNAQ", "decision", { files: [papers.pdf("SYNAQ decision")], language: null });
    // It expires before the fifth working day: a warning, and no ground for refusal.
    await me.addDocument("SYNAQ", "residence", { files: [papers.pdf("SYNAQ permit")], language: null, expires: "31.3.2026" });
    await me.follow("officer.title");
    await me.arrive("officer", { end: "/officer" });
    await me.sees("It expires on 31.03.2026, possibly before the decision.");
    await page.goBack();
    await me.arrive("tasks", { end: "/tasks" });
    await me.review();
    const { number } = await me.send("SYNAQ DARKHAN");
    await me.sees("Wednesday, 1 April 2026");
    await follow(me, number);
    await me.sees("Extending kandas status", "Latest lawful date: Wednesday, 1 April 2026", "5 working days left");
    assert.equal(await page.locator(".stages").count(), 0, "the order gives an extension no stages");
    await gateway.report(number, { event_id: "synaq-granted", kind: "granted", on: "2026-03-20" });
    await me.press("follow.again");
    await me.sees("Decided");
  });

  test(`${how}, a duplicate asks for no paper and no term is shown, since the order gives none`, async (t) => {
    for (const [service, locale] of [
      ["duplicate_certificate", "ru"],
      ["duplicate_decision", "kk"],
    ]) {
      const { me, page } = await applicantFor(t, { service, locale, Hand });
      assert.equal(await page.locator(".task-document").count(), 0);
      await me.review();
      const { number } = await me.send("SYNAQ DARKHAN");
      await me.sees(me.say("follow.no_term"));
      await follow(me, number);
      await me.sees(me.say(`service.${service}`), me.say("follow.no_term"));
      assert.equal(await page.locator(".days").count(), 0);
    }
  });
}

for (const locale of ["ru", "kk-Arab"]) {
  test(`an extension has its reason and the end of the status in the answers and on Annex 6 (${locale})`, async (t) => {
    const { me, page } = await applicantFor(t, { service: "extend", locale, Hand: Touch });
    const reason = "SYNAQ себебі";
    await me.follow("field.reason");
    await me.arrive("reason", { end: "/facts", title: "field.reason" });
    await me.type("field.reason", reason);
    await me.date("field.status_ends", "31.2.2026");
    await me.goOn();
    await me.sees(me.say("error.no_such_day"));
    await me.date("field.status_ends", "30.6.2026");
    await shot(page, `extension.reason.${locale}`);
    await me.goOn();
    await me.arrive("tasks", { end: "/tasks" });
    await me.addDocument("SYNAQ", "decision", { files: [papers.pdf("SYNAQ decision")], language: null });
    await me.addDocument("SYNAQ", "residence", { files: [papers.pdf("SYNAQ permit")], language: null, expires: "31.12.2027" });
    await me.follow("officer.title");
    await me.arrive("officer", { end: "/officer" });
    await me.sees(me.say("officer.lede_reading"), me.say("officer.nothing"));
    await shot(page, `extension.officer.${locale}`);
    await me.follow("officer.go_on");
    await me.arrive("answers", { end: "/answers" });
    await me.sees(reason);
    // What Annex 6 does not ask is not demanded.
    assert.ok(!(await me.said()).includes(me.say("answers.missing")));
    const row = page.locator(".answer", { hasText: me.say("field.status_ends") });
    assert.match(await row.innerText(), /2026/);
    await shot(page, `extension.answers.${locale}`);
    await me.follow("answers.go_on");
    await me.arrive("send", { end: "/send" });
    const { number } = await me.send("SYNAQ DARKHAN");
    assert.match(number, /./);
    await page.goto(new URL(page.url()).pathname.replace("/d/", "/print/").replace("/receipt", "/annex-6"));
    await page.getByText(reason).first().waitFor();
    await shot(page, `extension.annex-6.${locale}`);
  });
}
