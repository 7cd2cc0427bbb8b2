/** The page that is all console: the editor, the questions, and the answer of the server. */

import { modelOf } from "../core/data.js";
import { el, unpackedJson } from "../core/dom.js";
import { stateOf } from "../core/state.js";
import { themeButton } from "../core/theme.js";
import { Console } from "../sparql/console.js";
import { askedIn, queryAddress, questionAddress } from "./address.js";
import { servedBy } from "./answering.js";
import { siteOfPage } from "./site.js";

/** @typedef {import("../core/types.js").Site} Site */
/** @typedef {import("../sparql/types.js").Around} Around */

/**
 * @typedef {object} ConsoleBlock
 * @property {string} title
 * @property {string} note what the page says before all else, such as why it has no picture
 * @property {{ label: string, address: string }[]} parts what there are pictures of
 */

const NO_STANCES = { issues: [], positions: [], holders: [], sources: [], stances: [], things: [] };

/** A console whose address is that of what was asked. */
class AddressedConsole extends Console {
  /** @param {Around} app @param {Site} site */
  constructor(app, site) {
    super(app, servedBy(site));
    this.site = site;
    const endpoint = new URL(site.sparql, location.href).href;
    this.element.querySelector(".lead")?.append(" Programs ask at ", el("code", {}, endpoint), ".");
    // Where the address was given, it is not written.
    this.isGiven = false;
    // Over a large graph nothing is asked that nobody asked for.
    this.isHeld = false;
    /** @type {Promise<void>} */
    this.runs = Promise.resolve();
  }

  begin() {
    this.takeUp();
  }

  run() {
    if (this.isHeld) this.tell("Ready. Choose a question, or run this one.");
    else if (!this.running) this.runs = super.run();
    return this.runs;
  }

  /** Asks what the address names, or else the first question. */
  async takeUp() {
    this.halt();
    await this.runs;
    const { query, question, values } = askedIn(location);
    const all = this.library?.groups.flatMap(({ questions }) => questions) ?? [];
    const found = question ? all.find(({ name }) => name === question) : all[0];
    this.isGiven = true;
    this.isHeld = !query && !question && Boolean(this.answering.isLarge?.());
    if (query) {
      this.leaveQuestion();
      this.editor.show(query);
      this.run();
    } else if (found) await this.choose(found, values ?? found.example);
    else this.tell(`There is no question “${question}” here. Choose one, or write a query.`);
    this.isGiven = this.isHeld = false;
  }

  /** @param {string} text */
  link(text) {
    if (this.isGiven) return;
    const { question, form, library } = this;
    const asked =
      question && form && library
        ? questionAddress(question, form.values(), library.prefixes)
        : queryAddress(text);
    const behind = new URLSearchParams(Object.entries({ th: this.app.state.theme, query: asked.kept }));
    for (const [name, value] of [...behind]) if (!value) behind.delete(name);
    const hash = behind.size ? `#${behind}` : "";
    const address = `${this.site.root}query${asked.search}${hash}`;
    const now = location.pathname + location.search + location.hash;
    if (address !== now) history.pushState(null, "", address);
  }
}

/** Draws the page. */
export async function startConsole() {
  const site = await siteOfPage();
  /** @type {ConsoleBlock} */
  const { title, note, parts } = await unpackedJson("data");
  const live = el("div", { id: "live", class: "unseen", role: "status", "aria-live": "polite" });
  /** @type {Around} */
  const app = {
    model: modelOf({ title, note, ...NO_STANCES }),
    state: stateOf(location.hash, { views: ["sparql"], known: () => false }),
    go: () => {},
    choose: () => {},
    say: (text) => (live.textContent = text),
  };
  const view = el("main", { id: "view", tabindex: -1 }, partsOf(note, parts));
  const theme = themeButton(
    () => app.state.theme,
    (chosen) => {
      app.state.theme = chosen;
      document.documentElement.dataset.theme = chosen;
      const behind = new URLSearchParams(location.hash.slice(1));
      behind.set("th", chosen);
      history.replaceState(null, "", `#${behind}`);
      theme.update();
    },
  );
  const skip = (/** @type {Event} */ event) => (event.preventDefault(), view.focus());
  document.body.dataset.view = "sparql";
  document.body.classList.add("served");
  document.documentElement.dataset.theme = app.state.theme;
  document.body.append(
    el("a", { href: "#view", class: "skip", onclick: skip }, "Skip to the content"),
    el(
      "header",
      { class: "top" },
      el(
        "div",
        { class: "heading" },
        el("h1", { dir: "auto" }, title),
        site.links(() => app.state.theme),
      ),
      theme.button,
    ),
    view,
    live,
  );
  const shown = new AddressedConsole(app, site);
  view.append(shown.element);
  addEventListener("popstate", () => shown.takeUp());
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

/** Why there is no picture of everything, and what there are pictures of. @param {string} note @param {ConsoleBlock["parts"]} parts */
function partsOf(note, parts) {
  if (!note) return null;
  const links = parts.map(({ label, address }) =>
    el("li", {}, el("a", { href: address, dir: "auto" }, label)),
  );
  return el(
    "section",
    { class: "parts" },
    el("p", {}, note),
    links.length > 0 && el("ul", { "aria-label": "Pictures" }, ...links),
  );
}
