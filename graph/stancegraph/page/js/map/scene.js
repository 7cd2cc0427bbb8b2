/** One picture of the map: circles, marks, lines of what is chosen, names. */

import { mapLabels, nearMarks } from "./names.js";
import { StampSet, stampMarks } from "./stamp.js";
import { LabelPress, tracePole } from "./text.js";

/** @typedef {import("../core/data.js").Holder} Holder */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("../core/data.js").Pole} Pole */
/** @typedef {import("./layout.js").Bubble} Bubble */
/** @typedef {import("./layout.js").Disc} Disc */
/** @typedef {import("./layout.js").Marks} Marks */
/** @typedef {import("./layout.js").Plan} Plan */
/** @typedef {import("./stamp.js").View} View */
/** @typedef {import("./text.js").Label} Label */
/** @typedef {{ width: number, height: number }} Size */

/** @typedef {Record<"bg" | "fg" | "soft" | "line" | "card" | "focus" | Pole, string>} MapColours */

/**
 * @typedef {object} MapChoice what the details tell of, as far as it is on the map
 * @property {number[]} marks their numbers
 * @property {number} hub the mark from which lines lead to the others, or -1
 * @property {Holder} [holder]
 * @property {Disc} [disc]
 * @property {Bubble} [bubble]
 */

/**
 * @typedef {object} Scene
 * @property {Plan} plan
 * @property {Marks} marks
 * @property {MapColours} colours
 * @property {string} font
 * @property {MapChoice} chosen
 * @property {number} pointed the number of the mark under the pointer, or -1
 * @property {boolean} crossed whether the middle is marked, for the keyboard
 * @property {(scale: number) => number} radius of a mark in pixels
 */

/** The size of a mark: as much as there is room for, until it is as large as elsewhere. @param {number} scale */
export const markRadius = (scale) => Math.min(8, Math.max(0.75, scale * 0.78));

// From this radius on one can see whether a mark is hollow.
const HOLLOW = 3;
const MOST_DOTS = 3;

/** Draws scenes at one density of pixels, in one set of colours. */
export class MapPainter {
  /** @param {MapColours} colours @param {string} font @param {number} ratio device pixels in a pixel */
  constructor(colours, font, ratio) {
    this.ratio = ratio;
    this.press = new LabelPress(font, colours.bg, ratio, colours);
    this.sheet = document.createElement("canvas");
    this.pen = penOf(this.sheet);
    this.image = new ImageData(1, 1);
    this.ink = inksOf(colours);
    this.stamps = new StampSet(1, 0);
  }

  /**
   * Draws a view of a scene.
   * @param {HTMLCanvasElement} canvas whose size in device pixels is set
   * @param {Scene} scene
   * @param {View} view in pixels, not device pixels
   * @returns {{ labels: Label[], shown: number }} the names that are shown, and how many marks
   */
  draw(canvas, scene, view) {
    const size = { width: canvas.width / this.ratio, height: canvas.height / this.ratio };
    const pen = penOf(canvas);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.globalAlpha = 1;
    pen.fillStyle = scene.colours.bg;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    this.toWorld(pen, canvas, view);
    drawGround(pen, scene, view);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    const shown = this.stamp(canvas, scene, view);
    // What is not chosen steps back, so that the lines can be followed.
    pen.globalAlpha = scene.chosen.hub >= 0 ? 0.45 : 1;
    pen.drawImage(this.sheet, 0, 0);
    pen.globalAlpha = 1;
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    drawTurns(pen, scene, view, size);
    drawChosen(pen, scene, view, size);
    const labels = mapLabels({ scene, view, size, press: this.press });
    for (const { picture, box } of labels) this.paste(pen, picture, box);
    if (scene.crossed) drawCross(pen, scene, size);
    return { labels, shown };
  }

