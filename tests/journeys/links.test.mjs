// Family links: one person applies, others follow without an account, until the link is revoked.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { keptOfLinks, layInDemo, listenIn, readQr, setHidden } from "../support/family.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, madeUpApplicant, papers, plain } from "../support/steps.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */
/** @import { Gateway } from "../support/gateway.mjs" */
/** @import { Person } from "../support/steps.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
const LANGUAGES = ["kk", "kk-Arab", "kk-Latn", "ru", "en", "uz", "uz-Cyrl", "zh"];
/** The limit in milliseconds within which an open page shows a reported event. */
const A_SECOND = 1000;

/**
 * Opens somebody's phone, whose requests, titles and addresses are recorded.
 * @param {TestContext} t
 * @param {Gateway} gateway
 * @param {string} locale
 */
async function newPerson(t, gateway, locale) {
  const phone = await newPhone(t, { origin: gateway.origin, locale, clock: NOW });
  const traffic = await listenIn(phone);
  return { phone, traffic, page: phone.page, me: new Applicant(phone, { locale }) };
}

/**
 * Opens the owner's phone for a made-up application, on the page that follows it. `what` is a part of its description.
 * @param {TestContext} t
 * @param {{ locale?: string, what?: string }} [options]
 */
async function newOwner(t, { locale = "en", what } = {}) {
  const gateway = await startGateway(t, { clock: NOW });
  const samples = await layInDemo(gateway);
  const sample = samples.find((sample) => !what || sample.what.includes(what));
  const owner = await newPerson(t, gateway, locale);
  await owner.page.goto(`/app/follow#${sample.code}`);
  await owner.me.arrive("follow", { title: "follow.title", isLoaded: true });
  await owner.page.locator(".standing").waitFor();
  return { gateway, samples, sample, owner };
}

/**
 * Goes from the page that follows to the family links.
 * @param {{ me: Applicant, page: Page }} owner
 */
async function toLinks({ me, page }) {
  await me.follow("links.open");
  await me.arrive("links", { end: "/links", title: "links.title" });
  await page.locator("#link-name").waitFor();
}

/**
 * Creates a link and returns its address.
 * @param {{ me: Applicant, page: Page }} owner
 * @param {string} name
 */
async function makeLink({ me, page }, name) {
  const cards = page.locator(".link-card");
  const before = await cards.count();
  await me.type("links.for", name);
  await me.press("links.make");
  await cards.nth(before).locator(".link-address").waitFor();
  return plain(await page.locator(".link-address").innerText());
}

/**
 * Opens a link on somebody's phone and waits until it is shown.
 * @param {{ me: Applicant, page: Page }} reader
 * @param {string} address
 */
async function openLink({ me, page }, address) {
  await page.goto(address);
  await me.arrive("shared", { title: "shared.title", isLoaded: true });
  await page.locator(".standing").waitFor();
}

/**
 * Returns the milliseconds from an act until the page has `count` matches of `selector`.
 * @param {() => Promise<unknown>} act
 * @param {Page} page
 * @param {string} selector
 * @param {number} count
 */
async function timed(act, page, selector, count) {
  const has = ({ selector, count }) => document.querySelectorAll(selector).length === count;
  assert.equal(await page.evaluate(has, { selector, count }), false);
  const seen = page.waitForFunction(has, { selector, count });
  const begin = Date.now();
  await act();
  await seen;
  return Date.now() - begin;
}

