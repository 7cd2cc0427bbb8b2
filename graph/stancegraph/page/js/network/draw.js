/** The network as a drawing. */

import { svg } from "../core/dom.js";
import { boxAt, controlMark, drawingSheet, issueSign, pathOf, placedAt } from "../drawing/parts.js";
import { isolated, textAt, tidy } from "../drawing/text.js";
import { holderWords, poleShape, stanceWords } from "../core/marks.js";
import { count, number } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("./layout.js").NetworkLayout} NetworkLayout */
/** @typedef {import("./layout.js").Plate} Plate */
/** @typedef {import("./layout.js").HolderMark} HolderMark */
/** @typedef {import("./edges.js").Edge} Edge */
/** @typedef {import("../drawing/keys.js").Spot} Spot */

/**
 * @typedef {object} NetworkDrawing
 * @property {SVGSVGElement} drawing
 * @property {Spot[]} spots what the keys reach
 * @property {Map<Element, Edge[]>} edges by the control to which they belong
 * @property {Map<Edge, SVGElement>} lines
 * @property {Map<HolderMark, SVGElement>} marks
 * @property {Map<Element, import("../core/data.js").Position>} positions
 * @property {Map<Edge, SVGElement>} earlier the marks of stances that are not that of their row
 * @property {Map<Element, SVGElement>} owners the control that a line stands for
 */

/**
 * Draws a layout.
 * @param {NetworkLayout} layout
 * @param {App} app
 * @param {{ narrow: boolean, name: string }} look the name is for people who listen
 * @returns {NetworkDrawing}
 */
export function networkDrawing(layout, app, { narrow, name }) {
  const drawing = drawingSheet("network", layout.width, layout.height, name);
  /** @type {NetworkDrawing} */
  const made = {
    drawing,
    spots: [],
    edges: new Map(),
    lines: new Map(),
    marks: new Map(),
    positions: new Map(),
    earlier: new Map(),
    owners: new Map(),
  };
  // Earlier stances lie below the latest ones.
  const edges = [...layout.edges].sort((a, b) => Number(a.latest) - Number(b.latest));
  const marks = layout.marks.map((mark) => holderMark(mark, layout.edges, app, made));
  const earlier = edges.map((edge) => earlierMark(edge, app, made));
  drawing.append(
    ...layout.axes.map(({ x, y, end }) => pathOf("axis", `M${tidy(x)} ${tidy(y)}V${tidy(end)}`)),
    ...layout.oppositions.flatMap((each) => oppositionMarks(each, narrow)),
    ...layout.heads.map((head) => headMark(head, made, narrow)),
    ...layout.sides.map(sideTitle),
    ...layout.plates.map((plate) => plateMark(plate, layout.edges, made, narrow)),
    ...edges.map((edge) => edgeLine(edge, made)),
    ...marks,
    ...layout.marks.filter(isCut).map(nameText),
    ...layout.marks.map(typeText),
    ...earlier,
  );
  made.spots.sort((a, b) => a.y - b.y || a.x - b.x);
  return made;
}

/** @param {NetworkLayout["oppositions"][0]} line @param {boolean} narrow */
function oppositionMarks({ x, y, end, told }, narrow) {
  const way = (narrow ? [x + 10, y, x, end, x + 10] : [x, y, end]).map(tidy);
  const d = narrow ? `M${way[0]} ${way[1]}H${way[2]}V${way[3]}H${way[4]}` : `M${way[0]} ${way[1]}V${way[2]}`;
  // A thin line of the ground on a thicker line is a double line.
  const two = [pathOf("opposes", d), pathOf("opposes within", d)];
  if (!told) return two;
  const turn = `translate(${tidy(x + 11)} ${tidy(told)}) rotate(-90)`;
  const label = { class: "label small soft", "text-anchor": "middle", transform: turn };
  return [...two, svg("text", label, "opposed")];
}

/** @param {NetworkLayout["heads"][0]} head @param {NetworkDrawing} made @param {boolean} narrow */
function headMark({ issue, x, y, wide, lines }, made, narrow) {
  const texts = lines.map((line, at) =>
    textAt(x + (narrow ? 20 : 16), y + 17 * at, "label strong head", isolated(line)),
  );
  const target = boxAt("target", x - 12, y - 12, wide + 34, 7 + 17 * lines.length);
  const element = controlMark(
    issue.key,
    `Issue: ${lines.join(" ")}. ${issue.label}`,
    "issue",
    target,
    issueSign(x, y),
    ...texts,
  );
  made.spots.push({ element, x, y });
  return element;
}

/** @param {NetworkLayout["sides"][0]} title */
function sideTitle({ x, y, side, text }) {
  const element = textAt(x + side * 13, y, "label small soft", text);
  element.setAttribute("text-anchor", side < 0 ? "end" : "start");
  return element;
}

/** @param {Plate} plate @param {Edge[]} edges @param {NetworkDrawing} made @param {boolean} narrow */
function plateMark(plate, edges, made, narrow) {
  const { position, holders, x, y, wide, high } = plate;
  const opposes = position.opposes.map(({ label }) => label).join(" and ");
  const words = `Position: ${position.label}, ${count(holders, "holder")}${opposes ? `, opposed to ${opposes}` : ""}`;
  const left = narrow ? x - 12 : x - wide / 2;
  const element = controlMark(
    position.key,
    words,
    `position${holders ? "" : " nobody"}${narrow ? " bare" : ""}`,
    boxAt(`plate ${position.pole}`, left, y - high / 2, wide, high),
    placedAt(narrow ? x : left + 19, y, poleShape(position.pole, { scale: 1.25 })),
    ...plateTexts(plate, narrow ? x + 34 : left + 34),
  );
  const own = edges.filter((edge) => edge.position === position);
  made.edges.set(element, own);
  made.positions.set(element, position);
  made.spots.push({ element, x, y });
  return element;
}

