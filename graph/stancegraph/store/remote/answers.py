"""Answers of a server, read as they come: rows, triples, or yes and no."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, Literal

import pyoxigraph as ox

from stancegraph.errors import StoreError
from stancegraph.store.base import Answer
from stancegraph.store.remote.problems import printable
from stancegraph.store.remote.secrets import shown

if TYPE_CHECKING:
    import requests

Kind = Literal["rows", "boolean", "triples"]

_ROWS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_TRIPLES: Final = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
QUADS: Final = "application/n-quads"
ROWS_WANTED: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_TRIPLES_WANTED = "application/n-triples, text/turtle;q=0.7, application/rdf+xml;q=0.5"
WANTED: Final[dict[Kind, str]] = {
    "rows": ROWS_WANTED,
    "boolean": ROWS_WANTED,
    "triples": _TRIPLES_WANTED,
}
_CHUNK = 1 << 16
_EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"


class Body:
    """The bytes of a response as a file; one that breaks off is an error and not an end.

    Args:
        response: the response, its body unread.
        mend: what is to be done to whole parts of it before they are read.
    """

    def __init__(
        self, response: requests.Response, mend: Callable[[bytes], bytes] | None = None
    ) -> None:
        self.url = shown(response.url)
        self._response = response
        self._unpack = _unpacking(response)
        parts = self._parts()
        self._next = _in_whole_objects(parts, mend) if mend else parts
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """So many bytes or fewer; none at the end."""
        if size < 0:
            data, self._left = self._left + b"".join(self._next), b""
            return data
        while not self._left:
            part = next(self._next, None)
            if part is None:
                return b""
            self._left = part
        data, self._left = self._left[:size], self._left[size:]
        return data

    def close(self) -> None:
        """Read no more; the connection is not used again."""
        self._response.close()

    def _parts(self) -> Iterator[bytes]:
        from urllib3.exceptions import HTTPError

        try:
            while data := self._response.raw.read(_CHUNK, decode_content=False):
                yield self._unpack.decompress(data) if self._unpack else data
            if self._unpack and not self._unpack.eof:
                raise StoreError(f"{self.url}: the answer broke off")
        except (HTTPError, OSError, zlib.error):
            self._response.close()
            raise StoreError(f"{self.url}: the answer broke off") from None
        self._response.close()

    @property
    def ends(self) -> bool:
        """Whether the response tells where it ends, so that a part is not taken for all of it."""
        headers = self._response.headers
        chunked = "chunked" in headers.get("transfer-encoding", "").lower()
        return chunked or "content-length" in headers or self._unpack is not None


def _unpacking(response: requests.Response) -> Any:
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        return None
    if packing not in ("gzip", "x-gzip"):
        raise StoreError(f"{shown(response.url)}: the answer is packed as {printable(packing)}")
    return zlib.decompressobj(wbits=31)


def _in_whole_objects(parts: Iterator[bytes], mend: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """JSON cut behind closing braces, so that nothing to be mended lies across a cut."""
    held = b""
    for data in parts:
        whole, brace, rest = data.rpartition(b"}")
        if brace:
            yield mend(held + whole + brace)
            held = rest
        else:
            held += data
    yield mend(held)


def read(
    response: requests.Response, kind: Kind, mend: Callable[[bytes], bytes] | None = None
) -> Answer:
    """The answer to a query; rows are read as they are asked for.

    Args:
        response: a good response.
        kind: what the query gives.
        mend: as for `Body`, for JSON.

    Raises:
        StoreError: it is not what was asked for, or it breaks off; the latter also while rows
            are read.
    """
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = Body(response, mend if media_type.endswith("json") else None)
    if kind == "triples":
        return _triples(body, media_type)
    format = _ROWS.get(media_type)
    if format is None:
        raise _unexpected(body, media_type, "the result of a query")
    try:
        answer = ox.parse_query_results(body, format)  # type: ignore[arg-type]
    except (SyntaxError, ValueError) as error:
        raise _unreadable(body, error) from None
    if isinstance(answer, ox.QueryBoolean) != (kind == "boolean"):
        body.close()
        raise StoreError(f"{body.url}: the answer is to another query than was asked")
    return answer


def _triples(body: Body, media_type: str) -> ox.QueryTriples:
    """Triples are few enough to be held: nobody can do anything with a part of a graph."""
    format = _TRIPLES.get(media_type)
    if format is None:
        raise _unexpected(body, media_type, "triples")
    staged = ox.Store()
    for quad in quads(body, format):
        staged.add(quad)
    answer = staged.query(_EVERYTHING)
    assert isinstance(answer, ox.QueryTriples)
    return answer


def quads(body: Body, format: ox.RdfFormat) -> Iterator[ox.Quad]:
    """The triples or quads of a body.

    Raises:
        StoreError: it cannot be read, or breaks off.
    """
    if format in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS) and not body.ends:
        body.close()
        raise StoreError(
            f"{body.url}: the server does not tell how long its answer is, so a part of it could"
            " be missing"
        )
    try:
        yield from ox.parse(body, format)  # type: ignore[arg-type]
    except (SyntaxError, ValueError) as error:
        raise _unreadable(body, error) from None


def _unreadable(body: Body, error: Exception) -> StoreError:
    body.close()
    return StoreError(f"{body.url}: the answer cannot be read: {printable(str(error))}")


def _unexpected(body: Body, media_type: str, wanted: str) -> StoreError:
    body.close()
    if "html" in media_type:
        return StoreError(f"{body.url}: this is a web page, not a SPARQL endpoint")
    what = printable(media_type) or "no media type"
    return StoreError(f"{body.url}: the server answers with {what}, and not with {wanted}")
