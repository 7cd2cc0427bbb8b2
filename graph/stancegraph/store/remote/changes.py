"""Graphs replaced on a server: in one request where they fit, else staged and moved into place."""

from __future__ import annotations

import contextlib
import gzip
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

import pyoxigraph as ox

from stancegraph.errors import StancegraphError, StoreError
from stancegraph.store.base import batches
from stancegraph.store.remote.answers import QUADS
from stancegraph.store.remote.engines import Engine
from stancegraph.store.remote.http import Addresses, Client
from stancegraph.terms import STAGE

NTRIPLES: Final = "application/n-triples"
# Graphs of one request, where a request is no transaction and nothing is won by a longer one.
_MOVES = 100
# A graph of this size and more is sent as a file, where the server takes files.
_FILE = 1 << 20


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph on its way.

    Args:
        name: its IRI.
        text: its triples as N-Triples.
    """

    name: str
    text: bytes

    def renamed(self, name: str) -> Graph:
        """The same triples under another name."""
        return Graph(name, self.text)

    @property
    def quads(self) -> bytes:
        """Its triples as N-Quads; a line of N-Triples has no line break but at its end."""
        return self.text.replace(b" .\n", b" " + iri(self.name).encode() + b" .\n")

    @property
    def blank(self) -> bool:
        """Whether there may be blank nodes in it."""
        return b"_:" in self.text


class Changes:
    """Writes to one server.

    Args:
        client: whom to send to.
        addresses: where to.
        engine: how it is done there.
    """

    def __init__(self, client: Client, addresses: Addresses, engine: Engine) -> None:
        self.client = client
        self.addresses = addresses
        self.engine = engine

    def replace(self, drop: Sequence[str], new: ox.Store, *, existing: Callable[[], bool]) -> None:
        """Drop graphs and add quads: all of it, or nothing that anybody sees.

        Args:
            drop: IRIs of graphs.
            new: the quads.
            existing: tells whether any graph of `drop` is there.
        """
        graphs = list(_graphs(new))
        size = sum(len(graph.text) for graph in graphs) + 100 * (len(graphs) + len(drop))
        engine = self.engine
        free_of_blanks = engine.blanks or not any(graph.blank for graph in graphs)
        if not graphs or (engine.atomic and size <= engine.most and free_of_blanks):
            self._update([*map(self._dropped, drop), *self._insert(graphs)])
        elif engine.whole and not existing():
            self._send_quads(graphs)
        else:
            self._by_stage(drop, graphs)

    def remove(self, graphs: Iterable[str]) -> None:
        """Drop graphs, whatever is in them."""
        wanted = [self._dropped(graph) for graph in graphs]
        for some in batches(wanted, _MOVES):
            self._update(some)

    def _by_stage(self, drop: Sequence[str], graphs: Sequence[Graph]) -> None:
        lead = STAGE + secrets.token_hex(8) + "/"
        staged = {graph.name: f"{lead}{number}" for number, graph in enumerate(graphs)}
        try:
            self._send([graph.renamed(staged[graph.name]) for graph in graphs])
        except BaseException as error:
            self._clean(staged.values(), error)
            raise
        gone = set(drop)
        steps = [self._dropped(graph) for graph in drop if graph not in staged]
        # Where a request is no transaction, what takes the place of a graph is moved by itself,
        # so that the graph is old or new at any time; small ones that replace none go together.
        small = [] if self.engine.atomic else [g for g in graphs if len(g.text) < _FILE]
        together = [graph for graph in small if graph.name not in gone]
        pairs = {graph.name: staged.pop(graph.name) for graph in together}
        for graph, stage in staged.items():
            steps += self._moved(stage, graph, graph in gone)
        for some in [steps] if self.engine.atomic else batches(steps, _MOVES):
            self._update(some)
        for group in _sized(together, self.engine.most):
            for few in batches(group, _MOVES):
                self._update([_moved_together((pairs[g.name], g.name) for g in few)])

    def _clean(self, stages: Iterable[str], error: BaseException) -> None:
        """Take the stage away after a failure; a note tells where that fails too."""
        try:
            self.remove(stages)
        except StancegraphError:
            error.add_note("what was sent of it is left there, and goes with the next load")

    def _moved(self, stage: str, graph: str, replaces: bool) -> list[str]:
        """Without SILENT: a stage that somebody took away must not become an empty graph."""
        if self.engine.moves and replaces:
            return [f"MOVE GRAPH {iri(stage)} TO GRAPH {iri(graph)}"]
        if self.engine.moves:
            added = f"ADD GRAPH {iri(stage)} TO GRAPH {iri(graph)}"
            return [added, self._dropped(stage)]
        where = f"{{ GRAPH {iri(stage)} {{ ?s ?p ?o }} }}"
        added = f"INSERT {{ GRAPH {iri(graph)} {{ ?s ?p ?o }} }} WHERE {where}"
        return [*([self._dropped(graph)] if replaces else []), added, self._dropped(stage)]

    def _dropped(self, graph: str) -> str:
        return f"DROP SILENT GRAPH {iri(graph)}"

    # ---- sending

    def _send(self, graphs: Sequence[Graph]) -> None:
        """Send graphs that nobody looks at yet, in as few requests as the server takes."""
        if self.engine.whole:
            self._send_quads(graphs)
            return
        small: list[Graph] = []
        for graph in graphs:
            if self._as_file(graph):
                self._send_file(graph)
            else:
                small.append(graph)
        for some in _sized(small, self.engine.most):
            self._update(self._insert(some))

    def _as_file(self, graph: Graph) -> bool:
        if self.addresses.graphs is None:
            return False
        return len(graph.text) >= _FILE or (graph.blank and not self.engine.blanks)

    def _send_file(self, graph: Graph) -> None:
        assert self.addresses.graphs is not None
        body = gzip.compress(graph.text, 1) if self.engine.gzip else graph.text
        self.client.add(self.addresses.graphs, graph.name, NTRIPLES, body, gzip=self.engine.gzip)

    def _send_quads(self, graphs: Iterable[Graph]) -> None:
        assert self.addresses.graphs is not None
        with _packed(graph.quads for graph in graphs) as file:
            self.client.add(self.addresses.graphs, None, QUADS, file, gzip=True)

    def _insert(self, graphs: Sequence[Graph]) -> list[str]:
        """One INSERT DATA: a blank node's label means one node in all of it."""
        if not graphs:
            return []
        blocks = []
        for graph in graphs:
            name = iri(graph.name)
            for lines in self._blocks(graph.text):
                blocks.append(f"GRAPH {name} {{\n{lines.decode()}}}")
        return ["INSERT DATA {\n" + "\n".join(blocks) + "\n}"]

    def _blocks(self, text: bytes) -> Iterator[bytes]:
        if not self.engine.block:
            yield text
            return
        for lines in batches(text.splitlines(keepends=True), self.engine.block):
            yield b"".join(lines)

    def _update(self, steps: Sequence[str]) -> None:
        if steps:
            self.client.update(self.addresses.update, " ;\n".join(steps).encode())


