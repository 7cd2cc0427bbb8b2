/** What views and the page agree on. Types only: nothing of this file is in the page. */

/** @typedef {import("./data.js").Stance} Stance */

/**
 * @typedef {object} App
 * @property {import("./data.js").Model} model all the data
 * @property {View[]} views in the order of their tabs
 * @property {import("./state.js").State} state what is shown; change it with `go` only
 * @property {import("./filter.js").Found} found
 * @property {Stance[]} visible the stances that pass search, facets and span, oldest first
 * @property {Stance[]} latest the latest visible stances of each holder on each matter
 * @property {Set<Stance>} past those of the latest after which their holder moved on, which the
 *   filters hide
 * @property {Stance[]} changes the visible stances by which a holder changed position, oldest first
 * @property {(change: Partial<import("./state.js").State>) => void} go shows another state
 * @property {(key: string) => void} choose shows details and moves the focus there; the key of a
 *   stance, holder, position, issue or source, such as `holder:alibaba`
 * @property {(text: string) => void} say tells people who listen
 * @property {(text: string) => void} tell tells everybody, in a line that goes away again
 * @property {Site} [site] the server that the page came from; a file has none
 */

/**
 * A server with a page for each thing.
 * @typedef {object} Site
 * @property {string} sparql the address that answers queries
 * @property {string} root what the addresses of its pages begin with
 * @property {(iri: string) => string} pageOf the address of the page of a thing
 * @property {(theme: () => string) => HTMLElement} links to its other pages
 */

/**
 * A view: a way to see the visible stances.
 * @typedef {object} View
 * @property {string} id in the address
 * @property {string} label on its tab
 * @property {boolean} [whole] it needs no stance to be visible
 * @property {(place: HTMLElement, app: App) => void | (() => void)} draw fills an empty place, and
 *   may give what to do before the next drawing. An element with `data-key` is marked while that
 *   key is chosen, and gets the focus back.
 * @property {(app: App) => SVGSVGElement} [drawing] what is exported as a drawing; without it that is
 *   the <svg class="picture"> in the place
 * @property {(app: App) => HTMLCanvasElement | null} [picture] what is exported as a picture
 */

export {};
