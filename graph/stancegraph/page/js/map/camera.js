/** Which part of the map is seen. */

/** @typedef {import("./layout.js").Bounds} Bounds */
/** @typedef {import("./stamp.js").View} View */
/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ x: number, y: number }} Point */

/** So large a unit can become, in pixels: then all names have room. */
const LARGEST_UNIT = 40;
// Room for the names around the outermost circles.
const ASIDE = 40;
const ABOVE = 36;

/**
 * The view that shows all of a box.
 * @param {Bounds} bounds
 * @param {Size} size
 * @param {number} [most] the largest scale
 * @returns {View}
 */
export function viewOf({ left, top, right, bottom }, { width, height }, most = LARGEST_UNIT) {
  const wide = Math.max(40, width - 2 * Math.min(ASIDE, width * 0.06)) / Math.max(right - left, 1e-6);
  const high = Math.max(40, height - 2 * ABOVE) / Math.max(bottom - top, 1e-6);
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: Math.min(most, wide, high) };
}

/**
 * A view nearer by so many times, with the same thing below a point.
 * @param {View} view
 * @param {number} by
 * @param {Point} at from the corner, in pixels
 * @param {Size} size
 * @param {number} least the smallest scale
 * @returns {View}
 */
export function viewZoomed(view, by, at, size, least) {
  const scale = Math.max(least, Math.min(LARGEST_UNIT, view.scale * by));
  const kept = 1 / view.scale - 1 / scale;
  return {
    x: view.x + (at.x - size.width / 2) * kept,
    y: view.y + (at.y - size.height / 2) * kept,
    scale,
  };
}

/**
 * A view moved by so many pixels, as far as there is something to see.
 * @param {View} view
 * @param {number} right
 * @param {number} down
 * @param {Bounds} bounds
 * @returns {View}
 */
export function viewMoved({ x, y, scale }, right, down, bounds) {
  return {
    x: Math.min(bounds.right, Math.max(bounds.left, x - right / scale)),
    y: Math.min(bounds.bottom, Math.max(bounds.top, y - down / scale)),
    scale,
  };
}

/**
 * A view between two, as evenly as the eye sees it.
 * @param {View} from @param {View} to @param {number} part of the way
 * @returns {View}
 */
export function viewBetween(from, to, part) {
  const eased = part * (2 - part);
  const scale = from.scale * (to.scale / from.scale) ** eased;
  // Where the scales differ, the middle moves so that the target grows in a straight line.
  const gone =
    from.scale === to.scale ? eased : (1 / scale - 1 / from.scale) / (1 / to.scale - 1 / from.scale);
  return { x: from.x + (to.x - from.x) * gone, y: from.y + (to.y - from.y) * gone, scale };
}

/**
 * @typedef {object} MapHands what pointers do
 * @property {(right: number, down: number) => void} move
 * @property {(by: number, at: Point) => void} zoom
 * @property {(at: Point) => void} click
 * @property {(at: Point | null) => void} point null when the pointer has left
 */

// A click may move so many pixels.
const STILL_CLICK = 4;

/**
 * Listens to mouse, pen and fingers.
 * @param {HTMLCanvasElement} canvas
 * @param {MapHands} hands
 */
export function handleMap(canvas, hands) {
  /** @type {Map<number, Point>} */
  const fingers = new Map();
  /** @type {Point | null} */
  let start = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, pointerAt(canvas, event));
    start = fingers.size === 1 ? pointerAt(canvas, event) : null;
  });
  canvas.addEventListener("pointermove", (event) => {
    const now = pointerAt(canvas, event);
    const before = fingers.get(event.pointerId);
    if (!before) hands.point(event.pointerType === "touch" ? null : now);
    else if (start && Math.hypot(now.x - start.x, now.y - start.y) < STILL_CLICK) return;
    else {
      start = null;
      hands.point(null);
      drag(event.pointerId, before, now);
    }
  });
  /** @param {number} id @param {Point} before @param {Point} now */
  function drag(id, before, now) {
    const parts = fingers.size;
    hands.move((now.x - before.x) / parts, (now.y - before.y) / parts);
    const other = [...fingers].find(([finger]) => finger !== id)?.[1];
    if (other) {
      const grown =
        (Math.hypot(now.x - other.x, now.y - other.y) || 1) /
        (Math.hypot(before.x - other.x, before.y - other.y) || 1);
      hands.zoom(grown, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    }
    fingers.set(id, now);
  }
  canvas.addEventListener("pointerup", (event) => {
    fingers.delete(event.pointerId);
    if (start) hands.click(pointerAt(canvas, event));
    start = null;
  });
  canvas.addEventListener("pointercancel", (event) => {
    fingers.delete(event.pointerId);
    start = null;
  });
  canvas.addEventListener("pointerleave", () => hands.point(null));
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const speed = event.ctrlKey ? 0.01 : event.deltaMode ? 0.05 : 0.0018;
    hands.zoom(Math.exp(-event.deltaY * speed), pointerAt(canvas, event));
  });
}

/** Where a pointer is, from the corner. @param {Element} element @param {MouseEvent} event */
function pointerAt(element, event) {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
