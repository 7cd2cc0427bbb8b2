/** What paper has: all stances, one below the other, with what was decided. */

import { el } from "../core/dom.js";
import { newcomersOf, judged } from "./stance.js";

/** Adds the list before the page is printed, and takes it away again. @param {import("./app.js").ReviewPage} page */
export function printList(page) {
  const home = el("section", { class: "on-paper" });
  addEventListener("beforeprint", () => {
    const { session, choices } = page;
    const shown = session.queue.filter((item) => session.passes(item));
    home.replaceChildren(
      ...shown.map((item) => {
        const stance = session.stance(item);
        const parts = judged(choices, item, stance);
        const newcomers = newcomersOf(choices, item.file, stance);
        return el(
          "article",
          {},
          el("p", { class: "place" }, `Tier ${stance.tier ?? "?"} · ${item.id}`),
          ...parts,
          newcomers,
        );
      }),
    );
    document.body.append(home);
  });
  addEventListener("afterprint", () => home.remove());
}
