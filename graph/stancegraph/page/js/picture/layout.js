/** Where the things of a picture stand: forces lay out each connected part, then parts are packed. */

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ nodes: number[], width: number, height: number, places: Point[] }} Part */

const DISTANCE = 92; // between two things that are related
const APART = 24; // no thing stands nearer to another than twice this
const MARGIN = 46; // around a part, for its names
const WIDE = 1.25; // names are wide: so is the ground
const SHAPE = 1.6; // how much wider than high the whole is, roughly

/**
 * Places things so that related ones stand near each other; the same for the same arguments.
 * @param {number} count how many things there are
 * @param {[number, number][]} links which of them are related
 * @returns {Point[]} one for each thing
 */
export function picturePlaces(count, links) {
  const parts = connectedParts(count, links).map((nodes) => laidOut(nodes, links));
  /** @type {Point[]} */
  const places = [];
  packed(parts).forEach((corner, at) => {
    const { nodes, places: inside } = /** @type {Part} */ (parts[at]);
    nodes.forEach((node, i) => {
      const { x, y } = /** @type {Point} */ (inside[i]);
      places[node] = { x: corner.x + x, y: corner.y + y };
    });
  });
  return places;
}

/**
 * The connected parts, the biggest first; in each, things from its hub outwards.
 * @param {number} count
 * @param {[number, number][]} links
 */
function connectedParts(count, links) {
  /** @type {Set<number>[]} */
  const beside = Array.from({ length: count }, () => new Set());
  for (const [from, to] of links) {
    beside[from]?.add(to);
    beside[to]?.add(from);
  }
  const degree = (/** @type {number} */ node) => beside[node]?.size ?? 0;
  const hubs = [...beside.keys()].sort((a, b) => degree(b) - degree(a) || a - b);
  const seen = new Set();
  const parts = [];
  for (const hub of hubs) {
    if (seen.has(hub)) continue;
    seen.add(hub);
    const part = [hub];
    for (const node of part) {
      for (const next of beside[node] ?? []) {
        if (!seen.has(next)) part.push(next);
        seen.add(next);
      }
    }
    parts.push(part);
  }
  return parts.sort((a, b) => b.length - a.length);
}

/**
 * @param {number[]} nodes
 * @param {[number, number][]} links
 * @returns {Part}
 */
function laidOut(nodes, links) {
  const places = turned(nodes.length === 1 ? [{ x: 0, y: 0 }] : simulated(nodes, links));
  const left = Math.min(...places.map(({ x }) => x)) - MARGIN * WIDE;
  const top = Math.min(...places.map(({ y }) => y)) - MARGIN;
  for (const place of places) {
    place.x -= left;
    place.y -= top;
  }
  const width = Math.max(...places.map(({ x }) => x)) + MARGIN * WIDE;
  return { nodes, width, height: Math.max(...places.map(({ y }) => y)) + MARGIN, places };
}

/**
 * Runs the forces to their end: a reader never sees things move.
 * @param {number[]} nodes
 * @param {[number, number][]} links
 * @returns {Point[]}
 */
function simulated(nodes, links) {
  // The library, a script of its own in the page, has this name.
  const d3 = /** @type {any} */ (globalThis).d3;
  const index = new Map(nodes.map((node, at) => [node, at]));
  const pairs = new Set();
  for (const [from, to] of links) {
    if (from !== to && index.has(from)) pairs.add(`${Math.min(from, to)} ${Math.max(from, to)}`);
  }
  const between = [...pairs].map((pair) => {
    const [source, target] = pair.split(" ").map((/** @type {string} */ end) => index.get(Number(end)));
    return { source, target };
  });
  const points = nodes.map(() => ({}));
  const steps = Math.max(90, Math.min(300, Math.round(60_000 / nodes.length)));
  d3.forceSimulation(points)
    .force(
      "link",
      d3
        .forceLink(between)
        .distance(DISTANCE)
        .iterations(nodes.length > 200 ? 1 : 2),
    )
    .force("charge", d3.forceManyBody().strength(-420).distanceMax(900))
    .force("apart", d3.forceCollide(APART))
    .force("x", d3.forceX().strength(0.03))
    .force("y", d3.forceY().strength(0.05))
    .alphaDecay(1 - Math.pow(0.001, 1 / steps))
    .stop()
    .tick(steps);
  return /** @type {Point[]} */ (points);
}

/** Lays the longest extent of some places level, and widens it. @param {Point[]} places */
function turned(places) {
  const mean = { x: 0, y: 0 };
  for (const { x, y } of places) {
    mean.x += x / places.length;
    mean.y += y / places.length;
  }
  let [xx, xy, yy] = [0, 0, 0];
  for (const place of places) {
    const [x, y] = [place.x - mean.x, place.y - mean.y];
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return places.map((place) => {
    const [x, y] = [place.x - mean.x, place.y - mean.y];
    return { x: (x * cos + y * sin) * WIDE, y: y * cos - x * sin };
  });
}

/**
 * The upper left corners of parts that stand in rows; low ones stand on top of each other.
 * @param {Part[]} parts
 * @returns {Point[]}
 */
function packed(parts) {
  const area = parts.reduce((sum, { width, height }) => sum + width * height, 0);
  const wide = Math.max(Math.sqrt(area * SHAPE), ...parts.map(({ width }) => width));
  const order = [...parts.keys()].sort((a, b) => tall(parts, b) - tall(parts, a) || a - b);
  /** @type {Point[]} */
  const corners = [];
  const row = { y: 0, height: 0 };
  const column = { x: 0, width: 0, used: 0 };
  for (const at of order) {
    const { width, height } = /** @type {Part} */ (parts[at]);
    const below = width <= column.width && column.used + height <= row.height;
    if (!below && column.x + column.width + width <= wide + 1) {
      Object.assign(column, { x: column.x + column.width, width, used: 0 });
    } else if (!below) {
      row.y += row.height;
      row.height = 0;
      Object.assign(column, { x: 0, width, used: 0 });
    }
    corners[at] = { x: column.x, y: row.y + column.used };
    column.used += height;
    row.height = Math.max(row.height, column.used);
  }
  return corners;
}

/** @param {Part[]} parts @param {number} at */
const tall = (parts, at) => parts[at]?.height ?? 0;
