/** The console with the server as its engine. */

import { el, isWeb, link } from "../core/dom.js";
import { ServerEngine } from "./engine.js";
import { NameSource } from "./names.js";

/** @typedef {import("../core/types.js").Site} Site */

// The server has a limit of its own, which is shorter; this one is for a server that hangs.
const SECONDS = 600;

/**
 * @param {Site} site
 * @returns {import("../sparql/types.js").Answering}
 */
export function servedBy(site) {
  const source = new NameSource();
  return {
    seconds: SECONDS,
    whole: "the whole graph",
    engine: () => new ServerEngine(site.sparql),
    scope: () => ["the graph"],
    learn: (engine, names) => source.learn(engine, names),
    learnOf: (engine, names, result) => source.learnOf(engine, names, result),
    lookUp: (engine, names, question, values) => source.lookUp(engine, names, question, values),
    isLarge: () => source.isLarge,
    linkOf: (iri, short, label) => thingLink(site, iri, short, label),
  };
}

/**
 * The link to the page of a thing; of what lies elsewhere, a link to there too.
 * @param {Site} site
 * @param {string} iri
 * @param {string} short
 * @param {string} [label]
 */
function thingLink(site, iri, short, label) {
  // A triple within a triple is no thing with a page.
  if (iri.startsWith("<<")) return el("code", {}, short);
  const isElsewhere = short.startsWith("<");
  const words = label ?? (isElsewhere ? iri : el("code", {}, short));
  const own = el("a", { href: site.pageOf(iri), class: "thing", title: label && short, dir: "auto" }, words);
  if (!isElsewhere || !isWeb(iri)) return own;
  const out = link(iri, "↗");
  out.setAttribute("aria-label", `${iri}, on the web`);
  out.setAttribute("class", "out");
  return el("span", {}, own, " ", out);
}
