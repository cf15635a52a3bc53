// Switching the language on any page changes the texts and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, madeUpApplicant, madeUpSpouse, papers } from "../support/steps.mjs";

/** @import { Page } from "playwright-core" */

const NOW = "2026-03-19T10:00:00+05:00";
const LANGUAGES = ["kk-Arab", "kk-Latn", "ru", "en", "uz", "uz-Cyrl", "zh", "kk"];

/**
 * Returns the state of the page: address, every typed value and choice, open parts, scroll position.
 * @param {Page} page
 */
function onThePage(page) {
  return page.evaluate(() => ({
    address: location.href,
    values: [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input, select, textarea"))].map((input) =>
      ["checkbox", "radio"].includes(input.type) ? input.checked : input.type === "file" ? null : input.value,
    ),
    open: [...document.querySelectorAll("details")].map((details) => details.open),
    nodes: [...document.querySelectorAll("#main input, #main select, #main textarea, #main h1")].map(
      (/** @type {Element & { qandasTestMark?: number }} */ node) => (node.qandasTestMark ??= Math.random()),
    ),
  }));
}

/**
 * Returns the stored draft, without the fields that change with each write.
 * @param {Page} page
 */
async function kept(page) {
  const drafts = JSON.parse(await page.evaluate(() => globalThis.qandasTestDrafts()));
  return { ...drafts, revision: null, saved_at: null };
}

test("switching through all languages on every page keeps what is half typed, and the draft as it was", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "kk", clock: NOW });
  const { page } = phone;
  const me = new Applicant(phone, { locale: "kk" });
  await me.isAtTasks({ basis: "family_reunion", person: madeUpApplicant() });
  await me.addMember(madeUpSpouse());
  await me.facts("family_reunion", { relativeName: "ҮЛГІ Серік", relativeIs: "sibling", home: "somebody_elses" });
  await me.addDocument("DARKHAN", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.keeps("kazakh_or_russian");
  const draft = page.url().replace(/\/tasks$/, "");
  const links = await page.locator(".task a").evaluateAll((/** @type {HTMLAnchorElement[]} */ all) => all.map((link) => link.href));
  const person = links.find((link) => link.endsWith("/name"));
  const member = links.find((link) => link.endsWith("/kinship"));
  const pages = ["may-i-apply", "obstacles", "basis", "checklist", "tasks", "facts", "family", "service", "officer", "answers", "send"];
  const addresses = [
    ...pages.map((name) => `${draft}/${name}`),
    ...["address", "contact", "destination"].map((name) => `${draft}/you/${name}`),
    ...["name", "birth", "citizenship", "paper", "iin"].map((name) => person.replace(/name$/, name)),
    ...["kinship", "name", "birth", "citizenship", "paper", "iin", "remove"].map((name) => member.replace(/kinship$/, name)),
    ...links.filter((link) => link.includes("/document/")),
    `${gateway.origin}/app/follow`,
  ];
  let halfTyped = 0;
  for (const address of addresses) {
    await page.goto(address);
    await page.locator("h1#heading").waitFor();
    await page.locator(".test-clock").waitFor();
    const input = page.locator('#main input[type="text"]:visible, #main textarea:visible').first();
    if ((await input.count()) > 0) {
      await input.press("End");
      await input.pressSequentially(" жар");
      halfTyped += 1;
    }
    for (const details of await page.locator("details").all()) {
      await details.evaluate((/** @type {HTMLDetailsElement} */ it) => (it.open = true));
    }
    await page.evaluate(() => scrollTo(0, Math.min(120, document.body.scrollHeight)));
    // The last typed text is written before the draft is compared.
    await page.waitForTimeout(800);
    const before = await onThePage(page);
    const draftBefore = await kept(page);
    for (const locale of LANGUAGES) {
      await page.locator(`.languages button[lang="${locale}"]`).evaluate((/** @type {HTMLButtonElement} */ button) => {
        // Without scrolling, because pressing a visible button does not scroll either.
        button.focus({ preventScroll: true });
        button.click();
      });
      await page.waitForFunction((tag) => document.documentElement.lang === tag, locale);
      assert.deepEqual(await onThePage(page), before, `${address} in ${locale}`);
      const direction = await page.evaluate(() => [
        document.documentElement.dir,
        /** @type {HTMLElement} */ (document.activeElement).lang,
      ]);
      assert.deepEqual(direction, [locale === "kk-Arab" ? "rtl" : "ltr", locale]);
    }
    assert.deepEqual(await kept(page), draftBefore, address);
  }
  assert.ok(halfTyped >= 12, `${halfTyped} pages had something half typed`);
});

