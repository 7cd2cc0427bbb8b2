"""What a server is told when it starts."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from stancegraph.errors import StancegraphError

MIB = 1 << 20
SHORTEST_TOKEN = 16
# The folder in that of the store, in which states of it are kept while it is served.
SNAPSHOTS = "snapshots"
_ANY_ADDRESS = ("0.0.0.0", "::", "")


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
        if self.writable and self.store and "://" in self.store:
            raise StancegraphError(
                f"--writable needs a store in a folder: changes of {self.store} are sent to the"
                " server there"
            )
        if self.writable and len(self.token or "") < SHORTEST_TOKEN:
            raise StancegraphError(
                "--writable needs a token, which clients send as 'Authorization: Bearer': set"
                f" STANCEGRAPH_TOKEN to {SHORTEST_TOKEN} characters or more, such as what"
                " 'openssl rand -hex 24' prints"
            )
        if self.token and not (self.token.isascii() and self.token.isprintable()):
            raise StancegraphError("the token may hold printable ASCII characters only")
        if self.url and not _is_address(self.url):
            raise StancegraphError(
                f"--url '{self.url}' is not an address such as https://example.org/stances/"
            )

    @property
    def writing(self) -> float:
        """Seconds that an update or an upload may take."""
        return 10 * self.timeout

    def largest(self, large: bool) -> int:
        """Bytes of an answer, for who may change the graph and for others."""
        return self.most_result * (8 if large else 1)

    @property
    def address(self) -> str:
        """Where it is found; one that listens at every address has the machine's name."""
        host = socket.gethostname() if self.host in _ANY_ADDRESS else self.host
        return self.url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    @property
    def root(self) -> str:
        """The path under which the world sees the server: `/`, or `/stances/`."""
        path = urlsplit(self.url or "").path
        return f"/{path.strip('/')}/" if path.strip("/") else "/"

    @property
    def folder(self) -> Path | None:
        """The folder of the store, where it is in one."""
        return Path(self.store) if self.store and "://" not in self.store else None


def _is_address(url: str) -> bool:
    """Whether pages can link below it: no query, fragment or account, and safe in a header."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (raises where it is no number)
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not set(url) & set(' <>"\\^`{|}?#')
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in url
