/** Names on the map: made ready once, and laid where they cover neither each other nor marks. */

/** @typedef {import("./layout.js").Circle} Circle */
/** @typedef {import("../core/data.js").Pole} Pole */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box by its middle */
/** @typedef {{ text: string, size: number, weight: number, colour: string, pole?: Pole }} Line */

/**
 * @typedef {object} Label
 * @property {string} key of the thing that it names
 * @property {HTMLCanvasElement} picture
 * @property {Box} box its size, and where it is
 * @property {{ x: number, y: number }[]} spots where its middle could be, the best first
 * @property {number} most how far it may reach over marks, in pixels
 */

const LEADING = 1.25;
const HALO = 3;
const MOST_PICTURES = 1500;

/**
 * Finds a spot for each label, the first in the list first; one without a free spot is left out.
 * @param {Label[]} labels
 * @param {Circle[]} marked where marks are
 * @param {{ width: number, height: number }} size of the picture
 * @returns {Label[]} those that are shown
 */
export function settledLabels(labels, marked, size) {
  /** @type {Label[]} */
  const settled = [];
  for (const label of labels) {
    let least = label.most;
    let spot = null;
    for (const { x, y } of label.spots) {
      const box = { ...label.box, x, y };
      if (!isInside(box, size) || settled.some((other) => overlap(box, other.box))) continue;
      const cost = marked.reduce((sum, circle) => sum + covered(box, circle), 0);
      if (cost <= least && !(spot && cost === least)) [least, spot] = [cost, box];
      if (cost === 0) break;
    }
    if (spot) settled.push({ ...label, box: spot });
  }
  return settled;
}

/** Whether any of a box is in a picture. @param {Box} box @param {{ width: number, height: number }} size */
const isInside = ({ x, y, width, height }, size) =>
  x + width / 2 > 0 && y + height / 2 > 0 && x - width / 2 < size.width && y - height / 2 < size.height;

/** @param {Box} a @param {Box} b */
const overlap = (a, b) =>
  Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;

/** How far a circle reaches into a box; a small one counts more, for soon it is hidden. @param {Box} box @param {Circle} circle */
function covered({ x, y, width, height }, circle) {
  const dx = Math.max(0, Math.abs(circle.x - x) - width / 2);
  const dy = Math.max(0, Math.abs(circle.y - y) - height / 2);
  const reach = circle.r - Math.hypot(dx, dy);
  return reach > 0 ? reach * Math.max(1, 16 / circle.r) : 0;
}

/** Labels as pictures, so that drawing one again costs next to nothing. */
export class LabelPress {
  /**
   * @param {string} font family
   * @param {string} halo the colour of the background
   * @param {number} ratio device pixels in a pixel
   * @param {Record<Pole, string>} poles colours
   */
  constructor(font, halo, ratio, poles) {
    this.font = font;
    this.halo = halo;
    this.ratio = ratio;
    this.poles = poles;
    /** @type {Map<string, { picture: HTMLCanvasElement, width: number, height: number }>} */
    this.made = new Map();
    /** @type {Map<string, Line[]>} */
    this.breaks = new Map();
    this.ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  }

  /** @param {Line} line */
  fontOf({ weight, size }) {
    return `${weight} ${size}px ${this.font}`;
  }

  /**
   * Breaks a text into lines of about the same length, and cuts what is too much.
   * @param {Line} line
   * @param {number} width of a line in pixels, where no word is longer
   * @param {{ most?: number, widest?: number }} [limits] lines; pixels, for a long word
   * @returns {Line[]}
   */
  broken(line, width, { most = 2, widest = width } = {}) {
    const key = `${width} ${most} ${line.size} ${line.colour} ${line.text}`;
    let lines = this.breaks.get(key);
    if (!lines) {
      if (this.breaks.size >= MOST_PICTURES) this.breaks.clear();
      this.ruler.font = this.fontOf(line);
      const measure = (/** @type {string} */ text) => this.ruler.measureText(text).width;
      lines = brokenText(line.text, measure, { width, most, widest }).map((text) => ({ ...line, text }));
      this.breaks.set(key, lines);
    }
    return lines;
  }

  /**
   * Lines of text as a picture.
   * @param {Line[]} lines
   */
  print(lines) {
    const key = JSON.stringify(lines);
    let made = this.made.get(key);
    if (!made) {
      // Old ones are let go all at once: what is still in view is made again in a moment.
      if (this.made.size >= MOST_PICTURES) this.made.clear();
      made = this.printed(lines);
      this.made.set(key, made);
    }
    return made;
  }

