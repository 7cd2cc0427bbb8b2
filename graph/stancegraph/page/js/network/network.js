/** The network: positions on an axis, the holders beside it, a line for each stance. */

import { holdersIn } from "../core/data.js";
import { el, isNarrow, said } from "../core/dom.js";
import { measureIn } from "../drawing/text.js";
import { issueChoice } from "../drawing/issue-choice.js";
import { networkDrawing } from "./draw.js";
import { networkLayout } from "./layout.js";
import { liveNetwork } from "./live.js";
import { networkRows } from "./rows.js";
import { count, number } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Issue} Issue */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("./layout.js").IssueRows} IssueRows */

/** Up to so many stances all issues are drawn at once. */
const ALL_ISSUES = 40;
/** A drawing narrower than this has its holders on one side only. */
const ONE_SIDE = 560;

/** The bundles that are open. @type {Set<string>} */
const openBundles = new Set();

/** @type {import("../core/types.js").View} */
export const networkView = {
  id: "net",
  label: "Network",
  draw(place, app) {
    const issues = networkIssues(app);
    const rows = issues.map((issue) => ({ issue, positions: networkRows(issue, app, openBundles) }));
    const home = el("div", { class: "drawing" });
    place.append(networkHead(rows, app), home, ...networkNotes(rows, app));
    let size = "";
    const redraw = () => {
      const now = `${home.clientWidth} ${place.clientHeight}`;
      if (now !== size) drawNetwork(home, place, rows, app);
      size = now;
    };
    redraw();
    // What stands around it comes and goes.
    const watch = new ResizeObserver(redraw);
    watch.observe(place);
    return () => watch.disconnect();
  },
};

/** The issues that are drawn. @param {App} app @returns {Issue[]} */
function networkIssues({ model, state, visible }) {
  const open = model.byKey.get(`issue:${state.issue}`);
  if (open) return [/** @type {Issue} */ (open)];
  /** @type {Map<Issue, Set<unknown>>} */
  const holders = new Map();
  for (const { issue, holder } of visible) {
    const here = holders.get(issue);
    if (here) here.add(holder);
    else holders.set(issue, new Set([holder]));
  }
  const issues = [...holders].sort(([, a], [, b]) => b.size - a.size).map(([issue]) => issue);
  return visible.length <= ALL_ISSUES ? issues : issues.slice(0, 1);
}

/** What is drawn, in words, and the choice of another issue. @param {IssueRows[]} rows @param {App} app */
function networkHead(rows, app) {
  const only = rows.length === 1 ? rows[0] : undefined;
  const issues = rows.map(({ issue }) => issue);
  const here = app.visible.filter(({ issue }) => issues.includes(issue));
  const turned = holdersIn(app.changes.filter(({ issue }) => issues.includes(issue)));
  const answers = (only?.positions ?? []).flatMap(({ position, holders }, at) => [
    at ? ", " : ": ",
    `${number(holders)} `,
    said(position.label),
  ]);
  const twice = only && only.positions.reduce((sum, { holders }) => sum + holders, 0) > holdersIn(here);
  return el(
    "div",
    { class: "viewhead" },
    el("h2", {}, only ? said(only.issue.label) : `Who stands where on ${count(rows.length, "issue")}`),
    issueChoice(only?.issue, app),
    el(
      "p",
      { class: "soft" },
      count(holdersIn(here), "holder"),
      ...answers,
      twice ? " (some hold more than one, on different matters). " : ". ",
      turned ? `${number(turned)} changed position.` : "Nobody changed position.",
    ),
  );
}

/** What the lines mean, and what is left out. @param {IssueRows[]} rows @param {App} app */
function networkNotes(rows, { state, visible }) {
  const left = rows.flatMap(({ positions }) => positions).reduce((sum, each) => sum + each.left, 0);
  const bundles = rows.some(({ positions }) =>
    positions.some((each) => each.rows.some((row) => "bundle" in row)),
  );
  const one = rows.length === 1 && !state.issue && visible.some(({ issue }) => issue !== rows[0]?.issue);
  return [
    one && "The issue with most holders is drawn: choose another above.",
    bundles && "Too many for a name each: holders are bundled by type. Choose a bundle to open it.",
    left &&
      `${count(left, "stance")} of the open bundles ${left === 1 ? "is" : "are"} not drawn: narrow with the filters, or see the Table.`,
    "A line is a stance: solid where words are quoted, dashed where they are told in other words. A pale line is an earlier stance, and its arrow leads to where the holder stands now. A double line joins opposed positions.",
  ]
    .filter(Boolean)
    .map((note) => el("p", { class: "soft viewnote" }, note || ""));
}

/** @param {HTMLElement} home @param {HTMLElement} place @param {IssueRows[]} rows @param {App} app */
function drawNetwork(home, place, rows, app) {
  const measure = measureIn(place);
  const width = Math.max(home.clientWidth, 280);
  const narrow = width < ONE_SIDE;
  const bottom =
    place.getBoundingClientRect().bottom - home.getBoundingClientRect().top - place.scrollTop - 8;
  const layout = networkLayout(rows, { width, height: isNarrow() ? Infinity : bottom, narrow, measure });
  const name = `Network of ${rows.map(({ issue }) => issue.short).join(", ")}; arrow keys move between neighbours`;
  const made = networkDrawing(layout, app, { narrow, name });
  const toggle = (/** @type {string} */ bundle) => {
    if (!openBundles.delete(bundle)) openBundles.add(bundle);
    app.go({});
  };
  liveNetwork(made, layout, { measure, app, toggle });
  home.replaceChildren(made.drawing);
}
