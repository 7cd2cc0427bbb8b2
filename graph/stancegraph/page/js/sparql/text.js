/** The text of a query: its words, what kind it is, and what its errors mean to a person. */

/** @typedef {"space" | "comment" | "text" | "iri" | "name" | "variable" | "language" | "number" | "word" | "sign"} TokenKind */
/** @typedef {{ kind: TokenKind, text: string }} Token */

/** What a token may be, the first that fits; texts may be open at the end while one types. */
const TOKENS = /** @type {[TokenKind, RegExp][]} */ ([
  ["space", /\s+/uy],
  ["comment", /#[^\n]*/uy],
  ["text", /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/uy],
  ["iri", /<[^\s<>"{}|^`\\]*>/uy],
  ["variable", /[?$][\p{L}\p{N}_]+/uy],
  ["language", /@[A-Za-z][A-Za-z0-9-]*/uy],
  ["name", /(?:[\p{L}_][\p{L}\p{N}_.-]*)?:(?:[\p{L}\p{N}_:%-]|\.(?=[\p{L}\p{N}_:%-]))*/uy],
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/uy],
  ["word", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["sign", /./suy],
]);

/**
 * Cuts a query into tokens, which together are the whole text.
 * @param {string} text
 * @returns {Token[]}
 */
export function sparqlTokens(text) {
  const tokens = [];
  for (let at = 0; at < text.length;) {
    for (const [kind, pattern] of TOKENS) {
      pattern.lastIndex = at;
      const found = pattern.exec(text)?.[0];
      if (!found) continue;
      tokens.push({ kind, text: found });
      at += found.length;
      break;
    }
  }
  return tokens;
}

/**
 * The words of a query that are neither texts, names, comments nor variables, in capitals and in
 * their order.
 * @param {string} text
 */
export const sparqlWords = (text) =>
  sparqlTokens(text)
    .filter(({ kind }) => kind === "word")
    .map((token) => token.text.toUpperCase());

const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];

/** What a query asks for; undefined when it is no query. @param {string} text */
export const sparqlForm = (text) => sparqlWords(text).find((word) => FORMS.includes(word));

/**
 * What is wrong with a query, and where.
 * @typedef {object} SparqlProblem
 * @property {string} words
 * @property {number} [line] from 1
 * @property {number} [column] from 1, counted in characters
 * @property {string} [shown] the line and, below it, a caret
 */

const UPDATES = "INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split(" ");
const PLACE = /error at (\d+):(\d+): ([^]*)/;

/**
 * What the parser's complaint means.
 * @param {string} text the query as it was typed
 * @param {string} message of the parser: `error at LINE:COLUMN: expected …`, counted in `text`
 * @param {string[]} prefixes those that need no declaration
 * @returns {SparqlProblem}
 */
export function sparqlProblem(text, message, prefixes) {
  const words = sparqlWords(text);
  if (!sparqlTokens(text).some(({ kind }) => kind !== "space" && kind !== "comment")) {
    return { words: "The query is empty." };
  }
  const update = words.find((word) => !["PREFIX", "BASE"].includes(word));
  if (update && UPDATES.includes(update)) {
    return { words: `${update} would change the graph, and a query only reads it.` };
  }
  const place = PLACE.exec(message);
  if (!place) return { words: `The query does not parse: ${message}` };
  const stranger = unknownPrefix(text, prefixes);
  if (stranger) {
    const known = prefixes.join(", ");
    const sentence = `The prefix “${stranger.prefix}:” is not declared. These need no declaration: ${known}.`;
    return { words: sentence, ...pointedAt(text, stranger.line, stranger.column) };
  }
  const line = Math.min(Number(place[1]), text.split("\n").length);
  const column = wordStart([...(text.split("\n")[line - 1] ?? "")], Number(place[2]));
  return { words: expectation(text, place[3] ?? ""), ...pointedAt(text, line, column) };
}

/** A place in a text, and its line with a caret below. @param {string} text @param {number} line @param {number} column */
export function pointedAt(text, line, column) {
  const letters = [...(text.split("\n")[line - 1] ?? "")];
  const lead = letters.slice(0, column - 1).map((letter) => (letter === "\t" ? "\t" : " "));
  return { line, column, shown: `${letters.join("")}\n${lead.join("")}^` };
}

/**
 * The parser stops behind a word that it cannot use; people look for its beginning.
 * @param {string[]} letters
 * @param {number} column
 */
function wordStart(letters, column) {
  const word = /[\p{L}\p{N}_:.-]+$/u.exec(letters.slice(0, column - 1).join(""))?.[0] ?? "";
  return column - [...word].length;
}

/** @param {string} text @param {string} words */
function expectation(text, words) {
  if (!words.startsWith("expected")) return words;
  if (!sparqlForm(text))
    return `The query does not parse. A query begins with ${FORMS.join(", ").replace(/, (?=\w+$)/, " or ")}.`;
  // Of all that the parser names, which are words and classes of letters too, signs help most.
  const signs = [...words.matchAll(/"([^"\w]+)"/g)].map((hit) => hit[1]);
  return `The query does not parse here.${signs.length ? ` One of these could stand here: ${[...new Set(signs)].join(" ")}` : ""}`;
}

/** The first prefix that nobody declared, and where. @param {string} text @param {string[]} prefixes */
function unknownPrefix(text, prefixes) {
  const declared = [...text.matchAll(/prefix\s+([\p{L}\p{N}_.-]*):/giu)].map((hit) => hit[1] ?? "");
  const known = new Set([...prefixes, ...declared, "_"]);
  let before = "";
  for (const { kind, text: word } of sparqlTokens(text)) {
    const prefix = word.slice(0, word.indexOf(":"));
    if (kind === "name" && !known.has(prefix)) {
      const lines = before.split("\n");
      return { prefix, line: lines.length, column: [...(lines.at(-1) ?? "")].length + 1 };
    }
    before += word;
  }
  return null;
}
