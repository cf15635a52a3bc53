// At a service that forwards applications the applicant reports the registration from the notice of Annex 3, and the operator
// corrects it; a relative follows by a link all the time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, madeUpApplicant, papers } from "../support/steps.mjs";

const SENT = "2026-03-19T10:00:00+05:00";
const LATER = "2026-03-27T10:00:00+05:00";
const OPERATOR = "ҮЛГІ қоғамы";
const NOTICE = "SYNAQ-59-000122";

/**
 * Asserts that a page neither says that the application is registered nor gives a date of the Rules.
 * @param {Applicant} me
 */
async function assertNotRegistered(me) {
  const said = await me.said();
  for (const key of ["standing.registered", "follow.whole", "overdue.title", "reminder.title", "follow.by_applicant"]) {
    assert.ok(!said.includes(me.say(key)), `the page says "${me.say(key)}": ${said}`);
  }
}

for (const [locale, other] of [["ru", "kk-Arab"], ["kk-Arab", "ru"]]) {
  test(`from the draft to a registration that the applicant types and the operator corrects (${locale})`, async (t) => {
    const gateway = await startGateway(t, { clock: SENT, service: "forwarding", operator: OPERATOR });
    const phone = await newPhone(t, { origin: gateway.origin, locale, clock: SENT });
    const { page } = phone;
    const me = new Applicant(phone, { locale });
    await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
    await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
    await me.review();
    await me.sees(me.say("footer.not_official"), me.say("kind.not_a_way"));
    await me.consent("SYNAQ DARKHAN");
    await me.press("send.button");
    await me.arrive("receipt", { end: "/receipt", title: "kind.received_title" });
    const { number, code } = await me.receipt();
    const share = await gateway.request(`/api/v1/applications/${number}/shares`, {
      method: "POST",
      headers: { authorization: `Bearer ${code}`, "content-type": "application/json" },
      body: JSON.stringify({ id: "5".repeat(32), name: "made-up" }),
    });
    const { token } = await share.json();
    const relative = await newPhone(t, { origin: gateway.origin, locale: other, clock: SENT });
    const they = new Applicant(relative, { locale: other });
    await relative.page.goto(`/app/family#${token}`);
    await they.sees(they.say("kind.received"), they.say("kind.terms_later"));

    await page.goto(new URL(page.url()).pathname.replace("/d/", "/follow/").replace("/receipt", ""));
    await me.sees(me.say("kind.received"), me.say("registration.title"));
    await page.locator("section .button-quiet", { hasText: me.say("registration.open") }).waitFor();
    await assertNotRegistered(me);
    await assertNotRegistered(they);

    await gateway.setClock(LATER);
    await phone.setClock(LATER);
    await relative.setClock(LATER);
    await gateway.report(number, { event_id: "h", kind: "handed_over", on: "2026-03-20" });
    for (const reader of [me, they]) await reader.press("follow.again");
    await me.sees(me.say("kind.handed_over"), me.say("registration.title"));
    await they.sees(they.say("kind.handed_over"));
    await me.press("news.read");
    await assertNotRegistered(me);
    await assertNotRegistered(they);

    // Wrong input is explained, and the first wrong field has the focus.
    await me.press("registration.open");
    await page.waitForFunction(() => document.activeElement?.id === "notice-number");
    await me.press("registration.save");
    await me.sees(me.say("error.missing"));
    await page.waitForFunction(() => document.activeElement?.id === "notice-number");
    await me.type("registration.number", NOTICE);
    await me.date("elsewhere.registered", "18.3.2026");
    await me.press("registration.save");
    await page.locator("#notice-day-error").waitFor();
    await assertAccessible(page);
    await shot(page, `registration-form.${locale}`);

    // Without a network nothing is sent, the page says so, and what was typed stays.
    await me.date("elsewhere.registered", "25.3.2026");
    phone.expectComplaint(/ERR_INTERNET_DISCONNECTED/);
    await phone.context.setOffline(true);
    await me.press("registration.save");
    await me.sees(me.say("registration.not_sent"));
    await phone.context.setOffline(false);
    assert.equal(await page.locator("#notice-number").inputValue(), NOTICE);
    assert.equal(await page.locator("#notice-day-0").inputValue(), "25");
    await assertNotRegistered(they);

    await me.press("registration.save");
    await page.locator("form #notice-number").waitFor({ state: "detached" });
    await they.press("follow.again");
    for (const reader of [me, they]) {
      await reader.sees(reader.say("standing.registered"), reader.say("follow.by_applicant"), reader.say("follow.whole"));
      await reader.sees(`(${reader.say("history.by_applicant")})`);
      await assertAccessible(reader.page);
    }
    await me.sees(NOTICE);
    assert.ok(!(await they.said()).includes(NOTICE), "the family sees the number");
    assert.equal(await page.locator("form #notice-number").count(), 0, "the form is still open");
    assert.ok(!(await me.said()).includes(me.say("news.read")), "what the person typed is shown as news");
    await shot(page, `registration-typed.${locale}`);
    await shot(relative.page, `registration-family.${other}`);

    // The person corrects the day.
    await me.press("registration.correct");
    await page.waitForFunction(() => document.activeElement?.id === "notice-number");
    assert.equal(await page.locator("#notice-number").inputValue(), NOTICE);
    await me.date("elsewhere.registered", "26.3.2026");
    await me.press("registration.save");
    await page.locator("form #notice-number").waitFor({ state: "detached" });
    await they.press("follow.again");
    for (const reader of [me, they]) {
      await reader.sees(`(${reader.say("history.by_applicant")}) (${reader.say("history.replaced")})`);
      await reader.sees(`(${reader.say("history.by_applicant")}) (${reader.say("history.corrected")})`);
    }

    // The operator's report replaces it: both days stay in the history, and the terms rest on the operator's word.
    await gateway.report(number, { event_id: "o", kind: "registered", on: "2026-03-20", reference: "SYNAQ-59-000123" });
    for (const reader of [me, they]) {
      await reader.press("follow.again");
      const gone = (text) => !document.querySelector("#main .standing").textContent.includes(text);
      await reader.page.waitForFunction(gone, reader.say("follow.by_applicant"));
      await reader.sees(reader.say("standing.registered"), reader.say("follow.whole"));
      assert.equal(await reader.page.locator(".history-replaced").count(), 2);
    }
    await me.sees("SYNAQ-59-000123");
    assert.ok(!(await me.said()).includes(me.say("registration.correct")));
    await assertAccessible(page);
    await shot(page, `registration-corrected.${locale}`);
  });
}
