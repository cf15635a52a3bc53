// What a page is when it is printed: a PDF by Chromium, and the words on each of its pages.
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

const PAPER = resolve(import.meta.dirname, "../out/paper");

/**
 * Pairs of a radical and the character that has the same glyph in Noto Sans CJK. A PDF names a glyph by one of the two, and
 * NFKC leaves these radicals as they are.
 */
const RADICALS = new Map(
  "⺟母 ⺠民 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻑長 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟"
    .split(" ")
    .map((pair) => [...pair]),
);

/**
 * Letters and digits alone: line breaks, spaces and the shapes of joined letters are the printer's. So is which of the
 * characters that share a glyph the PDF names.
 */
export function letters(text) {
  return text
    .normalize("NFKC")
    .replace(/[\u2e80-\u2eff]/g, (radical) => RADICALS.get(radical) ?? radical)
    .replace(/[^\p{L}\p{M}\p{N}]/gu, "")
    .replace(/[\u06d5\u06be]/g, "\u0647");
}

const ARABIC = /\p{Script=Arabic}/u;

/** The letters of a text that read from right to left, and the others. */
export function byDirection(text) {
  const all = [...letters(text)];
  return { rtl: all.filter((char) => ARABIC.test(char)).join(""), ltr: all.filter((char) => !ARABIC.test(char)).join("") };
}

/** Prints the page as its style says, keeps it as tests/out/paper/NAME.pdf, and reads it. */
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
    sheets.push({ width, height, ...read(items) });
  }
  await document.destroy();
  return new Print(sheets);
}

/**
 * The letters of a page in their order. What is in Arabic letters stands in the file from left to right, so that each
 * stretch of it, within its line and up to other letters, is read from its right end.
 */
function read(items) {
  const ltr = [];
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
    // By its right edge. Of the two letters of a ligature the first has the whole width; the second, which has none, stands
    // at its left edge and comes before the letter whose right edge is there.
    stretches.at(-1).push({ x: transform[4] + width + (width === 0 ? 0.5 : 0), rtl });
  }
  const rtl = stretches.flatMap((stretch) => stretch.sort((a, b) => b.x - a.x).map((item) => item.rtl));
  return { ltr: ltr.join(""), rtl: rtl.join(""), words: items.map((item) => item.str).join(" ") };
}

class Print {
  constructor(sheets) {
    this.sheets = sheets;
  }

  /**
   * The numbers of the pages, from 1, on which the whole of a text stands. Where it is in Arabic letters, its digits stand
   * among them in the order of the eye and are not looked for.
   */
  pagesWith(text) {
    const { rtl, ltr } = byDirection(text);
    return this.sheets.flatMap((sheet, place) => ((rtl ? sheet.rtl.includes(rtl) : sheet.ltr.includes(ltr)) ? [place + 1] : []));
  }

  /** The first of these texts that does not stand behind the one before it; `null` where each does. */
  outOfOrder(texts) {
    const all = { ltr: this.sheets.map((sheet) => sheet.ltr).join(""), rtl: this.sheets.map((sheet) => sheet.rtl).join("") };
    const from = { ltr: 0, rtl: 0 };
    for (const text of texts) {
      const wanted = byDirection(text);
      for (const direction of ["ltr", "rtl"]) {
        if (!wanted[direction]) continue;
        const at = all[direction].indexOf(wanted[direction], from[direction]);
        if (at < 0) return text;
        from[direction] = at + wanted[direction].length;
      }
    }
    return null;
  }
}