test("a link is made, shown, read by a camera, followed in another language with live updates, and dead when it is revoked", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const owner = await newPerson(t, gateway, "ru");
  await owner.phone.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: gateway.origin });
  const person = madeUpApplicant();
  await owner.me.isAtTasks({ basis: "developing_settlement", person });
  await owner.me.addDocument("SYNAQ", "identity", { files: [papers.photo("SYNAQ passport")] });
  await owner.me.review();
  const { number, code } = await owner.me.send("SYNAQ DARKHAN");
  await owner.me.follow("receipt.follow");
  await owner.me.arrive("follow", { title: "follow.title" });
  await toLinks(owner);
  await owner.me.sees(owner.me.say("links.none"));
  const address = await makeLink(owner, "Для мамы");
  const token = new URL(address).hash.slice(1);
  assert.match(address, new RegExp(`^${gateway.origin}/app/family#[\\w-]{43}$`));
  assert.equal(await readQr(owner.page), address);
  await owner.me.press("links.copy");
  await owner.me.sees(owner.me.say("links.copied"));
  assert.equal(await owner.page.evaluate(() => navigator.clipboard.readText()), address);
  await shot(owner.page, "links.ru");

  const reader = await newPerson(t, gateway, "kk-Arab");
  await reader.page.goto(address);
  await reader.page.locator(".standing").waitFor();
  assert.equal(await reader.page.locator("html").getAttribute("lang"), "kk-Arab");
  assert.equal(await reader.page.locator("html").getAttribute("dir"), "rtl");
  const due = await reader.page.locator(".standing .due").innerText();
  assert.match(due, /2026/);
  assert.match(await reader.page.locator("h1#heading").innerText(), /\p{Script=Arabic}/u);
  await reader.page.locator(".days summary").first().tap();
  await reader.page.locator(".calendar table").first().waitFor();
  await shot(reader.page, "shared.kk-Arab");

  // The page is updated without a reload.
  const report = () => gateway.report(number, { event_id: "synaq-accepted", kind: "accepted", on: "2026-03-19" });
  await owner.page.goBack();
  await owner.me.arrive("follow", { title: "follow.title" });
  await owner.page.locator(".standing").waitFor();
  const ownerUpdated = owner.page.waitForFunction(
    (text) => /** @type {HTMLElement} */ (document.querySelector("#main"))?.innerText.includes(text),
    owner.me.say("event.accepted"),
  );
  const lines = await reader.page.locator(".history > li").count();
  const delay = await timed(report, reader.page, ".history > li", lines + 1);
  await ownerUpdated;
  t.diagnostic(`an event reached the open page of the family after ${delay} ms`);
  assert.ok(delay < A_SECOND, `shown after ${delay} ms`);
  assert.equal(await reader.page.locator(".days[open]").count() > 0, true, "what was opened stays open");

  // The link is revoked while it is open.
  await owner.page.goForward();
  await owner.me.arrive("links", { title: "links.title" });
  await owner.me.press("links.show");
  await owner.me.press("links.revoke");
  await owner.me.sees(owner.me.say("links.revoke_sure"));
  const dead = await timed(() => owner.me.press("links.revoke_yes"), reader.page, ".standing", 0);
  t.diagnostic(`a revoked link was dead on the open page after ${dead} ms`);
  assert.ok(dead < A_SECOND, `dead after ${dead} ms`);
  await owner.me.sees(owner.me.say("links.revoked"), owner.me.say("links.none"));
  await reader.me.switchTo("kk");
  await reader.me.sees(reader.me.say("shared.revoked_title"), reader.me.say("shared.revoked_text"));
  const kept = await keptOfLinks(reader.page);
  assert.doesNotMatch(kept, /registered|2026/, "the cached copy is gone");
  assert.ok(!kept.includes(token), "the token is gone");
  await reader.page.reload();
  await reader.me.sees(reader.me.say("shared.revoked_title"));
  reader.phone.expectComplaint(/410/);
  await reader.page.goto(address);
  await reader.me.sees(reader.me.say("shared.revoked_title"));
  await gateway.stop();

  await assertNothingLeaked({ gateway, owner, reader, number, code, token, person });
});

/**
 * Asserts that no name, number, token or document is in any address, referrer, title or log.
 * @param {{
 *   gateway: Gateway, owner: Awaited<ReturnType<typeof newPerson>>, reader: Awaited<ReturnType<typeof newPerson>>,
 *   number: string, code: string, token: string, person: Person,
 * }} shared
 */
