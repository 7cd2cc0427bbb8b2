/** The way of one holder through the positions of an issue. */

/** @typedef {import("../core/data.js").Position} Position */
/** @typedef {import("../core/data.js").Stance} Stance */

/**
 * @typedef {object} Visit the time in which a holder stays with a position
 * @property {string} line
 * @property {Position} position
 * @property {{ stance: Stance, x: number }[]} stops
 * @property {number} from
 * @property {number | undefined} to without it, until now
 * @property {-1 | 0 | 1} came from above, from nowhere, from below
 * @property {-1 | 0 | 1} goes up, nowhere, down
 */

/** @type {Record<string, number>} */
const POLE_HEIGHT = { first: 0, middle: 1, second: 2 };

/**
 * The visits of one line, oldest first.
 * @param {Stance[]} stances of one line, oldest first
 * @param {(stance: Stance) => number} at the x of a stance
 * @returns {Visit[]}
 */
export function tracksOf(stances, at) {
  /** @type {Visit[]} */
  const visits = [];
  let least = -Infinity;
  for (const stance of stances) {
    // A date that is not known to the day may lie in the middle of what came later.
    const x = Math.max(at(stance), least);
    least = x + 0.1;
    const last = visits[visits.length - 1];
    if (last?.position === stance.position) {
      last.stops.push({ stance, x });
      continue;
    }
    const way = last && stance.change ? direction(last.position, stance.position) : 0;
    if (last) [last.to, last.goes] = [x, way];
    visits.push({
      line: stance.line,
      position: stance.position,
      stops: [{ stance, x }],
      from: x,
      to: undefined,
      came: /** @type {-1 | 0 | 1} */ (-way),
      goes: 0,
    });
  }
  return visits;
}

/** Whether the way to a position leads up or down. @param {Position} from @param {Position} to */
function direction(from, to) {
  const { positions } = from.issue;
  const high = (/** @type {Position} */ each) =>
    (POLE_HEIGHT[each.pole] ?? 1) * 1000 + positions.indexOf(each);
  return high(to) > high(from) ? 1 : -1;
}
