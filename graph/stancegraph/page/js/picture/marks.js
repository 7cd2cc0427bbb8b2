/** How things and relations look in a picture: a shape for each kind, a line for each relation. */

import { el, said, svg } from "../core/dom.js";
import { byText } from "../core/words.js";

/** The shapes of the most frequent kinds, in their order; all others share the last, a ring. */
const SHAPES = ["circle", "square", "diamond", "triangle", "hexagon", "ring"];
const LOOKS = SHAPES.length; // as many as there are lines

/** @typedef {{ name: string, look: number }} KeyEntry */
/** @typedef {{ looks: Map<string, number>, entries: KeyEntry[] }} Looks */

/**
 * Gives the most frequent names a look of their own; what has another name, or none where others
 * have one, shares the last look.
 * @param {string[]} names one for each thing or relation, perhaps empty
 * @param {string} others what the key says of those
 * @returns {Looks} the look of each name, and what the key says
 */
export function frequentLooks(names, others) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const unnamed = counts.delete("");
  const ranked = [...counts].sort(([a, many], [b, more]) => more - many || byText(a, b));
  const last = LOOKS - 1;
  const own = ranked.slice(0, ranked.length + Number(unnamed) > LOOKS ? last : LOOKS);
  const entries = own.map(([name], look) => ({ name, look }));
  if (own.length < ranked.length || (unnamed && own.length)) entries.push({ name: others, look: last });
  const looks = new Map(ranked.map(([name], rank) => [name, rank < own.length ? rank : last]));
  return { looks: looks.set("", own.length ? last : 0), entries };
}

/**
 * The outline of a mark around the origin.
 * @param {number} look
 * @param {number} r its radius
 */
export function markOutline(look, r) {
  const n = (/** @type {number} */ value) => value.toFixed(1);
  const many = (/** @type {number} */ corners, /** @type {number} */ far, turn = -90) => {
    const points = Array.from({ length: corners }, (_, i) => {
      const angle = ((turn + (360 * i) / corners) * Math.PI) / 180;
      return `${n(Math.cos(angle) * far)} ${n(Math.sin(angle) * far)}`;
    });
    return `M${points.join("L")}Z`;
  };
  const shape = SHAPES[look] ?? "circle";
  if (shape === "square") return many(4, r * 1.26, 45);
  if (shape === "diamond") return many(4, r * 1.25);
  if (shape === "triangle") return many(3, r * 1.3);
  if (shape === "hexagon") return many(6, r * 1.12);
  return `M${n(-r)} 0A${n(r)} ${n(r)} 0 1 1 ${n(r)} 0A${n(r)} ${n(r)} 0 1 1 ${n(-r)} 0Z`;
}

/** @typedef {{ sample: SVGGElement, width: number, name: string }} KeyRow */

/**
 * What shapes and lines mean; nothing where one shape says all.
 * @param {KeyEntry[]} kinds
 * @param {KeyEntry[]} relations
 * @returns {KeyRow[]}
 */
function keyRows(kinds, relations) {
  const shapes = kinds.length > 1 ? kinds : [];
  return [
    ...shapes.map(({ name, look }) => ({ sample: kindSample(look), width: 16, name })),
    ...relations.map(({ name, look }) => ({ sample: lineSample(look), width: 34, name })),
  ];
}

/**
 * The key as a list beside the picture.
 * @param {KeyEntry[]} kinds
 * @param {KeyEntry[]} relations
 * @returns {HTMLElement | null}
 */
export function pictureKey(kinds, relations) {
  const items = keyRows(kinds, relations).map(({ sample, width, name }) => {
    const about = { width, height: 16, viewBox: `0 -8 ${width} 16`, "aria-hidden": "true" };
    return el("li", {}, svg("svg", about, sample), said(name));
  });
  return items.length ? el("ul", { class: "picture-key", "aria-label": "Key" }, ...items) : null;
}

/**
 * The key inside a picture, at its lower edge, for a picture that leaves the page.
 * @param {KeyEntry[]} kinds
 * @param {KeyEntry[]} relations
 * @param {{ width: number, height: number }} frame
 * @param {(line: string) => number} measure
 * @returns {SVGGElement}
 */
export function drawnKey(kinds, relations, frame, measure) {
  const [row, margin] = [20, 12];
  let [x, y] = [margin, row];
  const items = keyRows(kinds, relations).map(({ sample, width, name }) => {
    const long = width + 7 + measure(name);
    if (x > margin && x + long > frame.width - margin) [x, y] = [margin, y + row];
    const item = svg(
      "g",
      { transform: `translate(${x} ${y - 6})` },
      sample,
      svg("text", { x: width + 7, y: 4 }, name),
    );
    x += long + 18;
    return item;
  });
  const ground = svg("rect", { width: frame.width, height: y + 4, class: "picture-ground" });
  return svg(
    "g",
    { transform: `translate(0 ${frame.height - y - 4})` },
    items.length > 0 && ground,
    ...items,
  );
}

/** @param {number} look */
const kindSample = (look) =>
  svg(
    "g",
    { class: `picture-node kind-${look}`, transform: "translate(8 0)" },
    svg("path", { d: markOutline(look, 6), class: "picture-mark" }),
  );

/** @param {number} look */
const lineSample = (look) =>
  svg(
    "g",
    { class: `picture-edge line-${look}` },
    svg("path", { d: "M1 0H26", class: "picture-line" }),
    svg("path", { d: "M33 0L25 -3.4 25 3.4Z", class: "picture-arrow" }),
  );
