// The content on the screen does not move while the rest of a page loads, also on a slow phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newPhone } from "../support/browser.mjs";
import { layInDemo } from "../support/family.mjs";
import { startGateway } from "../support/gateway.mjs";
import { hasDatabase } from "../support/kept.mjs";
import { keepRecords, ownRecord } from "../support/records.mjs";
import { Applicant, madeUpApplicant } from "../support/steps.mjs";

const NOW = "2026-12-10T10:00:00+05:00";
const OWN = "00000000000000f2";
const SLOWER = 4;
/** The time to wait after the last element for late changes. */
const SETTLED = 1_500;

/** Sums the layout shifts that the browser reports (CLS without its windows), and names the elements that moved. */
function collect() {
  globalThis.qandasTestShifts = [];
  const rect = ({ x, y, width, height }) => `${Math.round(x)},${Math.round(y)} ${Math.round(width)}x${Math.round(height)}`;
  const name = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node.outerHTML.slice(0, 80) : node?.parentElement?.outerHTML.slice(0, 80));
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      const moved = sources.map(({ node, previousRect, currentRect }) => `${name(node)}: ${rect(previousRect)} to ${rect(currentRect)}`);
      globalThis.qandasTestShifts.push({ value, moved });
    }
  }).observe({ type: "layout-shift", buffered: true });
}

test("nothing moves while a page is loaded at a quarter of the speed", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "ru", clock: NOW, width: 412, height: 823 });
  const { page } = phone;
  const me = new Applicant(phone, { locale: "ru" });
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  const tasks = new URL(page.url()).pathname;
  await me.follow("tasks.about_you");
  await me.arrive("name");
  const name = new URL(page.url()).pathname;
  await hasDatabase(page);
  const events = [
    { kind: "registered", on: "2026-11-23" },
    { kind: "accepted", on: "2026-11-24" },
    { kind: "sent_to_bodies", on: "2026-11-24" },
  ];
  await keepRecords(page, [ownRecord({ id: OWN, registered: "2026-11-23", events })]);
  const [sample] = await layInDemo(gateway);
  await page.goto(`/app/follow#${sample.code}`);
  await page.locator(".standing-act").waitFor();
  const sent = new URL(page.url()).pathname;
  await page.addInitScript(collect);
  const session = await phone.context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const fresh = await newPhone(t, { origin: gateway.origin, locale: "ru", clock: NOW, width: 412, height: 823 });
  await fresh.page.addInitScript(collect);
  await (await fresh.context.newCDPSession(fresh.page)).send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const answer = await gateway.request(`/api/v1/applications/${sample.number}/shares`, {
    method: "POST",
    body: JSON.stringify({ id: "1".repeat(32), name: "" }),
    headers: { authorization: `Bearer ${sample.code}` },
  });
  const { token } = await answer.json();
  /** @type {[import("playwright-core").Page, path: string, shown: string][]} */
  const visits = [
    [fresh.page, "/", ".facts"],
    [fresh.page, "/", ".facts"],
    [fresh.page, "/app/terms", "#heading"],
    [fresh.page, "/app/follow", "input"],
    [fresh.page, `/app/family#${token}`, "#main .history"],
    [fresh.page, `/app/follow#${sample.code}`, "#main .history"],
    [page, "/", ".kept li"],
    [page, tasks, "#main section h2"],
    [page, name, "input"],
    [page, tasks.replace("/tasks", "/officer"), "#heading"],
    [page, tasks.replace("/tasks", "/answers"), "#heading"],
    [page, tasks.replace("/tasks", "/send"), "#confirmed_name, input"],
    [page, sent, ".standing-act"],
    [page, `/app/follow/${OWN}`, ".standing-act"],
    [page, "/app/privacy", "#heading"],
  ];
  const failures = [];
  for (const [tab, path, shown] of visits) {
    await tab.goto(path);
    await tab.locator(shown).first().waitFor();
    await tab.waitForTimeout(SETTLED);
    const shifts = await tab.evaluate(() => globalThis.qandasTestShifts);
    const sum = shifts.reduce((all, { value }) => all + value, 0);
    t.diagnostic(`${path.replace(/\/d\/[0-9a-f]+/, "/d/…").replace(/#.*/, "#…")}: ${sum.toFixed(3)}`);
    if (sum > 0) failures.push({ path, sum, shifts });
  }
  assert.deepEqual(failures, []);
});
