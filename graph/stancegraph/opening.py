"""Opening a graph: in memory with the shipped records, in a folder, or on another server."""

from __future__ import annotations

from pathlib import Path

from stancegraph import derive
from stancegraph.errors import StoreError
from stancegraph.graph import StanceGraph
from stancegraph.load import finish, inputs, load
from stancegraph.store import FolderStore, MemoryStore, RemoteStore, Store, is_url
from stancegraph.terms import DERIVED
from stancegraph.vocabulary import shipped_records


def open(
    where: str | Path | None = None,
    *,
    write: bool = False,
    empty: bool = False,
    update_url: str | None = None,
    graph_store_url: str | None = None,
    engine: str | None = None,
    timeout: float | None = None,
) -> StanceGraph:
    """Open a graph.

    Args:
        where: a folder, or the address of a SPARQL endpoint such as `https://host/sparql`; by
            default the shipped graph, in memory, to do with as you like.
        write: open it for writing; a folder is made where it is missing.
        empty: begin with nothing: a new folder, an endpoint without a graph, or memory, without
            the shipped records.
        update_url: where an endpoint takes updates, if that is not what is usual for its engine.
        graph_store_url: where it takes whole graphs, likewise.
        engine: what the endpoint is, if neither its answers nor its address tell.
        timeout: seconds that it may be silent; 60 by default.

    Raises:
        StoreError: there is no store, another process is writing to it, or the endpoint cannot be
            reached.
        MissingExtra: an endpoint needs the package `requests`.
    """
    if where is None:
        memory = MemoryStore()
        if not empty:
            fill(memory)
        return StanceGraph(memory)
    if is_url(where):
        far = RemoteStore(
            str(where),
            write=write,
            update_url=update_url,
            graph_store_url=graph_store_url,
            engine=engine,
            timeout=timeout,
        )
        return StanceGraph(far, filled=_ready(far, empty))
    folder = Path(where)
    new = not (folder / "CURRENT").exists()
    store = FolderStore(folder, write=write)
    if write and new and not empty:
        fill(store)
    elif not new and derive.missing(store):
        store = _mended(store, folder)
    return StanceGraph(store, filled=write and new and not empty)


def fill(store: Store) -> None:
    """Load the shipped records into a store."""
    done = load(store, inputs([shipped_records()]), strict=True)
    finish(store, done.graphs)


def _ready(store: RemoteStore, empty: bool) -> bool:
    """Make an endpoint ready to be used; whether the shipped records were put into it."""
    if store.has(graph=DERIVED):
        return False
    if derive.missing(store):
        if not store.writable:
            raise StoreError(
                f"{store.name}: it has stances, and nothing is derived from them: a load was"
                " interrupted, or another program loaded them (any 'stancegraph load' mends it)"
            )
        derive.rebuild(store)
    elif store.writable and not empty and not store.has():
        fill(store)
        return True
    return False


def _mended(store: FolderStore, folder: Path) -> FolderStore:
    """Finish what a load that was interrupted had no time for: the derived facts."""
    write = store.writable
    if not write:
        store.close()
        try:
            store = FolderStore(folder, write=True)
        except StoreError as error:
            raise StoreError(
                f"{folder}: a load was interrupted and its last step is missing; open the store"
                f" for writing once ({error})"
            ) from None
    derive.rebuild(store)
    if write:
        return store
    store.close()
    return FolderStore(folder)
