// The printed forms: the paper contains what was sent, in every language, with nothing cut and every page numbered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, newPhone, shot } from "../support/browser.mjs";
import { startGateway } from "../support/gateway.mjs";
import { byDirection, letters, print } from "../support/print.mjs";
import { Applicant } from "../support/steps.mjs";
import { say } from "../support/words.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Locator, Page } from "playwright-core" */
/** @import { Gateway } from "../support/gateway.mjs" */
/** @import { Values } from "../support/words.mjs" */

const NOW = "2026-03-19T10:00:00+05:00";
const LANGUAGES = ["ru", "kk-Arab", "zh", "kk"];
const MONTHS = "january february march april may june july august september october november december".split(" ");
const A4 = { width: 595, height: 842 };

// ---- Made-up people

/**
 * Returns a person as a stored draft has them. `place` is their number; `more` replaces answers.
 * @param {number} place
 * @param {Record<string, any>} [more]
 */
const person = (place, { name, ...more } = {}) => ({
  id: `00000000000000${String(place).padStart(2, "0")}`,
  name: { family: "SYNAQ", given: `ULGI ${place}`, patronymic: "", original: "", kazakh: "", ...name },
  born: { day: "9", month: "5", year: String(1980 + place) },
  birth_place: `Өзбекстан, Үлгі ауылы, ${place}`,
  citizenship: "uzbekistan",
  citizenship_other: "",
  kazakh: true,
  iin: "",
  identity: {
    number: `FA000000${place}`,
    issued: { day: "1", month: "2", year: "2020" },
    expires: { day: "31", month: "1", year: "2030" },
    no_expiry: false,
  },
  kinship: null,
  married: null,
  ...more,
});
/** @param {number} place */
const ID = (place) => person(place).id;

/** The applicant and eight more people, in all four groups, in an arbitrary order; one has a very long name. */
const NINE = [
  person(1, { name: { given: "DARKHAN", patronymic: "SERIKULY", original: "试验 达尔汗", kazakh: "Сынақ Дархан Серікұлы" } }),
  person(2, { kinship: { child_of: ID(1) }, name: { original: "试验", kazakh: "Сынақ Үлгі Екінші" } }),
  person(3, { kinship: { spouse_of: ID(1) }, name: { family: "SYNAQOVA", given: "AYNA", original: "سىناق اينا" } }),
  person(4, { kinship: { parent_of: ID(1) } }),
  person(5, { kinship: { parent_of: ID(3) }, citizenship: "other", citizenship_other: "Үлгі елі" }),
  person(6, {
    kinship: { child_of: ID(3) },
    name: { family: "SYNAQ-ULGIBEKOVA-UZYNBEKOVA-MYSALOVA", given: "AIGULZHAMAL ULGIZHAMAL", kazakh: "Сынақова-Үлгібекова-Ұзынбекова-Мысалова Айгүлжамал Үлгіжамал Сынаққызы" },
    kazakh: false,
  }),
  person(7, { kinship: { spouse_of: ID(2) }, identity: { number: "E00000007", issued: { day: "", month: "", year: "" }, expires: { day: "", month: "", year: "" }, no_expiry: true } }),
  person(8, { kinship: { child_of: ID(2) }, born: { day: "30", month: "12", year: "2015" } }),
  person(9, { kinship: { sibling_of: ID(1) }, married: false }),
];

const SENT_BY_ALL = {
  region: "KZ-35",
  settlement: "Үлгі ауылы",
  address: "Өзбекстан, Үлгі ауылы, Сынақ көшесі, 1",
  phone: "+998 00 000 00 01",
  email: "synaq@example.kz",
};
const GRANT = {
  ...SENT_BY_ALL,
  service: "grant",
  eligibility: { citizen_now: false, citizen_before: false, kazakh: true, to_live_permanently: true },
  basis: "family_reunion",
  facts: {
    relative_name: "ҮЛГІ Серік Сынақұлы",
    relative_is: "sibling",
    relative_is_citizen: true,
    relative_lives_in_region: true,
    home: "somebody_elses",
  },
};

// ---- A phone with such an application

/**
 * Opens a phone at the task list of an application with these answers.
 * @param {TestContext} t
 * @param {Record<string, any>} answers - A part of a stored draft.
 */
