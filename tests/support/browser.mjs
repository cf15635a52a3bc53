// Phones: pages of the system's Chromium that fail their test if an error occurred unnoticed.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { atEnd } from "./end.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core" */

/**
 * The settings of a phone; see `newPhone`. `width` and `height` are those of its screen.
 * @typedef {{
 *   origin?: string, locale?: string, width?: number, height?: number, clock?: string, timezone?: string,
 * }} PhoneOptions
 */

/**
 * A phone whose browser can be killed; see `newMortalPhone`.
 * @typedef {{
 *   origin: string, hasTouch: false, page: Page, context: BrowserContext, kill(): Promise<void>, reopen(): Promise<void>,
 * }} MortalPhone
 */

/** Screenshots are for people and take time: `cargo xtask screens` requests them. */
const IS_DRAWN = Boolean(process.env.QANDAS_SCREENS);
const SCREENS = resolve(import.meta.dirname, "../out/screens");
const LAST = resolve(import.meta.dirname, "../out/last");
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const CHROME = process.env.CHROME ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @type {Promise<Browser> | null} */
let launching = null;

/** Returns the browser that all tests of a file share; its contexts share nothing. */
export function browser() {
  launching ??= chromium.launch({ executablePath: CHROME, args: FLAGS });
  return launching;
}

after(async () => {
  if (launching) await (await launching).close();
});

/**
 * Opens a phone with empty storage. When the test `t` ends, it fails if the page wrote an error to its console, violated the
 * content security policy, threw, or sent a request to another host.
 *
 * `locale` is the phone's language, `clock` its time as RFC 3339, `timezone` its time zone; timers run as usual. `origin` is
 * the only origin that it may send requests to.
 * @param {TestContext} t
 * @param {PhoneOptions & BrowserContextOptions} [options]
 */
export async function newPhone(
  t,
  { origin, locale = "kk", width = 360, height = 640, clock, timezone = "Asia/Almaty", ...more } = {},
) {
  const context = await (await browser()).newContext({
    viewport: { width, height },
    // Twice the resolution for people; for a test the pages are the same.
    deviceScaleFactor: IS_DRAWN ? 2 : 1,
    isMobile: true,
    hasTouch: true,
    locale,
    timezoneId: timezone,
    baseURL: origin,
    ...more,
  });
  const phone = await makePhone(context, { origin, clock });
  atEnd(t, async () => {
    const { passed } = /** @type {TestContext & { passed: boolean }} */ (t);
    if (!passed || !phone.isQuiet) await keepLast(t, phone.page);
    await context.close();
    phone.assertQuiet();
  });
  return phone;
}

let phones = 0;

/**
 * Saves a screenshot of the page at the end of a test that failed.
 * @param {TestContext} t
 * @param {Page} page
 */
async function keepLast(t, page) {
  phones += 1;
  const name = `${t.name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80)}-${phones}.png`;
  await mkdir(LAST, { recursive: true });
  // A crashed page has no screenshot, and that is not what the test checks.
  await page.screenshot({ path: join(LAST, name), fullPage: true, timeout: 5_000 }).catch(() => {});
}

/**
 * Makes a context of a browser into a phone.
 * @param {BrowserContext} context
 * @param {{ origin?: string, clock?: string }} options
 */
async function makePhone(context, { origin, clock }) {
  const phone = new Phone(context, origin);
  context.setDefaultTimeout(15_000);
  await context.exposeBinding("qandasTestViolation", (_, text) => phone.complain(text));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.qandasTestViolation(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await context.addInitScript(() => {
    /** Returns the drafts on this phone as one text. */
    globalThis.qandasTestDrafts = () =>
      new Promise((done, fail) => {
        const open = indexedDB.open("qandas");
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction("drafts").objectStore("drafts").getAll();
          all.onerror = () => fail(all.error);
          all.onsuccess = () => {
            open.result.close();
            done(all.result.join("\n"));
          };
        };
      });
  });
  if (clock !== undefined) await phone.setClock(clock);
  context.on("page", (page) => phone.watch(page));
  for (const page of context.pages()) phone.watch(page);
  phone.page = context.pages()[0] ?? (await context.newPage());
  return phone;
}

/**
 * Shifts the clock of a page; it runs there.
 * @param {number} shift - In milliseconds.
 */
function shiftDate(shift) {
  globalThis.qandasTestDate ??= Date;
  const Real = globalThis.qandasTestDate;
  class Shifted extends Real {
    static now() {
      return Real.now() + shift;
    }

    constructor(...parts) {
      super(.../** @type {[number]} */ (parts.length > 0 ? parts : [Real.now() + shift]));
    }
  }
  globalThis.Date = /** @type {DateConstructor} */ (Shifted);
}

/** A phone of a test, with the errors that its pages reported. */
export class Phone {
  /**
   * The page that the test uses.
   * @type {Page}
   */
  page;
  hasTouch = true;
  /** @type {string[]} */
  #complaints = [];
  /** @type {RegExp[]} */
  #expected = [];

  /**
   * @param {BrowserContext} context
   * @param {string} [origin]
   */
  constructor(context, origin) {
    this.context = context;
    this.origin = origin;
  }

  /**
   * Sets the phone's time, which runs on from `instant`. Playwright's own clock would replace the timers of the browser,
   * which are late as long as other timers are set without a pause.
   * @param {string} instant
   */
  async setClock(instant) {
    const shift = Date.parse(instant) - Date.now();
    await this.context.addInitScript(shiftDate, shift);
    await Promise.all(this.context.pages().map((page) => page.evaluate(shiftDate, shift)));
  }

