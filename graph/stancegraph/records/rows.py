"""Stances one a line (JSON Lines) or one a row (CSV, TSV), gathered into records by source."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from stancegraph.errors import Problem, did_you_mean
from stancegraph.records.fields import CITED, SOURCE, STANCE, Known
from stancegraph.records.located import json_value
from stancegraph.records.shape import Checked, Reading

_SOURCE_COLUMNS = {f"source_{name}": name for name in SOURCE}
CSV_HEADER: tuple[str, ...] = (*STANCE, *_SOURCE_COLUMNS)
# A row may also describe the document that it names as primary_source.
_CITED_COLUMNS = {f"primary_source_{name}": name for name in CITED if name != "id"}
CITED_HEADER: tuple[str, ...] = tuple(_CITED_COLUMNS)
_LIST_SEPARATOR = ";"
# Spreadsheets take a cell that begins so for a formula, and run it.
_FORMULA = re.compile("'*[=+@\t\r-]")


def parse_rows(
    text: str, kind: str, where: str, known: Known
) -> tuple[list[Checked], list[Problem]]:
    """Checked records from stances that stand one a line.

    A line of JSON has the fields of a stance, its `source` whole where it first comes and by id
    after, and in `cites` documents cited there. An apostrophe before `=`, `+`, `-` or `@` at the
    beginning of a cell, which keeps spreadsheets from running it, is not part of the text.

    Args:
        text: the file's text.
        kind: `jsonl`, `csv` or `tsv`.
        where: the file's name, for messages.
        known: what the stances may refer to.

    Returns:
        One record for each source, in the order in which the sources first come, and every
        problem found.
    """
    reading = Reading(where, known)
    rows = list(_json_lines(text, reading) if kind == "jsonl" else _cells(text, kind, reading))
    _announce((row for _, row in rows), known)
    records: dict[str, Checked] = {}
    raw: dict[object, Any] = {}
    seen: set[str] = set()
    for line, row in rows:
        source, cites = row.pop("source", None), row.pop("cites", None)
        record = _record_of(source, line, reading, records, raw)
        id = record["source"].get("id") if record else None
        if record is not None and cites is not None:
            _cite(cites, line, reading, record, raw)
        stance = reading.stance(row, line, (), id)
        reading.unique(seen, stance, "stance", line)
        if record is not None:
            record["stances"].append(stance)
    if not records and not reading.problems:
        reading.wrong(0, "there is no stance in it")
    return list(records.values()), reading.problems


def _announce(rows: Iterable[dict[str, Any]], known: Known) -> None:
    """Make the documents of a file known, right or not: any of its stances may name them."""
    for row in rows:
        cites = row.get("cites")
        for document in (row.get("source"), *(cites if isinstance(cites, list) else ())):
            if isinstance(document, dict) and isinstance(document.get("id"), str):
                known.sources.add(document["id"])


def _record_of(
    source: Any, line: int, reading: Reading, records: dict[str, Checked], raw: dict[object, Any]
) -> Checked | None:
    """The record of a source given whole, or by its id once it has been given whole."""
    id = source.get("id") if isinstance(source, dict) else source
    if isinstance(id, str) and id in records:
        if isinstance(source, dict) and len(source) > 1 and source != raw[id]:
            reading.wrong(line, f"source '{id}' is described otherwise on an earlier line")
        return records[id]
    if isinstance(source, str):
        right = "describe it on the first line that names it: id, title, publisher, kind"
        reading.wrong(line, f"source '{source}' has not been described yet", right)
        return None
    checked = reading.fields(source, SOURCE, "source", line)
    if isinstance(id, str):
        raw[id] = source
        records[id] = {"source": checked, "cites": [], "stances": []}
    return records.get(id) if isinstance(id, str) else None


def _cite(cites: Any, line: int, reading: Reading, record: Checked, raw: dict[object, Any]) -> None:
    """Add the documents that a line describes to those that its source cites."""
    if not isinstance(cites, list):
        reading.wrong(line, "cites is not a list", "a list of documents")
        return
    source = record["source"].get("id")
    for item in cites:
        id = item.get("id") if isinstance(item, dict) else None
        if isinstance(id, str) and (source, id) in raw:
            if item != raw[source, id]:
                reading.wrong(line, f"document '{id}' is described otherwise on an earlier line")
            continue
        checked = reading.fields(item, CITED, "cited document", line)
        if "id" in checked:
            raw[source, id] = item
            record["cites"].append(checked)
            if id == source:
                reading.wrong(line, f"the document id '{id}' stands twice", "give each its own")


def _json_lines(text: str, reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    # Not splitlines(): a quote may hold U+2028, which is no line end in JSON.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json_value(line)
        except json.JSONDecodeError as error:
            reading.wrong(number, f"this line is not JSON: {error.msg}", "one stance a line")
            continue
        except RecursionError:
            reading.wrong(number, "this line is nested too deep")
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            reading.wrong(number, "this line is not a stance", 'like {"id": …, "source": …}')


def _cells(text: str, kind: str, reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(2**31 - 1)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if kind == "tsv" else ",")
    try:
        header = [name.strip() for name in next(rows, [])]
        if not _header_is_right(header, reading):
            return
        before = rows.line_num
        for cells in rows:
            line, before = before + 1, rows.line_num
            if any(cells):
                if len(cells) > len(header):
                    reading.wrong(line, f"{len(cells)} cells under {len(header)} columns")
                yield line, _row(dict(zip(header, cells, strict=False)))
    except csv.Error as error:
        reading.wrong(rows.line_num, f"this is not {kind.upper()}: {error}")


def _header_is_right(header: list[str], reading: Reading) -> bool:
    before = len(reading.problems)
    if not any(header):
        reading.wrong(1, "the header is missing", f"{','.join(CSV_HEADER)}")
        return False
    for name in header:
        known = (*CSV_HEADER, *CITED_HEADER)
        if name not in known and not name.endswith("_label"):
            hint = did_you_mean(name, known) or "print the header with: stancegraph new --csv"
            reading.wrong(1, f"there is no column '{name}'", hint)
    for name, entry in STANCE.items():
        if entry.required and name not in header:
            reading.wrong(1, f"the column '{name}' is missing")
    if "source_id" not in header:
        reading.wrong(1, "the column 'source_id' is missing")
    for name in {name for name in header if header.count(name) > 1}:
        reading.wrong(1, f"the column '{name}' stands twice")
    return len(reading.problems) == before


def _row(cells: dict[str, str]) -> dict[str, Any]:
    cells = {name: _unguarded(cell) for name, cell in cells.items() if cell.strip()}
    row: dict[str, Any] = {name: cell for name, cell in cells.items() if name in STANCE}
    if "because" in row:
        names = row["because"].split(_LIST_SEPARATOR)
        row["because"] = [name.strip() for name in names if name.strip()]
    row["source"] = {_SOURCE_COLUMNS[k]: v for k, v in cells.items() if k in _SOURCE_COLUMNS}
    cited = {_CITED_COLUMNS[k]: v for k, v in cells.items() if k in _CITED_COLUMNS}
    if cited:
        row["cites"] = [{"id": row.get("primary_source"), **cited}]
    return row


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def csv_rows(records: Iterable[Checked], header: Iterable[str] = CSV_HEADER) -> Iterator[list[str]]:
    """The rows of records under a header, which `parse_rows` reads back.

    What a row has no column for is left out: documents that a source cites and that are not the
    stance's primary source, and with `CSV_HEADER` alone also what is said of that one.

    Args:
        records: what to write.
        header: the columns, any of `CSV_HEADER` and `CITED_HEADER`.
    """
    header = tuple(header)
    for record in records:
        source = {k: record["source"].get(name) for k, name in _SOURCE_COLUMNS.items()}
        cites = {cited["id"]: cited for cited in record.get("cites", ())}
        for stance in record["stances"]:
            cited = cites.get(stance.get("primary_source"), {})
            first = {column: cited.get(name) for column, name in _CITED_COLUMNS.items()}
            row = {**stance, **source, **first}
            yield [csv_cell(row.get(name)) for name in header]


def csv_cell(value: object) -> str:
    """A value as a cell; an apostrophe keeps spreadsheets from running a text as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = _LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value)
    return "'" + text if _FORMULA.match(text) else text
