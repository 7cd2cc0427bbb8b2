/** The menu of what can be taken along: pictures, tables, triples, print. */

import { el } from "../core/dom.js";
import { filterWords } from "../core/filter.js";
import { closing } from "../core/menu.js";
import { csvText, fileName, pngOfCanvas, pngOfSvg, saveFile, svgFile } from "../core/save.js";
import { turtleOf } from "../core/turtle.js";
import { byText, count } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/types.js").View} View */
/** @typedef {import("../core/data.js").Stance} Stance */

/** @type {[string, (stance: Stance) => string | undefined][]} */
const FIELDS = [
  ["stance", (s) => s.id],
  ["holder", (s) => s.holder.label],
  ["holder_type", (s) => s.holder.type],
  ["country", (s) => s.holder.country],
  ["issue", (s) => s.issue.short],
  ["position", (s) => s.position.label],
  ["about", (s) => s.about?.label],
  ["date", (s) => s.when],
  ["mode", (s) => s.mode],
  ["hedged", (s) => String(s.hedged)],
  ["quote", (s) => s.quote],
  ["summary", (s) => s.summary],
  ["because", (s) => s.because.map(({ label }) => label).join("; ")],
  ["reported_by", (s) => s.reportedBy?.label],
  ["source", (s) => s.source.title],
  ["publisher", (s) => s.source.publisher],
  ["published", (s) => s.source.published],
  ["url", (s) => s.source.url],
  ["first_said_in", (s) => s.original?.url ?? s.original?.title],
];

/**
 * The menu.
 * @param {App} app
 * @param {() => View | undefined} view the one shown
 * @param {HTMLElement} place where it is
 * @param {HTMLElement} shortcuts the switch for the number keys
 */
export function exportMenu(app, view, place, shortcuts) {
  const item = (/** @type {string} */ label, /** @type {() => void | Promise<void>} */ run) =>
    el("li", {}, el("button", { type: "button", onclick: () => taken(run) }, label));
  const taken = async (/** @type {() => void | Promise<void>} */ run) => {
    menu.open = false;
    try {
      await run();
    } catch (error) {
      app.tell(error instanceof Error ? error.message : String(error));
    }
  };
  const name = (/** @type {string} */ suffix) => `${fileName(app.model.title, app.state.issue)}.${suffix}`;
  const menu = el(
    "details",
    { class: "menu", id: "export" },
    el("summary", {}, "Export"),
    el(
      "ul",
      {},
      item("Picture (PNG)", async () => saveFile(name("png"), await pictureOf(app, view(), place))),
      item("Drawing (SVG)", () => saveFile(name("svg"), drawingOf(app, view(), place).text, "image/svg+xml")),
      item("Table (CSV)", () => saveFile(name("csv"), csv(app), "text/csv")),
      item("Data (JSON)", () => saveFile(name("json"), json(app), "application/json")),
      item("Triples (Turtle)", () => saveFile(name("ttl"), turtleOf(app.model, app.visible), "text/turtle")),
      item("Print", () => window.print()),
      el("li", { class: "soft" }, "Of the ", el("span", {}, "stances shown"), ", with the filters in force."),
      el("li", {}, el("label", {}, shortcuts, " Keys 1 to 9 change the view")),
    ),
  );
  return closing(menu);
}

/** @param {App} app */
const csv = ({ visible }) =>
  csvText(
    FIELDS.map(([name]) => name),
    visible.map((stance) => FIELDS.map(([, value]) => value(stance))),
  );

/** @param {App} app */
function json({ visible, model, state }) {
  const rows = visible.map((stance) =>
    Object.fromEntries(FIELDS.map(([name, value]) => [name, value(stance) ?? null])),
  );
  const { title, note, version, print } = model;
  const about = {
    title,
    note,
    filters: filterWords(state, model),
    made_with: `stancegraph ${version}`,
    data: print,
  };
  return `${JSON.stringify({ ...about, stances: rows }, null, 1)}\n`;
}

/** The drawing of the view as a file. @param {App} app @param {View | undefined} view @param {HTMLElement} place */
function drawingOf(app, view, place) {
  const drawing = view?.drawing?.(app) ?? place.querySelector("svg.picture");
  if (!(drawing instanceof SVGSVGElement)) {
    throw new Error("This view is no drawing: choose the Board, Network or Timeline, or take the table");
  }
  const issue = app.model.issues.find(({ id }) => id === app.state.issue);
  const title = issue ? `${app.model.title}: ${issue.label}` : app.model.title;
  return svgFile(drawing, { title, lines: captionOf(app) });
}

/** @param {App} app @param {View | undefined} view @param {HTMLElement} place */
async function pictureOf(app, view, place) {
  const drawn = view?.picture?.(app);
  return drawn ? pngOfCanvas(drawn) : pngOfSvg(drawingOf(app, view, place));
}

/** What stands below a picture: the selection, the key and the sources. @param {App} app */
function captionOf({ model, state, visible }) {
  const filters = filterWords(state, model);
  return [
    ...[model.note, filters && `Only ${filters}.`].filter(Boolean),
    "Circle, diamond, square: one side, between, the other side. Filled: quoted; hollow or dashed: told in other words.",
    `${count(visible.length, "stance")}. Made with stancegraph ${model.version}, data ${model.print}.`,
    `Sources: ${outlets(visible)}.`,
  ];
}

/** Who published what the stances were read in, and how many documents. @param {Stance[]} stances */
function outlets(stances) {
  /** @type {Map<string, number>} */
  const documents = new Map();
  for (const { publisher, title } of new Set(stances.map(({ source }) => source))) {
    const name = publisher ?? title;
    documents.set(name, (documents.get(name) ?? 0) + 1);
  }
  const sorted = [...documents].sort(([a, n], [b, m]) => m - n || byText(a, b));
  return sorted.map(([name, n]) => (n > 1 ? `${name} (${n} documents)` : name)).join(", ");
}
