/** Circles laid close together: numbers only, the same for the same circles. */

/** @typedef {{ x: number, y: number, r: number }} Circle */
/** @typedef {{ to: number, weight: number }} Tie to another circle that it should be near */
/** @typedef {{ x: number, y: number }} Spot */

/**
 * Two circles so near to each other that others can touch both, at either side.
 * @typedef {object} Pair
 * @property {Circle} a
 * @property {Circle} b
 * @property {number} apart
 * @property {(Circle | null)[]} blocked by side: what was in the way when it was last looked at
 */

/** How much being near its ties counts, against being near the middle. */
const PULL = 1;

/**
 * Places circles, the largest first, each where it touches two others: near those it is tied to,
 * and near the middle. No two overlap.
 * @param {number[]} radii
 * @param {Tie[][]} ties of each circle
 * @param {number} wider how much wider than high the whole should be
 * @returns {Circle[]} in the order of the radii
 */
export function packedCircles(radii, ties, wider) {
  /** @type {Circle[]} */
  const circles = radii.map((r) => ({ x: 0, y: 0, r }));
  const at = (/** @type {number} */ n) => /** @type {Circle} */ (circles[n]);
  const order = radii.map((_, n) => n).sort((m, n) => at(n).r - at(m).r || m - n);
  /** @type {Circle[]} */
  const placed = [];
  /** @type {Pair[]} */
  let pairs = [];
  for (const n of order) {
    const circle = at(n);
    const near = (ties[n] ?? []).filter(({ to }) => placed.includes(at(to)));
    // Those that come are ever smaller, so what is too far apart now will always be.
    pairs = pairs.filter((pair) => pair.apart <= pair.a.r + pair.b.r + 2 * circle.r);
    Object.assign(circle, bestSpot(circle.r, placed, pairs, costNear(near, circles, wider)));
    pairs.push(...pairsWith(circle, placed));
    placed.push(circle);
  }
  return circles;
}

/** @param {Circle} a @param {Circle[]} placed @returns {Pair[]} */
function pairsWith(a, placed) {
  const pairs = placed.map((b) => ({ a, b, apart: Math.hypot(b.x - a.x, b.y - a.y), blocked: [null, null] }));
  // No later circle is larger than this one.
  return pairs.filter(({ b, apart }) => apart <= 3 * a.r + b.r);
}

/**
 * What a place costs: its distance from the middle, and from the circles it is tied to.
 * @param {Tie[]} near @param {Circle[]} circles @param {number} wider
 */
function costNear(near, circles, wider) {
  const total = near.reduce((sum, { weight }) => sum + weight, 0);
  const pull = total && (PULL * Math.min(1, total)) / total;
  return (/** @type {number} */ x, /** @type {number} */ y) => {
    let cost = Math.hypot(x / wider, y);
    for (const { to, weight } of near) {
      const other = /** @type {Circle} */ (circles[to]);
      cost += pull * weight * Math.hypot(x - other.x, y - other.y);
    }
    return cost;
  };
}

/**
 * The cheapest free place for a circle among those where it touches two others.
 * @param {number} r
 * @param {Circle[]} placed
 * @param {Pair[]} pairs
 * @param {(x: number, y: number) => number} cost
 * @returns {Spot}
 */
function bestSpot(r, placed, pairs, cost) {
  const [only] = placed;
  if (!only) return { x: 0, y: 0 };
  // With one neighbour there is no pair to touch: to its right then.
  let best = { x: only.x + only.r + r, y: only.y };
  let least = pairs.length ? Infinity : 0;
  for (const pair of pairs) {
    for (const side of /** @type {const} */ ([0, 1])) {
      const spot = touching(pair, r, side);
      const before = pair.blocked[side];
      if (before && meets(before, spot, r)) continue;
      const price = cost(spot.x, spot.y);
      if (price >= least) continue;
      pair.blocked[side] = placed.find((other) => meets(other, spot, r)) ?? null;
      if (!pair.blocked[side]) [best, least] = [spot, price];
    }
  }
  return best;
}

/**
 * Where a circle touches both of a pair.
 * @param {Pair} pair @param {number} r @param {0 | 1} side
 * @returns {Spot}
 */
function touching({ a, b, apart }, r, side) {
  const toA = a.r + r;
  const along = (apart * apart + toA * toA - (b.r + r) ** 2) / (2 * apart);
  const aside = Math.sqrt(Math.max(0, toA * toA - along * along)) * (side ? 1 : -1);
  const [dx, dy] = [(b.x - a.x) / apart, (b.y - a.y) / apart];
  return { x: a.x + along * dx - aside * dy, y: a.y + along * dy + aside * dx };
}

/** @param {Circle} other @param {Spot} spot @param {number} r */
function meets(other, spot, r) {
  // A little less than touching, for what rounding does.
  const least = (other.r + r) * 0.999999;
  const [dx, dy] = [other.x - spot.x, other.y - spot.y];
  return dx * dx + dy * dy < least * least;
}

/**
 * Nearly the smallest circle around circles.
 * @param {Circle[]} circles at least one
 * @returns {Circle}
 */
export function circleAround(circles) {
  const mean = (/** @type {"x" | "y"} */ of) => circles.reduce((sum, c) => sum + c[of], 0) / circles.length;
  const middle = { x: mean("x"), y: mean("y") };
  const farSide = (/** @type {Circle} */ c) => Math.hypot(c.x - middle.x, c.y - middle.y) + c.r;
  // Steps towards whichever sticks out most, ever smaller (Badoiu and Clarkson 2003).
  for (let step = 1; step <= 200 && circles.length > 1; step += 1) {
    const most = circles.reduce((a, b) => (farSide(b) > farSide(a) ? b : a));
    const apart = Math.hypot(most.x - middle.x, most.y - middle.y) || 1;
    const by = Math.min(1, farSide(most) / apart / (step + 1));
    middle.x += (most.x - middle.x) * by;
    middle.y += (most.y - middle.y) * by;
  }
  return { ...middle, r: circles.reduce((most, c) => Math.max(most, farSide(c)), 0) };
}
