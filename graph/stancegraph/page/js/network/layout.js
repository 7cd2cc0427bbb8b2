/** Where everything of the network stands: numbers only, the same for the same rows and room. */

import { fitText, linesOf } from "../drawing/text.js";
import { holderWords } from "../core/marks.js";
import { edgesOf } from "./edges.js";
import { typeWord } from "../core/words.js";

/** @typedef {import("../drawing/text.js").Measure} Measure */
/** @typedef {import("./rows.js").NetworkRow} NetworkRow */
/** @typedef {import("./rows.js").PositionRows} PositionRows */
/** @typedef {import("../core/data.js").Issue} Issue */
/** @typedef {import("../core/data.js").Position} Position */

/**
 * @typedef {{ issue: Issue, positions: PositionRows[] }} IssueRows
 * @typedef {{ width: number, height: number, narrow: boolean, measure: Measure }} Room
 *
 * @typedef {object} Plate a position
 * @property {Position} position
 * @property {number} holders
 * @property {number} x its middle; in one column the middle of its mark
 * @property {number} y
 * @property {number} wide
 * @property {number} high
 * @property {string[]} lines
 *
 * @typedef {object} HolderMark
 * @property {NetworkRow} row
 * @property {Position} position
 * @property {number} x
 * @property {number} y
 * @property {-1 | 1} side where its label is
 * @property {number} inner where its column begins, or that before it
 * @property {number} room for its label
 * @property {MarkLabel} label
 *
 * @typedef {object} MarkLabel
 * @property {string} main
 * @property {string} more such as an affiliation
 * @property {string} type told at the first of each type
 *
 * @typedef {object} NetworkLayout
 * @property {number} width
 * @property {number} height
 * @property {{ issue: Issue, x: number, y: number, wide: number, lines: string[] }[]} heads
 *   `x` is where the sign is, `wide` the text
 * @property {{ x: number, y: number, side: -1 | 1, text: string }[]} sides
 * @property {{ x: number, y: number, end: number }[]} axes
 * @property {{ x: number, y: number, end: number, told: number }[]} oppositions `told` is the
 *   middle of a free piece, or 0
 * @property {Plate[]} plates
 * @property {HolderMark[]} marks
 * @property {import("./edges.js").Edge[]} edges
 */

/** Sizes of texts in the network. */
const NETWORK_TEXT = { name: 13, plate: 13.5, head: 14, small: 11.5 };

const NET = { pitch: [24, 28], gap: 26, head: 46, plate: 34, columnGap: 14, label: 13, most: 330 };
const NET_NARROW = { pitch: 28, gap: 14, head: 40, axis: 24, plate: 30 };

/**
 * The whole drawing: the issues below each other.
 * @param {IssueRows[]} issues
 * @param {Room} room
 * @returns {NetworkLayout}
 */
export function networkLayout(issues, room) {
  /** @type {NetworkLayout} */
  const all = {
    width: room.width,
    height: 0,
    heads: [],
    sides: [],
    axes: [],
    oppositions: [],
    plates: [],
    marks: [],
    edges: [],
  };
  for (const each of issues) {
    if (room.narrow) narrowIssue(each, room, all);
    else wideIssue(each, room, all, issues.length === 1);
    all.height += issues.length > 1 ? 34 : 0;
  }
  all.height = Math.ceil(all.height) + 4;
  return all;
}

