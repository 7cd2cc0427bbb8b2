/** The lines of a picture: relations between the same two things are fanned out, as curves. */

/** @typedef {import("./layout.js").Point} Point */

/**
 * @typedef {object} Curve a relation as it is drawn
 * @property {string} line the path of its line
 * @property {string} arrow the path of its head
 * @property {(along: number) => Point} at where it is, from 0 at its start to 1 at its end
 */

/** @typedef {{ bend: number, loop: number }} Fan how far a line leaves the straight way, or -1 or
 *    the number of the loop */

const STEP = 24; // between two lines beside each other
const SPREAD = 130; // between the outermost

/**
 * Keeps lines between the same two things apart.
 * @param {[number, number][]} ends of each line, by number of the things
 * @returns {Fan[]} for each line
 */
export function fannedLines(ends) {
  /** @type {Map<string, number[]>} */
  const groups = new Map();
  ends.forEach(([from, to], at) => {
    const pair = `${Math.min(from, to)} ${Math.max(from, to)}`;
    groups.set(pair, [...(groups.get(pair) ?? []), at]);
  });
  /** @type {Fan[]} */
  const fans = [];
  for (const group of groups.values()) {
    const step = Math.min(STEP, SPREAD / group.length);
    group.forEach((at, i) => {
      const [from, to] = /** @type {[number, number]} */ (ends[at]);
      const side = from < to ? 1 : -1;
      const bend = side * (i - (group.length - 1) / 2) * step;
      fans[at] = from === to ? { bend: 0, loop: i } : { bend, loop: -1 };
    });
  }
  return fans;
}

/**
 * The curve from one thing to another.
 * @param {Point} from
 * @param {Point} to
 * @param {number} bend how far its middle leaves the straight way
 * @param {number} radius of the marks at its ends
 * @param {number} head the length of its arrow head
 * @returns {Curve}
 */
export function curveBetween(from, to, bend, radius, head) {
  const far = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const knee = {
    x: (from.x + to.x) / 2 - ((to.y - from.y) / far) * 2 * bend,
    y: (from.y + to.y) / 2 + ((to.x - from.x) / far) * 2 * bend,
  };
  const start = towards(from, knee, radius);
  const tip = towards(to, knee, radius + 1);
  const end = towards(to, knee, radius + head);
  const line = `M${dot(start)}Q${dot(knee)} ${dot(end)}`;
  const at = (/** @type {number} */ t) => blend(blend(start, knee, t), blend(knee, tip, t), t);
  return { line, arrow: headAt(tip, knee, head), at };
}

/**
 * A loop from a thing to itself.
 * @param {Point} place
 * @param {number} angle which way it goes
 * @param {number} number of the loop: later ones are bigger
 * @param {number} radius of the mark
 * @param {number} head the length of its arrow head
 * @returns {Curve}
 */
export function loopAt(place, angle, number, radius, head) {
  const size = radius + 38 + 20 * number;
  const away = (/** @type {number} */ turn, /** @type {number} */ far) => ({
    x: place.x + Math.cos(angle + turn) * far,
    y: place.y + Math.sin(angle + turn) * far,
  });
  const [start, one, two] = [away(-0.6, radius), away(-0.6, size), away(0.6, size)];
  const tip = towards(place, two, radius + 1);
  const end = towards(place, two, radius + head);
  const line = `M${dot(start)}C${dot(one)} ${dot(two)} ${dot(end)}`;
  const at = (/** @type {number} */ t) => {
    const middle = blend(one, two, t);
    return blend(blend(blend(start, one, t), middle, t), blend(middle, blend(two, tip, t), t), t);
  };
  return { line, arrow: headAt(tip, two, head), at };
}

/**
 * How far a point is from a curve, roughly.
 * @param {Curve} curve
 * @param {Point} point
 */
export function farFrom(curve, point) {
  let nearest = Infinity;
  let before = curve.at(0);
  for (let step = 1; step <= 12; step += 1) {
    const next = curve.at(step / 12);
    nearest = Math.min(nearest, farFromLine(point, before, next));
    before = next;
  }
  return nearest;
}

/** @param {Point} point @param {Point} a @param {Point} b */
function farFromLine(point, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const foot = blend(a, b, Math.max(0, Math.min(1, along)));
  return Math.hypot(point.x - foot.x, point.y - foot.y);
}

/** @param {Point} tip @param {Point} from @param {number} head */
function headAt(tip, from, head) {
  const far = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
  const [dx, dy] = [(tip.x - from.x) / far, (tip.y - from.y) / far];
  const back = { x: tip.x - dx * head, y: tip.y - dy * head };
  const half = head * 0.42;
  const left = { x: back.x - dy * half, y: back.y + dx * half };
  const right = { x: back.x + dy * half, y: back.y - dx * half };
  return `M${dot(tip)}L${dot(left)} ${dot(right)}Z`;
}

/** @param {Point} from @param {Point} to @param {number} far */
function towards(from, to, far) {
  const all = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return blend(from, to, far / all);
}

/** @param {Point} a @param {Point} b @param {number} t @returns {Point} */
const blend = (a, b, t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });

/** @param {Point} point */
const dot = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
