/** The choice of an issue, in views that show one at a time. */

import { el } from "../core/dom.js";

/** @typedef {import("../core/types.js").App} App */
/** @typedef {import("../core/data.js").Issue} Issue */

/**
 * A list of the issues, the one with most stances first.
 * @param {Issue | undefined} shown the only one that is shown
 * @param {App} app
 */
export function issueChoice(shown, app) {
  const issues = [...app.model.issues].sort((a, b) => b.stances.length - a.stances.length);
  const options = issues.map((issue) =>
    el("option", { value: issue.id, selected: issue === shown }, issue.short),
  );
  if (!shown || app.state.issue) options.unshift(el("option", { value: "", selected: !shown }, "All issues"));
  const change = (/** @type {Event} */ event) =>
    app.go({ issue: /** @type {HTMLSelectElement} */ (event.target).value });
  return el(
    "label",
    { class: "issuechoice" },
    "Issue ",
    el("select", { id: "issue-choice", onchange: change }, ...options),
  );
}
