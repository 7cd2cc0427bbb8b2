/** Which names the map shows at a size: issues always, positions and holders as there is room. */

/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("./layout.js").Bubble} Bubble */
/** @typedef {import("./layout.js").Circle} Circle */
/** @typedef {import("./layout.js").Disc} Disc */
/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./stamp.js").View} View */
/** @typedef {import("./text.js").Label} Label */
/** @typedef {import("./text.js").LabelPress} LabelPress */
/** @typedef {import("./text.js").Line} Line */
/** @typedef {{ width: number, height: number }} Size */

import { settledLabels } from "./text.js";
import { count, number } from "../core/words.js";

// In pixels: from these radii on an issue says how many hold, and a position its name.
const COUNTED = 90;
const NAMED_DISC = 40;
// From so many pixels for a unit on, holders have names.
const NAMED_MARKS = 24;
const ISSUE_WIDTH = 150;
const POSITION_WIDTH = 170;
const EDGE = 6;
// An issue's name may reach so far over marks, or it waits until one comes nearer.
const OVER = 8;
const LARGEST = 5;

/** @typedef {{ scene: Scene, view: View, size: Size, press: LabelPress }} Sheet */

/**
 * The labels of a view, each in its place.
 * @param {Sheet} sheet
 * @returns {Label[]}
 */
export function mapLabels(sheet) {
  const { scene } = sheet;
  /** @type {Label[]} */
  const wanted = [];
  /** @type {Circle[]} */
  const marked = [];
  const seen = scene.plan.bubbles
    .filter(({ issue }) => scene.marks.holders.has(issue))
    .map((bubble) => ({ bubble, at: onScreen(bubble, sheet) }))
    .filter(({ at }) => isSeen(at, sheet.size, ISSUE_WIDTH))
    .sort((a, b) => b.at.r - a.at.r);
  for (const [rank, { bubble, at }] of seen.entries()) {
    const label = issueLabel(bubble, at, sheet);
    // The largest have their names even where that hides a few marks.
    wanted.push(rank < LARGEST ? { ...label, most: 4 * label.most } : label);
    for (const disc of bubble.discs) marked.push(filledDisc(disc, sheet));
  }
  for (const { bubble } of seen) {
    for (const disc of bubble.discs) {
      const at = onScreen(disc, sheet);
      if (isSeen(at, sheet.size, POSITION_WIDTH)) wanted.push(...positionLabel(disc, at, sheet));
    }
  }
  const held = chosenLabel(sheet);
  const settled = settledLabels([...held, ...wanted], marked, sheet.size);
  return [...settled, ...nameLabels(sheet, settled)];
}

/** A circle as it lies on the screen. @param {Circle} circle @param {Pick<Sheet, "view" | "size">} sheet */
const onScreen = ({ x, y, r }, { view, size }) => ({
  x: (x - view.x) * view.scale + size.width / 2,
  y: (y - view.y) * view.scale + size.height / 2,
  r: r * view.scale,
});

/** The part of a disc that has marks. @param {Disc} disc @param {Sheet} sheet */
function filledDisc(disc, sheet) {
  const { starts } = sheet.scene.marks;
  const marks = (starts[disc.at + 1] ?? 0) - (starts[disc.at] ?? 0);
  return onScreen({ ...disc, r: marks ? Math.sqrt(marks) + 0.4 : 0 }, sheet);
}

/** @param {Circle} at @param {Size} size @param {number} around */
const isSeen = ({ x, y, r }, { width, height }, around) =>
  x + r > 0 && x - r < width && y + r + around / 3 > 0 && y - r - around / 3 < height;

/**
 * @param {string} key @param {Line[]} lines @param {LabelPress} press
 * @returns {Label}
 */
function labelOf(key, lines, press) {
  const { picture, width, height } = press.print(lines);
  return { key, picture, box: { x: 0, y: 0, width, height }, spots: [], most: 0 };
}

/** @param {Bubble} bubble @param {Circle} at @param {Sheet} sheet */
function issueLabel({ issue, discs }, at, sheet) {
  const { scene, press, size } = sheet;
  const big = at.r > 130;
  const line = {
    text: issue.short,
    size: big ? 16 : at.r > 70 ? 14 : at.r > 34 ? 12.5 : 11.5,
    weight: 650,
    colour: scene.colours.fg,
  };
  const width = big ? 2 * ISSUE_WIDTH : Math.max(84, Math.min(ISSUE_WIDTH, 2.1 * at.r));
  const lines = [...press.broken(line, 4 * Math.round(width / 4), { most: 3, widest: ISSUE_WIDTH })];
  const holders = count(scene.marks.holders.get(issue) ?? 0, "holder");
  if (at.r >= COUNTED) lines.push({ text: holders, size: 12, weight: 400, colour: scene.colours.soft });
  const label = labelOf(issue.key, lines, press);
  const { height } = label.box;
  // Close to what is drawn: the highest and the lowest mark, not the edge of the circle.
  const filled = discs.map((disc) => filledDisc(disc, sheet)).filter(({ r }) => r > 0);
  const top = Math.min(...filled.map(({ y, r }) => y - r)) - height / 2;
  const bottom = Math.max(...filled.map(({ y, r }) => y + r)) + height / 2 + 2;
  const aside = Math.max(12, at.r * 0.25);
  const spots = [bottom, top].flatMap((y) => [0, -1, 1, -2, 2].map((by) => [by * aside, y]));
  // Larger than the screen: at its edge, wherever there are marks.
  const over = 2 * at.r > Math.min(size.width, size.height);
  return {
    ...label,
    most: over ? Infinity : Math.max(OVER, at.r * 0.22),
    spots: (over ? spots.slice(0, 1) : spots).map(([right = 0, y = 0]) => ({
      x: inside(
        at.x + right,
        label.box.width,
        at.x - at.r - Math.abs(right),
        at.x + at.r + Math.abs(right),
        size.width,
      ),
      y: inside(y, height, at.y - at.r, at.y + at.r, size.height),
    })),
  };
}

