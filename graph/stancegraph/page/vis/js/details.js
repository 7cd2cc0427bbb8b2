/**
 * The details: the same as the picture, in words and in reading order. Each function makes the
 * content for one thing chosen; `go` opens another.
 */

/** A button that reads as a link within the page. */
const opener = (go, view, about, ...children) =>
  el(
    "button",
    { type: "button", onclick: () => go(view), "data-view": keyOf(view), ...about },
    ...children,
  );

/** What a view is of, as an attribute. */
const keyOf = ({ kind, index = "", stance = "" }) => `${kind} ${index} ${stance}`.trimEnd();

/** The button in the details that opens a view, or nothing. @param {View} [view] */
const buttonOf = (view) => view && byId("details").querySelector(`[data-view="${keyOf(view)}"]`);

/** The heading of the details, ready for the focus. */
function heading() {
  const found = byId("details").querySelector("h2");
  found?.setAttribute("tabindex", "-1");
  return found;
}

/** The way back. */
const back = (go, view, text) =>
  el("p", { class: "back" }, opener(go, { ...view, back: true }, { class: "plain" }, `← ${text}`));

/** The shape of a position's pole. */
const poleMark = (position, name) => picture(POLES[position.pole], `pole ${position.pole}`, name);

/** A holder as a button with the picture of its type. */
function holderButton(model, go, holder, ...more) {
  const { label, type } = model.holders[holder];
  return opener(
    go,
    { kind: "holder", index: holder },
    { class: "chip" },
    picture(iconOf(type), "icon"),
    said(label),
    ...more,
  );
}

/** A position as a button, in the colour and with the shape of its pole. */
function positionButton(model, go, index) {
  const position = model.positions[index];
  return opener(
    go,
    { kind: "position", index },
    { class: `chip ${position.pole}` },
    poleMark(position),
    said(position.label),
  );
}

/** How many holders stand where, as a bar in three colours. */
function bar(model, issue) {
  const parts = ["first", "middle", "second"].map((pole) => {
    const there = issue.positions.filter((index) => model.positions[index].pole === pole);
    const n = there.reduce((sum, index) => sum + model.standing[index].length, 0);
    const part = el("span", { class: pole });
    part.style.flexGrow = String(n);
    return n ? part : null;
  });
  return el("span", { class: "bar", "aria-hidden": "true" }, ...parts);
}

/** All issues, and all holders. */
function allDetails(model, go) {
  const issues = model.issues
    .map((issue, index) => [issue, index])
    .sort(([a], [b]) => b.stances.length - a.stances.length);
  return [
    el("h2", {}, `Who stands where on ${count(issues.length, "issue")}`),
    el(
      "p",
      { class: "soft" },
      "Choose an issue, a position or a holder, here or in the picture, ",
      "to read what was said or done, when, and where it is written.",
    ),
    el(
      "ul",
      { class: "issues" },
      ...issues.map(([issue, index]) =>
        el(
          "li",
          {},
          opener(
            go,
            { kind: "issue", index },
            { class: "row" },
            el("strong", {}, said(issue.short)),
            el("span", { class: "n" }, count(issue.holders.length, "holder")),
            bar(model, issue),
          ),
        ),
      ),
    ),
    el("h3", {}, `All ${count(model.holders.length, "holder")}`),
    el(
      "ul",
      { class: "chips" },
      ...model.sortedHolders.map((holder) => {
        const n = model.stancesOf.holder[holder].length;
        return el(
          "li",
          {},
          holderButton(
            model,
            go,
            holder,
            n > 1 && el("span", { class: "n" }, el("span", { class: "unseen" }, ", stances: "), n),
          ),
        );
      }),
    ),
  ];
}

/** An issue: its question, and who stands where. */
function issueDetails(model, go, index) {
  const issue = model.issues[index];
  const crowd = (position) => {
    const holders = model.standing[position];
    return el(
      "section",
      { class: "position" },
      el(
        "h3",
        {},
        positionButton(model, go, position),
        el("span", { class: "n" }, count(holders.length, "holder")),
      ),
      el("p", { class: "soft", dir: "auto" }, model.positions[position].summary),
      el(
        "ul",
        { class: "chips" },
        ...holders.map((holder) => el("li", {}, holderButton(model, go, holder))),
      ),
    );
  };
  return [
    model.issues.length > 1 && back(go, { kind: "all" }, "All issues"),
    el("h2", { dir: "auto" }, issue.short),
    el("p", { class: "question", dir: "auto" }, issue.label),
    el(
      "p",
      { class: "soft" },
      `${count(issue.stances.length, "stance")} by ${count(issue.holders.length, "holder")}. `,
      "A holder is listed where its latest stance is.",
    ),
    ...issue.positions.map(crowd),
  ];
}

