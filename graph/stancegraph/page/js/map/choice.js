/** What of the details is on the map, and what the map tells of a mark. */

import { el, said } from "../core/dom.js";
import { changeMark, holderWords, modeWords, poleMark } from "../core/marks.js";
import { dateWords } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("./layout.js").Marks} Marks */
/** @typedef {import("./layout.js").Plan} Plan */
/** @typedef {import("./scene.js").MapChoice} MapChoice */

/**
 * Finds what the details tell of.
 * @param {App} app
 * @param {Plan} plan
 * @param {Marks} marks
 * @returns {MapChoice}
 */
export function choiceOnMap({ model, state }, plan, { stances }) {
  const thing = model.byKey.get(state.chosen);
  const none = { marks: [], hub: -1 };
  if (!thing) return none;
  const bubble = plan.bubbles.find(({ issue }) => issue === thing);
  const disc = plan.discs.find(({ position }) => position === thing);
  if (bubble || disc) return { ...none, ...(bubble ? { bubble } : {}), ...(disc ? { disc } : {}) };
  const numbers = (/** @type {(stance: Stance) => boolean} */ test) =>
    stances.flatMap((stance, n) => (test(stance) ? [n] : []));
  if ("title" in thing) return { marks: numbers(({ source }) => source === thing), hub: -1 };
  const holder = "holder" in thing ? thing.holder : model.holders.find((one) => one === thing);
  if (!holder) return none;
  const held = numbers((stance) => stance.holder === holder);
  const own = "holder" in thing ? hubOf(thing, held, stances) : undefined;
  return { marks: held, hub: own ?? held[0] ?? -1, holder };
}

/**
 * The mark of a stance; of one that a later one has replaced, the later one's.
 * @param {Stance} stance @param {number[]} held @param {Stance[]} stances
 */
function hubOf(stance, held, stances) {
  const fits = [
    (/** @type {Stance | undefined} */ other) => other === stance,
    (/** @type {Stance | undefined} */ other) => other?.line === stance.line,
    (/** @type {Stance | undefined} */ other) => other?.issue === stance.issue,
  ];
  for (const fit of fits) {
    const found = held.find((n) => fit(stances[n]));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * What a mark stands for, in a few lines.
 * @param {Stance} stance
 * @param {App} app
 */
export function markTold(stance, app) {
  const { position, issue, quote, when } = stance;
  const known = `${modeWords(stance)}, ${quote ? "quoted" : "in other words"}, ${dateWords(when)}`;
  return [
    el("strong", {}, said(holderWords(stance))),
    el(
      "span",
      {},
      poleMark(position.pole, { hollow: !quote }),
      " ",
      said(position.label),
      changeMark(stance.turn),
    ),
    el("span", { class: "soft" }, said(issue.short)),
    el("span", { class: "soft" }, known),
  ];
}
