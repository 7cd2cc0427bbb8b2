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

/** How a stance is known, in words. @type {Record<string, string>} */
const MODES = { says: "says", does: "does", ascribed: "ascribed by others" };

/** What kind of document a source is, where that matters to a reader. @type {Record<string, string>} */
const KINDS = {
  primary: "the holder's own document",
  republication: "republication",
  "quote-database": "collection of quotes",
};

/**
 * A date as precisely as it is known: `25 March 2026`, `March 2026` or `2026`.
 * @param {string} when `2026-03-25`, `2026-03` or `2026`
 */
function dateWords(when) {
  const [year, month, day] = when.split("-");
  const name = MONTHS[Number(month) - 1];
  return [day && String(Number(day)), name, year].filter(Boolean).join(" ");
}

/** A date for the page. @param {string} when */
const dated = (when) => el("time", { datetime: when }, dateWords(when));

/** @param {number} n */
const number = (n) => n.toLocaleString("en");

/** @param {number} n @param {string} one @param {string} [many] */
const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/** The type of a holder in the middle of a sentence. @param {string} type */
const typeWord = (type) => (type === "NGO" ? type : (type ?? "").toLowerCase());

/** A text as the search compares it: small letters without accents. @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
