"""Where quads live: one Protocol; in memory or in a folder."""

from stancegraph.store.base import Answer, Store, rows, text
from stancegraph.store.oxigraph import FolderStore, MemoryStore

__all__ = ["Answer", "FolderStore", "MemoryStore", "Store", "rows", "text"]
