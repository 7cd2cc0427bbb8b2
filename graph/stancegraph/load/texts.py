"""Quotations looked for again in the texts that they were taken from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from stancegraph.errors import Problem
from stancegraph.load.stage import Staged


def check_texts(staged: Iterable[Staged], folder: Path) -> None:
    """Look for the evidence of every stance whose source tells the hash of its text.

    A text is known by its hash: where none in the folder has it, it has changed or is missing, and
    the file is refused as well.

    Args:
        staged: checked files; what is wrong is added to their problems.
        folder: the articles, as `extract` reads them.

    Raises:
        StancegraphError: the folder or a file in it cannot be read.
    """
    files = [file for file in staged if any("text" in r["source"] for r in _records(file))]
    if not files:
        return
    texts = _texts(folder)
    for file in files:
        for record in _records(file):
            if "text" in record["source"]:
                where = file.input.where
                file.problems += (Problem(where, 0, *words) for words in _drift(record, texts))


def drift(records: Iterable[Mapping[str, Any]], folder: Path) -> Iterator[Problem]:
    """The same for records that are loaded already: each problem names its source.

    Raises:
        StancegraphError: the folder or a file in it cannot be read.
    """
    texts: dict[str, str] | None = None
    for record in records:
        if "text" in record["source"]:
            texts = _texts(folder) if texts is None else texts
            for words in _drift(record, texts):
                yield Problem(record["source"]["id"], 0, *words)


def _records(file: Staged) -> list[dict[str, Any]]:
    return [record for record in (*file.records, *file.drafts) if record.get("source")]


def _texts(folder: Path) -> dict[str, str]:
    from stancegraph.extract.article import places, read_article

    found = map(read_article, places([str(folder)]))
    return {article.sha256: article.text for article in found}


def _drift(record: Mapping[str, Any], texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What does not stand in a text as a record has it, and what would be right."""
    hash = record["source"]["text"]["sha256"]
    text = texts.get(hash)
    if text is None:
        what = f"no text given is the one that '{record['source']['id']}' was read in"
        yield what, f"SHA-256 {hash[:12]}…: it has changed since, or is missing"
        return
    if len(text) != record["source"]["text"]["length"]:
        yield f"the text of '{record['source']['id']}' has {len(text)} characters", "mend length"
    for stance in record["stances"]:
        words = stance.get("evidence")
        if words and text[words["start"] : words["end"]] != words["exact"]:
            what = f"the evidence of '{stance.get('id')}' does not stand at {words['start']}"
            yield what, "copy it from the text, letter for letter"
        elif words and not _around(text, words):
            yield f"what is around the evidence of '{stance.get('id')}' is not in the text", ""
        elif not words and "primary_source" not in stance and stance.get("quote", "") not in text:
            yield f"the quote of '{stance.get('id')}' is not in the text", ""


def _around(text: str, words: Mapping[str, Any]) -> bool:
    before, after = text[: words["start"]], text[words["end"] :]
    return before.endswith(words.get("prefix", "")) and after.startswith(words.get("suffix", ""))
