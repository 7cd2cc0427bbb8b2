/** An answer as people read it: a sentence, a table, a picture; and as files. */

import { el, link, said } from "../core/dom.js";
import { oneStop } from "../core/keys.js";
import { drawPicture } from "../picture/picture.js";
import { isNumber, plainTerm, rowsCsv, tripleRows, triplesTurtle, TRIPLE_COLUMNS } from "./rdf.js";
import { resultGraph } from "./result-graph.js";
import { fileName, saveFile } from "../core/save.js";
import { count, number } from "../core/words.js";

/** @typedef {import("./engine.js").Term} Term */
/** @typedef {import("./answers.js").SparqlResult} SparqlResult */
/** @typedef {import("./answers.js").SparqlRow} SparqlRow */
/** @typedef {import("./result-graph.js").Look} Look */

/**
 * @callback LinkOf makes the link to the page of a thing
 * @param {string} iri
 * @param {string} short its prefixed name
 * @param {string} [label] what it is called
 * @returns {Node}
 */

/**
 * @typedef {object} ResultTools
 * @property {import("./types.js").Around} app
 * @property {Look} look
 * @property {Record<string, string>} prefixes
 * @property {(iri: string) => string | undefined} keyOf the key of a thing that the page shows
 * @property {LinkOf} [linkOf] where things have pages of their own
 * @property {string} name what a file is called
 * @property {boolean} isDrawnFirst whether the picture comes before the table
 */

const SHORT = 14; // letters
const ANSWER_ROWS = 200; // as many rows as one looks through before asking for more

/**
 * Shows the answer to a query.
 * @param {HTMLElement} place an empty one
 * @param {SparqlResult} result
 * @param {ResultTools} tools
 * @returns {() => void} what to do before the next answer
 */
export function showResult(place, result, tools) {
  if (result.kind === "problem" || result.kind === "stopped") return () => {};
  if (result.kind === "yes") {
    place.append(
      el(
        "p",
        { class: "verdict" },
        result.yes ? "Yes, the graph has that." : "No, the graph does not have that.",
      ),
      downloads(result, tools),
    );
    return () => {};
  }
  const [columns, rows] = tableOf(result);
  if (!rows.length) {
    place.append(
      el("p", { class: "empty-result" }, "Nothing in the graph fits this query."),
      downloads(result, tools),
    );
    return () => {};
  }
  const graph = resultGraph(result, tools.look);
  const table = () => tableElement(columns, rows, tools);
  if (!graph) {
    place.append(el("div", { class: "result-head" }, downloads(result, tools)), table());
    return () => {};
  }
  return showTabs(place, result, tools, table, graph);
}

/** How many rows or triples there are, and how long it took. @param {SparqlResult} result */
export function resultWords(result) {
  if (result.kind === "problem") return "The query has a mistake.";
  if (result.kind === "stopped") return result.words;
  const took =
    result.took < 1000
      ? `${Math.max(1, Math.round(result.took))} ms`
      : `${(result.took / 1000).toFixed(1)} s`;
  if (result.kind === "yes") return `${result.yes ? "Yes" : "No"}, in ${took}`;
  const many =
    result.kind === "rows" ? count(result.rows.length, "row") : count(result.triples.length, "triple");
  return `${many} in ${took}`;
}

/** @param {SparqlResult & { kind: "rows" | "triples" }} result @returns {[string[], SparqlRow[]]} */
const tableOf = (result) =>
  result.kind === "rows" ? [result.columns, result.rows] : [TRIPLE_COLUMNS, tripleRows(result.triples)];

/**
 * @param {HTMLElement} place
 * @param {SparqlResult & { kind: "rows" | "triples" }} result
 * @param {ResultTools} tools
 * @param {() => HTMLElement} table
 * @param {import("../picture/model.js").PictureGraph} graph
 */
