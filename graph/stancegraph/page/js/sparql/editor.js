/** The editor of queries: a native text field, with the same text in colours behind it. */

import { el } from "../core/dom.js";
import { sparqlTokens } from "./text.js";

/** @typedef {import("./text.js").SparqlProblem} SparqlProblem */

/**
 * @typedef {object} Editor
 * @property {HTMLElement} element
 * @property {HTMLTextAreaElement} field
 * @property {() => string} text
 * @property {(text: string) => void} show replaces the text
 * @property {(problem: SparqlProblem | null) => void} blame marks where a mistake is, and says what
 * @property {() => void} colour draws the colours anew
 */

/**
 * Makes an editor.
 * @param {object} on
 * @param {() => void} on.run Ctrl+Enter was pressed
 * @param {() => void} on.change the text was changed by the reader
 * @returns {Editor}
 */
export function queryEditor({ run, change }) {
  const field = el("textarea", {
    id: "query",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    wrap: "soft",
    "aria-label": "SPARQL query",
    "aria-describedby": "query-keys query-problem",
    "aria-keyshortcuts": "Control+Enter",
  });
  const colours = el("pre", { "aria-hidden": "true" });
  const problem = el("div", { class: "problem", id: "query-problem", "aria-live": "polite" });
  /** @type {SparqlProblem | null} */
  let blamed = null;
  const colour = () => colours.replaceChildren(...colouredTokens(field.value, blamed));
  const blame = (/** @type {SparqlProblem | null} */ found) => {
    blamed = found;
    field.setAttribute("aria-invalid", String(found !== null));
    problem.replaceChildren(...(found ? problemWords(found, () => goTo(field, found)) : []));
    colour();
  };
  field.addEventListener("input", () => {
    blame(null);
    change();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  const show = (/** @type {string} */ text) => {
    field.value = text;
    blame(null);
  };
  const sheet = el("div", { class: "sheet" }, colours, field);
  const element = el("div", { class: "editor" }, el("div", { class: "editor-scroll" }, sheet), problem);
  return { element, field, text: () => field.value, show, blame, colour };
}

/** @param {string} text @param {SparqlProblem | null} problem @returns {(Node | string)[]} */
function colouredTokens(text, problem) {
  const wrong = problem ? placeOf(text, problem) : -1;
  let at = 0;
  const parts = sparqlTokens(text).map(({ kind, text: word }) => {
    const isWrong = wrong >= at && wrong < at + word.length;
    at += word.length;
    if (kind === "space" && !isWrong) return word;
    return el("span", { class: isWrong ? `${kind} wrong` : kind }, word);
  });
  // A line end that ends the text has a line of its own in the field.
  return [...parts, "\n"];
}

/** Where in the text a mistake is; -1 where that is not known. @param {string} text @param {SparqlProblem} problem */
function placeOf(text, { line, column }) {
  if (!line || !column) return -1;
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const letters = [...(lines[line - 1] ?? "")].slice(0, column - 1);
  return Math.min(before + letters.join("").length, Math.max(0, text.length - 1));
}

/** @param {HTMLTextAreaElement} field @param {SparqlProblem} problem */
function goTo(field, problem) {
  const at = Math.max(0, placeOf(field.value, problem));
  field.focus();
  field.setSelectionRange(at, at);
}

/** @param {SparqlProblem} problem @param {() => void} go */
function problemWords({ words, line, column, shown }, go) {
  const place =
    line && el("button", { type: "button", class: "plain", onclick: go }, `Line ${line}, column ${column}`);
  const sentence = el("p", {}, place || "", place ? ": " : "", words);
  return shown ? [sentence, el("pre", { class: "caret" }, shown)] : [sentence];
}
