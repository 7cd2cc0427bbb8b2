/** The timeline as a drawing. */

import { svg } from "../core/dom.js";
import { boxAt, controlMark, drawingSheet, issueSign, pathOf, placedAt } from "../drawing/parts.js";
import { fitText, isolated, linesOf, textAt, tidy } from "../drawing/text.js";
import { holderWords, poleShape, stanceWords } from "../core/marks.js";
import { count, precisionWords } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("../drawing/text.js").Measure} Measure */
/** @typedef {import("../drawing/keys.js").Spot} Spot */
/** @typedef {import("./layout.js").TimePanel} TimePanel */
/** @typedef {import("./layout.js").TimeMark} TimeMark */
/** @typedef {import("./scale.js").TimeScale} TimeScale */

/**
 * @typedef {object} TimeRoom
 * @property {number} width
 * @property {boolean} narrow lanes have their names above, holders only in the list
 * @property {Measure} measure
 * @property {App} app
 *
 * @typedef {object} TimeDrawing
 * @property {SVGSVGElement} drawing
 * @property {Spot[]} spots
 * @property {Map<Element, TimeMark>} marks
 * @property {Map<string, Element[]>} lines what belongs to each line
 */

/** How far the names of holders stand from the end of the axis. */
const NAME_GAP = 10;
/** What of the room before the axis is not for the names of positions. */
export const LANE_NAME = 34;

/**
 * Draws the panels below each other.
 * @param {TimePanel[]} panels
 * @param {TimeScale} scale
 * @param {TimeRoom} room
 * @param {{ name: string, heads: Map<unknown, string> }} words for people who listen, and what
 *   stands beside the name of each issue; without any the issue has no head
 * @returns {TimeDrawing}
 */
export function timelineDrawing(panels, scale, room, { name, heads }) {
  const height = Math.ceil(Math.max(0, ...panels.map(({ bottom }) => bottom))) + 26;
  const drawing = drawingSheet("timeline", room.width, height, name);
  /** @type {TimeDrawing} */
  const made = { drawing, spots: [], marks: new Map(), lines: new Map() };
  for (const panel of panels) {
    const head = heads.get(panel.issue);
    if (head !== undefined) drawing.append(...issueHead(panel, head, room, made));
    drawing.append(
      ...axisMarks(panel, scale),
      ...panel.lanes.map((lane) => laneHead(lane, scale, room, made)),
      ...panel.ribbons.flatMap((ribbon) => ribbonMarks(ribbon, made)),
      ...panel.marks.map((mark) => timeMark(mark, panel, room, made)),
    );
  }
  return made;
}

/** @param {TimePanel} panel @param {TimeScale} scale */
function axisMarks({ top, bottom, lanes }, { start, end, ticks, breaks }) {
  const heights = [...lanes.map((lane) => lane.top), bottom].map(tidy);
  const rules = heights.map((y) => pathOf("rule", `M0 ${y}H${tidy(end)}`));
  const lines = ticks.map(({ x, label }) => {
    const [from, to] = label ? [top, bottom + 5] : [bottom - 3, bottom];
    return pathOf("tick", `M${tidy(x)} ${tidy(from)}V${tidy(to)}`);
  });
  const named = ticks.filter(({ label }) => label);
  const labels = named.map(({ x, label }) =>
    textAt(Math.max(x, start) + 3, bottom + 9, "label small soft", label),
  );
  const gaps = breaks.flatMap(({ x }) => [
    boxAt("gap", x - 5, top - 1, 10, bottom - top + 2),
    ...heights.map((y) => pathOf("break", `M${tidy(x - 8)} ${y + 5}l6 -10M${tidy(x + 2)} ${y + 5}l6 -10`)),
  ]);
  return [...rules, ...lines, ...gaps, ...labels];
}

/**
 * The lines of the name of a position, beside its lane or above it.
 * @param {import("../core/data.js").Position} position
 * @param {number} wide
 * @param {boolean} narrow
 * @param {Measure} measure
 */
export const laneNames = ({ label }, wide, narrow, measure) =>
  linesOf(label, wide, narrow ? 1 : 2, (text) => measure(text, 13, true));