  /** Opens a second tab of the same phone. */
  newTab() {
    return this.context.newPage();
  }

  /**
   * Allows an error message like this in the test, for example one about a gateway that is not running.
   * @param {RegExp} pattern
   */
  expectComplaint(pattern) {
    this.#expected.push(pattern);
  }

  /** @param {string} text */
  complain(text) {
    this.#complaints.push(text);
  }

  get #unexpected() {
    return this.#complaints.filter((text) => !this.#expected.some((pattern) => pattern.test(text)));
  }

  get isQuiet() {
    return this.#unexpected.length === 0;
  }

  assertQuiet() {
    assert.deepEqual(this.#unexpected, [], "the page reported errors");
  }

  /** @param {Page} page */
  watch(page) {
    // Set from the start: a dialog that opens before Chromium intercepts dialogs is lost.
    page.on("filechooser", () => {});
    page.on("console", (message) => {
      if (message.type() === "error") this.complain(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.complain(`thrown: ${error.stack ?? error}`));
    page.on("crash", () => this.complain("the tab crashed"));
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      const own = origin === this.origin || protocol === "data:" || protocol === "blob:";
      if (this.origin && !own) this.complain(`another host was asked: ${request.url()}`);
    });
  }
}

/**
 * Fails if axe finds anything. No rule is switched off.
 * @param {Page} page
 */
export async function assertAccessible(page) {
  assert.deepEqual(await axe(page), []);
}

/**
 * Returns the findings of axe, each with its elements.
 * @param {Page} page
 * @returns {Promise<{ rule: string, elements: string[] }[]>}
 */
export async function axe(page) {
  // Once for each document. It is evaluated and not added as a script, because the content security policy would block a
  // script.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(await readFile(AXE, "utf8"));
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      elements: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
    }));
  });
}

/**
 * Writes a screenshot of the whole page to tests/out/screens/NAME.png, if screenshots are requested.
 * @param {Page} page
 * @param {string} name
 */
export async function shot(page, name) {
  if (!IS_DRAWN) return;
  await mkdir(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true, animations: "disabled" });
}

/** A shell in which `mount` works: the caller is root, or becomes root in a namespace of its own. */
const OWN_MOUNTS = process.getuid() === 0 ? ["-m"] : ["-Urm"];

/**
 * Returns the reason why no browser can have a small disk of its own here; null if it can.
 * @returns {string | null}
 */
export function whyNoSmallDisk() {
  const mount = ["sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"];
  const { status, stderr, error } = spawnSync("unshare", [...OWN_MOUNTS, ...mount], { encoding: "utf8" });
  return status === 0 ? null : String(error ?? stderr).trim();
}

/**
 * Opens a phone whose browser can be killed: `phone.kill()` is `kill -9` of the browser, and `phone.reopen()` opens it again
 * with what was on its disk. It has a new page after each opening. `profile` is the folder of a browser to continue with; it
 * is deleted at the end too. `port` is where `origin` is really served, if it has a host name of its own. `disk` is the size
 * in megabytes of the phone's own disk, which exists until the browser ends.
 * @param {TestContext} t
 * @param {PhoneOptions & { profile?: string, port?: number | string, disk?: number }} [options]
 */
export async function newMortalPhone(
  t,
  { origin, locale = "kk", width = 360, height = 640, clock, timezone = "Asia/Almaty", profile, port, disk } = {},
) {
  profile ??= await mkdtemp(join(tmpdir(), "qandas-phone-"));
  const names = port ? [`--host-resolver-rules=MAP ${new URL(origin).hostname}:80 127.0.0.1:${port}`] : [];
  /** @type {MortalPhone} */
  const mortal = { origin, hasTouch: false, page: null, context: null, kill: null, reopen: null };
  /** @type {import("node:child_process").ChildProcess | null} */
  let child = null;
  /** @type {Promise<unknown> | null} */
  let exited = null;
  /** @type {Phone | null} */
  let phone = null;

  mortal.reopen = async () => {
    const settings = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, `--accept-lang=${locale}`];
    const browser = [CHROME, ...settings, ...FLAGS, ...names, "about:blank"];
    const mount = `mount -t tmpfs -o size=${disk}m tmpfs "$0" && exec "$@"`;
    const [program, ...rest] = disk ? ["unshare", ...OWN_MOUNTS, "sh", "-c", mount, profile, ...browser] : browser;
    child = spawn(program, rest, {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, TZ: timezone },
      // A process group of its own, so that the whole browser dies at once, as on a phone.
      detached: true,
    });
    exited = new Promise((done) => child.once("exit", done));
    /** @type {string} */
    const address = await new Promise((done, fail) => {
      createInterface(child.stderr).on("line", (line) => {
        const found = /^DevTools listening on (ws:.*)$/.exec(line);
        if (found) done(found[1]);
      });
      exited.then(() => fail(new Error("the browser did not start")));
    });
    const connected = await chromium.connectOverCDP(address);
    phone = await makePhone(connected.contexts()[0], { origin, clock });
    mortal.page = phone.page;
    mortal.context = phone.context;
    await mortal.page.setViewportSize({ width, height });
  };
  mortal.kill = async () => {
    if (!child) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // The process had ended already.
    }
    await exited;
    child = null;
  };

  atEnd(t, async () => {
    await mortal.kill();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    phone?.assertQuiet();
  });
  await mortal.reopen();
  return mortal;
}
