"""The process from which workers come: it holds the graph, and each worker is a copy of it.

    python -m stancegraph.serve.forking SOCKET

It is small and has one thread, so that it can be copied at any time; a graph in memory is shared by
all copies. It opens no store in a folder itself: the engine's threads would not be copied.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from stancegraph.errors import StancegraphError
from stancegraph.opening import open as open_graph
from stancegraph.serve.jobs import JOBS
from stancegraph.serve.messages import WRITER, Forked, Start, Started, packed, received
from stancegraph.serve.pages import PAGES
from stancegraph.serve.settings import Settings
from stancegraph.serve.worker import Desk, work
from stancegraph.serve.writes import WRITES
from stancegraph.store import FolderStore, MemoryStore, Store

# A copy of so many quads takes about half a gigabyte; larger graphs are read from their folder.
MOST_QUADS = 1_500_000


def main() -> None:
    """Hold the graph, and make a worker whenever the server asks for one."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        start: Start = received(control)
        try:
            shared = _shared(start)
            control.sendall(packed(Started()))
        except StancegraphError as error:
            control.sendall(packed(Started(problem=str(error))))
            return
        # Nobody waits for a worker: the system may forget one that has ended.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        _serve(control, start.settings, shared)
    except (EOFError, ConnectionError):
        return


def _shared(start: Start) -> MemoryStore | None:
    """The graph in memory; None where each worker opens it for itself."""
    if start.settings.store is None:
        store = open_graph().store
        assert isinstance(store, MemoryStore)
        return store
    return _copied(start.settings.store) if start.copy else None


def _copied(folder: str) -> MemoryStore | None:
    """A folder's quads in memory; None where they are too many."""
    words = [sys.executable, "-m", "stancegraph.serve.copying", folder, str(MOST_QUADS)]
    staged = ox.Store()
    with subprocess.Popen(words, stdout=subprocess.PIPE) as other:
        assert other.stdout
        # What is cut off in the middle does not count: the exit code tells.
        with contextlib.suppress(SyntaxError):
            staged.load(other.stdout, ox.RdfFormat.N_QUADS)
    if other.returncode:
        return None
    store = MemoryStore()
    store.replace([], staged)
    return store


def _serve(control: socket.socket, settings: Settings, shared: MemoryStore | None) -> None:
    while True:
        role, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not role:
            return
        forked = _forked()
        if forked.pid == 0 and not forked.problem:
            control.close()
            with socket.socket(fileno=descriptors[0]) as connection:
                work(connection, _desk(role, settings, shared))
        os.close(descriptors[0])
        control.sendall(packed(forked))


def _forked() -> Forked:
    try:
        return Forked(os.fork())
    except OSError as error:
        return Forked(0, str(error.strerror))


def _desk(role: bytes, settings: Settings, shared: MemoryStore | None) -> Desk:
    jobs = {**JOBS, **PAGES, **(WRITES if role == WRITER else {})}
    opener = _opener(settings, shared, role == WRITER)
    reads = role != WRITER
    return Desk(settings, opener, jobs, limited=reads, again=reads and shared is None)


def _opener(
    settings: Settings, shared: MemoryStore | None, write: bool
) -> Callable[[str | None], Store]:
    def opened(folder: str | None) -> Store:
        store = _own(settings, folder, write) if shared is None else shared
        if isinstance(store, MemoryStore | FolderStore):
            store.federated = settings.federated
        return store

    return opened


def _own(settings: Settings, folder: str | None, write: bool) -> Store:
    if settings.folder:
        return FolderStore(Path(folder or settings.folder), write=write)
    return open_graph(settings.store).store


if __name__ == "__main__":
    main()