async function phoneWith(t, answers) {
  const gateway = await startGateway(t, { clock: NOW });
  const phone = await newPhone(t, { origin: gateway.origin, locale: "kk", clock: NOW });
  const me = new Applicant(phone, { locale: "kk" });
  await me.beginOther("extend");
  await me.keeps("extend");
  const [, id] = /\/d\/(\w+)\//.exec(phone.page.url());
  // Entering the answers takes a hundred pages; family.test.mjs does it.
  await phone.page.evaluate(
    /** @type {(draft: [id: string, answers: Record<string, any>]) => Promise<void>} */
    ([id, answers]) =>
      new Promise((done, fail) => {
        const open = indexedDB.open("qandas");
        open.onerror = () => fail(open.error);
        open.onsuccess = () => {
          const store = open.result.transaction("drafts", "readwrite").objectStore("drafts");
          const found = store.get(id);
          found.onsuccess = () => {
            const kept = JSON.parse(found.result);
            const draft = { ...kept.draft, ...answers, facts: { ...kept.draft.facts, ...answers.facts } };
            store.put(JSON.stringify({ ...kept, revision: kept.revision + 10, draft }), id);
          };
          store.transaction.onerror = () => fail(store.transaction.error);
          store.transaction.oncomplete = () => {
            open.result.close();
            done();
          };
        };
      }),
    /** @type {[string, Record<string, any>]} */ ([id, answers]),
  );
  const draft = `${gateway.origin}/app/d/${id}`;
  const form = async (name) => {
    await phone.page.goto(`${gateway.origin}/app/print/${id}/${name}`);
    await phone.page.locator(".sheet .row").first().waitFor();
  };
  return { gateway, phone, page: phone.page, me, id, draft, form };
}

/**
 * Sends the application, and returns the number and the answers that the gateway has.
 * @param {{ me: Applicant, page: Page, draft: string, gateway: Gateway }} there
 */
async function send({ me, page, draft, gateway }) {
  await page.goto(`${draft}/send`);
  await me.arrive("send", { isLoaded: true });
  const { number, code } = await me.send("SYNAQ DARKHAN");
  const answer = await gateway.request(`/api/v1/applications/${number}/draft`, {
    headers: { authorization: `Bearer ${code}` },
  });
  assert.equal(answer.status, 200);
  const body = await answer.json();
  return { number, code, sent: body.draft ?? body };
}

// ---- The required content of the form, computed from what the gateway received

/**
 * @param {string} key
 * @param {Values} [values]
 */
const kk = (key, values) => say("kk", key, values);
/**
 * A person as a stored draft has them.
 * @typedef {ReturnType<typeof person>} StoredPerson
 */

/** @param {boolean} answer */
const yesNo = (answer) => kk(answer ? "answer.yes" : "answer.no");
/** @param {{ day: string, month: string, year: string }} day */
const kazakhDay = ({ day, month, year }) => `${year} жылғы ${Number(day)} ${kk(`month.${MONTHS[Number(month) - 1]}`)}`;
/** @param {StoredPerson} who */
const passportName = ({ name }) => [name.family, name.given, name.patronymic].filter(Boolean).join(" ");
/** @param {StoredPerson} who */
const names = (who) => [passportName(who), who.name.kazakh, who.name.original].filter(Boolean);
/** @param {StoredPerson} who */
const citizenship = (who) =>
  who.citizenship === "other" ? who.citizenship_other : kk(`country.${who.citizenship}`);
/** @param {StoredPerson} who */
const paper = ({ identity }) => [
  identity.number,
  ...(identity.issued.day ? [kazakhDay(identity.issued)] : []),
  identity.no_expiry ? kk("paper.no_expiry") : kazakhDay(identity.expires),
];

/** The groups of Annex 6 of the made-up nine, determined by hand. */
const GROUPS_OF_NINE = [[3], [4, 5], [2, 6, 7, 8], [9]];
/** @param {{ people: StoredPerson[] }} draft */
const groupsOf = (draft) => GROUPS_OF_NINE.map((group) => group.map((place) => draft.people[place - 1]).filter(Boolean));

/**
 * @param {StoredPerson} who
 * @param {boolean} kazakh
 */
function about(who, kazakh) {
  return [kazakhDay(who.born), who.birth_place, citizenship(who), yesNo(kazakh), ...paper(who)];
}

