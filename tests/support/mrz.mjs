// The machine-readable lines of made-up passports and cards, by ICAO Doc 9303.

const WEIGHTS = [7, 3, 1];

/** @param {string} character */
function value(character) {
  if (character === "<") return 0;
  return character >= "A" ? character.charCodeAt(0) - 55 : Number(character);
}

/** @param {string} characters */
function digit(characters) {
  const sum = [...characters].reduce((sum, character, place) => sum + value(character) * WEIGHTS[place % 3], 0);
  return String(sum % 10);
}

/**
 * Returns the two lines of a passport. Days are in the form of the lines, such as "850314".
 * @param {{ state: string, family: string, given?: string, number: string, born: string, expires: string }} passport
 */
export function passportLines({ state, family, given = "", number, born, expires }) {
  const names = `P<${state}${family.replaceAll(" ", "<")}<<${given.replaceAll(" ", "<")}`;
  const checked = (field) => field + digit(field);
  const [no, birth, expiry] = [checked(number.padEnd(9, "<")), checked(born), checked(expires)];
  const personal = checked("<".repeat(14));
  const all = no + birth + expiry + personal;
  return [names.padEnd(44, "<").slice(0, 44), `${no}${state}${birth}<${expiry}${personal}${digit(all)}`];
}
