/** What a picture draws: things with their place and look, relations with theirs. */

import { curveBetween, fannedLines, loopAt } from "./lines.js";
import { picturePlaces } from "./layout.js";
import { frequentLooks } from "./marks.js";
import { number } from "../core/words.js";

/** @typedef {[name: string, value: string, remark?: string]} Fact */

/**
 * @typedef {object} PictureNode
 * @property {string} id
 * @property {string} label
 * @property {string} [kind] what sort of thing it is, in the key
 * @property {string} [colour] six digits, as `#1b7f5c`
 * @property {string} [link]
 * @property {Fact[]} [facts]
 */

/**
 * @typedef {object} PictureEdge
 * @property {string} from the id of a node
 * @property {string} to
 * @property {string} [label]
 * @property {Fact[]} [facts]
 */

/** @typedef {{ nodes: PictureNode[], edges: PictureEdge[] }} PictureGraph */

/**
 * @typedef {object} DrawnNode
 * @property {PictureNode} item
 * @property {number} x where it stands on the ground
 * @property {number} y
 * @property {number} look
 * @property {number[]} lines the numbers of its relations
 * @property {number[]} near the numbers of the things it is related to
 */

/**
 * @typedef {object} DrawnEdge
 * @property {PictureEdge} item
 * @property {number} from
 * @property {number} to
 * @property {number} look
 * @property {import("./lines.js").Fan} fan
 */

/** @typedef {import("./marks.js").KeyEntry} KeyEntry */
/** @typedef {{ nodes: DrawnNode[], edges: DrawnEdge[], kinds: KeyEntry[], relations: KeyEntry[] }} PictureModel */

const MOST_NODES = 1000;
const MOST_EDGES = 3000;

/**
 * What to say of a graph that is too big for one picture; empty when it is not.
 * @param {PictureGraph} graph
 */
export function pictureLimit({ nodes, edges }) {
  if (nodes.length <= MOST_NODES && edges.length <= MOST_EDGES) return "";
  return (
    `${number(nodes.length)} things with ${number(edges.length)} relations are too many for one ` +
    `picture, which shows at most ${number(MOST_NODES)} things and ${number(MOST_EDGES)} ` +
    "relations: add a LIMIT or a narrower pattern to the query."
  );
}

/**
 * Works out what a picture draws; the same for the same graph.
 * @param {PictureGraph} graph an edge whose end is no node is left out
 * @returns {PictureModel}
 */
export function pictureModel(graph) {
  const numbers = new Map(graph.nodes.map(({ id }, at) => [id, at]));
  const kept = graph.edges.filter(({ from, to }) => numbers.has(from) && numbers.has(to));
  const end = (/** @type {string} */ id) => /** @type {number} */ (numbers.get(id));
  const ends = kept.map(({ from, to }) => /** @type {[number, number]} */ ([end(from), end(to)]));
  const kinds = frequentLooks(
    graph.nodes.map(({ kind = "" }) => kind),
    "others",
  );
  const relations = frequentLooks(
    kept.map(({ label = "" }) => label),
    "other relations",
  );
  const places = picturePlaces(graph.nodes.length, ends);
  const fans = fannedLines(ends);
  const nodes = graph.nodes.map((item, at) => {
    const { x, y } = places[at] ?? { x: 0, y: 0 };
    const look = kinds.looks.get(item.kind ?? "") ?? 0;
    return { item, x, y, look, lines: /** @type {number[]} */ ([]), near: /** @type {number[]} */ ([]) };
  });
  const edges = kept.map((item, at) => {
    const [from, to] = /** @type {[number, number]} */ (ends[at]);
    nodes[from]?.lines.push(at);
    nodes[from]?.near.push(to);
    if (from !== to) nodes[to]?.lines.push(at);
    if (from !== to) nodes[to]?.near.push(from);
    const fan = fans[at] ?? { bend: 0, loop: -1 };
    return { item, from, to, look: relations.looks.get(item.label ?? "") ?? 0, fan };
  });
  return { nodes, edges, kinds: kinds.entries, relations: relations.entries };
}

/**
 * The box around all things.
 * @param {DrawnNode[]} nodes
 */
export function pictureBox(nodes) {
  const xs = nodes.map(({ x }) => x);
  const ys = nodes.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

const STRETCH = 1.3; // more would look distorted

/**
 * Lays the ground as the frame lies, upright or level, and stretches it a little towards its form.
 * @param {DrawnNode[]} nodes
 * @param {{ width: number, height: number }} frame
 */
export function suitFrame(nodes, frame) {
  const box = pictureBox(nodes);
  if (frame.height > frame.width * 1.1 && box.width > box.height * 1.1) {
    for (const node of nodes) [node.x, node.y] = [node.y, node.x];
    [box.width, box.height] = [box.height, box.width];
  }
  if (!box.width || !box.height) return;
  const wanted = frame.width / frame.height / (box.width / box.height);
  const by = Math.max(1 / STRETCH, Math.min(STRETCH, Math.sqrt(wanted)));
  for (const node of nodes) [node.x, node.y] = [node.x * by, node.y / by];
}

/**
 * The angle that leads away from what a thing is related to.
 * @param {PictureModel} model
 * @param {DrawnNode} node
 */
export function awayFrom({ nodes }, node) {
  let [x, y] = [0, 0];
  for (const number of node.near) {
    const other = nodes[number] ?? node;
    const far = Math.hypot(other.x - node.x, other.y - node.y) || 1;
    x += (node.x - other.x) / far;
    y += (node.y - other.y) / far;
  }
  return Math.hypot(x, y) < 0.35 ? Math.PI / 2 : Math.atan2(y, x);
}

/**
 * The curve of a relation at a scale.
 * @param {PictureModel} model
 * @param {DrawnEdge} edge
 * @param {number} scale
 * @param {{ radius: number, head: number }} size of marks and arrows
 */
export function edgeCurve(model, { from, to, fan }, scale, { radius, head }) {
  const [start, end] = [model.nodes[from], model.nodes[to]];
  if (!start || !end) throw new Error("an edge without its ends");
  const at = (/** @type {DrawnNode} */ { x, y }) => ({ x: x * scale, y: y * scale });
  if (fan.loop < 0) return curveBetween(at(start), at(end), fan.bend, radius, head);
  return loopAt(at(start), awayFrom(model, start) + Math.PI / 2, fan.loop, radius, head);
}

/**
 * The thing that an arrow key leads to: a related one in that direction, else any.
 * @param {PictureModel} model
 * @param {number} from
 * @param {string} key such as `ArrowLeft`
 * @returns {number | null}
 */
export function nodeTowards({ nodes }, from, key) {
  const ways = { ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowUp: [0, -1] };
  const [dx = 0, dy = 0] = ways[/** @type {keyof typeof ways} */ (key)] ?? [];
  const here = nodes[from];
  if (!here) return null;
  const nearest = (/** @type {Iterable<number>} */ numbers) => {
    let [best, least] = [/** @type {number | null} */ (null), Infinity];
    for (const at of numbers) {
      const [x, y] = [(nodes[at]?.x ?? 0) - here.x, (nodes[at]?.y ?? 0) - here.y];
      const along = x * dx + y * dy;
      const beside = Math.abs(x * dy - y * dx);
      // Within 60 degrees of the direction; what is straight ahead comes before what is near.
      const far = Math.hypot(x, y) * (1 + beside / Math.max(along, 1));
      if (at !== from && along > 0 && beside < along * 1.73 && far < least) [best, least] = [at, far];
    }
    return best;
  };
  return nearest(here.near) ?? nearest(nodes.keys());
}
