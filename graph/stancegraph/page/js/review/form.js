/** The form in which the fields of a stance are changed. */

import { el } from "../core/dom.js";
import { folded } from "../core/words.js";
import { WrongValue } from "./choices.js";
import { EDITABLE, faults, NAMING } from "./decisions.js";

/** @typedef {import("./types.js").Draft} Draft */
/** @typedef {import("./types.js").Fields} Fields */
/** @typedef {import("./choices.js").Choices} Choices */
/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

const MOST = 30;
const LABELS = /** @type {Record<string, string>} */ ({
  holder: "Holder",
  issue: "Issue",
  position: "Position",
  about: "About whom, if not the issue at large",
  mode: "Mode",
  hedged: "Hedged",
  date: "Date",
  reported_by: "Reported by, unless the holder says it",
  quote: "Quote, the holder’s own words in the evidence",
  summary: "Summary",
  note: "Note",
});
const MODES = /** @type {Record<string, string>} */ ({
  says: "says: in the holder’s own words",
  does: "does: by an act",
  ascribed: "ascribed: others say so of the holder",
});

/** An input that offers the entities whose names hold what is typed. @param {Choices} choices @param {Draft} draft @param {Record<string, unknown>} about */
export function entityInput(choices, draft, about) {
  const list = el("datalist", { id: `${about.id}-list` });
  const names = [...(draft.entities ?? []).map(({ name }) => String(name))];
  for (const { label } of choices.entities.values()) names.push(label);
  const all = names.map((name) => [name, folded(name)]);
  const offer = () => {
    const wanted = folded(input.value);
    const found = all.filter(([, name]) => name?.includes(wanted)).slice(0, MOST);
    list.replaceChildren(...found.map(([name]) => el("option", { value: name })));
  };
  const input = el("input", {
    ...about,
    list: list.id,
    autocomplete: "off",
    spellcheck: "false",
    oninput: offer,
  });
  return { input, list };
}

