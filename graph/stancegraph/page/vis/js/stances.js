/**
 * The page of stances: ties picture, details, search and choice of issue together.
 *
 * @typedef {object} View what is open
 * @property {string} kind all, issue, position, holder or search
 * @property {number} [index] which issue, position or holder
 * @property {number} [stance] the stance of the holder that is meant
 * @property {boolean} [back] whether the focus goes to the button of the view before
 * @property {string} [words] what is searched
 * @property {number[]} [numbers] the stances found
 */

/** The data with what is looked up often. */
function stanceModel(data) {
  const lists = (length) => Array.from({ length }, () => /** @type {number[]} */ ([]));
  const model = {
    ...data,
    stancesOf: { holder: lists(data.holders.length), position: lists(data.positions.length) },
  };
  for (const issue of model.issues) Object.assign(issue, { stances: [], positions: [], holders: [] });
  const axis = data.nodes.filter((node) => node.kind === "position").sort((a, b) => a.y - b.y);
  for (const { ref } of axis) model.issues[model.positions[ref].issue].positions.push(ref);
  data.stances.forEach((stance, number) => {
    model.issues[model.positions[stance.position].issue].stances.push(number);
    model.stancesOf.holder[stance.holder].push(number);
    model.stancesOf.position[stance.position].push(number);
  });
  const byName = (a, b) => model.holders[a].label.localeCompare(model.holders[b].label, "en");
  const stand = new Map(
    data.nodes
      .filter((node) => node.kind === "holder")
      .map((node) => [`${node.ref} ${node.issue}`, node.stands]),
  );
  model.position = (holder, issue) => stand.get(`${holder} ${issue}`);
  model.standing = lists(data.positions.length);
  for (const [key, position] of stand) {
    const [holder, issue] = key.split(" ").map(Number);
    model.standing[position].push(holder);
    model.issues[issue].holders.push(holder);
  }
  for (const holders of model.standing) holders.sort(byName);
  model.sortedHolders = [...data.holders.keys()].sort(byName);
  for (const node of data.nodes) {
    if (node.kind === "position") node.count = model.standing[node.ref].length;
    if (node.kind === "issue") node.room = data.frames.find((frame) => frame.issue === node.ref).w - 30;
  }
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "code" });
  model.countryName = (code) => (/^[A-Z]{2}$/.test(code) ? names.of(code) : code);
  return model;
}

/** What the page does with stances. */
class StancePage {
  constructor(data) {
    this.model = stanceModel(data);
    this.texts = searchTexts(this.model);
    /** @type {number | null} */
    this.issue = null;
    /** @type {View} */
    this.view = { kind: "all" };
    this.go = (view) => this.open(view, true);
    this.stage = new Stage(
      byId("canvas"),
      data,
      (node, edge) => this.pick(node, edge),
      (node, edge) => this.name(node, edge),
    );
    fillKey(stanceKey(this.model));
    this.fillIssues();
    const first = [...this.model.issues.keys()].sort(
      (a, b) => this.model.issues[b].holders.length - this.model.issues[a].holders.length,
    )[0];
    // On a narrow screen all islands at once are too small to read.
    this.open(
      byId("canvas").clientWidth < 640 || this.model.issues.length === 1
        ? { kind: "issue", index: first }
        : { kind: "all" },
    );
  }

  fillIssues() {
    const select = /** @type {HTMLSelectElement} */ (byId("issue"));
    select.append(el("option", { value: "" }, "All issues"));
    this.model.issues.forEach((issue, index) =>
      select.append(el("option", { value: index }, `${issue.short} (${issue.stances.length})`)),
    );
    select.addEventListener("change", () =>
      this.open(select.value === "" ? { kind: "all" } : { kind: "issue", index: Number(select.value) }),
    );
  }

  /** Opens a view. @param {View} view @param {boolean} [focus] whether the details get the focus */
  open(view, focus = false) {
    const before = this.view;
    this.view = view;
    if (view.kind === "all") this.choose(null);
    if (view.kind === "issue") this.choose(view.index);
    if (view.kind === "position" && this.issue !== null)
      this.choose(this.model.positions[view.index].issue);
    if (view.kind !== "search") /** @type {HTMLInputElement} */ (byId("search")).value = "";
    this.render();
    const light = this.lightOf(view);
    this.stage.light(light);
    if (focus && light && view.kind !== "search") this.stage.seek(light.nodes);
    if (!focus) return;
    const chosen = view.stance === undefined ? null : byId(`stance-${view.stance}`);
    const target = chosen ?? (view.back && buttonOf(before)) ?? heading();
    if (!view.back) byId("details").scrollTop = 0;
    target?.focus();
    chosen?.scrollIntoView({ block: "nearest" });
  }

  /** Narrows the picture to an issue. @param {number | null} issue */
  choose(issue) {
    /** @type {HTMLSelectElement} */ (byId("issue")).value = issue === null ? "" : String(issue);
    if (issue === this.issue) return;
    this.issue = issue;
    this.stage.show(issue);
  }

  get home() {
    return this.issue === null ? { kind: "all" } : { kind: "issue", index: this.issue };
  }

  /** The stances that the choice of issue leaves. */
  get inIssue() {
    return this.issue === null ? [...this.model.stances.keys()] : this.model.issues[this.issue].stances;
  }

