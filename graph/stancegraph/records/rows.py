"""Stances one a line (JSON Lines) or one a row (CSV, TSV), gathered into records by source."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from stancegraph.errors import Problem, did_you_mean
from stancegraph.records.fields import SOURCE, STANCE, Known
from stancegraph.records.shape import Checked, Reading

_SOURCE_COLUMNS = {f"source_{name}": name for name in SOURCE}
CSV_HEADER: tuple[str, ...] = (*STANCE, *_SOURCE_COLUMNS)
_LIST_SEPARATOR = ";"


def parse_rows(
    text: str, kind: str, where: str, known: Known
) -> tuple[list[Checked], list[Problem]]:
    """Checked records from stances that stand one a line.

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
    rows = _json_lines(text, reading) if kind == "jsonl" else _cells(text, kind, reading)
    records: dict[str, Checked] = {}
    raw: dict[str, Any] = {}
    seen: set[str] = set()
    for line, row in rows:
        source = row.pop("source", None)
        record = _record_of(source, line, reading, records, raw)
        id = record["source"].get("id") if record else None
        stance = reading.stance(row, line, (), id)
        reading.unique(seen, stance, "stance", line)
        if record is not None:
            record["stances"].append(stance)
    if not records and not reading.problems:
        reading.wrong(0, "there is no stance in it")
    return list(records.values()), reading.problems


def _record_of(
    source: Any, line: int, reading: Reading, records: dict[str, Checked], raw: dict[str, Any]
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


def _json_lines(text: str, reading: Reading) -> Iterator[tuple[int, dict[str, Any]]]:
    # Not splitlines(): a quote may hold U+2028, which is no line end in JSON.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
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
        if name not in CSV_HEADER and not name.endswith("_label"):
            hint = did_you_mean(name, CSV_HEADER) or "print the header with: stancegraph new --csv"
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
    row: dict[str, Any] = {k: v for k, v in cells.items() if v.strip() and k in STANCE}
    if "because" in row:
        names = row["because"].split(_LIST_SEPARATOR)
        row["because"] = [name.strip() for name in names if name.strip()]
    source = {_SOURCE_COLUMNS[k]: v for k, v in cells.items() if k in _SOURCE_COLUMNS and v.strip()}
    row["source"] = source
    return row


def csv_rows(records: Iterable[Checked]) -> Iterator[list[str]]:
    """The rows of records under `CSV_HEADER`, which `parse_rows` reads back.

    What a row has no column for is left out: cited documents and their markers.
    """
    for record in records:
        source = record["source"]
        for stance in record["stances"]:
            row = stance | {column: source.get(name) for column, name in _SOURCE_COLUMNS.items()}
            yield [_cell(row.get(name)) for name in CSV_HEADER]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value)
