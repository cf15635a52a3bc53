// A person who fills in an application, page by page, using the texts that the page shows.
import { pdf, photo } from "./documents.mjs";
import { Mouse, Touch } from "./hands.mjs";
import { hasDatabase, until } from "./kept.mjs";
import { keepDraft } from "./records.mjs";
import { say } from "./words.mjs";

/** @import { Locator, Page } from "playwright-core" */
/** @import { FilePayload } from "./documents.mjs" */
/** @import { ChosenFile, Hand } from "./hands.mjs" */
/** @import { Values } from "./words.mjs" */

/**
 * A phone, or one tab of it, as an applicant uses it.
 * @typedef {{ page: Page, origin: string, hasTouch?: boolean }} UsedPhone
 */

/**
 * A made-up person with the answers about them as they are typed. `beforeTheLastContinue` is called on the last page of
 * questions about the applicant.
 * @typedef {{
 *   kinship?: string,
 *   kinTo?: string,
 *   name: { family?: string, given?: string, patronymic?: string, original?: string, kazakh?: string },
 *   born: string,
 *   birthPlace: string,
 *   citizenship: string,
 *   kazakh?: boolean,
 *   passport: { number: string, issued: string, expires: string },
 *   iin?: string,
 *   address?: string,
 *   phone?: string,
 *   email?: string,
 *   region?: string,
 *   settlement?: string,
 *   beforeTheLastContinue?: (me: Applicant) => Promise<void>,
 * }} Person
 */

/**
 * The facts of a basis, as they are typed or chosen.
 * @typedef {{
 *   relativeName?: string, relativeIs?: string, home?: string,
 *   work?: string, employer?: string, position?: string, trade?: string,
 *   institution?: string, programme?: string,
 * }} Facts
 */

/**
 * A file to choose, or the promise of one.
 * @typedef {ChosenFile | Promise<ChosenFile>} ComingFile
 */

const QUESTIONS_OF_APPLICANT = ["name", "birth", "citizenship", "paper", "iin"];
/** @type {Record<string, string>} */
const TITLES = {
  kinship: "kinship.title",
  name: "name.title",
  birth: "birth.title",
  paper: "paper.title",
  iin: "iin.title",
  address: "address.title",
  contact: "contact.title",
  destination: "destination.title",
  eligibility: "eligibility.title",
  obstacles: "obstacles.title",
  basis: "basis.title",
  checklist: "checklist.title",
  tasks: "tasks.title",
  family: "family.title",
  officer: "officer.title",
  answers: "answers.title",
  send: "send.title",
  receipt: "receipt.title",
  start: "start.title",
  service: "service.title",
  lines: "lines.title",
  spelling: "spelling.title",
  channels: "channel.title",
};

/**
 * Replaces non-breaking spaces by spaces, as a reader sees them.
 * @param {string} text
 */
