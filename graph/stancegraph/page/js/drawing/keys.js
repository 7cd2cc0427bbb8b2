/** Marks of a drawing as one stop for the Tab key, in which the arrow keys go by direction. */

/** @typedef {{ element: SVGElement, x: number, y: number }} Spot a control and where it is */
/** @typedef {(spots: Spot[], at: Spot, key: string) => Spot | undefined} Step */

/** How far aside weighs against how far ahead. */
const ASIDE_WEIGHT = 4;
/** More than any distance. */
const OTHER_WAY = 1e6;

/** @type {Record<string, [number, number]>} */
const ARROW_WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/**
 * The nearest spot in the direction of an arrow key; the first or the last one for Home and End.
 * @type {Step}
 */
export function spotTowards(spots, at, key) {
  if (key === "Home") return spots[0];
  if (key === "End") return spots[spots.length - 1];
  const way = ARROW_WAYS[key];
  if (!way) return undefined;
  let best;
  let least = Infinity;
  for (const spot of spots) {
    const [x, y] = [spot.x - at.x, spot.y - at.y];
    const ahead = x * way[0] + y * way[1];
    const aside = Math.abs(x * way[1]) + Math.abs(y * way[0]);
    if (ahead < 1) continue;
    // A little ahead and far aside lies in another direction, and is the last choice.
    const other = aside > ahead * 3 + 20 ? OTHER_WAY : 0;
    const far = ahead + aside * ASIDE_WEIGHT + other;
    if (far < least) [best, least] = [spot, far];
  }
  // Above and below lies only what stands there.
  return least < OTHER_WAY || way[0] ? best : undefined;
}

/**
 * Makes the spots of a drawing one stop, which Enter and Space choose.
 * @param {SVGSVGElement} drawing
 * @param {Spot[]} spots
 * @param {{ step: Step, chosen: string, press: (element: SVGElement) => void }} does
 *   `chosen` is the key of what the details show
 */
export function steered(drawing, spots, { step, chosen, press }) {
  const byElement = new Map(spots.map((spot) => [/** @type {Element} */ (spot.element), spot]));
  const first = spots.find(({ element }) => element.dataset["key"] === chosen) ?? spots[0];
  let stop = first?.element;
  for (const { element } of spots) element.setAttribute("tabindex", element === stop ? "0" : "-1");
  const spotOf = (/** @type {Event} */ event) => {
    const element = /** @type {Element} */ (event.target).closest?.("[tabindex]");
    return element ? byElement.get(element) : undefined;
  };
  drawing.addEventListener("focusin", (event) => {
    const at = spotOf(event);
    if (!at || at.element === stop) return;
    stop?.setAttribute("tabindex", "-1");
    (stop = at.element).setAttribute("tabindex", "0");
  });
  drawing.addEventListener("keydown", (event) => {
    const at = spotOf(event);
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = step(spots, at, event.key);
    const pressed = event.key === "Enter" || event.key === " ";
    if (!next && !pressed && !(event.key in ARROW_WAYS)) return;
    event.preventDefault();
    if (pressed) press(at.element);
    else next?.element.focus();
  });
}
