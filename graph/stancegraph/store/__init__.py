"""Where quads live: one Protocol; in memory or in a folder."""

from stancegraph.store.base import Answer, Dataset, Store, rows, text
from stancegraph.store.oxigraph import FolderStore, MemoryStore

__all__ = ["Answer", "Dataset", "FolderStore", "MemoryStore", "Store", "rows", "text"]
