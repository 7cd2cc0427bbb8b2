/** Words are found in a text as they stand there, or not at all: as `extract/verbatim.py`. */

/** What differs between a text and a copy of it by typing habit alone. @type {[RegExp, string][]} */
const FOLDS = [
  [/[“”„‟«»″]/, '"'],
  [/[‘’‚‛′ʼ]/, "'"],
  [/[‐‑‒–—―−]/, "-"],
  [/…/, "..."],
  [/[\u00ad\u200b\ufeff]/, ""],
];
// Shorter ones could stand anywhere, were they not exact.
const SHORTEST = 12;

/**
 * Words as they stand in a text, or null where they do not; quotation marks, dashes and white
 * space may differ, a letter may not.
 * @param {string} words
 * @param {string} text
 */
export function verbatim(words, text) {
  const wanted = words.trim();
  if (text.includes(wanted)) return wanted;
  const [like, places] = folded(text);
  const short = folded(wanted)[0].trim();
  if (Math.min([...wanted].length, [...short].length) < SHORTEST) return null;
  const at = like.indexOf(short);
  if (at < 0) return null;
  const last = /** @type {number} */ (places[at + short.length - 1]);
  return text.slice(places[at], last + 1);
}

/** A folded text, and for each of its letters where it stands. @param {string} text @returns {[string, number[]]} */
function folded(text) {
  let found = "";
  /** @type {number[]} */
  const places = [];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    const fold = FOLDS.find(([pattern]) => pattern.test(letter));
    for (const one of fold ? fold[1] : letter) {
      const isSpace = /\s/.test(one);
      if (isSpace && found.endsWith(" ")) continue;
      found += isSpace ? " " : one;
      places.push(at);
    }
  }
  return [found, places];
}
