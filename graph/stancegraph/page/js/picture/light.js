/** What is lit in a picture while the rest is dim. */

/** @typedef {import("./model.js").PictureModel} PictureModel */
/** @typedef {{ nodes: Set<number>, lines: Set<number> }} Light */

/**
 * A thing, its relations and what they lead to.
 * @param {PictureModel} model
 * @param {number} at
 * @returns {Light}
 */
export function lightAround(model, at) {
  const node = model.nodes[at];
  return { nodes: new Set([at, ...(node?.near ?? [])]), lines: new Set(node?.lines) };
}

/**
 * A relation and its two ends.
 * @param {PictureModel} model
 * @param {number} line
 * @returns {Light}
 */
export function lightOn(model, line) {
  const edge = model.edges[line];
  return { nodes: new Set(edge ? [edge.from, edge.to] : []), lines: new Set([line]) };
}
