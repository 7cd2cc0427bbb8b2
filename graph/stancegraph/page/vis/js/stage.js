/**
 * The canvas: what is on it, what is lit, where the camera is, and what is under the pointer.
 *
 * @typedef {{nodes: Set<string>, edges: Set<string>, strong: Set<string>}} Light
 */
class Stage {
  /**
   * @param {HTMLElement} place
   * @param {any} data the data block of the page
   * @param {(node: any, edge: any) => void} onPick called with the node, or the edge, or neither
   * @param {(node: any, edge: any) => string} nameOf what the pointer says of a node or an edge
   */
  constructor(place, data, onPick, nameOf) {
    this.place = place;
    this.data = data;
    this.onPick = onPick;
    this.nameOf = nameOf;
    this.nodes = new Map(data.nodes.map((node) => [node.id, node]));
    this.edges = new Map(data.edges.map((edge) => [edge.id, edge]));
    this.ink = inks();
    this.scale = 1;
    /** @type {Light | null} */
    this.lit = null;
    /** @type {number | null} */
    this.issue = null;
    /** @type {Map<string, number[]>} */
    this.boxes = new Map();
    this.moved = false;
    // vis-network counts the pictures of a movement: where each takes long, it would crawl.
    const { hideEdgesOnDrag: big } = data.options.interaction;
    this.still = big || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.build();
    this.listen();
    this.fit(false);
  }

  build() {
    const options = structuredClone(this.data.options);
    options.nodes = { shape: "custom", ctxRenderer: (told) => this.paint(told) };
    this.lines = new vis.DataSet(this.data.edges.map((edge) => this.line(edge)));
    // What comes later is painted on top: no holder hides the name of a position.
    const layers = ["thing", "holder", "position", "issue"];
    const layered = [...this.data.nodes].sort((a, b) => layers.indexOf(a.kind) - layers.indexOf(b.kind));
    const nodes = new vis.DataSet(layered.map(({ id, x, y, label }) => ({ id, x, y, label })));
    this.network = new vis.Network(this.place, { nodes, edges: this.lines }, options);
    const canvas = this.place.querySelector("canvas");
    // The list in the details holds the same, in an order that can be read and tabbed through.
    canvas?.setAttribute("role", "img");
    canvas?.setAttribute(
      "aria-label",
      "Network of the stances; the details beside it say the same in words",
    );
    for (const part of this.place.querySelectorAll("[tabindex]")) part.setAttribute("tabindex", "-1");
  }

  listen() {
    this.network.on("beforeDrawing", (ctx) => this.ground(ctx));
    this.network.on("afterDrawing", (ctx) => this.finish(ctx));
    this.network.on("click", ({ pointer }) => {
      const node = this.nodeAt(pointer.canvas);
      this.onPick(node, node ? undefined : this.edgeAt(pointer.DOM));
    });
    for (const event of ["zoom", "dragStart"]) this.network.on(event, () => (this.moved = true));
    // vis-network changes its camera after it tells of a new size.
    this.network.on("resize", () => requestAnimationFrame(() => this.moved || this.fit(false)));
    this.place.addEventListener("mousemove", (event) => this.point(event));
    this.place.addEventListener("mouseleave", () => (byId("hint").hidden = true));
  }

  /** The line of an edge as vis-network wants it. */
  line(edge) {
    const dim = this.lit !== null && !this.lit.edges.has(edge.id);
    const hidden = this.issue !== null && edge.issue !== this.issue;
    const from = edge.from;
    return { id: edge.id, from, to: edge.to, hidden, arrows: "", ...edgeLook(edge, this.ink, dim) };
  }

  /** Shows one issue, or all of them. @param {number | null} issue */
  show(issue) {
    this.issue = issue;
    this.refresh();
    this.fit();
  }

  /** Lights some marks and lines and dims the others. @param {Light | null} lit */
  light(lit) {
    this.lit = lit;
    this.refresh();
  }

  /** Paints all again, such as after a change of colours. */
  refresh() {
    this.ink = inks();
    this.lines.update(this.data.edges.map((edge) => this.line(edge)));
    this.network.redraw();
  }

  /** Whether a node is on the canvas now. */
  shown(node) {
    return this.issue === null || node.issue === this.issue;
  }

  /** What vis-network calls to paint a node. */
  paint({ ctx, id, x, y }) {
    const node = this.nodes.get(id);
    const drawNode = () => {
      if (!this.shown(node)) return;
      const strong = this.lit?.strong.has(id) ?? false;
      ctx.globalAlpha = this.lit && !this.lit.nodes.has(id) ? 0.2 : 1;
      const brush = { ctx, scale: this.scale, ink: this.ink, strong };
      this.boxes.set(id, PAINTERS[node.kind](brush, node, x, y));
    };
    return { drawNode, nodeDimensions: { width: 15, height: 15 } };
  }

  /** The islands, below everything. */
  ground(ctx) {
    this.scale = this.network.getScale();
    this.boxes.clear();
    ctx.lineWidth = 1 / this.scale;
    for (const frame of this.data.frames) {
      if (this.issue !== null && frame.issue !== this.issue) continue;
      ctx.beginPath();
      ctx.roundRect(frame.x, frame.y, frame.w, frame.h, 14);
      ctx.fillStyle = this.ink.card;
      ctx.fill();
      ctx.strokeStyle = this.ink.line;
      ctx.stroke();
    }
  }

