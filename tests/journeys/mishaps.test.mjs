import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newMortalPhone, newPhone } from "../support/browser.mjs";
import { hugePhoto, onDisk, pdf, textNamedAsPhoto } from "../support/documents.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, MAY_APPLY, madeUpApplicant, papers, plain } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Gateway } from "../support/gateway.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";

/**
 * Opens a phone. `gateway` is the gateway of another phone.
 * @param {TestContext} t
 * @param {{ gateway?: Gateway, locale?: string }} [options]
 */
async function newApplicant(t, { gateway, locale = "en" } = {}) {
  gateway ??= await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale, clock: NOW });
  return { gateway, phone, page: phone.page, me: new Applicant(phone, { locale }) };
}

/**
 * Opens a single person's application at the button that sends.
 * @param {TestContext} t
 */
async function readyToSend(t) {
  const there = await newApplicant(t);
  await there.me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await there.me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await there.me.review();
  await there.me.consent("SYNAQ DARKHAN");
  return there;
}

/**
 * Returns the numbers that the gateway has registered for a recovery code.
 * @param {Gateway} gateway
 * @param {string} code
 */
async function numbersOf(gateway, code) {
  const answer = await gateway.request("/api/v1/applications", { headers: { authorization: `Bearer ${code}` } });
  assert.equal(answer.status, 200);
  return (await answer.json()).numbers;
}

/**
 * Asserts that *Continue* shows exactly these errors: in the summary, which has the focus, next to each field, and in the
 * title.
 * @param {Applicant} me
 * @param {...string} errors
 */
async function assertErrors(me, ...errors) {
  const { page } = me;
  await page.waitForFunction(() => document.activeElement?.id === "errors");
  assert.deepEqual((await page.locator("#errors li").allInnerTexts()).map(plain), errors);
  assert.deepEqual((await page.locator("form .error").allInnerTexts()).map(plain), errors);
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.locator("[role=alert]:visible").count(), 1);
  await assertAccessible(page);
}

/**
 * Asserts that the link of an error leads to its field, whose label is visible.
 * @param {Applicant} me
 * @param {string} error
 * @param {string} label
 */
async function assertLinkLeadsTo(me, error, label) {
  await me.page.locator("#errors").getByRole("link", { name: error, exact: true }).click();
  const focused = await me.page.evaluate(() => {
    const input = /** @type {HTMLInputElement} */ (document.activeElement);
    const group = input.closest("fieldset, .field");
    const top = group.getBoundingClientRect().top;
    return {
      labels: [group.querySelector("legend, label").textContent, input.labels[0].textContent],
      isInSight: top >= -1 && top < innerHeight,
    };
  });
  assert.ok(focused.labels.some((text) => text.trim() === label), `the focus is at ${focused.labels}`);
  assert.ok(focused.isInSight, "the label is not visible");
}

test("questions left empty are named in a summary that takes the focus and leads to each", async (t) => {
  const { me, page } = await newApplicant(t);
  await page.goto("/");
  await me.arrive("start", { isLoaded: true });
  await me.press("start.button");
  await me.arrive("eligibility");
  await me.goOn();
  const errors = [
    "Are you a citizen of Kazakhstan now: choose an answer",
    "Were you ever a citizen of Kazakhstan: choose an answer",
    "Are you Kazakh by nationality: choose an answer",
    "Are you coming to live in Kazakhstan permanently: choose an answer",
  ];
  await assertErrors(me, ...errors);
  await assertLinkLeadsTo(me, errors[2], "Are you Kazakh by nationality?");
  // The same again: the summary takes the focus although nothing has changed.
  await me.goOn();
  await assertErrors(me, ...errors);
  await me.yesOrNo("field.citizen_now", false);
  await me.goOn();
  await assertErrors(me, ...errors.slice(1));
});

