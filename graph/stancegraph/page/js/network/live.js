/** What happens in the network under the pointer, the focus and the keys. */

import { calloutIn } from "../drawing/callout.js";
import { spotTowards, steered } from "../drawing/keys.js";
import { holderWords, modeWords } from "../core/marks.js";
import { isCut } from "./draw.js";
import { dateWords, typeWord } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("./draw.js").NetworkDrawing} NetworkDrawing */
/** @typedef {import("./layout.js").NetworkLayout} NetworkLayout */
/** @typedef {import("../core/data.js").Stance} Stance */

/**
 * Makes a drawing answer.
 * @param {NetworkDrawing} made
 * @param {NetworkLayout} layout
 * @param {{ measure: import("../drawing/text.js").Measure, app: App, toggle: (bundle: string) => void }} about
 *   `toggle` opens or closes a bundle
 */
export function liveNetwork(made, layout, { measure, app, toggle }) {
  const press = (/** @type {SVGElement} */ element) => {
    const { key, bundle } = element.dataset;
    const issue = key?.startsWith("issue:") ? key.slice(6) : "";
    if (issue && issue !== app.state.issue) app.go({ issue });
    else if (key) app.choose(key);
    else if (bundle) toggle(bundle);
  };
  made.drawing.addEventListener("click", (event) => {
    const control = controlOf(event, made);
    if (control) press(control);
  });
  steered(made.drawing, made.spots, { step: spotTowards, chosen: app.state.chosen, press });
  lightNeighbours(made, calloutIn(made.drawing, { ...layout, measure }), notesIn(made, layout));
  markChosen(made, app.state.chosen);
}

/**
 * The control that an event is on, or for which the line stands that it is on.
 * @param {Event} event
 * @param {NetworkDrawing} made
 */
function controlOf({ target }, { owners }) {
  const found = /** @type {SVGElement} */ (target).closest(".control, .edge");
  return found && (owners.get(found) ?? /** @type {SVGElement} */ (found));
}

/**
 * What belongs to the mark under the pointer or the focus stands out.
 * @param {NetworkDrawing} made
 * @param {ReturnType<typeof calloutIn>} callout
 * @param {Map<Element, string[]>} notes what to tell of a mark
 */
function lightNeighbours(made, callout, notes) {
  const { drawing, spots, edges, lines, marks, earlier } = made;
  const bySpot = new Map(spots.map((spot) => [/** @type {Element} */ (spot.element), spot]));
  const off = () => {
    callout.hide();
    drawing.classList.remove("lighting");
    for (const lit of drawing.querySelectorAll(".lit")) lit.classList.remove("lit");
  };
  const on = (/** @type {Event} */ event) => {
    off();
    const element = controlOf(event, made);
    const spot = element ? bySpot.get(element) : undefined;
    if (!spot) return;
    const here = edges.get(spot.element) ?? [];
    if (here.length) drawing.classList.add("lighting");
    spot.element.classList.add("lit");
    for (const edge of here) {
      lines.get(edge)?.classList.add("lit");
      marks.get(edge.mark)?.classList.add("lit");
      earlier.get(edge)?.classList.add("lit");
    }
    const told = notes.get(spot.element);
    if (told) callout.show(spot.x, spot.y, told);
  };
  for (const type of ["pointerover", "focusin"]) drawing.addEventListener(type, on);
  for (const type of ["pointerleave", "focusout"]) drawing.addEventListener(type, off);
}

/**
 * The notes of marks without a name or with a name that is cut.
 * @param {NetworkDrawing} made
 * @param {NetworkLayout} layout
 */
function notesIn({ earlier, marks, positions }, layout) {
  /** @type {Map<Element, string[]>} */
  const notes = new Map();
  for (const edge of layout.edges) {
    const mark = earlier.get(edge);
    if (mark && edge.stance) notes.set(mark, noteOf(edge.stance));
  }
  for (const mark of layout.marks) {
    const element = marks.get(mark);
    if (element && isCut(mark) && "stance" in mark.row) notes.set(element, noteOf(mark.row.stance));
  }
  for (const [element, { summary, label }] of positions) if (summary) notes.set(element, [label, summary]);
  return notes;
}

/** A stance in a few lines, for a note. @param {Stance} stance */
export function noteOf(stance) {
  const { holder, position, when, summary, quote } = stance;
  const what = `${position.label}, ${dateWords(when)}, ${modeWords(stance)}`;
  const who = [typeWord(holder.type), holder.affiliation].filter(Boolean).join(", ");
  return [holderWords(stance), who, what, quote ? `“${quote}”` : summary].filter(Boolean);
}

/** @param {NetworkDrawing} made @param {string} chosen the key of what the details show */
function markChosen({ spots, edges, lines }, chosen) {
  for (const { element } of spots) {
    if (!chosen || element.dataset["key"] !== chosen) continue;
    element.setAttribute("aria-current", "true");
    if (element.classList.contains("position")) continue;
    for (const edge of edges.get(element) ?? []) lines.get(edge)?.classList.add("chosen");
  }
}
