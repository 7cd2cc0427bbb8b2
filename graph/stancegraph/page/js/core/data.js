/** The data of the page as objects that point to each other. */

import { byText, folded } from "./words.js";

/** @typedef {"first" | "middle" | "second"} Pole */

/**
 * @typedef {object} Issue
 * @property {string} key `issue:ID`
 * @property {string} id
 * @property {string} label the question
 * @property {string} short its name
 * @property {Position[]} positions from one side to the other
 * @property {Stance[]} stances oldest first
 */

/**
 * @typedef {object} Position
 * @property {string} key `position:ISSUE/ID`
 * @property {string} id
 * @property {string} label
 * @property {string} summary what it means on its issue
 * @property {Issue} issue
 * @property {Pole} pole
 * @property {Position[]} opposes
 */

/**
 * @typedef {object} Holder
 * @property {string} key `holder:ID`
 * @property {string} id
 * @property {string} label
 * @property {string} type such as `Company`
 * @property {string} [country] two letters
 * @property {string[]} aliases
 * @property {string} [role]
 * @property {string} [affiliation]
 * @property {Stance[]} stances oldest first
 */

/**
 * @typedef {object} Source a document
 * @property {string} key `source:ID`
 * @property {string} id
 * @property {string} title
 * @property {string} [url]
 * @property {string} [kind]
 * @property {string} [author]
 * @property {string} [published]
 * @property {string} [publisher]
 * @property {Stance[]} stances read in it, oldest first
 */

/** @typedef {{ id: string, label: string }} Thing an entity or an argument that is only named */

/**
 * @typedef {object} Stance
 * @property {string} key `stance:ID`
 * @property {string} id
 * @property {Holder} holder
 * @property {Issue} issue
 * @property {Position} position
 * @property {string} when as precise as known: `2026`, `2026-03` or `2026-03-25`
 * @property {string} date its first day
 * @property {"says" | "does" | "ascribed"} mode
 * @property {boolean} hedged
 * @property {string} summary
 * @property {string} [quote]
 * @property {Thing} [about]
 * @property {string} [confidence]
 * @property {Thing} [reportedBy]
 * @property {Thing[]} because
 * @property {Source} source
 * @property {Source} [original] where it was first said
 * @property {Turn} [turn] how its holder came to this position, if it had another before
 * @property {boolean} [change] whether it is this stance that changed it
 * @property {string} line what it shares with later stances of its holder: issue, and about whom
 * @property {string} text what the search looks through
 */

/**
 * @typedef {object} Turn a holder's step to another position, on the same matter
 * @property {Position} from
 * @property {string} before when that was held
 * @property {boolean} [quoted] whether its words are
 * @property {string} on when it changed
 */

/**
 * @typedef {object} Model
 * @property {string} title
 * @property {string} note which selection this is
 * @property {string} version of the program that made the page
 * @property {string} print of the data, so that two pages can be told apart
 * @property {Record<string, string>} bases the start of the IRIs of each kind
 * @property {Issue[]} issues
 * @property {Position[]} positions
 * @property {Holder[]} holders by name
 * @property {Source[]} sources
 * @property {Stance[]} stances oldest first
 * @property {Map<string, Issue | Position | Holder | Source | Stance>} byKey
 */

/** Where each pole stands between the sides. @type {Record<Pole, number>} */
const SIDES = { first: 0, middle: 1, second: 2 };

/** The first day of a date. @param {string} when */
export const firstDay = (when) => (when + "-01-01").slice(0, 10);

/**
 * Makes the model of the rows in the page's data.
 * @param {any} data
 * @returns {Model}
 */
