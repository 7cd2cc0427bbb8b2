/** The elements of a picture: a mark and a name for each thing, a line for each relation. */

import { el, svg } from "../core/dom.js";
import { markOutline } from "./marks.js";
import { pictureName } from "./names.js";
import { count } from "../core/words.js";

/** @typedef {import("./names.js").Name} Name */

/**
 * @typedef {object} NodeParts
 * @property {SVGGElement} mark what is pointed at and gets the focus
 * @property {SVGPathElement} shape
 * @property {SVGTextElement} text
 * @property {Name} name
 */

/**
 * @typedef {object} EdgeParts
 * @property {SVGGElement} group
 * @property {SVGPathElement} line
 * @property {SVGPathElement} arrow
 * @property {SVGTextElement | null} text
 * @property {Name} name
 * @property {import("./lines.js").Curve} curve where it is drawn
 */

export const ZOOM_STEP = 1.4;
const GRIP = 12; // half of the least size that a finger can hit

/**
 * The elements of a thing.
 * @param {import("./model.js").DrawnNode} node
 * @param {number} at its number
 * @param {(line: string) => number} measure
 * @returns {NodeParts}
 */
export function nodeParts({ item, look, lines }, at, measure) {
  const shape = svg("path", { class: "picture-mark" });
  if (/^#[\da-f]{6}$/i.test(item.colour ?? "")) shape.style.fill = item.colour ?? "";
  const words = [item.label, item.kind, count(lines.length, "relation")].filter(Boolean).join(", ");
  const mark = svg(
    "g",
    {
      class: `picture-node kind-${look}`,
      role: "button",
      tabindex: "-1",
      "data-node": at,
      "aria-label": words,
    },
    svg("title", {}, item.label),
    svg("circle", { r: GRIP, class: "picture-grip" }),
    svg("path", { class: "picture-ring" }),
    shape,
  );
  return { mark, shape, name: pictureName(item.label, measure), text: svg("text", { "data-node": at }) };
}

/**
 * Draws the mark of a thing in a size.
 * @param {NodeParts} parts
 * @param {number} look
 * @param {number} radius
 */
export function sizeMark({ mark, shape }, look, radius) {
  const outline = markOutline(look, radius);
  if (shape.getAttribute("d") === outline) return;
  shape.setAttribute("d", outline);
  mark.querySelector(".picture-ring")?.setAttribute("d", markOutline(look, radius + 4));
}

/**
 * The elements of a relation.
 * @param {import("./model.js").DrawnEdge} edge
 * @param {boolean} named whether its name stands beside it
 * @param {(line: string) => number} measure
 * @returns {EdgeParts}
 */
export function edgeParts({ item, look }, named, measure) {
  const line = svg("path", { class: "picture-line" });
  const arrow = svg("path", { class: "picture-arrow" });
  const group = svg("g", { class: `picture-edge line-${look}` }, line, arrow);
  const text = named && item.label ? svg("text", { class: `line-${look}` }) : null;
  const curve = { line: "", arrow: "", at: () => ({ x: 0, y: 0 }) };
  return { group, line, arrow, text, name: pictureName(item.label ?? "", measure), curve };
}

/**
 * The buttons beside a picture.
 * @param {{ zoom: (by: number) => void, fit: () => void }} picture
 */
export function zoomButtons(picture) {
  const button = (/** @type {string} */ text, /** @type {string} */ title, /** @type {() => void} */ act) =>
    el("button", { type: "button", title, "aria-label": title, onclick: act }, text);
  return el(
    "div",
    { class: "picture-zoom", role: "group", "aria-label": "Zoom" },
    button("+", "Nearer", () => picture.zoom(ZOOM_STEP)),
    button("−", "Farther", () => picture.zoom(1 / ZOOM_STEP)),
    button("Fit", "Fit: show all", () => picture.fit()),
  );
}
