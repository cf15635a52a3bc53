// Names in three scripts, the lines of a passport, spellings next to each other, and the places that accept an application.
// All people are made up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { passportLines } from "../support/mrz.mjs";
import { Applicant, MAY_APPLY, madeUpApplicant, madeUpSpouse, papers } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */

const NOW = "2026-03-19T10:00:00+05:00";
const PASSPORT = passportLines({
  state: "UZB",
  family: "SYNAQ",
  given: "DARKHAN ULGI",
  number: "FA0000001",
  born: "850314",
  expires: "300131",
});

/**
 * @param {TestContext} t
 * @param {string} locale
 * @param {string} [phoneLocale]
 */
async function newApplicant(t, locale, phoneLocale = locale) {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: phoneLocale, clock: NOW });
  const me = new Applicant(phone, { locale });
  return { gateway, phone, page: phone.page, me };
}

/**
 * Returns the draft as the phone stores it, once the condition holds.
 * @param {Page} page
 * @param {(draft: any) => boolean} fits
 */
async function kept(page, fits) {
  const until = Date.now() + 15_000;
  for (;;) {
    const { draft } = JSON.parse(await page.evaluate(() => globalThis.qandasTestDrafts()));
    if (fits(draft)) return draft;
    if (Date.now() > until) throw new Error(`the phone stores ${JSON.stringify(draft.people)}`);
  }
}

/**
 * Returns the values of inputs by their ids.
 * @param {Page} page
 * @param {string[]} ids
 */
async function values(page, ids) {
  return Promise.all(ids.map((id) => page.locator(`#${id}`).inputValue()));
}

test("by touch in Russian: the lines of the passport point at each mistake and fill what is empty", async (t) => {
  const { me, page } = await newApplicant(t, "ru");
  await me.isAtTasks({ basis: "study" });
  await me.follow("tasks.about_you");
  await me.arrive("name", { end: "/name" });
  await page.getByRole("link", { name: me.say("lines.instead"), exact: true }).tap();
  await me.arrive("lines", { end: "/lines" });
  await assertAccessible(page);
  await shot(page, "lines.ru");

  // Two wrong characters in the second line. The first one is short, has spaces instead of fillers, and small letters.
  const wrong = PASSPORT[1].replace("FA0000001", "FA0000007").replace("UZB850314", "UZB850315");
  await page.locator("#line-1").pressSequentially("p uzbsynaq  darkhan ulgi");
  assert.equal(await page.locator("#line-1").inputValue(), "P<UZBSYNAQ<<DARKHAN<ULGI");
  await page.locator("#line-2").fill(wrong);
  await page.getByRole("button", { name: me.say("lines.read"), exact: true }).tap();
  await page.waitForFunction(() => document.activeElement?.id === "errors");
  assert.match(await page.title(), /^Ошибка:/);
  const mistakes = page.locator("#errors li");
  assert.deepEqual(await mistakes.allInnerTexts(), [
    "Строка 1: знаков 24, а должно быть 44.",
    "Строка 2, знаки 1–10 (Номер документа): один из них неверен. Сверьте с документом.",
    "Строка 2, знаки 14–20 (Дата рождения): один из них неверен. Сверьте с документом.",
  ]);
  await assertAccessible(page);
  await shot(page, "lines-wrong.ru");
  await mistakes.nth(2).getByRole("link").tap();
  await page.waitForFunction(() => document.activeElement.id === "line-2");
  const marked = await page.evaluate(() => {
    const { value, selectionStart, selectionEnd } = /** @type {HTMLTextAreaElement} */ (document.activeElement);
    return value.slice(selectionStart, selectionEnd);
  });
  assert.equal(marked, wrong.slice(13, 20));

  // A button fills the rest of the first line; the second line is typed again.
  await page.locator(".line-tools").first().getByRole("button").nth(1).tap();
  assert.equal(await page.locator("#line-1").inputValue(), PASSPORT[0]);
  await page.locator("#line-2").fill(PASSPORT[1]);
  await page.getByRole("button", { name: me.say("lines.read"), exact: true }).tap();
  await me.sees("SYNAQ", "DARKHAN ULGI", "14 марта 1985 г.", "Узбекистан", "FA0000001", "31 января 2030 г.");
  assert.equal(await page.locator(".answer").count(), 6);
  await assertAccessible(page);
  await shot(page, "lines-read.ru");
  await page.getByRole("button", { name: me.say("shell.continue"), exact: true }).tap();
  await me.arrive("name", { end: "/name" });
  await page.getByLabel(me.say("name.family"), { exact: true }).waitFor();
  assert.equal(await page.getByLabel(me.say("name.family"), { exact: true }).inputValue(), "SYNAQ");
  assert.deepEqual(await values(page, ["name-given", "name-patronymic"]), ["DARKHAN ULGI", ""]);
  await me.goOn();
  await me.arrive("birth", { end: "/birth" });
  assert.deepEqual(await values(page, ["q0-0", "q0-1", "q0-2"]), ["14", "03", "1985"]);
  await me.type("field.birth_place", "Өзбекстан, Үлгі ауылы");
  await me.goOn();
  await me.arrive("citizenship", { end: "/citizenship", title: "citizenship.title" });
  await me.goOn();
  await me.arrive("paper", { end: "/paper" });
  assert.equal(await page.getByLabel(me.say("field.document_number"), { exact: true }).inputValue(), "FA0000001");

  // If another number was typed before, the app asks and never overwrites it.
  await me.type("field.document_number", "FA0000099");
  await me.follow("lines.instead");
  await me.arrive("lines", { end: "/lines" });
  // Both lines pasted as one run.
  await page.locator("#line-1").fill(PASSPORT.join(""));
  assert.equal(await page.locator("#line-2").inputValue(), PASSPORT[1]);
  await me.press("lines.read");
  const question = page.locator("fieldset", { hasText: "FA0000099" });
  await question.waitFor();
  assert.equal(await page.locator("#number-own").isChecked(), true);
  await assertAccessible(page);
  await me.keeps('"number":"FA0000099"');
  await page.locator("#number-lines").check();
  await me.keeps('"number":"FA0000001"');
  await page.locator("#number-own").check();
  await me.keeps('"number":"FA0000099"');
  const stored = await page.evaluate(() => globalThis.qandasTestDrafts());
  assert.ok(!stored.includes("P<UZB") && !stored.includes(PASSPORT[1]), "the lines themselves are not stored");
});

