"""What the writer does: updates and uploads, each whole or not at all."""

from __future__ import annotations

import contextlib
import gzip
import io
import secrets
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from stancegraph import formats
from stancegraph.errors import QueryError, StoreError
from stancegraph.load import finish
from stancegraph.serve.conditions import Conditions
from stancegraph.serve.jobs import tags
from stancegraph.serve.messages import Reply
from stancegraph.serve.problems import Refused, elsewhere
from stancegraph.serve.settings import SNAPSHOTS, Settings
from stancegraph.store import FolderStore, Store
from stancegraph.store.syntax import keywords, syntax_error
from stancegraph.terms import DERIVED, PREFIXES, PROVENANCE, STAGE

_UPLOAD = "an upload"
# Who writes these keeps the derived facts right as well.
_KEPT_BY_CLIENT = (DERIVED, PROVENANCE)


@dataclass(frozen=True, slots=True)
class Upload:
    """The body of a request.

    Args:
        path: the file that holds it.
        format: the name of its format.
        packed: whether it is gzipped.
        most: how many bytes it may be, unpacked.
    """

    path: str
    format: str
    packed: bool
    most: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """What goes with each change.

    Args:
        receipt: the file that is written to once the change is made; what follows from it is
            derived after that, and should the time be over then, the file still tells.
        conditions: under which the change is wanted.
    """

    receipt: str
    conditions: Conditions


def update(store: Store, settings: Settings, ticket: Ticket, text: str) -> Reply:
    """Carry out a SPARQL update (SPARQL 1.1 Protocol, 2.2), in one transaction.

    What follows from the stances is derived anew, unless the update sees to that itself, by naming
    the graph of derived facts.
    """
    words = keywords(text)
    for word in ("SERVICE", "LOAD"):
        if word in words and not settings.federated:
            raise Refused(403, f"{word} would ask another server, which this one does not allow")
    assert isinstance(store, FolderStore)
    try:
        store.raw.update(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise syntax_error(text, str(error), update=True) from None
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"the update cannot be carried out: {error}") from None
    except OSError as error:
        if {"SERVICE", "LOAD"} & words:
            raise elsewhere(error) from None
        raise StoreError(f"the store cannot be written: {error}") from None
    if DERIVED not in text:
        _finish(store, ticket, {})
    return Reply(204)


def put(store: Store, settings: Settings, ticket: Ticket, name: str, upload: Upload) -> Reply:
    """Put an upload in the place of a graph (Graph Store HTTP Protocol, 5.3).

    A graph without triples is none: it is not made, and one that was there is there no more.
    """
    _check(store, settings, ticket, name)
    return _stored(store, ticket, name, upload, replace=True)


def post(store: Store, settings: Settings, ticket: Ticket, name: str, upload: Upload) -> Reply:
    """Add an upload to a graph (Graph Store HTTP Protocol, 5.5)."""
    _check(store, settings, ticket, name)
    return _stored(store, ticket, name, upload, replace=False)


def add(store: Store, settings: Settings, ticket: Ticket, upload: Upload) -> Reply:
    """Add the quads of an upload, each to the graph it names."""
    _check(store, settings, ticket, None)
    staged = _parsed(upload, None)
    loose = islice(staged.quads_for_pattern(None, None, None, ox.DefaultGraph()), 1)
    graphs = [*staged.named_graphs(), *(quad.graph_name for quad in loose)]
    store.replace([], staged)
    # A graph without an IRI is none that a client could keep.
    names = [graph.value if isinstance(graph, ox.NamedNode) else "" for graph in graphs]
    _uploaded(store, ticket, names)
    return Reply(204)


def delete(store: Store, settings: Settings, ticket: Ticket, name: str) -> Reply:
    """Take away a graph (Graph Store HTTP Protocol, 5.4)."""
    if not _there(store, name):
        raise Refused(404, f"there is no graph <{name}>" if name else "the default graph is empty")
    _check(store, settings, ticket, name)
    if name:
        store.replace([name], ox.Store())
    else:
        assert isinstance(store, FolderStore)
        store.raw.update("CLEAR DEFAULT")
    _uploaded(store, ticket, [name])
    return Reply(204)


def _check(store: Store, settings: Settings, ticket: Ticket, name: str | None) -> None:
    """Whether a change is wanted, of a graph or of all: nobody else writes meanwhile."""
    # The default graph and all graphs together can always be had, as empty ones.
    there = not name or _there(store, name)
    ticket.conditions.check(there, lambda: tags(store, settings, name))