  /** @param {CanvasRenderingContext2D} pen @param {Size} canvas @param {View} view */
  toWorld(pen, { width, height }, { x, y, scale }) {
    const unit = scale * this.ratio;
    pen.setTransform(unit, 0, 0, unit, width / 2 - x * unit, height / 2 - y * unit);
  }

  /** @param {Size} canvas @param {Scene} scene @param {View} view */
  stamp({ width, height }, scene, view) {
    if (this.image.width !== width || this.image.height !== height) {
      this.image = new ImageData(width, height);
      Object.assign(this.sheet, { width, height });
    }
    const radius = scene.radius(view.scale);
    const exact = Math.round(radius * this.ratio * 16) / 16;
    const line = radius >= HOLLOW ? Math.max(1.4, Math.min(2.2, radius * 0.32)) * this.ratio : 0;
    if (this.stamps.radius !== exact || this.stamps.line !== line) this.stamps = new StampSet(exact, line);
    const pixels = new Uint32Array(this.image.data.buffer);
    pixels.fill(0);
    const fine = { ...view, scale: view.scale * this.ratio };
    const shown = stampMarks(pixels, { width, height }, fine, scene.plan, scene.marks, this.stamps, this.ink);
    this.pen.putImageData(this.image, 0, 0);
    return shown;
  }

  /**
   * A label where it belongs, on whole device pixels: between them letters would blur.
   * @param {CanvasRenderingContext2D} pen @param {HTMLCanvasElement} picture @param {import("./text.js").Box} box
   */
  paste(pen, picture, { x, y, width, height }) {
    const left = Math.round((x - width / 2) * this.ratio) / this.ratio;
    const top = Math.round((y - height / 2) * this.ratio) / this.ratio;
    pen.drawImage(picture, left, top, picture.width / this.ratio, picture.height / this.ratio);
  }
}

/** @param {HTMLCanvasElement} canvas */
export const penOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** The colours of the poles as they stand in pixels. @param {MapColours} colours @returns {Record<Pole, number>} */
function inksOf(colours) {
  const drop = document.createElement("canvas");
  drop.width = drop.height = 1;
  const pen = /** @type {CanvasRenderingContext2D} */ (drop.getContext("2d", { willReadFrequently: true }));
  const inkOf = (/** @type {string} */ colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [pixel = 0] = new Uint32Array(pen.getImageData(0, 0, 1, 1).data.buffer);
    return pixel & 0xffffff;
  };
  return { first: inkOf(colours.first), middle: inkOf(colours.middle), second: inkOf(colours.second) };
}

/** The circles of the issues, and what is chosen of them. @param {CanvasRenderingContext2D} pen @param {Scene} scene @param {View} view */
function drawGround(pen, { plan, marks, colours, chosen }, view) {
  const circle = (/** @type {import("./layout.js").Circle} */ { x, y, r }) => {
    pen.beginPath();
    pen.arc(x, y, r, 0, 2 * Math.PI);
  };
  pen.fillStyle = colours.card;
  for (const bubble of plan.bubbles) {
    if (!marks.holders.has(bubble.issue)) continue;
    circle(bubble);
    pen.fill();
  }
  pen.strokeStyle = colours.focus;
  pen.lineWidth = 2 / view.scale;
  if (chosen.bubble) (circle(chosen.bubble), pen.stroke());
  if (chosen.disc) {
    circle(chosen.disc);
    pen.fillStyle = colours.bg;
    pen.fill();
    pen.stroke();
  }
}

/**
 * Beside the mark of a holder who changed: an arrow, and the side from which it came.
 * @param {CanvasRenderingContext2D} pen @param {Scene} scene @param {View} view @param {Size} size
 */
