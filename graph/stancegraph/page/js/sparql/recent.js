/** The menu of the queries that were asked in this session. */

import { el } from "../core/dom.js";
import { closing } from "../core/menu.js";

/** @typedef {{ title: string, text: string, words: string }} Asked a query, and what came of it */

const REMEMBERED = 12; // queries

/**
 * The menu; there is none until a query was asked.
 * @param {(text: string) => void} again asks a query once more
 */
export function recentQueries(again) {
  const list = el("ul", {});
  const menu = closing(
    el("details", { class: "menu recent", hidden: true }, el("summary", {}, "Recent"), list),
  );
  /** @type {Asked[]} the last first */
  let known = [];
  const item = (/** @type {Asked} */ { title, text, words }) => {
    const run = () => {
      menu.open = false;
      again(text);
    };
    const button = el(
      "button",
      { type: "button", onclick: run },
      title,
      el("span", { class: "soft" }, ` · ${words}`),
    );
    return el("li", {}, button);
  };
  const remember = (/** @type {Asked} */ asked) => {
    known = [asked, ...known.filter(({ text }) => text !== asked.text)].slice(0, REMEMBERED);
    list.replaceChildren(...known.map(item));
    menu.hidden = false;
  };
  return { menu, remember };
}
