/**
 * Marks stamped into pixels: twenty thousand in a few milliseconds, so that every frame is sharp.
 * Drawn as paths they take ten times as long where no graphics card helps.
 */

/** @typedef {import("../core/data.js").Pole} Pole */
/** @typedef {import("./layout.js").Plan} Plan */
/** @typedef {import("./layout.js").Marks} Marks */
/** @typedef {{ x: number, y: number, scale: number }} View the middle, and the size of a unit */
/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ size: number, cover: Uint8Array }} Stamp how much of each pixel a mark covers */

// A mark can start at so many places between two pixels, in each direction.
const PHASES = 4;

/**
 * How far a point is outside of a shape whose area is that of a circle of radius 1; below 0 inside.
 * @type {Record<Pole, (x: number, y: number) => number>}
 */
const OUTSIDE = {
  first: (x, y) => Math.hypot(x, y) - 1,
  middle: (x, y) => (Math.abs(x) + Math.abs(y)) * Math.SQRT1_2 - 0.886,
  second: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.886,
};

/** The stamps of one size of marks. */
export class StampSet {
  /**
   * @param {number} radius in pixels
   * @param {number} line width of the outline of hollow marks; 0 fills them too
   */
  constructor(radius, line) {
    this.radius = radius;
    this.line = line;
    /** @type {Map<string, Stamp[]>} */
    this.made = new Map();
  }

  /**
   * The stamps of a shape, by phase: `down * 4 + right`.
   * @param {Pole} pole
   * @param {boolean} hollow
   */
  of(pole, hollow) {
    const key = `${pole} ${hollow && this.line > 0}`;
    let stamps = this.made.get(key);
    if (!stamps) {
      const line = hollow ? this.line : 0;
      stamps = Array.from({ length: PHASES * PHASES }, (_, phase) => {
        const right = (phase % PHASES) / PHASES;
        return stampOf(OUTSIDE[pole], this.radius, line, right, Math.floor(phase / PHASES) / PHASES);
      });
      this.made.set(key, stamps);
    }
    return stamps;
  }
}

/**
 * @param {(x: number, y: number) => number} outside
 * @param {number} radius
 * @param {number} line
 * @param {number} right a part of a pixel
 * @param {number} down
 * @returns {Stamp}
 */
function stampOf(outside, radius, line, right, down) {
  // A diamond is 1.25 times as wide as a circle of its area.
  const reach = Math.ceil(radius * 1.26 + 0.5);
  const size = 2 * reach + 2;
  const cover = new Uint8Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const x = column + 0.5 - reach - right;
      const y = row + 0.5 - reach - down;
      const away = outside(x / radius, y / radius) * radius;
      const inner = line ? part(-away - line) : 0;
      cover[row * size + column] = Math.round(255 * (part(-away) - inner));
    }
  }
  return { size, cover };
}

/** How much of a pixel is inside, by how far its middle is inside. @param {number} inside */
const part = (inside) => Math.min(1, Math.max(0, inside + 0.5));

/**
 * Stamps the marks that a view shows.
 * @param {Uint32Array} pixels cleared, row after row
 * @param {Size} size in pixels
 * @param {View} view in pixels
 * @param {Plan} plan
 * @param {Marks} marks
 * @param {StampSet} stamps
 * @param {Record<Pole, number>} colours as in the pixels, with nothing in the place of the cover
 * @returns {number} how many marks are in the view
 */
export function stampMarks(pixels, size, view, plan, marks, stamps, colours) {
  const left = size.width / 2 - view.x * view.scale;
  const top = size.height / 2 - view.y * view.scale;
  let shown = 0;
  for (const disc of plan.discs) {
    const r = (disc.r + 1) * view.scale;
    const x = disc.x * view.scale + left;
    const y = disc.y * view.scale + top;
    if (x + r < 0 || y + r < 0 || x - r > size.width || y - r > size.height) continue;
    const { pole } = disc.position;
    const both = [stamps.of(pole, true), stamps.of(pole, false)];
    const end = marks.starts[disc.at + 1] ?? 0;
    for (let n = marks.starts[disc.at] ?? 0; n < end; n += 1) {
      const px = Math.round(((marks.x[n] ?? 0) * view.scale + left) * PHASES);
      const py = Math.round(((marks.y[n] ?? 0) * view.scale + top) * PHASES);
      const phase = (py & (PHASES - 1)) * PHASES + (px & (PHASES - 1));
      const stamp = /** @type {Stamp} */ (both[marks.quoted[n] ?? 0]?.[phase]);
      const half = stamp.size / 2 - 1;
      const column = (px >> 2) - half;
      const line = (py >> 2) - half;
      if (press(pixels, size, stamp, column, line, colours[pole])) shown += 1;
    }
  }
  return shown;
}

/**
 * @param {Uint32Array} pixels
 * @param {Size} size
 * @param {Stamp} stamp
 * @param {number} left
 * @param {number} top
 * @param {number} colour
 * @returns {boolean} whether it is in the picture
 */
function press(pixels, { width, height }, { size, cover }, left, top, colour) {
  const from = Math.max(0, -left);
  const to = Math.min(size, width - left);
  const first = Math.max(0, -top);
  const last = Math.min(size, height - top);
  if (from >= to || first >= last) return false;
  for (let row = first; row < last; row += 1) {
    let at = (top + row) * width + left + from;
    for (let k = row * size + from; k < row * size + to; k += 1, at += 1) {
      const much = /** @type {number} */ (cover[k]);
      // Marks hardly touch: where they do, the one that covers more of the pixel has it.
      if (much > /** @type {number} */ (pixels[at]) >>> 24) pixels[at] = (much << 24) | colour;
    }
  }
  return true;
}
