/** The details: what was said or done, when, by whose word, and where it is written. */

import { aboutQuery, citation, consoleOpener, holderQuery, positionQuery } from "../core/cite.js";
import { el, link, said } from "../core/dom.js";
import { iriOf } from "../core/data.js";
import { changedWords, changeMark, holderWords, modeWords, poleMark, stanceMark } from "../core/marks.js";
import { count, countryName, dateWords, KINDS, precisionWords, shortDate, typeWord } from "../core/words.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Stance} Stance */
/** @typedef {import("../core/data.js").Holder} Holder */
/** @typedef {import("../core/data.js").Position} Position */
/** @typedef {import("../core/data.js").Issue} Issue */
/** @typedef {import("../core/data.js").Source} Source */

// Of changes and of new stances, while nothing is chosen.
const NEWS = 8;
// Of a position or a source with thousands of stances; the table has them all.
const MOST = 60;

/** How a stance is known, as a label of its own. @type {Record<string, string>} */
const HOW = { says: "says", does: "shown by what it does", ascribed: "ascribed by others" };

/**
 * What the details show.
 * @param {App} app
 * @returns {(Node | string)[]}
 */
export function detailsOf(app) {
  const { chosen } = app.state;
  const thing = /** @type {any} */ (app.model.byKey.get(chosen));
  if (!thing) return nothingChosen(app);
  const kind = chosen.slice(0, chosen.indexOf(":"));
  const close = el(
    "button",
    { type: "button", class: "close", "aria-label": "Close the details", onclick: () => app.choose("") },
    "×",
  );
  const parts =
    kind === "stance"
      ? holderParts(thing.holder, app, thing)
      : kind === "holder"
        ? holderParts(thing, app)
        : kind === "position"
          ? positionParts(thing, app)
          : kind === "source"
            ? sourceParts(thing, app)
            : issueParts(thing, app);
  return [close, ...parts];
}

/** Nothing is chosen: who moved, what is new, and about the page. @param {App} app */
function nothingChosen(app) {
  const turned = [...app.changes].reverse();
  const words = turned.length ? changedWords(turned) : "";
  const cut = turned.length > NEWS ? `; the latest ${NEWS}` : "";
  const latest = app.visible.slice(-NEWS).reverse();
  const list = (/** @type {string} */ title, /** @type {Stance[]} */ stances) =>
    stances.length > 0 && [el("h3", {}, title), ...stances.map((stance) => stanceRow(stance, app))];
  /** @type {(HTMLElement | false | (HTMLElement | false)[])[]} */
  const parts = [
    el("h2", { class: "unseen" }, "Details"),
    list(`${words}${cut}`, turned.slice(0, NEWS)),
    turned.length > NEWS &&
      el(
        "p",
        {},
        el(
          "button",
          { type: "button", class: "plain", onclick: () => app.go({ view: "time" }) },
          "All changes are in the timeline",
        ),
      ),
    list("Latest", latest),
    el("h3", {}, "About this page"),
    el("p", { class: "soft" }, about(app)),
    el(
      "p",
      { class: "soft" },
      "Keys: / to search, 1, 2, 3 … for the views, arrows within lists, Enter to open, Esc to close.",
    ),
  ];
  return parts.flat().filter(isPart);
}

/** @param {App} app */
function about({ model, site }) {
  const what = `${count(model.stances.length, "stance")} by ${count(model.holders.length, "holder")}, from ${count(model.sources.length, "document")}`;
  const span = model.stances.length
    ? `, ${dateWords(model.stances[0]?.when.slice(0, 7) ?? "")} to ${dateWords(model.stances.at(-1)?.when.slice(0, 7) ?? "")}`
    : "";
  const note = model.note ? ` Selection: ${model.note}.` : "";
  const where = site ? "" : " It works without a network.";
  return `${what}${span}.${note}${where} Made with stancegraph ${model.version}; data ${model.print}.`;
}

