/** Groups with one stop for the Tab key, in which the arrow keys move. */

const STEPS = /** @type {Record<string, number>} */ ({
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
});

/**
 * Makes a group of controls one stop.
 * @template {HTMLElement} T
 * @param {T} group
 * @param {string} selector of its controls
 * @param {(control: HTMLElement) => void} [onMove] called with the one that the keys moved to
 * @returns {T} the group
 */
export function oneStop(group, selector, onMove) {
  const controls = () => /** @type {HTMLElement[]} */ ([...group.querySelectorAll(selector)]);
  const stop = (/** @type {HTMLElement | undefined} */ at) => {
    for (const control of controls()) control.tabIndex = control === at ? 0 : -1;
  };
  const all = controls();
  stop(all.find((control) => control.matches("[aria-selected=true], [aria-current=true]")) ?? all[0]);
  group.addEventListener("focusin", (event) => {
    const at = /** @type {HTMLElement} */ (event.target).closest(selector);
    if (at) stop(/** @type {HTMLElement} */ (at));
  });
  group.addEventListener("keydown", (event) => {
    const at = controls().indexOf(/** @type {HTMLElement} */ (event.target));
    const next = at < 0 ? undefined : destination(event.key, at, controls());
    if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    next.focus();
    onMove?.(next);
  });
  return group;
}

/** @param {string} key @param {number} at @param {HTMLElement[]} all */
function destination(key, at, all) {
  if (key === "Home") return all[0];
  if (key === "End") return all[all.length - 1];
  const step = STEPS[key];
  return step ? all[(at + step + all.length) % all.length] : undefined;
}
