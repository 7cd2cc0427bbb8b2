"""Opening a graph: in memory with the shipped records, or in a folder."""

from __future__ import annotations

from pathlib import Path

from stancegraph import derive
from stancegraph.errors import StoreError
from stancegraph.graph import StanceGraph
from stancegraph.load import finish, inputs, load
from stancegraph.store import FolderStore, MemoryStore, Store
from stancegraph.vocabulary import shipped_records


def open(
    where: str | Path | None = None, *, write: bool = False, empty: bool = False
) -> StanceGraph:
    """Open a graph.

    Args:
        where: a folder; by default the shipped graph, in memory, to do with as you like.
        write: open the folder for writing, and make it where it is missing.
        empty: begin with nothing: a new folder, or memory, without the shipped records.

    Raises:
        StoreError: there is no store, or another process is writing to it.
    """
    if where is None:
        memory = MemoryStore()
        if not empty:
            fill(memory)
        return StanceGraph(memory)
    folder = Path(where)
    new = not (folder / "CURRENT").exists()
    store = FolderStore(folder, write=write)
    if write and new and not empty:
        fill(store)
    elif not new and derive.missing(store):
        store = _mended(store, folder)
    return StanceGraph(store)


def fill(store: Store) -> None:
    """Load the shipped records into a store."""
    done = load(store, inputs([shipped_records()]), strict=True)
    finish(store, done.graphs)


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
