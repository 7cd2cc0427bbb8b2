"""Each question on a small invented graph gives exactly the rows that were worked out by hand.

The graph is `fixtures/invented/`. A file of `expected/questions/` begins with what is asked; its
rows were worked out by hand from the records, not copied from answers. `*` stands for anything.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import stancegraph as sg
from engines import cells, in_rdflib
from stancegraph.query import Rows, question, questions
from stancegraph.terms import PREFIXES

HERE = Path(__file__).parent
RECORDS = HERE / "fixtures" / "invented"
CASES = sorted((HERE / "expected" / "questions").glob("*.csv"))
IDS = [file.stem for file in CASES]


@pytest.fixture(scope="module")
def small() -> sg.StanceGraph:
    """The invented graph; nobody changes it."""
    graph = sg.open(empty=True)
    assert graph.load(RECORDS).problems == ()
    return graph


@pytest.fixture(scope="module")
def small_in_rdflib(small: sg.StanceGraph) -> Any:
    return in_rdflib(small)


def case(file: Path) -> tuple[str, dict[str, str], list[str], list[list[str]]]:
    """The question, its parameters, the columns and the rows of a file."""
    first, _, table = file.read_text("utf-8").partition("\n")
    sign, ask, name, *values = first.split()
    assert (sign, ask) == ("#", "ask"), file
    columns, *rows = csv.reader(table.splitlines())
    return name, dict(value.split("=", 1) for value in values), columns, rows


def as_expected(found: list[list[str]], rows: list[list[str]]) -> list[list[str]]:
    """What was found, with `*` where the expected row has it."""
    masked = [
        [want if want == "*" else cell for cell, want in zip(line, row, strict=True)]
        for line, row in zip(found, rows, strict=False)
    ]
    return masked + found[len(rows) :]


def test_the_invented_graph_is_right_in_itself(small: sg.StanceGraph):
    assert small.check().conforms


def test_every_question_has_rows_worked_out_by_hand():
    assert {case(file)[0] for file in CASES} == {known.name for known in questions()}


def test_every_parameter_is_given_in_some_case():
    given = {(name, key) for name, values, _, _ in map(case, CASES) for key in values}
    assert given == {(known.name, p.name) for known in questions() for p in known.parameters}


@pytest.mark.parametrize("file", CASES, ids=IDS)
def test_the_rows_are_those_worked_out_by_hand(small: sg.StanceGraph, file: Path):
    name, values, columns, rows = case(file)
    answer = small.query(question(name).sparql(small.store, values))
    assert isinstance(answer, Rows)
    assert list(answer.columns) == columns
    found = [cells(row) for row in answer.terms()]
    assert as_expected(found, rows) == rows


@pytest.mark.parametrize("file", CASES, ids=IDS)
def test_another_engine_finds_the_same(small: sg.StanceGraph, small_in_rdflib: Any, file: Path):
    name, values, _, rows = case(file)
    text = question(name).sparql(small.store, values)
    found = [cells(row) for row in small_in_rdflib.query(text, initNs=PREFIXES)]
    assert as_expected(found, rows) == rows
