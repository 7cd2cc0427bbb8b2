/**
 * Makes an element. Texts become text nodes, never markup.
 * @param {string} tag
 * @param {Record<string, unknown>} [about] attributes, and listeners such as `onclick`; one that is
 *   undefined, null or false is left out
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElement}
 */
function el(tag, about = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    made.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return made;
}

/** A text of the data inside a sentence, whichever way its script runs. @param {string} text */
const said = (text) => el("bdi", {}, text);

/**
 * A link, if it leads to the web; any other address is only a text.
 * @param {string | undefined} url
 * @param {string} text
 */
function link(url, text) {
  if (!/^https?:\/\//i.test(url ?? "")) return said(text);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", dir: "auto" }, text);
}

/**
 * A picture of 16 by 16 from one path.
 * @param {string} path
 * @param {string} look a class
 * @param {string} [name] what it says to people who do not see it; without one it is hidden to them
 */
function picture(path, look, name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `mark ${look}`);
  if (name) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", name);
  } else svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  line.setAttribute("fill-rule", "evenodd");
  svg.append(line);
  return svg;
}

/**
 * A piece of line as the drawing has it.
 * @param {number} width
 * @param {number[] | false} dashes
 * @param {string} [look] a class
 */
function stroke(width, dashes, look = "") {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 34 10");
  svg.setAttribute("class", `stroke ${look}`);
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", "M0 5H34");
  line.setAttribute("stroke-width", String(width));
  if (dashes) line.setAttribute("stroke-dasharray", dashes.join(" "));
  svg.append(line);
  return svg;
}

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Whether the details stand below the picture, as the style sheet has it. */
const narrow = matchMedia("(max-width: 899px)");