/** The heading, to which the focus goes. @param {...any} parts */
const heading = (...parts) => el("h2", { id: "details-title", tabindex: -1 }, ...parts);

/** @param {Holder} holder @param {App} app @param {Stance} [chosen] @returns {(Node | string)[]} */
function holderParts(holder, app, chosen) {
  const { type, role, affiliation, country } = holder;
  const line = [typeWord(type), role, affiliation, country && countryName(country)].filter(Boolean);
  const own = [...holder.stances].reverse();
  const first = chosen ? [chosen] : [];
  const others = own.filter((stance) => stance !== chosen);
  const visible = new Set(app.visible);
  const hidden = own.filter((stance) => !visible.has(stance)).length;
  const iri = iriOf(app.model, "entity", holder.id);
  return [
    heading(said(holder.label)),
    el("p", { class: "soft", dir: "auto" }, line.join(" · ")),
    ...first.map((stance) => stanceCard(stance, app, true)),
    others.length > 0 &&
      el(
        "h3",
        {},
        chosen
          ? `${count(others.length, "other stance")}, latest first`
          : `${count(own.length, "stance")}, latest first`,
      ),
    hidden > 0 &&
      el("p", { class: "soft" }, `${count(hidden, "of these is", "of these are")} hidden by the filters.`),
    ...others.slice(0, MOST).map((stance) => stanceCard(stance, app)),
    takeAlong(
      app,
      iri,
      [
        ["Copy link", () => location.href],
        ["Copy address of the holder", () => iri],
        ["Copy SPARQL", () => holderQuery(app.model, holder.id)],
      ],
      holderQuery(app.model, holder.id),
    ),
  ].filter(isPart);
}

/**
 * Whether there is something to show.
 * @template T
 * @param {T | boolean | null | undefined} part
 * @returns {part is T}
 */
const isPart = (part) => part !== false && part !== null && part !== undefined;

/** @param {Position} position @param {App} app @returns {(Node | string)[]} */
function positionParts(position, app) {
  const stances = app.visible.filter((stance) => stance.position === position).reverse();
  const iri = iriOf(app.model, "position", position.id);
  const opposed = position.opposes.map((other) =>
    el(
      "button",
      { type: "button", class: "chip", onclick: () => app.choose(other.key) },
      poleMark(other.pole),
      said(other.label),
    ),
  );
  return [
    heading(poleMark(position.pole), " ", said(position.label)),
    el("p", { class: "question", dir: "auto" }, position.issue.label),
    position.summary ? el("p", { dir: "auto" }, `${position.summary}.`) : false,
    opposed.length > 0 && el("p", { class: "inline" }, "Opposed to ", ...opposed),
    el(
      "h3",
      {},
      stances.length
        ? `${count(stances.length, "stance")}, latest first`
        : "No stance shown takes this position",
    ),
    ...stances.slice(0, MOST).map((stance) => stanceRow(stance, app)),
    rest(stances, app, {
      issue: position.issue.id,
      only: new Set([...app.state.only, `position:${position.id}`]),
    }),
    takeAlong(
      app,
      iri,
      [
        ["Copy link", () => location.href],
        ["Copy address of the position", () => iri],
        ["Copy SPARQL", () => positionQuery(app.model, position)],
      ],
      positionQuery(app.model, position),
    ),
  ].filter(isPart);
}

/** @param {Issue} issue @param {App} app @returns {(Node | string)[]} */
function issueParts(issue, app) {
  const open = () => app.go({ issue: issue.id, view: "board", chosen: "" });
  const iri = iriOf(app.model, "issue", issue.id);
  return [
    heading(said(issue.short)),
    el("p", { class: "question", dir: "auto" }, issue.label),
    el("p", {}, el("button", { type: "button", onclick: open }, "Show only this issue")),
    ...issue.positions.map((position) =>
      el(
        "section",
        { class: "meaning" },
        el(
          "h3",
          {},
          el(
            "button",
            { type: "button", class: "chip", onclick: () => app.choose(position.key) },
            poleMark(position.pole),
            said(position.label),
          ),
        ),
        el("p", { class: "soft", dir: "auto" }, position.summary),
      ),
    ),
    takeAlong(app, iri, [
      ["Copy link", () => location.href],
      ["Copy address of the issue", () => iri],
    ]),
  ].filter(isPart);
}

