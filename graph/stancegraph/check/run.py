"""Shapes and checks over a store, to one report."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pyoxigraph as ox

from stancegraph.check import shapes
from stancegraph.check.queries import checks
from stancegraph.check.report import Finding, Report, node
from stancegraph.store import Store
from stancegraph.terms import DERIVED, PROVENANCE

_WORKERS = 4
_GRAPHS = "SELECT DISTINCT ?graph ?focus WHERE { GRAPH ?graph { ?focus ?p ?o } }"


def check(store: Store, *, graphs: Collection[str] | None = None) -> Report:
    """Check a store against every shape and every check of the ontology.

    Time grows linearly with the number of stances.

    Args:
        store: the graph, read as the union of its named graphs.
        graphs: the IRIs of graphs; only things that one of them describes are found, though
            against everything that the store holds. What a blank node breaks is always found.

    Returns:
        The findings, sorted by graph, thing and rule.

    Raises:
        StoreError: the store failed while answering.
    """
    # What a server answers is its own business; what breaks a rule is not.
    store = store.local()
    placed = _Places(store, graphs)
    found: dict[object, Finding] = {}
    for finding in _all(store, graphs):
        # A value that breaks one shape in two ways is one thing to mend.
        found.setdefault((finding.focus, finding.rule, finding.term), finding)
    here = filter(None, map(placed, found.values()))
    return Report(tuple(sorted(here, key=_order)))


def _all(store: Store, graphs: Collection[str] | None) -> Iterable[Finding]:
    """The findings of shapes and checks, which the engines work out side by side."""
    work: list[Callable[[], list[Finding]]] = [lambda: list(shapes.findings(store, graphs))]
    work += [functools.partial(_rows, check.findings, store) for check in checks()]
    with ThreadPoolExecutor(_WORKERS) as pool:
        for done in pool.map(lambda job: job(), work):
            yield from done


def _rows(find: Callable[[Store], Iterable[Finding]], store: Store) -> list[Finding]:
    return list(find(store))


class _Places:
    """Which graph a finding belongs to, and whether it is asked for."""

    def __init__(self, store: Store, graphs: Collection[str] | None) -> None:
        self.store = store
        self.graphs = None if graphs is None else frozenset(graphs)
        self.known: dict[str, list[str]] = {}

    def __call__(self, finding: Finding) -> Finding | None:
        """The finding with its graph; nothing where it lies outside the graphs asked for."""
        focus = finding.focus
        if focus not in self.known:
            self.known[focus] = self._describing(focus)
        places = self.known[focus]
        if self.graphs is not None:
            places = [graph for graph in places if graph in self.graphs]
            if not places and not focus.startswith("_:"):
                return None
        return replace(finding, graph=places[0] if places else None)

    def _describing(self, focus: str) -> list[str]:
        answer = self.store.query(_GRAPHS, substitutions={"focus": node(focus)})
        assert isinstance(answer, ox.QuerySolutions)
        names = (solution["graph"].value for solution in answer)
        return sorted(name for name in names if name not in (DERIVED, PROVENANCE))


def _order(finding: Finding) -> tuple[str, str, str, str]:
    return (finding.graph or "", finding.focus, finding.rule, str(finding.term))
