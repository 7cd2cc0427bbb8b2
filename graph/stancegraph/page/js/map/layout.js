/**
 * Where everything is on the map: numbers only, the same for the same data.
 *
 * Issues and positions have their places by all stances, so that they stay where they are when a
 * filter changes; the marks are packed by the stances that are visible. One unit is the distance
 * for which a mark has room: a disc of n marks has about the radius √n.
 */

import { circleAround, packedCircles } from "./bubbles.js";
import { byText } from "../core/words.js";

/** @typedef {import("../core/data.js").Model} Model */
/** @typedef {import("../core/data.js").Issue} Issue */
/** @typedef {import("../core/data.js").Position} Position */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("../core/data.js").Holder} Holder */
/** @typedef {import("./bubbles.js").Circle} Circle */
/** @typedef {import("./bubbles.js").Tie} Tie */

/** @typedef {Circle & { position: Position, at: number }} Disc the place of a position */
/** @typedef {Circle & { issue: Issue, discs: Disc[] }} Bubble the place of an issue */

/**
 * @typedef {object} MapShape
 * @property {number} wider how much wider than high the map should be
 * @property {number} room around each issue for its name, against the size of the whole
 */

/**
 * @typedef {object} Plan
 * @property {Bubble[]} bubbles
 * @property {Disc[]} discs of all bubbles, `at` is the place in this list
 * @property {Map<Holder, number>} order of holders: by type, then by name
 */

/**
 * @typedef {object} Marks lists by the number of a mark
 * @property {Stance[]} stances
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Uint8Array} quoted 1 where the words are quoted
 * @property {Int32Array} starts by disc: the number of its first mark; at the end, of all marks
 * @property {Map<Issue, number>} holders how many have a mark on an issue
 */

// Between the discs of an issue, and around them.
const GAP = 1.2;
// At least so wide, against the circle that all marks would fill, so that areas can be compared.
const ROOMY = 1.26;
// How a holder speaks on more issues than these says little about which belong together.
const MOST_ISSUES = 24;
const MOST_TIES = 6;
const TURN = Math.PI * (3 - Math.sqrt(5));

/** @type {Record<"narrow" | "middle" | "wide", MapShape>} */
const SHAPES = {
  narrow: { wider: 0.68, room: 0.085 },
  middle: { wider: 1.05, room: 0.07 },
  wide: { wider: 1.15, room: 0.06 },
};

/**
 * The shape for a width: in little room names need more of it, and a telephone is held upright.
 * @param {number} width in pixels
 * @returns {MapShape}
 */
export const mapShape = (width) => SHAPES[width < 480 ? "narrow" : width < 700 ? "middle" : "wide"];

/**
 * Places the issues, and in them the positions.
 * @param {Model} model
 * @param {MapShape} shape
 * @returns {Plan}
 */
export function mapPlan(model, { wider, room }) {
  const most = mostMarks(model.stances);
  /** @type {Bubble[]} */
  const bubbles = model.issues.filter(({ stances }) => stances.length).map((issue) => bubbleOf(issue, most));
  const mean = Math.sqrt(bubbles.reduce((sum, { r }) => sum + r * r, 0) / (bubbles.length || 1));
  const around = mean * Math.min(0.45, room * Math.sqrt(bubbles.length));
  const radii = bubbles.map(({ r }) => r + around);
  packedCircles(radii, tiesOf(model, bubbles), wider).forEach((spot, at) => moveBubble(bubbles[at], spot));
  const discs = bubbles.flatMap((bubble) => bubble.discs);
  discs.forEach((disc, at) => (disc.at = at));
  return { bubbles, discs, order: orderOf(model) };
}

/** @param {Bubble | undefined} bubble @param {{ x: number, y: number }} spot */
function moveBubble(bubble, spot) {
  for (const part of bubble ? [bubble, ...bubble.discs] : []) {
    part.x += spot.x;
    part.y += spot.y;
  }
}

/**
 * How many marks a position can have at most, whatever the filter.
 * @param {Stance[]} stances
 * @returns {Map<Position, number>}
 */
function mostMarks(stances) {
  /** @type {Map<Position, Set<string>>} */
  const lines = new Map();
  for (const { position, line } of stances) {
    const here = lines.get(position);
    if (here) here.add(line);
    else lines.set(position, new Set([line]));
  }
  return new Map([...lines].map(([position, here]) => [position, here.size]));
}

/**
 * An issue around 0 0: the first pole at the left, the second at the right, the middle above.
 * @param {Issue} issue
 * @param {Map<Position, number>} most
 * @returns {Bubble}
 */
function bubbleOf(issue, most) {
  const discs = issue.positions.map((position) => {
    const r = Math.sqrt((most.get(position) ?? 0) + 0.5) + 0.5;
    return { position, x: 0, y: 0, r, at: 0 };
  });
  const of = (/** @type {string} */ pole) => discs.filter(({ position }) => position.pole === pole);
  const sides = [...column(of("first"), -1), ...column(of("second"), 1)];
  row(of("middle"), sides);
  const around = circleAround(discs);
  for (const disc of discs) {
    disc.x -= around.x;
    disc.y -= around.y;
  }
  const marks = discs.reduce((sum, { position }) => sum + (most.get(position) ?? 0), 0);
  return { issue, discs, x: 0, y: 0, r: Math.max(around.r + GAP, ROOMY * Math.sqrt(marks)) };
}

/**
 * Puts discs above each other, all touching the line between the poles.
 * @param {Disc[]} discs @param {-1 | 1} side
 */
