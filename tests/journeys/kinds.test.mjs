// The kind of the service decides which texts are allowed: only an authority registers, and a trial is marked as one
// everywhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { layInDemo } from "../support/family.mjs";
import { startGateway } from "../support/gateway.mjs";
import { hasDatabase, until } from "../support/kept.mjs";
import { print } from "../support/print.mjs";
import { keepRecords, sentRecord } from "../support/records.mjs";
import { Applicant, madeUpApplicant, papers, plain } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Gateway } from "../support/gateway.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
/** Ten weeks later, when every term of the order would have passed. */
const LATER = "2026-05-29T10:00:00+05:00";
const OPERATOR = "ҮЛГІ қоғамы";
const LANGUAGES = ["kk", "ru", "kk-Arab", "en", "uz", "zh"];

/**
 * Opens a phone in front of a gateway of this kind and operator, or of `gateway`, which is that of another phone.
 * @param {TestContext} t
 * @param {{ service?: string, operator?: string, locale?: string, gateway?: Gateway }} options
 */
async function somebody(t, { service, operator, locale = "en", gateway }) {
  gateway ??= await startGateway(t, { clock: NOW, service, operator });
  const phone = await newPhone(t, { origin: gateway.origin, locale, clock: NOW });
  return { gateway, phone, page: phone.page, me: new Applicant(phone, { locale }) };
}

/**
 * Goes to the page that sends, with one document and others missing, which the check reports.
 * @param {Applicant} me
 */
async function readyToSend(me) {
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.review();
}

/**
 * Asserts that none of the texts that require a registration is shown in the language of the page.
 * @param {Applicant} me
 */
async function assertNotRegistered(me) {
  const said = await me.said();
  for (const key of ["receipt.title", "form.annex_3", "follow.whole", "overdue.title", "reminder.title"]) {
    assert.ok(!said.includes(me.say(key)), `the page says "${me.say(key)}": ${said}`);
  }
  assert.doesNotMatch(said, /working day/);
}

