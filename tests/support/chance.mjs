// A simulated person who applies on a bad phone over a bad network, both drawn from a seed. They know what they want to
// answer, look at the page that they are on and do the next thing there, wherever a fault has brought them.
import assert from "node:assert/strict";
import { Applicant, MAY_APPLY, madeUpApplicant, papers } from "./steps.mjs";

/** @import { Route } from "playwright-core" */
/** @import { Phone } from "./browser.mjs" */
/** @import { Gateway } from "./gateway.mjs" */
/** @import { ComingFile, Facts, Person } from "./steps.mjs" */

/**
 * A document that a person gives: a text, or files.
 * @typedef {{ text?: string, files?: ComingFile[] }} Given
 */

/**
 * The intentions of a person: for what and on which basis they apply, their answers, and their documents by kind.
 * @typedef {{ service: string, basis: string, person: Person, facts: Facts | undefined, given: Record<string, Given> }} Plan
 */

/** The time in milliseconds after which typed text must be saved: the promise is a second, and a loaded machine types late. */
const SAFE_AFTER = 1_200;
/** The time after a fault during which an action may fail; after that, a failing action is a dead end. */
const RECOVERY = 15_000;
/** The longest time that an application may take. */
const LIMIT = 150_000;
const DAY = 86_400_000;
const QUESTIONS = ["name", "birth", "citizenship", "paper", "iin", "address", "contact", "destination"];
/** @type {Record<string, string>} */
const EXPIRES = { contract: "1.9.2026", study: "30.12.2026" };

/** A generator that returns the same numbers for the same seed (mulberry32). */
export class Draw {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /**
   * Returns a number of at least 0 and less than `below`.
   * @param {number} below
   */
  number(below) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below;
  }

  /**
   * Returns a whole number of at least 0 and less than `below`.
   * @param {number} below
   */
  whole(below) {
    return Math.floor(this.number(below));
  }

  /**
   * Returns one of a list.
   * @template T
   * @param {T[]} list
   */
  pick(list) {
    return list[this.whole(list.length)];
  }

  /**
   * Returns true in one of `of` cases.
   * @param {number} of
   */
  once(of) {
    return this.whole(of) === 0;
  }

  /** @param {number} count */
  letters(count) {
    return Array.from({ length: count }, () => String.fromCharCode(65 + this.whole(26))).join("");
  }
}

/**
 * Returns a made-up person with their answers and documents.
 * @param {Draw} draw
 * @returns {Plan}
 */
export function madeUp(draw) {
  const service = draw.once(6) ? "extend" : "grant";
  const basis = draw.pick(["developing_settlement", "settlement_region", "study", "employment"]);
  const person = madeUpApplicant();
  const family = `SYNAQ${draw.letters(5)}`;
  person.name = { family, given: "DARKHAN", original: `ҮЛГІ ${draw.letters(5)}`, kazakh: "ҮЛГІ Дархан" };
  person.birthPlace = `Made-up place ${draw.letters(5)}`;
  person.address = `Made-up street ${draw.letters(5)}`;
  person.settlement = `Made-up village ${draw.letters(5)}`;
  person.passport.number = `FA${String(draw.whole(1e7)).padStart(7, "0")}`;
  const facts = {
    study: { institution: `Made-up school ${draw.letters(5)}`, programme: "History" },
    employment: { work: "sole_trader", trade: `Made-up bakery ${draw.letters(5)}` },
  }[basis];
  /** @type {Record<string, Given>} */
  const given = {
    autobiography: { text: `Made-up life of ${family} ${draw.letters(20)}.` },
    identity: { files: [papers.photo(`${family} passport`)] },
    nationality: { files: [papers.pdf(`${family} certificate`)] },
    study: { files: [papers.pdf(`${family} study`)] },
    trader: { files: [papers.photo(`${family} registration`)] },
    decision: { files: [papers.pdf(`${family} decision`)] },
    residence: { files: [papers.pdf(`${family} permit`)] },
  };
  // Some people leave a document out, and send the application with this defect.
  if (draw.once(4)) delete given[draw.pick(["nationality", "autobiography"])];
  return { service, basis, person, facts, given };
}

/**
 * The faults by their names. Each returns what ends it, if it lasts, or null if it cannot happen now.
 * @type {Record<string, (life: Life) => Promise<unknown>>}
 */
