/** What the page shows, in the address of the page, so that it can be shared and gone back to. */

/**
 * @typedef {object} State
 * @property {string} view the id of a view
 * @property {string} issue the id of the issue that is open, or empty
 * @property {string} chosen the key of what the details show, or empty
 * @property {string} search
 * @property {string} from a month `2025-03`, or empty
 * @property {string} to a month, or empty
 * @property {Set<string>} only the values that facets are narrowed to, such as `type:Company`
 * @property {string} theme `light`, `dark`, or empty for what the system has
 * @property {string} sparql the query in the console, where it is short enough for an address
 */

/** The name in the address of each part of the state. @type {[keyof State, string][]} */
const NAMES = [
  ["view", "v"],
  ["issue", "i"],
  ["chosen", "n"],
  ["search", "q"],
  ["from", "t0"],
  ["to", "t1"],
  ["only", "only"],
  ["theme", "th"],
  ["sparql", "sparql"],
];
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

/**
 * The state as it stands in an address; what is not known there is left out.
 * @param {string} hash with or without `#`
 * @param {{ views: string[], known: (key: string) => boolean }} page
 * @returns {State}
 */
export function stateOf(hash, { views, known }) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (/** @type {string} */ name) => parts.get(name) ?? "";
  const month = (/** @type {string} */ name) => (MONTH.test(text(name)) ? text(name) : "");
  return {
    view: views.includes(text("v")) ? text("v") : /** @type {string} */ (views[0]),
    issue: known(`issue:${text("i")}`) ? text("i") : "",
    chosen: known(text("n")) ? text("n") : "",
    search: text("q"),
    from: month("t0"),
    to: month("t1"),
    only: new Set(text("only").split("\n").filter(Boolean)),
    theme: ["light", "dark"].includes(text("th")) ? text("th") : "",
    sparql: text("sparql"),
  };
}

/**
 * The state as an address.
 * @param {State} state
 * @param {string} usual the view that needs no mention
 */
export function hashOf(state, usual) {
  const parts = new URLSearchParams();
  for (const [part, name] of NAMES) {
    const value = part === "only" ? [...state.only].sort().join("\n") : String(state[part]);
    if (value && !(part === "view" && value === usual)) parts.set(name, value);
  }
  return `#${parts}`;
}
