/** Texts to take along: a citation, and SPARQL that finds the same again. */

import { iriOf } from "./data.js";
import { holderWords, modeWords } from "./marks.js";
import { turtleIri } from "./turtle.js";
import { dateWords } from "./words.js";

/** @typedef {import("./data.js").Stance} Stance */
/** @typedef {import("./data.js").Source} Source */
/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./types.js").App} App */

/** A document as it is cited. @param {Source} source */
export function sourceWords({ title, author, publisher, published, url }) {
  const parts = [author, title, publisher, published && dateWords(published), url];
  // A document without a title of its own is called by its address.
  return [...new Set(parts.filter(Boolean))].join(". ");
}

/**
 * A stance with who holds it, who reports it, and where it is written.
 * @param {Stance} stance
 */
export function citation(stance) {
  const { quote, summary, reportedBy, source, position, issue, original } = stance;
  const held = `${holderWords(stance)}: ${position.label} (${issue.short}; ${modeWords(stance)}), ${dateWords(stance.when)}.`;
  const words = quote ? `“${quote}”` : summary;
  const by = reportedBy ? `Reported by ${reportedBy.label}.` : "";
  const first = original ? `First said in: ${sourceWords(original)}.` : "";
  return [held, words, by, `${sourceWords(source)}.`, first].filter(Boolean).join(" ");
}

/** A query for all that is known of one thing. @param {Model} model @param {string} kind @param {string} id */
export const aboutQuery = (model, kind, id) =>
  `SELECT ?property ?value WHERE { ${turtleIri(iriOf(model, kind, id))} ?property ?value }`;

/** A query for the stances of a holder. @param {Model} model @param {string} holder */
export const holderQuery = (model, holder) =>
  declared(model, [
    "SELECT ?date ?issue ?position ?mode ?source WHERE {",
    `  ?stance st:holder ${turtleIri(iriOf(model, "entity", holder))} ; st:issue/rdfs:label ?issue ;`,
    "    st:position/rdfs:label ?position ; st:date ?date ; st:mode ?mode ; dct:source ?source",
    "} ORDER BY ?date",
  ]);

/** A query for who takes a position. @param {Model} model @param {import("./data.js").Position} position */
export const positionQuery = (model, { id, issue }) =>
  declared(model, [
    "SELECT ?who ?date ?mode ?source WHERE {",
    `  ?stance st:issue ${turtleIri(iriOf(model, "issue", issue.id))} ; st:position ${turtleIri(iriOf(model, "position", id))} ;`,
    "    st:holder/rdfs:label ?who ; st:date ?date ; st:mode ?mode ; dct:source ?source",
    "} ORDER BY ?date ?who",
  ]);

/** A query that runs anywhere: with the prefixes that it uses. @param {Model} model @param {string[]} lines */
function declared({ bases }, lines) {
  const names = lines.join(" ").replace(/<[^>]*>/g, "");
  const used = Object.keys(bases).filter((prefix) => new RegExp(`\\b${prefix}:`).test(names));
  return [...used.map((prefix) => `PREFIX ${prefix}: <${bases[prefix]}>`), ...lines].join("\n");
}

/**
 * What shows a query in the console; null where the page has none.
 * @param {App} app
 * @param {string} query
 * @returns {(() => void) | null}
 */
export const consoleOpener = (app, query) =>
  app.views.some(({ id }) => id === "sparql") ? () => app.go({ view: "sparql", sparql: query }) : null;
