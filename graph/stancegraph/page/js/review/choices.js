/** What the fields of a stance may hold, and what things are called: as `review/choices.py`. */

import { folded } from "../core/words.js";
import { entityOf, NAMING, REQUIRED } from "./decisions.js";
import { verbatim } from "./verbatim.js";

/** @typedef {import("./types.js").Draft} Draft */
/** @typedef {import("./types.js").Fields} Fields */
/** @typedef {import("./types.js").Entity} Entity */

// What XML 1.0 cannot carry, and half a surrogate pair.
const UNPRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u;
const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const MOST = 8;

/** A value that a field may not hold: what is wrong, and what would be right. */
export class WrongValue extends Error {}

export class Choices {
  /** @param {import("./types.js").Block} block */
  constructor({ entities, issues, modes }) {
    this.entities = new Map(entities.map((each) => [each.id, each]));
    this.issues = new Map(issues.map((each) => [each.id, each]));
    this.modes = modes;
  }

  /** What people call an entity, known or new. @param {Draft} draft @param {string} [id] @returns {string} */
  name(draft, id) {
    if (!id) return "";
    return entityOf(draft, id)?.name ?? this.entities.get(id)?.label ?? id;
  }

  /** The position of a stance, if its issue has it. @param {Fields} stance */
  position(stance) {
    return this.issues.get(stance.issue)?.positions.find(({ id }) => id === stance.position);
  }

  /** The parts of the line that tells a stance. @param {Draft} draft @param {Fields} stance */
  reading(draft, stance) {
    const [who, about] = [this.name(draft, stance.holder) || "nobody", this.name(draft, stance.about)];
    return {
      who: about ? `${who} on ${about}` : who,
      issue: this.issues.get(stance.issue)?.short ?? stance.issue ?? "no issue",
      position: this.position(stance)?.label ?? stance.position ?? "no position",
      mode: stance.mode ?? "no mode",
      hedged: stance.hedged === true ? "hedged" : "",
    };
  }

  /** The summary that a machine gives a stance. @param {Draft} draft @param {Fields} stance */
  sentence(draft, stance) {
    const [issue, position] = [this.issues.get(stance.issue), this.position(stance)];
    const name = this.name(draft, stance.holder);
    if (!issue || !name) return "";
    return position ? `${name}: ${position.summary}` : `${name} on: ${issue.label}`;
  }

  /**
   * The changes, and a new summary where the machine's no longer says what they say.
   * @param {Draft} draft
   * @param {Fields} stance
   * @param {Fields} changes
   * @returns {Fields}
   */
  follow(draft, stance, changes) {
    const kept = stance.summary;
    if ("summary" in changes || !kept || kept !== this.sentence(draft, stance)) return changes;
    const summary = this.sentence(draft, { ...stance, ...changes });
    return summary && summary !== kept ? { ...changes, summary } : changes;
  }

  /**
   * A value as a field holds it; null for one that is left out.
   * @param {Draft} draft
   * @param {Fields} stance with what was changed before
   * @param {string} field
   * @param {string} typed
   * @returns {string | boolean | null}
   */
  read(draft, stance, field, typed) {
    const value = plain(typed);
    if (!value) {
      if (REQUIRED.includes(field)) throw new WrongValue(`${words(field)} cannot be left out`);
      return null;
    }
    if (NAMING.includes(field)) return this.entity(draft, value) ?? this.unknown(value);
    if (field === "position" && !this.position({ ...stance, position: value }))
      throw new WrongValue("choose a position on this issue");
    if (field === "hedged") return value === "true";
    if (field === "date") return date(value);
    if (field !== "quote") return value;
    const found = verbatim(value, stance.evidence?.exact ?? "");
    if (found === null)
      throw new WrongValue("these words are not in the evidence: a quote is copied from there");
    return found;
  }

  /** The entity of an id, a name or an alias, whatever its capitals. @param {Draft} draft @param {string} typed */
  entity(draft, typed) {
    const new_ = (draft.entities ?? []).map(({ id, name }) => ({ id, label: name, aliases: [] }));
    const all = [...new_, ...this.entities.values()];
    if (all.some(({ id }) => id === typed)) return typed;
    const wanted = typed.toLowerCase();
    return all.find(({ label, aliases }) => [label, ...aliases].some((name) => name.toLowerCase() === wanted))
      ?.id;
  }

  /** @param {string} typed @returns {never} */
  unknown(typed) {
    const near = this.near(typed).map(({ label }) => label);
    const hint = near.length ? `: did you mean ${near.slice(0, 3).join(", or ")}?` : "";
    throw new WrongValue(`“${typed}” is nobody whom the graph knows${hint}`);
  }

  /** The known entities whose names are most like some words. @param {string} typed @returns {Entity[]} */
  near(typed) {
    const wanted = folded(typed);
    const scored = [...this.entities.values()].map((entity) => ({
      entity,
      score: Math.max(...[entity.label, ...entity.aliases].map((name) => likeness(wanted, folded(name)))),
    }));
    const found = scored.filter(({ score }) => score >= 0.4).sort((a, b) => b.score - a.score);
    return found.slice(0, MOST).map(({ entity }) => entity);
  }
}

/** A field's name in a sentence. @param {string} field */
export const words = (field) => field.replace("_", " ");

/** A text without outer space, with one kind of line end. @param {string} typed */
function plain(typed) {
  const text = typed.replace(/\r\n?/g, "\n").trim();
  const bad = UNPRINTABLE.exec(text)?.[0];
  if (bad !== undefined) {
    const code = bad.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw new WrongValue(`it holds the character U+${code}: take it out`);
  }
  return text;
}

/** @param {string} value */
function date(value) {
  const [, year, month = "01", day = "01"] = DATE.exec(value) ?? [];
  if (!year) throw new WrongValue(`“${value}” is not a date: YYYY, YYYY-MM or YYYY-MM-DD`);
  const day_ = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (year === "0000" || Number.isNaN(day_.getTime()) || day_.getUTCDate() !== Number(day))
    throw new WrongValue(`the date ${value} does not exist`);
  return value;
}

/** How alike two words are, by the pairs of letters that they share: 0 to 1. @param {string} a @param {string} b */
function likeness(a, b) {
  if (a.length > 2 && b.includes(a)) return 0.9;
  const [pairs, others] = [pairsOf(a), pairsOf(b)];
  const shared = [...pairs].filter((pair) => others.has(pair)).length;
  return (2 * shared) / (pairs.size + others.size || 1);
}

/** @param {string} text */
const pairsOf = (text) => new Set(Array.from(text, (_, at) => text.slice(at, at + 2)).slice(0, -1));
