/**
 * The network in an answer: triples, or rows with the names of the Wikidata Query Service.
 *
 * Of rows, the first column of things is where relations start, each further one where they end.
 * `?xLabel` is the name of `?x`, `?edgeLabel` that of the relation, `?rgb` the colour of the thing
 * before it. Other columns are facts: `?xSomething` of the thing `?x`, any other of the relation.
 * The rules are those of `stancegraph draw --query`.
 */

import { plainTerm } from "./rdf.js";

/** @typedef {import("./engine.js").Term} Term */
/** @typedef {import("./answers.js").SparqlRow} SparqlRow */
/** @typedef {import("./answers.js").SparqlResult} SparqlResult */
/** @typedef {import("../picture/model.js").PictureGraph} PictureGraph */
/** @typedef {import("../picture/model.js").PictureNode} PictureNode */
/** @typedef {import("../picture/model.js").Fact} Fact */

/**
 * @typedef {object} Look
 * @property {(iri: string) => string} short a prefixed name
 * @property {(iri: string) => string} word what a relation or a class is called, in plain words if
 *   the vocabulary has them
 * @property {(iri: string) => string | undefined} labelOf
 * @property {(iri: string) => string | undefined} kindOf such as `entity`
 */

const RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const NAME_GIVING = [
  "http://www.w3.org/2000/01/rdf-schema#label",
  "http://www.w3.org/2004/02/skos/core#prefLabel",
  "https://schema.org/name",
  "http://xmlns.com/foaf/0.1/name",
  "http://purl.org/dc/terms/title",
];
const TRIPLES = ["s p o", "subject predicate object"];

/** @param {Term | undefined} term */
const isThing = (term) => term !== undefined && term.type !== "literal";

/** Gathers things and relations, each once. */
class Network {
  /** @param {Look} look */
  constructor(look) {
    this.look = look;
    /** @type {Map<string, PictureNode & { facts: Fact[] }>} */
    this.nodes = new Map();
    /** @type {Map<string, import("../picture/model.js").PictureEdge>} */
    this.edges = new Map();
  }

  /** @param {Term} term */
  add(term) {
    const id = plainTerm(term);
    const known = this.nodes.get(id);
    if (known) return known;
    const iri = term.type === "uri" ? id : "";
    const label = iri ? this.look.labelOf(iri) || this.look.word(iri) : "unnamed";
    /** @type {PictureNode & { facts: Fact[] }} */
    const node = { id, label, kind: (iri && this.look.kindOf(iri)) || undefined, facts: [] };
    this.nodes.set(id, node);
    return node;
  }

  /** @param {Term} from @param {Term} to @param {string} label @param {Fact[]} [facts] */
  relate(from, to, label, facts = []) {
    const edge = { from: this.add(from).id, to: this.add(to).id, label, facts };
    this.edges.set(JSON.stringify(edge), edge);
  }

  /** @param {Term} term @param {Fact} fact */
  tell(term, fact) {
    const { facts } = this.add(term);
    if (!facts.some((known) => known.join("\n") === fact.join("\n"))) facts.push(fact);
  }

  /** @returns {PictureGraph} */
  graph() {
    return { nodes: [...this.nodes.values()], edges: [...this.edges.values()] };
  }
}

/**
 * The network in an answer; null where there is none.
 * @param {SparqlResult} result
 * @param {Look} look
 * @returns {PictureGraph | null}
 */
export function resultGraph(result, look) {
  if (result.kind === "triples") return triplesGraph(result.triples, look);
  if (result.kind !== "rows") return null;
  const { columns, rows } = result;
  if (!TRIPLES.includes(columns.join(" "))) return rowsGraph(columns, rows, look);
  const whole = rows.map((row) => columns.map((column) => row[column]));
  const triples = whole.filter((row) => row.every(Boolean) && row[1]?.type === "uri");
  return triplesGraph(/** @type {[Term, Term, Term][]} */ (triples), look);
}

