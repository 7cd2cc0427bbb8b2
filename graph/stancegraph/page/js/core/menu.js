/** Menus that fold out: Escape folds them again, and so does going elsewhere. */

/**
 * Lets Escape and the end of the focus close a menu.
 * @param {HTMLDetailsElement} menu
 * @returns {HTMLDetailsElement} the menu
 */
export function closing(menu) {
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
  return menu;
}
