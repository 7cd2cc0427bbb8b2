/** A network as a picture: pan, zoom, drag, look at neighbours; by pointer, finger and keyboard. */

import { el, svg } from "../core/dom.js";
import { fitting, pointIn, steerPicture, zoomed } from "./camera.js";
import { lightAround, lightOn } from "./light.js";
import { farFrom } from "./lines.js";
import { drawnKey, pictureKey } from "./marks.js";
import { edgeCurve, nodeTowards, pictureBox, pictureLimit, pictureModel, suitFrame } from "./model.js";
import { lineMeasure } from "./names.js";
import { edgeParts, nodeParts, sizeMark, zoomButtons, ZOOM_STEP } from "./parts.js";
import { placeNames } from "./texts.js";
import { count } from "../core/words.js";

/** @typedef {import("./model.js").PictureGraph} PictureGraph */
/** @typedef {import("./model.js").PictureNode} PictureNode */
/** @typedef {import("./model.js").PictureEdge} PictureEdge */
/** @typedef {import("./camera.js").Camera} Camera */

/**
 * @typedef {object} PictureOptions
 * @property {(kind: "node" | "edge", item: any) => void} onChoose a thing or a relation was chosen
 * @property {() => void} [onClear] the ground was clicked
 * @property {string} [describe] what the picture shows, for people who do not see it
 */

/**
 * @typedef {object} PictureHandle
 * @property {SVGSVGElement | null} svg the picture; null where there is only a sentence
 * @property {() => void} dispose
 * @property {<T>(run: () => T) => T} withKey does something while the key is inside the picture
 * @property {(item: PictureNode | PictureEdge | null) => void} choose marks what is chosen
 * @property {(ids: Set<string> | null) => void} find lights these things only
 */

const SWIFT = 400; // lines that can be drawn anew at each step of a zoom
const EDGE = 24; // around the picture, in pixels
const REACH = 7; // how near to a line a pointer is on it, in pixels

/**
 * Draws a network into a place. It has its final form at once: nothing moves by itself.
 * @param {HTMLElement} place gets a frame that fills it
 * @param {PictureGraph} graph
 * @param {PictureOptions} options
 * @returns {PictureHandle}
 */
export function drawPicture(place, graph, options) {
  const reason = graph.nodes.length ? pictureLimit(graph) : "There is nothing to draw.";
  if (!reason) return new Picture(place, graph, options).handle();
  const sentence = el("p", { class: "picture-limit" }, reason);
  place.append(sentence);
  return {
    svg: null,
    dispose: () => sentence.remove(),
    withKey: (run) => run(),
    choose: () => {},
    find: () => {},
  };
}

class Picture {
  /** @param {HTMLElement} place @param {PictureGraph} graph @param {PictureOptions} options */
  constructor(place, graph, options) {
    this.options = options;
    this.model = pictureModel(graph);
    const { nodes, edges, kinds, relations } = this.model;
    const words = `${count(nodes.length, "thing")}, ${count(edges.length, "relation")}`;
    const colours = kinds.length > 1 ? "by-kind" : "by-relation";
    this.svg = svg("svg", {
      class: "picture",
      role: "application",
      "aria-roledescription": "network picture",
      "aria-label": `${options.describe ?? "Picture"}: ${words}. Arrow keys go from thing to thing, Enter opens one, + and - zoom, 0 shows all.`,
    });
    this.frame = el("div", { class: `picture-frame ${colours}` }, this.svg, zoomButtons(this));
    this.legend = pictureKey(kinds, relations);
    if (this.legend) this.frame.append(this.legend);
    place.append(this.frame);
    this.measure = lineMeasure(this.svg);
    this.nodes = nodes.map((node, at) => nodeParts(node, at, this.measure));
    this.edges = edges.map((edge) => edgeParts(edge, relations.length > 1, this.measure));
    const layer = (/** @type {string} */ name, /** @type {Element[]} */ ...parts) =>
      svg("g", { class: name, ...(name === "picture-nodes" ? {} : { "aria-hidden": "true" }) }, ...parts);
    this.scene = svg(
      "g",
      {},
      layer("picture-edges", ...this.edges.map(({ group }) => group)),
      layer("picture-nodes", ...this.nodes.map(({ mark }) => mark)),
      layer("picture-relations", ...this.edges.flatMap(({ text }) => text ?? [])),
      layer("picture-names", ...this.nodes.map(({ text }) => text)),
    );
    this.svg.append(this.scene);
    this.nodes[0]?.mark.setAttribute("tabindex", "0");
    /** @type {Camera} */
    this.camera = { x: 0, y: 0, scale: 1 };
    this.drawnScale = 0;
    this.stale = true; // names do not stand where they should
    this.moved = false; // by people: then the picture is not fitted to its frame again
    this.size = { width: 0, height: 0 };
    /** @type {import("./names.js").Box[]} */
    this.names = [];
    /** @type {import("./light.js").Light | null} */
    this.kept = null; // lit while nothing is pointed at
    /** @type {import("./light.js").Light | null} */
    this.lit = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.listen();
    this.watcher = new ResizeObserver(() => this.resize());
    this.watcher.observe(this.frame);
    this.resize();
  }

