/** The list of all stances by tier, and its filters. */

import { el, said } from "../core/dom.js";
import { oneStop } from "../core/keys.js";
import { poleMark } from "../core/marks.js";
import { count } from "../core/words.js";
import { isDecided, statusOf } from "./decisions.js";
import { tierOf, TIERS } from "./session.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./session.js").Item} Item */
/** @typedef {import("./choices.js").Choices} Choices */

const SIGNS = /** @type {Record<string, string>} */ ({
  draft: "○",
  accepted: "✓",
  edited: "✎",
  rejected: "✕",
});
const MEANINGS = /** @type {Record<string, string>} */ ({
  A: "Tier A: likely",
  B: "Tier B: less likely",
  C: "Tier C: candidates",
  "?": "Of no tier",
});

/**
 * @param {Session} session
 * @param {Choices} choices
 * @param {{ choose: (at: number) => void, filter: () => void }} act
 */
export function listOf(session, choices, act) {
  const parts = [filtersOf(session, act)];
  for (const tier of [...TIERS, "?"]) {
    const places = session.queue.map((_, at) => at).filter((at) => tierOf(itemAt(session, at)) === tier);
    const shown = places.filter((at) => at === session.at || session.passes(itemAt(session, at)));
    if (!shown.length) continue;
    const open = places.filter((at) => session.isOpen(itemAt(session, at))).length;
    const items = shown.map((at) => el("li", {}, entry(session, choices, at, act)));
    parts.push(
      el(
        "section",
        {},
        el("h2", {}, `${MEANINGS[tier]} `, el("span", { class: "n" }, `${open} of ${places.length} to do`)),
        el("ol", {}, ...items),
      ),
    );
  }
  return parts;
}

/** @param {Session} session @param {number} at */
const itemAt = ({ queue }, at) => /** @type {Item} */ (queue[at]);

/** @param {Session} session @param {{ filter: () => void }} act */
function filtersOf(session, act) {
  const tiers = TIERS.map((tier) => {
    const toggle = () => {
      if (!session.tiers.delete(tier)) session.tiers.add(tier);
      act.filter();
    };
    const about = { id: `tier-${tier}`, "aria-pressed": session.tiers.has(tier), onclick: toggle };
    return el(
      "button",
      { type: "button", class: "small", ...about, "aria-pressed": String(about["aria-pressed"]) },
      tier,
    );
  });
  const undecided = el("input", {
    type: "checkbox",
    id: "undecided",
    onchange: () => {
      session.onlyUndecided = undecided.checked;
      act.filter();
    },
  });
  undecided.checked = session.onlyUndecided;
  return el(
    "section",
    { class: "sifting", "aria-label": "Filters" },
    el("span", { role: "group", "aria-label": "Tiers" }, "Tiers ", ...tiers),
    el("label", {}, undecided, " Undecided only"),
  );
}

/** @param {Session} session @param {Choices} choices @param {number} at @param {{ choose: (at: number) => void }} act */
function entry(session, choices, at, act) {
  const item = itemAt(session, at);
  const stance = session.stance(item);
  const status = statusOf(stance);
  const { who, issue, position } = choices.reading(item.file.draft, stance);
  const pole = choices.position(stance)?.pole;
  const about = {
    type: "button",
    class: `entry ${status}`,
    "data-key": at,
    "aria-current": String(at === session.at),
  };
  return el(
    "button",
    { ...about, onclick: () => act.choose(at) },
    el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[status] ?? "✓"),
    el("span", { class: "unseen" }, isDecided(stance) ? `${status}: ` : "undecided: "),
    el("span", { class: "who" }, said(who)),
    el(
      "span",
      { class: "what" },
      pole && poleMark(pole),
      said(position),
      el("span", { class: "soft" }, ` · ${issue}`),
    ),
  );
}

/** One stop for the Tab key, in which arrows choose. @param {HTMLElement} rail */
export const listKeys = (rail) => oneStop(rail, ".entry", (entry) => entry.click());

/** How many of what there are. @param {Record<string, number>} counts */
export function countWords({ draft = 0, accepted = 0, edited = 0, rejected = 0 }) {
  const all = count(draft + accepted + edited + rejected, "stance");
  return `${all}: ${accepted} accepted, ${edited} edited, ${rejected} rejected, ${draft} undecided`;
}
