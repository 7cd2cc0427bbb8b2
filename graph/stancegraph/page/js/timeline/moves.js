/** The changes of position as sentences, the latest first. */

import { el, said } from "../core/dom.js";
import { poleMark } from "../core/marks.js";
import { count, dateWords, number, precisionWords } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Stance} Stance */

/** How many there are at first, and how many more each time. */
const MOVES = 30;

/** How a change became known. @type {Record<string, string>} */
const KNOWN_BY = { says: "said", does: "shown by action", ascribed: "ascribed by others" };

/**
 * The list of changes.
 * @param {{ changes: Stance[] }[]} shown
 * @param {App} app
 */
export function moveList(shown, app) {
  const changes = shown.flatMap((each) => each.changes);
  if (!changes.length) return "";
  changes.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
  const named = shown.length > 1;
  const list = el("ul", { class: "moves" });
  const more = el("button", { type: "button", class: "more", onclick: () => add() });
  const add = () => {
    const next = changes.slice(list.children.length, list.children.length + MOVES);
    list.append(...next.map((change) => el("li", {}, moveButton(change, named, app))));
    const left = changes.length - list.children.length;
    more.hidden = !left;
    more.textContent = `Show more: ${number(left)} of ${number(changes.length)} are left`;
  };
  add();
  return el(
    "section",
    { class: "movelist", "aria-label": "Changes of position" },
    el("h3", {}, `${count(changes.length, "change")} of position, the latest first`),
    list,
    more,
  );
}

/** @param {Stance} to @param {boolean} named whether the issue is told @param {App} app */
function moveButton(to, named, app) {
  const { turn } = to;
  const how = [KNOWN_BY[to.mode] ?? to.mode, to.hedged && "hedged"].filter(Boolean).join(", ");
  const imprecise = precisionWords(to.when);
  return el(
    "button",
    { type: "button", class: "plain", "data-key": to.key, onclick: () => app.choose(to.key) },
    el(
      "span",
      { class: "way" },
      turn && poleMark(turn.from.pole, { hollow: !turn.quoted }),
      el("span", { "aria-hidden": "true" }, "→"),
      poleMark(to.position.pole, { hollow: !to.quote }),
    ),
    el(
      "span",
      {},
      el("b", {}, said(to.holder.label)),
      to.about && el("span", {}, " on ", said(to.about.label)),
      ": from ",
      turn && said(turn.from.label),
      " to ",
      said(to.position.label),
      ", ",
      el("time", { datetime: to.when, title: imprecise }, dateWords(to.when)),
      `, ${how}`,
      named && el("span", { class: "soft" }, " · ", said(to.issue.short)),
    ),
  );
}
