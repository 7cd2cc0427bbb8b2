/** What a query gave, as the page has it. */

/** @typedef {import("./engine.js").EngineAnswer} EngineAnswer */
/** @typedef {import("./engine.js").Term} Term */
/** @typedef {import("./text.js").SparqlProblem} SparqlProblem */

/** @typedef {Record<string, Term>} SparqlRow by the name of the variable; what is unbound is not there */

/**
 * @typedef {{ kind: "rows", columns: string[], rows: SparqlRow[], text: string, took: number }
 *   | { kind: "yes", yes: boolean, took: number }
 *   | { kind: "triples", triples: [Term, Term, Term][], took: number }
 *   | { kind: "problem", problem: SparqlProblem }
 *   | { kind: "stopped", words: string }} SparqlResult
 */

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/**
 * Reads an answer.
 * @param {EngineAnswer} answer
 * @param {number} took milliseconds
 * @returns {SparqlResult}
 */
export function readAnswer(answer, took) {
  if ("yes" in answer) return { kind: "yes", yes: answer.yes, took };
  if ("triples" in answer) return { kind: "triples", triples: inOrder(answer.triples), took };
  const { head, results } = JSON.parse(answer.rows);
  return { kind: "rows", columns: head.vars, rows: results.bindings, text: answer.rows, took };
}

/**
 * Triples by subject, its type first, each once.
 * @param {[Term, Term, Term][]} triples
 */
function inOrder(triples) {
  const key = (/** @type {[Term, Term, Term]} */ [subject, predicate, object]) =>
    JSON.stringify([subject, predicate.value !== TYPE, predicate.value, object]);
  const keyed = new Map(triples.map((triple) => [key(triple), triple]));
  return [...keyed.keys()].sort().map((each) => /** @type {[Term, Term, Term]} */ (keyed.get(each)));
}