/** @param {Plate} plate @param {number} x */
function plateTexts({ y, lines, holders }, x) {
  const texts = lines.map((line, at) =>
    textAt(x, y + 17 * (at - (lines.length - 1) / 2), "label strong", isolated(line)),
  );
  texts[texts.length - 1]?.append(svg("tspan", { class: "number" }, ` ${number(holders)}`));
  return texts;
}

/** @param {HolderMark} mark @param {Edge[]} edges @param {App} app @param {NetworkDrawing} made */
function holderMark(mark, edges, app, made) {
  const { row, position, x, y, side, room } = mark;
  const { pole } = position;
  const target = boxAt("target", side < 0 ? x - room - 13 : x - 12, y - 12, room + 25, 24);
  const shape = placedAt(x, y, poleShape(pole, { hollow: "bundle" in row || !row.stance.quote }));
  // A name that is cut stands beside its control, which tells the whole name.
  const parts = isCut(mark) ? [target, shape] : [target, shape, nameText(mark)];
  let element;
  if ("bundle" in row) {
    // A shape within a shape: of a bundle nobody can say whether it is quoted.
    shape.append(poleShape(pole, { scale: 0.4 }));
    element = controlMark("", `${row.label}: ${position.label}`, "holder bundle", ...parts);
    element.setAttribute("aria-expanded", String(row.open));
    element.dataset["bundle"] = row.bundle;
  } else {
    element = controlMark(row.stance.key, spokenWords(row.stance, mark, app), "holder", ...parts);
  }
  const own = edges.filter((edge) => edge.mark === mark);
  made.edges.set(element, own);
  made.marks.set(mark, element);
  made.spots.push({ element, x, y });
  return element;
}

/** What the label says comes first, so that who speaks to the page can say it. @param {Stance} stance @param {HolderMark} mark @param {App} app */
function spokenWords(stance, { label }, app) {
  const words = stanceWords(stance);
  const who = holderWords(stance);
  const shown = label.main + label.more;
  return shown.startsWith(who) ? shown + words.slice(who.length) : words;
}

/** @param {HolderMark} mark */
export const isCut = ({ label }) => /…$/.test(label.main) || /…$/.test(label.more);

/** @param {HolderMark} mark */
function nameText({ row, x, y, side, label }) {
  const text = textAt(x + side * 13, y, "label");
  text.setAttribute("text-anchor", side < 0 ? "end" : "start");
  text.append("bundle" in row ? `${label.main} ${row.open ? "−" : "+"}` : isolated(label.main));
  if (label.more) text.append(svg("tspan", { class: "soft" }, isolated(label.more)));
  return text;
}

/** The type of the holders that begin here. @param {HolderMark} mark */
function typeText({ x, y, side, room, label }) {
  if (!label.type) return "";
  const text = textAt(x + side * (13 + room), y, "label small soft", label.type);
  text.setAttribute("text-anchor", side < 0 ? "start" : "end");
  return text;
}

/** @param {Edge} edge @param {NetworkDrawing} made */
function edgeLine(edge, made) {
  const { mark, stance, latest, path, tip, glyph } = edge;
  const paraphrase = stance && !stance.quote ? " paraphrase" : "";
  const look = `edge ${edge.position.pole}${stance ? "" : " cable"}${paraphrase}${latest ? "" : " past"}`;
  const parts = [pathOf("line", path)];
  if (!stance) parts.push(pathOf("gap", path), pathOf("line thin", path));
  if (tip) parts.push(pathOf("tip", tipPath(tip)));
  const element = svg("g", { class: look }, ...parts, pathOf("reach", path));
  const owner = glyph ? made.earlier.get(edge) : made.marks.get(mark);
  if (owner) made.owners.set(element, owner);
  made.lines.set(edge, element);
  return element;
}

/** The mark of a stance that is not that of its row. @param {Edge} edge @param {App} app @param {NetworkDrawing} made */
function earlierMark(edge, app, made) {
  const { stance, latest, glyph, position } = edge;
  if (!stance || !glyph) return "";
  const sign = placedAt(glyph.x, glyph.y, poleShape(position.pole, { hollow: !stance.quote, scale: 0.6 }));
  const ring = svg("circle", { class: "target", cx: tidy(glyph.x), cy: tidy(glyph.y), r: 7 });
  const words = `${latest ? "" : "Earlier: "}${stanceWords(stance)}`;
  const element = controlMark(stance.key, words, "earlier", ring, sign);
  made.earlier.set(edge, element);
  made.edges.set(element, [edge]);
  made.spots.push({ element, ...glyph });
  return element;
}

/** @param {{ x: number, y: number, side: -1 | 1 }} tip */
function tipPath({ x, y, side }) {
  const back = tidy(x - side * 6);
  return `M${back} ${tidy(y - 3.5)}L${tidy(x)} ${tidy(y)}L${back} ${tidy(y + 3.5)}`;
}
