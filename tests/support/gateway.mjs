// The real gateway program, with its own port and data folder.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { atEnd } from "./end.mjs";

/** @import { ChildProcess } from "node:child_process" */
/** @import { TestContext } from "node:test" */

const ROOT = resolve(import.meta.dirname, "../..");
const PROGRAM = process.env.QANDAS_GATEWAY ?? join(ROOT, "target/release/qandas-gateway");
const APP = process.env.QANDAS_APP ?? join(ROOT, "dist");
const READY = /^listening on (http:\/\/127\.0\.0\.1:(\d+))/;
/** The longest time to start. A loaded machine may need long to generate the keys of a new data folder. */
const START_LIMIT = 30_000;

/**
 * Starts a gateway that is stopped, and whose data is deleted, when the test `t` ends. `clock` is its time as RFC 3339, such
 * as "2026-03-02T10:00:00+05:00"; by default it uses the real time. `app` is the folder of the app, if it is not the one that
 * was built. `data` is a data folder to continue with, which is not deleted. `service` is the kind of the service; `operator`
 * is the name of its operator.
 * @param {TestContext} t
 * @param {{ clock?: string, app?: string, data?: string, service?: string, operator?: string }} [options]
 */
export async function startGateway(t, { clock, app = APP, data, service = "trial", operator = "" } = {}) {
  const place = await mkdtemp(join(tmpdir(), "qandas-test-"));
  // It must not exist yet: the first start creates it, and rejects an empty one.
  data ??= join(place, "data");
  const clockFile = clock === undefined ? null : join(place, "clock");
  const gateway = new Gateway(data, { clockFile, calendarFile: join(place, "calendar"), app, service, operator });
  atEnd(t, async () => {
    await gateway.kill();
    await rm(place, { recursive: true, force: true });
  });
  if (clock !== undefined) await gateway.setClock(clock);
  await gateway.start();
  return gateway;
}

/**
 * The settings of a gateway: the files that it reads, the folder of the app, and the kind and operator of its service.
 * @typedef {{ clockFile: string | null, calendarFile: string, app: string, service: string, operator: string }} Settings
 */

/** The gateway of a test, which can be stopped, killed and started again. */
export class Gateway {
  /**
   * The origin of the gateway, without a slash at the end; it stays the same after a restart.
   * @type {string}
   */
  origin;

  /** @type {ChildProcess | null} */
  #process = null;
  /** @type {Promise<{ code: number | null, signal: string | null }> | null} */
  #exited = null;
  #port = 0;
  /** @type {string[]} */
  #log = [];

  /**
   * @param {string} data - The data folder.
   * @param {Settings} settings
   */
  constructor(data, { clockFile, calendarFile, app, service, operator }) {
    this.data = data;
    this.clockFile = clockFile;
    this.calendarFile = calendarFile;
    this.app = app;
    this.service = service;
    this.operator = operator;
  }

  /**
   * Installs calendar data for the gateway, and waits until it uses them.
   * @param {{ version: string } & Record<string, any>} data
   */
  async setCalendar(data) {
    await writeFile(`${this.calendarFile}.new`, JSON.stringify(data));
    await rename(`${this.calendarFile}.new`, this.calendarFile);
    const end = Date.now() + START_LIMIT;
    while (Date.now() < end) {
      const { calendar } = await (await this.request("/api/v1/service")).json();
      if (calendar === data.version) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error(`the gateway did not load the calendar. It said:\n${this.log()}`);
  }

  /**
   * Sets the clock of the gateway, which reads it for every request.
   * @param {string} instant - As RFC 3339.
   */
  async setClock(instant) {
    if (Number.isNaN(Date.parse(instant))) throw new Error(`"${instant}" is not an instant`);
    await writeFile(this.clockFile, instant);
  }

  async start() {
    const clock = this.clockFile ? ["--test-clock", this.clockFile] : [];
    const place = ["--listen", `127.0.0.1:${this.#port}`, "--data-dir", this.data, "--app-dir", this.app];
    const service = ["--service-kind", this.service, "--operator", this.operator];
    const settings = [...place, ...service, "--calendar-file", this.calendarFile];
    const child = spawn(PROGRAM, ["serve", ...settings, ...clock], { stdio: ["ignore", "pipe", "pipe"] });
    this.#process = child;
    this.#exited = new Promise((done) => {
      child.once("exit", (code, signal) => {
        this.#process = null;
        done({ code, signal });
      });
      child.once("error", (error) => {
        this.#log.push(String(error));
        this.#process = null;
        done({ code: null, signal: null });
      });
    });
    createInterface(child.stderr).on("line", (line) => this.#log.push(line));
    /** @type {Promise<RegExpExecArray>} */
    const ready = new Promise((done) => {
      createInterface(child.stdout).on("line", (line) => {
        this.#log.push(line);
        const found = READY.exec(line);
        if (found) done(found);
      });
    });
    /** @type {NodeJS.Timeout} */
    let timer;
    /** @type {Promise<null>} */
    const late = new Promise((done) => {
      timer = setTimeout(done, START_LIMIT, null);
    });
    const found = await Promise.race([ready, late, this.#exited.then(() => null)]);
    clearTimeout(timer);
    if (!found) {
      await this.kill();
      throw new Error(`${PROGRAM} did not start; build it by \`cargo xtask build\`. It said:\n${this.log()}`);
    }
    this.origin = found[1];
    this.#port = Number(found[2]);
  }

  /** Stops the gateway as Ctrl-C does; anything but a clean exit is an error. */
  async stop() {
    if (!this.#process) return;
    this.#process.kill("SIGTERM");
    const { code, signal } = await this.#exited;
    if (code !== 0) throw new Error(`the gateway ended with ${code ?? signal}. It said:\n${this.log()}`);
  }

  /** Kills it with `kill -9`, so that it cannot write anything more. */
  async kill() {
    this.#process?.kill("SIGKILL");
    await this.#exited;
  }

  /** Starts it again with the same data and port; open pages continue to work. */
  async restart() {
    await this.stop();
    await this.start();
  }

  /** Returns its log, for messages of failed tests and for tests of what must not be in the log. */
  log() {
    return this.#log.join("\n");
  }

  /**
   * Requests a path of the gateway.
   * @param {string} path
   * @param {RequestInit} [init]
   */
  async request(path, init) {
    return fetch(`${this.origin}${path}`, init);
  }

  /**
   * Reports an event as the authority's system does, and returns the body of the response.
   * @param {string} number - That of the application.
   * @param {Record<string, any>} event
   * @returns {Promise<any>}
   */
  async report(number, event) {
    const key = (await readFile(join(this.data, "authority.key"), "utf8")).trim();
    const answer = await this.request(`/authority/v1/applications/${encodeURIComponent(number)}/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(event),
    });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`the gateway refused the event with ${answer.status}: ${body}`);
    return body === "" ? null : JSON.parse(body);
  }
}