test("wrong dates and a wrong digit get different messages, and what was typed stays to be corrected", async (t) => {
  const { me, page } = await newApplicant(t);
  await me.begin({ eligibility: MAY_APPLY, basis: "developing_settlement" });
  await me.follow("tasks.about_you");
  await me.arrive("name");
  await me.goOn();
  await assertErrors(me, "Name: enter an answer");
  await assertLinkLeadsTo(me, "Name: enter an answer", "Family name");
  const person = madeUpApplicant();
  await me.answer("name", person);
  await me.goOn();

  await me.arrive("birth");
  const day = me.group("field.born");
  const typed = () => Promise.all(["Day", "Month", "Year"].map((part) => day.getByLabel(part, { exact: true }).inputValue()));
  await me.type("field.birth_place", person.birthPlace);
  for (const [date, message] of [
    ["..", "enter day, month and year"],
    ["14..1985", "enter the month"],
    ["31.2.1985", "there is no such day in the calendar, check it"],
    ["14.13.1985", "enter the month as a number from 1 to 12 or as a word"],
    ["14.3.85", "enter the year in four digits, for example 1985"],
    ["20.3.2026", "the date cannot be later than today"],
    ["14.3.1885", "check the year: it is more than 130 years ago"],
  ]) {
    await me.date("field.born", date);
    await me.goOn();
    await assertErrors(me, `Date of birth: ${message}`);
    await assertLinkLeadsTo(me, `Date of birth: ${message}`, "Date of birth");
    assert.deepEqual(await typed(), date.split("."));
  }
  // Today is not a future day.
  await me.date("field.born", "19.3.2026");
  await me.goOn();
  await me.arrive("citizenship", { title: "citizenship.title" });
  await page.goBack();
  await me.arrive("birth");
  await me.date("field.born", person.born);
  await me.goOn();
  await me.question("citizenship", person, { isApplicant: true });

  await me.arrive("paper");
  await me.answer("paper", { passport: { number: "FA0000001", issued: "1.2.2030", expires: "1.2.2029" } });
  await me.goOn();
  await assertErrors(me, "Date of issue (optional): the date cannot be later than today");
  await me.answer("paper", person);
  await me.goOn();

  await me.arrive("iin");
  // The correct number would be 850314300013.
  await me.type("field.iin", "850314300016");
  await me.goOn();
  await assertErrors(me, "IIN (optional): one digit is wrong, check it against the document");
  assert.equal(await page.getByLabel("IIN (optional)", { exact: true }).inputValue(), "850314300016");
  await me.type("field.iin", "8503143000");
  await me.goOn();
  await assertErrors(me, "IIN (optional): enter 12 digits or leave it empty");
  await me.type("field.iin", "");
  await me.goOn();
  await me.arrive("address");
  await me.goOn();
  await assertErrors(me, "Present address: enter an answer");
});

test("an unusable file is rejected with a message that says what to do, and nothing is lost", async (t) => {
  const { me, page } = await newApplicant(t);
  await me.isAtTasks({ basis: "developing_settlement" });
  await me.openDocument(me.say("person.you"), "identity");
  await me.addFile(papers.photo("SYNAQ passport"));
  const refused = async (file, words) => {
    await page.locator("#paper-file").setInputFiles(await file);
    await me.sees(words);
    await assertAccessible(page);
    assert.deepEqual(await page.locator(".page-item bdi").allInnerTexts(), ["synaq-passport.jpg"]);
  };
  await refused(textNamedAsPhoto(), "passport.jpg: this is neither a picture nor a PDF. Choose a JPEG, PNG or PDF.");
  await refused(
    { name: "empty.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(0) },
    "empty.pdf: the file is empty. Choose another.",
  );
  const large = pdf({ name: "large.pdf" });
  large.buffer = Buffer.concat([large.buffer, Buffer.alloc(30_000_000 - large.buffer.length, 0x20)]);
  await refused(onDisk(t, large), "large.pdf: the file is larger than 20 MB. Make it smaller or photograph the pages.");
  // A photo may be large: the phone scales it down.
  await me.addFile(onDisk(t, await hugePhoto()));
  assert.equal(await page.locator(".page-item").count(), 2);
  await page.reload();
  await page.locator(".page-item").nth(1).waitFor();
  assert.deepEqual(await page.locator(".page-item bdi").allInnerTexts(), ["synaq-passport.jpg", "huge.jpg"]);
});

test("kill -9 of the browser in the middle of typing loses at most the last second", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newMortalPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  const me = new Applicant(phone, { locale: "en" });
  await me.isAtTasks({ basis: "study" });
  await me.follow("tasks.about_you");
  await me.arrive("name");
  const address = phone.page.url();
  const input = () => phone.page.getByLabel("Family name", { exact: true });
  await input().focus();
  // Without any pause that a write could wait for.
  const text = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".repeat(3);
  const typed = [];
  for (const letter of text) {
    await phone.page.keyboard.press(letter, { delay: 20 });
    typed.push(performance.now());
  }
  // The browser gets no more time from here on, however long its termination takes.
  const killed = performance.now();
  await phone.kill();
  const safe = typed.filter((at) => at < killed - 1000).length;
  assert.ok(safe > 10 && safe < text.length, `${safe} letters were older than a second`);
  await phone.reopen();
  await phone.page.goto(address);
  await me.arrive("name", { isLoaded: true });
  const kept = await input().inputValue();
  assert.ok(text.startsWith(kept) && kept.length >= safe, `"${kept}" of ${text.length} letters, ${safe} were due`);
});

