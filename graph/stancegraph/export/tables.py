"""Stances one a row or one a line, as `load` reads them back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from stancegraph.export.gather import Body, records
from stancegraph.query import entities, issues
from stancegraph.records import CITED_HEADER, CSV_HEADER, csv_cell, csv_rows
from stancegraph.store import Store

# Names for people, which the loader leaves aside.
LABELS = (
    "holder_label",
    "issue_label",
    "position_label",
    "about_label",
    "reported_by_label",
    "source_publisher_label",
)
HEADER = (*CSV_HEADER, *CITED_HEADER, *LABELS)


def write_table(store: Store, file: BinaryIO, name: str) -> int:
    """Write all stances as `csv`, `tsv` or `jsonl`; how many they are."""
    if name == "jsonl":
        return _write_lines(store, file)
    out = csv.writer(_Encoded(file), delimiter="\t" if name == "tsv" else ",")
    out.writerow(HEADER)
    count = 0
    for row in _rows(store):
        out.writerow(row)
        count += 1
    return count


class _Encoded:
    """A binary file that takes text."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def write(self, text: str) -> int:
        return self.file.write(text.encode())


def _rows(store: Store) -> Iterator[list[str]]:
    people = {entity.id: entity.label for entity in entities(store)}
    known = issues(store)
    questions = {issue.id: issue.label for issue in known}
    answers = {position.id: position.label for issue in known for position in issue.positions}
    columns = {label: label.removesuffix("_label") for label in LABELS}
    words = {"issue": questions, "position": answers}
    for record in records(store):
        for row in csv_rows([record], (*CSV_HEADER, *CITED_HEADER)):
            cells = dict(zip(CSV_HEADER, row, strict=False))
            names = (words.get(id, people).get(cells[id], "") for id in columns.values())
            yield [*row, *map(csv_cell, names)]


def _write_lines(store: Store, file: BinaryIO) -> int:
    count = 0
    for record in records(store):
        for line in _lines(record):
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            count += 1
    return count


def _lines(record: Body) -> Iterator[dict[str, Any]]:
    """The stances of a record; the first one describes the source and what it cites."""
    source: Any = record["source"]
    cites = {"cites": record["cites"]} if record.get("cites") else {}
    for stance in record["stances"]:
        yield {**stance, "source": source, **cites}
        source, cites = record["source"]["id"], {}
