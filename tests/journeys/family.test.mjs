import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, MAY_APPLY, madeUpApplicant, madeUpSpouse, papers, step } from "../support/steps.mjs";

/** @import { Page } from "playwright-core" */

const MORNING = "T10:00:00+05:00";
const REGISTERED = "2026-03-19";

const FATHER = madeUpApplicant();
// Her passport expired before the day of this story.
const MOTHER = madeUpSpouse();
const SON = {
  kinship: "child",
  name: { family: "SYNAQ", given: "ULAN" },
  born: "9.5.2012",
  birthPlace: "Өзбекстан, Үлгі ауылы",
  citizenship: "uzbekistan",
  kazakh: true,
  passport: { number: "FA0000003", issued: "10.6.2022", expires: "9.6.2032" },
};
const DAUGHTER = {
  ...SON,
  name: { family: "SYNAQOVA", given: "ZERE" },
  born: "17.8.2016",
  kazakh: false,
  passport: { number: "FA0000004", issued: "20.9.2023", expires: "19.9.2033" },
};

/**
 * Checks every page that the applicant comes to with axe.
 * @param {Page} page
 */
const onPage = (page) => assertAccessible(page);

test("a family of four applies to be reunited and is followed to the grant, to the day", async (t) => {
  const gateway = await startGateway(t, { clock: `${REGISTERED}${MORNING}` });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "ru", clock: `${REGISTERED}${MORNING}` });
  const { page } = phone;
  const me = new Applicant(phone, { locale: "ru", onPage });

  await step("they may apply and begin", async () => {
    await me.begin({ eligibility: MAY_APPLY, basis: "family_reunion" });
  });

  await step("half-typed text is restored after a reload", async () => {
    await me.follow("tasks.about_you");
    await me.arrive("name", { end: "/name" });
    await me.type("name.family", "SYNAQ");
    await me.type("name.given", "DARKH");
    await me.keeps("DARKH");
    await page.reload();
    await me.arrive("name", { end: "/name", isLoaded: true });
    assert.equal(await page.getByLabel("Фамилия", { exact: true }).inputValue(), "SYNAQ");
    assert.equal(await page.getByLabel("Имя", { exact: true }).inputValue(), "DARKH");
    await me.answer("name", FATHER);
    await me.goOn();
  });

  await step("the language can be changed in the middle of a date", async () => {
    await me.arrive("birth", { end: "/birth" });
    const day = me.group("field.born").getByLabel("День", { exact: true });
    await day.fill("14");
    await me.group("field.born").getByLabel("Месяц", { exact: true }).fill("наур");
    const input = await day.elementHandle();
    const address = page.url();
    await me.switchTo("kk");
    await me.sees("Туған күні");
    assert.equal(page.url(), address);
    assert.equal(await input.evaluate((/** @type {HTMLInputElement} */ element) => element.isConnected && element.value), "14");
    assert.equal(await me.group("field.born").getByLabel("Айы", { exact: true }).inputValue(), "наур");
    // The focus stays where the person put it: on the language that was just pressed.
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Қазақша");
    await assertAccessible(page);
    await me.switchTo("ru");
    await me.sees("Дата рождения");
    assert.equal(await day.inputValue(), "14");
    await me.answer("birth", FATHER);
    await me.goOn();
    for (const question of ["citizenship", "paper", "iin"]) await me.question(question, FATHER, { isApplicant: true });
    await me.whereTo(FATHER);
  });

  await step("the spouse and two children are added", async () => {
    for (const member of [MOTHER, SON, DAUGHTER]) await me.addMember(member);
    await me.facts("family_reunion", {
      relativeName: "ҮЛГІ Серік Сынақұлы",
      relativeIs: "sibling",
      home: "somebody_elses",
    });
  });

  await step("each document is photographed or chosen", async () => {
    await me.addDocument("DARKHAN", "autobiography", { text: "Ойдан шығарылған өмірбаян. Туған жылы 1985." });
    for (const kind of ["identity", "nationality", "kinship", "consent"]) {
      const files = [kind === "identity" ? papers.photo(`SYNAQ ${kind}`) : papers.pdf(`SYNAQ ${kind}`)];
      const isForeign = kind === "nationality";
      const translation = isForeign ? papers.pdf("SYNAQ translation") : undefined;
      await me.addDocument("DARKHAN", kind, { files, language: isForeign ? "another" : undefined, translation });
    }
    for (const name of ["AYNA", "ULAN", "ZERE"]) {
      await me.addDocument(name, "identity", { files: [papers.photo(`SYNAQ ${name} identity`)] });
      // A nationality that is not claimed needs no proof.
      const proof = me.tasksOf(name).getByRole("link", { name: "Подтверждение казахской национальности", exact: true });
      assert.equal(await proof.count(), name === "ZERE" ? 0 : 1);
      if (name !== "ZERE") await me.addDocument(name, "nationality", { files: [papers.pdf(`SYNAQ ${name} birth`)] });
    }
  });

  await step("the check finds the expired passport, and it is corrected", async () => {
    assert.match(await me.tasksOf("AYNA").innerText(), /Срок истёк/);
    await me.follow("officer.title");
    await me.arrive("officer", { end: "/officer" });
    await me.sees("Могут не принять из-за 1 документа", "SYNAQOVA AYNA", "Срок истёк 15.01.2026.");
    await page.locator(".defects").getByRole("link", { name: "Документ, удостоверяющий личность" }).click();
    await me.arrive("member-paper", { end: "/paper", title: "paper.title" });
    await me.answer("paper", { passport: { number: "FA0000022", issued: "12.1.2026", expires: "11.1.2036" } });
    await me.goOn();
    await me.arrive("officer", { end: "/officer" });
    await me.sees("На сегодня оснований для отказа в приёме не найдено.");
    assert.doesNotMatch(await me.said(), /AYNA/);
  });

  let receipt;
  await step("the answers are checked, consent is given, and the receipt has all that matters", async () => {
    await me.follow("officer.go_on");
    await me.arrive("answers", { end: "/answers" });
    await me.sees("SYNAQ DARKHAN ULGI", "14 марта 1985 г.", "FA0000022", "11 января 2036 г.", "ҮЛГІ Серік Сынақұлы");
    assert.doesNotMatch(await me.said(), /Ответьте|не добавлен/);
    await me.follow("answers.go_on");
    await me.arrive("send", { end: "/send" });
    receipt = await me.send("SYNAQ DARKHAN");
    assert.match(receipt.number, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    assert.match(receipt.code, /^([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/);
    await me.sees("Дата регистрации: четверг, 19 марта 2026 г.");
    // 35 working days after 19 March 2026 with Nauryz (23–25 March off), 1, 7 and 11 May: the worked example.
    await me.sees("Последний день срока в 35 рабочих дней, считая от регистрации: пятница, 15 мая 2026 г.");
  });

  await step("back after the receipt shows the receipt", async () => {
    await page.goBack();
    await me.arrive("answers", { end: "/answers", title: "answers.sent_title" });
    await page.goForward();
    await me.arrive("receipt", { end: "/receipt" });
    assert.deepEqual(await me.receipt(), receipt);
    // The page that sent the application now shows the receipt too.
    await page.goto(page.url().replace(/receipt$/, "send"));
    await me.arrive("receipt", { end: "/receipt" });
    assert.deepEqual(await me.receipt(), receipt);
  });

  const BODIES = ["Ответ органов внутренних дел", "Ответ органов нацбезопасности"];
  const stage = (name) => page.locator(".stage", { has: page.locator("h3", { hasText: name }) });
  /** Asserts that the page shows all of these texts for a stage. */
  const stageSays = async (name, ...texts) => {
    const said = (await stage(name).innerText()).replace(/\s+/g, " ");
    for (const text of texts) assert.ok(said.includes(text), `${name} does not say "${text}" but: ${said}`);
  };
  /** Moves the clock to a day, reports events as the authority, and looks at the page again. */
  const comes = async (day, kinds, look) => {
    await gateway.setClock(`${day}${MORNING}`);
    for (const kind of kinds) {
      await gateway.report(receipt.number, { event_id: `synaq-${kind}`, kind, on: day });
    }
    if (look === "reload") await page.reload();
    else await me.press("follow.again");
    const [year, month, date] = day.split("-");
    await me.sees(`Последняя проверка: ${date}.${month}.${year}, 10:00`);
    await assertAccessible(page);
  };

  await step("the application is followed from its first day", async () => {
    await me.follow("receipt.follow");
    await me.arrive("follow", { title: "follow.title", values: { number: receipt.number } });
    await me.sees(
      "Зарегистрировано",
      "Последний законный день: пятница, 15 мая 2026 г.",
      "Осталось 35 рабочих дней",
      "От вас ничего не требуется.",
    );
    // Working days from 20 March 2026 on, by kz_days.json: 1 = 20 March, 2 = 26 March, then every Monday to Friday except 1,
    // 7 and 11 May: 12 = 9 April, 21 = 22 April, 22 = 23 April, 23 = 24 April, 24 = 27 April, 27 = 30 April, 28 = 4 May, 31 =
    // 8 May, 32 = 12 May, 33 = 13 May, 34 = 14 May, 35 = 15 May.
    await stageSays("Проверка документов", "Идёт", "Начат: 19 марта 2026 г.", "пятница, 20 марта 2026 г.");
    // The latest end of each stage ahead: 20 days after day 1, then 3, then 10.
    for (const body of BODIES) await stageSays(body, "Ещё не начат", "Начнётся, когда орган получит документы.", "не позже 22 апреля 2026 г.");
    await stageSays("Передача в комиссию", "Ещё не начат", "не позже 27 апреля 2026 г.");
    await stageSays("Рассмотрение комиссией", "Ещё не начат", "не позже 14 мая 2026 г.");
  });

  await step("on day 1 the documents are accepted", async () => {
    await comes("2026-03-20", ["accepted"]);
    await me.sees("На проверке", "Осталось 34 рабочих дня", "Последний законный день: пятница, 15 мая 2026 г.");
    await stageSays("Проверка документов", "Завершён", "Завершено 20 марта 2026 г., 1 рабочий день");
    for (const body of BODIES) await stageSays(body, "Ещё не начат", "Начнётся, когда орган получит документы.", "не позже 22 апреля 2026 г.");
  });

  await step("on day 2, after Nauryz, they go to the bodies", async () => {
    await comes("2026-03-26", ["sent_to_bodies", "internal_affairs_received", "national_security_received"], "reload");
    await me.sees("На проверке", "Осталось 33 рабочих дня");
    // 20 working days after day 2: day 22.
    for (const body of BODIES) {
      await stageSays(
        body,
        "Идёт",
        "Начат: 26 марта 2026 г.",
        "Последний законный день: четверг, 23 апреля 2026 г.",
        "Осталось 20 рабочих дней",
      );
    }
    await stageSays("Передача в комиссию", "не позже 28 апреля 2026 г.");
  });

  await step("the answer of one body ends its own stage alone", async () => {
    await comes("2026-04-09", ["internal_affairs_answered"]);
    await me.sees("Осталось 23 рабочих дня");
    await stageSays(BODIES[0], "Завершён", "Завершено 9 апреля 2026 г.");
    await stageSays(BODIES[1], "Идёт", "четверг, 23 апреля 2026 г.", "Осталось 10 рабочих дней");
    await stageSays("Передача в комиссию", "Ещё не начат");
  });

  await step("the second answer does", async () => {
    await comes("2026-04-22", ["national_security_answered"], "reload");
    await me.sees("Осталось 14 рабочих дней");
    await stageSays(BODIES[1], "Завершён", "Завершено 22 апреля 2026 г., 19 рабочих дней");
    await stageSays(
      "Передача в комиссию",
      "Идёт",
      "Начат: 22 апреля 2026 г.",
      "понедельник, 27 апреля 2026 г.",
      "Осталось 3 рабочих дня",
    );
  });

  await step("the Commission gets it and recommends", async () => {
    await comes("2026-04-24", ["handed_to_commission"]);
    await me.sees("В комиссии", "Осталось 12 рабочих дней");
    await stageSays("Передача в комиссию", "Завершён", "Завершено 24 апреля 2026 г., 2 рабочих дня");
    // 10 working days after day 23: day 33.
    await stageSays("Рассмотрение комиссией", "Идёт", "среда, 13 мая 2026 г.", "Осталось 10 рабочих дней");
    await comes("2026-05-08", ["recommended_grant"]);
    await me.sees("В комиссии", "Осталось 4 рабочих дня");
    await stageSays("Рассмотрение комиссией", "Завершён", "Завершено 8 мая 2026 г., 8 рабочих дней");
  });

  await step("the status is granted on day 32", async () => {
    await comes("2026-05-12", ["granted"], "reload");
    await me.sees("Решение принято", "Решение: заявление удовлетворено", "Завершено 12 мая 2026 г., 32 рабочих дня");
    assert.doesNotMatch(await me.said(), /Осталось|Последний законный день/);
  });
});

for (const locale of ["ru", "kk-Arab"]) {
  test(`a grandmother, who is in none of the groups of Annex 6, is added for a grant (${locale})`, async (t) => {
    const gateway = await startGateway(t, { clock: `${REGISTERED}${MORNING}` });
    const phone = await newPhone(t, { origin: gateway.origin, locale, clock: `${REGISTERED}${MORNING}` });
    const { page } = phone;
    const me = new Applicant(phone, { locale, onPage });
    await me.isAtTasks({ basis: "developing_settlement", person: FATHER });
    const mother = { ...MOTHER, kinship: "parent", name: { family: "SYNAQOVA", given: "BOTAGOZ" }, born: "3.4.1958" };
    const grandmother = {
      ...mother,
      kinship: "parent_of",
      kinTo: "SYNAQOVA BOTAGOZ",
      name: { family: "SYNAQOVA", given: "RAUSHAN" },
      born: "7.7.1936",
    };
    await me.addMember(mother);
    await me.addMember(grandmother);
    await me.follow("tasks.family");
    await me.arrive("family", { end: "/family" });
    // Her relation is said, and that the order leaves open whether the groups hold for a grant.
    await me.sees(me.say("kinship.parent_of", { name: "SYNAQOVA BOTAGOZ" }), me.say("doubt.member_in_no_group"));
    await shot(page, `grandmother.${locale}`);
    await page.goBack();
    await me.arrive("tasks", { end: "/tasks" });
    await me.review();
    const { number } = await me.send("SYNAQ DARKHAN");
    assert.match(number, /./);
  });
}