function showTabs(place, result, tools, table, graph) {
  const panel = el("div", { role: "tabpanel", id: "result-panel", class: "result-panel" });
  let dispose = () => {};
  const tab = (/** @type {string} */ id, /** @type {string} */ label, /** @type {() => void} */ draw) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        id,
        "aria-controls": "result-panel",
        onclick: (/** @type {Event} */ event) => open(/** @type {Element} */ (event.currentTarget), draw),
      },
      label,
    );
  const tabs = [
    tab("result-table", "Table", () => panel.append(table())),
    tab("result-picture", "Picture", () => {
      const picture = el("div", { class: "result-picture" });
      const about = el("div", { class: "result-chosen", "aria-live": "polite" });
      panel.append(picture, about);
      const onChoose = (/** @type {"node" | "edge"} */ kind, /** @type {any} */ item) => {
        const key = kind === "node" ? tools.keyOf(item.id) : undefined;
        about.replaceChildren(...chosenWords(kind, item, graph, tools));
        if (key) tools.app.choose(key);
      };
      const drawn = drawPicture(picture, graph, {
        onChoose,
        onClear: () => about.replaceChildren(),
        describe: "The answer as a network",
      });
      dispose = drawn.dispose;
    }),
  ];
  /** @param {Element} chosen @param {() => void} draw */
  function open(chosen, draw) {
    dispose();
    dispose = () => {};
    panel.replaceChildren();
    for (const each of tabs) each.setAttribute("aria-selected", String(each === chosen));
    panel.setAttribute("aria-labelledby", chosen.id);
    draw();
  }
  const bar = el("div", { role: "tablist", class: "tabs", "aria-label": "The answer as" }, ...tabs);
  place.append(el("div", { class: "result-head" }, bar, downloads(result, tools)), panel);
  tabs[tools.isDrawnFirst ? 1 : 0]?.click();
  oneStop(bar, "[role=tab]", (to) => to.click());
  return () => dispose();
}

/**
 * What there is to know of a thing or relation in the picture that the page itself does not show.
 * @param {"node" | "edge"} kind
 * @param {any} item
 * @param {import("../picture/model.js").PictureGraph} graph
 * @param {ResultTools} tools
 */
function chosenWords(kind, item, graph, tools) {
  const labelOf = (/** @type {string} */ id) => graph.nodes.find((node) => node.id === id)?.label ?? id;
  const title = kind === "node" ? item.label : `${labelOf(item.from)} → ${labelOf(item.to)}`;
  const facts = [...(kind === "edge" && item.label ? [["relation", item.label]] : []), ...(item.facts ?? [])];
  const rows = facts.flatMap(([name, value]) => [el("dt", {}, said(name)), el("dd", { dir: "auto" }, value)]);
  const { linkOf, keyOf, look } = tools;
  const address =
    kind === "node" &&
    !item.id.startsWith("_:") &&
    (linkOf
      ? linkOf(item.id, look.short(item.id))
      : link(keyOf(item.id) ? undefined : item.id, look.short(item.id)));
  return [
    el("h3", { dir: "auto" }, title),
    address && el("p", { class: "soft" }, address),
    el("dl", {}, ...rows),
  ].filter((part) => part !== false);
}

/**
 * @param {string[]} columns
 * @param {SparqlRow[]} rows
 * @param {ResultTools} tools
 */
