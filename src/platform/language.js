// Chooses the language before anything is painted, and writes the texts of the static screen in it. It is a classic script in
// the head of the page, and so the first to run: it also takes a secret out of the address.
(() => {
  // The three tables are those of crates/locale; src/i18n compares them. The last locale is for checking the pages.
  const LOCALES = ["kk", "kk-Arab", "kk-Latn", "ru", "en", "uz", "uz-Cyrl", "zh", "en-XA"];
  const RIGHT_TO_LEFT = ["kk-Arab"];
  const CHOICES = [
    ["kk-cyrl", "kk"],
    ["kk-latn", "kk-Latn"],
    ["kk-arab", "kk-Arab"],
    ["kk-cn", "kk-Arab"],
    ["kk-ir", "kk-Arab"],
    ["kk-af", "kk-Arab"],
    ["kk-mn", "kk"],
    ["kk", "kk"],
    ["ru", "ru"],
    ["en", "en"],
    ["uz-cyrl", "uz-Cyrl"],
    ["uz", "uz"],
    ["zh", "zh"],
  ];
  const root = document.documentElement;
  /** @param {string} id */
  const element = (id) => document.getElementById(id);
  /** @param {string} tag */
  const known = (tag) => LOCALES.includes(tag) && tag;
  /** @param {string} tag */
  const wanted = (tag) => (CHOICES.find(([start]) => `${tag.toLowerCase()}-`.startsWith(`${start}-`)) || [])[1];
  const { pathname, search, hash } = location;
  const asked = known(new URLSearchParams(search).get("language"));
  let chosen = asked;
  let keeps = false;
  let fragment = hash;
  // Storage may be disabled. Then the phone's languages decide, and the app takes the secret from the address.
  try {
    if (asked) localStorage.setItem("qandas.locale", asked);
    chosen = known(localStorage.getItem("qandas.locale"));
    const service = localStorage.getItem("qandas.service");
    // A phone that has contacted the gateway has stored data, unless the app has found none.
    keeps = service && localStorage.getItem("qandas.kept") !== "0";
    root.toggleAttribute("data-no-gateway", service === '"none"');
    if (/^\/app\/(follow|family)\/?#[\w-]{26,}$/.test(pathname + hash)) {
      sessionStorage.setItem("qandas.brought", hash.slice(1));
      fragment = "";
    }
  } catch {}
  if (asked || fragment !== hash) history.replaceState(history.state, "", pathname + (asked ? "" : search) + fragment);
  root.lang = chosen || [].concat(navigator.languages || navigator.language || []).map(wanted).find(Boolean) || LOCALES[0];

  /** Applies what depends on the language: the direction, and the texts of the static screen while it exists. */
  const follow = () => {
    const { lang } = root;
    root.dir = RIGHT_TO_LEFT.includes(lang) ? "rtl" : "ltr";
    const early = element("early");
    const texts = early && JSON.parse(element("texts").textContent)[lang];
    if (!texts) return;
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-text]"))) {
      one.textContent = texts[one.dataset.text];
    }
    for (const one of /** @type {NodeListOf<HTMLButtonElement>} */ (early.querySelectorAll("[name]"))) {
      if (one.value === lang) {
        one.setAttribute("aria-current", "true");
        element("language").textContent = one.textContent;
      } else one.removeAttribute("aria-current");
    }
    early.hidden = false;
  };
  follow();
  new MutationObserver(follow).observe(root, { attributeFilter: ["lang"] });
  // After the whole page has been parsed, and before it is painted.
  document.addEventListener(
    "readystatechange",
    () => {
      const first = element("first");
      // The stored applications are at the top of the start page, so that only the app can show it.
      if (first) {
        first.hidden = Boolean(keeps);
        element("waiting").hidden = !keeps;
      }
      follow();
    },
    { once: true },
  );
})();
