/** Turtle (W3C RDF 1.1): stances as the graph has them, and how texts and IRIs are written. */

import { iriOf } from "./data.js";

/** @typedef {import("./data.js").Model} Model */
/** @typedef {import("./data.js").Stance} Stance */

const PREFIXES = ["st", "rdfs", "xsd", "dct", "prov", "schema"];

/** @type {Record<string, string>} */
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text in quotation marks. @param {string} text */
export const turtleText = (text) =>
  `"${text.replace(/[\\"\n\r\t]/g, (letter) => ESCAPES[letter] ?? letter)}"`;

/** An IRI; what may not stand in one is escaped. @param {string} iri */
export const turtleIri = (iri) =>
  `<${iri.replace(/[\x00-\x20<>"{}|^`\\]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)}>`;

/** @param {string} day @returns {string} */
const dated = (day) => `"${day}"^^xsd:date`;

/** The last day of a date. @param {string} when */
function lastDay(when) {
  const [year, month] = when.split("-").map(Number);
  if (when.length === 10) return when;
  if (!month) return `${when}-12-31`;
  const days = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
  return `${when}-${days}`;
}

/**
 * Stances, and the names of what they point to.
 * @param {Model} model
 * @param {Stance[]} stances
 */
export function turtleOf(model, stances) {
  const st = (/** @type {string} */ name) => `st:${name}`;
  const lines = PREFIXES.map((prefix) => `@prefix ${prefix}: <${model.bases[prefix]}> .`);
  /** @type {Map<string, string>} */
  const labels = new Map();
  const named = (/** @type {string} */ kind, /** @type {string} */ id, /** @type {string} */ label) => {
    const iri = turtleIri(iriOf(model, kind, id));
    labels.set(iri, label);
    return iri;
  };
  /** @type {Map<string, import("./data.js").Source>} */
  const sources = new Map();
  for (const stance of stances) {
    const { holder, issue, position, about, reportedBy, source, original } = stance;
    sources.set(source.id, source);
    const facts = [
      `a ${st("Stance")}`,
      `${st("holder")} ${named("entity", holder.id, holder.label)}`,
      `${st("issue")} ${named("issue", issue.id, issue.label)}`,
      `${st("position")} ${named("position", position.id, position.label)}`,
      `${st("mode")} ${st(stance.mode)}`,
      `${st("hedged")} ${stance.hedged}`,
      `${st("date")} ${dated(stance.date)}`,
      `${st("dateEnd")} ${dated(lastDay(stance.when))}`,
      `${st("datePrecision")} ${turtleText({ 4: "year", 7: "month" }[stance.when.length] ?? "day")}`,
      stance.summary && `dct:description ${turtleText(stance.summary)}`,
      stance.quote && `${st("quote")} ${turtleText(stance.quote)}`,
      about && `${st("about")} ${named("entity", about.id, about.label)}`,
      reportedBy && `${st("reportedBy")} ${named("entity", reportedBy.id, reportedBy.label)}`,
      stance.confidence && `${st("confidence")} ${st(stance.confidence)}`,
      ...stance.because.map(({ id, label }) => `${st("because")} ${named("argument", id, label)}`),
      `dct:source ${turtleIri(iriOf(model, "source", source.id))}`,
      original && `prov:hadPrimarySource ${turtleIri(iriOf(model, "source", original.id))}`,
    ];
    lines.push(
      "",
      `${turtleIri(iriOf(model, "stance", stance.id))} ${facts.filter(Boolean).join(" ;\n  ")} .`,
    );
  }
  lines.push("", ...[...labels].map(([iri, label]) => `${iri} rdfs:label ${turtleText(label)} .`), "");
  for (const { id, title, url } of sources.values()) {
    const address = url ? ` ; schema:url ${turtleIri(url)}` : "";
    lines.push(`${turtleIri(iriOf(model, "source", id))} dct:title ${turtleText(title)}${address} .`);
  }
  return `${lines.join("\n")}\n`;
}