export function modelOf(data) {
  const issues = data.issues.map((/** @type {any} */ row) => ({ positions: [], ...row, stances: [] }));
  const positions = data.positions.map((/** @type {any} */ row) => ({ ...row, issue: issues[row.issue] }));
  const holders = data.holders.map((/** @type {any} */ row) => ({ aliases: [], ...row, stances: [] }));
  const sources = data.sources.map((/** @type {any} */ row) => ({ ...row, stances: [] }));
  for (const position of positions) {
    position.opposes = (position.opposes ?? []).map((/** @type {number} */ at) => positions[at]);
    position.issue.positions.push(position);
    position.key = `position:${position.issue.id}/${position.id}`;
  }
  for (const issue of issues) {
    issue.key = `issue:${issue.id}`;
    issue.positions.sort(
      (/** @type {Position} */ a, /** @type {Position} */ b) => SIDES[a.pole] - SIDES[b.pole],
    );
  }
  for (const holder of holders) holder.key = `holder:${holder.id}`;
  for (const source of sources) source.key = `source:${source.id}`;
  const lists = { ...data, positions, holders, sources };
  const stances = data.stances.map((/** @type {any} */ row) => stanceOf(row, lists));
  holders.sort((/** @type {Holder} */ a, /** @type {Holder} */ b) => byText(a.label, b.label));
  const all = [...issues, ...positions, ...holders, ...sources, ...stances];
  const byKey = new Map(all.map((each) => [each.key, each]));
  const { title, note, version, print, bases } = data;
  return { title, note, version, print, bases, issues, positions, holders, sources, stances, byKey };
}

/**
 * @param {any} row
 * @param {any} lists
 * @returns {Stance}
 */
function stanceOf(row, lists) {
  const position = lists.positions[row.position];
  const { issue } = position;
  const holder = lists.holders[row.holder];
  const about = lists.things[row.about];
  const stance = {
    hedged: false,
    summary: "",
    ...row,
    key: `stance:${row.id}`,
    holder,
    issue,
    position,
    date: firstDay(row.when),
    about,
    reportedBy: lists.things[row.reportedBy],
    because: (row.because ?? []).map((/** @type {number} */ at) => lists.arguments[at]),
    source: lists.sources[row.source],
    original: lists.sources[row.original],
    turn: row.turn && { ...row.turn, from: lists.positions[row.turn.from] },
    line: `${holder.id} ${issue.id} ${about?.id ?? ""}`,
  };
  stance.text = searchText(stance);
  for (const end of [issue, holder, stance.source]) end.stances.push(stance);
  return stance;
}

/** @param {Stance} stance */
function searchText({ holder, position, quote, summary, about, source, reportedBy }) {
  // Not the issue: its name would find the holders of all its positions.
  const words = [holder.label, ...holder.aliases, holder.affiliation, position.label];
  words.push(quote, summary, about?.label, source.title, source.publisher);
  words.push(reportedBy?.label);
  return folded(words.filter(Boolean).join(" \n "));
}

/**
 * The whole IRI of a thing.
 * @param {Model} model
 * @param {string} kind a prefix such as `stance`
 * @param {string} id a short name, or an IRI already
 */
export const iriOf = (model, kind, id) => (id.includes("://") ? id : model.bases[kind] + id);

/**
 * The day of the latest stance on each matter of a holder.
 * @param {Stance[]} stances oldest first
 * @returns {Map<string, string>} by line
 */
export const lastDays = (stances) => new Map(stances.map(({ line, date }) => [line, date]));

/**
 * The latest stances of each holder on each matter; two on the same day are both the latest.
 * @param {Stance[]} stances oldest first
 * @returns {Stance[]} one for each holder, position and matter, oldest first
 */
export function latestOf(stances) {
  const days = lastDays(stances);
  /** @type {Map<string, Stance>} */
  const kept = new Map();
  for (const stance of stances) {
    if (stance.date === days.get(stance.line)) kept.set(`${stance.line} ${stance.position.id}`, stance);
  }
  return [...kept.values()];
}

/**
 * How many different holders there are in stances.
 * @param {Iterable<Stance>} stances
 */
export function holdersIn(stances) {
  const seen = new Set();
  for (const { holder } of stances) seen.add(holder);
  return seen.size;
}
