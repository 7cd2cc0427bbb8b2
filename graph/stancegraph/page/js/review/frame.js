/** What stands around the stance at hand: the header, the list's place, and the help. */

import { el } from "../core/dom.js";
import { closing } from "../core/menu.js";
import { count } from "../core/words.js";
import { countWords } from "./list.js";
import { KEYS } from "./stance.js";

/** @typedef {import("./app.js").ReviewPage} ReviewPage */

const NAME = "stancegraph-reviewer";
/** @type {[string, string, string][]} */
const MORE = [
  ["m", "Merge", "somebody new is one whom the graph knows, under another name"],
  ["n", "New", "somebody new is new to the graph indeed"],
  ["j k", "Next, previous", "go through the list; so do the arrows in it"],
  ["q", "Save", "download the YAML with what is decided; so does Ctrl+S"],
  ["?", "Help", "this list"],
];

/** @param {ReviewPage} page */
export function frameOf(page) {
  const { session, block } = page;
  const counted = el("p", { class: "note", id: "count" });
  const reviewer = el("input", {
    id: "reviewer",
    autocomplete: "name",
    onchange: () => keepName(reviewer.value),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter") document.getElementById("reading")?.focus();
    },
  });
  reviewer.value = block.by || keptName();
  const shortcuts = el("input", { type: "checkbox", id: "shortcuts" });
  shortcuts.checked = true;
  const help = helpOf(shortcuts, () => {
    if (!confirm("Drop every decision since this page was made?")) return;
    session.beginAnew();
    help.close();
    page.close();
  });
  const saving = savingOf(page);
  const rail = el("nav", { id: "rail", "aria-label": "Stances" });
  const view = el("main", { id: "view", tabindex: -1 });
  const live = el("div", { id: "live", class: "unseen", role: "status", "aria-live": "polite" });
  document.body.dataset.view = "review";
  document.body.append(
    skip("view", "Skip to the stance", () => document.getElementById("reading")?.focus()),
    el(
      "header",
      { class: "top" },
      el("div", { class: "heading" }, el("h1", { dir: "auto" }, block.title), counted),
      el("label", { class: "reviewer" }, "Reviewer ", reviewer),
      saving.element,
      el(
        "button",
        { type: "button", "aria-keyshortcuts": "?", onclick: () => help.showModal() },
        "Help ",
        el("kbd", { "aria-hidden": "true" }, "?"),
      ),
      page.dark.button,
    ),
    rail,
    view,
    live,
    help,
  );
  const update = () => {
    counted.textContent = countWords(session.counts());
    saving.update();
  };
  return { rail, view, live, help, reviewer, shortcuts, update };
}

/** The button that saves; one for each file where there are several. @param {ReviewPage} page */
function savingOf(page) {
  const { files } = page.session;
  const words = (/** @type {import("./session.js").OpenFile} */ file) =>
    file.draft === file.saved ? "" : " *";
  if (files.length === 1) {
    const button = el("button", {
      type: "button",
      id: "save",
      class: "main",
      onclick: () => page.save(files[0]),
    });
    return {
      element: button,
      update: () => button.replaceChildren(`Save YAML${files.some(words) ? " *" : ""}`),
    };
  }
  const head = el("summary", { id: "save" });
  const list = el("ul", {});
  const element = closing(el("details", { class: "menu" }, head, list));
  const update = () => {
    head.textContent = `Save YAML${page.unsaved().length ? ` (${count(page.unsaved().length, "file")})` : ""}`;
    const buttons = files.map((file) =>
      el(
        "li",
        {},
        el("button", { type: "button", dir: "auto", onclick: () => page.save(file) }, file.name, words(file)),
      ),
    );
    list.replaceChildren(...buttons);
  };
  return { element, update };
}

/** @param {HTMLInputElement} shortcuts @param {() => void} beginAnew */
function helpOf(shortcuts, beginAnew) {
  const rows = [...KEYS, ...MORE].map(([key, word, meaning]) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, el("kbd", {}, key)),
      el("td", {}, el("strong", {}, word)),
      el("td", {}, meaning),
    ),
  );
  const help = el(
    "dialog",
    { id: "help", "aria-labelledby": "help-title" },
    el("h2", { id: "help-title" }, "Keys"),
    el("table", {}, el("tbody", {}, ...rows)),
    el("p", {}, el("label", {}, shortcuts, " A single key does this")),
    el(
      "p",
      { class: "soft" },
      "Nothing leaves this page: your progress is kept in this browser until you save it.",
    ),
    el(
      "p",
      { class: "buttons" },
      el(
        "button",
        { type: "button", class: "main", onclick: () => help.close() },
        "Close ",
        el("kbd", {}, "Esc"),
      ),
      el("button", { type: "button", onclick: beginAnew }, "Drop all progress"),
    ),
  );
  return help;
}

/** @param {string} id @param {string} words @param {() => void} go */
function skip(id, words, go) {
  const onclick = (/** @type {Event} */ event) => (event.preventDefault(), go());
  return el("a", { href: `#${id}`, class: "skip", onclick }, words);
}

function keptName() {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    // A browser that keeps nothing asks for the name each time.
    return "";
  }
}

/** @param {string} name */
function keepName(name) {
  try {
    localStorage.setItem(NAME, name.trim());
  } catch {
    // As above.
  }
}
