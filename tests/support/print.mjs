// The printed form of a page: a PDF from Chromium, and the words on each of its pages.
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** @import { Page } from "playwright-core" */
/** @import { TextItem } from "pdfjs-dist/types/src/display/api.js" */

/**
 * A printed page: its size in points, its letters by their direction, and its words as they are in the file.
 * @typedef {{ width: number, height: number, ltr: string, rtl: string, words: string }} Sheet
 */

const PAPER = resolve(import.meta.dirname, "../out/paper");

/**
 * Pairs of a radical and the character with the same glyph in Noto Sans CJK. A PDF uses either of the two for a glyph, and
 * NFKC does not change these radicals.
 * @type {Map<string, string>}
 */
const RADICALS = new Map(
  "⺟母 ⺠民 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻑長 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟"
    .split(" ")
    .map((pair) => /** @type {[string, string]} */ ([...pair])),
);

/**
 * Returns only letters and digits. Line breaks, spaces, the shapes of joined letters, and the choice between characters with
 * the same glyph depend on the printer.
 * @param {string} text
 */
export function letters(text) {
  return text
    .normalize("NFKC")
    .replace(/[\u2e80-\u2eff]/g, (radical) => RADICALS.get(radical) ?? radical)
    .replace(/[^\p{L}\p{M}\p{N}]/gu, "")
    .replace(/[\u06d5\u06be]/g, "\u0647");
}

const ARABIC = /\p{Script=Arabic}/u;

/**
 * Returns the right-to-left letters of a text, and the other letters.
 * @param {string} text
 */
export function byDirection(text) {
  const all = [...letters(text)];
  return { rtl: all.filter((char) => ARABIC.test(char)).join(""), ltr: all.filter((char) => !ARABIC.test(char)).join("") };
}

/**
 * Prints the page with its print style, saves it as tests/out/paper/NAME.pdf, and reads it.
 * @param {Page} page
 * @param {string} name
 */
export async function print(page, name) {
  const bytes = await page.pdf({ preferCSSPageSize: true });
  await mkdir(PAPER, { recursive: true });
  await writeFile(join(PAPER, `${name}.pdf`), bytes);
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const sheets = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const sheet = await document.getPage(number);
    const [, , width, height] = sheet.view;
    const { items } = await sheet.getTextContent();
    sheets.push({ width, height, ...read(/** @type {TextItem[]} */ (items)) });
  }
  await document.destroy();
  return new Print(sheets);
}

/**
 * Returns the letters of a page in reading order. Arabic letters are in the file from left to right, so each run of them,
 * within its line and up to other letters, is read from its right end.
 * @param {TextItem[]} items
 */
function read(items) {
  const ltr = [];
  /** @type {{ x: number, rtl: string }[][]} */
  const stretches = [];
  let line = null;
  for (const { str, transform, width } of items) {
    const { rtl, ltr: others } = byDirection(str);
    ltr.push(others);
    if (/\p{L}/u.test(others)) line = null;
    if (!rtl) continue;
    const here = Math.round(transform[5]);
    if (line !== here) stretches.push([]);
    line = here;
    // Sorted by the right edge. In a ligature of two letters, the first has the whole width. The second has none and is
    // placed at the left edge of the ligature; it comes before the letter whose right edge is there.
    stretches.at(-1).push({ x: transform[4] + width + (width === 0 ? 0.5 : 0), rtl });
  }
  const rtl = stretches.flatMap((stretch) => stretch.sort((a, b) => b.x - a.x).map((item) => item.rtl));
  return { ltr: ltr.join(""), rtl: rtl.join(""), words: items.map((item) => item.str).join(" ") };
}

class Print {
  /** @param {Sheet[]} sheets */
  constructor(sheets) {
    this.sheets = sheets;
  }

  /**
   * Returns the numbers of the pages, from 1, that contain the whole text. In Arabic script, digits are between the letters
   * in visual order and are ignored.
   * @param {string} text
   */
  pagesWith(text) {
    const { rtl, ltr } = byDirection(text);
    return this.sheets.flatMap((sheet, place) => ((rtl ? sheet.rtl.includes(rtl) : sheet.ltr.includes(ltr)) ? [place + 1] : []));
  }

  /**
   * Returns the first of these texts that does not come after the one before it; `null` if all are in order.
   * @param {Iterable<string>} texts
   */
  outOfOrder(texts) {
    const all = { ltr: this.sheets.map((sheet) => sheet.ltr).join(""), rtl: this.sheets.map((sheet) => sheet.rtl).join("") };
    const from = { ltr: 0, rtl: 0 };
    for (const text of texts) {
      const wanted = byDirection(text);
      for (const direction of /** @type {const} */ (["ltr", "rtl"])) {
        if (!wanted[direction]) continue;
        const at = all[direction].indexOf(wanted[direction], from[direction]);
        if (at < 0) return text;
        from[direction] = at + wanted[direction].length;
      }
    }
    return null;
  }
}
