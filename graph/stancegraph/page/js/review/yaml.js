/** JSON values as YAML 1.1 and 1.2 alike, which any reader gives back as they are. */

// What can stand without quotation marks whatever a reader takes words for: letters first, so that
// no number or date is among them, and none of the words that mean something else.
const PLAIN = /^[A-Za-z][A-Za-z0-9_.-]*(?: [A-Za-z0-9_.-]+)*$/;
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
const LONGEST = 500;
// What a file of YAML may not hold as it is, and what would end a line (YAML 1.2, 5.1 and 5.4);
// JSON writes the rest of what must be escaped in the same way.
const ESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * A value as a document of YAML.
 * @param {Record<string, unknown>} value
 */
export const toYaml = (value) => mapping(value, "");

/** @param {unknown} value @param {string} indent @returns {string} what follows a key or a hyphen */
function after(value, indent) {
  if (Array.isArray(value)) return value.length ? `\n${sequence(value, indent)}` : " []\n";
  if (typeof value !== "object" || value === null) return ` ${scalar(value)}\n`;
  const inner = `${indent}  `;
  return Object.keys(value).length ? `\n${mapping(value, inner)}` : " {}\n";
}

/** @param {object} value @param {string} indent */
function mapping(value, indent) {
  const parts = Object.entries(value).filter(([, each]) => each !== undefined);
  return parts.map(([key, each]) => `${indent}${keyed(scalar(key), indent)}:${after(each, indent)}`).join("");
}

/** A key, which has to be told from a text where it is long (YAML 1.2, 7.4.2). @param {string} key @param {string} indent */
const keyed = (key, indent) => (key.length > LONGEST ? `? ${key}\n${indent}` : key);

/** @param {unknown[]} value @param {string} indent */
function sequence(value, indent) {
  return value
    .map((each) => {
      const isMap = typeof each === "object" && each !== null && !Array.isArray(each);
      // The first key of a mapping stands on the line of the hyphen.
      if (isMap && Object.keys(each).length)
        return `${indent}- ${mapping(each, `${indent}  `).slice(indent.length + 2)}`;
      return `${indent}-${after(each, `${indent}  `)}`;
    })
    .join("");
}

/** @param {unknown} value */
function scalar(value) {
  if (typeof value === "string") return text(value);
  if (value === null || typeof value === "boolean" || Number.isSafeInteger(value)) return String(value);
  throw new Error(`${String(value)} has no place in a draft`);
}

/** @param {string} value */
function text(value) {
  if (PLAIN.test(value) && !WORDS.test(value)) return value;
  // Half a character cannot be written as UTF-8.
  const whole = JSON.stringify(value.replace(/\p{Surrogate}/gu, "\ufffd"));
  return whole.replace(ESCAPED, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