/** Returns the values of Annex 1 in the order of our layout. */
function valuesOfAnnex1(draft) {
  const [applicant] = draft.people;
  const { facts } = draft;
  return [
    ...names(applicant),
    kk("form.title_1"),
    ...about(applicant, draft.eligibility.kazakh),
    draft.address,
    draft.phone,
    draft.email,
    kk("region.qaraghandy"),
    draft.settlement,
    kk(`basis.${draft.basis}`),
    ...(draft.basis === "family_reunion"
      ? [
          facts.relative_name,
          kk("relative.sibling"),
          yesNo(facts.relative_is_citizen),
          yesNo(facts.relative_lives_in_region),
          kk(`home.${facts.home}`),
        ]
      : [facts.institution, facts.programme]),
    ...groupsOf(draft).flatMap((group) => group.flatMap((member) => [...names(member), ...about(member, member.kazakh)])),
    kk("document.autobiography"),
    ANNEX_1_PARAGRAPH_7,
    "-оқу орнынан анықтама.",
    kk("send.consent"),
    "«19» наурыз 2026 ж.",
    draft.confirmed_name,
  ];
}

// ---- The words of the order, in its order, copied from its text; _ is a blank

const ANNEX_1_PARAGRAPH_7 =
  '- отбасымен бірігу үшін Қазақстан Республикасының азаматтары болып табылатын және Қазақстан Республикасының аумағында тұратын этникалық қазақтар қатарынан "Неке (ерлі-зайыптылық) және отбасы туралы" Қазақстан Республикасы Кодексінің 1-бабы 1-тармағының 13) және 26) тармақшаларына сәйкес отбасы мүшелерімен немесе жақын туыстарымен туыстығын растайтын құжаттар ұсынылады.';
const ANNEX_6 = [
  "Қандас мәртебесін беру немесе ұзарту қағидаларына 6-қосымша",
  "_(жергілікті атқарушы органның атауы)",
  "_(Өтініш берушінің тегі, аты, әкесінің аты (бар болса)",
  "_(мекенжайы бойынша тұратын)",
  "Қандас мәртебесін ұзарту туралы / қандас куәлігінің телнұсқасын беру / қандас мәртебесін ұзарту туралы шешімнің телнұсқасын беру туралы ӨТІНІШ",
  "_ байланысты маған (қандас мәртебесінің тоқтатылуымен / қандас мәртебесінің жоғалуымен немесе қандас мәртебесін ұзарту туралы […])",
  "және менің отбасымның мүшелеріне(бар болса) қандас мәртебесін ұзарту туралы / қандас куәлігінің телнұсқасын беру / қандас мәртебесін ұзарту туралы шешімнің телнұсқасын беруді сұраймын.",
  "Қазақстан Республикасының азаматтары болып табылмайтын отбасы мүшелері:",
  "1) жұбайы (зайыбы) _;",
  "2) өтініш берушінің және жұбайының (зайыбының) ата-аналары_ _;",
  "3) балалар (оның ішінде асырап алынғандар) және олардың отбасы мүшелері _;",
  "4) некеде тұрмайтын ата-анасы бір және ата-анасы бөлек аға-інілері мен апа-сіңлілері_.",
  "Осымен қандас мәртебесін ұзарту бойынша қызмет көрсету үшін қажетті менің дербес деректерімді жинауға және өңдеуге келісім беремін.",
  '20_ жылғы "_" _ _ (өтініш берушінің қолы)',
  "Өтініш қабылданды: _ (Құжаттарды қабылдаған адамның тегі, аты, әкесінің аты (бар болса), лауазымы)",
  '20_ жылғы "_" _ _ (құжаттарды қабылдаған адамның қолы)',
];
const CERTIFICATE = "қандас куәлігінің телнұсқасын беру";
const DECISION = "қандас мәртебесін ұзарту туралы шешімнің телнұсқасын беру";
// The two last requests share an ending: of the title "туралы", of the sentence "-ді".
const REQUESTS = {
  extend: {
    chosen: ["Қандас мәртебесін ұзарту туралы", "қандас мәртебесін ұзарту туралы"],
    struck: [CERTIFICATE, DECISION, "туралы", CERTIFICATE, DECISION, "ді"],
  },
  duplicate_certificate: {
    chosen: [CERTIFICATE, "туралы", CERTIFICATE, "ді"],
    struck: ["Қандас мәртебесін ұзарту туралы", DECISION, "қандас мәртебесін ұзарту туралы", DECISION],
  },
  duplicate_decision: {
    chosen: [DECISION, "туралы", DECISION, "ді"],
    struck: ["Қандас мәртебесін ұзарту туралы", CERTIFICATE, "қандас мәртебесін ұзарту туралы", CERTIFICATE],
  },
};
const annex8 = (documents) => [
  "Қандас мәртебесін беру немесе ұзарту қағидаларына 8-қосымша",
  "(Өтініш берушінің тегі, аты, әкесінің аты (бар болса)_",
  "_ _(көрсетілетін қызметті алушының мекенжайы)",
  "Құжаттарды қабылдаудан бас тарту туралы № _ ҚОЛХАТ _ (түрін көрсету)",
  'Жергілікті атқарушы органының (мекенжайын көрсету) / "Азаматтарға арналған үкімет "Мемлекеттік корпорациясы" коммерциялық емес акционерлік қоғамы филиалының № _ бөлімінің (мекенжайын көрсету)',
  "осы Қағидаларға 2-қосымшада көзделген тізбеге сәйкес құжаттардың және (немесе) қолданылу мерзімі өткен құжаттардың толық емес топтамасын ұсынуына байланысты, атап айтқанда:",
  "құжаттардың атауы:",
  ...Array.from({ length: documents }, (_, place) => `${place + 1}) _;`),
  "_(Жергілікті атқарушы орган қызметкерінің / Мемлекеттік корпорация қызметкерінің тегі, аты, әкесінің аты (бар болса), қолы)",
  "Телефон _",
  "Алды: _ _(Өтініш берушінің тегі, аты, әкесінің аты (бар болса / көрсетілетін қызметті алушының қолы)",
  '"_" _ 20_ жыл',
];

