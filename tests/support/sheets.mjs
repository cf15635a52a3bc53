// Combines the pictures of tests/out/screens into one sheet for each language, to be looked at: tests/out/sheets.
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const SCREENS = resolve(import.meta.dirname, "../out/screens");
const SHEETS = resolve(import.meta.dirname, "../out/sheets");
const CHROME = process.env.CHROME ?? "/usr/bin/chromium";

const languages = new Map();
for (const file of (await readdir(SCREENS)).sort()) {
  const [, name, language] = /^(.+)\.([\w-]+)\.png$/.exec(file) ?? [];
  if (language) languages.set(language, [...(languages.get(language) ?? []), { name, file }]);
}
await mkdir(SHEETS, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROME, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
for (const [language, pictures] of languages) {
  const figures = await Promise.all(
    pictures.map(async ({ name, file }) => {
      const bytes = (await readFile(join(SCREENS, file))).toString("base64");
      return `<figure><img src="data:image/png;base64,${bytes}"><figcaption>${name}</figcaption></figure>`;
    }),
  );
  await page.setContent(`<style>
    body { display: grid; grid-template-columns: repeat(8, 1fr); gap: 12px; margin: 12px; font: 12px sans-serif; background: #888 }
    figure { margin: 0; background: #fff } img { inline-size: 100%; block-size: 420px; object-fit: cover; object-position: top }
    figcaption { padding: 4px }
  </style>${figures.join("")}`);
  await page.screenshot({ path: join(SHEETS, `${language}.png`), fullPage: true });
  console.log(`${language}: ${pictures.length} pages in ${join(SHEETS, `${language}.png`)}`);
}
await browser.close();