/**
 * Asserts that only the plain page is shown, in all languages, and that its link opens the app again with what was typed.
 * @param {Applicant} me
 */
async function assertBroken(me) {
  const { page } = me;
  await page.locator("#broken").waitFor();
  assert.equal(await page.locator("#app").isVisible(), false);
  await me.sees(
    me.say("static.broken.title"),
    me.say("static.broken.text"),
    "Ваши ответы хранятся на этом телефоне. Откройте страницу заново.",
  );
  await assertAccessible(page);
  await page.getByRole("link", { name: me.say("static.broken.reload"), exact: true }).click();
  await page.locator("#broken").waitFor({ state: "hidden" });
}

test("typed text is there after an immediate reload and after leaving immediately", async (t) => {
  const { me, page } = await newApplicant(t);
  await me.isAtTasks({ basis: "developing_settlement" });
  await me.follow("tasks.about_you");
  await me.arrive("name");
  const family = page.getByLabel("Family name", { exact: true });
  /** @type {[string, () => Promise<unknown>][]} */
  const departures = [
    ["SYNAQ", () => page.reload()],
    ["SYNAQOV", () => page.reload()],
    ["SYNAQBAI", () => page.goto(new URL("/app", page.url()).href).then(() => page.goBack())],
  ];
  for (const [typed, leave] of departures) {
    // Without a pause in which it could be written.
    await family.evaluate((/** @type {HTMLInputElement} */ input, typed) => {
      input.value = typed;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }, typed);
    await leave();
    await page.waitForFunction(
      (typed) => /** @type {HTMLInputElement} */ (document.querySelector("#q0-text"))?.value === typed,
      typed,
    );
  }
});

test("after a panic the plain page says where the answers are, and they are there", async (t) => {
  const { phone, page, me } = await newApplicant(t);
  // Only the app's own panic hook may show the plain page here, so boot.js does not get the trap that follows.
  await page.addInitScript(() => {
    for (const kind of ["error", "unhandledrejection"]) {
      addEventListener(kind, (event) => event.stopImmediatePropagation());
    }
  });
  await me.begin({ eligibility: MAY_APPLY, basis: "study" });
  await me.addDocument(me.say("person.you"), "autobiography", { text: "Made-up life of SYNAQ." });
  await me.openDocument(me.say("person.you"), "autobiography");
  await me.keeps("Made-up life of SYNAQ.");
  phone.expectComplaint(/RuntimeError|unreachable/);
  // A file that claims to be larger than all memory: Rust panics with "capacity overflow".
  const file = pdf();
  await page.evaluate((size) => {
    const bytes = Object.getPrototypeOf(Uint8Array.prototype);
    const honest = Object.getOwnPropertyDescriptor(bytes, "length");
    const get = function () {
      if (this.byteLength !== size) return honest.get.call(this);
      Object.defineProperty(bytes, "length", honest);
      return 0xffffffff;
    };
    Object.defineProperty(bytes, "length", { ...honest, get });
  }, file.buffer.length);
  await page.locator("#paper-file").setInputFiles(file);
  await assertBroken(me);
  await me.arrive("document", { title: "document.autobiography", isLoaded: true });
  assert.equal(await page.getByLabel(me.say("autobiography.label")).inputValue(), "Made-up life of SYNAQ.");
});

test("a trap that leaves the app no time to react shows the plain page too", async (t) => {
  const { phone, page, me } = await newApplicant(t);
  await page.goto("/");
  await me.arrive("start", { isLoaded: true });
  phone.expectComplaint(/RuntimeError|unreachable/);
  await page.evaluate(() => {
    // A module whose only function is `unreachable`.
    const module = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
    const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(module))).exports;
    addEventListener("click", () => /** @type {() => void} */ (f)(), { once: true });
  });
  await page.locator("#heading").click();
  await assertBroken(me);
  await me.arrive("start", { isLoaded: true });
});