/**
 * Returns the rows of the page with words of the order, without the reader's language and with _ for blanks.
 * @param {Page} page
 */
async function wordsOfTheOrder(page) {
  return page.locator(".row-order .official-text").evaluateAll((rows) =>
    rows.map((row) => {
      const copy = /** @type {Element} */ (row.cloneNode(true));
      for (const own of copy.querySelectorAll(".own")) own.remove();
      for (const blank of copy.querySelectorAll(".blank")) blank.replaceWith("_");
      return copy.textContent.replace(/\s+/g, "");
    }),
  );
}

/** @param {string[]} rows */
const joined = (rows) => rows.map((row) => row.replace(/\s+/g, ""));

/**
 * Returns the texts that must each be on one page, as pieces: rows, headings with what follows them, and each person of a
 * list.
 * @param {Page} page
 */
async function unitsOf(page) {
  return page.locator(".row").evaluateAll((rows) =>
    rows.flatMap((row) => {
      const piecesOf = (unit) => {
        const pieces = [];
        const walker = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const { data } = /** @type {Text} */ (node);
          if (data.trim()) pieces.push(data);
        }
        return pieces;
      };
      const people = [...row.querySelectorAll(".row-list .blank-list > .filled")].map(piecesOf);
      // A heading is kept on one page with the row after it, and the head of a list with its first person.
      const head = row.querySelector(".list-head");
      if (head) return [[...piecesOf(head), ...people[0]], ...people];
      const next = row.matches(".row-heading") ? row.nextElementSibling : null;
      return [next ? [...piecesOf(row), ...piecesOf(next.querySelector(".list-head") ?? next)] : piecesOf(row)];
    }),
  );
}

/**
 * Prints the visible form and checks it against the rules for every form.
 * @param {Page} page
 * @param {string} name
 * @param {string} locale
 * @param {string} title
 */
