// Random people and random faults: nothing that was typed more than a second before is lost, nothing is falsely called
// received, nothing is registered twice, and no page is a dead end. QANDAS_SEED selects other people and other faults,
// QANDAS_MINUTES is the time to play.
import { describe, test } from "node:test";
import { newPhone } from "../support/browser.mjs";
import { Life } from "../support/chance.mjs";
import { startGateway } from "../support/gateway.mjs";

/** @import { TestContext } from "node:test" */

const NOW = "2026-03-19T10:00:00+05:00";
const SEED = Number(process.env.QANDAS_SEED ?? 1);
const MINUTES = Number(process.env.QANDAS_MINUTES ?? 0);
const JOURNEYS = 25;

/** The messages in the console of a page when a request fails. */
const COMPLAINTS = /Failed to load resource|ERR_|tab crashed|error occurred when fetching the script|service worker|TypeError: Failed to fetch|NetworkError/;

/**
 * @param {TestContext} t
 * @param {number} seed
 */
async function play(t, seed) {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  phone.expectComplaint(COMPLAINTS);
  const life = new Life({ phone, gateway, clock: NOW, seed, locale: "en" });
  await life.live();
  t.diagnostic(`seed ${seed}: ${life.happened.join(", ") || "no fault"}`);
}

if (MINUTES > 0) {
  test(`as many journeys as fit into ${MINUTES} minutes`, { timeout: (MINUTES + 5) * 60_000 }, async (t) => {
    const end = Date.now() + MINUTES * 60_000;
    let played = 0;
    while (Date.now() < end) {
      await t.test(`seed ${SEED + played}`, (t) => play(t, SEED + played));
      played += 1;
    }
    t.diagnostic(`${played} journeys from seed ${SEED} on`);
  });
} else {
  // Each of them waits most of the time.
  describe("random journeys", { concurrency: 3 }, () => {
    for (let seed = SEED; seed < SEED + JOURNEYS; seed += 1) {
      test(`a journey with the faults of seed ${seed} ends with one application that has every word`, (t) => play(t, seed));
    }
  });
}