/** @param {Source} source @param {App} app @returns {(Node | string)[]} */
function sourceParts(source, app) {
  const { author, publisher, published, kind } = source;
  const iri = iriOf(app.model, "source", source.id);
  const line = [author, publisher, published && dateWords(published), KINDS[kind ?? ""]].filter(Boolean);
  return [
    heading(said(source.title)),
    el("p", { class: "soft", dir: "auto" }, line.join(" · ")),
    source.url ? el("p", { class: "address" }, link(source.url, source.url)) : false,
    el("h3", {}, `${count(source.stances.length, "stance")} read here`),
    ...source.stances.slice(0, MOST).map((stance) => stanceRow(stance, app)),
    rest(source.stances, app, { only: new Set([...app.state.only, `source:${source.id}`]) }),
    takeAlong(app, iri, [
      ["Copy link", () => location.href],
      ["Copy address of the source", () => iri],
    ]),
  ].filter(isPart);
}

/** The way to those that are not listed. @param {Stance[]} stances @param {App} app @param {Partial<import("../core/state.js").State>} narrow */
const rest = (stances, app, narrow) =>
  stances.length > MOST &&
  el(
    "p",
    {},
    `The first ${MOST} are listed. `,
    el(
      "button",
      { type: "button", onclick: () => app.go({ view: "table", ...narrow }) },
      "See all in the table",
    ),
  );

/** Where a stance stands, how that is known, and where it came from. @param {Stance} stance */
function standWords(stance) {
  const { position, issue, turn, change } = stance;
  const to = change && turn ? `from ${turn.from.label} to ${position.label}` : position.label;
  return `${issue.short}: ${to} (${modeWords(stance)})`;
}

/** A stance in a list. @param {Stance} stance @param {App} app */
const stanceRow = (stance, app) =>
  el(
    "button",
    { type: "button", class: "row", onclick: () => app.choose(stance.key) },
    el(
      "span",
      { class: "who" },
      stanceMark(stance),
      said(holderWords(stance)),
      stance.change ? changeMark(stance.turn) : null,
    ),
    el("time", { datetime: stance.when, title: dateWords(stance.when) }, shortDate(stance.when)),
    el("span", { class: "to" }, standWords(stance)),
    el("span", { class: "soft", dir: "auto" }, stance.quote ? `“${stance.quote}”` : stance.summary),
  );

/** A stance with everything that is known of it. @param {Stance} stance @param {App} app @param {boolean} [chosen] */
function stanceCard(stance, app, chosen = false) {
  const { position, issue, quote, summary, because, hedged, mode, confidence } = stance;
  const labels = [HOW[mode] ?? mode, hedged && "hedged", quote ? "quoted" : "in other words"];
  if (confidence && confidence !== "high") labels.push(`${confidence} confidence`);
  const to = el(
    "button",
    { type: "button", class: "plain", onclick: () => app.choose(position.key) },
    stanceMark(stance),
    said(position.label),
  );
  return el(
    "article",
    {
      class: `stance ${position.pole}${chosen ? " chosen" : ""}`,
      "aria-label": `${issue.short}: ${position.label}`,
    },
    el("header", {}, to, el("span", { class: "soft" }, said(issue.short))),
    quote && el("blockquote", { dir: "auto" }, `“${quote}”`),
    summary && el("p", { dir: "auto", class: quote ? "soft" : null }, summary),
    el("ul", { class: "labels" }, ...labels.filter(Boolean).map((text) => el("li", {}, text))),
    facts(stance, app),
    because.length > 0 &&
      el(
        "p",
        { class: "because" },
        "Because: ",
        el("span", { dir: "auto" }, because.map(({ label }) => label).join("; ")),
      ),
    actions(stance, app),
  );
}