async function assertPrinted(page, name, locale, title) {
  const printed = await print(page, `${name}.${locale}`);
  const count = printed.sheets.length;
  for (const [place, sheet] of printed.sheets.entries()) {
    assert.deepEqual({ width: Math.round(sheet.width), height: Math.round(sheet.height) }, A4, `${name}: A4`);
    const number = `${place + 1} / ${count}`;
    assert.ok(sheet.words.replace(/\s+/g, " ").includes(number), `${name}.${locale}: no "${number}" on its page`);
    assert.ok(sheet.ltr.includes(letters(title)), `${name}.${locale}: no title on page ${place + 1}`);
    // Nothing outside the form is printed. The test of dark mode checks that no button is printed.
    if (locale !== "kk-Arab") {
      assert.ok(!sheet.ltr.includes(letters(say(locale, "footer.law"))), `${name}.${locale}: the footer is printed`);
    }
  }
  const units = await unitsOf(page);
  // The longest piece is enough to see that the page is not empty; Arabic letters are in the file in visual order, so only others count.
  for (const [place, sheet] of printed.sheets.entries()) {
    const longest = units
      .map((pieces) => pieces.map((piece) => byDirection(piece).ltr).reduce((a, b) => (a.length < b.length ? b : a)))
      .filter((piece) => piece);
    assert.ok(longest.some((piece) => sheet.ltr.includes(piece)), `${name}.${locale}: page ${place + 1} is empty`);
  }
  for (const pieces of units) {
    // In Arabic script the pieces of a row are in the file in visual order, so each is searched separately.
    // So are numbers and brackets within a piece.
    const words = pieces.flatMap((piece) => piece.split(/[^\p{L}\p{M}\s]+/u)).filter((piece) => letters(piece));
    const parts = locale === "kk-Arab" ? words : [pieces.join("")];
    const pages = parts.map((part) => new Set(printed.pagesWith(part)));
    const whole = [...(pages[0] ?? [])].filter((number) => pages.every((found) => found.has(number)));
    if (pages.length > 0) assert.ok(whole.length > 0, `${name}.${locale}: "${parts.join("|")}" is cut or missing`);
  }
  return printed;
}

/**
 * Asserts that nothing overflows on a narrow screen.
 * @param {Page} page
 * @param {string} name
 */
async function assertFits(page, name) {
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 640 });
    const found = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(found <= width, `${name} is ${found} wide, of ${width}`);
  }
}

/**
 * @param {Applicant} me
 * @param {Page} page
 * @param {string} name
 * @param {string} title
 * @param {(printed: Awaited<ReturnType<typeof print>>) => void} hold
 */
async function inEachLanguage(me, page, name, title, hold) {
  for (const locale of LANGUAGES) {
    if (me.locale !== locale) await me.switchTo(locale);
    await page.locator(".sheet .row").first().waitFor();
    await assertFits(page, `${name}.${locale}`);
    await assertAccessible(page);
    await shot(page, `print-${name}.${locale}`);
    await hold(await assertPrinted(page, name, locale, title));
  }
}

// ---- The tests

test("Annex 1 of a family of nine has what the gateway received, in each language, over several pages", async (t) => {
  const phone = await phoneWith(t, { ...GRANT, people: NINE });
  const { sent } = await send(phone);
  assert.equal(sent.people.length, 9);
  await phone.form("annex-1");
  await inEachLanguage(phone.me, phone.page, "annex-1-nine", kk("form.annex_1"), (printed) => {
    assert.ok(printed.sheets.length >= 3 && printed.sheets.length <= 6, `${printed.sheets.length} pages`);
    assert.equal(printed.outOfOrder(valuesOfAnnex1(sent)), null);
  });
  assert.deepEqual(await wordsOfTheOrder(phone.page), joined([ANNEX_1_PARAGRAPH_7, "-оқу орнынан анықтама."]));
});

test("Annex 1 of a single student, before it is sent, leaves date and signature blank for handwriting", async (t) => {
  const study = {
    basis: "study",
    facts: { institution: "Үлгі университеті", programme: "Сынақ ісі" },
    people: [NINE[0]],
  };
  const phone = await phoneWith(t, { ...GRANT, ...study });
  await phone.form("annex-1");
  await inEachLanguage(phone.me, phone.page, "annex-1-single", kk("form.annex_1"), (printed) => {
    assert.ok(printed.sheets.length <= 3, `${printed.sheets.length} pages`);
    const values = valuesOfAnnex1({ ...GRANT, ...study, confirmed_name: "" });
    assert.equal(printed.outOfOrder(values.filter((value) => value && !value.startsWith("«19»"))), null);
  });
  const signed = phone.page.locator(".row-signature .blank");
  assert.deepEqual(await signed.allInnerTexts(), ["", "", "", ""]);
});

