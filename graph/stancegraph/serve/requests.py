"""What a request asks for, read strictly: a text is decoded once, and what is malformed is told."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hmac
import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote_to_bytes

import pyoxigraph as ox
from starlette.requests import ClientDisconnect, Request

from stancegraph.serve.messages import Wanted
from stancegraph.serve.negotiate import takes_gzip
from stancegraph.serve.problems import Refused
from stancegraph.serve.settings import MIB, Settings
from stancegraph.store import Dataset

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
# A query of this size is a program's mistake.
MOST_TEXT: Final = 4 * MIB
MOST_FIELDS: Final = 1000
_SHORT = 2048
# A body must come at least so fast, in bytes a second, after the first seconds.
SLOWEST, FIRST_SECONDS = 1024, 20.0
_HOST = re.compile(r"(?:\[[0-9a-f:.]+\]|[\w.~!$&'()*+;=%-]*)(?::\d*)?\Z", re.ASCII | re.IGNORECASE)
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the SPARQL Protocol.

    Args:
        query: the text of a query.
        update: the text of an update; one of the two, or neither.
        dataset: the graphs it is to be asked of.
        format: the format that the address names.
    """

    query: str | None
    update: str | None
    dataset: Dataset | None
    format: str | None


def fields(text: str) -> Fields:
    """The fields of a query string or a form.

    Raises:
        Refused: 400, as it is malformed.
    """
    if _BAD_PERCENT.search(text):
        raise Refused(400, "a % is not followed by two hexadecimal digits: write it as %25")
    try:
        return tuple(
            parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
        )
    except UnicodeDecodeError:
        raise Refused(400, "the fields are not UTF-8") from None
    except ValueError:
        raise Refused(400, f"there are more than {MOST_FIELDS} fields") from None


def in_address(request: Request) -> Fields:
    """The fields of the address."""
    return fields(request.scope["query_string"].decode("latin-1"))


def check_host(request: Request) -> None:
    """Let only those go on who say which server they mean.

    Raises:
        Refused: 400, as they do not, or in more than one way (RFC 9112, 3.2).
    """
    hosts = request.headers.getlist("host")
    if not hosts and request.scope["http_version"] != "1.0":
        raise Refused(400, "there is no Host header: say which server is meant")
    if len(hosts) > 1 or not all(map(_HOST.match, hosts)):
        raise Refused(400, "the Host header must be there once, as a name or an address")


def check_iri(text: str) -> None:
    """Let only an IRI through.

    Raises:
        Refused: 400, as it is none.
    """
    try:
        ox.NamedNode(text)
    except ValueError:
        raise Refused(400, f"'{text}' is not an IRI") from None


def path_of(request: Request) -> str:
    """The path, decoded once.

    Raises:
        Refused: 400, as it is malformed.
    """
    raw: bytes = request.scope["raw_path"]
    if _BAD_PERCENT.search(raw.decode("latin-1")):
        raise Refused(400, "a % in the path is not followed by two hexadecimal digits")
    try:
        return unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "the path is not UTF-8") from None


def wanted(request: Request, format: str | None = None, *, large: bool = False) -> Wanted:
    """What form of an answer a client wants."""
    # Several headers of one name mean what one with commas does.
    accept, packing = (
        ", ".join(request.headers.getlist(name)) for name in ("accept", "accept-encoding")
    )
    return Wanted(accept or None, format, takes_gzip(packing), large)


def one(found: Fields, name: str) -> str | None:
    """The value of a field that may be there once.

    Raises:
        Refused: 400, as it is there more than once.
    """
    values = [value for key, value in found if key == name]
    if len(values) > 1:
        raise Refused(400, f"'{name}' is given {len(values)} times, and once is right")
    return values[0] if values else None


def format_of(found: Fields) -> str | None:
    """The format that an address names; the first, as clients may name one in many ways."""
    return next((value for name, value in found if name == "format"), None)


async def asked(request: Request) -> Asked:
    """What a request of the SPARQL Protocol asks for (SPARQL 1.1 Protocol, 2.1 and 2.2).

    Raises:
        Refused: it is none.
    """
    address = request.scope["query_string"].decode("latin-1")
    if request.method != "POST":
        # What is long is not worth the memory.
        read = _by_get if len(address) <= _SHORT else _by_get.__wrapped__
        return read(address)
    found = fields(address)
    if any(name in ("query", "update") for name, _ in found):
        raise Refused(400, "a POST has its query or update in the body, not in the address")
    kind = _media_type(request)
    try:
        text = (await body(request, MOST_TEXT)).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "the body is not UTF-8") from None
    if kind == FORM:
        return _read((*found, *fields(text)))
    return _read((*found, ("query" if kind == QUERY else "update", text)))


