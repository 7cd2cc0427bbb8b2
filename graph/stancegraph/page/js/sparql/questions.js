/** The library of questions: a list to search, and a form for the parameters of one. */

import { el } from "../core/dom.js";
import { oneStop } from "../core/keys.js";
import { NAMED_KINDS } from "./question-text.js";
import { byText, count, countryName, folded } from "../core/words.js";

/** @typedef {import("./question-text.js").Library} Library */
/** @typedef {import("./question-text.js").Question} Question */
/** @typedef {import("./question-text.js").Parameter} Parameter */
/** @typedef {import("./question-text.js").Names} Names */

// A list of more names than this is searched by typing rather than by scrolling.
const LISTED_NAMES = 60;

/**
 * The list of questions.
 * @param {Library} library
 * @param {(question: Question) => void} choose
 * @returns {{ element: HTMLElement, mark: (name: string) => void }}
 */
export function questionList(library, choose) {
  const search = el("input", {
    type: "search",
    id: "question-search",
    autocomplete: "off",
    placeholder: "Search the questions",
  });
  const found = el("p", { class: "unseen", role: "status" });
  const groups = library.groups.map(({ label, questions }) => {
    const items = questions.map((question) => {
      const button = el(
        "button",
        { type: "button", class: "ask", "data-question": question.name, onclick: () => choose(question) },
        question.title,
      );
      const title = folded(`${question.title} ${question.name} ${label}`);
      return { item: el("li", {}, button), title, note: folded(question.note) };
    });
    const part = el("section", {}, el("h3", {}, label), el("ul", {}, ...items.map(({ item }) => item)));
    return { part, items };
  });
  const list = el("div", { class: "question-groups" }, ...groups.map(({ part }) => part));
  oneStop(list, "button.ask:not([hidden] *)");
  search.addEventListener("input", () => {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    const fits = (/** @type {string} */ text) => words.every((word) => text.includes(word));
    // What is said about a question counts only where no question itself has the words.
    const field = groups.some(({ items }) => items.some(({ title }) => fits(title))) ? "title" : "note";
    let shown = 0;
    for (const { part, items } of groups) {
      for (const each of items) each.item.hidden = !fits(each[field]);
      const left = items.filter(({ item }) => !item.hidden).length;
      part.hidden = !left;
      shown += left;
    }
    // The stop for the Tab key must be one that is there.
    const first = list.querySelector("li:not([hidden]) button");
    for (const button of list.querySelectorAll("button")) button.tabIndex = button === first ? 0 : -1;
    found.textContent = shown ? count(shown, "question") : "No question has these words";
    found.classList.toggle("unseen", shown > 0);
  });
  const label = el("label", { class: "unseen", for: "question-search" }, "Search the questions");
  const mark = (/** @type {string} */ name) => {
    for (const button of list.querySelectorAll("button")) {
      button.setAttribute("aria-current", String(button.dataset.question === name));
    }
  };
  return {
    element: el("nav", { class: "questions", "aria-label": "Questions" }, label, search, found, list),
    mark,
  };
}

/**
 * The words about a question; where they name another one in quotation marks, that is a button.
 * @param {Question} question
 * @param {Library} library
 * @param {(question: Question) => void} choose
 */
export function questionNote(question, library, choose) {
  const all = new Map(library.groups.flatMap((group) => group.questions.map((each) => [each.name, each])));
  const parts = question.note.replace(/\n/g, " ").split(/"([a-z-]+)"/);
  return parts.map((text, at) => {
    const other = at % 2 ? all.get(text) : undefined;
    if (other)
      return el("button", { type: "button", class: "plain", onclick: () => choose(other) }, other.title);
    return at % 2 ? `“${text}”` : text;
  });
}

/**
 * The form for the parameters of a question.
 * @param {Question} question
 * @param {Record<string, string>} values what it begins with
 * @param {Names} names
 * @param {Library} library
 * @param {() => void} changed a value was changed
 * @returns {{ element: HTMLElement, values: () => Record<string, string>, fault: (faults: Record<string, string>) => void }}
 */
