/** The table: a row for each stance, in any order. */

import { el, said } from "../core/dom.js";
import { changeMark, holderWords, modeWords, stanceMark } from "../core/marks.js";
import { byText, dateWords, number } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Stance} Stance */

/** How many rows there are at first, and how many more each time. */
const ROWS = 200;

/** @type {{ label: string, text: (s: Stance) => string, cell: (s: Stance, app: App) => Node | string }[]} */
const COLUMNS = [
  {
    label: "Holder",
    text: holderWords,
    cell: (s, app) =>
      el(
        "button",
        { type: "button", class: "plain", "data-key": s.key, onclick: () => app.choose(s.key) },
        said(s.holder.label),
        s.about && el("span", { class: "soft" }, " on ", said(s.about.label)),
      ),
  },
  { label: "Issue", text: (s) => s.issue.short, cell: (s) => said(s.issue.short) },
  {
    label: "Position",
    text: (s) => s.position.label,
    cell: (s, app) =>
      el(
        "span",
        { class: "position" },
        stanceMark(s),
        said(s.position.label),
        s.change ? changeMark(s.turn) : null,
      ),
  },
  { label: "Date", text: (s) => s.when, cell: (s) => el("time", { datetime: s.when }, dateWords(s.when)) },
  { label: "How", text: modeWords, cell: modeWords },
  {
    label: "Words",
    text: (s) => s.quote ?? s.summary,
    cell: (s) => el("span", { dir: "auto" }, s.quote ? `“${s.quote}”` : s.summary),
  },
  {
    label: "Source",
    text: (s) => s.source.publisher ?? s.source.title,
    cell: (s) => said(s.source.publisher ?? s.source.title),
  },
];

let order = { column: 3, down: true };

/** @type {import("../core/types.js").View} */
export const tableView = {
  id: "table",
  label: "Table",
  draw(place, app) {
    const body = el("tbody");
    const more = el("button", { type: "button", class: "more", onclick: () => add() });
    const rows = sorted(app.visible);
    const add = () => {
      const next = rows.slice(body.rows.length, body.rows.length + ROWS);
      body.append(...next.map((stance) => row(stance, app)));
      more.hidden = body.rows.length >= rows.length;
      more.textContent = `Show more: ${number(rows.length - body.rows.length)} of ${number(rows.length)} are left`;
    };
    add();
    const heads = COLUMNS.map((_, at) => head(at, app));
    const table = el(
      "table",
      {},
      el("caption", { class: "unseen" }, "Stances"),
      el("thead", {}, el("tr", {}, ...heads)),
      body,
    );
    place.append(el("div", { class: "table" }, table), more);
  },
};

/** @param {Stance[]} stances */
function sorted(stances) {
  const { text } = /** @type {typeof COLUMNS[0]} */ (COLUMNS[order.column]);
  const keyed = stances.map((stance) => /** @type {const} */ ([text(stance), stance]));
  const way = order.down ? -1 : 1;
  // Dates compare as they are written; only names need the rules of a language.
  const compare = order.column === 3 ? plain : byText;
  return keyed.sort(([a], [b]) => way * compare(a, b)).map(([, stance]) => stance);
}

/** @param {string} a @param {string} b */
const plain = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** @param {number} at @param {App} app */
function head(at, app) {
  const here = order.column === at;
  const turn = () => {
    order = { column: at, down: here ? !order.down : at === 3 };
    app.go({});
  };
  const arrow = here ? el("span", { "aria-hidden": "true" }, order.down ? " ▼" : " ▲") : null;
  const sort = here ? (order.down ? "descending" : "ascending") : null;
  const label = COLUMNS[at]?.label;
  const button = el(
    "button",
    { type: "button", class: "plain", id: `sort-${at}`, onclick: turn },
    label,
    arrow,
  );
  return el("th", { scope: "col", "aria-sort": sort }, button);
}

/** @param {Stance} stance @param {App} app */
const row = (stance, app) =>
  el("tr", {}, ...COLUMNS.map(({ label, cell }) => el("td", { "data-label": label }, cell(stance, app))));