  /** @param {Line[]} lines */
  printed(lines) {
    const widths = lines.map((line) => {
      this.ruler.font = this.fontOf(line);
      return this.ruler.measureText(line.text).width + (line.pole ? line.size * 1.15 : 0);
    });
    const width = Math.ceil(Math.max(...widths)) + 2 * HALO;
    const height = Math.ceil(lines.reduce((sum, { size }) => sum + size * LEADING, 0)) + 2;
    const picture = document.createElement("canvas");
    picture.width = Math.ceil(width * this.ratio);
    picture.height = Math.ceil(height * this.ratio);
    const pen = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
    pen.scale(this.ratio, this.ratio);
    let y = 1;
    lines.forEach((line, at) => {
      this.write(pen, line, (width - (widths[at] ?? 0)) / 2, y + (line.size * LEADING) / 2);
      y += line.size * LEADING;
    });
    return { picture, width, height };
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Line} line
   * @param {number} x its left
   * @param {number} y its middle
   */
  write(pen, line, x, y) {
    // Isolated, so that a name in Arabic does not turn what stands around it.
    const text = `\u2068${line.text}\u2069`;
    const aside = line.pole ? line.size * 1.15 : 0;
    Object.assign(pen, { font: this.fontOf(line), textBaseline: "middle", lineJoin: "round" });
    Object.assign(pen, { strokeStyle: this.halo, lineWidth: 2 * HALO, fillStyle: line.colour });
    pen.strokeText(text, x + aside, y);
    if (line.pole) {
      tracePole(pen, line.pole, x + line.size * 0.4, y - 0.5, line.size * 0.36);
      pen.stroke();
      pen.fillStyle = this.poles[line.pole];
      pen.fill();
      pen.fillStyle = line.colour;
    }
    pen.fillText(text, x + aside, y);
  }
}

/**
 * @param {string} text
 * @param {(text: string) => number} measure
 * @param {{ width: number, most: number, widest: number }} limits
 */
function brokenText(text, measure, { width, most, widest }) {
  // What nobody could read in a map need not be measured.
  const words = [...text].slice(0, 120).join("").split(/\s+/).filter(Boolean);
  const longest = Math.min(widest, Math.max(0, ...words.map(measure)));
  let room = Math.max(width, longest);
  let lines = filledLines(words, measure, room);
  while (lines.length > most && room < widest) lines = filledLines(words, measure, (room += 4));
  const few = Math.min(lines.length, most);
  // As narrow as it can be without another line.
  for (let less = room - 4; less >= longest; less -= 4) {
    const narrower = filledLines(words, measure, less);
    if (narrower.length > few) break;
    lines = narrower;
  }
  const last = lines.slice(few - 1).join(" ");
  const fits = (/** @type {string} */ some) => measure(some) <= room;
  return [...lines.slice(0, Math.max(0, few - 1)), last].filter(Boolean).map((some) => cutText(some, fits));
}

/** @param {string[]} words @param {(text: string) => number} measure @param {number} width */
function filledLines(words, measure, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** As much of a text as fits. @param {string} text @param {(text: string) => boolean} fits */
function cutText(text, fits) {
  if (fits(text)) return text;
  const letters = [...text];
  let [least, most] = [0, letters.length];
  while (least < most) {
    const half = Math.ceil((least + most) / 2);
    if (fits(`${letters.slice(0, half).join("")}…`)) least = half;
    else most = half - 1;
  }
  return `${letters.slice(0, least).join("").trimEnd()}…`;
}

/**
 * The outline of a pole's shape as a path.
 * @param {CanvasRenderingContext2D} pen
 * @param {Pole} pole
 * @param {number} x
 * @param {number} y
 * @param {number} r of a circle with its area
 */
export function tracePole(pen, pole, x, y, r) {
  pen.beginPath();
  if (pole === "first") pen.arc(x, y, r, 0, 2 * Math.PI);
  else if (pole === "second") pen.rect(x - r * 0.886, y - r * 0.886, r * 1.772, r * 1.772);
  else {
    const far = r * 1.253;
    pen.moveTo(x, y - far);
    pen.lineTo(x + far, y);
    pen.lineTo(x, y + far);
    pen.lineTo(x - far, y);
    pen.closePath();
  }
}