/** @param {TimePanel} panel @param {string} words @param {TimeRoom} room @param {TimeDrawing} made */
function issueHead({ issue, top }, words, { width, measure }, made) {
  const y = top - 18;
  const short = fitText(issue.short, width * 0.6, (text) => measure(text, 14, true));
  const far = 26 + measure(short, 14, true) + 12;
  const more = fitText(words, Math.max(0, width - far), (text) => measure(text, 13));
  const element = controlMark(
    issue.key,
    `Issue: ${short}. ${issue.label} ${words}`,
    "issue",
    boxAt("target", 0, y - 12, far, 24),
    issueSign(9, y),
    textAt(26, y, "label strong head", isolated(short)),
  );
  made.spots.push({ element, x: 0, y });
  return [element, textAt(far, y, "label soft", more)];
}

/**
 * @param {import("./layout.js").Lane} lane
 * @param {TimeScale} scale
 * @param {TimeRoom} room
 * @param {TimeDrawing} made
 */
function laneHead({ position, holders, top, bottom }, { start }, { narrow, measure, width }, made) {
  const wide = narrow ? width * 0.7 : start - LANE_NAME;
  const lines = laneNames(position, wide, narrow, measure);
  const told = count(holders, "holder");
  const y = narrow ? top + 15 : (top + bottom) / 2 - 8.5 * lines.length;
  const beside = 32 + measure(lines[0] ?? "", 13, true);
  const [x, below] = narrow ? [beside, y] : [24, y + 17 * lines.length];
  const element = controlMark(
    position.key,
    `Position: ${position.label}, ${told} now`,
    "position",
    boxAt("target", 0, y - 12, wide + 28, narrow ? 24 : 17 * lines.length + 24),
    placedAt(9, y, poleShape(position.pole)),
    ...lines.map((line, at) => textAt(24, y + 17 * at, "label strong", isolated(line))),
    textAt(x, below, "label small soft", told),
  );
  made.spots.push({ element, x: 9, y });
  return element;
}

/** @param {import("./layout.js").Ribbon} ribbon @param {TimeDrawing} made */
function ribbonMarks({ line, pieces }, made) {
  const drawn = pieces.map(({ path, position }) => pathOf(`ribbon ${position.pole}`, path));
  made.lines.set(line, [...drawn]);
  return drawn;
}

/** @param {TimeMark} mark @param {TimePanel} panel @param {TimeRoom} room @param {TimeDrawing} made */
function timeMark(mark, { ribbons }, room, made) {
  const { stance, x, y, bar, mover } = mark;
  const { pole } = stance.position;
  const end = mover ? ribbons.find(({ latest }) => latest === stance)?.end : undefined;
  const imprecise = precisionWords(stance.when);
  const words = stanceWords(stance) + (imprecise ? `, ${imprecise}` : "");
  const shape = poleShape(pole, { hollow: !stance.quote, scale: mover ? 0.9 : 0.56 });
  /** @type {SVGElement[]} */
  const parts = [svg("circle", { class: "ring", cx: tidy(x), cy: tidy(y), r: 12 })];
  if (bar) parts.push(pathOf("span", barPath(bar, y, mover ? 4 : 2.5)));
  parts.push(placedAt(x, y, shape));
  if (end && !room.narrow) parts.push(...endName(stance, end, room));
  const element = controlMark(stance.key, words, `${mover ? "mover" : "other"} ${pole}`, ...parts);
  made.spots.push({ element, x, y });
  made.marks.set(element, mark);
  made.lines.get(mover)?.push(element);
  return element;
}

/** A bar with ends. @param {[number, number]} bar @param {number} y @param {number} high */
function barPath([from, to], y, high) {
  const stop = (/** @type {number} */ x) => `M${tidy(x)} ${tidy(y - high)}V${tidy(y + high)}`;
  return `${stop(from)}M${tidy(from)} ${tidy(y)}H${tidy(to)}${stop(to)}`;
}

/**
 * The name of a holder where its line ends.
 * @param {Stance} stance
 * @param {{ x: number, y: number }} end
 * @param {TimeRoom} room
 */
function endName(stance, { x, y }, { width, measure }) {
  const room = width - x - NAME_GAP;
  const name = fitText(holderWords(stance), room, (text) => measure(text, 13));
  const text = textAt(x + NAME_GAP, y, "label", isolated(name));
  return [boxAt("target", x + 4, y - 9, room + 6, 18), text];
}
