/** RDF terms as people and other programs read them: prefixed names, Turtle, CSV, JSON. */

import { csvText } from "../core/save.js";
import { turtleIri, turtleText } from "../core/turtle.js";

/** @typedef {import("./engine.js").Term} Term */
/** @typedef {import("./answers.js").SparqlRow} SparqlRow */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;
const NUMBERS = new Set(
  "integer decimal double float int long short byte nonNegativeInteger positiveInteger".split(" "),
);

/**
 * Shortens IRIs with prefixes.
 * @param {Record<string, string>} prefixes
 * @returns {(iri: string) => string} a prefixed name, or the IRI itself in `<…>`
 */
export function shortener(prefixes) {
  const longest = Object.entries(prefixes).sort(([, one], [, other]) => other.length - one.length);
  return (iri) => {
    for (const [prefix, start] of longest) {
      const rest = iri.startsWith(start) ? iri.slice(start.length) : "";
      if (LOCAL.test(rest)) return `${prefix}:${rest}`;
    }
    return turtleIri(iri);
  };
}

/** Whether a term is a number. @param {Term | undefined} term */
export const isNumber = (term) =>
  term?.datatype?.startsWith(XSD) === true && NUMBERS.has(term.datatype.slice(XSD.length));

/** A term as text alone. @param {Term | undefined} term @returns {string} */
export function plainTerm(term) {
  if (!term) return "";
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type !== "triple") return term.value;
  const { subject, predicate, object } = term.value;
  return `<<( ${[subject, predicate, object].map(plainTerm).join(" ")} )>>`;
}

/**
 * Rows as SPARQL 1.1's CSV, as spreadsheets can take it.
 * @param {string[]} columns
 * @param {SparqlRow[]} rows
 */
export const rowsCsv = (columns, rows) =>
  csvText(
    columns,
    rows.map((row) => columns.map((column) => plainTerm(row[column]))),
  );

/**
 * Triples as Turtle.
 * @param {[Term, Term, Term][]} triples in their order
 * @param {Record<string, string>} prefixes those in use are declared
 */
export function triplesTurtle(triples, prefixes) {
  const short = shortener(prefixes);
  /** @type {string[]} */
  const lines = [];
  let before = "";
  for (const [subject, predicate, object] of triples) {
    const words = [subject, predicate, object].map((term) => turtleTerm(term, short));
    const verb = words[1] === "rdf:type" ? "a" : words[1];
    if (words[0] === before) lines.push(`${lines.pop()} ;`, `  ${verb} ${words[2]}`);
    else lines.push(...(before ? [`${lines.pop()} .`, ""] : []), `${words[0]} ${verb} ${words[2]}`);
    before = words[0] ?? "";
  }
  const body = lines.length ? `${lines.join("\n")} .\n` : "";
  const used = Object.entries(prefixes).filter(([prefix]) => body.includes(`${prefix}:`));
  const head = used.map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .\n`).join("");
  return `${head}\n${body}`;
}

/** @param {Term} term @param {(iri: string) => string} short @returns {string} */
function turtleTerm(term, short) {
  if (term.type === "uri") return short(term.value);
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "triple") {
    const { subject, predicate, object } = term.value;
    const parts = [subject, predicate, object].map((part) => turtleTerm(part, short));
    return `<<( ${parts.join(" ")} )>>`;
  }
  const text = turtleText(term.value);
  if (term["xml:lang"]) return `${text}@${term["xml:lang"]}`;
  return term.datatype ? `${text}^^${short(term.datatype)}` : text;
}

/** Triples as rows, for a table. @param {[Term, Term, Term][]} triples @returns {SparqlRow[]} */
export const tripleRows = (triples) =>
  triples.map(([subject, predicate, object]) => ({ subject, predicate, object }));

export const TRIPLE_COLUMNS = ["subject", "predicate", "object"];
