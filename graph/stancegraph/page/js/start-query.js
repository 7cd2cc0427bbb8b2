/** The page that draws what a query gave: picture, tables, details. */

import { el, isNarrow, unpackedJson } from "./core/dom.js";
import { oneStop } from "./core/keys.js";
import { drawPicture } from "./picture/picture.js";
import { foundIn, resultOf } from "./result/data.js";
import { resultDetails } from "./result/details.js";
import { resultExports } from "./result/exports.js";
import { resultTables } from "./result/table.js";
import { hashOf, stateOf } from "./core/state.js";
import { themeButton } from "./core/theme.js";
import { count, number } from "./core/words.js";

/** @typedef {import("./result/details.js").Chosen} Chosen */

const VIEWS = [
  { id: "picture", label: "Picture" },
  { id: "table", label: "Table" },
];
const DENSE = 600; // lines; a picture of more is a tangle at first sight

class ResultPage {
  /** @param {import("./result/data.js").Result} result */
  constructor(result) {
    this.result = result;
    this.usual = result.edges.length > DENSE ? "table" : "picture";
    /** @type {import("./picture/picture.js").PictureHandle | null} */
    this.picture = null;
    /** @type {Chosen} */
    this.chosen = null;
    /** @type {Element | null} */
    this.opener = null; // what had the focus before the details
    this.state = this.addressed();
    this.tabs = VIEWS.map(({ id, label }) => {
      const about = { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": "panel" };
      return el("button", { ...about, onclick: () => this.go({ view: id }) }, label);
    });
    this.search = el("input", {
      type: "search",
      id: "search",
      autocomplete: "off",
      "aria-keyshortcuts": "/",
      placeholder: "Name or word",
    });
    this.count = el("span", { id: "count" });
    this.place = el("div", { id: "panel", tabindex: -1, role: "tabpanel" });
    this.main = el("main", { id: "view" }, this.place);
    this.details = el("aside", { id: "details", "aria-label": "Details", tabindex: 0 });
    this.live = el("div", { class: "unseen", role: "status", "aria-live": "polite" });
    this.theme = themeButton(
      () => this.state.theme,
      (theme) => this.go({ theme }),
    );
    this.build();
    this.listen();
    this.readAddress();
  }

  build() {
    const { title, note } = this.result;
    const bar = el("div", { role: "tablist", "aria-label": "View", class: "tabs" }, ...this.tabs);
    const menu = resultExports({
      result: this.result,
      found: () => foundIn(this.result, this.state.search),
      picture: () => this.picture,
      say: (text) => this.say(text),
    });
    const skip = (/** @type {Event} */ event) => (event.preventDefault(), this.place.focus());
    document.body.classList.add("answer");
    document.body.append(
      el("a", { href: "#view", class: "skip", onclick: skip }, "Skip to the content"),
      el(
        "header",
        { class: "top" },
        el(
          "div",
          { class: "heading" },
          el("h1", { dir: "auto" }, title),
          note && el("p", { class: "note", dir: "auto" }, note),
        ),
        oneStop(bar, "[role=tab]", (tab) => tab.click()),
        el("label", { class: "search" }, el("span", { class: "unseen" }, "Search"), this.search),
        this.count,
        menu,
        this.theme.button,
      ),
      this.main,
      this.details,
      this.live,
    );
  }

  listen() {
    addEventListener("popstate", () => this.readAddress());
    addEventListener("hashchange", () => this.readAddress());
    addEventListener("keydown", (event) => this.key(event));
    let waiting = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.go({ search: this.search.value, chosen: "" }), 120);
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key === "Enter")
        this.details.querySelector("li button")?.dispatchEvent(new MouseEvent("click"));
    });
  }

  addressed() {
    const views = [this.usual, ...VIEWS.map(({ id }) => id)];
    return stateOf(location.hash, { views, known: (key) => this.result.byKey.has(key) });
  }

  readAddress() {
    this.state = this.addressed();
    this.show();
  }

  /** @param {Partial<import("./core/state.js").State>} change @param {Chosen} [chosen] */
  go(change, chosen = null) {
    const step = ["view", "chosen"].some((part) => part in change);
    this.state = { ...this.state, ...change };
    const hash = hashOf(this.state, this.usual);
    // In a frame of a notebook a page has no address of its own.
    if (location.protocol !== "about:") history[step ? "pushState" : "replaceState"](null, "", hash);
    this.show(chosen);
    if ("search" in change) this.say(this.shown());
  }

  /** @param {Chosen} chosen */
  choose(chosen) {
    if (!this.chosen) this.opener = document.activeElement;
    const was = this.opener;
    this.go({ chosen: chosen && "node" in chosen ? chosen.node.key : "" }, chosen);
    this.details.scrollTop = 0;
    if (chosen) document.getElementById("details-title")?.focus({ preventScroll: !isNarrow() });
    else if ((was instanceof HTMLElement || was instanceof SVGElement) && was.isConnected) was.focus();
    else this.place.focus();
  }

  /** Shows the state. @param {Chosen} [chosen] a relation has no address of its own */
  show(chosen = null) {
    const { state, result } = this;
    const node = result.byKey.get(state.chosen);
    this.chosen = node ? { node } : chosen;
    const found = foundIn(result, state.search);
    document.documentElement.dataset.theme = state.theme;
    document.body.dataset.chosen = this.chosen ? "yes" : "";
    for (const tab of this.tabs) {
      const on = tab.id === `tab-${state.view}`;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    this.place.setAttribute("aria-labelledby", `tab-${state.view}`);
    this.main.dataset.view = state.view;
    const does = {
      choose: (/** @type {Chosen} */ what) => this.choose(what),
      say: (/** @type {string} */ text) => this.say(text),
    };
    this.details.replaceChildren(
      ...resultDetails(result, this.chosen, { search: state.search, nodes: found.nodes }, does),
    );
    if (state.view === "picture") this.showPicture(found);
    else this.showTables(found, does);
    this.count.textContent = this.shown();
    this.theme.update();
    if (document.activeElement !== this.search) this.search.value = state.search;
  }

  /** The picture stays as people moved it; only what is lit changes. @param {ReturnType<typeof foundIn>} found */
  showPicture(found) {
    if (!this.picture) {
      this.place.replaceChildren();
      this.place.dataset.drawn = "picture";
      this.picture = drawPicture(this.place, this.result, {
        onChoose: (kind, item) => this.choose(kind === "node" ? { node: item } : { edge: item }),
        onClear: () => this.chosen && this.choose(null),
        describe: this.result.title,
      });
    }
    const { chosen } = this;
    if (chosen) this.picture.choose("node" in chosen ? chosen.node : chosen.edge);
    else this.picture.choose(null);
    const ids = new Set(found.nodes.map(({ id }) => id));
    if (!chosen && this.state.search.trim()) this.picture.find(ids);
  }

  /** @param {ReturnType<typeof foundIn>} found @param {import("./result/details.js").ResultDoes} does */
  showTables(found, does) {
    // The tables are those of the search: choosing a row leaves them as they are.
    const drawn = `table ${this.state.search}`;
    if (this.place.dataset.drawn === drawn) return;
    this.picture?.dispose();
    this.picture = null;
    const dense = `${number(this.result.edges.length)} lines make a dense picture, so the tables come first. The tab Picture draws it.`;
    this.place.replaceChildren(
      this.usual === "table" ? el("p", { class: "lead" }, dense) : "",
      ...resultTables(found, does),
    );
    this.place.dataset.drawn = drawn;
  }

  shown() {
    const all = this.result.nodes.length;
    const found = this.state.search.trim() ? foundIn(this.result, this.state.search).nodes.length : all;
    const edges = count(this.result.edges.length, "relation");
    return found === all ? `${count(all, "thing")}, ${edges}` : `${number(found)} of ${count(all, "thing")}`;
  }

  /** @param {string} text */
  say(text) {
    this.live.textContent = text;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "Escape" && this.chosen) this.choose(null);
    else if (event.key === "Escape" && this.state.search) this.go({ search: (this.search.value = "") });
    else if (target.closest?.("input, textarea, select")) return;
    else if (event.key === "/") {
      event.preventDefault();
      this.search.focus();
    } else if (VIEWS[Number(event.key) - 1]) this.go({ view: VIEWS[Number(event.key) - 1]?.id ?? "" });
  }
}

/** Draws the page. */
async function startAnswer() {
  new ResultPage(resultOf(await unpackedJson("data")));
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

startAnswer();