/**
 * Presses Tab until the focused element matches; fails after too many presses.
 * @param {Page} page
 * @param {string} selector
 * @param {{ back?: boolean }} [options]
 */
async function tabTo(page, selector, { back = false } = {}) {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

test("by keyboard in Kazakh: spellings are offered, accepted by a press and never imposed", async (t) => {
  const { me, page } = await newApplicant(t, "kk");
  await me.isAtTasks({ basis: "study" });
  await me.follow("tasks.about_you");
  await me.arrive("name", { end: "/name" });
  const kazakh = page.locator("#name-kazakh");
  const offer = page.locator(".offer");
  assert.equal(await offer.count(), 0);

  await tabTo(page, "#q0-text");
  await page.keyboard.type("ZHANGALIYEV");
  await tabTo(page, "#name-given");
  await page.keyboard.type("YERLAN");
  await offer.first().waitFor();
  assert.equal(await kazakh.inputValue(), "", "nothing is filled in without being asked");
  await assertAccessible(page);
  await shot(page, "name-offers.kk");
  await tabTo(page, ".offer");
  const first = await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).innerText);
  assert.match(first, /^\p{Script=Cyrillic}+ \p{Script=Cyrillic}+$/u);
  await page.keyboard.press("Space");
  assert.equal(await kazakh.inputValue(), first);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-pressed")), "true");

  // Typing another spelling ends the offers; an empty answer brings them back.
  await tabTo(page, "#name-kazakh", { back: true });
  await page.keyboard.press("End");
  await page.keyboard.type("ұлы");
  await offer.first().waitFor({ state: "detached" });
  await kazakh.fill("");
  await offer.first().waitFor();

  // Төте жазу takes precedence over the passport.
  await tabTo(page, "#name-original", { back: true });
  await page.keyboard.type("سەرىك");
  await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector(".offer"))?.innerText === "Серік");
  // With an empty passport form, the Kazakh one offers Latin spellings, word by word.
  for (const id of ["q0-text", "name-given", "name-original"]) await page.locator(`#${id}`).fill("");
  await kazakh.fill("Сынақов Дархан");
  await page.waitForFunction(() => /** @type {HTMLElement} */ (document.querySelector(".offer"))?.innerText === "SYNAKOV DARKHAN");
  await tabTo(page, ".offer");
  await page.keyboard.press("Enter");
  assert.deepEqual(await values(page, ["q0-text", "name-given", "name-patronymic"]), ["SYNAKOV", "DARKHAN", ""]);
});

