/** One sitting: the order of the stances, where one is, the way back, and what is kept. */

import { counts, isDecided, reopen, stanceOf } from "./decisions.js";

/** @typedef {import("./types.js").Draft} Draft */
/** @typedef {import("./types.js").DraftFile & { first: Draft, saved: Draft }} OpenFile */
/** @typedef {{ file: OpenFile, id: string }} Item */

export const TIERS = ["A", "B", "C"];
/** Where there is no stance to show. */
export const NOWHERE = -1;
const KEPT = "stancegraph-review:";

/** What the engine calls likely; what it did not say comes last. @param {Item} item */
export const tierOf = ({ file, id }) => String(stanceOf(file.draft, id).tier ?? "?");

export class Session {
  /** @param {import("./types.js").DraftFile[]} files */
  constructor(files) {
    /** @type {OpenFile[]} */
    this.files = files.map((file) => ({ ...file, first: file.draft, saved: file.draft }));
    /** @type {{ at: number, file?: OpenFile, draft?: Draft }[]} */
    this.steps = [];
    this.tiers = new Set([...TIERS, "?"]);
    this.onlyUndecided = false;
    this.isKept = true;
    this.restored = this.files.filter((file) => this.restore(file)).length;
    const place = (/** @type {Item} */ item) => (TIERS.indexOf(tierOf(item)) + TIERS.length + 1) % 4;
    /** @type {Item[]} */
    this.queue = this.files
      .flatMap((file) => file.draft.stances.map(({ id }) => ({ file, id: String(id) })))
      .sort((a, b) => place(a) - place(b));
    this.at = this.next(NOWHERE);
  }

  get item() {
    return this.queue[this.at];
  }

  /** @param {Item} item */
  stance({ file, id }) {
    return stanceOf(file.draft, id);
  }

  /** @param {Item} item */
  isOpen(item) {
    return !isDecided(this.stance(item));
  }

  /** Whether the filters let a stance through. @param {Item} item */
  passes(item) {
    return this.tiers.has(tierOf(item)) && (!this.onlyUndecided || this.isOpen(item));
  }

  /** The next undecided stance after a place, from the beginning again at the end. @param {number} after */
  next(after) {
    const places = this.queue.map((_, at) => (after + 1 + at) % this.queue.length);
    const isNext = (/** @type {Item | undefined} */ item) => item && this.isOpen(item) && this.passes(item);
    return places.find((at) => isNext(this.queue[at])) ?? NOWHERE;
  }

  /** @param {Item} item @param {(draft: Draft) => Draft} change */
  decide({ file, id }, change) {
    this.steps.push({ at: this.at, file, draft: file.draft });
    file.draft = change(file.draft);
    this.keep(file);
    if (isDecided(stanceOf(file.draft, id))) this.at = this.next(this.at);
  }

  skip() {
    this.steps.push({ at: this.at });
    this.at = this.next(this.at);
  }

  /** Takes back the last step, or the decision about the stance that is shown; whether there was one. */
  undo() {
    const step = this.steps.pop();
    if (step) {
      if (step.file && step.draft) {
        step.file.draft = step.draft;
        this.keep(step.file);
      }
      this.at = step.at;
    } else if (this.item && !this.isOpen(this.item)) {
      const { file, id } = this.item;
      file.draft = reopen(file.draft, id);
      this.keep(file);
    } else return false;
    return true;
  }

  counts() {
    return counts(this.files.map(({ draft }) => draft));
  }

  /** Back to what the files held when the page was made. */
  beginAnew() {
    for (const file of this.files) {
      file.draft = file.first;
      this.keep(file);
    }
    this.steps = [];
    this.at = this.next(NOWHERE);
  }

  /** Keeps the progress in this browser, against a closed window. @param {OpenFile} file */
  keep(file) {
    try {
      if (file.draft === file.first) localStorage.removeItem(KEPT + file.key);
      else {
        const { stances, entities } = file.draft;
        localStorage.setItem(KEPT + file.key, JSON.stringify({ stances, entities }));
      }
    } catch {
      // There is no such place, or it is full: the page says so, and warns before it is closed.
      this.isKept = false;
    }
  }

  /** Takes up the progress of an earlier visit; whether there was any. @param {OpenFile} file */
  restore(file) {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT + file.key) ?? "null");
      const ids = (/** @type {any} */ draft) =>
        JSON.stringify(draft.stances.map((/** @type {any} */ s) => s.id));
      if (!kept || ids(kept) !== ids(file.first)) return false;
      file.draft = { ...file.first, ...kept };
      return true;
    } catch {
      this.isKept = false;
      return false;
    }
  }
}
