/** On a phone the filters are a sheet over the page, which a button in the header opens. */

import { el, isNarrow } from "../core/dom.js";

/**
 * Makes the rail such a sheet.
 * @param {HTMLElement} rail
 * @param {() => HTMLElement[]} others what cannot be reached meanwhile
 * @param {() => string} shown how many stances there are, in words
 */
export function filterSheet(rail, others, shown) {
  const button = el(
    "button",
    {
      type: "button",
      id: "filters",
      "aria-expanded": "false",
      "aria-controls": "rail",
      onclick: () => open(),
    },
    "Filters",
  );
  const done = el("button", { type: "button", onclick: () => close() });
  const foot = el("p", { class: "sheet-foot" }, done);
  const isOpen = () => document.body.dataset.sheet === "open";
  const turn = (/** @type {boolean} */ on) => {
    document.body.dataset.sheet = on ? "open" : "";
    button.setAttribute("aria-expanded", String(on));
    for (const other of others()) other.inert = on;
  };
  const open = () => {
    if (isNarrow()) turn(true);
    rail.scrollTop = 0;
    rail.focus();
  };
  const close = () => {
    turn(false);
    button.focus();
  };
  rail.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    event.stopPropagation();
    close();
  });
  addEventListener("resize", () => {
    if (isOpen() && !isNarrow()) turn(false);
  });
  /** Puts the foot below what the rail now has. */
  const update = () => {
    done.textContent = `Show ${shown()}`;
    rail.append(foot);
  };
  return { button, open, update };
}
