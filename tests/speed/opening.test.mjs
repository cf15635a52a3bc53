// Opening the app on a slow phone: the first visit over a slow network, and the page that follows an application without a
// network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newPhone } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { hasDatabase, opensOffline } from "../support/kept.mjs";
import { isQuiet } from "../support/machine.mjs";
import { keepRecords, sentRecord } from "../support/records.mjs";

const NOW = "2026-12-10T10:00:00+05:00";
const ID = "00000000000000f1";
const SLOWER = 6;
/** The limit from navigation to the first line, in milliseconds. */
const MOST = 1000;

/**
 * Returns the median; if other programs were busy, which only ever adds to a time, the minimum.
 * @param {number[]} times
 * @param {boolean} quiet
 */
function usual(times, quiet) {
  times.sort((one, other) => one - other);
  return quiet ? times[Math.floor(times.length / 2)] : times[0];
}

test("the app opens from the phone's storage within a second without a network, at a sixth of the speed", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  const { page } = phone;
  await page.goto("/");
  await page.locator(".facts").first().waitFor();
  await hasDatabase(page);
  const events = [
    { kind: "registered", on: "2026-11-23" },
    { kind: "accepted", on: "2026-11-24" },
    { kind: "sent_to_bodies", on: "2026-11-24" },
  ];
  await keepRecords(page, [sentRecord({ id: ID, registered: "2026-11-23", events })]);
  await opensOffline(page);
  // Measured before the phone is slowed down, which keeps a processor busy.
  const quiet = await isQuiet(t);
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/);
  await gateway.kill();
  await phone.context.setOffline(true);
  const session = await phone.context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector(".standing-act")) globalThis.qandasTestShown = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    await page.goto(`/app/follow/${ID}`);
    times.push(await (await page.waitForFunction(() => globalThis.qandasTestShown)).jsonValue());
  }
  const time = usual(times, quiet);
  t.diagnostic(`first line shown after ${times.map(Math.round).join(", ")} ms`);
  assert.ok(time <= MOST, `the first line was shown after ${times.map(Math.round)} ms`);
});

test("a first visit is usable within five seconds at 400 kbit/s, 400 ms away, at a sixth of the speed", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const quiet = await isQuiet(t);
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const phone = await newPhone(t, { origin: gateway.origin, locale: "kk", clock: NOW });
    const { page } = phone;
    const session = await phone.context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await page.addInitScript(() => {
      const look = () => {
        if (document.querySelector("#main .button")) globalThis.qandasTestShown = performance.now();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto("/");
    times.push(await (await page.waitForFunction(() => globalThis.qandasTestShown)).jsonValue());
  }
  const time = usual(times, quiet);
  t.diagnostic(`the first button was there after ${times.map(Math.round).join(", ")} ms`);
  assert.ok(time <= 5000, `${times.map(Math.round)}`);
});
