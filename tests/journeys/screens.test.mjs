import assert from "node:assert/strict";
import { test } from "node:test";
import { newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, madeUpApplicant, madeUpSpouse, papers } from "../support/steps.mjs";
import { assertWhole } from "../support/whole.mjs";

const NOW = "2026-03-19T10:00:00+05:00";
const LANGUAGES = ["kk-Arab", "kk-Latn", "ru", "en", "uz", "uz-Cyrl", "zh", "kk"];
const WIDTHS = [320, 360];

const SPOUSE = madeUpSpouse();

test("every page of a filled draft is complete at 320 and 360 px in every language, and has its own title", async (t) => {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "kk", clock: NOW });
  const { page } = phone;
  const titles = new Map();
  /** Checks the page in each language, and continues in Kazakh. */
  const look = async (_, name) => {
    for (const locale of LANGUAGES) {
      if (me.locale !== locale) await me.switchTo(locale);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 640 });
        await assertWhole(page, `${name}.${locale} at ${width}`, locale);
      }
      await shot(page, `${name}.${locale}`);
      const title = await page.title();
      const path = new URL(page.url()).pathname;
      assert.equal(titles.get(title) ?? path, path, `two pages have the title ${title}`);
      titles.set(title, path);
    }
  };
  const me = new Applicant(phone, { locale: "kk" });

  // First filled in and then visited, so that each page is seen with its answers.
  await me.isAtTasks({ basis: "family_reunion", person: madeUpApplicant() });
  await me.addMember(SPOUSE);
  await me.facts("family_reunion", { relativeName: "ҮЛГІ Серік", relativeIs: "sibling", home: "somebody_elses" });
  await me.addDocument("DARKHAN", "autobiography", { text: "Ойдан шығарылған өмірбаян." });
  await me.addDocument("DARKHAN", "identity", { files: [papers.photo("SYNAQ passport")] });
  await me.keeps("kazakh_or_russian");
  const draft = page.url().replace(/\/tasks$/, "");

  const visit = async (name, address, waitFor = "h1#heading") => {
    await page.goto(address);
    await page.locator(waitFor).first().waitFor();
    // The notice about the gateway is on every page.
    await page.locator(".test-clock").waitFor();
    await look(page, name);
  };
  await visit("start", `${gateway.origin}/`, ".kept a");
  for (const name of ["may-i-apply", "obstacles", "basis", "checklist", "tasks", "facts", "family", "service", "officer", "spelling", "where"]) {
    await visit(name, `${draft}/${name}`);
  }
  await visit("answers", `${draft}/answers`);
  await visit("on-paper", `${draft}/on-paper`);
  for (const form of ["annex-1", "annex-6", "checklist", "checklist-without-names"]) {
    await visit(`print-${form}`, `${draft.replace("/d/", "/print/")}/${form}`, ".sheet .row");
  }
  for (const name of ["address", "contact", "destination"]) await visit(name, `${draft}/you/${name}`);
  await page.goto(`${draft}/tasks`);
  await page.locator("h1#heading").waitFor();
  const links = await page.locator(".task a").evaluateAll((/** @type {HTMLAnchorElement[]} */ all) => all.map((link) => link.href));
  const person = links.find((link) => link.endsWith("/name")).replace(/name$/, "");
  for (const name of ["name", "birth", "citizenship", "paper", "iin", "lines"]) await visit(`you-${name}`, person + name);
  const member = links.find((link) => link.endsWith("/kinship")).replace(/kinship$/, "");
  for (const name of ["kinship", "name", "birth", "citizenship", "paper", "iin", "remove"]) {
    await visit(`member-${name}`, member + name);
  }
  for (const link of links.filter((link) => link.includes("/document/"))) {
    const [, kind] = /document\/(\w+)\//.exec(link);
    const whose = link.endsWith(member.split("/").at(-2)) ? "member" : "you";
    await visit(`${whose}-document-${kind}`, link);
  }
  await visit("not-found", `${gateway.origin}/app/nowhere`);
  await visit("recover", `${gateway.origin}/app/follow`);
  await visit("report", `${gateway.origin}/app/report`);
  await visit("terms", `${gateway.origin}/app/terms`, ".glossary p[lang]");
  await visit("send", `${draft}/send`);
  await me.send("SYNAQ DARKHAN");
  await look(page, "receipt");
  const { number } = await me.receipt();
  await gateway.report(number, { event_id: "synaq-accepted", kind: "accepted", on: "2026-03-19" });
  await gateway.report(number, { event_id: "synaq-sent", kind: "sent_to_bodies", on: "2026-03-19" });
  await me.follow("receipt.follow");
  await page.locator(".stages").waitFor();
  await look(page, "follow");
});