export class EditForm {
  /**
   * @param {Choices} choices
   * @param {Draft} draft
   * @param {Fields} stance
   * @param {(changes: Fields, note: string) => void} done
   * @param {() => void} cancel
   */
  constructor(choices, draft, stance, done, cancel) {
    this.choices = choices;
    this.draft = draft;
    this.stance = stance;
    this.done = done;
    /** @type {Map<string, Control>} */
    this.controls = new Map();
    /** What the controls held at first. @type {Map<string, string>} */
    this.first = new Map();
    /** The summary that follows from the changes so far. @type {string | undefined} */
    this.follows = undefined;
    this.wrong = el("p", { class: "wrong", role: "alert" });
    const rows = [...EDITABLE, "note"].map((name) => this.row(name));
    for (const [name, control] of this.controls) this.first.set(name, valueOf(control));
    this.element = el(
      "form",
      {
        class: "edit",
        "aria-label": "Edit",
        novalidate: true,
        onsubmit: (/** @type {Event} */ event) => (event.preventDefault(), this.submit()),
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.submit();
        },
      },
      ...rows,
      this.wrong,
      el(
        "p",
        { class: "buttons" },
        el("button", { type: "submit", class: "main" }, "Save the changes ", el("kbd", {}, "Enter")),
        el("button", { type: "button", onclick: cancel }, "Drop them ", el("kbd", {}, "Esc")),
      ),
    );
  }

  /** @param {string} name */
  row(name) {
    const id = `field-${name}`;
    const about = { id, name, "aria-describedby": `${id}-wrong`, onchange: () => this.changed(name) };
    const { control, more } = this.control(name, about);
    this.controls.set(name, control);
    const isWide = ["quote", "summary", "note"].includes(name);
    return el(
      "div",
      { class: `field ${name}${isWide ? " wide" : ""}` },
      el("label", { for: id }, LABELS[name]),
      control,
      more,
      el("p", { class: "wrong", id: `${id}-wrong` }),
    );
  }

  /** @param {string} name @param {Record<string, unknown>} about @returns {{ control: Control, more?: Node }} */
  control(name, about) {
    const { choices, draft, stance } = this;
    const now = stance[name];
    if (name === "issue")
      return {
        control: select(
          about,
          [...choices.issues.values()].map(({ id, label }) => [id, label]),
          now,
        ),
      };
    if (name === "position") return { control: select(about, this.positions(stance.issue), now) };
    if (name === "mode")
      return {
        control: select(
          about,
          choices.modes.map((id) => [id, MODES[id] ?? id]),
          now,
        ),
      };
    if (name === "hedged") {
      const control = el("input", { ...about, type: "checkbox" });
      control.checked = now === true;
      return { control };
    }
    if (NAMING.includes(name)) {
      const { input, list } = entityInput(choices, draft, about);
      const shown = choices.name(draft, now);
      // Where two have one name, the id tells which.
      input.value = now && choices.entity(draft, shown) !== now ? now : shown;
      return { control: input, more: list };
    }
    const isLong = name === "quote" || name === "summary";
    const control = isLong
      ? el("textarea", { ...about, rows: 2, dir: "auto" })
      : el("input", { ...about, dir: "auto" });
    control.value = String(now ?? "");
    return { control };
  }

  /** @param {string} issue @returns {[string, string][]} */
  positions(issue) {
    const all = this.choices.issues.get(issue)?.positions ?? [];
    return all.map(({ id, label, summary }) => [id, `${label}: ${summary}`]);
  }

  /** What follows from a change, and what is wrong with it. @param {string} name */
  changed(name) {
    const summary = /** @type {Control} */ (this.controls.get("summary"));
    if (name === "issue") {
      const position = /** @type {HTMLSelectElement} */ (this.controls.get("position"));
      position.replaceChildren(...options(this.positions(this.text("issue"))));
    }
    const { changes } = this.read();
    if (summary.value === (this.follows ?? this.stance.summary)) {
      const { summary: _, ...rest } = changes;
      this.follows = this.choices.follow(this.draft, this.stance, rest).summary ?? this.stance.summary;
      summary.value = this.follows ?? "";
    }
  }

  /** @param {string} name */
  text(name) {
    return valueOf(/** @type {Control} */ (this.controls.get(name)));
  }

  /** The new values of the fields that were changed; what is wrong is shown beside its field. */
  read() {
    /** @type {Fields} */
    const changes = {};
    let isRight = true;
    for (const name of EDITABLE) {
      const control = /** @type {Control} */ (this.controls.get(name));
      const place = /** @type {HTMLElement} */ (control.parentElement?.querySelector(".wrong"));
      place.textContent = "";
      control.removeAttribute("aria-invalid");
      if (this.text(name) === this.first.get(name)) continue;
      try {
        const value = this.choices.read(this.draft, { ...this.stance, ...changes }, name, this.text(name));
        if (value !== (this.stance[name] ?? null)) changes[name] = value;
      } catch (wrong) {
        if (!(wrong instanceof WrongValue)) throw wrong;
        isRight = false;
        place.textContent = wrong.message;
        control.setAttribute("aria-invalid", "true");
      }
    }
    return { changes, isRight };
  }

  submit() {
    const { changes, isRight } = this.read();
    this.wrong.textContent = "";
    if (!isRight) {
      /** @type {HTMLElement | null} */ (this.element.querySelector("[aria-invalid]"))?.focus();
      return;
    }
    const followed = this.choices.follow(this.draft, this.stance, changes);
    const note = this.text("note").trim();
    const found = faults({ ...this.stance, ...followed });
    if (found.length) this.wrong.textContent = `${found.join(", ")}: mend it, or drop the changes`;
    else if (!Object.keys(followed).length && note === (this.stance.note ?? ""))
      this.wrong.textContent = "nothing was changed: drop this, and accept the stance as it is";
    else this.done(followed, note);
  }
}

/** @param {Record<string, unknown>} about @param {[string, string][]} named @param {string} [now] */
function select(about, named, now) {
  const made = el("select", about, ...options(named));
  made.value = now ?? "";
  return made;
}

/** @param {[string, string][]} named */
const options = (named) => [
  el("option", { value: "" }, "choose …"),
  ...named.map(([value, label]) => el("option", { value, dir: "auto" }, label)),
];

/** @param {Control} control */
const valueOf = (control) =>
  control instanceof HTMLInputElement && control.type === "checkbox"
    ? String(control.checked)
    : control.value;
