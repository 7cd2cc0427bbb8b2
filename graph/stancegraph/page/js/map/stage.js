/** The map on the page: canvas, buttons, what is pointed at, and how one moves about. */

import { el } from "../core/dom.js";
import { handleMap, viewBetween, viewMoved, viewOf, viewZoomed } from "./camera.js";
import { choiceOnMap, markTold } from "./choice.js";
import { markGrid, nearestMark } from "./grid.js";
import { boundsOf, mapMarks, mapPlan, mapShape } from "./layout.js";
import { MapPainter, markRadius } from "./scene.js";
import { stanceWords } from "../core/marks.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("./camera.js").Point} Point */
/** @typedef {import("./layout.js").Bounds} Bounds */
/** @typedef {import("./scene.js").MapColours} MapColours */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./stamp.js").View} View */
/** @typedef {import("./text.js").Label} Label */

// In pixels: what a click hits, what the keys find around the middle, a step of the keys.
const REACH = 13;
const WIDE_REACH = 60;
const KEY_STEP = 90;
const NEARER = 1.6;
// So much the height may change while all is shown; the margins of the whole have room for it.
const SLACK = 60;
// In milliseconds: a flight to another view, and how long the keys rest before a mark is told.
const FLIGHT = 220;
const HUSH = 500;

/** The map of a page; it stays while the page draws itself anew. */
export class MapStage {
  /** @param {App} app @param {number} width of its place */
  constructor(app, width) {
    this.app = app;
    this.laid = laidOut(app, mapShape(width));
    this.canvas = el("canvas", {
      id: "map-canvas",
      role: "img",
      tabindex: 0,
      "aria-describedby": "map-help",
    });
    this.tip = el("div", { class: "map-tip", hidden: true, "aria-hidden": "true" });
    this.frame = el("div", { class: "map" }, this.canvas, this.tip, this.buttons());
    this.shown = { issue: "", chosen: "" };
    /** @type {Scene} */
    this.scene = this.sceneOf();
    /** @type {MapPainter | null} */
    this.painter = null;
    /** @type {View} */
    this.view = { x: 0, y: 0, scale: 1 };
    this.size = { width: 0, height: 0 };
    this.fitted = { ...this.size, bounds: this.laid.bounds };
    // Until somebody moves it, the map shows all, whatever the size of the window.
    this.whole = true;
    /** @type {Label[]} */
    this.labels = [];
    /** @type {Point | null} */
    this.pointer = null;
    this.frames = { next: 0, flight: 0, hush: 0 };
    this.listen();
  }

  buttons() {
    const button = (/** @type {string} */ sign, /** @type {string} */ name, /** @type {() => void} */ run) =>
      el("button", { type: "button", "aria-label": name, title: name, onclick: run }, sign);
    return el(
      "div",
      { class: "map-buttons", role: "group", "aria-label": "Size of the map" },
      button("+", "Nearer", () => this.zoom(NEARER)),
      button("−", "Farther", () => this.zoom(1 / NEARER)),
      button("⤢", "Show all", () => this.fit()),
    );
  }

  listen() {
    const { canvas } = this;
    handleMap(canvas, {
      move: (right, down) => this.steer(viewMoved(this.view, right, down, this.laid.bounds)),
      zoom: (by, at) => this.steer(this.zoomed(by, at)),
      click: (at) => this.click(at),
      point: (at) => this.point(at),
    });
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("focus", () => this.cross(canvas.matches(":focus-visible")));
    canvas.addEventListener("blur", () => this.cross(false));
    new ResizeObserver(() => this.resize()).observe(this.frame);
    // Paper has colours of its own; drawn at once, for printing does not wait.
    matchMedia("print").addEventListener("change", () => this.frame.isConnected && this.recolour());
  }

  /** @returns {Scene} */
  sceneOf() {
    const { app } = this;
    const { plan, marks } = this.laid;
    const look = { colours: coloursOf(this.frame), font: getComputedStyle(document.body).fontFamily };
    const chosen = choiceOnMap(app, plan, marks);
    return {
      plan,
      marks,
      ...look,
      chosen,
      pointed: -1,
      crossed: false,
      radius: markRadius,
    };
  }

  /**
   * Shows what the page shows now; the frame is in the page already.
   * @param {App} app
   */
  show(app) {
    const { shown: before, laid } = this;
    const shape = mapShape(this.frame.clientWidth);
    this.app = app;
    if (shape !== laid.shape) this.laid = laidOut(app, shape);
    else if (!sameItems(laid.latest, app.latest)) this.laid = laidOut(app, shape, laid.plan);
    this.scene = this.sceneOf();
    this.shown = { issue: app.state.issue, chosen: app.state.chosen };
    this.tip.hidden = true;
    if (app.state.chosen) this.canvas.dataset.key = app.state.chosen;
    this.painter = null;
    this.resize();
    const { bounds } = this.fitted;
    const more = this.whole && exceeds(this.shownBounds(), bounds);
    if (more || shape !== laid.shape || before.issue !== app.state.issue) this.fit();
    else if (before.chosen !== app.state.chosen) this.reveal();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.frame;
    if (!width || !height) return;
    this.size = { width, height };
    // A line of filters above the map does not make everything smaller.
    const same = this.fitted.width === width && Math.abs(this.fitted.height - height) < SLACK;
    if (this.whole && !same) this.view = this.wholeView();
    this.request();
  }

