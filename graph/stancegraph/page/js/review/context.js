/** The words around a stance, with what the machine went by marked. */

import { el, said } from "../core/dom.js";

/** @typedef {import("./types.js").Context} Context */

const NAMES = /** @type {Record<string, string>} */ ({ holder: "holder", cue: "cue", hedge: "hedge" });

/**
 * Where the parts of a text begin that are marked alike, in characters as Python counts them.
 * @param {Context} context
 * @returns {{ text: string, kinds: string[], inside: boolean }[]}
 */
export function partsOf({ text, evidence, marks }) {
  // Characters, not the halves of them that a string of JavaScript counts.
  const letters = [...text];
  const cuts = [0, ...evidence, ...marks.flatMap(([, start, end]) => [start, end]), letters.length];
  const places = [...new Set(cuts)].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, number) => {
    const end = /** @type {number} */ (places[number + 1]);
    const kinds = marks.filter(([, from, to]) => from <= start && end <= to).map(([kind]) => kind);
    const inside = evidence[0] <= start && end <= evidence[1];
    return { text: letters.slice(start, end).join(""), kinds, inside };
  });
}

/** @param {Context} context */
export function contextOf(context) {
  const [before, after] = context.cut;
  const parts = partsOf(context).map(({ text, kinds, inside }) => {
    if (kinds.length) return el("mark", { class: kinds.join(" ") }, text);
    return el("span", { class: inside ? "evidence" : "around" }, text);
  });
  const gap = (/** @type {boolean} */ isThere) => isThere && el("span", { class: "around" }, "…");
  return el("blockquote", { class: "context", dir: "auto" }, gap(before), ...parts, gap(after));
}

/** What the marks mean, with their words for those who do not see colours. @param {Context} context */
export function legendOf(context) {
  const letters = [...context.text];
  const items = context.marks
    .filter(([kind]) => kind in NAMES)
    .sort(([, a], [, b]) => a - b)
    .map(([kind, start, end]) =>
      el(
        "li",
        {},
        el("mark", { class: kind }, NAMES[kind]),
        " ",
        said(letters.slice(start, end).join("").replaceAll("\n", " ")),
      ),
    );
  return items.length > 0 && el("ul", { class: "legend", "aria-label": "What is marked" }, ...items);
}
