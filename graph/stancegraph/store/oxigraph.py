"""The two embedded stores, in memory and in a folder, both answered by Oxigraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Self

import pyoxigraph as ox

from stancegraph.errors import QueryError, StoreError
from stancegraph.store.base import Answer, Dataset, Term
from stancegraph.store.syntax import keywords, syntax_error
from stancegraph.terms import PREFIXES


class _OxigraphStore:
    """What both have in common: reading, and replacing graphs in one transaction.

    `federated` tells whether a query may ask other servers, with SERVICE.
    """

    far = False
    exact = True

    def __init__(self, store: ox.Store, writable: bool) -> None:
        self._store = store
        self._writable = writable
        self.federated = False

    @property
    def writable(self) -> bool:
        return self._writable

    def query(
        self,
        text: str,
        *,
        substitutions: Mapping[str, Term] | None = None,
        union: bool = True,
        dataset: Dataset | None = None,
    ) -> Answer:
        values: dict[ox.Variable, Term | ox.Triple] = {
            ox.Variable(name): term for name, term in (substitutions or {}).items()
        }
        words = keywords(text)
        if "SERVICE" in words and not self.federated:
            raise QueryError("SERVICE would ask another server, and this graph answers by itself")
        try:
            return self._store.query(
                text,
                prefixes=PREFIXES,
                # A query that names its graphs means those: Oxigraph would take the union still.
                use_default_graph_as_union=union and not dataset and "FROM" not in words,
                default_graph=[ox.NamedNode(g) for g in dataset.default] if dataset else None,
                named_graphs=[ox.NamedNode(g) for g in dataset.named] if dataset else None,
                substitutions=values or None,
            )
        except SyntaxError as error:
            raise syntax_error(text, str(error)) from None
        except (ValueError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from None
        except OSError as error:
            raise StoreError(f"the store failed while answering: {error}") from None

    def quads(
        self,
        *,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[ox.Quad]:
        places = (ox.NamedNode(x) if x else None for x in (subject, predicate, object, graph))
        return self._store.quads_for_pattern(*places)

    def has(
        self,
        *,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,
        graph: str | None = None,
    ) -> bool:
        found = self.quads(subject=subject, predicate=predicate, object=object, graph=graph)
        return next(found, None) is not None

    def local(self, graphs: Iterable[str] | None = None) -> Self:
        return self

    def graphs(self) -> list[str]:
        return sorted(g.value for g in self._store.named_graphs() if isinstance(g, ox.NamedNode))

    def replace(self, drop: Iterable[str], new: ox.Store) -> None:
        if not self._writable:
            raise StoreError("this store is open for reading only")
        gone = [g for g in drop if self._store.contains_named_graph(ox.NamedNode(g))]
        try:
            if gone:
                self._store.update(_replacement(gone, new))
            else:
                self._add(new)
        except OSError as error:
            raise StoreError(f"the store cannot be written: {error}") from None

    def _add(self, new: ox.Store) -> None:
        self._store.extend(new)

    def __len__(self) -> int:
        return len(self._store)

    def close(self) -> None:
        if self._writable:
            self._store.flush()
        # Oxigraph has no close(): the lock goes when the last reference does.
        self._store = ox.Store()
        self._writable = False


def _replacement(drop: list[str], new: ox.Store) -> str:
    """One SPARQL update, hence one transaction, that drops graphs and inserts quads.

    `remove_graph` and then `extend` are two: a kill between them would lose the graph.
    """
    parts = [f"DROP SILENT GRAPH <{graph}>" for graph in drop]
    parts += [
        f"INSERT DATA {{ GRAPH {graph} {{ {triples} }} }}" for graph, triples in _by_graph(new)
    ]
    return " ;\n".join(parts)


def _by_graph(new: ox.Store) -> Iterator[tuple[ox.NamedNode | ox.BlankNode, str]]:
    for graph in new.named_graphs():
        yield graph, (new.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"").decode()


class MemoryStore(_OxigraphStore):
    """Quads in memory, gone when the process ends.

    Args:
        writable: whether it may be changed.

    `shared` tells whether somebody has been handed the pyoxigraph store itself.
    """

    def __init__(self, *, writable: bool = True) -> None:
        super().__init__(ox.Store(), writable)
        self.shared = False

    @property
    def raw(self) -> ox.Store:
        """The pyoxigraph store itself, the same object from now on."""
        self.shared = True
        return self._store

    def _add(self, new: ox.Store) -> None:
        # An empty store that nobody else holds becomes the staged one: nothing is copied.
        if not self.shared and not len(self._store):
            self._store = new
        else:
            super()._add(new)


class FolderStore(_OxigraphStore):
    """Quads in a folder, kept; one process may write, many may read.

    Args:
        path: the folder; a writer makes it where it is missing.
        write: whether to open for writing.

    Raises:
        StoreError: it is not there, not a store, or another process is writing to it.
    """

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self.path = path
        super().__init__(_opened(path, write), write)

    @property
    def raw(self) -> ox.Store:
        """The pyoxigraph store itself."""
        return self._store


def _opened(path: Path, write: bool) -> ox.Store:
    if not (path / "CURRENT").exists():
        if not write:
            raise StoreError(f"{path}: there is no store here (make one with: stancegraph load)")
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StoreError(f"{path}: this is not a store (give an empty or a new folder)")
    try:
        return ox.Store(str(path)) if write else ox.Store.read_only(str(path))
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreError(
                f"{path}: another process is writing to this store (try again when it is done)"
            ) from None
        raise StoreError(f"{path}: the store cannot be opened: {error}") from None