/** @param {[Term, Term, Term][]} triples @param {Look} look */
function triplesGraph(triples, look) {
  const network = new Network(look);
  const words = look.word;
  const linked = triples.filter(([, , object]) => isThing(object));
  // A line to the class of each thing would make hubs that say nothing, unless that is all there is.
  const isClassed = linked.some(([, predicate]) => predicate.value !== RDF_TYPE);
  /** @type {Map<string, number>} */
  const best = new Map();
  for (const [subject, { value: predicate }, object] of triples) {
    if (!isThing(object)) {
      network.tell(subject, [words(predicate), object.value, object["xml:lang"] ?? ""]);
      const rank = NAME_GIVING.indexOf(predicate);
      const node = network.add(subject);
      if (rank < 0 || rank >= (best.get(node.id) ?? Infinity)) continue;
      best.set(node.id, rank);
      node.label = object.value;
    } else if (isClassed && predicate === RDF_TYPE) {
      network.add(subject).kind ??= words(object.value);
      network.tell(subject, ["type", words(object.value)]);
    } else network.relate(subject, object, words(predicate));
  }
  return network.edges.size ? network.graph() : null;
}

/**
 * What each column of an answer is for.
 * @param {string[]} columns
 * @param {SparqlRow[]} rows
 */
function columnRoles(columns, rows) {
  const edgeLabel = columns.find((name) => name === "edgeLabel" || name === "edgelabel");
  const edge = columns.find((name) => name === "edge");
  const isImage = (/** @type {string} */ name) => /^(image|img|pic|picture|photo|logo)\d*$/.test(name);
  const taken = new Set([edge, edgeLabel, ...columns.filter(isImage)]);
  const holds = columns.filter((name) => !taken.has(name) && rows.some((row) => isThing(row[name])));
  const labels = new Set(holds.map((name) => `${name}Label`));
  const ends = holds.filter((name) => !labels.has(name));
  /** @type {Map<string, string>} the end whose colour a column is */
  const colours = new Map();
  /** @type {Map<string, string>} the end of which a column tells */
  const owners = new Map();
  /** @type {string[]} columns that tell of the relation */
  const facts = [];
  columns.forEach((name, at) => {
    if (taken.has(name) || ends.includes(name) || ends.some((end) => name === `${end}Label`)) return;
    const before = ends.filter((end) => columns.indexOf(end) < at);
    const owner = ends
      .filter((end) => name.startsWith(end) && /^\p{Lu}/u.test(name.slice(end.length)))
      .sort((one, other) => other.length - one.length)[0];
    if (/^rgb\d*$/.test(name)) colours.set(before.at(-1) ?? ends[0] ?? "", name);
    else if (owner) owners.set(name, owner);
    else facts.push(name);
  });
  return { edge, edgeLabel, ends, colours, owners, facts };
}

/** @param {string[]} columns @param {SparqlRow[]} rows @param {Look} look */
function rowsGraph(columns, rows, look) {
  const roles = columnRoles(columns, rows);
  if (roles.ends.length < 2) return null;
  const network = new Network(look);
  for (const row of rows) drawRow(network, row, roles);
  return network.edges.size ? network.graph() : null;
}

/** @param {Network} network @param {SparqlRow} row @param {ReturnType<typeof columnRoles>} roles */
function drawRow(network, row, roles) {
  const fact = (/** @type {string} */ name) =>
    /** @type {Fact} */ ([name, termWords(row[name], network.look)]);
  const there = roles.ends.filter((end) => isThing(row[end]));
  for (const end of there) {
    const node = network.add(/** @type {Term} */ (row[end]));
    const label = row[`${end}Label`];
    if (label) node.label = plainTerm(label);
    const colour = /^#?([0-9a-f]{6})$/i.exec(row[roles.colours.get(end) ?? ""]?.value ?? "");
    if (colour) node.colour ??= `#${colour[1]}`.toLowerCase();
    for (const [name, owner] of roles.owners) {
      if (owner === end && row[name]) network.tell(/** @type {Term} */ (row[end]), fact(name));
    }
  }
  const told = [...roles.facts, ...roles.ends.filter((end) => !there.includes(end))]
    .filter((name) => row[name])
    .map(fact);
  const [start, ...others] = there;
  const from = row[start ?? ""];
  if (!from) return;
  for (const end of others) {
    network.relate(from, /** @type {Term} */ (row[end]), relationLabel(row, end, roles, network.look), told);
  }
  if (!others.length) for (const each of told) network.tell(from, each);
}

/** @param {SparqlRow} row @param {string} end @param {ReturnType<typeof columnRoles>} roles @param {Look} look */
function relationLabel(row, end, { edge, edgeLabel, ends }, look) {
  const label = row[edgeLabel ?? ""] ?? row[edge ?? ""];
  if (label) return termWords(label, look);
  return ends.length > 2 ? end : "";
}

/** @param {Term | undefined} term @param {Look} look */
const termWords = (term, { word }) => (term?.type === "uri" ? word(term.value) : plainTerm(term));
