// Withdrawing an application, and deleting it at the service and on the phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, madeUpApplicant, papers } from "../support/steps.mjs";

const NOW = "2026-03-19T10:00:00+05:00";
const LANGUAGES = ["ru", "kk-Arab", "kk"];

test("an application is withdrawn, then deleted at the service and on the phone, and its link is dead", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "kk", clock: NOW });
  const { page } = phone;
  const me = new Applicant(phone, { locale: "kk" });
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.review();
  const { number, code } = await me.send("SYNAQ DARKHAN");
  const headers = { authorization: `Bearer ${code}`, "content-type": "application/json" };
  const share = await gateway.request(`/api/v1/applications/${number}/shares`, {
    method: "POST",
    headers,
    body: JSON.stringify({ id: "5".repeat(32), name: "made-up" }),
  });
  const { token } = await share.json();
  await me.follow("receipt.follow");
  await me.follow("follow.ending");
  await me.arrive("ending", { title: "follow.ending", end: "/end" });
  const seen = async (name) => {
    for (const locale of LANGUAGES) {
      await me.switchTo(locale);
      await page.locator(".button-danger").first().waitFor();
      await assertAccessible(page);
      await shot(page, `ending-${name}.${locale}`);
    }
  };
  await seen("running");

  // Another phone that follows the application by its recovery code.
  const other = await newPhone(t, { origin: gateway.origin, locale: "ru", clock: NOW });
  const they = new Applicant(other, { locale: "ru" });
  const recover = async () => {
    await other.page.goto("/app/follow");
    await they.arrive("recover", { title: "recover.title", isLoaded: true });
    await they.type("receipt.code", code);
    await they.press("recover.button");
  };
  await recover();
  await they.arrive("follow", { title: "follow.title" });
  const followed = other.page.url();

  // Without a network nothing is changed, and the page says so.
  phone.expectComplaint(/ERR_INTERNET_DISCONNECTED/);
  const danger = page.locator(".button-danger");
  await danger.click();
  await page.waitForFunction(() => document.activeElement?.closest("#ending-ask"));
  await phone.context.setOffline(true);
  await danger.click();
  await page.locator("p[role=alert]").waitFor();
  await seen("away");
  await phone.context.setOffline(false);

  await danger.click();
  await danger.click();
  await page.locator(".message-success").waitFor();
  await seen("withdrawn");
  const status = await (await gateway.request(`/api/v1/applications/${number}`, { headers })).json();
  assert.deepEqual(status.events.map(({ kind }) => kind), ["registered", "withdrawn"]);

  // The person changes their mind at the question.
  await danger.click();
  await me.press("remove.no");
  await danger.click();
  // The response is lost; pressing again finds the application deleted.
  phone.expectComplaint(/ERR_FAILED|410/);
  let lost = 0;
  await page.route(`**/api/v1/applications/${number}`, async (route) => {
    if (route.request().method() !== "DELETE" || lost > 0) return route.fallback();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await danger.click();
  await page.locator("p[role=alert]").waitFor();
  await danger.click();
  await danger.click();
  await page.locator(".message-success").waitFor();
  await assertAccessible(page);
  await shot(page, "ending-deleted.kk");
  assert.equal(lost, 1);

  const gone = await gateway.request(`/api/v1/applications/${number}`, { headers });
  assert.equal(gone.status, 410);
  const dead = await gateway.request("/api/v1/shared", { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await dead.json()).code, "revoked");
  const left = await page.evaluate(async () => {
    /** @type {IDBDatabase} */
    const open = await new Promise(
      (done) => (indexedDB.open("qandas").onsuccess = (event) => done(/** @type {IDBOpenDBRequest} */ (event.target).result)),
    );
    const counts = {};
    for (const store of open.objectStoreNames) {
      const all = open.transaction(store).objectStore(store).count();
      counts[store] = await new Promise((done) => (all.onsuccess = () => done(all.result)));
    }
    open.close();
    return counts;
  });
  assert.deepEqual(Object.entries(left).filter(([, count]) => count > 0), []);
  await me.follow("shell.to_start");
  await me.arrive("start", { isLoaded: true });
  assert.equal(await page.locator(".kept").count(), 0);

  // The other phone learns of the deletion, from the followed application and from the code, and can delete its copy.
  other.expectComplaint(/410/);
  await recover();
  await they.sees(they.say("follow.deleted"));
  await other.page.goto(followed);
  await they.sees(they.say("follow.deleted"));
  await they.follow("follow.ending");
  await other.page.locator(".button-danger").click();
  await other.page.locator(".button-danger").click();
  await other.page.locator(".message-success").waitFor();
  await other.page.goto(followed);
  await they.sees(they.say("follow.none_text"));
});
