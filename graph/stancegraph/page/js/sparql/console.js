/** The view in which readers ask the graph their own questions, in SPARQL. */

import { iriOf } from "../core/data.js";
import { el, said, unpackedJson } from "../core/dom.js";
import { filterWords } from "../core/filter.js";
import { queryEditor } from "./editor.js";
import { filledQuestion, Names } from "./question-text.js";
import { questionForm, questionList, questionNote } from "./questions.js";
import { recentQueries } from "./recent.js";
import { shortener } from "./rdf.js";
import { resultWords, showResult } from "./results.js";
import { sparqlForm } from "./text.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("./question-text.js").Library} Library */
/** @typedef {import("./question-text.js").Question} Question */
/** @typedef {import("./answers.js").SparqlResult} SparqlResult */

/** @typedef {import("./types.js").Answering} Answering */
/** @typedef {import("./types.js").Around} Around */

const VIEW = "sparql";
const LINKED = 1500; // letters of a query that an address can hold

/**
 * It lives as long as the page, so that a query keeps running while one looks elsewhere.
 * @type {Console | null}
 */
let theConsole = null;

/**
 * The console as a view of the page of stances.
 * @param {Answering} answering
 * @returns {import("../core/types.js").View}
 */
export const sparqlView = (answering) => ({
  id: VIEW,
  label: "SPARQL",
  whole: true,
  draw(place, app) {
    const shown = (theConsole ??= new Console(app, answering));
    place.append(shown.element);
    shown.shown();
    return () => shown.leave();
  },
});

export class Console {
  /** @param {Around} app @param {Answering} answering */
  constructor(app, answering) {
    this.app = app;
    this.answering = answering;
    this.editor = queryEditor({ run: () => this.run(), change: () => this.edited() });
    this.about = el("div", { class: "question-about" });
    this.status = el("p", { class: "status", id: "query-status" });
    this.result = el("div", { class: "result-place" });
    this.runButton = el("button", { type: "button", class: "run", onclick: () => this.run() }, "Run");
    this.stopButton = el(
      "button",
      { type: "button", onclick: () => this.halt(), "aria-disabled": "true" },
      "Stop",
    );
    this.recent = recentQueries((text) => this.askAgain(text));
    this.menu = el("div", { class: "question-menu" });
    this.unfiltered = el("p", { class: "soft unfiltered" });
    this.element = this.frame();
    /** @type {Question | null} */
    this.question = null;
    /** @type {ReturnType<typeof questionForm> | null} */
    this.form = null;
    this.running = false;
    /** @type {string | null} the query of the address that was last taken up */
    this.linked = null;
    this.endResult = () => {};
    /** What taking the console out of the page would lose. @type {() => void} */
    this.restore = () => {};
    this.open();
  }

  frame() {
    const keys = el(
      "p",
      { class: "keys soft", id: "query-keys" },
      el("kbd", {}, "Ctrl"),
      " ",
      el("kbd", {}, "Enter"),
      " runs the query",
    );
    const bar = el(
      "div",
      { class: "run-bar" },
      this.runButton,
      this.stopButton,
      this.status,
      keys,
      this.recent.menu,
    );
    const lead = el(
      "p",
      { class: "lead" },
      "Ask ",
      ...this.answering.scope(this.app.model),
      " anything, in SPARQL, the query language for graphs. New to it? Pick a question: it runs at once, and you can change it.",
    );
    return el(
      "div",
      { class: "console" },
      el("h2", { class: "unseen" }, "Ask the graph"),
      lead,
      this.unfiltered,
      el(
        "div",
        { class: "console-columns" },
        this.menu,
        el("div", { class: "console-main" }, this.about, this.editor.element, bar, this.result),
      ),
    );
  }

  /** Starts the engine and learns what things are called; the first time that the view is shown. */
  async open() {
    try {
      /** @type {Library} */
      this.library = await unpackedJson("engine-questions");
      const { prefixes } = this.library;
      this.short = shortener(prefixes);
      this.names = new Names(prefixes);
      this.keys = pageKeys(this.app.model, prefixes);
      this.list = questionList(this.library, (question) => this.choose(question, question.example));
      this.menu.append(this.menuOf(this.list.element));
      this.engine = this.answering.engine(prefixes, (words) => this.tell(words));
      const ready = await this.engine.start();
      await this.answering.learn(this.engine, this.names);
      this.tell(ready);
      this.begin();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.tell(
        `The query engine cannot start in this browser (${reason}). The other views work without it.`,
      );
    }
  }

