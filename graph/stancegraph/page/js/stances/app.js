/** The page: views on one selection of stances, facets, details and the address. */

import { lastDays, latestOf, modelOf } from "../core/data.js";
import { detailsOf } from "./details.js";
import { isNarrow, unpackedJson } from "../core/dom.js";
import { find, isFacetValue, shownWords } from "../core/filter.js";
import { frameOf } from "./frame.js";
import { activeFilters, nothingFound } from "./narrowed.js";
import { railOf } from "./rail.js";
import { spanOf } from "./span.js";
import { hashOf, stateOf } from "../core/state.js";

/** @typedef {import("../core/types.js").View} View */
/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/state.js").State} State */

// Changes of these parts are steps that the browser's button goes back.
const STEPS = /** @type {const} */ (["view", "issue", "chosen"]);

// Changes of these parts leave the same stances.
const SAME = ["view", "theme", "chosen", "sparql"];

/**
 * Draws the page of stances.
 * @param {View[]} views
 * @param {import("../core/types.js").Site} [site] the server that it came from
 */
export async function startStances(views, site) {
  const page = new StancePage(modelOf(await unpackedJson("data")), views, site);
  page.show();
  // On a phone the details are far below what they are of.
  if (page.state.chosen && isNarrow()) page.frame.details.scrollIntoView();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

/** @implements {App} */
class StancePage {
  /** @type {import("../core/filter.js").Found} */
  found;
  /** @type {import("../core/data.js").Stance[]} */
  visible;
  /** @type {import("../core/data.js").Stance[]} */
  latest;
  /** @type {Set<import("../core/data.js").Stance>} */
  past;
  /** @type {import("../core/data.js").Stance[]} */
  changes;
  /** @type {void | (() => void)} */
  undraw;
  telling = 0;
  /** What opened the details, as a selector. */
  opener = "";
  /** What is shown, and how far each was scrolled. */
  scene = "";
  /** @type {Map<string, number>} */
  tops = new Map();

  /** @param {import("../core/data.js").Model} model @param {View[]} views @param {App["site"]} site */
  constructor(model, views, site) {
    this.model = model;
    this.views = views;
    this.site = site;
    this.state = this.addressed();
    this.frame = frameOf(this, views);
    this.select();
    addEventListener("popstate", () => this.readdressed());
    addEventListener("hashchange", () => this.readdressed());
    addEventListener("keydown", (event) => this.key(event));
    let width = innerWidth;
    addEventListener("resize", () => {
      if (width !== innerWidth) requestAnimationFrame(() => this.show());
      width = innerWidth;
    });
  }

  /** The state that the address names. */
  addressed() {
    const views = this.views.map(({ id }) => id);
    const state = stateOf(location.hash, { views, known: (key) => this.model.byKey.has(key) });
    return { ...state, only: new Set([...state.only].filter((key) => isFacetValue(key, this.model))) };
  }

  readdressed() {
    const state = this.addressed();
    const usual = this.usual();
    if (hashOf(state, usual) === hashOf(this.state, usual)) return;
    this.state = state;
    this.select();
    this.show();
  }

  usual() {
    return this.views[0]?.id ?? "";
  }

  /** What the filters leave. */
  select() {
    this.found = find(this.model.stances, this.state);
    this.visible = this.found.stances;
    this.latest = latestOf(this.visible);
    this.changes = this.visible.filter(({ change }) => change);
    const { to } = this.state;
    // What came after the span was not known in it.
    const known = to ? this.model.stances.filter(({ date }) => date.slice(0, 7) <= to) : this.model.stances;
    const days = lastDays(known);
    this.past = new Set(this.latest.filter(({ line, date }) => date < (days.get(line) ?? "")));
  }

  /** @param {Partial<State>} change */
  go(change) {
    const before = this.state;
    this.state = { ...before, ...change };
    // Closing the details is no step that one would go back over.
    const step =
      STEPS.some((part) => change[part] && change[part] !== before[part]) ||
      (change.issue === "" && before.issue !== "");
    const hash = hashOf(this.state, this.usual());
    // In a frame of a notebook a page has no address of its own.
    if (location.protocol !== "about:") history[step ? "pushState" : "replaceState"](null, "", hash);
    const others = Object.keys(change).some((part) => !SAME.includes(part));
    if (others) this.select();
    this.show();
    if (others) this.say(this.shown());
  }

  /** @param {string} key */
  choose(key) {
    const before = this.state.chosen;
    // From one thing in the details to the next, the way back stays where it began.
    if (key && !before) this.opener = focusedPart();
    this.go({ chosen: key });
    if (key) {
      const title = document.getElementById("details-title");
      title?.focus({ preventScroll: !isNarrow() });
      this.frame.details.scrollTop = 0;
    } else if (!refocus(this.opener)) this.focusOn(before);
  }

  /** The focus goes to where a thing is shown. @param {string} key */
  focusOn(key) {
    if (!refocus(`#view [data-key="${CSS.escape(key)}"]`)) this.frame.place.focus();
  }

  /** @param {string} text */
  say(text) {
    this.frame.live.textContent = text;
  }

  /** Says it to those who look, too, for a while. @param {string} text */
  tell(text) {
    const { live } = this.frame;
    this.say(text);
    live.className = "toast";
    clearTimeout(this.telling);
    this.telling = setTimeout(() => (live.className = "unseen"), 4000);
  }

  shown() {
    return shownWords(this.visible.length, this.model.stances.length);
  }

  /** Draws everything anew, and gives the focus back to what had it. */
  show() {
    const { frame, state } = this;
    const focused = focusedPart();
    const had = document.activeElement;
    this.tops.set(this.scene, frame.place.scrollTop);
    this.scene = `${state.view} ${state.issue}`;
    this.undraw?.();
    frame.place.replaceChildren();
    document.documentElement.dataset.theme = state.theme;
    const view = this.views.find(({ id }) => id === state.view) ?? this.views[0];
    frame.place.append(...activeFilters(this));
    if (view && (this.visible.length || view.whole)) this.undraw = view.draw(frame.place, this);
    else frame.place.append(nothingFound(this));
    this.markChosen();
    const parts = detailsOf(this);
    frame.details.replaceChildren(...parts);
    frame.rail.replaceChildren(...railOf(this));
    frame.span.replaceChildren(...spanOf(this));
    frame.count.textContent = this.shown();
    frame.update(this);
    frame.place.scrollTop = this.tops.get(this.scene) ?? 0;
    // What had the focus may be gone with what it opened or closed.
    if (!refocus(focused) && had && !had.isConnected && !refocus("#issue-title")) frame.place.focus();
  }

  /** Marks what is chosen; of a holder, and of a stance that is not drawn, all marks of the holder. */
  markChosen() {
    const { place } = this.frame;
    const marked = (/** @type {string} */ key) => [
      ...place.querySelectorAll(`[data-key="${CSS.escape(key)}"]`),
    ];
    const thing = this.model.byKey.get(this.state.chosen);
    let marks = marked(this.state.chosen);
    if (!marks.length && thing) {
      const stances = "stances" in thing ? thing.stances : "holder" in thing ? thing.holder.stances : [];
      marks = stances.flatMap(({ key }) => marked(key));
    }
    for (const mark of marks) mark.setAttribute("aria-current", "true");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable]");
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape") this.back();
    else if (typing) return;
    else if (event.key === "/") {
      event.preventDefault();
      this.frame.search.focus();
    } else if (/^[1-9]$/.test(event.key) && this.frame.shortcuts()) {
      const view = this.views[Number(event.key) - 1];
      if (view) this.go({ view: view.id });
    }
  }

  /** One step out: of the details, the search, the issue. */
  back() {
    if (this.state.chosen) this.choose("");
    else if (this.state.search) this.go({ search: "" });
    else if (this.state.issue) this.go({ issue: "" });
  }
}

/** The control that has the focus, by what stays the same when it is drawn anew. */
function focusedPart() {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement || at instanceof SVGElement) || at === document.body) return "";
  if (at.id) return `#${CSS.escape(at.id)}`;
  const { key, facet } = at.dataset;
  if (key) return `[data-key="${CSS.escape(key)}"]`;
  return facet ? `[data-facet="${CSS.escape(facet)}"]` : "";
}

/** Gives the focus to what is found, and tells whether it could. @param {string} selector */
function refocus(selector) {
  const again = selector ? document.querySelector(selector) : null;
  if (!(again instanceof HTMLElement || again instanceof SVGElement)) return false;
  again.focus({ preventScroll: true });
  return document.activeElement === again;
}
