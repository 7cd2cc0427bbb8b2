/**
 * What both pages have: colours, key, search field, buttons; and the start.
 */

function fillKey(groups) {
  byId("key-parts").replaceChildren(
    ...groups.map(([name, entries]) => el("div", {}, el("h2", {}, name), el("ul", {}, ...entries))),
  );
}

/** The button that turns light into dark and back; at first the system decides. */
function themeButton(onChange) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const button = byId("theme");
  const show = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours");
    onChange();
  };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  show();
}

/** Ties the tools of the page to what it shows. */
function connect(shown) {
  const search = /** @type {HTMLInputElement} */ (byId("search"));
  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => shown.search(search.value), 120);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    // Else the key, still down, would press the button that gets the focus.
    event.preventDefault();
    clearTimeout(waiting);
    shown.search(search.value);
    shown.enter();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "Escape") shown.escape(!typing);
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    search.focus();
  });
  byId("closer").addEventListener("click", () => shown.stage.zoom(1.3));
  byId("farther").addEventListener("click", () => shown.stage.zoom(1 / 1.3));
  byId("whole").addEventListener("click", () => shown.stage.fit());
}

/** A selection in which there is nothing. */
function showNothing(kind) {
  byId("picture").remove();
  document.querySelector("main")?.setAttribute("class", "bare");
  const words =
    kind === "stances"
      ? "No stance is in this selection, so there is nothing to draw. " +
        "Choose a wider one: another issue, another holder or a later date."
      : "The query gave no triples, so there is nothing to draw.";
  byId("details").replaceChildren(el("p", { class: "empty" }, words));
  for (const part of document.querySelectorAll(".tools label")) part.remove();
  byId("count").textContent = kind === "stances" ? "0 stances" : "0 triples";
}

function main() {
  const data = JSON.parse(byId("data").textContent ?? "");
  byId("note").textContent = data.note;
  byId("note").hidden = !data.note;
  if (narrow.matches) byId("key").removeAttribute("open");
  if (!data.nodes.length) {
    showNothing(data.kind);
    themeButton(() => {});
    return;
  }
  const shown = data.kind === "stances" ? new StancePage(data) : new ThingPage(data);
  shown.stage.fit(false);
  connect(shown);
  themeButton(() => shown.stage.refresh());
}

main();