const FAULTS = {
  offline: (life) => life.switchNetwork({ offline: true }),
  slow: (life) => life.switchNetwork({ bytes: 15_000 }),
  refused: (life) => life.answerFor((route) => route.fulfill({ status: 503, body: "" })),
  // The request is carried out, but the response is lost.
  dropped: (life) => life.answerFor((route) => route.fetch().then(() => route.abort(), () => route.abort())),
  portal: (life) => life.answerFor((route) => route.fulfill({ contentType: "text/html", body: "<title>Log in</title>" })),
  gateway: (life) => life.killGateway(),
  tab: (life) => life.killTab(),
  storage: (life) => life.breakStorage(),
  clock: (life) => life.moveClock(),
  reload: (life) => life.page.reload(),
  back: (life) => life.page.goBack(),
  secondTab: (life) => life.changeTab(),
};

/**
 * An application of a made-up person, from the start page to the receipt.
 * @extends {Applicant<Phone>}
 */
export class Life extends Applicant {
  /**
   * The names of the faults that have happened.
   * @type {string[]}
   */
  happened = [];

  /** @type {Draw} */
  #draw;
  /** @type {Plan} */
  #plan;
  /** @type {Gateway} */
  #gateway;
  /** @type {number} */
  #gatewayTime;
  /** @type {string} */
  #address;
  /** @type {{ work: () => Promise<unknown>, at: number }[]} */
  #ends = [];
  /** @type {{ text: string, at: number }[]} */
  #typed = [];
  /** @type {number | null} */
  #storageSince = null;
  #lastTrouble = 0;
  /** @type {Map<string, number>} */
  #visits = new Map();

  /** @param {{ phone: Phone, gateway: Gateway, clock: string, seed: number, locale: string }} options */
  constructor({ phone, gateway, clock, seed, locale }) {
    super(phone, { locale });
    this.#gateway = gateway;
    this.#gatewayTime = Date.parse(clock);
    this.#plan = madeUp(new Draw(seed));
    this.#draw = new Draw(seed ^ 0x5eed);
    this.#address = `${phone.origin}/`;
  }

  async live() {
    // Journeys with faults wait for pages that do not come; the loop then looks again.
    this.phone.context.setDefaultTimeout(4_000);
    const end = Date.now() + LIMIT;
    await this.#open();
    for (;;) {
      if (Date.now() > end) throw new Error(`a dead end at ${this.#where()} after ${this.happened}: ${await this.#lastSaid()}`);
      await this.#endFaults();
      const draws = this.#draw.once(5);
      if (draws && this.#ends.length === 0) await this.#trouble(this.#draw.pick(Object.keys(FAULTS)));
      try {
        if (await this.#act()) break;
      } catch (error) {
        if (error instanceof assert.AssertionError || !this.#isDisturbed()) {
          error.message = `stuck at ${this.#where()} after ${this.happened}: ${error.message}`;
          throw error;
        }
      }
    }
    await this.#assertHonest();
  }

  /**
   * @param {string} label
   * @param {string} text
   */
  async type(label, text) {
    await super.type(label, text);
    if (text !== "") this.#typed.push({ text, at: Date.now() });
  }

  // ---- The next action on the current page

  async #open() {
    await this.page.goto(this.#address).catch(() => this.#disturb());
  }

  #where() {
    return this.page.url();
  }

  async #lastSaid() {
    return this.page.locator("body").innerText({ timeout: 1_000 }).catch(() => "(nothing)");
  }

