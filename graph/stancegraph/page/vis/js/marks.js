/**
 * How each mark is painted on the canvas. The drawing is looked at from near and from far, so sizes
 * of texts and marks have a least and a largest size on the screen (in pixels).
 *
 * @typedef {{ctx: CanvasRenderingContext2D, scale: number, ink: Ink, strong: boolean}} Brush
 * @typedef {Record<"text"|"muted"|"card"|"edge"|"line"|"first"|"middle"|"second"|"glow", string>} Ink
 */

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
// A row of names is 19 units high: below this many pixels the names would be too small to read.
const ROW = 19;
const LEAST_ROW = 11.3;
const NAME_ROOM = 132;

/** The colours of the page, as the style sheet has them now. @returns {Ink} */
function inks() {
  const style = getComputedStyle(document.documentElement);
  const names = ["text", "muted", "card", "edge", "line", "first", "middle", "second", "glow"];
  return /** @type {Ink} */ (
    Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
  );
}

/** A length in the drawing that is at least, and at most, so many pixels on the screen. */
const within = (units, least, most, scale) => Math.min(Math.max(units * scale, least), most) / scale;

/** @type {Map<string, string>} */
const cut = new Map();

/**
 * The text, shortened to a width; the font must be set.
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} text
 * @param {number} room in units of the drawing
 */
function fitted(ctx, text, room) {
  const key = `${ctx.font}|${Math.round(room)}|${text}`;
  const known = cut.get(key);
  if (known !== undefined) return known;
  let letters = [...text.slice(0, 400)];
  let result = text;
  if (ctx.measureText(text).width > room || text.length > 400) {
    let low = 1;
    let high = letters.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const fits = ctx.measureText(`${letters.slice(0, middle).join("")}…`).width <= room;
      if (fits) low = middle;
      else high = middle - 1;
    }
    result = `${letters.slice(0, low).join("").trimEnd()}…`;
  }
  if (cut.size > 20000) cut.clear();
  cut.set(key, result);
  return result;
}

/**
 * Paints a path of 16 by 16 about a point, on a ground that keeps lines away from it.
 * @param {Brush} brush
 * @param {string} path
 */
function paintPath({ ctx, scale, ink }, path, x, y, size, colour) {
  ctx.save();
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(size / 16, size / 16);
  ctx.lineJoin = "round";
  ctx.lineWidth = 16 * (3 / scale / size);
  ctx.strokeStyle = ink.card;
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink.card;
  ctx.stroke(pathOf(path));
  ctx.fill(pathOf(path));
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  ctx.fill(pathOf(path), "evenodd");
  ctx.restore();
}