function drawTurns(pen, scene, view, size) {
  const { colours } = scene;
  for (const { stance, at } of nearMarks({ scene, view, size })) {
    const { turn } = stance;
    if (!turn) continue;
    const [x, y] = [at.x + at.r * 1.3 + 4, at.y];
    pen.strokeStyle = colours.fg;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(x + 7, y);
    pen.lineTo(x, y);
    pen.moveTo(x + 3, y - 3);
    pen.lineTo(x, y);
    pen.lineTo(x + 3, y + 3);
    pen.stroke();
    tracePole(pen, turn.from.pole, x + 12, y, 3);
    pen.fillStyle = pen.strokeStyle = colours[turn.from.pole];
    if (turn.quoted) pen.fill();
    else pen.stroke();
  }
}

/**
 * The chosen holder's marks, joined; and the one that is pointed at.
 * @param {CanvasRenderingContext2D} pen @param {Scene} scene @param {View} view @param {Size} size
 */
function drawChosen(pen, scene, view, size) {
  const { marks, chosen, colours, pointed } = scene;
  const at = (/** @type {number} */ n) => ({
    x: ((marks.x[n] ?? 0) - view.x) * view.scale + size.width / 2,
    y: ((marks.y[n] ?? 0) - view.y) * view.scale + size.height / 2,
  });
  const hub = at(chosen.hub);
  pen.strokeStyle = colours.fg;
  pen.lineWidth = 1.3;
  for (const n of chosen.hub < 0 ? [] : chosen.marks) {
    const end = at(n);
    // Dashed like everywhere where words are not quoted.
    pen.setLineDash(marks.quoted[n] ? [] : [5, 4]);
    pen.beginPath();
    pen.moveTo(hub.x, hub.y);
    const bend = 0.12;
    pen.quadraticCurveTo(
      (hub.x + end.x) / 2 - (end.y - hub.y) * bend,
      (hub.y + end.y) / 2 + (end.x - hub.x) * bend,
      end.x,
      end.y,
    );
    pen.stroke();
  }
  pen.setLineDash([]);
  const radius = Math.max(scene.radius(view.scale), MOST_DOTS + 2);
  for (const n of chosen.marks) drawMark(pen, scene, n, at(n), radius, n === chosen.hub ? colours.focus : "");
  if (pointed >= 0) drawMark(pen, scene, pointed, at(pointed), radius, colours.focus);
}

/**
 * One mark, larger and on a ground of its own.
 * @param {CanvasRenderingContext2D} pen @param {Scene} scene @param {number} n
 * @param {{ x: number, y: number }} at @param {number} radius @param {string} ring
 */
function drawMark(pen, { marks, colours }, n, { x, y }, radius, ring) {
  const pole = marks.stances[n]?.position.pole ?? "middle";
  pen.beginPath();
  pen.arc(x, y, radius * 1.25 + (ring ? 4 : 2), 0, 2 * Math.PI);
  pen.fillStyle = colours.bg;
  pen.fill();
  if (ring) {
    pen.strokeStyle = ring;
    pen.lineWidth = 2.5;
    pen.stroke();
  }
  const line = Math.max(1.4, Math.min(2.2, radius * 0.32));
  tracePole(pen, pole, x, y, marks.quoted[n] ? radius : radius - line / 2);
  pen.fillStyle = pen.strokeStyle = colours[pole];
  pen.lineWidth = line;
  if (marks.quoted[n]) pen.fill();
  else pen.stroke();
}

/** The cross in the middle, for those who steer by keys. @param {CanvasRenderingContext2D} pen @param {Scene} scene @param {Size} size */
function drawCross(pen, { colours }, { width, height }) {
  const [x, y] = [Math.round(width / 2) + 0.5, Math.round(height / 2) + 0.5];
  for (const [colour, wide] of /** @type {[string, number][]} */ ([
    [colours.bg, 5],
    [colours.focus, 2],
  ])) {
    pen.strokeStyle = colour;
    pen.lineWidth = wide;
    pen.beginPath();
    for (const [dx, dy] of /** @type {[number, number][]} */ ([
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ])) {
      pen.moveTo(x + dx * 15, y + dy * 15);
      pen.lineTo(x + dx * 27, y + dy * 27);
    }
    pen.stroke();
  }
}
