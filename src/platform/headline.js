// The first lines about a followed application, shown on the static screen while the app is loading: the gateway's summary, or
// the lines last shown on this phone if the gateway cannot be reached. It is a file of its own that runs as soon as it is
// loaded, perhaps before the style and the page itself, so it sends the request first and then looks for its place.

/** The stored lines are shown after this number of milliseconds without an answer. */
const PATIENCE = 3000;
/** @type {Record<string, string>} */
const TAGS = { running: "tag tag-running", done: "tag-done", problem: "tag tag-problem" };
/** @type {Record<string, string>} */
const DATES = { running: "due", overdue: "due error" };

const root = document.documentElement;
/**
 * Resolves when the whole page has been parsed.
 * @type {Promise<Event | void>}
 */
const parsed = new Promise((done) => {
  if (document.readyState === "loading") document.addEventListener("readystatechange", done, { once: true });
  else done();
});

/** Counts the requested pages and languages: an answer for an earlier one is dropped. */
let asked = 0;

/**
 * Reads a record of the app's database; null if there is no database or no record.
 * @param {"shared" | "tracked"} store
 * @param {string} id
 * @returns {Promise<any>}
 */
function kept(store, id) {
  return new Promise((done) => {
    const opening = indexedDB.open("qandas");
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => done(null);
    opening.onsuccess = () => {
      const database = opening.result;
      const end = (record) => {
        database.close();
        done(record);
      };
      try {
        const reading = database.transaction(store).objectStore(store).get(id);
        reading.onerror = () => end(null);
        reading.onsuccess = () => end(JSON.parse(reading.result || "null"));
      } catch {
        end(null);
      }
    };
  }).catch(() => null);
}

/** Returns the secret of an opened link, which language.js stored. */
function brought() {
  try {
    return sessionStorage.getItem("qandas.brought");
  } catch {
    return null;
  }
}

/**
 * Lines to show: pairs of a class and a text, of which the first pair is the state.
 * @typedef {{ problem: boolean, lines: [string, string][] }} Lines
 */

/**
 * Returns the lines last shown in the language of the page. The app writes them (src/tracking/first_lines.rs).
 * @param {string} id
 * @returns {(Lines & { language: string, away: string }) | null}
 */
function shownLast(id) {
  try {
    const lines = JSON.parse(localStorage.getItem(`qandas.headline.${id}`));
    return lines && lines.language === root.lang ? lines : null;
  } catch {
    return null;
  }
}

/**
 * Returns a new element with a class, or without if that is empty.
 * @param {string} name
 * @param {string} className
 * @param {...(string | Node)} children
 */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * Makes the markup of src/pages/follow/standing.rs. The first line is the state.
 * @param {Lines} headline
 */
function section({ problem, lines }) {
  const [[tag, state], ...others] = lines;
  return element(
    "section",
    problem ? "standing standing-problem" : "standing",
    element("p", "standing-where", element("span", tag, state)),
    ...others.map(([className, text]) => element("p", className, text)),
  );
}

/**
 * The gateway's summary of an application: its texts in the language of the page.
 * @typedef {{
 *   tone: string, state: string, outcome?: string, term?: string, date?: string, left?: string, source?: string,
 *   late?: string, needed?: string, new?: string,
 * }} Summary
 */

/**
 * Returns the lines of a summary in the order of the page.
 * @param {Summary} summary
 * @returns {Lines}
 */
function linesOf({ tone, state, outcome, term, date, left, source, late, needed }) {
  /** @type {[string, string | undefined][]} */
  const others = [
    ["due", outcome],
    [DATES[term], date],
    ["", left],
    ["hint", source],
    ["error", late],
    ["standing-act", needed],
  ];
  return { problem: tone === "problem", lines: [[TAGS[tone], state], ...others.filter(([, text]) => text)] };
}

/**
 * Requests the summary of an application: of that with this number, or of the first one that the secret gives access to.
 * @param {string} page
 * @param {string} secret
 * @param {string} [number]
 * @returns {Promise<Summary | null | undefined>}
 */
async function summary(page, secret, number) {
  const path = page === "family" ? "shared" : "applications";
  const address = `/api/v1/${path}/summary?lang=${root.lang}`;
  const answer = await fetch(address, { headers: { authorization: `Bearer ${secret}` } });
  // Read even if it is not used: an unread response keeps its connection.
  const text = await answer.text();
  if (!answer.ok) return null;
  const said = JSON.parse(text);
  return page === "family" ? said : said.applications.find((one) => !number || one.number === number);
}

/**
 * Requests the application of an address: the reader's name for it, and a promise of the gateway's answer.
 * @param {string} page
 * @param {string} [id]
 */
async function ask(page, id) {
  const record = id && (await kept(page === "family" ? "shared" : "tracked", id));
  const secret = id ? record && (record.token || record.owner_key) : brought();
  if (!secret || record?.elsewhere) return null;
  const answer = summary(page, secret, record?.receipt?.number);
  // It may fail before anything awaits it.
  answer.catch(() => {});
  return { label: record?.label, answer };
}

/**
 * Shows the parts of a headline; none while the app is loading. `state` is what the app reads of it.
 * @param {string} page
 * @param {string} state
 * @param {...(HTMLElement | "" | undefined)} parts
 */
function show(page, state, ...parts) {
  const early = document.getElementById("early");
  const top = document.getElementById("top");
  for (const old of early.querySelectorAll(".headline-part")) old.remove();
  early.dataset.headline = state;
  document.getElementById("waiting").hidden = state !== "";
  top.hidden = state === "";
  for (const heading of top.querySelectorAll("h1")) heading.hidden = heading.dataset.page !== page;
  for (const part of /** @type {HTMLElement[]} */ (parts.filter(Boolean))) {
    part.classList.add("headline-part");
    (part.matches(".lede") ? top : document.getElementById("said")).append(part);
  }
}

/**
 * Shows the first lines about the application of the address; if there is none, that the app is loading. Errors of a link are
 * left to the app.
 */
async function showHeadline() {
  asked += 1;
  const turn = asked;
  const [, page, id] = /^\/app\/(follow|family)(?:\/([0-9a-f]{16}))?\/?$/.exec(location.pathname) || [];
  const asking = page ? ask(page, id) : null;
  await parsed;
  const isCurrent = () => turn === asked && document.getElementById("early");
  if (isCurrent()) show(page, "");
  const found = await asking;
  if (!found) return;
  const label = found.label && element("p", "lede", element("bdi", "", found.label));
  const showLast = () => {
    const last = id && isCurrent() && shownLast(id);
    if (last) show(page, "kept", label, section(last), element("div", "message message-warning", element("p", "", last.away)));
  };
  const late = setTimeout(showLast, PATIENCE);
  try {
    const texts = await found.answer;
    if (!texts || !isCurrent()) return;
    const news = texts.new && element("ul", "history", element("li", "", texts.new));
    show(page, "fresh", label, section(linesOf(texts)), news);
  } catch {
    showLast();
  } finally {
    clearTimeout(late);
  }
}

showHeadline();
addEventListener("popstate", showHeadline);
// language.js has come after this, or another language was pressed.
new MutationObserver(showHeadline).observe(root, { attributeFilter: ["lang"] });
