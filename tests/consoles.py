"""What tests of the query console look at, whoever answers it: a worker in the page, or a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox

import stancegraph as sg
from hostile import ALARM, TEXTS, URLS
from stancegraph.terms import PREFIXES


def done(page: Any) -> Any:
    page.wait_for_selector(".console:not(.running)")
    return page


def status(page: Any) -> str:
    return str(page.locator("#query-status").inner_text())


def table(page: Any) -> list[list[str]]:
    return [
        [cell.strip() for cell in row.locator("td").all_inner_texts()]
        for row in page.locator(".result tbody tr").all()
    ]


def hostile_graph() -> sg.StanceGraph:
    """A graph in which every name and text tries to break out."""
    graph = sg.open(empty=True)
    staged = ox.Store()
    here, label = ox.NamedNode("https://daily.example/graph"), PREFIXES["rdfs"] + "label"
    for number, text in enumerate((*TEXTS, *URLS)):
        thing = ox.NamedNode(f"{PREFIXES['entity']}thing-{number}")
        staged.add(ox.Quad(thing, ox.NamedNode(label), ox.Literal(text), here))
        staged.add(ox.Quad(thing, ox.NamedNode(PREFIXES["st"] + "country"), ox.Literal(text), here))
        link = ox.NamedNode(f"javascript:{ALARM}//{number}")
        staged.add(ox.Quad(thing, ox.NamedNode("https://daily.example/p"), link, here))
    graph.store.replace((), staged)
    return graph


def bindings(data: bytes) -> Any:
    return json.loads(data)["results"]["bindings"]


def downloaded(page: Any, label: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download as {label}").click()
    return Path(download.value.path()).read_bytes()


def problem(page: Any) -> str:
    return str(page.locator("#query-problem").inner_text())