test("a family in Arabic script: its members move and leave by the keyboard, and nobody else changes", async (t) => {
  const { me, page } = await newApplicant(t, "kk");
  await me.isAtTasks({ basis: "study", person: madeUpApplicant() });
  const child = { ...madeUpSpouse(), kinship: "child", passport: { number: "FA0000003", issued: "1.1.2024", expires: "1.1.2034" } };
  await me.addMember(madeUpSpouse());
  await me.addMember({ ...child, name: { family: "SYNAQ", given: "ULAN" } });
  await me.addMember({ ...child, name: { family: "SYNAQ", given: "ZERE" } });
  await me.follow("tasks.family");
  await me.arrive("family", { end: "/family" });
  await me.switchTo("kk-Arab");
  const names = () => page.locator(".task-member > a").allInnerTexts();
  assert.deepEqual(await names(), ["SYNAQOVA AYNA", "SYNAQ ULAN", "SYNAQ ZERE"]);
  await assertAccessible(page);
  await shot(page, "family.kk-Arab");

  await tabTo(page, "[id^=down-]");
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    () => /** @type {HTMLElement} */ (document.querySelectorAll(".task-member > a")[1]).innerText === "SYNAQOVA AYNA",
  );
  const status = page.locator(".hint[role=status]");
  assert.match(await status.innerText(), /SYNAQOVA AYNA.*2/s);
  const focused = () => page.evaluate(() => document.activeElement.id);
  await page.waitForFunction(() => document.activeElement.id.startsWith("down-"));
  const down = await focused();
  await page.keyboard.press("Enter");
  // At the end of the list there is no way further down: the focus goes to the button that moves back.
  await page.waitForFunction((up) => document.activeElement.id === up, down.replace("down-", "up-"));
  assert.deepEqual(await names(), ["SYNAQ ULAN", "SYNAQ ZERE", "SYNAQOVA AYNA"]);
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    () => /** @type {HTMLElement} */ (document.querySelectorAll(".task-member > a")[1]).innerText === "SYNAQOVA AYNA",
  );
  const given = (draft) => draft.people.map((person) => person.name.given).join();
  const before = await kept(page, (draft) => given(draft) === "DARKHAN,ULAN,AYNA,ZERE");
  await page.locator(".task-member").nth(1).locator("a.task-action").press("Enter");
  await page.waitForURL(/\/remove$/);
  await assertAccessible(page);
  await shot(page, "remove.kk-Arab");
  await tabTo(page, ".button-danger");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/family$/);
  await page.waitForFunction(() => document.querySelectorAll(".task-member").length === 2);
  const after = await kept(page, (draft) => given(draft) === "DARKHAN,ULAN,ZERE");
  assert.deepEqual(after.people, before.people.filter((person) => person.name.given !== "AYNA"));
  assert.deepEqual({ ...after, people: null }, { ...before, people: null });
});

