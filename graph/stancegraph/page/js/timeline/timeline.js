/** The timeline: who moved between positions, and when everybody else was heard. */

import { holdersIn } from "../core/data.js";
import { el, said } from "../core/dom.js";
import { measureIn } from "../drawing/text.js";
import { issueChoice } from "../drawing/issue-choice.js";
import { holderWords } from "../core/marks.js";
import { LANE_NAME, laneNames, timelineDrawing } from "./draw.js";
import { timePanel } from "./layout.js";
import { liveTimeline } from "./live.js";
import { moveList } from "./moves.js";
import { timeScale } from "./scale.js";
import { count, number } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Issue} Issue */
/** @typedef {import("../core/data.js").Stance} Stance */

/** What is still readable: issues at once, lines on an issue, dots on all issues. */
const READABLE = { issues: 10, movers: 40, moversOfMany: 12, dots: 1200 };
/** A drawing narrower than this has no columns beside it. */
const NO_COLUMNS = 480;

/** @typedef {{ issue: Issue, stances: Stance[], latest: Stance[], changes: Stance[] }} Shown */

/** @type {import("../core/types.js").View} */
export const timelineView = {
  id: "time",
  label: "Timeline",
  draw(place, app) {
    const all = shownIssues(app);
    const shown = all.slice(0, READABLE.issues);
    const home = el("div", { class: "drawing" });
    const notes = el("div");
    place.append(timelineHead(all, app), home, notes, moveList(all, app));
    let width = 0;
    const redraw = () => {
      if (home.clientWidth === width) return;
      width = home.clientWidth;
      notes.replaceChildren(
        ...drawTimeline(home, shown, place, app),
        ...unshownNote(all.slice(shown.length)),
      );
    };
    redraw();
    // What stands beside it comes and goes.
    const watch = new ResizeObserver(redraw);
    watch.observe(home);
    return () => watch.disconnect();
  },
};

/** The issues with what is visible of them; those with most changes first. @param {App} app @returns {Shown[]} */
function shownIssues({ visible, latest }) {
  /** @type {Map<Issue, Shown>} */
  const byIssue = new Map();
  for (const stance of visible) {
    const { issue } = stance;
    /** @type {Shown} */
    const shown = byIssue.get(issue) ?? { issue, stances: [], latest: [], changes: [] };
    shown.stances.push(stance);
    if (stance.change) shown.changes.push(stance);
    byIssue.set(issue, shown);
  }
  for (const stance of latest) byIssue.get(stance.issue)?.latest.push(stance);
  return [...byIssue.values()].sort(
    (a, b) => b.changes.length - a.changes.length || b.stances.length - a.stances.length,
  );
}

/** How many changed, in words. @param {Shown[]} all @param {App} app */
function timelineHead(all, app) {
  const only = all.length === 1 ? all[0] : undefined;
  const turned = holdersIn(app.changes);
  const holders = holdersIn(app.visible);
  const on = all.filter(({ changes }) => changes.length).length;
  const where = only || !turned ? "" : `, on ${number(on)} of ${count(all.length, "issue")}`;
  const title = turned
    ? `${number(turned)} of ${count(holders, "holder")} changed position${where}`
    : `None of ${count(holders, "holder")} changed position`;
  const line = "Each line is a holder who changed, each dot a stance of one who did not.";
  return el(
    "div",
    { class: "viewhead" },
    el("h2", {}, title),
    issueChoice(only?.issue, app),
    only && el("p", { class: "question", dir: "auto" }, only.issue.label),
    el(
      "p",
      { class: "soft" },
      turned
        ? line
        : "Each dot is a stance at its date. Where a holder changed position, a line would show it.",
    ),
  );
}

/**
 * Draws the timeline, and gives what is to be said about it.
 * @param {HTMLElement} home
 * @param {Shown[]} shown
 * @param {HTMLElement} place
 * @param {App} app
 */
