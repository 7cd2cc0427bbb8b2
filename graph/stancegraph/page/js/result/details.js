/** The details of an answer: a thing with its facts and relations, a relation, or the query. */

import { el, link, said } from "../core/dom.js";
import { count } from "../core/words.js";

/** @typedef {import("./data.js").Result} Result */
/** @typedef {import("./data.js").ResultNode} ResultNode */
/** @typedef {import("./data.js").ResultEdge} ResultEdge */
/** @typedef {import("../picture/model.js").Fact} Fact */
/** @typedef {{ node: ResultNode } | { edge: ResultEdge } | null} Chosen */
/** @typedef {{ choose: (chosen: Chosen) => void, say: (text: string) => void }} ResultDoes */

const LISTED = 100; // buttons in one list; the table has them all

/**
 * What the details show.
 * @param {Result} result
 * @param {Chosen} chosen
 * @param {{ search: string, nodes: ResultNode[] }} found
 * @param {ResultDoes} does
 * @returns {Node[]}
 */
export function resultDetails(result, chosen, found, does) {
  if (!chosen) return found.search ? foundParts(found, does) : queryParts(result);
  const about = { type: "button", class: "close", "aria-label": "Close the details" };
  const close = el("button", { ...about, onclick: () => does.choose(null) }, "×");
  return [close, ...("node" in chosen ? thingParts(chosen.node, does) : relationParts(chosen.edge, does))];
}

/** @param {Result} result */
function queryParts({ query, nodes, edges, note, version }) {
  const alone = nodes.filter(({ out, into }) => !out.length && !into.length).length;
  const counts = `${count(nodes.length, "thing")} and ${count(edges.length, "relation")}`;
  return shownParts(
    el("h2", {}, "About this picture"),
    el("p", {}, `${counts}${alone && edges.length ? `, ${alone} of the things without any relation` : ""}.`),
    note && el("p", { dir: "auto" }, note),
    el("p", { class: "soft" }, "Choose a thing or a line to read what the answer says of it."),
    query && el("h3", {}, "The query"),
    query && el("pre", { class: "query", dir: "ltr", tabindex: 0, "aria-label": "The query" }, query),
    el("p", { class: "soft" }, `This page works without a network. Made with stancegraph ${version}.`),
  );
}

/** @param {{ search: string, nodes: ResultNode[] }} found @param {ResultDoes} does */
function foundParts({ nodes }, does) {
  const buttons = nodes.slice(0, LISTED).map((node) => el("li", {}, thingButton(node, does)));
  return shownParts(
    el("h2", {}, `${count(nodes.length, "thing")} found`),
    el("ul", { class: "things" }, ...buttons),
    restWords(nodes),
  );
}

/** @param {ResultNode} node @param {ResultDoes} does */
function thingParts(node, does) {
  const { label, kind, name, iri, link: url, facts, out, into } = node;
  return shownParts(
    resultHeading(said(label)),
    el("p", { class: "soft" }, kind && said(kind), kind && " · ", url ? link(url, name) : said(name)),
    el(
      "p",
      { class: "actions" },
      iri && copyTextButton("Copy address", iri, does),
      // In a frame of a notebook a page has no address of its own.
      location.protocol !== "about:" && copyTextButton("Copy link to this", () => location.href, does),
    ),
    factsList(facts),
    ...relationList("Leads to", out, (edge) => edge.end, does),
    ...relationList("Comes from", into, (edge) => edge.start, does),
  );
}

/** @param {ResultEdge} edge @param {ResultDoes} does */
function relationParts({ start, end, label, facts }, does) {
  return shownParts(
    resultHeading(said(label || "Relation")),
    el("p", {}, "From ", thingButton(start, does)),
    el("p", {}, "To ", thingButton(end, does)),
    factsList(facts),
  );
}

/**
 * @param {string} title
 * @param {ResultEdge[]} edges
 * @param {(edge: ResultEdge) => ResultNode} other
 * @param {ResultDoes} does
 */
function relationList(title, edges, other, does) {
  const items = edges
    .slice(0, LISTED)
    .map((edge) =>
      el(
        "li",
        {},
        edge.label && el("span", { class: "relation" }, said(edge.label), " "),
        thingButton(other(edge), does),
        factsList(edge.facts),
      ),
    );
  return edges.length
    ? [el("h3", {}, `${title} (${edges.length})`), el("ul", { class: "things" }, ...items), restWords(edges)]
    : [];
}

/** @param {unknown[]} all */
const restWords = (all) =>
  all.length > LISTED &&
  el("p", { class: "soft" }, `${count(all.length - LISTED, "more is", "more are")} in the table.`);

/** @param {Fact[]} facts */
function factsList(facts) {
  const row = (/** @type {Fact} */ [name, value, remark]) =>
    el(
      "div",
      {},
      el("dt", {}, said(name)),
      el(
        "dd",
        {},
        el("span", { dir: "auto" }, value),
        remark && el("span", { class: "soft" }, " ", said(remark)),
      ),
    );
  return facts.length > 0 && el("dl", { class: "facts" }, ...facts.map(row));
}

/**
 * A button that shows a thing.
 * @param {ResultNode} node
 * @param {ResultDoes} does
 */
export const thingButton = (node, does) =>
  el("button", { type: "button", class: "plain", onclick: () => does.choose({ node }) }, said(node.label));

/** @param {string} label @param {string | (() => string)} text @param {ResultDoes} does */
function copyTextButton(label, text, does) {
  const copy = async () => {
    const value = typeof text === "string" ? text : text();
    try {
      await navigator.clipboard.writeText(value);
      does.say("Copied");
    } catch {
      does.say("The browser does not let this page copy");
    }
  };
  return el("button", { type: "button", class: "small", onclick: copy }, label);
}

/** @param {...Node} parts */
const resultHeading = (...parts) => el("h2", { id: "details-title", tabindex: -1 }, ...parts);

/** The parts that there are. @param {...any} parts @returns {Node[]} */
const shownParts = (...parts) => parts.filter((part) => part instanceof Node);
