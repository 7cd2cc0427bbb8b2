/**
 * Pictures of 16 by 16, one for each type of holder, and the shape of each pole. They are used on
 * the canvas and in the details alike.
 * @type {Record<string, string>}
 */
const ICONS = {
  Person: "M8 1.2a3.3 3.3 0 1 1 0 6.6a3.3 3.3 0 0 1 0-6.6z M1.6 15c0-3.7 2.9-5.9 6.4-5.9s6.4 2.2 6.4 5.9z",
  Company: "M3 1h10v14H9.6v-3.2H6.4V15H3z M5 3.2v2h2v-2z M9 3.2v2h2v-2z M5 7v2h2V7z M9 7v2h2V7z",
  Lab: "M5.2 1h5.6v1.7h-1v3.5l4 7a1.2 1.2 0 0 1-1 1.8H3.2a1.2 1.2 0 0 1-1-1.8l4-7V2.7h-1z",
  Publication:
    "M1.5 2h13v12h-13z M3.5 4v3.4h4V4z M9.2 4v1.3h3.3V4z M9.2 6.1v1.3h3.3V6.1z M3.5 9v1.3h9V9z M3.5 11.3v1.3h9v-1.3z",
  Government:
    "M8 .8l7.2 3.7V6H.8V4.5z M2.3 7.2h2.2v4.6H2.3z M6.9 7.2h2.2v4.6H6.9z M11.5 7.2h2.2v4.6h-2.2z M.8 13h14.4v2H.8z",
  NGO: "M8 14.6C3 10.9 1 8.4 1 5.6a3.7 3.7 0 0 1 7-1.7a3.7 3.7 0 0 1 7 1.7c0 2.8-2 5.3-7 9z",
  Investor: "M1.4 10h3.2v5H1.4z M6.4 6h3.2v9H6.4z M11.4 1.5h3.2V15h-3.2z",
  Country: "M2.4 1h1.7v14H2.4z M5 2h9.4l-2.6 3.5L14.4 9H5z",
  Region:
    "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8z M8 2.8c-1.2 0-2.1 2.3-2.1 5.2s.9 5.2 2.1 5.2s2.1-2.3 2.1-5.2S9.2 2.8 8 2.8z",
  Law: "M3 1h10v14l-2.5-1.7L8 15l-2.5-1.7L3 15z M5 4v1.4h6V4z M5 7v1.4h6V7z",
  Group:
    "M5.4 2.3a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 0 1 0-5.2z M.4 14c0-3.2 2.1-5.2 5-5.2s5 2 5 5.2z M10.9 3.4a2.2 2.2 0 1 1 0 4.4a2.2 2.2 0 0 1-.9-.2a4 4 0 0 0 0-4a2.2 2.2 0 0 1 .9-.2z M11.2 9c2.6 0 4.4 1.8 4.4 4.6h-3.8c0-1.8-.6-3.3-1.7-4.4c.4-.1.7-.2 1.1-.2z",
  Other: "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 0 0 0-5.6z",
};

/** @type {Record<string, string>} */
const POLES = {
  first: "M8 1.4a6.6 6.6 0 1 1 0 13.2a6.6 6.6 0 0 1 0-13.2z",
  middle: "M8 .2L15.8 8L8 15.8L.2 8z",
  second: "M2 2h12v12H2z",
};

/** The picture of a type of holder. @param {string} type */
const iconOf = (type) => (Object.hasOwn(ICONS, type) ? ICONS[type] : ICONS.Other);

/** @type {Map<string, Path2D>} */
const paths = new Map();

/** A picture as a path for the canvas, made once. @param {string} text */
function pathOf(text) {
  if (!paths.has(text)) paths.set(text, new Path2D(text));
  return /** @type {Path2D} */ (paths.get(text));
}
