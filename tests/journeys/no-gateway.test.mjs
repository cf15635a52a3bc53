// The app on a hosting without a gateway: an application is prepared and printed, one made elsewhere is followed, and nothing can
// be sent. Only a file of the hosting says that there is no gateway; a failed request says nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startHosting } from "../support/static.mjs";
import { Applicant, madeUpApplicant } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */

const NOW = "2026-03-19T10:00:00+05:00";

/**
 * @param {TestContext} t
 * @param {{ service?: string, locale?: string }} options
 */
async function somebody(t, { service, locale = "ru" }) {
  const hosting = await startHosting(t, { service });
  const phone = await newPhone(t, { origin: hosting.origin, locale, clock: NOW });
  // The browser reports each address that the hosting does not have.
  phone.expectComplaint(/status of 404/);
  return { hosting, phone, page: phone.page, me: new Applicant(phone, { locale }) };
}

for (const locale of ["ru", "kk-Arab", "kk"]) {
  test(`a hosting that says it has no gateway offers everything but sending (${locale})`, async (t) => {
    const { hosting, page, me } = await somebody(t, { service: '{"kind":"none"}', locale });
    await page.goto("/");
    await me.arrive("start", { isLoaded: true });
    await page.locator("html[data-no-gateway]").waitFor({ state: "attached" });
    for (const key of ["start.recover", "start.code"]) {
      await page.locator("#main a", { hasText: me.say(key) }).waitFor({ state: "hidden" });
    }
    await assertAccessible(page);
    await shot(page, `no-gateway-start.${locale}`);

    await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
    assert.equal(await page.locator("#main a:visible", { hasText: me.say("send.title") }).count(), 0);
    await me.follow("channel.title");
    await me.arrive("channels", { title: "channel.title" });
    await me.sees(me.say("kind.none"), me.say("channel.print_text"));
    assert.ok(!(await me.said()).includes(me.say("channel.send_text")));
    await assertAccessible(page);
    await shot(page, `no-gateway-channels.${locale}`);

    // The address of the page that sends may be in a bookmark.
    await page.goto(new URL(page.url()).pathname.replace("/where", "/send"));
    await me.arrive("send", { isLoaded: true });
    await me.sees(me.say("kind.none"));
    assert.equal(await page.locator("#main button", { hasText: me.say("send.button") }).count(), 0);
    await assertAccessible(page);
    await shot(page, `no-gateway-send.${locale}`);

    for (const address of ["/app/follow", "/app/family"]) {
      await page.goto(address);
      await me.sees(me.say("kind.none_code"));
      assert.equal(await page.locator("#code:visible").count(), 0);
      await assertAccessible(page);
    }
    await shot(page, `no-gateway-code.${locale}`);
    assert.ok(hosting.requests.includes("/service.json"));

    // The next start knows it before anything is painted, and stays so without a network.
    await page.goto("/");
    assert.equal(await page.evaluate(() => document.documentElement.hasAttribute("data-no-gateway")), true);
    await me.arrive("start", { isLoaded: true });
  });
}

test("an application made elsewhere is followed on a hosting without a gateway", async (t) => {
  const { page, me } = await somebody(t, { service: '{"kind":"none"}' });
  await page.goto("/app/elsewhere");
  await page.locator("form.question").waitFor();
  await me.choose("elsewhere.where", "elsewhere.foreign_institution");
  await me.choose("elsewhere.what", "service.grant");
  await me.date("elsewhere.registered", "19.3.2026");
  await me.press("elsewhere.save");
  await me.arrive("follow", { title: "follow.title" });
  await me.sees(me.say("standing.registered"), me.say("follow.whole"));
  await assertAccessible(page);
});

for (const service of [undefined, '{"kind":"nothing"}', "not JSON"]) {
  test(`a failed request alone does not mean that there is no gateway (${service ?? "no file"})`, async (t) => {
    const { hosting, page, me } = await somebody(t, { service });
    await page.goto("/");
    await me.arrive("start", { isLoaded: true });
    while (!hosting.requests.includes("/service.json")) await page.waitForTimeout(50);
    await page.goto("/app/follow");
    await page.locator("#code").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.hasAttribute("data-no-gateway")), false);
    assert.equal(await page.evaluate(() => localStorage.getItem("qandas.service")), null);
  });
}
