/**
 * The search: every word must be in what is known of a stance.
 */

/**
 * The texts of each stance, folded once.
 * @returns {string[]}
 */
function searchTexts(model) {
  return model.stances.map((stance) => {
    const holder = model.holders[stance.holder];
    const position = model.positions[stance.position];
    const source = model.sources[stance.source];
    const texts = [
      holder.label,
      ...(holder.aliases ?? []),
      position.label,
      model.issues[position.issue].short,
      stance.about,
      stance.summary,
      stance.quote,
      stance.reportedBy,
      ...(stance.because ?? []),
      source.title,
      source.publisher,
    ];
    return folded(texts.filter(Boolean).join("\n"));
  });
}

/** The numbers of the stances that hold all words. @param {string} words @param {string[]} texts */
function found(words, texts) {
  const parts = folded(words).split(/\s+/).filter(Boolean);
  return texts.flatMap((text, number) => (parts.every((part) => text.includes(part)) ? [number] : []));
}

/** The part of a text about the first word found, with the word marked. */
function excerpt(text, words) {
  const first = folded(words)
    .split(/\s+/)
    .filter(Boolean)
    .find((part) => folded(text).includes(part));
  // Folding may change the length of a text: then there is no place to mark.
  const at = first && folded(text).length === text.length ? folded(text).indexOf(first) : -1;
  if (at < 0) return [text.length > 150 ? `${text.slice(0, 150)}…` : text];
  const start = Math.max(0, at - 60);
  const end = at + first.length + 90;
  return [
    `${start ? "…" : ""}${text.slice(start, at)}`,
    el("mark", {}, text.slice(at, at + first.length)),
    `${text.slice(at + first.length, end)}${end < text.length ? "…" : ""}`,
  ];
}

const MOST_FOUND = 200;

/** What was found, as a list that can be opened. */
function searchDetails(model, go, words, numbers) {
  if (!numbers.length) {
    return [
      el("h2", {}, "Nothing found"),
      el(
        "p",
        {},
        "No stance shown here has ",
        said(`“${words}”`),
        ". Try fewer letters, or choose all issues.",
      ),
    ];
  }
  const row = (number) => {
    const stance = model.stances[number];
    const position = model.positions[stance.position];
    const hit = [stance.summary, stance.quote].find(
      (text) => text && found(words.split(/\s+/).find(Boolean) ?? "", [folded(text)]).length,
    );
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
          poleMark(position),
          el("strong", {}, said(model.holders[stance.holder].label)),
          ": ",
          said(position.label),
        ),
        el("span", { class: "n" }, dated(stance.when)),
        el("span", { class: "soft", dir: "auto" }, ...excerpt(hit ?? stance.summary, words)),
      ),
    );
  };
  const more = numbers.length - MOST_FOUND;
  return [
    el("h2", {}, `${count(numbers.length, "stance")} found`),
    el("ul", { class: "takers" }, ...numbers.slice(0, MOST_FOUND).map(row)),
    more > 0 && el("p", { class: "soft" }, `and ${more} more: add a word to the search.`),
  ];
}
