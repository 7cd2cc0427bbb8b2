/**
 * The page of a plain network: things and the relations between them, as a query gave them.
 */

class ThingPage {
  constructor(data) {
    this.data = data;
    this.texts = data.things.map((thing) =>
      folded([thing.label, thing.name, ...(thing.facts ?? []).map(([, value]) => value)].join("\n")),
    );
    this.relations = data.things.map(() => ({ out: [], in: [] }));
    data.relations.forEach(([from, , to], number) => {
      this.relations[from].out.push(number);
      this.relations[to].in.push(number);
    });
    byId("issue-tool").remove();
    this.stage = new Stage(
      byId("canvas"),
      data,
      (node, edge) => this.pick(node, edge),
      (node, edge) => this.name(node, edge),
    );
    this.go = (view) => this.open(view, true);
    fillKey([
      [
        "Relations",
        data.relationKinds.map((kind) =>
          el("li", {}, stroke(1.8, kind.dashes ?? false, kind.tone), said(kind.label)),
        ),
      ],
    ]);
    this.open({ kind: "all" });
  }

  open(view, focus = false) {
    const before = this.view;
    this.view = view;
    if (view.kind !== "search") /** @type {HTMLInputElement} */ (byId("search")).value = "";
    const makers = {
      all: () => this.list(this.data.things.keys()),
      search: () => this.list(view.numbers),
      thing: () => this.thing(view.index),
    };
    byId("details").replaceChildren(...makers[view.kind]().filter(Boolean));
    const all = `${count(this.data.things.length, "thing")}, ${count(this.data.relations.length, "relation")}`;
    byId("count").textContent =
      view.kind === "search"
        ? `${count(view.numbers.length, "thing")} of ${this.data.things.length} found`
        : all;
    const lit = this.lightOf(view);
    this.stage.light(lit);
    byId("details").scrollTop = 0;
    if (!focus) return;
    if (lit) this.stage.seek(lit.nodes);
    const target = (view.back && buttonOf(before)) ?? heading();
    target?.focus();
  }

  /** The nodes of a drawing and the things have the same numbers. */
  lightOf(view) {
    if (view.kind === "all") return null;
    const strong = new Set(view.kind === "thing" ? [view.index] : view.numbers);
    const lit = { nodes: new Set(), edges: new Set(), strong: new Set([...strong].map((n) => `n${n}`)) };
    for (const id of lit.strong) lit.nodes.add(id);
    for (const edge of this.data.edges) {
      if (view.kind !== "thing" || (edge.from !== `n${view.index}` && edge.to !== `n${view.index}`))
        continue;
      lit.edges.add(edge.id);
      lit.nodes.add(edge.from).add(edge.to);
    }
    return lit;
  }

  list(numbers) {
    const sorted = [...numbers].sort((a, b) =>
      this.data.things[a].label.localeCompare(this.data.things[b].label, "en"),
    );
    return [
      el("h2", {}, sorted.length ? count(sorted.length, "thing") : "Nothing found"),
      el("ul", { class: "chips" }, ...sorted.map((n) => el("li", {}, this.button(n)))),
    ];
  }

  button(n) {
    return opener(this.go, { kind: "thing", index: n }, { class: "chip" }, said(this.data.things[n].label));
  }

  thing(index) {
    const { label, name, url, facts: told } = this.data.things[index];
    const { out, in: into } = this.relations[index];
    const row = (number, end) => [
      el("dt", {}, said(this.data.relations[number][1])),
      el("dd", {}, this.button(this.data.relations[number][end])),
    ];
    return [
      back(this.go, { kind: "all" }, "Everything"),
      el("h2", {}, said(label)),
      el("p", { class: "soft" }, url ? link(url, name) : said(name)),
      told &&
        el(
          "dl",
          {},
          ...told.flatMap(([property, value, more]) => [
            el("dt", {}, said(property)),
            el("dd", { dir: "auto" }, value, more && el("span", { class: "soft" }, ` ${more}`)),
          ]),
        ),
      out.length > 0 && el("h3", {}, "From here"),
      out.length > 0 && el("dl", {}, ...out.flatMap((number) => row(number, 2))),
      into.length > 0 && el("h3", {}, "To here"),
      into.length > 0 && el("dl", {}, ...into.flatMap((number) => row(number, 0))),
    ];
  }

  pick(node, edge) {
    if (node) this.open({ kind: "thing", index: node.ref });
    else if (edge) this.open({ kind: "thing", index: this.data.relations[edge.ref][0] });
    else this.open({ kind: "all" });
  }

  name(node, edge) {
    if (node) return node.label;
    const [from, label, to] = this.data.relations[edge.ref];
    return `${this.data.things[from].label} ${label} ${this.data.things[to].label}`;
  }

  search(words) {
    if (words.trim()) this.open({ kind: "search", numbers: found(words, this.texts) });
    else this.open({ kind: "all" });
  }

  enter() {
    const first = byId("details").querySelector("li button");
    if (this.view.kind !== "search" || !(first instanceof HTMLElement)) return;
    first.focus();
    this.stage.seek(this.view.numbers.slice(0, 1).map((n) => `n${n}`));
  }

  /** One step back. @param {boolean} focus */
  escape(focus) {
    this.open({ kind: "all", back: true }, focus);
  }
}
