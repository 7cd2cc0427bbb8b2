/** What the network shows of an issue: a row for each latest stance, or for many of one type. */

import { holderWords } from "../core/marks.js";
import { byText, typeWord } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Issue} Issue */
/** @typedef {import("../core/data.js").Position} Position */
/** @typedef {import("../core/data.js").Stance} Stance */

/**
 * @typedef {object} HolderRow
 * @property {Stance} stance the latest
 * @property {Stance[]} others other stances of this holder on this matter, oldest first
 * @property {boolean} person
 *
 * @typedef {object} BundleRow
 * @property {string} bundle what says which one it is
 * @property {string} label such as `31 companies`
 * @property {boolean} open whether its holders follow
 * @property {boolean} person
 *
 * @typedef {HolderRow | BundleRow} NetworkRow
 *
 * @typedef {object} PositionRows
 * @property {Position} position
 * @property {number} holders how many hold it now
 * @property {NetworkRow[]} rows organisations first, people last
 * @property {number} left how many rows are left out
 */

/** Above so many rows holders are bundled by type. */
const BUNDLED = 150;
/** So few need no bundle. */
const BUNDLE_FEW = 3;
/** So many holders are shown of an open bundle. */
const BUNDLE_ROWS = 60;

/** @type {Record<string, number>} */
const POLE_ORDER = { first: 0, middle: 1, second: 2 };

/**
 * The positions of an issue from its first pole to its second.
 * @param {Issue} issue
 */
export const positionsByPole = ({ positions }) =>
  [...positions].sort((a, b) => (POLE_ORDER[a.pole] ?? 1) - (POLE_ORDER[b.pole] ?? 1));

/** What several holders of a type are called. @param {string} type */
function typesWord(type) {
  if (type === "Person") return "people";
  const one = typeWord(type) || "other";
  return one.endsWith("y") ? `${one.slice(0, -1)}ies` : `${one}s`;
}

/**
 * The rows of each position of an issue.
 * @param {Issue} issue
 * @param {App} app
 * @param {Set<string>} opened the bundles that are open
 * @returns {PositionRows[]}
 */
export function networkRows(issue, app, opened) {
  const latest = app.latest.filter((stance) => stance.issue === issue);
  const others = othersOf(issue, app, latest);
  const rows = latest
    .map((stance) => ({ stance, others: others.get(stance) ?? [], person: stance.holder.type === "Person" }))
    .sort(byTypeAndName);
  return positionsByPole(issue).map((position) => {
    const here = rows.filter(({ stance }) => stance.position === position);
    const holders = new Set(here.map(({ stance }) => stance.holder)).size;
    if (rows.length <= BUNDLED) return { position, holders, rows: here, left: 0 };
    const bundled = bundlesOf(position, here, opened);
    const left = bundled.reduce((sum, each) => sum + each.left, 0);
    return { position, holders, rows: bundled.flatMap(({ rows }) => rows), left };
  });
}

/** @param {HolderRow} a @param {HolderRow} b */
function byTypeAndName({ stance: a, person }, { stance: b, person: other }) {
  return (
    Number(person) - Number(other) ||
    byText(a.holder.type, b.holder.type) ||
    byText(holderWords(a), holderWords(b))
  );
}

/**
 * The stances that are not the latest ones, with that of the same holder and matter.
 * @param {Issue} issue
 * @param {App} app
 * @param {Stance[]} latest
 */
function othersOf(issue, app, latest) {
  /** @type {Map<string, Stance>} */
  const byLine = new Map();
  /** @type {Map<string, Stance>} */
  const byPosition = new Map();
  for (const stance of latest) {
    byLine.set(stance.line, stance);
    byPosition.set(`${stance.line} ${stance.position.id}`, stance);
  }
  const own = new Set(latest);
  /** @type {Map<Stance, Stance[]>} */
  const others = new Map();
  for (const stance of app.visible) {
    if (stance.issue !== issue || own.has(stance)) continue;
    // A holder with two latest positions has a row for each.
    const row = byPosition.get(`${stance.line} ${stance.position.id}`) ?? byLine.get(stance.line);
    if (!row) continue;
    const known = others.get(row);
    if (known) known.push(stance);
    else others.set(row, [stance]);
  }
  return others;
}

/**
 * @param {Position} position
 * @param {HolderRow[]} here
 * @param {Set<string>} opened
 * @returns {{ rows: NetworkRow[], left: number }[]}
 */
function bundlesOf(position, here, opened) {
  /** @type {Map<string, HolderRow[]>} */
  const byType = new Map();
  for (const row of here) {
    const { type } = row.stance.holder;
    const same = byType.get(type);
    if (same) same.push(row);
    else byType.set(type, [row]);
  }
  return [...byType].map(([type, rows]) => {
    if (rows.length <= BUNDLE_FEW) return { rows, left: 0 };
    const bundle = `${position.key} ${type}`;
    const n = new Set(rows.map(({ stance }) => stance.holder)).size;
    const label = `${n.toLocaleString("en")} ${n === 1 ? typeWord(type) || "other" : typesWord(type)}`;
    const open = opened.has(bundle);
    const shown = open ? rows.slice(0, BUNDLE_ROWS) : [];
    const left = open ? rows.length - shown.length : 0;
    return { rows: [{ bundle, label, open, person: type === "Person" }, ...shown], left };
  });
}