  /** The list of questions, which folds where there is little room. @param {HTMLElement} list */
  menuOf(list) {
    const menu = el(
      "details",
      { class: "question-fold" },
      el("summary", {}, "Questions to start from"),
      list,
    );
    const wide = matchMedia("(min-width: 900px)");
    const fit = () => {
      menu.open = wide.matches;
    };
    wide.addEventListener("change", fit);
    fit();
    return menu;
  }

  /** What is asked first: the query of the address, or else the first question. */
  begin() {
    const question = this.library?.groups[0]?.questions[0];
    if (this.app.state.sparql) this.shown();
    else if (question && !this.editor.text()) this.choose(question, question.example);
  }

  /** The console is taken out of the page, perhaps to be put back at once. */
  leave() {
    const focused = document.activeElement;
    const scrolled = [...this.element.querySelectorAll(".editor-scroll, .result-scroll, .questions")];
    const places = scrolled.map(({ scrollTop, scrollLeft }) => ({ top: scrollTop, left: scrollLeft }));
    this.restore = () => {
      scrolled.forEach((part, at) => part.scrollTo(places[at]));
      if (focused instanceof HTMLElement && this.element.contains(focused))
        focused.focus({ preventScroll: true });
      this.restore = () => {};
    };
  }

  /** The view was drawn; the address may name another query than before. */
  shown() {
    const { state, model } = this.app;
    const { sparql } = state;
    const filters = filterWords(state, model);
    this.unfiltered.hidden = !filters;
    const end = `) narrow the other views. Queries are answered from ${this.answering.whole}.`;
    this.unfiltered.replaceChildren("The filters in force (", said(filters), end);
    this.restore();
    this.editor.colour();
    if (!sparql || sparql === this.linked || !this.keys) return;
    this.linked = sparql;
    if (sparql !== this.editor.text()) {
      this.leaveQuestion();
      this.editor.show(sparql);
    }
    this.run();
  }

  /** @param {Question} question @param {Record<string, string>} values */
  async choose(question, values) {
    const { library, names, engine, answering } = this;
    if (!library || !names || !engine) return;
    this.question = question;
    if (answering.lookUp) await answering.lookUp(engine, names, question, values);
    if (this.question !== question) return;
    this.form = questionForm(question, values, names, library, () => this.fill());
    this.list?.mark(question.name);
    this.about.replaceChildren(
      el("h3", {}, question.title),
      el(
        "p",
        { class: "soft" },
        ...questionNote(question, library, (other) => this.choose(other, other.example)),
      ),
      ...(question.parameters.length ? [this.form.element] : []),
    );
    await this.fill();
  }

  /** Writes the query that the form asks for, and runs it. */
  async fill() {
    const { question, form, names, library, short, engine, answering } = this;
    if (!question || !form || !names || !library || !short || !engine) return;
    if (answering.lookUp) await answering.lookUp(engine, names, question, form.values());
    if (this.form !== form) return;
    const { text, faults } = filledQuestion(question, form.values(), names, library, short);
    form.fault(faults);
    const first = Object.values(faults)[0];
    if (first) return this.tell(first);
    this.editor.show(text);
    this.run();
  }

  /** The query is the reader's own from here on. */
  edited() {
    if (!this.question) return;
    const { question, form } = this;
    const back = () => this.choose(question, form?.values() ?? question.example);
    this.leaveQuestion();
    this.about.append(
      el(
        "p",
        { class: "soft" },
        "Your own query, begun from ",
        el("button", { type: "button", class: "plain", onclick: back }, question.title),
      ),
    );
  }

  leaveQuestion() {
    this.question = null;
    this.form = null;
    this.list?.mark("");
    this.about.replaceChildren();
  }

