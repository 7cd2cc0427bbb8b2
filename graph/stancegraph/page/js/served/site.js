/** The server that the page came from: the addresses of its pages, and the links to them. */

import { el, unpackedJson } from "../core/dom.js";

/** @typedef {import("../core/types.js").Site} Site */

/**
 * @typedef {object} SiteBlock what the page says of its server
 * @property {string} root what the addresses of its pages begin with, such as `/`
 * @property {string} sparql the address that answers queries
 * @property {string} here which of the links this page is, such as `query`
 * @property {Record<string, string>} bases the start of the IRIs of each kind that has pages
 * @property {string} vocabulary the IRI of the vocabulary, whose terms share one page
 */

/** Path below the root, words, and whether a page there keeps to the theme. @type {[string, string, boolean][]} */
const LINKS = [
  ["", "Picture", true],
  ["questions", "Questions", false],
  ["query", "SPARQL", true],
  [".well-known/void", "Data", false],
];

// What stands in a path as it is; what follows a dot would be a form of data.
const PLAIN = /^[A-Za-z0-9_~-]+(?:#[A-Za-z0-9_.~-]+)?$/;
const TERM = /^(?:#[A-Za-z0-9_.~-]+)?$/;

/** The server of this page. @returns {Promise<Site>} */
export async function siteOfPage() {
  /** @type {SiteBlock} */
  const block = await unpackedJson("site");
  const { root, sparql, here } = block;
  return { root, sparql, pageOf: (iri) => pageAddress(iri, block), links };

  /** @param {() => string} theme */
  function links(theme) {
    const items = LINKS.map(([path, words, isOurs]) => {
      const link = el("a", { href: root + path, "aria-current": path === here && "page" }, words);
      if (isOurs) link.addEventListener("click", () => (link.hash = theme() && `th=${theme()}`));
      return el("li", {}, link);
    });
    return el("nav", { class: "site", "aria-label": "Site" }, el("ul", {}, ...items));
  }
}

/**
 * The address of the page of a thing; what is not of this graph is described by it all the same.
 * @param {string} iri
 * @param {SiteBlock} site
 */
function pageAddress(iri, { root, bases, vocabulary }) {
  const term = iri.slice(vocabulary.length);
  if (iri.startsWith(vocabulary) && TERM.test(term)) return `${root}ns${term}`;
  for (const [kind, base] of Object.entries(bases)) {
    const name = iri.startsWith(base) ? iri.slice(base.length) : "";
    if (PLAIN.test(name)) return `${root}${kind}/${name}`;
  }
  return `${root}describe?iri=${encodeURIComponent(iri)}`;
}
