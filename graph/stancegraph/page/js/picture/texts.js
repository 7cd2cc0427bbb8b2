/** Puts the names of things and relations where there is room for them. */

import { svg } from "../core/dom.js";
import { awayFrom } from "./model.js";
import { baseline, placesAround, TakenRoom } from "./names.js";

/** @typedef {import("./model.js").PictureModel} PictureModel */
/** @typedef {import("./parts.js").NodeParts} NodeParts */
/** @typedef {import("./parts.js").EdgeParts} EdgeParts */
/** @typedef {import("./names.js").Name} Name */
/** @typedef {import("./names.js").NamePlace} NamePlace */
/** @typedef {import("./names.js").Box} Box */

const FEW = 40; // relations whose names do not hide the picture
const NEAR = 1.6; // from this scale on, any number

/**
 * Places all names; one for which there is no room is hidden until its thing is lit.
 * @param {PictureModel} model
 * @param {NodeParts[]} nodes
 * @param {EdgeParts[]} edges
 * @param {number} scale
 * @param {{ radius: number }} sizes
 * @param {Box | null} frame what is seen: the names of marks in it stay in it
 * @returns {Box[]} the boxes of the names that are shown
 */
export function placeNames(model, nodes, edges, scale, { radius }, frame) {
  const shown = [];
  const room = new TakenRoom();
  const marks = model.nodes.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
  const size = radius * 2 + 2;
  for (const { x, y } of marks) {
    room.take({ x: x - size / 2, y: y - size / 2, width: size, height: size });
  }
  const degree = (/** @type {number} */ at) => model.nodes[at]?.lines.length ?? 0;
  // What many relations lead to is what a reader looks for first.
  const order = [...nodes.keys()].sort((a, b) => degree(b) - degree(a) || a - b);
  for (const at of order) {
    const [node, mark, parts] = [model.nodes[at], marks[at], nodes[at]];
    if (!node || !mark || !parts) continue;
    const places = placesAround(parts.name, mark, radius, awayFrom(model, node));
    const inside = frame && holds(frame, { ...mark, width: 0, height: 0 });
    const fitting = inside ? places.filter((place) => holds(frame, place.box)) : places;
    const box = putName(parts.text, parts.name, fitting.length ? fitting : places, room);
    if (box) shown.push(box);
  }
  // Many would hide the lines; then a name stands by its line when that is lit, or near.
  const few = edges.length <= FEW || scale >= NEAR;
  for (const { text, name, curve } of edges) {
    if (text) putName(text, name, placesAlong(name, curve), few ? room : null);
  }
  return shown;
}

/**
 * @param {SVGTextElement} text
 * @param {Name} name
 * @param {NamePlace[]} places the best first
 * @param {TakenRoom | null} room where there is none, the name is hidden
 * @returns {Box | null} what the name takes, if it is shown
 */
function putName(text, name, places, room) {
  const free = places.find(({ box }) => room?.isFree(box));
  const place = free ?? places[0];
  if (!place) return null;
  if (free) room?.take(free.box);
  text.classList.toggle("crowded", !free);
  text.setAttribute("text-anchor", place.anchor);
  text.setAttribute("transform", `translate(${place.x.toFixed(1)} ${place.y.toFixed(1)})`);
  Object.assign(text.dataset, { x: place.x, y: place.y });
  if (!text.firstChild) {
    text.append(...name.lines.map((line, at) => svg("tspan", { x: 0, y: baseline(0, at) }, line)));
  }
  return free?.box ?? null;
}

/**
 * The places on a curve where its name may stand, the middle first.
 * @param {Name} name
 * @param {import("./lines.js").Curve} curve
 * @returns {NamePlace[]}
 */
function placesAlong({ width, height }, curve) {
  const [start, end] = [curve.at(0), curve.at(1)];
  const short = Math.hypot(end.x - start.x, end.y - start.y) < 40;
  return [0.5, 0.42, 0.58, 0.34, 0.66].slice(0, short ? 1 : 5).map((along) => {
    const { x, y } = curve.at(along);
    const top = y - height / 2;
    return { x, y: top, anchor: "middle", box: { x: x - width / 2, y: top, width, height } };
  });
}

/** @param {Box} frame @param {Box} box */
const holds = (frame, { x, y, width, height }) =>
  x >= frame.x && y >= frame.y && x + width <= frame.x + frame.width && y + height <= frame.y + frame.height;