/** A position: what it means, what it opposes, and who took it. */
function positionDetails(model, go, index) {
  const position = model.positions[index];
  const issue = model.issues[position.issue];
  const stances = [...model.stancesOf.position[index]].reverse();
  const opposed = position.opposes ?? [];
  return [
    back(go, { kind: "issue", index: position.issue }, issue.short),
    el("h2", {}, poleMark(position), said(position.label)),
    el("p", { class: "question", dir: "auto" }, issue.label),
    position.summary && el("p", { class: "meaning", dir: "auto" }, position.summary),
    opposed.length > 0 &&
      el("p", { class: "inline" }, "Opposes ", ...opposed.map((other) => positionButton(model, go, other))),
    el(
      "h3",
      {},
      stances.length
        ? `${count(stances.length, "stance")}, latest first`
        : "Nobody here takes this position",
    ),
    el(
      "ul",
      { class: "takers" },
      ...stances.map((number) => {
        const stance = model.stances[number];
        const now = model.position(stance.holder, position.issue);
        return el(
          "li",
          {},
          opener(
            go,
            { kind: "holder", index: stance.holder, stance: number },
            { class: "row" },
            el(
              "span",
              {},
              picture(iconOf(model.holders[stance.holder].type), "icon"),
              el("strong", {}, said(model.holders[stance.holder].label)),
            ),
            el("span", { class: "n" }, dated(stance.when)),
            el("span", { class: "soft", dir: "auto" }, stance.summary),
            now !== index && el("span", { class: "turn" }, "later: ", said(model.positions[now].label)),
          ),
        );
      }),
    ),
  ];
}

/** Who or what a holder is, in one line. */
function holderLine(model, { type, role, affiliation, country }) {
  const parts = [typeWord(type), role, affiliation, country && model.countryName(country)].filter(Boolean);
  return el("p", { class: "soft", dir: "auto" }, parts.join(" · "));
}

/** A holder: all its stances in the order of time. */
function holderDetails(model, go, index, home, chosen) {
  const holder = model.holders[index];
  const stances = model.stancesOf.holder[index];
  return [
    back(go, home, home.kind === "issue" ? model.issues[home.index].short : "All issues"),
    el("h2", {}, picture(iconOf(holder.type), "icon"), said(holder.label)),
    holderLine(model, holder),
    holder.aliases &&
      el(
        "p",
        { class: "soft" },
        "Also known as ",
        ...holder.aliases.flatMap((name, n) => [n ? ", " : "", said(name)]),
      ),
    el("h3", {}, `${count(stances.length, "stance")}${stances.length > 1 ? ", oldest first" : ""}`),
    el(
      "ol",
      { class: "time" },
      ...stances.map((number) => stanceCard(model, go, number, number === chosen)),
    ),
  ];
}

/** One stance: the position, the words, and where they are written. */
function stanceCard(model, go, number, chosen) {
  const stance = model.stances[number];
  const position = model.positions[stance.position];
  const issue = model.issues[position.issue];
  const changed = (stance.revises ?? []).map((before) => model.stances[before].position);
  return el(
    "li",
    { class: `stance ${position.pole}${chosen ? " chosen" : ""}`, id: `stance-${number}`, tabindex: "-1" },
    poleMark(position),
    el("p", { class: "when" }, dated(stance.when)),
    el(
      "p",
      { class: "inline" },
      positionButton(model, go, stance.position),
      " on ",
      opener(go, { kind: "issue", index: position.issue }, { class: "plain" }, said(issue.short)),
    ),
    changed.length > 0 &&
      el(
        "p",
        { class: "turn" },
        "Changed from ",
        ...changed.flatMap((from, n) => [n ? ", " : "", said(model.positions[from].label)]),
      ),
    el("p", { dir: "auto" }, stance.summary),
    stance.quote && el("blockquote", { dir: "auto" }, `“${stance.quote}”`),
    facts(model, stance),
  );
}

/** The lines below a stance: name and value. */
function facts(model, stance) {
  const source = model.sources[stance.source];
  const how = [
    MODES[stance.mode] ?? stance.mode,
    stance.hedged && "hedged",
    stance.confidence && `our confidence: ${stance.confidence}`,
  ];
  const rows = [
    [
      "How",
      [
        stroke(WIDTHS[stance.mode], DASHES[stance.mode][stance.hedged ? 1 : 0]),
        how.filter(Boolean).join(", "),
      ],
    ],
    ["About", stance.about && [said(stance.about)]],
    ["Because", stance.because?.flatMap((reason, n) => [n ? "; " : "", said(reason)])],
    ["Reported by", stance.reportedBy && [said(stance.reportedBy)]],
    ["Source", sourceWords(source)],
    ["Original", stance.original && originalWords(model, stance.original)],
  ];
  return el(
    "dl",
    {},
    ...rows.flatMap(([name, value]) => (value ? [el("dt", {}, name), el("dd", {}, ...value)] : [])),
  );
}

/** A source: title with link, author, publisher, date and kind. */
function sourceWords(source) {
  const more = [source.author, source.publisher].filter(Boolean).map((text) => said(text));
  if (source.published) more.push(dated(source.published));
  if (KINDS[source.kind]) more.push(el("span", {}, KINDS[source.kind]));
  return [
    link(source.url, source.title || source.url || source.id),
    ...more.flatMap((part) => [", ", part]),
  ];
}

/** The document that the source took it from: one of our sources, a web address or a short name. */
function originalWords(model, original) {
  const known = model.sources.find((source) => source.id === original);
  return known ? sourceWords(known) : [link(original, original)];
}
