/** A note beside a mark of a drawing, while the pointer or the focus is on it. */

import { svg } from "../core/dom.js";
import { fitText, isolated, tidy, textAt } from "./text.js";

/** @typedef {import("./text.js").Measure} Measure */

const CALLOUT_SIZE = 13;
const CALLOUT_LINE = 18;
const CALLOUT_PAD = 9;
const CALLOUT_AWAY = 13;

/**
 * Makes the one note of a drawing.
 * @param {SVGSVGElement} drawing
 * @param {{ width: number, height: number, measure: Measure }} room
 */
export function calloutIn(drawing, { width, height, measure }) {
  /** @type {SVGGElement | undefined} */
  let note;
  const hide = () => note?.remove();
  /** @param {number} x @param {number} y @param {string[]} lines the first is the name */
  const show = (x, y, lines) => {
    hide();
    const most = Math.min(380, width - 2 * CALLOUT_PAD - 4);
    const texts = lines.map((line, at) => fitText(line, most, (text) => measure(text, CALLOUT_SIZE, !at)));
    const wide = 2 * CALLOUT_PAD + Math.max(...texts.map((text, at) => measure(text, CALLOUT_SIZE, !at)));
    const high = 2 * CALLOUT_PAD + CALLOUT_LINE * texts.length - 4;
    const left = Math.max(1, Math.min(x - wide / 2, width - wide - 1));
    const above = y - CALLOUT_AWAY - high;
    const top = above >= 0 ? above : Math.min(y + CALLOUT_AWAY, height - high - 1);
    note = svg("g", { class: "callout", "aria-hidden": "true" });
    note.append(svg("rect", { x: tidy(left), y: tidy(top), width: tidy(wide), height: high, rx: 3 }));
    texts.forEach((text, at) => {
      const look = at ? "label soft" : "label strong";
      note?.append(
        textAt(left + CALLOUT_PAD, top + CALLOUT_PAD + CALLOUT_LINE * (at + 0.5) - 2, look, isolated(text)),
      );
    });
    drawing.append(note);
  };
  return { show, hide };
}
