"""Requests to a server: time-outs, who asks, and reads that are tried again."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from stancegraph.errors import MissingExtra
from stancegraph.store.remote.engines import Parameters
from stancegraph.store.remote.problems import failure, refusal
from stancegraph.store.remote.secrets import Secrets, checked
from stancegraph.version import VERSION

if TYPE_CHECKING:
    import requests
    from requests.auth import AuthBase

# Seconds: to reach a server, until it begins to answer a question, and to have written.
CONNECT, READ, WRITE = 10.0, 60.0, 600.0
# Reads that fail for a while are tried again so often; nobody waits longer than this for one.
TRIES, LONGEST = 4, 30
_BUSY = (429, 502, 503)
# Longer questions are sent by POST, as servers cut addresses.
_LONGEST_ADDRESS = 1_500
# So much of an answer that nobody reads is worth reading, to use the connection again.
_DRAIN = 65_536


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a server takes queries, updates and whole graphs; the last is not always known."""

    query: str
    update: str
    graphs: str | None

    def __post_init__(self) -> None:
        for url in filter(None, (self.query, self.update, self.graphs)):
            checked(url)


class Client:
    """One server, and who asks it.

    Args:
        secrets: who asks.
        read: seconds that a server may be silent before and in an answer.
    """

    def __init__(self, secrets: Secrets, read: float | None = None) -> None:
        self.secrets = secrets
        self.seconds = read or READ
        self.requests = 0
        self._reads, self._writes = _sessions()
        self._auth: AuthBase | None = None
        self._lock = threading.Lock()

    def read(
        self, url: str, parameters: Sequence[tuple[str, str]], accept: str
    ) -> requests.Response:
        """The response to a question, its body unread; tried again while the server is busy.

        Raises:
            StoreError: no answer.
            QueryError: the server does not understand the question.
        """
        parameters = list(parameters)
        short = sum(len(name) + 3 * len(value) for name, value in parameters) < _LONGEST_ADDRESS
        how: dict[str, Any] = {"params" if short else "data": parameters}
        headers = {"Accept": accept, "Accept-Encoding": "gzip"}
        method = "GET" if short else "POST"
        return self._sent(self._reads, method, url, headers, write=False, **how)

    def update(self, url: str, text: bytes) -> None:
        """Carry out an update; never sent twice.

        Raises:
            StoreError: it was refused, or nobody knows.
        """
        self._write("POST", url, "application/sparql-update; charset=utf-8", text)

    def add(
        self, url: str, graph: str | None, media_type: str, body: bytes | BinaryIO, *, gzip: bool
    ) -> None:
        """Add to a graph, or quads to those that they name; never sent twice.

        Raises:
            StoreError: it was refused, or nobody knows.
        """
        where: Parameters = (("graph", graph),) if graph else ()
        self._write("POST", url, media_type, body, params=where, gzip=gzip)

    def close(self) -> None:
        """Let go of all connections."""
        self._reads.close()
        self._writes.close()

    def _write(
        self,
        method: str,
        url: str,
        media_type: str,
        body: bytes | BinaryIO,
        *,
        params: Parameters = (),
        gzip: bool = False,
    ) -> None:
        headers = {"Content-Type": media_type, "Accept": "*/*"}
        if gzip:
            headers["Content-Encoding"] = "gzip"
        how: dict[str, Any] = {"data": body, "params": list(params)}
        response = self._sent(self._writes, method, url, headers, write=True, **how)
        _drain(response)

    def _sent(
        self,
        session: requests.Session,
        method: str,
        url: str,
        headers: dict[str, str],
        *,
        write: bool,
        **how: Any,
    ) -> requests.Response:
        """The good response; who asks is told when the server wants to know, and to it alone."""
        response = self._once(session, method, url, headers, write, how)
        if response.status_code == 401 and self._auth is None:
            self._auth = self.secrets.answer(response)
            if self._auth is not None:
                _drain(response)
                if hasattr(how.get("data"), "seek"):
                    how["data"].seek(0)
                response = self._once(session, method, url, headers, write, how)
        if not 200 <= response.status_code < 300:
            with contextlib.closing(response):
                raise refusal(response, self.secrets, write=write)
        return response

    def _once(
        self,
        session: requests.Session,
        method: str,
        url: str,
        headers: dict[str, str],
        write: bool,
        how: dict[str, Any],
    ) -> requests.Response:
        import requests

        with self._lock:
            self.requests += 1
        seconds = max(WRITE, self.seconds) if write else self.seconds
        try:
            return session.request(
                method,
                url,
                headers=headers,
                auth=self._auth or self._bearer,
                timeout=(CONNECT, seconds),
                # A password is for this host only, and a redirected POST would lose its body.
                allow_redirects=False,
                stream=True,
                **how,
            )
        except (requests.RequestException, OSError, ValueError) as error:
            raise failure(error, url, write=write, seconds=seconds) from None

    def _bearer(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        # Without this, `requests` would look into the netrc file itself.
        if self.secrets.token:
            request.headers["Authorization"] = f"Bearer {self.secrets.token}"
        return request


def installed() -> None:
    """See that there is what sends requests.

    Raises:
        MissingExtra: `requests` is not installed.
    """
    try:
        import requests  # noqa: F401
    except ImportError:
        raise MissingExtra("requests", "remote", "a store on another server") from None


def _sessions() -> tuple[requests.Session, requests.Session]:
    """One for reads, which are tried again, and one for writes, which never are."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.exceptions import MaxRetryError
    from urllib3.util.retry import Retry

    class Patient(Retry):
        """Waits as long as a busy server says, or not at all where that is very long."""

        def increment(
            self,
            method: str | None = None,
            url: str | None = None,
            response: Any = None,
            *args: Any,
            **how: Any,
        ) -> Patient:
            wait = self.get_retry_after(response) if response is not None else None
            if wait is not None and wait > LONGEST:
                raise MaxRetryError(None, url)  # type: ignore[arg-type]
            return super().increment(method, url, response, *args, **how)

    retries = Patient(
        total=TRIES,
        allowed_methods=None,
        status_forcelist=_BUSY,
        backoff_factor=0.2,
        backoff_jitter=0.1,
        raise_on_status=False,
    )
    sessions = requests.Session(), requests.Session()
    for session, tries in zip(sessions, (retries, Retry(0, read=False)), strict=True):
        session.headers["User-Agent"] = f"stancegraph/{VERSION}"
        for scheme in ("http://", "https://"):
            session.mount(scheme, HTTPAdapter(max_retries=tries, pool_maxsize=8))
    return sessions


def _drain(response: requests.Response) -> None:
    """Read a short body, so that the connection can be used again; a long one is cut off."""
    with contextlib.closing(response), contextlib.suppress(Exception):
        response.raw.read(_DRAIN)