/** @param {IssueRows} each @param {Room} room @param {NetworkLayout} all @param {boolean} alone */
function wideIssue({ issue, positions }, room, all, alone) {
  const { measure } = room;
  const lines = positions.map((each) => plateLines(each.position, measure));
  const wide = plateWidth(positions, lines, measure);
  const most = room.width - wide >= 1000 ? 2 : 1;
  const shares = sharesOf(positions, alone ? room.height - NET.head - 8 : Infinity, most);
  const { pitch, columns } = shares;
  const space = sidesOf((room.width - wide) / 2, longestLabel(positions, measure), columns);
  const middle = room.width / 2;
  const top = all.height + 16;
  all.heads.push(headInMiddle(issue, top, room));
  if (shares.byKind) sideTitles(positions, middle, top, wide, space, all);
  let y = all.height + NET.head;
  const plates = positions.map(({ position, holders, rows }, at) => {
    const high = NET.plate + 17 * ((lines[at]?.length ?? 1) - 1);
    const [left, right] = shares.split(rows);
    const tall = Math.max(high, stackHeight(Math.max(left.length, right.length), pitch, columns));
    const plate = { position, holders, x: middle, y: y + tall / 2, wide, high, lines: lines[at] ?? [] };
    for (const [side, stack] of /** @type {[-1 | 1, NetworkRow[]][]} */ ([
      [-1, left],
      [1, right],
    ])) {
      const about = {
        side,
        x: middle + side * (wide / 2 + space.fan),
        y: plate.y,
        pitch,
        columns,
        room: columns === 1 ? space.label : space.label / 2 - NET.columnGap,
      };
      all.marks.push(...stackedMarks(stack, position, about));
    }
    y += tall + NET.gap;
    return plate;
  });
  finishIssue({ issue, plates, end: y - NET.gap, top: top + 12 }, room, all);
}

/** The name of an issue with its sign, both in the middle. @param {Issue} issue @param {number} y @param {Room} room */
function headInMiddle(issue, y, { width, measure }) {
  const wideness = (/** @type {string} */ text) => measure(text, NETWORK_TEXT.head, true);
  const line = fitText(issue.short, width * 0.4, wideness);
  const wide = wideness(line);
  return { issue, x: width / 2 - wide / 2 - 8, y, wide, lines: [line] };
}

/** @param {IssueRows} each @param {Room} room @param {NetworkLayout} all */
function narrowIssue({ issue, positions }, room, all) {
  const { measure } = room;
  const x = Math.max(86, Math.min(130, room.width * 0.22));
  const text = (/** @type {string} */ words) => measure(words, NETWORK_TEXT.head, true);
  const lines = linesOf(issue.short, room.width - NET_NARROW.axis - 24, 2, text);
  const top = all.height + 16;
  all.heads.push({ issue, x: NET_NARROW.axis, y: top, wide: Math.max(...lines.map(text)), lines });
  let y = all.height + NET_NARROW.head + 16 * (lines.length - 1);
  const plates = positions.map(({ position, holders, rows }) => {
    const here = linesOf(position.label, room.width - x - 60, 1, (words) =>
      measure(words, NETWORK_TEXT.plate, true),
    );
    const wide = room.width - NET_NARROW.axis;
    const plate = {
      position,
      holders,
      x: NET_NARROW.axis,
      y: y + 15,
      wide,
      high: NET_NARROW.plate,
      lines: here,
    };
    y += NET_NARROW.plate;
    const tall = rows.length * NET_NARROW.pitch;
    all.marks.push(
      ...stackedMarks(rows, position, {
        side: 1,
        x,
        y: y + tall / 2,
        pitch: NET_NARROW.pitch,
        columns: 1,
        room: room.width - x - NET.label - 2,
      }),
    );
    y += tall + NET_NARROW.gap;
    return plate;
  });
  finishIssue({ issue, plates, end: y - NET_NARROW.gap, top: top + 12 }, room, all);
}

/**
 * The axis, what opposes what, the labels and the edges of an issue whose marks stand.
 * @param {{ issue: Issue, plates: Plate[], end: number, top: number }} placed
 * @param {Room} room
 * @param {NetworkLayout} all
 */
function finishIssue({ issue, plates, end, top }, { narrow, measure }, all) {
  const marks = all.marks.filter(({ position }) => position.issue === issue);
  const last = plates[plates.length - 1];
  if (last) all.axes.push({ x: last.x, y: top, end: last.y - (narrow ? 9 : last.high / 2) });
  all.oppositions.push(...oppositionsOf(plates, narrow));
  labelMarks(marks, measure);
  all.plates.push(...plates);
  all.edges.push(...edgesOf(plates, marks, narrow));
  all.height = end;
}

