// The app's texts, read from its own catalogs, so that a journey can be played in any language.
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { DIST } from "./builds.mjs";

const LOCALES = resolve(import.meta.dirname, "../../locales");
/**
 * The texts of a locale by their keys, each with its plural forms; a text without them has the form `other`.
 * @typedef {Map<string, Record<string, string>>} Catalog
 */

/** The locales whose texts the build makes from those of another script. */
const SCRIPTS = { "kk-Arab": "kk", "kk-Latn": "kk", "uz-Cyrl": "uz" };
/** The separator of the plural forms of a text in a built catalog. */
const FORM_MARK = "\u001f";

/** @type {Map<string, Catalog>} */
const catalogs = new Map();

/** @param {string} locale */
function catalog(locale) {
  if (!catalogs.has(locale)) catalogs.set(locale, locale in SCRIPTS ? converted(locale) : written(locale));
  return catalogs.get(locale);
}

/**
 * @param {string} locale
 * @returns {Catalog}
 */
function written(locale) {
  const files = [`${LOCALES}/${locale}.toml`, `${LOCALES}/care/${locale}.toml`];
  return new Map(files.flatMap((file) => [...read(readFileSync(file, "utf8"))]));
}

/**
 * Returns the texts of a locale that has no file of its own, from the built catalogs: line by line, these have the same texts as
 * those of the script they are made from.
 * @param {string} locale
 * @returns {Catalog}
 */
function converted(locale) {
  const source = SCRIPTS[locale];
  const texts = builtTexts(locale);
  const place = new Map(builtTexts(source).map((text, index) => [text, index]));
  const convert = (/** @type {string} */ text) => texts[place.get(text)] ?? text;
  return new Map(
    [...catalog(source)].map(([key, forms]) => [
      key,
      Object.fromEntries(Object.entries(forms).map(([form, text]) => [form, convert(text)])),
    ]),
  );
}

/** @param {string} locale */
function builtTexts(locale) {
  return ["core", "draft", "follow", "rest", "care"].flatMap((part) => {
    const name = readdirSync(`${DIST}/assets`).find((file) => file.startsWith(`${part}.${locale}.`) && file.endsWith(".txt"));
    if (!name) throw new Error(`the build has no texts of ${part} in ${locale}`);
    return readFileSync(`${DIST}/assets/${name}`, "utf8").trimEnd().split("\n").slice(1).join(FORM_MARK).split(FORM_MARK);
  });
}

/**
 * Parses a catalog. Catalogs are simple: tables, strings and one-line tables of plural forms.
 * @param {string} file
 * @returns {Catalog}
 */
function read(file) {
  const texts = new Map();
  let table = "";
  for (const line of file.split("\n")) {
    const header = /^\[(.+)\]$/.exec(line);
    const entry = /^(\w+) = (.*)$/.exec(line);
    if (header) table = header[1];
    else if (entry) {
      const forms = [...entry[2].matchAll(/(?:(\w+) = )?("(?:[^"\\]|\\.)*")/g)].map(([, form, text]) => [
        form ?? "other",
        JSON.parse(text),
      ]);
      texts.set(`${table}.${entry[1]}`, Object.fromEntries(forms));
    }
  }
  return texts;
}

/**
 * The values of the placeholders of a text.
 * @typedef {Record<string, string | number>} Values
 */

/**
 * Returns the text of the app with this key, with its placeholders filled in; `values.n` chooses the plural form. The value of a
 * date, such as `{date:on}`, is written in the form that the text requires.
 * @param {string} locale
 * @param {string} key
 * @param {Values} [values]
 */
export function say(locale, key, values = {}) {
  const forms = catalog(locale).get(key);
  if (!forms) throw new Error(`${locale} has no text "${key}"`);
  const form = "n" in values ? new Intl.PluralRules(locale).select(Number(values.n)) : "other";
  const text = forms[form] ?? forms.other;
  return text.replace(/\{(\w+)(?::\w+)?\}/g, (place, name) => (name in values ? isolated(locale, String(values[name])) : place));
}

/**
 * Returns a value as the app puts it into a text: within Arabic script, text that reads from left to right is isolated.
 * @param {string} locale
 * @param {string} value
 */
function isolated(locale, value) {
  const isPlain = locale !== "kk-Arab" || /^\d*$/.test(value) || /[\u0600-\u06ff\ufb50-\ufefc]/.test(value);
  return isPlain ? value : `\u2066${value}\u2069`;
}
