/** Files that are made in the page: pictures, tables, texts. */

import { el, svg } from "./dom.js";

/**
 * Gives the reader a file.
 * @param {string} name
 * @param {Blob | string} content
 * @param {string} [type] of a text
 */
export function saveFile(name, content, type = "text/plain") {
  const blob = typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * A name for a file: small letters, digits and hyphens.
 * @param {string[]} parts
 */
export const fileName = (...parts) =>
  parts
    .join(" ")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 80) || "stances";

/**
 * A table as CSV (RFC 4180) with a byte order mark, which spreadsheets need to read UTF-8.
 * @param {string[]} head
 * @param {(string | undefined)[][]} rows
 */
export function csvText(head, rows) {
  return `\ufeff${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** @param {string | undefined} value */
function csvCell(value = "") {
  // A spreadsheet would run what begins like a formula; a number is none.
  const tame = /^[=+\-@\t\r]/.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(tame) ? `"${tame.replace(/"/g, '""')}"` : tame;
}

const COPIED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"];
COPIED.push("opacity", "fill-opacity", "stroke-opacity", "font-size", "font-weight", "font-style");
COPIED.push("text-anchor", "dominant-baseline", "paint-order", "display", "visibility");

/**
 * A drawing of the page as a file of its own: every style written out, with a title, lines of
 * text below it, and the colours that it has now.
 * @param {SVGSVGElement} drawing
 * @param {{ title: string, lines: string[] }} words
 * @returns {{ text: string, width: number, height: number }}
 */
export function svgFile(drawing, { title, lines }) {
  const { width: shown, height: tall } = drawing.isConnected
    ? drawing.getBoundingClientRect()
    : { width: drawing.width.baseVal.value, height: drawing.height.baseVal.value };
  const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
  if (drawing.isConnected) styleCopy(drawing, copy);
  const width = Math.max(320, Math.ceil(shown));
  const wrapped = lines.flatMap((line) => wrappedLine(line, Math.floor(width / 6.2)));
  const height = Math.ceil(tall) + 56 + 16 * wrapped.length;
  const { backgroundColor, color, fontFamily } = getComputedStyle(document.body);
  copy.setAttribute("x", "0");
  copy.setAttribute("y", "40");
  copy.setAttribute("width", String(shown));
  copy.setAttribute("height", String(tall));
  const text = (/** @type {string} */ words, /** @type {number} */ y, /** @type {number} */ size) =>
    svg("text", { x: 12, y, "font-size": size, "font-weight": size > 12 ? 700 : 400, fill: color }, words);
  const whole = svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": fontFamily,
      fill: color,
    },
    svg("title", {}, title),
    svg("rect", { width, height, fill: backgroundColor }),
    text(title, 26, 17),
    copy,
    ...wrapped.map((line, at) => text(line, Math.ceil(tall) + 58 + 16 * at, 11)),
  );
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

/** Writes the styles that an element has on the page into its copy. @param {Element} from @param {Element} to */
function styleCopy(from, to) {
  const style = getComputedStyle(from);
  for (const name of COPIED) {
    const value = style.getPropertyValue(name);
    if (value) to.setAttribute(name, value.replace(/(\d)px/g, "$1"));
  }
  for (const name of ["class", "style", "tabindex", "data-key", "data-facet"]) to.removeAttribute(name);
  const [parts, copies] = [[...from.children], [...to.children]];
  parts.forEach((part, at) => styleCopy(part, /** @type {Element} */ (copies[at])));
}

/** @param {string} line @param {number} letters */
function wrappedLine(line, letters) {
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = /** @type {string} */ (lines.at(-1));
    if (last && last.length + word.length >= letters) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

/**
 * A drawing as a PNG of twice its size.
 * @param {{ text: string, width: number, height: number }} file as `svgFile` makes it
 * @returns {Promise<Blob>}
 */
export async function pngOfSvg({ text, width, height }) {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  // Canvases have a largest size; a long drawing is made smaller rather than cut.
  const scale = Math.min(2, 16_000 / Math.max(width, height));
  const canvas = el("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
  const pen = canvas.getContext("2d");
  pen?.scale(scale, scale);
  pen?.drawImage(image, 0, 0, width, height);
  return pngOfCanvas(canvas);
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
export const pngOfCanvas = (canvas) =>
  new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("the picture is too large"))), "image/png");
  });
