"""The part of a graph that selected stances need: it stands alone, and refers to nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from stancegraph.derive import derive
from stancegraph.model import Selection
from stancegraph.query import stances
from stancegraph.store import MemoryStore, Store
from stancegraph.terms import DERIVED, PREFIXES, PROVENANCE, iri

_TYPE = PREFIXES["rdf"] + "type"
_STANCE = PREFIXES["st"] + "Stance"
_BODY = PREFIXES["oa"] + "hasBody"
_OURS = (DERIVED, PROVENANCE)

Node = ox.NamedNode | ox.BlankNode


def part_of(store: Store, selection: Selection | None, *, derived: bool = False) -> Store:
    """A store with the selected stances and everything they refer to, each in its graph.

    That is all that is said of the stance, its quote's annotation, its source, the documents
    cited there, the entities, issues, positions and arguments named, and what these refer to in
    turn. A link to a stance that was not selected is left out.

    Args:
        store: the graph.
        selection: which stances; None for the store itself, whole, or a copy of one that is far.
        derived: with the facts that follow from the selected stances alone, and the bookkeeping
            of the graphs that are there.
    """
    store = store.local()
    if selection is None:
        return store
    part = MemoryStore()
    wanted = {iri("stance", stance.id) for stance in stances(store, selection)}
    staged = ox.Store()
    staged.bulk_extend(_Walk(store, wanted).quads())
    part.replace((), staged)
    if derived:
        made = derive(part)
        graphs = part.graphs()
        made.extend(q for g in graphs for q in store.quads(subject=g, graph=PROVENANCE))
        part.replace((), made)
    return part


class _Walk:
    """From stances along every reference to what is described."""

    def __init__(self, store: Store, wanted: set[str]) -> None:
        self.store = store
        self.wanted = wanted
        every = store.quads(predicate=_TYPE, object=_STANCE)
        self.others = {_value(quad.subject) for quad in every} - wanted
        self.blank: dict[str, dict[Node, list[ox.Quad]]] = {}

    def quads(self) -> Iterator[ox.Quad]:
        """All quads of the part, each once."""
        todo: list[tuple[Node, str]] = [(ox.NamedNode(stance), "") for stance in self.wanted]
        seen = {node for node, _ in todo}
        while todo:
            subject, graph = todo.pop()
            found = [] if _value(subject) not in self.wanted else self._annotations(subject)
            for quad in self._described(subject, graph):
                thing = quad.object
                if isinstance(thing, ox.NamedNode) and thing.value in self.others:
                    continue
                yield quad
                if isinstance(thing, Node) and quad.predicate.value != _TYPE:
                    found.append((thing, _value(quad.graph_name)))
            for node, where in found:
                if node not in seen:
                    seen.add(node)
                    todo.append((node, where))

    def _described(self, subject: Node, graph: str) -> Iterable[ox.Quad]:
        """What is said of a node; of a blank one, in the graph where it was met."""
        if isinstance(subject, ox.NamedNode):
            found = self.store.quads(subject=subject.value)
            return (quad for quad in found if _value(quad.graph_name) not in _OURS)
        if graph not in self.blank:
            self.blank[graph] = defaultdict(list)
            for quad in self.store.quads(graph=graph):
                if isinstance(quad.subject, ox.BlankNode):
                    self.blank[graph][quad.subject].append(quad)
        return self.blank[graph].get(subject, ())

    def _annotations(self, stance: Node) -> list[tuple[Node, str]]:
        found = self.store.quads(predicate=_BODY, object=_value(stance))
        return [(q.subject, _value(q.graph_name)) for q in found if isinstance(q.subject, Node)]


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))
