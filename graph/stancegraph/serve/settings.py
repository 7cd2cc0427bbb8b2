"""What a server is told when it starts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from stancegraph.errors import StancegraphError

MIB = 1 << 20
SHORTEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """How a graph is served.

    Args:
        store: the store as `stancegraph.open` takes it; None for the shipped graph.
        host: the address to listen on.
        port: the port; 0 for any that is free.
        writable: whether updates and uploads are taken, from who has the token.
        token: what `Authorization: Bearer` must say for them.
        timeout: seconds that a request may take; what is written may take ten times as long.
        most_result: bytes of an answer.
        most_body: bytes of an upload.
        most_memory: bytes that answering one request may take beyond the graph itself.
        workers: how many requests are worked on at once.
        cache: bytes of answers that are kept to be given again; 0 keeps none.
        federated: whether SERVICE and LOAD may ask other servers.
        url: the address that the world knows the server by, where another stands before it.
    """

    store: str | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    writable: bool = False
    token: str | None = field(default=None, repr=False)
    timeout: float = 30
    most_result: int = 64 * MIB
    most_body: int = 256 * MIB
    most_memory: int = 2048 * MIB
    workers: int = field(default_factory=lambda: max(4, 2 * (os.cpu_count() or 1)))
    cache: int = 64 * MIB
    federated: bool = False
    url: str | None = None

    def __post_init__(self) -> None:
        if self.writable and len(self.token or "") < SHORTEST_TOKEN:
            raise StancegraphError(
                "--writable needs a token, which clients send as 'Authorization: Bearer': set"
                f" STANCEGRAPH_TOKEN to {SHORTEST_TOKEN} characters or more, such as what"
                " 'openssl rand -hex 24' prints"
            )
        if self.token and not (self.token.isascii() and self.token.isprintable()):
            raise StancegraphError("the token may hold printable ASCII characters only")
        if self.url and urlsplit(self.url).scheme not in ("http", "https"):
            raise StancegraphError(f"--url '{self.url}' is not an http(s) address")

    @property
    def writing(self) -> float:
        """Seconds that an update or an upload may take."""
        return 10 * self.timeout

    def largest(self, large: bool) -> int:
        """Bytes of an answer, for who may change the graph and for others."""
        return self.most_result * (8 if large else 1)

    @property
    def root(self) -> str:
        """The path under which the world sees the server: `/`, or `/stances/`."""
        path = urlsplit(self.url or "").path
        return f"/{path.strip('/')}/" if path.strip("/") else "/"

    @property
    def folder(self) -> Path | None:
        """The folder of the store, where it is in one."""
        return Path(self.store) if self.store and "://" not in self.store else None