test("the recovery code finds the application on another phone, and a wrong one shows what is wrong", async (t) => {
  const { gateway, me } = await readyToSend(t);
  await me.press("send.button");
  await me.arrive("receipt");
  const { number, code } = await me.receipt();
  const { me: other, page } = await newApplicant(t, { gateway });
  await page.goto("/");
  await other.arrive("start", { isLoaded: true });
  await other.follow("start.recover");
  await other.arrive("recover", { title: "recover.title", isLoaded: true });
  const tries = [
    ["", "The code must have 28 characters; yours has 0."],
    [code.slice(0, -1), "The code must have 28 characters; yours has 27."],
    [code.replace(/^./, "?"), "Check character 1: the code has no such character."],
    [code.replace(/^./, (first) => (first === "7" ? "8" : "7")), "One character is wrong or two are swapped. Check the code."],
  ];
  for (const [wrong, words] of tries) {
    await other.type("receipt.code", wrong);
    await other.press("recover.button");
    await other.sees(words);
    assert.equal(await page.getByLabel("Recovery code", { exact: true }).getAttribute("aria-invalid"), "true");
    await assertAccessible(page);
  }
  // Small letters and spaces are accepted.
  await other.type("receipt.code", code.toLowerCase().replaceAll("-", " "));
  await other.press("recover.button");
  await other.arrive("follow", { title: "follow.title", values: { number } });
  await other.sees("Registered", "Latest lawful date: Friday, 15 May 2026");
  await assertAccessible(page);
});

test("the page that follows opens from the phone when the gateway is unreachable, and shows the time of its data", async (t) => {
  const { gateway, phone, page, me } = await readyToSend(t);
  await me.press("send.button");
  await me.arrive("receipt");
  const { number } = await me.receipt();
  await me.follow("receipt.follow");
  await me.arrive("follow", { title: "follow.title", values: { number } });
  await me.sees("Last checked 19.03.2026, 10:00 (Astana)");
  // The event stream of the page breaks off too.
  phone.expectComplaint(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED_ENCODING/);
  await gateway.kill();
  await me.press("follow.again");
  await me.sees("No connection to the service. The information is as of 19.03.2026.", "Latest lawful date: Friday, 15 May 2026");
  await assertAccessible(page);
  // From the start page, where the phone lists the application.
  await page.getByRole("link", { name: me.say("shell.name") }).click();
  await me.arrive("start");
  await page.getByRole("link", { name: `Application No. ${number}` }).click();
  await me.arrive("follow", { title: "follow.title", values: { number } });
  await me.sees("No connection to the service. The information is as of 19.03.2026.", "35 working days left");
});

test("days off that are moved during an application move the latest date, and nothing is sent without a new check", async (t) => {
  const { gateway, phone, page, me } = await readyToSend(t);
  phone.expectComplaint(/409|ERR_INCOMPLETE_CHUNKED_ENCODING/);
  // Friday 15 May 2026 is the 35th working day. Made up: it is off, and Saturday the 16th is a working day instead.
  const transfers = [{ worked: "2026-05-16", off: "2026-05-15" }];
  const year = { year: 2026, status: "official", kurban_ait: "2026-05-27", transfers, source: "made up" };
  await gateway.setCalendar({ version: "made-up-2", years: [year] });
  await me.press("send.button");
  await page.waitForFunction(() => document.activeElement?.id === "send-failed");
  await me.sees(
    "Days off were moved, so the latest date has changed. Review the check and send again.",
    "Your answers and files are still on this phone.",
  );
  await me.press("send.button");
  await me.arrive("receipt");
  const { number } = await me.receipt();
  await me.follow("receipt.follow");
  await me.arrive("follow", { title: "follow.title", values: { number } });
  await me.sees("Latest lawful date: Saturday, 16 May 2026");
  // The phone stores the data: without the gateway the date is the same.
  phone.expectComplaint(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED_ENCODING/);
  await gateway.kill();
  await page.getByRole("link", { name: me.say("shell.name") }).click();
  await me.arrive("start");
  await page.getByRole("link", { name: `Application No. ${number}` }).click();
  await me.arrive("follow", { title: "follow.title", values: { number } });
  await me.sees("Latest lawful date: Saturday, 16 May 2026");
});

