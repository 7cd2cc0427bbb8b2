"""`stancegraph ask`: the question library."""

from __future__ import annotations

import shutil
import textwrap
from typing import Annotated

import typer

import stancegraph as sg
from stancegraph.cli.options import FormatOption, OutOption, StoreOption, open_graph
from stancegraph.cli.output import write_answer
from stancegraph.query import Question, question, questions


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

    The list names each question's parameters; what they take stands at the head of --sparql.
    """
    if name is None:
        print("\n".join(line for known in questions() for line in _listed(known)))
        return
    values = dict(_pair(text) for text in param or ())
    with open_graph(store) as graph:
        if sparql:
            print(question(name).sparql(graph.store, values), end="")
        else:
            write_answer(graph.ask(name, **values), out, format)


def _listed(question: Question) -> list[str]:
    names = ", ".join(parameter.name for parameter in question.parameters)
    return textwrap.wrap(
        f"{question.title} [{names}]" if names else question.title,
        width=shutil.get_terminal_size().columns,
        initial_indent=f"{question.name:<22}",
        subsequent_indent=" " * 22,
        break_on_hyphens=False,
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not value:
        raise sg.StancegraphError(f"--param '{text}' is not NAME=VALUE (issue=model-release)")
    return name.strip(), value.strip()
