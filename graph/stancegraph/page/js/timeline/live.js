/** What happens in the timeline under the pointer, the focus and the keys. */

import { calloutIn } from "../drawing/callout.js";
import { steered } from "../drawing/keys.js";
import { noteOf } from "../network/live.js";
import { turnWords } from "../core/marks.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../drawing/keys.js").Spot} Spot */
/** @typedef {import("./draw.js").TimeDrawing} TimeDrawing */

/** A mark is meant from so far. */
const MEANT = 14;

/**
 * Makes a drawing answer.
 * @param {TimeDrawing} made
 * @param {{ measure: import("../drawing/text.js").Measure, app: App }} about
 */
export function liveTimeline(made, { measure, app }) {
  const { drawing, spots, marks } = made;
  const press = (/** @type {Element} */ element) => {
    const { key } = /** @type {SVGElement} */ (element).dataset;
    const [kind, id] = [key?.slice(0, 6), key?.slice(6)];
    if (kind === "issue:" && id !== app.state.issue) app.go({ issue: id });
    else if (key) app.choose(key);
  };
  const lit = lightLine(made, { measure, app });
  drawing.addEventListener("click", (event) => {
    const element = elementAt(event, made);
    if (element) press(element);
  });
  drawing.addEventListener("pointermove", (event) => lit(elementAt(event, made)));
  drawing.addEventListener("pointerleave", () => lit(undefined));
  drawing.addEventListener("focusin", (event) =>
    lit(/** @type {Element} */ (event.target).closest(".control") ?? undefined),
  );
  drawing.addEventListener("focusout", () => lit(undefined));
  steered(drawing, spots, {
    step: (all, at, key) => timeStep(all, at, key, marks),
    chosen: app.state.chosen,
    press,
  });
  for (const { element } of spots)
    if (element.dataset["key"] === app.state.chosen) element.setAttribute("aria-current", "true");
}

/**
 * The control that a pointer means: the one under it, or the nearest mark, as dots are small.
 * @param {MouseEvent} event
 * @param {TimeDrawing} made
 * @returns {Element | undefined}
 */
function elementAt(event, { drawing, marks }) {
  const under = /** @type {Element} */ (event.target).closest(".control");
  if (under && !(marks.get(under) && !marks.get(under)?.mover)) return under;
  const { left, top } = drawing.getBoundingClientRect();
  const [x, y] = [event.clientX - left, event.clientY - top];
  let nearest;
  let least = MEANT;
  for (const [element, mark] of marks) {
    const far = Math.hypot(mark.x - x, mark.y - y);
    if (far < least) [nearest, least] = [element, far];
  }
  return nearest;
}

/**
 * The whole way of a holder stands out, and a note tells of the stance.
 * @param {TimeDrawing} made
 * @param {{ measure: import("../drawing/text.js").Measure, app: App }} about
 * @returns {(element: Element | undefined) => void}
 */
function lightLine({ drawing, marks, lines }, { measure, app }) {
  const { width, height } = drawing.viewBox.baseVal;
  const callout = calloutIn(drawing, { width, height, measure });
  /** @type {Element | undefined} */
  let before;
  return (element) => {
    if (element === before) return;
    before = element;
    callout.hide();
    for (const old of drawing.querySelectorAll(".lit")) old.classList.remove("lit");
    const mark = element && marks.get(element);
    drawing.classList.toggle("lighting", Boolean(mark?.mover));
    drawing.classList.toggle("pointing", Boolean(element));
    if (!mark) return;
    for (const part of lines.get(mark.mover) ?? [element]) part?.classList.add("lit");
    const { turn } = mark.stance;
    callout.show(mark.x, mark.y, [...noteOf(mark.stance), ...(turn ? [turnWords(turn)] : [])]);
  };
}

/**
 * Left and right go in time within a lane, up and down to the nearest mark of another lane.
 * @param {Spot[]} spots
 * @param {Spot} at
 * @param {string} key
 * @param {TimeDrawing["marks"]} marks
 */
function timeStep(spots, at, key, marks) {
  if (key === "Home") return spots[0];
  if (key === "End") return spots[spots.length - 1];
  const lane = (/** @type {Spot} */ { element }) => {
    const own = element.dataset["key"] ?? "";
    return marks.get(element)?.stance.position.key ?? (own.startsWith("position:") ? own : "");
  };
  const here = lane(at);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const row = here ? spots.filter((spot) => lane(spot) === here) : [];
    row.sort((a, b) => a.x - b.x || a.y - b.y);
    return row[row.indexOf(at) + (key === "ArrowRight" ? 1 : -1)];
  }
  const way = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!way) return undefined;
  const next = spots.filter(
    (spot) => spot !== at && (!here || lane(spot) !== here) && (spot.y - at.y) * way > 0,
  );
  // The next lane, and there what is nearest in time.
  next.sort((a, b) => (a.y - b.y) * way);
  const first = next[0];
  const row = first && lane(first) ? next.filter((spot) => lane(spot) === lane(first)) : next.slice(0, 1);
  return row.sort((a, b) => Math.abs(a.x - at.x) - Math.abs(b.x - at.x))[0];
}
