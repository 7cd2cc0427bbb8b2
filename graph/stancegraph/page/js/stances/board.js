/** The board: a card for each issue, a column for each position, a mark for each holder. */

import { boardPicture } from "./board-picture.js";
import { el, said } from "../core/dom.js";
import { oneStop } from "../core/keys.js";
import { changedWords, changeMark, holderWords, poleMark, stanceMark, stanceWords } from "../core/marks.js";
import { holdersIn } from "../core/data.js";
import { byText, count, dateWords, number, shortDate } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("../core/data.js").Issue} Issue */
/** @typedef {import("../core/data.js").Position} Position */

// Up to so many marks the cards have names; above it names would hide who is many and who is few.
const NAMED = 300;
// With more than so many, a column of an open issue is two beside each other.
const TWO = 16;
// On the card of an open issue; the table has them all.
const MOST = 400;

/** @type {import("../core/types.js").View} */
export const boardView = {
  id: "board",
  label: "Board",
  drawing: boardPicture,
  draw(place, app) {
    const issue = app.model.byKey.get(`issue:${app.state.issue}`);
    if (issue) place.append(...openIssue(/** @type {Issue} */ (issue), app));
    else place.append(...allIssues(app));
  },
};

/** @param {App} app */
function allIssues(app) {
  const here = app.model.issues
    .map((issue) => ({ issue, latest: app.latest.filter((stance) => stance.issue === issue) }))
    .filter(({ latest }) => latest.length)
    .sort((a, b) => b.latest.length - a.latest.length);
  const named = app.latest.length <= NAMED;
  const most = named ? 12 : Math.max(5, Math.min(45, Math.floor(1500 / (3 * here.length))));
  return [
    el(
      "p",
      { class: "lead" },
      `${count(holdersIn(app.visible), "holder")} on ${count(here.length, "issue")}, shown at their latest stance`,
      app.past.size
        ? ` of those that the filters leave; ${count(app.past.size, "has", "have")} moved on since. `
        : ". ",
      app.changes.length ? `${changedWords(app.changes)}, marked by an arrow. ` : "",
      "Choose a name to read the words and the source.",
    ),
    el(
      "div",
      { class: named ? "cards" : "cards compact" },
      ...here.map(({ issue, latest }) => card(issue, latest, app, { named, most })),
    ),
  ];
}

/** @param {Issue} issue @param {App} app */
function openIssue(issue, app) {
  const latest = app.latest.filter((stance) => stance.issue === issue);
  const close = () => app.go({ issue: "" });
  return [
    el("p", { class: "back" }, el("button", { type: "button", onclick: close }, "← All issues")),
    card(issue, latest, app, { named: true, most: MOST, open: true }),
    reasons(issue, app),
  ];
}

/**
 * @param {Issue} issue
 * @param {Stance[]} latest
 * @param {App} app
 * @param {{ named: boolean, most: number, open?: boolean }} look
 */
function card(issue, latest, app, look) {
  const title = el(
    "button",
    { type: "button", class: "title", "data-key": issue.key, onclick: () => app.go({ issue: issue.id }) },
    said(issue.short),
  );
  const there = issue.positions.map((position) => latest.filter((stance) => stance.position === position));
  const columns = el(
    "div",
    { class: "columns" },
    ...issue.positions.map((position, at) => column(position, there[at] ?? [], app, look)),
  );
  if (look.named) {
    // Many names get more room, within bounds; on an open issue a second column.
    const wide = look.open ? there.map(({ length }) => (length > TWO ? 2 : 1)) : null;
    const shares = wide ?? there.map(({ length }) => Math.min(3, Math.max(1.5, Math.sqrt(length / 2))));
    columns.style.gridTemplateColumns = shares.map((share) => `minmax(0, ${share.toFixed(2)}fr)`).join(" ");
  }
  return el(
    "section",
    { class: look.open ? "card open" : "card", "aria-label": issue.short },
    el(
      "header",
      {},
      el(
        "h2",
        { tabindex: look.open && -1, id: look.open && "issue-title" },
        look.open ? said(issue.short) : title,
      ),
      el("span", { class: "n" }, `${count(holdersIn(latest), "holder")}${twiceWords(latest)}`),
    ),
    el("p", { class: "question", dir: "auto" }, issue.label),
    columns,
  );
}

/** Why there are more marks than holders. @param {Stance[]} latest */
const twiceWords = (latest) =>
  latest.length > holdersIn(latest) ? ", some with several stances, about different matters" : "";

