/** The marks: one shape and colour for each pole, filled when words are quoted. */

import { el, svg } from "./dom.js";
import { holdersIn } from "./data.js";
import { count, dateWords, MODES, number } from "./words.js";

/** @typedef {import("./data.js").Stance} Stance */
/** @typedef {import("./data.js").Pole} Pole */
/** @typedef {import("./data.js").Turn} Turn */

/** The outline of each pole's shape, around 0 0 and about 12 wide. @type {Record<Pole, string>} */
export const POLE_PATHS = {
  first: "M0 -6A6 6 0 0 1 0 6A6 6 0 0 1 0 -6Z",
  middle: "M0 -7L7 0L0 7L-7 0Z",
  second: "M-5.5 -5.5H5.5V5.5H-5.5Z",
};

/**
 * The shape of a pole, for use inside a drawing.
 * @param {Pole} pole
 * @param {{ hollow?: boolean, scale?: number }} [look] hollow stands for a paraphrase
 */
export const poleShape = (pole, { hollow = false, scale = 1 } = {}) =>
  svg("path", {
    d: POLE_PATHS[pole],
    class: `pole ${pole}${hollow ? " hollow" : ""}`,
    transform: scale === 1 ? null : `scale(${scale})`,
  });

/**
 * A mark to stand in a line of text.
 * @param {Pole} pole
 * @param {{ hollow?: boolean, name?: string }} [look] a name tells it to people who do not see it
 */
export function poleMark(pole, { hollow = false, name = "" } = {}) {
  const about = { viewBox: "-8 -8 16 16", class: "mark" };
  const told = name ? { role: "img", "aria-label": name } : { "aria-hidden": "true" };
  return svg("svg", { ...about, ...told }, poleShape(pole, { hollow }));
}

/** The mark of a stance. @param {Stance} stance */
export const stanceMark = (stance) => poleMark(stance.position.pole, { hollow: !stance.quote });

/** The sign of a change: from which side a holder came. @param {Turn | undefined} turn */
export function changeMark(turn) {
  if (!turn) return null;
  const arrow = svg(
    "svg",
    { viewBox: "0 0 14 16", class: "arrow", "aria-hidden": "true" },
    svg("path", { d: "M13 8H2M6 4L2 8L6 12" }),
  );
  const about = { class: "turn", title: turnWords(turn) };
  return el("span", about, arrow, poleMark(turn.from.pole, { hollow: !turn.quoted }));
}

/** Who holds it, and about whom. @param {Stance} stance */
export const holderWords = ({ holder, about }) =>
  about ? `${holder.label} on ${about.label}` : holder.label;

/** Where a holder came from, and when: `changed from open, March 2026`. @param {Turn} turn */
export const turnWords = ({ from, on }) => `changed from ${from.label}, ${dateWords(on)}`;

/** How many changed, and how often: `8 holders changed position, in 9 steps`. @param {Stance[]} changes */
export function changedWords(changes) {
  const holders = holdersIn(changes);
  const steps = changes.length > holders ? `, in ${number(changes.length)} steps` : "";
  return `${count(holders, "holder")} changed position${steps}`;
}

/** How a stance is known, in words: `says, hedged`. @param {Stance} stance */
export const modeWords = ({ mode, hedged }) => `${MODES[mode] ?? mode}${hedged ? ", hedged" : ""}`;

/** A stance in one line, for people who listen. @param {Stance} stance */
export function stanceWords(stance) {
  const words = stance.quote ? "quoted" : "in other words";
  const from = stance.turn ? `; ${turnWords(stance.turn)}` : "";
  const said = `${stance.position.label}, ${modeWords(stance)}, ${words}`;
  return `${holderWords(stance)}: ${said}, ${dateWords(stance.when)}${from}`;
}