export function plain(text) {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * Runs a part of a story; its name is put before the message of an error in it.
 * @param {string} name
 * @param {() => unknown} work
 */
export async function step(name, work) {
  try {
    await work();
  } catch (error) {
    error.message = `${name}: ${error.message}`;
    throw error;
  }
}

/**
 * The storage of a phone at the task list, by the answers that led there.
 * @type {Map<string, { path: string, draft: string, notes: Record<string, string> }>}
 */
const filledIn = new Map();

/**
 * A person who applies in the app.
 * @template {UsedPhone} [P=UsedPhone]
 */
export class Applicant {
  /**
   * `onPage(page, name)` is called on every page that the applicant comes to; `Hand` is the way in which the pages are used.
   * @param {P} phone
   * @param {{
   *   locale: string, onPage?: (page: Page, name: string) => Promise<void>, Hand?: new (page: Page) => Hand,
   * }} options
   */
  constructor(phone, { locale, onPage = async () => {}, Hand = phone.hasTouch ? Touch : Mouse }) {
    this.phone = phone;
    this.locale = locale;
    this.onPage = onPage;
    this.Hand = Hand;
  }

  get hand() {
    return new this.Hand(this.page);
  }

  get page() {
    return this.phone.page;
  }

  /**
   * Returns a text of the app in the language of the applicant.
   * @param {string} key
   * @param {Values} [values]
   */
  say(key, values) {
    return say(this.locale, key, values);
  }

  // ---- Where am I

  /**
   * Waits until the page with this heading is shown, at an address with this end and with the focus on its heading. After a
   * full page load, the browser decides about the focus.
   * @param {string} name
   * @param {{ end?: string, title?: string, values?: Values, isLoaded?: boolean }} [options]
   */
  async arrive(name, { end, title = TITLES[name], values, isLoaded = false } = {}) {
    const heading = this.say(title, values);
    const { page } = this;
    try {
      await page.locator("h1#heading", { hasText: new RegExp(`^\\s*${escapePattern(heading)}\\s*$`) }).waitFor();
      if (end) await page.waitForURL((url) => url.pathname.endsWith(end));
      if (!isLoaded) await page.waitForFunction(() => document.activeElement?.id === "heading");
    } catch (error) {
      const focus = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
      error.message += `\nwaiting for the page "${heading}" ${end ?? ""}; at ${page.url()} with the focus on ${focus}`;
      throw error;
    }
    await page.waitForFunction((heading) => document.title.startsWith(heading), heading);
    await this.onPage(page, name);
  }

  /**
   * Waits until the page shows all of these texts.
   * @param {...string} texts
   */
  async sees(...texts) {
    for (const text of texts) {
      try {
        await this.page.waitForFunction(
          (text) => {
            /** @type {HTMLElement} */
            const main = document.querySelector("#broken:not([hidden])") ?? document.querySelector("#main");
            return main?.innerText.replace(/\s+/g, " ").includes(text);
          },
          plain(text),
        );
      } catch (error) {
        const said = plain(await this.page.locator("main:visible").first().innerText());
        throw new Error(`the page does not say "${text}". It says: ${said}`, { cause: error });
      }
    }
  }

  async said() {
    return plain(await this.page.locator("#main").innerText());
  }

  // ---- What one does on any page

  /**
   * Presses the button with this text.
   * @param {string} key
   * @param {Values} [values]
   */
  async press(key, values) {
    await this.hand.press(this.page.getByRole("button", { name: this.say(key, values), exact: true }));
  }

  /**
   * Follows the first link with this text.
   * @param {string} key
   * @param {Values} [values]
   */
  async follow(key, values) {
    await this.hand.press(this.page.getByRole("link", { name: this.say(key, values), exact: true }).first());
  }

  goOn() {
    return this.press("shell.continue");
  }

  /**
   * Waits until the phone has stored a draft with this text.
   * @param {string} text
   */
  keeps(text) {
    return until(this.page, async (text) => (await globalThis.qandasTestDrafts()).includes(text), text);
  }

  /**
   * Types a text into the field with this label.
   * @param {string} label
   * @param {string} text
   */
  async type(label, text) {
    await this.hand.type(this.page.getByLabel(this.say(label), { exact: true }), text);
  }

  /**
   * Chooses an option of the list with this label.
   * @param {string} label
   * @param {string} option
   */
  async select(label, option) {
    await this.hand.select(this.page.getByLabel(this.say(label), { exact: true }), this.say(option));
  }

  /**
   * Returns the group of fields with this legend.
   * @param {string} legend
   */
  group(legend) {
    return this.page.locator("fieldset", { has: this.page.locator("legend", { hasText: exactly(this.say(legend)) }) });
  }

  /**
   * Chooses one of a group of answers.
   * @param {string} legend
   * @param {string} choice
   * @param {Values} [values]
   */
  async choose(legend, choice, values) {
    await this.hand.check(this.group(legend).getByLabel(this.say(choice, values), { exact: true }));
  }

  /**
   * Answers a question by yes or no.
   * @param {string} legend
   * @param {boolean} answer
   */
  async yesOrNo(legend, answer) {
    await this.choose(legend, answer ? "answer.yes" : "answer.no");
  }

  /**
   * Enters a day such as "14.3.1985", field by field.
   * @param {string} legend
   * @param {string} typed
   */
  async date(legend, typed) {
    const parts = typed.split(".");
    for (const [place, key] of ["date.day", "date.month", "date.year"].entries()) {
      await this.hand.type(this.group(legend).getByLabel(this.say(key), { exact: true }), parts[place] ?? "");
    }
  }

  /**
   * Changes the language of the app.
   * @param {string} locale
   */
  async switchTo(locale) {
    const choice = this.page.locator(`.languages button[lang="${locale}"]`);
    if (!(await choice.isVisible())) await this.page.locator(".languages summary").click();
    await choice.click();
    await this.page.waitForFunction((tag) => document.documentElement.lang === tag, locale);
    this.locale = locale;
  }

  // ---- The pages of an application

  /**
   * Goes from the start page to the task list of a request of Annex 6.
   * @param {string} service
   */
  async beginOther(service) {
    await this.page.goto(`${this.phone.origin}/`);
    await this.arrive("start", { isLoaded: true });
    await this.press("start.others");
    // This page needs the whole app, which is loaded for it.
    await this.arrive("service", { end: "/service", isLoaded: true });
    await this.hand.check(this.page.getByLabel(this.say(`service.${service}`), { exact: true }));
    await this.goOn();
    await this.arrive("tasks", { end: "/tasks" });
  }

  /**
   * Goes from the start page to the task list.
   * @param {{ eligibility: Record<string, boolean>, basis: string }} answers
   */
  async begin({ eligibility, basis }) {
    await this.page.goto(`${this.phone.origin}/`);
    await this.arrive("start", { isLoaded: true });
    await this.press("start.button");
    await this.arrive("eligibility", { end: "/may-i-apply" });
    await this.eligibility(eligibility);
    await this.goOn();
    await this.arrive("basis", { end: "/basis" });
    await this.hand.check(this.page.getByLabel(this.say(`basis.${basis}`), { exact: true }));
    await this.goOn();
    await this.arrive("checklist", { end: "/checklist" });
    await this.follow("shell.continue");
    // The first visit ends here; the whole app is loaded.
    await this.arrive("tasks", { end: "/tasks", isLoaded: true });
  }

  /**
   * Goes from a new phone to the task list of somebody who may apply on this basis, with all questions about `person`
   * answered if given. The first time in a file this is done step by step; later, the phone gets the storage of the first
   * one. For tests of later pages.
   * @param {{ basis: string, person?: Person }} answers
   */
  async isAtTasks({ basis, person }) {
    const wanted = JSON.stringify([this.locale, basis, person]);
    if (!filledIn.has(wanted)) {
      await this.begin({ eligibility: MAY_APPLY, basis });
      if (person) await this.aboutApplicant(person);
      await this.keeps(person ? JSON.stringify(person.settlement) : `"${basis}"`);
      filledIn.set(wanted, {
        path: new URL(this.page.url()).pathname,
        draft: await this.page.evaluate(() => globalThis.qandasTestDrafts()),
        notes: await this.page.evaluate(() => ({ ...localStorage })),
      });
      return;
    }
    const { path, draft, notes } = filledIn.get(wanted);
    await this.page.goto(`${this.phone.origin}/`);
    await this.arrive("start", { isLoaded: true });
    await hasDatabase(this.page);
    await keepDraft(this.page, draft);
    await this.page.evaluate((notes) => Object.assign(localStorage, notes), notes);
    await this.page.goto(`${this.phone.origin}${path}`);
    await this.arrive("tasks", { isLoaded: true });
  }

  /**
   * Answers the questions whether the person may apply.
   * @param {Record<string, boolean>} answers
   */
  async eligibility(answers) {
    for (const [question, answer] of Object.entries(answers)) await this.yesOrNo(`field.${question}`, answer);
  }

  /**
   * Goes from the task list through all questions about the applicant, and back to it.
   * @param {Person} person
   */
  async aboutApplicant(person) {
    await this.follow("tasks.about_you");
    for (const question of QUESTIONS_OF_APPLICANT) {
      await this.question(question, person, { isApplicant: true });
    }
    await this.whereTo(person);
  }

  /**
   * Answers the last three questions about the applicant: their address, phone and destination.
   * @param {Person} person
   */
  async whereTo(person) {
    await this.arrive("address", { end: "/you/address" });
    await this.type("field.address", person.address);
    await this.goOn();
    await this.arrive("contact", { end: "/you/contact" });
    await this.type("field.phone", person.phone ?? "");
    await this.type("field.email", person.email ?? "");
    await this.goOn();
    await this.arrive("destination", { end: "/you/destination" });
    await this.select("field.region", `region.${person.region}`);
    await this.type("field.settlement", person.settlement);
    if (person.beforeTheLastContinue) await person.beforeTheLastContinue(this);
    await this.goOn();
    await this.arrive("tasks", { end: "/tasks" });
  }

  /**
   * Answers a question about a person and continues.
   * @param {string} question
   * @param {Person} person
   */
  async question(question, person, { isApplicant = false } = {}) {
    const title = { citizenship: isApplicant ? "citizenship.title" : "citizenship.title_member" }[question];
    await this.arrive(isApplicant ? question : `member-${question}`, {
      end: `/${question}`,
      title: title ?? TITLES[question],
    });
    await this.answer(question, person, { isApplicant });
    await this.goOn();
  }

  /**
   * Answers a question about a person.
   * @param {string} question
   * @param {Partial<Person>} person
   */
  async answer(question, person, { isApplicant = false } = {}) {
    if (question === "kinship") {
      await this.choose("field.kinship", `kinship.${person.kinship}`, person.kinTo ? { name: person.kinTo } : undefined);
    }
    if (question === "name") {
      for (const [part, text] of Object.entries(person.name)) await this.type(`name.${part}`, text);
    }
    if (question === "birth") {
      await this.date("field.born", person.born);
      await this.type("field.birth_place", person.birthPlace);
    }
    if (question === "citizenship") {
      await this.select("field.citizenship", `country.${person.citizenship}`);
      if (!isApplicant) await this.yesOrNo("field.kazakh", person.kazakh);
    }
    if (question === "paper") {
      await this.type("field.document_number", person.passport.number);
      await this.date("field.document_issued", person.passport.issued);
      await this.date("field.document_expires", person.passport.expires);
    }
    if (question === "iin") await this.type("field.iin", person.iin ?? "");
  }

  /**
   * Goes from the task list to the family page and back, adding a member and answering the questions about them.
   * @param {Person} person
   */
  async addMember(person) {
    await this.follow("tasks.family");
    await this.arrive("family", { end: "/family" });
    await this.press("family.add");
    for (const question of ["kinship", ...QUESTIONS_OF_APPLICANT]) await this.question(question, person);
    await this.arrive("tasks", { end: "/tasks" });
  }

  /**
   * Goes from the task list to the facts of the basis and back.
   * @param {string} basis
   * @param {Facts} facts
   */
  async facts(basis, facts) {
    await this.follow("tasks.facts");
    await this.arrive(`facts-${basis}`, { end: "/facts", title: `basis.${basis}` });
    if (basis === "family_reunion") {
      await this.type("field.relative_name", facts.relativeName);
      await this.select("field.relative_is", `relative.${facts.relativeIs}`);
      await this.yesOrNo("field.relative_is_citizen", true);
      await this.yesOrNo("field.relative_lives_in_region", true);
      await this.choose("field.home", `home.${facts.home}`);
    }
    if (basis === "employment") {
      await this.choose("field.work", `work.${facts.work}`);
      for (const field of ["employer", "position", "trade"]) {
        if (facts[field]) await this.type(`field.${field}`, facts[field]);
      }
    }
    if (basis === "study") {
      await this.type("field.institution", facts.institution);
      await this.type("field.programme", facts.programme);
    }
    await this.goOn();
    await this.arrive("tasks", { end: "/tasks" });
  }

  /**
   * Returns the tasks that the task list shows for a person: "you" or a name.
   * @param {string} name
   */
  tasksOf(name) {
    return this.page.locator("#main section", { has: this.page.locator("h2", { hasText: name }) });
  }

  /**
   * Goes from the task list to a document of the person with this name and back. The document gets `text`, `files`, a
   * language and a day until which it is valid.
   * @param {string} name
   * @param {string} kind
   * @param {{ text?: string, files?: ComingFile[], language?: string | null, expires?: string, translation?: ComingFile }} [options]
   */
  async addDocument(name, kind, { text, files = [], language = "kazakh_or_russian", expires, translation } = {}) {
    await this.openDocument(name, kind);
    if (text) await this.type("autobiography.label", text);
    for (const file of files) await this.addFile(file);
    if (files.length > 0) {
      // Only a grant asks for it.
      if (language) await this.choose("field.language", `language.${language}`);
      if (expires) await this.date("field.expires", expires);
    }
    if (translation) await this.addFile(translation, "translation");
    await this.goOn();
    await this.arrive("tasks", { end: "/tasks" });
  }

  /**
   * Goes from the task list to a document of the person with this name.
   * @param {string} name
   * @param {string} kind
   */
  async openDocument(name, kind) {
    await this.hand.press(this.tasksOf(name).getByRole("link", { name: this.say(`document.${kind}`), exact: true }));
    await this.arrive(`document-${kind}`, { title: `document.${kind}` });
  }

  /**
   * Chooses a file and waits until the phone has stored it.
   * @param {ComingFile} file
   * @param {"paper" | "translation"} [part]
   */
  async addFile(file, part = "paper") {
    const pages = this.page.locator(".pages", { has: this.page.locator(`#${part}-file`) }).locator(".page-item");
    const before = await pages.count();
    await this.hand.file(this.page.locator(`#${part}-file`), await file);
    await pages.nth(before).waitFor();
  }

  /** Goes from the task list by the officer's check and the answers to the page that sends. */
  async review() {
    await this.follow("officer.title");
    await this.arrive("officer", { end: "/officer" });
    await this.follow("officer.go_on");
    await this.arrive("answers", { end: "/answers" });
    await this.follow("answers.go_on");
    await this.arrive("send", { end: "/send" });
  }

  /**
   * Consents, and chooses to send the application despite findings, if there are any.
   * @param {string} name
   */
  async consent(name) {
    const risk = this.page.locator("#all-the-same");
    if (await risk.count()) await this.hand.check(risk);
    await this.hand.check(this.page.getByLabel(this.say("send.consent"), { exact: true }));
    await this.type("field.confirmed_name", name);
  }

  /**
   * Sends from the page of consent, and returns the contents of the receipt.
   * @param {string} name
   */
  async send(name) {
    await this.consent(name);
    await this.press("send.button");
    await this.arrive("receipt", { end: "/receipt" });
    return this.receipt();
  }

  async receipt() {
    const [number, code] = await this.page.locator(".number").allInnerTexts();
    return { number: number.trim(), code: code.trim() };
  }
}

/** @param {string} text */
function escapePattern(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
}

/** @param {string} text */
function exactly(text) {
  return new RegExp(`^\\s*${escapePattern(text)}\\s*$`);
}

/**
 * Returns a made-up adult; ҮЛГІ and SYNAQ are Kazakh for sample and test.
 * @param {Partial<Person>} [more]
 * @returns {Person}
 */
export function madeUpApplicant(more = {}) {
  return {
    name: { family: "SYNAQ", given: "DARKHAN", patronymic: "ULGI", original: "ҮЛГІ Дархан", kazakh: "ҮЛГІ Дархан" },
    born: "14.3.1985",
    birthPlace: "Өзбекстан, Үлгі ауылы",
    citizenship: "uzbekistan",
    passport: { number: "FA0000001", issued: "1.2.2020", expires: "31.1.2030" },
    address: "Өзбекстан, Үлгі ауылы, Сынақ көшесі, 1",
    phone: "+998 00 000 00 01",
    region: "qaraghandy",
    settlement: "Үлгі ауылы",
    ...more,
  };
}

/**
 * Returns the spouse of the made-up applicant, with a passport that expired on 15 January 2026.
 * @returns {Person}
 */
export function madeUpSpouse() {
  return {
    kinship: "spouse",
    name: { family: "SYNAQOVA", given: "AYNA", kazakh: "ҮЛГІ Айна" },
    born: "2.11.1987",
    birthPlace: "Өзбекстан, Үлгі ауылы",
    citizenship: "uzbekistan",
    kazakh: true,
    passport: { number: "FA0000002", issued: "16.1.2016", expires: "15.1.2026" },
  };
}

export const MAY_APPLY = {
  citizen_now: false,
  citizen_before: false,
  applicant_kazakh: true,
  to_live_permanently: true,
};

/** A photo and a PDF with their descriptions as content. */
export const papers = {
  photo: (/** @type {string} */ text) => photo({ name: `${text.toLowerCase().replace(/\W+/g, "-")}.jpg`, text }),
  pdf: (/** @type {string} */ text) => pdf({ name: `${text.toLowerCase().replace(/\W+/g, "-")}.pdf`, text }),
};