  /** Does one thing. Returns true when the receipt is shown. */
  async #act() {
    const { page } = this;
    if (!page.url().startsWith(this.phone.origin)) {
      await page.waitForTimeout(500);
      await this.#open();
      return false;
    }
    const shown = page.locator("h1#heading, #broken:not([hidden])").first();
    await shown.waitFor();
    if (await page.locator("#broken").isVisible()) {
      await page.waitForTimeout(500);
      await page.locator("#broken a").first().click();
      return false;
    }
    const path = new URL(page.url()).pathname;
    this.#address = page.url();
    // Another tab has or had the draft; the person continues in this one.
    const here = page.getByRole("button", { name: this.say("saved.continue_here"), exact: true });
    if (await here.count()) {
      await here.first().click();
      return false;
    }
    const [, kind, , ...rest] = path.split("/").filter(Boolean);
    const name = rest[0] === "document" ? "document" : rest.at(-1);
    if (kind === "d") return this.#actInDraft(path, name);
    return this.#actOutside(path);
  }

  /**
   * Acts on the start page, and on pages to which *back* has led.
   * @param {string} path
   */
  async #actOutside(path) {
    const { page } = this;
    if (!["/", "/app", "/app/start"].includes(path)) {
      await page.goto(`${this.phone.origin}/`);
      return false;
    }
    // The stored applications are loaded after the page is shown.
    const kept = page.locator('#main a[href^="/app/d/"][href$="/tasks"]').first();
    const sent = page.locator('#main a[href^="/app/follow/"]').first();
    const hasBegun = this.#typed.length > 0;
    if (hasBegun) {
      await kept.or(sent).first().waitFor();
      if (await sent.isVisible()) return this.#findReceipt(await sent.getAttribute("href"));
      await kept.click();
    } else if (this.#plan.service === "grant") {
      await this.press("start.button");
    } else {
      await this.press("start.others");
    }
    await this.#leaves(path);
    return false;
  }

  /**
   * The start page links to the page that follows the application; the receipt is next to it.
   * @param {string} href
   */
  async #findReceipt(href) {
    await this.page.goto(new URL(`${href.replace("/app/follow/", "/app/d/")}/receipt`, this.phone.origin).href);
    return false;
  }

  /**
   * Acts on a page of the draft.
   * @param {string} path
   * @param {string} name
   */
  async #actInDraft(path, name) {
    const { page } = this;
    const { basis, person, facts } = this.#plan;
    const act = {
      service: async () => {
        await this.hand.check(page.getByLabel(this.say(`service.${this.#plan.service}`), { exact: true }));
        await this.goOn();
      },
      "may-i-apply": async () => {
        await this.eligibility(MAY_APPLY);
        await this.goOn();
      },
      basis: async () => {
        await this.hand.check(page.getByLabel(this.say(`basis.${basis}`), { exact: true }));
        await this.goOn();
      },
      checklist: () => this.follow("shell.continue"),
      facts: async () => {
        await this.#sayFacts(basis, facts);
        await this.goOn();
      },
      document: () => this.#give(path.split("/").at(-2)),
      tasks: () => this.#chooseTask(),
      officer: () => this.follow("officer.go_on"),
      answers: () => this.#leaveAnswers(),
      send: () => this.#send(),
      receipt: () => this.#readReceipt(),
    }[name];
    if (name === "receipt") return act();
    if (act) {
      await act();
    } else if (QUESTIONS.includes(name)) {
      await this.#say(name, person);
      await this.goOn();
    } else {
      throw new Error(`nobody knows what to do at ${path}`);
    }
    if (name !== "send") await this.#leaves(path);
    return false;
  }

  /**
   * Waits until another page is shown.
   * @param {string} path
   */
  async #leaves(path) {
    await this.page.waitForFunction((path) => location.pathname !== path, path);
  }

  /**
   * Answers a question about the applicant.
   * @param {string} question
   * @param {Person} person
   */
  async #say(question, person) {
    if (question === "address") await this.type("field.address", person.address);
    else if (question === "contact") await this.type("field.phone", person.phone);
    else if (question === "destination") {
      await this.select("field.region", `region.${person.region}`);
      await this.type("field.settlement", person.settlement);
    } else await this.answer(question, person, { isApplicant: true });
  }

  /**
   * @param {string} basis
   * @param {Facts} facts
   */
  async #sayFacts(basis, facts) {
    if (basis === "study") {
      await this.type("field.institution", facts.institution);
      await this.type("field.programme", facts.programme);
    } else {
      await this.choose("field.work", `work.${facts.work}`);
      await this.type("field.trade", facts.trade);
    }
  }

  /**
   * Gives a document of this kind.
   * @param {string} kind
   */
  async #give(kind) {
    const { text, files = [] } = this.#plan.given[kind] ?? {};
    if (text) await this.type("autobiography.label", text);
    // A fault may have happened between adding the file and answering the questions about it.
    if (files.length > 0 && (await this.page.locator(".page-item").count()) === 0) {
      for (const file of files) await this.addFile(file);
    }
    if (files.length > 0) {
      // Only a grant asks for it.
      if (this.#plan.service === "grant") await this.choose("field.language", "language.kazakh_or_russian");
      const expires = this.group("field.expires");
      if (await expires.count()) await this.date("field.expires", EXPIRES[kind] ?? "31.1.2030");
    }
    await this.goOn();
  }

  /**
   * Leaves the answers of an application that is already sent and cannot be sent again: back, and by the task list to the
   * receipt.
   */
  async #leaveAnswers() {
    const on = this.page.getByRole("link", { name: this.say("answers.go_on"), exact: true });
    const sent = this.page.getByRole("heading", { name: this.say("answers.sent_title"), exact: true });
    await on.or(sent).first().waitFor();
    await ((await sent.count()) ? this.follow("shell.back") : this.follow("answers.go_on"));
  }

  /** Chooses the first row that is not done and that this person intends to do; otherwise the check. */
  async #chooseTask() {
    const rows = this.page.locator("#main li.task", { has: this.page.locator(".task-status :not(.tag-done)") });
    for (const href of await rows.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))) {
      const kind = /\/document\/([a-z]+)\//.exec(href)?.[1];
      if (kind && !this.#plan.given[kind]) continue;
      const visits = this.#visits.get(href) ?? 0;
      // If a question stays open after repeated answers, the person cannot see why.
      assert.ok(visits < 12, `${href} stays open: ${await this.said()}`);
      this.#visits.set(href, visits + 1);
      await this.hand.press(this.page.locator(`#main li.task a[href="${href}"]`));
      return;
    }
    const sent = this.page.getByRole("link", { name: this.say("tasks.sent"), exact: true });
    await ((await sent.count()) ? this.follow("tasks.sent") : this.follow("officer.title"));
  }

  async #send() {
    const { page } = this;
    const { family, given } = this.#plan.person.name;
    const button = page.getByRole("button", { name: this.say("send.button"), exact: true });
    if ((await button.count()) && (await button.getAttribute("aria-disabled")) !== "true") {
      await this.consent(`${family} ${given}`);
      // Some people press twice.
      await button.click({ clickCount: this.#draw.once(3) ? 2 : 1 });
    }
    await page.waitForTimeout(300);
  }

  /** Checks that the gateway has exactly this application, with every word of it. */
  async #readReceipt() {
    await this.page.locator(".number").first().waitFor();
    const { number, code } = await this.receipt();
    const headers = { authorization: `Bearer ${code}` };
    await this.#endFaults({ all: true });
    const list = await this.#gateway.request("/api/v1/applications", { headers });
    assert.deepEqual((await list.json()).numbers, [number], "numbers of this owner");
    const sent = await (await this.#gateway.request(`/api/v1/applications/${number}/draft`, { headers })).text();
    for (const text of this.#said()) assert.ok(sent.includes(JSON.stringify(text).slice(1, -1)), `"${text}" did not arrive`);
    return true;
  }

  /** Returns everything that was typed, each text once. */
  #said() {
    return new Set(this.#typed.map(({ text }) => text).filter((text) => text.length > 6));
  }

  // ---- Faults

  /**
   * Starts the fault with this name.
   * @param {string} name
   */
  async #trouble(name) {
    this.#disturb();
    const work = await Promise.resolve()
      .then(() => FAULTS[name](this))
      .catch((error) => {
        // The page may disappear under the fault; the promises are checked below.
        if (error instanceof assert.AssertionError) throw error;
      });
    if (work !== null) this.happened.push(name);
    if (typeof work === "function") {
      this.#ends.push({ work: /** @type {() => Promise<unknown>} */ (work), at: Date.now() + 500 + this.#draw.number(4_000) });
    }
  }

  async #endFaults({ all = false } = {}) {
    for (const fault of [...this.#ends]) {
      if (!all && Date.now() < fault.at) continue;
      this.#ends.splice(this.#ends.indexOf(fault), 1);
      await fault.work();
      this.#disturb();
    }
  }

  #disturb() {
    this.#lastTrouble = Date.now();
  }

  #isDisturbed() {
    return this.#ends.length > 0 || Date.now() - this.#lastTrouble < RECOVERY;
  }

  async switchNetwork({ offline = false, bytes = -1 }) {
    const line = await this.phone.context.newCDPSession(this.page);
    const set = (/** @type {boolean} */ offline, /** @type {number} */ bytes) =>
      line.send("Network.emulateNetworkConditions", { offline, latency: 0, downloadThroughput: bytes, uploadThroughput: bytes });
    await line.send("Network.enable");
    await set(offline, bytes);
    return () => set(false, -1).catch(() => {});
  }

  /**
   * Answers all requests to the gateway in its place.
   * @param {(route: Route) => Promise<unknown>} fulfil
   */
  async answerFor(fulfil) {
    const context = this.phone.context;
    const handler = (/** @type {Route} */ route) => Promise.resolve(fulfil(route)).catch(() => {});
    await context.route("**/api/v1/**", handler);
    return () => context.unroute("**/api/v1/**", handler);
  }

  async killGateway() {
    await this.#gateway.kill();
    return () => this.#gateway.start();
  }

  /** Kills the tab as a phone does when it needs memory: the page has no time to react. */
  async killTab() {
    const due = this.#due();
    const crashed = this.page.waitForEvent("crash").catch(() => {});
    this.page.goto("chrome://crash").catch(() => {});
    await crashed;
    const dead = this.page;
    this.phone.page = await this.phone.context.newPage();
    await dead.close().catch(() => {});
    await this.#assertKept(due);
  }

  /** Returns what was typed long enough ago to be saved, while the phone could store it. */
  #due() {
    const until = Math.min(Date.now() - SAFE_AFTER, this.#storageSince ?? Infinity);
    return new Set(this.#typed.filter(({ at }) => at < until).map(({ text }) => text));
  }

  /**
   * Asserts that the phone has stored these texts.
   * @param {Set<string>} due
   */
  async #assertKept(due) {
    if (due.size === 0) return;
    // A page of the app that needs no network, so that the drafts can be read.
    await this.page.goto(`${this.phone.origin}/`).catch(() => {});
    if (!this.page.url().startsWith(this.phone.origin)) return;
    const drafts = await this.page.evaluate(() => globalThis.qandasTestDrafts());
    for (const text of due) assert.ok(drafts.includes(JSON.stringify(text).slice(1, -1)), `"${text}" was lost with the tab`);
  }

  /**
   * Makes all database writes fail. Only while the page stays: without storage, nothing can be carried over to another page.
   */
  async breakStorage() {
    const isWhole = /\/app\/d\/[^/]+\/(you|person|document|facts)/.test(this.#where());
    if (!isWhole) return null;
    await this.page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      globalThis.qandasTestRepair = () => {
        IDBObjectStore.prototype.put = put;
      };
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("made up", "QuotaExceededError");
      };
    });
    this.#storageSince ??= Date.now();
    return async () => {
      await this.page.evaluate(() => globalThis.qandasTestRepair?.()).catch(() => {});
      // The next typed text is written with everything before it; until then, nothing typed in this time is promised to be
      // saved.
      const saved = this.page.locator(".saved").waitFor({ timeout: 10_000 });
      if (await saved.then(() => true, () => false)) this.#storageSince = null;
    };
  }

  /** Makes the phone's clock wrong, or lets a day pass at the gateway. */
  async moveClock() {
    if (this.#draw.once(2)) {
      this.#gatewayTime += DAY;
      await this.#gateway.setClock(new Date(this.#gatewayTime).toISOString());
    } else {
      await this.phone.setClock(new Date(this.#gatewayTime + (this.#draw.number(800) - 400) * DAY).toISOString());
    }
  }

  /** Opens the same address in another tab and closes the first one. */
  async changeTab() {
    const old = this.page;
    const tab = await this.phone.newTab();
    this.phone.page = tab;
    await tab.goto(this.#address).catch(() => {});
    await old.close();
  }

  // ---- At the end

  /** Checks that what the receipt said is still true after the gateway has been killed. */
  async #assertHonest() {
    const { number, code } = await this.receipt();
    await this.#gateway.kill();
    await this.#gateway.start();
    const headers = { authorization: `Bearer ${code}` };
    const list = await this.#gateway.request("/api/v1/applications", { headers });
    assert.deepEqual((await list.json()).numbers, [number]);
  }
}