function tableElement(columns, rows, tools) {
  const numeric = new Set(
    columns.filter(
      (name) => rows.every((row) => !row[name] || isNumber(row[name])) && rows.some((row) => row[name]),
    ),
  );
  const words = (/** @type {string} */ name) => name.replace(/_/g, " ");
  const head = columns.map((name) =>
    el(
      "th",
      { scope: "col", role: "columnheader", class: numeric.has(name) && "number", title: `?${name}` },
      said(words(name)),
    ),
  );
  const body = el("tbody", { role: "rowgroup" });
  const region = el(
    "div",
    { class: "result-scroll", role: "region", "aria-label": "The answer", tabindex: 0 },
    el(
      "table",
      { class: "result", role: "table" },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...head)),
      body,
    ),
  );
  const shown = el("p", { class: "soft shown" });
  const more = el("button", { type: "button", onclick: () => grow() }, "");
  let at = 0;
  const grow = () => {
    const first = at;
    for (const row of rows.slice(at, at + ANSWER_ROWS)) {
      const cells = columns.map((name) =>
        el(
          "td",
          { role: "cell", class: numeric.has(name) && "number", "data-name": words(name) },
          cellOf(row[name], tools),
        ),
      );
      body.append(el("tr", { role: "row" }, ...cells));
    }
    at = Math.min(rows.length, at + ANSWER_ROWS);
    const left = rows.length - at;
    shown.textContent = left
      ? `The first ${number(at)} of ${number(rows.length)} rows are shown; the files have them all.`
      : "";
    more.textContent = `Show ${number(Math.min(ANSWER_ROWS, left))} more`;
    more.hidden = !left;
    if (first) tools.app.say(`${number(at)} of ${number(rows.length)} rows are shown`);
  };
  grow();
  return el("div", {}, region, shown, more);
}

/** @param {Term | undefined} term @param {ResultTools} tools @returns {Node | null} */
function cellOf(term, tools) {
  if (!term) return null;
  if (term.type === "uri") return thingCell(term.value, tools);
  if (term.type !== "literal") return el("code", {}, plainTerm(term));
  // A day is not broken over lines, and a sentence not into one of single words.
  const width = term.value.length <= SHORT ? "short" : "long";
  return el("span", { dir: "auto", lang: term["xml:lang"], class: width }, term.value);
}

/** An IRI: a name that opens the thing in the page, or else a link. @param {string} iri @param {ResultTools} tools */
function thingCell(iri, { app, keyOf, look, linkOf }) {
  const short = look.short(iri);
  if (linkOf) return linkOf(iri, short, look.labelOf(iri));
  const key = keyOf(iri);
  if (key) {
    const label = look.labelOf(iri) ?? short;
    return el(
      "button",
      {
        type: "button",
        class: "plain thing",
        "data-key": key,
        title: short,
        dir: "auto",
        onclick: () => app.choose(key),
      },
      label,
    );
  }
  const label = look.labelOf(iri);
  if (label) return el("span", { dir: "auto", title: short }, label);
  return short.startsWith("<") ? link(iri, iri) : el("code", {}, short);
}

/** @param {SparqlResult} result @param {ResultTools} tools */
function downloads(result, { name, prefixes }) {
  const save = (/** @type {string} */ suffix, /** @type {string} */ text, /** @type {string} */ type) =>
    saveFile(`${fileName(name)}.${suffix}`, text, type);
  const button = (/** @type {string} */ label, /** @type {() => void} */ run) =>
    el(
      "button",
      { type: "button", class: "small", onclick: run, "aria-label": `Download as ${label}` },
      label,
    );
  const csv = (/** @type {string[]} */ columns, /** @type {SparqlRow[]} */ rows) => () =>
    save("csv", rowsCsv(columns, rows), "text/csv");
  const json = (/** @type {string} */ text) => () => save("json", text, "application/sparql-results+json");
  const buttons =
    result.kind === "rows"
      ? [button("CSV", csv(result.columns, result.rows)), button("JSON", json(result.text))]
      : result.kind === "triples"
        ? [
            button("Turtle", () => save("ttl", triplesTurtle(result.triples, prefixes), "text/turtle")),
            button("CSV", csv(TRIPLE_COLUMNS, tripleRows(result.triples))),
          ]
        : result.kind === "yes"
          ? [button("JSON", json(JSON.stringify({ head: {}, boolean: result.yes })))]
          : [];
  return el(
    "p",
    { class: "downloads", role: "group", "aria-label": "Download the answer" },
    el("span", { class: "soft" }, "Download"),
    ...buttons,
  );
}
