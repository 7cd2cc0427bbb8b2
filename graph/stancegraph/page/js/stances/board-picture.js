/** The board as a drawing, to be taken along: the cards that are shown, with names. */

import { holdersIn } from "../core/data.js";
import { svg } from "../core/dom.js";
import { turnWords, holderWords, POLE_PATHS } from "../core/marks.js";
import { byText, count } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("../core/data.js").Issue} Issue */

const WIDTH = 1000;
const EDGE = 16;
const GAP = 18;
const LINE = 20;
const FONT = 12.5;
// Of one column; the table has them all.
const MOST = 120;

/** @typedef {{ pen: CanvasRenderingContext2D, colour: (name: string) => string }} Means */

/**
 * The cards of the issues shown.
 * @param {App} app
 * @returns {SVGSVGElement}
 */
export function boardPicture(app) {
  const style = getComputedStyle(document.documentElement);
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `${FONT}px ${getComputedStyle(document.body).fontFamily}`;
  const means = { pen, colour: (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim() };
  const issues = app.model.issues
    .map((issue) => ({ issue, latest: app.latest.filter((stance) => stance.issue === issue) }))
    .filter(({ latest }) => latest.length)
    .sort((a, b) => b.latest.length - a.latest.length);
  let y = 0;
  const cards = issues.map(({ issue, latest }) => {
    const card = cardPicture(issue, latest, app, means);
    card.element.setAttribute("transform", `translate(0 ${y})`);
    y += card.height + 12;
    return card.element;
  });
  return svg("svg", { width: WIDTH, height: y, viewBox: `0 0 ${WIDTH} ${y}` }, ...cards);
}

/** @param {Issue} issue @param {Stance[]} latest @param {App} app @param {Means} means */
function cardPicture(issue, latest, app, means) {
  const { colour } = means;
  const there = issue.positions.map((position) => latest.filter((stance) => stance.position === position));
  const shares = there.map(({ length }) => Math.min(3, Math.max(1.2, Math.sqrt(length / 2))));
  const unit = (WIDTH - 2 * EDGE - GAP * (shares.length - 1)) / shares.reduce((sum, share) => sum + share, 0);
  let x = EDGE;
  let height = 0;
  const columns = issue.positions.map((position, at) => {
    const width = unit * (shares[at] ?? 1);
    const column = columnPicture(position, there[at] ?? [], app, { ...means, x, width });
    x += width + GAP;
    height = Math.max(height, column.height);
    return column.element;
  });
  const whole = height + 68;
  const element = svg(
    "g",
    {},
    svg("rect", {
      x: 0.5,
      y: 0.5,
      width: WIDTH - 1,
      height: whole - 1,
      rx: 6,
      fill: "none",
      stroke: colour("line"),
    }),
    svg(
      "text",
      { x: EDGE, y: 26, "font-size": 16, "font-weight": 700, fill: colour("fg") },
      `${issue.short}  `,
    ),
    svg(
      "text",
      { x: WIDTH - EDGE, y: 26, "font-size": 12, "text-anchor": "end", fill: colour("soft") },
      count(holdersIn(latest), "holder"),
    ),
    svg(
      "text",
      { x: EDGE, y: 45, "font-size": 13, "font-style": "italic", fill: colour("soft") },
      issue.label,
    ),
    ...columns,
  );
  return { element, height: whole };
}

/**
 * @param {import("../core/data.js").Position} position
 * @param {Stance[]} stances
 * @param {App} app
 * @param {Means & { x: number, width: number }} means
 */
function columnPicture(position, stances, app, { pen, colour, x, width }) {
  const ink = colour(position.pole);
  const sorted = [...stances].sort((a, b) => byText(holderWords(a), holderWords(b)));
  const group = svg("g", {
    transform: `translate(${x.toFixed(1)} 56)`,
    "font-size": FONT,
    fill: colour("fg"),
  });
  group.append(
    svg("rect", { width, height: 4, fill: ink }),
    markPicture(position.pole, ink, ink, 8, 20),
    svg("text", { x: 20, y: 25, "font-weight": 700 }, `${position.label}  ${holdersIn(stances)}`),
  );
  let [left, top] = [0, 34];
  for (const stance of sorted.slice(0, MOST)) {
    const words = `${holderWords(stance)}${stance.turn ? `, ${turnWords(stance.turn)}` : ""}`;
    const lines = wrapped(words, width - 20, pen);
    const long = 24 + pen.measureText(lines.length > 1 ? "" : words).width;
    if (left && (lines.length > 1 || left + long > width)) [left, top] = [0, top + LINE];
    const fill = stance.quote ? ink : colour("bg");
    const texts = lines.map((line, at) => svg("text", { x: left + 18, y: top + 13 + 15 * at }, line));
    group.append(markPicture(position.pole, fill, ink, left + 8, top + 9), ...texts);
    left += long + 4;
    if (lines.length > 1) [left, top] = [0, top + LINE + 15 * (lines.length - 1)];
  }
  if (left) top += LINE;
  if (sorted.length > MOST) group.append(svg("text", { y: top + 13 }, `and ${sorted.length - MOST} more`));
  return { element: group, height: top + (sorted.length > MOST ? LINE : 0) };
}

/** A text in lines that are no wider than given. @param {string} text @param {number} width @param {CanvasRenderingContext2D} pen */
function wrapped(text, width, pen) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && pen.measureText(line).width > width) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

/** @param {import("../core/data.js").Pole} pole @param {string} fill @param {string} stroke @param {number} x @param {number} y */
const markPicture = (pole, fill, stroke, x, y) =>
  svg("path", {
    d: POLE_PATHS[pole],
    fill,
    stroke,
    "stroke-width": 2,
    transform: `translate(${x} ${y}) scale(0.75)`,
  });
