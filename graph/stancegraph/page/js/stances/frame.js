/** The frame: title, tabs, search, menus, and the places that are filled. */

import { exportMenu } from "./downloads.js";
import { el } from "../core/dom.js";
import { oneStop } from "../core/keys.js";
import { themeButton } from "../core/theme.js";
import { shownWords } from "../core/filter.js";
import { printSources } from "./print.js";
import { filterSheet } from "./sheet.js";

/** @typedef {import("../core/types.js").View} View */
/** @typedef {import("../core/types.js").App} App */

/**
 * The fixed parts of the page, put into it.
 * @param {App} app
 * @param {View[]} views
 */
export function frameOf(app, views) {
  const tabs = views.map(({ id, label }) =>
    el(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${id}`,
        "aria-controls": "view",
        onclick: () => app.go({ view: id }),
      },
      label,
    ),
  );
  const search = el("input", {
    type: "search",
    id: "search",
    autocomplete: "off",
    "aria-keyshortcuts": "/",
    placeholder: "Name, word or quote",
  });
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => app.go({ search: search.value }), 120);
  });
  const count = el("span", { id: "count" });
  const place = el("div", { id: "view", tabindex: -1, role: "tabpanel" });
  const rail = el("nav", { id: "rail", "aria-label": "Key and filters", tabindex: -1 });
  const details = el("aside", { id: "details", "aria-label": "Details", tabindex: 0 });
  const span = el("footer", { id: "span", "aria-label": "Span of time" });
  const live = el("div", { id: "live", class: "unseen", role: "status", "aria-live": "polite" });
  const theme = themeButton(
    () => app.state.theme,
    (theme) => app.go({ theme }),
  );
  const keys = el("input", { type: "checkbox", id: "shortcuts" });
  keys.checked = true;
  const bar = oneStop(
    el("div", { role: "tablist", "aria-label": "View", class: "tabs" }, ...tabs),
    "[role=tab]",
    (tab) => tab.click(),
  );
  const sheet = filterSheet(
    rail,
    () => [head, main, details, span],
    () => shownWords(app.visible.length, app.model.stances.length),
  );
  const main = el("main", {}, place);
  const head = el(
    "header",
    { class: "top" },
    el(
      "div",
      { class: "heading" },
      el("h1", {}, app.model.title),
      app.model.note && el("p", { class: "note", dir: "auto" }, app.model.note),
      app.site?.links(() => app.state.theme),
    ),
    bar,
    el("label", { class: "search" }, el("span", { class: "unseen" }, "Search"), search),
    count,
    sheet.button,
    exportMenu(app, () => views.find(({ id }) => id === app.state.view), place, keys),
    theme.button,
  );
  document.body.append(
    skipLink("view", "Skip to the content", () => place.focus()),
    skipLink("rail", "Skip to the filters", sheet.open),
    head,
    main,
    details,
    rail,
    span,
    live,
  );
  printSources(app);
  const update = (/** @type {App} */ { state }) => {
    for (const tab of tabs) {
      const on = tab.id === `tab-${state.view}`;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    place.setAttribute("aria-labelledby", `tab-${state.view}`);
    document.body.dataset.view = state.view;
    document.body.dataset.chosen = state.chosen ? "yes" : "";
    theme.update();
    sheet.update();
    if (document.activeElement !== search) search.value = state.search;
  };
  return { place, rail, details, span, live, count, search, update, shortcuts: () => keys.checked };
}

/** A link that only the keyboard reaches. @param {string} id @param {string} words @param {() => void} go */
const skipLink = (id, words, go) =>
  el(
    "a",
    {
      href: `#${id}`,
      class: "skip",
      onclick: (/** @type {Event} */ event) => (event.preventDefault(), go()),
    },
    words,
  );
