/** Where everything of the timeline of an issue stands: numbers only. */

import { positionsByPole } from "../network/rows.js";
import { monthSpan } from "./scale.js";
import { tracksOf } from "./tracks.js";

/** @typedef {import("../core/data.js").Issue} Issue */
/** @typedef {import("../core/data.js").Position} Position */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("./scale.js").TimeScale} TimeScale */
/** @typedef {import("./tracks.js").Visit} Visit */

/**
 * @typedef {object} TimeMark
 * @property {Stance} stance
 * @property {number} x
 * @property {number} y
 * @property {[number, number] | null} bar the span of a date that is not known to the day
 * @property {string} mover the line of a holder who changed, or empty
 *
 * @typedef {object} Lane
 * @property {Position} position
 * @property {number} holders how many are there now
 * @property {number} top
 * @property {number} bottom
 *
 * @typedef {object} Ribbon one holder on one matter over time
 * @property {string} line
 * @property {Stance} latest
 * @property {{ path: string, position: Position }[]} pieces
 * @property {{ x: number, y: number }} end where it leaves the drawing
 *
 * @typedef {object} TimePanel
 * @property {Issue} issue
 * @property {number} top
 * @property {number} bottom
 * @property {Lane[]} lanes
 * @property {Ribbon[]} ribbons
 * @property {TimeMark[]} marks oldest first
 * @property {{ movers: number, marks: number }} left how many are left out
 */

const LANE = { pad: 9, track: 18, title: 18, dot: 8.8, bar: 6.5 };

/**
 * Lays out one issue.
 * @param {{ issue: Issue, stances: Stance[], latest: Stance[], changes: Stance[] }} shown
 *   of this issue only, oldest first
 * @param {{ scale: TimeScale, top: number, titles: boolean, least: (position: Position) => number, movers: number, marks: number }} room
 *   `titles` when each lane has its name above it; `least` for the name beside it; and how many
 *   lines and dots may be drawn
 * @returns {TimePanel}
 */
export function timePanel({ issue, stances, latest, changes }, { scale, top, titles, least, movers, marks }) {
  const lines = linesOfMovers(stances, changes);
  // Those who changed last are the news.
  const kept = new Set([...lines.keys()].slice(-movers));
  const moving = [...kept].map((line) =>
    tracksOf(lines.get(line) ?? [], (stance) => middleOf(stance, scale)),
  );
  const others = stances.filter(({ line }) => !lines.has(line));
  const dots = others.slice(-marks);
  const panel = {
    issue,
    top,
    bottom: top,
    lanes: [],
    ribbons: [],
    marks: [],
    left: { movers: lines.size - kept.size, marks: others.length - dots.length },
  };
  /** @type {Map<Visit, number>} */
  const heights = new Map();
  let y = top;
  for (const position of positionsByPole(issue)) {
    const visits = moving.flatMap((each) => each.filter((visit) => visit.position === position));
    const here = dots.filter((stance) => stance.position === position);
    const holders = new Set(
      latest.filter((stance) => stance.position === position).map(({ holder }) => holder),
    ).size;
    y = layLane(
      { position, holders, visits, dots: here },
      { y, scale, titles, least: least(position) },
      panel,
      heights,
    );
  }
  panel.bottom = y;
  for (const visits of moving) layRibbon(visits, heights, scale, panel);
  panel.marks.sort((/** @type {TimeMark} */ a, /** @type {TimeMark} */ b) => a.x - b.x || a.y - b.y);
  return panel;
}

/**
 * The stances of those who changed, by line; the line that changed last stands last.
 * @param {Stance[]} stances
 * @param {Stance[]} changes
 */
function linesOfMovers(stances, changes) {
  /** @type {Map<string, Stance[]>} */
  const lines = new Map();
  for (const { line } of [...changes].reverse()) if (!lines.has(line)) lines.set(line, []);
  for (const stance of stances) lines.get(stance.line)?.push(stance);
  return new Map([...lines].reverse());
}

/** The x of a stance: the middle of its date. @param {Stance} stance @param {TimeScale} scale */
function middleOf({ when }, scale) {
  const [from, to] = monthSpan(when);
  return (scale.at(from) + scale.at(to)) / 2;
}

/**
 * The bar of a date that is not known to the day: its span, and long enough to be seen.
 * @param {string} when
 * @param {number} x where its mark is
 * @param {TimeScale} scale
 * @returns {[number, number] | null}
 */
function barOf(when, x, scale) {
  const [from, to] = monthSpan(when);
  return when.length < 10
    ? [Math.min(scale.at(from), x - LANE.bar), Math.max(scale.at(to), x + LANE.bar)]
    : null;
}

/**
 * @param {{ position: Position, holders: number, visits: Visit[], dots: Stance[] }} lane
 * @param {{ y: number, scale: TimeScale, titles: boolean, least: number }} room
 * @param {TimePanel} panel
 * @param {Map<Visit, number>} heights
 * @returns {number} where the next lane begins
 */
