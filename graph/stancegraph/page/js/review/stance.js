/** A stance with all that helps to judge it, and the buttons that decide. */

import { el, link, said } from "../core/dom.js";
import { poleMark } from "../core/marks.js";
import { dateWords } from "../core/words.js";
import { contextOf, legendOf } from "./context.js";
import { words } from "./choices.js";
import { entityOf, isDecided, isSettled, named } from "./decisions.js";

/** @typedef {import("./types.js").Fields} Fields */
/** @typedef {import("./types.js").Draft} Draft */
/** @typedef {import("./choices.js").Choices} Choices */
/** @typedef {import("./session.js").Item} Item */

/** Keys, what they do, and how that is told. @type {[string, string, string][]} */
export const KEYS = [
  ["a", "Accept", "the stance is as its first line says"],
  ["e", "Edit", "change fields, then it is accepted as edited"],
  ["r", "Reject", "it is no stance of theirs, or not this one; with a note if you like"],
  ["s", "Skip", "leave it undecided; it comes again"],
  ["u", "Undo", "take back the last step"],
];

/** The line that tells a stance. @param {Choices} choices @param {Draft} draft @param {Fields} stance */
export function readingOf(choices, draft, stance) {
  const { who, issue, position, mode, hedged } = choices.reading(draft, stance);
  const pole = choices.position(stance)?.pole;
  const parts = [
    said(who),
    said(issue),
    el("span", { class: "position" }, pole && poleMark(pole), said(position)),
  ];
  const rest = [mode, hedged].filter(Boolean).map(said);
  return [...parts, ...rest].flatMap((part, at) => (at ? [" · ", part] : [part]));
}

/**
 * The parts of a stance above its buttons; its facts only where no form holds them.
 * @param {Choices} choices
 * @param {Item} item
 * @param {Fields} stance
 * @param {{ isEdited?: boolean }} [look]
 */
export function judged(choices, { file, id }, stance, { isEdited = false } = {}) {
  const { draft, contexts } = file;
  const context = contexts[id];
  return [
    sourceOf(choices, draft),
    el("h2", { id: "reading", tabindex: -1 }, ...readingOf(choices, draft, stance)),
    context && contextOf(context),
    context && legendOf(context),
    !isEdited && el("dl", { class: "facts" }, ...factsOf(choices, file, stance)),
    !isEdited && decisionOf(stance),
  ].filter((part) => part instanceof Node);
}

/** @param {Choices} choices @param {Draft} draft */
function sourceOf(choices, { source, ...rest }) {
  const publisher = choices.name({ source, ...rest }, source.publisher);
  const parts = [publisher && said(publisher), link(source.url, String(source.title ?? source.id))];
  if (source.published) parts.push(el("span", {}, dateWords(String(source.published))));
  const shown = parts.filter((part) => part instanceof Node);
  return el("p", { class: "from" }, ...shown.flatMap((part, at) => (at ? [" · ", part] : [part])));
}

/** @param {Choices} choices @param {import("./types.js").DraftFile} file @param {Fields} stance */
function factsOf(choices, { draft, contexts }, stance) {
  const { found = {}, reported_by: by, summary, quote, date } = stance;
  const position = choices.position(stance);
  const marked = new Set(contexts[stance.id]?.marks.map(([kind]) => kind));
  const elsewhere = ["cue", "hedge", "holder"]
    .filter((kind) => found[kind]?.text && !marked.has(kind))
    .map((kind) => ` · ${kind} “${found[kind].text}” elsewhere`);
  /** @type {[string, import("../core/dom.js").Child][]} */
  const facts = [
    ["Means", position && !summary?.includes(position.summary) && said(position.summary)],
    ["Summary", summary && said(summary)],
    ["Quote", quote && el("q", { dir: "auto" }, quote)],
    ["Date", date ? dateWords(String(date)) : el("em", {}, "no date")],
    ["Reported by", by && said(choices.name(draft, by))],
    ["Cites", found.marker?.text && said(found.marker.text)],
    ["Rule", el("span", { class: "soft" }, `${found.rule ?? "none"}${elsewhere.join("")}`)],
  ];
  return facts
    .filter(([, value]) => value)
    .map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
}

/** What was decided, by whom, and what the machine had said. @param {Fields} stance */
function decisionOf(stance) {
  if (!isDecided(stance)) return null;
  const { reviewer, reviewed_at: at, note, was, status = "accepted" } = stance;
  const by = reviewer ? ` by ${reviewer}` : "";
  const changed = Object.entries(was ?? {}).map(([name, value]) =>
    el("li", {}, `${words(name)}: `, said(shown(stance[name])), ", was: ", said(shown(value))),
  );
  return el(
    "section",
    { class: `decision ${status}`, "aria-label": "Decision" },
    el("p", {}, el("strong", {}, capital(status)), said(by), at ? `, ${dateWords(String(at))}` : ""),
    note && el("p", {}, said(`“${note}”`)),
    changed.length > 0 && el("ul", {}, ...changed),
  );
}

/** @param {unknown} value */
const shown = (value) => (value === null || value === undefined ? "nothing" : String(value));

/** @param {string} word */
export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * Who is new, and whom they may be.
 * @param {Choices} choices
 * @param {import("./types.js").DraftFile} file
 * @param {Fields} stance
 */
export function newcomersOf(choices, { draft, contexts }, stance) {
  const context = contexts[stance.id];
  const entities = named(draft, stance).map((id) => entityOf(draft, id));
  const lines = entities.flatMap((entity) => {
    if (!entity || (isSettled(entity) && !entity.same_as)) return [];
    const { exact, prefix, suffix } = entity.evidence ?? {};
    const isSeen = context?.text.includes(entity.name) || entity.id === draft.source.publisher;
    const place = el("span", { class: "soft" }, " named: ", said(`…${prefix ?? ""}${exact}${suffix ?? ""}…`));
    const about = { class: isSettled(entity) ? "" : "open" };
    return [
      el("li", about, ...newcomer(choices, entity), ".", exact && !isSeen && !isSettled(entity) && place),
    ];
  });
  return lines.length > 0 && el("ul", { class: "newcomers", "aria-label": "New names" }, ...lines);
}

/** @param {Choices} choices @param {Fields} entity @returns {import("../core/dom.js").Child[]} */
export function newcomer(choices, { name, type, same_as: same, near }) {
  const who = el("strong", {}, said(name));
  if (same)
    return [who, " is ", said(choices.entities.get(same.entity)?.label ?? same.entity), ` (${same.by})`];
  const alike = (near ?? []).map((/** @type {Fields} */ each) => `${each.name} ${each.score ?? ""}`.trim());
  return [
    who,
    ` (${type ?? "of no type"}) is not in the graph`,
    alike.length ? `; near: ${alike.join(", ")}` : "",
  ];
}