test("a forwarding service receives and does not register, on any day", async (t) => {
  const { gateway, phone, page, me } = await somebody(t, { service: "forwarding", operator: OPERATOR });
  await readyToSend(me);
  await me.sees(me.say("kind.recipient", { operator: OPERATOR }), me.say("footer.not_official"));
  await assertAccessible(page);
  await me.consent("SYNAQ DARKHAN");
  await me.press("send.button");
  await me.arrive("receipt", { end: "/receipt", title: "kind.received_title" });
  const { number, code } = await me.receipt();
  assert.match(number, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  assert.equal(code.length, 34);
  await me.sees(me.say("kind.received_by", { operator: OPERATOR, date: "19 March 2026" }), me.say("kind.terms_later"));
  await assertNotRegistered(me);
  await assertAccessible(page);
  const path = new URL(page.url()).pathname;
  for (const language of LANGUAGES) {
    await me.switchTo(language);
    await shot(page, `forwarding-receipt.${language}`);
  }
  await me.switchTo("en");
  await page.goto(path.replace("/d/", "/print/").replace("/receipt", "/annex-3"));
  await me.sees(me.say("kind.terms_later"));

  for (const clock of [NOW, LATER]) {
    await gateway.setClock(clock);
    await phone.setClock(clock);
    await page.goto(path.replace("/d/", "/follow/").replace("/receipt", ""));
    await page.locator(".standing").waitFor();
    await me.sees(me.say("kind.received"), me.say("kind.terms_later"), number);
    await assertNotRegistered(me);
    assert.ok(!(await me.said()).includes(me.say("follow.nothing_to_do")));
  }
  // The documents that were missing then are still missing.
  await me.sees("Acceptance may be refused because of 2 documents");
  await assertAccessible(page);
  await shot(page, "forwarding-follow.en");

  // An office's event that the operator reports replaces "not yet handed over", still without a term.
  await gateway.report(number, { event_id: "made-up", kind: "accepted", on: "2026-05-29" });
  await page.reload();
  await me.sees(me.say("standing.being_checked"), me.say("event.accepted"), me.say("kind.received_event"));
  const said = await me.said();
  for (const key of ["kind.received", "kind.terms_later", "kind.ask"]) assert.ok(!said.includes(me.say(key)), said);
  await assertNotRegistered(me);

  // Without the gateway the page shows the same.
  phone.expectComplaint(/ERR_|Failed to load/);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.route("**/api/**", (route) => route.abort());
  await page.reload();
  await me.sees(me.say("standing.being_checked"), me.say("kind.received_event"));
  await assertNotRegistered(me);
});

test("a relative who follows by a link sees no terms either", async (t) => {
  const { gateway, page, me } = await somebody(t, { service: "forwarding", operator: OPERATOR });
  await readyToSend(me);
  await me.consent("SYNAQ DARKHAN");
  await me.press("send.button");
  await me.arrive("receipt", { end: "/receipt", title: "kind.received_title" });
  await me.follow("links.open");
  await page.locator("#link-name").waitFor();
  await me.type("links.for", "Synaq");
  await me.press("links.make");
  const address = plain(await page.locator(".link-card .link-address").first().innerText());
  const relative = await somebody(t, { gateway, locale: "kk" });
  await relative.page.goto(address);
  await relative.page.locator(".standing").waitFor();
  await relative.me.sees(relative.me.say("kind.received"), relative.me.say("kind.terms_later"));
  await assertNotRegistered(relative.me);
  await assertAccessible(relative.page);
  await shot(relative.page, "forwarding-shared.kk");
});

test("if no operator is named, nothing can be sent", async (t) => {
  const { page, me } = await somebody(t, { service: "forwarding", operator: "", locale: "ru" });
  await readyToSend(me);
  await me.sees(me.say("kind.no_operator"), me.say("saved.to_file"), me.say("send.print"));
  assert.equal(await page.getByRole("button", { name: me.say("send.button"), exact: true }).count(), 0);
  await assertAccessible(page);
  await shot(page, "forwarding-no-operator.ru");
});

test("after a consent given before the kind was known, the gateway refuses and the phone keeps everything", async (t) => {
  const { phone, page, me } = await somebody(t, { service: "forwarding", operator: "" });
  phone.expectComplaint(/403|ERR_FAILED|Failed to load/);
  await page.route("**/api/v1/service", (route) => route.abort());
  await readyToSend(me);
  await me.consent("SYNAQ DARKHAN");
  await page.unroute("**/api/v1/service");
  await me.press("send.button");
  await me.sees(me.say("send.failed_title"), me.say("kind.no_operator"));
  assert.ok((await page.evaluate(() => globalThis.qandasTestDrafts())).includes("SYNAQ"));
});

test("as long as the kind is not known, the most careful texts are shown", async (t) => {
  const { phone, page, me } = await somebody(t, { service: "authority", operator: OPERATOR });
  phone.expectComplaint(/ERR_FAILED|Failed to load/);
  await page.route("**/api/**", (route) => route.abort());
  await page.goto("/");
  await me.arrive("start", { isLoaded: true });
  await hasDatabase(page);
  const events = [{ kind: "registered", on: "2026-03-02" }];
  await keepRecords(page, [sentRecord({ id: "00000000000000f1", registered: "2026-03-02", asOf: "2026-03-19T05:00:00Z", events })]);
  await page.goto("/app/follow/00000000000000f1");
  await me.sees(me.say("kind.received"));
  await assertNotRegistered(me);
  // The app stores the kind once the gateway has reported it.
  await page.unroute("**/api/**");
  phone.expectComplaint(/401|404/);
  await page.reload();
  await page.getByText(me.say("follow.whole"), { exact: true }).first().waitFor();
  await until(page, () => localStorage.getItem("qandas.service") === '"authority"');
  await page.route("**/api/**", (route) => route.abort());
  await page.reload();
  await page.getByText(me.say("follow.whole"), { exact: true }).first().waitFor();
});

test("a trial is marked on every page and every paper", async (t) => {
  const { gateway, page, me } = await somebody(t, { service: "trial" });
  const samples = await layInDemo(gateway);
  const overdue = samples.find(({ what }) => what.includes("overdue"));
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  const base = new URL(page.url()).pathname.replace("/tasks", "");
  const form = `${base.replace("/d/", "/print/")}/annex-1`;
  const banner = page.locator(".trial", { hasText: me.say("kind.trial") });
  for (const path of ["/", "/app/terms", `${base}/tasks`, `${base}/send`, form, "/app/follow", "/app/privacy"]) {
    await page.goto(path);
    await banner.waitFor();
  }
  await page.goto(form);
  await page.locator(".sheet").waitFor();
  const printed = await print(page, "trial-annex-1.en");
  assert.ok(printed.sheets.every(({ ltr }) => ltr.includes("TRIAL")), "a page without the mark");
  await page.goto(`/app/follow#${overdue.code}`);
  await me.arrive("follow", { title: "follow.title", isLoaded: true });
  await me.sees(me.say("overdue.title"));
  await page.locator(".letter p").first().waitFor();
  const [first] = await page.locator(".letter p").allInnerTexts();
  // The letter is in Kazakh unless the person chooses Russian.
  assert.match(first, /^Сынақ/);
  await assertAccessible(page);
  for (const language of LANGUAGES) {
    await me.switchTo(language);
    await shot(page, `trial-follow.${language}`);
  }
});
