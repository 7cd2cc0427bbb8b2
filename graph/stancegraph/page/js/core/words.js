/** Words and numbers as a reader expects them. */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** How a stance is known. @type {Record<string, string>} */
export const MODES = { says: "says", does: "does", ascribed: "ascribed by others" };

/** What kind of document a source is, where that matters to a reader. @type {Record<string, string>} */
export const KINDS = {
  primary: "first-hand",
  republication: "republication",
  "quote-database": "collection of quotes",
};

/**
 * A date as precisely as it is known: `25 March 2026`, `March 2026` or `2026`.
 * @param {string} when `2026-03-25`, `2026-03` or `2026`
 */
export function dateWords(when) {
  const [year, month, day] = when.split("-");
  const name = MONTHS[Number(month) - 1];
  return [day && String(Number(day)), name, year].filter(Boolean).join(" ");
}

/** A date in little room: `Mar 2026` or `2026`. @param {string} when */
export function shortDate(when) {
  const [year, month] = when.split("-");
  return month ? `${MONTHS[Number(month) - 1]?.slice(0, 3)} ${year}` : when;
}

/** What to say of a date that is not known to the day; empty when it is. @param {string} when */
export const precisionWords = (when) =>
  ({ 4: "only the year is known", 7: "only the month is known" })[when.length] ?? "";

/** @param {number} n */
export const number = (n) => n.toLocaleString("en");

/** @param {number} n @param {string} one @param {string} [many] */
export const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/** The type of a holder in the middle of a sentence. @param {string} type */
export const typeWord = (type) => (type === "NGO" ? type : (type ?? "").toLowerCase());

/** A text as the search compares it: small letters without accents. @param {string} text */
export const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The order of texts, the same in every country. @param {string} a @param {string} b */
export const byText = (a, b) => a.localeCompare(b, "en");

/** The name of a country. @param {string} code two letters */
export function countryName(code) {
  try {
    return new Intl.DisplayNames(["en"], { type: "region" }).of(code) ?? code;
  } catch {
    // Not a code: what stands there is said as it is.
    return code;
  }
}
