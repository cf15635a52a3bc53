// The app's texts, read from its own catalogs, so that a journey can be played in any language.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const LOCALES = resolve(import.meta.dirname, "../../locales");
/**
 * The texts of a locale by their keys, each with its plural forms; a text without them has the form `other`.
 * @typedef {Map<string, Record<string, string>>} Catalog
 */

/** @type {Map<string, Catalog>} */
const catalogs = new Map();

/** @param {string} locale */
function catalog(locale) {
  if (!catalogs.has(locale)) {
    const files = [`${LOCALES}/${locale}.toml`, `${LOCALES}/care/${locale}.toml`];
    catalogs.set(locale, new Map(files.flatMap((file) => [...read(readFileSync(file, "utf8"))])));
  }
  return catalogs.get(locale);
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
 * Returns the text of the app with this key, with its placeholders filled in; `values.n` chooses the plural form.
 * @param {string} locale
 * @param {string} key
 * @param {Values} [values]
 */
export function say(locale, key, values = {}) {
  const forms = catalog(locale).get(key);
  if (!forms) throw new Error(`${locale} has no text "${key}"`);
  const form = "n" in values ? new Intl.PluralRules(locale).select(Number(values.n)) : "other";
  const text = forms[form] ?? forms.other;
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}