for (const service of ["extend", "duplicate_certificate", "duplicate_decision"]) {
  test(`Annex 6 (${service}) has every field of the order in its order and what the gateway received`, async (t) => {
    const phone = await phoneWith(t, { ...SENT_BY_ALL, service, people: NINE });
    const { sent } = await send(phone);
    await phone.form("annex-6");
    await inEachLanguage(phone.me, phone.page, `annex-6-${service}`, kk("form.annex_6"), (printed) => {
      const [spouse, parents, children, siblings] = groupsOf(sent).map((group) => group.flatMap(names));
      const words = ANNEX_6.map((row) => row.split("_").map((part) => part.trim()));
      const filled = [
        [],
        [],
        names(sent.people[0]),
        [sent.address],
        [],
        [kk("region.qaraghandy"), kk(`service.${service}`)],
        [],
        [],
        spouse,
        parents,
        children,
        siblings,
        [],
        [],
        [sent.confirmed_name],
        [],
      ];
      // The filled-in values are before or within the words of their row.
      const expected = words.flatMap((parts, place) =>
        place >= 8 && place <= 11 ? [parts[0], ...filled[place]] : [...filled[place], ...parts],
      );
      assert.equal(printed.outOfOrder(expected.filter((text) => letters(text))), null);
    });
    const { page } = phone;
    assert.deepEqual(await wordsOfTheOrder(page), joined(ANNEX_6));
    const dates = page.locator(".row-signature", { hasText: "өтініш берушінің қолы" }).locator(".blank");
    assert.deepEqual(await dates.allInnerTexts(), ["26", "19", "наурыз", ""]);
    const trimmed = async (selector) => (await page.locator(selector).allInnerTexts()).map((text) => text.trim());
    assert.deepEqual(await trimmed(".official-text b"), REQUESTS[service].chosen);
    assert.deepEqual(await trimmed(".official-text s"), REQUESTS[service].struck);
  });
}

const REFUSAL = {
  event_id: "synaq-refusal",
  kind: "refused_to_accept",
  on: "2026-03-20",
  reference: "СЫНАҚ-8/26",
  documents: [
    { title: "Ойдан шығарылған төлқұжат", ground: "expired" },
    { title: "Ойдан шығарылған өмірбаян", ground: "incomplete" },
    { title: "Ойдан шығарылған анықтама", ground: "incomplete" },
    { title: "Ойдан шығарылған төртінші құжат", ground: "expired" },
  ],
};

test("Annex 8 has every field of the order in its order and what the authority reported", async (t) => {
  const phone = await phoneWith(t, { ...GRANT, people: NINE.slice(0, 1) });
  const { me, page, gateway } = phone;
  const { number, sent } = await send(phone);
  await page.goto(`${gateway.origin}/app/print/${phone.id}/annex-8`);
  await me.sees(kk("form.none_8"));
  await gateway.setClock("2026-03-20T12:00:00+05:00");
  await gateway.report(number, REFUSAL);
  await page.goto(`${gateway.origin}/app/follow/${phone.id}`);
  // The form is opened from the page that shows the refusal.
  await me.follow("form.annex_8");
  await me.arrive("annex-8", { title: "form.annex_8" });
  await page.locator(".sheet .row").first().waitFor();
  await inEachLanguage(me, page, "annex-8", kk("form.annex_8"), (printed) => {
    const documents = REFUSAL.documents.flatMap(({ title, ground }, place) => [
      `${place + 1})`,
      title,
      kk(ground === "expired" ? "refusal.expired" : "refusal.missing"),
    ]);
    const [applicant] = sent.people;
    const [, name, address, heading, body, ground, list] = annex8(0);
    const end = annex8(0).slice(7);
    const expected = [
      name,
      ...names(applicant),
      sent.address,
      address,
      ...heading.split("_").flatMap((words, place) => (place === 1 ? [REFUSAL.reference, words] : [words])),
      kk("event.refused_to_accept"),
      "2026 жылғы 20 наурыз",
      ...body.split("_"),
      ground,
      list,
      ...documents,
      end[0],
      "Телефон",
      "Алды:",
      "(Өтініш берушінің тегі, аты, әкесінің аты (бар болса / көрсетілетін қызметті алушының қолы)",
      "жыл",
    ];
    assert.equal(printed.outOfOrder(expected.filter((text) => letters(text))), null);
  });
  assert.deepEqual(await wordsOfTheOrder(page), joined(annex8(4)));
  // What was not reported stays empty: kind, second line of the address, department, officer, phone; and what the recipient
  // writes by hand: name, signature, and the three blanks of the day.
  const empty = await page.locator(".row-order .blank").evaluateAll(
    (blanks) => blanks.filter((blank) => blank.textContent.trim() === "").length,
  );
  assert.equal(empty, 10);
});

