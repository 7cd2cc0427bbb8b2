"""`stancegraph ask`: the question library."""

from __future__ import annotations

from typing import Annotated

import typer

import stancegraph as sg
from stancegraph.cli.options import FormatOption, OutOption, StoreOption, open_graph
from stancegraph.cli.output import table, write_answer
from stancegraph.query import question, questions


def command(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[QUESTION]", help="Its name; without one, all are listed."),
    ] = None,
    param: Annotated[
        list[str] | None, typer.Option("-p", "--param", metavar="NAME=VALUE", help="A parameter.")
    ] = None,
    store: StoreOption = None,
    format: FormatOption = None,
    out: OutOption = None,
    sparql: Annotated[
        bool, typer.Option("--sparql", help="Print the query instead of its answer.")
    ] = False,
) -> None:
    """Answer a question of the library, or list them all.

    Names of parameters and what they take stand in the list and at the head of --sparql.
    """
    if name is None:
        rows = [[q.name, q.title, " ".join(p.name for p in q.parameters)] for q in questions()]
        print(table(("question", "what it answers", "parameters"), rows), end="")
        return
    values = dict(_pair(text) for text in param or ())
    with open_graph(store) as graph:
        text = question(name).sparql(graph.store, values)
        if sparql:
            print(text, end="")
        else:
            write_answer(graph.query(text), out, format)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not value:
        raise sg.StancegraphError(f"--param '{text}' is not NAME=VALUE (issue=model-release)")
    return name.strip(), value.strip()