function layLane({ position, holders, visits, dots }, { y, scale, titles, least }, panel, heights) {
  const start = y + (titles ? LANE.title : 0) + LANE.pad;
  const tracks = packedVisits(visits, scale.end);
  tracks.forEach((track, at) => {
    for (const visit of track) {
      heights.set(visit, start + (at + 0.5) * LANE.track);
      for (const { stance, x } of visit.stops) {
        panel.marks.push({
          stance,
          x,
          y: start + (at + 0.5) * LANE.track,
          bar: barOf(stance.when, x, scale),
          mover: stance.line,
        });
      }
    }
  });
  const below = start + tracks.length * LANE.track;
  const { marks, high } = swarmOf(dots, scale);
  const tall = Math.max(high, least - LANE.pad * 2 - tracks.length * LANE.track);
  for (const mark of marks) panel.marks.push({ ...mark, y: below + tall / 2 + mark.y });
  const bottom = below + tall + LANE.pad;
  panel.lanes.push({ position, holders, top: y, bottom });
  return bottom;
}

/**
 * Visits as tracks from above to below: those that came from above or go there stand above, so
 * that few lines cross; two share a track where one ends before the other begins.
 * @param {Visit[]} visits
 * @param {number} end of the drawing
 */
function packedVisits(visits, end) {
  const rank = (/** @type {Visit} */ { came, goes }) => (came ? came * 2 : goes);
  const sorted = [...visits].sort(
    (a, b) => rank(a) - rank(b) || trackOrder(a) - trackOrder(b) || (a.line < b.line ? -1 : 1),
  );
  /** @type {Visit[][]} */
  const tracks = [];
  for (const visit of sorted) {
    const track = tracks[tracks.length - 1];
    const apart = track?.every(
      (other) => (other.to ?? end) + 24 < visit.from || (visit.to ?? end) + 24 < other.from,
    );
    if (track && apart) track.push(visit);
    else tracks.push([visit]);
  }
  return tracks;
}

/** The later a line comes from above, or leaves downwards, the higher it stands. @param {Visit} visit */
function trackOrder({ came, goes, from, to }) {
  if (came) return came < 0 ? -from : from;
  return goes < 0 ? (to ?? 0) : -(to ?? 0);
}

/**
 * Dots beside and above each other, as near to the middle as there is room.
 * @param {Stance[]} stances
 * @param {TimeScale} scale
 */
function swarmOf(stances, scale) {
  const placed = stances.map((stance) => {
    const x = middleOf(stance, scale);
    const bar = barOf(stance.when, x, scale);
    const half = LANE.dot / 2;
    return {
      stance,
      x,
      bar,
      mover: "",
      from: Math.min(x - half, bar?.[0] ?? x),
      to: Math.max(x + half, bar?.[1] ?? x),
      y: 0,
    };
  });
  placed.sort((a, b) => a.from - b.from || a.x - b.x);
  /** @type {number[]} where each row is free again */
  const free = [];
  for (const dot of placed) {
    let row = free.findIndex((x) => x <= dot.from);
    if (row < 0) row = free.length;
    free[row] = dot.to;
    // Rows 0, 1, 2, 3, 4 stand at 0, 1, -1, 2, -2.
    dot.y = (row % 2 ? (row + 1) / 2 : -row / 2) * LANE.dot;
  }
  const shift = free.length % 2 ? 0 : -LANE.dot / 2;
  return {
    marks: placed.map(({ stance, x, bar, mover, y }) => ({ stance, x, bar, mover, y: y + shift })),
    high: free.length * LANE.dot,
  };
}

/**
 * The line of one holder: level while a position is held, bent where it changes.
 * @param {Visit[]} visits
 * @param {Map<Visit, number>} heights
 * @param {TimeScale} scale
 * @param {TimePanel} panel
 */
function layRibbon(visits, heights, scale, panel) {
  const pieces = visits.map((visit, at) => {
    const before = visits[at - 1];
    const [y, from] = [heights.get(visit) ?? 0, Math.round(visit.from * 10) / 10];
    const until = visits[at + 1];
    const bend = until?.came ? bendOf(visit, until, heights) : 0;
    const to = Math.round(((visit.to ?? scale.end) - bend) * 10) / 10;
    if (!before || !visit.came) return { path: `M${from} ${y}H${to}`, position: visit.position };
    const [start, high] = [
      Math.round((from - bendOf(before, visit, heights)) * 10) / 10,
      heights.get(before) ?? 0,
    ];
    const middle = (start + from) / 2;
    return {
      path: `M${start} ${high}C${middle} ${high} ${middle} ${y} ${from} ${y}H${to}`,
      position: visit.position,
    };
  });
  const last = visits[visits.length - 1];
  const stop = last?.stops[last.stops.length - 1];
  if (!last || !stop) return;
  panel.ribbons.push({
    line: last.line,
    latest: stop.stance,
    pieces,
    end: { x: scale.end, y: heights.get(last) ?? 0 },
  });
}

/** How far before its end a line leaves a position. @param {Visit} visit @param {Visit} next @param {Map<Visit, number>} heights */
function bendOf(visit, next, heights) {
  const last = visit.stops[visit.stops.length - 1]?.x ?? visit.from;
  const high = Math.abs((heights.get(next) ?? 0) - (heights.get(visit) ?? 0));
  return Math.max(0, Math.min(70, 14 + high * 0.35, next.from - last));
}