  /** The box around the issues that have visible marks. */
  shownBounds() {
    const { holders } = this.scene.marks;
    return boundsOf(this.laid.plan.bubbles.filter(({ issue }) => holders.has(issue)));
  }

  wholeView() {
    this.fitted = { ...this.size, bounds: this.shownBounds() };
    return viewOf(this.fitted.bounds, this.size);
  }

  /** Colours have changed, or the density of pixels. */
  recolour() {
    this.scene.colours = coloursOf(this.frame);
    this.painter = null;
    this.paint();
  }

  /** Draws before the next picture of the screen, however often it is asked for. */
  request() {
    this.frames.next ||= requestAnimationFrame(() => {
      this.frames.next = 0;
      if (this.frame.isConnected) this.paint();
    });
  }

  paint() {
    const { canvas, size, view, scene } = this;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (!width || !height) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    if (this.painter?.ratio !== ratio) this.painter = null;
    this.painter ??= new MapPainter(scene.colours, scene.font, ratio);
    const { labels, shown } = this.painter.draw(canvas, scene, view);
    this.labels = labels;
    const told = { x: view.x, y: view.y, scale: view.scale, marks: shown, names: labels.length };
    for (const [name, value] of Object.entries(told))
      canvas.dataset[name] = String(Math.round(value * 1e4) / 1e4);
  }

  /** Shows another view at once. @param {View} view @param {boolean} [whole] that shows all */
  steer(view, whole = false) {
    cancelAnimationFrame(this.frames.flight);
    this.whole = whole;
    this.view = view;
    if (this.scene.crossed) this.pointMiddle();
    else this.point(this.pointer);
    this.request();
  }

  /** Goes to another view, so that one sees where. @param {View} to @param {boolean} [whole] */
  fly(to, whole = false) {
    const from = this.view;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.steer(to, whole);
    let start = 0;
    const step = (/** @type {number} */ now) => {
      start ||= now;
      const part = Math.min(1, (now - start) / FLIGHT);
      this.steer(viewBetween(from, to, part), whole);
      if (part < 1) this.frames.flight = requestAnimationFrame(step);
    };
    cancelAnimationFrame(this.frames.flight);
    this.frames.flight = requestAnimationFrame(step);
  }

  /** Shows all that is visible. */
  fit() {
    this.fly(this.wholeView(), true);
  }

  /** @param {number} by @param {Point} at */
  zoomed(by, at) {
    const least = viewOf(this.laid.bounds, this.size).scale * 0.8;
    return viewZoomed(this.view, by, at, this.size, least);
  }

  /** @param {number} by */
  zoom(by) {
    this.fly(this.zoomed(by, { x: this.size.width / 2, y: this.size.height / 2 }));
  }

  /** Brings what is chosen into view, if nothing of it is. */
  reveal() {
    const { chosen, marks } = this.scene;
    const spots = chosen.marks.map((n) => ({ x: marks.x[n] ?? 0, y: marks.y[n] ?? 0, r: 3 }));
    const places = [
      ...spots,
      ...(chosen.disc ? [chosen.disc] : []),
      ...(chosen.bubble ? [chosen.bubble] : []),
    ];
    const { width, height } = this.size;
    const { x, y, scale } = this.view;
    const isSeen = (/** @type {import("./layout.js").Circle} */ at) =>
      (Math.abs(at.x - x) - at.r) * scale * 2 < width && (Math.abs(at.y - y) - at.r) * scale * 2 < height;
    if (!places.length || places.some(isSeen)) return this.request();
    this.fly(viewOf(boundsOf(places), this.size, Math.max(scale, 4)));
  }

  /** What is at a point. @param {Point} at @param {number} reach in pixels */
  hit(at, reach) {
    const { view, size } = this;
    const x = view.x + (at.x - size.width / 2) / view.scale;
    const y = view.y + (at.y - size.height / 2) / view.scale;
    const near = (/** @type {number} */ within) => nearestMark(this.laid.grid, { x, y }, within / view.scale);
    // A mark itself first, then a name, then a mark near by.
    const exact = near(markRadius(view.scale));
    const label = this.labels.find(
      ({ box }) =>
        Math.abs(at.x - box.x) * 2 < box.width && Math.abs(at.y - box.y) * 2 < Math.max(24, box.height),
    );
    const mark = exact < 0 ? near(reach) : exact;
    const key = this.scene.marks.stances[mark]?.key ?? "";
    return { mark, key: exact < 0 ? (label?.key ?? key) : key };
  }