  async run() {
    const { engine, app } = this;
    if (!engine || this.running) return;
    const text = this.editor.text();
    const title = this.question?.title ?? titleOf(text);
    this.setRunning(true);
    this.editor.blame(null);
    this.link(text);
    try {
      const { seconds, learnOf } = this.answering;
      const result = await engine.answer(text, seconds);
      if (learnOf && this.names) await learnOf(engine, this.names, result);
      this.show(result, title, text);
    } catch (error) {
      this.tell(`The query engine does not work (${error instanceof Error ? error.message : error}).`);
    } finally {
      this.setRunning(false);
    }
    app.say(this.status.textContent ?? "");
  }

  /** The address names the query, where it has room for it. @param {string} text */
  link(text) {
    const sparql = text.length <= LINKED ? text : "";
    this.linked = sparql || null;
    if (this.app.state.view === VIEW && sparql !== this.app.state.sparql) this.app.go({ sparql });
  }

  /** @param {SparqlResult} result @param {string} title @param {string} text */
  show(result, title, text) {
    const { app, short, names, keys, library } = this;
    if (!short || !names || !keys || !library) return;
    const words = resultWords(result);
    this.tell(words);
    this.endResult();
    this.endResult = () => {};
    this.result.replaceChildren();
    if (result.kind === "problem") return this.editor.blame(result.problem);
    if (result.kind === "stopped") return;
    const stanceLabel = (/** @type {string} */ iri) =>
      labelOfStance(app.model.byKey.get(keys.get(iri) ?? ""));
    const look = {
      short,
      word: (/** @type {string} */ iri) => library.terms[short(iri)] ?? short(iri).replace(/^<|>$/g, ""),
      labelOf: (/** @type {string} */ iri) => names.things.get(iri)?.label ?? stanceLabel(iri),
      kindOf: (/** @type {string} */ iri) => names.kindOf(iri),
    };
    const isDrawnFirst = /^#\s*defaultView:Graph\b/im.test(text);
    const keyOf = (/** @type {string} */ iri) => keys.get(iri);
    this.endResult = showResult(this.result, result, {
      app,
      look,
      prefixes: library.prefixes,
      keyOf,
      linkOf: this.answering.linkOf,
      name: title,
      isDrawnFirst,
    });
    this.recent.remember({ title, text, words });
  }

  /** @param {string} text */
  askAgain(text) {
    this.leaveQuestion();
    this.editor.show(text);
    this.run();
    this.editor.field.focus();
  }

  halt() {
    if (this.running) this.engine?.stop();
  }

  /** @param {boolean} isOn */
  setRunning(isOn) {
    this.running = isOn;
    this.element.classList.toggle("running", isOn);
    this.result.setAttribute("aria-busy", String(isOn));
    this.runButton.setAttribute("aria-disabled", String(isOn));
    this.stopButton.setAttribute("aria-disabled", String(!isOn));
    if (isOn) this.tell("Running …");
  }

  /** @param {string} words */
  tell(words) {
    this.status.textContent = words;
  }
}

/**
 * The keys of the things that the page shows, by IRI.
 * @param {import("../core/data.js").Model} model
 * @param {Record<string, string>} prefixes
 */
function pageKeys(model, prefixes) {
  const bases = { ...model, bases: { ...prefixes, ...model.bases } };
  /** @type {Map<string, string>} */
  const keys = new Map();
  for (const [key, { id }] of model.byKey) {
    const kind = key.slice(0, key.indexOf(":"));
    const iri = iriOf(bases, kind === "holder" ? "entity" : kind, id);
    // A position may answer several issues: the first one speaks for it.
    if (!keys.has(iri)) keys.set(iri, key);
  }
  return keys;
}

/** @param {unknown} thing */
function labelOfStance(thing) {
  if (!thing || typeof thing !== "object" || !("holder" in thing)) return undefined;
  const { holder, position } = /** @type {import("../core/data.js").Stance} */ (thing);
  return `${holder.label}: ${position.label}`;
}

/** What a query of one's own is called: its first comment, or how it begins. @param {string} text */
function titleOf(text) {
  const comment = /^\s*#\s*(\S.*)$/m.exec(text)?.[1];
  const start = text.replace(/#.*$/gm, " ").trim().replace(/\s+/g, " ");
  return (comment ?? start.slice(start.search(sparqlForm(text) ?? /$/))).slice(0, 70);
}
