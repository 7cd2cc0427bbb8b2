/** How a pyvis network looks where its nodes and edges do not say so themselves. */

import { el, svg } from "../core/dom.js";
import { poleMark } from "../core/marks.js";

/**
 * Nodes and edges as pyvis has them, with what our own networks add.
 * @typedef {object} VisItem
 * @property {string} id
 * @property {string} [kind] what it is in a network of stances
 * @property {unknown} [label]
 * @property {string} [name] what an edge is called in lists
 * @property {unknown} [title]
 * @property {[string, string][]} [facts]
 * @property {string} [document] where a stance was read
 * @property {unknown} [color]
 * @property {object} [font]
 */
/** @typedef {VisItem & { pole?: string }} VisNode */
/**
 * @typedef {VisItem & { from: string, to: string, earlier?: boolean,
 *   url?: string }} VisEdge
 */
/** @typedef {Record<string, string>} VisInk */

const FACE = 'system-ui, "Noto Sans", sans-serif';
/** @type {Record<string, number>} */
const SIZES = { issue: 28, position: 20 };

/** The colours that the style sheet has now. @param {string} ground @returns {VisInk} */
export function visInk(ground) {
  const style = getComputedStyle(document.documentElement);
  const names = ["bg", "fg", "soft", "first", "middle", "second", "neutral", "focus"];
  const ink = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
  return { ...Object.fromEntries(ink), ground: ground || style.getPropertyValue("--bg").trim() };
}

/** @param {VisNode} node @param {VisInk} ink */
export function visNodeLook({ id, kind, pole, color, font }, ink) {
  const size = SIZES[kind ?? ""] ?? 14;
  const rim = { face: FACE, size, color: ink.fg, strokeWidth: 4, strokeColor: ink.ground };
  const own = { id, font: { ...rim, ...font } };
  if (!kind || color) return own;
  const fill = (pole && ink[pole]) || (kind === "issue" ? ink.ground : ink.soft);
  const border = kind === "issue" ? ink.fg : fill;
  const lit = { background: fill, border: ink.focus };
  return { ...own, color: { background: fill, border, highlight: lit, hover: lit } };
}

/** @param {VisEdge} edge @param {string | undefined} pole @param {VisInk} ink */
export function visEdgeLook({ id, kind, color, font, earlier }, pole, ink) {
  const rim = { face: FACE, color: ink.fg, strokeWidth: 4, strokeColor: ink.ground };
  const own = { id, font: { ...rim, ...font } };
  if (!kind || color) return own;
  const line = (kind === "stance" && pole && ink[pole]) || ink.neutral;
  const opacity = earlier ? 0.35 : 0.85;
  return { ...own, color: { color: line, highlight: line, hover: line, opacity } };
}

/** Whether a colour of CSS is nearer to white than to black. @param {string} colour */
export function isBright(colour) {
  const place = el("canvas", { width: 1, height: 1 });
  const pen = /** @type {CanvasRenderingContext2D} */ (place.getContext("2d"));
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return 0.3 * red + 0.59 * green + 0.11 * blue > 140;
}

/** What the marks and lines of a network of stances stand for. */
export function visKey() {
  const poles = /** @type {const} */ (["first", "middle", "second"]);
  const mark = (/** @type {SVGElement} */ shape) =>
    svg("svg", { viewBox: "-8 -8 16 16", class: "mark", "aria-hidden": "true" }, shape);
  const line = (/** @type {string} */ look) =>
    svg(
      "svg",
      { viewBox: "0 0 30 10", class: `line ${look}`, "aria-hidden": "true" },
      svg("path", { d: "M0 5H30" }),
    );
  const entries = [
    [mark(svg("path", { d: "M-3.5 -6H3.5L7 0L3.5 6H-3.5L-7 0Z", class: "issue" })), "issue"],
    [...poles.map((pole) => poleMark(pole)), "its positions, from one side to the other"],
    [mark(svg("circle", { r: 4, class: "holder" })), "who holds them"],
    [line(""), "quotation"],
    [line("dashed"), "paraphrase"],
    [line("faint"), "an earlier stance"],
  ];
  return el("ul", { class: "key", "aria-label": "Key" }, ...entries.map((entry) => el("li", {}, ...entry)));
}
