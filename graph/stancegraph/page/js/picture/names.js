/** The names in a picture: cut to what can be read at a glance, and shown where there is room. */

/** @typedef {import("./layout.js").Point} Point */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box by its upper left corner */
/** @typedef {{ lines: string[], width: number, height: number }} Name */
/** @typedef {{ x: number, y: number, anchor: "start" | "middle" | "end", box: Box }} NamePlace */

const NAME_SIZE = 12.5;
const LINE = 15;
const LETTERS = 24; // in a line
const PARTED = /(?<=[/_:#?&-])(?=.)/u;
const CELL = 80;
const FARTHER = 9;
const APART = 3; // between names on a line

/**
 * A name on at most two lines; what is longer ends in dots.
 * @param {string} text
 * @param {(line: string) => number} width of a line, in pixels
 * @returns {Name}
 */
export function pictureName(text, width) {
  const lines = wrappedName(text);
  return { lines, width: Math.max(0, ...lines.map(width)), height: lines.length * LINE };
}

/** @param {string} text */
function wrappedName(text) {
  // A long word, such as an address, may be parted behind its marks.
  const words = text
    .trim()
    .split(/\s+/)
    .flatMap((word) => (letters(word) > LETTERS ? word.split(PARTED) : [`${word} `]));
  const lines = [""];
  for (const word of words) {
    const last = lines.length - 1;
    const longer = lines[last] + word;
    if (letters(longer.trimEnd()) <= LETTERS || !lines[last]) lines[last] = longer;
    else lines.push(word);
  }
  const kept = lines.slice(0, 2).map((line) => line.trimEnd());
  if (lines.length > 2) kept[1] += " …";
  return kept.map(cutLine);
}

/** @param {string} text */
const letters = (text) => [...text].length;

/** @param {string} line */
const cutLine = (line) =>
  letters(line) > LETTERS + 2 ? `${[...line].slice(0, LETTERS).join("").trimEnd()}…` : line;

/** How wide lines of text are in the font of an element. @param {Element} place */
export function lineMeasure(place) {
  const pen = document.createElement("canvas").getContext("2d");
  if (pen) pen.font = `${NAME_SIZE}px ${getComputedStyle(place).fontFamily}`;
  return (/** @type {string} */ line) => pen?.measureText(line).width ?? line.length * 7;
}

/** The room that is taken, in cells so that few boxes are compared. */
export class TakenRoom {
  constructor() {
    /** @type {Map<string, Box[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box */
  take(box) {
    for (const key of cellsOf(box)) this.cells.set(key, [...(this.cells.get(key) ?? []), box]);
  }

  /** @param {Box} box @param {Box} [own] a box that does not count */
  isFree(box, own) {
    return cellsOf(box).every((key) =>
      (this.cells.get(key) ?? []).every((other) => other === own || !overlap(box, other)),
    );
  }
}

/** @param {Box} box */
function cellsOf({ x, y, width, height }) {
  const keys = [];
  for (let i = Math.floor(x / CELL); i <= Math.floor((x + width) / CELL); i += 1) {
    for (let j = Math.floor(y / CELL); j <= Math.floor((y + height) / CELL); j += 1) {
      keys.push(`${i} ${j}`);
    }
  }
  return keys;
}

/** @param {Box} a @param {Box} b */
const overlap = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * The places around a mark where its name may stand, those away from its relations first.
 * @param {Name} name
 * @param {Point} mark
 * @param {number} radius of the mark
 * @param {number} away the angle that leads away from its relations
 * @returns {NamePlace[]}
 */
export function placesAround({ width, height }, mark, radius, away) {
  const gap = radius + 5;
  const top = mark.y - height / 2;
  /** @type {[number, "start" | "middle" | "end", number, number][]} */
  const ways = [
    [0, "start", mark.x + gap, top],
    [Math.PI / 2, "middle", mark.x, mark.y + gap - 2],
    [Math.PI, "end", mark.x - gap, top],
    [-Math.PI / 2, "middle", mark.x, mark.y - gap + 2 - height],
    [Math.PI / 4, "start", mark.x + radius, mark.y + radius - 2],
    [-Math.PI / 4, "start", mark.x + radius, mark.y - radius + 2 - height],
    [(3 * Math.PI) / 4, "end", mark.x - radius, mark.y + radius - 2],
    [(-3 * Math.PI) / 4, "end", mark.x - radius, mark.y - radius + 2 - height],
  ];
  const off = (/** @type {number} */ angle) => Math.abs(Math.cos((angle - away) / 2));
  ways.sort(([a], [b]) => off(b) - off(a));
  // A little farther, where marks stand close.
  const farther = ways.filter(([, , x]) => x !== mark.x + radius && x !== mark.x - radius);
  for (const [angle, anchor, x, y] of farther) {
    ways.push([angle, anchor, x + Math.cos(angle) * FARTHER, y + Math.sin(angle) * FARTHER]);
  }
  return ways.map(([, anchor, x, y]) => {
    const left = x - { start: 0, middle: width / 2, end: width }[anchor];
    return { x, y, anchor, box: { x: left - APART, y, width: width + 2 * APART, height } };
  });
}

/** Where the lines of a name that starts at `y` have their baselines. @param {number} y @param {number} line */
export const baseline = (y, line) => y + LINE * (line + 1) - 4;
