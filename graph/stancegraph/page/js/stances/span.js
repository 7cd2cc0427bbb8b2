/** The span of time: how many stances in each month, and from when to when they are shown. */

import { el, svg } from "../core/dom.js";
import { count, dateWords, number, shortDate } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */

/** @param {string} month `2025-12` */
function nextMonth(month) {
  const [year, at] = month.split("-").map(Number);
  return at === 12 ? `${Number(year) + 1}-01` : `${year}-${String(Number(at) + 1).padStart(2, "0")}`;
}

/** All months from the first stance to the last. @param {import("../core/data.js").Stance[]} stances */
function monthsOf(stances) {
  const last = stances.at(-1)?.date.slice(0, 7) ?? "";
  const months = [];
  for (let month = stances[0]?.date.slice(0, 7) ?? ""; month && month <= last; month = nextMonth(month))
    months.push(month);
  return months;
}

/** @param {App} app */
export function spanOf(app) {
  const months = monthsOf(app.model.stances);
  if (!months.length) return [];
  return [
    choice("from", "From", months, app),
    histogram(months, app),
    roughNote(app),
    choice("to", "to", [...months].reverse(), app),
  ];
}

/** A span with a new end; the other end gives way where there would be nothing between. @param {"from" | "to"} end @param {string} month @param {import("../core/state.js").State} state */
function spanWith(end, month, { from, to }) {
  const span = { from, to, [end]: month };
  if (!span.from || !span.to || span.from <= span.to) return span;
  return end === "from" ? { ...span, to: "" } : { ...span, from: "" };
}

/** @param {"from" | "to"} end @param {string} label @param {string[]} months @param {App} app */
function choice(end, label, months, app) {
  const all = `${shortDate(months[0] ?? "")}, ${end === "from" ? "start" : "end"}`;
  const here = app.state[end];
  const known = !here || months.includes(here) ? months : [here, ...months];
  const options = known.map((month) =>
    el("option", { value: month, selected: month === here }, dateWords(month)),
  );
  const select = el(
    "select",
    { id: end, onchange: () => app.go(spanWith(end, select.value, app.state)) },
    el("option", { value: "" }, all),
    ...options,
  );
  return el("label", {}, `${label} `, select);
}

/** @param {string[]} months @param {App} app */
function histogram(months, app) {
  const { from, to } = app.state;
  const counts = app.found.months;
  const most = Math.max(1, ...counts.values());
  const bars = months.map((month, at) => {
    const n = counts.get(month) ?? 0;
    const height = n ? Math.max(1.5, (34 * n) / most) : 0;
    const on = (!from || month >= from) && (!to || month <= to);
    const rough = app.found.rough.get(month) ?? 0;
    const known = rough ? `, ${number(rough)} of them known to the year only` : "";
    const title = svg("title", {}, `${dateWords(month)}: ${count(n, "stance")}${known}`);
    const ground = svg("rect", { x: at * 10, y: 0, width: 10, height: 36, class: "ground" });
    const bar = svg("rect", { x: at * 10 + 1, y: 36 - height, width: 8, height, class: on ? "on" : "off" });
    // January has the year's stances whose month nobody knows: they are the pale part.
    const part = (height * rough) / Math.max(1, n);
    const pale = svg("rect", { x: at * 10 + 1, y: 36 - height, width: 8, height: part, class: "rough" });
    return svg("g", {}, title, ground, bar, rough ? pale : null);
  });
  const about = {
    viewBox: `0 0 ${months.length * 10} 36`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  };
  const picture = svg("svg", about, ...bars);
  brush(picture, months, app);
  const years = [...new Set(months.map((month) => month.slice(0, 4)))];
  return el(
    "div",
    { class: "months" },
    picture,
    el("div", { class: "years", "aria-hidden": "true" }, ...yearMarks(years, months)),
  );
}

/** What January has too many. @param {App} app */
function roughNote({ found }) {
  const n = [...found.rough.values()].reduce((sum, each) => sum + each, 0);
  const words = "known to the year only: pale, in January, and so found by From and to";
  return n
    ? el(
        "span",
        { class: "rough-note soft", title: `${count(n, "stance")} ${words}` },
        `${number(n)} known by year only`,
      )
    : "";
}

/** @param {string[]} years @param {string[]} months */
function yearMarks(years, months) {
  return years.map((year) => {
    const at = months.findIndex((month) => month.startsWith(year));
    const mark = el("span", {}, year);
    mark.style.left = `${(100 * at) / months.length}%`;
    return mark;
  });
}

/** Choosing a span by drawing over the months. @param {SVGElement} picture @param {string[]} months @param {App} app */
function brush(picture, months, app) {
  const monthAt = (/** @type {PointerEvent} */ event) => {
    const { left, width } = picture.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * months.length);
    return months[Math.max(0, Math.min(months.length - 1, at))] ?? "";
  };
  let start = "";
  picture.addEventListener("pointerdown", (event) => {
    start = monthAt(event);
    picture.setPointerCapture(event.pointerId);
  });
  picture.addEventListener("pointerup", (event) => {
    if (!start) return;
    const [from, to] = [start, monthAt(event)].sort();
    start = "";
    // A click on the one month that is shown gives all the time back.
    const again = from === to && from === app.state.from && to === app.state.to;
    app.go(again ? { from: "", to: "" } : { from, to });
  });
}
