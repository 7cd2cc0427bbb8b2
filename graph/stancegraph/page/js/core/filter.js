/** Which stances are shown: facets, search and span of time; and how many there would be. */

import { byText, count, countryName, dateWords, folded, KINDS, MODES } from "./words.js";

/** @typedef {import("./data.js").Stance} Stance */
/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} Facet
 * @property {string} id
 * @property {string} label
 * @property {(stance: Stance) => string} value
 * @property {(value: string, model: import("./data.js").Model) => string} words what a value is called
 * @property {(state: State) => boolean} [offered] whether readers are offered it as it stands; without
 *   it they are
 */

/** The facets besides the issue. @type {Facet[]} */
export const FACETS = [
  {
    id: "position",
    label: "Position",
    value: (s) => s.position.id,
    words: (v, model) => model.positions.find(({ id }) => id === v)?.label ?? v,
    // The same word is another answer on another issue.
    offered: ({ issue }) => Boolean(issue),
  },
  { id: "mode", label: "How it is known", value: (s) => s.mode, words: (v) => MODES[v] ?? v },
  {
    id: "words",
    label: "In whose words",
    value: (s) => (s.quote ? "quote" : "paraphrase"),
    words: (v) => (v === "quote" ? "quoted word for word" : "in other words"),
  },
  {
    id: "hedged",
    label: "How firmly",
    value: (s) => (s.hedged ? "hedged" : "plain"),
    words: (v) => (v === "hedged" ? "hedged (may, plans to, considers)" : "without reservation"),
  },
  {
    id: "type",
    label: "Kind of holder",
    value: (s) => s.holder.type,
    words: (v) => (v === "NGO" ? v : v.toLowerCase() || "not stated"),
  },
  {
    id: "country",
    label: "Country of the holder",
    value: (s) => s.holder.country ?? "",
    words: (v) => (v ? countryName(v) : "none stated"),
  },
  {
    id: "publisher",
    label: "Published by",
    value: (s) => s.source.publisher ?? "",
    words: (v) => v || "not stated",
  },
  {
    id: "source",
    label: "Source",
    value: (s) => s.source.id,
    words: (v, model) =>
      model.byKey.has(`source:${v}`) ? /** @type {any} */ (model.byKey.get(`source:${v}`)).title : v,
    offered: () => false,
  },
  {
    id: "kind",
    label: "Kind of source",
    value: (s) => s.source.kind ?? "",
    words: (v) => KINDS[v] ?? (v === "secondary" ? "report by others" : v || "not stated"),
  },
  {
    id: "known",
    label: "Date known to the",
    value: (s) => ({ 4: "year", 7: "month" })[s.when.length] ?? "day",
    words: (v) => v,
  },
];

/** @typedef {Map<string, { stances: number, poles: Record<string, number> }>} Tally by value */

/**
 * @typedef {object} Found
 * @property {Stance[]} stances what is shown, oldest first
 * @property {Map<string, Tally>} tallies by facet (and `issue`): how many stances there would be
 * @property {Map<string, number>} months how many by month, whatever the span
 * @property {Map<string, number>} rough those of them that are known to the year only, whose month is
 *   January
 */

/**
 * The stances that are shown, and the counts beside the facets: each facet is counted as if
 * nothing were chosen in it.
 * @param {Stance[]} stances oldest first
 * @param {State} state
 * @returns {Found}
 */
export function find(stances, state) {
  const tests = testsOf(state);
  const words = folded(state.search.trim()).split(/\s+/).filter(Boolean);
  /** @type {Map<string, Tally>} */
  const tallies = new Map([...tests.keys()].map((id) => [id, new Map()]));
  const found = [];
  /** @type {Map<string, number>} */
  const months = new Map();
  /** @type {Map<string, number>} */
  const rough = new Map();
  for (const stance of stances) {
    if (!words.every((word) => stance.text.includes(word))) continue;
    const failed = failedTests(stance, tests);
    if (!failed.length) found.push(stance);
    if (!failed.length || (failed.length === 1 && failed[0] === "span")) {
      const month = stance.date.slice(0, 7);
      months.set(month, (months.get(month) ?? 0) + 1);
      if (stance.when.length === 4) rough.set(month, (rough.get(month) ?? 0) + 1);
    }
    for (const [id, test] of tests) {
      if (!failed.length || (failed.length === 1 && failed[0] === id)) {
        tallied(/** @type {Tally} */ (tallies.get(id)), test.value(stance), stance.position.pole);
      }
    }
  }
  return { stances: found, tallies, months, rough };
}

/** @typedef {{ value: (stance: Stance) => string, passes: (value: string) => boolean }} Test */

/**
 * @param {State} state
 * @returns {Map<string, Test>}
 */
function testsOf(state) {
  const span = { value: (/** @type {Stance} */ s) => s.date.slice(0, 7), passes: inSpan(state) };
  const tests = new Map([
    ["span", span],
    ["issue", { value: (s) => s.issue.id, passes: (v) => !state.issue || v === state.issue }],
  ]);
  for (const { id, value } of FACETS) {
    const start = `${id}:`;
    const wanted = [...state.only].filter((key) => key.startsWith(start));
    const values = new Set(wanted.map((key) => key.slice(start.length)));
    tests.set(id, { value, passes: (v) => !values.size || values.has(v) });
  }
  return tests;
}

/** @param {State} state */
const inSpan =
  ({ from, to }) =>
  (/** @type {string} */ month) =>
    (!from || month >= from) && (!to || month <= to);

/** @param {Stance} stance @param {Map<string, Test>} tests */
function failedTests(stance, tests) {
  const failed = [];
  for (const [id, test] of tests) {
    if (!test.passes(test.value(stance))) failed.push(id);
    // What fails two tests is counted nowhere.
    if (failed.length > 1) break;
  }
  return failed;
}

/** @param {Tally} tally @param {string} value @param {string} pole */
function tallied(tally, value, pole) {
  let row = tally.get(value);
  if (!row) tally.set(value, (row = { stances: 0, poles: { first: 0, middle: 0, second: 0 } }));
  row.stances += 1;
  row.poles[pole] = (row.poles[pole] ?? 0) + 1;
}

/** Whether some stance has what a facet is narrowed to, such as `type:Company`. @param {string} key @param {import("./data.js").Model} model */
export function isFacetValue(key, model) {
  const facet = FACETS.find(({ id }) => key.startsWith(`${id}:`));
  return Boolean(
    facet && model.stances.some((stance) => facet.value(stance) === key.slice(facet.id.length + 1)),
  );
}

/**
 * What is narrowed, in words; empty when nothing is.
 * @param {State} state
 * @param {import("./data.js").Model} model
 */
export function filterWords(state, model) {
  const issue = model.byKey.get(`issue:${state.issue}`);
  const parts = issue && "short" in issue ? [issue.short] : [];
  for (const { id, words } of FACETS) {
    const values = [...state.only].filter((key) => key.startsWith(`${id}:`));
    const named = values.map((key) => words(key.slice(id.length + 1), model)).sort(byText);
    if (named.length) parts.push(named.join(" or "));
  }
  if (state.search.trim()) parts.push(`with “${state.search.trim()}”`);
  if (state.from) parts.push(`from ${dateWords(state.from)}`);
  if (state.to) parts.push(`to ${dateWords(state.to)}`);
  return parts.join(", ");
}

/** How many of all stances are shown. @param {number} shown @param {number} all */
export const shownWords = (shown, all) =>
  shown === all ? count(all, "stance") : `${shown.toLocaleString("en")} of ${count(all, "stance")}`;
