/** Which part of a picture is seen: moved by dragging, by wheel, by two fingers. */

/** @typedef {import("./layout.js").Point} Point */
/** @typedef {{ x: number, y: number, scale: number }} Camera where the origin is, and how big */

/**
 * @typedef {object} Steering
 * @property {() => Camera} camera
 * @property {(camera: Camera) => void} move
 * @property {(target: EventTarget | null) => number | null} grip the number of the thing at a target
 * @property {(node: number, by: Point) => void} drag moves a thing by some pixels
 * @property {() => void} dropped after a thing was moved
 */

const STILL = 4; // a click may move this many pixels
const NEAREST = 6;
const FARTHEST = 0.05;
const LIFE_SIZE = 1.35; // a small picture is not blown up beyond

/**
 * A camera nearer to or farther from a point that stays where it is.
 * @param {Camera} camera
 * @param {number} by how many times nearer
 * @param {Point} at
 * @returns {Camera}
 */
export function zoomed({ x, y, scale }, by, at) {
  const next = Math.max(FARTHEST, Math.min(NEAREST, scale * by));
  const grown = next / scale;
  return { x: at.x + (x - at.x) * grown, y: at.y + (y - at.y) * grown, scale: next };
}

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Edges in pixels */

/**
 * The camera that shows a whole box in the middle of a frame.
 * @param {import("./names.js").Box} box
 * @param {{ width: number, height: number }} frame
 * @param {Edges} edges of the frame that stay free
 * @returns {Camera}
 */
export function fitting(box, frame, { left, top, right, bottom }) {
  const [width, height] = [frame.width - left - right, frame.height - top - bottom];
  const most = Math.min(width / Math.max(box.width, 1), height / Math.max(box.height, 1));
  const scale = Math.max(FARTHEST, Math.min(LIFE_SIZE, most));
  return {
    x: left + width / 2 - (box.x + box.width / 2) * scale,
    y: top + height / 2 - (box.y + box.height / 2) * scale,
    scale,
  };
}

/**
 * Lets pointers and the wheel move the camera, and pointers the things.
 * @param {SVGSVGElement} picture
 * @param {Steering} steering
 */
export function steerPicture(picture, steering) {
  /** @type {Map<number, Point>} */
  const fingers = new Map();
  /** @type {{ start: Point, node: number | null, moved: boolean } | null} */
  let hold = null;

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, pointIn(picture, event));
    const one = fingers.size === 1;
    hold = { start: pointIn(picture, event), node: one ? steering.grip(event.target) : null, moved: !one };
  });
  picture.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before || !hold) return;
    const now = pointIn(picture, event);
    const far = Math.hypot(now.x - hold.start.x, now.y - hold.start.y);
    if (!hold.moved && fingers.size === 1 && far < STILL) return;
    if (!hold.moved) picture.setPointerCapture(event.pointerId);
    hold.moved = true;
    const by = { x: now.x - before.x, y: now.y - before.y };
    if (fingers.size > 1) pinch(event.pointerId, now);
    else if (hold.node !== null) steering.drag(hold.node, by);
    else steering.move(shifted(steering.camera(), by));
    fingers.set(event.pointerId, now);
  });
  /** @param {number} id @param {Point} now */
  function pinch(id, now) {
    const other = [...fingers].find(([finger]) => finger !== id)?.[1] ?? now;
    const before = fingers.get(id) ?? now;
    const spread = (/** @type {Point} */ point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    const half = { x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 };
    steering.move(zoomed(shifted(steering.camera(), half), spread(now) / spread(before), middle));
  }
  /** @param {PointerEvent} event */
  function lift(event) {
    fingers.delete(event.pointerId);
    if (fingers.size) return;
    if (hold?.moved && hold.node !== null) steering.dropped();
    // The click that ends a drag comes after this.
    if (hold?.moved) picture.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => picture.removeEventListener("click", swallow, { capture: true }));
    hold = null;
  }
  picture.addEventListener("pointerup", lift);
  picture.addEventListener("pointercancel", lift);
  picture.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const by = Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : event.deltaMode ? 0.05 : 0.0016));
      steering.move(zoomed(steering.camera(), by, pointIn(picture, event)));
    },
    { passive: false },
  );
}

/** @param {Event} event */
const swallow = (event) => event.stopPropagation();

/** @param {Camera} camera @param {Point} by */
const shifted = (camera, by) => ({ ...camera, x: camera.x + by.x, y: camera.y + by.y });

/** Where an event is, from the corner of an element. @param {Element} element @param {MouseEvent} event */
export function pointIn(element, event) {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