test("the notice of registration and the checklists can be printed, one of them without a name", async (t) => {
  const phone = await phoneWith(t, { ...GRANT, people: NINE });
  const { me, page } = phone;
  const { number } = await send(phone);
  await me.follow("form.annex_3");
  await me.arrive("annex-3", { title: "form.annex_3" });
  await page.locator(".sheet .row").first().waitFor();
  await inEachLanguage(me, page, "annex-3", kk("form.annex_3"), (printed) => {
    assert.equal(printed.sheets.length, 1);
    // 35 working days after 19 March 2026: see family.test.mjs.
    const expected = [...names(NINE[0]), kk("service.grant"), number, "2026 жылғы 19 наурыз", "2026 жылғы 15 мамыр"];
    assert.equal(printed.outOfOrder(expected), null);
  });
  const people = NINE.map(passportName);
  for (const [form, isNamed] of /** @type {const} */ ([["checklist", true], ["checklist-without-names", false]])) {
    await phone.form(form);
    await inEachLanguage(me, page, form, kk("checklist.title"), (printed) => {
      for (const name of people) assert.equal(printed.pagesWith(name).length > 0, isNamed, `${form}: ${name}`);
      for (const secret of ["FA0000001", GRANT.address, GRANT.phone]) {
        assert.deepEqual(printed.pagesWith(secret), [], `${form}: ${secret}`);
      }
      // Two for each member of Kazakh nationality, one for the other member, and six for the applicant.
      assert.equal(printed.outOfOrder(["autobiography", "identity", "nationality", "kinship", "consent"].map((kind) => kk(`document.${kind}`))), null);
    });
    assert.equal(await page.locator(".box").count(), 6 + 7 * 2 + 1);
  }
});

test("in dark mode the paper is white, its ink black, and no button is printed", async (t) => {
  const phone = await phoneWith(t, { ...SENT_BY_ALL, service: "extend", people: NINE });
  const { page } = phone;
  await phone.form("annex-6");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const found = await page.evaluate(() => ({
    ink: [...new Set([...document.querySelectorAll(".sheet *")].map((element) => getComputedStyle(element).color))],
    ground: [...document.querySelectorAll("html, body, main, .sheet, .sheet *")]
      .map((element) => getComputedStyle(element).backgroundColor)
      .filter((color) => !["rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"].includes(color)),
    seen: [...document.querySelectorAll("button, a, nav, summary")].filter((element) => element.checkVisibility()).length,
  }));
  assert.deepEqual(found, { ink: ["rgb(0, 0, 0)"], ground: [], seen: 0 });
});

test("printing is offered in the task list, next to the answers and where sending fails", async (t) => {
  const phone = await phoneWith(t, { ...GRANT, people: NINE.slice(0, 1) });
  const { me, page, gateway, draft } = phone;
  for (const place of ["tasks", "answers"]) {
    await page.goto(`${draft}/${place}`);
    await me.arrive(place, { isLoaded: true });
    await me.follow("on_paper.title");
    await me.arrive("on-paper", { end: "/on-paper", title: "on_paper.title" });
  }
  await me.sees(kk("on_paper.grant"), "5-тармағы");
  for (const locale of LANGUAGES) {
    if (me.locale !== locale) await me.switchTo(locale);
    await assertFits(page, `on-paper.${locale}`);
    await assertAccessible(page);
    await shot(page, `on-paper.${locale}`);
  }
  await page.goto(`${draft}/send`);
  await me.arrive("send", { isLoaded: true });
  // The texts of the printed forms are on the phone before the network goes.
  await me.switchTo("ru");
  await page.waitForLoadState("networkidle");
  phone.phone.expectComplaint(/ERR_CONNECTION_REFUSED/);
  await gateway.kill();
  await me.consent("SYNAQ DARKHAN");
  await me.press("send.button");
  await me.sees(me.say("send.waiting_network"));
  await me.follow("send.print");
  await me.arrive("on-paper", { end: "/on-paper", title: "on_paper.title" });
  await me.follow("form.annex_1");
  await me.arrive("annex-1", { title: "form.annex_1" });
  await me.sees("SYNAQ DARKHAN SERIKULY", "Қандас мәртебесін беру туралы ӨТІНІШ");
});