function drawTimeline(home, shown, place, app) {
  const measure = measureIn(place);
  const width = Math.max(home.clientWidth, 280);
  const narrow = width < NO_COLUMNS;
  const many = shown.length > 1;
  const edges = narrow
    ? [6, 4]
    : sideWidths(shown, width, many ? READABLE.moversOfMany : READABLE.movers, measure);
  const scale = timeScale(
    shown.flatMap(({ stances }) => stances),
    Number(edges[0]),
    width - Number(edges[1]),
  );
  const most = {
    movers: many ? READABLE.moversOfMany : READABLE.movers,
    marks: Math.floor(READABLE.dots / shown.length),
  };
  const least = (/** @type {import("../core/data.js").Position} */ each) =>
    narrow ? 26 : 17 * laneNames(each, scale.start - LANE_NAME, false, measure).length + 30;
  let top = many ? 36 : 8;
  const panels = shown.map((each) => {
    const panel = timePanel(each, { scale, top, titles: narrow, least, ...most });
    top = panel.bottom + 72;
    return panel;
  });
  const heads = new Map(many ? shown.map((each) => [each.issue, changedWords(each)]) : []);
  const name = `Timeline of ${shown.map(({ issue }) => issue.short).join(", ")}; arrow keys move in time and between lanes`;
  const made = timelineDrawing(panels, scale, { width, narrow, measure, app }, { name, heads });
  liveTimeline(made, { measure, app });
  home.replaceChildren(made.drawing);
  return timelineNotes(panels, scale, shown);
}

/** @param {Shown} shown */
const changedWords = ({ stances, changes }) =>
  changes.length
    ? `${number(holdersIn(changes))} of ${count(holdersIn(stances), "holder")} changed position`
    : `${count(holdersIn(stances), "holder")}, none changed`;

/**
 * The room for the names of positions and of holders.
 * @param {Shown[]} shown
 * @param {number} width
 * @param {number} movers how many of an issue have a name
 * @param {import("../drawing/text.js").Measure} measure
 */
function sideWidths(shown, width, movers, measure) {
  const positions = shown.flatMap(({ issue }) =>
    issue.positions.map(({ label }) => measure(label.slice(0, 60), 13, true)),
  );
  const named = shown.flatMap(({ changes }) =>
    [...new Set([...changes].reverse().map(holderWords))].slice(0, movers),
  );
  const names = named.map((name) => measure(name.slice(0, 60), 13));
  const left = Math.max(104, Math.min(150, LANE_NAME + 8 + Math.max(...positions)));
  return [left, names.length ? Math.max(60, Math.min(width * 0.31, 14 + Math.max(...names))) : 8];
}

/**
 * @param {import("./layout.js").TimePanel[]} panels
 * @param {import("./scale.js").TimeScale} scale
 * @param {Shown[]} shown
 */
function timelineNotes(panels, scale, shown) {
  const left = (/** @type {"movers" | "marks"} */ kind) =>
    panels.reduce((sum, panel) => sum + panel.left[kind], 0);
  const stances = shown.flatMap((each) => each.stances);
  const known = (/** @type {number} */ letters) =>
    stances.filter(({ when }) => when.length === letters).length;
  const [years, months] = [known(4), known(7)];
  const parts = [
    months && `${number(months)} known only to the month`,
    years && `${number(years)} known only to the year`,
  ].filter(Boolean);
  const notes = [
    left("movers") &&
      `Showing the holders who changed last on each issue: ${count(left("movers"), "line")} left out. Narrow with the filters or open one issue.`,
    left("marks") &&
      `Showing the latest dots on each issue: ${count(left("marks"), "stance")} of holders who did not change left out. Narrow with the filters, or see the Table.`,
    parts.length &&
      `Of ${count(stances.length, "date")} here, ${parts.join(" and ")}: a bar shows that span, and the mark stands in its middle.`,
    scale.breaks.length &&
      `The axis leaves out ${scale.breaks.map(({ words }) => words).join(" and ")}, where there is no stance.`,
  ];
  return notes.filter(Boolean).map((note) => el("p", { class: "soft viewnote" }, note || ""));
}

/** @param {Shown[]} left the issues that are not drawn */
function unshownNote(left) {
  if (!left.length) return [];
  const names = left.slice(0, 5).flatMap(({ issue }, at) => [at ? ", " : "", said(issue.short)]);
  const more = left.length > 5 ? ` and ${number(left.length - 5)} more` : "";
  return [
    el(
      "p",
      { class: "soft viewnote" },
      `${count(left.length, "issue")} not drawn, to keep this readable: `,
      ...names,
      more,
      ". Choose one above.",
    ),
  ];
}
