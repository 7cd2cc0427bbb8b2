"""A store on another server, over SPARQL 1.1."""

from typing import TypeGuard

from stancegraph.store.remote.secrets import shown
from stancegraph.store.remote.store import RemoteStore

__all__ = ["RemoteStore", "is_url", "shown"]


def is_url(where: object) -> TypeGuard[str]:
    """Whether a store's place is an address on the web, and not a folder."""
    return isinstance(where, str) and where.lower().startswith(("http://", "https://"))
