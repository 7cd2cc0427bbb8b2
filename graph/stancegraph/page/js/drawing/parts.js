/** Parts that drawings are made of. */

import { svg } from "../core/dom.js";
import { tidy } from "./text.js";

/**
 * An empty drawing, whose controls people who listen find as a group.
 * @param {string} look
 * @param {number} width
 * @param {number} height
 * @param {string} name
 */
export const drawingSheet = (look, width, height, name) =>
  svg("svg", {
    class: `picture ${look}`,
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "group",
    "aria-label": name,
  });

/**
 * A control: a group that acts as a button.
 * @param {string} key of the thing that it stands for, or empty
 * @param {string} words for people who listen
 * @param {string} look
 * @param {...Element} parts
 */
export const controlMark = (key, words, look, ...parts) =>
  svg(
    "g",
    { class: `control ${look}`, role: "button", "data-key": key || null, "aria-label": words },
    ...parts,
  );

/** Parts at a place. @param {number} x @param {number} y @param {...Element} parts */
export const placedAt = (x, y, ...parts) =>
  svg("g", { transform: `translate(${tidy(x)} ${tidy(y)})` }, ...parts);

/** @param {string} look @param {number} x @param {number} y @param {number} width @param {number} height */
export const boxAt = (look, x, y, width, height) =>
  svg("rect", { class: look, x: tidy(x), y: tidy(y), width: tidy(width), height: tidy(height) });

/** @param {string} look @param {string} d */
export const pathOf = (look, d) => svg("path", { class: look, d });

/** A small hexagon, the sign of an issue. @param {number} x @param {number} y */
export const issueSign = (x, y) =>
  svg("path", {
    class: "hexagon",
    d: "M-9 0L-4.5 -7.8H4.5L9 0L4.5 7.8H-4.5Z",
    transform: `translate(${tidy(x)} ${tidy(y)})`,
  });
