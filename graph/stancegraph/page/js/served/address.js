/**
 * What is asked, in the address of the page: `?query=…`, or `?question=NAME` with its parameters.
 * A query that is too long for a server to read in an address stands behind the `#`.
 */

/** @typedef {import("../sparql/question-text.js").Question} Question */

/**
 * What an address asks.
 * @typedef {object} Asked
 * @property {string} [query]
 * @property {string} [question] the name of one of the library
 * @property {Record<string, string>} [values] its parameters; without any, those of its example
 */

const SENT = 1500; // letters of a query that are sent to a server with the address
const KEPT = 20_000; // letters of a query that a browser keeps in an address

/**
 * Reads an address.
 * @param {{ search: string, hash: string }} address
 * @returns {Asked}
 */
export function askedIn({ search, hash }) {
  const parts = new URLSearchParams(search);
  const behind = new URLSearchParams(hash.replace(/^#/, ""));
  const query = behind.get("query") || parts.get("query");
  if (query) return { query };
  const question = parts.get("question");
  if (!question) return {};
  parts.delete("question");
  // In a program's words a parameter is `as_of`.
  const values = [...parts].map(([name, value]) => [name.replace(/_/g, "-"), value]);
  return { question, values: values.length ? Object.fromEntries(values) : undefined };
}

/**
 * The address of a question of the library.
 * @param {Question} question
 * @param {Record<string, string>} values
 * @param {Record<string, string>} prefixes
 */
export function questionAddress(question, values, prefixes) {
  const parts = new URLSearchParams({ question: question.name });
  for (const { name, kind } of question.parameters) {
    const value = values[name]?.trim() ?? "";
    const base = prefixes[kind] ?? "";
    if (value) parts.set(name, base && value.startsWith(base) ? value.slice(base.length) : value);
  }
  // Nothing at all would mean the example.
  const first = question.parameters[0];
  if (first && [...parts].length === 1) parts.set(first.name, "");
  return { search: `?${parts}`, kept: "" };
}

/**
 * The address of a query of one's own; what no address can hold has none.
 * @param {string} query
 */
export function queryAddress(query) {
  if (query.length > KEPT) return { search: "", kept: "" };
  const search = new URLSearchParams({ query }).toString();
  return query.length <= SENT ? { search: `?${search}`, kept: "" } : { search: "", kept: query };
}
