/** The page of a review: the list of stances, the one at hand, keys, and the files to save. */

import { el, isNarrow, unpackedJson } from "../core/dom.js";
import { saveFile } from "../core/save.js";
import { themeButton } from "../core/theme.js";
import { Choices } from "./choices.js";
import { accept, acceptNew, edit, entityOf, faults, merge, named, reject, unsettled } from "./decisions.js";
import { EditForm } from "./form.js";
import { frameOf } from "./frame.js";
import { countWords, listKeys, listOf } from "./list.js";
import { mergePanel, rejectPanel, settlePanel } from "./panels.js";
import { printList } from "./paper.js";
import { NOWHERE, Session } from "./session.js";
import { judged, KEYS, newcomersOf, readingOf } from "./stance.js";
import { toYaml } from "./yaml.js";

/** @typedef {import("./types.js").Fields} Fields */
/** @typedef {import("./session.js").Item} Item */

/** Draws the page. */
export async function startReview() {
  const page = new ReviewPage(await unpackedJson("data"));
  page.show();
  page.greet();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

export class ReviewPage {
  /** What is asked beside the stance. @type {{ name: string, element: HTMLElement, key?: (key: string) => boolean } | null} */
  panel = null;
  told = 0;

  /** @param {import("./types.js").Block} block */
  constructor(block) {
    this.block = block;
    this.choices = new Choices(block);
    this.session = new Session(block.files);
    this.theme = new URLSearchParams(location.hash.slice(1)).get("th") ?? "";
    this.dark = themeButton(
      () => this.theme,
      (theme) => this.setTheme(theme),
    );
    this.frame = frameOf(this);
    listKeys(this.frame.rail);
    printList(this);
    document.addEventListener("keydown", (event) => this.key(event));
    addEventListener("beforeunload", (event) => {
      if (!this.session.isKept && this.unsaved().length) event.preventDefault();
    });
    this.setTheme(this.theme);
  }

  /** @param {string} theme */
  setTheme(theme) {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
    if (theme && location.protocol !== "about:") history.replaceState(null, "", `#th=${theme}`);
    this.dark.update();
  }

  /** Says what an earlier visit left, or that nothing can be left. */
  greet() {
    const { restored, isKept } = this.session;
    if (!isKept)
      this.tell("This browser keeps no progress for this page: save the YAML before you close it.");
    else if (restored) this.tell(`Your progress is here again: ${countWords(this.session.counts())}.`);
  }

  get item() {
    return this.session.item;
  }

  /** Who decides, and on which day here. */
  who() {
    const by = this.frame.reviewer.value.trim();
    if (!by) {
      this.tell("Who are you? Your name goes with each decision.");
      this.frame.reviewer.focus();
      return null;
    }
    const now = new Date();
    const [month, day] = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    return { by, at: `${now.getFullYear()}-${month}-${day}` };
  }

  accept() {
    const { item } = this;
    const who = item && this.who();
    if (!item || !who) return;
    const found = faults(this.session.stance(item));
    if (found.length) this.tell(`${found.join(", ")}: press e to mend it, or r to reject it`);
    else
      this.settle(item, this.session.stance(item), () => {
        this.session.decide(item, (draft) => accept(draft, item.id, who));
        this.moved("Accepted.");
      });
  }

  edit() {
    const { item } = this;
    if (!item) return;
    const stance = this.session.stance(item);
    const done = (/** @type {Fields} */ changes, /** @type {string} */ note) => {
      const who = this.who();
      if (!who) return;
      this.settle(item, { ...stance, ...changes }, () => {
        this.session.decide(item, (draft) => edit(draft, item.id, changes, who, note));
        this.moved("Edited.");
      });
    };
    const form = new EditForm(this.choices, item.file.draft, stance, done, () => this.close());
    this.open({ name: "edit", element: form.element }, "select, input");
  }

  reject() {
    const { item } = this;
    if (!item) return;
    const done = (/** @type {string} */ note) => {
      const who = this.who();
      if (!who) return;
      this.session.decide(item, (draft) => reject(draft, item.id, who, note));
      this.moved("Rejected.");
    };
    this.open(
      rejectPanel(done, () => this.close()),
      "input",
    );
  }

  skip() {
    if (!this.item) return;
    this.session.skip();
    this.moved("Skipped.");
  }

  undo() {
    if (this.session.undo()) this.moved("Taken back.");
    else this.tell("There is nothing to take back.");
  }

  /** Somebody new who is named in the stance: first who is undecided. */
  newcomer() {
    const { item } = this;
    if (!item) return undefined;
    const stance = this.session.stance(item);
    const all = named(item.file.draft, stance).map((id) => entityOf(item.file.draft, id));
    const found = [...unsettled(item.file.draft, stance), ...all].find(Boolean);
    if (!found) this.tell("Everybody who is named here is known to the graph.");
    return found;
  }

  merge() {
    const entity = this.newcomer();
    if (entity) this.askWho(entity, () => this.show());
  }

  acceptNew() {
    const entity = this.newcomer();
    if (entity) this.takeNew(entity, () => this.show());
  }

  /** Asks for everybody new in a stance whom nobody has looked at; then goes on. @param {Item} item @param {Fields} stance @param {() => void} then */
  settle(item, stance, then) {
    const [entity] = unsettled(item.file.draft, stance);
    if (!entity) return then();
    const again = () => this.settle(item, stance, then);
    const panel = settlePanel(this.choices, entity, {
      isNew: () => this.takeNew(entity, again),
      isKnown: () => this.askWho(entity, again),
      cancel: () => this.close(),
    });
    this.open(panel, "button");
  }

  /** @param {Fields} entity @param {() => void} then */
  takeNew(entity, then) {
    const { item } = this;
    const who = this.who();
    if (!item || !who) return;
    this.session.decide(item, (draft) => acceptNew(draft, entity.id, who));
    this.panel = null;
    then();
    this.tell(`${entity.name} is new.`);
  }

  /** @param {Fields} entity @param {() => void} then */
  askWho(entity, then) {
    const { item } = this;
    if (!item) return;
    const done = (/** @type {string} */ known) => {
      const who = this.who();
      if (!who) return;
      this.session.decide(item, (draft) => merge(draft, entity.id, known, who));
      this.panel = null;
      then();
      this.tell(`${entity.name} is ${this.choices.entities.get(known)?.label ?? known}.`);
    };
    this.open(
      mergePanel(this.choices, entity, done, () => this.close()),
      "button, input",
    );
  }

  /** The drafts whose decisions are in no file yet. */
  unsaved() {
    return this.session.files.filter(({ draft, saved }) => draft !== saved);
  }

  /** Gives the person the file of a draft, with what was decided. @param {import("./session.js").OpenFile} [file] */
  save(file = this.item?.file ?? this.unsaved()[0] ?? this.session.files[0]) {
    if (!file) return;
    saveFile(file.name, file.head + toYaml(file.draft), "application/yaml");
    file.saved = file.draft;
    this.show();
    this.tell(`${file.name} is saved where your browser puts downloads: put it in the place of the draft.`);
  }

  /** @param {number} at */
  choose(at) {
    this.session.at = at;
    this.panel = null;
    this.show();
  }

  /** @param {NonNullable<ReviewPage["panel"]>} panel @param {string} first what has the focus in it */
  open(panel, first) {
    this.panel = panel;
    this.frame.live.className = "unseen";
    this.show();
    /** @type {HTMLElement | null} */ (panel.element.querySelector(first))?.focus();
    panel.element.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.panel = null;
    this.show();
  }

  /** Shows what is at hand after a step. @param {string} words */
  moved(words) {
    this.panel = null;
    this.show();
    if (isNarrow()) document.getElementById("reading")?.scrollIntoView();
    this.frame.view.scrollTop = 0;
    const { item } = this;
    const next = item && readingOf(this.choices, item.file.draft, this.session.stance(item));
    this.tell(`${words} ${next ? `Next: ${el("p", {}, ...next).textContent}` : "That was the last one."}`);
  }

  /** Says it to everybody, for a while. @param {string} words */
  tell(words) {
    const { live } = this.frame;
    live.textContent = words;
    live.className = "toast";
    clearTimeout(this.told);
    this.told = setTimeout(() => (live.className = "unseen"), 4000);
  }

  /** Draws the list and the stance anew; the focus stays in the list if it was there. */
  show() {
    const { rail, view } = this.frame;
    const wasInList = rail.contains(document.activeElement) && document.activeElement?.matches(".entry");
    const wasOn = document.activeElement?.id ?? "";
    const top = rail.scrollTop;
    rail.replaceChildren(
      ...listOf(this.session, this.choices, {
        choose: (at) => this.choose(at),
        filter: () => this.filtered(),
      }),
    );
    rail.scrollTop = top;
    const current = /** @type {HTMLElement | null} */ (rail.querySelector("[aria-current=true]"));
    for (const entry of rail.querySelectorAll(".entry"))
      entry.setAttribute("tabindex", entry === current ? "0" : "-1");
    if (!current) rail.querySelector(".entry")?.setAttribute("tabindex", "0");
    view.replaceChildren(...(this.item ? this.stanceParts(this.item) : this.endParts()));
    this.frame.update();
    if (wasInList && current) current.focus();
    else if (wasOn && document.getElementById(wasOn)) document.getElementById(wasOn)?.focus();
    else document.getElementById("reading")?.focus({ preventScroll: true });
    // In one column the list is far below.
    if (!isNarrow()) current?.scrollIntoView({ block: "nearest" });
  }

  filtered() {
    const { session } = this;
    if (!session.item || !session.passes(session.item)) session.at = session.next(NOWHERE);
    this.show();
  }

  /** @param {Item} item */
  stanceParts(item) {
    const stance = this.session.stance(item);
    const newcomers = newcomersOf(this.choices, item.file, stance);
    const place = `${this.session.at + 1} of ${this.session.queue.length} · tier ${stance.tier ?? "?"}`;
    const file = this.session.files.length > 1 ? ` · ${item.file.name}` : "";
    return [
      el("p", { class: "place" }, place, file),
      ...judged(this.choices, item, stance, { isEdited: this.panel?.name === "edit" }),
      newcomers,
      this.panel
        ? el("div", { id: "panel", class: this.panel.name }, this.panel.element)
        : this.buttons(!!newcomers),
    ].filter((part) => part instanceof Node);
  }

  /** @param {boolean} isNew whether somebody is new */
  buttons(isNew) {
    const all = KEYS.map(([key, word]) => [key, word]);
    if (isNew) all.push(["m", "Merge"], ["n", "New"]);
    const buttons = all.map(([key = "", word = ""]) => this.button(key, word));
    return el("div", { class: "actions", role: "group", "aria-label": "Decide" }, ...buttons);
  }

  /** @param {string} key @param {string} word */
  button(key, word) {
    const about = { id: `act-${key}`, "aria-keyshortcuts": key, onclick: this.acts()[key] };
    return el("button", { type: "button", ...about }, `${word} `, el("kbd", { "aria-hidden": "true" }, key));
  }

  /** Where no stance is left to show. */
  endParts() {
    const { session } = this;
    const found = session.counts();
    const isHidden = Boolean(found.draft);
    const rest = isHidden
      ? "No undecided stance passes the filters: let all tiers through, or choose one in the list."
      : "Every stance is decided.";
    return [
      el("h2", { id: "reading", tabindex: -1 }, isHidden ? "Nothing here" : "Done"),
      el("p", {}, rest, ` ${countWords(found)}.`),
      el("p", {}, "Save the YAML, put it in the place of the draft, and load it:"),
      el("pre", {}, el("code", {}, `stancegraph load ${session.files.map(({ name }) => name).join(" ")}`)),
      el(
        "div",
        { class: "actions", role: "group", "aria-label": "What is next" },
        this.button("q", "Save YAML"),
        this.button("u", "Undo"),
      ),
    ];
  }

  /** What each key does. @returns {Record<string, () => void>} */
  acts() {
    return {
      a: () => this.accept(),
      e: () => this.edit(),
      r: () => this.reject(),
      s: () => this.skip(),
      u: () => this.undo(),
      m: () => this.merge(),
      n: () => this.acceptNew(),
      q: () => this.save(),
      "?": () => this.frame.help.showModal(),
    };
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (this.frame.help.open || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      this.save();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && this.panel) return this.close();
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches?.("input:not([type=checkbox]), select, textarea") || !this.frame.shortcuts.checked)
      return;
    if (this.panel) {
      if (this.panel.key?.(event.key)) event.preventDefault();
      return;
    }
    const step = { j: 1, k: -1 }[event.key];
    const act = step ? () => this.step(step) : this.acts()[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** To the next stance of the list, or the one before. @param {number} by */
  step(by) {
    const { queue, at } = this.session;
    const places = queue
      .map((_, place) => place)
      .filter((place) => this.session.passes(/** @type {Item} */ (queue[place])));
    const next = by > 0 ? places.find((place) => place > at) : places.findLast((place) => place < at);
    if (next !== undefined) this.choose(next);
  }
}