  /** The names of a plain network, where they hide nothing; and the camera for whoever asks. */
  finish(ctx) {
    if (this.data.kind === "triples") paintNames(ctx, this);
    const { x, y } = this.network.getViewPosition();
    Object.assign(this.place.dataset, { x: x.toFixed(2), y: y.toFixed(2), scale: this.scale.toFixed(4) });
  }

  /** The node at a point of the drawing; those with a name before those without. */
  nodeAt({ x, y }) {
    const reach = 3 / this.scale;
    let found;
    for (const [id, [left, top, right, bottom]] of this.boxes) {
      if (x >= left - reach && x <= right + reach && y >= top && y <= bottom) found = this.nodes.get(id);
    }
    return found;
  }

  /** The stance or relation whose line is at a point of the canvas. */
  edgeAt(point) {
    const edge = this.edges.get(this.network.getEdgeAt(point));
    return edge?.ref === undefined ? undefined : edge;
  }

  /** Says what is under the pointer. @param {MouseEvent} event */
  point(event) {
    const bounds = this.place.getBoundingClientRect();
    const place = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
    const node = this.nodeAt(this.network.DOMtoCanvas(place));
    const edge = node || this.data.edges.length > 1500 ? undefined : this.edgeAt(place);
    const hint = byId("hint");
    hint.hidden = !node && !edge;
    this.place.style.cursor = hint.hidden ? "" : "pointer";
    if (hint.hidden) return;
    hint.textContent = this.nameOf(node, edge);
    hint.style.left = `${Math.min(place.x + 14, bounds.width - hint.offsetWidth - 8)}px`;
    hint.style.top = `${Math.max(place.y - hint.offsetHeight - 8, 4)}px`;
  }

  /** The smallest box around frames or marks. @returns {number[]} */
  bounds(boxes) {
    return boxes.reduce(
      ([l, t, r, b], [left, top, right, bottom]) => [
        Math.min(l, left),
        Math.min(t, top),
        Math.max(r, right),
        Math.max(b, bottom),
      ],
      [Infinity, Infinity, -Infinity, -Infinity],
    );
  }

  /** Brings all that is shown into sight. */
  fit(smoothly = true) {
    this.moved = false;
    const frames = this.data.frames.filter((frame) => this.issue === null || frame.issue === this.issue);
    this.look(frames.map(box), 1.4, smoothly);
  }

  /**
   * Brings some marks into sight, near enough to read their names, if they are not yet.
   * @param {Iterable<string>} ids
   */
  seek(ids) {
    const marks = [...ids].map((id) => this.nodes.get(id)).filter((node) => this.shown(node));
    if (!marks.length) return;
    const near = marks.map(({ x, y }) => [x - 150, y - 24, x + 150, y + 34]);
    const [left, top, right, bottom] = this.bounds(near);
    const corner = this.network.DOMtoCanvas({ x: 0, y: 0 });
    const end = this.network.DOMtoCanvas({ x: this.place.clientWidth, y: this.place.clientHeight });
    const inSight = left > corner.x && top > corner.y && right < end.x && bottom < end.y;
    if (inSight && this.network.getScale() * ROW >= LEAST_ROW) return;
    const islands = this.data.frames.filter((frame) => marks.some((node) => node.issue === frame.issue));
    this.look(islands.length === 1 ? islands.map(box) : near, 1.1);
  }

  /** Moves the camera to a box. @param {number[][]} boxes */
  look(boxes, largest, smoothly = true) {
    if (!boxes.length) return;
    const [left, top, right, bottom] = this.bounds(boxes);
    const room = 14;
    const scale = Math.min(
      (this.place.clientWidth - room) / (right - left),
      (this.place.clientHeight - room) / (bottom - top),
      largest,
    );
    this.network.moveTo({
      position: { x: (left + right) / 2, y: (top + bottom) / 2 },
      scale: Math.max(scale, 0.02),
      animation: smoothly && !this.still ? { duration: 320, easingFunction: "easeInOutQuad" } : false,
    });
  }

  /** @param {number} factor */
  zoom(factor) {
    this.moved = true;
    this.network.moveTo({ scale: this.network.getScale() * factor });
  }
}

/** The corners of a frame. */
const box = ({ x, y, w, h }) => [x, y, x + w, y + h];

/** The names of a plain network: those with most relations first, each where none is yet. */
function paintNames(ctx, stage) {
  const { scale, ink, lit } = stage;
  const font = within(12.5, 11, 15, scale);
  const taken = [];
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const node of (stage.byRank ??= [...stage.nodes.values()].sort((a, b) => b.degree - a.degree))) {
    const strong = lit?.strong.has(node.id);
    if (!stage.boxes.has(node.id) || (lit && !lit.nodes.has(node.id))) continue;
    ctx.font = `${strong ? 700 : 400} ${font}px ${FONT}`;
    const text = fitted(ctx, node.label, 190 / Math.max(scale, 0.7));
    const half = ctx.measureText(text).width / 2;
    const top = node.y + 9 / Math.min(scale, 1.2);
    const box = [node.x - half, top, node.x + half, top + font * 1.2];
    const free = taken.every((b) => box[0] > b[2] || box[2] < b[0] || box[1] > b[3] || box[3] < b[1]);
    if (!free && !strong) continue;
    taken.push(box);
    paintText({ ctx, scale, ink }, text, node.x, top, ink.text);
  }
}