  /** @returns {PictureHandle} */
  handle() {
    return {
      svg: this.svg,
      dispose: () => {
        this.watcher.disconnect();
        clearTimeout(this.timer);
        this.frame.remove();
      },
      withKey: (run) => this.withKey(run),
      choose: (item) => this.choose(item),
      find: (ids) => this.find(ids),
    };
  }

  /** @template T @param {() => T} run */
  withKey(run) {
    const key = drawnKey(this.model.kinds, this.model.relations, this.size, this.measure);
    this.svg.append(key);
    try {
      return run();
    } finally {
      key.remove();
    }
  }

  // ---- the camera

  resize() {
    const { width, height } = this.frame.getBoundingClientRect();
    if (!width || !height || (width === this.size.width && height === this.size.height)) return;
    const before = this.size;
    this.size = { width, height };
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    if (!before.width) suitFrame(this.model.nodes, this.size);
    if (!this.moved) this.fit();
    else {
      const { x, y, scale } = this.camera;
      this.move({ x: x + (width - before.width) / 2, y: y + (height - before.height) / 2, scale });
    }
  }

  fit() {
    const box = pictureBox(this.model.nodes);
    const bottom = EDGE + (this.legend?.offsetHeight ?? 0);
    this.move(fitting(box, this.size, { left: EDGE, top: EDGE, right: EDGE, bottom }));
    this.settle(true);
    // Names keep their size, so how far they stand out is known only now.
    const { scale } = this.camera;
    const most = this.size.width * 0.11;
    const over = (/** @type {(box: import("./names.js").Box) => number} */ far) =>
      Math.min(most, EDGE / 2 + Math.max(EDGE / 2, ...this.names.map(far)));
    this.move(
      fitting(box, this.size, {
        left: over(({ x }) => box.x * scale - x),
        top: over(({ y }) => box.y * scale - y),
        right: over(({ x, width }) => x + width - (box.x + box.width) * scale),
        bottom: bottom - EDGE + over(({ y, height }) => y + height - (box.y + box.height) * scale),
      }),
    );
    this.settle();
    this.moved = false;
  }

  /** @param {number} by */
  zoom(by) {
    this.move(zoomed(this.camera, by, { x: this.size.width / 2, y: this.size.height / 2 }));
    this.settle();
  }