test("an application that was refused to be accepted is corrected and sent again under the same number, with a new term", async (t) => {
  const { gateway, page, me, phone } = await readyToSend(t);
  await me.press("send.button");
  await me.arrive("receipt");
  const { number, code } = await me.receipt();
  const status = async () => {
    const answer = await gateway.request(`/api/v1/applications/${number}`, { headers: { authorization: `Bearer ${code}` } });
    return answer.json();
  };
  const sent = await gateway.request(`/api/v1/applications/${number}/draft`, { headers: { authorization: `Bearer ${code}` } });
  const { draft } = await sent.json();
  const passport = draft.documents.find((document) => document.kind === "identity_document");
  await gateway.report(number, {
    event_id: "synaq-refused",
    kind: "refused_to_accept",
    on: "2026-03-19",
    documents: [{ title: "Паспорт (made up)", ground: "incomplete", requirement: passport.serves[0] }],
  });
  await me.follow("receipt.follow");
  await me.arrive("follow", { title: "follow.title", values: { number } });
  await me.sees("Not accepted", "Паспорт (made up)");
  await assertAccessible(page);

  const nextDay = "2026-03-20T10:00:00+05:00";
  await gateway.setClock(nextDay);
  await phone.setClock(nextDay);
  await me.press("refusal.mend");
  await me.arrive("tasks", { end: "/tasks" });
  await me.sees(me.say("tasks.mend"));
  const row = me.tasksOf("SYNAQ").locator(".task", { hasText: me.say("document.identity") });
  assert.match(await row.innerText(), /Not accepted/);
  // The battery dies in between: the phone still knows that the application is being corrected.
  await page.reload();
  await me.arrive("tasks", { end: "/tasks", isLoaded: true });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport again")] });
  await me.review();
  const again = await me.send("SYNAQ DARKHAN");
  assert.deepEqual(again, { number, code });
  assert.deepEqual(await numbersOf(gateway, code), [number]);
  assert.deepEqual(
    (await status()).events.map(({ kind, on }) => [kind, on]),
    [
      ["registered", "2026-03-19"],
      ["refused_to_accept", "2026-03-19"],
      ["registered", "2026-03-20"],
    ],
  );
  await me.follow("receipt.follow");
  await me.arrive("follow", { title: "follow.title", values: { number } });
  // The 35 working days are counted from the new registration: a day later than before, across a weekend.
  await me.sees("Registered", "Latest lawful date: Monday, 18 May 2026");
});

test("another person's paper, another spelling and a number with another birth day are pointed out at once", async (t) => {
  const { me, page } = await newApplicant(t);
  await me.isAtTasks({ basis: "study", person: madeUpApplicant({ name: { family: "ZHANGALIYEV", given: "DARKHAN" } }) });
  await me.openDocument("ZHANGALIYEV", "study");
  await me.addFile(papers.pdf("certificate"));
  const holder = page.getByLabel(me.say("field.holder"), { exact: true });
  for (const [typed, said] of [
    ["DZHANGALIEV DARHAN", "The name in it is spelled differently. Compare both documents."],
    ["SERIKOV BOLAT", "It has another person’s name. Add this person’s own document."],
  ]) {
    await holder.fill(typed);
    await me.sees(said);
  }
  await assertAccessible(page);
  await holder.fill("Zhangaliyev Darkhan");
  await page.waitForFunction(
    () => !/** @type {HTMLElement} */ (document.querySelector("#main")).innerText.includes("another person’s name"),
  );
  // 1 January 1990 in the number, another day in the answers. The number is made up, with a correct check digit.
  await page.goto(page.url().replace(/document.*$/, "tasks"));
  await me.arrive("tasks", { isLoaded: true });
  const link = await page.locator(".task a").first().evaluate(() =>
    [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".task a"))]
      .map((a) => a.href)
      .find((href) => href.endsWith("/name")),
  );
  await page.goto(link.replace(/name$/, "iin"));
  await me.arrive("iin", { isLoaded: true });
  await me.type("field.iin", withControlDigit("90010130000"));
  await me.sees("The date of birth in this number differs from the one you entered. Check both.");
  await assertAccessible(page);
});

/**
 * Returns a made-up number with its check digit, computed by the two rounds of weights.
 * @param {string} eleven
 */
function withControlDigit(eleven) {
  const digits = [...eleven].map(Number);
  const round = (shift) => digits.reduce((sum, digit, place) => sum + digit * (((place + shift) % 11) + 1), 0) % 11;
  const control = round(0) === 10 ? round(2) : round(0);
  return `${eleven}${control}`;
}