/** @param {Position} position @param {Measure} measure */
const plateLines = (position, measure) =>
  linesOf(position.label, 118, 2, (text) => measure(text, NETWORK_TEXT.plate, true));

/** @param {PositionRows[]} positions @param {string[][]} lines @param {Measure} measure */
function plateWidth(positions, lines, measure) {
  const widths = positions.map(({ holders }, at) => {
    const label = Math.max(...(lines[at] ?? []).map((line) => measure(line, NETWORK_TEXT.plate, true)));
    return label + measure(` ${holders.toLocaleString("en")}`, NETWORK_TEXT.plate) + 50;
  });
  return Math.max(104, ...widths);
}

/**
 * How the room beside the positions is used: for lines, and for names.
 * @param {number} side how much there is on each side
 * @param {number} need what the longest name asks for
 * @param {number} columns
 */
function sidesOf(side, need, columns) {
  const fan = Math.max(84, Math.min(columns === 2 ? 100 : 180, side - need - NET.label));
  return { fan, label: Math.min(side - fan, (NET.most + NET.label) * columns) };
}

/** @param {PositionRows[]} positions @param {Measure} measure */
function longestLabel(positions, measure) {
  const widths = positions.flatMap(({ rows }) =>
    rows.map((row) =>
      measure("stance" in row ? holderWords(row.stance).slice(0, 80) : row.label, NETWORK_TEXT.name),
    ),
  );
  return Math.max(0, ...widths);
}

/** How high a stack of rows is. @param {number} rows @param {number} pitch @param {number} columns */
const stackHeight = (rows, pitch, columns) => (columns === 1 ? rows : (rows + 1) / 2) * pitch;

/**
 * How rows are shared between left and right: organisations and people where that fits into the
 * height, else halves; in two columns only where one is not enough.
 * @param {PositionRows[]} positions
 * @param {number} height
 * @param {number} most how many columns there can be on a side
 */
function sharesOf(positions, height, most) {
  const gaps = NET.gap * (positions.length - 1);
  const least = NET.pitch[0] ?? 24;
  /** @typedef {{ split: (rows: NetworkRow[]) => [NetworkRow[], NetworkRow[]], columns: number }} Way */
  /** @type {Way[]} */
  const ways = [];
  for (let columns = 1; columns <= most; columns += 1)
    ways.push({ split: byKindOfHolder, columns }, { split: inHalves, columns });
  const need = (/** @type {Way} */ { split, columns }, /** @type {number} */ pitch) =>
    gaps +
    positions.reduce(
      (sum, { rows }) =>
        sum +
        Math.max(NET.plate, stackHeight(Math.max(...split(rows).map((part) => part.length)), pitch, columns)),
      0,
    );
  const way = ways.find((each) => need(each, least) <= height) ??
    ways[ways.length - 1] ?? { split: inHalves, columns: 1 };
  let pitch = NET.pitch[1] ?? least;
  while (pitch > least && need(way, pitch) > height) pitch -= 0.5;
  return { ...way, pitch, byKind: way.split === byKindOfHolder };
}

/** @param {NetworkRow[]} rows @returns {[NetworkRow[], NetworkRow[]]} */
const byKindOfHolder = (rows) => [rows.filter(({ person }) => !person), rows.filter(({ person }) => person)];

/** @param {NetworkRow[]} rows @returns {[NetworkRow[], NetworkRow[]]} */
const inHalves = (rows) => [
  rows.slice(0, Math.ceil(rows.length / 2)),
  rows.slice(Math.ceil(rows.length / 2)),
];

/**
 * @param {PositionRows[]} positions
 * @param {number} middle
 * @param {number} y
 * @param {number} wide
 * @param {{ fan: number }} space
 * @param {NetworkLayout} all
 */
