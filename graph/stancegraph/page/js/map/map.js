/** The map: every holder's latest stance at once, for more holders than a board can name. */

import { holdersIn } from "../core/data.js";
import { el } from "../core/dom.js";
import { filterWords } from "../core/filter.js";
import { MapPainter, penOf } from "./scene.js";
import { MapStage } from "./stage.js";
import { count } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */

/** The map stays where it is while one looks at something else. @type {MapStage | null} */
let mapStage = null;

/** @type {import("../core/types.js").View} */
export const mapView = {
  id: "map",
  label: "Map",
  draw(place, app) {
    const stage = mapStageOf(app, place.clientWidth);
    const summary = `Map of ${mapCounts(app)}. The Board and the Table hold the same.`;
    stage.canvas.setAttribute("aria-label", summary);
    place.append(mapLead(app), stage.frame, mapHelp());
    stage.show(app);
  },
  picture: (app) => mapPicture(app),
};

/** @param {App} app @param {number} [width] */
function mapStageOf(app, width = innerWidth) {
  if (mapStage?.app.model !== app.model) mapStage = new MapStage(app, width);
  return mapStage;
}

/** @param {App} app */
function mapCounts({ latest }) {
  const issues = new Set(latest.map(({ issue }) => issue)).size;
  return `${count(holdersIn(latest), "holder")} on ${count(issues, "issue")}`;
}

/** @param {App} app */
const mapLead = (app) =>
  el(
    "p",
    { class: "lead" },
    `${mapCounts(app)}, each mark a holder’s latest stance. Issues with the same holders lie near `,
    "each other. Come nearer to read names.",
  );

const mapHelp = () =>
  el(
    "p",
    { class: "map-help", id: "map-help" },
    "Drag to move, turn the wheel or use two fingers to come nearer. ",
    "With keys: arrows, + and −, 0 for all, Enter to open the mark in the middle.",
  );

const DENSITY = 2;
const MARGIN = 20;
const HEAD = 64;
const FOOT = 46;

/**
 * The part of the map that is in view as a picture of its own, with what it shows in words.
 * @param {App} app
 * @returns {HTMLCanvasElement}
 */
function mapPicture(app) {
  const { scene, view, size } = mapStageOf(app);
  const { colours, font } = scene;
  const map = document.createElement("canvas");
  Object.assign(map, { width: size.width * DENSITY, height: size.height * DENSITY });
  new MapPainter(colours, font, DENSITY).draw(map, { ...scene, pointed: -1, crossed: false }, view);
  const picture = document.createElement("canvas");
  Object.assign(picture, { width: map.width, height: map.height + (HEAD + FOOT) * DENSITY });
  const pen = penOf(picture);
  pen.fillStyle = colours.bg;
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.drawImage(map, 0, HEAD * DENSITY);
  pen.scale(DENSITY, DENSITY);
  const write = (
    /** @type {string} */ text,
    /** @type {number} */ y,
    /** @type {string} */ style,
    /** @type {string} */ colour,
  ) => {
    pen.font = `${style} ${font}`;
    pen.fillStyle = colour;
    pen.fillText(text, MARGIN, y, size.width - 2 * MARGIN);
  };
  const filters = filterWords(app.state, app.model);
  const { title, note, version, print } = app.model;
  write(title, 28, "600 18px", colours.fg);
  write(
    [note, filters && `Only ${filters}`, mapCounts(app)].filter(Boolean).join(". "),
    50,
    "13px",
    colours.soft,
  );
  const foot = HEAD + size.height;
  write(
    "Circle, diamond, square: one side, between, the other side. Filled: quoted; hollow, where it can be seen: told in other words.",
    foot + 16,
    "12px",
    colours.soft,
  );
  write(`Made with stancegraph ${version}, data ${print}.`, foot + 34, "12px", colours.soft);
  return picture;
}