async function assertNothingLeaked({ gateway, owner, reader, number, code, token, person }) {
  const secrets = [
    token,
    code,
    code.replaceAll("-", ""),
    number.replace("-", ""),
    ...Object.values(person.name).flatMap((name) => name.split(" ")),
    person.passport.number,
    "Для мамы",
    "passport",
  ];
  const holds = (text) => {
    const plainText = decodeURIComponent(text).toLowerCase();
    return [number, ...secrets].filter((secret) => plainText.includes(secret.toLowerCase()));
  };
  const opened = `${gateway.origin}/app/family#${token}`;
  for (const [who, { traffic }] of Object.entries({ owner, reader })) {
    assert.ok(traffic.requests.length > 5, `the ${who} sent requests`);
    for (const { url, headers } of traffic.requests) {
      const { referer } = await headers;
      assert.equal(referer ?? "", "", `${who}: ${url} was requested with a referrer`);
      // The owner's requests contain the number of the application, as the API requires; no other request does.
      const path = new URL(url).pathname.replace(`/api/v1/applications/${number}`, who === "owner" ? "" : "$&");
      const fragment = url === opened ? "" : new URL(url).hash;
      assert.deepEqual(holds(path + new URL(url).search + fragment), [], `${who} requested ${url}`);
    }
    assert.ok(traffic.titles.size > 1 && traffic.addresses.size > 1, `the titles and addresses of the ${who} were recorded`);
    for (const title of traffic.titles) assert.deepEqual(holds(title), [], `${who} saw the title ${title}`);
    // The secret is in the address until the first line of the page's script runs; the app never sees it there.
    for (const address of traffic.addresses) {
      if (address !== opened) assert.deepEqual(holds(address), [], `${who} was at ${address}`);
    }
  }
  for (const { url, body, headers } of reader.traffic.requests) {
    assert.deepEqual(holds(body), [], `the reader sent ${body}`);
    const { authorization, ...others } = await headers;
    assert.deepEqual(holds(Object.values(others).join("\n")), [], `the reader requested ${url}`);
    if (authorization) assert.equal(authorization, `Bearer ${token}`);
  }
  const log = gateway.log();
  assert.match(log, /\/api\/v1\/shared\/events/);
  assert.deepEqual(holds(log.replace(/%(?![0-9a-f]{2})/gi, "")), [], "the gateway's log");
}

test("the link leaves the address before the app is there, and is not lost when the app comes late", async (t) => {
  const { gateway, owner } = await newOwner(t);
  await toLinks(owner);
  const address = await makeLink(owner, "");
  const reader = await newPerson(t, gateway, "kk");
  reader.phone.expectComplaint(/./);
  await reader.page.route("**/*.wasm", (route) => route.abort());
  await reader.page.goto(address);
  await reader.page.locator("#broken").waitFor();
  assert.equal(reader.page.url(), `${gateway.origin}/app/family`);
  await reader.page.unroute("**/*.wasm");
  await reader.page.reload();
  await reader.me.arrive("shared", { title: "shared.title", isLoaded: true });
  await reader.page.locator(".standing").waitFor();
  assert.equal(await reader.page.evaluate(() => sessionStorage.length), 0);
  // A messenger's preview never has the fragment after the #.
  const preview = await (await gateway.request("/app/family")).text();
  assert.match(preview, /<title[^>]*>[^<]*<\/title>/);
  assert.doesNotMatch(preview, /og:|twitter:|<meta name="description"/);
  assert.equal((await gateway.request("/app/family")).headers.get("referrer-policy"), "no-referrer");
});

