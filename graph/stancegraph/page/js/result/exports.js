/** The menu of what can be taken along from an answer. */

import { el } from "../core/dom.js";
import { closing } from "../core/menu.js";
import { csvText, fileName, pngOfSvg, saveFile, svgFile } from "../core/save.js";
import { EDGE_COLUMNS, NODE_COLUMNS } from "./table.js";
import { count } from "../core/words.js";

/** @typedef {import("./data.js").Result} Result */
/** @typedef {import("./data.js").ResultNode} ResultNode */
/** @typedef {import("./data.js").ResultEdge} ResultEdge */

/**
 * @typedef {object} ResultTaking
 * @property {Result} result
 * @property {() => { nodes: ResultNode[], edges: ResultEdge[] }} found what passes the search
 * @property {() => import("../picture/picture.js").PictureHandle | null} picture
 * @property {(text: string) => void} say
 */

/**
 * The menu.
 * @param {ResultTaking} taking
 */
export function resultExports(taking) {
  const name = (/** @type {string} */ suffix) => `${fileName(taking.result.title)}${suffix}`;
  const png = async () => saveFile(name(".png"), await pngOfSvg(resultDrawing(taking)));
  const svg = () => saveFile(name(".svg"), resultDrawing(taking).text, "image/svg+xml");
  const relations = () => saveFile(name("-relations.csv"), relationsCsv(taking.found().edges), "text/csv");
  const things = () => saveFile(name("-things.csv"), thingsCsv(taking.found().nodes), "text/csv");
  const item = (/** @type {string} */ label, /** @type {() => void | Promise<void>} */ run) =>
    el("li", {}, el("button", { type: "button", onclick: () => taken(run) }, label));
  const taken = async (/** @type {() => void | Promise<void>} */ run) => {
    menu.open = false;
    try {
      await run();
    } catch (error) {
      taking.say(error instanceof Error ? error.message : String(error));
    }
  };
  const items = [item("Picture (PNG)", png), item("Drawing (SVG)", svg)];
  items.push(
    item("Relations (CSV)", relations),
    item("Things (CSV)", things),
    item("Print", () => window.print()),
  );
  const menu = el(
    "details",
    { class: "menu", id: "export" },
    el("summary", {}, "Export"),
    el("ul", {}, ...items),
  );
  return closing(menu);
}

/** @param {ResultTaking} taking */
function resultDrawing({ result, picture }) {
  const drawn = picture();
  const drawing = drawn?.svg;
  if (!drawn || !drawing) throw new Error("There is no picture to take: choose the tab Picture");
  const { title, note, nodes, edges, version } = result;
  const counts = `${count(nodes.length, "thing")}, ${count(edges.length, "relation")}. Made with stancegraph ${version}.`;
  return drawn.withKey(() => svgFile(drawing, { title, lines: [note, counts].filter(Boolean) }));
}

/** @param {ResultEdge[]} edges */
function relationsCsv(edges) {
  const rows = edges.map((edge) => [
    ...EDGE_COLUMNS.map(({ text }) => text(edge)),
    edge.start.iri,
    edge.end.iri,
  ]);
  return csvText(
    [...EDGE_COLUMNS.map(({ label }) => label.toLowerCase()), "from_address", "to_address"],
    rows,
  );
}

/** @param {ResultNode[]} nodes */
function thingsCsv(nodes) {
  const rows = nodes.map((node) =>
    NODE_COLUMNS.map(({ label, text }) => (label === "Address" && node.iri) || text(node)),
  );
  return csvText(
    NODE_COLUMNS.map(({ label }) => label.toLowerCase()),
    rows,
  );
}