/** Names as papers have them: a single name, apostrophes, Hanzi, төте жазу, a hyphen, a very long one. */
const CORPUS = [
  { family: "", given: "ULGI", patronymic: "", original: "", kazakh: "Үлгі" },
  { family: "SYNAQ", given: "", patronymic: "", original: "", kazakh: "" },
  { family: "O‘G‘LIBOYEV", given: "BO'RI", patronymic: "D’SYNAQ", original: "Oʻgʻliboyev Boʻri", kazakh: "Ұғлыбоев Бөрі" },
  { family: "NUERBOLI", given: "", patronymic: "", original: "努尔波力·𠮷𠀋", kazakh: "Нұрбол" },
  { family: "SERIK", given: "SYNAQ", patronymic: "", original: "سەرىك سىناقۇلى", kazakh: "Серік Сынақұлы" },
  { family: "ULGI-SYNAQ", given: "AI-NUR", patronymic: "", original: "Үлгі-Сынақ Ай-Нұр", kazakh: "Үлгі-Сынақ Ай-Нұр" },
  { family: "S".repeat(60), given: "Y".repeat(60), patronymic: "N".repeat(30), original: "ы ".repeat(40).trim(), kazakh: "Ә".repeat(120) },
];

test("any name arrives unchanged from the form at the phone, the answers and the gateway", async (t) => {
  const { me, page } = await newApplicant(t, "ru");
  await me.begin({ eligibility: MAY_APPLY, basis: "settlement_region" });
  const [first, ...others] = CORPUS;
  await me.aboutApplicant(madeUpApplicant({ name: first }));
  for (const [place, name] of others.entries()) {
    const passport = { number: `FA00000${place + 10}`, issued: "1.1.2024", expires: "1.1.2034" };
    await me.addMember({ ...madeUpSpouse(), kinship: place === 0 ? "spouse" : "child", name, passport });
  }
  for (const name of CORPUS) await me.keeps(JSON.stringify(name.kazakh));
  const forms = (name) => [[name.family, name.given, name.patronymic].filter(Boolean).join(" "), name.original, name.kazakh].filter(Boolean);
  await me.review();
  await page.goBack();
  await me.arrive("answers", { end: "/answers" });
  const cards = page.locator(".card").filter({ has: page.locator(".name-form") });
  assert.equal(await cards.count(), CORPUS.length);
  for (const [place, name] of CORPUS.entries()) {
    assert.deepEqual(await cards.nth(place).locator(".name-form").allInnerTexts(), forms(name));
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 360, `the longest name makes the page ${width} wide`);
  await assertAccessible(page);
  await shot(page, "names-answers.ru");
  await me.follow("answers.go_on");
  await me.arrive("send", { end: "/send" });
  const sent = page.waitForRequest((request) => request.method() === "POST" && new URL(request.url()).pathname === "/api/v1/applications");
  await me.send("ULGI");
  const people = (await sent).postDataJSON().draft.people;
  assert.deepEqual(people.map((person) => person.name), CORPUS);
});