test("a code spoken over the phone opens the same application once, and wrong codes say how to correct them", async (t) => {
  const { gateway, owner } = await newOwner(t);
  await toLinks(owner);
  await makeLink(owner, "for Mum");
  await owner.me.press("links.code");
  const spoken = plain(await owner.page.locator(".number.code").innerText());
  assert.match(spoken, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  await owner.page.waitForFunction(() => /1[45]:\d\d/.test(/** @type {HTMLElement} */ (document.querySelector("#main")).innerText));

  const reader = await newPerson(t, gateway, "ru");
  reader.phone.expectComplaint(/404/);
  await reader.page.goto("/");
  await reader.me.arrive("start", { isLoaded: true });
  await reader.me.follow("start.code");
  await reader.me.arrive("shared_code", { title: "shared.code_title", isLoaded: true });
  const wrongly = async (typed, error, values) => {
    await reader.me.type("shared.code_label", typed);
    await reader.me.press("shared.code_button");
    await reader.page.waitForFunction(
      (error) => document.querySelector("#code-error")?.textContent.replace(/[\u2066-\u2069]/g, "") === error,
      reader.me.say(error, values),
    );
    assert.equal(await reader.page.locator("#code").getAttribute("aria-describedby"), "code-error");
  };
  await wrongly("", "shared.code_length", { expected: 8, found: 0 });
  await wrongly(spoken.slice(0, -1), "shared.code_length", { expected: 8, found: 7 });
  await wrongly(`${spoken.slice(0, -1)}!`, "shared.code_character", { place: 8 });
  const other = spoken.endsWith("7") ? "8" : "7";
  await wrongly(spoken.slice(0, -1) + other, "shared.code_unknown");
  await assertAccessible(reader.page);
  await shot(reader.page, "shared-code-wrong.ru");
  await reader.me.type("shared.code_label", ` ${spoken.toLowerCase().replace("-", " ")} `);
  await reader.me.press("shared.code_button");
  await reader.me.arrive("shared", { title: "shared.title" });
  await reader.page.locator(".standing").waitFor();

  // A used code is not valid any more.
  await reader.page.goto("/app/family");
  await reader.me.arrive("shared_code", { title: "shared.code_title", isLoaded: true });
  await wrongly(spoken, "shared.code_unknown");
  // The owner's page shows when the code has expired.
  await owner.me.press("links.code");
  await owner.page.locator(".number.code").waitFor();
  await owner.phone.setClock("2026-03-19T10:16:00+05:00");
  await owner.me.sees(owner.me.say("links.code_over"));
  assert.equal(await owner.page.locator(".number.code").count(), 0);
});

test("a reader of two links gives each link a name, finds both on the start page, and removes one", async (t) => {
  const { gateway, samples, owner } = await newOwner(t);
  await toLinks(owner);
  const first = await makeLink(owner, "one");
  const other = await newPerson(t, gateway, "en");
  await other.page.goto(`/app/follow#${samples.at(-1).code}`);
  await other.me.arrive("follow", { title: "follow.title", isLoaded: true });
  await toLinks(other);
  const second = await makeLink(other, "two");

  const reader = await newPerson(t, gateway, "kk");
  for (const [address, label] of [
    [first, "Қызым"],
    [second, "Ұлым"],
  ]) {
    await openLink(reader, address);
    await reader.me.type("shared.label", label);
    await reader.me.press("shared.label_save");
    await reader.me.sees(reader.me.say("shared.label_saved"), label);
  }
  // The same link opened again is the same application with the name that it was given.
  await openLink(reader, first);
  await reader.me.sees("Қызым");
  await reader.page.goto("/");
  await reader.me.arrive("start", { isLoaded: true });
  const listed = () => reader.page.locator(".kept .task a").allInnerTexts();
  await reader.page.locator(".kept .task").nth(1).waitFor();
  assert.deepEqual((await listed()).map(plain).sort(), ["Қызым", "Ұлым"].sort());
  await shot(reader.page, "start-shared.kk");
  await reader.page.getByRole("link", { name: "Ұлым" }).tap();
  await reader.me.arrive("shared", { title: "shared.title", isLoaded: true });
  await reader.me.press("shared.forget");
  await reader.me.sees(reader.me.say("shared.forget_sure"));
  await reader.me.press("shared.forget_yes");
  await reader.me.arrive("start");
  await reader.page.locator(".kept .task").first().waitFor();
  assert.deepEqual((await listed()).map(plain), ["Қызым"]);
  assert.doesNotMatch(await reader.page.title(), /Қызым/, "titles are kept in the browser's history");
});

test("without the gateway the last response is shown with its day, and updates arrive automatically when it is back", async (t) => {
  const { gateway, sample, owner } = await newOwner(t);
  await toLinks(owner);
  const address = await makeLink(owner, "for Mum");
  const reader = await newPerson(t, gateway, "en");
  await openLink(reader, address);
  const due = plain(await reader.page.locator(".standing .due").innerText());
  for (const { phone } of [owner, reader]) phone.expectComplaint(/Failed to load resource|ERR_/);
  await gateway.stop();
  const asOf = reader.me.say("follow.away", { date: "19.03.2026" });
  await reader.me.press("follow.again");
  await reader.me.sees(asOf, due);
  // The page is left and opened again without a network: the phone has stored it.
  await reader.page.locator(".back").tap();
  await reader.me.arrive("start");
  await reader.me.follow("start.shared");
  await reader.me.arrive("shared", { title: "shared.title" });
  await reader.me.sees(asOf, due);
  await assertAccessible(reader.page);
  // The owner sees the links again too.
  await owner.page.locator(".back").tap();
  await owner.me.arrive("follow", { title: "follow.title" });
  await toLinks(owner);
  await owner.me.sees(owner.me.say("links.away_list"), "for Mum");
  await owner.me.press("links.show");
  assert.equal(plain(await owner.page.locator(".link-address").innerText()), address);
  await owner.me.press("links.make");
  await owner.me.sees(owner.me.say("links.away"));

  await gateway.start();
  await gateway.report(sample.number, { event_id: "synaq-news", kind: "withdrawn", on: "2026-03-19" });
  await reader.me.sees(reader.me.say("standing.withdrawn"));
  await reader.page.waitForFunction(
    (words) => !/** @type {HTMLElement} */ (document.querySelector("#main")).innerText.includes(words),
    asOf,
  );
});

test("if something blocks the stream, the page polls", async (t) => {
  const { gateway, sample, owner } = await newOwner(t);
  await toLinks(owner);
  const address = await makeLink(owner, "for Mum");
  const reader = await newPerson(t, gateway, "en");
  let held = 0;
  await reader.page.route("**/api/v1/shared/events", () => {
    held += 1;
  });
  await openLink(reader, address);
  await gateway.report(sample.number, { event_id: "synaq-news", kind: "withdrawn", on: "2026-03-19" });
  reader.page.setDefaultTimeout(60_000);
  const begin = Date.now();
  await reader.page.waitForFunction(
    (words) => /** @type {HTMLElement} */ (document.querySelector("#main")).innerText.includes(words),
    reader.me.say("standing.withdrawn"),
  );
  t.diagnostic(`requested ${Math.round((Date.now() - begin) / 1000)} s after the stream was opened and stayed silent`);
  assert.equal(held, 1);
});

test("a hidden page sends no requests, and refreshes when it is visible again", async (t) => {
  const { gateway, sample, owner } = await newOwner(t);
  await toLinks(owner);
  const address = await makeLink(owner, "for Mum");
  const reader = await newPerson(t, gateway, "en");
  const events = () => reader.traffic.requests.filter(({ url }) => url.endsWith("/shared/events"));
  const opening = reader.page.waitForRequest("**/shared/events");
  await openLink(reader, address);
  await opening;
  const ended = reader.page.waitForEvent("requestfailed", (request) => request.url().endsWith("/shared/events"));
  await setHidden(reader.page, true);
  await ended;
  // The service worker may still be storing the app.
  const asked = () => reader.traffic.requests.filter(({ url }) => url.includes("/api/")).length;
  const before = asked();
  await gateway.report(sample.number, { event_id: "synaq-news", kind: "withdrawn", on: "2026-03-19" });
  await new Promise((done) => setTimeout(done, 3000));
  assert.equal(asked(), before, "nothing was asked");
  const again = reader.page.waitForRequest("**/shared/events");
  await setHidden(reader.page, false);
  await reader.me.sees(reader.me.say("standing.withdrawn"));
  await again;
  const headers = await events().at(-1).headers;
  assert.match(headers["last-event-id"], /^[0-9a-f]+$/);
  assert.match(headers.authorization, /^Bearer [\w-]{43}$/);
});

test("the phone's own share sheet gets the link and no personal data", async (t) => {
  const { owner } = await newOwner(t);
  await toLinks(owner);
  await makeLink(owner, "for Mum");
  const button = owner.page.getByRole("button", { name: owner.me.say("links.share"), exact: true });
  assert.equal(await button.count(), 0, "no button where there is no sheet");
  await owner.page.addInitScript(() => {
    navigator.share = async (data) => {
      globalThis.qandasTestShared = data;
    };
  });
  await owner.page.reload();
  await owner.me.press("links.show");
  const address = plain(await owner.page.locator(".link-address").innerText());
  await button.tap();
  await owner.page.waitForFunction(() => globalThis.qandasTestShared);
  assert.deepEqual(await owner.page.evaluate(() => globalThis.qandasTestShared), {
    title: owner.me.say("static.shell.name"),
    url: address,
  });
});

test("on another phone the recovery code alone brings the application and its links back", async (t) => {
  const { gateway, sample, owner } = await newOwner(t);
  await toLinks(owner);
  const address = await makeLink(owner, "for Mum");
  const fresh = await newPerson(t, gateway, "ru");
  await fresh.page.goto("/");
  await fresh.me.arrive("start", { isLoaded: true });
  await fresh.me.follow("start.recover");
  await fresh.me.arrive("recover", { title: "recover.title", isLoaded: true });
  await fresh.me.type("receipt.code", sample.code.toLowerCase().replaceAll("-", " "));
  await fresh.me.press("recover.button");
  await fresh.me.arrive("follow", { title: "follow.title" });
  await fresh.me.sees(sample.number);
  await toLinks(fresh);
  await fresh.me.sees("for Mum");
  await fresh.me.press("links.show");
  assert.equal(plain(await fresh.page.locator(".link-address").innerText()), address);
  // The sent application can be read but not changed.
  await fresh.page.locator(".back").tap();
  await fresh.me.arrive("follow", { title: "follow.title" });
  await fresh.me.follow("answers.sent_title");
  await fresh.me.arrive("answers", { end: "/answers", title: "answers.sent_title" });
  const path = `/api/v1/applications/${encodeURIComponent(sample.number)}/draft`;
  const answer = await gateway.request(path, { headers: { authorization: `Bearer ${sample.code}` } });
  const { draft } = await answer.json();
  await fresh.me.sees(draft.people[0].name.family, draft.address, draft.people[0].identity?.number ?? "");
  assert.equal(await fresh.page.locator("#main a.change, #main .button").count(), 0);
  await assertAccessible(fresh.page);
});

test("every page of a family link is accessible in every language", async (t) => {
  const { gateway, owner } = await newOwner(t);
  const inAll = async ({ me, page }, name) => {
    for (const locale of LANGUAGES) {
      if (me.locale !== locale) await me.switchTo(locale);
      await assertAccessible(page);
      for (const width of [320, 360]) {
        await page.setViewportSize({ width, height: 640 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name}.${locale} is ${wide} wide, of ${width}`);
      }
      if (["kk", "kk-Arab", "ru"].includes(locale)) await shot(page, `${name}.${locale}`);
    }
  };
  await toLinks(owner);
  await inAll(owner, "links-none");
  const address = await makeLink(owner, "Апама");
  await owner.me.press("links.code");
  await owner.page.locator(".number.code").waitFor();
  await owner.me.press("links.revoke");
  await inAll(owner, "links-opened");

  const reader = await newPerson(t, gateway, "kk");
  await reader.page.goto("/app/family");
  await reader.me.arrive("shared_code", { title: "shared.code_title", isLoaded: true });
  await inAll(reader, "shared-code");
  await openLink(reader, address);
  await reader.me.press("shared.forget");
  await inAll(reader, "shared");
  reader.phone.expectComplaint(/40[01]/);
  await reader.page.goto(`/app/family#${"A".repeat(43)}`);
  await reader.me.sees(reader.me.say("shared.wrong_title"));
  await inAll(reader, "shared-wrong");
  await reader.me.sees(reader.me.say("shared.wrong_title"));
  await openLink(reader, address);
  await owner.me.press("links.revoke_yes");
  await reader.me.sees(reader.me.say("shared.revoked_text"));
  await inAll(reader, "shared-revoked");
  await reader.page.goto(`/app/family#${"A".repeat(30)}`);
  await reader.me.sees(reader.me.say("shared.broken"));
  await inAll(reader, "shared-broken");
});