/**
 * A place on the screen as long as what it belongs to is there too.
 * @param {number} wanted the middle
 * @param {number} extent of the label
 * @param {number} from of what it belongs to
 * @param {number} to
 * @param {number} end of the screen
 */
function inside(wanted, extent, from, to, end) {
  const least = Math.min(EDGE + extent / 2, to);
  const most = Math.max(end - EDGE - extent / 2, from);
  return Math.min(Math.max(wanted, least), most);
}

/** @param {Disc} disc @param {Circle} at @param {Sheet} sheet @returns {Label[]} */
function positionLabel(disc, at, sheet) {
  const { scene, press, size } = sheet;
  const { position } = disc;
  const chosen = scene.chosen.disc === disc;
  const filled = filledDisc(disc, sheet);
  if ((at.r < NAMED_DISC && !chosen) || !filled.r) return [];
  const marks = (scene.marks.starts[disc.at + 1] ?? 0) - (scene.marks.starts[disc.at] ?? 0);
  const about = { size: 12.5, weight: 500, colour: scene.colours.fg };
  const lines = press.broken({ ...about, text: `${position.label} · ${number(marks)}` }, POSITION_WIDTH);
  const [first, ...more] = lines;
  if (!first) return [];
  const label = labelOf(position.key, [{ ...first, pole: position.pole }, ...more], press);
  const { width, height } = label.box;
  const x = inside(at.x, width, at.x - at.r, at.x + at.r, size.width);
  const within = (/** @type {number} */ y) => inside(y, height, at.y - at.r, at.y + at.r, size.height);
  const below = { x, y: within(filled.y + filled.r + height / 2) };
  const above = { x, y: within(filled.y - filled.r - height / 2) };
  // Names of the sides stand at the upper corners, where the circle is empty; the issue's is below.
  const aside = (filled.r + width / 2) * 0.5 * (position.pole === "first" ? -1 : 1);
  const corners = [-0.9, 0.9].map((by) => ({
    x: inside(filled.x + aside, width, at.x - at.r, at.x + at.r, size.width),
    y: within(filled.y + by * (filled.r + height / 2)),
  }));
  const spots = position.pole === "middle" ? [above, ...corners, below] : [...corners, above, below];
  return [{ ...label, spots, most: at.r > 2 * NAMED_DISC || chosen ? Infinity : 1 }];
}

/** The name of the holder that is chosen, at its mark. @param {Sheet} sheet @returns {Label[]} */
function chosenLabel(sheet) {
  const { scene, press } = sheet;
  const { hub, holder } = scene.chosen;
  if (hub < 0 || !holder) return [];
  const line = { text: holder.label, size: 14, weight: 650, colour: scene.colours.fg };
  const label = labelOf(holder.key, press.broken(line, 200), press);
  const at = onScreen({ x: scene.marks.x[hub] ?? 0, y: scene.marks.y[hub] ?? 0, r: 0 }, sheet);
  const away = label.box.height / 2 + 14;
  const aside = label.box.width / 2 + 14;
  const spots = [
    { x: at.x, y: at.y - away },
    { x: at.x, y: at.y + away },
    { x: at.x + aside, y: at.y },
    { x: at.x - aside, y: at.y },
  ];
  return [{ ...label, spots, most: Infinity }];
}

/**
 * The marks in view, where one has come so near that each can be told by name.
 * @param {Omit<Sheet, "press">} sheet
 * @returns {{ n: number, stance: Stance, at: Circle }[]}
 */
export function nearMarks({ scene, view, size }) {
  const { stances, x, y, starts } = scene.marks;
  if (view.scale < NAMED_MARKS) return [];
  const near = [];
  for (const disc of scene.plan.discs) {
    if (!isSeen(onScreen(disc, { view, size }), size, 0)) continue;
    for (let n = starts[disc.at] ?? 0; n < (starts[disc.at + 1] ?? 0); n += 1) {
      const r = scene.radius(view.scale) / view.scale;
      const at = onScreen({ x: x[n] ?? 0, y: y[n] ?? 0, r }, { view, size });
      const stance = stances[n];
      if (stance && isSeen({ ...at, r: NAMED_MARKS }, size, 0)) near.push({ n, stance, at });
    }
  }
  return near;
}

/** The names of the holders in view, as many as fit below their marks. @param {Sheet} sheet @param {Label[]} settled */
function nameLabels(sheet, settled) {
  const { scene, view, size, press } = sheet;
  const near = nearMarks(sheet);
  // In steps, so that names need not be broken anew at every turn of the wheel.
  const width = Math.min(110, 10 * Math.floor((view.scale * 1.8) / 10));
  const wanted = near
    .filter(({ n }) => n !== scene.chosen.hub)
    .map(({ stance, at }) => {
      const line = { text: stance.holder.label, size: 11, weight: 400, colour: scene.colours.fg };
      const label = labelOf(stance.key, press.broken(line, width), press);
      return { ...label, spots: [{ x: at.x, y: at.y + at.r * 1.3 + label.box.height / 2 }], most: 3 };
    });
  const fixed = settled.map((label) => ({ ...label, spots: [label.box], most: Infinity }));
  const turned = near.filter(({ stance }) => stance.turn);
  const marked = near
    .map(({ at }) => at)
    .concat(turned.map(({ at }) => ({ x: at.x + at.r * 1.3 + 11, y: at.y, r: 6 })));
  return settledLabels([...fixed, ...wanted], marked, size).slice(fixed.length);
}
