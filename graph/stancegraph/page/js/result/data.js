/** An answer to a query as things, relations and facts that point to each other. */

import { byText, folded } from "../core/words.js";

/** @typedef {import("../picture/model.js").Fact} Fact */

/**
 * @typedef {import("../picture/model.js").PictureNode & {
 *   key: string, name: string, iri: string, facts: Fact[], out: ResultEdge[], into: ResultEdge[],
 *   text: string }} ResultNode `key` is `thing:NAME`, `text` what the search looks through
 */

/**
 * @typedef {import("../picture/model.js").PictureEdge & {
 *   start: ResultNode, end: ResultNode, label: string, facts: Fact[] }} ResultEdge
 */

/**
 * @typedef {object} Result
 * @property {string} title
 * @property {string} note
 * @property {string} query
 * @property {string} version of the program that made the page
 * @property {ResultNode[]} nodes in the order of the answer
 * @property {ResultNode[]} byName
 * @property {ResultEdge[]} edges
 * @property {Map<string, ResultNode>} byKey
 */

/**
 * Makes the result of the rows in the page's data.
 * @param {any} data
 * @returns {Result}
 */
export function resultOf(data) {
  /** @type {ResultNode[]} */
  const nodes = data.nodes.map((/** @type {any} */ row, /** @type {number} */ at) => ({
    iri: "",
    facts: [],
    ...row,
    id: `n${at}`,
    key: `thing:${row.name}`,
    out: [],
    into: [],
  }));
  for (const node of nodes) node.text = nodeText(node);
  const edges = data.edges.map((/** @type {any} */ row) => resultEdge(row, nodes));
  const byName = [...nodes].sort((a, b) => byText(a.label, b.label));
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  return { ...data, nodes, byName, edges, byKey };
}

/** @param {ResultNode} node */
const nodeText = ({ label, name, kind = "", facts }) =>
  folded([label, name, kind, ...facts.map(([, value]) => value)].join("\n"));

/** @param {[number, number, string, Fact[]?]} row @param {ResultNode[]} nodes */
function resultEdge([from, to, label, facts = []], nodes) {
  const [start, end] = [nodes[from], nodes[to]];
  if (!start || !end) throw new Error("a relation without its ends");
  const edge = { from: start.id, to: end.id, start, end, label, facts };
  start.out.push(edge);
  end.into.push(edge);
  return edge;
}

/**
 * The things and relations in which all words occur.
 * @param {Result} result
 * @param {string} search
 * @returns {{ nodes: ResultNode[], edges: ResultEdge[] }}
 */
export function foundIn({ byName, edges }, search) {
  const words = folded(search.trim()).split(/\s+/).filter(Boolean);
  const fits = (/** @type {string} */ text) => words.every((word) => text.includes(word));
  const told = (/** @type {ResultEdge} */ { start, end, label, facts }) =>
    [start.text, end.text, folded([label, ...facts.map(([, value]) => value)].join("\n"))].join("\n");
  return { nodes: byName.filter(({ text }) => fits(text)), edges: edges.filter((edge) => fits(told(edge))) };
}

/** Facts in one line. @param {Fact[]} facts */
export const factsLine = (facts) => facts.map(([name, value]) => `${name}: ${value}`).join("; ");
