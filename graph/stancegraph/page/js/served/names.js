/**
 * What the things of a graph on a server are called. A graph may be so large that nobody can know
 * all its names, so a bounded number is learned at first, and others when they are met.
 */

import { turtleText } from "../core/turtle.js";
import { NAMED_KINDS } from "../sparql/question-text.js";

/** @typedef {import("../sparql/answers.js").SparqlResult} SparqlResult */
/** @typedef {import("../sparql/types.js").Engine} Engine */
/** @typedef {import("../sparql/question-text.js").Names} Names */
/** @typedef {import("../sparql/question-text.js").Question} Question */

const SECONDS = 10; // to learn names in; without them the console works too
const MOST = 3000; // names of each sort
const SEEN = 20_000; // entities among which countries are looked for
const MET = 1000; // things in an answer whose names are asked for
const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;

// Each part finds its rows in an index and ends when it has enough.
const NAMES_QUERY = `SELECT ?id ?by ?name WHERE {
  { SELECT ?id ?by ?name {
      VALUES ?kind { st:Issue st:Position st:Argument } ?id a ?kind .
      VALUES ?by { rdfs:label skos:altLabel } ?id ?by ?name } LIMIT ${MOST} }
  UNION { SELECT ?id ?by ?name { VALUES ?by { rdfs:label } ?id ?by ?name } LIMIT ${MOST} }
  UNION { SELECT ?id ?by ?name { VALUES ?by { skos:altLabel } ?id ?by ?name } LIMIT ${MOST} }
  UNION { SELECT ?id ?by ?name { VALUES ?by { dct:title } ?id ?by ?name } LIMIT ${MOST} }
}`;
const COUNTRIES_QUERY = `SELECT DISTINCT ?code WHERE {
  { SELECT ?code { ?who st:country ?code } LIMIT ${SEEN} }
} ORDER BY ?code`;

/** Learns names, and remembers what it need not ask again. */
export class NameSource {
  /** Whether there are names that are not known. */
  isPart = true;
  /** Whether there are more than are good to know. */
  isLarge = false;
  /** IRIs that were asked for, found or not. @type {Set<string>} */
  asked = new Set();

  /** Learns the names that there are, as many as are good to know. @param {Engine} engine @param {Names} names */
  async learn(engine, names) {
    const [found, codes] = await Promise.all([
      engine.answer(NAMES_QUERY, SECONDS),
      engine.answer(COUNTRIES_QUERY, SECONDS),
    ]);
    this.isLarge = found.kind === "rows" && found.rows.length >= MOST;
    this.isPart = found.kind !== "rows" || this.isLarge;
    names.learnRows(found);
    names.learnCountries(codes);
  }

  /** Learns what the things in an answer are called. @param {Engine} engine @param {Names} names @param {SparqlResult} result */
  async learnOf(engine, names, result) {
    const met = [...new Set(irisIn(result))].filter((iri) => !names.things.has(iri) && !this.asked.has(iri));
    const terms = met.slice(0, MET).flatMap((iri) => prefixed(iri, names) ?? []);
    if (!terms.length) return;
    for (const iri of met.slice(0, MET)) this.asked.add(iri);
    names.learnRows(await engine.answer(namesOf(terms.join(" ")), SECONDS));
  }

  /**
   * Learns what is meant by the values of a question.
   * @param {Engine} engine
   * @param {Names} names
   * @param {Question} question
   * @param {Record<string, string>} values
   */
  async lookUp(engine, names, question, values) {
    if (!this.isPart) return;
    for (const { name, kind } of question.parameters) {
      const value = values[name]?.trim();
      if (!value || !NAMED_KINDS.includes(kind) || names.find(kind, value)) continue;
      const id = value.startsWith(`${kind}:`) ? value.slice(kind.length + 1) : value;
      const base = names.prefixes[kind] ?? "";
      const local = id.startsWith(base) ? id.slice(base.length) : id;
      names.learnRows(
        await engine.answer(namesLike(value, LOCAL.test(local) ? `${kind}:${local}` : ""), SECONDS),
      );
    }
  }
}

/** A query for the names of things; a stance is called by who takes which position. @param {string} terms */
const namesOf = (terms) => `SELECT ?id ?by ?name WHERE {
  { VALUES ?id { ${terms} } ?id ?by ?name FILTER(?by IN (rdfs:label, skos:altLabel, dct:title)) }
  UNION { VALUES ?id { ${terms} }
    ?id st:holder/rdfs:label ?who ; st:position/rdfs:label ?what BIND(CONCAT(?who, ": ", ?what) AS ?name) }
}`;

/** A query for the names of what is called so, word for word. @param {string} value @param {string} term */
function namesLike(value, term) {
  const text = turtleText(value);
  return `SELECT ?id ?by ?name WHERE {
  { VALUES ?said { ${text} ${text}@en } VALUES ?as { rdfs:label skos:altLabel dct:title } ?id ?as ?said }
  ${term && `UNION { VALUES ?id { ${term} } }`}
  ?id ?by ?name FILTER(?by IN (rdfs:label, skos:altLabel, dct:title))
} LIMIT ${MOST}`;
}

/** The IRIs in an answer. @param {SparqlResult} result */
function irisIn(result) {
  const terms =
    result.kind === "rows"
      ? result.rows.flatMap((row) => Object.values(row))
      : result.kind === "triples"
        ? result.triples.flat()
        : [];
  return terms.filter(({ type }) => type === "uri").map(({ value }) => /** @type {string} */ (value));
}

/** The prefixed name of a thing that may have a name; undefined for any other. @param {string} iri @param {Names} names */
function prefixed(iri, names) {
  const kind = names.kindOf(iri);
  const local = kind && iri.slice((names.prefixes[kind] ?? "").length);
  return kind && local && LOCAL.test(local) ? `${kind}:${local}` : undefined;
}