/** @param {Stance} stance @param {App} app */
function facts(stance, app) {
  const { holder, about, reportedBy, source, original, when, turn, change } = stance;
  const exact = precisionWords(when);
  const rows = [
    ["Held by", holderButton(holder, app)],
    about && ["About", said(about.label)],
    ["When", [el("time", { datetime: when }, dateWords(when)), exact && ` (${exact})`]],
    turn && ["Before", [said(turn.from.label), `, ${dateWords(turn.before)}`]],
    turn && !change && ["Changed", dateWords(turn.on)],
    reportedBy && ["Reported by", said(reportedBy.label)],
    ["Read in", sourceLine(source, app)],
    original && original !== source && ["First said in", sourceLine(original, app)],
  ];
  const items = rows.filter(isPart).map((row) => {
    const [term, value] = /** @type {[string, any]} */ (row);
    return el("div", {}, el("dt", {}, term), el("dd", {}, ...[value].flat()));
  });
  return el("dl", {}, ...items);
}

/** @param {Holder} holder @param {App} app */
const holderButton = (holder, app) =>
  el("button", { type: "button", class: "plain", onclick: () => app.choose(holder.key) }, said(holder.label));

/** @param {Source} source @param {App} app */
function sourceLine(source, app) {
  const { title, url, publisher, published, kind, author } = source;
  const by = [author, publisher, published && dateWords(published), KINDS[kind ?? ""]]
    .filter(Boolean)
    .join(", ");
  const others = source.stances.length > 1 && [
    " ",
    el(
      "button",
      { type: "button", class: "plain", onclick: () => app.choose(source.key) },
      `(all ${count(source.stances.length, "stance")} in it)`,
    ),
  ];
  return [link(url, title), by && el("span", { class: "soft", dir: "auto" }, `, ${by}`), ...(others || [])];
}

/** @param {Stance} stance @param {App} app */
function actions(stance, app) {
  const { model } = app;
  const address = () => `${location.href.split("#")[0]}#n=${encodeURIComponent(stance.key)}`;
  const iri = iriOf(model, "stance", stance.id);
  return takeAlong(app, iri, [
    ["Copy citation", () => citation(stance)],
    ["Copy link", address],
    ["Copy address of the stance", () => iri],
    ["Copy SPARQL", () => aboutQuery(model, "stance", stance.id)],
  ]);
}

/**
 * Buttons that copy a text; one that asks the query in the console, if there is one; and where the
 * thing has a page of its own, the link to it.
 * @param {App} app
 * @param {string} iri of the thing
 * @param {[string, () => string][]} texts
 * @param {string} [query]
 */
function takeAlong(app, iri, texts, query) {
  // In a frame of a notebook a page has no address that could be copied.
  const copied = texts.filter(([label]) => label !== "Copy link" || location.protocol !== "about:");
  const buttons = copied.map(([label, text]) =>
    el("button", { type: "button", class: "small", onclick: () => copy(text(), label, app) }, label),
  );
  const asked = query && consoleOpener(app, query);
  const open = asked && el("button", { type: "button", class: "small", onclick: asked }, "Open in SPARQL");
  const page = app.site && el("a", { href: app.site.pageOf(iri), class: "own-page" }, "Open its page");
  return el("p", { class: "actions" }, ...buttons, open, page);
}

/** @param {string} text @param {string} label @param {App} app */
async function copy(text, label, app) {
  try {
    await navigator.clipboard.writeText(text);
    app.tell(label.replace("Copy", "Copied the"));
  } catch {
    // Without the permission the reader can still take the text from here.
    window.prompt(label, text);
  }
}
