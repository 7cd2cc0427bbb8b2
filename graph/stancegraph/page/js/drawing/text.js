/** Texts inside drawings, which have to be measured and cut by hand. */

import { svg } from "../core/dom.js";

/** @typedef {(text: string, size: number, bold?: boolean) => number} Measure gives a width in px */

/**
 * How wide texts are in the font of the page.
 * @param {HTMLElement} place
 * @returns {Measure}
 */
export function measureIn(place) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const family = getComputedStyle(place).fontFamily;
  return (text, size, bold = false) => {
    pen.font = `${bold ? 600 : 400} ${size}px ${family}`;
    return pen.measureText(text).width;
  };
}

/**
 * A text cut so that it fits a width.
 * @param {string} text
 * @param {number} width
 * @param {(text: string) => number} measure
 */
export function fitText(text, width, measure) {
  // What is far too long is not measured whole.
  if (text.length <= 300 && measure(text) <= width) return text;
  const letters = [...text.slice(0, 300)];
  let fits = 0;
  for (let low = 1, high = letters.length; low <= high;) {
    const middle = (low + high) >> 1;
    const ok = measure(`${letters.slice(0, middle).join("")}…`) <= width;
    if (ok) low = (fits = middle) + 1;
    else high = middle - 1;
  }
  return `${letters.slice(0, fits).join("").trimEnd()}…`;
}

/**
 * A text broken into lines between words; what does not fit the last line is cut.
 * @param {string} text
 * @param {number} width
 * @param {number} most how many lines
 * @param {(text: string) => number} measure
 * @returns {string[]}
 */
export function linesOf(text, width, most, measure) {
  /** @type {string[]} */
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = lines[lines.length - 1] ?? "";
    const longer = line ? `${line} ${word}` : word;
    if (!line || lines.length === most || measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => fitText(line, width, measure));
}

// Marks that keep the direction of a text from changing what stands beside it.
const ISOLATE_START = "\u2068";
const ISOLATE_END = "\u2069";

/** A text of the data inside a drawing, whichever way its script runs. @param {string} text */
export const isolated = (text) => `${ISOLATE_START}${text}${ISOLATE_END}`;

/**
 * A text in a drawing.
 * @param {number} x
 * @param {number} y the middle of the line
 * @param {string} look the class
 * @param {...(string | Node)} parts
 */
export const textAt = (x, y, look, ...parts) =>
  svg("text", { x: tidy(x), y: tidy(y + 4.5), class: look }, ...parts);

/** A number as it stands in a drawing. @param {number} n */
export const tidy = (n) => Math.round(n * 10) / 10;