export function questionForm(question, values, names, library, changed) {
  const fields = question.parameters.map((parameter) =>
    // The example of a question may be no part of this graph; what somebody gave is kept, and told.
    fieldOf(parameter, values[parameter.name] ?? "", values === question.example, names, library),
  );
  const element = el(
    "div",
    { class: "parameters", role: "group", "aria-label": "What to ask for" },
    ...fields.map((field) => field.element),
  );
  element.addEventListener("change", changed);
  return {
    element,
    values: () => Object.fromEntries(fields.map(({ name, input }) => [name, input.value])),
    fault: (faults) => {
      for (const field of fields) {
        field.fault.textContent = faults[field.name] ?? "";
        field.input.setAttribute("aria-invalid", String(field.name in faults));
      }
    },
  };
}

/** @param {Parameter} parameter @param {string} value @param {boolean} isExample @param {Names} names @param {Library} library */
function fieldOf(parameter, value, isExample, names, library) {
  const { name, note, required } = parameter;
  const id = `parameter-${name}`;
  const about = `${id}-note`;
  const { input, more } = inputOf(parameter, value, isExample, names, library);
  input.id = id;
  input.setAttribute("aria-describedby", `${about} ${id}-fault`);
  const words = name.replace(/-/g, " ");
  const fault = el("span", { class: "fault", id: `${id}-fault` });
  const element = el(
    "div",
    { class: "parameter" },
    el(
      "label",
      { for: id },
      words.charAt(0).toUpperCase() + words.slice(1),
      required && el("span", { class: "soft" }, " (needed)"),
    ),
    input,
    more,
    el("span", { class: "note soft", id: about }, /^all .* when not given$/.test(note) ? "" : note),
    fault,
  );
  return { name, input, fault, element };
}

/**
 * @param {Parameter} parameter
 * @param {string} value
 * @param {boolean} isExample
 * @param {Names} names
 * @param {Library} library
 * @returns {{ input: HTMLInputElement | HTMLSelectElement, more?: HTMLElement }}
 */
function inputOf(parameter, value, isExample, names, library) {
  const { kind, name, note } = parameter;
  const any = /(all [\w ]+) when not given/.exec(note)?.[1] ?? "any";
  const options = optionsOf(kind, names, library);
  const kept = isExample ? "" : value;
  if (options && options.length <= LISTED_NAMES) {
    const wanted = NAMED_KINDS.includes(kind) && value ? names.find(kind, value) : value;
    if (kept && options.every(([given]) => given !== wanted)) options.unshift([kept, kept]);
    const listed = options.map(([given, label]) =>
      el("option", { value: given, selected: given === (wanted ?? kept) }, label),
    );
    return {
      input: el(
        "select",
        {},
        el("option", { value: "" }, parameter.required ? "Choose one" : any),
        ...listed,
      ),
    };
  }
  const named = names.things.get(names.find(kind, value) ?? "")?.label ?? kept;
  const shown = NAMED_KINDS.includes(kind) ? named : value;
  const hints = /** @type {Record<string, string>} */ ({ date: "such as 2025-06", number: "2" });
  const input = el("input", {
    // A field of numbers would drop what is none, and nobody would be told.
    type: kind === "number" && /^\d*$/.test(shown) ? "number" : "text",
    min: kind === "number" && 0,
    value: shown,
    autocomplete: "off",
    placeholder: hints[kind] ?? any,
  });
  if (!options) return { input };
  const id = `names-${name}`;
  input.setAttribute("list", id);
  return {
    input,
    more: el("datalist", { id }, ...options.map(([, label]) => el("option", { value: label }))),
  };
}

/**
 * What a parameter may be, as value and label; undefined when that is not a list.
 * @param {string} kind
 * @param {Names} names
 * @param {Library} library
 * @returns {[string, string][] | undefined}
 */
function optionsOf(kind, names, library) {
  if (kind === "mode") return library.modes.map((mode) => [mode, mode]);
  if (kind === "type") return library.types.map((type) => [type, type]);
  if (kind === "country") {
    return names.countries
      .map((code) => /** @type {[string, string]} */ ([code, countryName(code)]))
      .sort(([, a], [, b]) => byText(a, b));
  }
  if (!NAMED_KINDS.includes(kind)) return undefined;
  return names.ofKind(kind).map(({ iri, label }) => [iri, label]);
}
