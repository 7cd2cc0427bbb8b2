/** Elements: texts of the data become text nodes, never markup. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Makes an HTML element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [about] attributes, and listeners such as `onclick`; one that is
 *   undefined, null or false is left out
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, about = {}, ...children) {
  return filled(document.createElement(tag), about, children);
}

/**
 * Makes an SVG element.
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [about] as for `el`
 * @param {...Child} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, about = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), about, children);
}

/**
 * @template {Element} T
 * @param {T} made
 * @param {Record<string, unknown>} about
 * @param {Child[]} children
 */
function filled(made, about, children) {
  for (const [name, value] of Object.entries(about)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function")
      made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    made.append(child instanceof Node ? child : String(child));
  }
  return made;
}

/** A text of the data inside a sentence, whichever way its script runs. @param {string} text */
export const said = (text) => el("bdi", {}, text);

/** Whether an address leads to the web. @param {string | undefined} url */
export const isWeb = (url) => /^https?:\/\//i.test(url ?? "");

/**
 * A link, if it leads to the web; any other address is only a text.
 * @param {string | undefined} url
 * @param {string} text
 */
export function link(url, text) {
  if (!isWeb(url)) return said(text);
  const about = { href: url, target: "_blank", rel: "noopener noreferrer nofollow", dir: "auto" };
  return el("a", about, text);
}

/**
 * What a block of the page holds, unpacked.
 * @param {string} id
 * @returns {Promise<Uint8Array>}
 */
export async function unpacked(id) {
  const text = document.getElementById(id)?.textContent ?? "";
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  // A loop: the data can have millions of letters, and Uint8Array.from takes twenty times as long.
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A block of JSON, unpacked. @param {string} id @returns {Promise<any>} */
export const unpackedJson = async (id) => JSON.parse(new TextDecoder().decode(await unpacked(id)));

/** Whether the page is one column, as the style sheet has it. */
export const isNarrow = () => matchMedia("(max-width: 899px)").matches;
