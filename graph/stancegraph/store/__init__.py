"""Where quads live: one Protocol; in memory, in a folder, or on another server."""

from stancegraph.store.base import Answer, Dataset, Store, rows, text
from stancegraph.store.oxigraph import FolderStore, MemoryStore
from stancegraph.store.remote import RemoteStore, is_url, shown

__all__ = [
    "Answer",
    "Dataset",
    "FolderStore",
    "MemoryStore",
    "RemoteStore",
    "Store",
    "is_url",
    "rows",
    "shown",
    "text",
]