function sideTitles(positions, middle, y, wide, { fan }, all) {
  const rows = positions.flatMap((each) => each.rows);
  for (const [side, text] of /** @type {[-1 | 1, string][]} */ ([
    [-1, "Organisations"],
    [1, "People"],
  ])) {
    if (!rows.some(({ person }) => person === (side === 1))) continue;
    all.sides.push({ side, text, x: middle + side * (wide / 2 + fan), y });
  }
}

/**
 * Rows as marks above each other; in two columns the outer ones stand between the inner ones, so
 * that their lines run between names.
 * @param {NetworkRow[]} rows
 * @param {Position} position
 * @param {{ side: -1 | 1, x: number, y: number, pitch: number, columns: number, room: number }} about
 * @returns {HolderMark[]}
 */
function stackedMarks(rows, position, { side, x, y, pitch, columns, room }) {
  const step = pitch / columns;
  return rows.map((row, at) => ({
    row,
    position,
    side,
    x: x + side * (at % columns) * (room + NET.columnGap),
    y: y + (at - (rows.length - 1) / 2) * step,
    inner: x,
    room: room - NET.label,
    label: { main: "", more: "", type: "" },
  }));
}

/** @param {HolderMark[]} marks those of an issue @param {Measure} measure */
function labelMarks(marks, measure) {
  const matters = new Set(marks.map(({ row }) => ("stance" in row ? row.stance.about?.id : undefined)));
  // What all stances are about is in the issue's name.
  const same = matters.size === 1;
  let before = "";
  for (const mark of marks) {
    const { row, room } = mark;
    if ("bundle" in row)
      mark.label = { main: fitText(row.label, room - 20, nameWidth(measure)), more: "", type: "" };
    else mark.label = holderLabel(row.stance, same, room, measure);
    const type = "stance" in row ? typeWord(row.stance.holder.type) : "";
    const run = `${mark.position.id} ${mark.side} ${type}`;
    const first = run !== before && type && !row.person;
    before = run;
    const used = nameWidth(measure)(mark.label.main + mark.label.more) + measure(type, NETWORK_TEXT.small);
    if (first && used + 18 <= room) mark.label.type = type;
  }
}

/** @param {Measure} measure @returns {(text: string) => number} */
const nameWidth = (measure) => (text) => measure(text, NETWORK_TEXT.name);

/**
 * @param {import("../core/data.js").Stance} stance
 * @param {boolean} same all stances are about the same
 * @param {number} room
 * @param {Measure} measure
 */
function holderLabel({ holder, about }, same, room, measure) {
  const width = nameWidth(measure);
  const whole = about && !same ? ` on ${about.label}` : "";
  if (whole) {
    // A name stays readable beside a long matter, and the other way round.
    const main = fitText(holder.label, Math.max(room - width(whole), room * 0.6), width);
    return { main, more: fitText(whole, room - width(main), width), type: "" };
  }
  const main = fitText(holder.label, room, width);
  const more =
    holder.affiliation && !holder.label.includes(holder.affiliation) ? `, ${holder.affiliation}` : "";
  return { main, more: width(main + more) <= room ? more : "", type: "" };
}

/**
 * Lines between opposed positions, each at a place of its own.
 * @param {Plate[]} plates
 * @param {boolean} narrow
 */
function oppositionsOf(plates, narrow) {
  /** @type {NetworkLayout["oppositions"]} */
  const found = [];
  for (const [at, above] of plates.entries()) {
    for (const below of plates.slice(at + 1)) {
      if (
        !above.position.opposes.includes(below.position) &&
        !below.position.opposes.includes(above.position)
      )
        continue;
      const nth = found.length;
      const x = narrow ? above.x - 12 - 6 * (nth % 2) : above.x + (nth % 2 ? -1 : 1) * 10 * ((nth + 1) >> 1);
      const [y, end] = narrow ? [above.y, below.y] : [above.y + above.high / 2, below.y - below.high / 2];
      const next = plates[at + 1];
      const free = narrow || !next ? 0 : next.y - next.high / 2 - y;
      found.push({ x, y, end, told: !nth && free >= 64 ? y + free / 2 : 0 });
    }
  }
  return found;
}