@functools.lru_cache(maxsize=256)
def _by_get(address: str) -> Asked:
    found = fields(address)
    if one(found, "update") is not None:
        raise Refused(400, "an update must be sent by POST")
    return _read(found)


def _media_type(request: Request) -> str:
    """Which of the three ways of POST it is."""
    content_type = request.headers.get("content-type", "")
    media_type, _, rest = content_type.partition(";")
    kind = media_type.strip().lower()
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", rest, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Refused(415, f"the charset '{charset[1]}' is not read here (UTF-8 is)")
    if kind not in (FORM, QUERY, UPDATE):
        names = ", ".join((FORM, QUERY, UPDATE))
        what = f"'{kind}' is not read here" if kind else "there is no Content-Type"
        raise Refused(415, f"{what} (one of {names})", headers={"accept-post": names})
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, "a query is not packed", headers={"accept-encoding": "identity"})
    return kind


def _read(found: Fields) -> Asked:
    query, update = one(found, "query"), one(found, "update")
    if query is not None and update is not None:
        raise Refused(400, "give a query or an update, not both")
    named = {
        side: tuple(value for name, value in found if name == field)
        for side, field in (("default", "default-graph-uri"), ("named", "named-graph-uri"))
    }
    if update is not None and any(name.startswith("using-") for name, _ in found):
        raise Refused(400, "using-graph-uri is not known here: write USING in the update")
    dataset = Dataset(**named) if any(named.values()) else None
    return Asked(query, update, dataset, format_of(found))


def has_token(request: Request, settings: Settings) -> bool:
    """Whether a request comes from who may change the graph."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if not settings.writable or scheme.lower() != "bearer":
        return False
    right = (settings.token or "").encode()
    return hmac.compare_digest(given.strip().encode("utf-8", "replace"), right)


def check_token(request: Request, settings: Settings) -> None:
    """Let only those who have the token change anything.

    Raises:
        Refused: 403, as nobody may; 401, as the token is missing or another.
    """
    if not settings.writable:
        raise Refused(
            403, "this server only answers (start it with --writable to change its graph)"
        )
    if not has_token(request, settings):
        given = "authorization" in request.headers
        what = "the token is another" if given else "this needs the token"
        raise Refused(
            401,
            f"{what}: send 'Authorization: Bearer TOKEN'",
            headers={"www-authenticate": 'Bearer realm="stancegraph"'},
        )


async def body(request: Request, most: int) -> bytes:
    """The body of a request, whole.

    Raises:
        Refused: 413, as it is larger than `most` bytes; 408, as it comes too slowly.
    """
    return b"".join([chunk async for chunk in _chunks(request, most)])


@contextlib.asynccontextmanager
async def spooled(request: Request, most: int) -> AsyncIterator[str]:
    """The path of a file that holds the body of a request, while the block lasts.

    Raises:
        Refused: 413, as it is larger than `most` bytes; 408, as it comes too slowly.
    """
    with tempfile.NamedTemporaryFile(prefix="stancegraph-") as file:
        async for chunk in _chunks(request, most):
            file.write(chunk)
        file.flush()
        yield file.name


async def _chunks(request: Request, most: int) -> AsyncIterator[bytes]:
    length = request.headers.get("content-length", "0")
    too_large = Refused(
        413, f"the body is larger than {most:,} bytes", headers={"connection": "close"}
    )
    if not length.isdecimal() or int(length) > most:
        raise too_large
    loop = asyncio.get_running_loop()
    began, size = loop.time(), 0
    chunks = request.stream()
    try:
        while True:
            allowed = began + FIRST_SECONDS + size / SLOWEST - loop.time()
            async with asyncio.timeout(max(0, allowed)):
                chunk = await anext(chunks, None)
            if chunk is None:
                return
            size += len(chunk)
            if size > most:
                raise too_large
            yield chunk
    except TimeoutError:
        raise Refused(408, "the body comes too slowly", headers={"connection": "close"}) from None
    except ClientDisconnect:
        raise Refused(400, "the body ends early") from None