/**
 * @param {Position} position
 * @param {Stance[]} stances the latest there
 * @param {App} app
 * @param {{ named: boolean, most: number, open?: boolean }} look
 */
function column(position, stances, app, { named, most, open }) {
  const sorted = [...stances].sort((a, b) => byText(holderWords(a), holderWords(b)));
  const make = open ? openChip : named ? chip : dot;
  const marks = sorted.slice(0, most).map((stance) => el("li", {}, make(stance, app)));
  const rest = sorted.length - marks.length;
  const head = el(
    "button",
    { type: "button", "data-key": position.key, onclick: () => app.choose(position.key) },
    poleMark(position.pole),
    el("span", {}, said(position.label), " ", el("span", { class: "n" }, number(holdersIn(stances)))),
  );
  return el(
    "div",
    { class: `column ${position.pole}` },
    el("h3", {}, head),
    open && position.summary && el("p", { class: "soft", dir: "auto" }, position.summary),
    oneStop(
      el("ul", { class: `${named ? "chips" : "dots"}${stances.length > TWO ? " two" : ""}` }, ...marks),
      "[data-key]",
    ),
    rest > 0 &&
      el(
        "button",
        {
          type: "button",
          class: "plain",
          onclick: () => app.go(open ? inTable(position, app) : { issue: position.issue.id }),
        },
        `+ ${number(rest)} more`,
      ),
  );
}

/** All stances of a position, in the table. @param {Position} position @param {App} app */
const inTable = ({ issue, id }, { state }) => ({
  view: "table",
  issue: issue.id,
  only: new Set([...state.only, `position:${id}`]),
});

/** @param {Stance} stance @param {App} app @param {string} look @param {...any} parts */
function markButton(stance, app, look, ...parts) {
  const about = {
    type: "button",
    class: look,
    "data-key": stance.key,
    "aria-label": stanceWords(stance),
    title: stance.summary || stance.quote,
    onclick: () => app.choose(stance.key),
  };
  return el("button", about, ...parts);
}

/** @param {Stance} stance @param {App} app */
const dot = (stance, app) => markButton(stance, app, "dot", stanceMark(stance));

/** @param {Stance} stance @param {...any} more */
const name = (stance, ...more) =>
  el(
    "span",
    { class: "name" },
    said(stance.holder.label),
    stance.about && el("span", { class: "soft" }, " on ", said(stance.about.label)),
    ...more,
  );

/** @param {Stance} stance @param {App} app */
const chip = (stance, app) =>
  markButton(
    stance,
    app,
    "chip",
    stanceMark(stance),
    name(stance),
    changeMark(stance.turn),
    app.past.has(stance) && el("span", { class: "how" }, "earlier"),
  );

/** @param {Stance} stance @param {App} app */
function openChip(stance, app) {
  const when = el("span", { class: "when", title: dateWords(stance.when) }, shortDate(stance.when));
  const how = app.past.has(stance)
    ? "earlier"
    : stance.mode === "says"
      ? stance.hedged && "hedged"
      : stance.mode;
  return markButton(
    stance,
    app,
    "chip wide",
    stanceMark(stance),
    name(stance, " ", changeMark(stance.turn), how && el("span", { class: "how" }, " ", how), when),
  );
}

/** What is given as reasons for each position. @param {Issue} issue @param {App} app */
function reasons(issue, app) {
  /** @type {Map<Position, Map<string, Set<string>>>} */
  const given = new Map();
  for (const { issue: on, position, because, holder } of app.visible) {
    if (on !== issue) continue;
    for (const { label } of because) {
      const here = given.get(position) ?? new Map();
      given.set(position, here.set(label, (here.get(label) ?? new Set()).add(holder.label)));
    }
  }
  if (!given.size) return "";
  const lists = issue.positions.map((position) => {
    const here = [...(given.get(position) ?? [])];
    if (!here.length) return null;
    here.sort(([a, who], [b, others]) => others.size - who.size || byText(a, b));
    const items = here.map(([label, holders]) =>
      el(
        "li",
        { title: [...holders].sort(byText).join(", ") },
        said(label),
        " ",
        el("span", { class: "n" }, holders.size),
      ),
    );
    return el(
      "section",
      { class: `column ${position.pole}` },
      el("h3", {}, poleMark(position.pole), said(position.label)),
      el("ul", {}, ...items),
    );
  });
  return el(
    "section",
    { class: "reasons", "aria-label": "Reasons given" },
    el("h2", {}, "Reasons given, and by how many"),
    el("div", { class: "columns" }, ...lists),
  );
}