  /** @param {Point} at */
  click(at) {
    const { key } = this.hit(at, REACH);
    if (key) this.app.choose(key);
  }

  /** @param {Point | null} at */
  point(at) {
    this.pointer = at;
    const { mark, key } = at ? this.hit(at, REACH) : { mark: -1, key: "" };
    this.canvas.classList.toggle("over", Boolean(key));
    this.pointMark(key.startsWith("stance:") ? mark : -1);
  }

  pointMiddle() {
    const { width, height } = this.size;
    const { mark } = this.hit({ x: width / 2, y: height / 2 }, WIDE_REACH);
    this.pointMark(mark);
    const stance = this.scene.marks.stances[mark];
    clearTimeout(this.frames.hush);
    if (!stance) return;
    const told = `${stanceWords(stance)}; ${stance.issue.short}`;
    this.frames.hush = setTimeout(() => this.scene.crossed && this.app.say(told), HUSH);
  }

  /** Tells what a mark stands for. @param {number} mark */
  pointMark(mark) {
    const { scene, tip } = this;
    const stance = scene.marks.stances[mark];
    tip.hidden = !stance;
    if (stance) {
      if (mark !== scene.pointed) tip.replaceChildren(...markTold(stance, this.app));
      this.placeTip(mark);
    }
    if (mark !== scene.pointed) this.request();
    scene.pointed = stance ? mark : -1;
  }

  /** @param {number} mark */
  placeTip(mark) {
    const { tip, view, size, scene } = this;
    const x = ((scene.marks.x[mark] ?? 0) - view.x) * view.scale + size.width / 2;
    const y = ((scene.marks.y[mark] ?? 0) - view.y) * view.scale + size.height / 2;
    const left = x + 18 + tip.offsetWidth < size.width ? x + 18 : x - 18 - tip.offsetWidth;
    tip.style.left = `${Math.max(4, Math.min(left, size.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${Math.max(4, Math.min(y - tip.offsetHeight / 2, size.height - tip.offsetHeight - 4))}px`;
  }

  /** Marks the middle for those who steer by keys. @param {boolean} on */
  cross(on) {
    this.scene.crossed = on;
    if (on) this.pointMiddle();
    else this.pointMark(-1);
    this.request();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? KEY_STEP * 3 : KEY_STEP;
    const move = (/** @type {number} */ right, /** @type {number} */ down) => () =>
      this.steer(viewMoved(this.view, right * by, down * by, this.laid.bounds));
    /** @type {Record<string, () => void>} */
    const runs = {
      ArrowLeft: move(1, 0),
      ArrowRight: move(-1, 0),
      ArrowUp: move(0, 1),
      ArrowDown: move(0, -1),
      "+": () => this.zoom(NEARER),
      "=": () => this.zoom(NEARER),
      "-": () => this.zoom(1 / NEARER),
      0: () => this.fit(),
      Enter: () => this.chooseMiddle(),
    };
    const run = runs[event.key];
    if (!run) return;
    event.preventDefault();
    if (!this.scene.crossed) this.cross(true);
    run();
  }

  /** Chooses the mark that is nearest to the middle of what is seen. */
  chooseMiddle() {
    const { width, height } = this.size;
    const middle = { x: width / 2, y: height / 2 };
    const mark = [WIDE_REACH, Math.hypot(width, height) / 2]
      .map((reach) => this.hit(middle, reach).mark)
      .find((n) => n >= 0);
    const stance = this.scene.marks.stances[mark ?? -1];
    if (stance) this.app.choose(stance.key);
    else this.app.say("No mark is in view");
  }
}

/**
 * Gives everything its place.
 * @param {App} app
 * @param {import("./layout.js").MapShape} shape
 * @param {import("./layout.js").Plan} [plan] where the issues are already
 */
function laidOut({ model, latest }, shape, plan = mapPlan(model, shape)) {
  const bounds = boundsOf(plan.bubbles);
  const marks = mapMarks(plan, latest);
  return { shape, plan, bounds, latest, marks, grid: markGrid(marks, bounds) };
}

/** Whether a box is not all within another. @param {Bounds} some @param {Bounds} others */
const exceeds = (some, others) =>
  some.left < others.left ||
  some.top < others.top ||
  some.right > others.right ||
  some.bottom > others.bottom;

/** @template T @param {T[]} some @param {T[]} others */
const sameItems = (some, others) =>
  some.length === others.length && some.every((item, at) => item === others[at]);

/** The colours of the page, as they are where an element stands. @param {HTMLElement} frame @returns {MapColours} */
function coloursOf(frame) {
  const probe = el("span", { hidden: true });
  frame.append(probe);
  const colour = (/** @type {string} */ name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const names = /** @type {const} */ ([
    "bg",
    "fg",
    "soft",
    "line",
    "card",
    "focus",
    "first",
    "middle",
    "second",
  ]);
  const colours = Object.fromEntries(names.map((name) => [name, colour(name)]));
  probe.remove();
  return /** @type {MapColours} */ (colours);
}
