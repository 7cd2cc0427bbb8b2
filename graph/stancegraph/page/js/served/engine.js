/** The server as the engine of the console: it is asked by HTTP, and told when to stop. */

import { readAnswer } from "../sparql/answers.js";
import { pointedAt } from "../sparql/text.js";
import { count } from "../core/words.js";
import { readTriples } from "./triples.js";

/** @typedef {import("../sparql/answers.js").SparqlResult} SparqlResult */
/** @typedef {import("../sparql/types.js").Engine} Engine */
/** @typedef {import("../sparql/text.js").SparqlProblem} SparqlProblem */

/** What the server may say of an error (RFC 9457). @typedef {{ detail?: unknown, line?: unknown, column?: unknown }} Told */

const JSON_ROWS = "application/sparql-results+json";
const N_TRIPLES = "application/n-triples";

const GONE = "The server cannot be reached. Check that it is running, and run the query again.";
const BROKEN = "The answer broke off in the middle. Run the query again.";
const NARROWER = "Ask for less, or add a LIMIT.";
const LATER = "Try again in a moment.";

/** What a status means, where the server does not say it, and what to do. @type {Record<number, [string, string]>} */
const MEANINGS = {
  408: ["The query took longer than the server allows.", NARROWER],
  413: ["The query is longer than the server reads.", "Make it shorter."],
  422: ["The answer is larger than the server gives.", NARROWER],
  429: ["The server has too much to do.", LATER],
  503: ["The server has too much to do.", LATER],
  504: ["The query took longer than the server allows.", NARROWER],
};

/** @implements {Engine} */
export class ServerEngine {
  /** @param {string} address that answers queries */
  constructor(address) {
    this.address = address;
    /** @type {Set<AbortController>} */
    this.calls = new Set();
  }

  /** There is nothing to start: the first query finds out whether the server is there. */
  async start() {
    return "Ready.";
  }

  /**
   * Answers one query.
   * @param {string} query
   * @param {number} seconds that the page waits
   * @returns {Promise<SparqlResult>}
   */
  async answer(query, seconds) {
    const call = new AbortController();
    const late = `The server has not answered within ${count(seconds, "second")}.`;
    const timer = setTimeout(() => call.abort(late), seconds * 1000);
    this.calls.add(call);
    try {
      return await answered(this.address, query, call.signal);
    } finally {
      clearTimeout(timer);
      this.calls.delete(call);
    }
  }

  /** Goes away from what it asked, at which the server ends it. */
  stop() {
    for (const call of this.calls) call.abort("Stopped.");
  }
}

/** @param {string} address @param {string} query @param {AbortSignal} signal @returns {Promise<SparqlResult>} */
async function answered(address, query, signal) {
  const stopped = (/** @type {string} */ words) =>
    /** @type {SparqlResult} */ ({ kind: "stopped", words: signal.aborted ? String(signal.reason) : words });
  const headers = { Accept: `${JSON_ROWS}, ${N_TRIPLES}`, "Content-Type": "application/sparql-query" };
  const before = performance.now();
  /** @type {Response} */
  let response;
  try {
    response = await fetch(address, { method: "POST", headers, body: query, signal });
  } catch {
    return stopped(GONE);
  }
  /** @type {string} */
  let text;
  try {
    text = await response.text();
  } catch {
    return stopped(BROKEN);
  }
  if (!response.ok) return refusal(query, response, text);
  const type = (response.headers.get("Content-Type") ?? "").replace(/;.*/, "").trim();
  try {
    return read(type, text, performance.now() - before);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return stopped(`The answer of the server cannot be read (${reason}).`);
  }
}

/** @param {string} type @param {string} text @param {number} took @returns {SparqlResult} */
function read(type, text, took) {
  if (type === N_TRIPLES) return readAnswer({ triples: readTriples(text) }, took);
  if (type !== JSON_ROWS) throw new TypeError(`it is ${type || "of no type"}`);
  // What is no row, such as yes or no, has a member of its own.
  const { boolean } = JSON.parse(text);
  return readAnswer(boolean === undefined ? { rows: text } : { yes: boolean }, took);
}

/** Why there is no answer. @param {string} query @param {Response} response @param {string} text @returns {SparqlResult} */
function refusal(query, response, text) {
  const { status, statusText, headers } = response;
  const told = toldIn(text);
  const detail = sentence(told.detail);
  if (status === 400) return { kind: "problem", problem: problemOf(query, told) };
  const [meaning, advice] = MEANINGS[status] ?? [`The server answered: ${status} ${statusText}.`, ""];
  const wait = headers.get("Retry-After") ?? "";
  const again = /^[0-9]{1,6}$/.test(wait) && `Try again in ${count(Number(wait), "second")}.`;
  const words = [detail || meaning, !detail && !again && advice, again];
  return { kind: "stopped", words: words.filter(Boolean).join(" ") };
}

/** @param {string} text @returns {Told} */
function toldIn(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    // Something between the page and the server answered, such as a proxy.
    return {};
  }
}

/** A mistake in a query, and where it is. @param {string} query @param {Told} told @returns {SparqlProblem} */
function problemOf(query, { detail, line, column }) {
  const words =
    sentence(typeof detail === "string" && detail.replace(/^line \d+, column \d+: /, "")) ||
    "The server does not take this query.";
  const isPlace = Number.isInteger(line) && Number.isInteger(column) && Number(line) > 0;
  if (!isPlace || Number(line) > query.split("\n").length) return { words };
  return { words, ...pointedAt(query, Number(line), Number(column)) };
}

/** Words of the server as a sentence; empty when there are none. @param {unknown} words */
function sentence(words) {
  const text = typeof words === "string" ? (words.split("\n")[0] ?? "").trim() : "";
  const whole = text && !/[.!?)]$/.test(text) ? `${text}.` : text;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