  /** @param {Camera} camera */
  move(camera) {
    this.camera = camera;
    this.moved = true;
    if (camera.scale !== this.drawnScale && this.edges.length <= SWIFT) this.draw();
    const grown = this.drawnScale ? camera.scale / this.drawnScale : 1;
    const shift = `translate(${camera.x.toFixed(2)} ${camera.y.toFixed(2)})`;
    this.scene.setAttribute("transform", grown === 1 ? shift : `${shift} scale(${grown})`);
    this.svg.classList.toggle("swift", this.edges.length > SWIFT);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), 140);
  }

  /**
   * Draws marks and names in their own size again, after a zoom.
   * @param {boolean} [freely] names may stand out of the frame
   */
  settle(freely = false) {
    clearTimeout(this.timer);
    this.svg.classList.remove("swift");
    if (this.camera.scale !== this.drawnScale) this.draw();
    else if (!this.stale) return;
    this.stale = false;
    const { x, y } = this.camera;
    const seen = { x: 4 - x, y: 4 - y, width: this.size.width - 8, height: this.size.height - 8 };
    const frame = freely ? null : seen;
    this.names = placeNames(this.model, this.nodes, this.edges, this.drawnScale, this.measures(), frame);
    this.scene.setAttribute(
      "transform",
      `translate(${this.camera.x.toFixed(2)} ${this.camera.y.toFixed(2)})`,
    );
  }

  /** The sizes of marks and arrows: the same on the screen, but smaller in a crowd. */
  measures() {
    const radius = Math.max(3.6, Math.min(7.5, 7.5 * Math.sqrt(this.camera.scale)));
    return { radius, head: Math.max(6, radius + 2) };
  }

  draw() {
    this.drawnScale = this.camera.scale;
    this.stale = true;
    this.nodes.forEach((_, at) => this.drawNode(at));
    this.edges.forEach((_, at) => this.drawEdge(at));
  }

  /** @param {number} at */
  drawNode(at) {
    const [node, parts] = [this.model.nodes[at], this.nodes[at]];
    if (!node || !parts) return;
    const [x, y] = [node.x * this.drawnScale, node.y * this.drawnScale];
    parts.mark.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    sizeMark(parts, node.look, this.measures().radius);
  }

  /** @param {number} at */
  drawEdge(at) {
    const [edge, parts] = [this.model.edges[at], this.edges[at]];
    if (!edge || !parts) return;
    parts.curve = edgeCurve(this.model, edge, this.drawnScale, this.measures());
    parts.line.setAttribute("d", parts.curve.line);
    parts.arrow.setAttribute("d", parts.curve.arrow);
  }

  // ---- what people do

  listen() {
    steerPicture(this.svg, {
      camera: () => this.camera,
      move: (camera) => this.move(camera),
      grip: (target) => this.nodeAt(target),
      drag: (at, by) => this.drag(at, by),
      dropped: () => this.settle(),
    });
    this.svg.addEventListener("click", (event) => this.click(event));
    this.svg.addEventListener("pointermove", (event) => this.hover(event));
    this.svg.addEventListener("pointerleave", () => this.light(this.kept));
    this.svg.addEventListener("focusin", (event) => this.focused(this.nodeAt(event.target)));
    this.svg.addEventListener("focusout", () => this.light(this.kept));
    this.svg.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {EventTarget | null} target */
  nodeAt(target) {
    const found = target instanceof Element ? target.closest("[data-node]") : null;
    return found ? Number(found.getAttribute("data-node")) : null;
  }

  /** The number of the line under a pointer. @param {MouseEvent} event */
  edgeAt(event) {
    const { x, y } = pointIn(this.svg, event);
    const grown = this.camera.scale / this.drawnScale;
    const point = { x: (x - this.camera.x) / grown, y: (y - this.camera.y) / grown };
    let [best, least] = [-1, REACH];
    this.edges.forEach(({ curve }, at) => {
      const far = farFrom(curve, point);
      if (far < least) [best, least] = [at, far];
    });
    return best < 0 ? null : best;
  }

  /** @param {number} at @param {import("./layout.js").Point} by */
  drag(at, by) {
    const [node, parts] = [this.model.nodes[at], this.nodes[at]];
    if (!node || !parts) return;
    node.x += by.x / this.camera.scale;
    node.y += by.y / this.camera.scale;
    this.drawNode(at);
    for (const line of node.lines) this.drawEdge(line);
    const [x, y] = [Number(parts.text.dataset.x) + by.x, Number(parts.text.dataset.y) + by.y];
    Object.assign(parts.text.dataset, { x, y });
    parts.text.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  }

  /** @param {MouseEvent} event */
  click(event) {
    const at = this.nodeAt(event.target);
    const line = at === null ? this.edgeAt(event) : null;
    if (at !== null) this.options.onChoose("node", this.model.nodes[at]?.item);
    else if (line !== null) this.options.onChoose("edge", this.model.edges[line]?.item);
    else this.options.onClear?.();
  }

  /** @param {PointerEvent} event */
  hover(event) {
    if (event.buttons || event.pointerType === "touch") return;
    const at = this.nodeAt(event.target);
    const line = at === null ? this.edgeAt(event) : null;
    this.svg.classList.toggle("on-line", line !== null);
    if (at !== null) this.light(lightAround(this.model, at));
    else this.light(line === null ? this.kept : lightOn(this.model, line));
  }

  /** @param {number | null} at */
  focused(at) {
    const parts = at === null ? null : this.nodes[at];
    if (at === null || !parts) return;
    for (const old of this.svg.querySelectorAll('[tabindex="0"]')) old.setAttribute("tabindex", "-1");
    parts.mark.setAttribute("tabindex", "0");
    if (parts.mark.matches(":focus-visible")) this.light(lightAround(this.model, at));
    this.seek(at);
  }

  /** Brings a thing into sight, if it is not. @param {number} at */
  seek(at) {
    const node = this.model.nodes[at];
    if (!node) return;
    const { x, y, scale } = this.camera;
    const { width, height } = this.size;
    const [left, top] = [node.x * scale + x, node.y * scale + y];
    const seen = left > 24 && left < width - 24 && top > 24 && top < height - 24;
    if (!seen) this.move({ x: width / 2 - node.x * scale, y: height / 2 - node.y * scale, scale });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.nodeAt(event.target);
    const acts = {
      "+": () => this.zoom(ZOOM_STEP),
      "=": () => this.zoom(ZOOM_STEP),
      "-": () => this.zoom(1 / ZOOM_STEP),
      0: () => this.fit(),
      Enter: () => this.options.onChoose("node", this.model.nodes[at ?? 0]?.item),
      " ": () => this.options.onChoose("node", this.model.nodes[at ?? 0]?.item),
    };
    const act = acts[/** @type {keyof typeof acts} */ (event.key)];
    if (act) act();
    else if (event.key.startsWith("Arrow")) {
      const next = nodeTowards(this.model, at ?? 0, event.key);
      if (next !== null) this.nodes[next]?.mark.focus({ preventScroll: true });
    } else return;
    event.preventDefault();
  }

  // ---- what is lit

  /** @param {PictureNode | PictureEdge | null} item */
  choose(item) {
    for (const old of this.svg.querySelectorAll(".chosen")) old.classList.remove("chosen");
    const at = this.model.nodes.findIndex((node) => node.item === item);
    const line = this.model.edges.findIndex((edge) => edge.item === item);
    this.kept = null;
    if (at >= 0) this.kept = lightAround(this.model, at);
    else if (line >= 0) this.kept = lightOn(this.model, line);
    this.nodes[at]?.mark.classList.add("chosen");
    if (at >= 0) this.seek(at);
    this.light(this.kept);
  }

  /** @param {Set<string> | null} ids */
  find(ids) {
    const found = [...this.model.nodes.keys()].filter((at) => ids?.has(this.model.nodes[at]?.item.id ?? ""));
    this.kept = ids ? { nodes: new Set(found), lines: new Set() } : null;
    this.light(this.kept);
  }

  /** @param {import("./light.js").Light | null} light */
  light(light) {
    if (light === this.lit) return;
    this.lit = light;
    this.svg.classList.toggle("dim", light !== null);
    this.nodes.forEach(({ mark, text }, at) => {
      const on = light?.nodes.has(at) ?? false;
      mark.classList.toggle("lit", on);
      text.classList.toggle("lit", on);
    });
    this.edges.forEach(({ group, text }, at) => {
      const on = light?.lines.has(at) ?? false;
      group.classList.toggle("lit", on);
      text?.classList.toggle("lit", on);
    });
  }
}