function column(discs, side) {
  let y = -discs.reduce((sum, { r }) => sum + r, 0) - (GAP / 2) * (discs.length - 1);
  for (const disc of discs) {
    disc.x = side * (disc.r + GAP / 2);
    disc.y = y + disc.r;
    y += 2 * disc.r + GAP;
  }
  return discs;
}

/**
 * Puts discs beside each other, as low above others as they can be.
 * @param {Disc[]} discs @param {Disc[]} others
 */
function row(discs, others) {
  let x = -discs.reduce((sum, { r }) => sum + r, 0) - (GAP / 2) * (discs.length - 1);
  for (const disc of discs) {
    disc.x = x + disc.r;
    x += 2 * disc.r + GAP;
    // Above the middles of both sides, even where it would fit between them.
    disc.y = Math.min(0, ...others.map((other) => other.y - other.r * 0.25));
    for (const other of others) {
      const reach = disc.r + other.r + GAP;
      const aside = Math.abs(disc.x - other.x);
      if (aside < reach) disc.y = Math.min(disc.y, other.y - Math.sqrt(reach * reach - aside * aside));
    }
  }
}

/**
 * Which issues share more holders than their sizes let expect.
 * @param {Model} model @param {Bubble[]} bubbles
 * @returns {Tie[][]}
 */
function tiesOf(model, bubbles) {
  const n = bubbles.length;
  const at = new Map(bubbles.map(({ issue }, number) => [issue, number]));
  const shared = new Float64Array(n * n);
  const sizes = new Float64Array(n);
  for (const { stances } of model.holders) {
    const here = [...new Set(stances.map(({ issue }) => at.get(issue) ?? 0))].sort((a, b) => a - b);
    const few = here.slice(0, MOST_ISSUES);
    for (const a of few) {
      sizes[a] = (sizes[a] ?? 0) + 1;
      for (const b of few) if (a !== b) shared[a * n + b] = (shared[a * n + b] ?? 0) + 1;
    }
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const usual = shared.reduce((sum, pairs) => sum + pairs, 0) / (total * total || 1);
  return bubbles.map((_, a) => {
    const ties = bubbles.map((__, to) => {
      const expected = usual * (sizes[a] ?? 0) * (sizes[to] ?? 0);
      return { to, weight: Math.min(3, (shared[a * n + to] ?? 0) / (expected || 1) - 1) };
    });
    const strong = ties.filter(({ weight }) => weight > 0.2);
    return strong.sort((p, q) => q.weight - p.weight || p.to - q.to).slice(0, MOST_TIES);
  });
}

/** @param {Model} model @returns {Map<Holder, number>} */
function orderOf({ holders }) {
  const types = [...new Set(holders.map(({ type }) => type))].sort(byText);
  const rank = new Map(types.map((type, at) => [type, at * holders.length]));
  return new Map(holders.map((holder, at) => [holder, (rank.get(holder.type) ?? 0) + at]));
}

/**
 * Packs the marks of stances around their positions, as the seeds of a sunflower.
 * @param {Plan} plan
 * @param {Stance[]} latest at most one for each holder, matter and position
 * @returns {Marks}
 */
export function mapMarks(plan, latest) {
  const at = new Map(plan.discs.map((disc) => [disc.position, disc.at]));
  const stride = Math.max(0, ...[...plan.order.values()]) + 1;
  const keys = new Float64Array(latest.length);
  latest.forEach(({ position, holder }, n) => {
    // Place, holder and number in one: what sorts fast. Below 2⁵³ up to a million of each.
    keys[n] = ((at.get(position) ?? 0) * stride + (plan.order.get(holder) ?? 0)) * latest.length + n;
  });
  keys.sort();
  /** @type {Marks} */
  const marks = {
    stances: Array.from(keys, (key) => /** @type {Stance} */ (latest[key % latest.length])),
    x: new Float32Array(latest.length),
    y: new Float32Array(latest.length),
    quoted: new Uint8Array(latest.length),
    starts: new Int32Array(plan.discs.length + 1),
    holders: new Map(),
  };
  placeMarks(plan, marks, at);
  countHolders(plan, marks);
  return marks;
}

/** @param {Plan} plan @param {Marks} marks @param {Map<Position, number>} at */
function placeMarks(plan, { stances, x, y, quoted, starts }, at) {
  for (const { position } of stances) {
    const next = (at.get(position) ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  for (const disc of plan.discs) {
    const start = starts[disc.at] ?? 0;
    const end = start + (starts[disc.at + 1] ?? 0);
    starts[disc.at + 1] = end;
    for (let n = start; n < end; n += 1) {
      const away = Math.sqrt(n - start + 0.5);
      x[n] = disc.x + away * Math.cos((n - start) * TURN);
      y[n] = disc.y + away * Math.sin((n - start) * TURN);
      quoted[n] = stances[n]?.quote ? 1 : 0;
    }
  }
}

/** @param {Plan} plan @param {Marks} marks */
function countHolders(plan, { stances, starts, holders }) {
  for (const { issue, discs } of plan.bubbles) {
    const here = new Set();
    for (const { at } of discs) {
      for (let n = starts[at] ?? 0; n < (starts[at + 1] ?? 0); n += 1) here.add(stances[n]?.holder);
    }
    if (here.size) holders.set(issue, here.size);
  }
}

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Bounds */

/**
 * The box around circles.
 * @param {Circle[]} circles
 * @returns {Bounds}
 */
export function boundsOf(circles) {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y, r } of circles) {
    bounds.left = Math.min(bounds.left, x - r);
    bounds.top = Math.min(bounds.top, y - r);
    bounds.right = Math.max(bounds.right, x + r);
    bounds.bottom = Math.max(bounds.bottom, y + r);
  }
  return circles.length ? bounds : { left: -1, top: -1, right: 1, bottom: 1 };
}
