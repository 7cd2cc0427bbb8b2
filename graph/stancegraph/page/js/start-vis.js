/** Starts the page of a pyvis network: vis-network draws, and a panel says what is chosen. */

import { el, link, said, unpackedJson } from "./core/dom.js";
import { isBright, visEdgeLook, visInk, visKey, visNodeLook } from "./vis/look.js";
import { themeButton } from "./core/theme.js";
import { count, folded, number } from "./core/words.js";

/** @typedef {import("./vis/look.js").VisNode} VisNode */
/** @typedef {import("./vis/look.js").VisEdge} VisEdge */

/** vis-network, which runs before this script. @type {any} */
const visNetwork = Reflect.get(globalThis, "vis");
// A list that is longer helps nobody.
const MOST_FOUND = 100;
const CREDIT = "vis-network © Almende B.V., visjs contributors · MIT";
const NOTHING = "There is nothing to draw. A wider selection, or another one, may have something.";

/** @param {string} text @param {() => void} onclick */
const visButton = (text, onclick) => el("button", { type: "button", dir: "auto", onclick }, text);

class VisPage {
  /** @param {any} data the data block of the page */
  constructor(data) {
    this.data = data;
    /** @type {Map<string, VisNode>} */
    this.nodes = new Map(data.nodes.map((/** @type {VisNode} */ node) => [node.id, node]));
    /** @type {Map<string, VisEdge>} */
    this.edges = new Map(data.edges.map((/** @type {VisEdge} */ edge) => [edge.id, edge]));
    this.drawn = { nodes: new visNetwork.DataSet(data.nodes), edges: new visNetwork.DataSet(data.edges) };
    this.ground = "";
    /** @type {ReturnType<VisPage["searched"]> | undefined} */
    this.texts = undefined;
    this.place = el("div", { id: "place" });
    this.panel = el("section", { id: "panel", "aria-label": "Details", tabindex: -1, hidden: true });
    this.status = el("p", { id: "count", role: "status" });
    this.search = el("input", {
      type: "search",
      id: "search",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "names, words, quotations",
      oninput: () => this.find(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const first = /** @type {HTMLElement | null} */ (this.panel.querySelector("li button"));
        if (event.key === "Enter" && this.search.value) first?.click();
      },
    });
    this.build();
    this.draw();
  }

