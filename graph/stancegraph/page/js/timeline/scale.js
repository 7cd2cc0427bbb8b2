/** Time as a horizontal axis, without long stretches in which nothing is known. */

import { firstDay } from "../core/data.js";
import { dateWords, shortDate } from "../core/words.js";

/** @typedef {import("../core/data.js").Stance} Stance */

/**
 * @typedef {object} TimeScale
 * @property {(month: number) => number} at the x of a time, as `monthSpan` counts it
 * @property {number} start
 * @property {number} end
 * @property {{ x: number, label: string }[]} ticks without a label where there is no room
 * @property {{ x: number, words: string }[]} breaks stretches that are left out
 */

/** How wide a break is: the year before it has room. */
const BREAK = 34;
/** What is left out is longer than this, in months and as a part of all. */
const EMPTY = { months: 12, part: 0.18 };

/**
 * The span of a date in months since the year 0, parts of months included.
 * @param {string} when `2026`, `2026-03` or `2026-03-25`
 * @returns {[number, number]}
 */
export function monthSpan(when) {
  const [year, month, day] = firstDay(when).split("-").map(Number);
  const start = Number(year) * 12 + Number(month) - 1;
  if (when.length === 4) return [start, start + 12];
  if (when.length === 7) return [start, start + 1];
  const at = start + (Number(day) - 1) / 31;
  return [at, at + 1 / 31];
}

/**
 * The axis for stances.
 * @param {Stance[]} stances at least one
 * @param {number} start its left end
 * @param {number} end its right end
 * @returns {TimeScale}
 */
export function timeScale(stances, start, end) {
  const spans = piecesOf(stances);
  const months = spans.reduce((sum, [from, to]) => sum + to - from, 0);
  const each = (end - start - BREAK * (spans.length - 1)) / months;
  let x = start;
  const pieces = spans.map(([from, to]) => {
    const piece = { from, to, x };
    x += (to - from) * each + BREAK;
    return piece;
  });
  const at = (/** @type {number} */ month) => {
    const piece = pieces.findLast(({ from }) => month >= from) ?? pieces[0];
    return piece ? piece.x + (Math.max(piece.from, Math.min(month, piece.to)) - piece.from) * each : start;
  };
  const breaks = pieces
    .slice(1)
    .map((piece, nth) => ({ x: piece.x - BREAK / 2, words: leftOut(Number(pieces[nth]?.to), piece.from) }));
  return { at, start, end, ticks: pieces.flatMap((piece) => ticksOf(piece, each)), breaks };
}

/**
 * The stretches of months that are drawn.
 * @param {Stance[]} stances
 * @returns {[number, number][]}
 */
function piecesOf(stances) {
  /** @type {Set<number>} */
  const taken = new Set();
  for (const { when } of stances) {
    const [from, to] = monthSpan(when);
    for (let month = Math.floor(from); month < to; month += 1) taken.add(month);
  }
  const months = [...taken].sort((a, b) => a - b);
  const [first, last] = [months[0] ?? 0, months[months.length - 1] ?? 0];
  const most = Math.max(EMPTY.months, (last + 1 - first) * EMPTY.part);
  /** @type {[number, number][]} */
  const pieces = [[first, first + 1]];
  for (const month of months) {
    const piece = /** @type {[number, number]} */ (pieces[pieces.length - 1]);
    if (month - piece[1] > most) pieces.push([month, month + 1]);
    else piece[1] = Math.max(piece[1], month + 1);
  }
  return pieces;
}

/** A month by its number, as dates are written. @param {number} month */
const monthDate = (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

/** @param {number} from @param {number} to */
const leftOut = (from, to) => `${dateWords(monthDate(from))} to ${dateWords(monthDate(to - 1))}`;

/**
 * Marks on the axis: years, or months where there is room.
 * @param {{ from: number, to: number, x: number }} piece
 * @param {number} each how wide a month is
 */
function ticksOf({ from, to, x }, each) {
  const ticks = [];
  const years = Math.max(1, Math.ceil(38 / (each * 12)));
  const step = each >= 24 ? Math.max(1, Math.ceil(62 / each)) : 12 * years;
  // The first is told even where it begins within a year.
  let free = -Infinity;
  for (let month = from; month <= to; month += 1) {
    const whole = month % 12 === 0 && (month / 12) % years === 0;
    const [here, wide] = [x + (month - from) * each, step < 12 ? 56 : 34];
    const due = month === from || (step < 12 ? (month - from) % step === 0 : whole);
    const nextYear = Math.ceil((month + 1) / 12) * 12;
    const crowds =
      month === from && step >= 12 && !whole && (nextYear - month) * each < wide + 4 && nextYear <= to;
    if (due && !crowds && here >= free && (month < to || month === from)) {
      ticks.push({
        x: here,
        label: step < 12 ? shortDate(monthDate(month)) : String(Math.floor(month / 12)),
      });
      free = here + wide;
    } else if (each * 3 >= 14 && month % 3 === 0) ticks.push({ x: here, label: "" });
  }
  return ticks;
}
