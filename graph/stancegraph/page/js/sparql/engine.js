/** The worker in which Oxigraph answers queries: it is handed all it needs and asks no network. */

import { sparqlForm, sparqlProblem, sparqlWords } from "./text.js";

/**
 * What the worker is told.
 * @typedef {{ start: { module: WebAssembly.Module, graph: Uint8Array, prefixes: Record<string, string> } }
 *   | { query: string }} EngineOrder
 */

/**
 * A term as SPARQL's JSON results have it.
 * @typedef {{ type: "uri" | "bnode" | "literal" | "triple", value: any, datatype?: string, "xml:lang"?: string }} Term
 */

/**
 * What a query gives: rows as the text of SPARQL's JSON results, yes or no, or triples.
 * @typedef {{ rows: string } | { yes: boolean } | { triples: [Term, Term, Term][] }} EngineAnswer
 */

/**
 * What the worker says.
 * @typedef {{ started: number } | { answer: EngineAnswer, took: number }
 *   | { problem: import("./text.js").SparqlProblem } | { broken: string }} EngineReply
 */

const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";
const RESULTS_JSON = "application/sparql-results+json";

// The library stands before this script and is a global.
const { Store: EngineStore, initSync } = Reflect.get(globalThis, "oxigraph");
/** @type {any} */
let engineStore;
/** @type {Record<string, string>} */
let enginePrefixes = {};

// The library reports its own end there; the page tells the reader what that means.
console.error = () => {};

addEventListener("message", ({ data }) => postMessage(replyTo(data)));

/** @param {EngineOrder} order @returns {EngineReply} */
function replyTo(order) {
  try {
    if ("start" in order) return { started: started(order.start) };
    const before = performance.now();
    const reply = answered(order.query);
    return "problem" in reply ? reply : { answer: reply, took: performance.now() - before };
  } catch (error) {
    // Out of memory or of stack: what is left of the engine is not to be trusted.
    return { broken: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Makes the store; the number of its statements.
 * @param {{ module: WebAssembly.Module, graph: Uint8Array, prefixes: Record<string, string> }} parts
 * @returns {number}
 */
function started({ module, graph, prefixes }) {
  initSync({ module });
  engineStore = new EngineStore();
  engineStore.load(graph, { format: "application/trig", lenient: true });
  enginePrefixes = prefixes;
  return engineStore.size;
}

/**
 * @param {string} query
 * @returns {EngineAnswer | { problem: import("./text.js").SparqlProblem }}
 */
function answered(query) {
  const words = sparqlWords(query);
  if (words.includes("SERVICE")) {
    return { problem: { words: "SERVICE would ask another server, and this page asks nobody but itself." } };
  }
  const form = sparqlForm(query);
  const isTable = form === "SELECT" || form === "ASK";
  // All on one line, so that the parser counts lines as the reader does, but for one.
  const declared = Object.entries(enginePrefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}>`);
  try {
    const found = engineStore.query(`${declared.join(" ")}\n${query}`, {
      // A query that names its graphs means those.
      use_default_graph_as_union: !words.includes("FROM"),
      ...(isTable && { results_format: RESULTS_JSON }),
    });
    // Of a text that is longer than a browser's can be, nothing is left.
    if (isTable && !found) throw new RangeError("the answer is too long");
    if (form === "ASK") return { yes: JSON.parse(found).boolean };
    return form === "SELECT" ? { rows: found } : { triples: found.map(tripleOf) };
  } catch (error) {
    // The library's complaints are plain errors; a RangeError, say, is the browser's.
    if (!(error instanceof Error) || error.constructor !== Error) throw error;
    const message = error.message.replace(/error at (\d+)/, (_, line) => `error at ${line - 1}`);
    return { problem: sparqlProblem(query, message, Object.keys(enginePrefixes)) };
  }
}

/** @param {any} quad @returns {[Term, Term, Term]} */
const tripleOf = ({ subject, predicate, object }) => [termOf(subject), termOf(predicate), termOf(object)];

/** @param {any} term of the library @returns {Term} */
function termOf(term) {
  if (term.termType === "NamedNode") return { type: "uri", value: term.value };
  if (term.termType === "BlankNode") return { type: "bnode", value: term.value };
  if (term.termType === "Quad") {
    const [subject, predicate, object] = tripleOf(term);
    return { type: "triple", value: { subject, predicate, object } };
  }
  const { value, language } = term;
  const datatype = term.datatype.value;
  if (language) return { type: "literal", value, "xml:lang": language };
  return datatype === XSD_STRING ? { type: "literal", value } : { type: "literal", value, datatype };
}