test("the initial language is the phone's, in the right script, and the choice is remembered", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const first = [
    ["kk-KZ", "kk"],
    ["kk-CN", "kk-Arab"],
    ["kk-MN", "kk"],
    ["kk-Latn-KZ", "kk-Latn"],
    ["uz-UZ", "uz"],
    ["uz-Cyrl-UZ", "uz-Cyrl"],
    ["zh-CN", "zh"],
    ["ru-RU", "ru"],
    ["mn-MN", "kk"],
  ];
  for (const [spoken, expected] of first) {
    const phone = await newPhone(t, { origin: gateway.origin, locale: spoken, clock: NOW });
    await phone.page.goto(`${gateway.origin}/`);
    await phone.page.locator("h1#heading").waitFor();
    const found = await phone.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
    assert.deepEqual(found, [expected, expected === "kk-Arab" ? "rtl" : "ltr"], spoken);
    await assertAccessible(phone.page);
  }
  const phone = await newPhone(t, { origin: gateway.origin, locale: "ru-RU", clock: NOW });
  await phone.page.goto(`${gateway.origin}/`);
  await phone.page.locator("h1#heading").waitFor();
  await phone.page.locator('.languages button[lang="kk-Arab"]').click();
  await phone.page.waitForFunction(() => document.documentElement.dir === "rtl");
  await phone.page.reload();
  await phone.page.locator("h1#heading").waitFor();
  assert.equal(await phone.page.evaluate(() => document.documentElement.lang), "kk-Arab");
});

test("a static page opens the app in its own language", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "ru-RU", clock: NOW });
  const { page } = phone;
  for (const [locale, direction] of [
    ["kk-Arab", "rtl"],
    ["uz", "ltr"],
    ["zh", "ltr"],
  ]) {
    await page.goto(`${gateway.origin}/${locale}/family-reunion/`);
    assert.deepEqual(
      await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]),
      [locale, direction],
    );
    assert.ok((await page.locator(".documents li").count()) >= 6);
    await assertAccessible(page);
    await page.locator("a.button").click();
    await page.locator("h1#heading").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), locale);
    assert.equal(new URL(page.url()).search, "");
  }
});

test("static pages are complete without JavaScript, in both directions", async (t) => {
  const gateway = await startGateway(t);
  const phone = await newPhone(t, { origin: gateway.origin, locale: "kk-CN", javaScriptEnabled: false });
  const { page } = phone;
  for (const language of ["kk", "kk-Arab", "kk-Latn", "ru", "en", "uz", "uz-Cyrl", "zh"]) {
    for (const path of ["", "settlement-region/", "study/", "following/", "contacts/"]) {
      const answer = await page.goto(`${gateway.origin}/${language}/${path}`);
      assert.equal(answer.status(), 200);
      assert.ok((await page.locator("h1").innerText()).length > 3);
      assert.equal(await page.locator(`nav a[hreflang]`).count(), 8);
      // Nothing overflows: the bounds are measured without a script in the page.
      const box = await page.locator("main").boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 361, `${language}/${path}: ${JSON.stringify(box)}`);
    }
  }
});

test("a language switched in the middle of sending does not stop it", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "en", clock: NOW });
  const { page } = phone;
  const me = new Applicant(phone, { locale: "en" });
  await me.isAtTasks({ basis: "developing_settlement", person: madeUpApplicant() });
  await me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.review();
  await me.consent("SYNAQ DARKHAN");
  // Each part of an upload waits until the language has changed.
  let goOn;
  const switched = new Promise((done) => (goOn = done));
  await page.route("**/api/v1/files/**", async (route) => {
    if (route.request().method() === "PATCH") await switched;
    await route.continue();
  });
  await me.press("send.button");
  await page.locator("progress").waitFor();
  await me.switchTo("ru");
  goOn();
  await me.arrive("receipt");
  const { number } = await me.receipt();
  assert.match(number, /^\S+$/);
});
