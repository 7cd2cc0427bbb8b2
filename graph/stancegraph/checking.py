"""Checks of a graph, or of files as if they were loaded into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from stancegraph.errors import Problem
from stancegraph.load import drift, finish, inputs, load
from stancegraph.store import MemoryStore, Store
from stancegraph.terms import DERIVED, PROVENANCE

if TYPE_CHECKING:
    from stancegraph.check import Report


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    Args:
        problems: what kept files from being read as records, with file and line.
        report: the findings of the shapes and the checks.
        files: the file of each graph that was checked before loading.
        quads: how many quads were checked.
    """

    problems: tuple[Problem, ...]
    report: Report
    files: dict[str, str]
    quads: int

    @property
    def conforms(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.problems and self.report.conforms


def checked(store: Store, paths: Sequence[str | Path], texts: Path | None) -> Checked:
    """What is wrong in a store, or in files as if they were loaded into it.

    Args:
        store: the graph, which stays as it is.
        paths: files and folders; findings are of these only.
        texts: a folder with the articles, so that quotations are looked for there again.
    """
    from stancegraph.check import check
    from stancegraph.export.gather import records

    if not paths:
        problems = tuple(drift(records(store), texts)) if texts else ()
        return Checked(problems, check(store), {}, len(store))
    copy, staged = MemoryStore(), ox.Store()
    kept = (graph for graph in store.graphs() if graph not in (DERIVED, PROVENANCE))
    staged.extend(quad for graph in kept for quad in store.quads(graph=graph))
    copy.replace([], staged)
    done = load(copy, inputs(paths), include_drafts=True, texts=texts)
    finish(copy, done.graphs)
    report = check(copy, graphs=done.graphs)
    return Checked(done.problems, report, dict(done.graphs), done.quads)