test("spellings are shown next to each other, and sending with defects is a choice that says what will happen", async (t) => {
  const { me, page } = await newApplicant(t, "ru");
  await me.isAtTasks({ basis: "study", person: madeUpApplicant({ name: { family: "ZHANGALIYEV", given: "YERLAN", original: "江阿里", kazakh: "Жанғалиев Ерлан" } }) });
  await me.facts("study", { institution: "Үлгі университеті", programme: "Сынақ" });
  await me.openDocument("ZHANGALIYEV", "study");
  await me.addFile(papers.pdf("SYNAQ certificate"));
  await me.choose("field.language", "language.kazakh_or_russian");
  await me.type("field.holder", "JANGALIEV ERLAN");
  await me.date("field.expires", "20.3.2026");
  await me.goOn();
  await me.arrive("tasks", { end: "/tasks" });
  await me.follow("officer.title");
  await me.arrive("officer", { end: "/officer" });
  await me.sees(me.say("officer.spellings", { n: 1 }), "Истекает 20.03.2026");
  // The officer's list in the order of Annex 8: the autobiography, the identity document, the proof of nationality.
  const listed = await page.locator("ol.defects li > a").allInnerTexts();
  const kinds = ["autobiography", "identity", "nationality"].map((kind) => me.say(`document.${kind}`));
  assert.deepEqual(listed, kinds);
  await assertAccessible(page);
  await shot(page, "officer-three-parts.ru");

  await me.follow("spelling.title");
  await me.arrive("spelling", { end: "/spelling" });
  const rows = await page
    .locator(".answer")
    .evaluateAll((/** @type {HTMLElement[]} */ all) => all.map((row) => row.innerText.replace(/\s+/g, " ")));
  assert.equal(rows.length, 4);
  assert.match(rows[0], /^В паспорте ZHANGALIYEV YERLAN совпадает/);
  assert.match(rows[1], /江阿里 сравнить не можем/);
  assert.match(rows[2], /Жанғалиев Ерлан в другой письменности, совпадает/);
  assert.match(rows[3], /JANGALIEV ERLAN написано иначе.*покажите сотруднику оба документа/);
  await me.sees(me.say("spelling.ours"));
  await assertAccessible(page);
  await shot(page, "spelling.ru");
  // The name is corrected from here, and then the report is shown again.
  await page.getByRole("link", { name: `${me.say("shell.change")}: ${me.say("spelling.kazakh")}`, exact: true }).click();
  await me.arrive("name", { end: "/name" });
  await me.goOn();
  await me.arrive("spelling", { end: "/spelling" });
  await page.goBack();
  await page.goto(`${page.url().replace(/[^/]*$/, "").replace(/person\/.*$/, "")}answers`);
  await me.arrive("answers", { isLoaded: true });
  await me.follow("answers.go_on");
  await me.arrive("send", { end: "/send" });

  await me.sees(me.say("send.risk_text"));
  await page.getByLabel(me.say("send.consent"), { exact: true }).check();
  await me.type("field.confirmed_name", "ZHANGALIYEV");
  await me.press("send.button");
  await me.sees(me.say("send.risk_missing"));
  await page.waitForFunction(() => document.activeElement.id === "risk");
  await assertAccessible(page);
  await shot(page, "send-risk.ru");
  assert.match(page.url(), /\/send$/);
  await page.getByLabel(me.say("send.risk"), { exact: true }).check();
  const sent = page.waitForRequest((request) => request.method() === "POST" && new URL(request.url()).pathname === "/api/v1/applications");
  await me.press("send.button");
  await me.arrive("receipt", { end: "/receipt" });
  const acknowledged = (await sent).postDataJSON().draft.acknowledged.map((finding) => finding.kind);
  assert.deepEqual(acknowledged.sort(), ["missing", "missing", "missing", "runs_out", "spelled_differently"]);
});

test("every channel that the order names is shown with its place, and the page leads to the printed forms", async (t) => {
  const { me, page } = await newApplicant(t, "ru");
  await me.isAtTasks({ basis: "study" });
  await me.follow("channel.title");
  await me.arrive("channels", { end: "/where" });
  const places = page.locator("section.card");
  assert.equal(await places.count(), 2);
  const ways = (place) => places.nth(place).locator("li").evaluateAll((all) => all.map((row) => row.firstChild.textContent.trim()));
  const say = (...keys) => keys.map((key) => me.say(`channel.${key}`));
  assert.match(await places.nth(0).locator("h2").innerText(), /п\. ?3|3/);
  assert.deepEqual(await ways(0), say("foreign_institution", "qutty_meken"));
  assert.deepEqual(await ways(1), say("local_executive_body", "foreign_institution", "egov"));
  await me.sees(me.say("channel.disagree"), me.say("channel.abroad"));
  const waits = await page.locator("section:not(.card) .facts li").allInnerTexts();
  assert.deepEqual(waits.map((said) => Number(/(\d+) минут/.exec(said)[1])), [30, 15, 30, 20, 60]);
  await assertAccessible(page);
  await shot(page, "channels.ru");
  await me.switchTo("kk");
  await shot(page, "channels.kk");
  await me.switchTo("kk-Arab");
  await assertAccessible(page);
  await shot(page, "channels.kk-Arab");
  me.locale = "ru";
  await me.switchTo("ru");
  await me.follow("send.print");
  await me.arrive("on-paper", { end: "/on-paper", title: "on_paper.title" });
  // The order names no channel for duplicates.
  await me.beginOther("duplicate_decision");
  await me.follow("channel.title");
  await me.arrive("channels", { end: "/where" });
  await me.sees(me.say("channel.unnamed"));
  assert.equal(await page.locator("section.card").count(), 0);
});
