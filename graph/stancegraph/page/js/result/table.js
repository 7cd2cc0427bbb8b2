/** An answer as tables: the relations, and the things with their facts. */

import { el, said } from "../core/dom.js";
import { factsLine } from "./data.js";
import { thingButton } from "./details.js";
import { byText, count, number } from "../core/words.js";

/** @typedef {import("./data.js").ResultNode} ResultNode */
/** @typedef {import("./data.js").ResultEdge} ResultEdge */
/** @typedef {import("./details.js").ResultDoes} ResultDoes */

/**
 * @template T
 * @typedef {object} ResultColumn
 * @property {string} label
 * @property {(row: T) => string} text what it is sorted by, and its cell in a file
 * @property {(row: T, does: ResultDoes) => Node} [cell]
 */

const PAGE_ROWS = 200; // at first, and more each time

/** @type {ResultColumn<ResultEdge>[]} */
export const EDGE_COLUMNS = [
  { label: "From", text: ({ start }) => start.label, cell: ({ start }, does) => thingButton(start, does) },
  { label: "Relation", text: ({ label }) => label },
  { label: "To", text: ({ end }) => end.label, cell: ({ end }, does) => thingButton(end, does) },
  { label: "Facts", text: ({ facts }) => factsLine(facts) },
];

/** @type {ResultColumn<ResultNode>[]} */
export const NODE_COLUMNS = [
  { label: "Thing", text: ({ label }) => label, cell: (node, does) => thingButton(node, does) },
  { label: "Kind", text: ({ kind = "" }) => kind },
  { label: "Address", text: ({ name }) => name },
  { label: "Facts", text: ({ facts }) => factsLine(facts) },
];

/**
 * The tables of what was found.
 * @param {{ nodes: ResultNode[], edges: ResultEdge[] }} found
 * @param {ResultDoes} does
 * @returns {Node[]}
 */
export function resultTables({ nodes, edges }, does) {
  return [
    ...(edges.length ? resultTable(count(edges.length, "relation"), EDGE_COLUMNS, edges, does) : []),
    ...(nodes.length ? resultTable(count(nodes.length, "thing"), NODE_COLUMNS, nodes, does) : []),
    ...(edges.length || nodes.length ? [] : [el("p", { class: "empty" }, "Nothing fits the search.")]),
  ];
}

/**
 * @template T
 * @param {string} title
 * @param {ResultColumn<T>[]} all
 * @param {T[]} rows
 * @param {ResultDoes} does
 * @returns {Node[]}
 */
function resultTable(title, all, rows, does) {
  const columns = all.filter(({ text }) => rows.some((row) => text(row)));
  let sorted = rows;
  const body = el("tbody");
  const more = el("button", { type: "button", class: "more", onclick: () => add() });
  const add = () => {
    const next = sorted.slice(body.rows.length, body.rows.length + PAGE_ROWS);
    body.append(...next.map((row) => el("tr", {}, ...columns.map((column) => tableCell(column, row, does)))));
    more.hidden = body.rows.length >= sorted.length;
    more.textContent = `Show more: ${number(sorted.length - body.rows.length)} of ${number(sorted.length)} are left`;
  };
  const heads = columns.map(({ label, text }) => {
    const head = el(
      "th",
      { scope: "col" },
      el("button", { type: "button", class: "plain", onclick: () => sort() }, label),
    );
    const sort = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      sorted = [...rows].sort((a, b) => (down ? -1 : 1) * byText(text(a), text(b)));
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.replaceChildren();
      add();
    };
    return head;
  });
  add();
  const table = el("table", {}, el("caption", {}, title), el("thead", {}, el("tr", {}, ...heads)), body);
  return [el("div", { class: "table results" }, table), more];
}

/**
 * @template T
 * @param {ResultColumn<T>} column
 * @param {T} row
 * @param {ResultDoes} does
 */
const tableCell = ({ label, text, cell }, row, does) =>
  el("td", { "data-label": label }, cell ? cell(row, does) : said(text(row)));
