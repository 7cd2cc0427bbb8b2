"""The gold set: articles with their labels, and the second labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from stancegraph.extract.evaluate import Gold, Label, Triple, key
from stancegraph.extract.plain import read_plain
from stancegraph.extract.values import Span

FOLDER = Path(__file__).resolve().parents[1] / "tests/gold"
HALVES = ("tuned", "untouched")
# To tune on; labelled once.
PRACTICE = "practice"
Triples = dict[str, dict[Triple, bool]]


def gold(half: str) -> list[Gold]:
    """The articles of one half, by name.

    Args:
        half: tuned, untouched or practice.
    """
    texts = sorted((FOLDER / half).glob("*.md"))
    return [_read(text) for text in texts]


def first(halves: Sequence[str] = HALVES) -> Triples:
    """For each article, the triples of its labels, and whether they are required."""
    articles = [one for half in halves for one in gold(half)]
    return {one.name: {label.triple: label.required for label in one.labels} for one in articles}


def second() -> Triples:
    """The same of the second labels."""
    data = yaml.safe_load((FOLDER / "second.yaml").read_text("utf-8"))
    return {
        name: {_triple(one): one.get("required", True) for one in labels}
        for name, labels in data.items()
    }


def _read(file: Path) -> Gold:
    text = file.read_text("utf-8")
    data = yaml.safe_load(file.with_suffix(".yaml").read_text("utf-8"))
    labels = [
        Label(_triple(one), *(one[k] for k in ("required", "mode", "hedged", "marker", "evidence")))
        for one in data["stances"]
    ]
    quotations = [(_place(text, one), key(one["speaker"])) for one in data["quotations"]]
    name = f"{file.parent.name}/{file.stem}"
    article = read_plain(text, name, markdown=True)
    return Gold(name, data["style"], article, tuple(labels), tuple(quotations))


def _triple(one: dict[str, Any]) -> Triple:
    return Triple(key(one["holder"]), one["issue"], one["position"])


def _place(text: str, quotation: dict[str, Any]) -> Span:
    """Where a quotation stands, the first one or the one that `at` counts."""
    words, start = quotation["text"], -1
    for _ in range(quotation.get("at", 1)):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))
