// The gateway's summary and the app's page have the same texts, character by character: the page takes over what the summary
// showed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newPhone } from "../support/browser.mjs";
import { layInDemo } from "../support/family.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant } from "../support/steps.mjs";

/** @import { Page } from "playwright-core" */
/** @import { Gateway } from "../support/gateway.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
const LANGUAGES = ["kk", "kk-Arab", "kk-Latn", "ru", "en", "uz", "uz-Cyrl", "zh"];

/**
 * Sends a request to the gateway with a secret, and returns the JSON of its response.
 * @param {Gateway} gateway
 * @param {string} path
 * @param {string} secret
 * @param {RequestInit} [init]
 */
async function ask(gateway, path, secret, init = {}) {
  const answer = await gateway.request(path, { ...init, headers: { authorization: `Bearer ${secret}` } });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

/**
 * Returns the lines of the page's first section and of its history, as they are in the page.
 * @param {Page} page
 */
async function said(page) {
  const texts = (selector) => page.locator(selector).evaluateAll((found) => found.map((one) => one.textContent));
  return { first: await texts(".standing p"), history: await texts(".history li") };
}

/**
 * Returns the texts of a summary in the order of the page.
 * @param {Record<string, string>} summary
 */
function linesOf({ state, outcome, date, left, late, needed }) {
  return [state, outcome, date, left, late, needed].filter((line) => line !== undefined);
}

test("the pages of owner and family and their summaries have the same texts in every language", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const samples = await layInDemo(gateway);
  assert.ok(samples.length > 3, `${samples.length} samples`);
  for (const [place, { code, number }] of samples.entries()) {
    const body = JSON.stringify({ id: String(place).padStart(32, "0"), name: "" });
    const { token } = await ask(gateway, `/api/v1/applications/${number}/shares`, code, { method: "POST", body });
    const phone = await newPhone(t, { origin: gateway.origin, locale: "kk", clock: NOW });
    const me = new Applicant(phone, { locale: "kk" });
    for (const reader of ["family", "owner"]) {
      await phone.page.goto(reader === "family" ? `/app/family#${token}` : `/app/follow#${code}`);
      await phone.page.locator(".standing").waitFor();
      for (const language of LANGUAGES) {
        await me.switchTo(language);
        const page = await said(phone.page);
        const query = `summary?lang=${language}`;
        const summary =
          reader === "family"
            ? await ask(gateway, `/api/v1/shared/${query}`, token)
            : (await ask(gateway, `/api/v1/applications/${query}`, code)).applications[0];
        // The part about an owner's documents that only the phone knows is the last line of the page.
        const first = summary.needed === undefined ? page.first.slice(0, -1) : page.first;
        assert.deepEqual(first, linesOf(summary), `${reader} ${number} ${language}`);
        assert.ok(
          page.history.some((line) => line.startsWith(summary.new)),
          `${summary.new}: ${page.history}`,
        );
      }
    }
  }
});
