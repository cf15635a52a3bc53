// Checks the layout and the wording of any page.
import assert from "node:assert/strict";

/**
 * Asserts that nothing overflows or is cut off, that no heading, label, link, button or cell is without words, and that
 * nothing is left in the letters of another language. Typed text is in `bdi` and inputs, text in another language has `lang`,
 * and a Kazakh term may be in brackets after its translation. In the locale of made-up letters, a plain word is one that is
 * written in the code instead of the catalog.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 * @param {string} locale
 */
export async function assertWhole(page, name, locale) {
  const found = await page.evaluate((locale) => {
    const isSeen = (/** @type {Element} */ element) => element.checkVisibility({ opacityProperty: false, visibilityProperty: true });
    const speaking = "h1, h2, h3, p, label, legend, a, button, li, dt, dd, th, option, summary, bdi";
    const silent = [...document.querySelectorAll(speaking)].filter(
      (element) => isSeen(element) && element.textContent.trim() === "" && !element.querySelector("img, svg, input"),
    );
    const edge = document.documentElement.clientWidth;
    const cut = [...document.querySelectorAll("body *")].filter((element) => {
      if (!isSeen(element) || element.closest("svg, select") || !element.textContent.trim()) return false;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      // Elements for screen readers only have the size of a dot.
      if (box.width <= 2) return false;
      const hidden = style.overflowX !== "visible" && style.overflowX !== "auto" && element.scrollWidth > element.clientWidth + 1;
      return hidden || box.right > edge + 1 || box.left < -1;
    });
    const foreign = [];
    if (!["kk", "ru", "uz-Cyrl"].includes(locale)) {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!isSeen(parent) || parent.closest("bdi, [lang]:not(html), script, noscript, textarea")) continue;
        const { data } = /** @type {Text} */ (node);
        const text = data.replace(/[（(].*?[)）]/g, "").replace(/[\u2066-\u2068].*?\u2069/g, "");
        const plain = text.replace(/[\w.]+\.kz|en-XA/g, "");
        if (/\p{Script=Cyrillic}/u.test(text)) foreign.push(data.trim());
        if (locale === "en-XA" && /[A-Za-z]{2,}/.test(plain)) foreign.push(data.trim());
      }
    }
    return {
      width: document.documentElement.scrollWidth,
      room: innerWidth,
      cut: cut.map((element) => element.outerHTML.slice(0, 200)),
      silent: silent.map((element) => element.outerHTML.slice(0, 200)),
      holes: document.body.innerText.match(/\{\w*\}|undefined|NaN/g) ?? [],
      foreign,
    };
  }, locale);
  assert.ok(found.width <= found.room, `${name} is ${found.width} wide, of ${found.room}`);
  assert.deepEqual(found.cut, [], `${name} has something cut off`);
  assert.deepEqual(found.silent, [], `${name} has something without words`);
  assert.deepEqual(found.holes, [], `${name} has unfilled places`);
  assert.deepEqual(found.foreign, [], `${name} has something untranslated`);
}
