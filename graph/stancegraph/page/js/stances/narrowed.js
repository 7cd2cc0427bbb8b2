/** What is narrowed by filters, and the ways to widen it again. */

import { el } from "../core/dom.js";
import { FACETS, filterWords, find } from "../core/filter.js";
import { byText, count, number } from "../core/words.js";

/** @typedef {import("../core/state.js").State} State */
/** @typedef {Pick<import("../core/types.js").App, "state" | "model" | "go">} Selected */

/** What is narrowed, each with a button that widens it again. @param {Selected} app */
export function activeFilters(app) {
  const filters = filtersOf(app);
  if (!filters.length) return [];
  const buttons = filters.map(({ words, without }) =>
    el(
      "button",
      {
        type: "button",
        class: "filter",
        "aria-label": `Remove the filter: ${words}`,
        onclick: () => app.go(without),
      },
      words,
      " ×",
    ),
  );
  const all = el(
    "button",
    { type: "button", class: "plain", onclick: () => app.go(NO_FILTER()) },
    "Clear all",
  );
  return [el("p", { class: "filters" }, "Only ", ...buttons, filters.length > 1 && all)];
}

/** @returns {Partial<State>} */
const NO_FILTER = () => ({ issue: "", search: "", from: "", to: "", only: new Set() });

/**
 * The filters in force, and the state without each.
 * @param {Pick<Selected, "state" | "model">} app
 * @returns {{ words: string, without: Partial<State> }[]}
 */
function filtersOf({ state, model }) {
  const one = (/** @type {Partial<State>} */ part) =>
    filterWords({ ...state, ...NO_FILTER(), ...part }, model);
  const filters = [];
  if (state.issue && state.view !== "board")
    filters.push({ words: one({ issue: state.issue }), without: { issue: "" } });
  for (const { id } of FACETS) {
    const here = [...state.only].filter((key) => key.startsWith(`${id}:`)).sort(byText);
    const rest = new Set([...state.only].filter((key) => !here.includes(key)));
    if (here.length) filters.push({ words: one({ only: new Set(here) }), without: { only: rest } });
  }
  if (state.search.trim()) filters.push({ words: one({ search: state.search }), without: { search: "" } });
  if (state.from) filters.push({ words: one({ from: state.from }), without: { from: "" } });
  if (state.to) filters.push({ words: one({ to: state.to }), without: { to: "" } });
  return filters;
}

/** Nothing is left: which filter to take away, and what that would give. @param {Selected} app */
export function nothingFound(app) {
  if (!app.model.stances.length) {
    return el(
      "p",
      { class: "empty" },
      "No stance is in this selection, so there is nothing to show. Choose a wider one: another issue, another holder or a later date.",
    );
  }
  const ways = filtersOf({ model: app.model, state: { ...app.state, view: "" } }).map(
    ({ words, without }) => {
      const n = find(app.model.stances, { ...app.state, ...without }).stances.length;
      return el(
        "li",
        {},
        el(
          "button",
          { type: "button", onclick: () => app.go(without) },
          `Without “${words}”: ${count(n, "stance")}`,
        ),
      );
    },
  );
  const all = el(
    "li",
    {},
    el(
      "button",
      { type: "button", onclick: () => app.go(NO_FILTER()) },
      `Without any filter: ${number(app.model.stances.length)} stances`,
    ),
  );
  return el(
    "div",
    { class: "empty" },
    el("p", {}, "No stance fits all that is asked for."),
    el("ul", {}, ...ways, all),
  );
}
