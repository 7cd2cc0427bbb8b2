/** The lines of the network: one for each stance, from its position to its holder. */

/** @typedef {import("./layout.js").Plate} Plate */
/** @typedef {import("./layout.js").HolderMark} HolderMark */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("../core/data.js").Position} Position */

/**
 * @typedef {object} Edge
 * @property {HolderMark} mark
 * @property {Position} position
 * @property {Stance | null} stance null for a bundle
 * @property {boolean} latest whether it is of the holder's latest day
 * @property {string} path
 * @property {{ x: number, y: number, side: -1 | 1 } | null} tip an arrow's, where the holder changed
 * @property {{ x: number, y: number } | null} glyph where the mark of an earlier stance is
 */

/** @typedef {{ mark: HolderMark, plate: Plate, stance: Stance | null, lift: number, nth: number, turned: boolean }} Thread */

/** How far the end of a line is from the middle of a mark. */
const NEAR_MARK = 8;

/**
 * The lines of one issue.
 * @param {Plate[]} plates
 * @param {HolderMark[]} marks
 * @param {boolean} narrow
 * @returns {Edge[]}
 */
export function edgesOf(plates, marks, narrow) {
  const byPosition = new Map(plates.map((plate) => [plate.position, plate]));
  const threads = marks.flatMap((mark) => threadsOf(mark, byPosition));
  const slots = slotsOf(threads);
  return threads.map((thread) => edgeOf(thread, slots.get(thread) ?? 0, narrow));
}

/**
 * The lines that end at a mark: its own in the middle, those from above it above.
 * @param {HolderMark} mark
 * @param {Map<Position, Plate>} plates
 * @returns {Thread[]}
 */
function threadsOf(mark, plates) {
  const own = plates.get(mark.position);
  if (!own) return [];
  const { row } = mark;
  if ("bundle" in row) return [{ mark, plate: own, stance: null, lift: 0, nth: 0, turned: false }];
  const others = row.others.map((stance, at) => ({
    mark,
    stance,
    plate: plates.get(stance.position) ?? own,
    lift: 0,
    // The newest stands nearest to the mark.
    nth: row.others.length - at,
    // One arrow for each position that was left.
    turned:
      stance.position !== mark.position &&
      !row.others.slice(at + 1).some(({ position }) => position === stance.position),
  }));
  const step = Math.min(3.5, 20 / (others.length + 1));
  const above = others.filter(({ plate }) => plate.y < own.y || (plate === own && own.y <= mark.y));
  const below = others.filter((thread) => !above.includes(thread));
  above.sort((a, b) => b.plate.y - a.plate.y).forEach((thread, at) => (thread.lift = -step * (at + 1)));
  below.sort((a, b) => a.plate.y - b.plate.y).forEach((thread, at) => (thread.lift = step * (at + 1)));
  return [{ mark, plate: own, stance: row.stance, lift: 0, nth: 0, turned: false }, ...others];
}

/**
 * Where on the side of its position each line begins, so that lines neither cross there nor hide
 * each other.
 * @param {Thread[]} threads
 */
function slotsOf(threads) {
  /** @type {Map<string, Thread[]>} */
  const bySide = new Map();
  for (const thread of threads) {
    const side = `${thread.mark.side} ${thread.plate.position.key}`;
    bySide.set(side, [...(bySide.get(side) ?? []), thread]);
  }
  /** @type {Map<Thread, number>} */
  const slots = new Map();
  for (const same of bySide.values()) {
    const step = Math.min(2.2, 20 / same.length);
    same.sort((a, b) => a.mark.y + a.lift - b.mark.y - b.lift);
    same.forEach((thread, at) => slots.set(thread, (at - (same.length - 1) / 2) * step));
  }
  return slots;
}

/** @param {Thread} thread @param {number} slot @param {boolean} narrow @returns {Edge} */
function edgeOf({ mark, plate, stance, lift, nth, turned }, slot, narrow) {
  const { side, row } = mark;
  const end = { x: mark.x - side * NEAR_MARK, y: mark.y + lift };
  const bend = { x: mark.inner - side * NEAR_MARK, y: end.y };
  const start = narrow
    ? { x: plate.x, y: plate.y }
    : { x: plate.x + side * (plate.wide / 2), y: plate.y + slot };
  // The newest stands nearest to the mark, and many stand closer together.
  const others = "stance" in row ? row.others.length : 0;
  const [first, most] = narrow ? [6, 9] : [14, 13];
  const step = Math.min(most, (Math.abs(bend.x - start.x) * 0.6) / Math.max(1, others));
  const back = bend.x - side * (first + step * (nth - 1));
  const glyph = narrow ? { x: back, y: end.y } : onCurve(start, bend, back);
  return {
    mark,
    position: plate.position,
    stance,
    latest: !stance || ("stance" in row && stance.date === row.stance.date),
    path: narrow ? branch(start, end, nth) : curve(start, bend, end),
    tip: turned ? { x: end.x + side, y: end.y, side } : null,
    glyph: nth ? glyph : null,
  };
}

/** @typedef {{ x: number, y: number }} Point */

/** The two points that bend a line. @param {Point} start @param {Point} end */
function pulls(start, end) {
  const far = end.x - start.x;
  // Lines part soon after their position, and arrive level at the mark.
  return [
    { x: start.x + far * 0.34, y: start.y },
    { x: end.x - far * 0.72, y: end.y },
  ];
}

/** @param {Point} start @param {Point} bend @param {Point} end */
function curve(start, bend, end) {
  const points = [...pulls(start, bend), bend].map(({ x, y }) => `${tenths(x)} ${tenths(y)}`);
  const last = end.x === bend.x ? "" : `H${tenths(end.x)}`;
  return `M${tenths(start.x)} ${tenths(start.y)}C${points.join(" ")}${last}`;
}

/**
 * A line that goes down a trunk and branches off; earlier stances have trunks of their own.
 * @param {Point} start
 * @param {Point} end
 * @param {number} nth
 */
function branch(start, end, nth) {
  const trunk = start.x + (nth ? 13 + 3 * ((nth - 1) % 4) : 0);
  const way = Math.sign(end.y - start.y) * 8;
  const out = nth
    ? `M${start.x + 8} ${start.y}Q${trunk} ${start.y} ${trunk} ${tenths(start.y + way)}`
    : `M${start.x} ${start.y + 9}`;
  return `${out}V${tenths(end.y - way)}Q${trunk} ${tenths(end.y)} ${trunk + 8} ${tenths(end.y)}H${tenths(end.x)}`;
}

/** @param {number} n */
const tenths = (n) => Math.round(n * 10) / 10;

/** The point of a curve at an x. @param {Point} start @param {Point} end @param {number} x */
function onCurve(start, end, x) {
  const points = [start, ...pulls(start, end), end];
  const at = (/** @type {"x" | "y"} */ axis, /** @type {number} */ t) => {
    const [a, b, c, d] = points.map((point) => point[axis]);
    const [u, v] = [1 - t, t];
    return (
      u * u * u * Number(a) + 3 * u * u * v * Number(b) + 3 * u * v * v * Number(c) + v * v * v * Number(d)
    );
  };
  const right = end.x > start.x;
  let [low, high] = [0, 1];
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (at("x", middle) < x === right) low = middle;
    else high = middle;
  }
  return { x: at("x", low), y: at("y", low) };
}
