/** A question of the library with its parameters filled in, as `stancegraph ask` does it. */

import { folded } from "../core/words.js";

/**
 * @typedef {object} Parameter
 * @property {string} name as `as-of`
 * @property {string} kind what it takes: a kind of thing, or date, number, text, mode, country, type
 * @property {string | null} default
 * @property {boolean} required
 * @property {string} note
 */

/**
 * @typedef {object} Question
 * @property {string} name
 * @property {string} title
 * @property {string} note
 * @property {string} text SPARQL with `$parameters`
 * @property {Record<string, string>} example
 * @property {Parameter[]} parameters
 */

/**
 * @typedef {object} Library
 * @property {Record<string, string>} prefixes
 * @property {Record<string, string>} terms what the vocabulary calls its terms, by prefixed name
 * @property {string[]} types
 * @property {string[]} modes
 * @property {{ label: string, questions: Question[] }[]} groups
 */

/** @typedef {{ iri: string, label: string }} Named */
/** @typedef {import("./answers.js").SparqlResult} SparqlResult */

/** What the things of the graph are called. */
export class Names {
  /** @param {Record<string, string>} prefixes */
  constructor(prefixes) {
    this.prefixes = prefixes;
    /** @type {Map<string, Named>} by IRI */
    this.things = new Map();
    /** @type {Map<string, string>} IRIs by kind and name */
    this.called = new Map();
    /** @type {string[]} codes */
    this.countries = [];
  }

  /**
   * Learns a name of a thing.
   * @param {string} iri
   * @param {string} name
   * @param {boolean} isShown whether it is the one to show
   */
  learn(iri, name, isShown) {
    const kind = this.kindOf(iri);
    const known = this.things.get(iri);
    if (!known || isShown) this.things.set(iri, { iri, label: name });
    if (kind) this.called.set(`${kind} ${folded(name)}`, iri);
  }

  /** Learns from rows of `?id ?by ?name`. @param {SparqlResult} result */
  learnRows(result) {
    const issues = this.prefixes.issue ?? "?";
    for (const { id, by, name } of result.kind === "rows" ? result.rows : []) {
      // An issue is a question; its name is short.
      const isAlias = by?.value.endsWith("altLabel") ?? false;
      if (id && name) this.learn(id.value, name.value, isAlias === id.value.startsWith(issues));
    }
  }

  /** Learns from rows of `?code`. @param {SparqlResult} result */
  learnCountries(result) {
    if (result.kind === "rows") this.countries = result.rows.flatMap(({ code }) => code?.value ?? []);
  }

  /** The kind of a thing, as a prefix says it. @param {string} iri */
  kindOf(iri) {
    return NAMED_KINDS.find((kind) => iri.startsWith(this.prefixes[kind] ?? "?"));
  }

  /** The things of a kind by name. @param {string} kind @returns {Named[]} */
  ofKind(kind) {
    const start = this.prefixes[kind] ?? "?";
    const found = [...this.things.values()].filter(({ iri }) => iri.startsWith(start));
    return found.sort(
      (one, other) => one.label.localeCompare(other.label, "en") || (one.iri < other.iri ? -1 : 1),
    );
  }

  /**
   * What somebody means: a name, an alias, an id, a prefixed name or an IRI.
   * @param {string} kind
   * @param {string} text
   * @returns {string | undefined} the IRI
   */
  find(kind, text) {
    const [, prefix = "", rest = ""] = /^([a-z]+):([^/].*)$/.exec(text) ?? [];
    const space = this.prefixes[prefix];
    const whole = space ? space + rest : text.includes("://") ? text : (this.prefixes[kind] ?? "") + text;
    if (this.things.has(whole)) return whole;
    return this.called.get(`${kind} ${folded(text)}`);
  }
}

export const NAMED_KINDS = ["entity", "issue", "position", "argument", "source", "stance"];

/**
 * Fills a question in.
 * @param {Question} question
 * @param {Record<string, string>} values by parameter; an empty one is not given
 * @param {Names} names
 * @param {Library} library
 * @param {(iri: string) => string} short
 * @returns {{ text: string, faults: Record<string, string> }} what is wrong with which value
 */
export function filledQuestion(question, values, names, library, short) {
  /** @type {Record<string, string>} */
  const terms = {};
  /** @type {Record<string, string>} */
  const faults = {};
  for (const parameter of question.parameters) {
    const value = values[parameter.name]?.trim() || parameter.default;
    if (!value && parameter.required) faults[parameter.name] = "This one is needed.";
    if (!value) continue;
    const found = parameterTerm(parameter, value, names, library, short);
    if ("term" in found) terms[`$${parameter.name.replace(/-/g, "_")}`] = found.term;
    else faults[parameter.name] = found.fault;
  }
  // All at once, so that a value which looks like another parameter stays what it is.
  const body = question.text.replace(/\$\w+/g, (name) => terms[name] ?? name);
  return { text: `# ${question.title}\n${body}`, faults };
}

/**
 * @param {Parameter} parameter
 * @param {string} value
 * @param {Names} names
 * @param {Library} library
 * @param {(iri: string) => string} short
 * @returns {{ term: string } | { fault: string }}
 */
function parameterTerm({ name, kind }, value, names, library, short) {
  if (NAMED_KINDS.includes(kind)) {
    const iri = names.find(kind, value);
    return iri ? { term: short(iri) } : { fault: `Nothing here is called “${value}”.` };
  }
  if (kind === "mode" || kind === "type") {
    const allowed = kind === "mode" ? library.modes : library.types;
    const found = allowed.find((each) => each.toLowerCase() === value.toLowerCase());
    return found ? { term: `st:${found}` } : { fault: `One of ${allowed.join(", ")}.` };
  }
  if (kind === "date") return dateTerm(value, name === "as-of" || name === "until");
  if (kind === "number") {
    return /^[0-9]+$/.test(value) ? { term: value } : { fault: "A whole number, such as 2." };
  }
  if (kind === "country") {
    const code = value.toUpperCase();
    return /^[A-Z]{2}$/.test(code) ? { term: `"${code}"` } : { fault: "Two letters, such as CN or US." };
  }
  // A string of JSON is one of SPARQL: the same quotation marks and escapes.
  return { term: JSON.stringify(value) };
}

/**
 * A day, or the first or last day of a year or month: as of June means that all of June was over.
 * @param {string} value
 * @param {boolean} last
 * @returns {{ term: string } | { fault: string }}
 */
function dateTerm(value, last) {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(value) ?? [];
  if (!year) return { fault: "A year, a month or a day, such as 2025, 2025-06 or 2025-06-30." };
  const months = Number(month ?? (last ? 12 : 1));
  const ends = new Date(0);
  ends.setUTCFullYear(Number(year), months, 0);
  const days = Number(day ?? (last ? ends.getUTCDate() : 1));
  const isReal = months >= 1 && months <= 12 && days >= 1 && days <= ends.getUTCDate() && year !== "0000";
  if (!isReal) return { fault: `${value} is not in the calendar.` };
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return { term: `"${year}-${two(months)}-${two(days)}"^^xsd:date` };
}
