/** What paper has and the screen has not: the sources of what is shown. */

import { sourceWords } from "../core/cite.js";
import { el } from "../core/dom.js";
import { filterWords } from "../core/filter.js";
import { byText, count, number } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */

// More would be a book.
const MOST = 200;

/** Adds the sources before the page is printed, and takes them away again. @param {App} app */
export function printSources(app) {
  const home = el("section", { class: "on-paper" });
  addEventListener("beforeprint", () => {
    home.replaceChildren(...sourcesOf(app));
    document.body.append(home);
  });
  addEventListener("afterprint", () => home.remove());
}

/** @param {App} app */
function sourcesOf({ visible, model, state }) {
  const texts = [...new Set(visible.map(({ source }) => source))].map(sourceWords).sort(byText);
  const more = texts.length - MOST;
  const filters = filterWords(state, model);
  const what = [count(visible.length, "stance"), model.note, filters && `only ${filters}`]
    .filter(Boolean)
    .join("; ");
  return [
    el("h2", {}, "Sources"),
    el("p", { dir: "auto" }, `${what}. Made with stancegraph ${model.version}, data ${model.print}.`),
    el("ol", {}, ...texts.slice(0, MOST).map((text) => el("li", { dir: "auto" }, text))),
    ...(more > 0 ? [el("p", {}, `and ${number(more)} more, which the table has.`)] : []),
  ];
}
