// The first lines about a followed application, shown on the static screen while the app is loaded: what the gateway's summary
// says, or what the page showed last on this phone where the gateway cannot be reached. A file of its own that runs as soon as it
// is there, perhaps before the style and the page itself: it asks first and looks for its place then.

/** After so many milliseconds without an answer the lines that the phone keeps are shown. */
const PATIENCE = 3000;
const TAGS = { running: "tag tag-running", done: "tag-done", problem: "tag tag-problem" };
const DATES = { running: "due", overdue: "due error" };

const root = document.documentElement;
/** Resolves when all of the page has been read. */
const parsed = new Promise((done) => {
  if (document.readyState === "loading") document.addEventListener("readystatechange", done, { once: true });
  else done();
});

/** Counts the pages and languages that were asked for: what comes for an earlier one is dropped. */
let asked = 0;

/** A record of the app's database; nothing where there is no database or no record. */
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

/** The secret that a link brought; language.js laid it down. */
function brought() {
  try {
    return sessionStorage.getItem("qandas.brought");
  } catch {
    return null;
  }
}

/** What the page showed last, in the language of the page. The app writes it (src/tracking/first_lines.rs). */
function shownLast(id) {
  try {
    const lines = JSON.parse(localStorage.getItem(`qandas.headline.${id}`));
    return lines && lines.language === root.lang ? lines : null;
  } catch {
    return null;
  }
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** The markup of src/pages/follow/standing.rs. The first line is the state. */
function section({ problem, lines }) {
  const [[tag, state], ...others] = lines;
  return element(
    "section",
    problem ? "standing standing-problem" : "standing",
    element("p", "standing-where", element("span", tag, state)),
    ...others.map(([className, text]) => element("p", className, text)),
  );
}

/** The lines of a summary in the order of the page. */
function linesOf({ tone, state, outcome, term, date, left, late, needed }) {
  const others = [["due", outcome], [DATES[term], date], ["", left], ["error", late], ["standing-act", needed]];
  return { problem: tone === "problem", lines: [[TAGS[tone], state], ...others.filter(([, text]) => text)] };
}

async function summary(page, secret, number) {
  const path = page === "family" ? "shared" : "applications";
  const address = `/api/v1/${path}/summary?lang=${root.lang}`;
  const answer = await fetch(address, { headers: { authorization: `Bearer ${secret}` } });
  // Read also where it is of no use: an answer that is not read keeps its connection.
  const text = await answer.text();
  if (!answer.ok) return null;
  const said = JSON.parse(text);
  return page === "family" ? said : said.applications.find((one) => !number || one.number === number);
}

/** Asks about the application of an address: what its reader calls it, and the gateway's answer to come. */
async function ask(page, id) {
  const record = id && (await kept(page === "family" ? "shared" : "tracked", id));
  const secret = id ? record && (record.token || record.owner_key) : brought();
  if (!secret || record?.elsewhere) return null;
  const answer = summary(page, secret, record?.receipt?.number);
  // It may fail before it is waited for.
  answer.catch(() => {});
  return { label: record?.label, answer };
}

/** Puts the parts of a headline in sight; none for that the app is coming. `state` is what the app reads of it. */
function show(page, state, ...parts) {
  const early = document.getElementById("early");
  const top = document.getElementById("top");
  for (const old of early.querySelectorAll(".headline-part")) old.remove();
  early.dataset.headline = state;
  document.getElementById("waiting").hidden = state !== "";
  top.hidden = state === "";
  for (const heading of top.querySelectorAll("h1")) heading.hidden = heading.dataset.page !== page;
  for (const part of parts.filter(Boolean)) {
    part.classList.add("headline-part");
    (part.matches(".lede") ? top : document.getElementById("said")).append(part);
  }
}

/**
 * Shows the first lines about the application of the address; where it has none, that the app is coming. What is wrong with a
 * link is left to the app to say.
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
