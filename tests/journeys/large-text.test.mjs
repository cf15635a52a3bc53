// Text at 200 %, a screen at 400 % (320 px of 1280), and a locale of made-up letters that reveals words missing from the
// catalogs.
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { Applicant, madeUpApplicant, madeUpSpouse, papers } from "../support/steps.mjs";
import { assertWhole } from "../support/whole.mjs";

const NOW = "2026-03-19T10:00:00+05:00";
const LOCALES = ["ru", "kk-Arab", "en-XA"];
const VIEWS = [
  { name: "200", width: 360, text: "200%" },
  { name: "400", width: 320, text: "100%" },
];
const PAGES = ["may-i-apply", "basis", "checklist", "tasks", "facts", "family", "officer", "spelling", "where", "answers", "on-paper", "send", "you/address", "you/destination"];

test("at twice the text size and four times the zoom every page is complete, and every word is in a catalog", async (t) => {
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
  const person = links.find((link) => link.endsWith("/name")).replace(/name$/, "");
  const addresses = [
    `${gateway.origin}/app`,
    ...PAGES.map((name) => `${draft}/${name}`),
    ...["name", "birth", "paper", "lines"].map((name) => person + name),
    links.find((link) => link.includes("/document/identity/")),
    `${gateway.origin}/app/follow`,
    `${gateway.origin}/app/privacy`,
  ];
  for (const locale of LOCALES) {
    await page.evaluate((locale) => localStorage.setItem("qandas.locale", locale), locale);
    for (const address of addresses) {
      await page.goto(address);
      await page.locator("h1#heading").waitFor();
      await page.locator(".test-clock").waitFor();
      const name = `${new URL(address).pathname.replace(/^.*\/app\/?(d\/\w+\/)?/, "").replace(/\/?[0-9a-f]{16}\/?/g, "/") || "start"}`;
      for (const view of VIEWS) {
        await page.setViewportSize({ width: view.width, height: 640 });
        await page.evaluate((text) => (document.documentElement.style.fontSize = text), view.text);
        await assertWhole(page, `${name} in ${locale} at ${view.name} %`, locale);
        if (name === "answers" || name === "send") {
          await assertAccessible(page);
          await shot(page, `${name}-at-${view.name}.${locale}`);
        }
      }
    }
  }
});