/** A text with a rim of the ground's colour, so that lines do not run through it. */
function paintText({ ctx, scale, ink }, text, x, y, colour) {
  ctx.lineJoin = "round";
  ctx.lineWidth = 4 / scale;
  ctx.strokeStyle = ink.card;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

/** A holder: the picture of its type in the colour of its position, and its name beside it. */
function paintHolder(brush, node, x, y) {
  const { ctx, scale, ink, strong } = brush;
  const colour = ink[node.pole] ?? ink.muted;
  const readable = ROW * scale >= LEAST_ROW || strong;
  const size = readable ? within(13, 10, 20, scale) : within(9, 5, 9, scale);
  paintPath(brush, readable ? iconOf(node.type) : POLES.first, x, y, size, colour);
  const sign = node.side === "left" ? -1 : 1;
  let end = x + (sign * size) / 2;
  if (readable) {
    ctx.font = `${strong ? 650 : 400} ${within(13, 10.5, 15, scale)}px ${FONT}`;
    ctx.textAlign = node.side === "left" ? "right" : "left";
    ctx.textBaseline = "middle";
    const name = fitted(ctx, node.label, strong ? 1.7 * NAME_ROOM : NAME_ROOM);
    const start = end + sign * 5;
    if (strong) paintGlow(brush, start, y, sign * ctx.measureText(name).width);
    paintText(brush, name, start, y, ink.text);
    end = start + sign * ctx.measureText(name).width;
  }
  const half = Math.max(ROW / 2, 4 / scale);
  const start = x - (sign * size) / 2;
  return [Math.min(start, end), y - half, Math.max(start, end), y + half];
}

/** The ground under the name of what is chosen. */
function paintGlow({ ctx, scale, ink }, x, y, width) {
  const height = within(18, 15, 21, scale);
  ctx.beginPath();
  ctx.roundRect(
    Math.min(x, x + width) - 4 / scale,
    y - height / 2,
    Math.abs(width) + 8 / scale,
    height,
    4 / scale,
  );
  ctx.fillStyle = ink.glow;
  ctx.fill();
}

/** A position: the shape of its pole, its name and how many stand there. */
function paintPosition(brush, node, x, y) {
  const { ctx, scale, ink, strong } = brush;
  const size = within(strong ? 27 : 23, 13, 30, scale);
  paintPath(brush, POLES[node.pole], x, y, size, ink[node.pole]);
  const font = within(13.5, 11, 16, scale);
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.font = `700 ${font}px ${FONT}`;
  const name = fitted(ctx, node.label, Math.max(170, 90 / scale));
  const top = y + size / 2 + 2 / scale;
  // Marks of isolation: a name that runs from right to left does not turn the number too.
  const text = `\u2068${name}\u2069  ${node.count}`;
  const width = ctx.measureText(text).width;
  paintText(brush, text, x, top, ink.text);
  return [x - Math.max(width, size) / 2, y - size / 2, x + Math.max(width, size) / 2, top + font * 1.2];
}

/** An issue: its short name, as the heading of its island. */
function paintIssue(brush, node, x, y) {
  const { ctx, scale, ink } = brush;
  const font = within(17, 12.5, 21, scale);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.font = `700 ${font}px ${FONT}`;
  const name = fitted(ctx, node.label, node.room);
  const width = ctx.measureText(name).width;
  const alpha = ctx.globalAlpha;
  ctx.globalAlpha = 1;
  ctx.fillStyle = ink.card;
  ctx.fillRect(x - width / 2 - 4 / scale, y - font * 0.7, width + 8 / scale, font * 1.4);
  ctx.globalAlpha = alpha;
  paintText(brush, name, x, y, ink.text);
  return [x - width / 2, y - font * 0.7, x + width / 2, y + font * 0.7];
}

/** A thing of a plain network: a dot with its name under it, where there is room. */
function paintThing(brush, node, x, y) {
  const { scale, ink, strong } = brush;
  const size = within(strong ? 16 : 13, 8, 18, scale);
  paintPath(brush, POLES.first, x, y, size, strong ? ink.second : ink.first);
  return [x - size / 2, y - size / 2, x + size / 2, y + size / 2];
}

/** @type {Record<string, (brush: Brush, node: any, x: number, y: number) => number[]>} */
const PAINTERS = { holder: paintHolder, position: paintPosition, issue: paintIssue, thing: paintThing };

/** The dashes of a stance's line: dots for what others ascribe, gaps for what is hedged. */
const DASHES = {
  says: [false, [8, 5]],
  does: [false, [8, 5]],
  ascribed: [
    [2, 4],
    [9, 4, 2, 4],
  ],
};
const WIDTHS = { says: 1.6, does: 3.4, ascribed: 1.8 };

const ARROW = { enabled: true, type: "vee", scaleFactor: 0.55 };

/**
 * How an edge looks now.
 * @param {any} edge
 * @param {Ink} ink
 * @param {boolean} dim whether something else is chosen
 */
function edgeLook(edge, ink, dim) {
  const color = (tone, opacity) => ({ color: ink[tone] ?? ink.muted, opacity: dim ? 0.07 : opacity });
  if (edge.kind === "answers") {
    return { width: 5, color: { color: ink.edge, opacity: dim ? 0.4 : 1 }, smooth: { enabled: false } };
  }
  if (edge.kind === "opposes") {
    const smooth = { enabled: true, type: "curvedCCW", roundness: 0.22 };
    return { width: 1.3, color: color("muted", 0.75), arrows: { to: ARROW, from: ARROW }, smooth };
  }
  if (edge.kind === "fact") {
    const smooth = edge.beside ? bend(edge.beside) : { enabled: false };
    const arrows = { to: { enabled: true, scaleFactor: 0.5 } };
    return { width: 1.5, dashes: edge.dashes ?? false, color: color(edge.tone, 0.8), arrows, smooth };
  }
  return {
    width: WIDTHS[edge.mode],
    dashes: DASHES[edge.mode][edge.hedged ? 1 : 0],
    color: color(edge.pole, edge.earlier ? 0.4 : 0.85),
    ...(edge.beside ? { smooth: bend(edge.beside) } : {}),
  };
}

/** The bend of a line that runs beside others between the same two marks. @param {number} n */
function bend(n) {
  const roundness = 0.1 + 0.12 * Math.ceil(n / 2);
  return { enabled: true, type: n % 2 ? "curvedCW" : "curvedCCW", roundness: Math.min(roundness, 0.9) };
}