  render() {
    const { kind, index, stance, words, numbers } = this.view;
    const makers = {
      all: () => allDetails(this.model, this.go),
      issue: () => issueDetails(this.model, this.go, index),
      position: () => positionDetails(this.model, this.go, index),
      holder: () => holderDetails(this.model, this.go, index, this.home, stance),
      search: () => searchDetails(this.model, this.go, words, numbers),
    };
    byId("details").replaceChildren(...makers[kind]().filter(Boolean));
    byId("count").textContent = this.counted();
  }

  /** How many stances are shown, or found, in words. */
  counted() {
    const total = this.model.stances.length;
    const shown = this.inIssue.length;
    const { kind, numbers } = this.view;
    if (kind !== "search") {
      return shown === total ? count(total, "stance") : `${number(shown)} of ${count(total, "stance")}`;
    }
    const holders = new Set(numbers.map((each) => this.model.stances[each].holder));
    return `${count(numbers.length, "stance")} of ${number(shown)} found, by ${count(holders.size, "holder")}`;
  }

  /** What is lit for a view. @returns {Light | null} */
  lightOf(view) {
    if (view.kind === "holder")
      return this.lightStances(
        this.model.stancesOf.holder[view.index],
        ({ kind, ref }) => kind === "holder" && ref === view.index,
      );
    if (view.kind === "position")
      return this.lightStances(
        this.model.stancesOf.position[view.index],
        ({ kind, ref }) => kind === "position" && ref === view.index,
      );
    if (view.kind === "search") return this.lightStances(view.numbers, () => false);
    return null;
  }

  /** Lights the lines of some stances with both their ends. */
  lightStances(numbers, strong) {
    const wanted = new Set(numbers);
    const lit = { nodes: new Set(), edges: new Set(), strong: new Set() };
    for (const edge of this.model.edges) {
      if (edge.kind !== "stance" || !wanted.has(edge.ref)) continue;
      lit.edges.add(edge.id);
      lit.nodes.add(edge.from).add(edge.to);
    }
    for (const node of this.model.nodes) {
      if (!strong(node)) continue;
      lit.nodes.add(node.id);
      lit.strong.add(node.id);
    }
    return lit;
  }

  /** A click on the canvas. */
  pick(node, edge) {
    if (node) this.open({ kind: node.kind, index: node.ref });
    else if (edge)
      this.open({ kind: "holder", index: this.model.stances[edge.ref].holder, stance: edge.ref });
    else this.open(this.home);
    // On a narrow screen the details are below the picture: make room for their beginning.
    if (narrow.matches && (node || edge)) byId("picture").scrollIntoView();
    const chosen = this.view.stance === undefined ? null : byId(`stance-${this.view.stance}`);
    if (chosen) chosen.scrollIntoView({ block: "nearest" });
    else byId("details").scrollTop = 0;
  }

  /** What the pointer says of a mark or a line. */
  name(node, edge) {
    if (!node) {
      const stance = this.model.stances[edge.ref];
      const verb = stance.mode === "ascribed" ? "is said to take" : stance.mode;
      const holder = this.model.holders[stance.holder].label;
      return `${holder} ${verb}: ${this.model.positions[stance.position].label}, ${dateWords(stance.when)}`;
    }
    if (node.kind === "issue") return this.model.issues[node.ref].label;
    if (node.kind === "position") return `${node.label}: ${this.model.positions[node.ref].summary ?? ""}`;
    return `${node.label} (${typeWord(node.type)})`;
  }

  /** @param {string} words */
  search(words) {
    if (!words.trim()) return this.open(this.home);
    const here = new Set(this.inIssue);
    this.open({
      kind: "search",
      words,
      numbers: found(words, this.texts).filter((number) => here.has(number)),
    });
  }

  /** Enter in the search: to the first thing found. */
  enter() {
    const first = byId("details").querySelector("li button");
    if (this.view.kind !== "search" || !(first instanceof HTMLElement)) return;
    first.focus();
    this.stage.seek(this.lightStances(this.view.numbers.slice(0, 1), () => false).nodes);
  }

  /** One step back. @param {boolean} focus */
  escape(focus) {
    const there = this.view.kind === "issue" && this.model.issues.length > 1 ? { kind: "all" } : this.home;
    this.open({ ...there, back: true }, focus);
  }
}

/** The key to marks and lines: those that the picture has. */
function stanceKey(model) {
  const types = Object.keys(ICONS).filter((type) =>
    model.holders.some((holder) => (Object.hasOwn(ICONS, holder.type) ? holder.type : "Other") === type),
  );
  const entry = (mark, text) => el("li", {}, mark, text);
  const lines = [
    entry(stroke(WIDTHS.says, false), "says"),
    entry(stroke(WIDTHS.does, false), "does"),
    entry(stroke(WIDTHS.ascribed, DASHES.ascribed[0]), "ascribed by others"),
    entry(stroke(WIDTHS.says, DASHES.says[1]), "hedged"),
    entry(stroke(WIDTHS.says, false, "pale"), "earlier stance"),
    entry(stroke(1.3, false, "muted"), "opposed positions"),
  ];
  return [
    [
      "Positions",
      [
        entry(picture(POLES.first, "pole first"), "one side"),
        entry(picture(POLES.middle, "pole middle"), "between"),
        entry(picture(POLES.second, "pole second"), "the other side"),
      ],
    ],
    ["Stances", lines],
    ["Holders", types.map((type) => entry(picture(iconOf(type), "icon"), typeWord(type)))],
  ];
}
