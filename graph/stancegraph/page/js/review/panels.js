/** What is asked beside a stance: why not, and who somebody is. */

import { el, said } from "../core/dom.js";
import { WrongValue } from "./choices.js";
import { entityInput } from "./form.js";
import { newcomer } from "./stance.js";

/** @typedef {import("./types.js").Fields} Fields */
/** @typedef {import("./choices.js").Choices} Choices */

/** @param {() => void} cancel */
const back = (cancel) => el("button", { type: "button", onclick: cancel }, "Back ", el("kbd", {}, "Esc"));

/** @param {(note: string) => void} done @param {() => void} cancel */
export function rejectPanel(done, cancel) {
  const note = el("input", { id: "field-why", autocomplete: "off", dir: "auto" });
  const submit = (/** @type {Event} */ event) => (event.preventDefault(), done(note.value.trim()));
  const element = el(
    "form",
    { "aria-label": "Reject", onsubmit: submit },
    el("div", { class: "field wide" }, el("label", { for: note.id }, "Why? It may be left empty"), note),
    el(
      "p",
      { class: "buttons" },
      el("button", { type: "submit", class: "main" }, "Reject ", el("kbd", {}, "Enter")),
      back(cancel),
    ),
  );
  return { name: "reject", element };
}

/**
 * Whether somebody new is new indeed.
 * @param {Choices} choices
 * @param {Fields} entity
 * @param {{ isNew: () => void, isKnown: () => void, cancel: () => void }} act
 */
export function settlePanel(choices, entity, { isNew, isKnown, cancel }) {
  const element = el(
    "div",
    { role: "group", "aria-label": "Somebody new" },
    el("p", {}, ...newcomer(choices, entity), "."),
    el(
      "p",
      { class: "buttons" },
      el(
        "button",
        { type: "button", class: "main", onclick: isNew },
        "New, as described ",
        el("kbd", {}, "n"),
      ),
      el("button", { type: "button", onclick: isKnown }, "The graph knows it ", el("kbd", {}, "m")),
      back(cancel),
    ),
  );
  const key = (/** @type {string} */ pressed) => {
    if (pressed === "n") isNew();
    else if (pressed === "m") isKnown();
    else return false;
    return true;
  };
  return { name: "settle", element, key };
}

/**
 * Which entity of the graph somebody is.
 * @param {Choices} choices
 * @param {Fields} entity
 * @param {(known: string) => void} done
 * @param {() => void} cancel
 */
export function mergePanel(choices, entity, done, cancel) {
  const given = (entity.near ?? [])
    .map((/** @type {Fields} */ each) => choices.entities.get(each.id))
    .filter(Boolean);
  /** @type {import("./types.js").Entity[]} */
  const near = given.length ? given : choices.near(String(entity.name));
  const { input, list } = entityInput(choices, { source: {}, stances: [] }, { id: "field-other" });
  const wrong = el("p", { class: "wrong", role: "alert" });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const typed = input.value.trim();
    try {
      if (typed) done(choices.entity({ source: {}, stances: [] }, typed) ?? choices.unknown(typed));
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      wrong.textContent = error.message;
    }
  };
  const buttons = near.map(({ id, label, type, aliases }, at) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", onclick: () => done(id) },
        el("kbd", {}, String(at + 1)),
        " ",
        said(label),
        el("span", { class: "soft" }, ` ${[type, ...aliases.slice(0, 3)].join(", ")}`),
      ),
    ),
  );
  const element = el(
    "form",
    { "aria-label": "Merge", onsubmit: submit },
    el("p", {}, el("strong", {}, said(entity.name)), " is in the graph under another name:"),
    near.length > 0 && el("ol", { class: "near" }, ...buttons),
    el(
      "div",
      { class: "field" },
      el("label", { for: input.id }, "Another name or id ", el("kbd", {}, "o")),
      input,
      list,
      wrong,
    ),
    el("p", { class: "buttons" }, el("button", { type: "submit", class: "main" }, "Merge"), back(cancel)),
  );
  const key = (/** @type {string} */ pressed) => {
    const chosen = near[Number(pressed) - 1];
    if (pressed === "o") input.focus();
    else if (chosen) done(chosen.id);
    else return false;
    return true;
  };
  return { name: "merge", element, key };
}
