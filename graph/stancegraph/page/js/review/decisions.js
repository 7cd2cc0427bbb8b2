/**
 * What a person decides about a draft, as functions from one draft to the next.
 *
 * The same as `review/decisions.py` does; a test lets both take the same steps and compares.
 */

/** @typedef {import("./types.js").Draft} Draft */
/** @typedef {import("./types.js").Fields} Fields */
/** @typedef {import("./types.js").Reviewer} Reviewer */

/** What of a stance a person may change, in the order in which it is asked for. */
export const EDITABLE = [
  "holder",
  "issue",
  "position",
  "about",
  "mode",
  "hedged",
  "date",
  "reported_by",
  "quote",
  "summary",
];
/** Without these no stance can be loaded. */
export const REQUIRED = ["holder", "issue", "position", "mode", "date", "summary"];
/** The fields of a stance that name an entity. */
export const NAMING = ["holder", "about", "reported_by"];
export const DECISIONS = ["accepted", "edited", "rejected"];
const PERSONAL = ["reviewer", "reviewed_at", "note", "was"];

/** @param {Draft} draft @param {string} id @returns {Fields} */
export function stanceOf(draft, id) {
  const found = draft.stances.find((each) => each.id === id);
  if (!found) throw new Error(`the draft has no '${id}'`);
  return found;
}

/** The entity that the draft describes under this id. @param {Draft} draft @param {string} id */
export const entityOf = (draft, id) => draft.entities?.find((each) => each.id === id);

/** @param {Fields} record @returns {string} */
export const statusOf = (record) => record.status || "accepted";

/** @param {Fields} record */
export const isDecided = (record) => statusOf(record) !== "draft";

/** @param {Fields} entity */
export const isSettled = (entity) => "same_as" in entity || isDecided(entity);

/** Why a stance could not be loaded as it is, each in a few words. @param {Fields} stance */
export function faults(stance) {
  const found = REQUIRED.filter((name) => (stance[name] ?? "") === "").map((name) => `no ${name}`);
  if (stance.mode === "ascribed" && !stance.reported_by) found.push("ascribed, but reported by nobody");
  if (stance.reported_by && stance.reported_by === stance.holder) found.push("reported by the holder");
  if (stance.quote && !(stance.evidence?.exact ?? "").includes(stance.quote))
    found.push("a quote that is not in the evidence");
  return found;
}

/** The entities that a stance rests on, its holder first. @param {Draft} draft @param {Fields} stance */
export function named(draft, stance) {
  const ids = [...NAMING.map((name) => stance[name]), draft.source?.publisher];
  return [...new Set(ids.filter(Boolean).map(String))];
}

/** The new entities among them that nobody has looked at. @param {Draft} draft @param {Fields} stance */
export function unsettled(draft, stance) {
  const found = named(draft, stance).map((id) => entityOf(draft, id));
  return found.filter((each) => each !== undefined).filter((each) => !isSettled(each));
}

/** @param {Draft} draft @param {string} id @param {Reviewer} who @param {string} [note] */
export function accept(draft, id, who, note = "") {
  const stance = stanceOf(draft, id);
  return withStance(draft, decided(stance, isEmpty(stance.was) ? "accepted" : "edited", who, note));
}

/** @param {Draft} draft @param {string} id @param {Reviewer} who @param {string} [note] */
export const reject = (draft, id, who, note = "") =>
  withStance(draft, decided(stanceOf(draft, id), "rejected", who, note));

/**
 * The values of the machine that a person changed are kept under `was`.
 * @param {Draft} draft
 * @param {string} id
 * @param {Fields} changes new values by field; null takes a field away
 * @param {Reviewer} who
 * @param {string} [note]
 */
export function edit(draft, id, changes, who, note = "") {
  const { was: before, ...stance } = stanceOf(draft, id);
  const was = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    const old = stance[name] ?? null;
    if (value === old) continue;
    if (!Object.hasOwn(was, name)) was[name] = old;
    if (was[name] === value) delete was[name];
    if (value === null) delete stance[name];
    else stance[name] = value;
  }
  const edited = isEmpty(was) ? stance : { ...stance, was };
  return withStance(draft, decided(edited, isEmpty(was) ? "accepted" : "edited", who, note));
}

/** The stance is undecided again, as the machine had left it. @param {Draft} draft @param {string} id */
export function reopen(draft, id) {
  const stance = { ...stanceOf(draft, id) };
  for (const [name, value] of Object.entries(stance.was ?? {})) {
    if (value === null) delete stance[name];
    else stance[name] = value;
  }
  return withStance(draft, { ...without(stance, PERSONAL), status: "draft" });
}

/** @param {Draft} draft @param {string} entity @param {string} known @param {Reviewer} who */
export const merge = (draft, entity, known, { by, at }) =>
  withEntity(draft, { ...undecided(draft, entity), same_as: { entity: known, by, at } });

/** @param {Draft} draft @param {string} entity @param {Reviewer} who */
export const acceptNew = (draft, entity, { by, at }) =>
  withEntity(draft, { ...undecided(draft, entity), status: "accepted", reviewer: by, reviewed_at: at });

/** How many stances have which status. @param {Draft[]} drafts */
export function counts(drafts) {
  /** @type {Record<string, number>} */
  const found = Object.fromEntries(["draft", ...DECISIONS].map((status) => [status, 0]));
  for (const stance of drafts.flatMap(({ stances }) => stances))
    found[statusOf(stance)] = (found[statusOf(stance)] ?? 0) + 1;
  return found;
}

/** @param {Fields} stance @param {string} status @param {Reviewer} who @param {string} note */
function decided(stance, status, { by, at }, note) {
  const personal = { reviewer: by, reviewed_at: at, ...(note && { note }) };
  const was = isEmpty(stance.was) ? {} : { was: stance.was };
  return { ...without(stance, PERSONAL), status, ...personal, ...was };
}

/** @param {Draft} draft @param {string} id */
function undecided(draft, id) {
  const entity = entityOf(draft, id);
  if (!entity) throw new Error(`the draft has no '${id}'`);
  return { ...without(entity, ["same_as", ...PERSONAL]), status: "draft" };
}

/** @param {Fields} record @param {string[]} names @returns {Fields} */
const without = (record, names) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

/** @param {Fields | null | undefined} record */
const isEmpty = (record) => Object.keys(record ?? {}).length === 0;

/** @param {Draft} draft @param {Fields} stance @returns {Draft} */
const withStance = (draft, stance) => ({
  ...draft,
  stances: draft.stances.map((each) => (each.id === stance.id ? stance : each)),
});

/** @param {Draft} draft @param {Fields} entity @returns {Draft} */
const withEntity = (draft, entity) => ({
  ...draft,
  entities: (draft.entities ?? []).map((each) => (each.id === entity.id ? entity : each)),
});