  build() {
    const { title, note, nodes } = this.data;
    const top = el(
      "header",
      { class: "top" },
      el(
        "div",
        { class: "heading" },
        el("h1", { dir: "auto" }, title || "Network"),
        note && el("p", { class: "note", dir: "auto" }, note),
      ),
      el("label", { class: "search" }, "Search ", this.search),
      this.status,
      visButton("Show all", () => this.look()),
    );
    const isOurs = nodes.some((/** @type {VisNode} */ node) => node.pole);
    document.body.append(
      top,
      el("main", {}, this.place, nodes.length ? null : el("p", { class: "empty" }, NOTHING), this.panel),
      el("footer", {}, isOurs ? visKey() : null, el("p", {}, CREDIT)),
    );
    this.frame(top);
    this.tell();
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      if (event.key !== "/" || event.target === this.search) return;
      event.preventDefault();
      this.search.focus();
    });
  }

  /** The size and the ground that the network asks for. @param {HTMLElement} top */
  frame(top) {
    const { width, height, ground } = this.data;
    // Set one by one, so that a text which is no length and no colour is nothing.
    const { style } = /** @type {HTMLElement} */ (this.place.parentElement);
    Object.assign(style, { width, height, flex: height && "none" });
    style.backgroundColor = ground;
    this.ground = style.backgroundColor;
    // On a ground of its own the network has the colours that are seen there.
    const root = document.documentElement;
    if (this.ground) root.dataset.theme = isBright(this.ground) ? "light" : "dark";
    else top.append(this.theme(root));
  }

  /** @param {HTMLElement} root */
  theme(root) {
    const { button, update } = themeButton(
      () => root.dataset.theme ?? "",
      (theme) => {
        root.dataset.theme = theme;
        update();
        this.dress();
      },
    );
    return button;
  }

  /** Gives nodes and edges what they have from the style sheet. */
  dress() {
    const ink = visInk(this.ground);
    const poleOf = (/** @type {VisEdge} */ edge) => this.nodes.get(edge.to)?.pole;
    this.drawn.nodes.update([...this.nodes.values()].map((node) => visNodeLook(node, ink)));
    this.drawn.edges.update([...this.edges.values()].map((edge) => visEdgeLook(edge, poleOf(edge), ink)));
  }

  draw() {
    this.dress();
    this.network = new visNetwork.Network(this.place, this.drawn, this.data.options);
    // Under the names that people know from pages of pyvis.
    Object.assign(globalThis, { network: this.network, ...this.drawn });
    this.network.once("afterDrawing", () => {
      document.documentElement.dataset.ready = String(Math.round(performance.now()));
    });
    this.network.on("click", (/** @type {any} */ at) => {
      const chosen = this.nodes.get(at.nodes[0]) ?? this.edges.get(at.edges[0]);
      if (chosen) this.choose(chosen);
      else this.close();
    });
    // What moves by itself comes to rest for people who asked for that.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches)
      this.network.once("stabilized", () => this.network.setOptions({ physics: false }));
    // The search and the panel hold the same, in an order that can be read and tabbed through.
    for (const part of this.place.querySelectorAll("[tabindex]")) part.setAttribute("tabindex", "-1");
    const canvas = this.place.querySelector("canvas");
    canvas?.setAttribute("role", "img");
    canvas?.setAttribute("aria-label", "Network; the search finds all that is in it");
  }

  /** Brings nodes into sight, or all. @param {string[]} nodes */
  look(nodes = []) {
    this.network.fit({ nodes, maxZoomLevel: 1.2, animation: false });
    if (!nodes.length || this.panel.hidden) return;
    // What the panel covers is no room.
    const { offsetWidth: wide, offsetHeight: high } = this.place;
    const isBelow = this.panel.offsetWidth > wide / 2;
    const right = isBelow ? 0 : this.panel.offsetWidth;
    const below = isBelow ? this.panel.offsetHeight : 0;
    const scale = this.network.getScale() * Math.min(1 - right / wide, 1 - below / high);
    const { x, y } = this.network.getViewPosition();
    const position = { x: x + right / 2 / scale, y: y + below / 2 / scale };
    this.network.moveTo({ position, scale, animation: false });
  }

  /** @param {string} [text] */
  tell(text) {
    const stances = this.data.edges.filter((/** @type {VisEdge} */ edge) => edge.kind === "stance");
    const holders = this.data.nodes.filter((/** @type {VisNode} */ node) => node.kind === "holder");
    const ours = `${count(stances.length, "stance")} by ${count(holders.length, "holder")}`;
    const any = `${count(this.nodes.size, "node")}, ${count(this.edges.size, "edge")}`;
    this.status.textContent = text ?? (stances.length ? ours : any);
  }

  /** What a node or an edge is called. @param {VisNode | VisEdge} item @returns {string} */
  nameOf(item) {
    if (item.name) return item.name;
    if (!("from" in item)) return String(item.label ?? "");
    const ends = [item.from, item.to].map((id) => this.nodes.get(id)?.label ?? "");
    return `${ends[0]} to ${ends[1]}`;
  }

  /** Lists what has all the words in it, first what has them in its name. */
  find() {
    const words = folded(this.search.value).split(/\s+/).filter(Boolean);
    if (!words.length) return this.close();
    const has = (/** @type {string} */ text) => words.every((word) => text.includes(word));
    this.texts ??= this.searched();
    const items = this.texts.filter(({ name, text }) => has(name) || has(text));
    items.sort((a, b) => Number(has(b.name)) - Number(has(a.name)));
    const found = items.map(({ item }) => item);
    const more = found.length > MOST_FOUND ? `, the first ${MOST_FOUND} listed` : "";
    this.tell(`${number(found.length)} found${more}`);
    this.show("Found", found.length ? this.list(found) : el("p", {}, "Nothing has all these words."));
    this.network.selectNodes(
      found.flatMap((item) => ("from" in item ? [] : [item.id])),
      false,
    );
  }

  /** What the search looks through. */
  searched() {
    // An edge without a name says no more than its two ends.
    const named = [...this.edges.values()].filter(({ name, title, label }) => name ?? title ?? label);
    return [...this.nodes.values(), ...named].map((item) => ({
      item,
      name: folded(this.nameOf(item)),
      text: folded([item.title ?? "", item.document ?? "", ...(item.facts ?? []).flat()].join("\n")),
    }));
  }

  /** @param {(VisNode | VisEdge)[]} items */
  list(items) {
    const buttons = items.slice(0, MOST_FOUND).map((item) =>
      visButton(this.nameOf(item), () => {
        this.choose(item);
        const { id } = item;
        this.look("from" in item ? [item.from, item.to] : [id, ...this.network.getConnectedNodes(id)]);
      }),
    );
    return el("ul", {}, ...buttons.map((button) => el("li", {}, button)));
  }

  /** Shows what is known of a node or an edge. @param {VisNode | VisEdge} item */
  choose(item) {
    const facts = (item.facts ?? []).flatMap(([name, text]) => [
      el("dt", {}, name),
      el("dd", { dir: "auto" }, text),
    ]);
    const plain = el("p", { dir: "auto" }, String(item.title ?? ""));
    const parts = [facts.length ? el("dl", {}, ...facts) : plain];
    if ("from" in item) {
      this.network.setSelection({ nodes: [], edges: [item.id] });
      if (item.document) parts.push(el("p", {}, "Source: ", link(item.url, item.document)));
      parts.push(this.list([item.from, item.to].flatMap((id) => this.nodes.get(id) ?? [])));
    } else {
      this.network.setSelection({ nodes: [item.id] });
      parts.push(this.list(this.beside(item)));
    }
    this.show(this.nameOf(item), ...parts);
    this.panel.focus();
  }

  /** What a node is tied to: stances as such, else the other end. @param {VisNode} node */
  beside({ id }) {
    const tied = [...this.edges.values()].filter((edge) => edge.from === id || edge.to === id);
    return tied.flatMap((edge) =>
      edge.name ? edge : (this.nodes.get(edge.from === id ? edge.to : edge.from) ?? []),
    );
  }

  /** @param {string} heading @param {...HTMLElement} parts */
  show(heading, ...parts) {
    const shut = visButton("×", () => this.close());
    shut.className = "close";
    shut.setAttribute("aria-label", "Close");
    this.panel.replaceChildren(shut, el("h2", {}, said(heading)), ...parts);
    this.panel.scrollTop = 0;
    this.panel.hidden = false;
  }

  close() {
    const isInside = this.panel.contains(document.activeElement);
    this.panel.hidden = true;
    this.network.unselectAll();
    this.tell();
    if (isInside) this.search.focus();
  }
}

unpackedJson("data").then((data) => new VisPage(data));