def _moved_together(pairs: Iterable[tuple[str, str]]) -> str:
    """What is in some graphs, moved to what is in others: quicker than graph by graph."""
    moves = " ".join(f"({iri(stage)} {iri(graph)})" for stage, graph in pairs)
    return (
        "DELETE { GRAPH ?stage { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p ?o } }"
        f" WHERE {{ VALUES (?stage ?g) {{ {moves} }} GRAPH ?stage {{ ?s ?p ?o }} }}"
    )


def iri(name: str) -> str:
    """An IRI as SPARQL writes it.

    Raises:
        StoreError: it is none, so that it cannot break out of an update.
    """
    try:
        return str(ox.NamedNode(name))
    except ValueError:
        raise StoreError(f"a graph has a name that is no IRI: {name!r}") from None


def _graphs(new: ox.Store) -> Iterator[Graph]:
    for graph in new.named_graphs():
        text = new.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
        if text:
            assert isinstance(graph, ox.NamedNode)
            yield Graph(graph.value, text)


def _sized(graphs: Iterable[Graph], most: int) -> Iterator[list[Graph]]:
    """Graphs in groups of about one request each; a graph is never cut."""
    group: list[Graph] = []
    size = 0
    for graph in graphs:
        if group and size + len(graph.text) > most:
            yield group
            group, size = [], 0
        group.append(graph)
        size += len(graph.text) + 100
    if group:
        yield group


@contextlib.contextmanager
def _packed(parts: Iterable[bytes]) -> Iterator[BinaryIO]:
    """A gzipped file of parts, from its beginning; its size is known, so nothing is chunked."""
    with tempfile.TemporaryFile() as file:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1) as out:
            for part in parts:
                out.write(part)
        file.seek(0)
        yield file
