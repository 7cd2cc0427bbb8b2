/** Which mark is nearest to a point, without looking at all of them. */

/** @typedef {import("./layout.js").Marks} Marks */
/** @typedef {import("./layout.js").Bounds} Bounds */

const CELL = 3;

/**
 * @typedef {object} MarkGrid
 * @property {Marks} marks
 * @property {Bounds} bounds
 * @property {number} columns
 * @property {number} rows
 * @property {Int32Array} starts by cell: where its marks begin in `order`
 * @property {Int32Array} order the numbers of the marks, cell after cell
 */

/**
 * Sorts marks into cells.
 * @param {Marks} marks
 * @param {Bounds} bounds of everything
 * @returns {MarkGrid}
 */
export function markGrid(marks, bounds) {
  const columns = Math.ceil((bounds.right - bounds.left) / CELL) + 1;
  const rows = Math.ceil((bounds.bottom - bounds.top) / CELL) + 1;
  const starts = new Int32Array(columns * rows + 1);
  const order = new Int32Array(marks.stances.length);
  const grid = { marks, bounds, columns, rows, starts, order };
  const cells = Int32Array.from(marks.x, (x, n) => cellAt(grid, x, marks.y[n] ?? 0));
  for (const cell of cells) starts[cell] = (starts[cell] ?? 0) + 1;
  let end = 0;
  // Each start is the end of its cell first, and goes down as the marks are put in.
  for (let cell = 0; cell < starts.length; cell += 1) starts[cell] = end += starts[cell] ?? 0;
  for (let n = cells.length - 1; n >= 0; n -= 1) {
    const cell = /** @type {number} */ (cells[n]);
    const start = (starts[cell] ?? 0) - 1;
    starts[cell] = start;
    order[start] = n;
  }
  return grid;
}

/** @param {{ bounds: Bounds, columns: number, rows: number }} grid @param {number} x @param {number} y */
function cellAt({ bounds, columns, rows }, x, y) {
  const column = Math.min(columns - 1, Math.max(0, Math.floor((x - bounds.left) / CELL)));
  return Math.min(rows - 1, Math.max(0, Math.floor((y - bounds.top) / CELL))) * columns + column;
}

/**
 * The mark nearest to a point.
 * @param {MarkGrid} grid
 * @param {{ x: number, y: number }} point
 * @param {number} within this distance
 * @returns {number} the number of the mark, or -1
 */
export function nearestMark(grid, { x, y }, within) {
  const { marks, columns, starts, order } = grid;
  const from = cellAt(grid, x - within, y - within);
  const to = cellAt(grid, x + within, y + within);
  const width = (to % columns) - (from % columns);
  let [best, least] = [-1, within * within];
  for (let row = from; row <= to; row += columns) {
    // The cells of a row lie beside each other, and so do their marks.
    for (let k = starts[row] ?? 0; k < (starts[row + width + 1] ?? 0); k += 1) {
      const n = order[k] ?? 0;
      const squared = ((marks.x[n] ?? 0) - x) ** 2 + ((marks.y[n] ?? 0) - y) ** 2;
      if (squared < least) [best, least] = [n, squared];
    }
  }
  return best;
}