def _there(store: Store, name: str) -> bool:
    if name:
        return store.has(graph=name)
    answer = store.query("ASK { ?s ?p ?o }", union=False)
    return bool(answer)


def _stored(store: Store, ticket: Ticket, name: str, upload: Upload, *, replace: bool) -> Reply:
    staged = _parsed(upload, name)
    new = len(staged) > 0 and not _there(store, name)
    if name:
        store.replace([name] if replace else [], staged)
    else:
        _to_default(store, staged, replace)
    _uploaded(store, ticket, [name])
    return Reply(201 if new else 204)


def _to_default(store: Store, staged: ox.Store, replace: bool) -> None:
    assert isinstance(store, FolderStore)
    triples = staged.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    clear = "CLEAR DEFAULT ; " if replace else ""
    store.raw.update(f"{clear}INSERT DATA {{ {triples.decode()} }}")


def _uploaded(store: Store, ticket: Ticket, graphs: Iterable[str]) -> None:
    """Finish what was done to some graphs, unless the client sees to that."""
    own = [name for name in graphs if name not in _KEPT_BY_CLIENT and not name.startswith(STAGE)]
    if own:
        _finish(store, ticket, {name: _UPLOAD for name in own if name and _there(store, name)})


def _finish(store: Store, ticket: Ticket, made: Mapping[str, str]) -> None:
    """Derive what follows from a change that is made, and note where graphs came from.

    It is a transaction of its own, which the next change and the next start make up for: what is
    missing shows, and what is outdated would not.
    """
    # Nobody waits for the receipt when the file is gone.
    with contextlib.suppress(FileNotFoundError), Path(ticket.receipt).open("r+") as receipt:
        receipt.write("made")
    store.replace([DERIVED], ox.Store())
    finish(store, made)


def _parsed(upload: Upload, name: str | None) -> ox.Store:
    """The triples of an upload in the graph of that name, or its quads."""
    syntax = formats.by_name(upload.format, "export")
    assert syntax.rdf is not None
    staged = ox.Store()
    try:
        with _opened(upload) as file:
            if name is None:
                staged.load(file, syntax.rdf)
            else:
                # Quads of another graph than the one that is asked for would go elsewhere.
                target = ox.NamedNode(name) if name else ox.DefaultGraph()
                staged.load(file, syntax.rdf, base_iri=name or None, to_graph=target)
    except SyntaxError as error:
        words = f"this is not {syntax.media_type}: {error.msg}"
        raise Refused(400, words, line=error.lineno or 1) from None
    except (ValueError, UnicodeDecodeError) as error:
        raise Refused(400, f"this is not {syntax.media_type}: {error}") from None
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(400, f"the body cannot be unpacked: {error}") from None
    return staged


@contextlib.contextmanager
def _opened(upload: Upload) -> Iterator[BinaryIO]:
    with Path(upload.path).open("rb") as raw:
        if upload.packed:
            yield io.BufferedReader(_Unpacked(gzip.GzipFile(fileobj=raw), upload.most))
        else:
            yield raw


class _Unpacked(io.RawIOBase):
    """What gzip unpacks, up to so many bytes: a small body may stand for a very large one."""

    def __init__(self, file: gzip.GzipFile, most: int) -> None:
        self.file = file
        self.left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self.file.read(len(view))
        self.left -= len(data)
        if self.left < 0:
            raise Refused(413, "the body is too large once it is unpacked: send it in parts")
        view[: len(data)] = data
        return len(data)


def snapshot(store: Store, settings: Settings, version: int) -> Reply:
    """Keep the graph as it is now, in a folder whose path is the reply, for those who read.

    Files that do not change are shared, so that this takes no time that grows with the graph.
    """
    assert isinstance(store, FolderStore)
    place = store.path / SNAPSHOTS
    if version <= 1:
        # What a server that was killed has left.
        shutil.rmtree(place, ignore_errors=True)
    place.mkdir(exist_ok=True)
    for old in sorted(place.iterdir(), key=lambda folder: folder.stat().st_mtime)[:-1]:
        shutil.rmtree(old, ignore_errors=True)
    target = place / secrets.token_hex(8)
    try:
        store.raw.backup(str(target))
    except (OSError, RuntimeError) as error:
        raise StoreError(f"the store cannot be read: {error}") from None
    return Reply(200, str(target).encode())


WRITES: dict[str, Callable[..., Reply]] = {
    "update": update,
    "put": put,
    "post": post,
    "add": add,
    "delete": delete,
    "snapshot": snapshot,
}
