/** The rail: the key to the marks, and the facets with how many stances each would leave. */

import { el, said } from "../core/dom.js";
import { FACETS } from "../core/filter.js";
import { oneStop } from "../core/keys.js";
import { poleMark } from "../core/marks.js";
import { byText, number } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {{ stances: number, poles: Record<string, number> }} Row */

// More values of a facet are behind a button.
const AT_FIRST = 8;

/** The facets whose values are all shown. @type {Set<string>} */
const opened = new Set();

/** @param {App} app */
export const railOf = (app) => [key(), issues(app), ...FACETS.map((facet) => facetBox(facet, app))];

function key() {
  const entry = (/** @type {any} */ mark, /** @type {string} */ text) => el("li", {}, mark, text);
  const arrow = el("span", { class: "turn", "aria-hidden": "true" }, "←");
  return el(
    "section",
    { class: "key", "aria-label": "Key" },
    el("h2", {}, "Key"),
    el(
      "ul",
      {},
      entry(poleMark("first"), "one side of the issue"),
      entry(poleMark("middle"), "between the sides"),
      entry(poleMark("second"), "the other side"),
      el("li", { class: "neutral" }, poleMark("first"), "filled: quoted word for word"),
      el("li", { class: "neutral" }, poleMark("first", { hollow: true }), "hollow: told in other words"),
      entry(arrow, "changed from another position"),
    ),
  );
}

/** @param {App} app */
function issues(app) {
  const tally = app.found.tallies.get("issue") ?? new Map();
  const rows = app.model.issues
    .map((issue) => ({ issue, row: tally.get(issue.id) }))
    .filter(({ issue, row }) => row || issue.id === app.state.issue)
    .sort((a, b) => (b.row?.stances ?? 0) - (a.row?.stances ?? 0) || byText(a.issue.short, b.issue.short));
  const items = rows.map(({ issue, row }) => {
    const on = issue.id === app.state.issue;
    const about = {
      type: "button",
      class: "facet",
      "aria-pressed": String(on),
      "data-facet": issue.key,
      onclick: () => app.go({ issue: on ? "" : issue.id }),
    };
    const n = row?.stances ?? 0;
    return el(
      "li",
      {},
      el("button", about, said(issue.short), " ", el("span", { class: "n" }, number(n)), bar(row)),
    );
  });
  return group("issue", "Issues", items, app);
}

/** @param {import("../core/filter.js").Facet} facet @param {App} app */
function facetBox(facet, app) {
  const tally = app.found.tallies.get(facet.id) ?? new Map();
  const { only } = app.state;
  const chosen = [...only]
    .filter((each) => each.startsWith(`${facet.id}:`))
    .map((each) => each.slice(facet.id.length + 1));
  const values = [...new Set([...chosen, ...tally.keys()])];
  if (facet.offered && !facet.offered(app.state) && !chosen.length) return "";
  // A facet that leaves no choice says nothing.
  if (values.length < 2 && !chosen.length) return "";
  const n = (/** @type {string} */ value) => tally.get(value)?.stances ?? 0;
  values.sort((a, b) => n(b) - n(a) || byText(facet.words(a, app.model), facet.words(b, app.model)));
  const items = values.map((value) => {
    const name = `${facet.id}:${value}`;
    const box = el("input", {
      type: "checkbox",
      "data-facet": name,
      onchange: () => app.go({ only: toggled(only, name) }),
    });
    box.checked = only.has(name);
    const row = tally.get(value);
    const label = [
      box,
      said(facet.words(value, app.model)),
      " ",
      el("span", { class: "n" }, number(n(value))),
    ];
    // Sides of different issues do not add up.
    return el("li", {}, el("label", { class: "facet" }, ...label, app.state.issue ? bar(row) : null));
  });
  return group(facet.id, facet.label, items, app);
}

/** @param {Set<string>} only @param {string} name */
function toggled(only, name) {
  const next = new Set(only);
  if (!next.delete(name)) next.add(name);
  return next;
}

/** @param {string} id @param {string} label @param {HTMLElement[]} items @param {App} app */
function group(id, label, items, app) {
  const all = opened.has(id) || items.length <= AT_FIRST + 2;
  const shown = all ? items : items.slice(0, AT_FIRST);
  const more =
    !all &&
    el(
      "button",
      {
        type: "button",
        class: "plain",
        "data-facet": `${id} more`,
        onclick: () => {
          opened.add(id);
          app.go({});
        },
      },
      `${number(items.length - AT_FIRST)} more`,
    );
  const list = oneStop(el("ul", {}, ...shown), "[data-facet]");
  return el(
    "section",
    { role: "group", "aria-label": label, class: "group" },
    el("h2", {}, label),
    list,
    more,
  );
}

/** How many stances are on which side. @param {Row | undefined} row */
function bar(row) {
  if (!row) return null;
  const parts = ["first", "middle", "second"].map((pole) => {
    const part = el("i", { class: pole });
    part.style.flexGrow = String(row.poles[pole] ?? 0);
    return part;
  });
  return el("span", { class: "bar", "aria-hidden": "true" }, ...parts);
}
